"""What signals say of pairs is kept as columns, and is what they say."""

import numpy as np

from litatlas.model import Reason, ReasonKind
from litatlas.related.told import BIT, Told

NAMED, CITED = Reason(ReasonKind.MENTIONS, ("A",), "On A."), Reason(ReasonKind.CITES, ("B",))
PEOPLE = Reason(ReasonKind.AUTHORS, ("Ann Lee",))


def test_what_is_told_more_stands_behind_what_was_told():
    told = Told.nothing(4).and_at(np.array([0, 2]), Told.of([(NAMED,), (CITED,)]))
    more = told.and_at(np.array([2, 0, 3]), Told.of([(PEOPLE,), (), (PEOPLE,)]))
    expected = [(NAMED,), (), (CITED, PEOPLE), (PEOPLE,)]
    assert more.all_of(slice(None)) == expected == [more[pair] for pair in range(4)]
    assert more.picked(np.array([3, 1])).all_of(slice(None)) == [(PEOPLE,), ()]
    people = BIT[ReasonKind.AUTHORS]
    assert more.kinds.tolist() == [BIT[ReasonKind.MENTIONS], 0, BIT[ReasonKind.CITES] | people, people]
    # However it came together, what is said of a pair has one number.
    assert more.marks.tolist() == Told.of(expected).marks.tolist()
    assert more.marks[1] == 0


def test_reasons_that_no_pair_has_any_more_are_given_up():
    told = Told.of([(NAMED,), (CITED,), (NAMED,)]).but(np.array([True, False, False]))
    assert told.all_of(slice(None)) == [(), (CITED,), (NAMED,)]
    assert told.but(np.array([False, True, False])).sets == ((), (NAMED,))
    assert Told.of([]).but(np.zeros(0, dtype=np.bool_)).sets == ((),)
