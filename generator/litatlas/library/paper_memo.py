"""A memo that looks at each paper once, however many steps make something of it, and at most once in all builds."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter
from types import MappingProxyType

from msgspec import Struct

from litatlas.identity.permalink import Ledger
from litatlas.incremental.memo import Digest, Memo, Stage
from litatlas.library import Library, Listed
from litatlas.model import Paper

NOT_LISTED = frozenset({"origin", "abstract", "references", "attributes", "note", "sources"})
"""The fields of a paper of which nothing hangs but what its own page and its own entries say of it."""

_listed = attrgetter(*(name for name in Paper.__struct_fields__ if name not in (*NOT_LISTED, "tags", "theme")))

_PLAIN = frozenset({bytes, str, tuple, int})
"""Types of values that are no papers, and no structs with one."""


class PaperMemo:
    """Another memo, for papers, and for steps whose sources are structs with one in their field `paper`.

    The digest of such a source is made of that of its paper and of its other
    fields. A paper takes longer to digest than all that stands beside it.
    """

    def __init__(
        self,
        memo: Memo,
        marks: Mapping[str, Digest] = MappingProxyType({}),
        listed: Mapping[str, Digest] = MappingProxyType({}),
    ) -> None:
        """Take the digests of papers by id, and of what is `listed` of them, where they are known.

        A paper of such an id is the one of the digest, but for its theme, which it is given later.
        """
        self._memo, self._marks, self.listed = memo, marks, listed
        self._lists: tuple[Library, Ledger, Digest] | None = None
        self._names: tuple[Library, NameMarks] | None = None
        # With the paper itself, so that no other object gets its number.
        self._known: dict[int, tuple[Paper, Digest]] = {}
        self._known_listed: dict[int, tuple[Paper, Digest]] = {}

    def digest(self, *values: object) -> Digest:
        """Give the digest of values."""
        # That of a paper alone need not be digested once more.
        alone = self._mark_of(values[0]) if len(values) == 1 else b""
        return alone or self._memo.digest(*map(self._in_short, values))

    def stage(self, name: str, /, *, apart: bool = False) -> Stage:
        """Give the stage of a step."""
        return self._memo.stage(name, apart=apart)

    def of_lists(self, library: Library, ledger: Ledger) -> Digest:
        """Give what `lists_mark` does, worked out once."""
        known = self._lists
        if known is None or known[0] is not library or known[1] is not ledger:
            known = self._lists = library, ledger, _mark(library, ledger, self)
        return known[2]

    def names_of(self, library: Library) -> "NameMarks":
        """Give what tells the names in a library from others, worked out once."""
        known = self._names
        if known is None or known[0] is not library:
            known = self._names = library, NameMarks(library, self._memo)
        return known[1]

    def _mark_of(self, value: object) -> Digest:
        """Give the digest of a paper, or of what is listed of one; empty for anything else."""
        if isinstance(value, Paper):
            return self.of_paper(value)
        return self.of_listed(value.paper) if isinstance(value, Listed) else b""

    def _in_short(self, value: object) -> object:
        if type(value) in _PLAIN:
            return value
        if mark := self._mark_of(value):
            return mark
        paper = getattr(value, "paper", None)
        if not (isinstance(paper, Paper) and isinstance(value, Struct)):
            return value
        others = (getattr(value, name) for name in value.__struct_fields__ if name != "paper")
        return (type(value).__name__, self.of_paper(paper), *others)

    def of_paper(self, paper: Paper) -> Digest:
        """Give the digest of a paper."""
        known = self._known.get(id(paper))
        if known is None:
            mark = self._marks.get(paper.id)
            found = _together(mark, paper.theme.encode()) if mark else self._memo.digest(paper)
            known = self._known[id(paper)] = (paper, found)
        return known[1]

    def of_listed(self, paper: Paper) -> Digest:
        """Give the digest of what is `listed` of a paper, and of its theme."""
        known = self._known_listed.get(id(paper))
        if known is None:
            mark = self.listed.get(paper.id) or self._memo.digest(listed(paper))
            known = self._known_listed[id(paper)] = (paper, _together(mark, paper.theme.encode("utf-8")))
        return known[1]


def itself(paper: Paper) -> Paper:
    """Look at all of a paper."""
    return paper


def marks_of(papers: Iterable[Paper], memo: Memo, beside: Iterable[bytes]) -> list[Digest]:
    """Give a digest of each paper and of what stands beside it, in a fraction of the time of that of a struct."""
    return marks_with(map(memo.of_paper if isinstance(memo, PaperMemo) else memo.digest, papers), beside)


def marks_with(marks: Iterable[Digest], beside: Iterable[bytes]) -> list[Digest]:
    """Give a digest of each digest and of what stands beside it: digests, and at the end a text or none."""
    return [_together(mark, other) for mark, other in zip(marks, beside, strict=True)]


class NameMarks:
    """What tells the names of a paper's tags, and that of its theme, from others."""

    def __init__(self, library: Library, memo: Memo) -> None:
        """Look at the names that values of facets have in a library."""
        names = library.names.items()
        self._marks = {key: memo.digest(name) for key, name in names if key[0] in ("tag", "theme")}
        self._none, self._library = memo.digest(), library

    @classmethod
    def of(cls, library: Library, memo: Memo) -> "NameMarks":
        """Give those of a library: the same ones each time, where the memo is one for papers."""
        return memo.names_of(library) if isinstance(memo, PaperMemo) else cls(library, memo)

    def of_theme(self, paper: Paper) -> Digest:
        """Give that of the name of its theme, or of none."""
        return self._marks.get(("theme", paper.theme), self._none)

    @cached_property
    def of_tags(self) -> Mapping[str, bytes]:
        """Those of the names of the tags of each paper, one behind the other, by its id."""
        marks = {slug: mark for (facet, slug), mark in self._marks.items() if facet == "tag"}
        none = self._none
        return {
            paper.id: b"".join([marks.get(tagging.slug, none) for tagging in paper.tags]) for paper in self._library
        }


def _together(mark: Digest, other: bytes) -> Digest:
    return blake2b(mark + other, digest_size=16).digest() if other else mark


def listed(paper: Paper) -> tuple[object, ...]:
    """Look at what lists and data that name a paper hang on, but for its theme: words of its abstract are no part."""
    # For what words of the abstract it has a tag is told on its page.
    return (*_listed(paper), [tagging.slug for tagging in paper.tags], bool(paper.abstract))


def lists_mark(library: Library, ledger: Ledger, memo: Memo) -> Digest:
    """Give one digest of all that lists, their addresses and their order hang on.

    Where it is the same, so is everything that is made of what is `listed` of papers, of the names and slugs of their
    listings, and of the ledger.
    """
    if isinstance(memo, PaperMemo):
        return memo.of_lists(library, ledger)
    return _mark(library, ledger, memo)


def listed_marks(papers: Iterable[Paper], memo: Memo) -> list[Digest]:
    """Give a digest of what is `listed` of each paper, and of its theme."""
    found = memo if isinstance(memo, PaperMemo) else PaperMemo(memo)
    return list(map(found.of_listed, papers))


def _mark(library: Library, ledger: Ledger, memo: Memo) -> Digest:
    # Not the slugs: they follow from the ledger, and in the build that first finds themes those of themes are none yet.
    return memo.digest(b"".join(listed_marks(library, memo)), library.names, ledger.render())
