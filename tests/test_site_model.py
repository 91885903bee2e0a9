"""The site as texts by path: complete, without clashes, the same for the same records, dead where they are hostile."""

import re
from collections import deque
from html.parser import HTMLParser
from posixpath import join, normpath

import markdown
import pytest
import yaml
from msgspec.structs import replace

from litatlas.facets import FACETS
from litatlas.identity.permalink import Entry, Ledger, State
from litatlas.library import Library
from litatlas.pages import Survey
from litatlas.pipeline import Run, assemble
from litatlas.problems import Problems
from litatlas.related import Relations
from litatlas.settings import PageSettings, Settings
from litatlas.site import PathClashError, build_site
from litatlas.vocabulary.taxonomy import Vocabulary
from toy import LOADER, texts, toy_files, toy_settings, toy_site, toy_survey

EXTENSIONS = (
    "toc",
    "attr_list",
    "md_in_html",
    "tables",
    "def_list",
    "footnotes",
    "admonition",
    "pymdownx.details",
    "pymdownx.superfences",
    "pymdownx.snippets",
)
CONFIGS = {"pymdownx.snippets": {"base_path": ["."], "check_paths": True}}

PAGES = sorted(path for path in toy_site()[0] if path.startswith("docs/") and path.endswith(".md"))


class Page(HTMLParser):
    """The elements, links and text of a rendered page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "xlink:href")]

    def handle_data(self, data):
        self.text += data


def parts(text: str) -> tuple[dict, str]:
    _, front, body = text.split("---\n", 2)
    return yaml.safe_load(front), body


def rendered(path: str) -> Page:
    body = parts(toy_site()[0][path])[1]
    return Page(markdown.markdown(body, extensions=list(EXTENSIONS), extension_configs=CONFIGS))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_front_matter_that_says_what_it_is(path):
    front = parts(toy_site()[0][path])[0]
    assert front["generated"] == "litatlas"
    assert front["page"] in (
        *("paper", "listing", "facet", "papers", "theme", "themes", "graph"),
        *("downloads", "search", "reading-list", "explore", "redirect", "tombstone"),
    )
    assert front["title"]
    assert "\n" not in front["title"]


@pytest.mark.parametrize("path", PAGES)
def test_every_link_between_pages_leads_to_a_page(path):
    page = rendered(path)
    files = toy_site()[0]
    folder = path.rpartition("/")[0]
    # As a browser has it: a page is a folder of its own, but an index.
    address = folder if path.endswith("/index.md") else path.removesuffix(".md")
    for link in page.links:
        if re.match(r"https?://|#", link):
            continue
        goal = normpath(join(folder, link.partition("?")[0]))
        # Links in figures are addresses of folders; those in Markdown name files: pages, exports, feeds.
        assert goal in files or (link.endswith("/") and f"{normpath(join(address, link))}.md" in files), link


ELEMENTS = """
figcaption path circle marker defs tspan table thead tbody tr th td
h1 h2 h3 h4 p div section a ul ol li strong b em code pre mark kbd noscript span br details summary
figure svg title desc g rect text line
math mrow mi mo mn msup msub mfrac mtext mspace
"""
ATTRIBUTES = """
class href xlink:href id lang rel display alttext stretchy viewbox width height role aria-labelledby aria-label
x y x1 y1 x2 y2 stroke fill text-anchor font-size d cx cy r refx refy markerwidth markerheight orient marker-end
stroke-width data-format data-head data-offline hidden open name title data-search-exclude
"""


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_an_element_attribute_or_scheme_that_a_record_brought(path):
    page = rendered(path)
    assert set(page.tags) - set(ELEMENTS.split()) == set()
    assert page.attributes - set(ATTRIBUTES.split()) == set()
    assert [link for link in page.links if re.match(r"(?!https?:)[\w+-]+:", link)] == []
    assert page.tags.count("h1") == 1
    # Code blocks stand in the cite box, fenced, and one in a person's notes: any other is Markdown with a wrong indent.
    fenced = parts(toy_site()[0][path])[1].count("\n```text\n")
    assert page.tags.count("pre") == fenced + (path == "docs/papers/texformer.md")


def test_a_hostile_record_is_shown_as_it_was_written():
    page = rendered("docs/papers/hostile.md")
    paper = toy_survey()[0].library.by_id["hostile"]
    assert paper.title in page.text
    for line in ("1. one", "# heading", '--8<-- "secret.txt"', "<img src=x onerror=alert(1)>", "{{ config }}"):
        assert line in page.text


def test_every_page_and_block_ends_with_one_line_break_and_has_no_blank_at_a_line_end():
    for path, text in toy_site()[0].items():
        if not path.endswith(".md"):
            continue
        assert re.search(r"[^\n]\n\Z", text), path
        assert not re.search(r"[ \t]$", text, re.MULTILINE), path


def test_every_paper_stands_in_every_listing_that_it_belongs_to():
    library, files = toy_survey()[0].library, toy_site()[0]
    for paper in library:
        assert f"]({paper.id}.md)" in files["docs/papers/index.md"]
        for facet in FACETS:
            for value in facet.values(paper):
                path = f"docs/{facet.folder}/{library.slug(facet.key, value)}.md"
                assert f"](../papers/{paper.id}.md)" in files[path], path


@pytest.mark.parametrize("path", [path for path in PAGES if "/authors/" not in path])
def test_an_entry_of_a_listing_is_one_item_with_all_its_parts(path):
    entries = toy_site()[0][path].count("\n-   **[")
    html = markdown.markdown(parts(toy_site()[0][path])[1], extensions=list(EXTENSIONS), extension_configs=CONFIGS)
    listing = html.partition('<div class="la-listing">')[2].partition("</div>")[0]
    assert re.sub(r"<li>.*?</li>", "", listing, flags=re.DOTALL).split() == (["<ul>", "</ul>"] if entries else [])


def test_the_whole_list_of_authors_is_on_the_page():
    page = rendered("docs/papers/many.md")
    assert [name for name in (f"N{number} Author" for number in range(40)) if name not in page.text] == []


def test_the_abstract_comes_before_tags_and_related_papers():
    text = toy_site()[0]["docs/papers/texformer.md"]
    order = ["# TexFormer", "la-byline", "la-imprint", "la-links", "## Abstract", "la-tags", "## Related papers"]
    order += ["## Notes", "la-evidence", "la-record"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("quoted", "heading", "named"),
    [
        (("arabic-images", "shipin"), "", []),
        (("shipin",), "## Also named by { #named-by }", ["arabic-images"]),
        ((), "## Named by { #named-by }", ["shipin", "arabic-images"]),
    ],
)
def test_who_names_a_paper_is_said_once(quoted, heading, named):
    survey = toy_survey()[0]
    related = dict(survey.relations.related)
    related["texformer"] = tuple(one for one in related["texformer"] if one.id in quoted)
    files = texts(build_site(replace(survey, relations=replace(survey.relations, related=related)), LOADER))
    text = files["docs/papers/texformer.md"]
    assert re.findall(r"^## .*[Nn]amed by.*$", text, re.MULTILINE) == ([heading] if heading else [])
    mentions = text.partition("la-mentions")[2].partition("</div>")[0]
    assert re.findall(r"\]\(([\w-]+)\.md\)", mentions) == named


def test_the_same_records_in_any_order_give_the_same_bytes():
    files = toy_files()
    shuffled = replace(files, records=dict(reversed(files.records.items())))
    survey = assemble(Run(shuffled, toy_settings(), Problems()))
    assert texts(build_site(survey, LOADER)) == toy_site()[0]


def test_a_long_listing_is_cut_into_linked_pages_with_titles_of_their_own():
    survey = toy_survey()[0]
    small = replace(survey, settings=replace(survey.settings, pages=PageSettings(per_page=5)))
    files = texts(build_site(small, LOADER))
    pages = [files[path] for path in ("docs/papers/index.md", "docs/papers/page/2.md", "docs/papers/page/3.md")]
    assert "docs/papers/page/4.md" not in files
    assert [parts(page)[0]["title"] for page in pages] == [
        "All papers",
        "All papers (page 2 of 3)",
        "All papers (page 3 of 3)",
    ]
    pagers = [page[page.index('<div class="la-pager"') :].split("\n")[2] for page in pages]
    assert pagers == [
        'Page 1 of 3 · [Next →](page/2.md){ rel="next" }',
        '[← Previous](../index.md){ rel="prev" } · Page 2 of 3 · [Next →](3.md){ rel="next" }',
        '[← Previous](2.md){ rel="prev" } · Page 3 of 3',
    ]
    assert sum(page.count("\n-   **[") for page in pages) == len(survey.library)


def test_a_survey_without_papers_has_all_its_pages():
    empty = Survey(Settings("Empty"), Library((), {}), Vocabulary(), Relations(), Ledger())
    files = texts(build_site(empty, LOADER))
    assert sorted(path for path in files if path.endswith(".md")) == [
        ".litatlas/blocks/cite.md",
        ".litatlas/blocks/counts.md",
        ".litatlas/blocks/facets.md",
        ".litatlas/blocks/map.md",
        ".litatlas/blocks/named.md",
        ".litatlas/blocks/newest.md",
        ".litatlas/blocks/themes.md",
        ".litatlas/blocks/timeline.md",
        ".litatlas/blocks/venues.md",
        "docs/authors/index.md",
        "docs/downloads/index.md",
        "docs/explore/index.md",
        "docs/graph/index.md",
        "docs/papers/index.md",
        "docs/reading-list/index.md",
        "docs/search/index.md",
        "docs/tags/index.md",
        "docs/themes/index.md",
        "docs/venues/index.md",
        "docs/years/index.md",
    ]
    assert "The survey has no papers yet." in files["docs/papers/index.md"]


def with_rows(*rows: Entry) -> Survey:
    survey = toy_survey()[0]
    return replace(survey, ledger=survey.ledger.with_entries(*rows))


def test_two_things_on_one_path_are_refused_and_both_are_named():
    survey = with_rows(Entry("paper", "smile", "x", state=State.TOMBSTONE))
    with pytest.raises(PathClashError) as caught:
        deque(build_site(survey, LOADER))
    assert str(caught.value) == (
        "paper 'smile' and the tombstone of a paper both give the file 'docs/papers/smile.md'; nothing was written;"
        " give one of them another id in its record or vocabulary.yml"
    )


def test_two_paths_that_differ_in_case_alone_are_refused():
    survey = with_rows(Entry("tag", "IMAGE", "image"))
    with pytest.raises(PathClashError) as caught:
        deque(build_site(survey, LOADER))
    assert (caught.value.path, caught.value.first) == ("docs/tags/IMAGE.md", "tag 'Image'")


def test_a_published_listing_without_papers_keeps_its_page():
    assert "No paper of the survey stands under this tag at present." in toy_site()[0]["docs/tags/sound.md"]


def test_a_redirect_names_its_target_for_the_theme_and_links_to_it_for_everybody():
    front, body = parts(toy_site()[0]["docs/papers/old-texformer.md"])
    assert front == {
        "title": "TexFormer: O(n logn) Attention for d_model > 10^3",
        "generated": "litatlas",
        "page": "redirect",
        "redirect": "papers/texformer/",
        "template": "redirect.html",
        "search": {"exclude": True},
    }
    assert "](texformer.md)" in body
    assert parts(toy_site()[0]["docs/authors/z-angstrom.md"])[0]["redirect"] == "authors/zoe-angstrom/"


def test_a_tombstone_says_what_stood_there_and_why_it_is_gone():
    page = rendered("docs/papers/gone-paper.md")
    for part in ("<Paper>", "Gone et al., 2020", "The *authors* asked for it on 2025-03-01."):
        assert part in page.text
    assert page.links == ["index.md"]
