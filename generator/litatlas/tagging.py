"""Giving papers their tags: each is looked at once, as long as it and the vocabulary stay as they are (`tagger`)."""

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial

from litatlas.memo import NOTHING, Memo, remembered_all
from litatlas.model import Paper, Tagging
from litatlas.problems import Problem, Problems
from litatlas.tagger import Tagger
from litatlas.vocabulary import Vocabulary
from litatlas.workers import ALONE, Workers

_Found = tuple[tuple[Tagging, ...], tuple[Problem, ...]]
"""The tags of a paper, and what is wrong with those that its record says."""


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
    papers = tuple(papers)
    settled = memo.digest(vocabulary)
    keyed = ((memo.digest(settled, *_all_that_counts(paper)), paper) for paper in papers)
    found = remembered_all(memo.stage("tags"), keyed, partial(_tag, vocabulary), workers)
    for _, told in found:
        problems.extend(told)
    return tuple(paper.with_tags(tags) for paper, (tags, _) in zip(papers, found, strict=True))


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
