"""Text as XHTML: what stands in the files of a book, escaped, well-formed whatever a record says.

A site's reader gets HTML, which bears every mistake; a book's reader stops at
the first. So characters that XML does not know are taken away, addresses are
written by the URL standard or not at all, and formulas name their namespace.
"""

import re
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from litatlas.markup.mathml import to_mathml
from litatlas.pages.inline import Rich, Span
from litatlas.text import safe_url, strip_controls

Address = Callable[[str], str]
"""Gives where a page of the survey is found, by its path: in the book, else on the web; empty where in neither."""

MATHML = "http://www.w3.org/1998/Math/MathML"

_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_MAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

_WRAPS = {"em": "em", "strong": "strong", "sup": "sup", "sub": "sub"}


def web_address(url: str) -> str:
    """Give an address of the web as the URL standard writes it; empty where it cannot be one.

    Examples:
        >>> web_address("https://Bücher.example/a|c%zz?q=ä#x"), web_address("https://1.2.3/")
        ('https://xn--bcher-kva.example/a%7Cc%25zz?q=%C3%A4#x', '')
    """
    url = safe_url(url)
    parts = urlsplit(url)
    if parts.scheme.lower() == "mailto":
        return f"mailto:{parts.path}" if _MAIL.fullmatch(parts.path) else ""
    try:
        # UnicodeError, of names that cannot be hosts, is a ValueError too.
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
        host.encode("ascii").decode("idna")
    except ValueError:
        return ""
    if "@" in parts.netloc or not _is_host(host):
        return ""
    path, query, fragment = (_quoted(part) for part in (parts.path, parts.query, parts.fragment))
    return "".join(
        (
            f"{parts.scheme.lower()}://{host}",
            f":{port}" if port else "",
            path or "/",
            f"?{query}" if query else "",
            f"#{fragment}" if fragment else "",
        )
    )


def _is_host(host: str) -> bool:
    if not _HOST.fullmatch(host) or len(host) > 253:
        return False
    last = host.rpartition(".")[2]
    if last.isdigit() or last.startswith("0x"):
        # A host that ends in a number is an address of four, or none (URL standard, "ends in a number").
        try:
            return ip_address(host).version == 4
        except ValueError:
            return False
    return True


def _quoted(part: str) -> str:
    return quote(_BROKEN_ESCAPE.sub("%25", part), safe="/:?&=%@+,;~!$'()*-._")


def language_tag(language: str) -> str:
    """Give a language as an attribute may name it; empty for what is no BCP 47 tag."""
    return language if _LANGUAGE.fullmatch(language) else ""


def direction(language: str) -> str:
    """Give the direction in which a language is written: `rtl`, or empty for the usual one."""
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else ""


def to_xhtml(spans: Rich | str, address: Address) -> Markup:
    """Write running text; links to pages lead to where `address` says."""
    spans = (Span("text", spans),) if isinstance(spans, str) else spans
    return Markup("").join(_span(span, address) for span in spans)  # each span is escaped


def _span(span: Span, address: Address) -> Markup:
    match span.kind:
        case "math":
            return math(span.text)
        case "url":
            return link(web_address(span.text), span.text)
        case "page":
            return link(address(span.target), span.text, span.title)
        case "mark":
            return Markup('<mark class="key">')
        case "endmark":
            return Markup("</mark>")
        case "caps":
            return Markup('<span class="caps">{}</span>').format(_plain(span.text))
        case kind if kind in _WRAPS:
            # Of these the program knows all names; the text is escaped.
            return Markup(f"<{kind}>{{}}</{kind}>").format(_plain(span.text))  # noqa: S704
        case _:
            return _plain(span.text)


def _plain(text: str) -> Markup:
    # `\$` is how a text that is not math writes a dollar (`text.split_math`).
    return escape(strip_controls(text.replace("\\$", "$")))


def link(href: str, text: str, title: str = "") -> Markup:
    """Give a link, or the text alone where it leads nowhere."""
    if not href:
        return _plain(text)
    told = Markup(' title="{}"').format(title) if title else ""
    return Markup('<a href="{}"{}>{}</a>').format(href, told, _plain(text))


def math(tex: str) -> Markup:
    """Give a formula as MathML; broken TeX as it was written."""
    found = to_mathml(tex)
    if not found:
        return Markup("<code>{}</code>").format(strip_controls(f"${tex}$"))
    # Written by `mathml` alone, from its own list of elements.
    return Markup(found.replace("<math ", f'<math xmlns="{MATHML}" ', 1))  # noqa: S704


def plain_or_markup(value: object) -> object:
    """Take away what XML does not know from a value that a template shows; finished markup stays as it is."""
    return strip_controls(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def make_environment(loader: BaseLoader, address: Address) -> Environment:
    """Make the environment that renders the files of a book.

    It escapes by itself. Filters: `rich` writes running text, `link` makes a
    link of a `PageLink`, `page` gives where a page of the survey is found,
    `web` an address of the web that may stand in a book.
    """
    environment = Environment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=True,
        finalize=plain_or_markup,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        rich=lambda spans: to_xhtml(spans, address),
        page=lambda path: address(path),
        link=lambda page: link(address(page.path), page.text),
        web=web_address,
    )
    return environment
