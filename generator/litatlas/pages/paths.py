"""Where each page stands: paths below docs/, with forward slashes, and the way from one to another."""

from functools import lru_cache

from litatlas.facets import FACETS

DOCS = "docs"
"""Where MkDocs looks for pages, in the survey folder."""

THEME = ".litatlas/theme"
"""Where MkDocs looks for the theme's templates first (`custom_dir`)."""

PAPERS = "papers"
DOWNLOADS = "downloads/index.md"
"""The page of what can be downloaded."""

EXPLORER = "explore/index.md"
"""The page on which readers choose papers by everything at once."""

_FOLDERS = {"paper": PAPERS, **{facet.key: facet.folder for facet in FACETS}}

KINDS_WITH_PAGES = frozenset(_FOLDERS)
"""The kinds of ledger rows that have pages; the ledger is ready for more."""


def page_path(kind: str, id: str, number: int = 1) -> str:
    """Give the path of a paper's page, or of one page of a listing.

    Arguments:
        kind: `paper` or the key of a facet, as in the ledger.
        id: The paper's id or the value's slug.
        number: Which page of a listing, from 1.

    Examples:
        >>> page_path("tag", "image"), page_path("tag", "image", 2)
        ('tags/image.md', 'tags/image/2.md')
    """
    base = f"{_FOLDERS[kind]}/{id}"
    return f"{base}.md" if number == 1 else f"{base}/{number}.md"


def index_path(kind: str, number: int = 1) -> str:
    """Give the path of one page of the index of all papers, or of a facet's values."""
    folder = _FOLDERS[kind]
    # `page` is a reserved id: no paper, tag or author can own this folder.
    return f"{folder}/index.md" if number == 1 else f"{folder}/page/{number}.md"


def letter_path(kind: str, letter: str, number: int = 1) -> str:
    """Give the path of the index of the values that begin with one letter."""
    base = f"{_FOLDERS[kind]}/page/{letter}"
    return f"{base}.md" if number == 1 else f"{base}/{number}.md"


def relative_to(target: str, page: str) -> str:
    """Give the link from one page to another: both paths below docs/.

    Examples:
        >>> relative_to("papers/a.md", "tags/image/2.md")
        '../../papers/a.md'
    """
    folder, slash, name = target.rpartition("/")
    return _way(folder + slash, page.rpartition("/")[0]) + name


@lru_cache(maxsize=1 << 12)  # pages of few folders link to each other
def _way(folder: str, start: str) -> str:
    """Give the link from a page in `start` to a folder; both without a slash in front, the target with one behind."""
    goal, here = folder.split("/")[:-1], start.split("/") if start else []
    common = 0
    while common < min(len(goal), len(here)) and goal[common] == here[common]:
        common += 1
    return "../" * (len(here) - common) + "".join(f"{part}/" for part in goal[common:])


def html_address(target: str, page: str) -> str:
    """Give the link from one page to another as it stands in HTML, where pages are folders.

    For links that no Markdown processor sees: those inside an SVG.

    Examples:
        >>> html_address("years/2023.md", "index.md"), html_address("years/2023.md", "years/index.md")
        ('years/2023/', '2023/')
    """
    goal = _folder(target)
    start = _folder(page)
    common = 0
    while common < min(len(goal), len(start)) and goal[common] == start[common]:
        common += 1
    return "".join(f"{part}/" for part in [".."] * (len(start) - common) + goal[common:]) or "./"


def file_address(file: str, page: str) -> str:
    """Give the link from a page to a file as it stands in HTML, where pages are folders.

    Examples:
        >>> file_address("tags/image.bib", "tags/image.md"), file_address("feed.xml", "index.md")
        ('../image.bib', 'feed.xml')
    """
    goal, start = file.split("/"), _folder(page)
    common = 0
    while common < min(len(goal) - 1, len(start)) and goal[common] == start[common]:
        common += 1
    return "/".join([".."] * (len(start) - common) + goal[common:])


def _folder(path: str) -> list[str]:
    parts = path.removesuffix(".md").split("/")
    return parts[:-1] if parts[-1] == "index" else parts
