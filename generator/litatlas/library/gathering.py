"""The papers of a survey, from the parts of its files to the library, before they are compared with each other.

Who is who among records, ids, citation keys and people hang on all records
together, but only on their looks (`reading`): titles, names, years, venues,
identifiers, never on abstracts. So the whole outcome, the roll, is remembered
by one digest of all looks, of the ledger and of authors.yml. Where it is the
same as before, a paper is remembered by what its own records were read from,
and records are looked at again only where they changed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from litatlas.facets import FACETS
from litatlas.identity.ledger_format import KINDS, parse_rows, render_rows, survives
from litatlas.identity.permalink import LEDGER_FILE, Entry, Ledger, mint_values
from litatlas.identity.record_files import VOCABULARY_FILE
from litatlas.incremental.memo import NOTHING, Digest, Memo, remembered
from litatlas.incremental.packing import Parcel, packed, unpacked, unpacked_all
from litatlas.intake.admission import Work, assemble, merges_of, paper_of
from litatlas.intake.merging import merge_work
from litatlas.intake.reading import ReadParts
from litatlas.intake.works import Merge
from litatlas.library import Library
from litatlas.library.paper_memo import marks_with
from litatlas.model import Author, Paper, Record, Status
from litatlas.people import People, PersonEntry, identify
from litatlas.problems import Problem, Problems
from litatlas.tagging import Guessed, Tagged, find_tags, guess_tags, tag_stage
from litatlas.vocabulary import Vocabulary, parse_vocabulary
from litatlas.workers import ALONE, Workers


@dataclass(frozen=True, slots=True)
class Seat:
    """A paper on the roll."""

    id: str
    citation_key: str
    members: tuple[int, ...]
    """The places of its records among all, the winning one first."""

    authors: tuple[Author, ...] | None
    """Its authors with who they are; None where that is what the record says of them."""

    mark: Digest
    """The digest of its id, its citation key and these authors."""


@dataclass(frozen=True, slots=True)
class Roll:
    """Which records are which paper, under which id, and who wrote it."""

    seats: tuple[Seat, ...]
    """In the order of the ids."""

    rows: tuple[Entry, ...]
    """What the ledger has to learn: new ids, names and origin keys."""

    people: People
    merges: tuple[Merge, ...]
    problems: tuple[Problem, ...]
    steady: bool
    """Whether the same records would give the same once the ledger has these rows, and no more of them."""


_COUNTED = tuple(kind for kind in KINDS if kind not in ("tag", "theme"))
"""The rows of the ledger that the roll hangs on; tags and themes have theirs from elsewhere."""


def read_vocabulary(text: str, problems: Problems, memo: Memo = NOTHING) -> Vocabulary:
    """Read the vocabulary's file; once, as long as it stays as it is."""

    def read() -> tuple[Vocabulary, tuple[Problem, ...]]:
        told = Problems()
        return parse_vocabulary(text, VOCABULARY_FILE, told), tuple(told)

    vocabulary, told = remembered(memo.stage("vocabulary"), memo.digest(text), read)
    problems.extend(told)
    return vocabulary


@dataclass(frozen=True, slots=True)
class _Table:
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


def call_roll(
    parts: ReadParts,
    entries: Sequence[PersonEntry],
    ledger: Ledger,
    problems: Problems,
    edition: str = "",
    memo: Memo = NOTHING,
) -> Roll:
    """Admit all records, and tell their authors apart.

    Arguments:
        parts: What was read.
        entries: What authors.yml says.
        ledger: What was published before.
        problems: Takes what is wrong with them together.
        edition: The edition that publishes new papers first.
        memo: What was found out in earlier builds.
    """
    stage = memo.stage("roll", apart=True)

    def key_with(known: Ledger) -> Digest:
        return memo.digest(parts.looks, entries, edition, known.text_of(_COUNTED))

    parcel: Parcel | None = stage.get(key := key_with(ledger))
    roll = unpacked(parcel, Roll) if parcel else _called(parts.all_records(), entries, ledger, edition, memo)
    if not parcel:
        stage.put(key, packed(roll))
        if roll.steady and roll.rows:
            # The next build finds these rows in the ledger; nobody need look at all records again for that.
            stage.put(key_with(ledger.with_entries(*roll.rows)), packed(replace(roll, rows=())))
    stage.rest()
    problems.extend(roll.problems)
    return roll


def _called(
    records: Sequence[Record], entries: Sequence[PersonEntry], ledger: Ledger, edition: str, memo: Memo
) -> Roll:
    problems = Problems()
    place = {id(record): at for at, record in enumerate(records)}
    # What records of one work say differently is told where they are merged: it hangs on more than their looks.
    assembled = assemble(records, ledger, problems, edition, differences=Problems())
    found = assembled.works
    merges = tuple(merge for work in found for merge in merges_of(work, problems))
    papers = tuple(paper_of(work) for work in found)
    identified = identify(papers, entries, assembled.ledger, problems, edition)
    grown = mint_facets(identified.ledger, identified.papers, edition)
    people = [None if named is paper else named.authors for named, paper in zip(identified.papers, papers, strict=True)]
    seats = tuple(
        Seat(
            work.id,
            work.citation_key,
            tuple(place[id(member)] for member in work.members),
            authors,
            memo.digest(work.id, work.citation_key, authors),
        )
        for work, authors in zip(found, people, strict=True)
    )
    rows = tuple(row for row in grown.entries() if ledger.entry(row.kind, row.id) != row)
    steady = assembled.steady and identified.steady and all(map(survives, rows))
    return Roll(seats, rows, identified.people, merges, tuple(problems), steady)


Look = Callable[[Paper], object]
"""What a later step looks at of a paper."""


@dataclass(frozen=True, slots=True)
class _Seated:
    """A paper with its tags."""

    tagged: Tagged
    marks: tuple[Digest, ...]
    """The digests of what each later step looks at."""


@dataclass(frozen=True, slots=True)
class Seated:
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
    known = unpacked_all([stage.get(key) for key in keys], _Seated)
    tag_stage(memo).use(seated.tagged.key for seated in known if seated)
    missing = [at for at, seated in enumerate(known) if seated is None]
    papers, told = _papers(parts, [roll.seats[at] for at in missing])
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


def _papers(parts: ReadParts, seats: Sequence[Seat]) -> tuple[list[Paper], list[Problems]]:
    """Give the papers of some seats without tags, and what is told of each."""
    records = iter(parts.records(at for seat in seats for at in seat.members))
    papers: list[Paper] = []
    told: list[Problems] = []
    for seat in seats:
        members = tuple(next(records) for _ in seat.members)
        told.append(Problems())
        paper = paper_of(Work(seat.id, seat.citation_key, merge_work(members, told[-1]), members))
        papers.append(paper if seat.authors is None else replace(paper, authors=seat.authors))
    return papers, told


def begin_tagging(parts: ReadParts, vocabulary: Vocabulary, memo: Memo, workers: Workers) -> Callable[[], Guessed]:
    """Begin to look for the tags of records that were read just now, while they are admitted: most become papers."""
    # What is told of tags that a record says has the paper's id in it.
    records = (record for record in parts.read_now() if not record.tags)
    papers = [paper_of(Work("", "", merge_work((record,), Problems()), (record,))) for record in records]
    return guess_tags(papers, vocabulary, memo, workers)


def mint_facets(ledger: Ledger, papers: Iterable[Paper], edition: str) -> Ledger:
    """Give every value of every facet its place in the ledger; tags and themes have slugs of their own."""
    papers = tuple(papers)
    for facet in FACETS:
        if facet.key not in ("tag", "theme"):
            ledger = mint_values(ledger, facet.key, {name for paper in papers for name in facet.values(paper)}, edition)
    return ledger


def mint_tags(ledger: Ledger, vocabulary: Vocabulary, edition: str) -> Ledger:
    """Give every tag its place in the ledger. Its slug is chosen in the vocabulary, and is its name, too."""
    new = (Entry("tag", tag.slug, tag.slug, edition) for tag in vocabulary.tags if not ledger.entry("tag", tag.slug))
    return ledger.with_entries(*new)


def index(papers: Iterable[Paper], ledger: Ledger, vocabulary: Vocabulary, people: People | None = None) -> Library:
    """Index the papers by id and by every facet."""
    tags = {("tag", tag.slug): tag.name for tag in vocabulary.tags}
    known = {("author", person.known_as): person.label for person in (people or People()).by_slug.values()}
    statuses = {("status", status.value): word for status in Status if (word := status.word)}
    names: Mapping[tuple[str, str], str] = ledger.merged_names() | tags | known | statuses
    # Nearly every author is shown by the name itself.
    others = {(facet, value): name for (facet, value), name in names.items() if name != value}
    return Library(tuple(papers), ledger.slugs(), others)
