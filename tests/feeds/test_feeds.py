"""Feeds that any reader takes: valid, whole, in order, dated by the records."""

import json
import re

import feedparser
import pytest
from msgspec.structs import replace

from atom_rules import HISTORY, breaches
from litatlas.exports import ExportPlan
from litatlas.facets import FACETS
from litatlas.feeds import feed_files
from litatlas.feeds.written import write_entries
from litatlas.identity.permalink import Entry, State
from litatlas.model import Author, PartialDate, Status, StatusNote, Tagging
from litatlas.settings import Editor, Settings
from litatlas.store.stage_cache import StageCache
from small_surveys import SETTINGS, numbered_papers, paper, survey_of
from toy import toy_survey


def feeds(survey):
    files = list(feed_files(survey))
    assert len({path for path, _, _ in files}) == len(files)
    return {path: text for path, _, text in files}


def documents(found, path):
    """Give the documents of a feed as a reader follows them, the newest first."""
    while path:
        text = found[path]
        yield text
        following = re.search(
            r'<link rel="next" type="application/atom\+xml" href="https://survey.example/p/(.*)"', text
        )
        path = following and following[1]


def ids(text):
    return [entry.id for entry in feedparser.parse(text.encode("utf-8")).entries]


TOY = feeds(toy_survey()[0])
LONG = feeds(survey_of(numbered_papers(260)))


@pytest.mark.parametrize("path", sorted(path for path in TOY if path.endswith(".xml")))
def test_every_feed_of_the_toy_survey_is_valid_and_parses(path):
    assert breaches(TOY[path]) == []
    parsed = feedparser.parse(TOY[path].encode("utf-8"))
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    assert not re.search(r"<(?:script|style)|[\x00-\x08\x0b\x0c\x0e-\x1f]", TOY[path])


def test_every_list_has_a_feed_of_its_papers():
    survey = toy_survey()[0]
    for facet in FACETS:
        for slug, listing in survey.library.listings[facet.key].items():
            parsed = feedparser.parse(TOY[f"{facet.folder}/{slug}.xml"].encode("utf-8"))
            assert parsed.feed.title == f"{listing.name} – Toys & Co."
            assert parsed.feed.link == f"https://toys.example/survey/{facet.folder}/{slug}/"
            assert sorted(entry.link.split("/")[-2] for entry in parsed.entries) == sorted(p.id for p in listing.papers)


def test_an_entry_says_what_a_reader_needs():
    survey = survey_of(
        [
            paper(
                "mmicl",
                title="MMICL: $O(n^2)$ & <more>",
                abstract="We propose MMICL.\n\nIt is $x$ new.",
                authors=(Author("Zhao", "Haozhe"), Author(literal="The <b>Group</b>")),
                identifiers=(("arxiv", "2309.07915"),),
                added="2026-11-22",
            )
        ]
    )
    text = feeds(survey)["feed.xml"]
    assert breaches(text) == []
    entry = feedparser.parse(text.encode("utf-8")).entries[0]
    assert (entry.id, entry.link) == ("https://survey.example/p/papers/mmicl/",) * 2
    assert text.count("<title>MMICL: O(n^2) &amp; &lt;more&gt;</title>") == 1
    assert entry.summary == "We propose MMICL. It is x new."
    assert [author.name for author in entry.authors] == ["Haozhe Zhao", "The <b>Group</b>"]
    assert (entry.published, entry.updated) == ("2026-11-22T00:00:00Z",) * 2
    assert [link.href for link in entry.links] == [entry.link, "https://arxiv.org/abs/2309.07915"]


def test_dates_come_from_the_records():
    found = feedparser.parse(
        feeds(
            survey_of(
                [
                    paper("a", added="2026-02-03"),
                    paper("b", issued=PartialDate(2025, 7)),
                    paper("c", added="2024-01-01", status=StatusNote(Status.RETRACTED, "2025-05-05", "no data")),
                    paper("d", issued=None, authors=()),
                ]
            )
        )["feed.xml"].encode("utf-8")
    )
    assert [(e.id[-2], e.title, e.published[:10], e.updated[:10]) for e in found.entries] == [
        ("a", "On a", "2026-02-03", "2026-02-03"),
        ("b", "On b", "2025-07-01", "2025-07-01"),
        ("c", "Retracted: On c", "2024-01-01", "2025-05-05"),
        ("d", "On d", "1970-01-01", "1970-01-01"),
    ]
    assert found.entries[3].author == "Unknown"
    assert found.feed.updated == "2026-02-03T00:00:00Z"


@pytest.mark.parametrize("path", ["feed.xml", "changes.xml", "authors/ann-smith.xml"])
def test_a_long_feed_is_followed_to_its_first_entry(path):
    texts = list(documents(LONG, path))
    assert [breaches(text) for text in texts] == [[]] * len(texts)
    assert len(texts) == 5
    found = [id.partition("#")[0][-5:-1] for text in texts for id in ids(text)]
    assert found == [f"{n:04d}" for n in range(259, -1, -1)]
    assert ["<fh:archive/>" in text for text in texts] == [False, True, True, True, True]
    assert HISTORY.strip("{}") in texts[0]
    assert len(ids(texts[0])) == 60


def test_all_documents_of_a_feed_have_its_id_and_their_own_address():
    parsed = [feedparser.parse(text.encode("utf-8")).feed for text in documents(LONG, "years/2024.xml")]
    assert {feed.id for feed in parsed} == {"https://survey.example/p/years/2024.xml"}
    own = [next(link.href for link in feed.links if link.rel == "self") for feed in parsed]
    assert own == [
        f"https://survey.example/p/years/2024{name}.xml" for name in ("", *(f"/feed-{n}" for n in (4, 3, 2, 1)))
    ]


def test_a_new_paper_changes_no_archive():
    more = feeds(survey_of(numbered_papers(261)))
    archives = {path: text for path, text in LONG.items() if "feed-" in path or "changes-" in path}
    assert len(archives) == 4 * 5
    assert {path for path, text in archives.items() if more[path] != text} == set()


def test_the_order_of_the_papers_does_not_matter():
    assert feeds(survey_of(reversed(numbered_papers(120)))) == feeds(survey_of(numbered_papers(120)))


def test_huge_records_make_no_huge_document():
    authors = tuple(Author(f"Family{n}" * 50, f"Given{n}" * 50) for n in range(20))
    found = feeds(survey_of(numbered_papers(80, title="T" * 1000, abstract="语 " * 20_000, authors=authors)))
    assert max(len(text.encode("utf-8")) for text in found.values()) < 1_000_000
    assert sum(len(ids(text)) for text in documents(found, "feed.xml")) == 80


def test_an_entry_names_the_first_authors_of_a_crowd_and_counts_the_others():
    authors = tuple(Author(f"Family{n}") for n in range(3000))
    found = feeds(survey_of([paper("a", authors=authors)]))
    named = [author.name for author in feedparser.parse(found["feed.xml"].encode("utf-8")).entries[0].authors]
    assert named == [*(f"Family{n}" for n in range(50)), "and 2,950 others"]


CHANGES = (
    # (id after the address, title, day)
    ("old/#moved", "Merged: old is now On stays", "2026-09-09"),
    ("stays/#corrected", "Corrected: On stays", "2026-03-03"),
    ("stays/#added", "Added: On stays", "2026-01-01"),
    ("former/#moved", "Renamed: former is now On stays", "2026-01-01"),
    ("gone/#withdrawn-from-survey", "Withdrawn from the survey: A Title", "2025-11-01"),
)


def test_changes_are_told_with_their_day():
    rows = (
        Entry("paper", "old", "old2020", "2025.1", State.REDIRECT, "stays", note="merged on 2026-09-09: one work"),
        Entry("paper", "former", "smith2024stays", "2025.1", State.REDIRECT, "stays"),
        Entry("paper", "gone", "gone2020", "2025.11", State.TOMBSTONE, note="Out of scope | A Title | Gone, 2020"),
    )
    stays = paper("stays", added="2026-01-01", status=StatusNote(Status.CORRECTED, "2026-03-03", "", "https://x.org/n"))
    text = feeds(survey_of([stays], rows=rows))["changes.xml"]
    assert breaches(text) == []
    entries = feedparser.parse(text.encode("utf-8")).entries
    found = [(e.id.removeprefix("https://survey.example/p/papers/"), e.title, e.updated[:10]) for e in entries]
    assert found == list(CHANGES)
    assert [entry.get("summary", "") for entry in entries] == [
        "Merged on 2026-09-09: one work.",
        "Corrected (2026-03-03); see https://x.org/n",
        "Ann Smith. 2024.",
        "",
        "Gone, 2020. Out of scope.",
    ]


def test_an_old_address_of_a_list_keeps_its_feed():
    rows = (
        Entry("author", "a-smith", "A. Smith", "", State.REDIRECT, "ann-smith"),
        Entry("author", "nobody", "Nobody", "", State.TOMBSTONE, note="Never was"),
    )
    found = feeds(survey_of(numbered_papers(120), rows=rows))
    assert found["authors/a-smith.xml"] == found["authors/ann-smith.xml"]
    assert found["authors/a-smith/feed-1.xml"] == found["authors/ann-smith/feed-1.xml"]
    assert ids(found["authors/nobody.xml"]) == []
    assert breaches(found["authors/nobody.xml"]) == []


def test_without_an_address_there_are_no_feeds():
    assert feeds(survey_of([paper("a")], Settings("S"))) == {}


def test_a_list_that_shares_its_exports_has_no_feed():
    survey = survey_of([paper("a"), paper("b", authors=(Author("Jones", "Bo"),))])
    found = feeds(replace(survey, exports=ExportPlan(own_papers=False, smallest=2, feeds=True)))
    assert sorted(found) == ["changes.xml", "feed.json", "feed.xml", "years/2024.xml"]


def test_the_editors_are_the_authors_of_the_feed():
    editors = (Editor("Ada Lovelace", orcid="0000-0002-1825-0097"), Editor("Bo", url="https://bo.example/"))
    feed = feedparser.parse(feeds(survey_of([paper("a")], replace(SETTINGS, editors=editors)))["feed.xml"]).feed
    assert [(author.name, author.href) for author in feed.authors] == [
        ("Ada Lovelace", "https://orcid.org/0000-0002-1825-0097"),
        ("Bo", "https://bo.example/"),
    ]


def test_the_json_feed_is_one():
    authors = (Author("Zhao", "Haozhe"),)
    survey = survey_of([paper("b", added="2026-01-02", authors=authors, abstract="So."), paper("a", authors=())])
    assert json.loads(feeds(survey)["feed.json"]) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Pictures & Words",
        "home_page_url": "https://survey.example/p/",
        "feed_url": "https://survey.example/p/feed.json",
        "authors": [{"name": "Pictures & Words"}],
        "language": "en",
        "items": [
            {
                "id": "https://survey.example/p/papers/b/",
                "url": "https://survey.example/p/papers/b/",
                "title": "On b",
                "content_text": "So.",
                "date_published": "2026-01-02T00:00:00Z",
                "date_modified": "2026-01-02T00:00:00Z",
                "authors": [{"name": "Haozhe Zhao"}],
            },
            {
                "id": "https://survey.example/p/papers/a/",
                "url": "https://survey.example/p/papers/a/",
                "title": "On a",
                "content_text": "On a",
                "date_published": "2024-05-01T00:00:00Z",
                "date_modified": "2024-05-01T00:00:00Z",
                "authors": [{"name": "Unknown"}],
            },
        ],
    }


def test_a_long_json_feed_is_followed_to_its_first_item():
    url, items = "https://survey.example/p/feed.json", []
    while url:
        document = json.loads(LONG[url.removeprefix("https://survey.example/p/")])
        assert document["feed_url"] == url
        items += [item["id"][-5:-1] for item in document["items"]]
        url = document.get("next_url")
    assert items == [f"{n:04d}" for n in range(259, -1, -1)]


def test_an_empty_survey_has_empty_feeds():
    found = feeds(survey_of([]))
    assert sorted(found) == ["changes.xml", "feed.json", "feed.xml"]
    assert [breaches(found[path]) for path in ("changes.xml", "feed.xml")] == [[], []]
    assert json.loads(found["feed.json"])["items"] == []


def test_what_is_remembered_of_an_entry_follows_the_record_the_tags_and_the_address(tmp_path):
    tagged = paper("one", tags=(Tagging("image"),))
    survey = survey_of([tagged, paper("two", status=StatusNote(Status.RETRACTED, "2024-05-06"))])
    renamed = replace(survey, library=survey.library.regrouped(survey.library.papers, {("tag", "image"): "Pictures"}))
    moved = replace(survey, settings=replace(survey.settings, address="https://else.example/"))
    retitled = survey_of([paper("one", title="Another"), paper("two")])
    for edited in (survey, moved, renamed, retitled, survey):
        memo = StageCache(tmp_path, "1")
        assert list(feed_files(edited, memo)) == list(feed_files(edited))
        memo.save()


def test_of_the_entries_in_a_document_that_is_made_anew_those_that_stay_are_not_written_anew(tmp_path, monkeypatch):
    papers, written = numbered_papers(150), []

    def noted(sources):
        written.append(tuple(source.paper.id for source in sources))
        return write_entries(sources)

    first = StageCache(tmp_path, "1")
    list(feed_files(survey_of(papers[:-1]), first))
    first.save()
    monkeypatch.setattr("litatlas.feeds.written.write_entries", noted)
    list(feed_files(survey_of(papers), StageCache(tmp_path, "1")))
    assert written == [("paper-0149",)]
