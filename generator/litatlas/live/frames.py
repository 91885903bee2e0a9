"""The pages of a site that was mended, ready to be filled into the frames of the theme one by one, without MkDocs."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from mkdocs.structure.files import File
from msgspec.structs import replace

from litatlas.fast_render.beside import put, site_of
from litatlas.fast_render.coming import DoubtError
from litatlas.fast_render.keeping import place_of
from litatlas.fast_render.kept import Kept
from litatlas.fast_render.writer import Task, maker_of, write_pages
from litatlas.pages.paths import DOCS
from litatlas.store.files import replace_file


class FrameRendering:
    """A mended site whose pages can be made one by one; those that have no frame are left to the next build."""

    def __init__(self, kept: Kept, home: Path, drafts: Path) -> None:
        """Take what the pages of a site are made with; `drafts` is a folder for what is to be put into its home."""
        self.home = home
        self._kept = kept
        self._docs = drafts / DOCS
        self._site = site_of(drafts / "home")
        self._setup = replace(kept.setup, docs=str(self._docs), site=str(self._site), build=uuid4().hex)
        # Now, so that the first page is made as fast as the others, and what it reads need not stay.
        maker_of(self._setup)

    def write_generated(self, pages: Mapping[str, str]) -> None:
        """Write pages of the site from Markdown by its path in the survey; the files there are left alone.

        Raises:
            DoubtError: When only MkDocs can make one.
        """
        setup, kept = self._setup, self._kept
        # Pages that waited for one that could not be made.
        shutil.rmtree(self._site, ignore_errors=True)
        for path, text in pages.items():
            source = path.removeprefix(f"{DOCS}/")
            replace_file(self._docs / source, text.encode("utf-8"))
            page = place_of(File(source, setup.docs, setup.site, setup.directories))
            done = write_pages(Task(setup, kept.frames, (page,), including=kept.including))
            if done.left or done.unframed:
                raise DoubtError(f"{path}: {done.left.get(source, 'has a new form')}")
        put(self._site, site_of(self.home))

    def write_own(self, path: str) -> bool:
        """Write a page of the site from a hand-written file; gives whether it is a page. Raises the same."""
        if not path.endswith(".md"):
            return False
        file = Path(self._kept.setup.docs, path.removeprefix(f"{DOCS}/"))
        self.write_generated({path: file.read_text(encoding="utf-8")})
        return True
