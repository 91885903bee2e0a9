"""What Markdown makes of a person's text, as XHTML that a book may hold.

The text is trusted; it is only brought into form: the elements that books know
stay, others give way to what is in them, and what needs a script, a player or
a form goes. Links are asked for one by one, since in a book a link that leads
nowhere is an error.
"""

from collections.abc import Callable, Iterator

from lxml import html  # type: ignore[import-untyped]
from markdown import Markdown
from markupsafe import Markup, escape
from msgspec import Struct, field

from litatlas.epub.xhtml import MATHML, language_tag
from litatlas.markup.mathml import ELEMENTS
from litatlas.text import xml_text

EXTENSIONS = (
    "toc",
    "attr_list",
    "md_in_html",
    "tables",
    "def_list",
    "footnotes",
    "admonition",
    "pymdownx.details",
    "pymdownx.superfences",
)
"""The extensions that a survey's mkdocs.yml names, those left out that change the look only."""

_CONFIGURED = {"pymdownx.highlight": {"use_pygments": False}}

_KEPT_NAMES = """
a abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5
h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub sup table tbody td tfoot th thead tr u ul
var wbr
"""
_KEPT = frozenset(_KEPT_NAMES.split())
_GONE_NAMES = """
audio button canvas embed form iframe input link meta noscript object script select style svg template textarea video
"""
_GONE = frozenset(_GONE_NAMES.split())
_INSTEAD = {"details": "div", "summary": "p"}
"""What stands for an element that readers of books do not fold: its text is shown."""

_EMPTY = frozenset({"br", "col", "hr", "img", "wbr"})
_ATTRIBUTES = frozenset({"class", "lang", "dir", "title", "start", "colspan", "rowspan", "scope", "reversed"})

Resolve = Callable[[str], str]
"""Gives where a link's or an image's address leads in the book; empty where nowhere."""


class Parsed(Struct, frozen=True):
    """A person's text, read and not yet written."""

    root: html.HtmlElement
    anchors: frozenset[str] = field(default=frozenset())
    """The ids that links can lead to."""

    title: str = ""
    """Its first heading of the first level; empty without one."""


def from_markdown(text: str) -> Parsed:
    """Read Markdown."""
    converted = Markdown(extensions=list(EXTENSIONS), extension_configs=_CONFIGURED).convert(xml_text(text))
    root = html.fragment_fromstring(converted, create_parent="div")
    first = root.find(".//h1")
    title = " ".join("".join(first.itertext()).split()) if first is not None else ""
    return Parsed(root, frozenset(element.get("id") for element in _elements(root) if element.get("id")), title)


def _elements(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    # Comments and processing instructions have no name but a function.
    return (element for element in root.iter() if isinstance(element.tag, str))


class Writer(Struct, frozen=True):
    """Writes parsed texts as XHTML."""

    link: Resolve
    image: Resolve
    prefix: str = ""
    """What stands before every id and every link inside the text, where several texts share one file."""

    def __call__(self, parsed: Parsed) -> Markup:
        """Give the text without the element around it."""
        return Markup(self._inside(parsed.root, frozenset(parsed.anchors), set()))  # noqa: S704  # written piece by piece

    def _inside(self, element: html.HtmlElement, anchors: frozenset[str], used: set[str]) -> str:
        pieces = [str(escape(element.text or ""))]
        for child in element:
            if isinstance(child.tag, str):
                pieces.append(self._element(child, anchors, used))
            pieces.append(str(escape(child.tail or "")))
        return "".join(pieces)

    def _element(self, element: html.HtmlElement, anchors: frozenset[str], used: set[str]) -> str:
        name = element.tag
        if name in _GONE or (name == "figure" and element.find(".//svg") is not None):
            return ""
        if name in ELEMENTS:
            return self._math(element)
        if name == "img":
            return self._image(element)
        inside = self._inside(element, anchors, used)
        kept = _INSTEAD.get(name, name if name in _KEPT else "")
        if not kept:
            return inside
        attributes = self._attributes(element, anchors, used)
        if name == "a" and not attributes:
            return inside
        if name in _INSTEAD:
            attributes += f' class="{name}"' if "class" not in element.attrib else ""
        return f"<{kept}{attributes}/>" if kept in _EMPTY else f"<{kept}{attributes}>{inside}</{kept}>"

    def _attributes(self, element: html.HtmlElement, anchors: frozenset[str], used: set[str]) -> str:
        found = {key: value for key, value in element.attrib.items() if key in _ATTRIBUTES and value}
        language = language_tag(found.pop("lang", ""))
        if language:
            found |= {"lang": language, "xml:lang": language}
        id = element.get("id")
        if id and id not in used and not any(c.isspace() for c in id):
            used.add(id)
            found["id"] = self.prefix + id
        href = self._target(element.get("href", ""), anchors) if element.tag == "a" else ""
        if href:
            found["href"] = href
        return "".join(f' {key}="{escape(value)}"' for key, value in sorted(found.items()))

    def _target(self, href: str, anchors: frozenset[str]) -> str:
        if href.startswith("#"):
            return f"#{self.prefix}{href[1:]}" if href[1:] in anchors else ""
        return self.link(href) if href else ""

    def _image(self, element: html.HtmlElement) -> str:
        alt = str(escape(element.get("alt", "")))
        source = self.image(element.get("src", ""))
        return f'<img src="{escape(source)}" alt="{alt}"/>' if source else alt

    def _math(self, element: html.HtmlElement) -> str:
        names = sorted((key, value) for key, value in element.attrib.items() if ":" not in key and key != "xmlns")
        attributes = "".join(f' {key}="{escape(value)}"' for key, value in names)
        space = f' xmlns="{MATHML}"' if element.tag == "math" else ""
        inside = str(escape(element.text or "")) + "".join(
            self._math(child) + str(escape(child.tail or "")) for child in element if child.tag in ELEMENTS
        )
        return f"<{element.tag}{space}{attributes}>{inside}</{element.tag}>"
