"""The order in which to read: after what one names, overviews first, then by date; each with its reason."""

from litatlas.library import Library
from litatlas.model import Mention, Paper, PartialDate, Reason, ReasonKind, RelatedPaper
from litatlas.problems import Origin
from litatlas.reading_order import builds_on, reading_order
from litatlas.related import Relations


def paper(id: str, year: int = 0, month: int = 0) -> Paper:
    return Paper(id, id, id.title(), Origin("t.yml"), issued=PartialDate(year, month) if year else None)


def naming(source: str, target: str) -> Mention:
    return Mention(source, target, target.title(), "abstract", 0, f"We build on {target.title()}.")


def path(papers, mentions=(), related=None, centrality=None, overviews=(), most=8):
    library = Library(tuple(papers), {})
    relations = Relations({one.id: (related or {}).get(one.id, ()) for one in papers}, tuple(mentions))
    names = {one.id: builds_on(one.id, library, relations) for one in papers}
    steps = reading_order(names, library, relations, centrality or {}, overviews, most)
    return [(step.paper, "".join(part.text or f"[{part.paper}]" for part in step.why)) for step in steps]


def test_a_paper_comes_after_those_that_it_names():
    papers = [paper("b", 2021), paper("a", 2021), paper("c", 2020)]
    assert path(papers, [naming("a", "b"), naming("b", "c")]) == [
        ("c", "Begins the line: named by [b]"),
        ("b", "Builds on [c], which it names"),
        ("a", "Builds on [b], which it names"),
    ]


def test_a_citation_counts_like_a_name():
    cites = {"a": (RelatedPaper("b", 0.5, (Reason(ReasonKind.CITES),)),)}
    assert path([paper("a", 2020), paper("b", 2020)], related=cites) == [
        ("b", "Begins the line: named by [a]"),
        ("a", "Builds on [b], which it names"),
    ]


def test_a_preprint_that_names_a_later_paper_does_not_build_on_it():
    assert [id for id, _ in path([paper("early", 2020), paper("late", 2023)], [naming("early", "late")])] == [
        *("early", "late"),
    ]


def test_papers_that_name_each_other_have_an_order_too():
    mentions = [naming("a", "b"), naming("b", "a")]
    assert sorted(id for id, _ in path([paper("a", 2020), paper("b", 2020)], mentions)) == ["a", "b"]
    ring = [naming("a", "b"), naming("b", "c"), naming("c", "a")]
    assert sorted(id for id, _ in path([paper(id, 2020) for id in "abc"], ring)) == ["a", "b", "c"]


def test_overviews_come_first_then_the_older_then_the_more_central_and_undated_ones_last():
    papers = [paper("undated"), paper("new", 2024), paper("old", 2019), paper("central", 2024), paper("survey", 2025)]
    found = path(papers, centrality={"central": 1.0}, overviews={"survey"})
    assert [id for id, _ in found] == ["survey", "old", "central", "new", "undated"]
    assert found[0][1] == "An overview: it shows the whole before the parts"


def test_a_paper_goes_on_from_the_nearest_that_has_been_read():
    terms = (Reason(ReasonKind.TERMS, terms=("whale song", "hydrophones", "noise")),)
    related = {"b": (RelatedPaper("c", 0.9, terms), RelatedPaper("a", 0.5, terms))}
    assert path([paper("a", 2020), paper("b", 2021), paper("c", 2022)], related=related) == [
        ("a", "The earliest of the central papers"),
        ("b", "Goes on from [a]: both study whale song and hydrophones"),
        ("c", "Among the papers most related to the rest"),
    ]


def test_a_path_holds_the_central_papers_and_those_that_others_name():
    papers = [paper(f"p{number}", 2010 + number) for number in range(10)]
    mentions = [naming(f"p{number}", "p0") for number in range(1, 5)]
    centrality = {f"p{number}": number / 10 for number in range(10)}
    assert [id for id, _ in path(papers, mentions, centrality=centrality, most=3)] == ["p0", "p8", "p9"]


def test_many_names_are_counted():
    papers = [paper(f"p{number}", 2010 + number) for number in range(6)]
    assert path(papers, [naming(f"p{number}", "p0") for number in range(1, 6)])[0] == (
        "p0",
        "Begins the line: named by [p1], [p2], [p3] and 2 more",
    )


def test_the_order_of_the_papers_does_not_matter():
    papers = [paper("b", 2021), paper("a", 2021), paper("c", 2020)]
    assert path(papers, [naming("a", "b")]) == path(papers[::-1], [naming("a", "b")])
    assert path([]) == []
