"""Whether mkdocs.yml and survey.yml name one address: canonical links come from the one, citations from the other."""

import re
from collections.abc import Iterator

import yaml

from litatlas.problems import Origin, Problem, quoted
from litatlas.settings import Settings

MKDOCS_FILE = "mkdocs.yml"

_SITE_URL = re.compile(r"^site_url[ \t]*:(.*)$", re.MULTILINE)
_INHERITS = re.compile(r"^INHERIT[ \t]*:", re.MULTILINE)


def site_address_problems(mkdocs: str, settings: Settings) -> Iterator[Problem]:
    """Compare `site_url` of mkdocs.yml with `address` of survey.yml.

    Arguments:
        mkdocs: The text of mkdocs.yml; empty where there is none. It is not
            read as a whole, for it may hold tags that only MkDocs knows. An
            address that is taken from the environment or from another file
            cannot be compared, and is not.
        settings: What survey.yml says.
    """
    found = _SITE_URL.search(mkdocs)
    line = mkdocs.count("\n", 0, found.start()) + 1 if found else 0
    url = _scalar(found[1]) if found else ""
    if not mkdocs.strip() or url is None or (not found and _INHERITS.search(mkdocs)):
        return
    if url.rstrip("/") == settings.address.rstrip("/"):
        return
    if not url:
        message = (
            f"site_url is not set, and address in survey.yml is {quoted(settings.address)};"
            f" pages would have no canonical link; write site_url: {settings.address}"
        )
    elif not settings.address:
        message = (
            f"site_url is {quoted(url)}, and survey.yml has no address; crawlers and reference managers would not"
            f" learn where pages stand; write address: {url.rstrip('/')}/ there"
        )
    else:
        message = (
            f"site_url is {quoted(url)}, address in survey.yml is {quoted(settings.address)}; a page's canonical link"
            " and its citation would name two addresses; make them one"
        )
    yield Problem("two-addresses", Origin(MKDOCS_FILE, line), message)


def _scalar(text: str) -> str | None:
    """Give the value of a line; None where it is no plain text (`!ENV SITE_URL`)."""
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return value if isinstance(value, str) else "" if value is None else None
