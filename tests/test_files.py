"""Files that are replaced as a whole, and how those of a folder stand."""

import pytest

from litatlas.store.files import replacing, signatures, with_folder


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_a_file_that_was_not_written_to_its_end_does_not_take_its_place(tmp_path):
    path = tmp_path / "new folder" / "a.zip"
    with replacing(path) as file:
        file.write(b"whole")

    def write_in_vain():
        with replacing(path) as file:
            file.write(b"a part")
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        write_in_vain()
    assert path.read_bytes() == b"whole"


def test_of_one_folder_files_are_known_as_they_are_now_and_of_the_others_as_they_were(tmp_path):
    for name in ("index.html", "downloads/a.zip", "downloads/gone.epub", "downloads.html", "papers/downloads/x.bib"):
        write(tmp_path / name, b"1")
    known = signatures(tmp_path)
    (tmp_path / "downloads" / "gone.epub").unlink()
    write(tmp_path / "downloads" / "sub" / "new.epub", b"22")
    write(tmp_path / "downloads" / "a.zip", b"333")
    write(tmp_path / "index.html", b"4444")
    now = with_folder(known, tmp_path, "downloads")
    assert {path: signature.split()[0] for path, signature in now.items()} == {
        "index.html": "1",
        "downloads.html": "1",
        "papers/downloads/x.bib": "1",
        "downloads/a.zip": "3",
        "downloads/sub/new.epub": "2",
    }
