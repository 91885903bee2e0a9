"""Who is one person, and whose page is whose: names, ORCID iDs, disambiguators, authors.yml and the ledger together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from litatlas.identity.ledger_operations import merge
from litatlas.identity.permalink import Entry, Ledger, State
from litatlas.intake.importing import fill_from as fill
from litatlas.model import Author, Paper
from litatlas.people import identify, parse_people
from litatlas.problems import Origin, Problems

ONE, TWO, THREE = "0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"

Names = dict[str, list[Author | str]]


def author(name: Author | str, orcid: str = "", which: str = "") -> Author:
    if isinstance(name, Author):
        return name
    given_name, _, family = name.rpartition(" ")
    return Author(family, given_name, orcid=orcid, disambiguator=which)


def papers(names: Names) -> tuple[Paper, ...]:
    return tuple(
        Paper(id, f"{id}2020", id.title(), Origin(f"records/{id}.yml", 1), authors=tuple(map(author, written)))
        for id, written in names.items()
    )


def run(names: Names, yml: str = "", ledger: Ledger | None = None):
    """Give the slugs of each paper's authors, the ledger's rows as short lines, and the problems."""
    problems = Problems()
    entries = parse_people(yml, "authors.yml", problems)
    found = identify(papers(names), entries, ledger or Ledger(), problems)
    slugs = found.ledger.slugs()
    shown = {paper.id: [slugs["author", a.known_as] for a in paper.authors] for paper in found.papers}
    problems.extend(found.ambiguous.values())
    return shown, found, tuple(map(str, problems))


def rows(ledger: Ledger) -> list[str]:
    """Give the rows: `id name`, `id -> target`; keys in brackets."""
    return [
        f"{row.id} -> {row.target}"
        if row.target
        else f"{row.id} {row.name}" + (f" [{row.source}]" if row.source else "")
        for row in ledger.entries("author")
    ]


def published(*names: str, **more: str) -> Ledger:
    """Give a ledger with the pages of these names, read from a file."""
    entries = [
        Entry("author", name.lower().replace(" ", "-").replace(".", ""), name, source=more.get("source", ""))
        for name in names
    ]
    return Ledger.parse(Ledger(entries).render())


GROUPS = (
    # (what it shows, authors by paper, authors.yml, slugs by paper)
    ("a name is a person", {"a": ["Ann Smith"], "b": ["Ann Smith"]}, "", {"a": ["ann-smith"], "b": ["ann-smith"]}),
    (
        "an iD joins two spellings",
        {"a": [author("Ann Smith", ONE)], "b": [author("A. Smith", ONE)]},
        "",
        {"a": ["ann-smith"], "b": ["ann-smith"]},
    ),
    (
        "a bare name is the one person who has it",
        {"a": [author("Ann Smith", ONE)], "b": ["Ann Smith"]},
        "",
        {"a": ["ann-smith"], "b": ["ann-smith"]},
    ),
    (
        "two iDs are two people, and a bare name is neither",
        {"a": [author("Ann Smith", ONE)], "b": [author("Ann Smith", TWO)], "c": ["Ann Smith"]},
        "",
        {"a": ["ann-smith-3"], "b": ["ann-smith-2"], "c": ["ann-smith"]},
    ),
    (
        "a disambiguator parts",
        {"a": [author("Ann Smith", which="Oxford")], "b": ["Ann Smith"]},
        "",
        {"a": ["ann-smith-oxford"], "b": ["ann-smith"]},
    ),
    (
        "an iD that cannot be one says nothing",
        {"a": [author("Ann Smith", "0000-0002-1825-0098")], "b": ["Ann Smith"]},
        "",
        {"a": ["ann-smith"], "b": ["ann-smith"]},
    ),
    (
        "authors.yml joins spellings",
        {"a": ["Stefan Frank"], "b": ["Stefan L. Frank"]},
        "- {name: Stefan L. Frank, also: [Stefan Frank]}",
        {"a": ["stefan-l-frank"], "b": ["stefan-l-frank"]},
    ),
    (
        "authors.yml parts a name by papers",
        {"a": ["Wei Wang"], "b": ["Wei Wang"], "c": ["Wei Wang"]},
        "- {name: Wei Wang, disambiguator: Oxford, papers: [b]}\n- {name: Wei Wang, slug: wei-wang-x, papers: [c]}",
        {"a": ["wei-wang"], "b": ["wei-wang-oxford"], "c": ["wei-wang-x"]},
    ),
    (
        "authors.yml gives an iD, which parts a name where records carry it",
        {"a": ["Wei Wang"], "b": [author("Wei Wang", TWO)], "c": [author("W. Wang", ONE)]},
        f"- {{name: Wei Wang, orcid: {ONE}}}",
        {"a": ["wei-wang"], "b": ["wei-wang-2"], "c": ["wei-wang"]},
    ),
    (
        "a disambiguator in a record meets the entry that has the same one",
        {"a": [author("Wei Wang", which="Oxford")], "b": ["Wei Wang"]},
        "- {name: Wei Wang, disambiguator: Oxford, slug: wang}",
        {"a": ["wang"], "b": ["wei-wang"]},
    ),
)


@pytest.mark.parametrize(("names", "yml", "slugs"), [case[1:] for case in GROUPS], ids=[case[0] for case in GROUPS])
def test_a_person_has_one_page(names, yml, slugs):
    assert run(names, yml)[0] == slugs


STAYS = (
    # (what happens, published names, authors by paper, authors.yml, slugs by paper, rows afterwards)
    (
        "an iD is added to a record",
        published("Ann Smith"),
        {"a": [author("Ann Smith", ONE)]},
        "",
        {"a": ["ann-smith"]},
        [f"ann-smith Ann Smith [orcid:{ONE}]"],
    ),
    (
        "a disambiguator is added to the only one of the name",
        published("Ann Smith"),
        {"a": [author("Ann Smith", which="Oxford")]},
        "",
        {"a": ["ann-smith"]},
        ["ann-smith Ann Smith [person:Ann_Smith_(Oxford)]"],
    ),
    (
        "a namesake comes: who was there keeps the page and the bare names",
        published("Ann Smith", source=f"orcid:{ONE}"),
        {"a": [author("Ann Smith", ONE)], "b": [author("Ann Smith", TWO)], "c": ["Ann Smith"]},
        "",
        {"a": ["ann-smith"], "b": ["ann-smith-2"], "c": ["ann-smith"]},
        [f"ann-smith Ann Smith [orcid:{ONE}]", f"ann-smith-2 Ann Smith ({TWO}) [orcid:{TWO}]"],
    ),
    (
        "a bare namesake comes to one with a disambiguator",
        published("Ann Smith", source="person:Ann_Smith_(Oxford)"),
        {"a": [author("Ann Smith", which="Oxford")], "b": ["Ann Smith"]},
        "",
        {"a": ["ann-smith"], "b": ["ann-smith-2"]},
        ["ann-smith Ann Smith [person:Ann_Smith_(Oxford)]", "ann-smith-2 Ann Smith (other)"],
    ),
    (
        "a person with an iD changes their name",
        published("Ann Smith", source=f"orcid:{ONE}"),
        {"a": [author("Ann Jones", ONE)]},
        "",
        {"a": ["ann-smith"]},
        [f"ann-smith Ann Smith [orcid:{ONE}]"],
    ),
    (
        "an iD was wrong: it goes to the person whose it is",
        published("Ann Smith", source=f"orcid:{ONE}"),
        {"a": [author("Ann Smith", TWO)], "b": [author("Bob Jones", ONE)]},
        "",
        {"a": ["ann-smith"], "b": ["bob-jones"]},
        [f"ann-smith Ann Smith [orcid:{TWO}]", f"bob-jones Bob Jones [orcid:{ONE}]"],
    ),
    (
        "two published spellings are joined",
        published("Stefan Frank", "Stefan L Frank"),
        {"a": ["Stefan Frank"], "b": ["Stefan L Frank"]},
        "- {name: Stefan L Frank, also: [Stefan Frank]}",
        {"a": ["stefan-l-frank"], "b": ["stefan-l-frank"]},
        ["stefan-frank -> stefan-l-frank", "stefan-l-frank Stefan L Frank"],
    ),
    (
        "two published spellings are joined under a chosen address",
        published("Stefan Frank", "Stefan L Frank"),
        {"a": ["Stefan Frank"], "b": ["Stefan L Frank"]},
        "- {name: Stefan L Frank, also: [Stefan Frank], slug: stefan-frank}",
        {"a": ["stefan-frank"], "b": ["stefan-frank"]},
        ["stefan-frank Stefan Frank", "stefan-l-frank -> stefan-frank"],
    ),
    (
        "a spelling that no paper has any more still leads on",
        published("Stefan Frank", "Stefan L Frank"),
        {"a": ["Stefan L Frank"]},
        "- {name: Stefan L Frank, also: [Stefan Frank]}",
        {"a": ["stefan-l-frank"]},
        ["stefan-frank -> stefan-l-frank", "stefan-l-frank Stefan L Frank"],
    ),
    (
        "a published person gets a new address",
        published("Ann Smith"),
        {"a": ["Ann Smith"]},
        "- {name: Ann Smith, slug: smith}",
        {"a": ["smith"]},
        ["ann-smith -> smith", "smith Ann Smith"],
    ),
    (
        "a published name turns out to be two people, none of whom is left with it: the page stays, and tells of both",
        published("Wei Wang"),
        {"a": ["Wei Wang"], "b": ["Wei Wang"]},
        "- {name: Wei Wang, slug: wang-a, papers: [a]}\n- {name: Wei Wang, slug: wang-b, papers: [b]}",
        {"a": ["wang-a"], "b": ["wang-b"]},
        ["wang-a Wei Wang (wang-a)", "wang-b Wei Wang (wang-b)", "wei-wang Wei Wang"],
    ),
    (
        "one of two takes the published page",
        published("Wei Wang"),
        {"a": ["Wei Wang"], "b": ["Wei Wang"]},
        "- {name: Wei Wang, slug: wei-wang, papers: [a]}\n- {name: Wei Wang, slug: wang-b, papers: [b]}",
        {"a": ["wei-wang"], "b": ["wang-b"]},
        ["wang-b Wei Wang (wang-b)", "wei-wang Wei Wang"],
    ),
)


@pytest.mark.parametrize(
    ("ledger", "names", "yml", "slugs", "after"), [case[1:] for case in STAYS], ids=[case[0] for case in STAYS]
)
def test_no_published_page_is_lost_or_becomes_another_person_s(ledger, names, yml, slugs, after):
    shown, found, _ = run(names, yml, ledger)
    assert (shown, rows(found.ledger)) == (slugs, after)
    again = Ledger.parse(found.ledger.render())
    assert run(names, yml, again)[1].ledger == again
    assert run(names, yml, again)[0] == slugs


def test_merging_by_command_and_by_authors_yml_are_one():
    names: Names = {"a": ["Stefan Frank"], "b": ["Stefan L Frank"]}
    before = published("Stefan Frank", "Stefan L Frank")
    merged = merge("author/stefan-l-frank", "author/stefan-frank", before, {}, fill).ledger
    for yml in ("", "- {name: Stefan L Frank, also: [Stefan Frank]}"):
        shown, found, _ = run(names, yml, merged)
        assert shown == {"a": ["stefan-frank"], "b": ["stefan-frank"]}
        assert rows(found.ledger) == ["stefan-frank Stefan Frank", "stefan-l-frank -> stefan-frank"]
    # The other way round: what authors.yml joined can be merged further.
    joined = run(names, "- {name: Stefan L Frank, also: [Stefan Frank]}", before)[1].ledger
    further = merge(
        "author/stefan-l-frank", "author/s-frank", joined.with_entries(Entry("author", "s-frank", "S. Frank")), {}, fill
    ).ledger
    assert run(names, "- {name: Stefan L Frank, also: [Stefan Frank]}", further)[0] == {
        "a": ["s-frank"],
        "b": ["s-frank"],
    }


def test_a_slug_parts_again_whom_a_merge_joined():
    names: Names = {"a": ["Wei Wang"], "b": ["Wei L Wang"]}
    merged = merge("author/wei-wang", "author/wei-l-wang", published("Wei Wang", "Wei L Wang"), {}, fill).ledger
    assert run(names, "", merged)[0] == {"a": ["wei-l-wang"], "b": ["wei-l-wang"]}
    shown, found, problems = run(names, "- {name: Wei Wang, slug: wei-wang}", merged)
    assert (shown, problems) == ({"a": ["wei-wang"], "b": ["wei-l-wang"]}, ())
    assert rows(found.ledger) == ["wei-l-wang Wei L Wang", "wei-wang Wei Wang"]


def test_people_of_one_name_are_shown_with_a_mark_and_know_of_each_other():
    names: Names = {"a": [author("Ann Smith", which="Oxford")], "b": ["Ann Smith"], "c": [author("Ann Smith", ONE)]}
    people = run(names)[1].people
    assert {slug: person.label for slug, person in people.by_slug.items()} == {
        "ann-smith": "Ann Smith",
        "ann-smith-2": f"Ann Smith ({ONE})",
        "ann-smith-oxford": "Ann Smith (Oxford)",
    }
    assert [one.slug for one in people.of_same_name("ann-smith")] == ["ann-smith-2", "ann-smith-oxford"]
    assert [one.slug for one in people.of_same_name("gone", "Ann Smith")] == list(people.by_slug)


def test_a_person_has_all_spellings_and_the_name_that_authors_yml_shows():
    names: Names = {"a": ["S. Frank", "Bob Jones"], "b": ["Stefan Frank"]}
    yml = f"- {{name: Stefan Frank, also: [S. Frank, Frank], orcid: 'https://orcid.org/{ONE}', url: 'https://x.org/'}}"
    _, found, problems = run(names, yml)
    person = found.people.by_slug["stefan-frank"]
    assert (person.name, person.spellings) == ("Stefan Frank", ("Frank", "S. Frank", "Stefan Frank"))
    assert (person.orcids, person.url, person.listed) == ((ONE,), "https://x.org/", True)
    assert person.other_spellings == ("Frank", "S. Frank")
    assert found.papers[0].authors[0].name == "S. Frank", "the byline is as printed"
    assert problems == (
        "authors.yml:1: no paper has an author 'Frank' who is this person; it joins nothing; correct or remove it"
        " [unused-person]",
    )


TOLD = (
    # (authors by paper, authors.yml, ledger, problems)
    (
        {"a": [author("Ann Smith", ONE)], "b": [author("Ann Smith", TWO)], "c": ["Ann Smith"], "d": ["Ann Smith"]},
        "",
        None,
        "records/c.yml:1: c: 'Ann Smith' is 2 people, 0000-0001-5109-3700 and 0000-0002-1825-0097, and has no ORCID iD"
        " on 'c', 'd'; there the name is kept apart from both; add the iD to the record, or list the papers in"
        " authors.yml [ambiguous-author]",
    ),
    (
        {"a": [author("Ann Smith", ONE)], "b": [author("Ann Smith", TWO)]},
        "- {name: Ann Smith, slug: ann}",
        None,
        "authors.yml:1: 'Ann Smith' has the ORCID iDs 0000-0001-5109-3700 and 0000-0002-1825-0097 on papers; all are"
        " taken for one person; write the right one here as orcid if they are several [ambiguous-author]",
    ),
    (
        {"a": ["Wei Wang"]},
        "- {name: Wei Wang, slug: w, papers: [b]}\n- {name: Wei Wong, slug: v, papers: [a]}\n",
        None,
        "authors.yml:1: paper 'b' is not in the survey, for 'Wei Wang'; it is not used; correct or remove it"
        " [unused-person]\n"
        "authors.yml:2: paper 'a' has none of the names of 'Wei Wong'; it is not used; correct or remove it"
        " [unused-person]",
    ),
    (
        {"a": ["Wei Wang"], "b": ["Bob Jones"]},
        "- {name: Wei Wang, slug: bob-jones}",
        published("Bob Jones"),
        "authors.yml:1: slug 'bob-jones' of 'Wei Wang' is the address of another author; the page stays at 'wei-wang';"
        " choose another slug, or list all papers of the name [taken-slug]",
    ),
    (
        {"a": ["Wei Wang"], "b": ["Wei Wang"]},
        "- {name: Wei Wang, slug: wei-wang, papers: [a]}",
        published("Wei Wang"),
        "authors.yml:1: slug 'wei-wang' of 'Wei Wang' is the address of another author; the page stays at 'wei-wang-2';"
        " choose another slug, or list all papers of the name [taken-slug]",
    ),
)


@pytest.mark.parametrize(("names", "yml", "ledger", "message"), TOLD)
def test_what_is_not_clear_is_told_with_the_way_out(names, yml, ledger, message):
    assert "\n".join(run(names, yml, ledger)[2]) == message


def test_a_paper_of_an_entry_may_have_been_merged_or_renamed_since():
    ledger = Ledger([Entry("paper", "new", "k"), Entry("paper", "old", "j", state=State.REDIRECT, target="new")])
    shown, _, problems = run({"new": ["Wei Wang"]}, "- {name: Wei Wang, slug: wang, papers: [old]}", ledger)
    assert (shown, problems) == ({"new": ["wang"]}, ())


SPELLINGS = st.sampled_from(["Ann Smith", "A. Smith", "Smith", "Ann B. Smith"])
WRITTEN = st.builds(author, SPELLINGS, st.sampled_from(["", "", ONE, TWO, THREE]), st.sampled_from(["", "", "Oxford"]))
BYLINES = st.lists(st.lists(WRITTEN, max_size=3), max_size=5)
YML = st.sampled_from(
    [
        "",
        "- {name: Ann Smith, also: [A. Smith]}",
        "- {name: Ann Smith, slug: ann}",
        f"- {{name: Ann Smith, orcid: {ONE}, also: [Smith]}}\n- {{name: A. Smith, orcid: {TWO}}}",
        "- {name: Ann Smith, slug: one, papers: [p0, p1]}\n- {name: Ann Smith, slug: two, papers: [p2]}",
        "- {name: Ann Smith, disambiguator: Oxford, also: [A. Smith], slug: a-smith}",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(BYLINES, YML), min_size=1, max_size=4))
def test_whatever_editors_do_every_published_page_stays_and_two_builds_are_one(history):
    ledger = Ledger()
    seen: set[str] = set()
    for bylines, yml in history:
        names: Names = {f"p{number}": list(byline) for number, byline in enumerate(bylines)}
        shown, found, _ = run(names, yml, ledger)
        backwards = run(dict(reversed(names.items())), yml, ledger)
        assert (backwards[0], backwards[1].ledger) == (shown, found.ledger)
        ledger = Ledger.parse(found.ledger.render())  # refuses circles, and names that two rows have
        seen |= {slug for slugs in shown.values() for slug in slugs}
        assert {slug for slug in seen if (end := ledger.resolve("author", slug)) is None or end.target} == set()
        again = run(names, yml, ledger)
        assert (again[0], again[1].ledger) == (shown, ledger)
        assert set(found.people.by_slug) >= {slug for slugs in shown.values() for slug in slugs}


def test_an_id_of_authors_yml_is_the_author_s_where_the_record_has_none():
    names: Names = {"a": ["Ann Smith", "Bob Jones"], "b": [author("Ann Smith", TWO)]}
    papers_ = run(names, f"- {{name: Ann Smith, orcid: {ONE}}}")[1].papers
    assert [[one.orcid for one in paper.authors] for paper in papers_] == [[ONE, ""], [TWO]]


def test_papers_whose_names_are_the_people_s_are_left_as_they_are():
    (paper,) = papers({"a": ["Ann Smith"]})
    found = identify([paper], (), Ledger(), Problems())
    assert found.papers[0] is paper
    assert replace(paper.authors[0], person="x") == paper.authors[0], "a person is not part of what was printed"


def test_a_person_whose_page_was_withdrawn_has_the_id_on_the_page_of_another_spelling():
    gone = Ledger((Entry("author", "ann-smith", "Ann Smith", state=State.TOMBSTONE, source=f"orcid:{ONE}"),))
    found = run({"a": [author("A. Smith", ONE)]}, ledger=gone)[1].ledger
    assert rows(Ledger.parse(found.render())) == [f"a-smith A. Smith [orcid:{ONE}]", "ann-smith Ann Smith"]
