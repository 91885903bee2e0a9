"""Documents, index and files: what is indexed can be read back, and no file grows with the survey."""

import json
import random
from array import array
from dataclasses import replace

import pytest

from litatlas.model import Author, Link, Rel, Venue
from litatlas.search import Document, build_index, documents, indexed, search_files
from litatlas.search.index import LEVELS, Index
from litatlas.search.shards import CARDS, LIMIT, SMALLEST, pack
from litatlas.stage_cache import StageCache
from search.index_reader import all_terms, terms_of, value_of
from small_surveys import paper, survey_of


def document(text: str = "", *filters: str, field: str = "abstract") -> Document:
    return Document(((field, text),), filters, ("T", "", "", "", "papers/x/", ""), text)


def files_of(found: list[Document], language: str = "en") -> dict[str, str]:
    return dict(search_files(found, build_index(found), language))


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
    papers = [paper("old", added="2020-01-01"), FULL]
    survey = replace(survey_of(papers), texts={"index.md": "# Home\nHello\n## More\nWords", "guide/a.md": "Text"})
    cards = [found.card for found in documents(survey)]
    assert [card[4] for card in cards] == ["papers/atari-gpt/", "papers/old/", "guide/a/", "", "#more"]
    assert cards[-1][0] == "More – Home"


def test_a_name_counts_more_than_a_title_and_a_title_more_than_an_abstract():
    found = [document("clip", field=field) for field in ("short", "title", "authors", "abstract")]
    levels = [entry & 31 for entry in build_index(found).postings["clip"]]
    assert levels == sorted(levels, reverse=True)
    assert len(set(levels)) == 4
    repeated = document("clip " * 20)
    assert build_index([repeated]).postings["clip"][0] & 31 < levels[1]


def test_what_is_remembered_of_a_paper_follows_its_record_its_notes_and_the_names_of_its_tags(tmp_path):
    survey = survey_of([FULL, paper("other")])
    noted = replace(survey, notes={"other": "Read it."}, texts={"index.md": "# Home\nHello"})
    library = survey.library.regrouped((*noted.library.papers[:1], replace(FULL, title="Other words", id="other")), {})
    reworded = replace(noted, texts={"index.md": "# Home\nWelcome"})
    for edited in (survey, noted, reworded, replace(survey, library=library), survey):
        memo = StageCache(tmp_path, "1")
        assert indexed(edited, memo) == indexed(edited)
        memo.save()


def test_stop_words_are_found_in_titles_only():
    index = build_index([document("the game of x"), document("the game of x", field="title")])
    assert {term: [entry >> 5 for entry in entries] for term, entries in index.postings.items()} == {
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
    meant = {term: [(entry >> 5, entry & 31) for entry in entries] for term, entries in index.postings.items()}
    assert all_terms(files) == meant


def test_each_term_lies_in_the_files_that_the_manifest_leads_to():
    chance = random.Random(5)
    found = [document(" ".join(f"w{chance.randrange(9**4)}" for _ in range(50))) for _ in range(400)]
    shards = list(pack(build_index(found)))
    firsts = [first for first, _ in shards]
    assert len(firsts) > 3
    assert firsts == sorted(firsts)
    for number, (first, text) in enumerate(shards):
        terms = list(terms_of(text))
        assert first <= terms[0]
        assert number + 1 == len(firsts) or terms[-1] < firsts[number + 1]


def test_no_file_is_larger_than_100_kilobytes_whatever_one_word_has():
    # Levels and gaps that do not compress.
    chance = random.Random(3)
    entries = array("L", (number << 5 | chance.randint(1, 31) for number in range(90_000)))
    rare = {f"rare{number}": array("L", [number << 5 | 1]) for number in range(5_000)}
    shards = list(pack(Index({"common": entries, **rare}, 90_000)))
    assert max(len(text.encode()) for _, text in shards) <= LIMIT < 100_000
    parts = [text for first, text in shards if first == "common"]
    assert len(parts) > 1
    assert sorted(posting for text in parts for posting in terms_of(text)["common"]) == [
        (entry >> 5, entry & 31) for entry in entries
    ]


def test_a_file_of_terms_is_small_and_a_common_word_does_not_burden_its_neighbours():
    common = {f"common{number}": array("L", (doc << 5 | 1 for doc in range(6_000))) for number in range(3)}
    rare = {f"c{number:04}": array("L", [number << 5 | 1]) for number in range(5_000)}
    shards = [list(terms_of(text)) for _, text in pack(Index({**common, **rare}, 6_000))]
    assert [terms for terms in shards if len(terms) == 1] == [["common0"], ["common1"], ["common2"]]
    sizes = [len(text) for _, text in pack(Index(rare, 6_000))]
    assert len(sizes) > 5
    assert max(sizes) <= SMALLEST + len("c0000") + 2


def test_files_of_terms_grow_with_the_root_of_the_index_and_so_does_their_number(monkeypatch):
    monkeypatch.setattr("litatlas.search.shards.SMALLEST", 100)

    def parts(words: int) -> list[int]:
        rare = {f"w{number}": array("L", [doc << 5 | 1 for doc in range(100)]) for number in range(words)}
        return [len(text) for _, text in pack(Index(rare, 100))]

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
        "search/terms/0.js",
        "search/texts/0.js",
    ]
    assert all(text.startswith("litatlas.data(") and text.endswith(");\n") for text in files.values())
    assert "\u2028" not in files["search/texts/0.js"]
    assert value_of(files["search/texts/0.js"]) == ['a\u2028b </script> "quoted" \\']


def test_the_version_follows_the_content_and_the_language_decides_on_endings():
    one, same, other = (files_of([document(text)])["search/manifest.js"] for text in ("a1", "a1", "a2"))
    assert one == same != other
    manifests = [value_of(files_of([document("x")], language)["search/manifest.js"]) for language in ("en-GB", "fr")]
    assert [manifest["stem"] for manifest in manifests] == [True, False]


def test_a_survey_without_anything_has_a_search():
    assert json.dumps(value_of(files_of([])["search/manifest.js"])["documents"]) == "0"


def test_levels_stay_within_their_bits():
    index = build_index([document("flood " * 5000, field="short")])
    assert [entry & 31 for entry in index.postings["flood"]] == [29]
    assert [entry & 31 for entry in build_index([document("", "y:2024")]).postings["y:2024"]] == [LEVELS]


@pytest.mark.parametrize("order", [1, -1])
def test_the_same_papers_give_the_same_bytes_in_any_order(order):
    papers = [paper(f"p{n}", title=f"On {n}") for n in range(20)]
    assert files_of(documents(survey_of(papers[::order]))) == files_of(documents(survey_of(papers)))
