"""People as pages show them."""

from collections.abc import Mapping

from msgspec import Struct, field


class Person(Struct, frozen=True):
    """One person with a page."""

    slug: str
    known_as: str
    """The name by which the ledger knows the person; frozen, and unlike that of all others."""

    name: str
    """As shown: that of authors.yml, else the printed one that owns the page."""

    mark: str = ""
    """What tells the person from others of the name: a disambiguator, an ORCID iD; empty where nobody shares it."""

    spellings: tuple[str, ...] = ()
    """All names under which the person is known, the shown one too, in order."""

    orcids: tuple[str, ...] = ()
    """One, as a rule; bare."""

    url: str = ""
    """The person's own page on the web."""

    listed: bool = False
    """Whether authors.yml speaks of the person: an editor has looked."""

    @property
    def label(self) -> str:
        """The name, with its mark where others have the same: `Ann Smith (Oxford)`."""
        return f"{self.name} ({self.mark})" if self.mark else self.name

    @property
    def other_spellings(self) -> tuple[str, ...]:
        """The spellings but for the shown one."""
        return tuple(name for name in self.spellings if name != self.name)


class People(Struct, frozen=True):
    """The people of a survey by the slug of their page."""

    by_slug: Mapping[str, Person] = field(default_factory=dict)
    namesakes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The slugs of the people who have a name, by the name; only names that several have."""

    def of_same_name(self, slug: str, name: str = "") -> tuple[Person, ...]:
        """Give the other people with one of a person's spellings, in order of slugs.

        Arguments:
            slug: The person's page; it may be one without papers, of which nothing but the name is known.
            name: The page's name, for such a page.
        """
        person = self.by_slug.get(slug)
        names = person.spellings if person else (name,)
        found = {other for spelling in names for other in self.namesakes.get(spelling, ())} - {slug}
        return tuple(self.by_slug[other] for other in sorted(found))
