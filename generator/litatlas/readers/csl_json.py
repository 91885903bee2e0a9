"""CSL-JSON: what Zotero, Pandoc, Crossref and citeproc exchange."""

from collections.abc import Iterator, Mapping, Sequence

from litatlas.model import IDENTIFIER_SCHEMES, Author, Status, StatusNote
from litatlas.problems import Origin, Problems, quoted
from litatlas.readers.dates import partial_date
from litatlas.readers.draft import Draft
from litatlas.readers.export_marks import status_in
from litatlas.readers.json_items import json_items
from litatlas.readers.options import ReadOptions

_KINDS = {
    "article-magazine": "article-journal", "article-newspaper": "article-journal", "review": "article-journal",
    "paper-conference": "paper-conference", "proceedings-article": "paper-conference", "speech": "document",
    "journal-article": "article-journal", "posted-content": "article", "manuscript": "article", "book-chapter":
    "chapter", "entry": "chapter", "entry-encyclopedia": "chapter", "entry-dictionary": "chapter", "monograph": "book",
    "post-weblog": "webpage", "post": "webpage", "edited-book": "book", "dissertation": "thesis",
}  # fmt: skip
"""CSL types that a survey's kinds fold together, and Crossref's own names."""

_TEXTS = {
    "title": "title", "title-short": "short", "shortTitle": "short", "abstract": "abstract",
    "container-title": "venue", "volume": "volume", "issue": "issue", "page": "pages", "publisher": "publisher",
    "language": "language",
}  # fmt: skip
_IDENTIFIERS = {"DOI": "doi", "ISBN": "isbn", "PMID": "pmid", "arxiv": "arxiv"}


def read_csl_json(text: str, file: str, problems: Problems, options: ReadOptions) -> Iterator[Draft]:
    """Give a draft for each item; an item that is no map is a problem. Variables without use here are passed over."""
    for line, item in json_items(text, file, problems):
        if isinstance(item, Mapping):
            # Crossref's API answers wrap the work in `message`.
            message = item.get("message")
            yield _draft(message if isinstance(message, Mapping) else item, Origin(file, line), options)
        else:
            what = f"an item must be a map of variables, not {quoted(item)}; it was not read; mend it"
            problems.add("broken-entry", Origin(file, line), what)


def _draft(item: Mapping[str, object], origin: Origin, options: ReadOptions) -> Draft:
    draft = Draft(origin, key=_text(item.get("id")) or _text(item.get("citation-key")), curated=bool(options.curated))
    for variable, name in _TEXTS.items():
        if not getattr(draft, name):
            setattr(draft, name, _text(item.get(variable)))
    if not draft.venue:
        draft.venue = _text(item.get("event-title")) or _text(item.get("event")) or _text(item.get("archive"))
    kind = _text(item.get("type"))
    draft.kind = _KINDS.get(kind, kind)
    draft.names = list(_names(item.get("author")) or _names(item.get("editor")))
    draft.occasion = _text(item.get("event-title"))
    draft.status = _status(item)
    draft.issued = next(filter(None, (_date(item.get(name)) for name in ("issued", "published", "submitted"))), "")
    draft.identifiers = [(scheme, text) for name, scheme in _IDENTIFIERS.items() if (text := _text(item.get(name)))]
    online = _date(item.get("available-date"))
    # CSL: "available-date" is that of a first, online or preprint, publication.
    draft.first_version = online if _is_before(online, draft.issued) else ""
    own = _own(item)
    draft.id, draft.citation_key = own.get("id", ""), draft.key if "id" in own else ""
    draft.identifiers.extend((scheme, own[scheme]) for scheme in IDENTIFIER_SCHEMES if scheme in own)
    number = _text(item.get("number"))
    if number.lower().startswith("arxiv:"):
        draft.identifiers.append(("arxiv", number))
        if draft.publisher.casefold() == "arxiv":
            # Zotero's way to write a preprint: the repository is not a publisher.
            draft.venue, draft.publisher = draft.venue or "arXiv", ""
    draft.urls = [("", url)] if (url := _text(item.get("URL"))) else []
    draft.keywords = [word.strip() for word in _text(item.get("keyword")).split(",") if word.strip()]
    return draft


def _text(value: object) -> str:
    """Give a variable as text; Crossref gives titles as lists."""
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence) and value:
        return _text(value[0])
    if isinstance(value, bool) or value is None or isinstance(value, Mapping | Sequence):
        return ""
    return str(value)


def _is_before(first: str, later: str) -> bool:
    """Compare two partial dates; `2024-03` may be before `2024`, of which no more is known."""
    return first[:4].isdecimal() and first != later and (first < later or first.startswith(later))


def _status(item: Mapping[str, object]) -> StatusNote:
    """Read `status`, and the sentence in `note` that says when and why."""
    said, status = status_in(_text(item.get("note"))), _text(item.get("status")).casefold()
    return said if said.status is not Status.OK or status not in list(Status) else StatusNote(Status(status))


def _own(item: Mapping[str, object]) -> Mapping[str, str]:
    """Give what our own exports keep under `custom`: our id, and the identifiers that CSL has no variable for."""
    custom = item.get("custom")
    own = custom.get("litatlas") if isinstance(custom, Mapping) else None
    return {str(name): _text(value) for name, value in own.items() if _text(value)} if isinstance(own, Mapping) else {}


def _names(value: object) -> Iterator[str | Author]:
    for item in value if isinstance(value, Sequence) and not isinstance(value, str) else ():
        if isinstance(item, str):
            yield item
            continue
        if not isinstance(item, Mapping):
            continue
        part = {name: _text(item.get(name)).strip() for name in item}
        particles = (part.get("non-dropping-particle", ""), part.get("dropping-particle", ""), part.get("family", ""))
        family = " ".join(filter(None, particles))
        orcid = part.get("ORCID", "").rsplit("/", 1)[-1]
        literal = part.get("literal", "") or part.get("name", "")
        if literal in ("others", "et al.", "et al"):
            # Pandoc's way to say that the list is cut short.
            yield "others"
            continue
        if not family or not part.get("given"):
            family, literal = "", literal or family or part.get("given", "")
        author = Author(family, part.get("given", "") if family else "", literal, part.get("suffix", ""), orcid)
        if author.name:
            yield author


def _date(value: object) -> str:
    """Read `{"date-parts": [[2024, 5]]}`, `{"raw": ...}`, `{"literal": ...}` or a text."""
    if not isinstance(value, Mapping):
        return partial_date(_text(value))
    parts = value.get("date-parts")
    if isinstance(parts, Sequence) and parts and isinstance(parts[0], Sequence) and not isinstance(parts, str):
        numbers = [_text(part) for part in parts[0]] if not isinstance(parts[0], str) else [parts[0]]
        year, month, day = [*numbers, "", "", ""][:3]
        if year:
            return partial_date(year, month, day)
    return partial_date(_text(value.get("raw")) or _text(value.get("literal")))
