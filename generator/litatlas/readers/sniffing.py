"""What a text is by the look of it, for files whose name does not say."""

import re

from litatlas.readers.field_names import known_field

_BIBTEX = re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)
_RIS = re.compile(r"^\s*TY {1,2}- ?[A-Z]{2,}", re.MULTILINE)
_NBIB = re.compile(r"\A\s*PMID *- \d+")
_YAML = re.compile(r"\A\s*(?:#[^\n]*\n\s*)*(?:%YAML[^\n]*\n)?(?:---[^\n]*\n\s*)?(?:- )?([A-Za-z_-]{2,20}):(?:\s|$)")
_CSL = re.compile(
    r'"(?:container-title|date-parts|title-short|publisher-place|citation-key|DOI)"\s*:|"issued"\s*:\s*\{'
)
_JSON = re.compile(r"\s*[\[{]")
_START = 20_000
"""Characters that are looked at."""


def is_bibtex(text: str) -> bool:
    """A line that begins an entry."""
    return bool(_BIBTEX.search(text[:_START]))


def is_ris(text: str) -> bool:
    """A line that begins an entry."""
    return bool(_RIS.search(text[:_START]))


def is_nbib(text: str) -> bool:
    """The first line names a PubMed id."""
    return bool(_NBIB.match(text[:_START]))


def is_csl_json(text: str) -> bool:
    """JSON with a variable that only CSL has."""
    return bool(_JSON.match(text) and _CSL.search(text[:_START]))


def is_jsonl(text: str) -> bool:
    """A first line that is an object by itself; one object alone is plain JSON."""
    first, _, rest = text.strip().partition("\n")
    first = first.rstrip()
    return bool(rest) and first.startswith("{") and first.endswith("}") and not is_csl_json(first)


def is_json(text: str) -> bool:
    """JSON that is none of the others."""
    return bool(_JSON.match(text)) and not is_csl_json(text)


def is_yaml(text: str) -> bool:
    """A first line that gives a field of a record."""
    found = _YAML.match(text[:_START])
    return bool(found and known_field(found.group(1)))


def is_csv(text: str) -> bool:
    """A first line of two or more headers, one of which is the title's."""
    first = text.lstrip().partition("\n")[0][:10_000]
    for delimiter in (",", ";", "\t"):
        cells = [cell.strip(' "\r').casefold() for cell in first.split(delimiter)]
        if len(cells) > 1 and any(cell in ("title", "article title", "document title") for cell in cells):
            return True
    return False


def is_listing(text: str) -> bool:
    """Titles and paragraphs."""
    from litatlas.readers.listing import has_both_kinds  # of many patterns, and asked last

    return has_both_kinds(text)
