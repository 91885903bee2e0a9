"""A memo that looks at each paper once, however many steps make something of it."""

from dataclasses import fields

from litatlas.memo import Digest, Memo, Stage
from litatlas.model import Paper


class PaperMemo:
    """Another memo, for papers, and for steps whose sources are dataclasses with one in their field `paper`.

    The digest of such a source is made of that of its paper and of its other
    fields. A paper takes longer to digest than all that stands beside it.
    """

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
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
            known = self._known[id(paper)] = (paper, self._memo.digest(paper))
        return known[1]
