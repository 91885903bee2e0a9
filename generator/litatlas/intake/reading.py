"""The records of a survey's files, read, cleaned and vetted: each part of a file once, as long as it stays as it is.

Most steps need not see a record again that has not changed. So what is known
of every part at once is little: its key, and the look of each record, a digest
of what admission looks at. The records themselves are found when asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from litatlas.incremental.memo import NOTHING, Digest, Memo, Stage, remembered_all
from litatlas.incremental.packing import Parcel, packed, unpacked
from litatlas.intake.vetting import vet_all
from litatlas.model import Record
from litatlas.problems import Problem, Problems
from litatlas.progress import SILENT, Progress
from litatlas.readers import Part, Stretch, parts_of, read_part
from litatlas.workers import ALONE, Workers

_Looks = tuple[tuple[Digest, ...], tuple[Problem, ...]]
"""The look of each record of a part, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class _Found:
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

_seen = attrgetter(*(field.name for field in fields(Record) if field.name not in NOT_SEEN))


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
        keyed = _keyed((part for path, data in tracked for part in parts_of(path, data, problems)), memo)
        self._parts: tuple[tuple[Digest, Part], ...] = tuple(keyed)
        self._held: dict[int, tuple[Record, ...]] = {}
        # Before anything is asked of it: what is not needed now is kept.
        self._stage.use(key for key, _ in self._parts)
        found = self._looks(problems)
        self.keys = tuple(
            key if len(looks) == 1 else memo.digest(key, at)
            for (key, _), looks in zip(self._parts, found, strict=True)
            for at in range(len(looks))
        )
        self.looks = tuple(look for looks in found for look in looks)
        self._places = tuple((number, at) for number, looks in enumerate(found) for at in range(len(looks)))

    def _looks(self, problems: Problems) -> list[tuple[Digest, ...]]:
        keyed = [(key, number) for number, (key, _) in enumerate(self._parts)]
        # One batch: it is the reading that is done side by side.
        found = remembered_all(self._memo.stage("looks"), keyed, self._look_at, ALONE, max(1, len(keyed)))
        problems.extend(problem for _, told in found for problem in told)
        return [looks for looks, _ in found]

    def _look_at(self, numbers: Sequence[int]) -> list[_Looks]:
        found: list[_Looks] = []
        for number, part in zip(numbers, self._read(numbers), strict=True):
            self._held[number] = part.records
            found.append((tuple(self._memo.digest(*_seen(record)) for record in part.records), part.problems))
        return found

    @property
    def _stage(self) -> Stage:
        return self._memo.stage("records", apart=True)

    def _read(self, numbers: Sequence[int]) -> list[_Found]:
        parcels = remembered_all(self._stage, [self._parts[number] for number in numbers], _read, self._workers)
        return [unpacked(parcel, _Found) for parcel in parcels]

    def records(self, places: Iterable[int]) -> list[Record]:
        """Give the records at some places among all, in their order."""
        wanted = [self._places[place] for place in places]
        unread = [number for number in dict.fromkeys(number for number, _ in wanted) if number not in self._held]
        for number, part in zip(unread, self._read(unread) if unread else (), strict=True):
            self._held[number] = part.records
        return [self._held[number][at] for number, at in wanted]

    def read_now(self) -> list[Record]:
        """Give the records that had to be looked at up to now: those that are new, as a rule."""
        return [record for records in self._held.values() for record in records]

    def all_records(self) -> list[Record]:
        """Give all records."""
        return self.records(range(len(self.keys)))


def _keyed(parts: Iterable[Part], memo: Memo) -> Iterator[tuple[Digest, Part]]:
    """Give each part with its digest; what the parts of a file have in common is looked at once."""
    common, options = b"", None
    for part in parts:
        if isinstance(part, Stretch):
            if part.options is not options:
                common, options = memo.digest(part.file, part.options), part.options
            yield memo.digest(common, part.line, part.text), part
        else:
            yield memo.digest(part), part


def _read(parts: Sequence[Part]) -> list[Parcel]:
    parcels: list[Parcel] = []
    for part in parts:
        problems = Problems()
        records = tuple(vet_all(read_part(part, problems), problems))
        parcels.append(packed(_Found(records, tuple(problems))))
    return parcels
