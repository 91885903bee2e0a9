"""While a survey is served: changes are shown at once, the whole survey follows, and no process outlives its site."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from litatlas.cli import main
from litatlas.live.makers import Makers
from litatlas.live.making import Order, Seen
from litatlas.problems import Problem, SurveyError
from live_surveys import RECORD, built_survey, contents, finished, write


def html(makers: Makers, page: str = "papers/rain") -> str:
    return (makers.site / page / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def told() -> list[Problem]:
    return []


@pytest.fixture
def makers(tmp_path, told) -> Iterator[Makers]:
    survey = built_survey(tmp_path / "my survey")
    with Makers(Order(survey, Path(), "127.0.0.1:8000", jobs=1), tmp_path / "sites", told.extend) as made:
        yield made
    assert multiprocessing.active_children() == []
    assert list((tmp_path / "sites").iterdir()) == []


def test_a_change_is_shown_at_once_and_the_site_that_follows_has_the_same_page(makers, tmp_path, told):
    survey = tmp_path / "my survey"
    ledger = (survey / "permalinks.tsv").read_bytes()
    first = makers.site
    write(
        survey,
        "records/rain.yml",
        RECORD.replace("Of Rain", "Of Heavy Rain").replace("abstract", "nonsense: 1\nabstract"),
    )
    assert makers.changed().pages == ("docs/papers/rain.md",)
    shown = html(makers)
    assert "<title>Of Heavy Rain - " in shown
    assert "It rains." in shown
    assert [problem.code for problem in told] == ["unknown-field"]

    # A change while the site is being made is shown in the old one, and in the new one too.
    write(survey, "notes/rain.md", "Read it *twice*.\n")
    write(survey, "docs/index.md", "# Our survey\n\nWelcome.\n")
    assert makers.changed().pages == ("docs/index.md", "docs/papers/rain.md")
    both = html(makers)
    assert "Read it <em>twice</em>." in both
    assert "Welcome." in html(makers, ".")
    assert finished(makers).error == ""
    assert makers.site != first
    assert (html(makers), "Welcome." in html(makers, ".")) == (both, True)

    # The build that was wanted meanwhile follows; what was told is not told again; no address is promised.
    assert finished(makers).error == ""
    assert html(makers) == both
    assert [problem.code for problem in told] == ["unknown-field"]
    assert (survey / "permalinks.tsv").read_bytes() == ledger
    assert makers.finished() is None


def test_errors_leave_the_site_as_it_was_until_they_are_mended(makers, tmp_path, told):
    survey = tmp_path / "my survey"
    before = html(makers)
    write(
        survey,
        "permalinks.tsv",
        (survey / "permalinks.tsv").read_text(encoding="utf-8") + "paper\tgone\tgone2020\t-\tlive\t-\t-\t-\n",
    )
    assert makers.changed() == Seen()
    assert finished(makers).error == "the survey has errors; mend them"
    assert [problem.code for problem in told] == ["lost-address"]
    assert html(makers) == before


def test_nothing_is_served_while_the_survey_has_errors(tmp_path, told):
    survey = built_survey(tmp_path / "survey")
    (survey / "records/rain.yml").unlink()
    with pytest.raises(SurveyError) as caught:
        Makers(Order(survey, Path(), "127.0.0.1:8000", jobs=1), tmp_path / "sites", told.extend)
    assert str(caught.value) == "nothing to serve: the survey has errors; mend them"
    assert [problem.code for problem in told] == ["lost-address"]
    assert multiprocessing.active_children() == []


def test_a_site_of_many_pages_is_brought_up_to_date_in_its_place(tmp_path, told):
    survey = built_survey(tmp_path / "survey")
    for file, key in (("mkdocs.yml", "site_url"), ("survey.yml", "address")):
        write(survey, file, f"{(survey / file).read_text(encoding='utf-8')}\n{key}: https://a.example/rain/\n")
    for number in range(80):
        authors = f"[Ann Smith, Author {chr(65 + number % 26)}{number // 26}]"
        write(
            survey,
            f"records/p{number}.yml",
            f"id: p{number}\ntitle: Of matter {number}\nauthors: {authors}\nissued: {1940 + number}\n",
        )
    # Its ids are in the ledger, as those of a survey are that was built before.
    assert CliRunner().invoke(main, ["-C", str(survey), "pages"]).exit_code == 0
    order = Order(survey, Path(), "127.0.0.1:8000", jobs=1)
    with Makers(order, tmp_path / "sites", told.extend) as makers:
        first = makers.site
        before = contents(first)
        write(survey, "records/rain.yml", RECORD.replace("It rains", "It rains a lot"))
        assert makers.changed().pages == ("docs/papers/rain.md",)
        assert "It rains a lot." in html(makers)
        # Taken back while the next site is being made: it is shown as it was, then and later.
        write(survey, "records/rain.yml", RECORD)
        write(survey, "notes/p7.md", "Read it.\n")
        assert makers.changed().pages == ("docs/papers/p7.md", "docs/papers/rain.md")
        assert finished(makers).error == ""
        assert "It rains." in html(makers)
        assert finished(makers).error == ""
        assert makers.finished() is None
        assert makers.site == first
        assert contents(first) != before

        # In a site that was brought up to date changes are shown at once, too, and a paper goes as it came.
        (survey / "notes/p7.md").unlink()
        assert makers.changed().pages == ("docs/papers/p7.md",)
        assert finished(makers).error == ""
        assert contents(makers.site) == before

        # What only MkDocs can do, it does in another place.
        write(survey, "docs/more.md", "# More\n")
        assert makers.changed().pages == ()
        assert finished(makers).error == ""
        assert makers.site != first
        assert "<h1" in html(makers, "more")
    assert list((tmp_path / "sites").iterdir()) == []


def test_two_servers_of_one_survey_wait_for_each_other(tmp_path, told):
    survey = built_survey(tmp_path / "survey")
    order = Order(survey, Path(), "127.0.0.1:8000", jobs=1)
    with Makers(order, tmp_path / "a", told.extend) as one, Makers(order, tmp_path / "b", told.extend) as other:
        for word in ("snows", "hails"):
            write(survey, "records/rain.yml", RECORD.replace("rains", word))
            assert one.changed().pages == other.changed().pages == ("docs/papers/rain.md",)
            assert (finished(one).error, finished(other).error) == ("", "")
            assert word in html(one)
            assert contents(one.site) == contents(other.site)
