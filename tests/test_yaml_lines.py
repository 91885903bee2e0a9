"""YAML with lines: places, and what is refused."""

import pytest

from litatlas.yaml_lines import YamlMistake, load_located


def test_every_value_knows_its_line():
    located = load_located("title: A\nrelated:\n  limit: 3\neditors:\n- name: B\n- name: C\n")
    assert located.value == {"title": "A", "related": {"limit": 3}, "editors": [{"name": "B"}, {"name": "C"}]}
    assert located.line("related", "limit") == 3
    assert located.line("editors", 1, "name") == 6
    assert located.line("related", "not there") == 2


def test_an_empty_document_is_none():
    assert load_located("# nothing yet\n").value is None


REFUSED = (
    # (text, line, words of the message)
    ("a: 1\nb: [1, 2\nc: 3\n", 3, "did not find expected"),
    ("a: &x [1]\nb: *x\n", 1, "an alias (*name) is not taken here"),
    ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands twice"),
    ("when: 2024-13-45\n", 1, "month must be in 1..12"),
    ("a: \0\n", 1, "control characters are not allowed"),
    ("!!python/object/apply:os.system ['true']\n", 1, "could not determine a constructor"),
)


@pytest.mark.parametrize(("text", "line", "words"), REFUSED)
def test_what_is_not_our_yaml_is_refused_with_its_line(text, line, words):
    with pytest.raises(YamlMistake) as caught:
        load_located(text)
    assert words in str(caught.value)
    assert caught.value.line == line


def test_nesting_without_end_is_refused_not_a_crash():
    with pytest.raises(YamlMistake):
        load_located("[" * 100_000)
