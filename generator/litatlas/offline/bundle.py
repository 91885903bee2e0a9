"""Puts a built site into one zip archive that is read by double click, without a network.

What it holds, what it is called, and its link on the page of downloads; how it
is written, `archive` knows.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from litatlas.exports.offline import (
    CHECKSUM,
    FOLDER,
    OFFLINE_FILES,
    link_offline_files,
    offline_name,
    offline_stem,
)
from litatlas.offline.archive import CHECKSUMS, Archive, Contents
from litatlas.offline_links import INDEX
from litatlas.problems import SurveyError
from litatlas.settings import Settings
from litatlas.store.cache import CACHE
from litatlas.store.file_table import FileTable, files_below, with_folder

README = "README.txt"
KEPT = f"{CACHE}/bundle"
"""Where a survey keeps its last archive, and what is known of it."""

LEFT_OUT = frozenset({"404.html"})
"""Pages that only a web server shows."""


class Bundle(Struct, frozen=True):
    """An archive that was written."""

    path: Path
    files: int
    """How many files of the site it holds."""

    size: int
    """In bytes."""

    sha256: str


def bundle_site(
    site: Path,
    settings: Settings,
    out: Path,
    root: Path | None = None,
    known: FileTable | None = None,
    jobs: int = 0,
) -> Bundle:
    """Write `<survey>-<edition>.zip` from a built site, and its checksum beside it.

    Arguments:
        site: The folder of the site, as any builder made it.
        settings: The survey's; they name the archive.
        out: The folder to write to; made where it is absent.
        root: The survey folder, where the archive is kept for the next one; without it every file is packed.
        known: How the site's files stand, where somebody knows that.
        jobs: In how many processes many files are packed; 0 for one on each core.

    Raises:
        SurveyError: When the folder holds no site.
    """
    if not (site / INDEX).is_file():
        raise SurveyError(f"{site}: holds no {INDEX}; so there is no site to bundle; run 'litatlas build' first")
    found = (files_below(site) if known is None else known).signatures()
    files = {path: each for path, each in found.items() if not _left_out(path, settings)}
    contents = Contents(
        site=site,
        files=files,
        top=offline_stem(settings),
        begin={README: _readme(settings, len(files)).encode("utf-8")},
        home=settings.address,
    )
    target = out / offline_name(OFFLINE_FILES["zip"], settings)
    Archive(contents, jobs).write(target, root / KEPT if root else None)
    return Bundle(target, len(files), target.stat().st_size, write_checksum(target))


def publish_offline_files(
    site: Path,
    settings: Settings,
    write_book: Callable[[Path], Path],
    root: Path | None = None,
    known: FileTable | None = None,
    jobs: int = 0,
) -> tuple[Path, ...]:
    """Make the files that `offline` of survey.yml names, and link them from the site's page of downloads.

    Arguments:
        site: The folder of the built site.
        settings: The survey's.
        write_book: Writes the EPUB into a folder and gives its path.
        root: As `bundle_site` takes it, and so `known` and `jobs`.
        known: As the site was when it was built.
        jobs: In how many processes files are packed.
    """
    folder = site / FOLDER
    made: dict[str, Path] = {}
    if "epub" in settings.offline:
        made["epub"] = write_book(folder)
        write_checksum(made["epub"])
        _link(folder / INDEX, made)
    # The archive last: it takes along what stands beside it.
    if "zip" in settings.offline:
        now = None if known is None else with_folder(known, site, FOLDER)
        made["zip"] = bundle_site(site, settings, folder, root, now, jobs).path
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


def _left_out(path: str, settings: Settings) -> bool:
    archive = f"{FOLDER}/{offline_name(OFFLINE_FILES['zip'], settings)}"
    return path in LEFT_OUT or path in (archive, archive + CHECKSUM) or path.rpartition("/")[2].startswith(".")


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
