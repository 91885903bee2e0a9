"""Every residue that the flagship's two listings hold, with the sentence as it stands there."""
# ruff: noqa: E501  # the sentences stand as they are

from pathlib import Path

import pytest

from litatlas.cleaning import clean_text, links_in
from litatlas.model import Link, Rel
from litatlas.problems import Problems
from litatlas.readers import read

SOURCES = Path(__file__).parents[2] / "sources"
LISTINGS = ("000_af9d3276a3012af7.txt", "003_02c65eee920bb387.txt")

RESIDUE = (
    # (the sentence in the listing, the sentence as it reads)
    (r"we address these issues with the Multimodal ECG Representation Learning (MERL}) framework.",
     "we address these issues with the Multimodal ECG Representation Learning (MERL) framework."),
    (r"3.2% higher than linear probed eSSL methods with 10\% annotated training data, averaged across all six datasets.",
     "3.2% higher than linear probed eSSL methods with 10% annotated training data, averaged across all six datasets."),
    ("different types of challenges, from {perception to reasoning and long context length}. We evaluate",
     "different types of challenges, from perception to reasoning and long context length. We evaluate"),
    ("exhibit emergent in-context learning (ICL) -- the ability to rapidly adapt to new tasks",
     "exhibit emergent in-context learning (ICL) – the ability to rapidly adapt to new tasks"),
    ("Our codebase is publicly available at https://github.com/stanfordmlgroup/ManyICL .",
     "Our codebase is publicly available at https://github.com/stanfordmlgroup/ManyICL."),
    ("mechanism called In-Image Learning (I^2L) that combines", "mechanism called In-Image Learning (I²L) that combines"),
    ("We also introduce I^2L-Hybrid, a method", "We also introduce I²L-Hybrid, a method"),
    ("with a 34.2%uparrow accuracy increase in 7-shot on Camelyon17 and 16.9%uparrow increase in 7-shot on HAM10000",
     "with a 34.2%↑ accuracy increase in 7-shot on Camelyon17 and 16.9%↑ increase in 7-shot on HAM10000"),
    ("we introduce MultiModal In-conteXt Tuning (M^2IXT), a lightweight module",
     "we introduce MultiModal In-conteXt Tuning (M²IXT), a lightweight module"),
    (r"few-shot ICL performance significantly (e.g., 18\% relative increase for OFA)",
     "few-shot ICL performance significantly (e.g., 18% relative increase for OFA)"),
    ("in terms of model parameters (e.g., sim20times smaller than Flamingo or MMICL)",
     "in terms of model parameters (e.g., ∼20× smaller than Flamingo or MMICL)"),
    ('where models are encouraged to ``learn to learn" from limited tasks',
     "where models are encouraged to “learn to learn” from limited tasks"),
    ("Our experiments on two popular benchmarks -- Mind2Web & VisualWebArena -- show that",
     "Our experiments on two popular benchmarks – Mind2Web & VisualWebArena – show that"),
    ("Code, demo and models are available at ~https://huggingface.co/IDEA-CCNL/Ziya-BLIP2-14B-Visual-v1.",
     "Code, demo and models are available at https://huggingface.co/IDEA-CCNL/Ziya-BLIP2-14B-Visual-v1."),
    (r"context for task solving~Our code are available at \url{https://github.com/DAMO-NLP-SG/multimodal_textbook}.",
     "context for task solving. Our code are available at https://github.com/DAMO-NLP-SG/multimodal_textbook."),
    ("LEOPARD : A Vision Language Model For Text-Rich Multi-Image Tasks",
     "LEOPARD: A Vision Language Model For Text-Rich Multi-Image Tasks"),
    ("Code and dataset will be released at magenta{https://github.com/NorthSummer/ProximityQA.git}.",
     "Code and dataset will be released at https://github.com/NorthSummer/ProximityQA.git."),
    ('In our "{SkillNet}" model, different parts of the parameters', 'In our "SkillNet" model, different parts of the parameters'),
    ("existing leading systems including Wukong{ViT-B} and Wenlan 2.0",
     "existing leading systems including Wukong ViT-B and Wenlan 2.0"),
    ("multimodal inputs and outputs.This classification is based",
     "multimodal inputs and outputs. This classification is based"),
    ("various modalities of data.We meticulously dissect each model",
     "various modalities of data. We meticulously dissect each model"),
    ("Where Does the Performance Improvement Come From? -- A Reproducibility Concern about Image-Text Retrieval",
     "Where Does the Performance Improvement Come From? – A Reproducibility Concern about Image-Text Retrieval"),
    (r"utilizing 72\% of the available data", "utilizing 72% of the available data"),
    ("significant superiority over OpenFlamingo~openflamingo. For instance,",
     "significant superiority over OpenFlamingo. For instance,"),
    (r"where the language (\ie, question) is fully observable", "where the language (i.e., question) is fully observable"),
    (r"our CVLNM is more effective, \eg, achieving a new", "our CVLNM is more effective, e.g., achieving a new"),
    ("a novel task called ``Explainable Multimodal Emotion Reasoning (EMER)''. In contrast",
     "a novel task called “Explainable Multimodal Emotion Reasoning (EMER)”. In contrast"),
    (r"multiple modalities (\ie utterance, video, and audio)", "multiple modalities (i.e. utterance, video, and audio)"),
    (r"reducing the number of parameters by 40\%.(4) Compared to", "reducing the number of parameters by 40%. (4) Compared to"),
    (r"a improvement of 5-6 \% in performance", "a improvement of 5-6 % in performance"),
    (r"performs the best with only 52.3\% accuracy)", "performs the best with only 52.3% accuracy)"),
    ("layers of the encoders--where dataset-specific features", "layers of the encoders–where dataset-specific features"),
    ("hierarchical levels from L_0 to L_4 based on", "hierarchical levels from L₀ to L₄ based on"),
    ("mmMamba-linear demonstrates 20.6times speedup", "mmMamba-linear demonstrates 20.6× speedup"),
    ("while mmMamba-hybrid achieves 13.5times speedup", "while mmMamba-hybrid achieves 13.5× speedup"),
    ("All our codes and data are released at htthttps://github.com/Wusiwei0410/MMRA.",
     "All our codes and data are released at https://github.com/Wusiwei0410/MMRA."),
    ("The data and evaluation code are released at https://mme-realworld.github.io/ .",
     "The data and evaluation code are released at https://mme-realworld.github.io/."),
)  # fmt: skip

UNTOUCHED = (
    "compared to few-shot (<100 examples) ICL across all of the datasets",
    "our dataset 1) has 15 times larger scales while maintaining good data quality",
    "outperforms models fine-tuned on thousands of times more task-specific data",
    "(Diddee & Ippolito, 2024; Xia et al., 2024b)",
    "has been substantiated (Zhou et al., 2024) by recent advancements",
    "Alayrac et al. [2022] showed that",
    "for 180+ hours of video and 9000+ slides",
    "solve at least 3x more tasks/modalities than existing ones",
    "rated as 'mostly or 'totally' consistent",
    "GPT-4V(ision) as A Social Media Analysis Engine",
    "+9.1% in Exact Match and +8.8% in F1",
    "a notable margin of about 3%-9% for Rank-1 accuracy",
    "detection accuracy by 3 to 5 %, showcasing",
    "VITA: Towards Open-Source Interactive Omni Multimodal LLM",
    "2.5 Years in Class: A Multimodal Textbook for Vision-Language Pretraining",
)

LINKS = (
    # (the sentence in the listing, its link)
    ("are available at https://multimodality-language-disparity.github.io/.",
     Link(Rel.PROJECT, "https://multimodality-language-disparity.github.io/")),
    ("publicly available at https://github.com/AGI-Edgerunners/IIL.",
     Link(Rel.CODE, "https://github.com/AGI-Edgerunners/IIL")),
    ("Our data and codes are available at https://github.com/LanceZPF/MDK12.",
     Link(Rel.CODE, "https://github.com/LanceZPF/MDK12")),
    ("is available at https://huggingface.co/datasets/StarBottle/MIBench.",
     Link(Rel.DATA, "https://huggingface.co/datasets/StarBottle/MIBench")),
    ("models are available at https://huggingface.co/IDEA-CCNL/Ziya-BLIP2-14B-Visual-v1.",
     Link(Rel.MODEL, "https://huggingface.co/IDEA-CCNL/Ziya-BLIP2-14B-Visual-v1")),
    ("project webpage: https://sites.google.com/view/atari-gpt/.",
     Link(Rel.PROJECT, "https://sites.google.com/view/atari-gpt/")),
    ("models and training code are open sourced at 4m.epfl.ch.", Link(Rel.PROJECT, "https://4m.epfl.ch")),
    ("Code and data: mssbench.github.io.", Link(Rel.PROJECT, "https://mssbench.github.io")),
    ("will be released at https://github.com/NorthSummer/ProximityQA.git.",
     Link(Rel.CODE, "https://github.com/NorthSummer/ProximityQA")),
    ("Dataset (https://github.com/google-research-datasets/wit) to better",
     Link(Rel.CODE, "https://github.com/google-research-datasets/wit")),
    ("available at https://github.com/sony/aki, and we will", Link(Rel.CODE, "https://github.com/sony/aki")),
    ("realtime leaderboard could be found at https://m-a-p.ai/OmniBench.", Link(Rel.PROJECT, "https://m-a-p.ai/OmniBench")),
    ("publicly accessible at https://goatlmm.github.io/, contributing", Link(Rel.PROJECT, "https://goatlmm.github.io/")),
)  # fmt: skip


@pytest.fixture(scope="module")
def lines():
    return "\n".join((SOURCES / name).read_text(encoding="utf-8") for name in LISTINGS)


@pytest.fixture(scope="module")
def readings():
    def reading(name):
        problems = Problems()
        return read(f"sources/{name}", (SOURCES / name).read_bytes(), problems), problems

    return [reading(name) for name in LISTINGS]


@pytest.mark.parametrize(("raw", "text"), RESIDUE)
def test_residue_reads_as_its_authors_meant(raw, text, lines):
    assert raw in lines
    assert clean_text(raw).text == text
    assert clean_text(text).text == text


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_only_looks_like_residue_is_left_alone(text):
    assert clean_text(text).text == text


@pytest.mark.parametrize(("sentence", "link"), LINKS)
def test_an_address_becomes_a_link_without_the_stop_of_its_sentence(sentence, link):
    assert links_in(sentence) == (link,)


def test_the_two_listings_give_151_records_of_138_titles(readings):
    records = [record for found, _ in readings for record in found]
    assert [len(found) for found, _ in readings] == [96, 55]
    assert len({record.title for record in records}) == 138
    assert all(len(record.abstract) > 300 for record in records)


def test_what_no_rule_can_repair_is_readable_and_told(readings):
    told = [str(problem) for _, problems in readings for problem in problems]
    where = "sources/000_af9d3276a3012af7.txt"
    way_out = "set 'abstract' in a curated record to mend it"

    def macro(line, name):
        return (
            f"{where}:{line}: the abstract says '\\{name}', a macro that only its paper defines; "
            f"it is shown as '{name}'; {way_out} [unknown-macro]"
        )

    assert told == [
        macro(215, "OurMethod"),
        f"{where}:307: the abstract says '65.%', where something is missing; it is shown as it is; {way_out} [lost-text]",
        macro(307, "ModelName"),
        macro(307, "VideoDatasetName"),
    ]


def test_no_record_of_the_listings_holds_residue(readings):
    for found, _ in readings:
        for record in found:
            text = f"{record.title}\n{record.abstract}"
            for residue in ("\\", "{", "}", "~", "^", "``", "''", " -- ", "  ", " .", "htthttp", "uparrow"):
                assert residue not in text, (record.title, residue)


def test_the_date_line_goes_into_the_source_of_each_paper(readings):
    first = readings[0][0][0]
    assert (first.origin.line, first.title) == (
        11,
        "NoteLLM-2: Multimodal Large Representation Models for Recommendation",
    )
    assert [(source.line, source.date, source.note) for source in first.sources] == [(11, "", "listed under 'Mar 11'")]
    assert readings[1][0][0].sources[0].note == "listed under 'Apr 30'"


def test_the_metadata_gives_138_records_without_a_problem():
    problems = Problems()
    records = read("metadata.jsonl", (SOURCES / "metadata.jsonl").read_bytes(), problems)
    assert list(problems) == []
    assert len(records) == 138
    assert all(record.authors and record.issued and dict(record.identifiers)["arxiv"] for record in records)
    assert sum(record.venue is not None for record in records) == 91
