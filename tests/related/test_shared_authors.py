from related_papers import paper

from litatlas.model import Reason, ReasonKind
from litatlas.related.shared_authors import author_signal


def test_a_rare_name_weighs_more_than_one_on_many_papers():
    many = [paper(f"p{number}", authors=("Wei Wang",)) for number in range(20)]
    rare = [paper("q1", authors=("Wei Wang", "Zoë Rare")), paper("q2", authors=("Ann Other", "Zoe Rare"))]
    signal = author_signal((*many, *rare))
    assert signal.scores[20, 21] > 0.5 > signal.scores[20, 0] > 0


def test_the_reason_names_the_shared_authors_the_rarest_first():
    papers = (
        paper("a", authors=("Wei Wang", "Zoë Rare")),
        paper("b", authors=("Zoe Rare", "Wei Wang")),
        paper("c", authors=("Wei Wang",)),
    )
    assert author_signal(papers).reasons(0, 1) == (Reason(ReasonKind.AUTHORS, ("Zoë Rare", "Wei Wang")),)


def test_papers_without_common_names_are_not_related():
    signal = author_signal((paper("a", authors=("A Be",)), paper("b", authors=("C De",)), paper("c")))
    assert signal.scores.nnz == 0
    assert signal.reasons(0, 1) == ()
