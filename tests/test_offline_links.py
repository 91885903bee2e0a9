"""Links that name files: what changes, and that nothing else does."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litatlas.offline_links import OfflineLinks, offline_address

PAGE = "papers/mmicl/index.html"
FILES = frozenset(
    {
        "index.html",
        "papers/index.html",
        "papers/mmicl/index.html",
        "papers/clip/index.html",
        "papers/mmicl.bib",
        "search/index.html",
        "guide/Ein Überblick/index.html",
        "feed.xml",
    }
)
HOME = "https://survey.example/p/"

ADDRESSES = (
    # (address on the page of MMICL, address in a folder)
    ("../clip/", "../clip/index.html"),
    ("../clip", "../clip/index.html"),
    ("../clip/#related", "../clip/index.html#related"),
    ("../../search/?q=a/b#top", "../../search/index.html?q=a/b#top"),
    ("../..", "../../index.html"),
    ("../../", "../../index.html"),
    ("..", "../index.html"),
    (".", "./index.html"),
    ("./", "./index.html"),
    ("./#cite", "./index.html#cite"),
    ("../../guide/Ein%20%C3%9Cberblick/", "../../guide/Ein%20%C3%9Cberblick/index.html"),
    # What names a file already, and what leads elsewhere, stays.
    ("", ""),
    ("#cite", "#cite"),
    ("?q=a", "?q=a"),
    ("../mmicl.bib", "../mmicl.bib"),
    ("../../feed.xml", "../../feed.xml"),
    ("../clip/index.html", "../clip/index.html"),
    ("https://survey.example/p/papers/clip/", "https://survey.example/p/papers/clip/"),
    ("//other.example/", "//other.example/"),
    ("/p/papers/clip/", "/p/papers/clip/"),
    ("mailto:ada@survey.example", "mailto:ada@survey.example"),
    # What the folder does not have is where the survey is published.
    ("../../downloads/survey.zip", "https://survey.example/p/downloads/survey.zip"),
    ("../gone/?a#b", "https://survey.example/p/papers/gone/?a#b"),
)


def offline_page(html, page, files, home=""):
    return OfflineLinks(files, home).page(html, page)[0]


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_an_address_names_a_file(address, expected):
    assert offline_address(address, PAGE, FILES, HOME) == expected


def test_without_an_address_of_the_survey_a_link_to_what_is_not_there_stays():
    assert offline_address("../gone/", PAGE, FILES) == "../gone/"


CHANGED = (
    # (HTML, the same with links that name files)
    ('<a href="../clip/">CLIP</a>', '<a href="../clip/index.html">CLIP</a>'),
    ("<A\n CLASS=x HREF = '../clip/' >", '<A\n CLASS=x HREF = "../clip/index.html" >'),
    ("<a href=../clip/>", '<a href="../clip/index.html">'),
    (
        '<a title="<a href=\'../clip/\'>" href="../clip/">',
        '<a title="<a href=\'../clip/\'>" href="../clip/index.html">',
    ),
    ('<a href="../../search/?q=a&amp;x=&quot;">', '<a href="../../search/index.html?q=a&amp;x=&quot;">'),
    (
        '<svg><a xlink:href="../clip/"><circle/></a></svg>',
        '<svg><a xlink:href="../clip/index.html"><circle/></a></svg>',
    ),
    ('<form action="../../search/" method="get">', '<form action="../../search/index.html" method="get">'),
    ('<link rel="next" href="../clip/">', '<link rel="next" href="../clip/index.html">'),
    (
        '<noscript><meta http-equiv="refresh" content="0; url=../clip/"></noscript>',
        '<noscript><meta http-equiv="refresh" content="0; url=../clip/index.html"></noscript>',
    ),
    ("<title>1 < 2</title><a href='../clip/'>", '<title>1 < 2</title><a href="../clip/index.html">'),
    ("a < b <a href='../clip/'>", 'a < b <a href="../clip/index.html">'),
)


@pytest.mark.parametrize(("html", "expected"), CHANGED)
def test_a_link_of_a_page_names_a_file(html, expected):
    assert offline_page(html, PAGE, FILES, HOME) == expected


@pytest.mark.parametrize(
    "html",
    [
        '<!-- <a href="../clip/"> -->',
        '<!-- <a href="../clip/">',
        "<script>var a = '<a href=\"../clip/\">';</script>",
        '<script type="application/ld+json">{"a": "<a href=\'../clip/\'>"}</script>',
        "<title><a href='../clip/'></title>",
        "<textarea><a href='../clip/'></textarea>",
        "<p title=\"<a href='../clip/'>\">",
        "<p title='\"' data-x=\"'\" class=it's><b title=\"<a href='../clip/'>\">",
        '<a data-href="../clip/">',
        '<abbr href="../clip/">',
        '<meta name="description" content="0; url=../clip/">',
        '<a href="../clip/"',
        '<link rel="canonical" href="https://survey.example/p/papers/mmicl/">',
    ],
)
def test_what_is_no_link_stays(html):
    assert offline_page(html, PAGE, FILES, HOME) == html


PIECES = st.sampled_from(
    [
        *(
            "<a href='../clip/'>",
            '<a title=">" href="../clip/#x">',
            "<a href=../clip/>",
            "</a>",
            "</a title='",
            "<p>",
            "<p class=a'b>",
        ),
        *('<p title="', "<p title='", "<!--", "-->", "<script>", "</script>", "<style>", "</style>", "<title>"),
        *("</title>", '"', "'", ">", "<", "=", "/", " ", "x", "&lt;", "<br/>", "<b", "a < b"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_a_browser_takes_for_a_link_is_mended_and_nothing_else(html):
    before, after = parsed(html), parsed(offline_page(html, PAGE, FILES, HOME))
    assert [(tag, mended(tag, attributes), text) for tag, attributes, text in before] == after


def parsed(html):
    """Give the elements that a browser makes of a page, with their attributes and text."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [(str(one.tag), dict(one.attrib), (one.text, one.tail)) for one in tree.iter()]


def mended(tag, attributes):
    linking = {"a": "href", "form": "action", "link": "href"}.get(tag)
    return {
        name: offline_address(value, PAGE, FILES, HOME) if name == linking else value
        for name, value in attributes.items()
    }


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["index.html", "papers/index.html", PAGE, "papers/clip/index.html", "papers/x/y/index.html"]
            ),
            st.lists(st.sampled_from([address for address, _ in ADDRESSES]), max_size=4),
        ),
        max_size=6,
    )
)
def test_a_page_comes_out_the_same_and_asks_the_same_after_whatever_others(pages):
    links = OfflineLinks(FILES, HOME)
    for page, addresses in pages:
        html = "".join(f'<a href="{address}">' for address in addresses)
        assert links.page(html, page) == OfflineLinks(FILES, HOME).page(html, page)


def test_a_page_says_by_which_paths_it_asked_for_files():
    html = '<a href="../clip/#x"><a href="../gone.bib"><a href="#top"><a href="https://other.example/">'
    asked = {"papers/clip/index.html", "papers/gone.bib", "papers/gone.bib/index.html"}
    assert OfflineLinks(FILES, HOME).page(html, PAGE)[1] == asked
