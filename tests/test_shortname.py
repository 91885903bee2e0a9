"""The system's own name is found in a title; judged on all 138 titles of the flagship, each read by a person."""

import json
from pathlib import Path

import pytest

from litatlas.language.shortname import lead_of, short_name

FLAGSHIP = Path(__file__).parents[1] / "sources" / "metadata.jsonl"

NAMES = """
4M-21 AdaptAgent AffectGPT AIM Atari-GPT Chat2Layout ChEF CoAVT CoMM COSMO DLF EE-MLLM Flamingo GOAT-Bench
HEMM HowToCaption ICAL II-Bench ImageInWords InternLM-XComposer LEOPARD M2FNet MDK12-Bench MERLOT
Meta-Transformer MIBench MIMIC-IT MIO ML-Mamba MLLM-as-a-Judge MM-BigBench MM-Embed MMCOMPOSITION
MME-RealWorld mmE5 MMEvalPro MMG-Ego4D MMICL MMIE MMIR MMRA MMRL MMTrail MMWorld mOSCAR MSVD-Indonesian
MultiModN NoteLLM-2 OmniBench OmniCorpus Optimus-1 PanoSent PIN Proximity_QA PunchBench REF-VLM SEED-Bench-2
SEED-Bench-2-Plus TransRefer3D VALOR Veagle Video-MME VideoICL ViLBias VIMI VITA VL-GPT VL-ICL_Bench VLMT
Wings WIT Ziya-VL
"""
"""The names in the flagship's titles (a space within a name as `_`); the other titles have none."""


def test_every_name_in_the_flagships_titles_is_found_and_no_other():
    titles = [json.loads(line)["title"] for line in FLAGSHIP.read_text(encoding="utf-8").splitlines()]
    found = {title: short_name(title) for title in titles}
    assert len(titles) == 138
    assert all(title.startswith(name) or f"({name})" in title for title, name in found.items())
    assert {name.replace(" ", "_") for name in found.values() if name} == set(NAMES.split())


CASES = (
    # (title, name)
    ("LEOPARD : A Vision Language Model For Text-Rich Multi-Image Tasks", "LEOPARD"),
    ("MultiModN- Multimodal, Multi-Task, Interpretable Modular Networks", "MultiModN"),
    ("Multimodal Inconsistency Reasoning (MMIR): A New Benchmark", "MMIR"),
    ("A Long Name of a Thing (ALNT)", "ALNT"),
    ("BLIP-2 – Bootstrapping Language-Image Pre-training", "BLIP-2"),
    ("LLaVA — Visual Instruction Tuning", "LLaVA"),
    ("“Gemini 1.5”: Unlocking Multimodal Understanding", "Gemini 1.5"),
    ("Part 2: The Rest", ""),
    ("Qwen2.5 VL: A Report", "Qwen2.5 VL"),
    ("Beyond Task Performance: Evaluating and Reducing the Flaws", ""),
    ("Cross the Gap: Exposing the Intra-modal Misalignment in CLIP", ""),
    ("Judge Anything: MLLM as a Judge Across Any Modality", ""),
    ("Let's Fuse Step by Step: A Generative Fusion Decoding Algorithm", ""),
    ("From Accidents to Insights: Leveraging Multimodal Data", ""),
    ("Vision-Language: A Survey", ""),
    ("Grounding: A Review", ""),
    ("LLMs: A Survey", ""),
    ("COVID-19: A Review", ""),
    ("Visual QA: A Survey", ""),
    ("T2Vs Meet VLMs: A Scalable Multimodal Dataset", ""),
    ("Attention in Transformers (Technical-Report)", ""),
    ("ATTENTION IN CAPITALS: A SURVEY", ""),
    ("MMICL:", ""),
    (": A Title", ""),
    ("", ""),
)


@pytest.mark.parametrize(("title", "name"), CASES)
def test_short_name(title, name):
    assert short_name(title) == name


LEADS = (
    ("Frozen in Time: A Joint Video and Image Encoder", "Frozen in Time"),
    ("I Can't Believe There's No Images! Learning Visual Tasks", "I Can't Believe There's No Images"),
    ("Where Does It Come From? -- A Concern", "Where Does It Come From"),
    ("One title without a subtitle", ""),
    ("A lead of far too many words to stand for it: Rest", ""),
    ("What is it?", ""),
)


@pytest.mark.parametrize(("title", "lead"), LEADS)
def test_lead_of(title, lead):
    assert lead_of(title) == lead
