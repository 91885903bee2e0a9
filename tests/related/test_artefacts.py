import pytest
from related_papers import paper

from litatlas.model import Reason, ReasonKind
from litatlas.related.artefacts import artefact_signal, normal_address

ADDRESSES = (
    # (address, normal form)
    ("https://github.com/apple/ml-4m", "github.com/apple/ml-4m"),
    ("http://www.GitHub.com/Apple/ML-4M.git", "github.com/apple/ml-4m"),
    ("https://github.com/apple/ml-4m/tree/main/src#usage", "github.com/apple/ml-4m"),
    ("https://github.com/apple", ""),
    ("https://huggingface.co/nvidia/MM-Embed", "huggingface.co/nvidia/mm-embed"),
    ("https://huggingface.co/datasets/m-a-p/II-Bench", "huggingface.co/datasets/m-a-p/ii-bench"),
    ("https://huggingface.co/datasets", ""),
    ("https://mmworld-bench.github.io/", "mmworld-bench.github.io"),
    ("https://lyumengyao.github.io/projects/mmssr/index.html", "lyumengyao.github.io/projects/mmssr"),
    ("https://sites.google.com/view/atari-gpt/", "sites.google.com/view/atari-gpt"),
    ("https://sites.google.com", ""),
    ("https://arxiv.org/abs/2405.16789", ""),
    ("https://doi.org/10.1/x", ""),
    ("https://[broken", ""),
    ("not an address", ""),
)


@pytest.mark.parametrize(("address", "normal"), ADDRESSES)
def test_addresses_of_one_thing_are_equal_and_those_of_platforms_are_nothing(address, normal):
    assert normal_address(address) == normal


def test_a_repository_in_a_link_and_in_an_abstract_relates_two_papers():
    papers = (
        paper("a", code="https://github.com/AILab-CVC/SEED-Bench"),
        paper("b", abstract="Code is at https://github.com/ailab-cvc/seed-bench.git."),
        paper("c", code="https://github.com/AILab-CVC/VL-GPT"),
    )
    signal = artefact_signal(papers)
    assert (signal.scores.toarray() > 0).tolist() == [[False, True, False], [True, False, False], [False] * 3]
    assert signal.reasons(0, 1) == (Reason(ReasonKind.ARTEFACT, ("https://github.com/AILab-CVC/SEED-Bench",)),)
    assert signal.reasons(0, 2) == ()


def test_an_address_on_very_many_papers_relates_none():
    papers = tuple(paper(f"p{number:02}", code="https://github.com/lab/everything") for number in range(21))
    signal = artefact_signal(papers)
    assert signal.scores.nnz == 0
    assert signal.reasons(0, 1) == ()
