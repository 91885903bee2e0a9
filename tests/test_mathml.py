"""Formulas become MathML that nothing in Markdown can damage, or stay readable."""

# ruff: noqa: S314 - what is parsed was made here
import re
from xml.etree import ElementTree

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litatlas.markup.mathml import broken_math, plain_text, to_mathml, to_plain

FORMULAS = (
    # (TeX, the elements of its MathML in order)
    ("I^2L", "math msup mi mn mi"),
    (r"20.6\times", "math mn mo"),
    ("a*b_c*d", "math mi mo msub mi mi mo mi"),
    ("a<b", "math mi mo mi"),
)


@pytest.mark.parametrize(("tex", "elements"), FORMULAS)
def test_a_formula_becomes_mathml(tex, elements):
    found = re.findall(r"<(m\w+)", to_mathml(tex))
    assert [name for name in found if name != "mrow"] == elements.split()


BROKEN = ("{", r"\left(", r"\OurMethod{x}", r"\text{<script>}", "", " ", "x" * 1001, "{" * 900, "a_b_c", r"\begin{x}")


@pytest.mark.parametrize("tex", BROKEN)
def test_broken_tex_gives_no_mathml(tex):
    assert to_mathml(tex) is None


def test_no_link_style_or_class_passes_through_a_formula():
    shown = to_mathml(r"\href{javascript:alert(1)}{x} \class{evil}{y} \style{color:red}{z}") or ""
    assert "javascript" not in re.sub(r'alttext="[^"]*"', "", shown)
    assert not re.search(r"(?:href|style|class)=", shown.replace('<span class="la-math">', ""))


PLACES = ("{}", "# {}", "[{}](x.md)", "- {}", "x {} *y* {}", '<div markdown="1">\n\n{}\n\n</div>')


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("tex", [r"a*b_c*d_e", r"\alpha_{i}^{*} < [x](y) `", r"\$5 | \{x\}"])
def test_markdown_leaves_a_formula_as_it_is(place, tex):
    formula = to_mathml(tex)
    assert formula
    html = markdown.markdown(place.format(formula, formula), extensions=["attr_list", "md_in_html", "tables"])
    expected = ElementTree.tostring(ElementTree.fromstring(formula))
    shown = re.findall(r'<span class="la-math">.*?</span>', html)
    assert [ElementTree.tostring(ElementTree.fromstring(one)) for one in shown] == [expected] * place.count("{}")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="\\{}^_&%$#ab1<>\"'` *[]()!\n\x00é", max_size=30) | st.text(max_size=20))
def test_any_text_between_dollars_gives_well_formed_mathml_or_none(tex):
    shown = to_mathml(tex)
    assert shown is None or ElementTree.fromstring(shown).tag == "span"


PLAIN = (
    # (text, as plain Unicode)
    (r"$O(n^2)$ for \$20", "O(n^2) for $20"),
    (r"$\alpha$-divergence", "α-divergence"),
    ("no math,  two\nblanks", "no math, two blanks"),
    (r"$\OurMethod{$ stays", r"\OurMethod{ stays"),
)


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_plain_text_reads_well(text, expected):
    assert plain_text(text) == expected


def test_a_formula_never_becomes_nothing():
    assert to_plain(r"\phantom{x}") != ""


def test_broken_formulas_of_a_text_are_found_in_order():
    assert list(broken_math(r"$x$ and $\frac{$ and $\foo$")) == [r"\frac{", r"\foo"]
