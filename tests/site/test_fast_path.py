"""The fast path gives the site that MkDocs alone gives, byte for byte."""

from pathlib import Path

import pytest

from litatlas.mkdocs_build import build_site_with_mkdocs

pytestmark = pytest.mark.site


def contents(site: Path) -> dict[str, bytes]:
    """Give every file of a site."""
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def test_every_file_of_the_flagship_is_as_mkdocs_alone_makes_it(flagship, flagship_site, tmp_path):
    slow = contents(build_site_with_mkdocs(flagship, strict=True, site=tmp_path / "slow", fast=False))
    fast = contents(flagship_site)
    assert sorted(fast) == sorted(slow)
    assert [path for path in slow if fast[path] != slow[path]] == []
