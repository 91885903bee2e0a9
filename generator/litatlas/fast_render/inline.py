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
from typing import Any

from litatlas.fast_render import lists
from litatlas.fast_render.links import PROBE, Links
from litatlas.fast_render.shapes import Shape, ShapeKey, Shapes

Convert = Callable[[str], str]
"""Python-Markdown, on a text that is to be a page of its own."""

WORD_STAND_IN = "zqword{}qz"
TARGET_STAND_IN = PROBE + "{}qz"

_NO_CHARACTER = (
    r"""\\`*_\[\]{<>&|@!\x00-\x1f\x7f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ue000-\uf8ff"""
)
_REFERENCE = r"(?:\#[0-9]+|\#x[0-9a-fA-F]+|[0-9a-zA-Z]+);"
_WORD = rf"""
    (?: [^\x20{_NO_CHARACTER}] [^{_NO_CHARACTER}]* (?<![ ]) | \\[\\`*_\[\]{{}}().!+>\#-] | &(?:{_REFERENCE})?
      | (?<=[A-Za-z0-9])_(?=[A-Za-z0-9]) | !(?!\[) | > )
"""
_BLOCK_START = re.compile(
    r"""
      [#>+\-=~|:!?;%/&{^$@] | \d+[.)] | ``` | [-_*](?:\s|$)
    | </?(?!(?:span|mark|sup|sub|em|strong|b|i|code|math)\b)
    """,
    re.VERBOSE,
)
"""What may begin a block of its own."""

_TAG = r"""< [^<>\n]* > | (?<=\)) \{[ ][a-z]+="[a-z]+"[ ]\}"""
_REST = rf"""
      \]\( (?P<target> [^\s()<>"\\\[\]]+ ) (?P<title> (?:[ ]"[^"<>&\\\n]*")? ) \)
    | (?P<words> {_WORD} (?: [ ]? {_WORD} )*+ )
"""
_TOKEN = re.compile(rf"(?P<tag> {_TAG} ) | {_REST}", re.VERBOSE)
_TOKEN_OF_ITEM = re.compile(
    rf"(?P<tag> (?> {lists.START} ) (?!{_BLOCK_START.pattern}) | {_TAG} ) | {_REST}", re.VERBOSE
)
"""The same, and what stands before a text of an item, as a tag is."""

TAG, TARGET, TITLE, WORDS, WIDTH = 1, 2, 3, 4, 5
"""Where the groups of a token stand in what it splits a text into: behind what stands before it, and which is next."""

_MARKUP = re.compile(r"[\s*\[`]*")
_SPECIAL = re.compile(rf"[\\&>](?:(?<=\\).|(?<=&)(?!{_REFERENCE})|(?<=>))")
_PARAGRAPH = re.compile(r"<p>((?:(?!</?p[ >]).)*)</p>", re.DOTALL)
_SLOT = re.compile(r"zqword(\d+)qz|zqlink(\d+)qz")


class NotOneParagraphError(Exception):
    """A text that Python-Markdown does not make one plain paragraph of."""


class Inline:
    """Converts running text; remembers shapes, and what comes again."""

    def __init__(self, convert: Convert, links: Links, shapes: Shapes | None = None, room: int = 20_000) -> None:
        """Use Python-Markdown for what is new.

        Arguments:
            convert: Converts Markdown; resolves links by `links`.
            links: The links of the page at hand.
            shapes: What it was asked before; grows.
            room: How much is remembered.
        """
        self._convert = convert
        self._links = links
        self._room = room
        self.shapes = shapes or Shapes()
        self._known: dict[tuple[object, object, str], tuple[str, str]] = {}

    def __call__(self, text: str) -> str:
        """Give the HTML of one paragraph's text, without the paragraph's tags.

        Raises:
            NotOneParagraphError: When it is more, or something else.
            UnknownLinkError: When a link leads nowhere.
        """
        html = self.recall(text)
        if html is None:
            html = self.remember(text, self.html(text))
        return html

    def recall(self, text: str, how: object = None) -> str | None:
        """Give the HTML of a text that came before, with the same links; None leaves it to be made and remembered.

        Arguments:
            text: The text, or the item of a list.
            how: What else its HTML depends on.
        """
        known = self._known.get((self._links.place, how, text))
        if known is not None and not self._links.lead_home(known[1]):
            return known[0]
        self._links.used.clear()
        return None

    def remember(self, text: str, html: str, how: object = None) -> str:
        """Give the HTML of a text that was just made, and remember it for all pages whose links are the same."""
        used = "".join(self._links.used)
        if not self._links.lead_home(used):
            if len(self._known) >= self._room:
                self._known.clear()
            self._known[self._links.place, how, text] = html, used
        return html

    def words(self, text: str) -> str | None:
        """Give the HTML of a text that is nothing but words; None of any other."""
        token = None if _BLOCK_START.match(text) or "  " in text else _TOKEN.fullmatch(text)
        return self._words(text) if token and token["words"] else None

    def html(self, text: str) -> str:
        """Convert a text that is not remembered; raises as above."""
        if _BLOCK_START.match(text) or "  " in text:
            return self._alone(text)
        pieces = cut(text)
        shape = self.shape_of(pieces)
        html = self._filled(shape, pieces, text) if shape else None
        return self._alone(text) if html is None else html

    def item(self, item: lists.Item, learn: Callable[[list[Any]], Shape | None]) -> str | None:
        """Give the HTML of a list's item; None where that is not simply filled in.

        Arguments:
            item: The item.
            learn: Gives the shape of an item, of which it is given the pieces.
        """
        mark, text = lists.cut_mark(item.text)
        if _BLOCK_START.match(text) or "  " in text.replace("\n    ", "\n"):
            return None
        pieces = _TOKEN_OF_ITEM.split(text)
        key = (mark, item.before, item.after, *_key(pieces))
        if key in self.shapes.items:
            shape = self.shapes.items[key]
        else:
            shape = self.shapes.items[key] = learn(pieces)
        return self._filled(shape, pieces, text) if shape else None

    def shape_of(self, pieces: list[Any]) -> Shape | None:
        """Give the shape of a text that was cut into pieces; None where it is not simply filled in."""
        key = _key(pieces)
        if key not in self.shapes.texts:
            self.shapes.texts[key] = self._learn(pieces)
        return self.shapes.texts[key]

    def _filled(self, shape: Shape, pieces: list[Any], text: str) -> str | None:
        """Put a text's words and targets into its shape; None where words may be code, with characters that are not."""
        is_special = "\\" in text or "&" in text
        if is_special and shape.has_code:
            return None
        for at in shape.targets:
            pieces[at] = self._links.resolve(pieces[at])
        if is_special or text.count(">") > shape.brackets:
            for at in shape.words:
                pieces[at] = self._words(pieces[at])
            for at in shape.targets:
                pieces[at] = pieces[at].replace("&", "&amp;").replace("&amp;amp;", "&amp;")
        html = list(shape.parts)
        html[1::2] = [pieces[at] for at in shape.values]
        return "".join(html)

    def _learn(self, pieces: list[Any]) -> Shape | None:
        """Ask Python-Markdown what becomes of a shape; None where it is not simply filled in."""
        bare = "".join(pieces[::WIDTH])
        targets = [at for at in range(TARGET, len(pieces), WIDTH) if pieces[at] is not None]
        if not _MARKUP.fullmatch(bare) or bare.count("[") != len(targets):
            return None
        text = [pieces[0]]
        slots: list[int] = []
        for at in range(0, len(pieces) - 1, WIDTH):
            _, tag, _target, title, words, after = pieces[at : at + WIDTH + 1]
            if tag is not None:
                text += (tag, after)
            elif words is not None:
                text += (WORD_STAND_IN.format(len(slots)), after)
                slots.append(at + WORDS)
            else:
                text += (f"]({TARGET_STAND_IN.format(len(slots))}{title})", after)
                slots.append(at + TARGET)
        found = _PARAGRAPH.fullmatch(self._convert("".join(text)))
        if not found:
            return None
        fixed = "".join(filter(None, _key(pieces)))
        return _shape(found[1], slots, tuple(targets), fixed.count(">"), has_code="`" in fixed)

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

    def _alone(self, text: str) -> str:
        found = _PARAGRAPH.fullmatch(self._convert(text))
        if not found:
            raise NotOneParagraphError(text)
        return found[1]


def cut(text: str) -> list[Any]:
    """Cut a text into its pieces."""
    return _TOKEN.split(text)


def _key(pieces: list[Any]) -> ShapeKey:
    return (*pieces[::WIDTH], *pieces[TAG::WIDTH], *pieces[TITLE::WIDTH])


def _shape(html: str, slots: list[int], targets: tuple[int, ...], brackets: int, *, has_code: bool) -> Shape | None:
    """Cut the HTML of a shape at its stand-ins; None where they are not where words and targets belong."""
    parts: list[str] = []
    values: list[int] = []
    at = 0
    for found in _SLOT.finditer(html):
        words, target = found.groups()
        part = html[at : found.start()]
        if words is not None and _open_tag(html[: found.start()]):
            return None
        if target is not None and not part.endswith(('href="', 'src="')):
            return None
        value = slots[int(words or target)]
        if (value in targets) != (target is not None):
            return None
        parts += (part, "")
        values.append(value)
        at = found.end()
    if sorted(values) != slots:
        return None
    words_at = tuple(at for at in values if at not in targets)
    return Shape((*parts, html[at:]), tuple(values), targets, words_at, brackets, has_code)


def _open_tag(html: str) -> bool:
    return html.rfind("<") > html.rfind(">")
