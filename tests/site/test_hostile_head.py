"""Whatever a record says, it stands in a page's head as text: the toy survey's nasty records, built by MkDocs."""

import shutil

import pytest

from litatlas.app import generate
from litatlas.markup.mathml import plain_text
from litatlas.mkdocs_build import build_site_with_mkdocs
from page_head import Head, head
from toy import FOLDER, toy_survey

pytestmark = pytest.mark.slow

MKDOCS = """\
site_name: Toys & Co.
site_url: https://toys.example/survey/
theme: {name: material, font: false, custom_dir: .litatlas/theme}
markdown_extensions: [attr_list, md_in_html, tables]
validation: {links: {not_found: ignore, anchors: ignore}}
"""


@pytest.fixture(scope="module")
def heads(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Head]:
    survey = tmp_path_factory.mktemp("hostile") / "survey"
    shutil.copytree(FOLDER, survey)
    (survey / "docs").mkdir()
    (survey / "docs" / "index.md").write_text("# Toys\n", encoding="utf-8")
    (survey / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    generate(survey)
    site = build_site_with_mkdocs(survey)
    return {paper.id: head(site / "papers" / paper.id / "index.html") for paper in toy_survey()[0].library}


def test_titles_names_and_abstracts_arrive_as_they_are(heads):
    for paper in toy_survey()[0].library:
        found = heads[paper.id]
        assert found.values("citation_title") == [plain_text(paper.title)]
        assert found.values("citation_abstract") == ([plain_text(paper.abstract)] if paper.abstract else [])
        assert [plain_text(author.name) for author in paper.authors] == [
            one["name"] for one in found.data[0].get("author", [])
        ]
        assert found.data[0]["name"] == plain_text(paper.title)


def test_no_value_of_a_record_becomes_an_element(heads):
    # The same elements, however the records read: markup in a value would add some.
    counted = {id: sum(tag == "script" for tag in found.elements) for id, found in heads.items()}
    assert set(counted.values()) == {counted["video-sprak"]}
    assert {id for id, found in heads.items() if "svg" in found.elements or "img" in found.elements} == set()
