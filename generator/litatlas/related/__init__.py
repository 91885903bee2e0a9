"""RELATE: which papers belong together, how strongly, and for what reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scipy.sparse import csr_array

from litatlas.library import Library
from litatlas.model import Mention, RelatedPaper
from litatlas.related.artefacts import artefact_signal
from litatlas.related.fusion import ARTEFACTS_WEIGHT, AUTHORS_WEIGHT, MENTIONS_WEIGHT, fuse, ranked_lists
from litatlas.related.mentions import find_mentions, mention_signal
from litatlas.related.phrases import find_phrases
from litatlas.related.reasons import shared_terms
from litatlas.related.shared_authors import author_signal
from litatlas.related.signals import Signal
from litatlas.related.text_similarity import text_space
from litatlas.related.tokens import Stream, stream
from litatlas.settings import RelatedSettings

__all__ = ["Relations", "Scores", "relate", "score"]


@dataclass(frozen=True)
class Relations:
    """The related papers and mentions of a whole library."""

    related: Mapping[str, tuple[RelatedPaper, ...]] = field(default_factory=dict)
    """Each paper's list, best first; every paper has one, which may be empty."""

    mentions: tuple[Mention, ...] = ()
    """Every place where a paper names another's system, by source, field (title first) and offset."""

    @cached_property
    def _by_source(self) -> Mapping[str, tuple[Mention, ...]]:
        return _grouped(self.mentions, "source")

    @cached_property
    def _by_target(self) -> Mapping[str, tuple[Mention, ...]]:
        return _grouped(self.mentions, "target")

    def mentions_of(self, paper: str) -> tuple[Mention, ...]:
        """Give the places where the text of a paper names others."""
        return self._by_source.get(paper, ())

    def mentioned_by(self, paper: str) -> tuple[Mention, ...]:
        """Give the places where the texts of others name a paper."""
        return self._by_target.get(paper, ())


def _grouped(mentions: tuple[Mention, ...], end: str) -> dict[str, tuple[Mention, ...]]:
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(getattr(mention, end), []).append(mention)
    return {paper: tuple(group) for paper, group in groups.items()}


@dataclass(frozen=True, slots=True)
class Scores:
    """What the signals say of all pairs of papers, before lists are made of it."""

    words: Stream
    mentions: tuple[Mention, ...]
    signals: tuple[tuple[float, Signal], ...]
    """The signals beside the text, each with its weight."""

    fused: csr_array
    """Papers x papers in the library's order: the fused scores of all pairs that any signal names."""


def score(library: Library, settings: RelatedSettings) -> Scores:
    """Compare all papers of a library by every signal."""
    papers = library.papers
    words = stream(papers)
    text = text_space(words, len(papers), settings.dimensions)
    mentions = find_mentions(papers, text.are_close)
    signals = (
        (MENTIONS_WEIGHT, mention_signal(papers, mentions)),
        (ARTEFACTS_WEIGHT, artefact_signal(papers)),
        (AUTHORS_WEIGHT, author_signal(papers)),
    )
    return Scores(words, mentions, signals, fuse(text, signals))


def relate(library: Library, settings: RelatedSettings) -> Relations:
    """Relate the papers of a library.

    The same library gives the same relations, in whatever order its papers came.
    Every paper's words are compared with those of all others (about 30 s for
    10,000 abstracts); memory grows with the papers, not with their pairs.
    """
    papers = library.papers
    scores = score(library, settings)
    terms = shared_terms(papers, scores.words, find_phrases(scores.words, len(papers)))
    ids = [paper.id for paper in papers]
    others = [signal for _, signal in scores.signals]
    return Relations(ranked_lists(scores.fused, ids, settings.limit, terms, others), scores.mentions)
