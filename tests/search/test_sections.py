"""Hand-written pages as sections: their anchors are those of the page, their text is without markup."""

import markdown
import pytest

from litatlas.search.sections import Section, plain, sections
from litatlas.text import heading_id

PAGE = """\
---
title: The *field*
---
What stands above.

# The title
First words with a [link](papers/x.md) and `code`.

--8<-- "newest.md"

## Data, & more {#data}
- one
- **two**

```
# no heading
```

## Data
Again.

### Empty
#### Été 视频 ##
Deep.
"""


def test_a_page_becomes_sections_with_anchors():
    assert list(sections({"text/field.md": PAGE})) == [
        Section("text/field.md", "", "The *field*", "The *field*", "What stands above."),
        Section("text/field.md", "", "The title", "The *field*", "First words with a link and code."),
        Section("text/field.md", "data", "Data, & more", "The *field*", "one two # no heading"),
        Section("text/field.md", "data_1", "Data", "The *field*", "Again."),
        Section("text/field.md", "empty", "Empty", "The *field*", ""),
        Section("text/field.md", "ete", "Été 视频", "The *field*", "Deep."),
    ]


def test_anchors_are_those_of_python_markdown():
    made = markdown.Markdown(extensions=["toc", "attr_list", "fenced_code"])
    made.convert(PAGE.partition("---\n")[2].partition("---\n")[2])

    def ids(tokens):
        return [id for token in tokens for id in (token["id"], *ids(token["children"]))]

    found = [section.anchor for section in sections({"x.md": PAGE}) if section.anchor]
    assert ids(made.toc_tokens)[1:] == found


@pytest.mark.parametrize("heading", ["C++ & C#", "  A_b  -c", "视频", "1.2 Été", "---", "a--b__c"])
def test_a_heading_has_the_slug_of_python_markdown(heading):
    from markdown.extensions.toc import slugify as theirs

    assert heading_id(heading) == theirs(heading, "-")


def test_a_page_that_asks_for_it_is_left_out():
    assert list(sections({"a.md": "---\nsearch:\n  exclude: true\n---\n# A\nWords"})) == []


def test_a_page_without_headings_is_named_by_its_path():
    assert list(sections({"guide/x/index.md": "Words"})) == [
        Section("guide/x/index.md", "", "guide/x", "guide/x", "Words")
    ]


def test_front_matter_that_is_not_yaml_is_text():
    (section,) = sections({"a.md": "---\n{: [\n---\nWords"})
    assert "Words" in section.text


MARKUP = (
    ('a ![figure](x.png "t") b', "a figure b"),
    ("[x][y] and [z](a(b)c)", "x and z"),
    ("<div class='a'>in</div> <!-- out --> 1 < 2", "in 1 < 2"),
    ("| a | b |\n|---|:-:|\n| c | d |", "a b c d"),
    ("!!! note\n    Text", "note Text"),
    ("a_b _c_ {: .x }", "a_b c"),
    ("**one**, `two`; 2*3", "one, two; 2 3"),
    ("-   ### Heading\n\n    Text", "Heading Text"),
    ("> quoted\n1. first", "quoted first"),
)


@pytest.mark.parametrize(("text", "words"), MARKUP)
def test_markup_is_taken_away(text, words):
    assert plain(text) == words
