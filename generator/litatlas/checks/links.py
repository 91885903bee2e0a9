"""Checks of the links of a survey's papers."""

from collections.abc import Iterator
from typing import Protocol
from urllib.parse import urlsplit

from litatlas.library import Library
from litatlas.model import Paper, Rel
from litatlas.problems import Problem, quoted
from litatlas.text import safe_url, trim_url


class Linked(Protocol):
    """What the check needs of a survey."""

    @property
    def library(self) -> Library:
        """The papers."""


def bad_links(survey: Linked) -> Iterator[Problem]:
    """Find links that lead nowhere, and papers whose own page or PDF is another's too."""
    first: dict[tuple[Rel, str], Paper] = {}
    for paper in survey.library:
        for link in paper.links:
            if not safe_url(link.url) or trim_url(link.url) != link.url or not _has_public_host(link.url):
                message = (
                    f"{link.rel} link {quoted(link.url)} is no web address; it leads nowhere; correct or remove it"
                )
                yield Problem("bad-link", paper.origin, message, paper.id)
            if link.rel not in (Rel.PAPER, Rel.PDF):
                continue
            other = first.setdefault((link.rel, link.url.rstrip("/")), paper)
            if other is not paper:
                message = (
                    f"{link.rel} link {quoted(link.url)} is also that of {quoted(other.id)} ({other.origin}); "
                    "one of them leads to another paper; correct one, or merge the two"
                )
                yield Problem("shared-link", paper.origin, message, paper.id)


def _has_public_host(url: str) -> bool:
    if url.lower().startswith("mailto:"):
        return "@" in url
    host = (urlsplit(url).hostname or "").rstrip(".")
    return "." in host and not host.endswith((".example", ".invalid", ".local", ".localhost", ".test"))
