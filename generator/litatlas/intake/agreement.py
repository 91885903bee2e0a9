"""When two records of one work say the same in different words, and how a difference is shown."""

from litatlas.identity.identifiers import family_key, normal_title
from litatlas.model import Author, Record, Venue
from litatlas.problems import quoted
from litatlas.text import fold

SHOWN = 60
"""Characters of a value that a message shows; long texts are shown from where they part."""


def same_text(one: str, other: str) -> bool:
    """Say whether two texts are equal but for case, accents, spaces, punctuation and kinds of dashes."""
    return one == other or normal_title(one) == normal_title(other)


def text_difference(one: str, other: str) -> tuple[str, str]:
    """Show two texts that differ, each quoted; of long ones only where they part."""
    if max(len(one), len(other)) <= SHOWN:
        return quoted(one), quoted(other)
    words, others = one.split(), other.split()
    pairs = enumerate(zip(words, others, strict=False))
    at = next((at for at, (ours, theirs) in pairs if not same_text(ours, theirs)), min(len(words), len(others)))
    return _from_word(words, at), _from_word(others, at)


def _from_word(words: list[str], at: int) -> str:
    start = max(0, at - 2)
    return quoted(("… " if start else "") + " ".join(words[start:]), SHOWN)


def same_venue(one: Venue, other: Venue) -> bool:
    """Say whether two venues are one series: a name or short name of one is a name or short name of the other."""
    ours = {fold(name) for name in (one.name, one.short) if name}
    theirs = {fold(name) for name in (other.name, other.short) if name}
    return bool(ours & theirs)


def author_difference(one: Record, other: Record) -> tuple[str, str] | None:
    """Show where two author lists part, or None where they agree.

    They agree when the family names are the same in the same order and no
    given name contradicts the other: `R. A. Rossi` is `Ryan Rossi`. A list
    that is cut short (`et al.`) agrees with every list that begins like it.
    """
    pairs = zip(one.authors, other.authors, strict=False)
    for at, (ours, theirs) in enumerate(pairs, start=1):
        if not _same_person(ours, theirs):
            return f"{quoted(ours.name)} at place {at}", f"{quoted(theirs.name)}"
    ours_count, theirs_count = len(one.authors), len(other.authors)
    cut_short = (one.others and ours_count <= theirs_count) or (other.others and theirs_count <= ours_count)
    if ours_count == theirs_count or cut_short:
        return None
    return f"a list of {ours_count}", f"a list of {theirs_count}"


def _same_person(one: Author, other: Author) -> bool:
    if family_key(one) == family_key(other):
        ours, theirs = fold(one.given), fold(other.given)
        return not ours or not theirs or ours[0] == theirs[0]
    return fold(one.name) == fold(other.name)
