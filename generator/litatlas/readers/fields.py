"""Generic records: maps of named fields, as in our YAML, JSON dumps and tables, made into drafts.

The names are those of the guide (`id`, `title`, ...), and the synonyms of
common dumps (`arxiv_id`, `code_url`, `journal`). Case, spaces, `-` and `_`
do not matter.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from litatlas.model import Author, Link, Rel, Source, Status, StatusNote, Venue, VenueKind
from litatlas.people.names import split_names
from litatlas.problems import Origin, Problems
from litatlas.readers.builder import Builder
from litatlas.readers.dates import partial_date
from litatlas.readers.draft import KINDS, Draft
from litatlas.readers.field_names import DATE_PARTS, IDENTIFIERS, LINKS, PASSED_OVER, canonical, plain

_Setter = Callable[[Builder, str, object], None]


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
    builder = Builder(draft, problems, lines or {})
    builder.subject = _first_text(fields, "id", "key", "citation_key")
    for name, value in fields.items():
        if value is not None and value != "":
            _take(builder, str(name), value)
    builder.date_parts()
    return draft


def _take(builder: Builder, name: str, value: object) -> None:
    """Use one field, or tell why it was not."""
    field = canonical(name)
    if field in _SETTERS:
        _SETTERS[field](builder, name, value)
    elif field in DATE_PARTS:
        builder.parts[field] = builder.text(name, value)
    elif field in IDENTIFIERS:
        builder.draft.identifiers.append((IDENTIFIERS[field], builder.text(name, value)))
    elif field in LINKS:
        builder.draft.urls.extend((LINKS[field], url) for url in builder.texts(name, value))
    elif field not in PASSED_OVER:
        builder.unknown(name)


def _simple(field: str) -> _Setter:
    def set_text(builder: Builder, name: str, value: object) -> None:
        # The first field wins: `venue` before its synonym `journal` in one record is the usual order.
        if not getattr(builder.draft, field):
            setattr(builder.draft, field, builder.text(name, value))

    return set_text


def _kind(builder: Builder, name: str, value: object) -> None:
    kind = builder.text(name, value).strip()
    # "article" is BibTeX's word for a journal article; in our own records and exports it is a preprint.
    ours = builder.draft.curated or builder.draft.citation_key
    builder.draft.kind = kind if ours else KINDS.get(kind.casefold(), kind)


def _issued(builder: Builder, name: str, value: object) -> None:
    builder.draft.issued = partial_date(builder.text(name, value))


def _authors(builder: Builder, name: str, value: object) -> None:
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


_AUTHOR_PARTS = ("family", "given", "literal", "suffix", "orcid", "disambiguator")
_AUTHOR_PARTS_PASSED_OVER = ("name", "affiliation", "ids", "authorId")


def _author_of(builder: Builder, item: Mapping[object, object]) -> Author | str:
    author = Author(
        family=builder.part(item, "family"),
        given=builder.part(item, "given"),
        literal=builder.part(item, "literal"),
        suffix=builder.part(item, "suffix"),
        orcid=builder.part(item, "orcid"),
        disambiguator=builder.part(item, "disambiguator"),
    )
    for key in item:
        if key not in _AUTHOR_PARTS and key not in _AUTHOR_PARTS_PASSED_OVER:
            builder.bad("authors", key, "family, given, literal, suffix, orcid or disambiguator")
    return author if author.name else builder.part(item, "name")


def _others(builder: Builder, name: str, value: object) -> None:
    builder.draft.others = builder.text(name, value).strip().casefold() in ("true", "yes", "on", "1")


def _venue(builder: Builder, name: str, value: object) -> None:
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


def _identifiers(builder: Builder, name: str, value: object) -> None:
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
        elif bare in LINKS and bare not in IDENTIFIERS:
            builder.draft.urls.append((LINKS[bare], text))
        else:
            # An unknown scheme is handed on: intake tells of it with the schemes that there are.
            builder.draft.identifiers.append((IDENTIFIERS.get(bare, str(scheme)), text))


def _note(builder: Builder, name: str, value: object) -> None:
    builder.draft.note = " ".join(filter(None, (builder.text(name, value), builder.draft.note)))


def _links(builder: Builder, name: str, value: object) -> None:
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
    def set_list(builder: Builder, name: str, value: object) -> None:
        if isinstance(value, str) and field in ("keywords", "tags"):
            separator = ";" if ";" in value else ","
            value = value.split(separator)
        getattr(builder.draft, field).extend(builder.texts(name, value))

    return set_list


def _attributes(builder: Builder, name: str, value: object) -> None:
    if not isinstance(value, Mapping):
        builder.bad(name, value, "a map of the survey's own columns")
        return
    for key, given in value.items():
        if given is not None:
            builder.draft.attributes.append((str(key), ", ".join(builder.texts(str(key), given))))


def _status(builder: Builder, name: str, value: object) -> None:
    parts = value if isinstance(value, Mapping) else {"status": value}
    _tell_keys(builder, name, parts, ("status", "date", "note", "url"))
    status = builder.part(parts, "status").strip().casefold() or Status.OK
    if status not in list(Status):
        builder.bad(name, status, "one of " + ", ".join(Status))
        return
    date, note, url = (builder.part(parts, key) for key in ("date", "note", "url"))
    builder.draft.status = StatusNote(Status(status), date, note, url)


def _sources(builder: Builder, name: str, value: object) -> None:
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


def _tell_keys(builder: Builder, name: str, item: Mapping[object, object], known: tuple[str, ...]) -> None:
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


def _first_text(fields: Mapping[str, object], *names: str) -> str:
    def values() -> Iterator[str]:
        for name in names:
            value = fields.get(name)
            if isinstance(value, str) and value:
                yield value

    return next(values(), "")
