"""Blocks of generated pages, from Markdown to HTML: wrappers, headings, lists, paragraphs, code.

What Python-Markdown makes of a block's frame (the tags around a wrapper, a
list item of a certain form) is asked once, with stand-ins for what it holds;
what it holds is converted by itself. A page with anything else is left to
Python-Markdown as a whole.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from litatlas.fast_render.inline import Inline, NotOneParagraphError
from litatlas.fast_render.lines import (
    HOLD,
    ITEM,
    WRAPPER,
    NotOursError,
    check_blank,
    closing_line,
    cut_items,
    cut_row,
    frame_of,
    index_of,
)

_ONE_LINE = re.compile(r"(<(p|summary)(?: [^<>]*)?>)(.*)(</\2>)")
_HEADING = re.compile(r"(#{1,6}) (.*?)(?: \{ #([a-z0-9-]+) \})?")
_PLAIN_WORDS = re.compile(r"[^\W_](?:[\w .,’…-]*[^\W_])?")
_RULE = re.compile(r"\|(?: ?:?-+:? ?\|)+")
_FENCE = re.compile(r"(`{3,})(text)")
_STRANGE = re.compile(r"[\t\r\x00-\x08\x0b-\x1f\x7f\ue000-\uf8ff]")
_STAND_IN = re.compile(r"zq(?:word|link|hold)")


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of a page's table of contents."""

    level: int
    id: str
    title: str


@dataclass(slots=True)
class Converted:
    """A page's content."""

    html: str
    headings: tuple[Heading, ...]


Whole = Callable[[str], tuple[str, list[dict[str, Any]]]]
"""Python-Markdown on a whole text: its HTML and its `toc_tokens`."""


def flat(tokens: list[dict[str, Any]]) -> Iterator[Heading]:
    """Give the headings of `toc_tokens` in their order."""
    for token in tokens:
        yield Heading(token["level"], token["id"], token["name"])
        yield from flat(token["children"])


@dataclass(slots=True)
class Blocks:
    """Converts the Markdown of generated pages."""

    whole: Whole
    inline: Inline
    slugify: Callable[[str], str]
    """How a heading's words become its id."""

    _headings: dict[str, tuple[str, tuple[Heading, ...]]] = field(default_factory=dict)

    def __call__(self, text: str) -> Converted:
        """Convert a page's Markdown, without its front matter.

        Raises:
            NotOursError: When it holds anything that is not known here.
            UnknownLinkError: When a link leads nowhere.
        """
        lines = text.rstrip("\n").split("\n")
        # Of printable characters none is strange, and that is told in a tenth of the time.
        if (not all(map(str.isprintable, lines)) and _STRANGE.search(text)) or _STAND_IN.search(text):
            raise NotOursError("characters")
        headings: list[Heading] = []
        try:
            html = self._blocks(lines, headings, is_whole=True)
        except NotOneParagraphError as error:
            raise NotOursError(str(error)) from None
        for heading in headings:
            if html.count(f' id="{heading.id}"') != 1:
                raise NotOursError(f"two places named {heading.id}")
        return Converted(html, tuple(headings))

    def _blocks(self, lines: list[str], headings: list[Heading], *, is_whole: bool = False) -> str:
        done: list[str] = []
        at, end = 0, len(lines)
        while at < end:
            line = lines[at]
            if not line:
                at += 1
                continue
            if line[0] == "<" and (wrapper := WRAPPER.fullmatch(line)):
                close = closing_line(lines, at, wrapper[1])
                if 'markdown="1"' in line:
                    done.append(self._wrapper(lines[at : close + 1], wrapper, headings))
                elif not is_whole:
                    raise NotOursError(line)
                else:
                    done.append(self._raw(lines[at : close + 1], close + 1 < end))
                at = close + 1
                check_blank(lines, at)
            elif line[0] == "<" and (one := _ONE_LINE.fullmatch(line)):
                done.append(self._one_line(one))
                at += 1
                check_blank(lines, at)
            elif line[0] == "#" and (heading := _HEADING.fullmatch(line)):
                done.append(self._heading(heading, headings))
                at += 1
                check_blank(lines, at)
            elif line[0] == "|":
                last = next((n for n in range(at, end) if not lines[n]), end)
                done.append(self._table(lines[at:last]))
                at = last
            elif fence := _FENCE.fullmatch(line):
                close = index_of(lines, fence[1], at + 1)
                done.append(self._code(fence, lines[at + 1 : close]))
                at = close + 1
                check_blank(lines, at)
            elif ITEM.match(line) and line[0] != " ":
                html, at = self._list(lines, at)
                done.append(html)
            else:
                last = at
                while last < end and lines[last]:
                    last += 1
                done.append(f"<p>{self._text(lines[at:last])}</p>")
                at = last
        return "\n".join(done)

    def _text(self, lines: list[str]) -> str:
        for line in lines:
            if line[0] == " " or line[-1] == " " or ITEM.match(line) or line[0] in "#>:~=-|+`":
                raise NotOursError(line)
        return self.inline("\n".join(lines))

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

    def _wrapper(self, lines: list[str], wrapper: re.Match[str], headings: list[Heading]) -> str:
        opening, closing = lines[0], lines[-1]
        inner = lines[1:-1]
        if inner and wrapper[1] == "details" and (found := _ONE_LINE.fullmatch(inner[0])):
            inner = inner[1:]
            if not _PLAIN_WORDS.fullmatch(found[3]):
                # Python-Markdown takes it for HTML, not for Markdown.
                raise NotOursError(opening)
            text = f"{opening}\n{found[1]}{HOLD}0qz{found[4]}\n\n{HOLD}1qz\n\n{closing}"
            before, middle, after = self._learn(("wrapper", opening, found[1]), text, 2)
            before += found[3] + middle.removesuffix("<p>")
        else:
            text = f"{opening}\n\n{HOLD}0qz\n\n{closing}"
            before, after = self._learn(("wrapper", opening), text, 1)
            before = before.removesuffix("<p>")
        if (inner and inner[0] != "") or not any(inner):
            raise NotOursError(opening)
        return before + self._blocks(inner, headings) + after.removeprefix("</p>")

    def _raw(self, lines: list[str], is_followed: bool) -> str:
        """Give HTML that is none of Markdown's business: as it is, and an empty line where more follows."""
        if "" in lines or any("markdown=" in line for line in lines):
            raise NotOursError(lines[0])
        raw = f"{lines[0]}\n<i>{HOLD}0qz</i>\n{lines[-1]}"
        pieces = self._learn(("raw", lines[0]), f"{raw}\n\n{HOLD}1qz", 2)
        if f"{HOLD}0qz".join(pieces[:2]) != f"{raw}\n\n<p>":
            raise NotOursError(lines[0])
        return "\n".join(lines) + ("\n" if is_followed else "")

    def _one_line(self, found: re.Match[str]) -> str:
        opening, _tag, text, closing = found.groups()
        if 'markdown="1"' not in opening:
            raise NotOursError(opening)
        before, after = self._learn(("line", opening), f"{opening}{HOLD}0qz{closing}", 1)
        return before + self.inline(text) + after

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

    def _code(self, fence: re.Match[str], lines: list[str]) -> str:
        if not lines or not lines[0].strip() or not lines[-1].strip() or any(line.startswith("```") for line in lines):
            raise NotOursError("code")
        text = f"{fence[1]}{fence[2]}\n{HOLD}0qz\n    & < > \" '\n\n{HOLD}1qz\n{fence[1]}"
        before, middle, after = self._learn(("code", fence[1], fence[2]), text, 2)
        found = re.fullmatch(r"\n {4}(\S+) (\S+) (\S+) (\S+) (\S+)\n\n", middle)
        if not found:
            raise NotOursError("code")
        escapes = str.maketrans(dict(zip("&<>\"'", found.groups(), strict=True)))
        return before + "\n".join(lines).translate(escapes) + after

    def _table(self, lines: list[str]) -> str:
        rows = [cut_row(line) for line in (lines[0], *lines[2:])]
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

    def _list(self, lines: list[str], at: int) -> tuple[str, int]:
        """Convert the list that begins at a line; gives its HTML and where it ends."""
        items, gaps, end = cut_items(lines, at)
        ordered = items[0][0][0].isdigit()
        parts = []
        for number, item in enumerate(items):
            frame, texts = frame_of(item)
            before = gaps[number - 1] if number else None
            after = gaps[number] if number < len(items) - 1 else None
            pieces = self._item(frame, before, after, ordered, len(texts))
            html = [pieces[0]]
            for text, piece in zip(texts, pieces[1:], strict=True):
                html.append(self.inline(text))
                html.append(piece)
            parts.append("".join(html))
        opening, closing = ("<ol>", "</ol>") if ordered else ("<ul>", "</ul>")
        inner = "\n".join(parts)
        return f"{opening}\n{inner}\n{closing}", end

    def _item(self, frame: str, before: str | None, after: str | None, ordered: bool, holds: int) -> tuple[str, ...]:
        key = ("item", frame, str(before), str(after))
        known = self.inline.shapes.blocks.get(key)
        if known is not None:
            return known
        marker = "1.  " if ordered else "-   "
        text = f"{marker}zqbefore{before}" if before is not None else ""
        text += frame + (f"{after}{marker}zqafter" if after is not None else "")
        html = self.whole(text)[0]
        html = html.removeprefix("<ol>\n" if ordered else "<ul>\n").removesuffix("\n</ol>" if ordered else "\n</ul>")
        if before is not None:
            start = html.index("</li>\n", html.index("zqbefore")) + len("</li>\n")
            html = html[start:]
        if after is not None:
            html = html[: html.rindex("\n<li>", 0, html.index("zqafter"))]
        pieces = tuple(re.split(rf"{HOLD}\d+qz", html))
        if len(pieces) != holds + 1 or not html.startswith("<li>") or not html.endswith("</li>"):
            raise NotOursError(frame)
        self.inline.shapes.blocks[key] = pieces
        return pieces
