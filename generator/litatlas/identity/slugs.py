"""Words as they stand in an address: lower-case ASCII, at most 60 characters, never a reserved name."""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Final

from slugify import slugify

from litatlas.text import fold

MAX_ID = 60
"""The longest id, in characters."""

RESERVED = frozenset(
    {"index", "404", "assets", "search", "sitemap", "robots", "feed", "page", "con", "prn", "aux", "nul"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)}
)
"""Ids that would be taken for another page, or that Windows cannot store as a file."""

_SHAPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# Signs that tell two names apart (C, C++, C#; A, A*; LLaVA, LLaVA+), which transliteration would drop.
_SIGNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b([A-Za-z])\+\+"), r"\1pp "),
    (re.compile(r"\b([A-Z])[#♯](?!\w)"), r"\1sharp "),
    (re.compile(r"(?<![\w.])\.NET\b", re.IGNORECASE), " dotnet"),
    (re.compile(r"\b([A-Z])\*(?!\w)"), r"\1 star "),
    (re.compile(r"(?<=\w)\+(?![\w])"), " plus "),
    (re.compile(r"\s&\s"), " and "),
    (re.compile(r"\b([cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE), r"\1 "),  # l'image
    (re.compile(r"['’ʼ`]"), ""),  # don't
)

_ANY_SIGN = re.compile(r"[+#♯.*&'’ʼ`]")
"""What each of them holds."""

_ARTICLES = frozenset({"a", "an", "the"})
_FUNCTION_WORDS = (
    "about across all and are as at be between by can do does for from how in into is it its not of on or our out over "
    "than that their these this through to toward towards under up upon using via we what when where which who why "
    "with within without your"
)
_SMALL_WORDS = _ARTICLES.union(_FUNCTION_WORDS.split())

_WORDS_OF_A_NAME = 3
"""What stands before a title's colon is a name if it has at most this many words."""

_WORDS_OF_A_TITLE = 6
"""So many significant words of a title make its id."""


_BETWEEN_WORDS = re.compile(r"[\s–—:;,/()\[\]?!\"“”]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_TABLES: Final = "text-unidecode"
"""What tells the sounds of letters: an id must not hang on what else is installed beside us."""

_COMMA_IN_NUMBER = re.compile(r"(?<=\d),(?=\d)")


def joined_words(text: str, separator: str = "-") -> str:
    """Give the words of a text in lower-case ASCII, as python-slugify does; of plain English it need not be asked.

    Entities are left alone: a title is plain text, "&lt;" in it is four characters that somebody wrote.

    Examples:
        >>> joined_words("Étude of 1,000 Images")
        'etude-of-1000-images'
    """
    if not text.isascii():
        return slugify(text, separator=separator, backend=_TABLES, entities=False, decimal=False, hexadecimal=False)
    return separator.join(_ASCII_WORD.findall(_COMMA_IN_NUMBER.sub("", text.lower())))


def id_fault(text: str) -> str:
    """Say why a text cannot be an id, or give an empty string if it can."""
    if not _SHAPE.fullmatch(text):
        return "an id is made of lower-case letters a-z, digits and single hyphens between them"
    if len(text) > MAX_ID:
        return f"an id has at most {MAX_ID} characters, this one has {len(text)}"
    if text in RESERVED:
        return "this name is reserved"
    return ""


def slugify_id(text: str, fallback: str) -> str:
    """Give the text as an id: transliterated, hyphenated, cut at a word.

    A text of which nothing is left (emoji, punctuation, nothing at all) gives
    the fallback and a short hash of the text, so that two such texts differ
    and the id is the same on every machine. A reserved name gets the fallback
    as its second half: `search-tag`. An id is its own slug.

    Arguments:
        text: A name or title, plain text.
        fallback: What the text names, in one word: `paper`, `tag`, `author`.
    """
    if not id_fault(text):
        return text
    if _ANY_SIGN.search(text):
        for sign, word in _SIGNS:
            text = sign.sub(word, text)
    slug = _cut(joined_words(text), MAX_ID)
    if not slug:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
        return f"{_cut(joined_words(fallback), MAX_ID - 7) or 'x'}-{digest}"
    if slug in RESERVED:
        return f"{slug}-{_cut(joined_words(fallback), MAX_ID - len(slug) - 1) or 'x'}"
    return slug


def numbered(slug: str, number: int) -> str:
    """Give the id with a number at its end, cut so that both fit: `mmicl-2`."""
    ending = f"-{number}"
    return _cut(slug, MAX_ID - len(ending)) + ending


def free_number(is_taken: Callable[[int], bool], first: int = 2) -> int:
    """Find a number that is free, in logarithmic time where the taken ones are the lower ones.

    It is the lowest free one unless there are gaps, and then still the same
    for the same numbers taken. (Counting up costs n² for n papers called
    "Introduction".)
    """
    step = 1
    while is_taken(first + step - 1):
        step *= 2
    low, high = first + step // 2, first + step - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if is_taken(middle) else (low, middle)
    return high


def _cut(slug: str, limit: int) -> str:
    """Cut at the last hyphen that fits, or in a word that leaves less than a third of the room used."""
    if len(slug) <= limit:
        return slug
    at_a_word = slug[: limit + 1].rpartition("-")[0]
    return (at_a_word if 3 * len(at_a_word) >= limit else slug[:limit]).strip("-")


def significant_words(text: str) -> list[str]:
    """Give the words of a title that are not articles, prepositions and the like; all words if there is no other."""
    # Nearly all are letters and nothing else: looking at one after the other takes longer.
    words = [word for word in _BETWEEN_WORDS.split(text) if word.isalnum() or any(c.isalnum() for c in word)]
    return [word for word in words if fold(word) not in _SMALL_WORDS] or words


def paper_id_wishes(short: str, title: str, year: int | None) -> Iterator[str]:
    """Give the ids that suit a paper, best first, each a slug, at least one: hand them to `permalink.mint`.

    The system's own name is best (`mmicl`); a name before the title's colon
    stands in for it; otherwise the first significant words of the title, with
    the small words between them. The alternatives tell papers of one name
    apart by year, then by the words of the title. They are made one by one:
    the first is free, as a rule.
    """
    name = short.strip() or _name_in_title(title)
    given: set[str] = set()
    for text in _texts_of_wishes(name, title, year):
        wish = slugify_id(text, "paper")
        if text.strip() and wish not in given:
            given.add(wish)
            yield wish
    if not given:
        yield slugify_id(title, "paper")


def _texts_of_wishes(name: str, title: str, year: int | None) -> Iterator[str]:
    if name:
        yield name
        yield f"{name} {year}" if year else ""
        yield f"{name} {_title_words(title.partition(':')[2].strip() or title)}"
    from_title = _title_words(title)
    yield from_title
    yield f"{from_title} {year}" if year else ""


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s\-–—:;,/()\[\]?!\"“”]+", text) if any(c.isalnum() for c in word)]


def _name_in_title(title: str) -> str:
    """Give what stands before the title's colon, if it can be the name of a system: `4M-21: An Any-to-Any ...`."""
    head, colon, rest = title.partition(":")
    is_name = colon and rest.strip() and 0 < len(head.split()) <= _WORDS_OF_A_NAME
    return head.strip() if is_name else ""


def _title_words(title: str) -> str:
    """Give the title up to its last wanted significant word, without an article in front."""
    words = _words(title)
    while len(words) > 1 and fold(words[0]) in _ARTICLES:
        del words[0]
    significant = [at for at, word in enumerate(words) if fold(word) not in _SMALL_WORDS]
    wanted = significant[:_WORDS_OF_A_TITLE]
    return " ".join(words[: wanted[-1] + 1] if wanted else words[:_WORDS_OF_A_TITLE])
