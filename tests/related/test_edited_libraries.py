"""Relations of a library that was edited are those of a library that was never seen before."""

import random

import pytest
from msgspec.structs import replace
from related_papers import library, paper

from litatlas.incremental.memo import NOTHING, Memo
from litatlas.model import Paper
from litatlas.processes.parallel import processes
from litatlas.related import (
    Relations,
    Scale,
    Scores,
    lists,
    mentions,
    ranking,
    relate,
    score,
    telling_terms,
    text_similarity,
)
from litatlas.related.statistics import take_census
from litatlas.settings import RelatedSettings
from litatlas.store.stage_cache import StageCache

SIZE = 160
MATTERS = tuple(f"matter{chr(97 + number)} study" for number in range(26))
THINGS = tuple(f"thing{chr(97 + one)}{chr(97 + other)}" for one in range(12) for other in range(12))


def written(id: str, chance: random.Random) -> Paper:
    """Give a paper of one or two matters; some name each other's systems, cite each other and share authors."""
    one, other = chance.sample(MATTERS, 2)
    things = " ".join(chance.choices(THINGS, k=4))
    named = f"It outperforms Sys{chance.randrange(SIZE):03}X." if chance.random() < 0.3 else ""
    found = paper(
        id,
        f"Sys{id[1:]}X: {one} and {chance.choice(THINGS)}",
        f"We study {one} with {things}. {other if chance.random() < 0.4 else one} helps {things}. {named}",
        authors=(f"Ann Nr{chance.randrange(80)}", f"Bob Nr{chance.randrange(80)}"),
        year=chance.randrange(2015, 2025),
    )
    cited = tuple(f"p{chance.randrange(SIZE):03}" for _ in range(chance.randrange(3)))
    return replace(found, references=cited, keywords=tuple(chance.choices(THINGS, k=2)))


def edited(papers: dict[str, Paper], chance: random.Random) -> dict[str, Paper]:
    """Change, add or take away some papers."""
    after = dict(papers)
    for _ in range(chance.choice((1, 1, 1, 3))):
        id = f"p{chance.randrange(SIZE + 10):03}"
        kind = chance.random()
        if id in after and kind < 0.2:
            del after[id]
        elif id in after and kind < 0.5:
            # Nothing but its words change.
            after[id] = replace(after[id], abstract=written(id, chance).abstract)
        else:
            after[id] = written(id, chance)
    return after


@pytest.mark.parametrize(
    "scale",
    [Scale(), Scale(small=60), Scale(small=60, whole=60), Scale(small=60, whole=60, exact_up_to=100)],
    ids=["small", "kept", "sampled", "clustered"],
)
def test_relations_after_any_edits_are_those_of_a_run_from_nothing(scale, tmp_path):
    chance = random.Random(4)
    papers = {id: written(id, chance) for id in (f"p{number:03}" for number in range(SIZE))}
    kept, drawn = b"", set()
    for build in range(9):
        memo, found = StageCache(tmp_path / f"cache {build // 4}", "one program"), library(*papers.values())
        scores = score(found, RelatedSettings(), memo=memo, scale=scale, sample=kept)
        anew = score(found, RelatedSettings(), scale=scale, sample=kept)
        assert _file(scores) == _file(anew)
        assert (scores.ranked != anew.ranked).nnz == 0
        assert scores.mentions == anew.mentions
        terms = telling_terms(found, scores)
        assert relate(found, RelatedSettings(), scores=scores, terms=terms, memo=memo) == relate(
            found, RelatedSettings(), scores=anew, terms=telling_terms(found, anew)
        )
        memo.save()
        papers = edited(papers, chance)
        # Now and then it is lost.
        kept = b"" if build == 5 else _file(scores)
        drawn.add(_file(scores))
    assert len(drawn) == (1 if scale.small > SIZE else 2)


def _file(scores: Scores) -> bytes:
    return scores.sample.render() if scores.sample else b""


def related(papers: dict[str, Paper], scale: Scale, memo: Memo = NOTHING, kept: bytes = b"") -> tuple[Relations, bytes]:
    found = library(*papers.values())
    scores = score(found, RelatedSettings(), memo=memo, scale=scale, sample=kept)
    relations = relate(found, RelatedSettings(), scores=scores, terms=telling_terms(found, scores), memo=memo)
    return relations, _file(scores)


def test_lists_that_a_change_does_not_touch_are_reused_and_are_those_of_a_run_from_nothing(tmp_path, monkeypatch):
    chance, scale, make, made = random.Random(4), Scale(small=60, whole=60), lists._list, []
    papers = {id: written(id, chance) for id in (f"p{number:03}" for number in range(SIZE))}
    learnt = take_census(tuple(papers.values()), scale.small, scale.whole).sample
    memo = StageCache(tmp_path, "one program")
    kept = related(papers, scale, memo)[1]
    for id in [id for id, is_learnt in zip(papers, learnt, strict=True) if is_learnt][:5]:
        papers[id] = replace(papers[id], abstract=f"{papers[id].abstract} Violin{id}, whale{id}.")
        memo.save()
        memo = StageCache(tmp_path, "one program")
        made.clear()
        with monkeypatch.context() as counting:
            counting.setattr(lists, "_list", lambda paper, *rest: made.append(paper) or make(paper, *rest))
            after = related(papers, scale, memo, kept)
        assert after == related(papers, scale, kept=kept)
        # Those near to it, of which there are many among so few papers.
        assert 0 < len(made) < 0.9 * SIZE


def test_scores_that_a_change_does_not_touch_stand_and_are_those_of_a_run_from_nothing(tmp_path, monkeypatch):
    chance, scale, touch, look = random.Random(4), Scale(small=60, whole=60), ranking._touched, mentions._anew
    touched, looked = [], []
    monkeypatch.setattr(mentions, "_anew", lambda *way: looked.append(way) or look(*way))
    # Among so few papers everybody is paired with all, were there not fewer near ones.
    monkeypatch.setattr(text_similarity, "CANDIDATES", 5)
    monkeypatch.setattr(ranking, "_touched", lambda *way: touched.append(touch(*way)) or touched[-1])
    papers = {id: replace(written(id, chance), references=()) for id in (f"p{number:03}" for number in range(SIZE))}
    kept = b""
    for _ in range(20):
        memo, found = StageCache(tmp_path, "one program"), library(*papers.values())
        here, anew = (score(found, RelatedSettings(), memo=each, scale=scale, sample=kept) for each in (memo, NOTHING))
        assert [getattr(here.ranked, part).tolist() for part in ("data", "indices", "indptr")] == [
            getattr(anew.ranked, part).tolist() for part in ("data", "indices", "indptr")
        ]
        assert (here.versions, here.mentions) == (anew.versions, anew.mentions)
        memo.save()
        kept = _file(here)
        one, other = chance.sample(sorted(papers), 2)
        text = papers[other].abstract if chance.random() < 0.3 else written(one, chance).abstract
        papers[one] = replace(papers[one], abstract=text.partition(" It outperforms")[0])
        # Others who are related by their people are scored again, and nobody else is.
        if chance.random() < 0.3:
            papers[other] = replace(papers[other], authors=papers[one].authors)
    assert len([rows for rows in touched if rows.mean() < 0.7]) > 5
    # Each time without a memo, and seldom with one.
    assert len(looked) < 25


def test_relations_are_the_same_whoever_reads_and_compares(tmp_path):
    chance = random.Random(4)
    papers = library(*(written(f"p{number:03}", chance) for number in range(900)))
    with processes(2) as workers:
        beside = score(papers, RelatedSettings(), memo=StageCache(tmp_path, "one program"), workers=workers)
    alone = score(papers, RelatedSettings())
    assert (beside.ranked != alone.ranked).nnz == 0
    assert beside.mentions == alone.mentions
    assert beside.words.words == alone.words.words


def test_clusters_stay_as_they_are_where_a_paper_of_the_sample_changes(monkeypatch):
    found = []
    clustered = text_similarity.clustered
    monkeypatch.setattr(text_similarity, "clustered", lambda *given: found.append(clustered(*given)) or found[-1])
    chance, scale = random.Random(4), Scale(small=60, whole=60, exact_up_to=100)
    papers = {id: written(id, chance) for id in (f"p{number:03}" for number in range(SIZE))}
    _, kept = related(papers, scale)
    learnt = take_census(tuple(papers.values()), scale.small, scale.whole).sample
    changed = next(id for id, is_learnt in zip(papers, learnt, strict=True) if is_learnt)
    related(papers | {changed: written(changed, chance)}, scale, kept=kept)
    before, after = found
    assert before.basis() == after.basis()
    assert len(before.probed) > len(before.centres.latent) > 1
