"""The book of the toy survey: whole, well-formed, linked inside, the same bytes every time."""

import io
import re
import zipfile
from collections import Counter
from functools import cache

import pytest
from msgspec.structs import replace

from epub_files import broken_links, ids_of, trees
from litatlas.epub import make_epub
from litatlas.epub.package import identifier, modified, rights
from litatlas.epub_file import LastBook
from litatlas.model import Author, Paper, PartialDate
from litatlas.offline.memory import Memory
from litatlas.offline.zipping import ZipWriter
from litatlas.pages.environment import Renderer
from litatlas.pages.survey import Survey
from litatlas.pipeline import Built, Run, build
from litatlas.problems import Origin
from litatlas.settings import CitationSettings, EpubSettings, Settings
from litatlas.site import block_files
from toy import LOADER, toy_files, toy_settings

HOME = """\
---
title: Home
---

# Seeing *and* hearing

--8<-- "counts.md"

See [Texformer](papers/texformer.md), [the old one](papers/old-texformer.md), [image](tags/image.md#x),
[About, scope](about.md#scope), [years](years/2023.md), [nothing](nowhere.txt) and [the web](https://x.example/a b).

![A picture](images/one.png) ![Gone](images/two.png) ![Far](https://x.example/y.png)

<details><summary>More</summary><p>folded<br>text</p></details>
<script>alert(1)</script>
"""
ABOUT = "# About\n\n## Scope\n\nAll of it.[^1]\n\n[^1]: Nearly.\n"


@cache
def toy_built() -> Built:
    files = replace(toy_files(), texts={"index.md": HOME, "about.md": ABOUT, "guide/use.md": "Left out."})
    settings = replace(
        toy_settings(), citation=CitationSettings(("apa",)), epub=EpubSettings(("index.md", "about.md", "gone.md"))
    )
    return build(Run(files, settings), LOADER)


def book_of(survey: Survey, *last: object) -> dict[str, bytes]:
    blocks = {path.rpartition("/")[2]: text for path, _, text in block_files(survey, Renderer(LOADER))}
    return dict(make_epub(survey, LOADER, blocks, {"images/one.png": b"PNG"}.get, *last))


@cache
def toy_book() -> dict[str, bytes]:
    return book_of(toy_built().survey)


def text_of(name: str) -> str:
    return toy_book()[f"EPUB/{name}"].decode()


def test_every_file_is_well_formed_and_every_id_stands_once_in_it():
    twice = {
        name: id for name, tree in trees(toy_book()).items() for id, times in Counter(ids_of(tree)).items() if times > 1
    }
    assert twice == {}


def test_every_link_of_the_book_leads_somewhere():
    assert broken_links(toy_book()) == []


def test_every_paper_stands_in_the_book_once():
    found = re.findall(r'<section class="paper" id="p-([^"]+)"', "".join(map(bytes.decode, toy_book().values())))
    assert sorted(found) == [paper.id for paper in toy_built().survey.library]


def test_the_package_lists_every_file_and_the_spine_every_page_in_the_order_of_the_archive():
    package = trees(toy_book())["package.opf"]
    listed = [item.attrib["href"] for item in package.iter("{http://www.idpf.org/2007/opf}item")]
    assert list(toy_book()) == [
        "mimetype",
        "META-INF/container.xml",
        *(f"EPUB/{n}" for n in listed),
        "EPUB/package.opf",
    ]
    ids = {item.attrib["id"]: item.attrib["href"] for item in package.iter("{http://www.idpf.org/2007/opf}item")}
    spine = [ids[item.attrib["idref"]] for item in package.iter("{http://www.idpf.org/2007/opf}itemref")]
    assert spine == [name for name in listed if name.endswith(".xhtml")]
    assert spine[:5] == ["cover.xhtml", "title.xhtml", "nav.xhtml", "text-1.xhtml", "text-2.xhtml"]


def test_a_page_with_formulas_says_so_and_no_other_does():
    package = text_of("package.opf")
    saying = set(re.findall(r'href="([^"]+)" media-type="[^"]+" properties="mathml"', package))
    assert (
        saying == {name for name in trees(toy_book()) if name.endswith(".xhtml") and "<math " in text_of(name)} != set()
    )


def test_a_hand_written_page_keeps_its_links_as_far_as_the_book_or_the_web_has_them():
    text = text_of("text-1.xhtml")
    for link in (
        'href="([a-z0-9-]+).xhtml#p-texformer">Texformer',
        'href="([a-z0-9-]+).xhtml#p-texformer">the old one',
        'href="(tags).xhtml#v-image">image',
        'href="(text-2).xhtml#scope">About, scope',
        'href="https://(.+)/years/2023/">years',
    ):
        assert re.search(link, text), link
    assert '<img src="image-1.png" alt="A picture"/> Gone Far' in text
    assert '<div class="details"><p class="summary">More</p><p>folded<br/>text</p></div>' in text
    assert "alert" not in text
    assert "<h1>Seeing <em>and</em> hearing</h1>" in text.replace(' id="seeing-and-hearing"', "")


def test_a_book_is_the_same_bytes_whatever_order_the_records_come_in():
    files = toy_files()
    turned = replace(files, records=dict(reversed(list(files.records.items()))), texts=toy_built().survey.texts)
    settings = toy_built().survey.settings
    assert book_of(build(Run(turned, settings), LOADER).survey) == toy_book()


def test_the_archive_begins_with_its_type_uncompressed_and_has_no_date_of_the_day(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    written = io.BytesIO()
    LastBook(Memory()).write(ZipWriter(written), None, toy_book().items())
    assert written.getvalue()[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(written) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def paper(id: str, **fields: object) -> Paper:
    return Paper(id, id, f"Title of {id}", Origin("a.yml"), authors=(Author("Doe", "Jo"),), **fields)  # type: ignore[arg-type]


def test_the_book_is_dated_by_the_last_day_that_a_record_names():
    survey = toy_built().survey
    days = re.findall(r'"dcterms:modified">([^<]+)<', text_of("package.opf"))
    assert days == [modified(survey)]
    last = max(date for one in survey.library for date in (one.added, str(one.issued or ""), one.status.date))
    assert days[0].startswith(last)


@pytest.mark.parametrize("date", ["2024-13-45", "soon", ""])
def test_what_is_no_date_is_none_of_the_book(date):
    survey = toy_built().survey
    library = survey.library.regrouped((paper("a", added=date, issued=PartialDate(2020, 5)),), {})
    assert modified(replace(survey, library=library)) == "2020-05-01T00:00:00Z"


def test_the_identifier_is_the_address_or_depends_on_the_title_alone():
    assert identifier(Settings("S", address="https://x.example/")) == "https://x.example/"
    assert identifier(Settings("S", edition="1")) == identifier(Settings("S", edition="2"))
    assert re.fullmatch(
        r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}", identifier(Settings("S"))
    )


def test_a_survey_in_a_language_from_right_to_left_is_turned():
    survey = replace(toy_built().survey, settings=replace(toy_built().survey.settings, language="ar"))
    book = book_of(survey)
    assert b'page-progression-direction="rtl"' in book["EPUB/package.opf"]
    assert b'lang="ar" xml:lang="ar" dir="rtl"' in book["EPUB/title.xhtml"]


LICENCES = (
    # (SPDX name, what it is called, address)
    ("CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
    ("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("MIT", "MIT", ""),
    ("", "", ""),
)


@pytest.mark.parametrize(("name", "called", "address"), LICENCES)
def test_the_licence_is_called_by_its_name(name, called, address):
    assert (rights(name).name, rights(name).address) == (called, address)
