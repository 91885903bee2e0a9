"""Names of authors for BibTeX: `von Last, Jr, First`, joined by `and`, with braces around what must not be split."""

import re
from collections.abc import Sequence
from functools import lru_cache

from litatlas.citation.tex_escape import single_line, tex_words
from litatlas.model import Author

_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.IGNORECASE)


def tex_authors(authors: Sequence[Author], others: bool = False) -> str:
    """Give all names of a paper; a list that is cut short ends in `and others`."""
    names = [name for name in map(tex_name, authors) if name]
    return " and ".join([*names, "others"] if others and names else names)


@lru_cache(maxsize=4096)  # people write several papers, and each is written in three formats
def tex_name(author: Author) -> str:
    """Give one name.

    A group or an unsplit name stands in braces (double ones in the field).
    Particles in small letters stay outside of braces, where BibTeX sees them
    as the `von` part; a small word after them (`Sanchez i Garcia`) would end
    that part, so such a family name is braced.
    """
    family, given, suffix = (single_line(part) for part in (author.family, author.given, author.suffix))
    literal = single_line(author.literal)
    if literal or not (family and given):
        whole = literal or " ".join(part for part in (given, family, suffix) if part)
        return f"{{{tex_words(whole)}}}" if whole else ""
    return ", ".join(part for part in (_family(family), _braced(suffix), _braced(given)) if part)


def _family(family: str) -> str:
    words = family.split(" ")
    start = 0
    while start < len(words) - 1 and words[start][:1].islower():
        start += 1
    last = " ".join(words[start:])
    small_inside = any(word[:1].islower() for word in words[start + 1 :])
    last = f"{{{tex_words(last)}}}" if small_inside else _braced(last)
    return " ".join([*map(_braced, words[:start]), last])


def _braced(part: str) -> str:
    """Escape a part of a name; in braces where a comma or an `and` in it would split the name."""
    escaped = tex_words(part)
    return f"{{{escaped}}}" if "," in part or _AND.search(part) or part.lower() == "others" else escaped
