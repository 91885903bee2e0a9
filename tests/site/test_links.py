"""Every link of the built flagship leads somewhere, and nowhere else."""

from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from site_pages import all_pages, page, target_of

pytestmark = pytest.mark.site

LOADED = {"img", "script", "link", "use", "source", "iframe"}
"""Elements whose address the browser asks for by itself."""


def test_every_link_inside_the_site_leads_to_a_file_and_an_anchor_that_exist(flagship_site):
    files = {file.relative_to(flagship_site).as_posix() for file in flagship_site.rglob("*") if file.is_file()}
    broken = []
    for source in all_pages(flagship_site):
        for _tag, address in source.links:
            if urlsplit(address).scheme or address.startswith("//") or source.file.name == "404.html":
                continue
            path, anchor = urldefrag(address)
            target = target_of(source.file, path.partition("?")[0], flagship_site)
            if target not in files:
                broken.append(f"{source.file.relative_to(flagship_site)}: {address}")
            elif anchor and target.endswith(".html") and unquote(anchor) not in page(flagship_site / target).ids:
                broken.append(f"{source.file.relative_to(flagship_site)}: {address} (no such anchor)")
    assert broken == []


def test_no_page_loads_anything_from_another_host(flagship_site):
    foreign = {
        (source.file.name, address)
        for source in all_pages(flagship_site)
        for tag, address in source.links
        if tag in LOADED and urlsplit(address).netloc
    }
    assert foreign == set()


def test_only_safe_schemes_are_linked(flagship_site):
    schemes = {urlsplit(address).scheme for source in all_pages(flagship_site) for _tag, address in source.links}
    assert schemes <= {"", "http", "https", "mailto"}


def test_no_id_stands_twice_on_a_page(flagship_site):
    twice = {
        (str(source.file.relative_to(flagship_site)), id)
        for source in all_pages(flagship_site)
        for id in source.ids
        if source.ids.count(id) > 1
    }
    assert twice == set()
