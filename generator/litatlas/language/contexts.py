"""What a sentence says about the words in it: is it the paper's own work, does it give something, does it look away?

A phrase in an abstract is not yet a topic of the paper. "Recent work explores
visual question answering" is background, "we compare with CLIP" is a
comparison, "without instruction tuning" says the opposite. The cues are
phrases like any other, found in the same pass as the vocabulary's.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from enum import IntEnum, auto
from math import inf

import msgspec


class Cue(IntEnum):
    """What a cue phrase says; a number, for a text is asked for them again and again, and numbers hash in C."""

    OWN = auto()
    """The paper speaks of itself."""

    OTHERS = auto()
    """The sentence is on existing work, unless the paper speaks of itself in it too."""

    GIVES = auto()
    """A verb with which a paper presents what it gives."""

    STOPS = auto()
    """A word after which what follows is no longer what is given."""

    BINDS = auto()
    """A word after which only what has an article of its own is given: "a benchmark *with* a new dataset"."""

    ARTICLES = auto()
    """A word that begins a new thing."""

    COMPARES = auto()
    """What follows is compared with, up to a comma or a word of `RESUMES`."""

    LISTS = auto()
    """What follows is a list of others' systems, up to a word of `RESUMES`."""

    DENIES = auto()
    """What follows is left out or replaced, up to a comma."""

    RESUMES = auto()
    """A word that ends a comparison: "outperforms CLIP *on* image retrieval"."""


CUES: dict[Cue, tuple[str, ...]] = {
    Cue.OWN: (
        *("we", "our", "ours", "this paper", "this work", "this study", "this article", "this survey", "this review"),
        *("this report", "this thesis", "the present study", "the present work", "the present paper", "the paper"),
        *("the authors", "is proposed", "are proposed", "experiment", "experimental results", "empirical results"),
        *("extensive evaluation", "comprehensive evaluation", "results show", "results demonstrate"),
    ),
    Cue.OTHERS: (
        *("existing", "previous", "previously", "prior", "recent", "recently", "current", "currently", "traditional"),
        *("traditionally", "conventional", "conventionally", "earlier", "past", "the literature", "nowadays"),
        *("most methods", "most works", "most approaches", "most models", "other methods"),
    ),
    Cue.GIVES: (
        *("propose", "proposes", "proposing", "introduce", "introduces", "introducing", "present", "presents"),
        *(
            "presenting",
            "develop",
            "develops",
            "developed",
            "design",
            "designs",
            "designed",
            "devise",
            "build",
            "built",
        ),
        *("construct", "constructs", "constructed", "create", "creates", "creating", "establish", "establishes"),
        *("release", "releases", "contribute", "collect", "collected", "curate", "curated", "compile", "annotate"),
        *("formulate", "define", "offer", "offers", "provide", "provides", "describe", "train", "assemble"),
        *("synthesize", "is the first", "is a new", "is a novel", "our contributions", "contributions include"),
        *("newly constructed", "newly collected", "first-ever", "captured a new"),
    ),
    Cue.STOPS: (
        *("on", "across", "using", "use", "than", "over", "outperform", "achieve", "evaluate", "validate", "assess"),
        *("which", "where", "while", "because", "from", "leverage", "based on", "demonstrate", "compared"),
    ),
    Cue.BINDS: ("for", "with", "of", "in", "to", "that", "by", "via", "into", "as", "through", "enable", "enabling"),
    Cue.ARTICLES: (
        *("a", "an", "new", "novel", "the first", "the largest", "the", "another", "two", "three", "four", "our"),
        *("comprehensive", "large-scale", "high-quality"),
    ),
    Cue.COMPARES: (
        *("compare with", "compare to", "compared with", "compared to", "comparing with", "comparing to"),
        *("compared against", "compare against", "comparison with", "comparison to", "in comparison to"),
        *("outperform", "outperforms", "outperformed", "outperforming", "surpass", "surpassing", "surpassed"),
        *("superior to", "better than", "comparable to", "competitive with", "on par with", "rivals", "than"),
    ),
    Cue.LISTS: (
        *("baselines such as", "baselines including", "baselines like", "methods such as", "models such as"),
        *(
            "mainly focused on",
            "mostly focused on",
            "predominantly focused on",
            "primarily focused on",
            "mainly focus on",
        ),
        *("mostly focus on", "predominantly focus on", "primarily focus on"),
        *("competitors such as", "prior work such as", "benchmarks such as", "datasets such as"),
    ),
    Cue.DENIES: (
        *("unlike", "in contrast to", "in contrast with", "as opposed to", "contrary to", "rather than", "instead of"),
        *("inspired by", "without", "no need for", "eliminating the need for", "free of", "motivated by", "beyond"),
    ),
    Cue.RESUMES: (
        *("on", "in", "across", "over", "at", "for", "by", "while", "and achieves", "achieve", "achieving", "show"),
        *("demonstrate", "when", "we"),
    ),
}
"""The phrases that are cues."""

CLAUSE_ENDS = frozenset(",;:()")
"""Marks that end a comparison or denial."""

OPENING = 8
"""Words at the beginning of a sentence in which a cue of others' work makes the sentence theirs."""

REACH = 30
"""Words after a verb of giving within which the thing given is looked for."""


class Sentence(msgspec.Struct):
    """One sentence of a field with the cues that stand in it."""

    field: str
    start: int
    """Index of its first word in the field."""

    end: int
    """Index after its last word."""

    cues: dict[Cue, list[tuple[int, int]]] = msgspec.field(default_factory=dict)
    """Places (first word, after the last word) of the cues, in order."""

    own: bool = False
    """Whether it speaks of the paper's own work (`mark_own`)."""

    phrases: frozenset[str] = frozenset()
    """The context phrases (`unless`) that stand in it."""

    def places(self, cue: Cue) -> list[tuple[int, int]]:
        """Give the places of one sort of cue."""
        return self.cues.get(cue, [])


def mark_own(sentences: Iterable[Sentence]) -> None:
    """Mark the sentences of an abstract that are on the paper's own work.

    An abstract begins with the background and turns to the paper at the first
    "we" or "this paper"; from there on a sentence is the paper's, unless it is on
    existing work and does not say "we". An abstract that never turns is all the paper's.
    """
    listed = list(sentences)
    turned = not any(sentence.places(Cue.OWN) for sentence in listed)
    for sentence in listed:
        says = bool(sentence.places(Cue.OWN))
        turned = turned or says
        theirs = any(start < sentence.start + OPENING for start, _ in sentence.places(Cue.OTHERS))
        sentence.own = says or (turned and not theirs)


def is_given(sentence: Sentence, start: int) -> bool:
    """Tell whether the word at `start` stands in what the sentence gives: "we introduce a new *benchmark*"."""
    if not sentence.own:
        return False
    verb = _last_end(sentence.places(Cue.GIVES), start)
    if verb is None or start > verb + REACH or _first_from(sentence.places(Cue.STOPS), verb) < start:
        return False
    bound = _last_end(sentence.places(Cue.BINDS), start)
    return bound is None or bound <= verb or _first_from(sentence.places(Cue.ARTICLES), bound) <= start


def looks_away(sentence: Sentence, start: int, clause_starts: list[int]) -> bool:
    """Tell whether the word at `start` is only compared with, listed as a competitor, or denied.

    Arguments:
        sentence: The sentence of the word.
        start: Index of the word.
        clause_starts: Indices of the words of the field before which a mark of `CLAUSE_ENDS` stands.
    """
    resumes = sentence.places(Cue.RESUMES)
    for cue, comma_ends, word_ends in ((Cue.COMPARES, True, True), (Cue.LISTS, False, True), (Cue.DENIES, True, False)):
        # The last cue before the word is enough: what ends its reach ends that of the earlier ones too.
        end = _last_end(sentence.places(cue), start)
        if end is None or (word_ends and _first_from(resumes, end) < start):
            continue
        after = bisect_right(clause_starts, end)
        if comma_ends and after < len(clause_starts) and clause_starts[after] <= start:
            continue
        return True
    return False


def _last_end(places: list[tuple[int, int]], start: int) -> int | None:
    """Give the end of the last place that ends at or before a word; places stand in order of their beginning."""
    at = bisect_right(places, start, key=lambda place: place[0]) - 1
    # A place that begins before the word may reach over it: cues are a few words long, so are these steps.
    while at >= 0 and places[at][1] > start:
        at -= 1
    return places[at][1] if at >= 0 else None


def _first_from(places: list[tuple[int, int]], start: int) -> float:
    """Give the beginning of the first place at or after a word, or infinity."""
    at = bisect_left(places, start, key=lambda place: place[0])
    return places[at][0] if at < len(places) else inf
