"""Names of persons and groups as printed on papers, split into their parts.

The parts are those of BibTeX (given, von, family, suffix) with the von part
in the family name. What cannot be known from the letters alone (the family
name of Pedro Ortiz Suarez is Ortiz Suarez) is set in a curated record.
"""

import re
from collections.abc import Iterable

from litatlas.model import Author
from litatlas.text import has_cjk

_LOWER_PARTICLES = frozenset((
    "af", "av", "aan", "bin", "ibn", "ben", "bint", "d", "da", "das", "de", "degli", "dei", "del", "dela", "della",
    "delle", "den", "der", "des", "di", "do", "dos", "du", "e", "el", "'t", "la", "las", "le", "li", "lo", "los",
    "op", "'s", "te", "ten", "ter", "und", "van", "vom", "von", "y", "zu", "zum", "zur", "al", "ul", "ur",
))  # fmt: skip
"""Particles that begin a family name when they are written small."""

_CAPITAL_PARTICLES = frozenset((
    "De", "Del", "Della", "Di", "Da", "Dos", "Das", "Du", "Al", "El", "Von", "St.", "Ter", "Ten", "Van", "Le", "La",
    "Ben", "Abu",
))  # fmt: skip
"""Particles that are also written large; only between a given name and the last word."""

_ONE_WORD_ONLY = frozenset(("Van", "Le", "La", "Ben", "Di", "Du", "Da"))
"""Those that are given names elsewhere (Thi Van Anh Nguyen): a particle only directly before the last word."""

_VIETNAMESE = frozenset((
    "Nguyen", "Tran", "Le", "Pham", "Hoang", "Huynh", "Phan", "Vu", "Vo", "Dang", "Bui", "Do", "Ho", "Ngo", "Duong",
    "Ly", "Dinh", "Trinh",
))  # fmt: skip
_SUFFIX = re.compile(r"(?:Jr|Sr|jr|sr)\.?$|(?:II|III|IV)$")
_ORCID = re.compile(r"(?:https?://orcid\.org/)?\b(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\b")
_MARKS = re.compile(r"[\s*†‡§¶#∗⁎✉¹²³⁴⁵⁶⁷⁸⁹⁰,]+$")
_GROUP = re.compile(
    r"\b(?:team|group|consortium|collaboration|project|committee|initiative|foundation|institute|university|"
    r"laborator(?:y|ies)|labs?|organi[sz]ation|association|society|network|community|contributors|authors)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}$")
_OTHERS = re.compile(r"(?:and\s+)?(?:others|et\.?\s+al\.?|…|\.\.\.)$", re.IGNORECASE)
_ET_AL_AT_END = re.compile(r"[\s,;]+(?:et\.?\s+al\.?|and\s+others|…|\.\.\.)\s*$", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&)\s+|\s*,\s*(?:and|&)\s+", re.IGNORECASE)
_LONGEST = 1000
"""No name is longer; what is, is kept as one."""


def is_group(name: str) -> bool:
    """Say whether a name is that of a group or an institution, by its words."""
    return _GROUP.search(name) is not None


def parse_name(text: str) -> Author:
    """Split one printed name; a group, a single name or an unspaced CJK name stands in `literal`.

    Understands `Given Family`, `Family, Given`, `Family, Jr., Given`, and
    `{A Group}`. The text is plain (accents resolved). An empty text gives an
    empty author.
    """
    text = " ".join(text.split())
    orcid = ""
    if found := _ORCID.search(text):
        orcid = found.group(1)
        text = (text[: found.start()] + text[found.end() :]).replace("()", "").strip()
    if text.startswith("{") and text.endswith("}"):
        return Author(literal=text.strip("{} "), orcid=orcid)
    text = _MARKS.sub("", text.strip(" ,;"))
    if len(text) > _LONGEST or " " not in text or (_GROUP.search(text) and "," not in text):
        return Author(literal=text.rstrip(","), orcid=orcid)
    family, given, suffix = _by_commas(text) if "," in text else _by_words(text.split(" "))
    if not given and " " not in family and not suffix:
        return Author(literal=family, orcid=orcid)
    return Author(family=family, given=given, suffix=suffix, orcid=orcid)


def parse_names(names: Iterable[str]) -> tuple[tuple[Author, ...], bool]:
    """Give the authors, and whether the list is cut short (`others`, `et al.`)."""
    authors: list[Author] = []
    others = False
    for name in names:
        name = " ".join(name.split())
        if _OTHERS.match(name):
            others = True
            continue
        cut = _ET_AL_AT_END.sub("", name) if len(name) <= _LONGEST else name
        others |= cut != name
        author = parse_name(cut)
        if author.name:
            authors.append(author)
    return tuple(authors), others


def split_names(text: str) -> list[str]:
    """Cut a printed list of names: at semicolons or bars, else at `and`, else at commas.

    One comma alone is that of `Family, Given`, unless both sides are whole
    names (`Jane Roe, John Doe`).
    """
    text = " ".join(text.split())
    for separator in (";", "|"):
        if separator in text:
            return [part.strip() for part in text.split(separator) if part.strip()]
    parts = [part.strip() for part in _AND.split(text) if part.strip(" ,")]
    names: list[str] = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        names.extend(pieces if _is_list(pieces, alone=len(parts) == 1) else [part])
    return names


def split_bibtex_names(text: str) -> list[str]:
    """Cut a BibTeX name list at each `and` that stands outside braces."""
    names, depth, start = [], 0, 0
    for token in re.finditer(r"[{}]|(?<=[\s}])and(?=[\s{])", text, re.IGNORECASE):
        if token.group() == "{":
            depth += 1
        elif token.group() == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            names.append(text[start : token.start()])
            start = token.end()
    names.append(text[start:])
    return [name.strip() for name in names if name.strip()]


def _is_list(pieces: list[str], alone: bool) -> bool:
    """Tell `Jane Roe, John Doe` from `Roe, Jane` and `King, Jr., Martin`."""
    if len(pieces) < 2 or any(_SUFFIX.match(piece) for piece in pieces):
        return False
    if all(" " in piece for piece in pieces) and not any(_INITIALS.match(piece) for piece in pieces):
        return True
    return len(pieces) > 2 or (not alone and all(" " in piece for piece in pieces))


def _by_commas(text: str) -> tuple[str, str, str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 1:
        return parts[0], "", ""
    if len(parts) >= 3 and _SUFFIX.match(parts[1]):
        return parts[0], " ".join(parts[2:]), parts[1]
    if _SUFFIX.match(parts[-1]):
        if len(parts) >= 3:  # King, Martin Luther, Jr.
            return parts[0], " ".join(parts[1:-1]), parts[-1]
        family, given, _ = _by_words(parts[0].split(" "))  # Martin Luther King, Jr.
        return family, given, parts[-1]
    family, given = parts[0], " ".join(parts[1:])
    words = family.split(" ")
    if len(words) > 1 and _SUFFIX.match(words[-1]):
        return " ".join(words[:-1]), given, words[-1]
    # "Moubayed, Noura Al": a particle at the end of the given names belongs to the family.
    givens = given.split(" ")
    while len(givens) > 1 and (givens[-1] in _LOWER_PARTICLES or givens[-1] in ("Al", "El", "De", "Von")):
        family = f"{givens.pop()} {family}"
    return family, " ".join(givens), ""


def _by_words(words: list[str]) -> tuple[str, str, str]:
    suffix = ""
    if len(words) > 2 and _SUFFIX.match(words[-1]):
        suffix = words.pop()
    if has_cjk("".join(words)):
        # In Chinese, Japanese and Korean letters the family name stands first.
        return words[0], " ".join(words[1:]), suffix
    if words[0] in _LOWER_PARTICLES:
        return " ".join(words), "", suffix
    start = next((i for i in range(1, len(words) - 1) if _is_particle(words, i)), len(words) - 1)
    return " ".join(words[start:]), " ".join(words[:start]), suffix


def _is_particle(words: list[str], index: int) -> bool:
    word, following = words[index], words[index + 1 :]
    if word in _LOWER_PARTICLES or word.startswith(("d'", "d’", "l'", "l’")):
        return True
    if word not in _CAPITAL_PARTICLES:
        return False
    if word == "Van" and following[0].lower() in ("de", "den", "der"):
        return True
    if word in _ONE_WORD_ONLY:
        return len(following) == 1 and following[0] not in _VIETNAMESE
    return True
