"""Why two papers are related, in plain words, for who has their names and no survey."""

from functools import lru_cache

from litatlas.markup.mathml import plain_text
from litatlas.model import Paper, Reason
from litatlas.pages.neighbours import reason_in_words
from litatlas.problems import Origin

Named = tuple[str, str]
"""The id and the name of a paper."""


def in_plain_words(reason: Reason, paper: Named, other: Named) -> tuple[str, str]:
    """Say it as it is told on the page of `paper`: what the line begins with, and the rest."""
    line = reason_in_words(reason, _paper(paper), _paper(other))
    return line.lead, plain_text("".join(span.text for span in line.rest))


@lru_cache(maxsize=8192)  # a paper is related to a dozen others
def _paper(named: Named) -> Paper:
    id, name = named
    return Paper(id, "", "", Origin(""), short=name)
