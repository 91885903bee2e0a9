"""Compares the tags that the tagger gives with labels given by hand: precision and recall, by facet and in all."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from litatlas.model import Paper
from litatlas.text import fold
from litatlas.vocabulary.taxonomy import Vocabulary

Labels = dict[str, frozenset[str]]
"""The tags of a paper, parents included, by `title_key`."""


def title_key(title: str) -> str:
    """Give the words of a title, as they decided which papers are labelled (see labels.yml)."""
    return " ".join(re.findall("[a-z0-9]+", fold(title)))


@dataclass
class Score:
    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missed, 1)


def read_labels(text: str, vocabulary: Vocabulary) -> Labels:
    """Read a file of labels; a tag that the vocabulary does not have is a KeyError."""
    labels = {}
    for entry in yaml.safe_load(text):
        slugs = {slug for key, values in entry.items() if key != "title" for slug in values}
        above = {parent for slug in slugs for parent in vocabulary.ancestors(slug)}
        labels[title_key(entry["title"])] = frozenset(slugs | above)
    return labels


def measure(papers: Iterable[Paper], labels: Labels, vocabulary: Vocabulary) -> dict[str, Score]:
    """Give the score of each facet, and of all as `all`; papers without labels do not count."""
    scores: dict[str, Score] = defaultdict(Score)
    for paper in papers:
        wanted = labels.get(title_key(paper.title))
        if wanted is None:
            continue
        given = {tagging.slug for tagging in paper.tags}
        for slug in sorted(wanted | given):
            for score in (scores[vocabulary.by_slug[slug].facet], scores["all"]):
                score.right += slug in wanted and slug in given
                score.wrong += slug not in wanted
                score.missed += slug not in given
    return dict(scores)


def report(scores: dict[str, Score]) -> str:
    """Give the scores as a table for people."""
    return "\n".join(
        f"{facet:13} precision {score.precision:.2f}  recall {score.recall:.2f}  "
        f"({score.right} right, {score.wrong} wrong, {score.missed} missed)"
        for facet, score in sorted(scores.items())
    )
