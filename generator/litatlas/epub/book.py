"""The files of a book, in the order in which they are read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from jinja2 import BaseLoader
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from litatlas.epub.chapters import Chapter
from litatlas.epub.drawings import draw_book_map, make_cover
from litatlas.epub.kept import KeptChapters, NotedAddresses, given_to
from litatlas.epub.markup import Parsed, Writer, from_markdown
from litatlas.epub.package import (
    CSS,
    IMAGE_TYPES,
    SVG,
    XHTML,
    BookFile,
    Point,
    Rights,
    file_id,
    identifier,
    modified,
    rights,
)
from litatlas.epub.parts import Part
from litatlas.epub.plan import Plan, make_plan
from litatlas.epub.texts import Text, link_from, path_from
from litatlas.epub.xhtml import direction, make_environment
from litatlas.incremental.memo import NOTHING, Memo
from litatlas.incremental.unchanged import EMPTY, Standing, Unchanged
from litatlas.markup.mathml import plain_text
from litatlas.pages.cite import survey_reference
from litatlas.pages.notes import fit_notes
from litatlas.pages.others import display_name
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import count, span_of_years

FOLDER = "EPUB"
"""Where everything stands inside the archive but what must stand at its top."""

MOST_POINTS = 600
"""Papers up to which the table of contents names each one; a longer one names the chapters."""

NamedFile = tuple[str, bytes | Unchanged]
"""A file of the book by its name."""

ReadFile = Callable[[str], bytes | None]
"""Gives a picture of docs/ by its path, or None where there is none."""

_CONTAINER = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{FOLDER}/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


class Book(Struct, frozen=True):
    """What every file of the book may speak of."""

    survey: Survey
    language: str
    direction: str
    """`rtl`, or empty."""

    identifier: str
    modified: str
    rights: Rights
    counts: str
    has_map: bool


def make_epub(
    survey: Survey,
    loader: BaseLoader,
    blocks: Mapping[str, str],
    read_file: ReadFile = lambda _path: None,
    memo: Memo = NOTHING,
    standing: Standing = EMPTY,
) -> Iterator[tuple[str, bytes | Unchanged]]:
    """Give the files of a survey's book as (path in the archive, bytes), in the order in which they stand there.

    Arguments:
        survey: Everything that the book is made from.
        loader: Finds the templates `epub/*.j2`; a survey may put its own in front.
        blocks: The generated blocks that hand-written pages include, by name (`counts.md`).
        read_file: Gives the pictures of hand-written pages.
        memo: What is known of the last book.
        standing: The files of the last book, by their names below `EPUB/`.
    """
    yield "mimetype", b"application/epub+zip"
    yield "META-INF/container.xml", _CONTAINER.encode()
    maker = _Maker(survey, loader, make_plan(survey, blocks), read_file, memo, standing)
    for name, content in maker.files():
        yield f"{FOLDER}/{name}", content


class _Maker:
    """One book in the making: it notes every file that it gives, for the package that comes last."""

    def __init__(
        self, survey: Survey, loader: BaseLoader, plan: Plan, read_file: ReadFile, memo: Memo, standing: Standing
    ) -> None:
        self.survey, self.plan, self.read_file = survey, plan, read_file
        self.memo, self.standing = memo, standing
        self.listed: list[BookFile] = []
        self.images: dict[str, str] = {}
        """Names in the book of pictures of hand-written pages, by path below docs/."""

        self.drawing = drawing = draw_book_map(survey)
        self.book = Book(
            survey=survey,
            language=survey.settings.language,
            direction=direction(survey.settings.language),
            identifier=identifier(survey.settings),
            modified=modified(survey),
            rights=rights(survey.settings.license),
            counts=_counts(survey),
            has_map=bool(drawing),
        )
        self.address = NotedAddresses(plan.addresses(survey, bool(drawing)))
        self.environment = make_environment(loader, self.address)

    def files(self) -> Iterator[NamedFile]:
        """Give every file of the book by its name."""
        yield self._file("book.css", CSS, self._text("book.css"))
        yield self._file("cover.svg", SVG, self._text("cover.svg.j2", cover=make_cover(self.survey)), "cover-image")
        yield self._page("cover", "Cover")
        yield self._page("title", "Title page", reference=survey_reference(self.survey.settings))
        yield self._page("nav", "Contents", "nav", points=self._points(), landmarks=self._landmarks())
        for text in self.plan.texts:
            yield self._page(text.file, text.title, template="text", text=self._written(text), own=text.parsed.title)
        if self.drawing:
            yield self._file("map.svg", SVG, self._text("map.svg.j2", drawing=self.drawing))
            yield self._page("map", "The map", themes=self.survey.themes.all)
        yield from self._chapters()
        for part, entries in self.plan.references:
            yield self._page(part.file, f"References{part.suffix}", template="references", entries=entries)
        for title, parts in (("Tags", self.plan.tags), ("Authors", self.plan.authors)):
            for part, groups in parts:
                yield self._page(part.file, title + part.suffix, template="index", groups=groups)
        for path, name in self.images.items():
            yield self._file(name, _type(name), self.read_file(path) or b"")
        yield "package.opf", self._text("package.opf.j2", files=tuple(self.listed)).encode()

    def _chapters(self) -> Iterator[NamedFile]:
        given = given_to("epub/chapter.xhtml.j2", self.environment, self.book)
        kept = KeptChapters(
            self.survey, self.address, given or {}, NOTHING if given is None else self.memo, self.standing
        )
        for chapter in self.plan.chapters:
            for part, ids in chapter.files:
                yield self._chapter(kept, chapter, part, ids)
        kept.save()

    def _chapter(self, kept: KeptChapters, chapter: Chapter, part: Part, ids: Sequence[str]) -> NamedFile:
        title = chapter.title + part.suffix
        first = part.number == 1
        alone = "alone" if first and not chapter.slug and self.survey.themes.all else ""
        notes = {id: self._notes(id) for id in ids if self.survey.notes.get(id)}
        inputs = (title, chapter.slug if first else "", alone, "noted" if notes else "", *ids)
        # What a person notes on papers is read anew each time: its links and pictures are not asked of the survey.
        known = None if notes else kept.known(part.file, inputs)
        if known:
            return self._file(part.file, XHTML, *known, in_spine=True)
        content, asked = kept.content(inputs)
        name, text = self._page(part.file, title, template="chapter", content=content, notes=notes)
        if isinstance(text, bytes):
            kept.keep(name, inputs, asked, text, self.listed[-1].properties)
        return name, text

    def _page(self, name: str, title: str, properties: str = "", template: str = "", **more: object) -> NamedFile:
        name = name if name.endswith(".xhtml") else f"{name}.xhtml"
        template = template or name.removesuffix(".xhtml")
        text = self._text(f"{template}.xhtml.j2", title=title, **more)
        found = " ".join(filter(None, (properties, "mathml" if "<math " in text else "")))
        return self._file(name, XHTML, text, found, in_spine=True)

    def _file(
        self, name: str, media_type: str, content: str | bytes | Unchanged, properties: str = "", in_spine: bool = False
    ) -> NamedFile:
        self.listed.append(BookFile(name, media_type, properties, file_id(name), in_spine))
        return name, content.encode("utf-8") if isinstance(content, str) else content

    def _text(self, template: str, **values: object) -> str:
        return self.environment.get_template(f"epub/{template}").render(book=self.book, **values)

    def _written(self, text: Text) -> Markup:
        return self._writer(text.path)(text.parsed)

    def _notes(self, id: str) -> Markup:
        parsed: Parsed = from_markdown(fit_notes(self.survey.notes[id]))
        return replace(self._writer(page_path("paper", id)), prefix=f"n-{id}-")(parsed)

    def _writer(self, page: str) -> Writer:
        return Writer(link=partial(link_from, page, address=self.address), image=partial(self._image, page))

    def _image(self, page: str, source: str) -> str:
        """Give the name in the book of a picture; empty where it is not there, or of a kind that books cannot have."""
        path = path_from(page, source) if "://" not in source else ""
        ending = path.rpartition(".")[2].lower()
        if path not in self.images and ending in IMAGE_TYPES and self.read_file(path) is not None:
            self.images[path] = f"image-{len(self.images) + 1}.{ending}"
        return self.images.get(path, "")

    def _points(self) -> tuple[Point, ...]:
        plan = self.plan
        each = len(self.survey.library) <= MOST_POINTS
        points = [Point("Title page", "title.xhtml"), *(Point(text.title, text.file) for text in plan.texts)]
        if self.drawing:
            points.append(Point("The map", "map.xhtml"))
        for chapter in plan.chapters:
            points.append(self._chapter_point(chapter, each))
        for title, parts in (("References", plan.references), ("Tags", plan.tags), ("Authors", plan.authors)):
            points += [Point(title + part.suffix, part.file) for part, _ in parts]
        return tuple(points)

    def _chapter_point(self, chapter: Chapter, each: bool) -> Point:
        by_id = self.survey.library.by_id
        papers = [
            Point(plain_text(display_name(by_id[id])), self.address(page_path("paper", id)))
            for _, ids in chapter.files
            for id in ids
            if each
        ]
        parts = [Point(chapter.title + part.suffix, part.file) for part, _ in chapter.files[1:]]
        return Point(chapter.title, chapter.files[0][0].file, tuple(papers or parts))

    def _landmarks(self) -> tuple[tuple[str, Point], ...]:
        plan = self.plan
        first = [text.file for text in plan.texts] + [chapter.files[0][0].file for chapter in plan.chapters]
        found = [("cover", Point("Cover", "cover.xhtml")), ("titlepage", Point("Title page", "title.xhtml"))]
        found.append(("toc", Point("Contents", "nav.xhtml")))
        if first:
            found.append(("bodymatter", Point("Start of the text", first[0])))
        if plan.references:
            found.append(("bibliography", Point("References", plan.references[0][0].file)))
        if plan.tags:
            found.append(("index", Point("Tags", plan.tags[0][0].file)))
        return tuple(found)


def _type(name: str) -> str:
    return IMAGE_TYPES[name.rpartition(".")[2]]


def _counts(survey: Survey) -> str:
    papers = survey.counted(survey.library.papers)
    years = span_of_years([paper.year for paper in papers if paper.year])
    themes = count(len(survey.themes.all), "theme") if survey.themes.all else ""
    return ", ".join(filter(None, (count(len(papers), "paper"), themes, years)))
