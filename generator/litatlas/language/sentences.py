"""Where the sentences of a text begin and end.

Rules, not a trained model: scholarly abstracts are clean prose, the rules are
the same on every machine, and a wrong cut only costs a shorter quotation.
"""

import re
from bisect import bisect_right

from litatlas.text import split_math

_NEVER_LAST = """
a.k.a aka approx ca cf ch chap dr e.g ed eds eq eqs esp fig figs i.e incl mr mrs ms pp prof ref refs resp sec
secs st tab tabs viz vol vs w.r.t
"""
NEVER_LAST = frozenset(_NEVER_LAST.split())
"""Abbreviations after which a sentence goes on, whatever follows; in lower case, without their last stop."""

BEFORE_NUMBER = frozenset({"no", "nos", "art", "p"})
"""Words that are abbreviations only before a number: `No. 5`, but "The answer is no. We ..."."""

MAYBE_LAST = frozenset({"al", "etc", "inc", "ltd", "co", "corp", "u.s", "u.k", "e.u"})
"""Abbreviations that may close a sentence: they do before a usual first word."""

_FIRST_WORDS = """
a additionally all although an and as based because besides both but by compared consequently despite each
existing experiments extensive finally first for from furthermore given hence here how however if in inspired
instead it its many moreover most nevertheless no notably on one our overall previous recent recently second
several since some specifically such that the their then there therefore these they third this those though
through thus to two under unlike using we what when where whereas which while with yet
"""
FIRST_WORDS = frozenset(_FIRST_WORDS.split())
"""Words that start a sentence oftener than they follow an initial or an abbreviation."""

# A set of characters at its beginning, so that `re` looks for these alone: a sixth of the time. Possessive, and only
# where a run of marks begins: a line of ten thousand dots costs no more than its length.
_STOP = re.compile(
    r"""
    [.!?…。！？\n] (?:
        (?<= [.!?…] ) (?<! [.!?…]{2} ) [.!?…]*+ ["'”’»)\]}]*+ (?=\s)
      | (?<= [。！？] ) [。！？]* [」』”’）]*
      | (?<= \n ) [^\S\n]* \n
    )""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]+")
_WINDOW = 80
"""Characters before a stop that are looked at; longer words are no abbreviations (and the cost stays linear)."""


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Give the (start, end) offsets of the sentences, in order, without the white space between them.

    Stops inside abbreviations (`e.g.`, `et al.`, `Fig. 2`), initials, numbers, versions
    (`GPT-4.5`), addresses and `$math$` do not end a sentence; a blank line does.

    Examples:
        >>> text = "We beat GPT-4.5 (cf. Fig. 2). See https://a.b/c.html. Done!"
        >>> [text[start:end] for start, end in split_sentences(text)]
        ['We beat GPT-4.5 (cf. Fig. 2).', 'See https://a.b/c.html.', 'Done!']
    """
    spans: list[tuple[int, int]] = []
    math = _math_spans(text)
    start = 0
    for stop in _STOP.finditer(text):
        if _inside(math, stop.start()) or not _ends(text, start, stop):
            continue
        _append(spans, text, start, stop.end())
        start = stop.end()
    _append(spans, text, start, len(text))
    return spans


def sentence_at(spans: list[tuple[int, int]], offset: int) -> tuple[int, int]:
    """Give the span of `split_sentences` that holds the character at an offset (or the one before it)."""
    return spans[max(bisect_right(spans, offset, key=lambda span: span[0]) - 1, 0)]


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Tell whether the mark ends the sentence that began at `start`."""
    mark = stop.group()
    if mark[0] not in ".…":
        return mark[0] not in "!?" or not _next(text, stop.end())[:1].islower()
    following = _next(text, stop.end())
    if following[:1].islower():
        return False
    if mark != ".":
        return True
    before = _last_word(text, start, stop.start())
    word = before.lower()
    if word in NEVER_LAST or (word in BEFORE_NUMBER and following[:1].isdigit()):
        return False
    if word in MAYBE_LAST or (len(before) == 1 and before.isupper()):
        first = _WORD.match(following)
        return bool(first) and first.group().lower() in FIRST_WORDS  # type: ignore[union-attr]
    # "1. First, ..." is the number of an item, not a sentence.
    return not (word.isdigit() and not text[start : stop.start()].strip().strip(word))


def _last_word(text: str, start: int, end: int) -> str:
    before = text[max(start, end - _WINDOW) : end]
    return "" if not before or before[-1].isspace() else before.split()[-1].lstrip("([{\"'“‘")


def _next(text: str, end: int) -> str:
    """Give the beginning of what follows, without white space and opening marks."""
    return text[end : end + _WINDOW].lstrip().lstrip("\"'“‘«([{")


def _math_spans(text: str) -> list[tuple[int, int]]:
    if "$" not in text:
        return []
    spans: list[tuple[int, int]] = []
    offset = 0
    for segment in split_math(text):
        length = len(segment.text) + 2 * (segment.kind == "math")
        if segment.kind == "math":
            spans.append((offset, offset + length))
        offset += length
    return spans


def _inside(spans: list[tuple[int, int]], offset: int) -> bool:
    at = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]
