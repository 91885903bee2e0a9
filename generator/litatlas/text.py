"""Plain text: normal forms, sentences, math segments, and one escape function per target."""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
"""The only link schemes that reach a page."""

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U000323af"
"""The letters of Chinese, Japanese and Korean, as a set of a regular expression has them. To compile such a set takes
as long as it is large, so patterns with it are made where they are needed."""

_MATH = re.compile(r"(?<![\\$])\$(?=[^\s$])((?:\\.|[^$\\])+?)(?<=[^\s])\$(?![\d$])")
_URL = re.compile(r"https?://[^\s<>\"“”{}|\\^`]+")


class Segment(NamedTuple):
    """A stretch of a text: plain words, TeX math (without its dollars) or an address."""

    kind: str
    """`text`, `math` or `url`."""

    text: str


def fold(text: str) -> str:
    """Give the text in NFKD without accents, case-folded, with single spaces: for comparing only."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def has_cjk(text: str) -> bool:
    """Tell whether a text has a Chinese, Japanese or Korean letter."""
    return not text.isascii() and _cjk().search(text) is not None


@cache
def _cjk() -> re.Pattern[str]:
    return re.compile(f"[{CJK}]")


def heading_id(heading: str) -> str:
    """Give the id that Python-Markdown's `toc` makes of a heading's text.

    Examples:
        >>> heading_id("Éditions & years – 2024")
        'editions-years-2024'
    """
    text = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower())


def split_math(text: str) -> Iterator[Segment]:
    r"""Cut a text into words and TeX math.

    Pandoc's rule (User's Guide, `tex_math_dollars`): the opening dollar has a
    non-space at its right, the closing dollar a non-space at its left and no
    digit at its right. `\$` is a dollar. So "$20 and $30" holds no math.
    """
    start = 0
    # Asked first because most texts have no dollar, and the search takes its time to find none.
    for found in _MATH.finditer(text) if "$" in text else ():
        if found.start() > start:
            yield Segment("text", text[start : found.start()])
        yield Segment("math", found.group(1))
        start = found.end()
    if start < len(text):
        yield Segment("text", text[start:])


def trim_url(url: str) -> str:
    """Take away what belongs to the sentence, not to the address: a final stop, comma, closing bracket."""
    while url and url[-1] in ".,;:!?'\"*)]”’":
        if url[-1] == ")" and url.count("(") >= url.count(")"):
            break
        url = url[:-1]
    return url


def split_text(text: str) -> Iterator[Segment]:
    """Cut a text into words, math and addresses, in order; joined again they are the text."""
    for segment in split_math(text):
        if segment.kind == "math":
            yield segment
            continue
        start = 0
        for found in _URL.finditer(segment.text) if "://" in segment.text else ():
            url = trim_url(found.group())
            if found.start() > start:
                yield Segment("text", segment.text[start : found.start()])
            yield Segment("url", url)
            start = found.start() + len(url)
        if start < len(segment.text):
            yield Segment("text", segment.text[start:])


def safe_url(url: str) -> str:
    """Give the address if its scheme may stand on a page, else an empty string."""
    url = url.strip()
    if " " in url or not url.isprintable():  # every other space is unprintable
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in SAFE_SCHEMES:
        return ""
    return url if parts.scheme.lower() == "mailto" or parts.netloc else ""


def escape_html(text: str) -> str:
    """Escape for HTML text and quoted attribute values."""
    return html.escape(text, quote=True)


# Named one by one: to compile a set takes as long as it is large, and all others are a million.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Take away the characters that XML 1.0 cannot hold, even as references; all else stays."""
    return _NOT_XML.sub("", text)


@lru_cache(maxsize=8192)  # what is said of a paper, or of an edge, stands in several entries and formats
def escape_xml(text: str) -> str:
    """Escape for XML 1.0, without what it cannot hold."""
    return escape_html(xml_text(text))


def shortened(text: str, limit: int) -> str:
    """Cut a text of more characters than the limit at a word, with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rpartition(" ")[0]
    return f"{(at_word if len(at_word) > limit // 2 else cut).rstrip(' ,;:.')}…"


def strip_controls(text: str) -> str:
    """Take away NUL, control and bidirectional-override characters, which no field needs."""
    if text.isprintable():  # nearly always, and fifty times faster
        return text
    return "".join(c for c in text if c in "\n\t" or ((c.isprintable() or c in "\u200c\u200d") and c not in _BIDI))


_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
