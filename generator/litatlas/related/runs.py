"""The papers in runs, for steps that look at each paper by itself: what is remembered, or given to a worker, at once.

A run ends where the hash of a paper's id says so, as files are cut for backups (content-defined chunks; Muthitacharoen,
Chen and Mazieres, SOSP 2001). So a changed paper changes one run, and a new one splits one at most.
"""

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

from litatlas.model import Paper

LENGTH = 16
"""Papers of a run, on average."""

AT_ONCE = 16
"""Runs that one call of a worker looks at."""


def runs(papers: Sequence[Paper], length: int = LENGTH) -> list[tuple[Paper, ...]]:
    """Cut the papers of a library, in its order, into runs of about this length."""
    ends = [number for number, paper in enumerate(papers, start=1) if _closes(paper.id, length)]
    bounds = [0, *ends, *([len(papers)] if ends[-1:] != [len(papers)] else [])]
    return [tuple(papers[begin:end]) for begin, end in pairwise(bounds)]


def _closes(id: str, length: int) -> bool:
    return crc32(id.encode()) % length == 0
