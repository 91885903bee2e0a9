"""Frames for forms that no page had when MkDocs built the site: the theme is loaded once more, and asked for these.

All but the contents of some files is then as it was when it built the whole; so what it makes of the frames that are
there is what they are. Of the files below docs/ only those of the navigation take part, and the pages at hand: a theme
that asks for others gets no frame.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from msgspec.structs import replace

from litatlas.fast_render.choosing import named_in
from litatlas.fast_render.coming import DoubtError
from litatlas.fast_render.files import Listed
from litatlas.fast_render.frame import Filling, Form, Frame, NoFrameError
from litatlas.fast_render.framing import CHECKED
from litatlas.fast_render.kept import Kept
from litatlas.fast_render.places import Place
from litatlas.fast_render.probing import make_frame, make_single_frame, table_of_contents
from litatlas.fast_render.theme import Theme
from litatlas.fast_render.writer import maker_of

Load = Callable[[], MkDocsConfig]
"""Loads mkdocs.yml as the build of the site did."""

_WORDS = "Words of another page"
"""What the other pages say: a theme that repeats it gives no page like a frame's."""


def new_frames(unframed: Mapping[Form, Sequence[Place]], kept: Kept, load: Load) -> dict[Form, Frame]:
    """Make frames, and check each of them on some of its pages.

    Arguments:
        unframed: The pages of each form.
        kept: What the other pages of the site were made with; also with what setup.
        load: As it says.

    Raises:
        DoubtError: When that is more than the theme can tell without the whole site.
    """
    single = [form.folder for form in unframed if form.parts == 0]
    try:
        with _quiet(), _theme(load(), single) as theme:
            framing = _Framing(kept, theme)
            frames = {form: framing.frame(form, places) for form, places in unframed.items()}
    except (NoFrameError, MkDocsException, TemplateError, ValueError) as error:
        raise DoubtError(f"a page has a new form: {error}") from error
    if isinstance(theme.listed, Listed) and theme.listed.was_asked:
        raise DoubtError("a page has a new form, on which the theme lists others")
    return frames


@contextmanager
def _theme(config: MkDocsConfig, pages: Iterable[str]) -> Iterator[Theme]:
    """Load the theme with the pages of the navigation, and some others; the plugins are at work meanwhile."""
    config.plugins.on_startup(command="build", dirty=False)
    try:
        yield _loaded(config.plugins.on_config(config), pages)
    finally:
        config.plugins.on_shutdown()


def _loaded(config: MkDocsConfig, pages: Iterable[str]) -> Theme:
    paths = sorted(path for path in {*named_in(config.nav), *pages} if Path(config.docs_dir, path).is_file())
    files = Files([File(path, config.docs_dir, config.site_dir, config.use_directory_urls) for path in paths])
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    for page in (file.page for file in files.documentation_pages()):
        if page is not None:
            _read(page, config, files)
    env = config.plugins.on_env(config.theme.get_env(), config=config, files=files)
    return Theme(config, Listed(files.documentation_pages()), files, nav, env)


def _read(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Find a page's title and front matter."""
    page.read_source(config)
    if "title" not in {*vars(page), *page.meta}:
        page.render(config, files)
    page.content, page.toc = _WORDS, get_toc([{"level": 1, "id": _WORDS, "name": _WORDS, "children": []}])


class _Framing:
    """Makes frames as a whole build would."""

    def __init__(self, kept: Kept, theme: Theme) -> None:
        self._kept, self._theme = kept, theme
        self._make = maker_of(kept.setup)

    def frame(self, form: Form, places: Sequence[Place]) -> Frame:
        """Make the frame of some pages."""
        like = next((other for other in self._kept.frames if _is_alike(other, form)), None)
        if like is None or self._made(like) != self._kept.frames[like]:
            raise NoFrameError(f"{form.folder}: the theme is another")
        frame = self._made(form)
        for place in places[:CHECKED]:
            filling = self._make.single(place) if form.parts == 0 else self._make(place)
            if frame.fill(filling) != self._theme.html(self._page(place, filling)):
                raise NoFrameError(f"{place.source}: the theme does more")
        return frame

    def _made(self, form: Form) -> Frame:
        if form.parts == 0:
            return make_single_frame(self._single(form.folder), form, self._theme.probe)
        return make_frame(form, self._theme.config, self._theme.probe)

    def _single(self, path: str) -> Page:
        file = self._theme.files.get_file_from_path(path)
        if file is None or file.page is None:
            raise NoFrameError(path)
        return file.page

    def _page(self, place: Place, filling: Filling) -> Page:
        """Give a page with its content."""
        config = self._theme.config
        if filling.form.parts == 0:
            page = self._single(place.source)
        else:
            file = File(place.source, config.docs_dir, config.site_dir, config.use_directory_urls)
            page = Page(None, file, config)
            page.read_source(config)
        page.content, page.toc = filling.values["content"], table_of_contents(filling.form, filling.values)
        return page


def _is_alike(one: Form, other: Form) -> bool:
    """Whether the pages of two forms differ in nothing that other pages may show, as titles in the navigation are."""
    if other.parts == 0:
        return replace(one, headings=(), has_title=True) == replace(other, headings=(), has_title=True)
    return one.parts > 0


@contextmanager
def _quiet() -> Iterator[None]:
    """Let MkDocs say nothing meanwhile: of mkdocs.yml it said all when it built the whole site."""
    logger = logging.getLogger("mkdocs")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)
