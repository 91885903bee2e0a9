"""Running text of generated pages, from Markdown to HTML, by shapes that Python-Markdown was asked about once.

The shape of a text is what stays when its words and the targets of its links
are taken out: `**[ ]( )**, [ ]( )`. Python-Markdown, with the extensions that
the survey's mkdocs.yml names, converts each shape once, with stand-ins for
words and targets; the next text of the shape is filled in. Only what Markdown
leaves alone is taken for words. A text that is not of words, links, emphasis,
code and inline tags is converted by Python-Markdown itself.
"""

import re
from collections.abc import Callable

from litatlas.fast_render.links import PROBE, Links
from litatlas.fast_render.shapes import Shape, Shapes

Convert = Callable[[str], str]
"""Python-Markdown, on a text that is to be a page of its own."""

WORD = "zqword{}qz"
TARGET = PROBE + "{}qz"

_WORD_CHARACTERS = r"""[^\s\\`*_\[\]{<>&|@!\x00-\x1f\x7f\ue000-\uf8ff]++"""
_REFERENCE = r"(?:\#[0-9]+|\#x[0-9a-fA-F]+|[0-9a-zA-Z]+);"
_WORD = rf"""
    (?: {_WORD_CHARACTERS} (?: [ ] {_WORD_CHARACTERS} )*+ | \\[\\`*_\[\]{{}}().!+>\#-] | &(?:{_REFERENCE})?
      | (?<=[A-Za-z0-9])_(?=[A-Za-z0-9]) | !(?!\[) | > )
"""
_TOKEN = re.compile(
    rf"""
      (?P<tag> < [^<>\n]* > | (?<=\)) \{{[ ][a-z]+="[a-z]+"[ ]\}} )
    | \]\( (?P<target> [^\s()<>"\\\[\]]+ ) (?P<title> (?:[ ]"[^"<>&\\\n]*")? ) \)
    | (?P<words> {_WORD} (?: [ ]? {_WORD} )*+ )
    """,
    re.VERBOSE,
)
_BLOCK_START = re.compile(
    r"""
      [#>+\-=~|:!?;%/&{^$@] | \d+[.)] | ``` | [-_*](?:\s|$)
    | </?(?!(?:span|mark|sup|sub|em|strong|b|i|code|math)\b)
    """,
    re.VERBOSE,
)
"""What may begin a block of its own."""

_MARKUP = re.compile(r"[\s*\[`]*")
_SPECIAL = re.compile(rf"[\\&>](?:(?<=\\).|(?<=&)(?!{_REFERENCE})|(?<=>))")
_PARAGRAPH = re.compile(r"<p>((?:(?!</?p[ >]).)*)</p>", re.DOTALL)
_SLOT = re.compile(r"zqword(\d+)qz|zqlink(\d+)qz")


class NotOneParagraphError(Exception):
    """A text that Python-Markdown does not make one plain paragraph of."""


class Inline:
    """Converts running text; remembers shapes, and whole texts where they come again."""

    def __init__(self, convert: Convert, links: Links, shapes: Shapes | None = None, room: int = 200_000) -> None:
        """Use Python-Markdown for what is new.

        Arguments:
            convert: Converts Markdown; resolves links by `links`.
            links: The links of the page at hand.
            shapes: What it was asked before; grows.
            room: How many whole texts are remembered.
        """
        self._convert = convert
        self._links = links
        self._room = room
        self.shapes = shapes or Shapes()
        self._texts: dict[tuple[tuple[str, str], str], tuple[str, str]] = {}

    def __call__(self, text: str) -> str:
        """Give the HTML of one paragraph's text, without the paragraph's tags.

        Raises:
            NotOneParagraphError: When it is more, or something else.
            UnknownLinkError: When a link leads nowhere.
        """
        key = self._links.place, text
        known = self._texts.get(key)
        if known is not None:
            html, used = known
            if not self._links.lead_home(used):
                return html
        self._links.used.clear()
        html = self._html(text)
        used = "".join(self._links.used)
        if self._links.lead_home(used):
            return html
        if len(self._texts) >= self._room:
            self._texts.clear()
        self._texts[key] = html, used
        return html

    def words(self, text: str) -> str | None:
        """Give the HTML of a text that is nothing but words; None of any other."""
        token = None if _BLOCK_START.match(text) else _TOKEN.fullmatch(text)
        return self._words(text) if token and token["words"] else None

    def _html(self, text: str) -> str:
        if _BLOCK_START.match(text):
            return self._alone(text)
        literals: list[str] = []
        values: list[str] = []
        at = 0
        for token in _TOKEN.finditer(text):
            literals.append(text[at : token.start()])
            at = token.end()
            kind = token.lastgroup
            if kind == "words":
                literals.append("\x01")
                values.append(token.group())
            elif kind == "tag":
                literals.append(f"\x02{token.group()}\x02")
            else:
                literals.append(f"](\x03{token['title']})")
                values.append(token["target"])
        literals.append(text[at:])
        key = "".join(literals)
        if key in self.shapes.texts:
            shape = self.shapes.texts[key]
        else:
            shape = self.shapes.texts[key] = self._learn(key)
        if shape is None or ("`" in key and any("\\" in value or "&" in value for value in values)):
            return self._alone(text)
        return self._fill(shape, values)

    def _fill(self, shape: Shape, values: list[str]) -> str:
        html = [shape.parts[0]]
        for (number, is_target), part in zip(shape.values, shape.parts[1:], strict=True):
            html.append(self._address(values[number]) if is_target else self._words(values[number]))
            html.append(part)
        return "".join(html)

    def _learn(self, key: str) -> Shape | None:
        """Ask Python-Markdown what becomes of a shape; None where it is not simply filled in."""
        bare = re.sub(r"\x02[^\x02]*\x02", "", key)
        plain = re.sub(r"\]\(\x03[^)]*\)", "", bare.replace("\x01", ""))
        if not _MARKUP.fullmatch(plain) or plain.count("[") != key.count("\x03"):
            return None
        text, number = [], 0
        for piece in re.split("([\x01\x03])", key):
            if piece in {"\x01", "\x03"}:
                text.append((WORD if piece == "\x01" else TARGET).format(number))
                number += 1
            else:
                text.append(piece.replace("\x02", ""))
        found = _PARAGRAPH.fullmatch(self._convert("".join(text)))
        if not found:
            return None
        return _shape(found[1], [mark for mark in key if mark in "\x01\x03"])

    def _words(self, text: str) -> str:
        return text if not _SPECIAL.search(text) else _SPECIAL.sub(self._character, text)

    def _character(self, found: re.Match[str]) -> str:
        """Give what Python-Markdown makes of a character, or of one behind a backslash."""
        source = found.group()
        if source not in self.shapes.characters:
            converted = _PARAGRAPH.fullmatch(self._convert(f"zq{source} qz"))
            if not converted or not converted[1].startswith("zq") or not converted[1].endswith(" qz"):
                raise NotOneParagraphError(source)
            self.shapes.characters[source] = converted[1][2:-3]
        return self.shapes.characters[source]

    def _address(self, target: str) -> str:
        return self._links.resolve(target).replace("&", "&amp;").replace("&amp;amp;", "&amp;")

    def _alone(self, text: str) -> str:
        found = _PARAGRAPH.fullmatch(self._convert(text))
        if not found:
            raise NotOneParagraphError(text)
        return found[1]


def _shape(html: str, kinds: list[str]) -> Shape | None:
    """Cut the HTML of a shape at its stand-ins; None where they are not where words and targets belong."""
    parts: list[str] = []
    values: list[tuple[int, bool]] = []
    at = 0
    for found in _SLOT.finditer(html):
        words, target = found.groups()
        part = html[at : found.start()]
        if words is not None and _open_tag(html[: found.start()]):
            return None
        if target is not None and not part.endswith(('href="', 'src="')):
            return None
        parts.append(part)
        values.append((int(words or target), target is not None))
        at = found.end()
    expected = [(number, kind == "\x03") for number, kind in enumerate(kinds)]
    return Shape((*parts, html[at:]), tuple(values)) if sorted(values) == expected else None


def _open_tag(html: str) -> bool:
    return html.rfind("<") > html.rfind(">")
