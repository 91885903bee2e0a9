"""Mends a finished site after a small change, without MkDocs: only the pages and files that changed are made anew.

That is done where all but the contents of some files is as it was when MkDocs
built the site: mkdocs.yml, the theme, the program, the set of files below docs/,
and every file of the site. The pages are filled into the frames that were kept
then, so they are the ones that MkDocs would make. Whatever gives reason to doubt
leads to a whole build.
"""

import contextlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from litatlas.exports.offline import CHECKSUM, FOLDER
from litatlas.fast_render.coming import DoubtError, check_gone, place_of_new
from litatlas.fast_render.frame import NoFrameError
from litatlas.fast_render.kept import (
    INCLUDED,
    PLACES,
    SITEMAP,
    SITEMAP_PART,
    Kept,
    Left,
    Signatures,
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
from litatlas.fast_render.places import Place, read_places, write_places
from litatlas.fast_render.writer import Maker, write
from litatlas.stamp import Known

log = logging.getLogger("litatlas")

MOST = 400
"""So many changed pages at most: more are made faster by a whole build, in several processes."""


DOWNLOADS = f"{FOLDER}/index.md"


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

    def __init__(self, kept: Kept, places: Mapping[str, tuple[str, str, str]] | None = None) -> None:
        """Set up what all pages share: where files go, read again unless told, and shapes."""
        self._kept = kept
        self._places = places = places or read_places(Path(kept.setup.addresses))
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
        return place_of(source, self._places[source])

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
        with contextlib.chdir(root):
            change = Change.of(root, kept, left)
            made = dict(change.made())
    except (DoubtError, OSError) as error:
        log.debug("MkDocs builds the site: %s", error)
        return None
    if change.came and not standing.keys().isdisjoint(change.targets):
        return None
    forget(root)
    for path in (*left.published, *change.removed):
        remove(site, path)
        standing.pop(path, None)
    for target, content in made.items():
        write(f"{site}/{target}", content)
        standing[target] = signature_of((site / target).stat())
    if change.came or change.gone:
        write_places(root / PLACES, (place_of(*each) for each in change.places.items()))
    keep_sources(root, change.now)
    return Mended(site, left.warnings, {kept.setup.docs: change.now, str(site): standing})


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


@dataclass(frozen=True, slots=True)
class Change:
    """What changed below docs/ since the last build."""

    kept: Kept
    now: Signatures
    pages: tuple[str, ...]
    """Files to make anew, by path."""

    came: tuple[str, ...]
    gone: tuple[str, ...]
    places: Mapping[str, tuple[str, str, str]]
    """Where files go now."""

    removed: tuple[str, ...]
    """Files of the site that go, by path."""

    @classmethod
    def of(cls, root: Path, kept: Kept, left: Left) -> "Change":
        """Compare docs/ with what the last build read.

        Raises:
            DoubtError: When that is more than can be mended.
        """
        before, now = left.sources, sources_of(kept.setup.docs, kept.included)
        differing = {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}
        pages = {path for path in differing if path in now and not path.startswith(INCLUDED)}
        if any(path.startswith(INCLUDED) for path in differing):
            pages |= kept.including & now.keys()
        if left.published:
            # Its links to what was published are put into the page as the theme makes it.
            pages.add(DOWNLOADS)
        if len(pages) > MOST:
            raise DoubtError("much has changed")
        came = sorted(path for path in pages if path not in before)
        gone = sorted(path for path in differing if path not in now and not path.startswith(INCLUDED))
        places = read_places(Path(kept.setup.addresses))
        new = [place_of_new(root, kept, path, left.warnings) for path in came]
        check_gone(root, kept, gone, now.keys() - differing)
        removed = tuple(places.pop(path, ("",))[0] for path in gone)
        places |= {place.source: (place.target, place.url, "page" * place.is_page) for place in new}
        return cls(kept, now, tuple(sorted(pages)), tuple(came), tuple(gone), places, removed)

    @property
    def targets(self) -> frozenset[str]:
        """Where files go that came."""
        return frozenset(self.places[path][0] for path in self.came)

    def made(self) -> Iterator[tuple[str, bytes]]:
        """Give what is to be written into the site, by path.

        Raises:
            DoubtError: When only MkDocs can make it.
        """
        fill = Filler(self.kept, self.places)
        for path in self.pages:
            yield fill.place(path).target, fill(path)
        if self.kept.sitemap:
            before, after = self.kept.sitemap
            text, _ = sitemap_text(Path(self.kept.theme, SITEMAP_PART))
            yield SITEMAP, f"{before}{text}{after}".encode()


def place_of(source: str, rest: tuple[str, str, str]) -> Place:
    """Give a place as it was read."""
    target, url, kind = rest
    return Place(source, target, url, bool(kind))


def remove(site: Path, path: str) -> None:
    """Remove a file of the site, and folders that are empty then."""
    (site / path).unlink(missing_ok=True)
    for folder in PurePosixPath(path).parents[:-1]:
        try:
            (site / folder).rmdir()
        except OSError:
            break
