"""Who wrote what: which printed names are one person, and which one name is several people.

A byline says a name; a page, a listing and a count are of a person. A person is

- an entry of authors.yml (`authors_file`), which joins spellings and tells people of one name apart;
- else all names with one ORCID iD;
- else all with one name and one disambiguator, where records give one;
- else all with one name.

A name without ORCID iD is the person who has one on another paper, as long as
only one person of that name has.

Which page is whose stands in the ledger, and never changes by itself: a
person keeps the address under which any of their spellings was published, and
the addresses of the other spellings redirect to it (`settling`).
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from litatlas.identity.permalink import Ledger
from litatlas.model import Author, Paper
from litatlas.people.authors_file import AUTHORS_FILE, PersonEntry, parse_people
from litatlas.people.grouping import Grouping, Key, group_names
from litatlas.people.person import People, Person
from litatlas.people.settling import settle
from litatlas.problems import Problem, Problems

__all__ = ["AUTHORS_FILE", "Identified", "People", "Person", "PersonEntry", "identify", "parse_people"]

_MOST_ROUNDS = 5
"""Where several people share names, a page that moves can change whose a bare name is: the ledger is asked again,
until it has the last word and the next build changes nothing. Two rounds are the rule."""


class Identified(Struct, frozen=True):
    """Papers whose authors are people."""

    papers: tuple[Paper, ...]
    """The same papers; `Author.person` is set where the ledger knows the person by another name than the printed,
    and an ORCID iD where authors.yml gives one."""

    ledger: Ledger
    """The ledger with a row for each person, and redirects from the pages of joined spellings."""

    people: People
    ambiguous: Mapping[str, Problem]
    """What is wrong with names that could be several people, by the name."""

    steady: bool
    """Whether the same papers and this ledger would give the same again."""


def identify(
    papers: Iterable[Paper], entries: Sequence[PersonEntry], ledger: Ledger, problems: Problems, edition: str = ""
) -> Identified:
    """Find the person behind each name of each paper.

    Arguments:
        papers: In any order.
        entries: What authors.yml says.
        ledger: Tells which page is whose.
        problems: Takes entries that fit no paper, or several people.
        edition: The edition that publishes new authors first.
    """
    papers = tuple(papers)
    for _ in range(_MOST_ROUNDS):
        found = Problems()
        grouping = group_names(papers, entries, ledger, found)
        settled = settle(grouping.groups, ledger, found, edition)
        steady = settled.plain or settled.ledger == ledger
        ledger = settled.ledger
        if steady:
            break
    problems.extend(found)
    named = tuple(_with_people(paper, grouping, settled.names) for paper in papers)
    return Identified(named, settled.ledger, settled.people, grouping.ambiguous, steady)


def _with_people(paper: Paper, grouping: Grouping, names: Mapping[Key, str]) -> Paper:
    authors = tuple(
        _with_person(author, names[key], grouping.index.entries.get(key))
        for author, key in zip(paper.authors, grouping.of_paper(paper), strict=True)
    )
    unchanged = all(ours is theirs for ours, theirs in zip(authors, paper.authors, strict=True))
    return paper if unchanged else replace(paper, authors=authors)


def _with_person(author: Author, known_as: str, entry: PersonEntry | None) -> Author:
    """Give the author with what is known of the person; an iD of authors.yml goes into exports and page heads too."""
    orcid = author.orcid or (entry.orcid if entry else "")
    person = "" if author.name == known_as else known_as
    same = (author.orcid, author.person) == (orcid, person)
    return author if same else replace(author, orcid=orcid, person=person)
