"""Exports stand at the addresses that were promised, are the same bytes everywhere, and keep to the budget of files."""

import json

import pytest
from msgspec.structs import replace

from litatlas.citation import FORMATS, ExportContext
from litatlas.citation.tex_title import names_in
from litatlas.exports import Entries, ExportPlan, export_files, export_problems, plan_exports
from litatlas.exports.addresses import OF_A_LIST, OF_THE_SURVEY
from litatlas.exports.entries import GROUPS, Source, pack_entries
from litatlas.exports.packs import Packs
from litatlas.exports.plan import OVERHEAD
from litatlas.facets import FACETS
from litatlas.feeds import feed_files
from litatlas.identity.permalink import Entry, State
from litatlas.incremental.keyed_files import KeyedFiles
from litatlas.incremental.unchanged import IN_HAND, Unchanged
from litatlas.model import Author
from litatlas.pages.common import Common
from litatlas.pages.downloads import DownloadLine, list_line, list_place, make_downloads_page, paper_line, whole_line
from litatlas.pages.items import PageLink
from litatlas.settings import ExportSettings, Settings
from litatlas.store.stage_cache import StageCache
from litatlas.store.staging import StagingDepot
from small_surveys import SETTINGS, Folder, numbered_papers, paper, survey_of
from toy import toy_survey

SUFFIXES = tuple(FORMATS[key].suffix for key in OF_A_LIST)


def exports(survey):
    entries = Entries(survey.library, survey.settings)
    files = list(export_files(survey.library, survey.ledger, survey.exports, entries))
    assert len({path for path, _, _ in files}) == len(files)
    return {path: content.decode() for path, _, content in files}


@pytest.mark.parametrize("where", ["in hand", "on disk"])
def test_packed_entries_come_out_of_the_file_that_they_are_set_aside_in(where, tmp_path):
    papers = numbered_papers(3)
    group = GROUPS[0]
    packs = {at: pack_entries([Source(paper, "", ())])[0][0] for at, paper in zip((4, 7, 9), papers, strict=True)}
    aside = Packs.of(group, packs, IN_HAND if where == "in hand" else StagingDepot.of(tmp_path))
    for format in group:
        entry = FORMATS[format].entry
        assert aside.entries(format) == {
            at: FORMATS[format].framed(entry(paper, ExportContext(Settings(""))).encode("utf-8"))
            for at, paper in zip((4, 7, 9), papers, strict=True)
        }


def with_limit(survey, limit):
    """Give the same survey with another budget of files."""
    settings = replace(survey.settings, exports=ExportSettings(limit))
    return replace(survey, settings=settings, exports=plan_exports(survey.library, survey.ledger, settings))


def many_authors(papers=40):
    """Give papers each of which has an author of its own, and one that all share."""
    shared = Author("Smith", "Ann")
    return survey_of(
        paper(f"{'abcdefgh'[n % 8]}x-{n}", authors=(shared, Author(f"Own{n}", "Bo"))) for n in range(papers)
    )


def test_each_paper_and_each_list_has_its_files_beside_its_page():
    survey = toy_survey()[0]
    wanted = {f"survey{FORMATS[key].suffix}" for key in OF_THE_SURVEY}
    for kind, folder in (("paper", "papers"), *((facet.key, facet.folder) for facet in FACETS)):
        wanted |= {f"{folder}/{entry.id}{suffix}" for entry in survey.ledger.entries(kind) for suffix in SUFFIXES}
    assert exports(survey).keys() == wanted


def test_the_whole_survey_is_in_the_formats_that_were_promised():
    assert [FORMATS[key].suffix for key in OF_THE_SURVEY] == [
        ".bib", ".ascii.bib", ".biblatex.bib", ".ris", ".json", ".jsonl", ".csv",
    ]  # fmt: skip
    assert SUFFIXES == (".bib", ".ris", ".json")


def test_every_export_ends_with_a_line_end():
    assert [path for path, text in exports(toy_survey()[0]).items() if not text.endswith("\n")] == []


@pytest.mark.parametrize("format", OF_A_LIST)
def test_a_paper_is_the_same_bytes_in_every_file_that_holds_it(format):
    survey = toy_survey()[0]
    files, context = exports(survey), ExportContext.of(survey.settings, survey.library)
    suffix = FORMATS[format].suffix
    for one in survey.library:
        entry = FORMATS[format].entry(one, context)
        assert files[f"papers/{one.id}{suffix}"] == FORMATS[format].joined([entry.encode()]).decode()
        holders = [f"survey{suffix}", *(
            f"{facet.folder}/{slug}{suffix}"
            for facet in FACETS
            for slug, listing in survey.library.listings[facet.key].items()
            if one in listing.papers
        )]  # fmt: skip
        assert [path for path in holders if files[path].count(entry.strip()) != 1] == []


def test_a_list_holds_its_papers_beyond_the_first_page_too():
    survey = survey_of(numbered_papers(450))
    assert survey.settings.pages.per_page < 450
    ids = [item["id"] for item in json.loads(exports(survey)["authors/ann-smith.json"])]
    assert len(ids) == 450
    assert ids == sorted(ids)


def test_an_old_address_has_the_files_of_what_it_leads_to():
    rows = (
        Entry("paper", "old", "old2020", "", State.REDIRECT, "older"),
        Entry("paper", "older", "older2020", "", State.REDIRECT, "stays"),
        Entry("paper", "gone", "gone2020", "", State.TOMBSTONE, note="Out of scope"),
        Entry("author", "a-smith", "A. Smith", "", State.REDIRECT, "ann-smith"),
        Entry("author", "nobody", "Nobody", "", State.LIVE),
    )
    files = exports(survey_of([paper("stays")], rows=rows))
    for suffix in SUFFIXES:
        assert files[f"papers/old{suffix}"] == files[f"papers/older{suffix}"] == files[f"papers/stays{suffix}"]
        assert files[f"authors/a-smith{suffix}"] == files[f"authors/ann-smith{suffix}"]
        assert files[f"papers/gone{suffix}"] == files[f"authors/nobody{suffix}"]
    assert [files[f"papers/gone{suffix}"] for suffix in SUFFIXES] == ["\n", "\n", "[\n]\n"]


def test_the_order_of_the_papers_does_not_matter():
    assert exports(survey_of(reversed(numbered_papers(30)))) == exports(survey_of(numbered_papers(30)))


BUDGETS = (
    # (limit, what the plan becomes): 41 lists of authors, one year, 40 papers, 8 prefixes of ids
    (20_000, (True, 0)),
    (OVERHEAD + 122 + 3 * (40 + 42) + 42, (True, 0)),
    (OVERHEAD + 122 + 3 * (40 + 42) + 41, (False, 0)),
    (OVERHEAD + 122 + 3 * (8 + 42) + 42, (False, 0)),
    (OVERHEAD + 122 + 3 * (8 + 42) + 41, (False, 2)),
    (OVERHEAD + 122 + 3 * (8 + 2 + 1) + 2, (False, 2)),
    (OVERHEAD + 122 + 3 * (8 + 2 + 1) + 1, (False, 21)),
    (1, (False, 21)),
)


@pytest.mark.parametrize(("limit", "levels"), BUDGETS)
def test_past_the_budget_papers_and_then_short_lists_give_way(limit, levels):
    plan = with_limit(many_authors(), limit).exports
    assert (plan.own_papers, plan.smallest) == levels
    assert plan.wanted - 40 * (plan.linksets + plan.references) == OVERHEAD + 122 + 3 * (40 + 42) + 42


@pytest.mark.parametrize("limit", [20_000, OVERHEAD + 340, 1])
def test_the_estimate_counts_the_files_that_there_are(limit):
    survey = with_limit(many_authors(), limit)
    own = len(exports(survey)) + len({path for path, _, _ in feed_files(survey)})
    own += 40 * (survey.exports.linksets + survey.exports.references)
    others = len(OF_THE_SURVEY) + 3  # counted in the overhead
    assert survey.exports.files == OVERHEAD + 122 + own - others


def test_bundles_hold_each_paper_once_under_an_address_that_follows_from_its_id():
    survey = with_limit(many_authors(), 1)
    files = exports(survey)
    assert sorted(path for path in files if path.endswith(".json")) == [
        "authors/ann-smith.json",
        "authors/bundle/bo.json",
        *(f"papers/bundle/{letter}x.json" for letter in "abcdefgh"),
        "survey.json",
        "years/2024.json",
    ]
    assert [item["id"] for item in json.loads(files["papers/bundle/ax.json"])] == [
        survey.library.by_id[id].citation_key for id in ("ax-0", "ax-16", "ax-24", "ax-32", "ax-8")
    ]
    assert len(json.loads(files["authors/bundle/bo.json"])) == 40


def line(listing, survey):
    return list_line(list_place(listing, survey), Common.of(survey))


def test_a_page_lists_its_own_files_unless_all_of_them_are_linked_on_it():
    survey = many_authors()
    first, common = survey.library.by_id["ax-0"], Common.of(survey)
    own = [f"papers/ax-0.{ending}" for ending in ("bib", "ris", "json")]
    assert [link.path for link in paper_line(first, common, own[1:]).links] == own
    assert paper_line(first, common, own) == DownloadLine(())


def test_a_page_says_that_its_files_are_shared_and_where_its_entry_is():
    survey = with_limit(many_authors(), 1)
    first = survey.library.by_id["ax-0"]
    assert paper_line(first, Common.of(survey)) == DownloadLine(
        (
            PageLink("BibTeX", "papers/bundle/ax.bib"),
            PageLink("RIS", "papers/bundle/ax.ris"),
            PageLink("CSL-JSON", "papers/bundle/ax.json"),
        ),
        "The files hold further papers; this one is the entry",
        "smith2024ax0",
    )
    shared = [f"papers/bundle/ax.{ending}" for ending in ("bib", "ris", "json")]
    assert paper_line(first, Common.of(survey), shared).mark == "smith2024ax0"
    short = survey.library.listings["author"]["bo-own0"]
    assert line(short, survey) == DownloadLine(
        (
            PageLink("BibTeX", "authors/bundle/bo.bib"),
            PageLink("RIS", "authors/bundle/bo.ris"),
            PageLink("CSL-JSON", "authors/bundle/bo.json"),
        ),
        "The files hold the papers of further authors.",
    )
    assert make_downloads_page(survey).shared == (
        "The survey has so many papers that single papers, and lists of fewer than 21 papers, have no files of their"
        " own: they share a file with those whose addresses begin with the same two letters. Each page links to it."
    )


def test_a_paper_by_a_crowd_costs_in_proportion_to_its_authors():
    crowd = tuple(Author(f"Family{n}", "Given") for n in range(1000))
    survey = survey_of([paper("atlas", authors=crowd), paper("own", authors=crowd[:1])])
    files = exports(survey)
    assert sorted(path for path in files if path.startswith("authors/")) == [
        f"authors/given-family0{suffix}" for suffix in sorted(SUFFIXES)
    ]
    lists = survey.library.listings["author"]
    assert line(lists["given-family0"], survey).links[0].path == "authors/given-family0.bib"
    assert line(lists["given-family1"], survey) == DownloadLine(
        (PageLink("BibTeX", "survey.bib"), PageLink("RIS", "survey.ris"), PageLink("CSL-JSON", "survey.json")),
        "The files hold all papers of the survey.",
    )


def test_every_link_to_a_download_leads_to_a_file():
    for limit in (20_000, OVERHEAD + 340, 1):
        survey = with_limit(many_authors(), limit)
        files = exports(survey).keys() | {path for path, _, _ in feed_files(survey)}
        lines = [
            whole_line(survey),
            *(paper_line(one, Common.of(survey)) for one in survey.library),
            *(line(one, survey) for facet in FACETS for one in survey.library.listings[facet.key].values()),
        ]
        page = make_downloads_page(survey)
        links = {link.path for line in lines for link in line.links}
        links |= {offer.link.path for offer in (*page.files, *page.feeds)} | {page.example.path}
        assert links - files == set()


PROBLEMS = (
    # (plan, settings, what is told)
    (ExportPlan(feeds=True), SETTINGS, []),
    (
        ExportPlan(),
        Settings("S"),
        [
            "survey.yml: address is not set; the site has no feeds, no robots.txt and no opensearch.xml, for they name"
            " absolute addresses; write address: https://... where it is published [no-address]"
        ],
    ),
    (
        ExportPlan(own_papers=False, files=19_000, wanted=23_411),
        SETTINGS,
        [
            "survey.yml: the site would have 23,411 files, more than exports.max_files '20000'; exports of single"
            " papers share files in folders named 'bundle'; raise it if the site's host takes more [shared-exports]"
        ],
    ),
    (
        ExportPlan(own_papers=False, smallest=21, files=24_000, wanted=33_411),
        SETTINGS,
        [
            "survey.yml: the site would have 33,411 files, more than exports.max_files '20000'; exports of single"
            " papers and of lists of fewer than 21 papers share files in folders named 'bundle'; raise it if the site's"
            " host takes more [shared-exports]",
            "survey.yml: the site has about 24,000 files, more than exports.max_files '20000' even with shared exports;"
            " a host with that limit refuses it; choose another one and raise the setting [too-many-files]",
        ],
    ),
)


@pytest.mark.parametrize(("plan", "settings", "told"), PROBLEMS)
def test_what_gave_way_is_told(plan, settings, told):
    assert [str(problem) for problem in export_problems(plan, settings)] == told


def test_entries_are_written_again_only_where_what_they_say_changed(monkeypatch, tmp_path):
    papers = [paper("one", short="Leopard"), paper("two", title="A Leopard ride"), paper("three", title="A ride")]
    renamed = [paper("one", short="Wings"), *papers[1:]]
    asked = []

    def noted(sources):
        asked.append([source.paper.id for source in sources])
        return pack_entries(sources)

    for some in (papers, papers, renamed):
        memo, survey = StageCache(tmp_path, "1"), survey_of(some)
        with monkeypatch.context() as patched:
            patched.setattr("litatlas.exports.entries.pack_entries", noted)
            entries = Entries(survey.library, survey.settings, memo)
            made = [entries.of(one.id) for one in some]
        memo.save()
        anew = Entries(survey.library, survey.settings)
        assert made == [anew.of(one.id) for one in some]
    # The title of "two" has the name that is no name any more.
    assert asked == [["one", "three", "two"], ["one", "two"]]


def test_after_any_change_the_files_of_all_papers_are_those_of_a_build_from_nothing(tmp_path):
    papers = numbered_papers(12)
    states = (
        papers,
        [*papers[:5], replace(papers[5], abstract="Other words."), *papers[6:]],
        [paper("a-new-one"), *papers, paper("zz-the-last")],
        [paper("one-alone")],
        [],
        papers[::2],
        papers,
        papers[1:-1],
    )
    folder = Folder()
    for some in states:
        memo, survey = StageCache(tmp_path, "1"), survey_of(some)
        kept = KeyedFiles(memo, folder)
        entries = Entries(survey.library, survey.settings, memo)
        files = export_files(survey.library, survey.ledger, survey.exports, entries, kept, memo)
        found = {path: folder[path] if isinstance(made, Unchanged) else made for path, _, made in files}
        memo.save()
        assert {path: text.decode() for path, text in found.items()} == exports(survey)
        folder = Folder(found)


def test_what_stands_in_the_file_of_all_papers_is_not_written_again(tmp_path, monkeypatch):
    papers, asked = numbered_papers(6), []
    folder, real = Folder(), Entries.pack
    monkeypatch.setattr(Entries, "pack", lambda entries, id, formats: asked.append(id) or real(entries, id, formats))
    for some in (papers, [*papers[:5], replace(papers[5], abstract="Other words.")]):
        asked.clear()
        memo, survey = StageCache(tmp_path, "1"), survey_of(some)
        entries = Entries(survey.library, survey.settings, memo)
        plan = ExportPlan(own_papers=False, smallest=100)
        files = export_files(survey.library, survey.ledger, plan, entries, KeyedFiles(memo, folder), memo)
        folder = Folder({path: made for path, _, made in files if path.startswith("survey.")})
        memo.save()
    assert set(folder) == {f"survey{FORMATS[key].suffix}" for key in OF_THE_SURVEY}
    assert asked == [papers[5].id] * len(GROUPS)


def test_of_titles_that_stay_nobody_looks_again_for_the_names_in_them(tmp_path, monkeypatch):
    papers = [paper("aim", short="AIM", title="AIM"), paper("two", title="After AIM"), paper("three", title="On")]
    retitled = [*papers[:2], paper("three", title="Beyond AIM")]
    looked, real = [], names_in
    monkeypatch.setattr(
        "litatlas.exports.entries.names_in", lambda text, names: looked.append(text) or real(text, names)
    )
    told = []
    for some in (papers, papers, retitled, [paper("aim", title="AIM"), *retitled[1:]]):
        looked.clear()
        memo, survey = StageCache(tmp_path, "1"), survey_of(some)
        entries = Entries(survey.library, survey.settings, memo)
        told.append(set(looked))
        anew = Entries(survey.library, survey.settings)
        assert [entries.of(one.id) for one in some] == [anew.of(one.id) for one in some]
        memo.save()
    everything = {"", "AIM", "After AIM"}
    assert told == [everything | {"On"}, set(), {"", "Beyond AIM"}, everything | {"Beyond AIM"}]


def test_what_a_list_keeps_is_taken_from_its_own_file(tmp_path):
    class Watched(Folder):
        """Notes which files are read."""

        def old(self, path, hashed, /):
            found = super().old(path, hashed)
            return found and (lambda: read.append(path) or found())

    papers, read, folder = list(many_authors(12).library), [], Watched()
    for some in (papers, [*papers[:5], replace(papers[5], abstract="Other words."), *papers[6:]]):
        assert read == []
        memo, survey = StageCache(tmp_path, "1"), survey_of(some)
        entries, kept = Entries(survey.library, survey.settings, memo), KeyedFiles(memo, folder)
        files = export_files(survey.library, survey.ledger, survey.exports, entries, kept, memo)
        found = {path: folder[path] if isinstance(made, Unchanged) else made for path, _, made in files}
        memo.save()
        folder = Watched(found)
    assert {path: text.decode() for path, text in found.items()} == exports(survey)
    wholes = {f"survey{FORMATS[key].suffix}" for key in OF_THE_SURVEY}
    lists = {f"{each}{suffix}" for each in ("authors/ann-smith", "years/2024") for suffix in SUFFIXES}
    assert sorted(read) == sorted(wholes | lists)
