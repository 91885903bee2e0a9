"""The words under which a text is found; the same rules stand in search-words.js, which cuts the query.

A word is folded: compatibility forms (NFKC), accents and case are gone. Words
joined by hyphens are found apart, two by two, and as one: "in-context" is
`in`, `context` and `incontext`. Chinese, Japanese and Korean have no spaces to
cut at: each pair of neighbouring characters is a word.
"""

import re
import unicodedata
from functools import cache
from itertools import pairwise

from litatlas.text import CJK, has_cjk

LONGEST = 40
"""Longest word, in characters; the rest of a longer one is cut off, in queries as well."""

STOP_WORDS = frozenset(
    """
    a an and are as at be been but by can for from has have how if in into is it its of on or our such than that the
    their them then there these they this to via was we were when where which while will with
    """.split()  # noqa: SIM905  # a list would take a line for each
)
"""Words that say nothing about a long text: they are indexed in titles and names only, and no result must have them."""

_ACCENTS = re.compile("[\u0300-\u036f]")
_DASHES, _APOSTROPHES = "‐‒–—", "’ʼ"
_CONNECTORS = f"\\-{_DASHES}_'{_APOSTROPHES}"
_ENDING = re.compile(r"(?<=\w)['’ʼ](?=(?:s|t|re|ve|ll|d|m)\b)")
_CONNECTOR = re.compile(f"[{_CONNECTORS}]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_ASCII_GROUP = re.compile(r"[a-z0-9]+(?:[-_'][a-z0-9]+)*")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ"}
)


def tokens(text: str, *, camel: bool = False) -> list[str]:
    """Give the words of a text in order, those of a joined group before its joined forms.

    Arguments:
        text: Plain text.
        camel: Whether inner capitals part a word as hyphens do; for titles and names.

    Examples:
        >>> tokens("Vidéos for in-context Q&A – can't"), tokens("视觉语言 GPT")
        (['videos', 'for', 'in', 'context', 'incontext', 'q', 'a', 'cant'], ['视觉', '觉语', '语言', 'gpt'])
        >>> tokens("HowToCaption", camel=True)
        ['how', 'to', 'caption', 'howtocaption', 'howto', 'tocaption']
    """
    folded = _plain(normal(_CAMEL.sub("-", text) if camel else text))
    ascii = folded.isascii()
    found: list[str] = []
    for group in (_ASCII_GROUP if ascii else _any_group()).findall(folded):
        if group.isalnum() and (ascii or group.isascii()):
            found.append(group if len(group) <= LONGEST else group[:LONGEST])
        else:
            found.extend(_words(group))
    return found


def normal(text: str) -> str:
    """Give a text folded for search: NFKC without accents and case, with the ends of "can't" and "let's" drawn in."""
    if text.isascii():
        return _ENDING.sub("", text.lower()) if "'" in text else text.lower()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).lower()).translate(_LETTERS)
    return _ENDING.sub("", unicodedata.normalize("NFC", bare))


def _plain(folded: str) -> str:
    """Give a folded text with the marks of ASCII that part and join words as its own do: few other letters are left."""
    return folded if folded.isascii() else _NOT_ASCII.sub(lambda found: _plain_mark(found[0]), folded)


@cache
def _plain_mark(letter: str) -> str:
    if letter.isalnum() or unicodedata.category(letter).startswith("M"):
        return letter
    return "-" if letter in _DASHES else "'" if letter in _APOSTROPHES else " "


def joined(text: str) -> str:
    """Give a text as one word without anything between: what an exact name or title is compared by.

    Examples:
        >>> joined("SEED-Bench-2 Plus"), joined("M²IXT")
        ('seedbench2plus', 'm2ixt')
    """
    folded = _plain(normal(text))
    if folded.isascii():
        return "".join(_ASCII_WORD.findall(folded))
    return "".join(piece for group in _any_group().findall(folded) for piece in _pieces(group))


def _words(group: str) -> list[str]:
    if has_cjk(group):
        return [word for piece in _pieces(group) for run in _cjk_run().findall(piece) for word in _pairs(run)]
    pieces = _pieces(group)
    words = [piece[:LONGEST] for piece in pieces]
    if len(pieces) > 1:
        words.append("".join(pieces)[:LONGEST])
    if len(pieces) > 2:
        words.extend((first + second)[:LONGEST] for first, second in pairwise(pieces))
    return words


def _pieces(group: str) -> list[str]:
    return [piece for piece in _CONNECTOR.split(group) if piece]


def _pairs(run: str) -> list[str]:
    if not has_cjk(run):
        return [run[:LONGEST]]
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


@cache
def _cjk_run() -> re.Pattern[str]:
    return re.compile(f"[{CJK}]+|[^{CJK}]+")


@cache
def _any_group() -> re.Pattern[str]:
    """Give the pattern of a group of words in any script: letters, digits and the marks that belong to letters."""
    marks = "".join(
        chr(point) for point in range(0x300, 0x20000) if unicodedata.category(chr(point)) in ("Mn", "Mc", "Me")
    )
    word = f"(?:[^\\W_]|[{marks}])+"
    return re.compile(f"{word}(?:[{_CONNECTORS}]{word})*")
