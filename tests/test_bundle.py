"""The ZIP file of a site: what it holds, that it is the same each time, and its place on the page of downloads."""

import hashlib
import zipfile

import pytest

from litatlas.offline.bundle import bundle_site, publish_offline_files
from litatlas.problems import SurveyError
from litatlas.settings import Settings

SETTINGS = Settings("Bilder & Wörter", edition="2026.11", address="https://survey.example/p/", license="CC-BY-4.0")
SITE = {
    "index.html": '<a href="papers/clip/">CLIP</a>',
    "404.html": '<a href="/p/">Home</a>',
    "papers/clip/index.html": '<a href="../..">Home</a>',
    "papers/clip.bib": "@misc{clip}\n",
    "downloads/index.html": '<p><span class="la-offline" data-offline="zip">The whole site, ZIP</span>: unpack it</p>',
    "assets/font.woff2": "wOF2" * 100,
    "latin1.html": "caf\u00e9",
}
TOP = "bilder-and-worter-2026.11"


def no_book(folder):
    pytest.fail("no book was asked for")


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "a site"
    for path, text in SITE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="latin-1" if path == "latin1.html" else "utf-8")
    return folder


def test_the_archive_holds_the_site_with_links_that_name_files(site, tmp_path):
    made = bundle_site(site, SETTINGS, tmp_path / "out")
    with zipfile.ZipFile(made.path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    readme, sums = held.pop(f"{TOP}/README.txt"), held.pop(f"{TOP}/SHA256SUMS.txt")
    assert held == {
        f"{TOP}/index.html": b'<a href="papers/clip/index.html">CLIP</a>',
        f"{TOP}/papers/clip/index.html": b'<a href="../../index.html">Home</a>',
        f"{TOP}/papers/clip.bib": b"@misc{clip}\n",
        f"{TOP}/downloads/index.html": SITE["downloads/index.html"].encode(),
        f"{TOP}/assets/font.woff2": b"wOF2" * 100,
        f"{TOP}/latin1.html": b"caf\xe9",
    }
    assert "open index.html by double click" in readme.decode()
    listed = dict(reversed(line.split("  ")) for line in sums.decode().splitlines())
    contents = {**held, f"{TOP}/README.txt": readme}
    assert listed == {
        name.removeprefix(f"{TOP}/"): hashlib.sha256(content).hexdigest() for name, content in contents.items()
    }
    assert (made.files, made.size, made.sha256) == (
        6,
        made.path.stat().st_size,
        hashlib.sha256(made.path.read_bytes()).hexdigest(),
    )
    assert made.path.with_name(f"{TOP}.zip.sha256").read_text() == f"{made.sha256}  {TOP}.zip\n"


def test_the_same_site_gives_the_same_bytes(site, tmp_path, monkeypatch):
    first = bundle_site(site, SETTINGS, tmp_path / "1").path
    (site / "papers/clip.bib").touch()
    (site / "index.html").chmod(0o600)
    assert bundle_site(site, SETTINGS, tmp_path / "2").path.read_bytes() == first.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert {(entry.date_time, entry.external_attr >> 16) for entry in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0o100644)
        }
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    with zipfile.ZipFile(bundle_site(site, SETTINGS, tmp_path / "3").path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}


def test_a_folder_without_a_site_is_refused(tmp_path):
    with pytest.raises(SurveyError) as caught:
        bundle_site(tmp_path, SETTINGS, tmp_path / "out")
    assert str(caught.value) == (
        f"{tmp_path}: holds no index.html; so there is no site to bundle; run 'litatlas build' first"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_page_of_downloads_links_to_the_archive_and_says_how_large_it_is(site):
    settings = Settings(SETTINGS.title, edition="2026.11", offline=("zip",))
    (made,) = publish_offline_files(site, settings, no_book)
    assert made == site / f"downloads/{TOP}.zip"
    assert (site / "downloads/index.html").read_text() == (
        f'<p><a href="{TOP}.zip" download>The whole site, ZIP</a>'
        f' (2 kB, <a href="{TOP}.zip.sha256">SHA-256</a>): unpack it</p>'
    )
    with zipfile.ZipFile(made) as archive:
        assert f"{TOP}/downloads/{TOP}.zip" not in archive.namelist()
    before = made.read_bytes()
    # Made again from the published site, which now holds the archive: the page in it leads to the published one.
    bundle_site(site, Settings(SETTINGS.title, edition="2026.11", address="https://survey.example/p/"), site)
    with zipfile.ZipFile(site / f"{TOP}.zip") as archive:
        page = archive.read(f"{TOP}/downloads/index.html").decode()
    assert f'<a href="https://survey.example/p/downloads/{TOP}.zip" download>' in page
    assert made.read_bytes() == before


def test_a_book_is_linked_from_the_page_of_downloads_also_in_the_archive(site):
    page = site / "downloads/index.html"
    page.write_text("".join(f'<span class="la-offline" data-offline="{key}">{key}</span>' for key in ("zip", "epub")))

    def write_book(folder):
        book = folder / f"{TOP}.epub"
        book.write_bytes(b"a book")
        return book

    settings = Settings(SETTINGS.title, edition="2026.11", offline=("zip", "epub"))
    book, archive = publish_offline_files(site, settings, write_book)
    link = f'<a href="{TOP}.epub" download>epub</a> (1 kB, <a href="{TOP}.epub.sha256">SHA-256</a>)'
    assert link in page.read_text()
    with zipfile.ZipFile(archive) as read:
        assert read.read(f"{TOP}/downloads/{TOP}.epub") == book.read_bytes() == b"a book"
        assert link in read.read(f"{TOP}/downloads/index.html").decode()


def test_nothing_is_made_that_the_settings_do_not_name(site):
    assert publish_offline_files(site, SETTINGS, no_book) == ()
    assert (site / "downloads/index.html").read_text() == SITE["downloads/index.html"]
