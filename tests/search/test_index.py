"""Documents, index and files: what is indexed can be read back, and no file grows with the survey."""

import json
import random
import shutil
from collections.abc import Iterable, Mapping

import numpy as np
import pytest
from msgspec.structs import replace

from litatlas.incremental.keyed_files import KeyedFiles
from litatlas.incremental.unchanged import Unchanged
from litatlas.model import Author, Link, PartialDate, Rel, Venue
from litatlas.pages import Survey
from litatlas.search import Document, Searched, build_index, document_of, search_files
from litatlas.search.index import EMPTY, LEVELS, Index, exchanged, words_of
from litatlas.search.numbers import numbered
from litatlas.search.shards import MOST_POSTINGS, SMALLEST, names, pack
from litatlas.search.showing import CARDS
from litatlas.store.stage_cache import STAGES, StageCache
from search.index_reader import all_terms, terms_of, value_of
from small_surveys import numbered_papers, paper, survey_of


def document(text: str = "", *filters: str, field: str = "abstract") -> Document:
    return Document(((field, text),), filters, ("T", "", "", "", "papers/x/", ""), text)


def files_of(found: list[Document], language: str = "en") -> dict[str, str]:
    return {path: str(text) for path, text in search_files(dict(enumerate(found)), language)}


def documents(survey: Survey) -> list[Document]:
    return [document_of(source) for _, source in sorted(Searched(survey).items())]


def index_of(postings: Mapping[str, Iterable[int]]) -> Index:
    terms = tuple(sorted(postings))
    entries = [np.fromiter(postings[term], dtype=np.int64) for term in terms]
    return Index(terms, np.cumsum([len(some) for some in entries]), np.concatenate(entries))


def postings(index: Index) -> dict[str, list[int]]:
    return {term: index.between(place, place + 1).tolist() for place, term in enumerate(index.terms)}


FULL = paper(
    "atari-gpt",
    title="Atari-GPT: Playing with $x^2$",
    short="Atari-GPT",
    authors=tuple(Author(name, "Ada") for name in ("Özer", "Li", "Wu", "Ng")),
    abstract="Games matter. We propose Atari-GPT, a player.",
    venue=Venue("Annals of Play", "AoP"),
    links=(Link(Rel.CODE, "https://example.org/code"),),
)


def test_the_card_of_a_paper_has_what_a_result_shows():
    (found,) = documents(survey_of([FULL]))
    assert found.card == (
        "Atari-GPT: Playing with x^2",
        "Ada Özer, Ada Li, Ada Wu and 1 more",
        "2024",
        "AoP",
        "papers/atari-gpt/",
        "We propose Atari-GPT, a player.",
    )


def test_a_paper_is_filtered_by_author_venue_year_and_links():
    (found,) = documents(survey_of([FULL]))
    assert {"=atarigpt", "a:ozer", "a:adaozer", "v:aop", "v:annalsofplay", "y:2024", "h:code"} <= set(found.filters)
    assert "h:data" not in found.filters


def test_sections_follow_the_papers_newest_first():
    papers = [paper("old", issued=PartialDate(2020)), FULL]
    survey = replace(survey_of(papers), texts={"index.md": "# Home\nHello\n## More\nWords", "guide/a.md": "Text"})
    cards = [found.card for found in documents(survey)]
    assert [card[4] for card in cards] == ["papers/atari-gpt/", "papers/old/", "guide/a/", "", "#more"]
    assert cards[-1][0] == "More – Home"


def test_a_name_counts_more_than_a_title_and_a_title_more_than_an_abstract():
    found = [document("clip", field=field) for field in ("short", "title", "authors", "abstract")]
    levels = [entry & 31 for entry in postings(build_index(found))["clip"]]
    assert levels == sorted(levels, reverse=True)
    assert len(set(levels)) == 4
    repeated = document("clip " * 20)
    assert postings(build_index([repeated]))["clip"][0] & 31 < levels[1]


class Folder(dict[str, str]):
    """The files of a survey, each with its hash."""

    def has(self, path: str, sha256: str, /) -> bool:
        return self.get(path) == sha256


def test_a_build_after_changes_gives_the_files_of_a_build_from_nothing(tmp_path):
    survey = survey_of([FULL, paper("other"), *numbered_papers(30)])
    noted = replace(survey, notes={"other": "Read it."}, texts={"index.md": "# Home\nHello"})
    library = survey.library.regrouped((*noted.library.papers[1:], replace(FULL, title="Other words")), {})
    reworded = replace(noted, texts={"index.md": "# Home\nWelcome"})
    fewer = survey_of(survey.library.papers[::2])
    folder, standing = dict[str, str | bytes](), Folder()
    for edited in (survey, noted, reworded, replace(survey, library=library), fewer, survey):
        memo = StageCache(tmp_path, "1")
        made = KeyedFiles(memo, standing)
        files = dict(search_files(Searched(edited), "en", memo, kept=made))
        folder = {path: folder[path] if isinstance(text, Unchanged) else text for path, text in files.items()}
        assert folder == dict(search_files(Searched(edited)))
        standing = Folder({path: KeyedFiles().take(path, (), text).sha256 for path, text in folder.items()})
        memo.save()


def test_what_has_not_changed_is_not_made_again(tmp_path):
    survey = survey_of(numbered_papers(200))
    memo = StageCache(tmp_path, "1")
    first = {path: str(text) for path, text in search_files(Searched(survey), memo=memo, kept=KeyedFiles(memo))}
    standing = Folder({path: KeyedFiles().take(path, (), text).sha256 for path, text in first.items()})
    changed = replace(survey.library.papers[3], abstract="Walrus.")
    edited = replace(survey, library=survey.library.with_paper(changed))
    again = dict(search_files(Searched(edited), memo=memo, kept=KeyedFiles(memo, standing)))
    made = {path.split("/")[1] for path, text in again.items() if not isinstance(text, Unchanged)}
    assert made == {"manifest.js", "terms", "texts", "cards"}
    assert [sum(path.startswith(f"search/{kind}/") and not isinstance(text, Unchanged) for path, text in again.items())
            for kind in ("cards", "texts")] == [1, 1]  # fmt: skip


def test_cards_that_are_gone_from_the_folder_are_made_again_with_their_texts(tmp_path):
    survey = survey_of(numbered_papers(50))
    first = dict(search_files(Searched(survey)))
    standing = Folder({path: KeyedFiles().take(path, (), text).sha256 for path, text in first.items()})
    for gone in ("", "search/cards/0.js", "search/texts/1.js"):
        memo = StageCache(tmp_path, "1")
        left = Folder({path: sha256 for path, sha256 in standing.items() if path != gone})
        files = dict(search_files(Searched(survey), memo=memo, kept=KeyedFiles(memo, left)))
        memo.save()
        shown = {path: text for path, text in files.items() if path.split("/")[1] in ("cards", "texts")}
        made = {path for path, text in shown.items() if not isinstance(text, Unchanged)}
        number = gone.rpartition("/")[2]
        assert made == ({f"search/cards/{number}", f"search/texts/{number}"} if gone else set(shown))
        assert all(shown[path] == first[path] for path in made)


def test_an_index_that_is_lost_is_made_of_all_documents_again(tmp_path):
    survey = survey_of(numbered_papers(20))
    for _ in range(2):
        memo = StageCache(tmp_path, "1")
        assert dict(search_files(Searched(survey), memo=memo)) == dict(search_files(Searched(survey)))
        memo.save()
        shutil.rmtree(tmp_path / STAGES / "search-index")


def test_documents_are_exchanged_in_an_index_as_if_it_were_made_anew():
    chance = random.Random(9)
    words = [f"{a}{b}" for a in ("fl", "é", "视", "\U00020000", "Ａ") for b in range(60)]
    found = {n: words_of(document(" ".join(chance.choices(words, k=9)))) for n in range(90)}
    index = exchanged(EMPTY, (), found)
    for _ in range(20):
        gone = chance.sample(sorted(found), 3)
        more = {n: words_of(document(" ".join(chance.choices(words, k=9)))) for n in (*gone[:1], max(found) + 1)}
        found = {n: one for n, one in found.items() if n not in gone} | more
        index, anew = exchanged(index, gone, more), exchanged(EMPTY, (), found)
        assert postings(index) == postings(anew)
        assert list(index.terms) == sorted(index.terms, key=lambda term: term.encode("utf-16-be")) == list(anew.terms)


@pytest.mark.parametrize("date", [(2024, 0), (2024, 6), (2024, 6, 5)])
def test_a_further_paper_moves_a_few_others(date):
    papers = numbered_papers(1000, issued=PartialDate(*date))
    before, end = numbered(papers)
    assert len(set(before.values())) == 1000
    assert max(before.values()) < end < 1600
    for n in range(10):
        now, _ = numbered([*papers, paper(f"further-{n}", issued=PartialDate(*date))])
        assert sum(now[id] != number for id, number in before.items()) < 25


def test_newer_papers_have_smaller_numbers():
    dates = [(2024, 12), (2024, 6), (2024, 1), (2023, 12), (2023, 1), (1990, 0)]
    papers = [paper(f"p{n}", issued=PartialDate(*date)) for n, date in enumerate(dates)]
    numbers, end = numbered([*papers, paper("none", issued=None)])
    assert [numbers[f"p{n}"] for n in range(len(dates))] == sorted(numbers[f"p{n}"] for n in range(len(dates)))
    assert max(numbers.values()) == numbers["none"] < end


def test_stop_words_are_found_in_titles_only():
    index = build_index([document("the game of x"), document("the game of x", field="title")])
    assert {term: [entry >> 5 for entry in entries] for term, entries in postings(index).items()} == {
        "the": [1],
        "game": [0, 1],
        "of": [1],
        "x": [1],
    }


def test_what_is_written_is_what_was_indexed():
    chance = random.Random(7)
    words = [f"{a}{b}" for a in ("fl", "im", "é", "视", "\U00020000", "zz", "Ａ") for b in range(400)]
    found = [document(" ".join(chance.choices(words, k=60)), f"y:{2000 + n % 9}") for n in range(700)]
    index = build_index(found)
    files = files_of(found)
    meant = {term: [(entry >> 5, entry & 31) for entry in entries] for term, entries in postings(index).items()}
    assert all_terms(files) == meant


def test_each_term_lies_in_the_files_that_the_manifest_leads_to():
    chance = random.Random(5)
    found = [document(" ".join(f"w{chance.randrange(9**4)}" for _ in range(50))) for _ in range(400)]
    shards = list(pack(build_index(found)))
    firsts = [shard.first for shard in shards]
    assert len(firsts) > 3
    assert firsts == sorted(firsts)
    for number, shard in enumerate(shards):
        terms = list(terms_of(shard.text()))
        assert shard.first <= terms[0]
        assert number + 1 == len(firsts) or terms[-1] < firsts[number + 1]


def test_no_file_is_larger_than_100_kilobytes_whatever_one_word_has():
    # Levels and gaps that do not compress.
    chance = random.Random(3)
    entries = [number << 5 | chance.randint(1, 31) for number in range(90_000)]
    rare = {f"rare{number}": [number << 5 | 1] for number in range(5_000)}
    shards = list(pack(index_of({"common": entries, **rare})))
    assert max(len(shard.text().encode()) for shard in shards) <= 5 * MOST_POSTINGS + 1000 < 100_000
    parts = [shard.text() for shard in shards if shard.first == "common"]
    assert len(parts) > 1
    assert sorted(posting for text in parts for posting in terms_of(text)["common"]) == [
        (entry >> 5, entry & 31) for entry in entries
    ]
    assert len(set(names([shard.first for shard in shards]))) == len(shards)


def test_a_file_of_terms_is_small_and_a_common_word_does_not_burden_its_neighbours():
    common = {f"common{number}": [doc << 5 | 1 for doc in range(6_000)] for number in range(3)}
    rare = {f"c{number:04}": [number << 5 | 1] for number in range(5_000)}
    shards = [list(terms_of(shard.text())) for shard in pack(index_of({**common, **rare}))]
    assert [terms for terms in shards if len(terms) == 1] == [["common0"], ["common1"], ["common2"]]
    sizes = [len(shard.text()) for shard in pack(index_of(rare))]
    assert len(sizes) > 5
    assert max(sizes) <= SMALLEST * 5 / 4


def test_a_further_word_changes_few_files():
    rare = {f"w{number * 7919 % 100_003:05}": [number << 5 | 1] for number in range(20_000)}
    before = {shard.text() for shard in pack(index_of(rare))}
    for word in ("a", "w12345x", "w55555x", "zz"):
        assert len({shard.text() for shard in pack(index_of({**rare, word: [33]}))} - before) < 5


def test_files_of_terms_grow_with_the_root_of_the_index_and_so_does_their_number(monkeypatch):
    monkeypatch.setattr("litatlas.search.shards.SMALLEST", 100)

    def parts(words: int) -> list[int]:
        rare = {f"w{number}": [doc << 5 | 1 for doc in range(100)] for number in range(words)}
        return [len(shard.text()) for shard in pack(index_of(rare))]

    few, many = parts(8_000), parts(32_000)
    assert max(many) < 2.2 * max(few)
    assert len(many) < 2.2 * len(few)


def test_long_texts_do_not_make_large_files():
    long = paper("long", title="图" * 4000, abstract="视觉。" * 9000, authors=(Author("名" * 3000),))
    found = documents(survey_of([replace(long, id=f"p{n}", citation_key=f"k{n}") for n in range(CARDS)]))
    assert max(len(text.encode()) for path, text in files_of(found).items() if "terms" not in path) < 100_000


def test_files_are_classic_scripts_that_call_one_global():
    files = files_of([document('a\u2028b </script> "quoted" \\')])
    assert sorted(files) == [
        "search/cards/0.js",
        "search/manifest.js",
        "search/terms/f40c425c.js",
        "search/texts/0.js",
    ]
    assert all(text.startswith("litatlas.data(") and text.endswith(");\n") for text in files.values())
    assert "\u2028" not in files["search/texts/0.js"]
    assert value_of(files["search/texts/0.js"]) == ['a\u2028b </script> "quoted" \\', 0, 0, 0, 0, 0]


def test_the_version_follows_the_content_and_the_language_decides_on_endings():
    one, same, other = (files_of([document(text)])["search/manifest.js"] for text in ("a1", "a1", "a2"))
    assert one == same != other
    manifests = [value_of(files_of([document("x")], language)["search/manifest.js"]) for language in ("en-GB", "fr")]
    assert [manifest["stem"] for manifest in manifests] == [True, False]


def test_a_survey_without_anything_has_a_search():
    assert json.dumps(value_of(files_of([])["search/manifest.js"])["documents"]) == "0"


def test_levels_stay_within_their_bits():
    index = build_index([document("flood " * 5000, field="short")])
    assert [entry & 31 for entry in postings(index)["flood"]] == [29]
    assert [entry & 31 for entry in postings(build_index([document("", "y:2024")]))["y:2024"]] == [LEVELS]


@pytest.mark.parametrize("order", [1, -1])
def test_the_same_papers_give_the_same_bytes_in_any_order(order):
    papers = [paper(f"p{n}", title=f"On {n}") for n in range(20)]
    assert files_of(documents(survey_of(papers[::order]))) == files_of(documents(survey_of(papers)))
