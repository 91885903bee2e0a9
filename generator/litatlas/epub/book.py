"""The files of a book, in the order in which they are read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from jinja2 import BaseLoader
from markupsafe import Markup

from litatlas.epub.addresses import Addresses, with_old_addresses
from litatlas.epub.chapters import Chapter, chapter_addresses, introduction, make_chapters
from litatlas.epub.drawings import draw_book_map, make_cover
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
from litatlas.epub.papers import make_section
from litatlas.epub.parts import (
    MOST_LINES,
    Group,
    Part,
    author_groups,
    cut,
    cut_groups,
    index_addresses,
    parts_of,
    tag_groups,
)
from litatlas.epub.references import Entry, make_references, reference_addresses
from litatlas.epub.texts import Text, link_from, path_from, read_texts, text_addresses
from litatlas.epub.xhtml import direction, make_environment
from litatlas.mathml import plain_text
from litatlas.pages.cite import survey_reference
from litatlas.pages.notes import fit_notes
from litatlas.pages.others import display_name
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import count, span_of_years

FOLDER = "EPUB"
"""Where everything stands inside the archive but what must stand at its top."""

MAP_PAGE = "graph/index.md"
MOST_POINTS = 600
"""Papers up to which the table of contents names each one; a longer one names the chapters."""

ReadFile = Callable[[str], bytes | None]
"""Gives a picture of docs/ by its path, or None where there is none."""

_CONTAINER = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{FOLDER}/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@dataclass(frozen=True, slots=True)
class Book:
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


@dataclass(frozen=True, slots=True)
class Plan:
    """Which file holds what."""

    texts: tuple[Text, ...]
    chapters: tuple[Chapter, ...]
    references: Sequence[tuple[Part, Sequence[Entry]]]
    tags: Sequence[tuple[Part, Sequence[Group]]]
    authors: Sequence[tuple[Part, Sequence[Group]]]

    def addresses(self, survey: Survey, has_map: bool) -> Addresses:
        """Give where each page of the survey is found."""
        inside = {
            **chapter_addresses(self.chapters),
            **index_addresses("tag", self.tags),
            **index_addresses("author", self.authors),
            "themes/index.md": "nav.xhtml",
            "papers/index.md": "nav.xhtml",
            **({MAP_PAGE: "map.xhtml"} if has_map else {}),
        }
        texts = text_addresses(self.texts)
        references = reference_addresses(self.references)
        return Addresses(with_old_addresses(inside, survey.ledger) | texts | references, survey.settings)


def make_plan(survey: Survey, blocks: Mapping[str, str]) -> Plan:
    """Decide which file holds what."""
    return Plan(
        texts=read_texts(survey.texts, blocks, survey.settings.epub.texts),
        chapters=make_chapters(survey),
        references=parts_of("references", cut(make_references(survey), MOST_LINES)),
        tags=parts_of("tags", cut_groups(tag_groups(survey), MOST_LINES)),
        authors=parts_of("authors", cut_groups(author_groups(survey), MOST_LINES)),
    )


def make_epub(
    survey: Survey, loader: BaseLoader, blocks: Mapping[str, str], read_file: ReadFile = lambda _path: None
) -> Iterator[tuple[str, bytes]]:
    """Give the files of a survey's book as (path in the archive, bytes), in the order in which they stand there.

    Arguments:
        survey: Everything that the book is made from.
        loader: Finds the templates `epub/*.j2`; a survey may put its own in front.
        blocks: The generated blocks that hand-written pages include, by name (`counts.md`).
        read_file: Gives the pictures of hand-written pages.
    """
    yield "mimetype", b"application/epub+zip"
    yield "META-INF/container.xml", _CONTAINER.encode()
    maker = _Maker(survey, loader, make_plan(survey, blocks), read_file)
    for name, content in maker.files():
        yield f"{FOLDER}/{name}", content


@dataclass
class _Maker:
    """One book in the making: it notes every file that it gives, for the package that comes last."""

    survey: Survey
    loader: BaseLoader
    plan: Plan
    read_file: ReadFile
    listed: list[BookFile] = field(default_factory=list)
    images: dict[str, str] = field(default_factory=dict)
    """Names in the book of pictures of hand-written pages, by path below docs/."""

    def __post_init__(self) -> None:
        survey = self.survey
        drawing = draw_book_map(survey)
        self.drawing = drawing
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
        self.address = self.plan.addresses(survey, bool(drawing))
        self.environment = make_environment(self.loader, self.address)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give every file of the book by its name."""
        yield self._file("book.css", CSS, self._text("book.css"))
        yield self._file("cover.svg", SVG, self._text("cover.svg.j2", cover=make_cover(self.survey)), "cover-image")
        yield self._page("cover", "Cover")
        yield self._page("title", "Title page", reference=survey_reference(self.survey.settings))
        yield self._page("nav", "Contents", "nav", points=self._points(), landmarks=self._landmarks())
        for text in self.plan.texts:
            yield self._page(text.file, text.title, template="text", text=self._written(text), own=text.parsed.title)
        for path, name in self.images.items():
            yield self._file(name, _type(name), self.read_file(path) or b"")
        if self.drawing:
            yield self._file("map.svg", SVG, self._text("map.svg.j2", drawing=self.drawing))
            yield self._page("map", "The map", themes=self.survey.themes.all)
        yield from self._chapters()
        for part, entries in self.plan.references:
            yield self._page(part.file, f"References{part.suffix}", template="references", entries=entries)
        for title, parts in (("Tags", self.plan.tags), ("Authors", self.plan.authors)):
            for part, groups in parts:
                yield self._page(part.file, title + part.suffix, template="index", groups=groups)
        yield "package.opf", self._text("package.opf.j2", files=tuple(self.listed)).encode()

    def _chapters(self) -> Iterator[tuple[str, bytes]]:
        for chapter in self.plan.chapters:
            for part, ids in chapter.files:
                yield self._page(
                    part.file,
                    chapter.title + part.suffix,
                    template="chapter",
                    theme=introduction(chapter.slug, self.survey) if chapter.slug and part.number == 1 else None,
                    alone=not chapter.slug and bool(self.survey.themes.all) and part.number == 1,
                    papers=[make_section(self.survey.library.by_id[id], self.survey) for id in ids],
                    notes={id: self._notes(id) for id in ids if self.survey.notes.get(id)},
                )

    def _page(
        self, name: str, title: str, properties: str = "", template: str = "", **more: object
    ) -> tuple[str, bytes]:
        name = name if name.endswith(".xhtml") else f"{name}.xhtml"
        template = template or name.removesuffix(".xhtml")
        text = self._text(f"{template}.xhtml.j2", title=title, **more)
        found = " ".join(filter(None, (properties, "mathml" if "<math " in text else "")))
        return self._file(name, XHTML, text, found, in_spine=True)

    def _file(
        self, name: str, media_type: str, content: str | bytes, properties: str = "", in_spine: bool = False
    ) -> tuple[str, bytes]:
        self.listed.append(BookFile(name, media_type, properties, file_id(name), in_spine))
        return name, content if isinstance(content, bytes) else content.encode("utf-8")

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
