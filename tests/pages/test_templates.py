"""Every value in a template passes the escape of its target."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, UndefinedError, nodes

from litatlas.pages.environment import FILTERS, Renderer, make_environment, tidy, verbatim
from litatlas.pages.front_matter import front_matter

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "pages").rglob("*.j2"))


def unescaped(source: str) -> list[int]:
    """Give the lines on which a template shows a value that passed no escape."""
    tree = make_environment(DictLoader({})).parse(source)
    shown = [node for output in tree.find_all(nodes.Output) for node in output.nodes]
    values = [node for node in shown if not isinstance(node, nodes.TemplateData)]
    return [node.lineno for node in values if not is_escaped(node)]


def is_escaped(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Filter):
        return node.name in FILTERS
    # A macro's own output has passed its filters.
    return isinstance(node, nodes.Call) and isinstance(node.node, (nodes.Name, nodes.Getattr))


@pytest.mark.parametrize("name", NAMES)
def test_every_value_passes_the_filter_of_its_target(name):
    assert unescaped((TEMPLATES / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.j2")))
def test_no_line_of_a_page_begins_with_the_dot_between_two_facts(name):
    assert " ·" not in (TEMPLATES / name).read_text(encoding="utf-8"), "the blank before it is U+00A0"


@pytest.mark.parametrize("source", ["{{ page.title }}", "\n{% if x %}{{ x | upper }}{% endif %}", "{{ a | md ~ b }}"])
def test_a_value_without_a_filter_is_found(source):
    assert unescaped(source) != []


def test_a_value_that_a_model_does_not_have_stops_the_rendering():
    with pytest.raises(UndefinedError):
        Renderer(DictLoader({"pages/x.md.j2": "{{ page.nothing | md('x') }}"}))("x", object())


def test_a_survey_s_own_template_takes_the_place_of_ours():
    assert (
        Renderer(DictLoader({"pages/x.md.j2": "{{ page | md('x') }}  \n\n\n\nend"}))("x", "*a*") == "\\*a\\*\n\nend\n"
    )


def test_tidying_keeps_the_lines_of_a_persons_text():
    assert tidy("a  \n\n\n" + verbatim("x\n\n\ny") + "\n\n\n") == "a\n\nx\n\n\ny\n"


FRONT = (
    # (values, YAML)
    ({"title": "A: b # c", "empty": "", "n": []}, "title: 'A: b # c'"),
    ({"title": "---", "x": "{{ y }}"}, "title: '---'\nx: '{{ y }}'"),
    ({"title": "视频 😀 é"}, "title: 视频 😀 é"),
    ({"title": "x" * 300 + " " + "y" * 300}, "title: " + "x" * 300 + " " + "y" * 300),
    ({"a": ["no", "2023"], "b": {"doi": "10.1/x"}}, "a:\n- 'no'\n- '2023'\nb:\n  doi: 10.1/x"),
)


@pytest.mark.parametrize(("values", "yaml"), FRONT)
def test_front_matter_is_plain_yaml_without_folding_or_aliases(values, yaml):
    assert front_matter(values) == yaml


def test_a_list_used_twice_is_written_twice():
    same = ["a"]
    assert front_matter({"x": same, "y": same}) == "x:\n- a\ny:\n- a"
