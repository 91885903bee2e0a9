"""The data of hover cards and reading list: each paper in its hash's file, its entries those of its own files."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from litatlas.cards import card_files
from litatlas.cards import files as card_modules
from litatlas.cards.files import ABSTRACT, RECENT, recent_ids
from litatlas.cards.keys import known_as, title_key
from litatlas.citation import FORMATS
from litatlas.exports import Entries
from litatlas.exports.addresses import OF_A_LIST, export_path
from litatlas.exports.entries import TAKEN
from litatlas.identity.permalink import Entry, State
from litatlas.incremental.keyed_files import KeyedFiles
from litatlas.library.buckets import files_for, hashes
from litatlas.model import Status, StatusNote
from litatlas.pages import Survey
from litatlas.related import Relations
from litatlas.store.stage_cache import StageCache
from litatlas.themes import Themes
from small_surveys import Folder, numbered_papers, paper, survey_of
from toy import toy_site, toy_survey

HASHES = (
    # (key, FNV-1a of 32 bits as its authors publish it)
    ("", 0x811C9DC5),
    ("a", 0xE40C292C),
    ("foobar", 0xBF9CF968),
)


def called(text: str) -> tuple[str, int | str, Any]:
    found = re.fullmatch(r'litatlas\.data\("([\w-]+)",("?\w+"?),(.*)\);\n', text, re.DOTALL)
    assert found, text[:80]
    return found[1], json.loads(found[2]), json.loads(found[3])


def cards(survey: Survey) -> Iterator[tuple[str, str]]:
    return card_files(survey, Entries(survey.library, survey.settings))


@cache
def files() -> dict[str, Any]:
    """Give the values of the toy survey's files by path; what each calls fits its path."""
    values = {}
    for path, text in cards(toy_survey()[0]):
        kind, key, value = called(text)
        expected = (
            re.sub(r"^cards/(\w+)/(\d+)\.js$", r"cards-\1 \2", path).replace("cards/", "cards ").replace(".js", "")
        )
        assert f"{kind} {key}" == expected
        values[path] = value
    return values


def hashed(key: str) -> int:
    """The hash as its authors write it: byte by byte."""
    value = 2166136261
    for byte in key.encode("utf-8"):
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def find(kind: str, key: str) -> Any:
    """Look a key up as the client does."""
    return files()[f"cards/{kind}/{hashed(key) % files()['cards/manifest.js']['files'][kind]}.js"].get(key)


@pytest.mark.parametrize(("key", "value"), HASHES)
def test_the_hash_is_fnv_1a(key, value):
    assert hashed(key) == value
    assert hashes([key]).tolist() == [value]


def test_all_keys_at_once_have_the_hashes_of_single_ones():
    keys = ["", "mmicl", "é", "视频" * 30, "a" * 300, "title:x"]
    assert hashes(keys).tolist() == [hashed(key) for key in keys]
    assert hashes([]).tolist() == []


def test_one_more_paper_moves_others_only_where_the_number_of_files_doubles():
    assert [files_for(papers, 8) for papers in (0, 1, 8, 9, 16, 17, 5000)] == [1, 1, 1, 2, 2, 4, 1024]


def test_every_paper_has_a_card_and_the_entries_of_its_own_files():
    survey, site = toy_survey()[0], toy_site()[0]
    for one in survey.library:
        assert find("papers", one.id)["title"]
        texts = find("exports", one.id)
        abstract = texts.pop("abstract", "")
        texts.pop("references", None)
        entries = {key: text.replace(ABSTRACT, abstract) for key, text in texts.items()}
        assert sorted(entries) == sorted(TAKEN)
        for key in OF_A_LIST:
            written = site[f"docs/{export_path('papers', one.id, key)}"]
            assert FORMATS[key].joined([entries[key].encode()]).decode() == written


def test_a_card_says_what_a_reader_asks_first():
    one = paper("mmicl", short="MMICL", abstract="Images matter. We propose MMICL, a fast one.")
    found = survey_of([one])
    (card,) = (called(text)[2]["mmicl"] for path, text in cards(found) if path == "cards/papers/0.js")
    assert card == {
        "title": "On mmicl",
        "name": "MMICL",
        "by": "Ann Smith",
        "year": 2024,
        "text": "We propose MMICL, a fast one.",
        "date": [2024, 5, 32],
    }


def test_a_retracted_paper_says_so_on_its_card():
    one = paper("gone", status=StatusNote(Status.RETRACTED))
    (card,) = (called(text)[2]["gone"] for path, text in cards(survey_of([one])) if path == "cards/papers/0.js")
    assert card["status"] == "Retracted"


def test_a_paper_is_known_by_its_identifiers_its_title_and_the_ids_it_had():
    one = paper("mmicl", title="MMICL: Empowering Models", identifiers=(("doi", "10.1/X"), ("arxiv", "2309.07915")))
    moved = Entry("paper", "old", "smith2023old", state=State.REDIRECT, target="mmicl")
    assert known_as(survey_of([one], rows=[moved])) == {
        "key:smith2024mmicl": "mmicl",
        "doi:10.1/x": "mmicl",
        "arxiv:2309.07915": "mmicl",
        "title:mmiclempoweringmodels": "mmicl",
        "id:old": "mmicl",
        "key:smith2023old": "mmicl",
    }


def test_a_title_of_two_papers_names_neither():
    both = [paper("one", title="A Survey of Everything"), paper("two", title="A survey of everything.")]
    assert [key for key in known_as(survey_of(both)) if key.startswith("title:")] == []


def test_a_short_title_names_no_paper():
    assert title_key("CLIP!") == "clip"
    assert "title:clip" not in known_as(survey_of([paper("clip", title="CLIP!")]))


def test_the_papers_that_were_added_last_come_first_and_no_more_than_a_browser_remembers():
    many = survey_of(numbered_papers(RECENT + 20))
    ids = recent_ids(many)
    assert ids == [f"paper-{n:04d}" for n in range(RECENT + 19, 19, -1)]
    recent = next(called(text)[2] for path, text in cards(many) if path == "cards/recent.js")
    assert recent == {"ids": ids, "all": False}


def test_no_file_grows_with_the_survey():
    def largest(papers: int) -> dict[str, int]:
        sizes: dict[str, int] = {}
        for path, text in cards(survey_of(numbered_papers(papers, abstract="We propose a thing. " * 70))):
            kind = path.rpartition("/")[0]
            sizes[kind] = max(sizes.get(kind, 0), len(text.encode()))
        return sizes

    small, large = largest(500), largest(4000)
    assert all(size < 100_000 for size in large.values())
    assert all(large[kind] < 2.5 * small[kind] for kind in small)


def test_the_same_survey_gives_the_same_files_in_any_order():
    papers = numbered_papers(60)
    assert list(cards(survey_of(papers))) == list(cards(survey_of(papers[::-1])))


def test_what_is_remembered_of_a_card_follows_the_theme_and_the_related_papers(tmp_path):
    survey = toy_survey()[0]
    entries = Entries(survey.library, survey.settings)
    lonely = replace(survey, relations=Relations())
    unnamed = replace(survey, themes=Themes())
    for edited in (survey, lonely, unnamed, survey):
        memo = StageCache(tmp_path, "1")
        assert list(card_files(edited, entries, memo)) == list(card_files(edited, entries))
        memo.save()
    assert list(card_files(lonely, entries)) != list(card_files(survey, entries)) != list(card_files(unnamed, entries))


def test_cards_of_papers_that_stay_are_taken_from_the_files_that_stand_there(tmp_path, monkeypatch):
    papers, written, folder = numbered_papers(60), list[str](), Folder()
    real = card_modules.write_cards
    monkeypatch.setattr(
        card_modules, "write_cards", lambda some: written.extend(one.paper.id for one in some) or real(some)
    )
    changed = [*papers[:5], replace(papers[5], abstract="Other\u2028 words, \x85 and more."), *papers[6:]]
    for some, new in ((papers, {one.id for one in papers}), (changed, {papers[5].id}), (changed[1:], set())):
        memo, survey = StageCache(tmp_path, "1"), survey_of(some)
        entries = Entries(survey.library, survey.settings, memo)
        written.clear()
        folder = folder.after(dict(card_files(survey, entries, memo, kept=KeyedFiles(memo, folder))))
        assert set(written) == new
        memo.save()
        assert folder == Folder().after(dict(card_files(survey, entries)))
