"""The files of one format: that with the entries of all papers, and those of lists, which are cut from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from litatlas.citation import FORMATS
from litatlas.exports.addresses import WHOLE, export_path
from litatlas.exports.entries import GROUPS, Entries
from litatlas.exports.splicing import NOWHERE, Places, Spans, Stock
from litatlas.incremental.keyed_files import KeyedFiles, Made, Shelf
from litatlas.incremental.memo import Memo


class Holder(NamedTuple):
    """An address with the entries of some papers."""

    folder: str
    id: str
    own: bool
    """Whether it is that of one list or paper; else it is that of all whose ids begin so."""

    places: Sequence[int]
    """Of the papers among all."""

    keys: bytes
    """What tells their entries from others."""


@dataclass(frozen=True, slots=True)
class Work:
    """The files of one format that must be made."""

    stock: Stock
    whole: str
    """The path of that of all papers; empty where it stands."""

    lists: Sequence[tuple[str, Sequence[int]]]
    """The paths of the others, and the papers in them."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of that."""

    whole: Made | None
    sizes: Places
    """Bytes of all entries."""

    lists: Sequence[Made]


def make_files(work: Work, shelf: Shelf) -> Done:
    """Make the files of one format, and leave them on the shelf."""
    stock, whole = work.stock, None
    if work.whole:
        content, stock = stock.whole()
        whole = shelf.leave(work.whole, content)
    cut = zip(work.lists, stock.cut([places for _, places in work.lists]), strict=True)
    return Done(whole, stock.ends - stock.starts, [shelf.leave(path, content) for (path, _), content in cut])


class FormatFiles:
    """The files of one format: which there are, which of them stand there, and what the others are made of."""

    def __init__(self, key: str, entries: Entries, holders: Sequence[Holder], kept: KeyedFiles, memo: Memo) -> None:
        """Find out what must be made.

        Arguments:
            key: Of the format.
            entries: The entries of all papers.
            holders: What holds some of them.
            kept: The files that stand there.
            memo: Where the entries of these stand.
        """
        self._key, self._entries, self._kept = key, entries, kept
        self._path = f"{WHOLE}{FORMATS[key].suffix}"
        self._inputs = (key, b"".join(entries.keys.values()))
        self._stage, self._place = memo.stage("spans"), memo.digest(self._path)
        self._before: tuple[str, Spans] = self._stage.get(self._place) or ("", NOWHERE)
        self._whole = kept.standing(self._path, self._inputs)
        self._holders = [(holder, export_path(holder.folder, holder.id, key, holder.own)) for holder in holders]
        self._lists = [kept.standing(path, (key, holder.keys)) for holder, path in self._holders]

    @property
    def stands(self) -> bool:
        """Whether nothing must be made."""
        return bool(self._whole) and all(self._lists)

    @property
    def is_new(self) -> bool:
        """Whether there is nothing that could be taken over."""
        return not self._spans[1].any()

    @cached_property
    def _spans(self) -> tuple[Places, Places]:
        """Where the entries stand in the file of the last build."""
        return self._before[1].of(list(self._entries.keys.values()), FORMATS[self._key].frame)

    def work(self) -> Work:
        """Give what must be made, with what it is made of."""
        lists = [
            (path, holder.places)
            for (holder, path), standing in zip(self._holders, self._lists, strict=True)
            if not standing
        ]
        starts, ends = self._spans
        file = b"" if self.is_new else self._kept.content(self._path, self._before[0]) or b""
        if not file:
            starts = ends = np.zeros_like(starts)
        ids = list(self._entries.keys)
        wanted = range(len(ids)) if not self._whole else sorted({place for _, places in lists for place in places})
        group = next(group for group in GROUPS if self._key in group)
        packs = {place: self._entries.pack(ids[place], group) for place in wanted if not ends[place]}
        stock = Stock(self._key, file, starts, ends, packs, group.index(self._key))
        return Work(stock, "" if self._whole else self._path, lists)

    def files(self, done: Iterator[Done]) -> Iterator[tuple[str, str, Made]]:
        """Give every file as (path below docs/, what it is of, the file); takes what was done where some were made."""
        made = Done(None, NOWHERE.sizes, ()) if self.stands else next(done)
        whole = self._whole
        if made.whole:
            whole = self._kept.know(self._path, self._inputs, made.whole)
            self._stage.put(self._place, (whole.sha256, Spans(self._inputs[1], made.sizes)))
        if whole:
            yield self._path, "the export of all papers", whole
        new = iter(made.lists)
        for (holder, path), standing in zip(self._holders, self._lists, strict=True):
            owner = f"the {'export' if holder.own else 'bundle'} of {holder.folder}/{holder.id}"
            yield path, owner, standing or self._kept.know(path, (self._key, holder.keys), next(new))
