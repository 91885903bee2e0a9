"""survey.yml becomes settings, or every problem in it is told at once."""

import pytest

from litatlas.folder.config import load_settings
from litatlas.problems import SettingsError
from litatlas.settings import Editor, PageSettings, RelatedSettings, Settings


def problems_of(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_title_is_enough():
    assert load_settings("title: My survey\n") == Settings(title="My survey")


def test_everything_can_be_set():
    settings = load_settings(
        """
title: My survey
subtitle: All of it
editors:
  - Ada Lovelace
  - name: Grace Hopper
    orcid: 0000-0002-1825-0097
address: https://example.org/survey
edition: 2026.11
silenced: [unknown-field]
related: {limit: 5, dimensions: 50}
pages: {per_page: 20}
"""
    )
    assert settings == Settings(
        title="My survey",
        subtitle="All of it",
        editors=(Editor("Ada Lovelace"), Editor("Grace Hopper", "0000-0002-1825-0097")),
        address="https://example.org/survey/",
        edition="2026.11",
        silenced=("unknown-field",),
        related=RelatedSettings(5, 50),
        pages=PageSettings(20),
    )


def test_all_mistakes_are_told_in_one_run_with_their_lines():
    text = """subtitle: [1]
adress: https://example.org
address: javascript:alert(1)
silenced: [unknown-feild, lost-address]
related:
  limit: many
  limits: 3
pages: 7
editors:
  - orcid: x
"""
    assert problems_of(text) == [
        "survey.yml:1: needs 'title'; add a line 'title: ...' [bad-setting]",
        "survey.yml:1: subtitle: expected a text, got '[1]' [bad-setting]",
        "survey.yml:2: adress: is not a setting; did you mean 'address'? [bad-setting]",
        "survey.yml:3: address: expected an address such as https://example.org/survey/,"
        " got 'javascript:alert(1)' [bad-setting]",
        "survey.yml:4: silenced: 'unknown-feild' is not a problem code; did you mean 'unknown-field'? [bad-setting]",
        "survey.yml:6: related.limit: expected a whole number from 0 to 50, got 'many' [bad-setting]",
        "survey.yml:7: related.limits: is not a setting; did you mean 'limit'? [bad-setting]",
        "survey.yml:8: pages: expected a mapping, got '7' [bad-setting]",
        "survey.yml:10: editors.0: needs 'name'; add a line 'name: ...' [bad-setting]",
    ]


def test_errors_cannot_be_silenced():
    assert problems_of("title: T\nsilenced: [lost-address]\n") == [
        "survey.yml:2: silenced: 'lost-address' is an error, and errors cannot be silenced [bad-setting]"
    ]


@pytest.mark.parametrize("text", ["", "title:\n", "title: ''\n", "- a list\n", "title: [\n"])
def test_a_survey_without_a_title_is_refused(text):
    assert problems_of(text)
