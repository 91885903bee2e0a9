"""What the head of a paper's page says besides what the paper says: the page's own place in the survey."""

import re
from urllib.parse import urljoin

from msgspec import Struct

from litatlas.settings import Settings


class Reference(Struct, frozen=True):
    """A work that the paper cites: its address, and its title where the survey has it."""

    address: str
    title: str = ""


class Export(Struct, frozen=True):
    """A file with the paper's record: its address from the paper's page, and media type."""

    href: str
    media_type: str


class PageContext(Struct, frozen=True):
    """The page of one paper. Without an address of the survey, all addresses here are empty."""

    settings: Settings
    address: str = ""
    """Absolute, with a final slash; what the theme prints as canonical."""

    topics: tuple[str, ...] = ()
    """The names of the paper's tags."""

    references: tuple[Reference, ...] = ()
    exports: tuple[Export, ...] = ()
    linkset: str = ""
    """The address of the page's link set from the page; empty where there is no such file."""

    def absolute(self, href: str) -> str:
        """Give an address that stands on the page as an absolute one."""
        return urljoin(self.address, href)

    @property
    def work(self) -> str:
        """The IRI that stands for the work on this page, unlike the page itself; unique in the site."""
        return work_iri(self.address)


def work_iri(page: str) -> str:
    """Give the IRI of the work that a page is about; empty without the page's address."""
    return f"{page}#work" if page else ""


def license_url(name: str) -> str:
    """Give the address of a licence by its SPDX name; an address stays as it is, other words have none.

    Examples:
        >>> license_url("CC-BY-SA-4.0"), license_url("MIT"), license_url("all rights reserved")
        ('https://creativecommons.org/licenses/by-sa/4.0/', 'https://spdx.org/licenses/MIT.html', '')
    """
    if name.startswith(("https://", "http://")):
        return name
    if name.upper() == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if found := _CREATIVE_COMMONS.fullmatch(name):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    return f"https://spdx.org/licenses/{name}.html" if _SPDX.fullmatch(name) else ""


_CREATIVE_COMMONS = re.compile(r"CC-((?:BY)(?:-NC)?(?:-ND|-SA)?)-([0-9]\.[0-9])", re.IGNORECASE)
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
