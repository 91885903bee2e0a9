"""A record on its way: what every reader fills, and the cleaning that every record gets at the end."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from litatlas.cleaning import clean, clean_text, identifier_of, link_of, links_in
from litatlas.model import Author, Link, Record, Rel, Source, Status, StatusNote, Venue, VenueKind
from litatlas.people.names import parse_names
from litatlas.problems import Origin, Problems, quoted
from litatlas.readers.export_marks import joined_status, without_mark
from litatlas.text import fold
from litatlas.venues import completed, parse_venue

_BRACES = re.compile(r"\{+([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}+$")
_INNER_SPACE = re.compile(r"\s+")


class Draft(Struct):
    """A record as a reader found it: raw strings. `finished` makes it a clean `Record`."""

    origin: Origin
    key: str = ""
    id: str = ""
    citation_key: str = ""
    kind: str = ""
    title: str = ""
    subtitle: str = ""
    short: str = ""
    abstract: str = ""
    names: list[str | Author] = field(default_factory=list)
    others: bool = False
    issued: str = ""
    first_version: str = ""
    """ISO date on which the work first appeared, where `issued` is that of a later version."""

    venue: str | Venue = ""
    occasion: str = ""
    """The conference as people name it (`CVPR 2024 Workshops`), where `venue` is the title of its proceedings."""

    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    urls: list[tuple[str, str]] = field(default_factory=list)
    """(rel or empty, address) pairs; where the rel is empty the host decides."""

    links: list[Link] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    status: StatusNote = field(default_factory=StatusNote)
    language: str = ""
    added: str = ""
    note: str = ""
    sources: list[Source] = field(default_factory=list)
    source_note: str = ""
    curated: bool = False


def finished(draft: Draft, problems: Problems, *, tex: bool = False, source_date: str = "") -> Record:
    """Give the clean record; what no rule could repair becomes a problem.

    Arguments:
        draft: As the reader filled it; left as it is.
        problems: Takes `unknown-macro` and `lost-text`.
        tex: Whether the fields are TeX (BibTeX).
        source_date: ISO date of the source.
    """
    cleaner = _Cleaner(draft, problems, tex)
    title = draft.title if not draft.subtitle else f"{draft.title.rstrip(' :')}: {draft.subtitle}"
    title, mark = without_mark(cleaner.told("title", title)) if not draft.curated else (title, Status.OK)
    abstract = cleaner.told("abstract", draft.abstract, paragraphs=True)
    authors, others = _authors(draft.names, tex)
    venue, volume, issue, pages = _placed(draft, tex)
    identifiers, links = _addresses(draft, abstract)
    source = Source(draft.origin.file, draft.origin.line, source_date, note=draft.source_note)
    return Record(
        origin=draft.origin,
        key=clean(draft.key),
        id=draft.id.strip(),
        citation_key=draft.citation_key.strip(),
        kind=draft.kind,
        title=cleaner.told("title", title) if draft.curated else title,
        short=cleaner.told("short", draft.short),
        abstract=abstract,
        authors=authors,
        others=draft.others or others,
        issued=draft.first_version or draft.issued,
        venue=venue,
        volume=volume,
        issue=issue,
        pages=pages,
        publisher=clean(draft.publisher, tex=tex),
        identifiers=identifiers,
        links=links,
        tags=_words(draft.tags, tex),
        keywords=_words(draft.keywords, tex),
        attributes=tuple((clean(name), clean(value, tex=tex)) for name, value in draft.attributes),
        references=tuple(clean(reference) for reference in draft.references if reference.strip()),
        status=joined_status(replace(draft.status, note=clean(draft.status.note, tex=tex)), mark),
        language=clean(draft.language),
        added=draft.added.strip(),
        note=clean(draft.note, paragraphs=True, tex=tex),
        sources=tuple(draft.sources) or (() if draft.curated else (source,)),
        curated=draft.curated,
    )


class _Cleaner(Struct, frozen=True):
    draft: Draft
    problems: Problems
    tex: bool

    def told(self, name: str, value: str, paragraphs: bool = False) -> str:
        """Clean a field, and tell what could not be repaired."""
        if not value:
            return ""
        cleaned = clean_text(value, paragraphs=paragraphs, tex=self.tex)
        subject = self.draft.id or self.draft.key
        for macro in cleaned.macros:
            self.problems.add(
                "unknown-macro",
                self.draft.origin,
                f"the {name} says {quoted(chr(92) + macro)}, a macro that only its paper defines; it is shown as "
                f"{quoted(macro)}; set '{name}' in a curated record to mend it",
                subject,
            )
        for stretch in cleaned.lost:
            self.problems.add(
                "lost-text",
                self.draft.origin,
                f"the {name} says {quoted(stretch)}, where something is missing; it is shown as it is; "
                f"set '{name}' in a curated record to mend it",
                subject,
            )
        return cleaned.text


def _authors(names: Sequence[str | Author], tex: bool) -> tuple[tuple[Author, ...], bool]:
    authors: list[Author] = []
    others = False
    for name in names:
        if isinstance(name, Author):
            texts = (name.family, name.given, name.literal, name.suffix, name.disambiguator)
            family, given, literal, suffix, which = (clean(part, tex=tex) for part in texts)
            authors.append(Author(family, given, literal, suffix, name.orcid.strip(), which))
            continue
        if group := _BRACES.match(name.strip()):
            # {Open AI Group}: braces around all of it say that it must not be split.
            authors.append(Author(literal=clean(group.group(1), tex=tex)))
            continue
        parsed, cut = parse_names([clean(name, tex=tex)])
        authors.extend(parsed)
        others |= cut
    return tuple(author for author in authors if author.name), others


def _placed(draft: Draft, tex: bool) -> tuple[Venue | None, str, str, str]:
    """Give venue, volume, issue and pages; the record's own fields win over those in the venue's string."""
    volume, issue = clean(draft.volume, tex=tex), clean(draft.issue, tex=tex)
    pages = clean(draft.pages, tex=tex).replace("–", "-").replace("—", "-").replace("--", "-")
    if isinstance(draft.venue, Venue):
        parts = draft.venue
        venue = replace(parts, name=clean(parts.name), short=clean(parts.short), track=clean(parts.track))
        return completed(venue) if venue.label else None, volume, issue, pages
    text = clean(draft.venue, tex=tex)
    if not text:
        return None, volume, issue, pages
    parsed = parse_venue(text)
    venue = _with_occasion(parsed.venue, clean(draft.occasion, tex=tex))
    if draft.first_version and not venue.year and draft.issued[:4].isdecimal():
        # The record tells its versions apart: its other date is that of the venue.
        venue = replace(venue, year=int(draft.issued[:4]))
    return venue, volume or parsed.volume, issue or parsed.issue, pages or parsed.pages


def _with_occasion(venue: Venue, occasion: str) -> Venue:
    """Complete a venue with the year, the track and the acronym that the name of the conference tells."""
    if not occasion:
        return venue
    held = parse_venue(occasion).venue
    if not venue.short and held.name and " " not in held.label:
        venue = replace(venue, short=held.label)
    if fold(held.label) not in (fold(venue.label), fold(venue.name)):
        return venue
    kind = venue.kind if venue.kind is not VenueKind.OTHER else held.kind
    return replace(venue, year=venue.year or held.year, track=venue.track or held.track, kind=kind)


def _addresses(draft: Draft, abstract: str) -> tuple[tuple[tuple[str, str], ...], tuple[Link, ...]]:
    """Sort the record's addresses into identifiers and links, and add what the abstract offers.

    An arXiv or DOI address of the record's own `url` is an identifier of it;
    one in the abstract mostly names another work, and is left in the text.
    """
    identifiers = [(scheme, _INNER_SPACE.sub(" ", value).strip()) for scheme, value in draft.identifiers]
    links = list(draft.links)
    for rel, address in draft.urls:
        url = _INNER_SPACE.sub("", address)
        if named := identifier_of(url):
            identifiers.append(named)
        elif not url:
            continue
        else:
            # An address that may not stand on a page is handed on as it is: intake tells of it.
            found = link_of(url)
            known = found.rel if found else Rel.PAPER
            links.append(Link(_chosen(rel, known), found.url if found else address.strip()))
    links.extend(links_in(abstract))
    first: dict[str, Link] = {}
    for link in links:
        first.setdefault(_same(link.url), link)
    return tuple(dict.fromkeys(pair for pair in identifiers if pair[1])), tuple(first.values())


def _chosen(rel: str, by_host: Rel) -> Rel:
    """The field's name says what an address is; a plain `url` leaves it to the host, and is the paper's page."""
    if rel == "":
        return Rel.PAPER if by_host is Rel.PROJECT else by_host
    if rel == Rel.CODE and by_host in (Rel.MODEL, Rel.DATA, Rel.PROJECT):
        return by_host
    return Rel(rel)


def _same(url: str) -> str:
    """Addresses that differ in scheme, case, `.git` or a final slash lead to one place."""
    return url.casefold().removeprefix("https://").removeprefix("http://").removesuffix("/").removesuffix(".git")


def _words(values: Iterable[str], tex: bool) -> tuple[str, ...]:
    cleaned = (clean(value, tex=tex) for value in values)
    return tuple(dict.fromkeys(value for value in cleaned if value))


KINDS = {
    # BibTeX and biblatex; CSL and RIS types stand in their readers
    "article": "article-journal", "inproceedings": "paper-conference", "conference": "paper-conference",
    "proceedings": "book", "incollection": "chapter", "inbook": "chapter", "inreference": "chapter", "book": "book",
    "mvbook": "book", "collection": "book", "booklet": "book", "phdthesis": "thesis", "mastersthesis": "thesis",
    "thesis": "thesis", "techreport": "report", "report": "report", "manual": "report", "dataset": "dataset",
    "software": "software", "online": "webpage", "electronic": "webpage", "www": "webpage", "unpublished": "article",
    "misc": "", "preprint": "article", "patent": "document",
}  # fmt: skip
"""CSL kind by type of entry, lower case; `misc` says nothing."""
