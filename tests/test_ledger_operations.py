"""Rename, merge, withdraw: every address ever published still leads somewhere, and no text of a person is lost."""

import pytest

from litatlas.identity.ledger_operations import merge, parse_address, rename, withdraw
from litatlas.identity.permalink import Entry, Ledger, State, mint
from litatlas.identity.record_files import holds_one_record, record_path, with_id, with_tag_slug
from litatlas.problems import LedgerError

PREPRINT = Entry("paper", "mmicl-preprint", "zhao2023mmiclb", "2026.11")
MMICL = Entry("paper", "mmicl", "zhao2023mmicl", "2026.11")
OLDEST = Entry("paper", "mm-icl", "zhao2023mmiclc", state=State.REDIRECT, target="mmicl-preprint")
BULK = Entry("paper", "blip-2", "li2023blip2", source="papers.bib#li doi:10.1/blip")
GONE = Entry("paper", "gone", "li2020gone", state=State.TOMBSTONE, note="Out of scope")
SMITH = Entry("author", "jon-smith", "Jon Smith")
TYPO = Entry("author", "jhon-smith", "Jhon Smith")
VQA = Entry("tag", "vqa", "vqa")

LEDGER = Ledger.parse(Ledger((PREPRINT, MMICL, OLDEST, BULK, GONE, SMITH, TYPO, VQA)).render())

FILES = {
    "records/mmicl.yml": "# ours\nid: mmicl  # for ever\ntitle: 'MMICL: Empowering'\n",
    "records/mmicl-preprint.yml": "title: MMICL\nid: mmicl-preprint\nabstract: Long.\n",
    "notes/mmicl.md": "Read it.\n",
    "notes/mmicl-preprint.md": "# Old\n\nRead it too.\n",
    "vocabulary.yml": "tags:\n  - slug: vqa # short\n  - slug: vqa-3d\n    parent: 'vqa'\n    phrases: [vqa]\n",
}


def fill(stays: str, goes: str) -> str:
    """Stand for `record_yaml.fill_from`."""
    return stays + goes.split("\n")[-2] + "\n"


def redirected(entry: Entry, target: str) -> Entry:
    return Entry(entry.kind, entry.id, entry.name, entry.edition, State.REDIRECT, target)


ADDRESSES = (
    # (as written, kind, id)
    ("mmicl", "paper", "mmicl"),
    ("paper/mmicl", "paper", "mmicl"),
    ("papers/MMICL/", "paper", "mmicl"),
    ("author/jon-smith", "author", "jon-smith"),
    ("/tags/vqa/", "tag", "vqa"),
)


@pytest.mark.parametrize(("text", "kind", "id"), ADDRESSES)
def test_addresses_are_taken_as_people_write_them(text, kind, id):
    assert parse_address(text) == (kind, id)


# -- rename


def test_a_renamed_paper_keeps_its_citation_key_and_its_old_address_redirects():
    outcome = rename("mmicl", "multimodal-icl", LEDGER, FILES)
    new = Entry("paper", "multimodal-icl", "zhao2023mmicl", "2026.11")
    assert outcome.ledger == LEDGER.with_entries(redirected(MMICL, "multimodal-icl"), new)
    assert outcome.files == {
        "notes/mmicl.md": None,
        "notes/multimodal-icl.md": "Read it.\n",
        "permalinks.tsv": outcome.ledger.render(),
        "records/mmicl.yml": None,
        "records/multimodal-icl.yml": "# ours\nid: multimodal-icl  # for ever\ntitle: 'MMICL: Empowering'\n",
    }
    assert outcome.done == (
        "papers/mmicl/ redirects to papers/multimodal-icl/",
        "its citation key stays zhao2023mmicl",
        "records/mmicl.yml is now records/multimodal-icl.yml",
        "notes/mmicl.md is now notes/multimodal-icl.md",
    )
    assert Ledger.parse(outcome.ledger.render()) == outcome.ledger


def test_earlier_redirects_lead_to_the_newest_address_in_one_step():
    outcome = rename("mmicl-preprint", "mmicl-1", LEDGER, {})
    assert outcome.ledger.entry("paper", "mm-icl") == redirected(Entry("paper", "mm-icl", "zhao2023mmiclc"), "mmicl-1")


def test_a_rename_can_be_undone():
    there = rename("mmicl", "multimodal-icl", LEDGER, FILES)
    back = rename("multimodal-icl", "mmicl", there.ledger, {})
    assert back.ledger.entry("paper", "mmicl") == MMICL
    assert back.ledger.resolve("paper", "multimodal-icl") == MMICL
    assert Ledger.parse(back.ledger.render()) == back.ledger


def test_a_renamed_entry_of_a_bulk_file_is_found_at_its_new_address():
    outcome = rename("blip-2", "blip2", LEDGER, FILES)
    assert outcome.ledger.id_of_source("papers.bib#li") == "blip2"
    assert outcome.ledger.entry("paper", "blip2") == Entry("paper", "blip2", "li2023blip2", source=BULK.source)
    assert list(outcome.files) == ["permalinks.tsv"]


def test_an_id_that_was_changed_by_hand_is_settled_by_rename():
    """The record says another id; the build has minted a row for it, and refuses to go on."""
    files = {"records/mmicl.yml": "id: mm-icl-2\ntitle: MMICL\n"}
    grown, id = mint(LEDGER, "paper", "zhao2023mmiclempowering", "mm-icl-2")
    outcome = rename("mmicl", id, grown, files)
    assert outcome.ledger.entry("paper", "mm-icl-2") == Entry("paper", "mm-icl-2", "zhao2023mmicl", "2026.11")
    assert outcome.files == {
        "records/mmicl.yml": None,
        "records/mm-icl-2.yml": "id: mm-icl-2\ntitle: MMICL\n",
        "permalinks.tsv": outcome.ledger.render(),
    }


def test_a_record_is_never_moved_onto_another_file():
    files = {**FILES, "records/new.yml": "id: something-else\n"}
    outcome = rename("mmicl", "new", LEDGER, files)
    assert "records/new.yml" not in outcome.files
    assert outcome.files["records/mmicl.yml"] == "# ours\nid: new  # for ever\ntitle: 'MMICL: Empowering'\n"


def test_a_renamed_tag_is_renamed_in_the_vocabulary():
    outcome = rename("tag/vqa", "visual-qa", LEDGER, FILES)
    assert outcome.ledger.entry("tag", "visual-qa") == Entry("tag", "visual-qa", "visual-qa")
    assert outcome.files["vocabulary.yml"] == (
        "tags:\n  - slug: visual-qa # short\n  - slug: vqa-3d\n    parent: 'visual-qa'\n    phrases: [vqa]\n"
    )
    assert outcome.done == (
        "tags/vqa/ redirects to tags/visual-qa/",
        "vocabulary.yml has the slug visual-qa",
        "change tag 'vqa' to 'visual-qa' in records that name it",
    )


def test_a_renamed_author_keeps_the_name_that_owns_the_page():
    outcome = rename("author/jon-smith", "jon-smith-mit", LEDGER, {})
    assert outcome.ledger.id_named("author", "Jon Smith") == "jon-smith-mit"


REFUSED_RENAMES = (
    # (old, new, whole message)
    ("mmcl", "x", "permalinks.tsv has no paper 'mmcl'; nothing was changed; did you mean 'mmicl'?"),
    ("zzz", "x", "permalinks.tsv has no paper 'zzz'; nothing was changed; look it up in the address of its page"),
    ("mmicl", "mmicl", "both sides are paper 'mmicl'; nothing was changed; name two ids"),
    (
        "mmicl",
        "../x",
        "'../x' is not an address; write the id of a paper, or KIND/ID with one of paper, tag, theme, author, venue, "
        "year, status",
    ),
    (
        "mmicl",
        "con",
        "id 'con' cannot be an address; nothing was changed; this name is reserved",
    ),
    (
        "mmicl",
        "blip-2",
        "paper 'blip-2' is taken by 'li2023blip2' (live, permalinks.tsv:3); nothing was changed; choose another id, "
        "or run "
        "'litatlas merge mmicl blip-2' if both are one",
    ),
    (
        "mmicl",
        "gone",
        "paper 'gone' is taken by 'li2020gone' (tombstone, permalinks.tsv:4); nothing was changed; choose another id",
    ),
    (
        "mm-icl",
        "x",
        "permalinks.tsv:5: paper 'mm-icl' is a redirect already; nothing was changed; use 'mmicl-preprint', to which "
        "it leads",
    ),
    (
        "gone",
        "x",
        "permalinks.tsv:4: paper 'gone' was withdrawn; nothing was changed; set its state to live in that line, and "
        "put its "
        "record back, to have it again",
    ),
    (
        "mmicl",
        "tag/x",
        "paper 'mmicl' and tag 'x' are not of one kind; nothing was changed; name two of one kind",
    ),
)


@pytest.mark.parametrize(("old", "new", "message"), REFUSED_RENAMES)
def test_a_rename_that_would_break_an_address_is_refused(old, new, message):
    with pytest.raises(LedgerError) as caught:
        rename(old, new, LEDGER, FILES)
    assert str(caught.value) == message


# -- merge


def test_a_merge_redirects_fills_and_appends():
    outcome = merge("mmicl-preprint", "mmicl", LEDGER, FILES, fill)
    assert outcome.ledger == LEDGER.with_entries(
        redirected(PREPRINT, "mmicl"), redirected(Entry("paper", "mm-icl", "zhao2023mmiclc"), "mmicl")
    )
    assert outcome.files == {
        "notes/mmicl-preprint.md": None,
        "notes/mmicl.md": "Read it.\n\n## From the notes on mmicl-preprint\n\n# Old\n\nRead it too.\n",
        "permalinks.tsv": outcome.ledger.render(),
        "records/mmicl-preprint.yml": None,
        "records/mmicl.yml": "# ours\nid: mmicl  # for ever\ntitle: 'MMICL: Empowering'\nabstract: Long.\n",
    }
    assert outcome.done == (
        "paper 'mmicl-preprint' (zhao2023mmiclb) is part of 'mmicl' (zhao2023mmicl): papers/mmicl-preprint/ "
        "redirects to "
        "papers/mmicl/",
        "records/mmicl-preprint.yml is deleted; it filled what records/mmicl.yml did not say",
        "notes/mmicl-preprint.md is at the end of notes/mmicl.md",
    )


def test_a_merged_entry_of_a_bulk_file_is_found_at_the_paper_that_is_left():
    outcome = merge("blip-2", "mmicl", LEDGER, FILES, fill)
    assert outcome.ledger.id_of_source("doi:10.1/blip") == "mmicl"
    assert Ledger.parse(outcome.ledger.render()) == outcome.ledger


def test_a_record_merged_into_an_entry_of_a_bulk_file_becomes_its_record():
    outcome = merge("mmicl", "blip-2", LEDGER, FILES, fill)
    assert outcome.files["records/mmicl.yml"] is None
    assert outcome.files["records/blip-2.yml"] == "# ours\nid: blip-2  # for ever\ntitle: 'MMICL: Empowering'\n"
    assert outcome.files["notes/blip-2.md"] == "Read it.\n"


def test_a_merge_into_a_paper_never_published_keeps_the_key_that_people_cite():
    grown, id = mint(LEDGER, "paper", "zhao2023mmiclempowering", "fresh")
    outcome = merge("mmicl", id, grown, {}, fill)
    assert outcome.ledger.entry("paper", "fresh") == Entry("paper", "fresh", "zhao2023mmicl", "2026.11")


def test_both_spellings_of_a_merged_author_lead_to_one_page():
    outcome = merge("author/jhon-smith", "author/jon-smith", LEDGER, FILES, fill)
    assert outcome.ledger.slugs()[("author", "Jhon Smith")] == "jon-smith"
    assert outcome.ledger.slugs()[("author", "Jon Smith")] == "jon-smith"
    assert list(outcome.files) == ["permalinks.tsv"]


def test_records_in_a_file_of_several_are_left_to_a_person():
    files = {"records/all.yml": "- title: One\n  id: mmicl\n- id: mmicl-preprint\n  title: Two\n"}
    outcome = merge("mmicl-preprint", "mmicl", LEDGER, files, fill)
    assert list(outcome.files) == ["permalinks.tsv"]
    assert outcome.done[1:] == (
        "records/all.yml holds several records: put what 'mmicl-preprint' says (records/all.yml) into 'mmicl' "
        "(records/all.yml) and take its record out",
    )
    renamed = rename("mmicl-preprint", "two", LEDGER, files)
    assert renamed.files["records/all.yml"] == "- title: One\n  id: mmicl\n- id: two\n  title: Two\n"
    withdrawn = withdraw("mmicl", "Reason", LEDGER, files)
    assert list(withdrawn.files) == ["permalinks.tsv"]
    assert withdrawn.done[1:] == ("records/all.yml holds several records: take that of 'mmicl' out",)


# -- withdraw


def test_a_withdrawn_paper_leaves_a_tombstone_that_says_what_stood_there():
    outcome = withdraw("mmicl-preprint", "Out of scope", LEDGER, FILES, "MMICL", "Zhao et al., 2023")
    tombstones = {stone.id: stone for stone in outcome.ledger.tombstones()}
    assert set(tombstones) == {"gone", "mm-icl", "mmicl-preprint"}, "what redirected to it is a tombstone too"
    stone = tombstones["mmicl-preprint"]
    assert (stone.reason, stone.title, stone.byline) == ("Out of scope", "MMICL", "Zhao et al., 2023")
    assert stone.edition == "2026.11"
    assert outcome.files == {
        "permalinks.tsv": outcome.ledger.render(),
        "records/mmicl-preprint.yml": None,
    }
    assert outcome.done == (
        "papers/mmicl-preprint/ says that it was withdrawn, and why",
        "papers/mm-icl/, which led to it, says so too",
        "records/mmicl-preprint.yml is deleted",
        "notes/mmicl-preprint.md stays; delete it if it is of no more use",
    )


def test_a_withdrawn_entry_of_a_bulk_file_cannot_come_back_under_a_new_address():
    outcome = withdraw("blip-2", "Out of scope", LEDGER, FILES)
    assert mint(outcome.ledger, "paper", "li2023blip", "BLIP-2", source="papers.bib#li")[1] == "blip-2"
    assert outcome.done[1] == "take its entry (papers.bib#li) out of the bulk file; until then it is left out"


def test_a_withdrawal_needs_a_reason():
    with pytest.raises(LedgerError) as caught:
        withdraw("mmicl", " ", LEDGER, FILES)
    assert str(caught.value) == (
        "paper 'mmicl' needs a reason to be withdrawn; nothing was changed; give one for its readers: --reason TEXT"
    )


# -- files

ONE_RECORD = (
    # (text, whether it is one record)
    ("id: a\ntitle: A\n", True),
    ("# comment\n---\nid: a\ntags:\n- x\n- y\n", True),
    ("- id: a\n- id: b\n", False),
    ("# list\n\n- id: a\n", False),
    ("id: a\n---\nid: b\n", False),
    ("", False),
)


@pytest.mark.parametrize(("text", "is_one"), ONE_RECORD)
def test_files_of_one_record_are_told_from_lists(text, is_one):
    assert holds_one_record(text) is is_one


IDS = (
    # (text, with its id changed from a to b)
    ("id: a\r\ntitle: x\r\n", "id: b\r\ntitle: x\r\n"),
    ("id: 'a' # keep\n", "id: 'b' # keep\n"),
    ('title: "id: a"\nid: "a"\n', 'title: "id: a"\nid: "b"\n'),
    ("id: aa\n", "id: aa\n"),
    ("title: x\n", "id: b\ntitle: x\n"),
    ("---\ntitle: x\n", "---\nid: b\ntitle: x\n"),
)


@pytest.mark.parametrize(("text", "changed"), IDS)
def test_an_id_is_changed_and_nothing_else(text, changed):
    assert with_id(text, "a", "b") == changed


def test_what_a_record_says_counts_more_than_the_name_of_its_file():
    files = {
        "records/a.yml": "id: b\n",
        "records/z.yaml": "id: a\n",
        "notes/a.md": "id: a\n",
        "records/c.yml": "title: C\n",
    }
    assert record_path(files, "a") == "records/z.yaml"
    assert record_path(files, "b") == "records/a.yml"
    assert record_path(files, "c") == "records/c.yml"
    assert record_path(files, "d") == ""


def test_a_slug_is_changed_only_as_a_whole_word():
    assert with_tag_slug("- slug: vqa-3d\n- slug: vqa\n", "vqa", "x") == "- slug: vqa-3d\n- slug: x\n"
