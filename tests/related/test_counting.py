"""What is counted over all papers hardly changes with one of them."""

from itertools import combinations

import numpy as np
from related_papers import library, paper

from litatlas.related.counting import grouped, numbered, numbered_pairs
from litatlas.related.statistics import LATENT_GRID, WORD_GRID, coarse, on_grid, take_census
from litatlas.related.streams import stream
from litatlas.related.text_similarity import USUAL_STEP, text_space


def test_counts_go_down_to_the_next_step():
    steps = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32]
    assert [coarse(count) for count in range(1, 33)] == [max(s for s in steps if s <= count) for count in range(1, 33)]
    assert coarse(np.array([0, 5, 10_000])).tolist() == [0, 4, 8192]


def test_a_paper_is_in_the_sample_whatever_other_papers_there_are():
    papers = [paper(f"p{number:03}") for number in range(180)]
    all_of_them = take_census(papers, 100, 120)
    chosen = {one.id for one, drawn in zip(papers, all_of_them.sample, strict=True) if drawn}
    fewer = take_census(papers[10:], 100, 120)
    assert {one.id for one, drawn in zip(papers[10:], fewer.sample, strict=True) if drawn} == chosen - {
        one.id for one in papers[:10]
    }
    assert 50 <= len(chosen) <= 110
    all_of_few = take_census(papers, 100, 180)
    assert all_of_few.is_large
    assert all_of_few.sample.all()
    assert not take_census(papers, 180).is_large


def test_products_of_vectors_on_the_grid_are_the_same_in_any_order_of_their_sums():
    draw = np.random.default_rng(5)
    vectors = draw.normal(size=(2, 400))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    order = draw.permutation(400)
    words = on_grid(vectors, WORD_GRID)
    assert sum((words[0] * words[1]).tolist()) == sum((words[0] * words[1])[order].tolist())
    latent = on_grid(vectors.astype(np.float32), LATENT_GRID)
    exact = float((latent[0].astype(np.float64) * latent[1].astype(np.float64)).sum())
    assert float(latent[0] @ latent[1]) == float(latent[0][order] @ latent[1][order]) == exact


def test_in_a_large_library_a_changed_paper_leaves_all_other_vectors_as_they_are():
    papers = [
        paper(f"p{number:03}", f"matter {number % 9}", f"thing{number % 7} of{number % 11} stuff{number % 4} kind.")
        for number in range(120)
    ]
    census = take_census(papers, 100, 100)
    place = int(np.flatnonzero(census.sample)[0])
    # It says what others say too, one of them alone until now.
    papers[place + 1] = paper(papers[place + 1].id, "lonely", papers[place + 1].abstract)
    changed = [*papers[:place], paper(papers[place].id, "matter elsewhere", "lonely kind"), *papers[place + 1 :]]
    before = text_space(stream(library(*papers).papers), census, 20)
    assert before.sample is not None
    after = text_space(stream(library(*changed).papers), census, 20, kept=before.sample.render())
    others = [number for number in range(120) if number != place]
    assert before.latent[others].tolist() == after.latent[others].tolist()
    rows, columns = (np.array(part) for part in zip(*combinations(others, 2), strict=True))
    assert before.between(rows, columns).tolist() == after.between(rows, columns).tolist()
    # What is usual for the others changes by steps, and so for few of them.
    assert (np.rint(after.usual / USUAL_STEP) * USUAL_STEP == after.usual).all()


def test_counting_puts_numbers_and_pairs_in_the_order_in_which_sorting_would():
    draw = np.random.default_rng(9)
    for size in (0, 1, 400):
        one, other = draw.integers(0, 12, size).astype(np.int32), draw.integers(3, 30, size)
        places, bounds = grouped(one, 12)
        assert places.tolist() == np.argsort(one, kind="stable").tolist()
        assert np.diff(bounds).tolist() == np.bincount(one, minlength=12).tolist()
        assert numbered_pairs(one, other).tolist() == numbered(one.astype(np.int64) * 100 + other).tolist()
