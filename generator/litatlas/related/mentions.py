"""Where one paper's title or abstract names another's system: few, but right.

One pass over each text against a trie of all names (`names`); then each sight of a name
is judged by its context (`sights`). Run by run of the papers sights are remembered by the texts and by the names that
can stand in them: those all of whose words do. While the names of all systems stay as they are, which few changes
touch, nothing is read of runs that have not changed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from litatlas.incremental.memo import NOTHING, Digest, Memo, begin_all, remembered
from litatlas.language.shortname import short_name
from litatlas.model import Mention, Paper, Reason, ReasonKind
from litatlas.related.names import WORD, Bearer, Claims, Name, Source, Speaker, names, read_claims, speaker
from litatlas.related.runs import AT_ONCE, runs
from litatlas.related.sights import Text, is_older, mentions_in
from litatlas.related.signals import Signal, symmetric
from litatlas.related.trie import Trie
from litatlas.text import fold
from litatlas.workers import ALONE, Workers

Close = Callable[[Sequence[int], Sequence[int]], Sequence[bool]]
"""Says of pairs of papers, by their places, whether both speak of similar things."""


class _Sight(Struct, frozen=True):
    """A place where a text names a system, if both papers are close or it is sure anyway."""

    mention: Mention
    name: int
    """Place of the name among those that the run of papers can speak of."""

    is_sure: bool


_Named = tuple[Mention, Name, bool]
"""The same with its name."""


class _Known(Struct, frozen=True):
    """What one build leaves to the next."""

    begins: tuple[int, ...]
    """Places of the papers with which runs begin, and how many papers there are."""

    keys: tuple[Digest, ...]
    """Of all that is read of each run."""

    marks: tuple[Digest, ...]
    """Of what each run says of names."""

    claimed: tuple[str, ...]
    """All names that any paper gives to its system, folded."""

    names: tuple[Name, ...]
    """Those by which others may speak of them."""

    sight_keys: tuple[Digest, ...]
    sights: tuple[tuple[_Named, ...], ...]
    """Of each run, and under what they are remembered."""


class _Run(Struct, frozen=True):
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

    Arguments:
        papers: The papers of the library, in its order.
        close: Tells which papers are of one matter.
        memo: What is known from earlier builds.
        workers: Read runs side by side.
        texts: The digest of each paper's texts, where they are known.
    """
    cut = runs(papers)
    keys = _keys(cut, texts, memo)
    stage, key = memo.stage("related-mentions"), memo.digest("the last mentions")
    last: _Known | None = stage.get(key)
    known = (_carried_on(last, papers, cut, keys, memo) if last else None) or _anew(papers, cut, keys, memo, workers)
    if known != last:
        stage.put(key, known)
    stage.rest()
    found = [sight for of_run in known.sights for sight in of_run]
    return tuple(mention for mention, _ in _coined(_close_ones(found, papers, close), papers))


def _carried_on(
    last: _Known, papers: Sequence[Paper], cut: Sequence[Sequence[Paper]], keys: Sequence[Digest], memo: Memo
) -> _Known | None:
    """Look at the runs that changed; gives nothing where they say of names what they did not say before."""
    if last.begins != _begins(cut):
        return None
    changed = [number for number, key in enumerate(keys) if key != last.keys[number]]
    stage = memo.stage("related-names")
    stage.use(keys)
    claims = begin_all(stage, [(keys[number], cut[number]) for number in changed], _read, ALONE, prepare=_spoken)()
    claimed = frozenset(last.claimed)
    if any(_mark(cut[at], claim, claimed, memo) != last.marks[at] for at, claim in zip(changed, claims, strict=True)):
        return None
    tasks = _Tasks(papers, last.names, memo)
    sight_keys, sights, stage = list(last.sight_keys), list(last.sights), memo.stage("related-sights")
    for number, claim in zip(changed, claims, strict=True):
        sight_keys[number], task = tasks.of(last.begins[number], cut[number], keys[number], claim)
        sights[number] = _named(remembered(stage, sight_keys[number], partial(_seen_in, task)), task[3])
    stage.use(sight_keys)
    return replace(last, keys=tuple(keys), sight_keys=tuple(sight_keys), sights=tuple(sights))


def _anew(
    papers: Sequence[Paper], cut: Sequence[Sequence[Paper]], keys: Sequence[Digest], memo: Memo, workers: Workers
) -> _Known:
    """Look for the names of all systems in all runs."""
    stage = memo.stage("related-names")
    claims = begin_all(stage, zip(keys, cut, strict=True), _read, workers, AT_ONCE, early=False, prepare=_spoken)()
    known, begins = tuple(names(claims)), _begins(cut)
    tasks = _Tasks(papers, known, memo)
    keyed = [tasks.of(*each) for each in zip(begins[:-1], cut, keys, claims, strict=True)]
    stage = memo.stage("related-sights")
    sights = begin_all(stage, keyed, _find, workers, AT_ONCE, early=False, prepare=lambda task: _Run.of(*task))()
    claimed = frozenset(fold(text) for claim in claims for given in claim.of_papers for text, _ in given)
    marks = tuple(_mark(run, claim, claimed, memo) for run, claim in zip(cut, claims, strict=True))
    named = tuple(_named(of_run, task[3]) for of_run, (_, task) in zip(sights, keyed, strict=True))
    return _Known(begins, tuple(keys), marks, tuple(sorted(claimed)), known, tuple(key for key, _ in keyed), named)


_Task = tuple[int, Sequence[Paper], Claims, tuple[Name, ...], tuple[Bearer, ...]]
"""What a `_Run` is made of."""


class _Tasks:
    """Puts together what is needed to find whom runs of papers name."""

    def __init__(self, papers: Sequence[Paper], known: Sequence[Name], memo: Memo) -> None:
        self._papers, self._memo, self._marks = papers, memo, dict[Name, Digest]()
        self._by_first: dict[str, list[tuple[frozenset[str], Name]]] = {}
        for name in known:
            # A name of signs alone is no word of any text.
            if words := _words(name.text):
                self._by_first.setdefault(words[0], []).append((frozenset(words), name))

    def of(self, first: int, run: Sequence[Paper], key: Digest, claim: Claims) -> tuple[Digest, _Task]:
        """Give that of a run, with the digest of all that is in it."""
        wanted = _wanted(claim, self._by_first)
        bearers = tuple(_bearer(self._papers[name.owner]) for name in wanted)
        for name, bearer in zip(wanted, bearers, strict=True):
            if name not in self._marks:
                self._marks[name] = self._memo.digest(name.text, name.source, name.is_common, bearer)
        return self._memo.digest(key, [self._marks[name] for name in wanted]), (first, run, claim, wanted, bearers)


def _begins(cut: Sequence[Sequence[Paper]]) -> tuple[int, ...]:
    return tuple(accumulate(map(len, cut), initial=0))


def _mark(run: Sequence[Paper], claims: Claims, claimed: frozenset[str], memo: Memo) -> Digest:
    """Give a digest of what a run says of names that any paper claims, and of all that bear one in it."""
    bearers = [_bearer(paper) for paper, given in zip(run, claims.of_papers, strict=True) if given]
    defined = [sorted(claimed.intersection(words)) for words in claims.defined]
    return memo.digest(claims.of_papers, bearers, defined, sorted(claimed.intersection(claims.small.split())))


def _named(sights: Iterable[_Sight], names: Sequence[Name]) -> tuple[_Named, ...]:
    return tuple((sight.mention, names[sight.name], sight.is_sure) for sight in sights)


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


def _seen_in(task: _Task) -> tuple[_Sight, ...]:
    return tuple(_sights(_Run.of(*task)))


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


def _close_ones(found: Sequence[_Named], papers: Sequence[Paper], close: Close) -> list[tuple[Mention, Name]]:
    """Leave out what is only named if both papers are of one matter, and they are not."""
    place = {paper.id: number for number, paper in enumerate(papers)}
    unsure = [(place[mention.source], name.owner) for mention, name, is_sure in found if not is_sure]
    are_close = iter(close([one for one, _ in unsure], [other for _, other in unsure]))
    return [(mention, name) for mention, name, is_sure in found if is_sure or next(are_close)]


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
