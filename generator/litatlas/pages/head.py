"""Front matter: what the theme, the search and the export of a page need to know.

Title and description are HTML text there, for that is how MkDocs and its
themes take them (Zensical too): they stand in `<title>`, in attributes and in
the header as they are. A record's `<script>` would run on every page of it.
"""

import re
from collections.abc import Mapping
from typing import Any

from litatlas.mathml import plain_text

DESCRIPTION_LENGTH = 200
"""The longest description, in characters; search engines show less."""


def head(kind: str, title: str, description: str = "", **more: Any) -> Mapping[str, Any]:
    """Give the front matter of a generated page.

    Arguments:
        kind: `paper`, `listing`, `facet`, `papers`, `redirect` or `tombstone`.
        title: Plain text or text with TeX math.
        description: One or two sentences.
        more: Further keys; empty values are left out.
    """
    return {
        "title": html_text(plain_text(title)),
        "description": html_text(shortened(plain_text(description), DESCRIPTION_LENGTH)),
        "generated": "litatlas",
        "page": kind,
        **more,
    }


FULL_WIDTH = ["navigation", "toc"]
"""Value of `hide`: generated pages stand in no navigation and have few headings."""


def html_text(text: str) -> str:
    """Escape for HTML text and for attributes in double quotes; only what means something there, so that it reads well.

    Examples:
        >>> print(html_text('R & D, Q&A <b> "x" &lt;'))
        R & D, Q&amp;A &lt;b> &quot;x&quot; &amp;lt;
    """
    return _REFERENCE.sub("&amp;", text).replace("<", "&lt;").replace('"', "&quot;")


_REFERENCE = re.compile(r"&(?=[#A-Za-z])")


def shortened(text: str, limit: int) -> str:
    """Cut a text at a word, with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rpartition(" ")[0]
    return f"{(at_word if len(at_word) > limit // 2 else cut).rstrip(' ,;:.')}…"
