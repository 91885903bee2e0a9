"""What two papers are said to have in common, in which words."""

import pytest
from msgspec.structs import replace
from related_papers import library, paper

from litatlas.model import Evidence, ReasonKind, Tagging
from litatlas.problems import Problems
from litatlas.related import relate
from litatlas.related.words import looks_like_noun
from litatlas.settings import RelatedSettings
from litatlas.vocabulary import parse_vocabulary

VOCABULARY = """
facets:
  - key: contribution
    definition: What it gives.
    relates: no
    tags: [{slug: survey, name: Survey, definition: A survey., phrases: [survey]}]
  - key: task
    definition: What it solves.
    tags:
      - {slug: qa, name: Question answering, definition: Answers., phrases: [question answering]}
      - {slug: vqa, name: Visual question answering, definition: Of images., parent: qa, phrases: [VQA, visual question answering]}
      - {slug: sarcasm, name: "Sarcasm, humour and implied meaning", definition: Irony., phrases: [sarcasm, humour]}
      - {slug: minecraft, name: Minecraft agents, definition: Agents in Minecraft., phrases: [Minecraft]}
"""  # noqa: E501
FILLING = tuple(
    paper(f"z{number}", f"Study of topic{number}", f"All about topic{number}, in the Minecraft game.")
    for number in range(40)
)


def tagged(id, abstract, *tags, title="", evidence=""):
    made = tuple(Tagging(tag, evidence=(Evidence(evidence, "", "abstract"),) if evidence else ()) for tag in tags)
    return replace(paper(id, title or f"Title {id}", abstract), tags=made)


def terms(*papers, vocabulary=VOCABULARY):
    read = parse_vocabulary(vocabulary, "vocabulary.yml", Problems())
    entries = relate(library(*papers, *FILLING), RelatedSettings(), read).related[papers[0].id]
    reasons = (reason for entry in entries if entry.id == papers[1].id for reason in entry.reasons)
    return [term for reason in reasons if reason.kind is ReasonKind.TERMS for term in reason.terms]


def test_a_tag_takes_the_place_of_the_ways_to_write_it_and_of_its_parent():
    text = "We solve visual question-answering (VQA) for pictures of paintings."
    assert terms(tagged("a", text, "qa", "vqa"), tagged("b", text[3:], "qa", "vqa"))[0] == "visual question answering"
    assert "question answering" not in terms(tagged("a", text, "qa", "vqa"), tagged("b", text[3:], "qa", "vqa"))


def test_a_tag_of_a_facet_that_does_not_relate_is_no_reason():
    papers = tagged("a", "Baroque fugues.", "survey"), tagged("b", "Gothic fugues.", "survey")
    assert "survey" not in terms(*papers)


def test_of_a_tag_that_is_a_list_the_part_that_both_speak_of_is_told():
    one, other = (tagged(id, f"We find sarcasm in {id}.", "sarcasm", evidence="sarcasm") for id in ("aa", "bb"))
    assert terms(one, other) == ["sarcasm"]
    joke = tagged("cc", "We find humour in dialogues.", "sarcasm", evidence="humour")
    assert terms(one, joke) == ["sarcasm, humour and implied meaning"]


def test_a_proper_name_keeps_its_capital_in_a_sentence():
    assert terms(tagged("a", "We play games.", "minecraft"), tagged("b", "Games we play.", "minecraft")) == [
        "Minecraft agents"
    ]


PHRASES = (
    # (what both abstracts say, the terms)
    ("the protein structure prediction of enzymes", ["protein structure prediction"]),
    ("Cardiac Arrhythmia Detection. We do cardiac arrhythmia detection", ["cardiac arrhythmia detection"]),
    ("flexible video-centric and open-ended ways", []),
    ("flexibility and knowledge of the web", []),
)


@pytest.mark.parametrize(("said", "found"), PHRASES)
def test_phrases_are_whole_nouns(said, found):
    assert terms(paper("a", "One", f"We study {said} here."), paper("b", "Two", f"They see {said}; again.")) == found


def test_an_abbreviation_of_two_things_is_not_shared():
    one = paper("a", "Ship hulls", "We build the marine mesh generator (MMG) for hulls. MMG is fast.")
    other = paper("b", "Old songs", "We sing medieval music game (MMG) songs of old. MMG is fun.")
    assert "MMG" not in terms(one, other)
    same = paper("c", "Ship keels", "Keels by the marine mesh generator (MMG) are good. MMG is used.")
    assert any("MMG" in term or "marine mesh generator" in term for term in terms(one, same))


def test_words_that_end_like_adjectives_or_verbs_end_no_phrase():
    words = ("entailment", "retrieval", "textual", "open", "activate", "tokenize", "student", "自然")
    assert [looks_like_noun(word) for word in words] == [True, True, False, False, True, False, True, True]
