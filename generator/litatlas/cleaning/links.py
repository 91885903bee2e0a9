"""Addresses in texts and fields: which link or identifier of a paper each one is."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from litatlas.model import Link, Rel
from litatlas.text import safe_url, trim_url

_ADDRESS = re.compile(r"https?://[^\s<>\"“”{}|\\^`$]+")
_DOMAINS = r"\.(?:ai|app|ch|cn|com|de|dev|edu|eu|fr|gov|io|net|org|uk)(?![\w-])"
_DOMAIN = re.compile(_DOMAINS, re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w@/.:-])(?:www\.)?(?:[a-z0-9][a-z0-9-]{0,62}\.){0,3}[a-z0-9][a-z0-9-]{0,62}"
    + _DOMAINS
    + r"(?:/[^\s<>\"“”{}|\\^`]*)?",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"availab|project|page|web ?site|homepage|code|demo|data|releas|found|access|open|resource|model|visit|online",
    re.IGNORECASE,
)
"""Words before an address of an unknown host that say that it is the paper's own."""

_HOSTS: tuple[tuple[str, Rel], ...] = (
    # (host or host/path prefix, what it holds); the first that fits counts
    ("github.com", Rel.CODE), ("gist.github.com", Rel.CODE), ("gitlab.com", Rel.CODE), ("bitbucket.org", Rel.CODE),
    ("codeberg.org", Rel.CODE), ("gitee.com", Rel.CODE), ("sourceforge.net", Rel.CODE), ("git.io", Rel.CODE),
    ("huggingface.co/datasets", Rel.DATA), ("huggingface.co/spaces", Rel.DEMO), ("huggingface.co", Rel.MODEL),
    ("hf.co/datasets", Rel.DATA), ("hf.co/spaces", Rel.DEMO), ("hf.co", Rel.MODEL),
    ("modelscope.cn/datasets", Rel.DATA), ("modelscope.cn", Rel.MODEL),
    ("kaggle.com/models", Rel.MODEL), ("kaggle.com", Rel.DATA), ("zenodo.org", Rel.DATA), ("figshare.com", Rel.DATA),
    ("osf.io", Rel.DATA), ("dataverse.harvard.edu", Rel.DATA), ("drive.google.com", Rel.DATA),
    ("opendatalab.com", Rel.DATA), ("data.mendeley.com", Rel.DATA), ("physionet.org", Rel.DATA),
    ("colab.research.google.com", Rel.DEMO), ("replicate.com", Rel.DEMO), ("streamlit.app", Rel.DEMO),
    ("gradio.live", Rel.DEMO), ("youtube.com", Rel.VIDEO), ("youtu.be", Rel.VIDEO), ("vimeo.com", Rel.VIDEO),
    ("bilibili.com", Rel.VIDEO), ("slideslive.com", Rel.VIDEO), ("slideshare.net", Rel.SLIDES),
    ("speakerdeck.com", Rel.SLIDES), ("openreview.net/pdf", Rel.PDF), ("openreview.net", Rel.PAPER),
    ("aclanthology.org", Rel.PAPER), ("openaccess.thecvf.com", Rel.PAPER), ("proceedings.mlr.press", Rel.PAPER),
    ("papers.nips.cc", Rel.PAPER), ("proceedings.neurips.cc", Rel.PAPER), ("ojs.aaai.org", Rel.PAPER),
    ("ieeexplore.ieee.org", Rel.PAPER), ("dl.acm.org", Rel.PAPER), ("link.springer.com", Rel.PAPER),
    ("semanticscholar.org", Rel.PAPER), ("sciencedirect.com", Rel.PAPER), ("isca-speech.org", Rel.PAPER),
    ("github.io", Rel.PROJECT), ("gitlab.io", Rel.PROJECT), ("sites.google.com", Rel.PROJECT),
    ("netlify.app", Rel.PROJECT), ("vercel.app", Rel.PROJECT),
)  # fmt: skip

_IDENTIFIERS = (
    # (scheme, pattern of an address that is that identifier)
    ("arxiv", re.compile(r"(?:www\.|browse\.|export\.)?arxiv\.org/(?:abs|pdf|html)/(.+?)(?:\.pdf)?/?$", re.IGNORECASE)),
    ("arxiv", re.compile(r"(?:dx\.)?doi\.org/10\.48550/arxiv\.(.+?)/?$", re.IGNORECASE)),
    ("arxiv", re.compile(r"(?:huggingface\.co|hf\.co)/papers/(\d{4}\.\d{4,5})/?$", re.IGNORECASE)),
    ("doi", re.compile(r"(?:www\.|dx\.)?doi\.org/(10\..+)$", re.IGNORECASE)),
    ("acl", re.compile(r"(?:www\.)?aclanthology\.org/([A-Z]\d\d-\d{4}|\d{4}\.[a-z0-9-]+\.\d+)/?$", re.IGNORECASE)),
    ("openreview", re.compile(r"openreview\.net/(?:forum|pdf)\?id=([\w-]+)", re.IGNORECASE)),
    ("openalex", re.compile(r"(?:api\.)?openalex\.org/(?:works/)?(W\d+)/?$", re.IGNORECASE)),
    ("s2", re.compile(r"(?:www\.)?semanticscholar\.org/paper/(?:[^/]+/)?([0-9a-f]{40})/?$", re.IGNORECASE)),
    ("s2", re.compile(r"api\.semanticscholar\.org/(CorpusID:\d+)/?$", re.IGNORECASE)),
    ("pmid", re.compile(r"pubmed\.ncbi\.nlm\.nih\.gov/(\d+)/?$", re.IGNORECASE)),
)
_FILES = {".pdf": Rel.PDF, ".mp4": Rel.VIDEO, ".pptx": Rel.SLIDES}


def links_in(text: str) -> tuple[Link, ...]:
    """Give what a text offers: each address once, without the stop that ends its sentence, sorted by host.

    Addresses of other works (arXiv, DOI) are left out: an abstract names more
    papers than its own. So are unknown hosts that nothing before them offers.
    """
    links = (link_of(url, before) for url, before in _addresses(text))
    return tuple(dict.fromkeys(link for link in links if link))


def link_of(url: str, before: str = "project") -> Link | None:
    """Give the link that an address is, or None if it is an identifier's or may not stand on a page.

    Arguments:
        url: An absolute address.
        before: The words that lead to it; they decide where the host says nothing.
    """
    url = _tidied(trim_url(url.strip()))
    if not safe_url(url) or url.startswith("mailto:") or identifier_of(url):
        return None
    rel = _rel(url)
    if rel is None:
        rel = Rel.PROJECT if _OFFERS.search(before) else None
    return Link(rel, url) if rel else None


def identifier_of(url: str) -> tuple[str, str] | None:
    """Give (scheme, value) where an address is a paper's identifier: arXiv, DOI, ACL, OpenReview, OpenAlex."""
    bare = re.sub(r"^https?://", "", url.strip(), flags=re.IGNORECASE)
    for scheme, pattern in _IDENTIFIERS:
        if found := pattern.match(bare):
            return scheme, found.group(1)
    return None


def _addresses(text: str) -> Iterator[tuple[str, str]]:
    """Give each address with the 100 characters before it, in order."""
    found = [(match.start(), match.group()) for match in _ADDRESS.finditer(text)]
    covered = [(start, start + len(url)) for start, url in found]
    spans = iter(covered)
    span = next(spans, None)
    for match in _BARE.finditer(text) if _DOMAIN.search(text) else ():
        while span and span[1] <= match.start():
            span = next(spans, None)
        if (span is None or match.start() < span[0]) and _is_bare_address(trim_url(match.group())):
            found.append((match.start(), f"https://{match.group()}"))
    for start, url in sorted(found):
        yield url, text[max(0, start - 100) : start]


def _is_bare_address(address: str) -> bool:
    """Whether words without a scheme are an address: `4m.epfl.ch` is, `Node.io` need not be."""
    host = address.partition("/")[0].lower()
    return "/" in address or host.count(".") >= 2


def _rel(url: str) -> Rel | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host, path = (parts.hostname or "").removeprefix("www."), parts.path
    for ending, rel in _FILES.items():
        if path.lower().endswith(ending) and host != "github.com":
            return rel
    place = host + path
    for prefix, rel in _HOSTS:
        at, _, folder = prefix.partition("/")
        if (host == at or host.endswith("." + at)) and (not folder or place.startswith((prefix + "/", prefix + "?"))):
            return rel
    return None


def _tidied(url: str) -> str:
    """`http://github.com/x/y.git` names the same repository as `https://github.com/x/y`."""
    if re.match(r"https?://(?:www\.)?github\.com/", url, re.IGNORECASE):
        url = re.sub(r"^http://", "https://", url, flags=re.IGNORECASE)
        url = url.removesuffix(".git")
    return url
