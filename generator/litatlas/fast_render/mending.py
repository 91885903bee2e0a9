"""Mends a finished site after a small change, without MkDocs: only the pages and files that changed are made anew.

That is done where all but the contents of some files is as it was when MkDocs
built the site: mkdocs.yml, the theme, the program, the set of files below docs/,
and every file of the site. The pages are filled into the frames that were kept
then, so they are the ones that MkDocs would make. Whatever gives reason to doubt
leads to a whole build.
"""

import contextlib
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from litatlas.exports.offline import CHECKSUM, FOLDER
from litatlas.fast_render.coming import DoubtError, by_hand, check_gone, place_of_new
from litatlas.fast_render.frame import Form, Frame
from litatlas.fast_render.kept import (
    FAST,
    INCLUDED,
    SITEMAP,
    SITEMAP_PART,
    Kept,
    Left,
    Sources,
    folder_times,
    forget,
    keep_frames,
    keep_site,
    keep_sources,
    read_frames,
    read_left,
    read_sources,
    sitemap_text,
    stands,
)
from litatlas.fast_render.places import Place, Places, Setup
from litatlas.fast_render.sources import sources_of
from litatlas.fast_render.writer import Done, Task, chunks, write, write_pages
from litatlas.folder.stamp import Known
from litatlas.processes.parallel import Pool, processes
from litatlas.store.file_table import FileTable, files_below, signature, with_folder

if TYPE_CHECKING:
    from litatlas.fast_render.new_forms import Load

log = logging.getLogger("litatlas")

MANY = 1000
"""So many changed pages are made in several processes, each of which needs a second for itself."""

PAGES_A_TASK = 96
DOWNLOADS = f"{FOLDER}/index.md"


class Mended(Struct, frozen=True):
    """A site that was mended."""

    site: Path
    warnings: tuple[str, ...]
    """What its builder said when it built the whole of it; it would say the same now."""

    known: Known
    """How the files of docs/ and of the site stand, by folder."""

    folders: FileTable
    """When a name last came or went in a folder of the site, by path."""


def mend_site(
    root: Path,
    *,
    strict: bool = False,
    jobs: int = 0,
    generated: FileTable | None = None,
    load: "Load | None" = None,
) -> Mended | None:
    """Make the site what a whole build would make of docs/ as it is now; None where only a whole build can say.

    Arguments:
        root: The survey folder.
        strict: Whether a site with warnings is none.
        jobs: In how many processes pages are made where many changed; 0 for one on each core.
        generated: As `sources_of` takes it.
        load: As `Change.make` takes it.
    """
    root = root.resolve()
    folder = root / FAST
    kept, left = read_frames(folder, root), read_left(folder)
    if kept is None or left is None or (strict and left.warnings):
        return None
    site = Path(kept.setup.site)
    try:
        if not stands(site, left):
            raise DoubtError("the site is not as it was left")
        with contextlib.chdir(root):
            change = Change.of(root, kept, left, generated)
            forget(folder)
            written, _ = change.make(kept.setup, folder, jobs, load)
    except (DoubtError, OSError) as error:
        log.debug("MkDocs builds the site: %s", error)
        return None
    gone = {*left.published, *change.gone}
    for path in sorted(gone):
        remove(site, path)
    came = (path for path in written if path not in left.site)
    folders = folder_times(site, (*came, *gone), left.folders)
    staying = left.site.without(gone) if gone else left.site
    standing = staying.with_rows({path: signature((site / path).stat()) for path in written})
    return Mended(site, left.warnings, {kept.setup.docs: change.now, str(site): standing}, folders)


def finish_site(
    root: Path,
    site: Path,
    warnings: Iterable[str],
    published: Iterable[Path] = (),
    mended: Mended | None = None,
) -> Known:
    """Keep how a site stands, so that the next build may mend it; gives that, and what else is known, by folder.

    Arguments:
        root: The survey folder.
        site: That of the site, which was built or mended just now.
        warnings: What its builder said.
        published: Files that were put into it since, and linked from the page of downloads beside them.
        mended: How it stood before these were put there, where it was mended.
    """
    folder = root / FAST
    paths = [path.relative_to(site).as_posix() for path in published]
    files = (*paths, *(f"{path}{CHECKSUM}" for path in paths))
    if mended is None:
        sources = read_sources(folder)
        known: Known = {sources.docs: sources.files} if sources.docs else {}
        standing = files_below(site)
        folders = folder_times(site, standing.paths)
    else:
        known = mended.known
        standing = with_folder(known[str(site)], site, FOLDER)
        folders = folder_times(site, standing.paths[standing.below(FOLDER)], mended.folders)
    keep_site(folder, Left(standing, folders, tuple(warnings), files))
    return {**known, str(site): standing}


class Change(Struct, frozen=True):
    """What changed below docs/ since the last build."""

    kept: Kept
    now: FileTable
    pages: tuple[Place, ...]
    """Pages and other files to make anew."""

    places: Places
    """Where files go now."""

    is_other: bool
    """Whether files came or went below docs/."""

    gone: tuple[str, ...]
    """Files of the site that go, by path."""

    @classmethod
    def of(
        cls,
        root: Path,
        kept: Kept,
        left: Left,
        generated: FileTable | None = None,
        again: Collection[str] = (),
    ) -> "Change":
        """Compare docs/ with what the last build read.

        Arguments:
            root: The survey folder.
            kept: What the last build made pages with.
            left: How it left all that it read and wrote.
            generated: As `sources_of` takes it.
            again: Pages to make anew even so, by path.

        Raises:
            DoubtError: When that is more than can be mended.
        """
        now = sources_of(root, kept.setup.docs, kept.included, generated)
        differing = now.differing(left.sources)
        before = {path for path in differing if path in left.sources}
        changed = {path for path in differing if path in now and not path.startswith(INCLUDED)}
        came = sorted(changed - before)
        changed |= {path for path in again if path in now}
        if any(path.startswith(INCLUDED) for path in differing):
            changed |= {path for path in kept.including if path in now}
        if left.published:
            # Its links to what was published are put into the page as the theme makes it.
            changed.add(DOWNLOADS)
        if checked := changed & (kept.left | kept.anchored):
            raise DoubtError(f"{min(checked)}: MkDocs checks its links")
        gone = sorted(path for path in differing if path not in now and not path.startswith(INCLUDED))
        places = Places.read(Path(kept.setup.addresses))
        new = [place_of_new(root, kept, path, left.warnings) for path in came]
        if any(Path(kept.setup.site, place.target).exists() for place in new):
            raise DoubtError("a file of the site is in the way")
        staying = (path for path in now.paths if path not in differing)
        check_gone(root, kept, gone, by_hand(root, staying, generated))
        removed = tuple(place.target for path in gone if (place := places.place(path)))
        if new or gone:
            places = places.changed(new, set(gone))
        pages = tuple(place for path in sorted(changed) if (place := places.place(path)))
        if len(pages) < len(changed):
            raise DoubtError("a file is not known")
        return cls(kept, now, pages, places, bool(new or gone), removed)

    def make(self, setup: Setup, folder: Path, jobs: int = 0, load: "Load | None" = None) -> tuple[list[str], Kept]:
        """Make the pages and files that changed, and the sitemap; gives where in the site, by path, and by what.

        Arguments:
            setup: What they are made with. Its `addresses` are written where files came or went.
            folder: Where is kept what the site is made with and from now.
            jobs: In how many processes that is done where there are many; 0 for one on each core.
            load: Loads mkdocs.yml for pages of which the form is new; None where these are left to MkDocs.

        Raises:
            DoubtError: When only MkDocs can make one.
        """
        if self.is_other:
            self.places.write(Path(setup.addresses))
        setup = replace(setup, build=uuid4().hex)
        unframed: dict[Form, list[Place]] = {}
        with processes(jobs if len(self.pages) >= MANY else 1) as pool:
            written = list(self._written(setup, pool, unframed))
        kept = self.kept
        if unframed:
            kept = kept.with_frames(self._framed(setup, unframed, load))
            keep_frames(folder, kept)
        keep_sources(folder, Sources(setup.docs, self.now))
        return written, kept

    def _tasks(self, setup: Setup) -> list[Task]:
        """Give what writes the pages and files, in parts."""
        found = []
        for chunk in chunks(self.pages, PAGES_A_TASK):
            names = {name for place in chunk for name in (place.source, place.source.partition("/")[0])}
            frames = {form: frame for form, frame in self.kept.frames.items() if form.folder in names}
            pages = tuple(place for place in chunk if place.is_page)
            copies = tuple(place for place in chunk if not place.is_page)
            found.append(Task(setup, frames, pages, copies, self.kept.including))
        return found

    def _written(self, setup: Setup, pool: Pool, unframed: dict[Form, list[Place]]) -> Iterator[str]:
        """Write all but pages without a frame; these are only noted."""
        tasks = self._tasks(setup)
        for task, done in zip(tasks, pool.map(write_pages, tasks), strict=True):
            _check(done)
            for form, places in done.unframed.items():
                unframed.setdefault(form, []).extend(places)
            yield from (place.target for place in (*task.pages, *task.copies))
        if self.kept.sitemap:
            before, after = self.kept.sitemap
            text, _ = sitemap_text(Path(self.kept.theme, SITEMAP_PART))
            write(f"{setup.site}/{SITEMAP}", f"{before}{text}{after}".encode())
            yield SITEMAP

    def _framed(
        self, setup: Setup, unframed: Mapping[Form, Sequence[Place]], load: "Load | None"
    ) -> Mapping[Form, Frame]:
        """Write pages whose forms are new; gives the frames of these."""
        if load is None:
            raise DoubtError(f"{next(iter(unframed)).folder}: a page has a new form")
        from litatlas.fast_render.new_forms import new_frames  # most builds need neither MkDocs nor the theme

        frames = new_frames(unframed, replace(self.kept, setup=setup), load)
        pages = tuple(chain.from_iterable(unframed.values()))
        _check(write_pages(Task(setup, frames, pages, including=self.kept.including)))
        return frames


def _check(done: Done) -> None:
    """Raise DoubtError for a page that cannot be made here."""
    for path, reason in done.left.items():
        raise DoubtError(f"{path}: {reason}")


def remove(site: Path, path: str) -> None:
    """Remove a file of the site, and folders that are empty then."""
    (site / path).unlink(missing_ok=True)
    for folder in PurePosixPath(path).parents[:-1]:
        try:
            (site / folder).rmdir()
        except OSError:
            break
