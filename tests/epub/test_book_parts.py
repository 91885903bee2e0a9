"""How a book is cut, and how text becomes XHTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from litatlas.epub.markup import Writer, from_markdown
from litatlas.epub.parts import Group, Named, Value, cut, cut_groups, parts_of
from litatlas.epub.texts import link_from, path_from
from litatlas.epub.xhtml import direction, language_tag, to_xhtml, web_address
from litatlas.pages.inline import rich

LENGTHS = (
    # (papers, most, papers in each file)
    (0, 40, []),
    (40, 40, [40]),
    (41, 40, [20, 21]),
    (2000, 40, [40] * 50),
)


@pytest.mark.parametrize(("papers", "most", "expected"), LENGTHS)
def test_a_chapter_is_cut_into_files_of_about_one_size(papers, most, expected):
    pieces = cut(range(papers), most)
    assert [len(piece) for piece in pieces] == expected
    assert [one for piece in pieces for one in piece] == list(range(papers))


def test_files_of_one_part_have_no_number():
    assert [(part.file, part.suffix) for part, _ in parts_of("tags", ["all"])] == [("tags.xhtml", "")]
    assert [(part.file, part.suffix) for part, _ in parts_of("tags", "ab")] == [
        ("tags.xhtml", " (1 of 2)"),
        ("tags-2.xhtml", " (2 of 2)"),
    ]


def value(slug: str, papers: int) -> Value:
    return Value(slug, slug, tuple(Named(f"papers/{slug}{number}.md", (), "") for number in range(papers)))


def test_an_index_is_cut_between_values_and_a_large_value_goes_on_in_the_next_file():
    groups = [Group("Task", (value("a", 3), value("b", 2))), Group("Method", (value("c", 9),))]
    pieces = [
        [(group.label, one.slug, len(one.papers), one.continued) for group in piece for one in group.values]
        for piece in cut_groups(groups, 4)
    ]
    assert pieces == [
        [("Task", "a", 3, False)],
        [("Task", "b", 2, False)],
        [("Method", "c", 4, False)],
        [("Method", "c", 4, True)],
        [("Method", "c", 1, True)],
    ]


ADDRESSES = (
    # (address, what may stand in a book)
    ("https://x.example", "https://x.example/"),
    ("HTTPS://X.Example:8080/a(b)?q=1&r=ä#s", "https://x.example:8080/a(b)?q=1&r=%C3%A4#s"),
    ("https://x.example/100%", "https://x.example/100%25"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://[::1]/", ""),
    ("https://127.0.0.1/x", "https://127.0.0.1/x"),
    ("https://1.2.3/x", ""),
    ("https://x.example:99999/", ""),
    ("https://me@x.example/", ""),
    ("https://x<y.example/", ""),
    ("javascript:alert(1)", ""),
    ("mailto:a@x.example", "mailto:a@x.example"),
    ("mailto:<a@x>", ""),
)


@pytest.mark.parametrize(("address", "written"), ADDRESSES)
def test_an_address_is_written_by_the_standard_or_not_at_all(address, written):
    assert web_address(address) == written


@given(st.text())
def test_running_text_is_well_formed_whatever_it_says(text):
    root = etree.fromstring(f"<p>{to_xhtml(rich(text), lambda path: path)}</p>")
    assert root.tag == "p"


MARKUP = (
    # (Markdown, XHTML)
    ("a & b < c\x00\x0b", "<p>a &amp; b &lt; c</p>"),
    ("![x](y.png)", '<p><img src="y.png" alt="x"/></p>'),
    ("[x](../a.md) [y](#none)", '<p><a href="../a.md">x</a> y</p>'),
    ("## One {#one}\n\n[y](#one)", '<h2 id="p-one">One</h2>\n<p><a href="#p-one">y</a></p>'),
    ("<button>press</button> <u>this</u>", "<p> <u>this</u></p>"),
    ("<custom-element>kept</custom-element>", "<p>kept</p>"),
    ("<figure><svg><text>1</text></svg><figcaption>x</figcaption></figure>after", "<p>after</p>"),
    ("<s lang='no language'>x</s> <s lang='de'>y</s>", '<p><s>x</s> <s lang="de" xml:lang="de">y</s></p>'),
    (
        '!!! note "Mind"\n    This.',
        '<div class="admonition note">\n<p class="admonition-title">Mind</p>\n<p>This.</p>\n</div>',
    ),
    ("- `b<c`\n- x<br>y", "<ul>\n<li><code>b&lt;c</code></li>\n<li>x<br/>y</li>\n</ul>"),
)


@pytest.mark.parametrize(("markdown", "xhtml"), MARKUP)
def test_a_persons_markdown_is_brought_into_the_form_of_a_book(markdown, xhtml):
    writer = Writer(link=lambda href: href, image=lambda source: source, prefix="p-")
    assert str(writer(from_markdown(markdown))).strip() == xhtml


@given(st.text())
def test_a_persons_markdown_is_well_formed_whatever_it_says(text):
    writer = Writer(link=lambda href: "", image=lambda source: "")
    assert etree.fromstring(f"<div>{writer(from_markdown(text))}</div>").tag == "div"


LINKS = (
    # (page, link, where it leads)
    ("index.md", "papers/a.md", "a.xhtml"),
    ("guide/x.md", "../papers/a.md#abstract", "a.xhtml"),
    ("index.md", "about.md#scope", "about.xhtml#scope"),
    ("index.md", "none.md", ""),
    ("index.md", "https://[", ""),
    ("index.md", "https://x.example/y", "https://x.example/y"),
)


@pytest.mark.parametrize(("page", "href", "expected"), LINKS)
def test_a_link_of_a_hand_written_page_leads_into_the_book(page, href, expected):
    known = {"papers/a.md": "a.xhtml", "about.md": "about.xhtml", "about.md#scope": "about.xhtml#scope"}
    assert link_from(page, href, lambda path: known.get(path, "")) == expected


def test_a_path_is_read_as_a_browser_does():
    assert path_from("a/b/c.md", "../d%20e.png?x#y") == "a/d e.png"


def test_languages_have_their_direction_and_no_other_text_is_one():
    assert [direction(one) for one in ("ar", "he-IL", "en", "")] == ["rtl", "rtl", "", ""]
    assert [language_tag(one) for one in ("zh-Hant", "no language", '"x')] == ["zh-Hant", "", ""]
