import random

import pytest
from related_papers import library, paper

from litatlas.model import Paper, ReasonKind
from litatlas.related import relate
from litatlas.settings import RelatedSettings

SETTINGS = RelatedSettings()
TOPICS = {
    "ecg": (
        "Cardiac arrhythmia detection",
        "We detect cardiac arrhythmia in electrocardiogram recordings of patients.",
    ),
    "icl": ("In-context learning of agents", "Agents use in-context learning in the Minecraft game."),
    "ocr": ("Reading scene text", "Optical character recognition reads scene text in street photographs."),
}


def topical(count: int) -> tuple[Paper, ...]:
    """Papers of three matters, each with some words of its own."""
    return tuple(
        paper(f"{topic}-{number}", f"{title} {number}", f"{text} Here {topic}variant{number} is new.")
        for topic, (title, text) in TOPICS.items()
        for number in range(count)
    )


def test_papers_of_one_matter_come_first_and_say_why():
    relations = relate(library(*topical(4)), SETTINGS)
    for source, entries in relations.related.items():
        topic = source[:3]
        assert [entry.id[:3] for entry in entries[:3]] == [topic] * 3
    reasons = relations.related["icl-0"][0].reasons
    assert [reason.kind for reason in reasons] == [ReasonKind.TERMS]
    assert "in-context learning" in [term.lower() for term in reasons[0].terms]


def test_papers_that_share_nothing_are_not_related():
    papers = [*topical(1), paper("x", "Baroque music", "Counterpoint in fugues of the baroque era.")]
    assert relate(library(*papers), SETTINGS).related == {one.id: () for one in papers}


def test_a_list_is_no_longer_than_the_limit():
    for limit in (0, 1, 3):
        lists = relate(library(*topical(9)), RelatedSettings(limit=limit)).related.values()
        assert max(len(entries) for entries in lists) == limit


def test_relations_are_the_same_in_any_order_of_the_papers():
    papers = list(topical(6))
    first = relate(library(*papers), SETTINGS)
    random.Random(1).shuffle(papers)
    assert relate(library(*papers), SETTINGS) == first


def test_scores_are_rounded_and_fall():
    for entries in relate(library(*topical(6)), SETTINGS).related.values():
        scores = [entry.score for entry in entries]
        assert scores == sorted((round(score, 4) for score in scores), reverse=True)


DEGENERATE = {
    "none": (),
    "one": topical(1)[:1],
    "two": topical(2)[:2],
    "empty texts": tuple(paper(f"p{number}", " ") for number in range(5)),
    "one text": tuple(
        paper(f"p{number:02}", "Same title here", "The same words in each abstract.") for number in range(30)
    ),
    "only function words": tuple(paper(f"p{number}", "The of and", "to be or not to be") for number in range(3)),
    "digits and marks": tuple(paper(f"p{number}", "1 2 3", "!!! ??? 4 5 6") for number in range(3)),
}


@pytest.mark.parametrize("papers", DEGENERATE.values(), ids=DEGENERATE)
def test_degenerate_libraries_have_a_list_for_every_paper(papers):
    relations = relate(library(*papers), SETTINGS)
    assert sorted(relations.related) == sorted(one.id for one in papers)
    assert all(entry.id != source for source, entries in relations.related.items() for entry in entries)
    assert relations.mentions == ()


def test_chinese_papers_are_related_by_their_characters():
    papers = (
        paper("a", "多模态情感分析研究", "本文研究多模态情感分析的方法。"),
        paper("b", "情感分析数据集", "我们提出情感分析的数据集。"),
        paper("c", "蛋白质结构预测", "深度网络用于蛋白质结构预测。"),
        paper("d", "蛋白质折叠", "蛋白质结构的折叠预测。"),
    )
    related = relate(library(*papers), SETTINGS).related
    assert [entry.id for entry in related["a"]][:1] == ["b"]
    assert [entry.id for entry in related["c"]][:1] == ["d"]


def test_a_huge_abstract_is_related_like_another():
    huge = "Cardiac arrhythmia detection in electrocardiogram recordings. " * 80_000
    related = relate(library(*topical(3), paper("huge", "Cardiac arrhythmia", huge)), SETTINGS).related
    assert {entry.id[:3] for entry in related["huge"]} == {"ecg"}


def test_nobody_is_everybodys_neighbour():
    names = [f"matter{number}" for number in range(80)]
    hub = paper("hub", " ".join(names), " ".join(names))
    others = [paper(f"p{number:02}", f"{name} study", f"All about {name} alone.") for number, name in enumerate(names)]
    related = relate(library(hub, *others), RelatedSettings(limit=2)).related
    assert sum(entry.id == "hub" for entries in related.values() for entry in entries) <= 8


def test_a_common_repository_is_a_reason_where_words_are_few():
    papers = [
        *topical(4),
        paper("y", "Unlike all", code="https://github.com/a/b"),
        paper("z", "Odd", code="https://github.com/A/B"),
    ]
    entry = relate(library(*papers), SETTINGS).related["y"][0]
    assert (entry.id, [reason.kind for reason in entry.reasons]) == ("z", [ReasonKind.ARTEFACT])
