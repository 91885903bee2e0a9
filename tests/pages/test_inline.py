"""Running text keeps its words, formulas and links apart, whatever stands in it."""

import re
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litatlas.model import Mention
from litatlas.pages.inline import Span, excerpt, rich, rich_title, to_markdown

MARKDOWN = markdown.Markdown(
    extensions=["toc", "attr_list", "md_in_html", "tables", "footnotes", "admonition", "pymdownx.superfences"]
)


def mention(text: str, name: str, target: str) -> Mention:
    return Mention("here", target, name, "abstract", text.index(name), text)


ABSTRACT = "Like Flamingo, MMICL ($x$) beats Flamingo-2 at https://a.example/x."


def test_names_of_papers_become_links_where_they_stand():
    mentions = [mention(ABSTRACT, "Flamingo-2", "flamingo-2"), mention(ABSTRACT, "Flamingo", "flamingo")]
    assert to_markdown(rich(ABSTRACT, mentions), "papers/mmicl.md").replace(to_markdown(rich("$x$"), ""), "X") == (
        "Like [Flamingo](flamingo.md), MMICL (X) beats [Flamingo-2](flamingo-2.md)"
        " at [https://a.example/x](https://a.example/x)."
    )


def test_of_two_names_at_one_place_the_longest_is_the_link():
    text = "See Flamingo-2."
    mentions = [mention(text, "Flamingo", "flamingo"), mention(text, "Flamingo-2", "flamingo-2")]
    assert rich(text, mentions)[1] == Span("page", "Flamingo-2", "papers/flamingo-2.md")


def test_a_mention_that_does_not_stand_there_is_no_link():
    stale = Mention("here", "x", "Gemini", "abstract", 4, "")
    assert rich("See Flamingo.", [stale]) == (Span("text", "See Flamingo."),)


def test_an_exclamation_mark_before_a_link_makes_no_image():
    text = "Wow!Flamingo"
    assert to_markdown(rich(text, [mention(text, "Flamingo", "f")]), "papers/a.md") == r"Wow\![Flamingo](f.md)"


def test_an_address_in_a_title_is_no_link():
    assert to_markdown(rich_title("See https://a.example"), "papers/a.md") == "See https://a.example"


def test_a_broken_formula_stands_as_code():
    assert to_markdown(rich(r"a $\frac{$ b"), "") == "a <code>&#36;&#92;frac&#123;&#36;</code> b"


def test_dollars_of_money_stay_dollars():
    assert to_markdown(rich(r"from \$5 to $7 a day"), "") == "from &#36;5 to &#36;7 a day"


SENTENCE = "We train a model of $a b c$ size on pictures and show that it holds."


@pytest.mark.parametrize(
    ("phrase", "room", "shown"),
    [
        ("pictures", 10, "…size on **pictures** and show…"),
        ("pictures", 80, "We train a model of $a b c$ size on **pictures** and show that it holds."),
        ("We train", 9, "**We train** a model…"),
        ("holds.", 8, "…that it **holds.**"),
        ("model", 8, "…train a **model** of $a b c$ size on pictures and show that it holds."),
        ("nothing", 9, SENTENCE),
        (" ", 9, SENTENCE),
        ("", 9, SENTENCE),
    ],
)
def test_an_excerpt_has_whole_words_and_whole_formulas(phrase, room, shown):
    spans = excerpt(SENTENCE, phrase, room)
    wraps = {"strong": "**", "math": "$"}
    assert "".join(f"{wraps.get(s.kind, '')}{s.text}{wraps.get(s.kind, '')}" for s in spans) == shown


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src")]


MARKUP = [
    "**",
    "__",
    "`",
    "!",
    "[a](b)",
    "<b>",
    "</p>",
    "{.x}",
    "{: #y }",
    "&lt;",
    "1. ",
    "# ",
    "<!--",
    "-->",
    "|",
    "[^1]",
]
LINKS = ["https://a.example/*x_(y)", "http://b.example", "javascript:x"]
FORMULAS = ["$x^2$", "$a*b_c$", r"\$", "$"]
OTHER = [" ", "\n", "a", "B", "\x00", "\u202e", '"', "'", "\\", "!!! note", "```", "é", "视"]
pieces = st.lists(st.sampled_from([*MARKUP, *LINKS, *FORMULAS, *OTHER]), max_size=14).map("".join)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(text=pieces, place=st.sampled_from(["{}", "# {}", "-   {}\n\n    x", "[{}](p.md)", "1.  **[{}](p.md)**"]))
def test_running_text_makes_no_element_but_its_own(text, place):
    spans = rich_title(text) if "](" in place else rich(text)
    page = Elements(MARKDOWN.reset().convert(place.format(to_markdown(spans, "papers/a.md"))))
    own = {name for name in page.found if not name.startswith("m")}
    assert own <= {"p", "h1", "ul", "ol", "li", "strong", "a", "span", "code"}
    assert page.attributes <= {"href", "class", "id", "display", "alttext", "stretchy"}
    assert [link for link in page.links if not re.match(r"https?://[ab]\.example|p\.md$", link)] == []
