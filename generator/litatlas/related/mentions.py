"""Where one paper's title or abstract names another's system: few, but right.

One pass over each text against a trie of all names (`names`); then each sight of a name
is judged by its context (`sights`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from litatlas.incremental.memo import NOTHING, Digest, Memo, begin_all
from litatlas.language.shortname import short_name
from litatlas.model import Mention, Paper, Reason, ReasonKind
from litatlas.related.names import WORD, Bearer, Claims, Name, Source, Speaker, names, read_claims, speaker
from litatlas.related.runs import AT_ONCE, runs
from litatlas.related.sights import Text, is_older, mentions_in
from litatlas.related.signals import Signal, symmetric
from litatlas.related.trie import Trie
from litatlas.text import fold
from litatlas.workers import ALONE, Workers

Close = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class _Sight:
    """A place where a text names a system, if both papers are close or it is sure anyway."""

    mention: Mention
    name: int
    """Place of the name among those that the run of papers can speak of."""

    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Some papers in a row, and all that is needed to find whom they name."""

    first: int
    """Place of the first one in the library."""

    papers: tuple[Speaker, ...]
    introduced: tuple[tuple[str, ...], ...]
    """The names that the abstract of each gives."""

    names: tuple[Name, ...]
    """Those all of whose words stand in the run."""

    bearers: tuple[Bearer, ...]
    """Whose each of them is."""

    @classmethod
    def of(
        cls, first: int, papers: Sequence[Paper], claims: Claims, names: tuple[Name, ...], bearers: tuple[Bearer, ...]
    ) -> "_Run":
        """Take of papers what is read of them."""
        return cls(first, tuple(map(speaker, papers)), claims.introduced, names, bearers)


def find_mentions(
    papers: Sequence[Paper],
    close: Close,
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
    texts: Sequence[Digest] = (),
) -> tuple[Mention, ...]:
    """Find all mentions, ordered by source, field (title first) and place.

    Run by run they are remembered by the texts and by the names that can stand in them:
    those all of whose words do.

    Arguments:
        papers: The papers of the library, in its order.
        close: Whether two papers speak of similar things, by their places.
        memo: What is known from earlier builds.
        workers: Read runs side by side.
        texts: The digest of each paper's texts, where they are known.
    """
    cut = runs(papers)
    keys = _keys(cut, texts, memo)
    stage = memo.stage("related-names")
    claims = begin_all(stage, zip(keys, cut, strict=True), _read, workers, AT_ONCE, early=False, prepare=_spoken)()
    known = names(claims)
    bearers = {name.owner: _bearer(papers[name.owner]) for name in known}
    marks = {name: memo.digest(name.text, name.source, name.is_common, bearers[name.owner]) for name in known}
    by_first: dict[str, list[tuple[frozenset[str], Name]]] = {}
    for name in known:
        # A name of signs alone is no word of any text.
        if words := _words(name.text):
            by_first.setdefault(words[0], []).append((frozenset(words), name))
    tasks, first = [], 0
    for run, claim in zip(cut, claims, strict=True):
        wanted = _wanted(claim, by_first)
        tasks.append((first, run, claim, wanted, tuple(bearers[name.owner] for name in wanted)))
        first += len(run)
    keyed = ((memo.digest(key, [marks[name] for name in task[3]]), task) for key, task in zip(keys, tasks, strict=True))
    stage = memo.stage("related-mentions")
    sights = begin_all(stage, keyed, _find, workers, AT_ONCE, early=False, prepare=lambda task: _Run.of(*task))()
    found = [
        (sight.mention, wanted[sight.name], sight.is_sure)
        for (_, _, _, wanted, _), of_run in zip(tasks, sights, strict=True)
        for sight in of_run
    ]
    return tuple(mention for mention, _ in _coined(_close_ones(found, papers, close), papers))


def _keys(cut: Sequence[Sequence[Paper]], texts: Sequence[Digest], memo: Memo) -> list[Digest]:
    """Give a digest of all that is read of each run of papers."""
    if not any(texts):
        return [memo.digest(_spoken(run)) for run in cut]
    text = iter(texts)
    return [memo.digest([(next(text), paper.year, paper.links, paper.short) for paper in run]) for run in cut]


def _spoken(run: Sequence[Paper]) -> tuple[Speaker, ...]:
    return tuple(map(speaker, run))


def _bearer(paper: Paper) -> Bearer:
    return Bearer(paper.id, paper.year, paper.links)


def _wanted(claim: Claims, by_first: Mapping[str, Sequence[tuple[frozenset[str], Name]]]) -> tuple[Name, ...]:
    """Give the names that can stand in a run of papers."""
    known = frozenset(claim.words.split())
    found = (pair for word in sorted(known & by_first.keys()) for pair in by_first[word])
    return tuple(name for words, name in found if known >= words)


def _read(runs: Sequence[tuple[Speaker, ...]]) -> list[Claims]:
    return [read_claims(run) for run in runs]


def _find(runs: Sequence[_Run]) -> list[tuple[_Sight, ...]]:
    return [tuple(_sights(run)) for run in runs]


def _sights(run: _Run) -> Iterator[_Sight]:
    """Find the sights in a run of papers."""
    trie: Trie[Name] = Trie()
    for name in run.names:
        trie.add(_words(name.text), name)
    place = {name: number for number, name in enumerate(run.names)}
    papers: dict[int, Bearer] = {name.owner: bearer for name, bearer in zip(run.names, run.bearers, strict=True)}
    papers.update(enumerate(run.papers, start=run.first))
    for number, (paper, given) in enumerate(zip(run.papers, run.introduced, strict=True), start=run.first):
        own_name = paper.short or short_name(paper.title)
        introduced = [name for name in (*given, own_name) if name]
        own = frozenset(map(fold, introduced))
        longer = tuple(name for name in introduced if len(WORD.findall(name)) > 1)
        for field, text in (("title", paper.title), ("abstract", paper.abstract)):
            for mention, name, is_sure in mentions_in(Text(number, field, text, own, longer), trie, papers):
                yield _Sight(mention, place[name], is_sure)


def _close_ones(
    found: Sequence[tuple[Mention, Name, bool]], papers: Sequence[Paper], close: Close
) -> list[tuple[Mention, Name]]:
    """Leave out what is only named if both papers are of one matter, and they are not."""
    place = {paper.id: number for number, paper in enumerate(papers)}
    return [(mention, name) for mention, name, is_sure in found if is_sure or close(place[mention.source], name.owner)]


def _coined(found: list[tuple[Mention, Name]], papers: Sequence[Paper]) -> list[tuple[Mention, Name]]:
    """Leave out the names that a paper only claims in its text while an older paper uses them already."""
    place = {paper.id: paper for paper in papers}
    borrowed = {
        name
        for mention, name in found
        if name.source is not Source.TITLE and is_older(_bearer(place[mention.source]), _bearer(papers[name.owner]))
    }
    return [pair for pair in found if pair[1] not in borrowed]


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in WORD.findall(text))


def mention_signal(papers: Sequence[Paper], mentions: Sequence[Mention]) -> Signal:
    """Relate the papers of each mention; the reason says who names whom, with the first sentence that does."""
    place = {paper.id: number for number, paper in enumerate(papers)}
    first: dict[tuple[int, int], Mention] = {}
    for mention in mentions:
        first.setdefault((place[mention.source], place[mention.target]), mention)

    def reasons(paper: int, other: int) -> tuple[Reason, ...]:
        directions = ((ReasonKind.MENTIONS, (paper, other)), (ReasonKind.MENTIONED_BY, (other, paper)))
        return tuple(
            Reason(kind, (first[pair].name,), first[pair].sentence) for kind, pair in directions if pair in first
        )

    return Signal(symmetric(first.keys(), len(papers)), reasons)
