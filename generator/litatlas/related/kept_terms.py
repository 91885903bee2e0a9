"""What pairs of papers share, carried on from an earlier build: it hangs on the two alone, as `Terms.marks` tells them.

Where one paper changed, a thousand lists are weighed again, since scores moved a little; what their pairs share stayed.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.incremental.memo import Digest, Memo
from litatlas.related.mixing import Numbers, mixed
from litatlas.related.packed_sets import PackedSets

TermKey = str | int
"""A tag, by its name, or a phrase, by the hash of its words: how it is written is another question."""

Pair = tuple[int, int]
"""The places of two papers, the smaller one first."""

Pairs = NDArray[np.int64]
"""Pairs x 2: the places of both papers, whichever first."""

NEW = 0.1
"""Where as many pairs are new as this share of those that are kept, all are kept anew."""

_STAGE = "related-shared"


class SharedTerms(Struct, frozen=True):
    """The terms that two papers share."""

    terms: tuple[TermKey, ...]
    """At most `MOST_TERMS`, the most distinctive first."""

    strength: float
    """How well they explain the pair, 0 (not at all) to 1 (fully)."""


class KeptTerms(Struct, frozen=True):
    """What one build leaves to the next."""

    pairs: Numbers
    """A number for each pair, made of those of both papers; rising."""

    strengths: NDArray[np.float64]
    terms: NDArray[np.int32]
    """Which of the sets below each pair shares."""

    sets: PackedSets[TermKey]


_NOTHING = KeptTerms(np.zeros(0, np.uint64), np.zeros(0), np.zeros(0, np.int32), PackedSets.of(()))


def recalled(pairs: Pairs, marks: Numbers, basis: Digest, memo: Memo) -> dict[Pair, SharedTerms]:
    """Give what some pairs share, of those of which it is known.

    Arguments:
        pairs: Of papers.
        marks: A number for each paper, made of all that it brings into what it shares.
        basis: Of all else that decides about it.
        memo: Knows earlier builds.
    """
    kept: KeptTerms = memo.stage(_STAGE).get(basis) or _NOTHING
    pairs = np.sort(pairs, axis=1)
    numbers = _numbers(pairs, marks)
    places = np.searchsorted(kept.pairs, numbers)
    known = np.append(kept.pairs, np.uint64(0))[places] == numbers
    known &= places < len(kept.pairs)
    columns = (column[places[known]].tolist() for column in (kept.terms, kept.strengths))
    terms_of = cache(kept.sets.__getitem__)
    shared = [SharedTerms(terms_of(number), strength) for number, strength in zip(*columns, strict=True)]
    return dict(zip(map(tuple, pairs[known].tolist()), shared, strict=True))


def keep_all(basis: Digest, memo: Memo) -> None:
    """Leave what is kept to the next build, should nobody ask for it in this one."""
    memo.stage(_STAGE).use([basis])


def keep(known: Mapping[Pair, SharedTerms], new: int, pairs: Pairs, marks: Numbers, basis: Digest, memo: Memo) -> None:
    """Leave what pairs share to the next build, where much of it is new.

    Arguments:
        known: What they share, as far as this build asked.
        new: Of how many it was not known before.
        pairs: All that a build may ask of: what is kept of others goes.
        marks: As in `recalled`.
        basis: Likewise.
        memo: Remembers.
    """
    stage = memo.stage(_STAGE)
    kept: KeptTerms = stage.get(basis) or _NOTHING
    if new > NEW * len(kept.pairs):
        numbers = _numbers(np.array(list(known), dtype=np.int64).reshape(-1, 2), marks)
        stays = _are_among(kept.pairs, _numbers(np.sort(pairs, axis=1), marks)) & ~_are_among(kept.pairs, numbers)
        stage.put(basis, _with_more(kept, stays, numbers, tuple(known.values())))
    stage.rest()


def _are_among(numbers: Numbers, others: Numbers) -> NDArray[np.bool_]:
    # NumPy 2.0 tries to look them up in a table, and fails: it takes them for smaller ones than they are.
    return np.isin(numbers, others, kind="sort")


def _with_more(kept: KeptTerms, stays: NDArray[np.bool_], numbers: Numbers, shared: Sequence[SharedTerms]) -> KeptTerms:
    """Give some of what is kept, and what other pairs share."""
    number_of = {terms: number for number, terms in enumerate(dict.fromkeys(one.terms for one in shared))}
    more = np.array([number_of[one.terms] for one in shared], dtype=np.int32) + np.int32(len(kept.sets))
    terms = np.concatenate((kept.terms[stays], more))
    used = np.bincount(terms, minlength=len(kept.sets) + len(number_of)) > 0
    strengths = np.concatenate((kept.strengths[stays], [one.strength for one in shared]))
    pairs = np.concatenate((kept.pairs[stays], numbers))
    order = np.argsort(pairs)
    sets = kept.sets.and_these(tuple(number_of)).picked(np.flatnonzero(used))
    return KeptTerms(pairs[order], strengths[order], (np.cumsum(used) - 1)[terms[order]].astype(np.int32), sets)


def _numbers(pairs: Pairs, marks: Numbers) -> Numbers:
    return mixed(*marks[pairs].T)
