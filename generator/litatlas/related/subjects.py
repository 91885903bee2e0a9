"""What papers are about, as the survey's own vocabulary says: their tags, and the words that mean each tag."""

import re
from collections.abc import Sequence
from functools import lru_cache

import scipy.sparse as sparse
from msgspec import Struct, field

from litatlas.model import Evidence, Paper
from litatlas.related.packed_sets import PackedSets
from litatlas.related.signals import shared_by
from litatlas.related.tokens import tokenize
from litatlas.vocabulary.taxonomy import Tag, Vocabulary

_LIST = re.compile(r", (?:and )?| and ")

MOST_PAPERS = 150
"""A tag on more papers than this relates no two of them by itself."""

Words = tuple[str, ...]


class Subject(Struct, frozen=True):
    """One tag, as a reason needs it."""

    slug: str
    name: str
    wordings: frozenset[Words]
    """Its name and all phrases that mean it, as normal forms."""

    above: frozenset[str]
    """Slugs of the tags that it is a kind of."""

    papers: int
    """How many papers have it."""


class Spoken(Struct, frozen=True):
    """How one paper speaks of one tag."""

    in_title: bool
    wordings: frozenset[Words]
    """The words that gave it the tag; none where a person did."""


class Shared(Struct, frozen=True):
    """A tag of two papers."""

    subject: Subject
    titles: int
    """In how many of the two titles it stands."""

    name: str
    """Its name; of a list (`Sarcasm, humour and implied meaning`) the first part, where both speak of that."""


class Subjects(Struct, frozen=True):
    """The tags of a library's papers that say what a paper is about."""

    tags: PackedSets[tuple[str, Spoken]]
    """Those of each paper, each with how the paper speaks of it: many papers speak of a tag in the same way."""

    by_slug: dict[str, Subject]
    meaning: dict[Words, frozenset[str]]
    """The tags that a wording means."""

    small: frozenset[str]
    """Words that the vocabulary writes small in what it says of its tags."""

    _of_paper: dict[int, dict[str, Spoken]] = field(default_factory=dict)

    def of_paper(self, paper: int) -> dict[str, Spoken]:
        """Give the tags of a paper, each with how the paper speaks of it."""
        if paper not in self._of_paper:
            self._of_paper[paper] = dict(self.tags[paper])
        return self._of_paper[paper]

    def shared(self, paper: int, other: int) -> list[Shared]:
        """Give the tags of both papers; of one kind only the most special."""
        here, there = self.of_paper(paper), self.of_paper(other)
        common = [slug for slug in here if slug in there]
        general = {above for slug in common for above in self.by_slug[slug].above}
        return [_shared(self.by_slug[slug], here[slug], there[slug]) for slug in common if slug not in general]

    def meant_by(self, words: Words) -> frozenset[str]:
        """Give the tags that a phrase means."""
        return self.meaning.get(words, frozenset())


def find_subjects(papers: Sequence[Paper], vocabulary: Vocabulary) -> Subjects:
    """Read the tags of the papers; those of facets that only say what a paper gives (`relates: false`) are left out."""
    silent = {facet.key for facet in vocabulary.facets if not facet.relates}
    counts: dict[str, int] = {}
    for paper in papers:
        for tagging in paper.tags:
            counts[tagging.slug] = counts.get(tagging.slug, 0) + 1
    known = {
        tag.slug: Subject(
            tag.slug, tag.name, _wordings(tag), frozenset(vocabulary.ancestors(tag.slug)), counts[tag.slug]
        )
        for tag in vocabulary.tags
        if tag.slug in counts and tag.facet not in silent
    }
    meaning: dict[Words, set[str]] = {}
    for subject in known.values():
        for wording in subject.wordings:
            meaning.setdefault(wording, set()).add(subject.slug)
    of_paper = [
        {tagging.slug: _spoken(tagging.evidence) for tagging in paper.tags if tagging.slug in known} for paper in papers
    ]
    tags = PackedSets.of([tuple(tags.items()) for tags in of_paper])
    texts = (text for tag in vocabulary.tags for text in (tag.definition, *map(str, tag.phrases)))
    small = frozenset(token.word for text in texts for token in tokenize(text) if token.small)
    return Subjects(tags, known, {wording: frozenset(slugs) for wording, slugs in meaning.items()}, small)


def _spoken(evidence: Sequence[Evidence]) -> Spoken:
    return _said(any(found.field == "title" for found in evidence), tuple(found.phrase for found in evidence))


@lru_cache(maxsize=50_000)
def _said(in_title: bool, phrases: tuple[str, ...]) -> Spoken:
    """Give one value for all papers that speak of a tag in the same words."""
    return Spoken(in_title, frozenset(map(normal_words, phrases)))


def _shared(subject: Subject, here: Spoken, there: Spoken) -> Shared:
    name = subject.name
    if _LIST.search(name):
        first = _LIST.split(name)[0]
        name = first if normal_words(first) in here.wordings & there.wordings else name
    return Shared(subject, here.in_title + there.in_title, name)


def _wordings(tag: Tag) -> frozenset[Words]:
    return frozenset(words for text in (tag.name, *map(str, tag.phrases)) if (words := normal_words(text)))


@lru_cache(maxsize=50_000)
def normal_words(text: str) -> Words:
    """Give the normal forms of the words of a phrase, as the stream of the papers has them."""
    return tuple(token.word for token in tokenize(text))


def subject_scores(papers: Sequence[Paper], subjects: Subjects) -> sparse.csr_array:
    """Relate papers that share rare tags or keywords.

    There are no reasons: the shared tags stand among the shared terms (`reasons`).
    """
    owners: dict[str, list[int]] = {}
    for number, paper in enumerate(papers):
        keywords = {"/".join(words) for keyword in paper.keywords if (words := normal_words(keyword))}
        tags = {f"tag {slug}" for slug in subjects.of_paper(number)}
        for thing in sorted(tags | {f"keyword {words}" for words in keywords}):
            owners.setdefault(thing, []).append(number)
    most = min(MOST_PAPERS, 5 + len(papers) // 5)
    return shared_by(owners, len(papers), most)
