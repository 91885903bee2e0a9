"""A memo that looks at each paper once, however many steps make something of it, and at most once in all builds."""

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType

from litatlas.incremental.memo import Digest, Memo, Stage
from litatlas.model import Paper


class PaperMemo:
    """Another memo, for papers, and for steps whose sources are dataclasses with one in their field `paper`.

    The digest of such a source is made of that of its paper and of its other
    fields. A paper takes longer to digest than all that stands beside it.
    """

    def __init__(self, memo: Memo, marks: Mapping[str, Digest] = MappingProxyType({})) -> None:
        """Take the digests of papers by id, where they are known.

        A paper of such an id is the one of the digest, but for its theme, which it is given later.
        """
        self._memo, self._marks = memo, marks
        # With the paper itself, so that no other object gets its number.
        self._known: dict[int, tuple[Paper, Digest]] = {}

    def digest(self, *values: object) -> Digest:
        """Give the digest of values."""
        return self._memo.digest(*map(self._in_short, values))

    def stage(self, name: str, /, *, apart: bool = False) -> Stage:
        """Give the stage of a step."""
        return self._memo.stage(name, apart=apart)

    def _in_short(self, value: object) -> object:
        if isinstance(value, Paper):
            return self._of(value)
        paper = getattr(value, "paper", None)
        if not isinstance(paper, Paper):
            return value
        others = (getattr(value, field.name) for field in fields(value) if field.name != "paper")  # type: ignore[arg-type]
        return (type(value).__name__, self._of(paper), *others)

    def _of(self, paper: Paper) -> Digest:
        known = self._known.get(id(paper))
        if known is None:
            mark = self._marks.get(paper.id)
            found = self._memo.digest(mark, paper.theme) if mark else self._memo.digest(paper)
            known = self._known[id(paper)] = (paper, found)
        return known[1]


def itself(paper: Paper) -> Paper:
    """Look at all of a paper."""
    return paper
