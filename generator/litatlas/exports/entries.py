"""The papers' entries in every format: each written once, side by side, and kept packed until a file needs it.

An entry stands in a dozen files or more: the paper's own, those of its lists,
those of the survey, those of reading lists. The entries of one paper say the
same in other forms, so that together they pack to a fifth (zlib, level 1).
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property

from msgspec import Struct

from litatlas.citation import FORMATS, ExportContext
from litatlas.citation.bibtex import in_ascii
from litatlas.citation.status import title_mark
from litatlas.citation.tex_title import names_in
from litatlas.exports.addresses import OF_A_LIST, OF_THE_SURVEY
from litatlas.exports.packs import END
from litatlas.incremental.memo import NOTHING, Digest, Memo, begin_all
from litatlas.library import Library
from litatlas.library.paper_memo import marks_of
from litatlas.model import Paper
from litatlas.settings import Settings
from litatlas.workers import ALONE, Workers

TAKEN = (*OF_A_LIST, "csv")
"""The formats in which readers take papers along: those of lists, and of reading lists."""

OF_ALL_ONLY = tuple(key for key in OF_THE_SURVEY if key not in TAKEN)
"""The formats in which only the whole survey can be had."""

GROUPS = (TAKEN, OF_ALL_ONLY)
"""The formats whose entries of a paper are packed together."""

Packs = tuple[bytes, ...]
"""The entries of one paper, packed by `GROUPS`."""


class Source(Struct, frozen=True):
    """What the entries of a paper are made from, and nothing else."""

    paper: Paper
    address: str
    """The survey's; empty where it has none."""

    names: tuple[str, ...]
    """The names of the survey's systems that stand in the title, in order."""


class Entries:
    """The entries of all papers of a survey."""

    def __init__(self, library: Library, settings: Settings, memo: Memo = NOTHING, workers: Workers = ALONE) -> None:
        """Begin to make the entries that the memo does not know, beside what comes before the first is asked for.

        Arguments:
            library: The papers.
            settings: The survey's; of these its address counts.
            memo: What was made before.
            workers: Make them side by side.
        """
        names = _names(library, settings, memo)
        address = memo.digest(settings.address)
        keys = marks_of(library, memo, (address + "\0".join(own).encode("utf-8") for own in names))

        def source(at: int) -> Source:
            return Source(library.papers[at], settings.address, names[at])

        keyed = zip(keys, range(len(keys)), strict=True)
        self._begun = begin_all(memo.stage("entries"), keyed, pack_entries, workers, prepare=source)
        self.keys: Mapping[str, Digest] = dict(zip(library.by_id, keys, strict=True))
        """What tells the entries of a paper from others, by its id, in order of the ids."""

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {id: place for place, id in enumerate(self.keys)}

    def of(self, id: str, formats: Sequence[str] = TAKEN) -> tuple[bytes, ...]:
        """Give the entries of a paper in the formats of one of `GROUPS`, in UTF-8."""
        return tuple(zlib.decompress(self.pack(id, formats)).split(END))

    def pack(self, id: str, formats: Sequence[str] = TAKEN) -> bytes:
        """Give the same as they are packed, with `END` between them."""
        return self._begun[self._places[id]][GROUPS.index(tuple(formats))]


class _Named(Struct, frozen=True):
    """What is remembered of the names in titles."""

    names: tuple[str, ...] = ()
    """Those of all systems, in order."""

    titles: str = ""
    found: tuple[tuple[str, ...], ...] = ()
    """Those in each title."""


def _names(library: Library, settings: Settings, memo: Memo) -> Sequence[tuple[str, ...]]:
    """Give the names of the survey's systems that stand in the title of each paper."""
    names = ExportContext.of(settings, library).names
    # No field of a record holds this character.
    titles = "\0".join(f"{title_mark(paper.status.status)}{paper.title}\0{paper.short}" for paper in library)
    stage, place, in_order = memo.stage("names"), memo.digest("names"), tuple(sorted(names))
    before: _Named = stage.get(place) or _Named()
    if (before.names, before.titles) == (in_order, titles):
        return before.found
    known = dict(zip(_pairs(before.titles), before.found, strict=False)) if before.names == in_order else {}
    found = tuple(known[both] if both in known else _names_in(both, names) for both in _pairs(titles))
    stage.put(place, _Named(in_order, titles, found))
    return found


def _pairs(titles: str) -> Iterator[tuple[str, str]]:
    """Give each title with the name of its system."""
    texts = iter(titles.split("\0"))
    return zip(texts, texts, strict=False)


def _names_in(texts: Sequence[str], names: Set[str]) -> tuple[str, ...]:
    return tuple(sorted({name for text in texts for name in names_in(text, names)}))


def pack_entries(sources: Sequence[Source]) -> list[Packs]:
    """Write and pack the entries of some papers."""
    packs = []
    for source in sources:
        written = _entries(source)
        packs.append(tuple(zlib.compress(END.join(written[key] for key in group), 1) for group in GROUPS))
    return packs


def _entries(source: Source) -> Mapping[str, bytes]:
    # Made anew from what was named: so no entry can depend on what its key does not cover.
    context = ExportContext(Settings("", address=source.address), frozenset(source.names))
    texts = {key: FORMATS[key].entry(source.paper, context) for key in (*TAKEN, *OF_ALL_ONLY) if key != "bibtex-ascii"}
    # What is said in ASCII need not be put together twice.
    texts["bibtex-ascii"] = in_ascii(texts["bibtex"])
    return {key: text.encode("utf-8") for key, text in texts.items()}
