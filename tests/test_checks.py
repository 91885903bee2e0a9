"""The checks of a whole survey: no published address dies, and what readers miss is told."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct, field
from msgspec.structs import replace

from litatlas.checks import CHECKS, LOOKS, PAIRING, run_checks
from litatlas.checks.duplicates import near_duplicates
from litatlas.checks.near_titles import near_titles
from litatlas.checks.persons import alike_names
from litatlas.identity.identifiers import is_orcid
from litatlas.identity.permalink import Entry, Ledger, State, mint, mint_values
from litatlas.library import Library
from litatlas.model import Author, Link, Paper, PartialDate, Rel, Status, StatusNote, Tagging
from litatlas.people import People, Person
from litatlas.problems import Origin
from litatlas.related import Relations
from litatlas.store.stage_cache import StageCache
from litatlas.vocabulary.taxonomy import Tag, Vocabulary
from small_surveys import Remembering


class Survey(Struct, frozen=True):
    """What the checks read of a survey."""

    library: Library
    ledger: Ledger
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    notes: Mapping[str, str] = field(default_factory=dict)
    people: People = field(default_factory=People)
    relations: Relations = field(default_factory=Relations)


def paper(id: str, title: str = "A title of this one paper", **values: object) -> Paper:
    whole = {
        "citation_key": id.replace("-", ""),
        "origin": Origin(f"records/{id}.yml", 1),
        "abstract": "Text.",
        "authors": (Author("Zhao", "Haozhe"),),
        "issued": PartialDate(2023),
    }
    return Paper(id=id, title=title, **(whole | values))  # type: ignore[arg-type]


def survey(*papers: Paper, published: tuple[Entry, ...] = (), tags: tuple[str, ...] = (), **values: object) -> Survey:
    """Make a survey whose ledger file holds the published rows, and in memory what a build adds to them."""
    ledger = Ledger.parse(Ledger(published).render())
    for one in papers:
        if ledger.entry("paper", one.id) is None:
            ledger, _ = mint(ledger, "paper", one.citation_key, one.id)
    ledger = mint_values(ledger, "author", {author.name for one in papers for author in one.authors})
    ledger = mint_values(ledger, "year", {str(one.year) for one in papers if one.year})
    ledger = ledger.with_entries(*(Entry("tag", tag, tag) for tag in tags if not ledger.entry("tag", tag)))
    vocabulary = Vocabulary(tags=tuple(Tag(tag, tag, "task", "Definition.") for tag in tags))
    return Survey(Library(papers, ledger.slugs()), ledger, vocabulary, **values)  # type: ignore[arg-type]


def told(checked: Survey) -> list[str]:
    return [str(problem) for problem in run_checks(checked)]


MMICL = paper("mmicl", "MMICL: Empowering models")


def test_a_sound_survey_has_no_problem():
    published = (Entry("paper", "mmicl", "mmicl"), Entry("author", "haozhe-zhao", "Haozhe Zhao"))
    assert told(survey(MMICL, published=published, tags=("vqa",), notes={"mmicl": "Read it."})) == []


# -- addresses


def test_a_deleted_record_stops_the_build_and_the_message_says_the_way_out():
    published = (Entry("paper", "blip-2", "li2023blip2"), Entry("paper", "mmicl", "mmicl"))
    assert told(survey(MMICL, published=published)) == [
        "permalinks.tsv:3: blip-2: the paper 'blip-2' (papers/blip-2/) was published and has no record now; its "
        "address would "
        "die; put the record back, or run 'litatlas merge blip-2 NEW', 'litatlas rename blip-2 NEW' or "
        "'litatlas withdraw blip-2 --reason TEXT' [lost-address]"
    ]


def test_an_id_changed_by_hand_is_guessed():
    published = (Entry("paper", "mmicl", "mmicl"),)
    problems = told(survey(paper("mm-icl", citation_key="mmicl2"), published=published))
    assert problems[0].endswith(
        "or 'litatlas withdraw mmicl --reason TEXT'; did you mean 'litatlas rename mmicl mm-icl'? [lost-address]"
    )


def test_redirects_and_tombstones_need_no_record():
    published = (
        Entry("paper", "mmicl", "mmicl"),
        Entry("paper", "mm-icl", "mmicl2", state=State.REDIRECT, target="mmicl"),
        Entry("paper", "gone", "gone2020", state=State.TOMBSTONE, note="Out of scope"),
    )
    assert told(survey(MMICL, published=published)) == []


def test_a_corrected_name_leaves_an_empty_page_and_is_told_with_its_successor_but_a_year_is_not():
    published = (
        Entry("author", "hoazhe-zhao", "Hoazhe Zhao"),
        Entry("year", "2019", "2019"),
        Entry("tag", "old", "old"),
    )
    assert told(survey(MMICL, published=published, tags=("vqa",))) == [
        "permalinks.tsv:3: old: the tag 'old' (tags/old/) is on no paper now; its page stays, and is empty; run "
        "'litatlas "
        "merge tag/old tag/NEW' if it has another name now [empty-listing]",
        "permalinks.tsv:4: hoazhe-zhao: the author 'Hoazhe Zhao' (authors/hoazhe-zhao/) is on no paper now; its page "
        "stays, "
        "and is empty; did you mean 'litatlas merge author/hoazhe-zhao author/haozhe-zhao'? [empty-listing]",
    ]


def test_nothing_may_come_back_to_an_address_that_was_merged_or_withdrawn():
    published = (
        Entry("paper", "mmicl", "mmicl", state=State.TOMBSTONE, note="Out of scope"),
        Entry("tag", "vqa", "vqa", state=State.REDIRECT, target="visual-qa"),
        Entry("tag", "visual-qa", "visual-qa"),
    )
    tagged = replace(MMICL, tags=(Tagging("vqa"), Tagging("visual-qa")))
    assert told(survey(tagged, published=published, tags=("vqa", "visual-qa"))) == [
        "permalinks.tsv:3: mmicl: the paper 'mmicl' was withdrawn and is in use again; two pages would stand at one "
        "address; "
        "take it away where it is used, or give it another id [dead-address]",
        "permalinks.tsv:5: vqa: the tag 'vqa' was merged into 'visual-qa' and is in use again; two pages would stand "
        "at one "
        "address; take it away where it is used, or give it another id [dead-address]",
    ]


def test_a_page_that_the_ledger_does_not_know_is_refused():
    assert told(Survey(Library((replace(MMICL, authors=(), issued=None),), {}), Ledger()))[0] == (
        "permalinks.tsv: mmicl: the paper 'mmicl' is not in the ledger; its address is not kept; build the survey "
        "[dead-address]"
    )


def test_a_redirect_to_something_withdrawn_is_told():
    published = (
        Entry("paper", "a", "a2020", state=State.REDIRECT, target="b"),
        Entry("paper", "b", "b2020", state=State.TOMBSTONE, note="Out of scope"),
    )
    assert told(survey(MMICL, published=published)) == [
        "permalinks.tsv:3: a: the paper 'a' redirects to 'b', which was withdrawn; its readers find a page that does "
        "not speak "
        "of it; make it a tombstone too, or name another target [bad-redirect]"
    ]


def test_a_citation_key_is_the_published_one_and_of_one_paper():
    published = (Entry("paper", "mmicl", "zhao2023mmicl"),)
    other = paper("wings", citation_key="MMICL")
    assert told(survey(MMICL, other, published=published)) == [
        "records/mmicl.yml:1: mmicl: citation key 'mmicl' is not the published 'zhao2023mmicl'; who cites the paper "
        "would find "
        "another; take citation_key out of the record [changed-citation-key]",
        "records/wings.yml:1: wings: citation key 'MMICL' is also that of 'mmicl' (records/mmicl.yml:1); BibTeX "
        "would take one "
        "for the other; give one of them another citation_key [duplicate-citation-key]",
    ]


def test_notes_need_a_paper():
    published = (
        Entry("paper", "mmicl", "mmicl"),
        Entry("paper", "old", "old", state=State.REDIRECT, target="mmicl"),
        Entry("paper", "gone", "gone2020", state=State.TOMBSTONE, note="Out of scope"),
    )
    notes = {"mmicl": "", "gone": "", "old": "", "mmcl": "", "zzz": ""}
    assert told(survey(MMICL, published=published, notes=notes)) == [
        "notes/mmcl.md: mmcl: there is no paper 'mmcl'; the notes are on no page; did you mean notes/mmicl.md? "
        "[note-without-paper]",
        "notes/old.md: old: there is no paper 'old'; the notes are on no page; 'old' is part of 'mmicl': move them to "
        "notes/mmicl.md [note-without-paper]",
        "notes/zzz.md: zzz: there is no paper 'zzz'; the notes are on no page; rename the file to the id of a paper, "
        "or delete "
        "it [note-without-paper]",
    ]


# -- metadata


def test_what_readers_and_citers_need_most_is_missed():
    bare = paper("bare", "Bare", authors=(), issued=None, abstract="")
    assert told(survey(bare)) == [
        "records/bare.yml:1: bare: 'Bare' has no authors; it cannot be cited properly; add authors [no-authors]",
        "records/bare.yml:1: bare: 'Bare' has no date; it is in no year's listing; add issued: YYYY [no-date]",
        "records/bare.yml:1: bare: 'Bare' has no abstract; it is hard to find and to relate; add abstract "
        "[no-abstract]",
    ]


LINKS = (
    # (url, whether it is told)
    ("https://github.com/haozhezhao/mic", False),
    ("https://en.wikipedia.org/wiki/Mercury_(planet)", False),
    ("mailto:zhao@example.org", False),
    ("https://[2001:db8::1]/x", True),
    ("https://github.com/haozhezhao/mic.", True),
    ("https://github", True),
    ("https://localhost:8000/x", True),
    ("https://project.example/x", True),
    ("htthttps://github.com/x", True),
    ("javascript:alert(1)", True),
    ("https://github.com/a b", True),
    ("https://[broken/", True),
)


@pytest.mark.parametrize(("url", "is_told"), LINKS)
def test_links_that_lead_nowhere_are_told(url, is_told):
    linked = replace(MMICL, links=(Link(Rel.CODE, url),))
    message = (
        f"records/mmicl.yml:1: mmicl: code link '{url}' is no web address; it leads nowhere; correct or remove it "
        f"[bad-link]"
    )
    assert told(survey(linked)) == ([message] if is_told else [])


def test_a_shared_pdf_is_told_and_shared_code_is_not():
    links = (Link(Rel.PDF, "https://arxiv.org/pdf/2309.07915"), Link(Rel.CODE, "https://github.com/x/y"))
    other = paper("wings", "Wings: something else entirely", links=links)
    assert told(survey(replace(MMICL, links=links), other)) == [
        "records/wings.yml:1: wings: pdf link 'https://arxiv.org/pdf/2309.07915' is also that of 'mmicl' "
        "(records/mmicl.yml:1); one of them leads to another paper; correct one, or merge the two [shared-link]"
    ]


ORCIDS = (
    # (text, whether it is an ORCID iD); the first two are ORCID's own examples
    ("0000-0002-1825-0097", True),
    ("0000-0002-1694-233X", True),
    ("0000-0002-1825-0098", False),
    ("0000-0002-1694-2330", False),
    ("0000-0002-1694-233x", False),
    ("0000000218250097", False),
    ("https://orcid.org/0000-0002-1825-0097", False),
    ("٠٠٠٠-0002-1825-0097", False),
)


@pytest.mark.parametrize(("text", "is_one"), ORCIDS)
def test_orcid_checksums(text, is_one):
    assert is_orcid(text) is is_one


def test_a_wrong_orcid_is_told_with_its_author():
    wrong = replace(MMICL, authors=(Author("Carberry", "Josiah", orcid="0000-0002-1825-0098"),))
    assert told(survey(wrong)) == [
        "records/mmicl.yml:1: mmicl: ORCID iD '0000-0002-1825-0098' of 'Josiah Carberry' is not one; its link would "
        "lead to "
        "nobody or to somebody else; correct or remove it [bad-orcid]"
    ]


# -- nearly one title

TITLES = (
    # (one, other, whether they are nearly one)
    ("Learning to Reason over Visual Scenes", "Leaning to Reason over Visual Scenes", True),
    ("Learning to Reason over Visual Scenes", "Learning to reason over visual scene", True),
    ("Learning to Reason over Visual Scenes", "Learning to Reason about the Visual Scenes", True),
    ("Learning to Reason over Visual Scenes", "Learning to Reason over Audio Scenes", False),
    ("Learning to Reason over Visual Scenes", "LEARNING to reason over visual scenes", False),  # intake's
    ("Learning Visual Reasoning Part I", "Learning Visual Reasoning Part II", False),
    ("Evaluating GPT-3 on visual scenes", "Evaluating GPT-4 on visual scenes", False),
    ("Visual Question Answering", "Visual Questions Answering", False),
)


@pytest.mark.parametrize(("one", "other", "is_near"), TITLES)
def test_titles_with_a_slip_are_told_from_titles_with_another_meaning(one, other, is_near):
    pair = (paper("a", one), paper("b", other))
    assert list(near_titles(pair)) == ([pair] if is_near else [])


def test_nearly_one_title_by_other_people_is_another_paper():
    one = paper("a", "Learning to Reason over Visual Scenes")
    other = paper("b", "Leaning to Reason over Visual Scenes", authors=(Author("Li", "Fei"),))
    assert list(near_titles((one, other))) == []
    assert list(near_titles((one, replace(other, authors=())))) != []


def test_a_near_duplicate_names_both_and_the_command():
    one = paper("a", "Learning to Reason over Visual Scenes")
    other = paper("b", "Leaning to Reason over Visual Scenes")
    assert told(survey(one, other)) == [
        "records/b.yml:1: b: 'Leaning to Reason over Visual Scenes' is nearly the title of 'a' (records/a.yml:1), "
        "'Learning to "
        "Reason over Visual Scenes'; both have a page; if they are one work, run 'litatlas merge b a' [near-duplicate]"
    ]


def test_every_check_is_in_the_table_under_its_name():
    assert {name: check.__name__.replace("_", "-") for name, check in CHECKS.items()} == {name: name for name in CHECKS}


# -- what is compared is remembered


def test_what_was_found_by_comparing_is_found_again_and_never_where_it_no_longer_stands(tmp_path):
    near = (paper("a", "Learning to Reason over Visual Scenes"), paper("b", "Leaning to Reason over Visual Scenes"))
    people = {name: Person(name, name, name, listed=True) for name in ("Stefan Frank", "Stefan L. Frank")}
    surveys = [
        survey(*FRANKS, *near),
        survey(*FRANKS, near[0], replace(near[1], abstract="Another text.")),
        survey(*FRANKS, near[0], replace(near[1], origin=Origin("records/c.yml", 7))),
        survey(*FRANKS, near[0], replace(near[1], title="Something else")),
        survey(*FRANKS, *near, people=People(people)),
        survey(*FRANKS, *near, relations=Relations(versions=(("one", "two"),))),
        survey(FRANKS[0], replace(FRANKS[1], authors=FRANKS[1].authors[1:]), *near),
    ]
    for checked in surveys:
        memo = StageCache(tmp_path, "1")
        assert run_checks(checked, memo) == run_checks(checked)
        memo.save()


def in_the_next_build(checked: Survey, text: str = "") -> Survey:
    """Read the ledger from its file, which has the rows now that the last build added."""
    return replace(checked, ledger=Ledger.parse(text or checked.ledger.render()))


def test_all_checks_stand_as_long_as_nothing_changes_that_one_of_them_looks_at(tmp_path):
    papers = (Entry("paper", "gone", "gone2020"), Entry("paper", "mmicl", "mmicl"))
    gone = (*papers, Entry("tag", "old", "old"), Entry("status", "retracted", "retracted"))
    first = survey(*FRANKS, MMICL, published=gone, tags=("vqa",), notes={"mmicl": "Read it.", "mmicle": "Or this."})
    told_twice = in_the_next_build(first)
    people = {name: Person(name, name, name, listed=True) for name in ("Stefan Frank", "Stefan L. Frank")}
    changed = [
        first,
        told_twice,
        replace(told_twice, notes={"mmicl": "Read it."}),
        replace(told_twice, vocabulary=Vocabulary()),
        replace(told_twice, relations=Relations(versions=(("one", "two"),))),
        replace(told_twice, people=People(people)),
        in_the_next_build(first, "# A person was here.\n" + first.ledger.render()),
    ]
    for values in (
        {"abstract": ""},
        {"issued": None},
        {"origin": Origin("records/other.yml", 3), "abstract": ""},
        {"citation_key": "another"},
        {"status": StatusNote(Status.RETRACTED)},
        {"links": (Link(Rel.PDF, "https://localhost/x.pdf"),)},
        {"authors": (Author("Zhao", "Haozhe", orcid="0000-0000-0000-0000"),)},
    ):
        changed.append(in_the_next_build(survey(*FRANKS, replace(MMICL, **values), published=gone, tags=("vqa",))))
    for checked in changed:
        memo = StageCache(tmp_path, "1")
        assert run_checks(checked, memo) == run_checks(checked)
        memo.save()
    assert len({run_checks(checked) for checked in changed[1:]}) == len(changed[1:])


def test_what_was_compared_is_remembered_through_a_build_that_compares_nothing(tmp_path, monkeypatch):
    checked = in_the_next_build(survey(*FRANKS, MMICL))
    for _ in range(2):
        memo = StageCache(tmp_path, "1")
        run_checks(checked, memo)
        memo.save()
    for name in LOOKS:
        monkeypatch.setitem(CHECKS, name, lambda _survey: pytest.fail("compared again"))
        monkeypatch.setitem(PAIRING, name, lambda _survey, _memo: pytest.fail("compared again"))
    run_checks(replace(checked, notes={"nobody": "Nothing."}), StageCache(tmp_path, "1"))


words = st.sampled_from(["learning", "leaning", "reason", "scenes", "visual", "Part", "I", "II"])
names = st.sampled_from(["Stefan Frank", "Stefan L. Frank", "S. Frank", "Frank Stefan", "Ann Smith", "Änn Smith", "Ai"])
compared = st.lists(
    st.builds(
        lambda id, title, authors: paper(id, " ".join(title), authors=tuple(map(Author, authors))),
        st.sampled_from("abcdef"),
        st.lists(words, min_size=3, max_size=6),
        st.lists(names, max_size=3),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(compared, min_size=1, max_size=4))
def test_pairs_of_which_some_are_compared_again_are_those_that_are_compared_from_nothing(rounds):
    memo, held = Remembering(), {}
    for papers in rounds:
        held |= {one.id: one for one in papers}
        for some in (papers, held.values()):
            checked = survey(*sorted(some, key=lambda one: one.id))
            for check in (near_duplicates, alike_names):
                assert set(check(checked, memo)) == set(check(checked))


def test_a_title_is_compared_with_few_others(monkeypatch):
    near = (paper("a", "Learning to Reason over Visual Scenes"), paper("b", "Leaning to Reason over Visual Scenes"))
    others = [
        paper(f"c{number}", f"A study number {number} of topic {number} in field {number}") for number in range(9)
    ]
    memo, asked = Remembering(), []

    def watched(papers):
        asked.extend(papers)
        return near_titles(asked)

    assert [problem.subject for problem in near_duplicates(survey(*near, *others), memo)] == ["b"]
    monkeypatch.setattr("litatlas.checks.duplicates.near_titles", watched)
    mended = replace(near[1], title="Ways to Reason over Visual Scenes")
    assert list(near_duplicates(survey(near[0], mended, *others), memo)) == []
    assert [one.id for one in asked] == ["a", "b"]


# -- people


FRANKS = (
    paper("one", authors=(Author("Frank", "Stefan L."), Author("Alishahi", "Afra"))),
    paper("two", "Another title", authors=(Author("Alishahi", "Afra"), Author("Frank", "Stefan"))),
)
LIKE_FRANK = (
    "records/two.yml:1: two: author 'Stefan Frank' looks like 'Stefan L. Frank' (both worked with 'Afra Alishahi'); "
    "each has a page; if they are one person, join them in authors.yml with name and also; if not, give each an entry "
    "there [alike-authors]"
)


def test_two_papers_with_one_abstract_are_told_once():
    alike = (paper("a", "Reading Pictures of Old Books"), paper("b", "Old Books and Their Pictures, Read"))
    assert told(survey(*alike, relations=Relations(versions=(("a", "b"),)))) == [
        "records/b.yml:1: b: the abstract is nearly that of 'a' (records/a.yml:1), 'Reading Pictures of Old Books'; "
        "both have a page, neither is listed as related to the other; if they are one work, run 'litatlas merge b a' "
        "[near-duplicate]"
    ]


def test_two_spellings_with_a_common_co_author_are_told():
    assert told(survey(*FRANKS)) == [LIKE_FRANK]


def test_two_whom_authors_yml_tells_apart_are_not_told():
    people = {name: Person(name, name, name, listed=True) for name in ("Stefan Frank", "Stefan L. Frank")}
    assert told(survey(*FRANKS, people=People(people))) == []
    people["Stefan Frank"] = replace(people["Stefan Frank"], listed=False)
    assert told(survey(*FRANKS, people=People(people))) == [LIKE_FRANK]


# -- status


STATUSES = (
    # (status, problems)
    (StatusNote(Status.RETRACTED, "2024-05-01", "Made up.", "https://x.org/notice"), []),
    (StatusNote(Status.CORRECTED, "2024", "Table 2."), []),
    (
        StatusNote(Status.CORRECTED),
        [
            "records/mmicl.yml:1: mmicl: the paper is corrected without a date and note; readers cannot tell what "
            "happened; add to status what the notice says [bare-status]"
        ],
    ),
    (
        StatusNote(Status.RETRACTED, "2024", ""),
        [
            "records/mmicl.yml:1: mmicl: the paper is retracted without a note; readers cannot tell what happened; "
            "add to status what the notice says [bare-status]",
            "records/mmicl.yml:1: mmicl: the paper is retracted without a link to the notice; readers cannot check it; "
            "add status.url [no-notice]",
        ],
    ),
)


@pytest.mark.parametrize(("status", "problems"), STATUSES)
def test_a_status_says_when_why_and_where(status, problems):
    one = replace(MMICL, status=status)
    checked = survey(one)
    ledger = mint_values(checked.ledger, "status", {status.status.value})
    assert told(replace(checked, library=Library((one,), ledger.slugs()), ledger=ledger)) == problems
