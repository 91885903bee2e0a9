"""Papers that come with the same thing: a repository, a project page, a data set's address."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from litatlas.model import Paper, Reason, ReasonKind, Rel
from litatlas.related.signals import Signal, shared_by
from litatlas.text import split_text

MOST_PAPERS = 20
"""An address on more papers than this is a platform or a list, not a common work."""

_RELS = frozenset({Rel.CODE, Rel.DATA, Rel.MODEL, Rel.PROJECT, Rel.DEMO})

_FORGES = {
    "github.com": 2,
    "gitlab.com": 2,
    "bitbucket.org": 2,
    "codeberg.org": 2,
    "gitee.com": 2,
    "huggingface.co": 2,
    "modelscope.cn": 2,
    "kaggle.com": 2,
}
"""Hosts whose addresses name a thing by their first parts (owner and name), and nothing by fewer."""

_SECTIONS = frozenset({"datasets", "spaces", "models", "collections"})
"""First parts of an address on such a host that say what sort of thing follows."""

_COMMON_HOSTS = """
    arxiv.org doi.org dx.doi.org aclanthology.org openreview.net semanticscholar.org youtube.com youtu.be
    twitter.com x.com google.com docs.google.com drive.google.com sites.google.com dropbox.com zenodo.org figshare.com
    creativecommons.org wikipedia.org medium.com bit.ly tinyurl.com goo.gl openai.com
"""
_COMMON = frozenset(_COMMON_HOSTS.split())
"""Hosts on which only a full path names a thing."""

_PAPER_HOSTS = frozenset(
    ("arxiv.org", "doi.org", "dx.doi.org", "aclanthology.org", "openreview.net", "semanticscholar.org")
)
"""Hosts of papers: the same address in two abstracts is a citation, not a common work."""

_INDEX_PAGES = ("/index.html", "/index.htm", "/index.php", "/home")


def normal_address(url: str) -> str:
    """Give the form in which two addresses of one thing are equal; empty where it names no single thing.

    Examples:
        >>> normal_address("https://GitHub.com/apple/ml-4M.git")
        'github.com/apple/ml-4m'
        >>> normal_address("http://www.github.com/apple/ml-4m/tree/main/data#readme")
        'github.com/apple/ml-4m'
        >>> normal_address("https://github.com/apple")
        ''
        >>> normal_address("https://mmworld-bench.github.io/index.html")
        'mmworld-bench.github.io'
    """
    try:
        address = urlsplit(url if "://" in url else f"https://{url}")
        host = (address.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if not host or "." not in host or host in _PAPER_HOSTS:
        return ""
    parts = [part for part in address.path.casefold().split("/") if part]
    if host in _FORGES:
        section = [parts.pop(0)] if parts and parts[0] in _SECTIONS else []
        if len(parts) < _FORGES[host]:
            return ""
        owner, name = parts[:2]
        return "/".join([host, *section, owner, name.removesuffix(".git")])
    path = ("/" + "/".join(parts)) if parts else ""
    for page in _INDEX_PAGES:
        path = path.removesuffix(page)
    # A question mark may choose the thing (`?id=12`): then the query belongs to its name.
    path += f"?{address.query}" if address.query else ""
    return "" if host in _COMMON and not path else host + path


def addresses(paper: Paper) -> Iterator[tuple[str, str]]:
    """Give the (normal form, address as printed) of what a paper comes with: its links, and those in its abstract."""
    for link in paper.links:
        if link.rel in _RELS and (normal := normal_address(link.url)):
            yield normal, link.url
    # Few abstracts have an address, and all are looked at in each build that may share other ones.
    for segment in split_text(paper.abstract) if "://" in paper.abstract else ():
        if segment.kind == "url" and (normal := normal_address(segment.text)):
            yield normal, segment.text


def artefact_signal(papers: Sequence[Paper]) -> Signal:
    """Relate papers that come with the same repository, page or data set; the reason gives its address."""
    owned = [dict(reversed(list(addresses(paper)))) for paper in papers]
    owners: dict[str, list[int]] = {}
    for number, found in enumerate(owned):
        for normal in sorted(found):
            owners.setdefault(normal, []).append(number)

    def reasons(paper: int, other: int) -> tuple[Reason, ...]:
        shared = sorted(
            owned[paper][normal]
            for normal in owned[paper].keys() & owned[other].keys()
            if len(owners[normal]) <= MOST_PAPERS
        )
        return (Reason(ReasonKind.ARTEFACT, tuple(shared)),) if shared else ()

    return Signal(shared_by(owners, len(papers), MOST_PAPERS), reasons)
