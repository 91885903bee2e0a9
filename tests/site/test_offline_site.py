"""The flagship from its ZIP file: the same files, and links that a browser follows in a folder."""

import subprocess
from urllib.parse import urldefrag, urlsplit

import pytest

from site_pages import all_pages, target_of

pytestmark = pytest.mark.site

ADDED, LEFT_OUT = {"README.txt", "SHA256SUMS.txt"}, {"404.html"}


def files_of(folder):
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_it_holds_the_files_of_the_site(unpacked, flagship_site):
    assert files_of(unpacked) - ADDED == files_of(flagship_site) - LEFT_OUT


def test_nothing_but_pages_differs_from_the_site(unpacked, flagship_site):
    assert [
        path
        for path in sorted(files_of(unpacked) - ADDED)
        if not path.endswith(".html") and (unpacked / path).read_bytes() != (flagship_site / path).read_bytes()
    ] == []


def test_every_link_names_a_file_that_is_there(unpacked):
    files = files_of(unpacked)
    lost = []
    for page in all_pages(unpacked):
        for _tag, address in page.links:
            path = urldefrag(address)[0].partition("?")[0]
            if not urlsplit(address).scheme and target_of(page.file, path, unpacked) not in files:
                lost.append((page.file.relative_to(unpacked).as_posix(), address))
            assert not path.endswith("/") or urlsplit(address).scheme, (page.file, address)
    assert lost == []


def test_its_checksums_are_those_of_its_files(unpacked):
    command = ["sha256sum", "--check", "--quiet", "SHA256SUMS.txt"]
    done = subprocess.run(command, cwd=unpacked, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
