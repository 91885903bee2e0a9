"""Links lead from page to page, whatever their folders."""

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litatlas.pages.paths import html_address, relative_to

LINKS = (
    # (target, page, link)
    ("papers/a.md", "tags/image.md", "../papers/a.md"),
    ("papers/a.md", "papers/b.md", "a.md"),
    ("papers/a.md", "papers/page/2.md", "../a.md"),
    ("tags/image.md", "tags/image/2.md", "../image.md"),
    ("tags/image/2.md", "tags/image.md", "image/2.md"),
    ("papers/a.md", "index.md", "papers/a.md"),
    ("papers/papers.md", "papers/papers/2.md", "../papers.md"),
)


@pytest.mark.parametrize(("target", "page", "link"), LINKS)
def test_a_link_is_the_shortest_way_from_the_page_to_its_target(target, page, link):
    assert relative_to(target, page) == link


parts = st.lists(st.sampled_from("ab"), min_size=1, max_size=4)


@given(parts, parts)
def test_a_link_followed_from_its_page_is_the_target(target, page):
    link = relative_to("/".join(target), "/".join(page))
    assert posixpath.normpath(posixpath.join("/".join(page[:-1]), link)) == "/".join(target)


ADDRESSES = (
    # (target, page, address in HTML)
    ("years/2023.md", "index.md", "years/2023/"),
    ("years/2023.md", "years/index.md", "2023/"),
    ("years/2023.md", "papers/a.md", "../../years/2023/"),
    ("index.md", "papers/a.md", "../../"),
    ("index.md", "index.md", "./"),
)


@pytest.mark.parametrize(("target", "page", "address"), ADDRESSES)
def test_an_address_in_html_leads_to_the_folder_of_the_page(target, page, address):
    assert html_address(target, page) == address
