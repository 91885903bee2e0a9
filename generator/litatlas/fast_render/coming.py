"""Which files below docs/ may come and go without MkDocs, and where in the site they stand.

Only the generator's own may, in folders of which nothing else of the site knows
how many files they hold, and only where no link leads to a file that came or
went but from pages that are made anew: MkDocs tells of a link that leads nowhere.
The links of the generator's own pages lead to what it makes: those to a file that
goes, go with it. Of a page that stays as it is, a person may have written one.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Set
from pathlib import Path

from litatlas.fast_render.kept import INCLUDED, Kept
from litatlas.fast_render.places import Place
from litatlas.fast_render.writer import read
from litatlas.folder.records import NOTES
from litatlas.folder.theme import TEMPLATES
from litatlas.store.file_table import FileTable
from litatlas.store.writing import OWNED, OWNED_FILES

FEW = 30
"""So many names are looked for one by one in a text before all names in it are."""

_NAMED = re.compile(rb"[\s(/<\"']([A-Za-z0-9_][A-Za-z0-9._-]*)")
"""What may be the name of a file, in a link or in front matter."""

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_OWNED = tuple(f"{folder}/" for folder in OWNED)
_OF_MKDOCS = re.compile(r"(?:.*/)?(?:(?:index|README)\.[^/]*|[^/]*\.(?:html?|markdown|mdown|mkdn?))")
"""Files that MkDocs takes for the first page of a folder, for templates, or for pages of another kind."""


class DoubtError(Exception):
    """A reason to let MkDocs build the site; it says which."""


def place_of_new(root: Path, kept: Kept, path: str, warnings: Iterable[str]) -> Place:
    """Say where a file goes that was not there before.

    Raises:
        DoubtError: When MkDocs would have to say that, or a page may link to it that is not made anew.
    """
    _check_owned(root, kept, path)
    name = path.rpartition("/")[2]
    if kept.left or any(name in line for line in warnings):
        raise DoubtError(f"{path}: a link may have been waiting for it")
    if path.endswith(".md") and path.partition("/")[0] not in kept.open:
        raise DoubtError(f"{path}: other pages may list it")
    from mkdocs.structure.files import File  # where a file comes: most builds have none that is new

    file = File(path, kept.setup.docs, kept.setup.site, kept.setup.directories)
    return Place(path, file.dest_uri, file.url, path.endswith(".md"))


def check_gone(root: Path, kept: Kept, gone: Collection[str], staying: Iterable[str]) -> None:
    """Make sure that files may go.

    Arguments:
        root: The survey folder.
        kept: What the last build left.
        gone: Their paths below docs/.
        staying: The paths of all files whose content is as before, and in which a person may have written.

    Raises:
        DoubtError: When MkDocs would have something to say.
    """
    for path in gone:
        _check_owned(root, kept, path)
        if path in kept.anchored or (path.endswith(".md") and path.partition("/")[0] not in kept.open):
            raise DoubtError(f"{path}: other pages may speak of it")
    names = {path.rpartition("/")[2].encode() for path in gone}
    for path in staying if gone else ():
        file = path.removeprefix(INCLUDED) if path.startswith(INCLUDED) else f"{kept.setup.docs}/{path}"
        if file.endswith(".md") and _is_named(names, read(file)):
            raise DoubtError(f"{path}: may link to a file that went")


def by_hand(root: Path, paths: Iterable[str], generated: FileTable | None) -> Iterator[str]:
    """Give the files below docs/ in which a person may have written links: pages, notes, any page by templates.

    Arguments:
        root: The survey folder.
        paths: Of files below docs/, and of included texts.
        generated: All generated files; nothing where they are not known.
    """
    if generated is None or (root / TEMPLATES).is_dir():
        yield from paths
        return
    ours = set(generated.paths).difference(f"docs/papers/{notes.name}" for notes in (root / NOTES).glob("*.md"))
    yield from (path for path in paths if f"docs/{path}" not in ours)


def _is_named(names: Set[bytes], text: bytes) -> bool:
    """Whether a text may link to a file of one of some names."""
    if len(names) <= FEW and not any(name in text for name in names):
        return False
    return not names.isdisjoint(_NAMED.findall(text))


def _check_owned(root: Path, kept: Kept, path: str) -> None:
    own = f"docs/{path}"
    if Path(kept.setup.docs) != root / "docs" or not (own.startswith(_OWNED) or own in OWNED_FILES):
        raise DoubtError(f"{path}: is not the generator's")
    if _OF_MKDOCS.fullmatch(path) or not all(map(_NAME.fullmatch, path.split("/"))):
        raise DoubtError(f"{path}: means something to MkDocs")
    if path in (root / "mkdocs.yml").read_text(encoding="utf-8"):
        raise DoubtError(f"{path}: stands in mkdocs.yml")
