"""The ledger: a strict table that round-trips, merges in git, and never gives an id twice."""

import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from slugify import slugify

from litatlas.facets import FACETS
from litatlas.identity.ledger_format import COLUMNS
from litatlas.identity.permalink import (
    KINDS,
    MAX_ID,
    RESERVED,
    Entry,
    Ledger,
    Redirect,
    State,
    Tombstone,
    id_fault,
    join_sources,
    mint,
    mint_values,
    paper_id_wishes,
    slugify_id,
    tombstone_note,
)
from litatlas.identity.slugs import joined_words
from litatlas.layers import Layers
from litatlas.problems import LedgerError, Origin

HEADER = "# litatlas ledger 1\n# kind\tid\tname\tedition\tstate\ttarget\tsource\tnote\n"

ROWS = (
    Entry("paper", "atari-gpt", "waytowich2024atarigpt", "2026.11"),
    Entry("paper", "mmicl", "zhao2023mmicl", source="doi:10.1/x papers.bib#zhao"),
    Entry("paper", "mmicl-preprint", "zhao2023mmiclb", state=State.REDIRECT, target="mmicl", note="one work"),
    Entry("paper", "withdrawn-one", "li2020one", state=State.TOMBSTONE, note="Out of scope | One | Li, 2020"),
    Entry("author", "haozhe-zhao", "Haozhe Zhao"),
    Entry("year", "2023", "2023"),
)

TEXT = HEADER + (
    "paper\tatari-gpt\twaytowich2024atarigpt\t2026.11\tlive\t-\t-\t-\n"
    "paper\tmmicl\tzhao2023mmicl\t-\tlive\t-\tdoi:10.1/x papers.bib#zhao\t-\n"
    "paper\tmmicl-preprint\tzhao2023mmiclb\t-\tredirect\tmmicl\t-\tone work\n"
    "paper\twithdrawn-one\tli2020one\t-\ttombstone\t-\t-\tOut of scope | One | Li, 2020\n"
    "author\thaozhe-zhao\tHaozhe Zhao\t-\tlive\t-\t-\t-\n"
    "year\t2023\t2023\t-\tlive\t-\t-\t-\n"
)


def row(*cells: str) -> str:
    return "\t".join(cells) + "\n"


def test_kinds_are_papers_and_every_facet():
    assert {"paper", *(facet.key for facet in FACETS)} <= set(KINDS)


def test_ledger_is_written_sorted_by_kind_and_id():
    assert Ledger(reversed(ROWS)).render() == TEXT


def test_ledger_is_read_as_it_was_written():
    ledger = Ledger.parse(TEXT)
    assert ledger.entries() == ROWS
    assert ledger.render() == TEXT
    assert ledger.origin("paper", "mmicl") == Origin("permalinks.tsv", 4)


def test_an_empty_file_is_an_empty_ledger():
    assert Ledger.parse("").entries() == ()
    assert Ledger.parse("").render() == HEADER


@pytest.mark.parametrize(
    "text", [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.rstrip("\n"), TEXT + "\n\n# seen\n"]
)
def test_line_ends_byte_order_mark_blank_lines_and_comments_do_not_matter(text):
    assert Ledger.parse(text).entries() == ROWS


LIVE = ("live", "-", "-", "-")
BAD_LINES = (
    # (rows, whole message)
    (
        row("paper", "a", "a2020", "-", "live"),
        "permalinks.tsv:3: 'paper a a2020 - live' has 5 of 8 columns; the row cannot be read; separate kind, id, name, "
        "edition, state, target, source, note by tabs, with '-' for an empty cell [bad-ledger]",
    ),
    (
        row("papr", "a", "a2020", "-", *LIVE),
        "permalinks.tsv:3: kind 'papr' is unknown; the row cannot be read; use one of paper, tag, author, venue, "
        "year, status, theme "
        "[bad-ledger]",
    ),
    (
        row("paper", "A", "a2020", "-", *LIVE),
        "permalinks.tsv:3: id 'A' cannot be an address; an id is made of lower-case letters a-z, digits and single "
        "hyphens "
        "between them [bad-ledger]",
    ),
    (
        row("paper", "../../etc", "a2020", "-", *LIVE),
        "permalinks.tsv:3: id '../../etc' cannot be an address; an id is made of lower-case letters a-z, digits and "
        "single "
        "hyphens between them [bad-ledger]",
    ),
    (
        row("paper", "con", "a2020", "-", *LIVE),
        "permalinks.tsv:3: id 'con' cannot be an address; this name is reserved [bad-ledger]",
    ),
    (
        row("paper", "a", "-", "-", *LIVE),
        "permalinks.tsv:3: paper 'a' has no citation key; what owns the address is not known; write it in column 3 "
        "[bad-ledger]",
    ),
    (
        row("paper", "a", "a2020", "-", "alive", "-", "-", "-"),
        "permalinks.tsv:3: state 'alive' is unknown; what stands at the address is not known; use one of live, "
        "redirect, "
        "tombstone [bad-ledger]",
    ),
    (
        row("paper", "a", "a2020", "-", "redirect", "-", "-", "-"),
        "permalinks.tsv:3: paper 'a' has state 'redirect' and target ''; a redirect needs the id that took its "
        "place, and "
        "nothing "
        "else has one [bad-ledger]",
    ),
    (
        row("paper", "a", "a2020", "-", "live", "b", "-", "-"),
        "permalinks.tsv:3: paper 'a' has state 'live' and target 'b'; a redirect needs the id that took its place, and "
        "nothing "
        "else has one [bad-ledger]",
    ),
    (
        row("paper", "a", "a2020", "-", "redirect", "b", "-", "-"),
        "permalinks.tsv:3: paper 'a' redirects to 'b', which is not in the ledger; its readers would find nothing; "
        "name an id "
        "that is [bad-ledger]",
    ),
    (
        row("paper", "a", "a2020", "-", *LIVE) + row("paper", "a", "b2021", "-", *LIVE),
        "permalinks.tsv:4: paper 'a' stands on line 3 too; one address cannot have two owners; keep one row, and "
        "give the "
        "other paper an id of its own [bad-ledger]",
    ),
    (
        row("paper", "a", "a2020", "-", *LIVE) + row("paper", "b", "A2020", "-", *LIVE),
        "permalinks.tsv:4: name 'a2020' of 'b' is also that of 'a' (line 3); one of the two cannot be found by it; "
        "change or "
        "merge one [bad-ledger]",
    ),
    (
        row("paper", "a", "a2020", "-", "live", "-", "x.bib#k", "-")
        + row("paper", "b", "b2020", "-", "live", "-", "doi:10.1/b x.bib#k", "-"),
        "permalinks.tsv:4: source 'x.bib#k' of 'b' is also that of 'a' (line 3); one of the two cannot be found by "
        "it; change "
        "or merge one [bad-ledger]",
    ),
    (
        "<<<<<<< HEAD\n",
        "permalinks.tsv:3: '<<<<<<< HEAD' is a conflict marker of git; the two branches are not merged; keep the "
        "rows of both "
        "sides and delete the marker lines [bad-ledger]",
    ),
)


@pytest.mark.parametrize(("rows", "message"), BAD_LINES)
def test_a_bad_line_is_refused_with_its_place(rows, message):
    with pytest.raises(LedgerError) as caught:
        Ledger.parse(HEADER + rows)
    assert str(caught.value) == message


def test_a_circle_of_redirects_is_refused_at_each_of_its_rows():
    rows = row("paper", "a", "a2020", "-", "redirect", "b", "-", "-") + row(
        "paper", "b", "b2020", "-", "redirect", "a", "-", "-"
    )
    with pytest.raises(LedgerError) as caught:
        Ledger.parse(rows, "old.tsv")
    assert [str(problem) for problem in caught.value.problems] == [
        "old.tsv:1: paper 'a' redirects in a circle (a -> b -> a); its readers would find nothing; let one of them "
        "be live "
        "[bad-ledger]",
        "old.tsv:2: paper 'b' redirects in a circle (b -> a -> b); its readers would find nothing; let one of them "
        "be live "
        "[bad-ledger]",
    ]


def test_all_bad_lines_are_named_at_once():
    with pytest.raises(LedgerError) as caught:
        Ledger.parse(
            HEADER + "nonsense\n" + TEXT.removeprefix(HEADER) + "=======\n" + row("paper", "x", "x", "-", *LIVE, "-")
        )
    assert [problem.origin.line for problem in caught.value.problems] == [3, 10, 11]


@pytest.mark.parametrize("keep_first", [True, False], ids=["ours first", "theirs first"])
def test_rows_added_in_two_branches_merge_in_git(tmp_path, keep_first):
    """Rows of different places merge without a person."""
    base = Ledger(ROWS)
    ours = base.with_entries(Entry("paper", "blip-2", "li2023blip2"))
    theirs = base.with_entries(Entry("author", "zoe-zhu", "Zoë Zhu"), Entry("year", "2024", "2024"))
    sides = [ours, theirs] if keep_first else [theirs, ours]
    for name, ledger in zip(("ours", "base", "theirs"), (sides[0], base, sides[1]), strict=True):
        (tmp_path / name).write_text(ledger.render(), encoding="utf-8")
    merged = subprocess.run(
        ["git", "merge-file", "-p", "ours", "base", "theirs"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Ledger.parse(merged.stdout) == theirs.with_entries(Entry("paper", "blip-2", "li2023blip2"))


NAMES = (
    # names of authors that a careless table would lose
    "-",
    "\\-",
    "",
    "نیم\u200cفاصله",
    "A\u00a0B",
    " A  B ",
    "#1 Team",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_an_author_survives_the_table(name):
    ledger = mint_values(Ledger(), "author", [name])
    assert Ledger.parse(ledger.render()) == ledger
    assert mint_values(Ledger.parse(ledger.render()), "author", [name]) == ledger


def test_tabs_and_line_breaks_in_a_name_are_spaces_in_the_table():
    ledger = mint_values(Ledger(), "author", ["A\tB\nC\u2028D"])
    read = Ledger.parse(ledger.render())
    assert read.entries() == (Entry("author", "a-b-c-d", "A B C D"),)
    assert mint_values(read, "author", ["A\tB\nC\u2028D"]) == read


def test_a_merged_author_goes_by_the_name_that_is_left():
    rows = (
        Entry("author", "a-smith", "A. Smith", state=State.REDIRECT, target="jon-smith"),
        Entry("author", "jon-smith", "Jon Smith"),
    )
    assert Ledger(rows).merged_names() == {("author", "A. Smith"): "Jon Smith"}


def test_redirects_are_followed_to_their_end():
    ledger = Ledger(
        (
            Entry("paper", "a", "a2020", state=State.REDIRECT, target="b"),
            Entry("paper", "b", "b2020", state=State.REDIRECT, target="c", note="same"),
            Entry("paper", "c", "c2020"),
        )
    )
    assert ledger.resolve("paper", "a") == Entry("paper", "c", "c2020")
    assert ledger.resolve("paper", "never-published") is None
    assert ledger.redirects() == (Redirect("paper", "a", "c"), Redirect("paper", "b", "c", "same"))


def test_names_lead_to_live_ids_and_through_merges():
    ledger = Ledger(ROWS)
    assert ledger.id_named("paper", "zhao2023mmicl") == "mmicl"
    assert ledger.id_named("paper", "Zhao2023MMICLb") == "mmicl", (
        "a merged citation key leads to the paper that is left"
    )
    assert ledger.id_named("paper", "li2020one") is None
    assert ledger.id_named("author", "haozhe zhao") is None, "names of people are not keys: case counts"
    assert ledger.slugs() == {("author", "Haozhe Zhao"): "haozhe-zhao", ("year", "2023"): "2023"}


def test_a_renamed_row_hands_its_name_on_whatever_the_order_of_the_rows():
    rows = (
        Entry("paper", "old", "li2020one", state=State.REDIRECT, target="new"),
        Entry("paper", "new", "li2020one"),
    )
    for order in (rows, rows[::-1]):
        ledger = Ledger((Entry("paper", "old", "li2020one"),)).with_entries(*order)
        assert ledger.id_named("paper", "li2020one") == "new"
        assert ledger.owner("paper", "li2020one") == rows[1]


def test_origin_keys_find_papers_in_the_order_given_and_tombstones_too():
    ledger = Ledger(
        (
            Entry("paper", "a", "a2020", source="papers.bib#a doi:10.1/a"),
            Entry("paper", "b", "b2020", state=State.TOMBSTONE, source="doi:10.1/b"),
            Entry("paper", "c", "c2020", state=State.REDIRECT, target="a", source="doi:10.1/c"),
        )
    )
    assert ledger.id_of_source("doi:10.9/unknown doi:10.1/a") == "a"
    assert ledger.id_of_source("doi:10.1/b papers.bib#a") == "b"
    assert ledger.id_of_source("doi:10.1/c") == "a"
    assert ledger.id_of_source("doi:10.9/unknown") is None
    assert ledger.id_of_source("") is None


def test_a_ledger_never_changes():
    before = Ledger(ROWS)
    after = before.with_entries(Entry("paper", "mmicl", "other", state=State.TOMBSTONE))
    assert before.entry("paper", "mmicl") == ROWS[1]
    assert after.entry("paper", "MMICL") == Entry("paper", "mmicl", "other", state=State.TOMBSTONE)
    assert (len(before), len(after)) == (6, 6)


def test_new_rows_are_told_from_those_of_the_file():
    ledger, id = mint(Ledger.parse(TEXT), "paper", "li2023blip2", "BLIP-2")
    assert ledger.is_new("paper", id)
    assert not ledger.is_new("paper", "mmicl")
    assert not ledger.is_new("paper", "never-minted")
    assert ledger.origin("paper", id) == Origin("permalinks.tsv", 0)


def test_tombstones_keep_what_their_pages_say():
    note = tombstone_note("Out of\tscope", "A | B", "Li, 2020")
    ledger = Ledger(
        (
            Entry("paper", "a", "a2020", "2026.11", State.TOMBSTONE, note=note),
            Entry("tag", "old", "old", state=State.TOMBSTONE, note=tombstone_note("Too wide")),
        )
    )
    assert Ledger.parse(ledger.render()).tombstones() == (
        Tombstone("paper", "a", "a2020", "Out of scope", "A / B", "Li, 2020", "2026.11"),
        Tombstone("tag", "old", "old", "Too wide"),
    )


MINTED = (
    # (wanted, alternatives, id beside the ids in ROWS)
    ("BLIP-2", (), "blip-2"),
    ("MMICL", (), "mmicl-2"),
    ("MMICL", ("mmicl 2023", "mmicl empowering"), "mmicl-2023"),
    ("mmicl-preprint", (), "mmicl-preprint-2"),
    ("Withdrawn one", (), "withdrawn-one-2"),
    ("Index", (), "index-paper"),
    ("🎉", (), "paper-614629"),
    ("../../etc/passwd", (), "etc-passwd"),
    ("x" * 300, (), "x" * 60),
)


@pytest.mark.parametrize(("wanted", "alternatives", "id"), MINTED)
def test_a_new_paper_gets_the_best_id_that_nothing_ever_had(wanted, alternatives, id):
    ledger, minted = mint(Ledger(ROWS), "paper", "new2024key", wanted, "2026.11", alternatives)
    assert minted == id
    assert ledger.entry("paper", id) == Entry("paper", id, "new2024key", "2026.11")


def test_what_has_an_id_keeps_it():
    ledger = Ledger(ROWS)
    assert mint(ledger, "paper", "zhao2023mmicl", "Another name") == (ledger, "mmicl")
    assert mint(ledger, "paper", "zhao2023mmiclb", "Another name") == (ledger, "mmicl")


def test_an_entry_of_a_bulk_file_keeps_its_id_while_one_of_its_origin_keys_stays():
    ledger, first = mint(Ledger(), "paper", "li2020one", "One", source="papers.bib#li doi:10.1/wrong")
    ledger, second = mint(ledger, "paper", "li2021one", "One", source="refs.bib#li doi:10.1/wrong")
    ledger, third = mint(ledger, "paper", "li2021uno", "Uno", source="refs.bib#li doi:10.1/right")
    assert (first, second, third) == ("one", "one", "one")
    assert ledger.entries() == (
        Entry("paper", "one", "li2020one", source="papers.bib#li doi:10.1/wrong refs.bib#li doi:10.1/right"),
    )


def test_a_facet_value_that_comes_back_comes_back_to_its_address():
    gone = Ledger((Entry("year", "2019", "2019", "2026.1", State.TOMBSTONE, note="none left"),))
    assert mint_values(gone, "year", ["2019"]) == Ledger((Entry("year", "2019", "2019", "2026.1"),))


def test_a_facet_value_that_led_to_one_that_is_gone_comes_back_as_itself():
    old, new = Entry("venue", "old", "Old"), Entry("venue", "new", "New", state=State.TOMBSTONE)
    grown = mint_values(Ledger((replace(old, state=State.REDIRECT, target="new"), new)), "venue", ["Old"])
    assert Ledger.parse(grown.render()) == Ledger((old, new))


def test_names_merged_in_the_ledger_share_one_slug():
    rows = (
        Entry("author", "j-smith", "J. Smith", state=State.REDIRECT, target="jon-smith"),
        Entry("author", "jon-smith", "Jon Smith"),
    )
    ledger = mint_values(Ledger(rows), "author", ["J. Smith", "Jon Smith"])
    assert ledger == Ledger(rows)
    assert ledger.slugs() == {("author", "J. Smith"): "jon-smith", ("author", "Jon Smith"): "jon-smith"}


def test_values_get_the_same_slugs_in_any_order():
    names = ["C", "C++", "C#", "c", "Zoë", "Zoe", "张伟", "🎉"]
    ledger = mint_values(Ledger(), "author", names)
    assert ledger == mint_values(Ledger(), "author", names[::-1])
    assert {entry.name: entry.id for entry in ledger.entries()} == {
        "C": "c",
        "C#": "csharp",
        "C++": "cpp",
        "c": "c-2",
        "Zoe": "zoe",
        "Zoë": "zoe-2",
        "张伟": "zhang-wei",
        "🎉": "author-614629",
    }


def test_thousands_of_papers_that_want_one_id_are_numbered_in_order():
    ledger, ids = Ledger(), []
    for number in range(3000):
        ledger, id = mint(ledger, "paper", f"key{number}", "Introduction")
        ids.append(id)
    assert ids == ["introduction", *(f"introduction-{number}" for number in range(2, 3001))]


def test_names_taken_ignores_the_case_of_citation_keys():
    taken = Ledger(ROWS).names_taken("paper")
    assert "ZHAO2023mmicl" in taken
    assert "li2020one" in taken, "the key of a withdrawn paper is not given to another"
    assert "Haozhe Zhao" not in taken
    assert list(taken) == ["li2020one", "waytowich2024atarigpt", "zhao2023mmicl", "zhao2023mmiclb"]
    assert len(taken) == 4


def test_origin_keys_are_joined_once_each_and_without_spaces():
    assert join_sources(["my papers.bib#a b", "doi:10.1/x", "", "doi:10.1/x"]) == "my_papers.bib#a_b doi:10.1/x"


# -- slugs

SLUGS = (
    # (text, slug)
    ("Vidéo – QA", "video-qa"),
    ("MMICL", "mmicl"),
    ("Atari-GPT", "atari-gpt"),
    ("4M-21", "4m-21"),
    ("GPT-4.5", "gpt-4-5"),
    ("C", "c"),
    ("C++", "cpp"),
    ("C#", "csharp"),
    ("F#", "fsharp"),
    (".NET", "dotnet"),
    ("ASP.NET", "asp-net"),
    ("C/C++/C#", "c-cpp-csharp"),
    ("A*", "a-star"),
    ("LLaVA+", "llava-plus"),
    ("Vision & Language", "vision-and-language"),
    ("don’t", "dont"),
    ("l’image d'or", "l-image-d-or"),
    ("视频问答", "shi-pin-wen-da"),
    ("한국어", "hangugeo"),
    ("مرحبا", "mrhb"),
    ("Müller-Łódź", "muller-lodz"),
    ("&lt;script&gt;", "lt-script-gt"),
    ("Search", "search-tag"),
    ("con", "con-tag"),
    ("", "tag-e3b0c4"),
    ("🎉", "tag-614629"),
    ("🔥", "tag-ed8d83"),
    ("---", "tag-cb3f91"),
)


@pytest.mark.parametrize(("text", "slug"), SLUGS)
def test_slugify_id(text, slug):
    assert slugify_id(text, "tag") == slug


def test_long_texts_are_cut_at_a_word():
    text = "Explainable multimodal emotion reasoning with large language models"
    assert slugify_id(text, "paper") == "explainable-multimodal-emotion-reasoning-with-large-language"


@given(st.text(), st.sampled_from(("paper", "tag", "author", "")))
def test_a_slug_is_always_an_id_and_its_own_slug(text, fallback):
    slug = slugify_id(text, fallback)
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= MAX_ID
    assert slug not in RESERVED
    assert id_fault(slug) == ""
    assert slugify_id(slug, fallback) == slug


WISHES = (
    # (short, title, year, wishes)
    (
        "MMICL",
        "MMICL: Empowering Vision-language Model with Multi-Modal In-Context Learning",
        2023,
        (
            "mmicl",
            "mmicl-2023",
            "mmicl-empowering-vision-language-model-with-multi-modal",
            "mmicl-empowering-vision-language-model-with-multi",
            "mmicl-empowering-vision-language-model-with-multi-2023",
        ),
    ),
    ("", "Wings: Learning", None, ("wings", "wings-learning")),
    (
        "",
        "A Survey on Multimodal Large Language Models",
        2023,
        ("survey-on-multimodal-large-language-models", "survey-on-multimodal-large-language-models-2023"),
    ),
    ("", "How far are we from AGI: a question", None, ("how-far-are-we-from-agi-a-question",)),
    ("", "视频", None, ("shi-pin",)),
    ("", "", None, ("paper-e3b0c4",)),
)


@pytest.mark.parametrize(("short", "title", "year", "wishes"), WISHES)
def test_wishes_of_a_paper(short, title, year, wishes):
    assert tuple(paper_id_wishes(short, title, year)) == wishes


# -- properties of the table

cell = st.text(st.characters(), max_size=20)
ids = st.from_regex("[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True).filter(lambda id: not id_fault(id))


@given(st.dictionaries(st.tuples(st.sampled_from(KINDS), ids), st.tuples(cell, cell, cell), max_size=8))
def test_any_ledger_is_read_as_it_was_written(rows):
    entries = [
        Entry(kind, id, f"n{number} {name}", edition, State.TOMBSTONE, note=note)
        for number, ((kind, id), (name, edition, note)) in enumerate(rows.items())
    ]
    text = Ledger(entries).render()
    assert Ledger.parse(text).render() == text
    assert all(len(line.split("\t")) == len(COLUMNS) for line in text.splitlines()[1:])


rows_ = st.lists(
    st.builds(Entry, st.sampled_from(KINDS), ids, cell.map("n{}".format), cell, st.just(State.TOMBSTONE), note=cell),
    max_size=8,
)


@given(rows_, st.lists(rows_, max_size=3))
def test_a_ledger_that_grew_is_written_as_one_of_all_its_rows(rows, more):
    grown = Ledger.parse(Ledger(rows).render())
    grown.in_form = True
    held = {entry.key: entry for entry in grown.entries()}
    for some in more:
        grown = grown.with_entries(*some)
        held |= {entry.key: entry for entry in some}
        assert grown.render() == Ledger(held.values()).render()
        assert grown.text_of(("author", "paper")) == "".join(
            line + "\n"
            for kind in ("author", "paper")
            for line in grown.render().split("\n")
            if line.startswith(f"{kind}\t")
        )


@given(st.lists(st.tuples(st.integers(0, 20), st.integers()), max_size=60))
def test_layers_hold_what_a_dict_holds(items):
    layers: Layers[int, int] = Layers()
    for key, value in items:
        before, layers = layers, layers.with_items({key: value})
        assert value in layers.beside(before)
    assert not layers.beside(layers)
    assert dict(layers) == dict(items)
    assert len(layers) == len(dict(items))
    assert (99 in layers) is False
    assert bool(layers) is bool(items)


def test_whether_layers_hold_anything_is_told_without_counting():
    class Uncounted(Layers[str, int]):
        def __iter__(self):
            raise AssertionError("the items were counted")

    assert Uncounted({"a": 1})
    assert not Uncounted()


@given(st.text(st.sampled_from("aZ09 ,-_'&;:.#\n\t\"é视"), max_size=12), st.sampled_from(("-", "")))
def test_words_are_joined_as_python_slugify_joins_them(text, separator):
    assert joined_words(text, separator) == slugify(
        text, separator=separator, entities=False, decimal=False, hexadecimal=False
    )


def test_a_ledger_that_grew_finds_what_was_read_before_anybody_asked():
    read = Ledger.parse(Ledger((Entry("paper", "a", "smith2020a", source="doi:1"),)).render())
    grown = read.with_entries(Entry("paper", "b", "smith2020b", source="doi:2"))
    assert [grown.id_named("paper", name) for name in ("smith2020a", "smith2020b")] == ["a", "b"]
    assert [grown.id_of_source(key) for key in ("doi:1", "doi:2")] == ["a", "b"]
    assert [grown.is_new("paper", id) for id in ("a", "b")] == [False, True]
    assert [grown.origin("paper", id).line for id in ("a", "b")] == [3, 0]


def test_an_id_does_not_hang_on_what_else_is_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "unidecode", SimpleNamespace(unidecode=lambda _text: "something else"))
    assert slugify_id("视频理解", "paper") == "shi-pin-li-jie"
