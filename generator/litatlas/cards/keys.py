"""By what a paper may be known in somebody else's file: its citation key, its identifiers, its title, an id it had."""

import re
import unicodedata
from collections.abc import Iterator

from litatlas.exports.plan import paper_addresses
from litatlas.incremental.memo import Digest, Memo
from litatlas.markup.mathml import plain_text
from litatlas.model import Paper
from litatlas.pages.survey import Survey

SHORTEST_TITLE = 12
"""A shorter title, in letters and digits, names no work for sure."""


def known_as(survey: Survey) -> dict[str, str]:
    """Give the id of a paper by each key such as `doi:10.1/x`; a key of two papers is none.

    An id or citation key that was merged into a paper leads to it.
    """
    found: dict[str, str] = {}
    shared: set[str] = set()
    for id, papers in paper_addresses(survey.library, survey.ledger):
        entry = survey.ledger.entry("paper", id)
        for paper in papers:
            old = (f"id:{id}",) if id != paper.id else ()
            name = (f"key:{entry.name.casefold()}",) if entry and entry.name else ()
            for key in dict.fromkeys((*old, *name, *_keys(paper))):
                if found.setdefault(key, paper.id) != paper.id:
                    shared.add(key)
    return {key: id for key, id in found.items() if key not in shared}


def known_mark(survey: Survey, memo: Memo) -> Digest:
    """Give a digest of all that `known_as` looks at."""
    told = [(paper.id, paper.citation_key, paper.title, paper.identifiers) for paper in survey.library]
    return memo.digest(told, survey.ledger.text_of(["paper"]))


def title_key(title: str) -> str:
    """Give what two ways to write a title have in common: its letters and digits of ASCII, in small letters.

    Examples:
        >>> title_key("Vidéo-LLaMA: Café"), title_key("视频")
        ('videollamacafe', '')
    """
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", title).lower())


def _keys(paper: Paper) -> Iterator[str]:
    yield f"key:{paper.citation_key.casefold()}"
    for scheme, value in paper.identifiers:
        yield f"{scheme}:{value.lower()}"
    title = title_key(plain_text(paper.title))
    if len(title) >= SHORTEST_TITLE:
        yield f"title:{title}"
