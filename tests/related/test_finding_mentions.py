import pytest
from related_papers import paper

from litatlas.related.mentions import find_mentions
from litatlas.related.names import introduced_names

FLAMINGO = paper("flamingo", "Flamingo: a Visual Language Model for Few-Shot Learning", short="Flamingo", year=2022)
SEED2 = paper("seed2", "SEED-Bench-2: Benchmarking MLLMs", short="SEED-Bench-2", code="https://github.com/x/SEED-Bench")
PLUS = paper("plus", "SEED-Bench-2-Plus: Text-Rich Benchmarking", short="SEED-Bench-2-Plus")
AIM = paper("aim", "AIM: Let Any Model Embrace In-Context Learning", short="AIM", year=2024)
WINGS = paper("wings", "Wings: Learning without Forgetting", short="Wings", year=2024)
GILL = paper("gill", "Generating Images with Multimodal Language Models", code="https://github.com/kohjingyu/gill")
OTTER = paper("otter", "MIMIC-IT: Tuning", "We train a large model named Otter.", short="MIMIC-IT")
AFFECT = paper("affect", "AffectGPT: A Model", short="AffectGPT", code="https://github.com/z/AffectGPT", year=2025)
KNOWN = (FLAMINGO, SEED2, PLUS, AIM, WINGS, GILL, OTTER, AFFECT)


def mentions(abstract, title="A paper", known=KNOWN, close=True, year=2025):
    papers = (*known, paper("zz", title, abstract, year=year))
    found = find_mentions(papers, lambda some, others: [close] * len(some))
    return [(each.target, each.name) for each in found if each.source == "zz"]


NAMED = (
    # (sentence, what it names)
    ("Models such as the Flamingo model have emerged.", [("flamingo", "Flamingo")]),
    ("Recent models like flamingo, palme, and others excel.", [("flamingo", "flamingo")]),
    ("It is 20 times smaller than Flamingo or MIMIC-IT.", [("flamingo", "Flamingo"), ("otter", "MIMIC-IT")]),
    ("We add Flamingo-style layers.", [("flamingo", "Flamingo")]),
    ("A score of 0.652 compared to SOTA GILL 0.641.", [("gill", "GILL")]),
    ("We evaluate on SEED-Bench-2-Plus and more.", [("plus", "SEED-Bench-2-Plus")]),
    ("We evaluate on SEED-Bench-2, too.", [("seed2", "SEED-Bench-2")]),
    ("It is better than AIM on all tasks.", [("aim", "AIM")]),
    ("We compare with the Wings model.", [("wings", "Wings")]),
    ("We start from the Otter model.", [("otter", "Otter")]),
    ("Data is at https://github.com/z/AffectGPT.", [("affect", "AffectGPT")]),
    ("We propose a model, called AffectGPT.", [("affect", "AffectGPT")]),
)


@pytest.mark.parametrize(("sentence", "named"), NAMED)
def test_a_system_that_is_named_is_found(sentence, named):
    assert mentions(sentence) == named


NOT_NAMED = (
    "OpenFlamingo and Open-Flamingo are other systems.",
    "We outperform Flamingo v2 and Flamingo-2.",
    "We score 60 % on SEED-Bench.",
    "We score 60 % on SEED-Bench-3 and SEED-Bench-2-Pro.",
    "In this paper, we aim to show that birds have wings.",
    "Wings are what birds have.",
    "We use Adaptive Instance Masking (AIM) to select regions.",
    "We propose AIM, an adaptive masking that is better than AIM.",
    "The drone of Wings Aviation has gills and a gill.",
    "See https://github.com/someone/AffectGPT-reproduction and https://example.org/AffectGPT/news.",
    "networks such as flamingo flocks are natural.",
)


@pytest.mark.parametrize("sentence", NOT_NAMED)
def test_what_only_looks_like_a_system_is_not_a_mention(sentence):
    assert mentions(sentence) == []


def test_a_paper_does_not_mention_itself():
    papers = (*KNOWN, paper("me", "MMICL: Learning", "MMICL beats all; MMICL is ours.", short="MMICL"))
    assert find_mentions(papers, lambda some, others: [True] * len(some)) == ()


def test_a_name_that_is_a_word_is_believed_only_between_papers_of_one_matter():
    assert mentions("It is better than the Wings model.", close=False) == []
    assert mentions("It is better than SEED-Bench-2.", close=False) == [("seed2", "SEED-Bench-2")]


def test_a_name_that_is_a_word_is_not_believed_of_a_later_paper():
    assert mentions("It is better than the Wings model.", year=2020) == []


def test_a_name_of_signs_alone_is_found_nowhere():
    papers = (paper("one", "(1)  ???!: A system", short="???!"), paper("two", "Another", "We use ???! daily."))
    assert find_mentions(papers, lambda some, others: [True] * len(some)) == ()


def test_a_name_of_two_papers_is_nobodys():
    twice = (*KNOWN, paper("wings2", "Wings: Another One", short="Wings"))
    assert mentions("It is better than the Wings model.", known=twice) == []


def test_an_abbreviation_that_others_spell_out_is_nobodys_name():
    owner = paper("gan", "A Net", "We introduce the Generative Adversarial Block Net (GABN) model.")
    other = paper("other", "B", "We use a gated attention block network (GABN).")
    assert mentions("We beat the GABN model.", known=(owner,)) == [("gan", "GABN")]
    assert mentions("We beat the GABN model.", known=(owner, other)) == []


def test_a_name_that_an_older_paper_uses_was_not_coined_by_the_abstract_that_claims_it():
    owner = paper("auto", "A", "We propose a search, called AutoNet.", year=2022)
    old = paper("old", "B", "We improve on AutoNet a lot.", year=2019)
    assert mentions("We use AutoNet here.", known=(owner,)) == [("auto", "AutoNet")]
    assert mentions("We use AutoNet here.", known=(owner, old)) == []


INTRODUCED = (
    # (abstract, names)
    ("We train a large VLM named Otter.", ["Otter"]),
    ("In this work, we introduce OmniCorpus, a dataset.", ["OmniCorpus"]),
    ("We propose the Multimodal ECG Representation Learning (MERL) framework.", ["MERL"]),
    ("We introduce BERT into retrieval.", []),
    ("We propose Vision-Language Transformers and Data-Efficient training.", []),
    ("We use a model called GPT-4.", []),
    ("Others proposed a model called Beta-7.", []),
    ("We introduce LLMs.", []),
)


@pytest.mark.parametrize(("abstract", "names"), INTRODUCED)
def test_only_names_that_an_abstract_gives_to_its_own_work_are_its_names(abstract, names):
    assert introduced_names(abstract) == names
