import pytest
from msgspec.structs import replace
from related_papers import library, paper

from litatlas.model import Reason, ReasonKind
from litatlas.related import relate
from litatlas.related.citations import citation_signal, co_citation_signal, coupling_signal, find_references
from litatlas.settings import RelatedSettings


def citing(id, *references, short="", identifiers=()):
    return replace(paper(id, f"Title of {id}", short=short), references=references, identifiers=identifiers)


PAPERS = (
    citing("a", "b", "10.1000/x", "https://arxiv.org/abs/2405.16789v2", "a"),
    citing("b", short="Bee", identifiers=(("doi", "10.1000/bee"),)),
    citing("c", "https://doi.org/10.1000/BEE", "doi:10.1000/X", "arXiv:2405.16789", "10.48550/arXiv.2405.16789"),
    citing("d", "", "Smith, 1999. On things.", "B"),
)


def test_references_are_resolved_by_id_and_identifier_in_any_form_and_once():
    assert find_references(PAPERS).cited == (
        ("paper 1", "doi:10.1000/x", "arxiv:2405.16789"),
        (),
        ("paper 1", "doi:10.1000/x", "arxiv:2405.16789"),
        ("text smith, 1999. on things.", "paper 1"),
    )


def test_a_citation_is_a_reason_with_its_direction():
    signal = citation_signal(PAPERS, find_references(PAPERS))
    assert signal.scores.toarray().tolist() == [[0, 1, 0, 0], [1, 0, 1, 1], [0, 1, 0, 0], [0, 1, 0, 0]]
    assert signal.reasons(0, 1) == (Reason(ReasonKind.CITES, ("Bee",)),)
    assert signal.reasons(1, 0) == (Reason(ReasonKind.CITED_BY, ("Title of a",)),)
    assert signal.reasons(0, 2) == ()


def test_shared_references_are_counted_and_those_of_the_survey_named():
    signal = coupling_signal(PAPERS, find_references(PAPERS))
    assert signal.reasons(0, 2) == (Reason(ReasonKind.REFERENCES, ("Bee",), count=3),)
    assert signal.scores[0, 2] == pytest.approx(1.0)
    assert signal.scores[0, 2] > signal.scores[0, 3] > 0
    assert signal.reasons(0, 1) == ()


def test_papers_cited_together_are_related_and_the_citing_ones_named():
    papers = (citing("a"), citing("b"), citing("y", "a", "b"), citing("z", "b", "a", short="Zed"))
    signal = co_citation_signal(papers, find_references(papers))
    assert signal.reasons(0, 1) == (Reason(ReasonKind.CO_CITED, ("Title of y", "Zed"), count=2),)
    assert signal.scores[0, 1] == pytest.approx(1.0)
    assert signal.reasons(2, 3) == ()


def test_papers_without_references_are_related_by_no_citation():
    papers = (citing("a"), citing("b"))
    references = find_references(papers)
    for make in (citation_signal, coupling_signal, co_citation_signal):
        assert make(papers, references).scores.nnz == 0


def test_a_cited_paper_is_listed_although_no_word_is_shared():
    others = [paper(f"o{number}", f"Matter {number}", f"Text of matter {number} alone") for number in range(6)]
    cited = paper("y", "Baroque counterpoint", "Fugues of the baroque.")
    entry = relate(library(citing("x", "y"), cited, *others), RelatedSettings()).related["x"][0]
    assert (entry.id, [reason.kind for reason in entry.reasons]) == ("y", [ReasonKind.CITES])
