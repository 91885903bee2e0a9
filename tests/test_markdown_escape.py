"""What a record says stands on the page as it is, and starts nothing: rendered with the extensions of a survey."""

from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from litatlas.markup.markdown_escape import code_span, escape_attribute, escape_inside, escape_markdown, link_target
from litatlas.text import strip_controls

EXTENSIONS = (
    "toc",
    "attr_list",
    "md_in_html",
    "tables",
    "def_list",
    "footnotes",
    "admonition",
    "abbr",
    "pymdownx.details",
    "pymdownx.superfences",
    "pymdownx.snippets",
    "pymdownx.emoji",
    "pymdownx.tilde",
    "pymdownx.mark",
)
"""Those of a survey's mkdocs.yml, and some that its author may add."""

CONFIGS = {
    "toc": {"permalink": False},
    "pymdownx.snippets": {"base_path": ["."], "check_paths": True},
    "pymdownx.tilde": {"subscript": False},
}


MARKDOWN = markdown.Markdown(extensions=EXTENSIONS, extension_configs=CONFIGS)


class Shown(HTMLParser):
    """The text that a browser shows, and the elements that it makes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.elements.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.elements.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.elements.append("instruction")


def render(source: str) -> Shown:
    return Shown(MARKDOWN.reset().convert(source))


def normal(text: str) -> str:
    return " ".join(strip_controls(" ".join(text.split())).split())


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- comment --> <?php x ?> <![CDATA[x]]> <!DOCTYPE x>",
    "</div></p> closes",
    "**bold** __bold__ *em* _em_ `code` ``code``",
    "a_b_c snake_case __init__ _x_ *x_y*",
    "A title {.x #y} and {: .x onclick=alert(1) }",
    "text[^1] [^1]: note",
    '--8<-- "secret.txt"',
    ';--8<-- "secret.txt"',
    "!!! note",
    '??? note "x"',
    "| a | b | --- |",
    "costs $5 and $6$",
    "*[HTML]: Hyper Text",
    "[ref]: http://x.example 'title'",
    "[text](javascript:alert(1)) ![x](y) [a][b] [c]",
    ":smile: a:b:c 10:30:15",
    "{{ 7*7 }} {% raw %} {# x #}",
    "---",
    "--- title: x",
    "===",
    "***",
    "* * *",
    "1. one",
    "1986. A great year",
    "1) one",
    "# heading",
    "heading #",
    "C# ## ##",
    "- item",
    "+ item",
    "> quote",
    ": definition",
    "~~~",
    "~~struck~~ ~20%",
    "==marked==",
    "```",
    "<http://x.example> <a@b.example> http://x.example www.x.example",
    "&lt; &amp; &#60; &copy; &copy AT&T Q&A &notanentity;",
    "right \u202eto left",
    "nul \x00 stx \x02amp\x03 wzxhzdk:0 klzzwxh:0001",
    "\x02klzzwxh:0000\x03",
    "back\\slash \\* \\\\ \\",
    "ends with bang!",
    "\ttab and     indented code",
    "line one\n\n# line two\n\n- x",
    "no\xa0break\u2009space",
    "///html",
    "[TOC] [[wiki]] [ ] task [x]",
    "@user #123 \N{PILE OF POO} 视频 عربي é",
    "",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_shown_as_it_is_in_a_paragraph(text: str) -> None:
    shown = render(escape_markdown(text))
    assert (normal(shown.text), set(shown.elements) - {"p"}) == (normal(text), set())


CONTAINERS = (
    # (Markdown around the text, elements that it makes)
    ("{}", {"p"}),
    ("# {}", {"h1"}),
    ("- {}", {"ul", "li"}),
    ("-   {}\n\n    second\n", {"ul", "li", "p"}),
    ("[{}](x.md)", {"p", "a"}),
    ("| h |\n| - |\n| {} |", {"table", "thead", "tbody", "tr", "th", "td"}),
    ('<div class="x" markdown="1">\n\n{}\n\n</div>', {"div", "p"}),
    ('<div class="x" markdown="1">\n\n- <span class="y">{}</span>\n\n</div>', {"div", "ul", "li", "span"}),
    ('<details markdown="1"><summary>s</summary>\n\n1. {}\n\n</details>', {"details", "summary", "ol", "li"}),
)

texts = st.text(max_size=40) | st.lists(
    st.sampled_from([*"\\`*_{}[]()<>#+-.!|~$&:=^\"'?;%/@ \n0a", "--8<--", "&lt;", "{.x}", "[^1]", "<b>", "$x$", "!!!"]),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(("around", "elements"), CONTAINERS)
@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=texts)
@example(text="1.")
@example(text="{.x}")
def test_any_text_is_shown_as_it_is_wherever_it_stands(around: str, elements: set[str], text: str) -> None:
    before, after = around.split("{}")
    shown = render(before + escape_markdown(text) + after)
    plain = render(before + "word" + after)
    assert set(shown.elements) <= elements
    assert normal(shown.text) == normal(plain.text.replace("word", normal(text)))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(first=texts, second=texts)
def test_stretches_around_a_link_keep_their_text_and_the_link(first: str, second: str) -> None:
    shown = render(f"x {escape_inside(first)}[link](y.md){escape_inside(second)}")
    assert normal(shown.text) == normal(f"x {normal_inside(first)}link{normal_inside(second)}")
    assert [tag for tag in shown.elements if tag != "p"] == ["a"]


def normal_inside(text: str) -> str:
    body = normal(text)
    if not body:
        return " " if text and not text.strip() else ""
    return f"{' ' if text[0].isspace() else ''}{body}{' ' if text[-1].isspace() else ''}"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=texts)
def test_any_text_is_shown_as_it_is_in_code_and_in_attributes(text: str) -> None:
    assert render(f"x {code_span(text)}").text.strip() == normal(f"x {normal(text)}")
    shown = render(f'x <span title="{escape_attribute(text)}">y</span>')
    assert (shown.elements, shown.attributes) == (["p", "span"], [("title", normal(text))])


READABLE = (
    # (text, Markdown)
    ("Q&A on C++ and a_b, A -> B (2024): 50% at $5", "Q&A on C++ and a_b, A -> B (2024): 50% at &#36;5"),
    ("AT&T; x < y", "AT&amp;T; x &lt; y"),
    ("MMICL: Empowering [1]", r"MMICL: Empowering \[1\]"),
    ("2023. A year", r"2023\. A year"),
    ("3.5 million", "3.5 million"),
    ("Wow!", "Wow!"),
    ("Learning C#", r"Learning C\#"),
)


@pytest.mark.parametrize(("text", "expected"), READABLE)
def test_only_what_could_mean_something_is_escaped(text: str, expected: str) -> None:
    assert escape_markdown(text) == expected


TARGETS = (
    # (address, as a link target)
    ("https://a.example/x_(y)?a=1&b=[2]#z", "https://a.example/x_%28y%29?a=1&amp;b=%5B2%5D#z"),
    ("https://a.example/*_`\\", "https://a.example/%2A_%60%5C"),
    ("https://a.example/%20é", "https://a.example/%20%C3%A9"),
    ("javascript:alert(1)", ""),
    ("JAVASCRIPT:alert(1)", ""),
    ("data:text/html,x", ""),
    ("//host.example/x", ""),
    ("https://a.example/ onmouseover=x", ""),
)


@pytest.mark.parametrize(("url", "expected"), TARGETS)
def test_a_link_target_ends_nothing_and_has_an_allowed_scheme(url: str, expected: str) -> None:
    assert link_target(url) == expected
