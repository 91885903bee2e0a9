"""What the vocabulary may lack or hold twice: frequent phrases without a tag, tags that are alike, rare or everywhere.

Phrases are ranked by their C-value (K. Frantzi, S. Ananiadou, H. Mima,
"Automatic recognition of multi-word terms: the C-value/NC-value method",
International Journal on Digital Libraries 3, 2000), with the number of papers
for the number of places, and one added to the length so that single words count
too (A. Barrón-Cedeño et al., "An improved automatic term recognition method
for Spanish", CICLing 2009). A phrase that stands mostly inside a longer one falls behind it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from math import log2

from msgspec import Struct

from litatlas.language.phrases import PhraseMatcher
from litatlas.language.words import Word, words
from litatlas.model import Paper
from litatlas.vocabulary.taxonomy import Vocabulary

LONGEST = 4
"""Words of the longest phrase that is suggested."""

EXAMPLES = 2
"""Papers shown for a phrase."""

COMMON = 0.15
"""Share of the papers from which a single word is too general to be a topic."""

OVERLAP = 0.6
"""Jaccard index of the papers of two tags from which they may be one."""

LIKENESS = 0.88
"""Ratio of common characters of two names from which they may be one (`difflib`)."""

NOISE = 0.6
"""Share of the papers from which a tag says nothing."""

_STOP_WORDS = """
a ability able about above accordingly achieve achieved achieves achieving across adapt additionally address
addressing advance advanced advancement advancements advances after against align all also although among an analyze
and another any approach approaches are art as at available based be been being best better between beyond both but by
can capability capture challenge challenges challenging code combine compare complex comprehensive compute conduct
consider construct could current dataset datasets demonstrate demonstrated demonstrates demonstrating design despite
develop developed development different diverse do does downstream due during e.g each effective effectively
effectiveness enable enables enabling end enhance especially et etc evaluate evaluation even every exhibit existing
experiment experiments explore extensive face few finally find findings fine first five focus for found four from
further furthermore future gap general generate generating github given good great had has have hence here high highly
how however i identify ie if important improve improved improvement improves in including incorporate increasing
insights integrate into introduce introduced involve is issue issues it its just key lack large largely leading learn
learned learning leverage leveraging like limitation limited made mainly make makes making many may method methods
million model models more moreover most much multiple must need needs new no nor not notably novel now number observe
of often on one only open or other others our out outperform outperforms over overall paper perceive perform
performance performances potential present presents previous primarily prior problem problems process propose proposed
proposes provide provides providing public publicly quality range rather recent recently related release released rely
remain remains remarkable require requires research respectively result results reveal rich same scale second set
several should show showing shown shows significant significantly similar simple since so some source specific
specifically still strong struggle studies study such suffer superior task tasks than that the their them then
there therefore these they third this those three through thus to toward towards train trained training two under
understand understanding up us use used uses using utilize utilizing various very via was way we well were what when
where whether which while who whose wide widely will with within without work works would yet you your
"""
STOP_WORDS = frozenset(word.form for word in words(_STOP_WORDS))
"""Words in normal form at which no phrase begins or ends: function words, and what every abstract says."""

INNER_WORDS = frozenset({"of", "in", "to", "and", "for", "based"})
"""Stop words that may stand inside a phrase."""


class PhraseSuggestion(Struct, frozen=True):
    """A frequent phrase that no tag covers."""

    phrase: str
    """As it is written most often."""

    papers: int
    score: float
    """C-value, rounded to two places."""

    examples: tuple[str, ...]
    """Ids of papers that use it."""


class TagPair(Struct, frozen=True):
    """Two tags of one facet that may be one."""

    first: str
    second: str
    shared: int
    """Papers that have both."""

    overlap: float
    """Papers that have both, of those that have one of them; rounded to two places."""

    reason: str
    """`papers` or `names`."""


class TagCount(Struct, frozen=True):
    """A tag with the number of its papers."""

    slug: str
    papers: int


class Suggestions(Struct, frozen=True):
    """What a survey author may want to change in the vocabulary."""

    phrases: tuple[PhraseSuggestion, ...] = ()
    """Best first."""

    near_duplicates: tuple[TagPair, ...] = ()
    """Most alike first."""

    rare: tuple[TagCount, ...] = ()
    """Tags on fewer than two papers that give no reason for it, in vocabulary order."""

    noisy: tuple[TagCount, ...] = ()
    """Tags on more than `NOISE` of the papers, in vocabulary order."""


Phrase = tuple[str, ...]


def suggest(papers: Iterable[Paper], vocabulary: Vocabulary, least: int = 4, limit: int = 50) -> Suggestions:
    """Compare the vocabulary with what the tagged papers say.

    Arguments:
        papers: Tagged papers (`tagging.tag_papers`), in any order.
        vocabulary: The vocabulary that they were tagged with.
        least: Papers in which a phrase must stand to be suggested.
        limit: The most phrases that are suggested.
    """
    ordered = sorted(papers, key=lambda paper: paper.id)
    counts = Counter(tagging.slug for paper in ordered for tagging in paper.tags)
    return Suggestions(
        phrases=tuple(_phrases(ordered, vocabulary, least))[:limit],
        near_duplicates=tuple(_near_duplicates(ordered, vocabulary, counts)),
        rare=tuple(TagCount(t.slug, counts[t.slug]) for t in vocabulary.tags if counts[t.slug] < 2 and not t.reason),
        noisy=tuple(
            TagCount(t.slug, counts[t.slug])
            for t in vocabulary.tags
            if ordered and counts[t.slug] > NOISE * len(ordered)
        ),
    )


def _phrases(papers: Sequence[Paper], vocabulary: Vocabulary, least: int) -> list[PhraseSuggestion]:
    matcher = PhraseMatcher((phrase.text, tag.slug) for tag in vocabulary.tags for phrase in tag.phrases)
    stretches = [(paper.id, list(_stretches(paper, matcher))) for paper in papers]
    single = Counter(form for _, parts in stretches for form in {word.form for _, part in parts for word in part})
    found: dict[Phrase, list[str]] = defaultdict(list)
    written: dict[Phrase, Counter[str]] = defaultdict(Counter)
    for id, parts in stretches:
        # Only phrases of words that are frequent themselves can be frequent: this keeps the table small.
        grams = {phrase: text for part in parts for phrase, text in _grams(*part, single, least)}
        for phrase, text in grams.items():
            found[phrase].append(id)
            written[phrase][text] += 1
    frequent = {phrase: ids for phrase, ids in found.items() if len(ids) >= least}
    scores = _c_values({phrase: len(ids) for phrase, ids in frequent.items()})
    ranked = sorted(frequent, key=lambda phrase: (-scores[phrase], phrase))
    return [
        PhraseSuggestion(
            _usual(written[phrase]), len(frequent[phrase]), scores[phrase], tuple(frequent[phrase][:EXAMPLES])
        )
        for phrase in ranked
        if scores[phrase] > 0 and (len(phrase) > 1 or len(frequent[phrase]) <= max(least, COMMON * len(papers)))
    ]


def _stretches(paper: Paper, matcher: PhraseMatcher[str]) -> Iterator[tuple[str, list[Word]]]:
    """Give the runs of words with no mark and no vocabulary phrase between, each with the text that it stands in."""
    for text in (paper.title, paper.abstract):
        found = words(text)
        covered = {i for match in matcher.find(found) for i in range(match.start, match.end)}
        run: list[Word] = []
        for index, word in enumerate(found):
            if run and (not word.joined or index in covered):
                yield text, run
                run = []
            if index not in covered:
                run.append(word)
        yield text, run


def _grams(text: str, run: Sequence[Word], single: Counter[str], least: int) -> Iterator[tuple[Phrase, str]]:
    for start, word in enumerate(run):
        if word.form in STOP_WORDS or single[word.form] < least or not _is_term(word.form):
            continue
        for end in range(start + 1, min(start + LONGEST, len(run)) + 1):
            part = run[start:end]
            last = part[-1].form
            if single[last] < least or (last in STOP_WORDS and last not in INNER_WORDS) or not _is_term(last):
                break
            if last not in STOP_WORDS:
                yield tuple(w.form for w in part), " ".join(text[word.start : part[-1].end].split())


def _is_term(form: str) -> bool:
    return len(form) > 1 and not form.isdigit()


def _usual(written: Counter[str]) -> str:
    """Give the commonest way of writing, in lower case where that occurs as often."""
    return min(written, key=lambda text: (-written[text], text != text.lower(), text))


def _c_values(counts: dict[Phrase, int]) -> dict[Phrase, float]:
    """Give the C-value of each phrase."""
    longer: dict[Phrase, list[int]] = defaultdict(list)
    for phrase, count in counts.items():
        inside = {phrase[i:j] for i, j in combinations(range(len(phrase) + 1), 2)} - {phrase}
        for part in inside & counts.keys():
            longer[part].append(count)
    nested = {phrase: sum(others) / len(others) for phrase, others in longer.items()}
    return {p: round(log2(1 + len(p)) * (count - nested.get(p, 0)), 2) for p, count in counts.items()}


def _near_duplicates(papers: Sequence[Paper], vocabulary: Vocabulary, counts: Counter[str]) -> list[TagPair]:
    both: Counter[tuple[str, str]] = Counter()
    for paper in papers:
        both.update(combinations([tagging.slug for tagging in paper.tags], 2))
    pairs: list[TagPair] = []
    for facet in vocabulary.facets:
        for first, second in combinations(vocabulary.tags_of(facet.key), 2):
            if first.slug in vocabulary.ancestors(second.slug) or second.slug in vocabulary.ancestors(first.slug):
                continue
            shared = both[(first.slug, second.slug)] + both[(second.slug, first.slug)]
            overlap = shared / max(counts[first.slug] + counts[second.slug] - shared, 1)
            if shared > 1 and overlap >= OVERLAP:
                pairs.append(TagPair(first.slug, second.slug, shared, round(overlap, 2), "papers"))
            elif SequenceMatcher(None, first.name.casefold(), second.name.casefold()).ratio() >= LIKENESS:
                pairs.append(TagPair(first.slug, second.slug, shared, round(overlap, 2), "names"))
    return sorted(pairs, key=lambda pair: (-pair.overlap, pair.first, pair.second))
