"""RELATE: which papers belong together, how strongly, and for what reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from litatlas.library import Library
from litatlas.model import Mention, RelatedPaper
from litatlas.related.artefacts import artefact_signal
from litatlas.related.fusion import ARTEFACTS_WEIGHT, AUTHORS_WEIGHT, MENTIONS_WEIGHT, fuse, ranked_lists
from litatlas.related.mentions import find_mentions, mention_signal
from litatlas.related.phrases import find_phrases
from litatlas.related.reasons import shared_terms
from litatlas.related.shared_authors import author_signal
from litatlas.related.text_similarity import text_space
from litatlas.related.tokens import stream
from litatlas.settings import RelatedSettings

__all__ = ["Relations", "relate"]


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


def relate(library: Library, settings: RelatedSettings) -> Relations:
    """Relate the papers of a library.

    The same library gives the same relations, in whatever order its papers came.
    Every paper's words are compared with those of all others (about 30 s for
    10,000 abstracts); memory grows with the papers, not with their pairs.
    """
    papers = library.papers
    words = stream(papers)
    text = text_space(words, len(papers), settings.dimensions)
    mentions = find_mentions(papers, text.are_close)
    signals = (
        (MENTIONS_WEIGHT, mention_signal(papers, mentions)),
        (ARTEFACTS_WEIGHT, artefact_signal(papers)),
        (AUTHORS_WEIGHT, author_signal(papers)),
    )
    fused = fuse(text, signals)
    terms = shared_terms(papers, words, find_phrases(words, len(papers)))
    ids = [paper.id for paper in papers]
    return Relations(ranked_lists(fused, ids, settings.limit, terms, [signal for _, signal in signals]), mentions)
