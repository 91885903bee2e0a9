"""A person's notes stand under the page's headings, and are otherwise untouched."""

import pytest

from litatlas.pages.notes import fit_notes

NOTES = (
    # (as written, on the page)
    ("", ""),
    ("Just *text* with [x](y.md) {.z}.", "Just *text* with [x](y.md) {.z}."),
    ("# One\n\n## Two", "### One\n\n#### Two"),
    ("### Three\n\n#### Four", "### Three\n\n#### Four"),
    ("###### Six\n\n# One", "###### Six\n\n### One"),
    ("One\n===\n\nTwo\n---\n", "### One\n\n#### Two"),
    ("para\n\n---\n\n- item\n---", "para\n\n---\n\n- item\n---"),
    ("```\n# code\n\n\n```\n# Head", "```\n# code\n\n\n```\n### Head"),
    ("~~~~\n# code\n~~~\n# still\n~~~~\n# Head", "~~~~\n# code\n~~~\n# still\n~~~~\n### Head"),
    ("two blanks  \nbreak", "two blanks<br>\nbreak"),
    ("#hashtag is no heading", "#hashtag is no heading"),
    ("line\r\nends", "line\nends"),
)


@pytest.mark.parametrize(("written", "shown"), NOTES)
def test_headings_move_below_the_second_level_and_nothing_else_changes(written, shown):
    assert fit_notes(written) == shown
