"""Which distinctive terms two papers share: the tags of both, then phrases, in words that a reader would use.

A reader accepts "visual question answering" and not "visual question-answering, flexibility
and web". So tags come in the words of the vocabulary; phrases must be whole noun phrases
(`phrases`); a single word counts only if it is a name, or both papers speak of it more than
in passing; and of two terms that say the same the better one stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import log1p

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from litatlas.incremental.memo import NOTHING, Digest, Memo
from litatlas.model import Paper
from litatlas.related.context import Context, find_context
from litatlas.related.kept_terms import Pair, Pairs, SharedTerms, TermKey, keep, recalled
from litatlas.related.mixing import Numbers, as_number, in_order, mixed
from litatlas.related.phrase_weights import is_generic, rarity, weigh_phrases
from litatlas.related.phrases import Phrases
from litatlas.related.statistics import stable_count
from litatlas.related.streams import Stream
from litatlas.related.subjects import Subject, Subjects, Words, normal_words
from litatlas.related.surfaces import Surfaces, surfaces
from litatlas.related.words import EMPTY_HEADS

MOST_TERMS = 5

_TAG_WEIGHT = 2.3
"""A tag says more than a phrase of the same rarity: a person chose its name, and the text was read for it."""

_ONE_WORD_TAG = 0.65
"""Of a tag of one word: `generation` and `retrieval` say less than `in-context learning`."""

_TAG_IN_TITLE = 1.25
"""For each of the two titles that says the tag."""

_IN_PASSING = 0.5
"""Of a name that one of the two only touches: `GPT-4V`, `ImageNet`."""

_IN_PASSING = 0.5
"""Of a phrase that means a tag which one of the two does not have: the tagging read it, and found no subject."""

ENOUGH = 1.4
ENOUGH_WITHOUT_TAGS = 0.7
"""Terms explain a pair fully if their weights sum to this times ln(1 + papers): two special tags do, or one that
is rare and in both titles. Where one of the two has no tag that could be shared, phrases are enough."""

_WEAKEST = 0.25
"""Terms weaker than this share of the strongest are left out."""


class _Term(Struct, frozen=True):
    """A candidate: a tag or a phrase of both papers."""

    weight: float
    words: Words
    key: TermKey
    tag: Subject | None = None


class Terms(Struct, frozen=True):
    """What is needed to name the terms that two papers share."""

    stream: Stream
    phrases: Phrases
    subjects: Subjects
    surfaces: Surfaces
    context: Context
    papers: int
    names: NDArray[np.uint64]
    """A number for each phrase that is its own in every library."""

    _numbers: Mapping[int, int]
    """The number of each phrase, by its name."""

    _tag_weights: Mapping[str, float]
    """How distinctive each tag is, by slug; 0 for one that is generic."""

    _known: dict[Pair, SharedTerms] = field(default_factory=dict)
    """What pairs share, as far as it was asked."""

    _texts: dict[TermKey, str] = field(default_factory=dict)

    def shared(self, paper: int, other: int, told: Sequence[str] = ()) -> SharedTerms:
        """Name the distinctive terms of a pair; the same whichever comes first.

        Arguments:
            paper: Place of one paper.
            other: Place of the other.
            told: Names that another reason of the pair has told already.
        """
        pair = (min(paper, other), max(paper, other))
        if told:
            return self._shared(*pair, {word for name in told for word in normal_words(name)})
        if pair not in self._known:
            self._known[pair] = self._shared(*pair, set())
        return self._known[pair]

    @contextmanager
    def recalling(self, asked: Pairs, all_pairs: Pairs, marks: Numbers, basis: Digest, memo: Memo) -> Iterator[None]:
        """Recall what pairs share that are asked for inside, and leave what is found there to the next build.

        Arguments:
            asked: Pairs of papers.
            all_pairs: Those of which any build of these papers may ask.
            marks: What `marks` gives.
            basis: The digest of what `basis` gives.
            memo: What is known from earlier builds.
        """
        self._known.update(recalled(asked, marks, basis, memo))
        before = len(self._known)
        yield
        keep(self._known, len(self._known) - before, all_pairs, marks, basis, memo)

    def text(self, key: TermKey) -> str:
        """Give a term as it is written inside a sentence."""
        if key not in self._texts:
            written = self.surfaces
            self._texts[key] = written.of_name(key) if isinstance(key, str) else written.of_phrase(self._numbers[key])
        return self._texts[key]

    def texts(self, keys: Sequence[TermKey]) -> list[str]:
        """Give terms so."""
        phrases = [key for key in keys if not isinstance(key, str)]
        self._texts.update(zip(phrases, self.surfaces.of_phrases([self._numbers[key] for key in phrases]), strict=True))
        return [self._texts[key] if key in self._texts else self.text(key) for key in keys]

    def basis(self) -> tuple[object, ...]:
        """Give what, beside two papers themselves, decides about what they share."""
        meaning = sorted((words, sorted(slugs)) for words, slugs in self.subjects.meaning.items())
        return stable_count(self.papers), bool(self.subjects.by_slug), meaning

    def marks(self, memo: Memo) -> Numbers:
        """Give a number for each paper, made of its id and of all that it brings into `shared`; of equal pairs the
        first by id stands first."""
        subjects, tags = self.subjects, self.subjects.tags
        told = {slug: _told(subject, self._tag_weights[slug]) for slug, subject in subjects.by_slug.items()}
        spoken = [
            as_number(memo.digest(*told[slug], said.in_title, sorted(said.wordings))) for slug, said in tags.values
        ]
        of_tags = in_order(np.array(spoken, dtype=np.uint64)[tags.numbers], tags.bounds)
        return mixed(self.stream.texts, self.context.marks(self.names), of_tags)

    def has_tags(self, paper: int) -> bool:
        """Tell whether a paper has a tag that it could share."""
        return bool(self.subjects.of_paper(paper))

    def _are_tagged(self, paper: int, other: int) -> bool:
        return self.has_tags(paper) and self.has_tags(other)

    def _shared(self, paper: int, other: int, told: set[str]) -> SharedTerms:
        tags = self._tags(paper, other)
        candidates = [*tags, *self._phrases(paper, other, [term.tag.slug for term in tags if term.tag])]
        candidates = [term for term in candidates if not (told and told.issuperset(set(term.words) - EMPTY_HEADS))]
        # Ties by the words themselves: numbers of phrases are no order that a reader could follow.
        candidates.sort(key=lambda term: (-round(term.weight, 6), term.words))
        chosen: list[_Term] = []
        for term in candidates:
            if len(chosen) == MOST_TERMS or term.weight < _WEAKEST * candidates[0].weight:
                break
            if not any(_overlap(term, one) for one in chosen):
                chosen.append(term)
        tagged = self._are_tagged(paper, other)
        enough = (ENOUGH if tagged else ENOUGH_WITHOUT_TAGS) * log1p(stable_count(self.papers))
        strength = min(1.0, round(sum(term.weight for term in chosen) / enough, 6)) if enough else 0.0
        return SharedTerms(tuple(term.key for term in chosen), strength)

    def _tags(self, paper: int, other: int) -> list[_Term]:
        return [
            _Term(weight * _TAG_IN_TITLE**shared.titles, normal_words(shared.name), shared.name, shared.subject)
            for shared in self.subjects.shared(paper, other)
            if (weight := self._tag_weights[shared.subject.slug])
        ]

    def _phrases(self, paper: int, other: int, tags: Sequence[str]) -> list[_Term]:
        """Give the weightiest phrases of both papers that no shared tag says already."""
        found: list[_Term] = []
        for number, weight in self.context.shared(paper, other, weak=not self._are_tagged(paper, other)):
            phrase = self.phrases.words(self.stream, number)
            meant = self.subjects.meant_by(phrase)
            if not meant.intersection(tags):
                found.append(_Term(weight * (_IN_PASSING if meant else 1.0), phrase, int(self.names[number])))
        return found


def shared_terms(
    papers: Sequence[Paper], stream: Stream, phrases: Phrases, subjects: Subjects, memo: Memo = NOTHING
) -> Terms:
    """Prepare to name the terms that pairs of these papers share; how phrases are written is remembered."""
    abstracts = tuple(paper.abstract for paper in papers)
    weights = weigh_phrases(stream, phrases, len(papers))
    context = find_context(stream, phrases, weights, abstracts)
    names = phrases.names(stream)
    written = surfaces(papers, stream, phrases, subjects.small, memo)
    return Terms(
        stream,
        phrases,
        subjects,
        written,
        context,
        len(papers),
        names,
        dict(zip(names.tolist(), range(len(names)), strict=True)),
        {slug: _tag_weight(subject, len(papers)) for slug, subject in subjects.by_slug.items()},
    )


def _told(subject: Subject, weight: float) -> tuple[object, ...]:
    """Give what of a subject decides about shared terms."""
    return (subject.slug, subject.name, sorted(subject.wordings), sorted(subject.above), weight)


def _tag_weight(subject: Subject, papers: int) -> float:
    """Say how distinctive a tag is; 0 where it is generic."""
    if is_generic(subject.papers, papers):
        return 0.0
    words = len(subject.name.replace("-", " ").split())
    return _TAG_WEIGHT * (1.0 if words > 1 else _ONE_WORD_TAG) * rarity(subject.papers, papers)


def _overlap(term: _Term, chosen: _Term) -> bool:
    """Tell whether a term says what a chosen one says: a part of it, most of its words, its initials, its tag."""
    for one, other in ((term, chosen), (chosen, term)):
        if one.tag and any(_says(wording, other.words) for wording in one.tag.wordings if len(wording) > 1):
            return True
    one_words, other_words = set(term.words), set(chosen.words)
    common = one_words & other_words
    if len(common) >= min(len(one_words), len(other_words)):
        return True
    if 2 * len(common) > max(len(term.words), len(chosen.words)):
        return True
    return _initials(term.words) == "".join(chosen.words) or _initials(chosen.words) == "".join(term.words)


def _says(wording: Words, words: Words) -> bool:
    """Tell whether words stand for a wording of a tag: part of it, more than it, or its initials in them."""
    return set(wording) <= set(words) or set(words) <= set(wording) or _initials(wording) in words


def _initials(words: Words) -> str:
    return "".join(word[0] for word in words) if len(words) > 1 else ""
