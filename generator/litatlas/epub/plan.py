"""Which file of a book holds what, and so where each page of the survey is found in it."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from litatlas.epub.addresses import Addresses, with_old_addresses
from litatlas.epub.chapters import Chapter, chapter_addresses, make_chapters
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
from litatlas.epub.texts import Text, read_texts, text_addresses
from litatlas.pages.survey import Survey

MAP_PAGE = "graph/index.md"


class Plan(Struct, frozen=True):
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
