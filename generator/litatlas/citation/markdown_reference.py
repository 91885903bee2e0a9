"""A reference as one line of Markdown, to paste into notes, issues and READMEs."""

from collections.abc import Iterator

from litatlas.citation.context import ExportContext
from litatlas.citation.facts import Facts, facts_of
from litatlas.identity.identifiers import identifier_url
from litatlas.markup.markdown_escape import escape_inside, escape_markdown, link_target
from litatlas.model import Paper

ALL_NAMED = 8
"""So many authors are all named; of more, ..."""

FIRST_NAMED = 3
"""... the first ones and `et al.`"""


def markdown_reference(paper: Paper, context: ExportContext) -> str:
    """Write a paper as a line: who, when, the linked title, where, its identifiers."""
    facts = facts_of(paper, context)
    return " ".join(filter(None, _sentences(facts))) + "\n"


def _sentences(facts: Facts) -> Iterator[str]:
    date = facts.version.date
    year = f" ({date.year})" if date else ""
    who = _who(facts.paper)
    stop = "" if f"{who}{year}".endswith(".") else "."
    yield f"{escape_markdown(who)}{year}{stop}".lstrip() if who or year else ""
    title = escape_inside(facts.title)
    stop = "" if facts.title.rstrip()[-1:] in ".!?…。" else "."
    yield f"[{title}]({link_target(facts.version.url)}){stop}" if facts.version.url else f"{title}{stop}"
    yield _where(facts)
    yield _identifiers(facts)
    yield f"**{escape_inside(facts.status)}.**" if facts.status else ""


def _who(paper: Paper) -> str:
    names = [author.name for author in paper.authors]
    cut = len(names) > ALL_NAMED
    names = names[:FIRST_NAMED] if cut else names
    if cut or paper.others:
        return f"{', '.join(names)} et al." if names else ""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1] if names else "") if part)


def _where(facts: Facts) -> str:
    version = facts.version
    place = facts.occasion or facts.container
    issue = f"({version.issue})" if version.issue else ""
    numbers = [f"{version.volume}{issue}", version.pages.replace("--", "–").replace("-", "–"), version.publisher]
    rest = ", ".join(escape_inside(part) for part in numbers if part)
    named = f"*{escape_inside(place)}*" if place else ""
    whole = ", ".join(part for part in (named, rest) if part)
    return f"{whole}." if whole else ""


def _identifiers(facts: Facts) -> str:
    shown = (("doi", facts.doi, "doi:"), ("arxiv", facts.arxiv, "arXiv:"))
    links = [
        f"[{label}{escape_inside(value)}]({link_target(identifier_url(scheme, value))})"
        for scheme, value, label in shown
        if value
    ]
    return f"{', '.join(links)}." if links else ""
