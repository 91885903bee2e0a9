"""References are those of citeproc-py as it comes, byte for byte, whatever was formatted before."""

import random
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from exported_papers import CONTEXT, FULL, flagship_papers
from plain_citeproc import format_plainly

from litatlas.citation.csl_input import citeproc_item
from litatlas.citation.csl_json import csl_item
from litatlas.citation.csl_processor import format_items
from litatlas.citation.csl_values import Values
from litatlas.citation.styles import BUILT_IN
from litatlas.folder.styles import read_styles
from litatlas.resources import templates_folder
from litatlas.settings import CitationSettings, Settings

Item = Mapping[str, Any]
CSL = {name: (templates_folder() / "styles" / f"{name}.csl").read_bytes() for name in BUILT_IN}

TEXTS = (
    "Seeing is believing", "seeing: the light of day", "A study.", "Is it so?", "Wow!", 'The "why" of it', "“Quoted”",
    "GPT-4V and LLaVA", "ÜBER ALLES", "视觉语言模型", "$N$-shot: a_b", "<i>x</i> & co", "*a* _b_ [c](d)",
    '<span class="nocase">iOS</span> x', "3", "0", "12", "IV", "A1", "7-9", "451–466", "1, 3 & 5", "-5", "e12-e19",
    ".", "...", "“", "\x01\x10", "arXiv:2401.00849", "eLife", "https://x.org/a.b?c=1", "10.1/a.b",
)  # fmt: skip
NAMES = (
    {"family": "Berg", "given": "Anna", "non-dropping-particle": "van der"},
    {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
    {"family": "Camões", "given": "Luís de"},
    {"family": "Yin", "given": "Xu-Cheng"},
    {"family": "王", "given": "小明"},
    {"family": "Li", "given": "x."},
    {"literal": "GPT-4 Team"},
    {"literal": ""},
    {"family": "?", "given": "("},
)
DATES = (
    [[2024]], [[2024, 5]], [[2023, 11, 30]], [[2023, 13, 40]], [[0]], [[-44, 3]], [[2020], [2021]],
    [[2020, 1], [2020, 2]], [[]], [],
)  # fmt: skip
TYPES = ("article", "article-journal", "paper-conference", "book", "chapter", "thesis", "report", "webpage", "software")
VARIABLES = (
    *("title", "container-title", "volume", "issue", "page", "number", "edition", "genre", "publisher"),
    *("publisher-place", "DOI", "ISBN", "URL"),
)

OWN_STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" page-range-format="minimal">
<info><title>All</title></info>
<locale xml:lang="en">
  <date form="text"><date-part name="month" suffix=" "/><date-part name="year"/></date>
  <terms><term name="page" form="short"><single>p</single><multiple>pp</multiple></term></terms>
</locale>
<macro name="author">
  <names variable="author"><name form="long" name-as-sort-order="first" and="text" et-al-min="3" et-al-use-first="1"
      et-al-use-last="true"><name-part name="family" text-case="uppercase" font-variant="small-caps"/></name>
    <et-al font-style="italic"/><label form="short" prefix=" (" suffix=")"/>
    <substitute><names variable="editor"/><text variable="container-title"/><text term="anonymous"/></substitute>
  </names>
</macro>
<macro name="term"><text term="accessed" text-case="title"/></macro>
<macro name="numbers">
  <group delimiter="; ">
    <choose>
      <if is-numeric="volume issue" match="any"><group delimiter=" "><label variable="volume"/>
        <number variable="volume" form="roman"/><number variable="issue" form="ordinal"/></group></if>
      <else-if type="book report" variable="edition"><number variable="edition" form="long-ordinal"/></else-if>
      <else-if is-uncertain-date="issued"><text value="about"/></else-if>
      <else><text variable="number" strip-periods="true" vertical-align="sup"/></else>
    </choose>
    <group delimiter=" "><label variable="page" form="short" strip-periods="true"/><text variable="page"/>
      <text variable="page-first" prefix="["/></group>
    <group><text term="in"/><text variable="publisher" font-weight="bold"/></group>
    <group><text macro="term"/></group>
  </group>
</macro>
<bibliography><sort><key macro="author"/></sort><layout suffix="." delimiter=" ">
  <text macro="author" suffix=". "/>
  <text variable="container-title" form="short" font-style="oblique" text-decoration="underline" quotes="true"/>
  <date variable="issued" form="text"><date-part name="month" form="short" font-weight="light"/></date>
  <date variable="issued" form="numeric" date-parts="year-month" prefix="("/>
  <date variable="accessed"><date-part name="year" form="short"/><date-part name="day" form="ordinal"/></date>
  <text variable="title" text-case="sentence" prefix=" “"/>
  <text variable="title" text-case="capitalize-all" suffix="?"/>
  <names variable="author editor" delimiter=" / "><name form="count"/></names>
  <text macro="numbers" prefix=": "/>
</layout></bibliography></style>""".encode()


def odd_items(count: int, seed: int) -> Iterator[Item]:
    """Give items of few shapes and many values, so that items of one shape follow each other with others between."""
    chance = random.Random(seed)
    shapes = [[name for name in VARIABLES if chance.random() < 0.6] for _ in range(12)]
    for _ in range(count):
        item: dict[str, Any] = {name: chance.choice(TEXTS) for name in chance.choice(shapes)}
        item |= {"id": "x", "type": chance.choice(TYPES), "language": chance.choice(("", "de", "en-GB"))}
        for name in ("author", "editor"):
            item[name] = [chance.choice(NAMES) for _ in range(chance.choice((0, 1, 2, 3, 25)))]
        for name in ("issued", "accessed"):
            if chance.random() < 0.7:
                item[name] = {"date-parts": chance.choice(DATES), **({"circa": 1} if chance.random() < 0.2 else {})}
        yield item


def format_all(csl: bytes, language: str, items: list[Item]) -> list[str]:
    return [text for (text,) in format_items([csl], language, items)]


def told_apart(one: list[str], other: list[str], items: list[Item]) -> list[tuple[Item, str, str]]:
    return [pair for pair in zip(items, one, other, strict=True) if pair[1] != pair[2]]


@pytest.mark.parametrize("style", CSL)
def test_every_paper_of_the_flagship_is_cited_as_by_citeproc(style):
    items = [csl_item(paper, CONTEXT) for paper in (*flagship_papers(), FULL)]
    assert told_apart(format_all(CSL[style], "en", items), format_plainly(CSL[style], "en", items), items) == []


@pytest.mark.parametrize("style", CSL)
def test_odd_items_are_cited_as_by_citeproc(style):
    items = list(odd_items(80, seed=len(style)))
    assert told_apart(format_all(CSL[style], "en", items), format_plainly(CSL[style], "en", items), items) == []


COLLECTED = (
    *("american-chemical-society", "american-medical-association", "association-for-computational-linguistics"),
    *("bibtex", "chinese-gb7714-2005-numeric", "din-1505-2", "elsevier-harvard", "gost-r-7-0-5-2008"),
    *("harvard-cite-them-right", "iso690-author-date-fr", "nature", "springer-basic-author-date"),
)
"""Styles of the CSL project that differ much: by number and by name, in five languages, with labels and prefixes."""


@pytest.mark.parametrize("name", COLLECTED)
def test_a_style_of_the_collection_is_followed_as_by_citeproc(name):
    csl = read_styles(Path(), Settings("Survey", citation=CitationSettings((name,))))[name]
    items = list(odd_items(30, seed=len(name)))
    assert told_apart(format_all(csl, "en", items), format_plainly(csl, "en", items, anew=True), items) == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_style_with_all_that_styles_can_ask_for_is_followed_as_by_citeproc(language):
    items = list(odd_items(300, seed=7))
    ours, theirs = format_all(OWN_STYLE, language, items), format_plainly(OWN_STYLE, language, items, anew=True)
    assert told_apart(ours, theirs, items) == []


def test_the_order_of_items_changes_nothing():
    items = list(odd_items(150, seed=3))
    there, back = format_all(OWN_STYLE, "en", items), format_all(OWN_STYLE, "en", items[::-1])
    assert there == back[::-1]
    assert len(set(there)) > 100


def test_what_a_style_changes_in_one_date_it_changes_in_no_other():
    dates = """<date variable="issued" form="text"><date-part name="month" form="short"/></date>
        <date variable="issued" form="text" prefix=", "/>"""
    style = f"""<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info/>
        <bibliography><layout>{dates}</layout></bibliography></style>""".encode()
    items = [{"type": "book", "issued": {"date-parts": [parts]}} for parts in ([2024], [2024, 11], [2024, 11, 5])]
    expected = ["2024, 2024", "Nov. 2024, November 2024", "Nov. 5, 2024, November 5, 2024"]
    assert format_all(style, "en", [*items, *items]) == [*expected, *expected]


def test_threads_format_beside_each_other():
    items = list(odd_items(400, seed=11))
    batches = [items[start : start + 20] for start in range(0, len(items), 20)]
    expected = format_all(OWN_STYLE, "en", items)
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda batch: format_all(OWN_STYLE, "en", batch), batches))
    finally:
        sys.setswitchinterval(often)
    assert [text for texts in found for text in texts] == expected


def test_a_shape_is_the_type_the_language_and_what_conditions_ask():
    def shape(**variables: Any) -> object:
        return Values(citeproc_item({"type": "book", "title": "A", "volume": "3"} | variables, "en")).shape

    assert shape() == shape(title="B", volume="4")
    others = [shape(**change) for change in ({"type": "thesis"}, {"volume": "x"}, {"language": "de"}, {"issue": "1"})]
    assert len({shape(), *others}) == 5
