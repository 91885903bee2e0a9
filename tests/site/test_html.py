"""The HTML of the flagship parses without an error by the standard's own algorithm (html5lib, strict)."""

import warnings

import html5lib
import pytest

pytestmark = pytest.mark.site

PAGES = (
    "index.html",
    "404.html",
    "about/index.html",
    "papers/index.html",
    "papers/flamingo/index.html",
    "tags/index.html",
    "authors/index.html",
    "years/index.html",
    "years/2024/index.html",
    "venues/index.html",
)


@pytest.mark.parametrize("path", PAGES)
def test_the_page_is_valid_html(flagship_site, path):
    # The parser itself warns of its own deprecated API use; what counts here are the page's errors.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        parser = html5lib.HTMLParser(strict=False)
        parser.parse((flagship_site / path).read_text(encoding="utf-8"))
    errors = [(code, where) for where, code, _data in parser.errors]
    assert errors == []
