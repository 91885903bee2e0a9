"""The timeline is one accessible SVG without scripts or colours of its own."""

# ruff: noqa: S314 - what is parsed was made here
from xml.etree import ElementTree

from litatlas.figures.timeline import YearBar, describe, timeline, years_without_gaps

SVG = "{http://www.w3.org/2000/svg}"


def test_years_without_papers_stand_between_those_with():
    assert years_without_gaps({2020: 2, 2023: 1}) == [(2020, 2), (2021, 0), (2022, 0), (2023, 1)]


def test_a_gap_of_more_than_thirty_years_is_left_out():
    assert years_without_gaps({1843: 1, 2020: 2, 2021: 1}) == [(1843, 1), (2020, 2), (2021, 1)]


def test_the_description_names_span_and_peak():
    assert describe([YearBar(2020, 2), YearBar(2021, 5)]) == "7 papers from 2020 to 2021; the most in 2021, with 5."
    assert describe([YearBar(2020, 1)]) == "1 paper in 2020; the most in 2020, with 1."


def test_no_bars_give_no_figure():
    assert timeline([], "x") == ""


def test_the_figure_has_a_name_a_description_and_a_link_for_each_year_with_papers():
    svg = timeline([YearBar(2020, 2, "2020/"), YearBar(2021, 0, ""), YearBar(2022, 1, '2022/"><script>')], "A & <B>")
    root = ElementTree.fromstring(svg)
    links = [(a.get("href"), a.findtext("title")) for a in root.iter("a")]
    assert root.findtext("title") == "A & <B>"
    assert root.findtext("desc") == "3 papers from 2020 to 2022; the most in 2020, with 2."
    assert links == [("2020/", "2020: 2 papers"), ('2022/"><script>', "2022: 1 paper")]
    assert {element.get("fill") for element in root.iter("rect")} == {"currentColor"}


def test_labels_are_thinned_only_where_they_would_touch():
    ten = timeline([YearBar(2000 + n, 1) for n in range(10)], "x")
    assert ten.count("la-timeline-year") == 10
