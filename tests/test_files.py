"""Files that are replaced as a whole."""

import pytest

from litatlas.store.files import replacing


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
