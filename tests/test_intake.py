"""Every record ends as a page, as a merge that names both sides, or as a problem."""

import random

import pytest
from msgspec.structs import replace

from litatlas.identity.permalink import Entry, Ledger, State
from litatlas.intake.admission import admit
from litatlas.model import Author, Kind, Link, PartialDate, Record, Rel, Source, Venue, VenueKind
from litatlas.problems import Origin, Problems

ICLR = Venue("International Conference on Learning Representations", "ICLR", VenueKind.CONFERENCE, 2024)
ARXIV = Venue("arXiv", "", VenueKind.REPOSITORY)
LI, WU = Author("Li", "Ada"), Author("Wu", "Bo")


def record(line=1, file="papers.bib", title="MMICL: Empowering Models", **fields):
    return Record(Origin(file, line), title=title, **fields)


def admitted(*records, ledger=None):
    problems = Problems()
    return admit(records, ledger or Ledger(), problems), [str(problem) for problem in problems]


def test_a_record_becomes_a_paper_with_a_permanent_id():
    one = record(
        key="zhao2023",
        authors=(LI,),
        issued="2023-09",
        venue=ICLR,
        identifiers=(("doi", "https://doi.org/10.48550/arXiv.2309.07915"), ("openreview", "5KojubHBr8")),
        links=(Link(Rel.CODE, "https://example.org/code"),),
    )
    admission, told = admitted(one)
    (paper,) = admission.papers
    assert told == []
    assert (paper.id, paper.citation_key, paper.short, paper.kind) == ("mmicl", "li2023mmicl", "MMICL", Kind.CONFERENCE)
    assert paper.issued == PartialDate(2023, 9)
    assert paper.identifiers == (("arxiv", "2309.07915"), ("openreview", "5KojubHBr8"))
    assert paper.sources == (Source("papers.bib", 1),)
    assert admission.ledger.entry("paper", "mmicl").name == "li2023mmicl"
    assert admission.merges == ()


PROBLEMS = {
    "no title": (
        record(title=" \x00"),
        "papers.bib:1: the record has no title; it gets no page; add a title [no-title]",
    ),
    "bad date": (
        record(issued="2023-13", key="k"),
        "papers.bib:1: k: issued '2023-13' is not YYYY, YYYY-MM or YYYY-MM-DD; it was left out; correct it [bad-date]",
    ),
    "no such day": (
        record(issued="2023-04-31"),
        "papers.bib:1: issued '2023-04-31' is not YYYY, YYYY-MM or YYYY-MM-DD; it was left out; correct it [bad-date]",
    ),
    "unknown kind": (
        record(kind="paper-conferense"),
        "papers.bib:1: kind 'paper-conferense' is not known; it is worked out from venue and identifiers instead; "
        "did you mean 'paper-conference'? [unknown-kind]",
    ),
    "bad identifier": (
        record(identifiers=(("doi", "12345"),)),
        "papers.bib:1: doi '12345' is not valid; it was left out; correct or remove it [bad-identifier]",
    ),
    "unknown scheme": (
        record(identifiers=(("arxive", "2309.07915"),)),
        "papers.bib:1: identifier scheme 'arxive' is not known; '2309.07915' was left out; did you mean 'arxiv'? "
        "[bad-identifier]",
    ),
    "unsafe link": (
        record(links=(Link(Rel.CODE, "javascript:alert(1)"),)),
        "papers.bib:1: code link 'javascript:alert(1)' is not a web address; it was left out; use https:// "
        "[unsafe-link]",
    ),
    "long abstract": (
        record(abstract="word " * 30_000),
        "papers.bib:1: abstract has 149,999 characters; it was cut to 99,999; shorten it [long-field]",
    ),
    "bad id": (
        record(id="../etc"),
        "papers.bib:1: id '../etc' cannot be used: an id is made of lower-case letters a-z, digits and single hyphens "
        "between them; the record gets no page; change the id [bad-id]",
    ),
    "reserved id": (
        record(id="con"),
        "papers.bib:1: id 'con' cannot be used: this name is reserved; the record gets no page; change the id [bad-id]",
    ),
    "bad citation key": (
        record(citation_key="a}b", authors=(LI,)),
        "papers.bib:1: citation key 'a}b' is not letters, digits and _:.+/- after a letter; 'lindmmicl' is used "
        "instead; choose another [bad-citation-key]",
    ),
}


@pytest.mark.parametrize(("one", "message"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_what_cannot_be_used_is_a_problem_and_the_others_are_admitted(one, message):
    good = record(9, title="Another Title")
    admission, told = admitted(one, good)
    assert told == [message]
    assert "another-title" in [paper.id for paper in admission.papers]
    assert len(admission.papers) == (1 if message.endswith(("[no-title]", "[bad-id]")) else 2)


def test_hostile_text_loses_its_control_characters():
    admission, told = admitted(record(title="A\u202eevil\x00 <b>title</b>\nhere", abstract="one\n\ntwo\x07"))
    assert admission.papers[0].title == "Aevil <b>title</b> here"
    assert admission.papers[0].abstract == "one\n\ntwo"
    assert told == []


def test_two_thousand_authors_are_fine():
    admission, told = admitted(record(authors=tuple(Author(f"F{n}", "G.") for n in range(2000))))
    assert len(admission.papers[0].authors) == 2000
    assert told == []


def test_a_preprint_and_its_publication_are_one_paper_with_both_identifiers():
    preprint = record(
        file="a.bib",
        kind="article",
        authors=(Author("Li", "A."), WU),
        issued="2023-09",
        venue=ARXIV,
        identifiers=(("arxiv", "2309.07915"),),
        links=(Link(Rel.CODE, "https://example.org/c"),),
    )
    published = record(
        file="b.bib",
        kind="paper-conference",
        authors=(LI, WU),
        issued="2024-05",
        venue=ICLR,
        identifiers=(("doi", "10.1000/x"),),
        links=(Link(Rel.PDF, "https://example.org/p.pdf"), Link(Rel.CODE, "http://example.org/c/")),
        abstract="What it says.",
    )
    admission, told = admitted(preprint, published)
    (paper,) = admission.papers
    assert paper.identifiers == (("doi", "10.1000/x"), ("arxiv", "2309.07915"))
    assert (paper.issued, paper.venue, paper.kind) == (PartialDate(2023, 9), ICLR, Kind.CONFERENCE)
    assert paper.authors == (LI, WU)
    assert paper.links == (Link(Rel.PDF, "https://example.org/p.pdf"), Link(Rel.CODE, "https://example.org/c"))
    assert paper.sources == (
        Source("a.bib", 1, fields=("title", "authors", "issued", "arxiv", "links")),
        Source("b.bib", 1, fields=("kind", "venue", "doi", "abstract")),
    )
    assert [(merge.id, str(merge.kept), str(merge.other)) for merge in admission.merges] == [
        ("mmicl", "a.bib:1", "b.bib:1")
    ]
    assert told == [
        "b.bib:1: mmicl: 'MMICL: Empowering Models' is the same work as a.bib:1; they share one page; nothing to do "
        "[merged]"
    ]


@pytest.mark.parametrize("first", ["preprint", "published"])
def test_the_doi_of_a_preprint_server_beside_the_publishers_is_kept_as_a_link(first):
    dois = {"preprint": "10.1101/2020.01.01.000001", "published": "10.1000/x"}
    order = sorted(dois, key=lambda name: name != first)
    records = [
        record(file=f"{n}.bib", authors=(LI,), identifiers=(("doi", dois[name]),)) for n, name in enumerate(order)
    ]
    admission, _told = admitted(*records)
    (paper,) = admission.papers
    assert paper.identifiers == (("doi", "10.1000/x"),)
    assert paper.links == (Link(Rel.PAPER, "https://doi.org/10.1101/2020.01.01.000001", "Preprint"),)


DISAGREEMENTS = {
    "title": (
        {"title": "MMICL: Empowering Models", "identifiers": (("doi", "10.1000/x"),)},
        {"title": "MMICL – Empowering the Models", "identifiers": (("doi", "10.1000/x"),)},
        "title is 'MMICL: Empowering Models' here, 'MMICL – Empowering the Models' in b.bib:1",
    ),
    "authors": (
        {"authors": (LI, WU)},
        {"authors": (LI, Author("Xu", "Cy"))},
        "authors is 'Bo Wu' at place 2 here, 'Cy Xu' in b.bib:1",
    ),
    "number of authors": (
        {"authors": (LI, WU)},
        {"authors": (LI,)},
        "authors is a list of 2 here, a list of 1 in b.bib:1",
    ),
    "venue": (
        {"authors": (LI,), "venue": ICLR},
        {"authors": (LI,), "venue": Venue("Nature", kind=VenueKind.JOURNAL)},
        "venue is 'ICLR' here, 'Nature' in b.bib:1",
    ),
    "identifier": (
        {"authors": (LI,), "identifiers": (("arxiv", "2309.07915"), ("doi", "10.1000/x"))},
        {"authors": (LI,), "identifiers": (("arxiv", "2309.07915"), ("doi", "10.1000/y"))},
        "doi is '10.1000/x' here, '10.1000/y' in b.bib:1",
    ),
    "abstract": (
        {"abstract": "The same beginning of a rather long abstract that is shown where it parts: one."},
        {"abstract": "The same beginning of a rather long abstract that is shown where it parts: two."},
        "abstract is '… it parts: one.' here, '… it parts: two.' in b.bib:1",
    ),
}


@pytest.mark.parametrize(("one", "other", "what"), DISAGREEMENTS.values(), ids=DISAGREEMENTS.keys())
def test_a_disagreement_shows_both_values_and_the_first_stands(one, other, what):
    admission, told = admitted(record(file="a.bib", **one), record(file="b.bib", **other))
    assert len(admission.papers) == 1
    assert told[0] == f"a.bib:1: {what}; the first stands; settle it in a curated record [disagreement]"
    assert len(told) == 2  # and the merge


AGREEMENTS = {
    "initials": ({"authors": (Author("Rossi", "R. A."),)}, {"authors": (Author("Rossi", "Ryan A"),)}),
    "et al.": ({"authors": (LI,), "others": True}, {"authors": (LI, WU)}),
    "dashes and case": ({"pages": "1–9", "publisher": "ACM Press"}, {"pages": "1-9", "publisher": "ACM press"}),
    "precision": ({"issued": "2024", "venue": ICLR}, {"issued": "2024-05", "venue": ICLR}),
    "the venue's short name": ({"venue": Venue(short="ICLR")}, {"venue": ICLR}),
}


@pytest.mark.parametrize(("one", "other"), AGREEMENTS.values(), ids=AGREEMENTS.keys())
def test_what_says_the_same_in_other_words_is_no_disagreement(one, other):
    _, told = admitted(record(file="a.bib", **one), record(file="b.bib", **other))
    assert [line[-8:] for line in told] == ["[merged]"]


def test_a_curated_record_stands_and_its_empty_fields_are_filled():
    curated = record(
        file="records/mmicl.yml", id="mmicl", title="MMICL: Mended", authors=(LI,), curated=True, issued="2024"
    )
    source = record(
        file="a.bib", title="MMICL: mended", authors=(WU,), issued="2023", identifiers=(("arxiv", "2309.07915"),)
    )
    known = Ledger([Entry("paper", "mmicl", "li2024mmicl")])
    admission, told = admitted(source, replace(source, authors=(LI, WU)), curated, ledger=known)
    paper = next(paper for paper in admission.papers if paper.id == "mmicl")
    assert (paper.title, paper.authors, paper.issued) == ("MMICL: Mended", (LI,), PartialDate(2024))
    assert paper.identifiers == (("arxiv", "2309.07915"),)
    assert [line for line in told if "differs-from-source" in line] == [
        "records/mmicl.yml:1: mmicl: authors is 'Ada Li' at place 1 here, 'Bo Wu' in a.bib:1; the record stands "
        "[differs-from-source]",
        "records/mmicl.yml:1: mmicl: authors is a list of 1 here, a list of 2 in a.bib:1; the record stands "
        "[differs-from-source]",
    ]


KINDS = (
    ({"venue": ICLR}, Kind.CONFERENCE),
    ({"venue": Venue("W", kind=VenueKind.WORKSHOP)}, Kind.CONFERENCE),
    ({"venue": Venue("J", kind=VenueKind.JOURNAL)}, Kind.JOURNAL),
    ({"venue": Venue("B", kind=VenueKind.BOOK)}, Kind.CHAPTER),
    ({"venue": ARXIV}, Kind.ARTICLE),
    ({"identifiers": (("arxiv", "2309.07915"),)}, Kind.ARTICLE),
    ({"identifiers": (("acl", "P18-1001"),)}, Kind.CONFERENCE),
    ({"identifiers": (("doi", "10.1000/x"),)}, Kind.OTHER),
    ({"kind": "Thesis", "venue": ICLR}, Kind.THESIS),
)


@pytest.mark.parametrize(("fields", "kind"), KINDS)
def test_kind_is_what_the_source_says_or_follows_from_venue_and_identifiers(fields, kind):
    assert admitted(record(**fields))[0].papers[0].kind is kind


def corpus():
    """Thirty works, some alike on purpose, from two files, some in both."""
    found = [record(n, title=f"Title {n % 10} of Everything", authors=(Author(f"F{n}", "G."),)) for n in range(30)]
    found += [replace(one, origin=Origin("more.ris", one.origin.line), issued="2020") for one in found[::3]]
    return found


def test_the_order_of_the_records_does_not_matter():
    expected = admit(corpus(), Ledger(), Problems())
    chance = random.Random(3)
    for _ in range(5):
        records = corpus()
        chance.shuffle(records)
        assert admit(records, Ledger(), Problems()) == expected


def test_admitting_again_with_the_ledger_changes_no_id_and_no_ledger():
    first = admit(corpus(), Ledger(), Problems())
    again = admit(corpus(), Ledger.parse(first.ledger.render()), Problems())
    assert again.papers == first.papers
    assert again.ledger.render() == first.ledger.render()


MENDED = {
    "title, with a key": ({"key": "k"}, {"title": "Another Title Altogether"}),
    "title, with an identifier": ({"identifiers": (("doi", "10.1000/x"),)}, {"title": "Another Title Altogether"}),
    "year and authors": ({"authors": (LI,), "issued": "2020"}, {"authors": (WU,), "issued": "2021"}),
    "authors added": ({}, {"authors": (LI,)}),
    "key, with an identifier": ({"key": "k", "identifiers": (("doi", "10.1000/x"),)}, {"key": "l"}),
    "identifier, with a key": ({"key": "k", "identifiers": (("doi", "10.1000/x"),)}, {"identifiers": ()}),
    "place in the file": ({}, {"origin": Origin("papers.bib", 99)}),
}


@pytest.mark.parametrize(("fields", "mended"), MENDED.values(), ids=MENDED.keys())
def test_mending_an_entry_of_a_bulk_file_changes_no_address(fields, mended):
    first = admit([record(**fields)], Ledger(), Problems())
    again = admit([replace(record(**fields), **mended)], first.ledger, Problems())
    assert [(p.id, p.citation_key) for p in again.papers] == [(p.id, p.citation_key) for p in first.papers]


def test_a_new_paper_with_a_known_title_gets_an_id_of_its_own():
    first = admit([record(authors=(LI,))], Ledger(), Problems())
    again = admit([record(authors=(LI,)), record(2, authors=(WU,))], first.ledger, Problems())
    assert {paper.authors[0].family: paper.id for paper in again.papers} == {
        "Li": "mmicl",
        "Wu": "mmicl-empowering-models",
    }


def test_a_new_paper_takes_no_id_that_a_record_of_the_same_run_carries():
    curated = record(2, title="Zebras", id="mmicl", curated=True)
    admission, _ = admitted(record(issued="1999"), curated)
    assert {paper.title: paper.id for paper in admission.papers} == {
        "Zebras": "mmicl",
        "MMICL: Empowering Models": "mmicl-1999",
    }


def test_two_works_with_one_id_are_an_error_and_the_second_gets_no_page():
    admission, told = admitted(
        record(file="records/a.yml", id="mmicl", curated=True),
        record(file="records/b.yml", id="mmicl", title="Zebras", curated=True),
    )
    assert [paper.title for paper in admission.papers] == ["MMICL: Empowering Models"]
    assert told == [
        "records/b.yml:1: mmicl: id 'mmicl' is also on 'MMICL: Empowering Models' (records/a.yml:1); 'Zebras' gets no "
        "page; give one of them another id [duplicate-id]"
    ]


def test_two_published_papers_that_look_alike_are_both_kept_and_told():
    admission, told = admitted(
        record(file="records/a.yml", id="a", curated=True, identifiers=(("doi", "10.1000/x"),)),
        record(file="records/b.yml", id="b", curated=True, identifiers=(("doi", "10.1000/x"),)),
    )
    assert [paper.id for paper in admission.papers] == ["a", "b"]
    assert told[0] == (
        "records/b.yml:1: b: 'MMICL: Empowering Models' here and 'MMICL: Empowering Models' in records/a.yml:1 look "
        "like one work (doi '10.1000/x') but have two ids; both are kept; run litatlas merge b a if they are one "
        "[possible-duplicate]"
    )


@pytest.mark.parametrize(
    ("entry", "fate"),
    [
        (Entry("paper", "old", "k", state=State.REDIRECT, target="new"), "was merged into 'new'"),
        (Entry("paper", "old", "k", state=State.TOMBSTONE, note="why"), "was withdrawn"),
    ],
)
def test_a_record_with_a_dead_id_is_an_error(entry, fate):
    ledger = Ledger([entry, Entry("paper", "new", "l")])
    admission, told = admitted(record(id="old", curated=True), ledger=ledger)
    assert admission.papers == ()
    assert told == [
        f"papers.bib:1: old: id 'old' {fate}; the record gets no page; remove it or give it another id [dead-id]"
    ]


def test_entries_that_the_ledger_merged_share_a_page():
    one, two = record(key="one", title="One", authors=(LI,)), record(2, key="two", title="Two", authors=(WU,))
    first = admit([one, two], Ledger(), Problems()).ledger
    kept, gone = first.entry("paper", "one"), first.entry("paper", "two")
    merged = first.with_entries(
        replace(gone, state=State.REDIRECT, target="one", source=""),
        replace(kept, source=f"{kept.source} {gone.source}"),
    )
    admission, _ = admitted(one, two, ledger=merged)
    assert [(paper.id, paper.title) for paper in admission.papers] == [("one", "One")]
    assert [str(merge) for merge in admission.merges] == ["papers.bib:2 is the same work as papers.bib:1: one"]


def test_a_withdrawn_entry_of_a_bulk_file_gets_no_page_and_no_new_id():
    one = record(key="one")
    first = admit([one], Ledger(), Problems()).ledger
    withdrawn = first.with_entries(replace(first.entry("paper", "mmicl"), state=State.TOMBSTONE, note="why"))
    admission, told = admitted(one, ledger=withdrawn)
    assert (admission.papers, admission.ledger == withdrawn) == ((), True)
    assert told == [
        "papers.bib:1: mmicl: 'MMICL: Empowering Models' was withdrawn as 'mmicl'; it gets no page; remove the record "
        "[withdrawn-record]"
    ]


def test_a_wanted_citation_key_is_given_once_and_frozen():
    wanted = record(id="mmicl", citation_key="Zhao23", curated=True)
    first, told = admitted(wanted)
    assert (first.papers[0].citation_key, told) == ("Zhao23", [])
    again, told = admitted(replace(wanted, citation_key="Zhao2023"), ledger=first.ledger)
    assert again.papers[0].citation_key == "Zhao23"
    assert told == [
        "papers.bib:1: mmicl: citation key 'Zhao2023' is not the published 'Zhao23'; the published one stands; remove "
        "citation_key from the record [bad-citation-key]"
    ]
