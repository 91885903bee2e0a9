"""Mends a finished site after a small change, without MkDocs: only the pages and files that changed are made anew.

That is done where all but the contents of some files is as it was when MkDocs
built the site: mkdocs.yml, the theme, the program, the set of files below docs/,
and every file of the site. The pages are filled into the frames that were kept
then, so they are the ones that MkDocs would make. Whatever gives reason to doubt
leads to a whole build.
"""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from litatlas.exports.offline import CHECKSUM, FOLDER
from litatlas.fast_render.frame import NoFrameError
from litatlas.fast_render.kept import (
    INCLUDED,
    SITEMAP,
    SITEMAP_PART,
    Kept,
    Left,
    forget,
    keep_site,
    keep_sources,
    read_frames,
    read_left,
    read_shapes,
    signature_of,
    signatures,
    sitemap_text,
    sources_of,
)
from litatlas.fast_render.links import UnknownLinkError
from litatlas.fast_render.places import Place, read_places
from litatlas.fast_render.writer import Maker, write
from litatlas.stamp import Known

MOST = 400
"""So many changed pages at most: more are made faster by a whole build, in several processes."""


DOWNLOADS = f"{FOLDER}/index.md"


class DoubtError(Exception):
    """A reason to let MkDocs build the site; it says which."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A site that was mended."""

    site: Path
    warnings: tuple[str, ...]
    """What its builder said when it built the whole of it; it would say the same now."""

    known: Known
    """How the files of docs/ and of the site stand, by folder."""


class Filler:
    """Makes the HTML of single pages of a built site, from their Markdown as it is now, as MkDocs would.

    Good for as long as mkdocs.yml, the theme and the set of files below docs/ are
    what they were for the build that left `kept` (`LitatlasPlugin.kept` of a
    build in this process, `kept.read_frames` of one before it). It works in the
    survey's folder: call it there.
    """

    def __init__(self, kept: Kept) -> None:
        """Set up what all pages share; takes some 50 ms for ten thousand papers."""
        self._kept = kept
        places = read_places(Path(kept.setup.addresses))
        self._places = places
        self._single = frozenset(form.folder for form in kept.frames if form.parts == 0)
        addresses = {source: url for source, (_, url, _) in places.items()}
        self._make = Maker(kept.setup, addresses, read_shapes(Path(kept.setup.shapes)))

    def place(self, source: str) -> Place:
        """Say where a file goes, by its path below docs/.

        Raises:
            DoubtError: When it was not there.
        """
        if source not in self._places:
            raise DoubtError(f"{source} is new")
        target, url, kind = self._places[source]
        return Place(source, target, url, bool(kind))

    def __call__(self, source: str) -> bytes:
        """Give the HTML of a page, or the bytes of another file, by its path below docs/.

        Raises:
            DoubtError: When only a whole build says what becomes of it.
        """
        place = self.place(source)
        if source in self._kept.left or source in self._kept.anchored:
            raise DoubtError(f"{source}: MkDocs checks its links")
        try:
            if not place.is_page:
                return Path(self._kept.setup.docs, source).read_bytes()
            return self._page(place).encode("utf-8")
        except (NoFrameError, UnknownLinkError, OSError, ValueError) as error:
            raise DoubtError(f"{source}: {error}") from error

    def _page(self, place: Place) -> str:
        frames = self._kept.frames
        filling = (self._make.single if place.source in self._single else self._make)(place)
        if filling.form not in frames:
            raise DoubtError(f"{place.source}: has a new form")
        if self._make.includes != (place.source in self._kept.including):
            raise DoubtError(f"{place.source}: includes another text, or no more")
        return frames[filling.form].fill(filling)


def mend_site(root: Path, *, strict: bool = False) -> Mended | None:
    """Make the site what a whole build would make of docs/ as it is now; None where only a whole build can say.

    Arguments:
        root: The survey folder.
        strict: Whether a site with warnings is none.
    """
    root = root.resolve()
    kept, left = read_frames(root), read_left(root)
    if kept is None or left is None or (strict and left.warnings):
        return None
    site = Path(kept.setup.site)
    try:
        standing = signatures(site)
        if standing != left.site:
            raise DoubtError("the site is not as it was left")
        sources = sources_of(kept.setup.docs, kept.included)
        with contextlib.chdir(root):
            made = dict(_made(kept, left, sources))
    except (DoubtError, OSError):
        return None
    forget(root)
    for path in left.published:
        (site / path).unlink(missing_ok=True)
    for target, content in made.items():
        write(site / target, content)
        standing[target] = signature_of((site / target).stat())
    keep_sources(root, sources)
    return Mended(site, left.warnings, {kept.setup.docs: sources, str(site): standing})


def finish_site(
    root: Path,
    site: Path,
    warnings: Iterable[str],
    published: Iterable[Path] = (),
    known: Known | None = None,
) -> Known:
    """Keep how a site stands, so that the next build may mend it; gives that, and what else is known, by folder.

    Arguments:
        root: The survey folder.
        site: That of the site, which was built or mended just now.
        warnings: What its builder said.
        published: Files that were put into it since, and linked from the page of downloads beside them.
        known: How files stand, apart from these, where it was mended.
    """
    known = known or {}
    paths = [path.relative_to(site).as_posix() for path in published]
    files = (*paths, *(f"{path}{CHECKSUM}" for path in paths))
    standing = known.get(str(site))
    if standing is None:
        standing = signatures(site)
    else:
        apart = {path: signature for path, signature in standing.items() if not path.startswith(f"{FOLDER}/")}
        beside = {f"{FOLDER}/{path}": signature for path, signature in signatures(site / FOLDER).items()}
        standing = apart | beside
    keep_site(root, Left(site=standing, warnings=tuple(warnings), published=files))
    return {**known, str(site): standing}


def _made(kept: Kept, left: Left, now: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """Give what is to be written into the site, by path."""
    if now.keys() != left.sources.keys():
        raise DoubtError("files came or went")
    changed = [path for path, signature in now.items() if signature != left.sources[path]]
    pages = [path for path in changed if not path.startswith(INCLUDED)]
    if len(pages) < len(changed):
        pages = sorted({*pages, *kept.including})
    if left.published:
        # Its links to what was published are put into the page as the theme makes it.
        pages = sorted({*pages, DOWNLOADS})
    if len(pages) > MOST:
        raise DoubtError("much has changed")
    fill = Filler(kept)
    for path in pages:
        yield fill.place(path).target, fill(path)
    if kept.sitemap:
        before, after = kept.sitemap
        text, _ = sitemap_text(Path(kept.theme, SITEMAP_PART))
        yield SITEMAP, f"{before}{text}{after}".encode()
