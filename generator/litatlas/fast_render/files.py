"""Files that MkDocs knows and leaves alone: others write them."""

from collections.abc import Iterator
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page


class WrittenFile(File):
    """A file of which MkDocs is to take no care: links to it resolve, nothing is read, rendered or copied.

    One that MkDocs found turns into this and back again, for there are as many as files of the site.
    """

    _site: tuple[MkDocsConfig, Files]
    _page: "WrittenPage | None" = None

    @classmethod
    def of(cls, file: File, site: tuple[MkDocsConfig, Files]) -> "WrittenFile":
        """Turn a file into one."""
        file.__class__ = cls
        taken = cast("WrittenFile", file)
        taken._site = site
        return taken

    def back(self) -> File:
        """Turn it into what MkDocs found."""
        for name in ("_site", "_page"):
            vars(self).pop(name, None)
        file: File = self
        file.__class__ = File
        return file

    @property
    def original(self) -> File:
        """A file as MkDocs found it."""
        file = File.__new__(File)
        vars(file).update(vars(self))
        return file

    @property
    def is_page(self) -> bool:
        """Whether it is Markdown."""
        return super().is_documentation_page()

    @property
    def was_looked_at(self) -> bool:
        """Whether something asked what the page says."""
        return self._page is not None and self._page.was_looked_at

    @property
    def page(self) -> Page | None:
        """The page, made when something asks for it: most are never asked for."""
        if self._page is None and self.is_page:
            self._page = WrittenPage(self, *self._site)
        return self._page

    @page.setter
    def page(self, page: Page | None) -> None:
        """Take no notice."""

    def is_documentation_page(self) -> bool:
        """No page for MkDocs to read and render."""
        return False

    def is_static_page(self) -> bool:
        """No page at all."""
        return not self.is_page and super().is_static_page()

    def copy_file(self, dirty: bool = False) -> None:
        """Leave it."""


class Listed(list[File]):
    """All pages, for templates; remembers that one asked which there are."""

    was_asked = False

    def unnoticed(self) -> Iterator[File]:
        """Give them, and forget it."""
        return super().__iter__()

    def __iter__(self) -> Iterator[File]:
        """Give them."""
        self.was_asked = True
        return super().__iter__()

    def __len__(self) -> int:
        """Give how many there are."""
        self.was_asked = True
        return super().__len__()

    def __getitem__(self, at: Any) -> Any:
        """Give one, or some."""
        self.was_asked = True
        return super().__getitem__(at)


class WrittenPage(Page):
    """The page of such a file, for templates that list pages and for pages that link to it; read when asked for."""

    def __init__(self, file: WrittenFile, config: MkDocsConfig, files: Files) -> None:
        """Be the page of a file."""
        self.file = file
        self.was_looked_at = False
        self._front = _Front(self)
        self._read: Page | None = None
        self._is_whole = False
        self._site = config, files

    def __getattr__(self, name: str) -> Any:
        """Be all that a page of MkDocs is as soon as more is asked for than listings ask."""
        if vars(self).get("_is_whole", True):
            raise AttributeError(name)
        self._is_whole = True
        super().__init__(None, self.file, self._site[0])
        return getattr(self, name)

    @property
    def source(self) -> Page:
        """The page as MkDocs reads it."""
        if self._read is None:
            self._read = Page(None, self.file.original, self._site[0])  # type: ignore[attr-defined]
            self._read.read_source(self._site[0])
        return self._read

    @property
    def meta(self) -> dict[str, Any]:
        """Its front matter."""
        return self._front

    @meta.setter
    def meta(self, meta: object) -> None:
        """Take no notice."""

    @property
    def markdown(self) -> str | None:
        """Its Markdown."""
        self.was_looked_at = True
        return self.source.markdown

    @markdown.setter
    def markdown(self, markdown: object) -> None:
        """Take no notice."""

    @property
    def present_anchor_ids(self) -> set[str]:  # type: ignore[override]  # MkDocs sets it, this one finds it
        """The places that links can lead to; asked for only where a page names one."""
        if self.source.content is None:
            self.source.render(*self._site)
        return self.source.present_anchor_ids or set()


class _Front(dict[str, Any]):
    """Front matter that is read when more of it is asked for than what is known: that the page is generated."""

    def __init__(self, page: WrittenPage) -> None:
        super().__init__()
        self._page = page
        self._is_read = False

    def _fill(self) -> None:
        if not self._is_read:
            self._is_read = self._page.was_looked_at = True
            self.update(self._page.source.meta)

    def __missing__(self, key: str) -> Any:
        if key == "generated":
            return "litatlas"
        self._fill()
        return dict.__getitem__(dict(self), key)

    def get(self, key: str, default: Any = None) -> Any:
        """Give one value."""
        self._fill()
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self._fill()
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self._fill()
        return super().__iter__()

    def __len__(self) -> int:
        self._fill()
        return super().__len__()

    def items(self) -> Any:
        """Give all values by name."""
        self._fill()
        return super().items()


def converted(file: File, config: MkDocsConfig, files: Files) -> Page:
    """Read and convert a page as MkDocs does."""
    page = Page(None, file, config)
    page.read_source(config)
    page.render(config, files)
    return page
