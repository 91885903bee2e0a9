"""Giving papers their tags: each is looked at once, as long as it and the vocabulary stay as they are (`tagger`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from types import MappingProxyType

from msgspec import Struct

from litatlas.incremental.memo import NOTHING, Digest, Memo, Stage, begin_all, remembered_all
from litatlas.incremental.packing import Parcel, packed, unpacked
from litatlas.model import Paper, Tagging
from litatlas.problems import Problem, Problems
from litatlas.tagging.tagger import Tagger
from litatlas.vocabulary import Vocabulary
from litatlas.workers import ALONE, Workers


class _Found(Struct, frozen=True):
    """The tags of a paper: packed where they are found, and kept so."""

    tags: tuple[Tagging, ...]
    problems: tuple[Problem, ...]
    """What is wrong with those that its record says."""


def tag_stage(memo: Memo) -> Stage:
    """Give what is remembered of tags."""
    return memo.stage("tags", apart=True)


def tag_papers(
    papers: Iterable[Paper],
    vocabulary: Vocabulary,
    problems: Problems,
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
) -> tuple[Paper, ...]:
    """Give the papers, in the same order, with the tags that their text and their records say.

    Arguments:
        papers: Without tags.
        vocabulary: The tags.
        problems: Takes curated tags that are not in the vocabulary.
        memo: The tags that earlier builds have found.
        workers: Look for tags side by side.
    """
    found = find_tags(papers, vocabulary, memo, workers)
    problems.extend(problem for tagged in found for problem in tagged.problems)
    return tuple(tagged.paper for tagged in found)


class Tagged(Struct, frozen=True, array_like=True):
    """A paper that has its tags."""

    paper: Paper
    problems: tuple[Problem, ...]
    """What is wrong with the tags that its record says."""

    key: Digest
    """What the tags are remembered by."""


Guessed = Mapping[tuple[object, ...], Parcel]
"""The tags of papers that may be, by all that they depend on."""


def guess_tags(
    papers: Iterable[Paper], vocabulary: Vocabulary, memo: Memo = NOTHING, workers: Workers = ALONE
) -> Callable[[], Guessed]:
    """Begin to look for the tags of papers of which nobody knows yet if they will be; gives what waits for them."""
    papers = tuple(papers)
    stage, keys = tag_stage(memo), _keys(papers, vocabulary, memo)
    missing = [paper for key, paper in zip(keys, papers, strict=True) if not stage.has(key)]
    # Remembered once a paper has them.
    begun = begin_all(tag_stage(NOTHING), [(b"", paper) for paper in missing], partial(_tag, vocabulary), workers)
    return lambda: dict(zip(map(all_that_counts, missing), begun(), strict=True))


def find_tags(
    papers: Iterable[Paper],
    vocabulary: Vocabulary,
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
    guessed: Guessed = MappingProxyType({}),
) -> list[Tagged]:
    """Give papers their tags as `tag_papers` does; what is wrong with a paper's tags stands beside it."""
    papers = tuple(papers)
    stage, keys = tag_stage(memo), _keys(papers, vocabulary, memo)
    found = [guessed.get(all_that_counts(paper)) for paper in papers]
    for key, known in zip(keys, found, strict=True):
        if known:
            stage.put(key, known)
    others = [at for at, known in enumerate(found) if not known]
    keyed = ((keys[at], papers[at]) for at in others)
    for at, made in zip(others, remembered_all(stage, keyed, partial(_tag, vocabulary), workers), strict=True):
        found[at] = made
    tags = [unpacked(known, _Found) for known in found if known]
    return [
        Tagged(paper.with_tags(of_paper.tags), of_paper.problems, key)
        for paper, of_paper, key in zip(papers, tags, keys, strict=True)
    ]


def _keys(papers: Sequence[Paper], vocabulary: Vocabulary, memo: Memo) -> list[Digest]:
    settled = memo.digest(vocabulary)
    return [memo.digest(settled, *all_that_counts(paper)) for paper in papers]


def all_that_counts(paper: Paper) -> tuple[object, ...]:
    """Give what its tags, and what is told of them, depend on; its place in a file only where something may be told."""
    place = (paper.id, paper.origin) if paper.curated_tags else ()
    return (paper.title, paper.short, paper.abstract, paper.keywords, paper.curated_tags, *place)


def _tag(vocabulary: Vocabulary, papers: Sequence[Paper]) -> list[Parcel]:
    tagger = _tagger(vocabulary)
    parcels: list[Parcel] = []
    for paper in papers:
        problems = Problems()
        tags = tagger.tags(paper, problems)
        parcels.append(packed(_Found(tags, tuple(problems))))
    return parcels


@lru_cache(maxsize=1)
def _tagger(vocabulary: Vocabulary) -> Tagger:
    """Read the vocabulary once in a process."""
    return Tagger(vocabulary)
