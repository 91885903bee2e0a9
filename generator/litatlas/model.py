"""The typed values that the steps hand on: a record as read, a paper as checked, and their parts.

They are structs of msgspec: `msgspec.structs.replace` gives a changed one. Packed, they are rows without the names of
their fields, a third shorter and read in two thirds of the time.

Text fields hold plain Unicode text in NFC. The one markup they may carry is
TeX math between dollars, by pandoc's rule (see `text.split_math`). Nothing in
here is escaped: escaping is done per target, at the very end (`text`).
"""

from collections.abc import Iterator
from enum import StrEnum
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from litatlas.problems import Origin


class Kind(StrEnum):
    """What sort of publication a paper is: the CSL 1.0.2 item types that a survey meets."""

    ARTICLE = "article"
    """A preprint (CSL `article`), e.g. on arXiv."""

    JOURNAL = "article-journal"
    CONFERENCE = "paper-conference"
    CHAPTER = "chapter"
    BOOK = "book"
    THESIS = "thesis"
    REPORT = "report"
    DATASET = "dataset"
    SOFTWARE = "software"
    WEBPAGE = "webpage"
    OTHER = "document"


class VenueKind(StrEnum):
    """What sort of place a paper appeared in."""

    CONFERENCE = "conference"
    JOURNAL = "journal"
    WORKSHOP = "workshop"
    BOOK = "book"
    REPOSITORY = "repository"
    OTHER = "other"


class Status(StrEnum):
    """Whether the work still stands, as its publisher says."""

    OK = "ok"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        """What a reader is told: `Retracted`; empty for a work that stands."""
        return "" if self is Status.OK else self.value.capitalize()


class Rel(StrEnum):
    """What a link of a paper leads to."""

    PAPER = "paper"
    PDF = "pdf"
    CODE = "code"
    DATA = "data"
    MODEL = "model"
    PROJECT = "project"
    DEMO = "demo"
    VIDEO = "video"
    SLIDES = "slides"


IDENTIFIER_SCHEMES = ("doi", "arxiv", "acl", "openalex", "s2", "openreview", "pmid", "isbn")
"""The identifiers that the world gives, in the order in which a page shows them."""


class PartialDate(Struct, frozen=True, array_like=True, order=True):
    """A date of which only the year, or year and month, may be known."""

    year: int
    month: int = 0
    """1 to 12, or 0 where unknown."""

    day: int = 0
    """1 to 31, or 0 where unknown."""

    def __str__(self) -> str:
        """ISO 8601, as precise as it is known: `2024`, `2024-05`, `2024-05-27`."""
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
            if self.day:
                text += f"-{self.day:02d}"
        return text


class Author(Struct, frozen=True, array_like=True, eq=False):
    """One author's name as printed on the paper; a group or a single name stands in `literal`.

    Who the ledger knows it for is no part of the name: authors are equal without it.
    """

    family: str = ""
    """Family name with its particles: `van der Berg`."""

    given: str = ""
    literal: str = ""
    """A name that must not be split: a group, a project, a person with one name."""

    suffix: str = ""
    """`Jr.`, `III`."""

    orcid: str = ""
    """Bare ORCID iD, `0000-0002-1825-0097`."""

    disambiguator: str = ""
    """Which of several people of this name, in a word or two of the record's own: `Oxford`."""

    person: str = ""
    """Name under which the ledger knows the person, where it is not the printed one; filled by `people`."""

    def __eq__(self, other: object) -> bool:
        """Say whether both are printed alike."""
        return _printed(self) == _printed(other) if isinstance(other, Author) else NotImplemented

    def __hash__(self) -> int:
        """Give a hash of what is printed."""
        return hash(_printed(self))

    @property
    def known_as(self) -> str:
        """What owns the page of the person: two spellings may have one, two people of one name have two."""
        return self.person or self.name

    @property
    def name(self) -> str:
        """The name in reading order: `Ludwig van Beethoven`, `Martin Luther King Jr.`."""
        if self.given and self.family and not (self.literal or self.suffix):
            return f"{self.given} {self.family}"  # nearly every name, and it is asked for all the time
        return self.literal or " ".join(part for part in (self.given, self.family, self.suffix) if part)

    @property
    def sort_name(self) -> str:
        """The name in index order: `van Beethoven, Ludwig`."""
        if self.given and self.family and not (self.literal or self.suffix):
            return f"{self.family}, {self.given}"  # nearly every name, as above
        return self.literal or ", ".join(part for part in (self.family, self.given, self.suffix) if part)


_printed = attrgetter(*(name for name in Author.__struct_fields__ if name != "person"))


class Venue(Struct, frozen=True, array_like=True):
    """Where a paper appeared. The series is `short` or `name`; the year belongs to its occurrence."""

    name: str = ""
    """Full name of the series: `International Conference on Learning Representations`."""

    short: str = ""
    """`ICLR`; empty where it has none in use."""

    kind: VenueKind = VenueKind.OTHER
    year: int = 0
    """The year of the occurrence or volume (`ICLR 2024` -> 2024); 0 where unknown."""

    track: str = ""
    """Part of the venue that is not a series of its own: `Workshops`, `Datasets and Benchmarks`."""

    @property
    def label(self) -> str:
        """The name of the series in listings: its short name where it has one."""
        return self.short or self.name


class Link(Struct, frozen=True, array_like=True):
    """A link of a paper to something on the web."""

    rel: Rel
    url: str
    label: str = ""


class Source(Struct, frozen=True, array_like=True):
    """Where a record, or some fields of it, came from."""

    file: str
    line: int = 0
    date: str = ""
    """ISO date of the source, where known."""

    fields: tuple[str, ...] = ()
    """The fields that this source gave; empty means all that no other source names."""

    note: str = ""


class StatusNote(Struct, frozen=True, array_like=True):
    """What happened to the work, when, and where that is said."""

    status: Status = Status.OK
    date: str = ""
    note: str = ""
    url: str = ""


class Record(Struct, frozen=True, array_like=True):
    """One entry as read, unchecked: every field is what the source says, cleaned as text.

    Readers leave what they do not find empty. `intake` turns it into a `Paper`
    or into a problem.
    """

    origin: Origin
    key: str = ""
    """The entry's name in its source (BibTeX key, RIS ID), for messages."""

    id: str = ""
    """Our id, where the source is a curated record that has one."""

    citation_key: str = ""
    """A citation key that the author of the survey wants (curated records only)."""

    kind: str = ""
    """A `Kind` value, or empty where the source does not tell."""

    title: str = ""
    short: str = ""
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    others: bool = False
    """Whether the author list is cut short (`and others`, `et al.`)."""

    issued: str = ""
    """ISO partial date."""

    venue: Venue | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    """(scheme, value) pairs; schemes outside `IDENTIFIER_SCHEMES` become problems at intake."""

    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    """Curated tags by slug or name; `-tag` takes an automatic one away."""

    keywords: tuple[str, ...] = ()
    """Keywords of the source; they help tagging and search, they are not tags."""

    attributes: tuple[tuple[str, str], ...] = ()
    """The survey's own columns."""

    references: tuple[str, ...] = ()
    status: StatusNote = StatusNote()
    language: str = ""
    added: str = ""
    note: str = ""
    """A remark on the data (not on the paper): shown under "where each field came from"."""

    sources: tuple[Source, ...] = ()
    curated: bool = False
    """Whether a person keeps this record (a YAML file in records/): its fields win."""


class Evidence(Struct, frozen=True, array_like=True):
    """Why a tag stands on a paper: the words that were found, and the sentence they stand in."""

    phrase: str
    """The words as they stand in the text."""

    sentence: str
    field: str
    """`title`, `abstract` or `keywords`."""


class Tagging(Struct, frozen=True, array_like=True):
    """One tag on one paper."""

    slug: str
    curated: bool = False
    """Set by a person in the record; otherwise found by the vocabulary's phrases."""

    evidence: tuple[Evidence, ...] = ()


class Paper(Struct, frozen=True, array_like=True):
    """One paper of the survey, checked and complete enough to publish."""

    id: str
    """Ours: stem of the page and the notes; never changes (`permalink`)."""

    citation_key: str
    title: str
    origin: Origin
    kind: Kind = Kind.ARTICLE
    short: str = ""
    """The system's own name: `MMICL` of `MMICL: Empowering ...`."""

    abstract: str = ""
    authors: tuple[Author, ...] = ()
    others: bool = False
    issued: PartialDate | None = None
    venue: Venue | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    """(scheme, normal form) pairs in the order of `IDENTIFIER_SCHEMES`."""

    links: tuple[Link, ...] = ()
    curated_tags: tuple[str, ...] = ()
    tags: tuple[Tagging, ...] = ()
    """Filled by the tagging step, in vocabulary order."""

    keywords: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    references: tuple[str, ...] = ()
    status: StatusNote = StatusNote()
    language: str = ""
    added: str = ""
    note: str = ""
    sources: tuple[Source, ...] = ()
    theme: str = ""
    """Slug of its theme; filled once the papers are related; empty for a paper that fits into none."""

    @property
    def year(self) -> int | None:
        """Year of first publication, or None where the record gives none."""
        return self.issued.year if self.issued else None

    def identifier(self, scheme: str) -> str:
        """Give the identifier of one scheme in normal form, or an empty string."""
        return dict(self.identifiers).get(scheme, "")

    def links_of(self, rel: Rel) -> Iterator[Link]:
        """Give the links of one sort, in order."""
        return (link for link in self.links if link.rel is rel)

    def with_tags(self, tags: tuple[Tagging, ...]) -> "Paper":
        """Give the same paper with these tags."""
        return replace(self, tags=tags)


class ReasonKind(StrEnum):
    """The sorts of reasons for which two papers are related, strongest first."""

    MENTIONS = "mentions"
    """The paper names the other's system; directed."""

    MENTIONED_BY = "mentioned-by"
    """The other names this paper's system; directed."""

    CITES = "cites"
    """The other stands in this paper's references; directed."""

    CITED_BY = "cited-by"
    """This paper stands in the other's references; directed."""

    ARTEFACT = "artefact"
    """Both share a repository, a project page or a dataset."""

    REFERENCES = "references"
    """Both cite the same works (bibliographic coupling)."""

    CO_CITED = "co-cited"
    """Papers of the survey cite both together."""

    AUTHORS = "authors"
    TERMS = "terms"
    """Both use the same distinctive terms."""


class Reason(Struct, frozen=True, array_like=True):
    """One reason why a paper is related to another, in parts that a page can show."""

    kind: ReasonKind
    terms: tuple[str, ...] = ()
    """Distinctive phrases, author names, the artefact's address, or the names of works, by `kind`."""

    sentence: str = ""
    """For mentions: the sentence that names the other paper."""

    count: int = 0
    """For shared references and papers that cite both: how many there are; `terms` names some."""


class RelatedPaper(Struct, frozen=True, array_like=True):
    """An entry of a paper's list of related papers."""

    id: str
    score: float
    """Fused score, rounded to four places; comparable within one list only."""

    reasons: tuple[Reason, ...] = ()


class Mention(Struct, frozen=True, array_like=True):
    """One paper's text names another paper's system; directed."""

    source: str
    target: str
    name: str
    """The words that name it, as they stand in the text."""

    field: str
    """`title` or `abstract`."""

    start: int
    """Offset of the name in that field, in characters."""

    sentence: str
