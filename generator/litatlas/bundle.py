"""Puts a built site into one zip archive that is read by double click, without a network.

The archive is written as it is made, a file at a time, so its size is no
matter of memory. It appears under its name once it is whole.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from litatlas.exports.offline import (
    CHECKSUM,
    FOLDER,
    OFFLINE_FILES,
    link_offline_files,
    offline_name,
    offline_stem,
)
from litatlas.offline_links import INDEX, offline_page
from litatlas.problems import SurveyError
from litatlas.settings import Settings
from litatlas.zipping import write_zip

README, CHECKSUMS = "README.txt", "SHA256SUMS.txt"

LEFT_OUT = frozenset({"404.html"})
"""Pages that only a web server shows."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """An archive that was written."""

    path: Path
    files: int
    """How many files of the site it holds."""

    size: int
    """In bytes."""

    sha256: str


def bundle_site(site: Path, settings: Settings, out: Path) -> Bundle:
    """Write `<survey>-<edition>.zip` from a built site, and its checksum beside it.

    Arguments:
        site: The folder of the site, as any builder made it.
        settings: The survey's; they name the archive.
        out: The folder to write to; made where it is absent.

    Raises:
        SurveyError: When the folder holds no site.
    """
    if not (site / INDEX).is_file():
        raise SurveyError(f"{site}: holds no {INDEX}; so there is no site to bundle; run 'litatlas build' first")
    paths = [path for path in _files(site) if not _left_out(path, settings)]
    target = out / offline_name(OFFLINE_FILES["zip"], settings)
    out.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.part")
    with temporary.open("wb") as file:
        write_zip(file, _entries(site, paths, settings))
    temporary.replace(target)
    return Bundle(target, len(paths), target.stat().st_size, write_checksum(target))


def publish_offline_files(site: Path, settings: Settings, write_book: Callable[[Path], Path]) -> tuple[Path, ...]:
    """Make the files that `offline` of survey.yml names, and link them from the site's page of downloads.

    Arguments:
        site: The folder of the built site.
        settings: The survey's.
        write_book: Writes the EPUB into a folder and gives its path.
    """
    folder = site / FOLDER
    made: dict[str, Path] = {}
    if "epub" in settings.offline:
        made["epub"] = write_book(folder)
        write_checksum(made["epub"])
        _link(folder / INDEX, made)
    # The archive last: it takes along what stands beside it.
    if "zip" in settings.offline:
        made["zip"] = bundle_site(site, settings, folder).path
        _link(folder / INDEX, made)
    return tuple(made.values())


def _link(page: Path, made: Mapping[str, Path]) -> None:
    if page.is_file():
        sizes = {key: (path.name, path.stat().st_size) for key, path in made.items()}
        html = link_offline_files(page.read_text(encoding="utf-8"), sizes)
        page.write_text(html, encoding="utf-8", newline="")


def write_checksum(file: Path) -> str:
    """Write the SHA-256 of a file beside it, as `sha256sum -c` reads it; gives it."""
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    file.with_name(f"{file.name}{CHECKSUM}").write_text(f"{digest}  {file.name}\n", encoding="utf-8", newline="")
    return digest


def _files(site: Path) -> Iterator[str]:
    """Give the paths of a site's files, in the same order on every machine."""
    found = (Path(place, name) for place, _folders, names in os.walk(site) for name in names)
    yield from sorted(file.relative_to(site).as_posix() for file in found)


def _left_out(path: str, settings: Settings) -> bool:
    archive = f"{FOLDER}/{offline_name(OFFLINE_FILES['zip'], settings)}"
    return path in LEFT_OUT or path in (archive, archive + CHECKSUM) or path.rpartition("/")[2].startswith(".")


def _entries(site: Path, paths: list[str], settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Give what the archive holds: one folder with the site, a text that says how to begin, and checksums."""
    top = offline_stem(settings)
    files = frozenset(paths)
    readme = _readme(settings, len(paths)).encode("utf-8")
    sums = [f"{hashlib.sha256(readme).hexdigest()}  {README}\n"]
    yield f"{top}/{README}", readme
    for path in paths:
        content = (site / path).read_bytes()
        if path.endswith(".html"):
            content = _offline(content, path, files, settings.address)
        sums.append(f"{hashlib.sha256(content).hexdigest()}  {path}\n")
        yield f"{top}/{path}", content
    yield f"{top}/{CHECKSUMS}", "".join(sums).encode("utf-8")


def _offline(content: bytes, path: str, files: frozenset[str], home: str) -> bytes:
    try:
        html = content.decode("utf-8")
    except UnicodeDecodeError:
        return content  # a person's file in another encoding; nothing of ours links from it
    return offline_page(html, path, files, home).encode("utf-8")


def _readme(settings: Settings, files: int) -> str:
    about = [settings.title, settings.subtitle, f"Edition {settings.edition}" if settings.edition else ""]
    lines = [
        *filter(None, about),
        "",
        "To read it: unpack the whole archive, then open index.html by double click.",
        "It needs no network and no program but a browser; nothing leaves your computer.",
        "",
        f"Published at {settings.address}" if settings.address else "",
        f"Licence of the survey's own text: {settings.license}" if settings.license else "",
        f"{files:,} files; {CHECKSUMS} has the checksum of each ('sha256sum -c {CHECKSUMS}').",
    ]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"
