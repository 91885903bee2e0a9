"""CSV and TSV: columns found by their headers, as many exporters write them."""

import csv
import io
import re
from collections.abc import Iterator, Mapping

from litatlas.problems import Origin, Problems, quoted
from litatlas.readers.draft import Draft
from litatlas.readers.field_names import LINKS, known_field, nearest_field, plain
from litatlas.readers.fields import draft_of
from litatlas.readers.options import ReadOptions

_HEADERS = {
    # Zotero
    "publicationyear": "year", "publicationtitle": "venue", "conferencename": "venue", "proceedingstitle": "venue",
    "abstractnote": "abstract", "manualtags": "keywords", "automatictags": "keywords", "itemtype": "kind",
    "shorttitle": "short", "extra": "",
    # Scopus
    "documenttitle": "title", "sourcetitle": "venue", "authorkeywords": "keywords", "indexkeywords": "keywords",
    "pagestart": "first_page", "pageend": "last_page", "documenttype": "kind", "authorfullnames": "authors",
    "artno": "pages", "pubmedid": "pmid", "languageoforiginaldocument": "language", "abbreviatedsourcetitle": "",
    # Web of Science
    "articletitle": "title", "startpage": "first_page", "endpage": "last_page", "doilink": "", "keywordsplus": "",
    "bookauthors": "", "conferencetitle": "venue",
    # OpenAlex
    "displayname": "title", "authorshipsauthordisplayname": "authors", "publicationdate": "issued",
    "primarylocationsourcedisplayname": "venue", "bibliovolume": "volume", "biblioissue": "issue",
    "bibliofirstpage": "first_page", "bibliolastpage": "last_page", "idsopenalex": "openalex", "idspmid": "pmid",
    "primarylocationlandingpageurl": "url", "primarylocationpdfurl": "pdf", "authornames": "authors",
    # Semantic Scholar, Dimensions, Google Scholar (Publish or Perish), IEEE Xplore
    "paperid": "s2", "pubyear": "year", "sourcetitleanthologytitle": "venue", "articleurl": "url",
    "fulltexturl": "pdf", "publication": "venue", "pdflink": "pdf", "authorlist": "authors", "authornamess": "authors",
    "ieeeterms": "", "authoraffiliations": "",
    # plain words
    "papertitle": "title", "paper": "title", "authorsnames": "authors", "journalconference": "venue",
    "venueyear": "year", "arxivlink": "url", "paperlink": "url", "papertitles": "title",
}  # fmt: skip
"""Field by header, both plain (see `fields.plain`); an empty field is known and not used."""

_UNUSED = frozenset((
    "key", "issn", "dateadded", "datemodified", "accessdate", "numpages", "numberofvolumes", "journalabbreviation",
    "seriestext", "seriesnumber", "series", "place", "rights", "archive", "archivelocation", "librarycatalog",
    "callnumber", "fileattachments", "linkattachments", "notes", "editor", "serieseditor", "translator",
    "contributor", "attorneyagent", "bookauthor", "castmember", "commenter", "composer", "cosponsor", "counsel",
    "interviewer", "producer", "recipient", "reviewedauthor", "scriptwriter", "wordsby", "guest", "number",
    "edition", "runningtime", "scale", "medium", "artworksize", "filingdate", "applicationnumber", "assignee",
    "issuingauthority", "country", "meetingname", "court", "references", "reporter", "legalstatus",
    "prioritynumbers", "programminglanguage", "version", "system", "code", "codenumber", "section", "session",
    "committee", "history", "legislativebody", "eid", "authorsid", "authorids", "citedby", "affiliations",
    "authorswithaffiliations", "correspondenceaddress", "editors", "coden", "publicationstage", "openaccess",
    "source", "link", "isbns", "citedbycount", "relevancescore", "language", "type", "isretracted", "isparatext",
    "hasfulltext", "uniquewosid", "pubtype", "publicationtype", "addresses", "researcherids", "orcids",
    "fundingorgs", "citedreferences", "rank", "cites", "gsrank", "querydate", "citesurl", "cites", "peryear",
    "citesperauthor", "authorcount", "age", "ecc", "timescited", "id", "no", "index", "row",
))  # fmt: skip
"""Headers of common exports that no record has a field for, or whose meaning differs from ours."""


_IN_PARTS = {"venue": ("name", "short", "kind", "year", "track"), "status": ("status", "date", "note", "url")}
"""Fields that our own tables give in several columns (`venue`, `venue_short` ...), and the parts in that order."""

_PART_COLUMNS = frozenset(f"{field}_{name}" for field, names in _IN_PARTS.items() for name in names[1:])
_FORMULA_MARK = re.compile(r"^'(?=[=+@\t\r-])")
"""The apostrophe that keeps a spreadsheet from running a cell."""


def read_csv(text: str, file: str, problems: Problems, options: ReadOptions) -> Iterator[Draft]:
    """Give a draft for each row below the header; columns are found by header, or as `options.columns` says."""
    csv.field_size_limit(2**31 - 1)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    header: list[str] = []
    columns: list[str] = []
    line = 1
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            what = f"the row cannot be read ({error}); it was left out; mend its quotation marks"
            problems.add("broken-entry", Origin(file, line), what)
            line = rows.line_num + 1
            continue
        start, line = line, rows.line_num + 1
        if not any(cell.strip() for cell in row):
            continue
        if not header:
            header, columns = row, _columns(row, start, file, problems, options)
            continue
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            extra = quoted(next(cell for cell in row[len(header) :] if cell.strip()))
            what = f"the row has {len(row)} cells for {len(header)} columns; {extra} was left out; mend its quotes"
            problems.add("broken-entry", Origin(file, start), what)
        yield _draft(row, columns, Origin(file, start), problems, options)


def _delimiter(text: str) -> str:
    """The character that parts the headers: tab, semicolon or comma, whichever the first line has most."""
    first = next((line for line in text.splitlines() if line.strip()), "")[:10_000]
    return max(",;\t", key=lambda mark: (first.count(mark), mark == ","))


def _columns(header: list[str], line: int, file: str, problems: Problems, options: ReadOptions) -> list[str]:
    """Give the field of each column; an empty one is not used."""
    chosen = {plain(name): field for name, field in options.columns.items()}
    if any(plain(name) == "authorfullnames" for name in header):
        # Scopus and Web of Science give names twice, once with initials only.
        chosen = {"authors": "", "author": "", **chosen}
    fields = []
    for name in header:
        bare = plain(name)
        if bare in chosen:
            fields.append(chosen[bare])
        elif name in _PART_COLUMNS:
            fields.append(name)
        elif bare in _HEADERS:
            fields.append(_HEADERS[bare])
        elif known_field(name) and not (bare in _UNUSED and _foreign(header)):
            fields.append(name)
        else:
            fields.append("")
            if bare and bare not in _UNUSED:
                near = nearest_field(name)
                hint = f"did you mean '{near}'?" if near else "name its field with the option for columns"
                what = f"column {quoted(name)} is no field of a record; it was not used; {hint}"
                problems.add("unknown-field", Origin(file, line), what)
    return fields


def _foreign(header: list[str]) -> bool:
    """Whether the table is a known export, in which `Code` or `References` mean something else than ours."""
    bare = {plain(name) for name in header}
    return bool(bare & {"abstractnote", "dateadded", "eid", "uniquewosid", "citedbycount", "citedby", "gsrank"})


def _draft(row: list[str], columns: list[str], origin: Origin, problems: Problems, options: ReadOptions) -> Draft:
    fields: dict[str, object] = {}
    for field, cell in zip(columns, row, strict=False):
        value = _FORMULA_MARK.sub("", cell.strip())
        if not field or not value:
            continue
        if plain(field) == "keywords" and field in fields:
            fields[field] = f"{fields[field]}; {value}"
        elif field == "authors" and "(" in value:
            # Scopus: "Zhang, Chao (57190291)" names each author's number there.
            fields[field] = _without_numbers(value)
        else:
            fields.setdefault(field, value)
    _join_parts(fields, columns)
    first, last = fields.pop("first_page", ""), fields.pop("last_page", "")
    if first and "pages" not in fields:
        fields["pages"] = f"{first}-{last}" if last and last != first else first
    return draft_of(fields, origin, problems, curated=bool(options.curated), lines=_Everywhere(origin.line))


def _join_parts(fields: dict[str, object], columns: list[str]) -> None:
    """Put the columns of our own tables that give parts of one field into one value, as in a YAML record."""
    for field, (main, *others) in _IN_PARTS.items():
        if any(f"{field}_{name}" in columns for name in others):
            parts = {main: fields.pop(field, ""), **{name: fields.pop(f"{field}_{name}", "") for name in others}}
            if any(parts.values()):
                fields[field] = parts
    for name in LINKS:
        # Several addresses of one kind stand in one cell.
        if isinstance(urls := fields.get(name), str) and " " in urls and all("://" in url for url in urls.split()):
            fields[name] = urls.split()


def _without_numbers(names: str) -> str:
    return "; ".join(
        part.rpartition("(")[0].strip() if part.rstrip(") ").rpartition("(")[2].isdigit() else part.strip()
        for part in names.split(";")
    )


class _Everywhere(Mapping[str, int]):
    """The one line on which all fields of a row stand."""

    def __init__(self, line: int) -> None:
        self._line = line

    def __getitem__(self, name: str) -> int:
        return self._line

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
