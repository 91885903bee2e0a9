"""The ways to group papers: a new one is one entry in `FACETS`."""

from collections.abc import Callable

from msgspec import Struct

from litatlas.listed_paper import ListedPaper
from litatlas.model import Status


class Facet(Struct, frozen=True):
    """A way to group papers, each value of which has a listing page."""

    key: str
    """Also the `kind` of its rows in the ledger."""

    label: str
    """Plural, as a heading: `Tags`."""

    singular: str
    folder: str
    """Folder of its pages under docs/."""

    values: Callable[[ListedPaper], tuple[str, ...]]
    """The names of a paper's values; for tags and themes, which have slugs of their own, the slugs."""

    newest_first: bool = False
    """Whether the index is in falling order (years) instead of by count and name."""

    when_used: bool = False
    """Whether it has an index only once a paper had a value: most surveys have no retracted paper."""

    def __reduce__(self) -> tuple[Callable[[str], "Facet"], tuple[str]]:
        """Travel to other processes by name: the table is the same there."""
        return facet_named, (self.key,)


def facet_named(key: str) -> Facet:
    """Give the facet with a key; raises KeyError for one that is not in the table."""
    return _BY_KEY[key]


def _authors(paper: ListedPaper) -> tuple[str, ...]:
    return tuple(dict.fromkeys(author.known_as for author in paper.authors))


def _years(paper: ListedPaper) -> tuple[str, ...]:
    return (str(paper.year),) if paper.year else ()


def _statuses(paper: ListedPaper) -> tuple[str, ...]:
    return () if paper.status.status is Status.OK else (paper.status.status.value,)


def _venues(paper: ListedPaper) -> tuple[str, ...]:
    return (paper.venue.label,) if paper.venue and paper.venue.label else ()


def _themes(paper: ListedPaper) -> tuple[str, ...]:
    return (paper.theme,) if paper.theme else ()


FACETS: tuple[Facet, ...] = (
    Facet("tag", "Tags", "Tag", "tags", lambda paper: tuple(tagging.slug for tagging in paper.tags)),
    Facet("theme", "Themes", "Theme", "themes", _themes),
    Facet("author", "Authors", "Author", "authors", _authors),
    Facet("venue", "Venues", "Venue", "venues", _venues),
    Facet("year", "Years", "Year", "years", _years, newest_first=True),
    Facet("status", "Statuses", "Status", "statuses", _statuses, when_used=True),
)
"""Every facet of a survey's papers; pages, index and checks walk this table."""

_BY_KEY = {facet.key: facet for facet in FACETS}
