"""Small papers for the tests of `litatlas.related`."""

import numpy as np
from numpy.typing import NDArray

from litatlas.library import Library
from litatlas.model import Author, Link, Paper, PartialDate, Rel
from litatlas.problems import Origin


def paper(
    id: str,
    title: str = "",
    abstract: str = "",
    short: str = "",
    authors: tuple[str, ...] = (),
    code: str = "",
    year: int = 0,
) -> Paper:
    return Paper(
        id=id,
        citation_key=id,
        title=title or id,
        origin=Origin("test.yml", 1),
        short=short,
        abstract=abstract,
        authors=tuple(Author(given=name.split()[0], family=name.split()[-1]) for name in authors),
        links=(Link(Rel.CODE, code),) if code else (),
        issued=PartialDate(year) if year else None,
    )


def unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give rows of length one; those of zeros stay."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


def library(*papers: Paper) -> Library:
    return Library(papers, {})
