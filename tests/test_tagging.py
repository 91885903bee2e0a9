import pytest

from litatlas import tagging
from litatlas.incremental.memo import NOTHING
from litatlas.intake.reading import ReadParts
from litatlas.library.gathering import begin_tagging
from litatlas.model import Evidence, Paper, Tagging
from litatlas.problems import Origin, Problems
from litatlas.tagging import all_that_counts, find_tags, tag_papers
from litatlas.tagging.tagger import LONGEST_SENTENCE
from litatlas.vocabulary import parse_vocabulary
from litatlas.workers import ALONE
from toy import toy_files, toy_survey

VOCABULARY = """\
facets:
  - key: contribution
    definition: D.
    where: proposes
    tags:
      - {slug: benchmark, name: Benchmark, definition: D., phrases: [benchmark]}
      - {slug: model, name: Model, definition: D., phrases: [model]}
      - slug: survey
        name: Survey
        definition: D.
        phrases: [title: survey, {phrase: this survey, where: own}]
        unless: [user survey]
  - key: task
    definition: D.
    tags:
      - {slug: retrieval, name: Retrieval, definition: D., phrases: [retrieval]}
      - {slug: video-retrieval, name: Video retrieval, definition: D., phrases: [video retrieval], parent: retrieval}
      - {slug: vqa, name: Visual QA, definition: D., phrases: [visual question answering]}
      - {slug: clip, name: CLIP, definition: D., phrases: [CLIP]}
      - {slug: safety, name: Safety, definition: D., phrases: [{phrase: safety, where: anywhere}]}
      - {slug: by-hand, name: By hand, definition: D., phrases: []}
"""


def paper(abstract="", title="On things", **fields):
    return Paper("p", "k", title, Origin("records/p.yml", 1), abstract=abstract, **fields)


def tag(one, told=None):
    problems = Problems()
    vocabulary = parse_vocabulary(VOCABULARY, "vocabulary.yml", problems)
    assert len(problems) == 0
    (tagged,) = tag_papers([one], vocabulary, problems)
    assert [str(problem) for problem in problems] == (told or [])
    return tagged.tags


def slugs(abstract="", **fields):
    return [tagging.slug for tagging in tag(paper(abstract, **fields))]


CONTEXTS = (
    # (claim, abstract, tags)
    ("a phrase of the paper's own", "We study image retrieval.", ["retrieval"]),
    ("background is not the paper's", "Recent work is on retrieval. We do things.", []),
    ("what follows is the paper's", "We do things. Retrieval is solved.", ["retrieval"]),
    ("existing work later on is not", "We do things. However, existing systems fail in retrieval.", []),
    ("an abstract that never says we is all its own", "Retrieval is solved.", ["retrieval"]),
    ("anywhere is anywhere", "Recent work is on safety. We do things.", ["safety"]),
    ("a comparison", "We compare with CLIP.", []),
    ("a comparison on a task", "We outperform CLIP on retrieval.", ["retrieval"]),
    ("a comparison ends with its clause", "Compared to CLIP, our retrieval is better.", ["retrieval"]),
    ("a list of baselines", "We beat baselines such as Flamingo, BLIP and CLIP.", []),
    ("a denial", "Unlike retrieval, we do things.", []),
    ("what is left out", "We do things without retrieval.", []),
    ("what inspired it", "Inspired by CLIP, we do things.", []),
    ("what it really uses", "We use CLIP.", ["clip"]),
    ("clips are no CLIP", "We use short clips.", []),
    ("a benchmark is given", "We introduce ABC, a comprehensive benchmark.", ["benchmark"]),
    ("benchmarks are only used", "Our method outperforms others on several benchmarks.", []),
    ("benchmarks are only evaluated on", "We propose a method and evaluate it on three benchmarks.", []),
    ("a benchmark of models gives no model", "We present a benchmark of models.", ["benchmark"]),
    ("a benchmark with a new model gives both", "We present a benchmark with a new model.", ["benchmark", "model"]),
    ("a part of a compound is not given", "We propose a model-agnostic loss.", []),
    ("background proposes nothing", "Many authors propose a benchmark. We do things.", []),
    ("a user survey is no survey", "In this survey we ask; this survey is a user survey.", []),
    ("a survey is one", "In this survey, we order the field.", ["survey"]),
    ("an abbreviation in brackets", "Visual question answering (VQA) is hard. We improve VQA.", ["vqa"]),
    ("another meaning of it", "Video quality assessment (VQA) is hard. We improve VQA.", []),
    ("another meaning of a phrase", "Class-level image prediction (CLIP) is ours. We improve CLIP.", []),
    ("a child brings its parent", "We do video retrieval.", ["retrieval", "video-retrieval"]),
    ("marks part phrases", "We do video, retrieval.", ["retrieval"]),
)


@pytest.mark.parametrize(("abstract", "tags"), [c[1:] for c in CONTEXTS], ids=[c[0] for c in CONTEXTS])
def test_a_phrase_counts_in_its_context(abstract, tags):
    assert slugs(abstract) == tags


def test_the_papers_own_name_marks_its_sentences():
    assert slugs("Much was done. ABC-1 solves retrieval.", title="ABC-1: Solving") == ["retrieval"]
    assert slugs("Much was done. We do things. Existing things are bad, but Abc solves retrieval.", short="ABC") == [
        "retrieval"
    ]


def test_evidence_is_the_phrase_as_it_stands_with_its_sentence_title_first():
    (tagging,) = tag(
        paper(
            "We do Retrievals. Nothing here. Our retrieval wins. Retrieval, retrieval! Retrieval?", "A retrieval model"
        )
    )
    assert tagging == Tagging(
        "retrieval",
        False,
        (
            Evidence("retrieval", "A retrieval model", "title"),
            Evidence("Retrievals", "We do Retrievals.", "abstract"),
            Evidence("retrieval", "Our retrieval wins.", "abstract"),
        ),
    )


def test_a_parent_inherits_the_evidence_of_its_children():
    parent, child = tag(paper("We do video retrieval. We do retrieval."))
    assert child.evidence == (Evidence("video retrieval", "We do video retrieval.", "abstract"),)
    assert parent.evidence == (
        Evidence("retrieval", "We do video retrieval.", "abstract"),
        Evidence("retrieval", "We do retrieval.", "abstract"),
    )


def test_keywords_count_and_do_not_run_into_each_other():
    (tagging,) = tag(paper(keywords=("video", "Retrieval")))
    assert tagging == Tagging("retrieval", False, (Evidence("Retrieval", "Retrieval", "keywords"),))


def test_a_record_adds_tags_by_slug_or_name_and_takes_them_away():
    assert tag(paper("We do retrieval and safety.", curated_tags=("By hand", "-retrieval"))) == (
        Tagging("safety", False, (Evidence("safety", "We do retrieval and safety.", "abstract"),)),
        Tagging("by-hand", True, ()),
    )


def test_a_curated_tag_keeps_what_the_text_says_and_brings_its_parent():
    assert [
        (t.slug, t.curated, len(t.evidence))
        for t in tag(paper("We do CLIP.", curated_tags=("video-retrieval", "clip")))
    ] == [
        ("retrieval", True, 0),
        ("video-retrieval", True, 0),
        ("clip", True, 1),
    ]


def test_taking_a_parent_away_leaves_the_child_and_a_child_takes_its_parent_along():
    assert slugs("We do video retrieval.", curated_tags=("-retrieval",)) == ["video-retrieval"]
    assert slugs("We do video retrieval.", curated_tags=("-video-retrieval",)) == ["retrieval"]


def test_an_unknown_curated_tag_is_told_with_the_nearest_one():
    told = [
        "records/p.yml:1: p: tag '-retreival' is not in the vocabulary; it was not used; did you mean 'retrieval'? "
        "[unknown-tag]",
        "records/p.yml:1: p: tag 'zzz' is not in the vocabulary; it was not used; add it to vocabulary.yml or correct "
        "it [unknown-tag]",
    ]
    assert tag(paper(curated_tags=("zzz", "-retreival")), told) == ()


def test_a_sentence_without_end_is_cut_around_the_phrase():
    (tagging,) = tag(paper("We " + "talk " * 100_000 + "retrieval" + " talk" * 100_000))
    (evidence,) = tagging.evidence
    assert len(evidence.sentence) <= LONGEST_SENTENCE + 4
    assert evidence.sentence.startswith("… ")
    assert evidence.sentence.endswith(" …")
    assert "retrieval" in evidence.sentence


def test_a_paper_without_text_has_no_tags():
    assert slugs(title="") == []


# -- tags that are looked for before it is known which papers there are


def test_tags_that_were_guessed_are_those_that_are_found_and_nobody_looks_for_them_twice(monkeypatch):
    survey, parts = toy_survey()[0], ReadParts(toy_files().records, Problems())
    guessed = begin_tagging(parts, survey.vocabulary, NOTHING, ALONE)()
    papers = [each for each in survey.library if all_that_counts(each) in guessed]
    assert len(papers) > 1
    anew = find_tags(papers, survey.vocabulary)

    def refuse(_vocabulary, texts):
        assert not texts

    monkeypatch.setattr(tagging, "_tag", refuse)
    assert find_tags(papers, survey.vocabulary, guessed=guessed) == anew
