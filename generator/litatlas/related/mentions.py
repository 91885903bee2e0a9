"""Where one paper's title or abstract names another's system: few, but right.

One pass over each text against a trie of all names (`names`); then each sight of a name
is judged by its context (`sights`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from litatlas.memo import NOTHING, Memo, remembered
from litatlas.model import Mention, Paper, Reason, ReasonKind
from litatlas.related.names import WORD, Claims, Name, Source, names, read_claims
from litatlas.related.runs import runs
from litatlas.related.sights import Text, is_older, mentions_in
from litatlas.related.signals import Signal, symmetric
from litatlas.related.trie import Trie
from litatlas.shortname import short_name
from litatlas.text import fold

Close = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class _Sight:
    """A place where a text names a system, if both papers are close or it is sure anyway."""

    mention: Mention
    name: int
    """Place of the name among those that the run of papers can speak of."""

    is_sure: bool


def find_mentions(papers: Sequence[Paper], close: Close, memo: Memo = NOTHING) -> tuple[Mention, ...]:
    """Find all mentions, ordered by source, field (title first) and place.

    Run by run they are remembered by the texts and by the names that can stand in them:
    those all of whose words do.

    Arguments:
        papers: The papers of the library, in its order.
        close: Whether two papers speak of similar things, by their places.
        memo: What is known from earlier builds.
    """
    cut = runs(papers)
    stage = memo.stage("related-names")
    claims = [remembered(stage, memo.digest(*map(_said, run)), partial(read_claims, run)) for run in cut]
    trie: Trie[Name] = Trie()
    by_first: dict[str, list[tuple[frozenset[str], Name]]] = {}
    for name in names(claims):
        # A name of signs alone is no word of any text.
        if words := _words(name.text):
            trie.add(words, name)
            by_first.setdefault(words[0], []).append((frozenset(words), name))
    stage, found, first = memo.stage("related-mentions"), [], 0
    for run, claim in zip(cut, claims, strict=True):
        wanted = [
            name
            for word in sorted(claim.words & by_first.keys())
            for words, name in by_first[word]
            if claim.words >= words
        ]
        owners = [(name.text, name.source, name.is_common, *_borne(papers[name.owner])) for name in wanted]
        key = memo.digest([(paper.id, paper.year, *_said(paper)) for paper in run], owners)
        sights = remembered(stage, key, partial(_sights, first, claim, trie, wanted, papers))
        found += [(sight.mention, wanted[sight.name], sight.is_sure) for sight in sights]
        first += len(run)
    return tuple(mention for mention, _ in _coined(_close_ones(found, papers, close), papers))


def _said(paper: Paper) -> tuple[object, ...]:
    return paper.title, paper.abstract, paper.short, [(link.rel, link.url) for link in paper.links]


def _borne(owner: Paper) -> tuple[object, ...]:
    return owner.id, owner.year, [link.url for link in owner.links]


def _sights(
    first: int, claim: Claims, trie: Trie[Name], wanted: Sequence[Name], papers: Sequence[Paper]
) -> tuple[_Sight, ...]:
    """Find the sights in a run of papers, of which the first has this place."""
    place = {name: number for number, name in enumerate(wanted)}
    found: list[_Sight] = []
    for number, given in enumerate(claim.introduced, start=first):
        paper = papers[number]
        own_name = paper.short or short_name(paper.title)
        introduced = [name for name in (*given, own_name) if name]
        own = frozenset(map(fold, introduced))
        longer = tuple(name for name in introduced if len(WORD.findall(name)) > 1)
        for field, text in (("title", paper.title), ("abstract", paper.abstract)):
            for mention, name, is_sure in mentions_in(Text(number, field, text, own, longer), trie, papers):
                found.append(_Sight(mention, place[name], is_sure))
    return tuple(found)


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
        if name.source is not Source.TITLE and is_older(place[mention.source], papers[name.owner])
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
