"""The papers of a survey, from the parts of its files to the library, before they are compared with each other.

Who is who among records, ids, citation keys and people is the `roll`. With it
a paper is remembered by what its own records were read from, and records are
looked at again only where they changed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from litatlas.identity.ledger_format import parse_rows, render_rows
from litatlas.identity.permalink import LEDGER_FILE, Entry, Ledger
from litatlas.identity.record_files import VOCABULARY_FILE
from litatlas.incremental.memo import NOTHING, Digest, Memo, remembered
from litatlas.incremental.packing import Parcel, packed, unpacked, unpacked_all
from litatlas.intake.admission import Work, paper_of
from litatlas.intake.merging import merge_work
from litatlas.intake.reading import ReadParts
from litatlas.library import Library
from litatlas.library.paper_memo import marks_with
from litatlas.library.roll import Roll, papers_of
from litatlas.model import Paper, Status
from litatlas.people import People
from litatlas.problems import LedgerError, Problem, Problems
from litatlas.tagging import Guessed, Tagged, find_tags, guess_tags, tag_stage
from litatlas.vocabulary import Vocabulary, parse_vocabulary
from litatlas.workers import ALONE, Workers


def read_vocabulary(text: str, problems: Problems, memo: Memo = NOTHING) -> Vocabulary:
    """Read the vocabulary's file; once, as long as it stays as it is."""

    def read() -> tuple[Vocabulary, tuple[Problem, ...]]:
        told = Problems()
        return parse_vocabulary(text, VOCABULARY_FILE, told), tuple(told)

    vocabulary, told = remembered(memo.stage("vocabulary"), memo.digest(text), read)
    problems.extend(told)
    return vocabulary


class _Table(Struct, frozen=True):
    """The ledger's file, read."""

    rows: tuple[Entry, ...]
    """In the order of the file."""

    in_form: bool
    """Whether it is as `render_rows` gives them."""


def read_ledger(text: str, memo: Memo = NOTHING) -> Ledger:
    """Read the ledger's file: each text once.

    Raises:
        LedgerError: When it cannot be read.
    """
    stage, key = memo.stage("ledger", apart=True), memo.digest(text)
    parcel: Parcel | None = stage.get(key)
    if parcel:
        table = unpacked(parcel, _Table)
    else:
        rows = parse_rows(text, LEDGER_FILE)
        table = _Table(rows, render_rows(rows) == text)
        stage.put(key, packed(table))
    stage.rest()
    ledger = Ledger.parse(text, LEDGER_FILE, table.rows)
    ledger.in_form = table.in_form
    return ledger


def keep_ledger(ledger: Ledger, memo: Memo) -> None:
    """Remember what the next build will read: of all rows only those that are new are read, to be sure of them."""
    stage, new = memo.stage("ledger", apart=True), ledger.new_rows()
    with suppress(LedgerError):
        if new and parse_rows(render_rows(new), LEDGER_FILE) == new:
            stage.put(memo.digest(ledger.render()), packed(_Table(ledger.entries(), in_form=True)))
    stage.rest()


Look = Callable[[Paper], object]
"""What a later step looks at of a paper."""


class _Seated(Struct, frozen=True, array_like=True):
    """A paper with its tags."""

    tagged: Tagged
    marks: tuple[Digest, ...]
    """The digests of what each later step looks at."""


class Seated(Struct, frozen=True):
    """The papers of a roll with their tags."""

    papers: tuple[Paper, ...]
    """In the order of their ids."""

    marks: tuple[Mapping[str, Digest], ...]
    """For each look the digest of what it gives of a paper, by its id: found once, as long as the paper stays."""


def seat_papers(
    parts: ReadParts,
    roll: Roll,
    vocabulary: Vocabulary,
    problems: Problems,
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
    looks: Sequence[Look] = (),
    guessed: Callable[[], Guessed] = dict,
) -> Seated:
    """Give the papers of a roll.

    Arguments:
        parts: What was read.
        roll: Which records are which paper.
        vocabulary: The tags.
        problems: Takes what is wrong with a paper.
        memo: The papers of earlier builds.
        workers: Look for tags side by side.
        looks: What later steps look at.
        guessed: Waits for the tags that are looked for since before it was known which papers there are
            (`begin_tagging`).
    """
    stage, settled = memo.stage("papers", apart=True), memo.digest(vocabulary)
    read_from = (b"".join((settled, *(parts.keys[at] for at in seat.members))) for seat in roll.seats)
    keys = marks_with((seat.mark for seat in roll.seats), read_from)
    # Packed by their type, they are read in half the time of pickles.
    known = unpacked_all(map(stage.get, keys), _Seated)
    tag_stage(memo).use(seated.tagged.key for seated in known if seated)
    missing = [at for at, seated in enumerate(known) if seated is None]
    seats = [roll.seats[at] for at in missing]
    papers, told = papers_of(parts, seats)
    papers = [
        paper if seat.authors is None else replace(paper, authors=seat.authors)
        for paper, seat in zip(papers, seats, strict=True)
    ]
    made = find_tags(papers, vocabulary, memo, workers, guessed())
    for at, said, one in zip(missing, told, made, strict=True):
        tagged = replace(one, problems=(*said, *one.problems))
        seated = _Seated(tagged, tuple(memo.digest(look(tagged.paper)) for look in looks))
        known[at] = seated
        stage.put(keys[at], packed(seated))
    stage.rest()
    found = [seated for seated in known if seated]
    problems.extend(problem for seated in found for problem in seated.tagged.problems)
    ids = [seated.tagged.paper.id for seated in found]
    marks = zip(*(seated.marks for seated in found), strict=True) if found else ((),) * len(looks)
    return Seated(
        tuple(seated.tagged.paper for seated in found), tuple(dict(zip(ids, each, strict=True)) for each in marks)
    )


def begin_tagging(parts: ReadParts, vocabulary: Vocabulary, memo: Memo, workers: Workers) -> Callable[[], Guessed]:
    """Begin to look for the tags of records that were read just now, while they are admitted: most become papers."""
    # What is told of tags that a record says has the paper's id in it.
    records = (record for record in parts.read_now() if not record.tags)
    papers = [paper_of(Work("", "", merge_work((record,), Problems()), (record,))) for record in records]
    return guess_tags(papers, vocabulary, memo, workers)


def mint_tags(ledger: Ledger, vocabulary: Vocabulary, edition: str) -> Ledger:
    """Give every tag its place in the ledger. Its slug is chosen in the vocabulary, and is its name, too."""
    new = (Entry("tag", tag.slug, tag.slug, edition) for tag in vocabulary.tags if not ledger.entry("tag", tag.slug))
    return ledger.with_entries(*new)


def index(papers: Iterable[Paper], ledger: Ledger, vocabulary: Vocabulary, people: People | None = None) -> Library:
    """Index the papers by id and by every facet."""
    merged = ledger.merged_names()
    tags = {("tag", tag.slug): tag.name for tag in vocabulary.tags}
    # Nearly every author is shown by the name itself, which need not be said where no merger says otherwise.
    told = {name for facet, name in merged if facet == "author"}
    known = {
        ("author", person.known_as): person.label
        for person in (people or People()).by_slug.values()
        if person.mark or person.name != person.known_as or person.known_as in told
    }
    statuses = {("status", status.value): word for status in Status if (word := status.word)}
    names: Mapping[tuple[str, str], str] = merged | tags | known | statuses
    others = {(facet, value): name for (facet, value), name in names.items() if name != value}
    return Library(tuple(papers), ledger.slugs(), others)
