"""What the form of a word says of it, as bits: each word of a library is looked at once, and not by every question."""

from litatlas.related.words import looks_like_noun

SHORTEST = 1
"""One letter."""

NUMBER = 2
"""Digits only."""

NUMBERED = 4
"""A digit first: `3d`."""

IN_LY = 8
"""`fly` and `highly`."""

ADVERB = 16
"""`highly`."""

PARTICIPLE = 32
"""`trained`, `training`."""

ADJECTIVE = 64
"""`trained` and `training` too; and `generative`, `useful`, `visible`."""

NOUN = 128
"""It may end a phrase."""


def form_of(word: str) -> int:
    """Give the bits of a word in its normal form."""
    in_ly = word.endswith("ly")
    return (
        SHORTEST * (len(word) == 1)
        + NUMBER * word.isdigit()
        + NUMBERED * word[:1].isdigit()
        + IN_LY * in_ly
        + ADVERB * (in_ly and len(word) > 4)
        + PARTICIPLE * word.endswith(("ing", "ed"))
        + ADJECTIVE * word.endswith(("ed", "ive", "ful", "ous", "able", "ible", "ing"))
        + NOUN * looks_like_noun(word)
    )
