import pytest
from related_papers import paper

from litatlas.model import Reason, ReasonKind
from litatlas.pages.neighbours import reason_in_words

LINES = (
    # (reason, what the page says)
    (Reason(ReasonKind.CITES, ("Bee",)), "Cites it in its references"),
    (Reason(ReasonKind.CITED_BY, ("Bee",)), "Cited by it in its references"),
    (Reason(ReasonKind.REFERENCES, ("Bee",), count=1), "Share 1 reference: Bee"),
    (Reason(ReasonKind.REFERENCES, ("Bee", "Cee"), count=12), "Share 12 references, among them Bee and Cee"),
    (Reason(ReasonKind.CO_CITED, ("Bee",), count=1), "Cited together by 1 paper of this survey: Bee"),
    (
        Reason(ReasonKind.CO_CITED, ("Bee", "Cee", "Dee"), count=9),
        "Cited together by 9 papers of this survey, among them Bee, Cee and Dee",
    ),
)


@pytest.mark.parametrize(("reason", "said"), LINES)
def test_a_reason_from_citations_reads_as_a_sentence(reason, said):
    line = reason_in_words(reason, paper("a"), paper("b"))
    assert f"{line.lead} {''.join(span.text for span in line.rest)}" == said
