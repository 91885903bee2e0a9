"""Finding many phrases in a text in one pass over its words.

The phrases stand in a trie of words in normal form, so the cost is the
length of the text times the words of the longest phrase that begins there,
however many phrases there are. Writing variants are entered as phrases of
their own: `pre-training` is found as "pre-training", "pre training" and
"pretraining"; `multimodal` too as "multi-modal".
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct, field

from litatlas.language.words import Word, words

V = TypeVar("V")

PREFIXES = ("audio", "co", "cross", "inter", "intra", "multi", "non", "pre", "re", "self", "semi", "sub", "un")
"""Beginnings that are written with and without a hyphen."""

SHORT = 5
"""A phrase of one word with capitals and at most so many characters stands for itself: `CLIP` is not "clip"."""

EXACT = "="
"""A phrase that begins with this mark is matched with its case, however long it is."""


class Match(NamedTuple, Generic[V]):
    """One place where a phrase stands; a tuple, as words are: they are made in a third of the time."""

    value: V
    """What the phrase was entered with."""

    start: int
    """Index of its first word."""

    end: int
    """Index after its last word."""


class _Node(Struct, Generic[V]):
    children: dict[str, "_Node[V]"] = field(default_factory=dict)
    ends: list[tuple[V, tuple[str, ...]]] = field(default_factory=list)
    """Values of the phrases that end here, each with the exact words where case matters."""


class PhraseMatcher(Generic[V]):
    """A set of phrases, each with a value, that is looked for all at once.

    Arguments:
        phrases: (phrase, value) pairs; a phrase may be entered many times.
    """

    def __init__(self, phrases: Iterable[tuple[str, V]]) -> None:
        self._root: _Node[V] = _Node()
        for phrase, value in phrases:
            exact = tuple(word.raw for word in words(bare(phrase))) if is_exact(phrase) else ()
            for variant in variants(phrase):
                self._enter(variant, value, exact)

    def _enter(self, forms: tuple[str, ...], value: V, exact: tuple[str, ...]) -> None:
        node = self._root
        for form in forms:
            node = node.children.setdefault(form, _Node())
        if forms and (value, exact) not in node.ends:
            node.ends.append((value, exact))

    def find(self, text: Sequence[Word]) -> Iterator[Match[V]]:
        """Give every match, also overlapping ones, by place; shorter first at one place."""
        for start, word in enumerate(text):
            node = self._root.children.get(word.form)
            end = start + 1
            while node is not None:
                for value, exact in node.ends:
                    if not exact or _same_case(text[start:end], exact):
                        yield Match(value, start, end)
                if not node.children or end == len(text) or not text[end].joined:
                    break
                node = node.children.get(text[end].form)
                end += 1


def is_exact(phrase: str) -> bool:
    """Tell whether the case of a phrase matters: it is marked, or short and not all lower case."""
    return phrase.startswith(EXACT) or (len(phrase) <= SHORT and " " not in phrase and phrase != phrase.lower())


def bare(phrase: str) -> str:
    """Give the phrase without the mark for exact case."""
    return phrase.removeprefix(EXACT)


def variants(phrase: str) -> tuple[tuple[str, ...], ...]:
    """Give the ways in which a phrase may be written, as normal forms of words; the way it is written first."""
    written = words(bare(phrase))
    ways: list[tuple[str, ...]] = [()]
    at = 0
    while at < len(written):
        run = at + 1
        while run < len(written) and written[run].joined and _hyphenated(phrase, written[run - 1], written[run]):
            run += 1
        ways = [way + part for way in ways for part in _parts(written[at:run])]
        at = run
    return tuple(dict.fromkeys(ways))


def _hyphenated(phrase: str, before: Word, after: Word) -> bool:
    return not any(c.isspace() for c in bare(phrase)[before.end : after.start])


def _parts(run: Sequence[Word]) -> list[tuple[str, ...]]:
    """Give the ways to write one word or one hyphenated compound."""
    forms = tuple(word.form for word in run)
    parts = [forms]
    if len(run) == 2:
        # Longer compounds ("text-to-image") are never written as one word.
        together = words("".join(word.raw for word in run))
        # Chinese characters stay words of their own.
        parts.extend([(together[0].form,)] if len(together) == 1 else [])
    elif len(run) == 1:
        parts.extend(
            (prefix, forms[0][len(prefix) :])
            for prefix in PREFIXES
            if forms[0].startswith(prefix) and len(forms[0]) > len(prefix) + 3
        )
    return parts


def _same_case(found: Sequence[Word], exact: tuple[str, ...]) -> bool:
    raw = [word.raw for word in found]
    return "".join(raw).removesuffix("s") == "".join(exact).removesuffix("s")
