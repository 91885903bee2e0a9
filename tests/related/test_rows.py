"""Vectors that are carried on are those that are made from nothing."""

import numpy as np
import pytest
from related_papers import library, paper

from litatlas.model import Paper
from litatlas.related import rows
from litatlas.related.neighbours import Memory
from litatlas.related.samples import chosen_sample
from litatlas.related.statistics import take_census
from litatlas.related.streams import stream
from litatlas.related.vectors import shared
from litatlas.store.stage_cache import StageCache

PAPERS = [
    paper(f"p{number:03}", f"matter {number % 9}", f"thing{number % 7} of{number % 11} stuff{number % 4} kind.")
    for number in range(120)
]
CENSUS = take_census(PAPERS, 100, 100)
SAMPLE = chosen_sample(b"", stream(library(*PAPERS).papers), CENSUS)


def vectors(papers: list[Paper], memo: StageCache) -> tuple[dict[str, list[tuple[int, float]]], list[list[float]]]:
    """Give for each paper its words by their names, each with its weight, and the latent vectors."""
    found = library(*papers).papers
    memory = Memory(tuple(one.id for one in found), memo)
    placed = rows.paper_vectors(stream(found), SAMPLE, 20, memory)
    words = shared(placed.words)
    assert len(set(words.names.tolist())) == len(words.names)
    assert len(set(placed.marks)) == len(found)
    named = words.names[words.table.indices].tolist()
    bounds = words.table.indptr
    weighed = list(zip(named, words.table.data.tolist(), strict=True))
    return {one.id: weighed[bounds[at] : bounds[at + 1]] for at, one in enumerate(found)}, placed.latent.tolist()


@pytest.mark.parametrize("many", [1, 32], ids=["kept each time", "kept seldom"])
@pytest.mark.parametrize("edit", ["changed", "new", "gone"])
def test_rows_that_are_carried_on_are_those_that_are_made_from_nothing(edit, many, tmp_path, monkeypatch):
    edited = int(np.flatnonzero(CENSUS.sample)[3])
    papers = [one for place, one in enumerate(PAPERS) if place != edited]
    if edit == "changed":
        papers.insert(edited, paper(PAPERS[edited].id, "matter elsewhere", "lonely kind of thing3"))
    before, after = (papers, PAPERS) if edit == "new" else (PAPERS, papers)
    memo = StageCache(tmp_path / "carried", "one program")
    vectors(before, memo)
    monkeypatch.setattr(rows, "KEPT_ANEW", many)
    monkeypatch.setattr(rows, "_made", None)
    carried = vectors(after, memo)
    monkeypatch.undo()
    assert carried == vectors(after, StageCache(tmp_path / "anew", "one program"))
