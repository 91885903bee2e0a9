r"""BibTeX and biblatex.

bibtexparser 2 cuts the file into blocks; what the blocks say is read here.
Both libraries were tried on one hard file (a brace that never closes, an
entry without comma, `@string` with `#`, entries in parentheses, JabRef's
comments, a key used twice):

- pybtex stops at the first broken entry and takes all that follow with it,
  and keeps no line numbers.
- bibtexparser 2 reads on after a broken entry, knows the line of every block,
  and takes parentheses; but its own middleware leaves `jmlr # " (Suppl.)"` as
  it stands, knows no crossref, gives the value of a forgotten comma
  (`{T} author = {Z}`) as if it were one, and its LaTeX decoder drops what it
  does not know. So it runs without middleware.

`crossref` and `xdata` give an entry the fields that it has not; a parent that
is only a container (`proceedings`, `book`) stays out if a child names it, as
in BibTeX.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import bibtexparser.splitter
from bibtexparser.library import Library
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock
from msgspec import Struct
from msgspec.structs import replace

from litatlas.model import Author, Status
from litatlas.people.names import split_bibtex_names
from litatlas.problems import Origin, Problems, quoted
from litatlas.readers.dates import partial_date
from litatlas.readers.draft import KINDS, Draft
from litatlas.readers.export_marks import first_version_in, own_id, status_in
from litatlas.readers.languages import language_code
from litatlas.readers.options import ReadOptions

# It says with each broken entry what our problem says, on standard error.
bibtexparser.splitter.logger.disabled = True

_MONTHS = {name: name for name in ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]}
_CONTAINERS = frozenset(("proceedings", "mvproceedings", "book", "mvbook", "collection", "mvcollection", "xdata"))
_SET_ASIDE = frozenset(("set", "control", "settings", "xdata"))
"""Types of entry that are no publication."""

_FORGOTTEN_COMMA = re.compile(r"([}\"])\s+([A-Za-z][\w-]{1,30})\s*=\s*(?=[{\"\w])")
_EPRINT_ARXIV = re.compile(r"(?:arxiv:)?\s*(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?", re.IGNORECASE)
_ARXIV_JOURNAL = re.compile(
    r"arxiv\s*(?:preprint)?\s*(?:arxiv:|abs/)?\s*:?(\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.IGNORECASE
)
_NAME_PARTS = re.compile(r"\s*(?:family|given|prefix|suffix)\s*=", re.IGNORECASE)
_NAME_PART = re.compile(r"([a-z-]+)\s*=\s*(\"[^\"]*\"|[^,]*)", re.IGNORECASE)
_KEYWORDS = re.compile(r"\s*[;,]\s*")
_ZOTERO_FILE = re.compile(r"https?://\S+")

_TEXTS = {
    # field of the draft: BibTeX fields that fill it, the first one wins
    "title": ("title",), "subtitle": ("subtitle",), "short": ("shorttitle",), "abstract": ("abstract",),
    "volume": ("volume",), "issue": ("number", "issue"), "pages": ("pages", "eid"),
    "publisher": ("publisher", "institution", "school", "organization"), "language": ("langid", "language"),
}  # fmt: skip
_VENUES = ("journaltitle", "journal", "fjournal", "shortjournal", "booktitle", "maintitle", "eventtitle", "series")
_IDENTIFIERS = {"doi": "doi", "isbn": "isbn", "pmid": "pmid", "openalex": "openalex", "arxiv": "arxiv"}
_LINKS = {"url": "", "pdf": "pdf", "code": "code", "github": "code", "project": "project", "website": "project",
          "video": "video", "slides": "slides", "data": "data", "dataset": "data"}  # fmt: skip


class _Entry(Struct, frozen=True):
    """An entry with its fields resolved: names in lower case, macros and `#` worked out."""

    kind: str
    key: str
    line: int
    fields: Mapping[str, str]


def read_bibtex(text: str, file: str, problems: Problems, options: ReadOptions) -> Iterator[Draft]:
    """Give a draft for each entry; a broken one is a problem, the others are read.

    Fields that are nobody's are passed over without a word: a .bib is full of
    its user's own.
    """
    library = _split(text, file, problems)
    macros = dict(_MONTHS)
    for string in library.strings:
        macros[string.key.casefold()] = _value(str(string.value), macros)
    entries = [_resolved(entry, macros) for entry in _entries(library, file, problems)]
    by_key = {entry.key.casefold(): entry for entry in reversed(entries)}
    parents = {
        name.strip().casefold() for entry in entries for name in entry.fields.get("crossref", "").split(",") if name
    }
    for entry in entries:
        is_parent = entry.key.casefold() in parents and entry.kind in _CONTAINERS
        if not is_parent and entry.kind not in _SET_ASIDE:
            yield _draft(entry, _inherited(entry, by_key, file, problems), Origin(file, entry.line), options)


def _split(text: str, file: str, problems: Problems) -> Library:
    library = bibtexparser.splitter.Splitter(bibstr=text).split()
    for block in library.failed_blocks:
        if isinstance(block, ParsingFailedBlock) and not isinstance(
            block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock
        ):
            line = (block.start_line or 0) + 1
            why = getattr(block.error, "abort_reason", "") or str(block.error) or "its braces do not close"
            start = quoted((block.raw or "").partition("\n")[0], limit=60)
            problems.add(
                "broken-entry",
                Origin(file, line),
                f"the entry {start} cannot be read ({quoted(why, limit=120).strip(chr(39)).rstrip('. ')}); "
                f"it was left out; mend its braces and commas",
            )
    return library


def _entries(library: Library, file: str, problems: Problems) -> list[Entry]:
    """Give all entries in order of the file; those with a key or a field twice are told, and kept."""
    entries = list(library.entries)
    for block in library.failed_blocks:
        inner = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else None
        if isinstance(block, DuplicateBlockKeyBlock) and isinstance(inner, Entry):
            line, first = (inner.start_line or 0) + 1, (block.previous_block.start_line or 0) + 1
            what = f"the key {quoted(inner.key)} is also that of line {first}; both entries are read; rename one"
            problems.add("duplicate-key", Origin(file, line), what, inner.key)
            entries.append(inner)
        elif isinstance(block, DuplicateFieldKeyBlock) and isinstance(inner, Entry):
            names = ", ".join(quoted(name) for name in sorted(block.duplicate_keys))
            what = f"field {names} stands twice; the first was used; remove one"
            problems.add("bad-field", Origin(file, (inner.start_line or 0) + 1), what, inner.key)
            entries.append(inner)
    return sorted(entries, key=lambda entry: entry.start_line or 0)


def _resolved(entry: Entry, macros: Mapping[str, str]) -> _Entry:
    fields: dict[str, str] = {}
    for field in entry.fields:
        for name, raw in _mended(field.key, str(field.value)):
            value = _value(raw, macros)
            if value.strip():
                fields.setdefault(name.casefold(), value)
    return _Entry(entry.entry_type.casefold(), entry.key.strip(), (entry.start_line or 0) + 1, fields)


def _mended(name: str, raw: str) -> Iterator[tuple[str, str]]:
    """Cut a value at a forgotten comma: `{T} author = {Z}` are two fields."""
    depth, start = 0, 0
    for token in re.finditer(_FORGOTTEN_COMMA.pattern + r"|(?<!\\)[{}]", raw) if "=" in raw else ():
        if token.group() == "{":
            depth += 1
            continue
        depth -= token.group().startswith("}")
        if depth == 0 and token.lastindex:
            yield name, raw[start : token.start() + 1]
            name, start = token.group(2), token.end()
    yield name, raw[start:]


_PART = re.compile(r"\s*(?:#\s*)?")


def _value(raw: str, macros: Mapping[str, str]) -> str:
    """Work out a value: braced, quoted, a number, a macro, or several joined by `#`."""
    raw = raw.strip()
    if raw[:1] not in ('"', "{") and "#" not in raw:
        return macros.get(raw.casefold(), raw)
    parts: list[str] = []
    position = 0
    while position < len(raw):
        position = _PART.match(raw, position).end()  # type: ignore[union-attr]  # matches the empty string
        if position >= len(raw):
            break
        if raw[position] in '"{':
            end = _closing(raw, position)
            parts.append(raw[position + 1 : end])
            position = end + 1
        else:
            end = raw.find("#", position)
            end = len(raw) if end < 0 else end
            word = raw[position:end].strip()
            parts.append(macros.get(word.casefold(), word))
            position = end
    return "".join(parts)


def _closing(raw: str, start: int) -> int:
    """Give the place of the brace or quotation mark that closes the one at `start`."""
    depth = 0
    for token in re.compile(r"\\.|[{}\"]", re.DOTALL).finditer(raw, start):
        char = token.group()
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0 and raw[start] == "{":
                return token.start()
        elif char == '"' and raw[start] == '"' and depth == 0 and token.start() > start:
            return token.start()
    return len(raw)


def _inherited(entry: _Entry, by_key: Mapping[str, _Entry], file: str, problems: Problems) -> Mapping[str, str]:
    """Give the entry's fields with those of its parents (`crossref`, `xdata`) where it has none itself."""
    fields = dict(entry.fields)
    for name in ("crossref", "xdata"):
        for parent_key in filter(None, (part.strip() for part in entry.fields.get(name, "").split(","))):
            parent = by_key.get(parent_key.casefold())
            if parent is None:
                what = f"{name} {quoted(parent_key)} is no entry of this file; its fields are missing; add it"
                problems.add("bad-field", Origin(file, entry.line), what, entry.key)
                continue
            for field, value in parent.fields.items():
                # biblatex: what is the parent's title is the child's booktitle.
                inherited = "booktitle" if field == "title" and name == "crossref" else field
                if inherited not in ("crossref", "shorttitle", "subtitle", "doi", "url", "abstract"):
                    fields.setdefault(inherited, value)
    return fields


def _draft(entry: _Entry, fields: Mapping[str, str], origin: Origin, options: ReadOptions) -> Draft:
    draft = Draft(origin, key=entry.key, curated=bool(options.curated))
    for name, sources in _TEXTS.items():
        setattr(draft, name, _first(fields, sources))
    draft.kind = KINDS.get(entry.kind, "document")
    draft.names = [_name(name) for name in split_bibtex_names(_first(fields, ("author", "editor")))]
    draft.issued = partial_date(
        _bare(fields.get("date", "").partition("/")[0] or fields.get("year", "")),
        _bare(fields.get("month", "")),
        _bare(fields.get("day", "")),
    )
    draft.first_version = first_version_in(_bare(fields.get("usera", "")))
    draft.venue, draft.occasion = _first(fields, _VENUES), fields.get("eventtitle", "")
    if own := own_id(fields.get("ids", "")):
        draft.id, draft.citation_key = own, entry.key
    draft.language = language_code(draft.language)
    for name, scheme in _IDENTIFIERS.items():
        if name in fields:
            draft.identifiers.append((scheme, _address(fields[name])))
    draft.urls = [(rel, _address(fields[name])) for name, rel in _LINKS.items() if name in fields]
    # Our exports keep there what no field is made for: addresses of further identifiers.
    draft.urls.extend(("", url) for url in fields.get("verba", "").split() if url.startswith("https://"))
    draft.status = status_in(fields.get("note", ""))
    if draft.status.url:
        draft.status = replace(draft.status, url=_address(draft.status.url))
    for name in ("howpublished",) if draft.status.status is not Status.OK else ("howpublished", "note"):
        draft.urls.extend(("", _address(url)) for url in _ZOTERO_FILE.findall(fields.get(name, "")))
    draft.keywords = [word for word in _KEYWORDS.split(_first(fields, ("keywords", "keyword"))) if word]
    _eprint(draft, fields)
    return draft


def _name(text: str) -> str | Author:
    """Read biblatex's named parts (`family=Vries, given=Jan, prefix=de`), as Better BibTeX writes them."""
    if not _NAME_PARTS.match(text):
        return text
    parts = {found.group(1).casefold(): found.group(2).strip().strip('"') for found in _NAME_PART.finditer(text)}
    family = " ".join(filter(None, (parts.get("prefix", ""), parts.get("family", ""))))
    return Author(family, parts.get("given", ""), suffix=parts.get("suffix", ""))


def _eprint(draft: Draft, fields: Mapping[str, str]) -> None:
    """Read arXiv's id from `eprint` (by its type or its shape), or from a journal `arXiv preprint arXiv:...`."""
    eprint = _bare(fields.get("eprint", ""))
    kind = _bare(_first(fields, ("eprinttype", "archiveprefix"))).casefold()
    found = None
    if eprint and kind in ("", "arxiv"):
        found = _EPRINT_ARXIV.fullmatch(eprint)
    elif eprint and kind in ("pubmed", "pmid"):
        draft.identifiers.append(("pmid", eprint))
    if not found and isinstance(draft.venue, str):
        found = _ARXIV_JOURNAL.search(draft.venue)
    if not found:
        return
    draft.identifiers.append(("arxiv", found.group(1)))
    if not draft.venue or (isinstance(draft.venue, str) and "arxiv" in draft.venue.casefold()):
        draft.venue, draft.volume, draft.pages, draft.kind = "arXiv", "", "", draft.kind and "article"


def _first(fields: Mapping[str, str], names: Sequence[str]) -> str:
    return next((fields[name] for name in names if fields.get(name, "").strip()), "")


def _bare(value: str) -> str:
    """Give a value that is not prose (a date, an id) without braces and ties."""
    return value.replace("{", "").replace("}", "").replace("~", " ").strip()


def _address(value: str) -> str:
    r"""Give an address without `\url{}`, braces and TeX escapes."""
    value = re.sub(r"\\(?:url|href)\s*", "", value.strip())
    return re.sub(r"\\([_%&#~$])", r"\1", value.replace("{", "").replace("}", "")).rstrip(".,;")
