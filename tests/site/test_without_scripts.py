"""The flagship for who has no scripts: every page and every file is reached from the first page by plain links."""

import re
from urllib.parse import urlsplit

import pytest

from site_pages import page, target_of

pytestmark = pytest.mark.site

FOR_PROGRAMS = re.compile(
    # Styles and scripts; what crawlers and browsers ask for at the root; what is named in page heads and in feeds.
    r"assets/.*|.*\.js|404\.html|robots\.txt|sitemap.*\.xml|opensearch\.xml|papers/.*\.linkset\.json|feeds/.*"
)


def reached(site):
    """Give every page and file to which links in text lead, however far from the first page."""
    found, left = {"index.html"}, ["index.html"]
    while left:
        path = left.pop()
        if not path.endswith(".html"):
            continue
        for tag, address in page(site / path).links:
            parts = urlsplit(address)
            if tag != "a" or parts.scheme or parts.netloc or not parts.path:
                continue
            target = target_of(site / path, parts.path, site)
            if target not in found and (site / target).is_file():
                found.add(target)
                left.append(target)
    return found


def files_of(site):
    return {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}


def test_every_page_is_reached(flagship_site):
    found = reached(flagship_site)
    pages = {path for path in files_of(flagship_site) if path.endswith("/index.html")}
    redirects = {path for path in pages if 'id="target"' in (flagship_site / path).read_text(encoding="utf-8")}
    assert sorted(pages - found - redirects) == []


def test_every_file_for_people_is_reached(flagship_site):
    left = files_of(flagship_site) - reached(flagship_site)
    assert sorted(path for path in left if not path.endswith(".html") and not FOR_PROGRAMS.fullmatch(path)) == []
