"""The flagship's tags, judged against labels given by hand (labels.yml, held_out.yml).

What was measured, in the order in which it happened:

1.  labels.yml (30 papers) was committed before vocabulary and tagger existed. The first run of the first tagger
    gave precision 0.80 and recall 0.89 on it. Phrases and rules were then mended by reading its mistakes: 0.95, 0.93.
2.  held_out.yml (15 papers) was labelled and committed then, before the tagger was run on them.
    Its first run is the honest figure for new papers: precision 0.84, recall 0.79
    (85 right, 16 wrong, 22 missed; by facet: contribution 0.78/0.61, modality 0.86/0.86, task 0.92/0.86,
    technique 0.75/0.90, property 1.00/0.71, domain 0.71/1.00); without the three papers of READ_BEFORE 0.86 and 0.79.
    That is below the aim of 0.9 and 0.9: a vocabulary written on 30 papers does not yet name all that new ones say.
3.  Its mistakes were then read too and general phrases mended (0.94 and 0.90), so it is held out no longer.

The tests keep what was reached from getting worse. What is still missed is mostly named in the background
part of an abstract only, where counting it would cost more precision than it gives recall.
"""

from collections import Counter
from pathlib import Path

import pytest
from tag_scores import measure, read_labels, report, title_key

from litatlas.model import Paper
from litatlas.problems import Problems
from litatlas.tagging import tag_papers
from litatlas.tagging.suggesting import NOISE
from litatlas.vocabulary import Vocabulary, parse_vocabulary

REPOSITORY = Path(__file__).resolve().parents[2]

READ_BEFORE = (
    "Many-Shot In-Context Learning in Multimodal Foundation Models",
    "Beyond Task Performance: Evaluating and Reducing the Flaws of Large Multimodal Models with In-Context Learning",
    "Overcoming Language Disparity in Online Content Classification with Multimodal Learning",
)
"""Papers of the held-out set that had been read before the vocabulary was written."""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    problems = Problems()
    parsed = parse_vocabulary((REPOSITORY / "vocabulary.yml").read_text(encoding="utf-8"), "vocabulary.yml", problems)
    assert [str(problem) for problem in problems] == []
    return parsed


@pytest.fixture(scope="module")
def tagged(flagship_papers, vocabulary) -> tuple[Paper, ...]:
    problems = Problems()
    papers = tag_papers(flagship_papers, vocabulary, problems)
    assert [str(problem) for problem in problems] == []
    return papers


@pytest.mark.parametrize(
    ("file", "left_out", "papers", "precision", "recall"),
    [
        ("labels.yml", (), 30, 0.93, 0.92),
        ("held_out.yml", (), 15, 0.90, 0.87),
        ("held_out.yml", READ_BEFORE, 12, 0.90, 0.87),
    ],
)
def test_tags_agree_with_the_labels_given_by_hand(tagged, vocabulary, file, left_out, papers, precision, recall):
    labels = read_labels((REPOSITORY / "tests/flagship" / file).read_text(encoding="utf-8"), vocabulary)
    labels = {title: slugs for title, slugs in labels.items() if title not in {title_key(t) for t in left_out}}
    assert len(labels) == papers
    assert labels.keys() <= {title_key(paper.title) for paper in tagged}
    scores = measure(tagged, labels, vocabulary)
    assert scores["all"].precision >= precision, report(scores)
    assert scores["all"].recall >= recall, report(scores)


def test_the_vocabulary_is_of_a_size_to_browse(vocabulary):
    assert [facet.key for facet in vocabulary.facets] == [
        "contribution",
        "modality",
        "task",
        "technique",
        "property",
        "domain",
    ]
    assert 60 <= len(vocabulary.tags) <= 120
    assert [tag.slug for tag in vocabulary.tags if not tag.definition.endswith(".")] == []


def test_a_tag_on_one_paper_has_a_reason_and_no_other_tag_needs_one(tagged, vocabulary):
    counts = Counter(tagging.slug for paper in tagged for tagging in paper.tags)
    assert [tag.slug for tag in vocabulary.tags if counts[tag.slug] == 0] == []
    assert [tag.slug for tag in vocabulary.tags if counts[tag.slug] == 1 and not tag.reason] == []
    assert [tag.slug for tag in vocabulary.tags if counts[tag.slug] > 1 and tag.reason] == []


def test_no_tag_says_nothing(tagged):
    counts = Counter(tagging.slug for paper in tagged for tagging in paper.tags)
    assert {slug: count for slug, count in counts.items() if count > NOISE * len(tagged)} == {}


def test_every_paper_has_a_tag_and_every_automatic_tag_its_evidence(tagged):
    assert [paper.title for paper in tagged if len(paper.tags) < 2] == []
    assert [
        (paper.id, tagging.slug)
        for paper in tagged
        for tagging in paper.tags
        if not tagging.curated and not (1 <= len(tagging.evidence) <= 3)
    ] == []
    assert [
        (paper.id, item.phrase)
        for paper in tagged
        for tagging in paper.tags
        for item in tagging.evidence
        if item.phrase not in item.sentence
    ] == []
