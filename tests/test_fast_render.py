"""The fast path of a build: what is converted and filled in is what MkDocs gives; what is not, is MkDocs' own."""

import logging
import os
import posixpath
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.utils import get_relative_url
from mkdocs.utils.meta import get_data

from litatlas.fast_render import writer
from litatlas.fast_render.blocks import Blocks, Converted, flat
from litatlas.fast_render.files import WrittenFile, WrittenPage
from litatlas.fast_render.front import read_front_matter
from litatlas.fast_render.inline import Inline
from litatlas.fast_render.links import Links, UnknownLinkError
from litatlas.fast_render.lists import NotOursError
from litatlas.fast_render.markdown import Markdown
from litatlas.fast_render.places import Place
from litatlas.fast_render.render import FEW, long_pages_first
from litatlas.fast_render.shapes import Shapes
from litatlas.mkdocs_build import build_site_with_mkdocs
from small_sites import SURVEY_SIZE, contents, page, write_main, write_small_site

EXTENSIONS = ("toc", "tables", "fenced_code", "attr_list", "md_in_html", "def_list", "pymdownx.superfences")
ADDRESSES = {
    "papers/here.md": "papers/here/",
    "papers/there.md": "papers/there/",
    "papers/there.bib": "papers/there.bib",
    "tags/video.md": "tags/video/",
}


def converters() -> tuple[Markdown, Blocks, Links]:
    links = Links(ADDRESSES)
    links.enter("papers/here.md", "papers/here/")
    markdown = Markdown(EXTENSIONS, {"toc": {"permalink": True}}, links)
    slugify = partial(markdown.slugify, shapes=Shapes())
    return markdown, Blocks(markdown, Inline(lambda text: markdown(text)[0], links), slugify), links


@pytest.mark.parametrize(
    ("options", "plain"),
    [({}, True), ({"separator": "_"}, False), ({"slugify": lambda words, _separator: words}, False)],
    ids=["as usual", "another separator", "another way"],
)
def test_ids_need_python_markdown_only_where_they_are_not_made_as_usual(options, plain):
    shapes = Shapes()
    assert Markdown(["toc"], {"toc": options}, Links({})).slugify("A b", shapes) in {"a-b", "a_b", "A b"}
    assert shapes.plain_ids is plain


OURS = (
    # Markdown of the kind that generated pages hold
    "# A title: with *no* emphasis\n",
    "# Plain title\n\n## Cite { #cite }\n\nText\n",
    "Words, [a link](there.md) and [another](../tags/video.md); **strong**, *emphasis*, `code`.\n",
    'A paper [named here](here.md), and [its export](there.bib "BibTeX").\n',
    "Characters: \\*a\\* 1 \\< 2 &lt;b> a_b Q&A &amp;amp; \\_x\\_ C# 100% a = b ~ ^ \\[1\\] 1\\. x! "
    "[link](https://a.example/?b&amp;c)\n",
    '<div class="la-byline" markdown="1">\n\n[A](there.md), [B](../tags/video.md)\n\n</div>\n\nAfter\n',
    '<details class="x" markdown="1">\n<summary>Why so</summary>\n\n'
    "-   [A](there.md): “words” (title)\n-   B\n\n</details>\n",
    '<details markdown="1">\n<summary>IEEE · ACM</summary>\n\nWords\n\n</details>\n',
    '<div markdown="1">\n\n<details markdown="1">\n<summary>… and 15 more</summary>\n\nA\n\n</details>\n\n</div>\n',
    '<p class="la-short" markdown="1">Short & good</p>\n',
    "- one\n- two\n- three\n",
    "- one\n\n- two\n- three\n\nText\n",
    "1.  [A](there.md)\n\n    By *somebody*\n\n    - why\n    - and why\n\n2.  B\n\n    C\n",
    "- only one, with\n\n    more\n",
    "```text\n@misc{a,\n  b = {<&\"'>},\n\n  c = \\x *y*\n}\n```\n\nText\n",
    "| A | B |\n|---|---|\n| [x](there.md) | 1 |\n| **y** | 2 |\n| z | 3 |\n\nText\n",
    '<figure class="la-ego">\n<svg viewBox="0 0 1 1">'
    '<a href="../there/"><title>T & U</title></a></svg>\n</figure>\n\nText\n',
    '# Map\n\n<div class="la-graph" id="la-graph" data-head="data.js" hidden></div>\n\nText\n',
    'Text\n\n<div class="a"></div>\n\n<nav></nav>\n\n<div class="b" markdown="1">\n\nWords\n\n</div>\n',
    '<div class="b" markdown="1">\n\nWords\n\n</div>\n\n<div id="a"></div>\n',
    '<div class="a" markdown="1">\n\n<span class="la-mark"></span> **[A](there.md)** '
    '<span class="b">c</span>\n\n</div>\n',
    "To [the explorer](../tags/video.md?author=zhao&amp;sort=year) and [here](here.md?x)\n",
    "One line ·\n[and another](there.md) ·\nand a third\n",
    'Page [2](there.md){ rel="next" } of 3\n',
    '[← Previous](there.md){ rel="prev" } · Page 2 of 3 · [Next →](here.md){ rel="next" }\n',
    'A word {of="it"} [and](there.md) { rel="next" }, [a](here.md){ rel="b" }{ id="c" }\n',
    "<b>Both study</b> one & two\n\n- <i>a</i> [b](there.md)\n- <b>c</b>\n",
    "Long words – of “all” kinds' \u200bjoined\u00a0 by_x blanks: \\\\ \\[x\\] a&b > c\n",
)


@pytest.mark.parametrize("text", OURS)
def test_what_generated_pages_hold_is_converted_as_by_python_markdown(text):
    markdown, blocks, _ = converters()
    whole = markdown(text)[0]
    assert blocks(text).html == whole
    # The second time no shape is new.
    assert blocks(text).html == whole


HEADINGS = (
    # headings, with and without an id of their own
    "# Ünïcode – “x” { #title }", "# Ünïcode – “x”", "# 李明", "# 李明 { #title }", "# C# { #title }", "# C#",
    "# C# is", r"# a_b \*a\* b &amp; c Q&A &#39; x &lt; y > z { #title }", "# a_b &amp; Cd", "# 3. A", "# - a",
    "# a  b", "#  two", "# _x_ y", "# `c` d { #title }", "# <b>x</b>", "# a { .x }", "# A | B", "# x @ y", r"# a\\",
    r"# a\# { #title }",
)  # fmt: skip


@pytest.mark.parametrize("text", HEADINGS)
def test_headings_and_their_entries_in_the_table_of_contents_are_as_python_markdown_makes_them(text):
    markdown, blocks, _ = converters()
    html, tokens = markdown(text)
    assert blocks(text) == Converted(html, tuple(flat(tokens)))
    assert blocks(f"{text}\n\nText\n").headings == tuple(flat(tokens))


def test_python_markdown_is_asked_once_for_all_texts_of_a_shape():
    asked: list[str] = []

    def convert(text: str) -> str:
        asked.append(text)
        return markdown(text)[0]

    markdown, _, links = converters()
    inline = Inline(convert, links)
    for target, words in (("there", "one & all"), ("here", "another"), ("there", "third")):
        inline(f'[← {words}]({target}.md){{ rel="prev" }} · Page 2 of 3')
        assert inline(f"<b>Both study</b> {words}") == f"<b>Both study</b> {words.replace('&', '&amp;')}"
    assert asked == ['[zqword0qz](zqlink1qz){ rel="prev" } zqword2qz', "zq& qz", "<b>zqword0qz</b> zqword1qz"]


OTHERS = (
    # Markdown that people write in notes
    '<details markdown="1">\n<summary>Why *so*</summary>\n\nText\n\n</details>\n',
    "Term\n:   Definition\n",
    "> Quoted\n",
    "Setext\n======\n",
    "    code by indent\n",
    "A [reference][x]\n\n[x]: https://a.example\n",
    "Text\n- no list\n",
    '<div class="a" markdown="1">\nno blank line\n</div>\n',
    "~~~\nfence\n~~~\n",
    "***\n",
    "## Cite\n\n## Cite\n",
    "a\tb\n",
    "<!-- a comment -->\n\nText\n",
    "- a\n\n  continued by two\n",
    "- a\n\n        <code> by indent\n",
    "- a\n    continued\n\n- b\nlazily\n",
    "- a\n\n1. b\n",
    "Two  blanks  between\n\n# a  b\n",
    "Text\n</div>\n",
    '<div class="a" markdown="1">\n\n</div>\n',
    '<div class="a" markdown="1">\n\n<section markdown="1">\n\nText\n\n</div>\n\n</section>\n',
    "<div>\n<div>\n</div>\n</div>\n\nText\n",
    "```text\na\n\n\nb\n```\n\n\nText\n",
    "| A |\n|---|\n| a | b |\n",
)


@pytest.mark.parametrize("text", OTHERS)
def test_anything_else_is_left_to_python_markdown_or_converted_as_by_it(text):
    markdown, blocks, _ = converters()
    try:
        html = blocks(text).html
    except NotOursError:
        return
    assert html == markdown(text)[0]


WORDS = (
    # in place of plain words in an item whose shape is known by then
    "a & b", "a > b", r"\*a\*", "a\u00a0b", "a  b", " a", "a ", "# a", "> a", "- a", "1. a", "10. a", "<i>a</i>",
    "`a`", "`a & b`", "a | b", "@ a", "x@a.example", "[A](there.md)", "[A](here.md)", "[ ] a",
    "a\n    b", "a\n\n        b", "a\n\n        - b", "a\nb", "== a", "```", "{ #a }", "a { .b }", "a_b _c_",
)  # fmt: skip


@pytest.mark.parametrize("words", WORDS)
def test_an_item_of_any_words_is_converted_as_by_python_markdown_once_others_like_it_were(words):
    markdown, blocks, _ = converters()
    lists = (
        "1.  [A](there.md)\n\n    By *{}*, {}\n\n    - {}\n    - <b>why</b> {}\n\n2.  B\n\n    {}\n\n3.  B\n\n    {}\n",
        "-   {}\n-   {}\n\n-   {}\n",
        "- `{}`\n- **[{}](there.md)** \u00b7 {}\n",
    )
    for text in lists:
        blocks(text.replace("{}", "plain words"))
        count = text.count("{}")
        for changed in range(count):
            values = ["plain words"] * count
            values[changed] = words
            page = text.format(*values)
            try:
                html = blocks(page).html
            except NotOursError:
                continue
            assert html == markdown(page)[0]


@pytest.mark.parametrize(
    "target", ["gone.md", "there.md#cite", "/papers/there.md", "there", "there.md?", "there.md?x#y"]
)
def test_a_link_that_mkdocs_would_speak_of_is_left_to_mkdocs(target):
    _, blocks, _ = converters()
    with pytest.raises(UnknownLinkError):
        blocks(f"See [there]({target}).\n")


def test_the_same_words_have_other_addresses_on_another_page():
    _, blocks, links = converters()
    text = "[A](there.md) and [B](here.md)\n"
    assert blocks(text).html == '<p><a href="../there/">A</a> and <a href="./">B</a></p>'
    links.enter("papers/there.md", "papers/there/")
    assert blocks(text).html == '<p><a href="./">A</a> and <a href="../here/">B</a></p>'


@pytest.mark.parametrize("page", ["index", "papers/here", "tags/video", "tags/video/2", "tags/index"])
@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("room", [1, 100])
def test_links_lead_where_mkdocs_lets_them_lead(page, directories, room):
    end = "/" if directories else ".html"
    paths = ["index", "papers/here", "papers/there", "tags/video", "tags/video/2", "tags/video/3", "tags/index"]
    addresses = {f"{path}.md": (f"{path}{end}".replace(f"index{end}", "") or "./") for path in paths}
    addresses |= {"papers/there.bib": "papers/there.bib", "tags/video/x.js": "tags/video/x.js"}
    links = Links(addresses, room)
    # What was found for a page beside it holds here, too.
    for each in (f"{page.removesuffix('index')}zz", page):
        url = addresses.get(f"{each}.md", f"{each}{end}")
        links.enter(f"{each}.md", url)
        for path, address in addresses.items():
            target = posixpath.relpath(path, posixpath.dirname(each) or ".")
            assert links.resolve(target) == get_relative_url(address, url)


@pytest.mark.parametrize("large", [1, 1000])
@pytest.mark.parametrize("before", [None, "short", "content", "CONTENT", "longer content"])
def test_a_file_is_copied_into_the_site_unless_it_is_there_with_that_content(tmp_path, monkeypatch, large, before):
    monkeypatch.setattr(writer, "LARGE", large)
    source, target = tmp_path / "source", tmp_path / "site" / "folder" / "target"
    source.write_text("content")
    if before is not None:
        target.parent.mkdir(parents=True)
        target.write_text(before)
        os.utime(target, (1, 1))
    writer.copy(str(source), str(target))
    assert target.read_text() == "content"
    assert before is None or (target.stat().st_mtime == 1) == (before == "content")


FRONT = (
    "title: Plain words\n",
    "title: 'It''s: a title'\nhide:\n- navigation\n- toc\n",
    "head:\n- name: citation_author\n  content: Zhao, Haozhe\n- rel: item\n  href: https://a.example/b\n",
    "identifiers:\n  arxiv: '2309.07915'\n  doi: 10.1/x\nissued: 2023-09\n",
    "a: yes\nb: 12\nc: 2023-09-01\nd: ~\ne: Null\nf: 1.5\ng: ../x.bib\nh: off\n",
    'a: "double \\u00e9"\nb: word # comment\nc: w#x\nd: "a: b"\n',
    "a:\nb: x\n",
    "a: [1, 2]\nb: {c: d}\n",
    "a: |\n  block\n",
    "a: x\na: y\n",
    "a: 'x\n  y'\n",
    "- a\n- b\n",
    "a: Bad: colon\n",
    "search:\n  exclude: true\n",
)


@pytest.mark.parametrize("front", FRONT)
def test_front_matter_is_read_as_mkdocs_reads_it(front):
    source = f"---\n{front}---\n\n# Title\n"
    assert read_front_matter(source) == get_data(source)


# -- whole builds of a small survey


@pytest.fixture
def survey(tmp_path, monkeypatch) -> Path:
    """A survey of nine pages, for which the fast path is taken all the same."""
    monkeypatch.setattr("litatlas.fast_render.render.LEAST", 2)
    return write_small_site(tmp_path / "my survey")


def both(root: Path, tmp_path: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    fast = contents(build_site_with_mkdocs(root, site=tmp_path / "fast"))
    slow = contents(build_site_with_mkdocs(root, site=tmp_path / "slow", fast=False))
    return fast, slow


def messages(caplog) -> list[str]:
    """Give what our plugin said, without why single pages are rendered."""
    said = [r.getMessage() for r in caplog.records if r.name == "mkdocs.plugins.litatlas"]
    return [text for text in said if " is rendered: " not in text]


def test_a_small_survey_is_as_mkdocs_alone_makes_it(survey, tmp_path, caplog):
    with caplog.at_level(logging.DEBUG, "mkdocs.plugins.litatlas"):
        fast, slow = both(survey, tmp_path)
    assert fast == slow
    assert messages(caplog) == ["litatlas: 9 pages filled in, 0 rendered"]


OVERRIDES = (
    # (what a survey's own main.html does with a page, why its pages get no frame)
    ("{{ page.title | upper }}", "papers/p0.md: the theme changes 'META.TITLE'"),
    ("{{ page.meta.description | striptags }}", "papers/p0.md: the theme changes 'meta.description'"),
    ("{{ page.content | length }}", "papers/p0.md: MkDocs gives"),
    ("{{ page.markdown }}", "papers/p0.md: the theme looks at 'Markdown' of the page"),
    ("{% if page.meta.title == 'Paper 3' %}!{% endif %}{{ page.meta.title | truncate(9) }}", "papers/p0.md: "),
)


@pytest.mark.parametrize(("template", "reason"), OVERRIDES)
def test_a_theme_that_does_more_with_a_page_gives_the_same_site_and_is_told(survey, tmp_path, caplog, template, reason):
    write_main(survey, template)
    fast, slow = both(survey, tmp_path)
    assert fast == slow
    told = next(r.getMessage() for r in caplog.records if r.name == "mkdocs.plugins.litatlas")
    assert told.startswith(f"litatlas: {reason}")
    assert "so all pages of papers/ were rendered one by one" in told


def test_a_theme_that_makes_its_pages_tight_keeps_the_fast_path(survey, tmp_path, caplog):
    write_main(survey, "{{ page.meta.description | e | replace('  ', ' ') }}")
    wide = survey / "docs" / "papers" / "p1.md"
    wide.write_text(page(1).replace("description: It''s", "description: It''s  wide"), encoding="utf-8")
    with caplog.at_level(logging.DEBUG, "mkdocs.plugins.litatlas"):
        fast, slow = both(survey, tmp_path)
    assert fast == slow
    assert messages(caplog) == ["litatlas: 8 pages filled in, 1 rendered"]


def test_a_theme_that_only_places_values_keeps_the_fast_path(survey, tmp_path, caplog):
    write_main(
        survey,
        "{{ page.meta.description | e }} {{ page.canonical_url }} {{ page.file.src_uri }} {{ page.url }}"
        "{{ page.toc | length }}",
    )
    with caplog.at_level(logging.DEBUG, "mkdocs.plugins.litatlas"):
        fast, slow = both(survey, tmp_path)
    assert fast == slow
    assert messages(caplog) == ["litatlas: 9 pages filled in, 0 rendered"]


def test_a_template_that_lists_all_pages_sees_all_pages(survey, tmp_path):
    (survey / "theme" / "404.html").write_text(
        "{% for file in pages %}{{ file.page.title }} {{ file.page.meta.page }} {{ file.url }}\n{% endfor %}",
        encoding="utf-8",
    )
    fast, slow = both(survey, tmp_path)
    assert fast["404.html"] == slow["404.html"]
    assert fast["404.html"].count(b"\n") == SURVEY_SIZE + 2


def test_a_hook_on_pages_turns_the_fast_path_off_and_is_named(survey, tmp_path, caplog):
    (survey / "hook.py").write_text(
        "def on_post_page(output, **_):\n    return output + '<!-- x -->'\n", encoding="utf-8"
    )
    mkdocs = survey / "mkdocs.yml"
    mkdocs.write_text(mkdocs.read_text(encoding="utf-8") + "hooks: [hook.py]\n", encoding="utf-8")
    with caplog.at_level(logging.DEBUG, "mkdocs.plugins.litatlas"):
        fast, slow = both(survey, tmp_path)
    assert fast == slow
    assert messages(caplog) == [
        "litatlas: pages are rendered one by one, which takes longer: the hook 'hook.py' may treat each page"
        " differently (post_page)"
    ]


def test_a_hook_that_looks_at_the_finished_site_finds_all_pages(survey):
    (survey / "hook.py").write_text(
        "from pathlib import Path\n\ndef on_post_build(config, **_):\n"
        "    pages = sorted(file.parent.name for file in Path(config.site_dir, 'papers').rglob('p*/index.html'))\n"
        "    Path(config.site_dir, 'pages.txt').write_text(' '.join(pages))\n",
        encoding="utf-8",
    )
    mkdocs = survey / "mkdocs.yml"
    mkdocs.write_text(mkdocs.read_text(encoding="utf-8") + "hooks: [hook.py]\n", encoding="utf-8")
    site = build_site_with_mkdocs(survey)
    assert (site / "pages.txt").read_text().split() == [f"p{number}" for number in range(SURVEY_SIZE)]


def test_a_form_that_no_sampled_page_has_costs_few_pages_a_second_look(survey, tmp_path, monkeypatch):
    monkeypatch.setattr("litatlas.fast_render.framing.SAMPLES", 2)
    monkeypatch.setattr("litatlas.fast_render.render.PAGES_A_TASK", 1)
    monkeypatch.setattr("litatlas.fast_render.render.TASKS_AHEAD", 1)
    handed_out = []

    def write(task):
        handed_out.extend(place.source for place in task.pages)
        return writer.write_pages(task)

    monkeypatch.setattr("litatlas.fast_render.render.write_pages", write)
    for number in range(1, 30):
        text = page(number).replace("# Paper", "# A\n\n## B\n\n# Paper")
        (survey / f"docs/papers/p{number}.md").write_text(text, encoding="utf-8")
    fast, slow = both(survey, tmp_path)
    assert fast == slow
    forms = 2  # with one author, and with more
    assert len(handed_out) <= 30 + forms * FEW


def test_a_broken_link_of_a_generated_page_is_told_by_mkdocs(survey, tmp_path, caplog):
    paper = survey / "docs" / "papers" / "p4.md"
    paper.write_text(paper.read_text(encoding="utf-8").replace("(p5.md)", "(gone.md)"), encoding="utf-8")
    fast, slow = both(survey, tmp_path)
    assert fast == slow
    told = [r.getMessage() for r in caplog.records if "gone.md" in r.getMessage()]
    assert (
        told
        == [
            "Doc file 'papers/p4.md' contains a link 'gone.md', but the target 'papers/gone.md' is not found among"
            " documentation files."
        ]
        * 2
    )


def test_a_link_to_a_place_that_a_generated_page_has_not_is_told(survey, tmp_path, caplog):
    (survey / "docs" / "index.md").write_text(
        "# Home\n\n[A](papers/p1.md#cite) [B](papers/p1.md#no)\n", encoding="utf-8"
    )
    build_site_with_mkdocs(survey, site=tmp_path / "fast")
    assert [r.getMessage() for r in caplog.records if "anchor" in r.getMessage()] == [
        "Doc file 'index.md' contains a link 'papers/p1.md#no', but the doc 'papers/p1.md' does not contain an anchor"
        " '#no'."
    ]


def test_an_extension_that_changes_words_is_honoured(survey, tmp_path, caplog):
    mkdocs = survey / "mkdocs.yml"
    text = mkdocs.read_text(encoding="utf-8").replace("tables]", "tables, smarty]")
    mkdocs.write_text(text, encoding="utf-8")
    paper = survey / "docs" / "papers" / "p4.md"
    paper.write_text(paper.read_text(encoding="utf-8") + '\n"Quoted" -- so\n', encoding="utf-8")
    with caplog.at_level(logging.DEBUG, "mkdocs.plugins.litatlas"):
        fast, slow = both(survey, tmp_path)
    assert fast == slow
    assert "“Quoted” – so".encode() in fast["papers/p4/index.html"] or b"&ldquo;Quoted" in fast["papers/p4/index.html"]
    assert messages(caplog) == ["litatlas: 9 pages filled in, 0 rendered"]


def test_mkdocs_yml_can_turn_it_off(survey):
    mkdocs = survey / "mkdocs.yml"
    text = mkdocs.read_text(encoding="utf-8").replace("  - litatlas\n", "  - litatlas: {fast: false}\n")
    mkdocs.write_text(text, encoding="utf-8")
    from litatlas.mkdocs_build import load_mkdocs

    assert load_mkdocs(survey).plugins["litatlas"].config.fast is False
    assert load_config(str(mkdocs)).plugins["litatlas"].config.fast is False


def test_processes_end_together_because_folders_of_short_pages_come_last():
    paths = ("papers/a.md", "papers/b.md", "years/2020.md", "papers/c.md", "tags/x.md", "tags/y.md")
    ordered = long_pages_first([Place(path, "", "") for path in paths])
    assert [place.source for place in ordered] == [
        *("years/2020.md", "tags/x.md", "tags/y.md"),
        *("papers/a.md", "papers/b.md", "papers/c.md"),
    ]


def test_a_file_that_mkdocs_found_is_left_alone_until_it_is_given_back(tmp_path):
    file = File("papers/a.md", str(tmp_path), str(tmp_path / "site"), use_directory_urls=True)
    before = (file.dest_uri, file.url, file.name, *map(vars(file).get, ("src_uri", "inclusion")))
    taken = WrittenFile.of(file, (MkDocsConfig(), Files([file])))
    assert taken is file
    assert (taken.is_page, taken.is_documentation_page(), taken.is_static_page()) == (True, False, False)
    assert type(taken.page) is WrittenPage
    assert (type(taken.original), taken.original.url) == (File, file.url)
    given = taken.back()
    assert (type(given), given.page, given.is_documentation_page()) == (File, None, True)
    assert (given.dest_uri, given.url, given.name, *map(vars(given).get, ("src_uri", "inclusion"))) == before


def test_processes_that_fill_in_pages_start_without_the_rest_of_the_program():
    script = "import sys, litatlas.fast_render.writer; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "litatlas.fast_render.blocks" in loaded
    assert loaded.isdisjoint(
        {"numpy", "scipy", "jinja2", "litatlas.pages", "litatlas.store.writing", "mkdocs.commands"}
    )
