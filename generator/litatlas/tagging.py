"""Giving papers their tags: each is looked at once, as long as it and the vocabulary stay as they are (`tagger`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from litatlas.memo import NOTHING, Digest, Memo, remembered_all
from litatlas.model import Paper, Tagging
from litatlas.problems import Problem, Problems
from litatlas.tagger import Tagger
from litatlas.vocabulary import Vocabulary
from litatlas.workers import ALONE, Workers

_Found = tuple[tuple[Tagging, ...], tuple[Problem, ...]]
"""The tags of a paper, and what is wrong with those that its record says."""

STAGE = "tags"
"""Of the memo."""


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


@dataclass(frozen=True, slots=True)
class Tagged:
    """A paper that has its tags."""

    paper: Paper
    problems: tuple[Problem, ...]
    """What is wrong with the tags that its record says."""

    key: Digest
    """What the tags are remembered by."""


def find_tags(
    papers: Iterable[Paper], vocabulary: Vocabulary, memo: Memo = NOTHING, workers: Workers = ALONE
) -> list[Tagged]:
    """Do the same; what is wrong with a paper's tags stands beside it."""
    papers = tuple(papers)
    settled = memo.digest(vocabulary)
    keys = [memo.digest(settled, *_all_that_counts(paper)) for paper in papers]
    found = remembered_all(memo.stage(STAGE), zip(keys, papers, strict=True), partial(_tag, vocabulary), workers)
    return [
        Tagged(paper.with_tags(tags), told, key) for paper, (tags, told), key in zip(papers, found, keys, strict=True)
    ]


def _all_that_counts(paper: Paper) -> tuple[object, ...]:
    """Give what its tags, and what is told of them, depend on; its place in a file only where something may be told."""
    place = (paper.id, paper.origin) if paper.curated_tags else ()
    return (paper.title, paper.short, paper.abstract, paper.keywords, paper.curated_tags, *place)


def _tag(vocabulary: Vocabulary, papers: Sequence[Paper]) -> list[_Found]:
    tagger = _tagger(vocabulary)
    found: list[_Found] = []
    for paper in papers:
        problems = Problems()
        tags = tagger.tags(paper, problems)
        found.append((tags, tuple(problems)))
    return found


@lru_cache(maxsize=1)
def _tagger(vocabulary: Vocabulary) -> Tagger:
    """Read the vocabulary once in a process."""
    return Tagger(vocabulary)
