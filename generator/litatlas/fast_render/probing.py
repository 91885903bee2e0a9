"""Makes frames: the theme renders one page whose values are stand-ins, and shows where each of them goes.

A stand-in carries the characters that templates escape, so that a frame knows
how each place writes them. Where a stand-in comes back in any other way (cut,
put in upper case, stripped of tags), or the theme looks at something that no
stand-in can be made for, there is no frame.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import TemplateError
from markdown.extensions.toc import nest_toc_tokens
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents, get_toc

from litatlas.fast_render.frame import HEAD, Form, Frame, HeadFrame, Hole, NoFrameError, TagForm

Render = Callable[[Page], str]
"""The theme, on a page whose content is made."""

_OPEN, _SPLIT, _CLOSE = "\ue000", "\ue001", "\ue002"
_SPECIAL = "&<>\"'"
_REST = "aA b"
_FULL = re.compile(f"{_OPEN}([^\ue000-\ue002]+){_SPLIT}" + f"([^\ue000-\ue002]*){_SPLIT}" * 5 + f"{_REST}{_CLOSE}")
_PLAIN = re.compile(f"{_OPEN}([^\ue000-\ue002]+){_CLOSE}")
_ANY = re.compile(f"{_OPEN}[^{_CLOSE}]*{_CLOSE}")
_PART = "zqpart{}qz"
_PART_FOUND = re.compile(r"zqpart(\d+)qz")


def stand_in(name: str) -> str:
    """Give a text that shows how it is escaped wherever it goes."""
    return f"{_OPEN}{name}{_SPLIT}{_SPLIT.join(_SPECIAL)}{_SPLIT}{_REST}{_CLOSE}"


def plain_stand_in(name: str) -> str:
    """Give a text without anything to escape."""
    return f"{_OPEN}{name}{_CLOSE}"


class _Meta(dict[str, Any]):
    """Front matter that remembers what was looked at of what it does not hold."""

    def __init__(self, values: Mapping[str, Any], closed: tuple[str, ...]) -> None:
        super().__init__(values)
        self._closed = frozenset(closed)
        self.seen: set[str] = set()

    def __missing__(self, key: str) -> Any:
        self._look(key)
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        self._look(key)
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """Give a value."""
        self._look(key)
        return super().get(key, default)

    def _look(self, key: object) -> None:
        if key in self._closed:
            self.seen.add(str(key))

    def __iter__(self) -> Iterator[str]:
        self.seen |= self._closed
        return super().__iter__()

    def items(self) -> Any:
        """Give all."""
        self.seen |= self._closed
        return super().items()


class _Probe(Page):
    """A page of stand-ins; it has no Markdown, and remembers who asks for it."""

    asked_for_markdown = False

    @property
    def title(self) -> str:  # type: ignore[override]
        """What front matter says; pages without a title are not framed."""
        return str(self.meta["title"])

    @property
    def markdown(self) -> str:
        """Nothing."""
        self.asked_for_markdown = True
        return ""

    @markdown.setter
    def markdown(self, value: object) -> None:
        """Take no notice."""


def make_frame(form: Form, config: MkDocsConfig, render: Render) -> Frame:
    """Make the frame of all pages of a form.

    Raises:
        NoFrameError: When the theme does more with a page's values than put them somewhere.
    """
    path = "/".join((form.folder, *(_PART.format(number) for number in range(form.parts)))) + ".md"
    file = File(path, config.docs_dir, config.site_dir, config.use_directory_urls)
    page = _Probe(None, file, config)
    meta = {key: ast.literal_eval(value) for key, value in form.literal}
    meta |= {key: stand_in(f"meta.{key}") for key in form.filled}
    sequence = _tag_sequence(form)
    if sequence:
        meta[HEAD] = [{key: stand_in(f"tag{n}.{key}") for key in tag} for n, tag in enumerate(sequence)]
    page.meta = _Meta(meta, form.closed)
    page.content = ("<h1" if form.has_title else "") + plain_stand_in("content")
    page.toc = _toc(form)
    try:
        html = render(page)
    except TemplateError as error:
        raise NoFrameError(f"the theme: {error}") from error
    if page.meta.seen or page.asked_for_markdown:
        seen = ", ".join(sorted(page.meta.seen)) or "Markdown"
        raise NoFrameError(f"the theme looks at '{seen}' of the page")
    if form.has_title:
        html = html.replace("<h1" + plain_stand_in("content"), plain_stand_in("content"))
    return _cut(html, sequence)


def make_single_frame(page: Page, form: Form, render: Render) -> Frame:
    """Make the frame of one page, of which content and description may change.

    Raises:
        NoFrameError: When the theme does more with these than put them somewhere.
    """
    before = page.content, page.toc, page.markdown, page.meta
    page.content = ("<h1" if form.has_title else "") + plain_stand_in("content")
    page.toc = _toc(form)
    page.meta = {**page.meta, **{key: stand_in(f"meta.{key}") for key in form.filled}}
    # Not there for a theme that counts its words: the frame gives another page then, which is found out.
    page.markdown = ""
    try:
        html = render(page)
    except TemplateError as error:
        raise NoFrameError(f"the theme: {error}") from error
    finally:
        page.content, page.toc, page.markdown, page.meta = before
    return _cut(html.replace("<h1" + plain_stand_in("content"), plain_stand_in("content")), [])


def _toc(form: Form) -> TableOfContents:
    values: dict[str, str] = {}
    for number, (_, is_plain) in enumerate(form.headings):
        id, title = f"heading{number}.id", f"heading{number}.title"
        values |= {id: plain_stand_in(id), title: plain_stand_in(title) if is_plain else stand_in(title)}
    return table_of_contents(form, values)


def table_of_contents(form: Form, values: Mapping[str, str]) -> TableOfContents:
    """Give the table of contents of a page of a form, as MkDocs makes it, with the page's values."""
    tokens: list[Any] = [
        {"level": level, "id": values[f"heading{number}.id"], "name": values[f"heading{number}.title"]}
        for number, (level, _) in enumerate(form.headings)
    ]
    return get_toc(nest_toc_tokens(tokens))


def _tag_sequence(form: Form) -> list[TagForm]:
    """Give tags among which every two that follow each other on a page of the form do so, too."""
    if not form.ends:
        return []
    first, last = form.ends
    return [first, *(tag for pair in form.tags for tag in pair), last]


def _pieces(html: str) -> list[str | Hole]:
    """Cut HTML at the stand-ins."""
    pieces: list[str | Hole] = []
    at = 0
    for found in _ANY.finditer(html):
        _put_literal(pieces, html[at : found.start()])
        full = _FULL.fullmatch(found.group())
        plain = _PLAIN.fullmatch(found.group())
        if full:
            # One after the other, `&` first: of what is written for one none of the next may be a part.
            written = full.groups()[1:]
            if any(c in each for at, each in enumerate(written) for c in _SPECIAL[at + 1 :]):
                raise NoFrameError(f"the theme changes '{full[1]}'")
            pairs = zip(_SPECIAL, written, strict=True)
            pieces.append((full[1], tuple((c, each) for c, each in pairs if c != each)))
        elif plain:
            pieces.append((plain[1], ()))
        else:
            raise NoFrameError(f"the theme changes '{found.group()[1:].split(_SPLIT)[0]}'")
        at = found.end()
    _put_literal(pieces, html[at:])
    return pieces


def _put_literal(pieces: list[str | Hole], text: str) -> None:
    if re.search("[\ue000-\ue002]", text):
        raise NoFrameError("the theme cuts a value")
    at = 0
    for found in _PART_FOUND.finditer(text):
        pieces += [text[at : found.start()], (f"part{found[1]}", ())]
        at = found.end()
    pieces.append(text[at:])


def _cut(html: str, sequence: list[TagForm]) -> Frame:
    pieces = _pieces(html)
    spots = [n for n, piece in enumerate(pieces) if not isinstance(piece, str) and piece[0].startswith("tag")]
    if not spots:
        return Frame(tuple(pieces), None, ())
    start, end = spots[0], spots[-1] + 1
    inside: dict[TagForm, tuple[str | Hole, ...]] = {}
    between: dict[tuple[TagForm, TagForm], str] = {}
    at = start
    for number, form in enumerate(sequence):
        own = [n for n in spots if pieces[n][0].startswith(f"tag{number}.")]
        if not own or own[0] != at or own != [n for n in spots if own[0] <= n <= own[-1]]:
            raise NoFrameError("the theme puts the tags of the head in more than one place")
        body = tuple(piece if isinstance(piece, str) else _bare(piece) for piece in pieces[own[0] : own[-1] + 1])
        if inside.setdefault(form, body) != body:
            raise NoFrameError("the theme treats tags of the head differently")
        at = own[-1] + 2
        if number + 1 < len(sequence):
            literal = pieces[own[-1] + 1]
            pair = form, sequence[number + 1]
            if not isinstance(literal, str) or between.setdefault(pair, literal) != literal:
                raise NoFrameError("the theme treats tags of the head differently")
    return Frame(tuple(pieces[:start]), HeadFrame(between, inside), tuple(pieces[end:]))


def _bare(hole: Hole) -> Hole:
    return hole[0].partition(".")[2], hole[1]
