"""The themes of a survey as values."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct, field


class Tie(Struct, frozen=True):
    """How one theme hangs together with another."""

    slug: str
    weight: float
    """Sum of the scores of the relations between the two, against what their sizes let expect: 1 is as expected."""

    terms: tuple[str, ...]
    """Distinctive terms that papers of both have: `in-context learning`."""

    pairs: tuple[tuple[str, str], ...]
    """The strongest relations: (paper of this theme, paper of the other), by id."""


class Bridge(Struct, frozen=True):
    """A paper that belongs to one theme and leans far towards another."""

    paper: str
    towards: str
    """Slug of the other theme."""

    share: float
    """What share of the paper's relations leads there, 0 to 1."""


class Look(Struct, frozen=True):
    """By what a reader knows a theme again: in a large survey the next build keeps it where it can."""

    colour: int
    first: str
    """The first term of the title, as written inside a sentence; empty where none can be told."""

    second: str
    """The second one; empty where there is none."""


class Theme(Struct, frozen=True):
    """A community of the related-work graph, with its title."""

    slug: str
    name: str
    papers: tuple[str, ...]
    """Ids, the most central first."""

    terms: tuple[str, ...] = ()
    """What sets it apart, most distinctive first, as written inside a sentence."""

    ties: tuple[Tie, ...] = ()
    """The themes next to it, nearest first."""

    bridges: tuple[Bridge, ...] = ()
    """Its papers that lean towards others, most first."""

    colour: int = 1
    """Which colour it has, from 1: themes that touch have different ones."""


class Themes(Struct, frozen=True, dict=True):
    """All themes of a survey."""

    all: tuple[Theme, ...] = ()
    """The largest first."""

    alone: tuple[str, ...] = ()
    """Ids of the papers that fit into none."""

    centrality: Mapping[str, float] = field(default_factory=dict)
    """Of each paper: sum of its relations inside its theme, 1 for the most central of the theme, or nearly that."""

    raw: Mapping[str, str] = field(default_factory=dict)
    """The theme of each paper before the editors' changes, by slug: what the next build compares with."""

    resolution: float = 0.0
    """At which they were found, where the next build goes on from them: in a large survey; else 0."""

    moves: int = 0
    """Papers that have joined or moved since all were looked at together: of a large survey."""

    looks: Mapping[str, Look] = field(default_factory=dict)
    """What the next build keeps of the themes, by slug: in a large survey; else nothing."""

    moved: frozenset[str] = frozenset()
    """Ids of the papers that were in another theme in the last build."""

    @cached_property
    def by_slug(self) -> Mapping[str, Theme]:
        """The themes by slug."""
        return {theme.slug: theme for theme in self.all}

    @cached_property
    def of_paper(self) -> Mapping[str, str]:
        """The slug of each paper's theme, in the order of ids; papers that fit into none are absent."""
        return dict(sorted((paper, theme.slug) for theme in self.all for paper in theme.papers))
