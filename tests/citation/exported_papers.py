"""Papers for the tests of exports: the flagship's, and one that has everything."""

from functools import cache
from pathlib import Path

from litatlas.citation import ExportContext
from litatlas.folder.config import load_settings
from litatlas.identity.permalink import Ledger
from litatlas.intake.admission import admit
from litatlas.model import (
    Author,
    Kind,
    Link,
    Paper,
    PartialDate,
    Record,
    Rel,
    Source,
    Status,
    StatusNote,
    Tagging,
    Venue,
    VenueKind,
)
from litatlas.problems import Origin, Problems
from litatlas.readers import read
from litatlas.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[2]
EMPTY_LEDGER = Ledger.parse("", "permalinks.tsv")
CONTEXT = ExportContext(Settings("Toys", address="https://toys.example/survey/"), frozenset({"Leopard", "MMICL"}))

ICLR = Venue("International Conference on Learning Representations", "ICLR", VenueKind.CONFERENCE, 2024)
TOMM = Venue("ACM Transactions on Multimedia Computing, Communications, and Applications", "TOMM", VenueKind.JOURNAL)

FULL = Paper(
    "mmicl",
    "zhao2023mmicl",
    'MMICL: 100% of $N$ "Shots" & a_b in Leopard\'s GPT-4V',
    Origin("records/mmicl.yml", 1),
    kind=Kind.CONFERENCE,
    short="MMICL",
    abstract="Costs \\$5 or 6\\$.\n\nSee https://x.org/a_b~c. {1, 2} are $x_{1}$.",
    authors=(
        Author("van der Berg", "Jan", orcid="0000-0002-1825-0097"),
        Author("King", "Martin Luther", suffix="Jr."),
        Author(literal="GPT-4 Team"),
        Author("Ünal", "Ömer Éric"),
        Author(literal="王小明"),
        Author("Sanchez i Garcia", "María"),
    ),
    others=True,
    issued=PartialDate(2023, 9, 14),
    venue=ICLR,
    volume="7",
    issue="2",
    pages="451-466",
    publisher="OpenReview & Co",
    identifiers=(("doi", "10.1145/a_b"), ("arxiv", "2309.07915"), ("s2", "CorpusId:12"), ("openreview", "5KojubHBr8")),
    links=(Link(Rel.CODE, "https://github.com/x/y", "Code"), Link(Rel.PDF, "https://x.org/y.pdf")),
    curated_tags=("image",),
    tags=(Tagging("image", True), Tagging("video")),
    keywords=("cs.CV", "in-context learning"),
    references=("10.1/z",),
    status=StatusNote(Status.RETRACTED, "2024-05-01", "data of 10% were made up", "https://x.org/notice_1"),
    language="en",
    added="2026-11-22",
    note="seen",
    sources=(Source("listing.txt", 7),),
)


@cache
def flagship_records() -> tuple[Record, ...]:
    """Give the records of the flagship survey."""
    problems = Problems()
    files = sorted((REPOSITORY / "records").glob("*.yml"))
    records = tuple(record for file in files for record in read(f"records/{file.name}", file.read_bytes(), problems))
    assert list(map(str, problems)) == []
    return records


@cache
def flagship_ledger() -> Ledger:
    """Give the ledger of the flagship survey."""
    return Ledger.parse((REPOSITORY / "permalinks.tsv").read_text(encoding="utf-8"), "permalinks.tsv")


@cache
def flagship_papers() -> tuple[Paper, ...]:
    """Give the papers of the flagship survey, without tags."""
    return admit(flagship_records(), flagship_ledger(), Problems()).papers


@cache
def flagship_context() -> ExportContext:
    """Give the context in which the flagship's papers are exported."""
    settings = load_settings((REPOSITORY / "survey.yml").read_text(encoding="utf-8"))
    return ExportContext.of(settings, flagship_papers())
