"""READ: any format in, clean records and problems out. A new format is one file and one row of `READERS`.

A file is read in parts, each of which gives its records by itself (`parts_of`,
`read_part`): so a part that has not changed need not be read again, and parts
can be read side by side.
"""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from litatlas.model import Record
from litatlas.problems import Origin, Problems, quoted
from litatlas.readers import sniffing
from litatlas.readers.csl_json import read_csl_json
from litatlas.readers.draft import Draft, finished
from litatlas.readers.field_names import RECORD_FIELDS
from litatlas.readers.jsonl import cut_jsonl, read_json, read_jsonl
from litatlas.readers.options import ReadOptions
from litatlas.readers.ris import read_nbib, read_ris
from litatlas.readers.table import read_csv
from litatlas.readers.yaml import cut_yaml, read_yaml

__all__ = [
    "READERS",
    "RECORD_FIELDS",
    "SUFFIXES",
    "Part",
    "ReadOptions",
    "Reader",
    "Stretch",
    "parts_of",
    "read",
    "read_part",
]


class Reader(Struct, frozen=True):
    """A format that can be read."""

    name: str
    """What `ReadOptions.format` calls it."""

    suffixes: tuple[str, ...]
    """Ends of file names that say it, lower case."""

    sniff: Callable[[str], bool]
    """Whether a text looks like it; asked in the order of the table."""

    read: Callable[[str, str, Problems, ReadOptions], Iterator[Draft]]
    """Text, file name, problems, options -> one draft for each record."""

    tex: bool = False
    """Whether its fields are TeX."""

    cut: Callable[[Sequence[str]], Iterator[tuple[int, str]]] | None = None
    """Lines -> stretches that can be read by themselves, each with its first line; None where entries hang together
    (@string in BibTeX)."""


class Stretch(Struct, frozen=True):
    """A part of a file that is still to be read."""

    file: str
    text: str
    line: int
    """The line on which the text begins."""

    options: ReadOptions
    """They name the format; the same object for all stretches of a file."""


class Entry(Struct, frozen=True):
    """An entry that has been read and is still to be cleaned."""

    draft: Draft
    tex: bool
    source_date: str


Part = Stretch | Entry
"""What gives its records by itself: a value that can be handed to another process, and of which there is a digest."""


def _read_bibtex(text: str, file: str, problems: Problems, options: ReadOptions) -> Iterator[Draft]:
    from litatlas.readers.bibtex import read_bibtex  # bibtexparser is needed where there is a .bib file

    return read_bibtex(text, file, problems, options)


def _read_listing(text: str, file: str, problems: Problems, options: ReadOptions) -> Iterator[Draft]:
    from litatlas.readers.listing import read_listing  # of many patterns, which take time to compile

    return read_listing(text, file, problems, options)


READERS: tuple[Reader, ...] = (
    Reader("bibtex", (".bib", ".bibtex", ".biblatex"), sniffing.is_bibtex, _read_bibtex, tex=True),
    Reader("ris", (".ris",), sniffing.is_ris, read_ris),
    Reader("nbib", (".nbib",), sniffing.is_nbib, read_nbib),
    Reader("csl-json", (".csl", ".csl.json"), sniffing.is_csl_json, read_csl_json),
    Reader("jsonl", (".jsonl", ".ndjson"), sniffing.is_jsonl, read_jsonl, cut=cut_jsonl),
    Reader("json", (), sniffing.is_json, read_json),
    Reader("yaml", (".yml", ".yaml"), sniffing.is_yaml, read_yaml, cut=cut_yaml),
    Reader("csv", (".csv", ".tsv", ".tab"), sniffing.is_csv, read_csv),
    Reader("listing", (".listing",), sniffing.is_listing, _read_listing),
)
"""Every format, in the order in which an unnamed text is tried. `.json` and `.txt` are told by their content."""

SUFFIXES = frozenset({suffix for reader in READERS for suffix in reader.suffixes} | {".json", ".txt"})
"""Ends of file names that a folder of records is searched for."""

_BY_NAME = {reader.name: reader for reader in READERS}
_AMBIGUOUS = {".json": ("csl-json", "jsonl", "json"), ".txt": tuple(reader.name for reader in READERS)}
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read(name: str, data: bytes, problems: Problems, options: ReadOptions = ReadOptions()) -> list[Record]:  # noqa: B008
    """Read any file into clean records, in the file's order; whatever is wrong with it is a problem.

    Arguments:
        name: Path of the file as problems shall name it; `-` for standard input.
        data: Its bytes: UTF-8 with or without BOM, UTF-16 with BOM, else Latin-1 with a problem.
        problems: Takes what is wrong; nothing is raised for bad data.
        options: Format, columns, and what else is known about the file.
    """
    parts = parts_of(name, data, problems, options)
    return [record for part in parts for record in read_part(part, problems)]


def parts_of(name: str, data: bytes, problems: Problems, options: ReadOptions = ReadOptions()) -> Iterator[Part]:  # noqa: B008
    """Give the parts of a file in its order; the arguments are those of `read`."""
    lines = _decoded(name, data, problems)
    reader = _reader(name, lines, problems, options) if any(map(str.strip, lines)) else None
    if reader is None:
        return
    if reader.cut is None:
        drafts = reader.read("\n".join(lines), name, problems, options)
        yield from (Entry(draft, reader.tex, options.date) for draft in drafts)
        return
    options = replace(options, format=reader.name)
    yield from (Stretch(name, stretch, line, options) for line, stretch in reader.cut(lines))


def read_part(part: Part, problems: Problems) -> list[Record]:
    """Give the clean records of a part."""
    if isinstance(part, Entry):
        return [finished(part.draft, problems, tex=part.tex, source_date=part.source_date)]
    reader, options = _BY_NAME[part.options.format], replace(part.options, line=part.line)
    drafts = reader.read(part.text, part.file, problems, options)
    return [finished(draft, problems, tex=reader.tex, source_date=options.date) for draft in drafts]


def _decoded(name: str, data: bytes, problems: Problems) -> list[str]:
    """Give the lines of a file. They are decoded one by one: one rare character makes a text four times as large."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(encoding, errors="replace")
            if "\ufffd" in text:
                line = text.count("\n", 0, text.index("\ufffd")) + 1
                what = f"bytes here are not {encoding.upper()}; they show as '\ufffd'; save the file as UTF-8"
                problems.add("bad-encoding", Origin(name, line), what)
            return _lines(text)
    lines: list[str] = []
    try:
        lines.extend(line.decode("utf-8") for line in data.split(b"\n"))
    except UnicodeDecodeError as error:
        if b"\0" in data:
            what = "the file holds bytes that no text has; nothing was read; export it in one of the known formats"
            problems.add("unknown-format", Origin(name), what)
            return []
        byte = f"0x{error.object[error.start]:02X}"
        what = f"byte '{byte}' is not UTF-8; the file was read as Latin-1, accents may be wrong; save it as UTF-8"
        problems.add("bad-encoding", Origin(name, len(lines) + 1), what)
        # Windows' superset of Latin-1 has the curly quotation marks that such files mean.
        return _lines(data.decode("cp1252", errors="replace") if b"\x81" not in data else data.decode("latin-1"))
    return _lines("\n".join(lines)) if b"\r" in data else _without_marks(lines)


def _lines(text: str) -> list[str]:
    return _without_marks(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _without_marks(lines: Sequence[str]) -> list[str]:
    # Files that were put together have the byte order mark of each at the start of a line.
    return [*lines[:1], *(line.removeprefix("\ufeff") for line in lines[1:])]


def _reader(name: str, lines: Sequence[str], problems: Problems, options: ReadOptions) -> Reader | None:
    known = ", ".join(_BY_NAME)
    if options.format:
        if options.format not in _BY_NAME:
            what = f"format {quoted(options.format)} is not known; nothing was read; choose one of {known}"
            problems.add("unknown-format", Origin(name), what)
        return _BY_NAME.get(options.format)
    lower = name.lower()
    for reader in READERS:
        if lower.endswith(reader.suffixes):
            return reader
    text = "\n".join(lines)
    suffix = next((suffix for suffix in _AMBIGUOUS if lower.endswith(suffix)), "")
    for candidate in _AMBIGUOUS.get(suffix, tuple(_BY_NAME)):
        if _BY_NAME[candidate].sniff(text):
            return _BY_NAME[candidate]
    if suffix == ".txt":
        return _BY_NAME["listing"]
    what = f"the content is none of the known formats; nothing was read; name one of {known}"
    problems.add("unknown-format", Origin(name), what)
    return None
