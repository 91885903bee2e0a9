"""Generic records: maps of named fields, as in our YAML, JSON dumps and tables, made into drafts.

The names are those of the guide (`id`, `title`, ...), and the synonyms of
common dumps (`arxiv_id`, `code_url`, `journal`). Case, spaces, `-` and `_`
do not matter.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from litatlas.model import Author, Link, Rel, Source, Status, StatusNote, Venue, VenueKind
from litatlas.names import split_names
from litatlas.problems import Origin, Problems, quoted
from litatlas.readers.draft import KINDS, Draft, partial_date

RECORD_FIELDS = (
    "id", "citation_key", "kind", "title", "short", "abstract", "authors", "others", "issued", "venue", "volume",
    "issue", "pages", "publisher", "identifiers", "links", "tags", "keywords", "attributes", "references", "status",
    "language", "added", "note", "sources",
)  # fmt: skip
"""The fields of a YAML record, in canonical order."""

_SYNONYMS = {
    "type": "kind", "entrytype": "kind", "itemtype": "kind", "name": "title", "acronym": "short", "shortname": "short",
    "shorttitle": "short", "summary": "abstract", "author": "authors", "date": "issued", "published": "issued",
    "publicationdate": "issued", "journal": "venue", "journaltitle": "venue", "booktitle": "venue",
    "conference": "venue", "container": "venue", "containertitle": "venue", "number": "issue", "keyword": "keywords",
    "primaryarea": "keywords", "lang": "language", "notes": "note", "bibkey": "key", "citekey": "key",
    "otherids": "identifiers", "externalids": "identifiers", "tag": "tags", "subtitle": "subtitle",
    "page": "pages", "reference": "references",
}  # fmt: skip

_IDENTIFIERS = {
    "doi": "doi", "arxiv": "arxiv", "arxivid": "arxiv", "eprint": "arxiv", "acl": "acl", "aclid": "acl",
    "aclanthology": "acl", "anthologyid": "acl", "openalex": "openalex", "openalexid": "openalex", "s2": "s2",
    "s2id": "s2", "semanticscholar": "s2", "semanticscholarid": "s2", "corpusid": "s2", "openreview": "openreview",
    "openreviewid": "openreview", "pmid": "pmid", "pubmed": "pmid", "pubmedid": "pmid", "isbn": "isbn",
}  # fmt: skip

_LINKS = {
    "url": "", "link": "", "urls": "", "pdf": "pdf", "pdfurl": "pdf", "code": "code", "codeurl": "code",
    "github": "code", "repository": "code", "repo": "code", "data": "data", "dataurl": "data", "dataset": "data",
    "dataseturl": "data", "project": "project", "projecturl": "project", "projectpage": "project",
    "website": "project", "homepage": "project", "demo": "demo", "demourl": "demo", "video": "video",
    "videourl": "video", "slides": "slides", "model": "model", "modelurl": "model", "paper": "paper",
    "paperurl": "paper", "cvf": "paper",
}  # fmt: skip

_PASSED_OVER = frozenset({"evidence", "provenance", "comment"})
"""Fields of common dumps that say how the dump was made."""

_Setter = Callable[["_Builder", str, object], None]


def draft_of(
    fields: Mapping[str, object],
    origin: Origin,
    problems: Problems,
    *,
    curated: bool = False,
    lines: Mapping[str, int] | None = None,
) -> Draft:
    """Make the draft of one generic record; a field of the wrong shape is a problem, the others are used.

    Arguments:
        fields: The record, with values as JSON or YAML gives them.
        origin: Where it begins.
        problems: Takes `unknown-field` and `bad-field`.
        curated: Whether a person keeps the record.
        lines: The line of each field, where known.
    """
    draft = Draft(origin, curated=curated)
    builder = _Builder(draft, problems, lines or {})
    builder.subject = _first_text(fields, "id", "key", "citation_key")
    for name, value in fields.items():
        if value is not None and value != "":
            builder.take(str(name), value)
    builder.date_parts()
    return draft


def plain(name: str) -> str:
    """Give a field's name without case, spaces, `-`, `_` and `.`: what two spellings of it share."""
    return "".join(c for c in name.casefold() if c.isalnum())


class _Builder:
    """Fills a draft field by field."""

    def __init__(self, draft: Draft, problems: Problems, lines: Mapping[str, int]) -> None:
        self.draft = draft
        self.problems = problems
        self.lines = lines
        self.subject = ""
        self._parts: dict[str, str] = {}

    def take(self, name: str, value: object) -> None:
        """Use one field, or tell why it was not."""
        bare = plain(name)
        field = _own_names().get(bare) or _SYNONYMS.get(bare, bare)
        if field in _SETTERS:
            _SETTERS[field](self, name, value)
        elif field in ("year", "month", "day"):
            self._parts[field] = self.text(name, value)
        elif field in _IDENTIFIERS:
            self.draft.identifiers.append((_IDENTIFIERS[field], self.text(name, value)))
        elif field in _LINKS:
            self.draft.urls.extend((_LINKS[field], url) for url in self.texts(name, value))
        elif field not in _PASSED_OVER:
            self._unknown(name)

    def date_parts(self) -> None:
        """Put year, month and day together, where the record gives no whole date."""
        if self._parts and not self.draft.issued:
            month, day = self._parts.get("month", ""), self._parts.get("day", "")
            self.draft.issued = partial_date(self._parts.get("year", ""), month, day)

    def _unknown(self, name: str) -> None:
        near = difflib.get_close_matches(name.casefold(), _all_names(), n=1, cutoff=0.6)
        hint = f"did you mean '{near[0]}'?" if near else "put columns of the survey's own under 'attributes'"
        self.problems.add(
            "unknown-field",
            self._origin(name),
            f"field {quoted(name)} is not one of a record's; it was not used; {hint}",
            self.subject,
        )

    def bad(self, name: str, value: object, expected: str) -> None:
        """Tell of a value that cannot be used."""
        self.problems.add(
            "bad-field",
            self._origin(name),
            f"field {quoted(name)} holds {quoted(value)}; it was not used; write {expected}",
            self.subject,
        )

    def _origin(self, name: str) -> Origin:
        line = self.lines.get(name) or self.lines.get(name.partition(".")[0]) or self.draft.origin.line
        return Origin(self.draft.origin.file, line)

    def text(self, name: str, value: object) -> str:
        """Give a value as text; a number stays as it was written."""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        if isinstance(value, Sequence) and len(value) == 1:
            return self.text(name, value[0])
        self.bad(name, value, "a text")
        return ""

    def texts(self, name: str, value: object) -> list[str]:
        """Give a list of texts; one text is a list of one."""
        if isinstance(value, Mapping):
            self.bad(name, value, "a list of texts")
            return []
        items = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        return [text for item in items if item is not None and (text := self.text(name, item))]

    def part(self, item: Mapping[object, object], name: str) -> str:
        """Give a text of a map inside a field; absent is empty."""
        value = item.get(name)
        return "" if value is None else self.text(name, value)


def _simple(field: str) -> _Setter:
    def set_text(builder: _Builder, name: str, value: object) -> None:
        # The first field wins: `venue` before its synonym `journal` in one record is the usual order.
        if not getattr(builder.draft, field):
            setattr(builder.draft, field, builder.text(name, value))

    return set_text


def _kind(builder: _Builder, name: str, value: object) -> None:
    kind = builder.text(name, value).strip()
    builder.draft.kind = KINDS.get(kind.casefold(), kind) if not builder.draft.curated else kind


def _issued(builder: _Builder, name: str, value: object) -> None:
    builder.draft.issued = partial_date(builder.text(name, value))


def _authors(builder: _Builder, name: str, value: object) -> None:
    if isinstance(value, str):
        builder.draft.names.extend(split_names(value))
        return
    if not isinstance(value, Sequence):
        builder.bad(name, value, "a list of names")
        return
    for item in value:
        if isinstance(item, Mapping):
            builder.draft.names.append(_author_of(builder, item))
        elif item is not None and (text := builder.text(name, item)):
            builder.draft.names.append(text)


def _author_of(builder: _Builder, item: Mapping[object, object]) -> Author | str:
    author = Author(
        family=builder.part(item, "family"),
        given=builder.part(item, "given"),
        literal=builder.part(item, "literal"),
        suffix=builder.part(item, "suffix"),
        orcid=builder.part(item, "orcid"),
    )
    for key in item:
        if key not in ("family", "given", "literal", "suffix", "orcid", "name", "affiliation", "ids", "authorId"):
            builder.bad("authors", key, "family, given, literal, suffix or orcid")
    return author if author.name else builder.part(item, "name")


def _others(builder: _Builder, name: str, value: object) -> None:
    builder.draft.others = builder.text(name, value).strip().casefold() in ("true", "yes", "on", "1")


def _venue(builder: _Builder, name: str, value: object) -> None:
    if not isinstance(value, Mapping):
        if not builder.draft.venue:
            builder.draft.venue = builder.text(name, value)
        return
    _tell_keys(builder, name, value, ("name", "short", "kind", "year", "track"))
    year, kind = builder.part(value, "year"), builder.part(value, "kind")
    if kind and kind not in list(VenueKind):
        builder.bad("venue.kind", kind, "one of " + ", ".join(VenueKind))
        kind = ""
    if year and not (year.isdecimal() and year.isascii() and len(year) == 4):
        builder.bad("venue.year", year, "a year of four digits")
        year = ""
    builder.draft.venue = Venue(
        name=builder.part(value, "name"),
        short=builder.part(value, "short"),
        kind=VenueKind(kind) if kind else VenueKind.OTHER,
        year=int(year or 0),
        track=builder.part(value, "track"),
    )


def _identifiers(builder: _Builder, name: str, value: object) -> None:
    if not isinstance(value, Mapping):
        builder.bad(name, value, "a map such as 'doi: 10.1000/x'")
        return
    for scheme, given in value.items():
        bare, text = plain(str(scheme)), "" if given is None else builder.text(str(scheme), given)
        if not text:
            continue
        if bare == "zenododataset":
            builder.draft.urls.append(("data", f"https://zenodo.org/records/{text.strip()}"))
        elif bare == "openreviewearliertitle":
            remark = f"OpenReview submission under an earlier title: {text}"
            builder.draft.note = " ".join(filter(None, (builder.draft.note, remark)))
        elif bare in _LINKS and bare not in _IDENTIFIERS:
            builder.draft.urls.append((_LINKS[bare], text))
        else:
            # An unknown scheme is handed on: intake tells of it with the schemes that there are.
            builder.draft.identifiers.append((_IDENTIFIERS.get(bare, str(scheme)), text))


def _note(builder: _Builder, name: str, value: object) -> None:
    builder.draft.note = " ".join(filter(None, (builder.text(name, value), builder.draft.note)))


def _links(builder: _Builder, name: str, value: object) -> None:
    for item in value if isinstance(value, Sequence) and not isinstance(value, str) else [value]:
        if isinstance(item, str):
            builder.draft.urls.append(("", item))
            continue
        if not isinstance(item, Mapping):
            builder.bad(name, item, "a map with 'rel' and 'url'")
            continue
        _tell_keys(builder, name, item, ("rel", "url", "label"))
        rel, url = builder.part(item, "rel"), builder.part(item, "url")
        if rel not in list(Rel):
            builder.bad("links.rel", rel, "one of " + ", ".join(Rel))
            continue
        builder.draft.links.append(Link(Rel(rel), url.strip(), builder.part(item, "label")))


def _list(field: str) -> _Setter:
    def set_list(builder: _Builder, name: str, value: object) -> None:
        if isinstance(value, str) and field in ("keywords", "tags"):
            separator = ";" if ";" in value else ","
            value = value.split(separator)
        getattr(builder.draft, field).extend(builder.texts(name, value))

    return set_list


def _attributes(builder: _Builder, name: str, value: object) -> None:
    if not isinstance(value, Mapping):
        builder.bad(name, value, "a map of the survey's own columns")
        return
    for key, given in value.items():
        if given is not None:
            builder.draft.attributes.append((str(key), ", ".join(builder.texts(str(key), given))))


def _status(builder: _Builder, name: str, value: object) -> None:
    parts = value if isinstance(value, Mapping) else {"status": value}
    _tell_keys(builder, name, parts, ("status", "date", "note", "url"))
    status = builder.part(parts, "status").strip().casefold() or Status.OK
    if status not in list(Status):
        builder.bad(name, status, "one of " + ", ".join(Status))
        return
    date, note, url = (builder.part(parts, key) for key in ("date", "note", "url"))
    builder.draft.status = StatusNote(Status(status), date, note, url)


def _sources(builder: _Builder, name: str, value: object) -> None:
    if not isinstance(value, Sequence) or isinstance(value, str):
        builder.bad(name, value, "a list of maps with 'file'")
        return
    for item in value:
        if not isinstance(item, Mapping):
            builder.bad(name, item, "a map with 'file'")
            continue
        _tell_keys(builder, name, item, ("file", "line", "date", "fields", "note"))
        line = builder.part(item, "line")
        given = item.get("fields")
        fields = () if given is None else tuple(builder.texts("sources.fields", given))
        number = int(line) if line.isascii() and line.isdecimal() and len(line) < 10 else 0
        file, date, note = (builder.part(item, key) for key in ("file", "date", "note"))
        builder.draft.sources.append(Source(file, number, date, fields, note))


def _tell_keys(builder: _Builder, name: str, item: Mapping[object, object], known: tuple[str, ...]) -> None:
    for key in item:
        if key not in known:
            builder.bad(f"{name}.{key}", item[key], "one of " + ", ".join(f"{name}.{other}" for other in known))


_SETTERS: dict[str, _Setter] = {
    **{
        name: _simple(name)
        for name in ("id", "key", "citation_key", "title", "subtitle", "short", "abstract", "volume", "issue", "pages",
                     "publisher", "language", "added")
    },
    **{name: _list(name) for name in ("tags", "keywords", "references")},
    "kind": _kind, "authors": _authors, "others": _others, "issued": _issued, "venue": _venue,
    "identifiers": _identifiers, "links": _links, "attributes": _attributes, "status": _status, "note": _note,
    "sources": _sources,
}  # fmt: skip


@cache
def _own_names() -> dict[str, str]:
    return {plain(name): name for name in (*RECORD_FIELDS, "key", "subtitle")}


@cache
def _all_names() -> tuple[str, ...]:
    return tuple(sorted({*RECORD_FIELDS, "year", "month", "day", *_IDENTIFIERS, *_LINKS, *_SYNONYMS}))


def known_field(name: str) -> bool:
    """Whether `draft_of` knows a field of this name."""
    bare = plain(name)
    known = (_own_names(), _SYNONYMS, _IDENTIFIERS, _LINKS, _PASSED_OVER, ("year", "month", "day"))
    return any(bare in names for names in known)


def nearest_field(name: str) -> str:
    """Give the field that a misspelt name may mean, or an empty string."""
    near = difflib.get_close_matches(name.casefold(), _all_names(), n=1, cutoff=0.6)
    return near[0] if near else ""


def _first_text(fields: Mapping[str, object], *names: str) -> str:
    def values() -> Iterator[str]:
        for name in names:
            value = fields.get(name)
            if isinstance(value, str) and value:
                yield value

    return next(values(), "")
