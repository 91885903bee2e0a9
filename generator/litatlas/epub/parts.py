"""How a book is cut into files: none holds more than a reader's device opens at once, however large the survey."""

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from litatlas.library import Listing
from litatlas.pages.indexes import OTHER_LETTER, letter_of
from litatlas.pages.inline import Rich, rich_title
from litatlas.pages.others import display_name
from litatlas.pages.paths import index_path, page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import short_byline
from litatlas.text import fold

T = TypeVar("T")

MOST_PAPERS = 40
"""Papers in one file of a chapter: at some 8 KB each it stays at a third of a megabyte."""

MOST_LINES = 800
"""Links to papers in one file of an index, and references in one file of the list."""


class Part(Struct, frozen=True):
    """One file of a chapter or index."""

    file: str
    number: int
    """From 1; of how many, `parts` says."""

    parts: int

    @property
    def suffix(self) -> str:
        """What follows the title: ` (2 of 3)`, or nothing where there is one part."""
        return f" ({self.number} of {self.parts})" if self.parts > 1 else ""


class Named(Struct, frozen=True):
    """A paper by its short name, as a line of an index."""

    path: str
    """Of its page, below docs/."""

    title: Rich
    who: str
    """`Zhao, Cai et al., 2023`."""


class Value(Struct, frozen=True):
    """A tag or an author in an index, with the papers of it that stand in this file."""

    slug: str
    name: str
    papers: tuple[Named, ...]
    definition: str = ""
    continued: bool = False
    """Whether its first papers stand in the file before."""


class Group(Struct, frozen=True):
    """The values of one facet of tags, or the authors of one letter."""

    label: str
    values: tuple[Value, ...]


def parts_of(name: str, groups: Sequence[T]) -> list[tuple[Part, T]]:
    """Give each group its file: `tags.xhtml`, then `tags-2.xhtml`."""
    return [
        (Part(f"{name}.xhtml" if number == 1 else f"{name}-{number}.xhtml", number, len(groups)), group)
        for number, group in enumerate(groups, 1)
    ]


def cut(items: Sequence[T], most: int) -> list[Sequence[T]]:
    """Cut a list into pieces of at most so many; the pieces differ by one item at most."""
    number = -(-len(items) // most)
    ends = [len(items) * step // number for step in range(number + 1)] if number else [0]
    return [items[start:end] for start, end in pairwise(ends)]


def cut_groups(groups: Sequence[Group], most: int) -> list[list[Group]]:
    """Cut an index so that no piece has more than so many papers; what is cut goes on with the value's name."""
    pieces: list[list[Group]] = [[]]
    room = most
    for group in groups:
        for value in group.values:
            for start in range(0, len(value.papers), most):
                papers = value.papers[start : start + most]
                if len(papers) > room:
                    pieces.append([])
                    room = most
                room -= len(papers)
                piece, part = pieces[-1], replace(value, papers=papers, continued=start > 0)
                if piece and piece[-1].label == group.label:
                    piece[-1] = Group(group.label, (*piece[-1].values, part))
                else:
                    piece.append(Group(group.label, (part,)))
    return [piece for piece in pieces if piece]


def tag_groups(survey: Survey) -> list[Group]:
    """Give the tags with papers, by facet, in the vocabulary's order; those that left it last."""
    named = _named(survey)
    listings = survey.library.listings["tag"]
    known = survey.vocabulary.by_slug
    groups = [
        Group(
            facet.label,
            tuple(
                _value(listings[tag.slug], named, tag.definition)
                for _, tag in survey.vocabulary.walk(facet.key)
                if tag.slug in listings
            ),
        )
        for facet in survey.vocabulary.facets
    ]
    groups.append(Group("Other", tuple(_value(one, named) for slug, one in listings.items() if slug not in known)))
    return [group for group in groups if group.values]


def author_groups(survey: Survey) -> list[Group]:
    """Give the authors by the first letter of the names by which they are sorted."""
    listings = survey.library.listings["author"]
    sorted_as: dict[str, str] = {}
    for paper in survey.library:
        for author in paper.authors:
            sorted_as.setdefault(survey.library.slug("author", author.known_as), author.sort_name)
    named = _named(survey)
    values = sorted(
        (replace(_value(one, named), name=sorted_as.get(slug, one.name)) for slug, one in listings.items()),
        key=lambda value: (letter_of(value.name) == OTHER_LETTER, fold(value.name), value.slug),
    )
    return [Group(letter, tuple(group)) for letter, group in groupby(values, key=lambda value: _letter(value.name))]


def _letter(name: str) -> str:
    letter = letter_of(name)
    return "Other letters" if letter == OTHER_LETTER else letter.upper()


def _value(listing: Listing, named: Mapping[str, Named], definition: str = "") -> Value:
    return Value(listing.slug, listing.name, tuple(named[paper.id] for paper in listing.papers), definition)


def _named(survey: Survey) -> dict[str, Named]:
    return {
        paper.id: Named(page_path("paper", paper.id), rich_title(display_name(paper)), short_byline(paper))
        for paper in survey.library
    }


def paper_anchor(id: str) -> str:
    """Give the id of a paper's section."""
    return f"p-{id}"


def value_anchor(slug: str) -> str:
    """Give the id of a value in an index."""
    return f"v-{slug}"


def reference_anchor(id: str) -> str:
    """Give the id of a paper's reference."""
    return f"r-{id}"


def index_addresses(kind: str, files: Sequence[tuple[Part, Sequence[Group]]]) -> dict[str, str]:
    """Give where the values of an index stand in the book, by the paths of their pages."""
    found = {index_path(kind): files[0][0].file} if files else {}
    for part, groups in files:
        for group in groups:
            for value in group.values:
                found.setdefault(page_path(kind, value.slug), f"{part.file}#{value_anchor(value.slug)}")
    return found
