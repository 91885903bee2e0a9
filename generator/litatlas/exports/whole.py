"""The files of each format: that with the entries of all papers, and those of lists, which are cut from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from msgspec import Struct, field

from litatlas.citation import FORMATS
from litatlas.exports.addresses import WHOLE, export_path
from litatlas.exports.entries import Entries
from litatlas.exports.packs import Packs
from litatlas.exports.splicing import Stock
from litatlas.incremental.columns import places_among
from litatlas.incremental.keyed_files import KeyedFiles, Made, Shelf
from litatlas.incremental.memo import Memo
from litatlas.incremental.pieces import OldFile
from litatlas.incremental.splicing import NOWHERE, Places, Texts


class Holder(Struct, frozen=True):
    """An address with the entries of some papers."""

    folder: str
    id: str
    own: bool
    """Whether it is that of one list or paper; else it is that of all whose ids begin so."""

    places: Places
    """Of the papers among all, in order."""


class Before(Struct, frozen=True):
    """The files of all papers of the last build."""

    keys: bytes = b""
    """What tells each entry from others, all of one length, in order."""

    files: Mapping[str, tuple[str, Texts]] = field(default_factory=dict)
    """The hash of each, and where the entries stand in it, by format."""


class List(Struct, frozen=True):
    """The file of some papers that must be made."""

    path: str
    places: Places
    """Of the papers among all, in order."""

    old: OldFile | None
    """That of the last build, where it has the same papers."""


class OfFormat(Struct, frozen=True):
    """The files of one format that must be made."""

    format: str
    file: OldFile | None
    texts: Texts
    places: Places
    """As in a `Stock`."""

    whole: str
    """The path of the file of all papers; empty where it stands."""

    lists: Sequence[List]
    """The others."""


class Work(Struct, frozen=True):
    """The same, with what they are made of: so it travels to who makes them."""

    files: OfFormat
    packs: Packs
    """The entries that one of the files of the last build does not have, beside those of other formats."""


class Done(Struct, frozen=True):
    """What became of that."""

    whole: Made | None
    texts: Texts
    """Where all entries stand in it."""

    lists: Sequence[Made]


def make_files(work: Work, shelf: Shelf) -> Done:
    """Make the files of one format, and leave them on the shelf."""
    wanted = work.files
    stock = Stock(wanted.format, wanted.file, wanted.texts, wanted.places, work.packs.entries(wanted.format))
    whole, texts = None, NOWHERE
    if wanted.whole:
        pieces, texts = stock.whole()
        whole = shelf.leave(wanted.whole, pieces)
    lists = [shelf.leave(each.path, stock.cut(each.places, each.old)) for each in wanted.lists]
    return Done(whole, texts, lists)


class Wholes:
    """What is known of the files of all papers, in each format."""

    def __init__(self, entries: Entries, memo: Memo) -> None:
        """Look at those of the last build, whose entries the memo knows."""
        self.keys = list(entries.keys.values())
        self.joined = b"".join(self.keys)
        self._stage, self._place = memo.stage("spans"), memo.digest("spans")
        self._before: Before = self._stage.get(self._place) or Before()
        self._files = dict(self._before.files) if self._before.keys == self.joined else {}

    @cached_property
    def places(self) -> Places:
        """Of each entry, its place among those of the last build; -1 for one that is another now."""
        return places_among(self.keys, self._before.keys)

    @cached_property
    def _is_of_same(self) -> bool:
        """Whether the last build had an entry in the place of each, the same one or another."""
        are_same = (self.places < 0) | (self.places == np.arange(len(self.keys)))
        return len(self._before.keys) == len(self.joined) and bool(are_same.all())

    def before_of(self, places: Places) -> bytes:
        """Give what told the entries in some places from others in the last build; nothing where others stood there."""
        if not self._is_of_same:
            return b""
        size = len(self.joined) // len(self.keys)
        return b"".join(self._before.keys[at : at + size] for at in (places * size).tolist())

    def before(self, format: str) -> tuple[str, Texts]:
        """Give the hash of the last build's file, and where the entries stand in it."""
        return self._before.files.get(format, ("", NOWHERE))

    def keep(self, format: str, sha256: str, texts: Texts) -> None:
        """Remember a file that was made for the next build."""
        self._files[format] = sha256, texts
        self._stage.put(self._place, Before(self.joined, dict(self._files)))


def works_of(group: tuple[str, ...], entries: Entries, formats: Sequence[OfFormat], shelf: Shelf) -> list[Work]:
    """Give what must be made of some formats whose entries are packed together; the packs are set aside."""
    ids, wanted = list(entries.keys), set[int]()
    for one in formats:
        new = one.places < 0
        held = [each.places[new[each.places]] for each in one.lists] + [np.flatnonzero(new)] * bool(one.whole)
        wanted.update(*(some.tolist() for some in held))
    packs = Packs.of(group, {at: entries.pack(ids[at], group) for at in sorted(wanted)}, shelf.depot)
    return [Work(one, packs) for one in formats]


class _Cut(NamedTuple):
    """A file with the entries of some papers."""

    path: str
    owner: str
    places: Places
    inputs: tuple[object, ...]
    """All that its content depends on."""

    standing: Made | None
    """The file, where it stands there as it would be made."""


class FormatFiles:
    """The files of one format: which there are, which of them stand there, and what the others are made of."""

    def __init__(self, key: str, wholes: Wholes, holders: Iterable[tuple[Holder, bytes]], kept: KeyedFiles) -> None:
        """Find out what must be made.

        Arguments:
            key: Of the format.
            wholes: What is known of the files with all of them.
            holders: What holds some of them, each with what tells these from others.
            kept: The files that stand there.
        """
        self._key, self._wholes, self._kept = key, wholes, kept
        self._path = f"{WHOLE}{FORMATS[key].suffix}"
        self._inputs = (key, wholes.joined)
        self._whole = kept.standing(self._path, self._inputs)
        self._lists = [self._cut(holder, (key, keys)) for holder, keys in holders]

    def _cut(self, holder: Holder, inputs: tuple[object, ...]) -> _Cut:
        path = export_path(holder.folder, holder.id, self._key, holder.own)
        owner = f"the {'export' if holder.own else 'bundle'} of {holder.folder}/{holder.id}"
        return _Cut(path, owner, holder.places, inputs, self._kept.standing(path, inputs))

    @property
    def stands(self) -> bool:
        """Whether nothing must be made."""
        return bool(self._whole) and all(cut.standing for cut in self._lists)

    @property
    def is_new(self) -> bool:
        """Whether there is nothing that could be taken over."""
        return not self._wholes.before(self._key)[0] or bool((self._wholes.places < 0).all())

    def work(self) -> OfFormat:
        """Give what must be made."""
        (sha256, texts), places = self._wholes.before(self._key), self._wholes.places
        file = None if self.is_new else self._kept.old(self._path, sha256)
        if not file:
            texts, places = NOWHERE, np.full(len(places), -1)
        missing = (cut for cut in self._lists if not cut.standing)
        lists = [List(cut.path, cut.places, self._old(cut) if file else None) for cut in missing]
        return OfFormat(self._key, file, texts, places, "" if self._whole else self._path, lists)

    def _old(self, cut: _Cut) -> OldFile | None:
        """Give a file as the last build made it of the same papers."""
        keys = self._wholes.before_of(cut.places)
        made = self._kept.standing(cut.path, (self._key, keys)) if keys else None
        return self._kept.old(cut.path, made.sha256) if made else None

    def files(self, done: Iterator[Done]) -> Iterator[tuple[str, str, Made]]:
        """Give every file as (path below docs/, what it is of, the file); takes what was done where some were made."""
        made = Done(None, NOWHERE, ()) if self.stands else next(done)
        whole = self._whole
        if made.whole:
            whole = self._kept.know(self._path, self._inputs, made.whole)
            self._wholes.keep(self._key, whole.sha256, made.texts)
        if whole:
            yield self._path, "the export of all papers", whole
        new = iter(made.lists)
        for cut in self._lists:
            yield cut.path, cut.owner, cut.standing or self._kept.know(cut.path, cut.inputs, next(new))
