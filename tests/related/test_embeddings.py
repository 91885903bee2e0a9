"""A sentence encoder is one more voice in the comparison of texts, and none where there is none."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from related_papers import library, paper

from litatlas.library import Library
from litatlas.model import Paper
from litatlas.related import relate, score
from litatlas.related.clusters import Learners, clustered
from litatlas.related.embeddings import MEANING_WEIGHT, common_of, encoded_text, with_meanings
from litatlas.related.nearest import LSA_WEIGHT, Vectors, blend, nearest_papers
from litatlas.related.statistics import take_census
from litatlas.related.streams import stream
from litatlas.related.text_similarity import text_space
from litatlas.settings import RelatedSettings

SETTINGS = RelatedSettings()
PAPERS = (
    paper("car", "Automobiles on the motorway", "Vehicles are driven."),
    paper("fugue", "Counterpoint in the baroque era", "Voices imitate each other."),
    paper("lorry", "Trucks and their chauffeurs", "Freight is hauled."),
    paper("sonata", "Movements of the classical period", "Themes return."),
)


TOPICS = {"Automobiles": (1.0, 0.0), "Trucks": (1.0, 0.1), "Counterpoint": (0.0, 1.0), "Movements": (0.1, 1.0)}


class Topics:
    """An encoder that knows what a text is about by the first word of its title."""

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        return np.array([TOPICS[text.split()[0]] for text in texts], dtype=np.float32).reshape(len(texts), 2)


def scores(papers: Library, encoder: Topics | None = None) -> dict[tuple[str, str], float]:
    """Give the fused scores of all pairs that have one."""
    fused = score(papers, SETTINGS, encoder=encoder).ranked.tocoo()
    ids = [one.id for one in papers]
    rows, columns = fused.coords
    return {(ids[a], ids[b]): value for a, b, value in zip(rows, columns, fused.data, strict=True) if a < b and value}


def test_papers_of_one_meaning_without_a_common_word_are_near():
    assert scores(library(*PAPERS)) == {}
    found = scores(library(*PAPERS), Topics())
    assert sorted(found, key=found.__getitem__)[-2:] == [("car", "lorry"), ("fugue", "sonata")]
    assert found[("car", "lorry")] > 2 * found.get(("car", "fugue"), 0.0)


def test_a_meaning_without_a_reason_that_can_be_told_lists_nothing():
    papers = library(*PAPERS)
    assert set(relate(papers, SETTINGS, scores=score(papers, SETTINGS, encoder=Topics())).related.values()) == {()}


def test_the_order_of_the_papers_changes_nothing():
    turned = Library(tuple(reversed(PAPERS)), {})
    assert scores(turned, Topics()) == scores(library(*PAPERS), Topics())


def worded(count: int) -> tuple[Paper, ...]:
    """Papers that share more and fewer words with each other."""
    words = ("otter", "river", "fish", "stone", "moss", "reed", "heron")
    return tuple(
        paper(f"p{number:02}", f"{words[number % 7]} {words[number % 5]}", f"{words[number % 3]} {words[number % 4]}.")
        for number in range(count)
    )


def test_an_encoder_that_says_the_same_of_all_papers_turns_no_ranking_round():
    papers = worded(7)

    class Same:
        def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
            return np.zeros((len(texts), 3), dtype=np.float32)

    def ranked(fused: NDArray[np.float64]) -> list[list[int]]:
        return np.argsort(-np.round(fused, 5), axis=1, kind="stable").tolist()

    without, same = (score(library(*papers), SETTINGS, encoder=encoder).ranked for encoder in (None, Same()))
    assert ranked(same.toarray()) == ranked(without.toarray())
    assert without.nnz > 0


def test_the_joined_space_is_the_weighted_mean_of_both_cosines():
    draw = np.random.default_rng(7)
    latent = draw.normal(size=(40, 5))
    latent /= np.linalg.norm(latent, axis=1, keepdims=True)
    meanings = draw.normal(size=(40, 6)).astype(np.float32)
    joined, weight = with_meanings(latent.astype(np.float32), meanings, common_of(meanings))
    assert weight == LSA_WEIGHT + MEANING_WEIGHT
    np.testing.assert_allclose(np.linalg.norm(joined, axis=1), 1, atol=1e-3)
    centred = meanings - meanings.sum(axis=0) / 50
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    expected = (LSA_WEIGHT * latent @ latent.T + MEANING_WEIGHT * centred @ centred.T) / weight
    np.testing.assert_allclose(joined @ joined.T, expected, atol=1e-3)


@pytest.mark.parametrize("papers", [0, 1, 2])
def test_the_smallest_libraries_have_meanings_too(papers):
    found = score(library(*PAPERS[:papers]), SETTINGS, encoder=Topics())
    assert found.ranked.shape == (papers, papers)
    assert np.isfinite(found.ranked.toarray()).all()


def test_clusters_look_up_the_joined_space():
    papers = worded(60)
    draw = np.random.default_rng(3)
    space = text_space(stream(papers), take_census(papers), 20, draw.normal(size=(60, 8)).astype(np.float32))
    assert space.weight == LSA_WEIGHT + MEANING_WEIGHT
    # So few papers make one cluster, in which all pairs are compared.
    vectors = Vectors(space.words, space.latent, space.weight)
    names = np.arange(vectors.words.shape[1], dtype=np.uint64)
    found = clustered(vectors, names, Learners(vectors, names, 60)).nearest(10)
    exact = nearest_papers(vectors, 10)
    np.testing.assert_array_equal(exact[0], found[0])
    np.testing.assert_allclose(exact[1], found[1], atol=1e-6)
    assert blend(np.array([1.0]), np.array([1.0]), space.weight).tolist() == [1.0]


def test_in_a_large_library_another_meaning_of_one_paper_leaves_all_others_as_they_are():
    papers = worded(60)
    census = take_census(papers, 40, 40)
    place = int(np.flatnonzero(census.sample)[0])
    meanings = np.random.default_rng(3).normal(size=(60, 8)).astype(np.float32) + 1
    before = text_space(stream(papers), census, 20, meanings)
    assert before.sample is not None
    meanings[place] += 0.5
    after = text_space(stream(papers), census, 20, meanings, kept=before.sample.render())
    changed = np.flatnonzero((before.latent != after.latent).any(axis=1))
    assert changed.tolist() == [place]


def test_the_encoder_reads_title_and_abstract_on_one_line():
    assert encoded_text(paper("x", "A  title", "An\nabstract. ")) == "A title. An abstract."
