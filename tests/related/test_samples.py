"""The sample from which a large library learns outlives changes of its papers; what is no sample is passed over."""

import struct

import numpy as np
import pytest
from msgspec.structs import replace
from related_papers import library, paper

from litatlas.model import Paper
from litatlas.related.samples import Sample, chosen_sample, parse_sample
from litatlas.related.statistics import take_census
from litatlas.related.streams import stream
from litatlas.related.text_similarity import text_space

PAPERS = [
    paper(f"p{number:03}", f"Matter {number % 9}", f"Thing{number % 7} of {number % 11} stuff{number}.")
    for number in range(300)
]
SMALL = 100


def chosen(papers: list[Paper], file: bytes = b"") -> Sample:
    found = library(*papers).papers
    return chosen_sample(file, stream(found), take_census(found, SMALL, SMALL))


KEPT = chosen(PAPERS)
FILE = replace(KEPT, typical=0.25, common=np.array([0.5, -0.25])).render()
LEARNT = [place for place, drawn in enumerate(take_census(PAPERS, SMALL, SMALL).sample) if drawn]


def with_others(count: int) -> list[Paper]:
    """Change so many papers of the sample."""
    papers = list(PAPERS)
    for place in LEARNT[:count]:
        papers[place] = replace(papers[place], abstract=f"Something else {place}.")
    return papers


def test_a_sample_that_was_read_says_what_the_drawn_one_does():
    read = parse_sample(FILE)
    assert read is not None
    assert read.render() == FILE
    assert (read.library, read.content.papers) == (300, len(LEARNT))
    for name in ("names", "paper", "field", "word"):
        before, after = getattr(KEPT.content, name), getattr(read.content, name)
        assert (before.dtype, before.tolist()) == (after.dtype, after.tolist())


@pytest.mark.parametrize(
    ("papers", "is_kept"),
    [
        (with_others(len(LEARNT) // 4), True),
        (with_others(len(LEARNT) // 4 + 1), False),
        # Whatever they are called.
        ([replace(one, id=f"q{one.id}") for one in PAPERS], True),
        ([*PAPERS, *(replace(one, id=f"x{one.id}") for one in PAPERS[:150])], True),
        ([*PAPERS, *(replace(one, id=f"x{one.id}") for one in PAPERS[:151])], False),
    ],
    ids=["a quarter changed", "more changed", "renamed", "half as large again", "larger"],
)
def test_a_sample_is_kept_until_it_speaks_for_the_library_no_longer(papers, is_kept):
    assert (chosen(papers, FILE).render() == FILE) == is_kept
    assert is_kept or chosen(papers, FILE).render() == chosen(papers).render()


@pytest.mark.parametrize(
    ("median", "typical"), [(0.2449, 0.25), (0.2599, 0.25), (0.2399, 0.24), (0.2601, 0.26), (0.0, 0.0)]
)
def test_what_is_usual_stays_until_it_has_moved_by_more_than_a_step(median, typical):
    assert replace(KEPT, typical=0.25).with_typical(median).typical == typical


@pytest.mark.parametrize(
    ("common", "is_kept"),
    [((0.51, -0.24), True), ((0.5, -0.35), False), ((0.5,), False), ((-0.25, 0.5), False), ((0.0, 0.0), False)],
    ids=["nearly the same", "moved", "of fewer dimensions", "of another encoder", "nothing"],
)
def test_what_vectors_have_in_common_stays_until_it_has_moved_far(common, is_kept):
    kept = replace(KEPT, common=np.array((0.5, -0.25)))
    found = kept.with_common(np.array(common)).common.tolist()
    assert found == ([0.5, -0.25] if is_kept else list(common))


def _with_counts(*counts: int) -> bytes:
    return FILE[:18] + struct.pack("<5I", *counts) + FILE[38:]


def _with_bytes(at: int, content: bytes) -> bytes:
    return FILE[:at] + content + FILE[at + len(content) :]


COUNTS = struct.unpack("<5I", FILE[18:38])
NAMES, SIZES, WORDS = 38, 38 + 8 * COUNTS[2], 38 + 8 * COUNTS[2] + 4 * COUNTS[1]
DAMAGED = {
    "empty": b"",
    "a text": b"<html>\n" * 100,
    "another version": FILE.replace(b"sample 1", b"sample 2", 1),
    "only a beginning": FILE[:20],
    "cut off": FILE[:-1],
    "longer": FILE + b"\0",
    "as if it held more than there is": _with_counts(COUNTS[0], *[2**32 - 1] * 4),
    "of no paper": FILE[:18] + struct.pack("<5Id", 300, 0, 0, 0, 1, 0.5),
    "of a library of none": _with_counts(0, *COUNTS[1:]),
    "names in no order": _with_bytes(NAMES, b"\xff" * 8),
    "names twice": _with_bytes(NAMES, FILE[NAMES + 8 : NAMES + 16]),
    "a paper longer than all": _with_bytes(SIZES, b"\xff" * 4),
    "sizes whose sum goes round": _with_bytes(SIZES, struct.pack("<2I", 2**31, 2**31)),
    "a word that is none": _with_bytes(WORDS, b"\xff" * 4),
    "of no number": replace(KEPT, typical=float("nan")).render(),
    "of endless numbers": replace(KEPT, common=np.array([1e300, np.inf])).render(),
    "of one paper": replace(chosen(PAPERS[:1]), library=300).render(),
    "of other papers": chosen([paper(f"p{number:03}", f"Far {number}") for number in range(300)]).render(),
}


@pytest.mark.parametrize("file", DAMAGED.values(), ids=DAMAGED)
def test_what_is_no_sample_is_passed_over(file):
    assert chosen(PAPERS, file).render() == KEPT.render()


def test_any_damaged_byte_gives_a_sample_or_none():
    draw = np.random.default_rng(5)
    for place in draw.integers(0, len(FILE), 300).tolist():
        chosen(PAPERS, _with_bytes(place, draw.bytes(4))[: len(FILE)])


def test_a_small_library_has_none():
    assert text_space(stream(PAPERS), take_census(PAPERS, 300), 20, kept=FILE).sample is None
