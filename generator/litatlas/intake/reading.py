"""The records of a survey's files, read, cleaned and vetted: each part of a file once, as long as it stays as it is.

Most steps need not see a record again that has not changed. So what is known
of every part at once is little: its key, and the look of each record, a digest
of what admission looks at. The records themselves are found when asked for.

Parts that follow each other in a file are known together, as a block: one
digest says of all of them that they are as they were.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter

from msgspec import Struct

from litatlas.incremental.memo import NOTHING, Digest, Memo, Stage, remembered_all
from litatlas.incremental.packing import Parcel, packed, unpacked
from litatlas.intake.vetting import vet_all
from litatlas.model import Record
from litatlas.problems import Problem, Problems
from litatlas.progress import SILENT, Progress
from litatlas.readers import Part, Stretch, parts_of, read_part
from litatlas.workers import ALONE, Workers

BLOCK = 64
"""Parts of one file that are known together."""

_Known = tuple[tuple[tuple[Digest, tuple[Digest, ...]], ...], tuple[Problem, ...]]
"""Of a block: the key of each part with the looks of its records, and what is wrong with them."""


class _Found(Struct, frozen=True):
    """What a part gives: packed where it is read, and handed on and kept so."""

    records: tuple[Record, ...]
    """Vetted."""

    problems: tuple[Problem, ...]


NOT_SEEN = frozenset(
    {"abstract", "volume", "issue", "pages", "publisher", "links", "tags", "keywords", "attributes", "references"}
    | {"language", "added", "note", "sources"}
)
"""Fields of a record of which it does not depend which records are one work, what its id and citation key are, and
who wrote it."""

_seen = attrgetter(*(name for name in Record.__struct_fields__ if name not in NOT_SEEN))


class ReadParts:
    """The parts of all record files, in the order of their paths.

    Attributes:
        keys: For each record the digest of what it was read from.
        looks: For each record the digest of what admission sees of it.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        problems: Problems,
        progress: Progress = SILENT,
        memo: Memo = NOTHING,
        workers: Workers = ALONE,
    ) -> None:
        """Read every part that was not read before; records that cannot be papers are left out, and told.

        Arguments:
            files: The content of each file by its path.
            problems: Takes what is wrong with them.
            progress: Told of each file.
            memo: What earlier builds have read. The line of a part belongs to what it is remembered by: what
                stands below a line that is new is read again.
            workers: Read parts side by side.
        """
        self._memo, self._workers = memo, workers
        tracked = progress.track(sorted(files.items()), "Reading records")
        parts_by_file = (tuple(parts_of(path, data, problems)) for path, data in tracked)
        blocks = [parts[at : at + BLOCK] for parts in parts_by_file for at in range(0, len(parts), BLOCK)]
        self._parts: tuple[Part, ...] = tuple(chain.from_iterable(blocks))
        self._held: dict[int, tuple[Record, ...]] = {}
        known = self._known(blocks)
        problems.extend(problem for _, told in known for problem in told)
        looks_of = [looks for parts, _ in known for _, looks in parts]
        self.keys = tuple(
            key if len(looks) == 1 else memo.digest(key, at)
            for key, looks in zip(self._part_keys, looks_of, strict=True)
            for at in range(len(looks))
        )
        self.looks = tuple(chain.from_iterable(looks_of))
        self._places = tuple((number, at) for number, looks in enumerate(looks_of) for at in range(len(looks)))

    def _known(self, blocks: Sequence[Sequence[Part]]) -> list[_Known]:
        """Give what is known of each block; the records of those that changed are looked at."""
        stage = self._memo.stage("looks")
        marks = [_mark(block, self._memo) for block in blocks]
        known: list[_Known | None] = [stage.get(mark) for mark in marks]
        keys = [
            [key for key, _ in found[0]] if found else _keys(block, self._memo)
            for found, block in zip(known, blocks, strict=True)
        ]
        self._part_keys = tuple(chain.from_iterable(keys))
        # Before anything is asked of it: what is not needed now is kept.
        self._stage.use(self._part_keys)
        of_block = [found for found, block in zip(known, blocks, strict=True) for _ in block]
        changed = [number for number, found in enumerate(of_block) if found is None]
        self._new = [number for number in changed if not self._stage.has(self._part_keys[number])]
        looked = iter(self._look_at(changed))
        for at, mark in enumerate(marks):
            if known[at] is None:
                looks, told = zip(*(next(looked) for _ in blocks[at]), strict=True)
                known[at] = tuple(zip(keys[at], looks, strict=True)), tuple(chain.from_iterable(told))
                stage.put(mark, known[at])
        stage.rest()
        return [found for found in known if found]

    def _look_at(self, numbers: Sequence[int]) -> Iterator[tuple[tuple[Digest, ...], tuple[Problem, ...]]]:
        """Give the look of each record of some parts, and what is wrong with it."""
        for number, part in zip(numbers, self._read(numbers) if numbers else (), strict=True):
            self._held[number] = part.records
            yield tuple(self._memo.digest(*_seen(record)) for record in part.records), part.problems

    @property
    def _stage(self) -> Stage:
        return self._memo.stage("records", apart=True)

    def _read(self, numbers: Sequence[int]) -> list[_Found]:
        parcels = remembered_all(
            self._stage, [(self._part_keys[number], self._parts[number]) for number in numbers], _read, self._workers
        )
        return [unpacked(parcel, _Found) for parcel in parcels]

    def records(self, places: Iterable[int]) -> list[Record]:
        """Give the records at some places among all, in their order."""
        wanted = [self._places[place] for place in places]
        unread = [number for number in dict.fromkeys(number for number, _ in wanted) if number not in self._held]
        for number, part in zip(unread, self._read(unread) if unread else (), strict=True):
            self._held[number] = part.records
        return [self._held[number][at] for number, at in wanted]

    def read_now(self) -> list[Record]:
        """Give the records that were read just now."""
        return [record for number in self._new for record in self._held[number]]


def _mark(block: Sequence[Part], memo: Memo) -> Digest:
    """Give what tells a block from others; what its parts have in common is looked at once."""
    stretches = [part for part in block if isinstance(part, Stretch)]
    if not stretches:
        return memo.digest(block)
    first = stretches[0]
    return memo.digest(first.file, first.options, [(part.line, part.text) for part in stretches])


def _keys(block: Sequence[Part], memo: Memo) -> list[Digest]:
    """Give what tells each part of a block from others."""
    return [_mark((part,), memo) for part in block]


def _read(parts: Sequence[Part]) -> list[Parcel]:
    parcels: list[Parcel] = []
    for part in parts:
        problems = Problems()
        records = tuple(vet_all(read_part(part, problems), problems))
        parcels.append(packed(_Found(records, tuple(problems))))
    return parcels
