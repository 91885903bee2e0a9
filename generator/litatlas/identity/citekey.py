"""Citation keys: family name, year and the first significant word of the title, unique in the survey."""

from collections.abc import Collection, Sequence
from itertools import islice

from litatlas.identity.slugs import free_number, joined_words, significant_words
from litatlas.model import Author

_LONGEST_PART = 40
"""So many characters of a name or a title word stand in a key at most."""

_MOST_WORDS = 4
"""So many title words are tried before a letter tells two keys apart."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def citation_key(authors: Sequence[Author], year: int | None, title: str, taken: Collection[str]) -> str:
    """Give a citation key that is not taken: `zhao2023mmicl`.

    Family names keep their particles (`vanderberg`), a group gives its first
    word, and a paper without authors starts with its title. Where the key is
    taken, more words of the title follow (`zhao2023mmiclempowering`), then a
    letter from b on (`zhao2023mmiclb`). Keys are lower-case ASCII letters and
    digits, and start with a letter, so that every BibTeX tool takes them.

    Arguments:
        authors: In the order of the paper; the first one counts.
        year: Year of publication, or None (`nd` in the key).
        title: Plain text.
        taken: The keys in use, in lower case or in a collection that ignores
            case: `Ledger.names_taken("paper")`.
    """
    in_ascii = filter(None, map(_ascii, significant_words(title)))
    # One more than are tried: the first may stand in for the name.
    words = list(islice(in_ascii, _MOST_WORDS + 1))
    lead = _family(authors[0]) if authors else ""
    if not lead:
        lead, words = (words[0], words[1:]) if words else ("anonymous", [])
    if not lead[0].isalpha():
        lead = f"x{lead}"
    stem = f"{lead}{year if year else 'nd'}"
    for count in range(min(1, len(words)), min(_MOST_WORDS, len(words)) + 1):
        key = stem + "".join(words[:count])
        if key not in taken:
            return key
    base = stem + "".join(words[:1])
    return base + _letter(free_number(lambda number: base + _letter(number) in taken))


def _family(author: Author) -> str:
    """Give the name part of a key; a name in one piece gives its first word."""
    if author.family:
        return _ascii(author.family)
    words = (author.literal or author.given).split()
    return next((part for part in map(_ascii, words) if part), "")


def _ascii(text: str) -> str:
    # Cut before too: transliterating a hostile field of megabytes takes long.
    return joined_words(text[: 4 * _LONGEST_PART], separator="")[:_LONGEST_PART]


def _letter(number: int) -> str:
    """Count in letters: 1 is a, 2 is b, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, digit = divmod(number - 1, len(_LETTERS))
        letters = _LETTERS[digit] + letters
    return letters
