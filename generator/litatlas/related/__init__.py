"""RELATE: which papers belong together, how strongly, and for what reasons."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field
from scipy.sparse import csr_array

from litatlas.incremental.memo import NOTHING, Memo
from litatlas.library import Library
from litatlas.model import Mention, Reason, ReasonKind, RelatedPaper
from litatlas.related.embeddings import Encoder, meanings_of
from litatlas.related.facts import Facts, find_facts
from litatlas.related.fusion import MENTIONS_WEIGHT
from litatlas.related.kept_phrases import phrases_of
from litatlas.related.listed import RelatedLists
from litatlas.related.lists import ranked_lists
from litatlas.related.marks import Marks, marks_of
from litatlas.related.mentions import find_mentions, mention_signal
from litatlas.related.nearest import EXACT_UP_TO
from litatlas.related.neighbours import Memory
from litatlas.related.ranking import rank
from litatlas.related.reasons import Terms, shared_terms
from litatlas.related.samples import SAMPLE_FILE, Sample
from litatlas.related.signals import Signal
from litatlas.related.statistics import SMALL, WHOLE, take_census
from litatlas.related.streams import Stream, stream
from litatlas.related.subjects import Subjects
from litatlas.related.text_similarity import text_space
from litatlas.related.told import Telling
from litatlas.related.versions import find_versions
from litatlas.settings import RelatedSettings
from litatlas.vocabulary.taxonomy import Vocabulary
from litatlas.workers import ALONE, Workers

__all__ = ["SAMPLE_FILE", "Encoder", "Relations", "Sample", "Scores", "relate", "score", "telling_terms"]


_BACK = frozenset({ReasonKind.MENTIONS, ReasonKind.CITES})


class Relations(Struct, frozen=True, dict=True):
    """The related papers and mentions of a whole library."""

    related: Mapping[str, tuple[RelatedPaper, ...]] = field(default_factory=dict)
    """Each paper's list, best first; every paper has one, which may be empty."""

    mentions: tuple[Mention, ...] = ()
    """Every place where a paper names another's system, by source, field (title first) and offset."""

    versions: tuple[tuple[str, str], ...] = ()
    """Pairs of papers that are one text twice; neither stands in the other's list."""

    @cached_property
    def lists(self) -> RelatedLists:
        """The lists as columns."""
        return self.related if isinstance(self.related, RelatedLists) else RelatedLists.of(self.related)

    @cached_property
    def _built_on(self) -> Mapping[str, Sequence[str]]:
        return self.lists.told_of(_BACK)

    @cached_property
    def _by_source(self) -> Mapping[str, tuple[Mention, ...]]:
        return _grouped(self.mentions, "source")

    @cached_property
    def _by_target(self) -> Mapping[str, tuple[Mention, ...]]:
        return _grouped(self.mentions, "target")

    def reasons_of(self, paper: str) -> tuple[tuple[str, tuple[Reason, ...]], ...]:
        """Give a paper's list, best first, without the scores: they change more often than what a reader sees."""
        return tuple((entry.id, entry.reasons) for entry in self.related.get(paper, ()))

    def built_on(self, paper: str) -> tuple[str, ...]:
        """Give the papers of a list that the paper names or cites."""
        return tuple(self._built_on.get(paper, ()))

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


class Scale(Struct, frozen=True):
    """Sizes of a library."""

    small: int = SMALL
    """Of more papers than this a sample is kept, from which all learn."""

    whole: int = WHOLE
    """Of more papers than this the sample is of some."""

    exact_up_to: int = EXACT_UP_TO
    """Of more papers than this each is compared with some only."""


USUAL = Scale()


class Scores(Struct, frozen=True):
    """What the signals say of all pairs of papers, before lists are made of it."""

    words: Stream
    mentions: tuple[Mention, ...]
    named: Signal
    """What the mentions say."""

    facts: Facts
    ranked: csr_array
    """Papers x papers in the library's order: the fused scores of all pairs that any signal names, in four places,
    those of each row best first."""

    versions: tuple[tuple[int, int], ...] = ()
    """Pairs of places of papers that are one text twice."""

    sample: Sample | None = None
    """From which the papers of a large library learn; none in a small one."""

    @property
    def subjects(self) -> Subjects:
        """The tags of the papers."""
        return self.facts.subjects


def score(
    library: Library,
    settings: RelatedSettings,
    vocabulary: Vocabulary | None = None,
    encoder: Encoder | None = None,
    memo: Memo = NOTHING,
    scale: Scale = USUAL,
    workers: Workers = ALONE,
    marks: Marks | None = None,
    sample: bytes = b"",
) -> Scores:
    """Compare all papers of a library by every signal, those of a sentence encoder too where there is one.

    Arguments:
        library: The papers, tagged.
        settings: How texts are compared.
        vocabulary: What the tags mean; without it tags are not used.
        encoder: Says what texts mean.
        memo: What is known from earlier builds.
        scale: From which sizes of a library on papers are counted and compared otherwise.
        workers: Read and compare papers side by side.
        marks: Of the papers, where they are known.
        sample: The sample from which an earlier build learnt, as a file (`samples`); empty where there is none.
    """
    papers = library.papers
    marks = marks or marks_of(papers, memo)
    words = stream(papers, memo, workers, marks.texts)
    meanings = meanings_of(papers, encoder) if encoder else None
    memory = Memory(tuple(paper.id for paper in papers), memo, scale.exact_up_to, workers)
    text = text_space(
        words, take_census(papers, scale.small, scale.whole), settings.dimensions, meanings, memory, sample
    )
    mentions = find_mentions(papers, text.are_close, memo, workers, marks.texts)
    named, facts = mention_signal(papers, mentions), find_facts(papers, vocabulary or Vocabulary(), marks, memo)
    lifted = MENTIONS_WEIGHT * named.scores + facts.scores
    ranking = rank(text, lifted, memo.digest([paper.id for paper in papers]), memo)
    versions = find_versions(papers, words, ranking.alike)
    return Scores(words, mentions, named, facts, ranking.scores, versions, text.sample)


def telling_terms(library: Library, scores: Scores, memo: Memo = NOTHING) -> Terms:
    """Find the terms by which papers can be told apart and together: what reasons and themes are named with."""
    phrases = phrases_of(scores.words, memo)
    return shared_terms(library.papers, scores.words, phrases, scores.subjects, memo)


def relate(
    library: Library,
    settings: RelatedSettings,
    vocabulary: Vocabulary | None = None,
    scores: Scores | None = None,
    terms: Terms | None = None,
    memo: Memo = NOTHING,
) -> Relations:
    """Relate the papers of a library.

    The same library gives the same relations, in whatever order its papers came.
    It takes about 17 s of processor time for 10,000 abstracts, 6.5 minutes for 80,000;
    memory grows with the papers, not with their pairs.

    Arguments:
        library: The papers, tagged.
        settings: How long the lists are.
        vocabulary: What the tags mean; without it tags are not used.
        scores: What `score` gave, where it is there already.
        terms: What `telling_terms` gave, likewise.
        memo: What is known from earlier builds.
    """
    scores = scores or score(library, settings, vocabulary)
    terms = terms or telling_terms(library, scores)
    ids = [paper.id for paper in library.papers]
    others = (Telling.of(scores.named), scores.facts.telling)
    related = ranked_lists(scores.ranked, ids, settings.limit, terms, others, frozenset(scores.versions), memo)
    return Relations(related, scores.mentions, tuple((ids[one], ids[other]) for one, other in scores.versions))
