"""Record files that carry every payload in every format; each is the heading of some page, and stands in every field.

What has a page of its own (a title, an author, a venue) takes the payloads in
turn, so that the site stays small enough to open all of it in a browser.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hostile.payloads import PAYLOADS

_DOI = re.compile(r"10\.5555/odd\.\d")
IN_YAML, IN_BULK = 4, 32
"""Payloads in one record: of a YAML file, of a bulk file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One hostile record, as it stands in a file."""

    file: str
    line: int
    """On which it begins."""

    doi: str
    """Found again on its page, whatever became of the rest of it; empty where the format has none."""

    title: str


@dataclass(frozen=True, slots=True)
class File:
    """A hostile file and what stands in it."""

    path: str
    data: bytes
    entries: tuple[Entry, ...]


def yaml_files() -> Iterator[File]:
    """Give a file for each record; every other way of writing a record's fields than the bulk formats' is in it."""
    for number, several in _batches(IN_YAML):
        path, doi = f"records/payload-{number:02d}.yml", f"10.5555/yaml.{number}"
        yield File(path, _yaml(_record(several, doi)).encode(), (Entry(path, 1, doi, several[0]),))


def _record(several: Sequence[str], doi: str) -> dict[str, object]:
    first, second, third, fourth = several[:4]
    everything = " ".join(several)
    proposed = f"We propose {first} in a sentence of its own, and {second}."
    return {
        "title": first,
        "short": fourth,
        "abstract": "\n\n".join([proposed, *several, everything]),
        "authors": [second, {"literal": third}, {"family": "Writer", "given": "Ann", "orcid": first}],
        "issued": "2024-05",
        "venue": {"name": fourth, "track": everything},
        "volume": everything,
        "issue": everything,
        "pages": everything,
        "publisher": everything,
        "identifiers": {"doi": doi, "arxiv": first, "acl": second, "openreview": third, fourth: first},
        "links": [
            *({"rel": "code", "url": text, "label": text} for text in several),
            *({"rel": "project", "url": f"https://h.example/{text}", "label": text} for text in several),
        ],
        "tags": [*several],
        "keywords": [*several, "hostility"],
        "attributes": dict(zip(several, reversed(several), strict=True)),
        "references": [*several],
        "status": {"status": "corrected", "date": first, "note": everything, "url": second},
        "language": first,
        "note": everything,
        "sources": [{"file": text, "line": "3", "date": text, "fields": [text], "note": text} for text in several],
    }


def _yaml(record: dict[str, object]) -> str:
    """Write YAML, one field a line, in which every character that is not a plain one is escaped."""
    return "".join(f"{name}: {_flow(value)}\n" for name, value in record.items())


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"? {_scalar(key)} : {_flow(item)}" for key, item in value.items()) + "}"
    return f"[{', '.join(map(_flow, value))}]" if isinstance(value, list) else _scalar(str(value))


def _scalar(text: str) -> str:
    return '"' + "".join(c if c.isascii() and (c.isalnum() or c == " ") else f"\\U{ord(c):08x}" for c in text) + '"'


def bibtex() -> File:
    """Give BibTeX; what unbalanced braces swallow is told by the reader."""
    blocks = []
    for number, several in _batches(IN_BULK, turned=1):
        fields = {
            "title": several[0] + " in BibTeX",
            "author": " and ".join(several[:2]),
            "abstract": " ".join(several),
            "journal": several[1],
            "year": "2023",
            "publisher": several[2],
            "note": several[3],
            "volume": several[4],
            "keywords": ", ".join(several),
            "url": several[5],
            "doi": f"10.5555/bibtex.{number}",
        }
        body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        blocks.append((f"@article{{k{number},\n{body}}}\n", fields["doi"], fields["title"]))
    return _bulk("records/hostile.bib", blocks)


def ris() -> File:
    """Give RIS; a line break in a value begins a line that is no tag."""
    blocks = []
    for number, several in _batches(IN_BULK, turned=3):
        doi = f"10.5555/ris.{number}"
        lines = [f"TI  - {several[0]} in RIS", *(f"AU  - {text}" for text in several[:2]), f"AB  - {' '.join(several)}"]
        lines += [f"JO  - {several[1]}", "PY  - 2022", f"VL  - {several[2]}", f"PB  - {several[3]}", f"DO  - {doi}"]
        lines += [f"KW  - {text}" for text in several] + [f"UR  - {text}" for text in several] + [f"LA  - {several[4]}"]
        blocks.append(("\n".join(["TY  - JOUR", *lines, "ER  - \n"]), doi, f"{several[0]} in RIS"))
    return _bulk("records/hostile.ris", blocks)


def csl_json() -> File:
    """Give CSL-JSON, one item a line."""
    blocks = []
    for number, several in _batches(IN_BULK, turned=5):
        item = {
            "id": several[0],
            "type": several[1],
            "title": f"{several[0]} in CSL",
            "abstract": " ".join(several),
            "author": [{"family": several[1], "given": "A."}, {"literal": several[2]}],
            "issued": {"date-parts": [[2021]]},
            "container-title": several[1],
            "publisher": several[2],
            "volume": several[3],
            "page": several[4],
            "language": several[0],
            "URL": several[5],
            "DOI": f"10.5555/csl.{number}",
            "keyword": ", ".join(several),
            "note": several[6],
        }
        mark = "[" if not number else ","
        blocks.append((f"{mark}{json.dumps(item)}\n", str(item["DOI"]), str(item["title"])))
    return _bulk("records/hostile.json", [*blocks, ("]\n", "", "")])


def jsonl() -> File:
    """Give JSON lines, with lone surrogates, deep nesting and impossible numbers among them."""
    blocks = []
    for number, several in _batches(IN_BULK, turned=7):
        item = _record(several, f"10.5555/jsonl.{number}") | {
            "title": f"{several[0]} in JSONL",
            "authors": list(several[:2]),
            "venue": several[1],
            "year": 10**11,
            "issued": several[0],
            "tags": list(several),
        }
        blocks.append((json.dumps(item) + "\n", f"10.5555/jsonl.{number}", f"{several[0]} in JSONL"))
    odd = {
        "surrogates": '{"title": "Lone \\ud800 and \\udfff", "authors": ["A \\udc80"], "doi": "10.5555/odd.0"}',
        "deep": '{"title": "Deep in JSONL", "abstract": ' + "[" * 50_000 + "]" * 50_000 + ', "doi": "10.5555/odd.1"}',
        "numbers": '{"title": "Numbers in JSONL", "year": 99999999999, "volume": 1e400, "issue": NaN, "pages": -0.0, '
        '"month": 1e9, "doi": "10.5555/odd.2"}',
        "digits": '{"title": "Digits in JSONL", "year": ' + "9" * 5000 + ', "doi": "10.5555/odd.3"}',
        "types": '{"title": ["Types in JSONL"], "abstract": {"a": 1}, "authors": 7, "venue": [1], "links": "x", '
        '"identifiers": [], "attributes": [], "status": [], "sources": {}, "tags": {"a": "b"}, "doi": "10.5555/odd.4"}',
        "scalar": '"only a text"',
        "broken": '{"title": "Broken in JSONL", "doi": "10.5555/odd.5"',
    }
    blocks += [(f"{text}\n", doi.group() if (doi := _DOI.search(text)) else "", text[:60]) for text in odd.values()]
    return _bulk("records/hostile.jsonl", blocks)


def table() -> File:
    """Give CSV with line breaks and quotation marks inside cells."""
    blocks = [("title,authors,abstract,year,venue,doi,url,keywords,note\n", "", "")]
    for number, several in _batches(IN_BULK, turned=9):
        row = [f"{several[0]} in CSV", "; ".join(several[:2]), " ".join(several), "2020", several[1],
               f"10.5555/csv.{number}", several[2], ", ".join(several), several[3]]  # fmt: skip
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(row)
        blocks.append((text.getvalue(), row[5], row[0]))
    return _bulk("records/hostile.csv", blocks)


def listing() -> File:
    """Give a pasted listing: each title on its line, its abstract below."""
    blocks = [("Trending Papers\n\n", "", "")]
    for number, several in _batches(IN_BULK, turned=11):
        text = " ".join(" ".join(several).split())
        title = f"The Hostile Listing Number {number} of Many Words"
        blocks.append(
            (f"{title}\n\nWe propose {text} and find that {text} is no danger to anybody. \n\n", title, title)
        )
    return _bulk("records/hostile.listing", blocks)


def hostile_files() -> tuple[File, ...]:
    """Give every hostile file."""
    return (*yaml_files(), *(make() for make in BULK))


BULK: tuple[Callable[[], File], ...] = (bibtex, ris, csl_json, jsonl, table, listing)


def _batches(size: int, turned: int = 0) -> Iterator[tuple[int, Sequence[str]]]:
    """Give all payloads in groups of one size; `turned` says which of a group comes first."""
    texts = (*PAYLOADS, *PAYLOADS[: -len(PAYLOADS) % size])
    groups = (texts[at : at + size] for at in range(0, len(texts), size))
    return enumerate((*group[turned:], *group[:turned]) for group in groups)


def _bulk(path: str, blocks: Sequence[tuple[str, str, str]]) -> File:
    """Put blocks together, and remember the line on which each begins."""
    entries, line = [], 1
    for text, doi, title in blocks:
        if title:
            entries.append(Entry(path, line, doi, title))
        line += text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    data = "".join(text for text, _, _ in blocks).encode()
    return File(path, data, tuple(entries))
