"""The identifiers that the world gives, each in one normal form, and titles and names made comparable.

Normal forms, and where they are laid down:

    doi         lower case, no prefix: `10.1145/3637528.3671931`        DOI Handbook 2.4 (DOIs ignore case), ISO 26324
    arxiv       no version: `2405.16789`, `math/0309136`                arXiv, "Understanding the arXiv identifier"
    acl         `2022.emnlp-main.25`, `P18-1001`                        ACL Anthology, "ACL Anthology Identifiers"
    openalex    `W2741809807`                                           OpenAlex, "The OpenAlex ID"
    s2          40 lower-case hex digits, or `CorpusId:123`             Semantic Scholar Academic Graph API, paper_id
    openreview  forum id, case kept: `ZvJ2lQQKjz`                       as OpenReview's forum addresses carry it
    pmid        decimal digits, no leading zero                         NLM, "PMID" element of MEDLINE/PubMed XML
    isbn        13 digits, checksum right, no hyphens                   ISO 2108:2017; ISBN-10 is converted
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote, unquote

from litatlas.model import IDENTIFIER_SCHEMES, Author
from litatlas.text import fold

_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.|www\.)?doi\.org/|(?:urn:|info:)?doi[:/]\s*|doi\s+)", re.I)
_ARXIV_PREFIX = re.compile(
    r"^(?:https?://(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html|e-print|format)/|arxiv[:\s]\s*)", re.I
)
_ARXIV_NEW = re.compile(r"([0-9]{2})(0[1-9]|1[0-2])\.([0-9]{4,5})")
_ARXIV_OLD = re.compile(r"([a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2})?/([0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})")
_ARXIV_DOI = "10.48550/arxiv."
_ACL_DOI = "10.18653/v1/"
_ACL_PREFIX = re.compile(
    r"^(?:https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology|aclanthology\.info/papers)/)", re.I
)
_ACL_NEW = re.compile(r"[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+")
_ACL_OLD = re.compile(r"[A-Z][0-9]{2}-[0-9]{4,5}")
_ORCID_PREFIX = re.compile(r"^(?:https?://)?(?:www\.)?orcid\.org/", re.I)
_OPENALEX = re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(W[0-9]+)", re.I)
_S2_PREFIX = re.compile(r"^https?://(?:www\.|api\.)?semanticscholar\.org/(?:paper/)?(?:[^/]+/)?", re.I)
_S2_CORPUS = re.compile(r"corpusid:\s*([0-9]+)", re.I)
_OPENREVIEW = re.compile(r"(?:https?://openreview\.net/(?:forum|pdf)\?(?:[^#]*&)?id=)?([A-Za-z0-9_-]{6,24})(?:[&#].*)?")
_PMID = re.compile(
    r"(?:https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/|pmid:?\s*)?0*([1-9][0-9]{0,8})/?",
    re.I,
)

_NO_PART_OF_A_TITLE = re.compile(r"[^a-z0-9+#]+")
"""In a title without case and accents."""

PREPRINT_DOIS = (
    "10.1101/", "10.2139/ssrn", "10.20944/preprints", "10.21203/rs", "10.26434/chemrxiv", "10.31219/osf",
    "10.31234/osf", "10.31235/osf", "10.36227/techrxiv", "10.5281/zenodo", "10.64898/",
)  # fmt: skip
"""How DOIs of preprint servers begin: beside a publisher's DOI they name another version of the same work."""


def _doi(value: str) -> str | None:
    bare = _DOI_PREFIX.sub("", value)
    if "%" in bare:
        bare = unquote(bare)
    bare = bare.rstrip(".,;").lower()
    return bare if _DOI.fullmatch(bare) and bare.isprintable() else None


def _arxiv(value: str) -> str | None:
    doi = _doi(value)
    bare = doi if doi and doi.startswith(_ARXIV_DOI) else value
    bare = _ARXIV_PREFIX.sub("", bare.removeprefix(_ARXIV_DOI)).lower()
    bare = re.sub(r"\s*\[[a-z.-]+\]$", "", bare)  # "arXiv:2405.16789v2 [cs.IR]", as arXiv itself prints it
    bare = re.sub(r"(?:v[0-9]+)?(?:\.pdf)?/?$", "", bare)
    if _ARXIV_NEW.fullmatch(bare):
        return bare
    old = _ARXIV_OLD.fullmatch(bare)
    return f"{old[1]}/{old[2]}" if old else None


def _acl(value: str) -> str | None:
    doi = _doi(value)
    bare = doi.removeprefix(_ACL_DOI) if doi and doi.startswith(_ACL_DOI) else _ACL_PREFIX.sub("", value)
    bare = re.sub(r"(?:v[0-9]+)?(?:\.pdf|\.bib)?/?$", "", bare)
    if _ACL_NEW.fullmatch(bare.lower()):
        return bare.lower()
    return bare.upper() if _ACL_OLD.fullmatch(bare.upper()) else None


def _openalex(value: str) -> str | None:
    found = _OPENALEX.fullmatch(value)
    return found[1].upper() if found else None


def _s2(value: str) -> str | None:
    bare = _S2_PREFIX.sub("", value)
    corpus = _S2_CORPUS.fullmatch(bare)
    if corpus:
        return f"CorpusId:{int(corpus[1])}"
    return bare.lower() if re.fullmatch(r"[0-9a-fA-F]{40}", bare) else None


def _openreview(value: str) -> str | None:
    found = _OPENREVIEW.fullmatch(value)
    return found[1] if found else None


def _pmid(value: str) -> str | None:
    found = _PMID.fullmatch(value)
    return found[1] if found else None


def _isbn(value: str) -> str | None:
    digits = re.sub(r"^(?:urn:)?isbn(?:-?1[03])?:?\s*|[\s‐-–-]", "", value, flags=re.I).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        total = sum((10 - at) * (10 if c == "X" else int(c)) for at, c in enumerate(digits))
        if total % 11:
            return None
        digits = "978" + digits[:9]
        return digits + str(-_isbn13_sum(digits) % 10)
    if re.fullmatch(r"97[89][0-9]{10}", digits) and _isbn13_sum(digits) % 10 == 0:
        return digits
    return None


def _isbn13_sum(digits: str) -> int:
    return sum(int(c) * (3 if at % 2 else 1) for at, c in enumerate(digits))


_NORMAL: Mapping[str, Callable[[str], str | None]] = {
    "doi": _doi, "arxiv": _arxiv, "acl": _acl, "openalex": _openalex,
    "s2": _s2, "openreview": _openreview, "pmid": _pmid, "isbn": _isbn,
}  # fmt: skip

_ADDRESS: Mapping[str, str] = {
    "doi": "https://doi.org/{}",
    "arxiv": "https://arxiv.org/abs/{}",
    "acl": "https://aclanthology.org/{}/",
    "openalex": "https://openalex.org/{}",
    "s2": "https://www.semanticscholar.org/paper/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
}


def normal_identifier(scheme: str, value: str) -> str | None:
    """Give an identifier in the normal form of its scheme, or None where it is not one.

    Addresses and prefixes of every usual kind are taken away, see the module.

    Examples:
        >>> normal_identifier("doi", "https://doi.org/10.1145/ABC%2812%29")
        '10.1145/abc(12)'
        >>> normal_identifier("arxiv", "arXiv:math.GT/0309136v2")
        'math/0309136'
    """
    normal = _NORMAL.get(scheme)
    return normal(value.strip()) if normal else None


def identifier_url(scheme: str, value: str) -> str:
    """Give the address that an identifier in normal form resolves at; empty for an ISBN, which has none."""
    if scheme == "s2" and value.startswith("CorpusId:"):
        return f"https://api.semanticscholar.org/{value}"
    form = _ADDRESS.get(scheme)
    return form.format(quote(value, safe="/:;()._-")) if form else ""


def implied_identifiers(identifiers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Complete identifiers in normal form with what they imply, in the order of `IDENTIFIER_SCHEMES`.

    arXiv's own DOI only repeats the arXiv id: it becomes that id, so that it
    never stands where the publisher's DOI belongs. A DOI of the ACL carries
    the Anthology id and is kept.
    """
    found: dict[str, str] = {}
    for scheme, value in identifiers:
        if scheme == "doi" and value.startswith(_ARXIV_DOI):
            scheme, value = "arxiv", _arxiv(value) or ""
        if value:
            found.setdefault(scheme, value)
    if "acl" not in found and (acl := _acl(found.get("doi", ""))):
        found["acl"] = acl
    return tuple((scheme, found[scheme]) for scheme in IDENTIFIER_SCHEMES if scheme in found)


def is_preprint_doi(doi: str) -> bool:
    """Say whether a DOI in normal form was given by a preprint server."""
    return doi.startswith(PREPRINT_DOIS)


@lru_cache(maxsize=65536)
def normal_title(title: str) -> str:
    """Give a title in a form in which two spellings of it are equal: letters, digits, `+` and `#` only.

    Case, accents, spaces, hyphens and punctuation go, so `Multi-Modal` is
    `multimodal`; numbers and words stay, so `Part I` is not `Part II`, and
    `C++` is not `C`. A title of symbols alone stays as it is.
    """
    folded = fold(title.replace("&", " and "))
    if folded.isascii():
        return _NO_PART_OF_A_TITLE.sub("", folded) or folded
    kept = "".join(c for c in folded if c in "+#" or unicodedata.category(c)[0] in "LNM")
    return kept or folded


@lru_cache(maxsize=65536)
def _family_key(family: str, name: str) -> str:
    words = fold(family or name).replace("-", " ").replace("'", "").replace("’", "").split()
    return "".join(words if family else words[-1:])


def normal_orcid(text: str) -> str:
    """Give an ORCID iD bare and in capitals, with its checksum or not: `https://orcid.org/0000-0002-1694-233x`."""
    return _ORCID_PREFIX.sub("", text.strip()).upper()


def is_orcid(text: str) -> bool:
    """Say whether a text is a bare ORCID iD: `0000-0002-1825-0097`.

    The last character is an ISO 7064 MOD 11-2 checksum ("Structure of the
    ORCID Identifier", ORCID support).
    """
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", text, re.ASCII):
        return False
    total = 0
    for digit in text[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == text[-1]


def family_key(author: Author) -> str:
    """Give an author's family name in comparable form: `Al-Moubayed` and `al moubayed` are equal.

    Of a literal name it is the last word, which for a person with an unsplit
    name is the family name and for a group is as good as any other.
    """
    return _family_key(author.family, author.name)
