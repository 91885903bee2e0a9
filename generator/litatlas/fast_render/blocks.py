"""Blocks of generated pages, from Markdown to HTML: wrappers, headings, lists, paragraphs, code.

What Python-Markdown makes of a block's frame (the tags around a wrapper, a
list item of a certain form) is asked once, with stand-ins for what it holds;
what it holds is converted by itself. A page with anything else is left to
Python-Markdown as a whole.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

from msgspec import Struct, field

from litatlas.fast_render import lists
from litatlas.fast_render.inline import Inline, NotOneParagraphError
from litatlas.fast_render.items import Items, Whole
from litatlas.fast_render.lists import HOLD, ITEM, NotOursError

_WRAPPER = re.compile(r"<(div|section|details|figure|article|aside|nav)(?: [^<>]*)?>")
_EMPTY = re.compile(r"<(div|section|figure|article|aside|nav)(?: (?!markdown=)[a-z-]+(?:=\"[^\"<>]*\")?)*></\1>")
_ONE_LINE = re.compile(r"(<(p|summary)(?: [^<>]*)?>)(.*)(</\2>)")
_HEADING = re.compile(r"(#{1,6}) (.*?)(?: \{ #([a-z0-9-]+) \})?")
_PLAIN_WORDS = re.compile(r"(?:… )?[^\W_](?:[\w .,·’…-]*[^\W_])?")
_RULE = re.compile(r"\|(?: ?:?-+:? ?\|)+")
_CONTROLS = bytes({*range(32), 127} - {ord("\n")})
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_STAND_IN = re.compile(r"zq(?:word|link|hold)")
_INLINE_TAG = re.compile(r"</?(?:span|mark|sup|sub|em|strong|b|i|code|math)\b")


class Heading(Struct, frozen=True):
    """One entry of a page's table of contents."""

    level: int
    id: str
    title: str


class Converted(Struct):
    """A page's content."""

    html: str
    headings: tuple[Heading, ...]


class _Wrapper(Struct, frozen=True):
    """What opens a wrapper, and how it is closed."""

    closing: str
    """In Markdown."""

    before: str
    after: str


def _is_strange(text: str) -> bool:
    """Whether a text holds characters or blank lines that Markdown may treat differently, or a stand-in."""
    # Bytes are looked through in a tenth of the time.
    content = text.encode("utf-8", "surrogatepass")
    if b"\n\n\n" in content or len(content.translate(None, _CONTROLS)) < len(content):
        return True
    is_private = (b"\xee" in content or b"\xef" in content) and _PRIVATE.search(text)
    return bool(is_private or (b"zq" in content and _STAND_IN.search(text)))


def flat(tokens: list[dict[str, Any]]) -> Iterator[Heading]:
    """Give the headings of `toc_tokens` in their order."""
    for token in tokens:
        yield Heading(token["level"], token["id"], token["name"])
        yield from flat(token["children"])


class Blocks(Struct):
    """Converts the Markdown of generated pages."""

    whole: Whole
    inline: Inline
    slugify: Callable[[str], str]
    """How a heading's words become its id."""

    _headings: dict[str, tuple[str, tuple[Heading, ...]]] = field(default_factory=dict)
    _wrappers: dict[str, _Wrapper] = field(default_factory=dict)

    def __call__(self, text: str) -> Converted:
        """Convert a page's Markdown, without its front matter.

        Raises:
            NotOursError: When it holds anything that is not known here.
            UnknownLinkError: When a link leads nowhere.
        """
        text = text.rstrip("\n")
        if _is_strange(text):
            raise NotOursError("characters")
        headings: list[Heading] = []
        try:
            html = self._blocks(text.split("\n\n"), headings)
        except NotOneParagraphError as error:
            raise NotOursError(str(error)) from None
        # Where only headings have ids, and no two the same, that is told at one look.
        if html.count(' id="') != len({heading.id for heading in headings}):
            for heading in headings:
                if html.count(f' id="{heading.id}"') != 1:
                    raise NotOursError(f"two places named {heading.id}")
        return Converted(html, tuple(headings))

    def _blocks(self, chunks: list[str], headings: list[Heading]) -> str:
        """Convert what blank lines part, one after the other; a wrapper's start and end are chunks of their own."""
        done: list[str] = []
        open_wrappers: list[_Wrapper] = []
        between, at = "", 0
        while at < len(chunks):
            chunk = chunks[at]
            if wrapper := self._wrapper(chunk):
                done += (between, wrapper.before)
                open_wrappers.append(wrapper)
                between = ""
                at += 1
            elif open_wrappers and chunk == open_wrappers[-1].closing:
                if not between:
                    raise NotOursError(chunk)
                done.append(open_wrappers.pop().after)
                at += 1
            else:
                end = lists.end_of_block(chunks, at)
                if end > at + 1:
                    chunk = "\n\n".join(chunks[at:end])
                is_raw = chunk[:1] == "<" and not open_wrappers
                html = self._raw(chunk, is_followed=end < len(chunks)) if is_raw else ""
                done += (between, html or self._block(chunk, headings))
                between, at = "\n", end
        if open_wrappers:
            raise NotOursError(open_wrappers[-1].closing)
        return "".join(done)

    def _block(self, text: str, headings: list[Heading]) -> str:
        kind = text[:1]
        if kind == "#" and (heading := _HEADING.fullmatch(text)):
            return self._heading(heading, headings)
        if kind == "|":
            return self._table(text.split("\n"))
        if kind == "`" and (fence := lists.FENCE.match(text)):
            return self._code(fence, text)
        if kind == "<" and (line := _ONE_LINE.fullmatch(text)):
            return self._one_line(line)
        if ITEM.match(text):
            return Items(self.whole, self.inline)(text)
        return f"<p>{self._text(text)}</p>" if text else ""

    def _text(self, text: str) -> str:
        for line in text.split("\n") if "\n" in text else (text,):
            if line[0] in " #>:~=-|+`" or line[-1] == " " or ITEM.match(line):
                raise NotOursError(line)
            if line[0] == "<" and not _INLINE_TAG.match(line):
                raise NotOursError(line)
        return self.inline(text)

    def _learn(self, key: tuple[str, ...], text: str, holds: int) -> tuple[str, ...]:
        """Ask what becomes of a frame; gives the HTML around what it holds."""
        known = self.inline.shapes.blocks.get(key)
        if known is None:
            html = self.whole(text)[0]
            known = tuple(re.split(rf"{HOLD}\d+qz", html))
            order = [int(number) for number in re.findall(rf"{HOLD}(\d+)qz", html)]
            if order != list(range(holds)):
                raise NotOursError(text)
            self.inline.shapes.blocks[key] = known
        return known

    def _wrapper(self, chunk: str) -> "_Wrapper | None":
        """Give what a chunk becomes that does nothing but open a wrapper; None where it does not."""
        if chunk not in self._wrappers:
            opening, _, rest = chunk.partition("\n")
            found = _WRAPPER.fullmatch(opening)
            if not found or 'markdown="1"' not in opening:
                return None
            summary = _ONE_LINE.fullmatch(rest) if found[1] == "details" else None
            if rest and not (summary and _PLAIN_WORDS.fullmatch(summary[3])):
                # Python-Markdown takes other words of a summary for HTML, not for Markdown.
                raise NotOursError(opening)
            closing = f"</{found[1]}>"
            if summary:
                text = f"{opening}\n{summary[1]}{HOLD}0qz{summary[4]}\n\n{HOLD}1qz\n\n{closing}"
                before, middle, after = self._learn(("wrapper", opening, summary[1]), text, 2)
                before += summary[3] + middle.removesuffix("<p>")
            else:
                before, after = self._learn(("wrapper", opening), f"{opening}\n\n{HOLD}0qz\n\n{closing}", 1)
                before = before.removesuffix("<p>")
            self._wrappers[chunk] = _Wrapper(closing, before, after.removeprefix("</p>"))
        return self._wrappers[chunk]

    def _one_line(self, found: re.Match[str]) -> str:
        opening, _tag, text, closing = found.groups()
        if 'markdown="1"' not in opening:
            raise NotOursError(opening)
        before, after = self._learn(("line", opening), f"{opening}{HOLD}0qz{closing}", 1)
        return before + self.inline(text) + after

    def _raw(self, text: str, *, is_followed: bool) -> str:
        """Give HTML that is none of Markdown's business, as it is, an empty line behind; nothing where it is not."""
        if _EMPTY.fullmatch(text):
            if self._learn(("raw", text), f"{text}\n\n{HOLD}0qz", 1)[0] != f"{text}\n\n<p>":
                raise NotOursError(text)
            return text + "\n" * is_followed
        opening, closing = text.partition("\n")[0], text.rpartition("\n")[2]
        wrapper = _WRAPPER.fullmatch(opening)
        if not wrapper:
            return ""
        if "markdown=" in text or closing != f"</{wrapper[1]}>" or text.count(f"\n{closing}") != 1:
            raise NotOursError(opening)
        raw = f"{opening}\n<i>{HOLD}0qz</i>\n{closing}"
        pieces = self._learn(("raw", opening), f"{raw}\n\n{HOLD}1qz", 2)
        if f"\n<{wrapper[1]}" in text or f"{HOLD}0qz".join(pieces[:2]) != f"{raw}\n\n<p>":
            raise NotOursError(opening)
        return text + "\n" * is_followed

    def _heading(self, found: re.Match[str], headings: list[Heading]) -> str:
        line, (marks, title, id) = found.group(), found.groups()
        words = self.inline.words(title) or ""
        slug = id or self.slugify(unescape(words))
        if not words or not slug or title[-1] == "#":
            if line not in self._headings:
                html, tokens = self.whole(line)
                self._headings[line] = html, tuple(flat(tokens))
            html, entries = self._headings[line]
            headings += entries
            return html
        before, between, after = self._heading_frame(marks, is_named=id is not None)
        headings.append(Heading(len(marks), slug, words))
        return f"{before}{slug}{between}{words}{after.replace(HOLD, slug)}"

    def _heading_frame(self, marks: str, *, is_named: bool) -> tuple[str, ...]:
        """Ask what stands around a heading's id and words; the id stands again, as a hold, in its permalink."""
        key = ("heading", marks, str(is_named))
        if key not in self.inline.shapes.blocks:
            html, (token,) = self.whole(f"{marks} Zqwords Qz" + (" { #zqwords-id }" if is_named else ""))
            id = "zqwords-id" if is_named else self.slugify("Zqwords Qz")
            pieces = re.fullmatch(rf'(.*? id="){id}(".*?>)Zqwords Qz(<.*)', html)
            if not pieces or (token["id"], token["name"]) != (id, "Zqwords Qz") or HOLD in html:
                raise NotOursError(marks)
            self.inline.shapes.blocks[key] = pieces[1], pieces[2], pieces[3].replace(f'"#{id}"', f'"#{HOLD}"')
        return self.inline.shapes.blocks[key]

    def _code(self, fence: re.Match[str], chunk: str) -> str:
        body = chunk[fence.end() : -len(fence[1]) - 1]
        if not chunk.endswith(f"\n{fence[1]}") or "\n```" in f"\n{body}":
            raise NotOursError("code")
        if not body.partition("\n")[0].strip() or not body.rpartition("\n")[2].strip():
            raise NotOursError("code")
        text = f"{fence[1]}{fence[2]}\n{HOLD}0qz\n    & < > \" '\n\n{HOLD}1qz\n{fence[1]}"
        before, middle, after = self._learn(("code", fence[1], fence[2]), text, 2)
        found = re.fullmatch(r"\n {4}(\S+) (\S+) (\S+) (\S+) (\S+)\n\n", middle)
        if not found or found[1] != "&amp;":
            raise NotOursError("code")
        for character, escaped in zip("&<>\"'", found.groups(), strict=True):
            body = body.replace(character, escaped)
        return before + body + after

    def _table(self, lines: list[str]) -> str:
        rows = [lists.cut_row(line) for line in (lines[0], *lines[2:])]
        columns = len(rows[0])
        if len(lines) < 3 or not _RULE.fullmatch(lines[1]) or any(len(row) != columns for row in rows):
            raise NotOursError(lines[0])
        stand_ins = [f"{HOLD}{number}qz" for number in range(3 * columns)]
        cut = [stand_ins[start : start + columns] for start in (0, columns, 2 * columns)]
        head, *body = (f"| {' | '.join(row)} |" for row in cut)
        pieces = self._learn(("table", lines[1], str(columns)), "\n".join((head, lines[1], *body)), 3 * columns)
        cells, between, row_end = pieces[:columns], pieces[columns : 2 * columns], pieces[2 * columns]
        html: list[str] = []
        for number, row in enumerate(rows):
            starts = cells if not number else (between if number == 1 else (row_end, *between[1:]))
            for start, cell in zip(starts, row, strict=True):
                html += (start, self.inline(cell))
        return "".join((*html, pieces[-1]))
