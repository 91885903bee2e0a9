"""What a maker asked is known, and it is not made again as long as the answers are the same."""

from functools import cached_property

import pytest
from msgspec import Struct, field
from msgspec.structs import replace

from litatlas.incremental.asking import (
    GIVEN,
    Call,
    Keyed,
    Members,
    Parts,
    Row,
    Small,
    aggregate,
    aggregate_under,
    derived,
)
from litatlas.incremental.packing import packed
from litatlas.incremental.traces import Traces
from litatlas.incremental.unchanged import Unchanged, sha256
from litatlas.store.stage_cache import StageCache


class Shelf(Struct, frozen=True, dict=True):
    """Something to ask."""

    titles: dict[str, str] = field(default_factory=dict)
    row: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    note: str = ""
    of: dict[str, "Shelf"] = field(default_factory=dict)
    by: dict[str, dict[str, str]] = field(default_factory=lambda: {"size": {"a": "big"}})
    boxes: dict[str, "Shelf"] = field(default_factory=dict)
    id: str = ""
    by_id: dict[str, "Shelf"] = field(default_factory=dict)
    shelves: tuple["Shelf", ...] = ()
    rooms: dict[str, "Shelf"] = field(default_factory=dict)

    @property
    def loud_note(self) -> str:
        return self.note.upper()

    @cached_property
    def length(self) -> int:
        return len(self.note)

    def title(self, key: str) -> str:
        return self.titles.get(key, "none")

    def spelled(self, keys: tuple[str, ...], many: int) -> str:
        return "".join(self.titles.get(key, "?") for key in keys) * many

    def longest(self, most: int) -> str:
        return max(self.row, key=len)[:most]

    def __len__(self) -> int:
        return len(self.row)

    def __iter__(self):
        return iter(self.row)


INNER = Parts({"titles": Keyed(), "note": GIVEN})
SHAPE = Parts(
    {
        "titles": Keyed(whole=True),
        "row": Row(),
        "words": Members(),
        "longest": Call(),
        "spelled": Call(column="titles"),
        "of": Keyed(INNER),
        "by": Keyed(Keyed()),
        "_made": Keyed(),
        "boxes": Keyed(Small(Parts({"row": Row()}), "row", 2)),
        "by_id": Keyed(),
        "shelves": Row(short=1, home=("by_id",)),
        "rooms": Keyed(Small(Parts({"shelves": Row(home=("by_id",))}), "shelves", 1), whole=True),
    }
)


def standing(first="", second="", ids="ab"):
    """Give shelves with these notes, in a row and in rooms, as fields of another one."""
    by_id = {"a": Shelf(id="a", note=first), "b": Shelf(id="b", note=second)}
    row = tuple(by_id[id] for id in ids)
    rooms = {"small": Shelf(shelves=row[:1]), "large": Shelf(shelves=row)}
    return {"by_id": by_id, "shelves": row, "rooms": rooms}


SHELF = Shelf(
    {"a": "Ant", "b": "Bee"},
    ("one", "three"),
    frozenset({"x"}),
    "note",
    {"k": Shelf({"c": "Cat"}, note="n")},
    boxes={"s": Shelf(row=("x", "y")), "l": Shelf(row=("x", "y", "z"))},
    **standing(),
)


@derived
def first_letters(shelf, key):
    """Give what says less than it looks at."""
    return shelf.titles[key][:1]


# what a maker looks at, a change that it sees, a change that it does not see
ASKED = (
    (lambda s: s.titles["a"], {"titles": {"a": "Ape"}}, {"titles": {"a": "Ant", "b": "Bat"}}),
    (lambda s: s.titles.get("z", ""), {"titles": SHELF.titles | {"z": "Zoo"}}, {"titles": {}}),
    (lambda s: "z" in s.titles, {"titles": {"z": ""}}, {"titles": {}}),
    (lambda s: list(s.titles), {"titles": {"a": "Ant"}}, {"titles": {"a": "Ape", "b": "Bat"}}),
    (lambda s: list(s.titles.values()), {"titles": {"a": "Ant", "b": "Bat"}}, {"note": "other"}),
    (lambda s: s.title("b"), {"titles": {"b": "Bat"}}, {"titles": {"b": "Bee"}}),
    (lambda s: s.note, {"note": "other"}, {"titles": {}}),
    (lambda s: s.loud_note, {"note": "other"}, {"row": ()}),
    (lambda s: s.length, {"note": "longer"}, {"note": "tone"}),
    (lambda s: len(s.row), {"row": ("one",)}, {"row": ("1", "2")}),
    (lambda s: len(s), {"row": ("one",)}, {"row": ("1", "2")}),
    (lambda s: list(s), {"row": ("one", "two")}, {"note": "other"}),
    (lambda s: bool(s.row), {"row": ()}, {"row": ("1",)}),
    (lambda s: s.row[:1], {"row": ("two", "three")}, {"row": ("one", "four", "five")}),
    (lambda s: s.row[-1], {"row": ("one",)}, {"row": ("two", "three")}),
    (lambda s: "x" in s.words, {"words": frozenset()}, {"words": frozenset({"x", "y"})}),
    (lambda s: sorted(s.words), {"words": frozenset({"y"})}, {"note": "other"}),
    (lambda s: s.longest(2), {"row": ("one", "fourty")}, {"row": ("three", "thirteen")}),
    (lambda s: s.spelled(("a", "z"), 2), {"titles": {"a": "Ape"}}, {"titles": {"a": "Ant", "b": "Bat"}}),
    (lambda s: s.spelled(("a", "z"), 2), {"titles": SHELF.titles | {"z": "Zoo"}}, {"titles": {"a": "Ant"}}),
    (lambda s: s.spelled(("a",), 2), {"titles": {}}, {"row": ()}),
    (lambda s: s.of["k"].titles["c"], {"of": {"k": Shelf({"c": "Cow"})}}, {"of": {"k": Shelf({"c": "Cat", "d": "D"})}}),
    (lambda s: bool(s.of.get("k")), {"of": {"k": Shelf(row=("y",))}}, {"of": {"k": Shelf({"d": "D"})}}),
    (lambda s: bool(s.of.get("j")), {"of": {"j": Shelf(row=("y",))}}, {"of": {}}),
    (lambda s: s.by["size"]["a"], {"by": {"size": {"a": "small"}}}, {"by": {"size": {"a": "big", "b": "big"}}}),
    (lambda s: list(s.by["size"]), {"by": {"size": {"a": "", "b": ""}}}, {"by": {"size": {"a": "small"}, "of": {}}}),
    (lambda s: s.of["k"].note, {"of": {}}, {"of": {"k": Shelf()}}),
    (lambda s: s.boxes["s"].row, {"boxes": {"s": Shelf(row=("x", "z"))}}, {"note": "other"}),
    (lambda s: s.boxes["s"].row, {"boxes": {"s": Shelf(row=("x", "y", "z"))}}, {"note": "other"}),
    (lambda s: s.boxes["s"].note, {"boxes": {}}, {"row": ()}),
    (lambda s: s.boxes["l"].note, {"boxes": {"l": Shelf(note="other")}}, {"boxes": {"l": Shelf(row=("x", "y", "z"))}}),
    (lambda s: bool(s.boxes.get("l")), {"boxes": {}}, {"boxes": {"l": Shelf(row=("a", "b", "c"), note="other")}}),
    (lambda s: [each.note for each in s.shelves], standing("new"), {"note": "other"}),
    (lambda s: [each.note for each in s.shelves[1:]], standing(second="new"), standing("new")),
    (lambda s: s.shelves[-1].note, standing(second="new"), standing("new")),
    (lambda s: len(s.shelves), standing(ids="a"), standing("new", ids="ba")),
    (lambda s: s.rooms["small"].shelves[0].note, standing("new"), standing(second="new")),
    (lambda s: s.rooms["small"].shelves, standing(ids="b"), standing(second="new")),
    (lambda s: s.rooms["large"].shelves[1].note, standing(second="new"), standing("new")),
    (lambda s: [each.id for each in s.rooms["large"].shelves], standing(ids="ba"), {"note": "other"}),
    (lambda s: first_letters(s, "a"), {"titles": {"a": "Cat"}}, {"titles": {"a": "Ape"}}),
)  # fmt: skip


KNOWN_A = Unchanged(sha256("A"))


def traces(tmp_path, shelf, *given):
    memo = StageCache(tmp_path, "program")
    return Traces(shelf, SHAPE, memo, "things", *given), memo


def made(tmp_path, shelf, make, inputs=()):
    """Build one thing, and give what was asked for it to be made."""
    found, memo = traces(tmp_path, shelf)
    text = found.text("path", lambda view, *more: repr(make(view, *more)), inputs)
    found.save()
    memo.save()
    return text


@pytest.mark.parametrize(("look", "seen", "unseen"), ASKED)
def test_what_is_asked_of_a_view_is_what_the_value_says_and_the_next_build_knows_it(tmp_path, look, seen, unseen):
    text = made(tmp_path, SHELF, look)
    assert text == repr(look(SHELF))
    known = [
        traces(tmp_path, shelf)[0].known("path") for shelf in (SHELF, replace(SHELF, **unseen), replace(SHELF, **seen))
    ]
    assert known == [sha256(text), sha256(text), ""]


def test_a_thing_with_other_inputs_or_of_other_templates_is_not_known(tmp_path):
    found, memo = traces(tmp_path, SHELF, "template")
    text = found.text("path", lambda view, key: view.titles[key], ("a",))
    found.save()
    memo.save()
    assert traces(tmp_path, SHELF, "template")[0].known("path", ("a",)) == sha256(text)
    assert traces(tmp_path, SHELF, "template")[0].known("path", ("b",)) == ""
    assert traces(tmp_path, SHELF, "another")[0].known("path", ("a",)) == ""


def test_a_thing_that_stands_there_is_not_made_and_one_that_does_not_is(tmp_path):
    class Standing:
        def __init__(self, stands):
            self.stands = stands

        def has(self, _path, _sha256):
            return self.stands

    text = made(tmp_path, SHELF, lambda view: view.note)

    def make(_view):
        raise AssertionError

    assert traces(tmp_path, SHELF)[0].text("path", make, (), Standing(stands=True)) == Unchanged(sha256(text))
    with pytest.raises(AssertionError):
        traces(tmp_path, SHELF)[0].text("path", make, (), Standing(stands=False))


def test_what_a_method_gave_is_not_worked_out_again_to_be_remembered(tmp_path):
    calls = []

    class Counting(Shelf):
        def longest(self, most):
            calls.append(most)
            return super().longest(most)

    shelf = Counting(row=SHELF.row)
    text = made(tmp_path, shelf, lambda view: [view.longest(2), view.longest(3)])
    assert calls == [2, 3]
    assert traces(tmp_path, shelf)[0].known("path") == sha256(text)


def test_a_derived_value_is_made_once_and_what_asks_for_it_changes_only_with_it(tmp_path):
    calls = []

    @derived
    def counted(shelf):
        calls.append(1)
        return len(shelf.note)

    for note, times, known in (("note", 1, False), ("note", 0, True), ("tone", 1, True), ("longer", 1, False)):
        calls.clear()
        found, memo = traces(tmp_path, replace(SHELF, note=note))
        kept = []
        for path in ("one", "two"):
            kept.append(bool(found.known(path)))
            if not kept[-1]:
                found.text(path, lambda view: str(counted(view)))
        found.save()
        memo.save()
        assert (kept, len(calls)) == ([known, known], times)


def test_an_aggregate_looks_at_the_value_itself_once_and_what_asks_for_it_changes_only_with_it(tmp_path):
    looked = []

    @aggregate
    def initials(shelf, times):
        looked.append(shelf)
        return "".join(title[0] * times for title in shelf.titles.values())

    def make(view):
        return initials(view, 2) + initials(view, 2)

    for titles, known in (({"a": "Ant"}, False), ({"a": "Ape"}, True), ({"a": "Bee"}, False)):
        looked.clear()
        shelf = replace(SHELF, titles=titles)
        found, memo = traces(tmp_path, shelf)
        assert bool(found.known("path")) == known
        assert known or found.text("path", make) == make(shelf)
        assert looked[:1] == [shelf]
        assert len(looked) == (1 if known else 3)
        found.save()
        memo.save()


def test_what_asks_after_something_gone_is_not_known(tmp_path):
    made(tmp_path, SHELF, lambda view: (view.row[1], first_letters(view, "b")))
    for shelf in (replace(SHELF, row=("one",)), replace(SHELF, titles={"a": "Ant"})):
        assert traces(tmp_path, shelf)[0].known("path") == ""


def test_what_is_no_longer_made_is_forgotten(tmp_path):
    found, memo = traces(tmp_path, SHELF)
    for path in ("one", "two"):
        found.text(path, lambda view: view.note)
    found.save()
    memo.save()
    found, memo = traces(tmp_path, SHELF)
    assert found.known("two") == sha256("note")
    found.save()
    memo.save()
    assert [traces(tmp_path, SHELF)[0].known(path) for path in ("one", "two")] == ["", sha256("note")]


def test_a_derived_value_whose_answers_are_the_same_is_read_and_not_made_again(tmp_path):
    calls = []

    @derived
    def last_letter(shelf, key):
        calls.append(key)
        return (shelf.titles[key][-1], shelf.note)

    def last_letters(view):
        return "".join("".join(last_letter(view, key)) for key in view.titles)

    for titles, asked in (({"a": "Ant", "b": "Bee"}, ["a", "b"]), ({"a": "Ape", "b": "Bee"}, ["a"])):
        calls.clear()
        found, memo = traces(tmp_path, replace(SHELF, titles=titles))
        assert found.text("path", last_letters) == "".join(title[-1] + "note" for title in titles.values())
        found.save()
        memo.save()
        assert calls == asked


def test_of_what_a_derived_value_asks_for_only_that_is_made_again_which_may_be_another_one(tmp_path):
    calls = []

    @derived
    def letter(shelf, key):
        calls.append(key)
        return shelf.titles[key][-1]

    @derived
    def word(shelf, key):
        calls.append(key.upper())
        return letter(shelf, key) * 2

    @derived
    def words(shelf):
        calls.append("words")
        return " ".join(word(shelf, key) for key in ("a", "b"))

    for last, made in (("t", "A B a b words"), ("e", "A a words"), ("e", "")):
        calls.clear()
        found, memo = traces(tmp_path, replace(SHELF, titles={"a": f"An{last}", "b": "Bee"}))
        known = found.known("path")
        if known:
            assert known == sha256(f"{last * 2} ee")
        else:
            assert found.text("path", words) == f"{last * 2} ee"
        found.save()
        memo.save()
        assert " ".join(sorted(calls)) == made


def test_an_aggregate_is_made_again_where_what_it_looks_at_is_another_one(tmp_path):
    looked = []

    @aggregate_under(("titles",))
    def first_letters(shelf):
        looked.append(1)
        return "".join(title[0] for title in shelf.titles.values())

    # What asked for it is made again where the result is another one: not for a title that begins as the other did.
    for title, times, text in (("Ant", 1, "A"), ("Ant", 0, KNOWN_A), ("Ape", 1, KNOWN_A), ("Bee", 1, "B")):
        looked.clear()
        found, memo = traces(tmp_path, replace(SHELF, titles={"a": title}))
        known = found.known("path")
        assert (Unchanged(known) if known else found.text("path", first_letters)) == text
        found.save()
        memo.save()
        assert len(looked) == times


def test_many_files_are_known_at_once_where_their_inputs_are_the_same(tmp_path):
    for inputs, expected in (
        ((0, 1, 2), [False] * 3),
        ((0, 1, 2), [True, True, False]),
        ((0, 2, 2), [True, False, False]),
    ):
        memo = StageCache(tmp_path, "program")
        found = Traces(SHELF, SHAPE, memo, "things")
        hashes = found.known_all(("path 0", "path 1", "path 2"), [packed((number,)) for number in inputs])
        assert [bool(hash) for hash in hashes] == expected
        for place in () if any(hashes) else (0, 1):
            found.text(f"path {place}", lambda shelf, number: f"{shelf.note} {number}", (place,))
        found.save()
        memo.save()
