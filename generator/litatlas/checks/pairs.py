"""Things that are compared with each other in pairs: again only those to which something that changed is tied."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from msgspec import Struct, field

from litatlas.incremental.memo import Digest, Memo
from litatlas.incremental.packing import Parcel, packed, unpacked
from litatlas.library.ties import Ties, again

Pairs = Mapping[tuple[str, str], int]
"""Something that is known of two things, by their names."""


class _Compared(Struct, frozen=True):
    """What was compared."""

    things: tuple[tuple[str, str], ...] = ()
    """The name of each, and what it said, in order."""

    ties: Ties = field(default_factory=Ties)
    pairs: tuple[tuple[str, str, int], ...] = ()


def compared(
    what: str,
    things: Mapping[str, str],
    ties_of: Callable[[str], Set[int]],
    among: Callable[[Sequence[str]], Pairs],
    memo: Memo,
) -> Pairs:
    """Give what is known of pairs of things.

    Arguments:
        what: Names the comparison.
        things: What each says, as far as it counts, by its name, in order.
        ties_of: Gives what ties a thing to others: without a tie in common, by themselves or through others, they
            are no pair, and change nothing of what is known of another one.
        among: Compares some of them, by their names, in order.
        memo: What was compared in earlier builds.
    """
    stage, key = memo.stage(_STAGE, apart=True), _key(what, memo)
    parcel: Parcel | None = stage.get(key)
    before, said = unpacked(parcel, _Compared) if parcel else _Compared(), tuple(things.items())
    if before.things != said or not parcel:
        before = _compared_again(before, said, ties_of, among)
        stage.put(key, packed(before))
    stage.rest()
    return {(one, other): value for one, other, value in before.pairs}


def _compared_again(
    before: _Compared,
    things: tuple[tuple[str, str], ...],
    ties_of: Callable[[str], Set[int]],
    among: Callable[[Sequence[str]], Pairs],
) -> _Compared:
    changed = again(before.things, before.ties, things, lambda new: (ties_of(things[place][0]) for place in new))
    before = before if changed.now else _Compared()
    names = {place: things[place][0] for place in changed.places}
    touched = {before.things[place][0] for place in changed.reached}
    left = [pair for pair in before.pairs if pair[0] not in touched]
    made = [(*pair, value) for pair, value in among(tuple(names.values())).items()]
    ties = Ties.of((place, 0, ties_of(name)) for place, name in names.items())
    return _Compared(things, before.ties.without(changed.ties, changed.now) + ties, (*left, *made))


def keep_pairs(whats: Iterable[str], memo: Memo) -> None:
    """Keep what was compared, should nobody ask for it in this build."""
    memo.stage(_STAGE, apart=True).use(_key(what, memo) for what in whats)


def _key(what: str, memo: Memo) -> Digest:
    return memo.digest(what)


_STAGE = "pairs"
