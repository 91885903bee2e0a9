"""Archives: that others read them, and that one made after another has the bytes of one made from nothing."""

import io
import os
import subprocess
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from litatlas.offline import archive, zipping
from litatlas.offline import members as archive_members
from litatlas.offline.archive import Archive, Contents
from litatlas.offline.zipping import Place, ZipWriter, pack
from litatlas.store.file_table import files_below

FILES = (("read me.txt", b"Hello" * 9), ("文献/ü.html", b"<p>" * 999), ("a.png", b"\x89PNG"), ("empty", b""))


def write_zip(file, entries):
    writer = ZipWriter(file)
    for path, content in entries:
        writer.add(path, *pack(path, content, stored=path == "mimetype"))
    writer.close()


def test_a_name_that_must_not_be_compressed_is_not():
    file = io.BytesIO()
    write_zip(file, [("mimetype", b"application/epub+zip"), ("a.txt", b"a" * 100)])
    with zipfile.ZipFile(file) as read:
        assert [(one.filename, one.compress_type) for one in read.infolist()] == [
            ("mimetype", zipfile.ZIP_STORED),
            ("a.txt", zipfile.ZIP_DEFLATED),
        ]


@pytest.mark.parametrize(
    ("most", "most_files"),
    [(zipping.MOST, zipping.MOST_FILES), (zipping.MOST, 2), (100, zipping.MOST_FILES), (0, 0)],
)
def test_others_read_what_was_written_also_where_numbers_are_told_by_zip64(tmp_path, monkeypatch, most, most_files):
    monkeypatch.setattr(zipping, "MOST", most)
    monkeypatch.setattr(zipping, "MOST_FILES", most_files)
    path = tmp_path / "x.zip"
    with path.open("wb") as file:
        write_zip(file, FILES)
    with zipfile.ZipFile(path) as read:
        assert [(name, read.read(name)) for name in read.namelist()] == list(FILES)
    assert subprocess.run(["unzip", "-tq", path], capture_output=True, check=False).returncode == 0


def test_an_archive_holds_more_files_than_the_plain_format_can_count():
    file = io.BytesIO()
    write_zip(file, ((f"{number}", b"") for number in range(70_000)))
    with zipfile.ZipFile(file) as read:
        assert len(read.namelist()) == 70_000


def test_a_file_is_copied_from_another_archive_as_it_lies_there():
    first, second = io.BytesIO(), io.BytesIO()
    writer = ZipWriter(first)
    packed, data = pack("a.html", b"<p>" * 999)
    offset = writer.add("a.html", packed, data)
    writer.close()
    writer = ZipWriter(second)
    writer.add("b.html", packed, Place(first, offset))
    writer.close()
    with zipfile.ZipFile(second) as read:
        assert read.read("b.html") == b"<p>" * 999


PAGES = ("index.html", "papers/clip/index.html", "papers/mmicl/index.html", "papers/gone/index.html", "papers/clip.bib")
EDITS = st.sampled_from(
    [
        # (what is done to a file of the site)
        "write",
        "write the same",
        "remove",
        "rename the survey",
        "move the survey",
        "damage the last archive",
        "forget what is known",
    ]
)


class Site:
    """A site that is edited, and put into archives."""

    def __init__(self, folder):
        self.folder, self.kept = folder / "site", folder / "cache"
        self.top, self.home, self.number = "survey", "https://survey.example/", 0
        for path in PAGES[:3]:
            self.write(path)

    def write(self, path):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * path.count("/")
        links = "".join(f'<a href="{up}{other.removesuffix("index.html")}">' for other in PAGES)
        self.number += 1
        file.write_text(f"{links}{self.number}")

    def edit(self, what, path):
        file = self.folder / path
        if what == "write":
            self.write(path)
        elif what == "write the same" and file.exists():
            file.write_bytes(file.read_bytes())
        elif what == "remove":
            file.unlink(missing_ok=True)
        elif what == "rename the survey":
            self.top = f"survey-{path.count('/')}"
        elif what == "move the survey":
            self.home = f"https://survey.example/{path.count('/')}/"
        elif what == "damage the last archive":
            with (self.kept / archive.ARCHIVE).open("ab") as damaged:
                damaged.write(b"!")
        elif what == "forget what is known":
            (self.kept / archive.MEMORY).unlink(missing_ok=True)

    def archive(self, target, kept=None, jobs=1):
        files = files_below(self.folder).signatures()
        Archive(Contents(self.folder, files, self.top, {"a": b"b"}, self.home), jobs).write(target, kept)
        return target.read_bytes()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(EDITS, st.sampled_from(PAGES)), max_size=3), max_size=5))
def test_after_whatever_edits_an_archive_is_that_of_a_build_from_nothing(tmp_path_factory, rounds):
    folder = tmp_path_factory.mktemp("edits")
    site = Site(folder)
    target = folder / "out" / "x.zip"
    site.archive(target, site.kept)
    for edits in rounds:
        for what, path in edits:
            site.edit(what, path)
        if not (site.folder / "index.html").exists():
            site.write("index.html")
        assert site.archive(target, site.kept) == site.archive(folder / "new.zip")
    assert sorted(file.name for file in target.parent.iterdir()) == ["x.zip"]


def test_only_what_changed_is_packed_and_what_links_to_what_came_or_went(tmp_path, monkeypatch):
    site = Site(tmp_path)
    (site.folder / "alone.html").write_text('<a href="index.html">')
    packed = []
    monkeypatch.setattr(archive_members, "pack", lambda path, content: packed.append(path) or pack(path, content))

    def packed_now():
        packed.clear()
        site.archive(tmp_path / "x.zip", site.kept)
        return sorted(packed)

    everything = ["alone.html", *PAGES[:3]]
    assert packed_now() == sorted(everything)
    before = (site.kept / archive.ARCHIVE).stat().st_mtime_ns
    site.edit("write the same", "index.html")
    assert packed_now() == []
    assert (site.kept / archive.ARCHIVE).stat().st_mtime_ns == before
    site.write("alone.html")
    assert packed_now() == ["alone.html"]
    (site.folder / "alone.html").write_text('<a href="index.html">')
    assert packed_now() == ["alone.html"]
    site.write("papers/gone/index.html")
    assert packed_now() == sorted(PAGES[:4])
    site.edit("remove", "papers/gone/index.html")
    assert packed_now() == sorted(PAGES[:3])


def test_where_a_file_can_have_but_one_name_the_archive_is_copied_out_of_the_cache(tmp_path, monkeypatch):
    site = Site(tmp_path)

    def refuse(*_names, **_more):
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    assert site.archive(tmp_path / "x.zip", site.kept) == (site.kept / archive.ARCHIVE).read_bytes()
    assert (tmp_path / "x.zip").stat().st_nlink == 1


def test_many_files_are_packed_in_several_processes_with_the_same_bytes(tmp_path, monkeypatch):
    site = Site(tmp_path)
    alone = site.archive(tmp_path / "1.zip")
    monkeypatch.setattr(archive, "MANY", 2)
    monkeypatch.setattr(archive, "FILES_A_TASK", 1)
    assert site.archive(tmp_path / "2.zip", jobs=2) == alone
