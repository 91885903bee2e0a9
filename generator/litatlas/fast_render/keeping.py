"""Collects, while MkDocs builds, what the next build can make pages with, without MkDocs."""

import pickle
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from msgspec import Struct, field

from litatlas.fast_render.choosing import open_folders
from litatlas.fast_render.files import WrittenFile
from litatlas.fast_render.frame import Form, Frame, NoFrameError
from litatlas.fast_render.kept import (
    SITEMAP,
    SITEMAP_PART,
    Kept,
    Sources,
    is_keepable,
    keep_frames,
    keep_sources,
    key_of,
    sitemap_text,
)
from litatlas.fast_render.links import UnknownLinkError
from litatlas.fast_render.places import Place, Setup
from litatlas.fast_render.probing import Render, make_frame, make_single_frame
from litatlas.fast_render.sources import sources_of
from litatlas.fast_render.writer import maker_of
from litatlas.store.file_table import FileTable, files_below


class Keeper(Struct):
    """What one build leaves."""

    root: Path
    folder: Path
    """Where it is left."""

    config: MkDocsConfig
    setup: Setup
    sources: FileTable
    """As they were before the first was read."""

    frames: dict[Form, Frame] = field(default_factory=dict)
    """Those of single pages."""

    including: set[str] = field(default_factory=set)
    """Pages that include other texts, by path."""

    @classmethod
    def of(
        cls,
        root: Path,
        folder: Path,
        config: MkDocsConfig,
        setup: Setup,
        generated: FileTable | None = None,
    ) -> "Keeper | None":
        """Begin; None where something may take part in the site that would not be noticed when it changes."""
        if not is_keepable(root) or not setup.by_shapes:
            return None
        sources = sources_of(root, setup.docs, included_folders(root, config), generated)
        return cls(root, folder, config, setup, sources)

    def see(self, page: Page, output: str, render: Render, *, is_single: bool) -> bool:
        """Make the frame of a page that MkDocs has just rendered; gives whether it has one.

        Arguments:
            page: The page.
            output: What MkDocs made of it.
            render: The theme.
            is_single: Whether the frame is to be its own, in which all is fixed but the content.
        """
        make, place = maker_of(self.setup), place_of(page.file)
        try:
            filling = make.single(place) if is_single else make(place)
            form = filling.form
            frame = make_single_frame(page, form, render) if is_single else make_frame(form, self.config, render)
        except (NoFrameError, UnknownLinkError, OSError, ValueError):
            return False
        finally:
            # Without a frame, too: where the text changes, MkDocs makes it anew.
            if make.includes:
                self.including.add(page.file.src_uri)
        if frame.fill(filling) != output:
            return False
        self.frames[form] = frame
        return True

    def finish(
        self, files: Files, frames: Mapping[Form, Frame], left: Mapping[str, str], *, are_listed: bool
    ) -> Kept | None:
        """Give what the next build needs; None where pages depend on more than their own words and addresses."""
        pages = [file.page for file in files.documentation_pages() if file.page is not None]
        if any(isinstance(file, WrittenFile) and file.was_looked_at for file in files):
            return None
        if any(page.links_to_anchors is None for page in pages):
            return None
        theme = self.config.theme.custom_dir or ""
        if names_sitemap_part(theme):
            return None
        sitemap = around_sitemap(Path(theme, SITEMAP_PART), Path(self.setup.site, SITEMAP))
        around = "".join(sitemap or ())
        are_listed |= not sitemap or any(isinstance(file, WrittenFile) and file.url in around for file in files)
        return Kept(
            setup=self.setup,
            frames={**frames, **self.frames},
            theme=theme,
            included=tuple(included_folders(self.root, self.config)),
            including=frozenset(self.including),
            left=frozenset(left),
            open=frozenset() if are_listed else open_folders(self.config),
            anchored=frozenset(
                file.src_uri for page in pages for file in page.links_to_anchors or () if file is not page.file
            ),
            sitemap=sitemap,
            key=key_of(self.root, theme, with_sitemap=sitemap is None),
        )

    def keep(self, kept: Kept) -> None:
        """Write it."""
        # What a configuration holds may be more than values: then there is nothing to keep.
        with suppress(pickle.PicklingError, AttributeError, TypeError):
            keep_frames(self.folder, kept)
            keep_sources(self.folder, Sources(self.setup.docs, self.sources))


def place_of(file: File) -> Place:
    """Say where a file goes."""
    return Place(file.src_uri, file.dest_uri, file.url, file.src_uri.endswith(".md"))


def included_folders(root: Path, config: MkDocsConfig) -> list[str]:
    """Give the folders of the texts that pages include."""
    if "pymdownx.snippets" not in config.markdown_extensions:
        return []
    paths = config.mdx_configs.get("pymdownx.snippets", {}).get("base_path", ["."])
    return [str(root / path) for path in ([paths] if isinstance(paths, str) else paths)]


def names_sitemap_part(theme: str) -> bool:
    """Whether more of the theme than its sitemap takes in the part that changes with the records."""
    name = SITEMAP_PART.rpartition("/")[2].encode("ascii")
    others = (
        (Path(theme, path) for path in files_below(theme).paths if path not in (SITEMAP, SITEMAP_PART)) if theme else ()
    )
    return any(name in file.read_bytes() for file in others)


def around_sitemap(part: Path, sitemap: Path) -> tuple[str, str] | None:
    """Give what stands before and behind the generated part in the sitemap; None where it is not there once."""
    try:
        text, whole = sitemap_text(part)[0], sitemap.read_text(encoding="utf-8")
    except OSError:
        return None
    pieces = whole.split(text) if text else []
    return (pieces[0], pieces[1]) if len(pieces) == 2 else None
