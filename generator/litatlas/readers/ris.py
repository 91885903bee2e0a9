"""RIS (rispy), and PubMed's NBIB, which looks alike.

rispy reads the fields of one entry; the file is cut into entries here: rispy
keeps no lines, joins an entry that lacks its end to the next one, and loses a
value of a tag that it expects once.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import rispy  # type: ignore[import-untyped]

from litatlas.model import Status
from litatlas.problems import Origin, Problems, quoted
from litatlas.readers.dates import partial_date
from litatlas.readers.draft import Draft
from litatlas.readers.export_marks import first_version_in, own_id, status_in
from litatlas.readers.options import ReadOptions

_TAG = re.compile(r"^\s*([A-Z][A-Z0-9]) {1,2}-(?: |$)")
_NBIB_TAG = re.compile(r"^([A-Z]{2,4}) *- (.*)$")

_KINDS = {
    "JOUR": "article-journal", "EJOUR": "article-journal", "MGZN": "article-journal", "NEWS": "article-journal",
    "JFULL": "article-journal", "ABST": "article-journal", "INPR": "article-journal", "CONF": "paper-conference",
    "CPAPER": "paper-conference", "CHAP": "chapter", "ECHAP": "chapter", "BOOK": "book", "EBOOK": "book",
    "EDBOOK": "book", "THES": "thesis", "RPRT": "report", "GOVDOC": "report", "DATA": "dataset", "COMP": "software",
    "ELEC": "webpage", "WEB": "webpage", "BLOG": "webpage", "UNPB": "article", "UNPD": "article", "GEN": "",
}  # fmt: skip

_UNUSED = frozenset((
    "A2", "A3", "A4", "AD", "AN", "AV", "BT", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "CA", "CN", "CP",
    "CT", "CY", "DB", "DP", "ED", "ET", "H1", "H2", "IS", "J1", "L2", "L3", "L4", "LB", "LK", "M1", "M2", "M3",
    "NV", "OP", "PP", "RI", "RN", "RP", "SE", "SN", "TT", "U1", "U2", "U3", "U4", "U5", "VO", "Y2", "ER", "ST",
    "N1", "ID", "DS", "SV", "PY", "DA", "Y1",
))  # fmt: skip
"""Tags of the standard that a record has no field for, or that are read under another name."""

_TAGS = {**{tag: tag for tag in rispy.TAG_KEY_MAPPING}, "UK": "UK"}


class _Tags(rispy.RisParser):  # type: ignore[misc]  # rispy has no types
    """Keeps tags by their own names, and every value of each."""

    DEFAULT_MAPPING = _TAGS
    DEFAULT_LIST_TAGS = sorted(set(_TAGS) - {"TY", "UK", "ER"})  # as rispy declares it
    DEFAULT_DELIMITER_MAPPING: dict[str, str] = {}  # noqa: RUF012


def read_ris(text: str, file: str, problems: Problems, options: ReadOptions) -> Iterator[Draft]:
    """Give a draft for each entry from `TY` to `ER`; lines outside an entry are a problem."""
    for line, block in _entries(text, file, problems):
        fields = _fields(block)
        if not fields:
            what = "the entry from TY to ER has no field; it was left out; remove or fill it"
            problems.add("broken-entry", Origin(file, line), what)
            continue
        yield _draft(fields, Origin(file, line), options)


def _entries(text: str, file: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Give the lines of each entry, with `TY` and without `ER`; an entry also ends where the next begins."""
    block: list[str] = []
    start = stray = 0
    for number, line in enumerate(text.split("\n"), start=1):
        found = _TAG.match(line)
        tag = found.group(1) if found else ""
        if tag == "TY":
            if block:
                yield start, block
            block, start = [_standard(line, found)], number
        elif tag == "ER" and block:
            yield start, block
            block = []
        elif block:
            block.append(_standard(line, found))
        elif line.strip() and not stray:
            stray = number
            what = f"the line {quoted(line)} stands in no entry (TY to ER); it was left out; mend the entry around it"
            problems.add("broken-entry", Origin(file, number), what)
    if block:
        yield start, block


def _standard(line: str, found: re.Match[str] | None) -> str:
    """Write a tag as the standard does: `TY - JOUR` of some exporters has one space too few."""
    return f"{found.group(1)}  - {line[found.end() :].strip()}" if found else line


def _fields(block: list[str]) -> Mapping[str, list[str]]:
    text = "\n".join([*block, "ER  - "])
    parsed = _Tags().parse(text)
    if not parsed:
        return {}
    entry = parsed[0]
    unknown = entry.pop("UK", {})
    fields = {tag: [value] if isinstance(value, str) else list(value) for tag, value in entry.items()}
    return {**fields, **unknown} if len(fields) > 1 or unknown else {}


def _draft(fields: Mapping[str, list[str]], origin: Origin, options: ReadOptions) -> Draft:
    def first(*tags: str) -> str:
        return next((value for tag in tags for value in fields.get(tag, ()) if value.strip()), "")

    draft = Draft(origin, key=first("ID"), curated=bool(options.curated))
    kind = first("TY").upper()
    draft.kind = _KINDS.get(kind, "document")
    draft.title = first("TI", "T1", "CT", "BT")
    draft.short = first("ST")
    if draft.short == draft.title:
        draft.short = ""
    draft.abstract = "\n".join(fields.get("AB") or fields.get("N2") or ())
    # Web of Science puts the abstract into N2 and notes into N1; Zotero's notes are the reader's own.
    names = [name for tag in ("AU", "A1") for name in fields.get(tag, ())] or fields.get("A2", [])
    draft.issued = _date(first("DA"), first("PY", "Y1"))
    draft.venue = first("T2", "JO", "JF", "JA", "J2", "C3", "T3")
    if own := own_id(first("CN")):
        draft.id, draft.citation_key = own, draft.key
    # EndNote's way to say that a name is a group's, or is not to be split: a comma at its end.
    draft.names = [f"{{{name.rstrip(', ')}}}" if name.rstrip().endswith(",") else name for name in names]
    draft.occasion = first("C3")
    for note in fields.get("N1", ()):
        draft.first_version = draft.first_version or first_version_in(note)
        draft.status = draft.status if draft.status.status is not Status.OK else status_in(note)
    draft.volume, draft.issue = first("VL"), first("IS")
    start, end = first("SP"), first("EP")
    draft.pages = f"{start}-{end}" if start and end and end != start and "-" not in start else start
    draft.publisher, draft.language = first("PB"), first("LA")
    draft.keywords = list(fields.get("KW", ()))
    draft.identifiers = [("doi", value) for value in fields.get("DO", ())[:1]]
    if draft.kind in ("book", "chapter") and first("SN"):
        draft.identifiers.append(("isbn", first("SN")))
    for tag, rel in (("UR", ""), ("L1", "pdf"), ("LK", "")):
        for value in fields.get(tag, ()):
            draft.urls.extend((rel, url) for url in value.split(";") if url.strip().lower().startswith("http"))
    return draft


def _date(full: str, year: str) -> str:
    """`2024/05/27/` and `2024///` are RIS's dates; the fuller one counts."""
    dates = [partial_date(value.strip().rstrip("/")) for value in (full, year) if value.strip()]
    return max(dates, key=len, default="") if all(date[:1].isdigit() for date in dates) else (dates or [""])[-1]


def read_nbib(text: str, file: str, problems: Problems, options: ReadOptions) -> Iterator[Draft]:
    """Give a draft for each entry of a PubMed export; an entry begins with `PMID-`."""
    fields: dict[str, list[str]] = defaultdict(list)
    line, tag = 1, ""
    for number, text_line in enumerate(text.split("\n"), start=1):
        found = _NBIB_TAG.match(text_line)
        if found and found.group(1) == "PMID" and fields:
            yield _nbib_draft(fields, Origin(file, line), options)
            fields = defaultdict(list)
        if found:
            if found.group(1) == "PMID":
                line = number
            tag = found.group(1)
            fields[tag].append(found.group(2).strip())
        elif text_line.startswith("      ") and tag:
            fields[tag][-1] += " " + text_line.strip()
        elif text_line.strip():
            what = f"the line {quoted(text_line)} is no field of a PubMed entry; it was left out; mend it"
            problems.add("broken-entry", Origin(file, number), what)
    if fields:
        yield _nbib_draft(fields, Origin(file, line), options)


def _nbib_draft(fields: Mapping[str, list[str]], origin: Origin, options: ReadOptions) -> Draft:
    def first(*tags: str) -> str:
        return next((value for tag in tags for value in fields.get(tag, ()) if value), "")

    draft = Draft(origin, key=first("PMID"), kind="article-journal", curated=bool(options.curated))
    draft.title, draft.abstract = first("TI", "BTI").removesuffix("."), first("AB")
    draft.names = [*(fields.get("FAU") or fields.get("AU") or ()), *(f"{{{name}}}" for name in fields.get("CN", ()))]
    draft.issued, draft.venue = partial_date(first("DP", "DEP")), first("JT", "TA")
    draft.volume, draft.issue, draft.pages = first("VI"), first("IP"), first("PG")
    draft.language, draft.keywords = first("LA"), list(fields.get("OT", ()))
    draft.identifiers = [("pmid", first("PMID"))] if first("PMID") else []
    dois = [value.removesuffix("[doi]").strip() for value in fields.get("LID", []) + fields.get("AID", [])
            if value.endswith("[doi]")]  # fmt: skip
    draft.identifiers += [("doi", doi) for doi in dois[:1]]
    return draft
