"""MkDocs' own way to a page's HTML: its Markdown, and the theme around it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from jinja2 import Environment
from mkdocs.commands.build import _build_page, get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from msgspec import Struct

from litatlas.fast_render.files import converted
from litatlas.fast_render.frame import DESCRIPTION


class Theme(Struct):
    """The theme of one build."""

    config: MkDocsConfig
    listed: Sequence[File]
    files: Files
    nav: Navigation
    env: Environment
    is_at_work: bool = False
    """Whether a page is rendered here, not by MkDocs."""

    def html(self, page: Page) -> str:
        """Render the theme around a page whose content is made."""
        page.active = self.is_at_work = True
        try:
            context = get_context(self.nav, self.listed, self.config, page)
            template = self.env.get_template(page.meta.get("template", "main.html"))
            context = self.config.plugins.on_page_context(context, page=page, config=self.config, nav=self.nav)
            output = template.render(context)
            return str(self.config.plugins.on_post_page(output, page=page, config=self.config))
        finally:
            page.active = self.is_at_work = False

    def build(self, files: Sequence[File]) -> None:
        """Read, convert, render and write pages, as MkDocs does it with all."""
        pages = [converted(file, self.config, self.files) for file in files]
        for page in pages:
            _build_page(page, self.config, self.listed, self.nav, self.env)
        for page in pages:
            page.validate_anchor_links(files=self.files, log_level=self.config.validation.links.anchors)

    def page(self, file: File) -> str:
        """Read, convert and render a page."""
        return self.html(converted(file, self.config, self.files))

    def probe(self, page: Page) -> str:
        """Render the theme around a page of stand-ins, on which no words of other pages may be."""
        with _without_words([other for other in self.nav.pages if other is not page]):
            return self.html(page)


@contextmanager
def _without_words(pages: Sequence[Page]) -> Iterator[None]:
    """Take away what pages say, but not their titles: a theme that repeats it gives no page like a frame's then."""
    before = [(page, page.content, page.toc, page.markdown, page.meta) for page in pages]
    for page in pages:
        page.content, page.toc, page.markdown = "", get_toc([]), ""
        page.meta = {key: value for key, value in page.meta.items() if key != DESCRIPTION}
    try:
        yield
    finally:
        for page, content, toc, markdown, meta in before:
            page.content, page.toc, page.markdown, page.meta = content, toc, markdown, meta
