"""Cuts a generated page's Markdown into blocks, its lists into items, and items into the texts that they hold."""

import re

from msgspec import Struct

HOLD = "zqhold"
"""Stands for what a frame holds, while the frame is learned."""

ITEM = re.compile(r"([-*+]|\d+\.)( +)(?=\S)")
"""How an item begins that stands in no other."""

FENCE = re.compile(r"(`{3,})(text)\n")
# `\n\n*` for `\n+`: a pattern that begins with a character is looked for in a tenth of the time.
_BETWEEN = re.compile(r"(\n\n*)(?=[^ \n])")
START = r"\n\n*(?:[ ]{4})*(?:(?:[-*+]|\d+\.)[ ]+(?=\S))?"
"""What stands before a text of an item: its indentation, and the mark of an item that it begins."""

_START = re.compile(f"({START})")


class NotOursError(Exception):
    """A page with something that only Python-Markdown as a whole converts."""


class Item(Struct, frozen=True):
    """One item of a list, among the others."""

    text: str
    before: str | None
    """The line ends between it and the item before; None where it is the first."""

    after: str | None
    """The same for the next."""


def end_of_block(chunks: list[str], at: int) -> int:
    """Say with which of the chunks between blank lines a block ends that begins with one of them: lists have many."""
    end = at + 1
    if ITEM.match(chunks[at]):
        while end < len(chunks) and (chunks[end][0] == " " or ITEM.match(chunks[end])):
            end += 1
    elif fence := FENCE.match(chunks[at]):
        while end < len(chunks) and not chunks[end - 1].endswith(f"\n{fence[1]}"):
            end += 1
    return end


def cut_items(text: str) -> list[Item]:
    """Cut a list into its items."""
    pieces = _BETWEEN.split(text)
    ordered = text[0].isdigit()
    if any(not ITEM.match(item) or item[0].isdigit() != ordered for item in pieces[::2]):
        raise NotOursError(text)
    gaps = (None, *pieces[1::2], None)
    return [Item(*each) for each in zip(pieces[::2], gaps, gaps[1:], strict=False)]


def cut_mark(item: str) -> tuple[str, str]:
    """Give the mark that an item begins with, with the blanks behind it, and all else."""
    mark = ITEM.match(item)
    if not mark:
        raise NotOursError(item)
    return mark.group(), item[mark.end() :]


def cut_texts(item: str) -> tuple[list[str], list[str]]:
    """Give what stands before each text of an item, and the texts."""
    _, *pieces = _START.split(f"\n{item}")
    starts, texts = pieces[::2], pieces[1::2]
    for start, text in zip(starts[1:], texts[1:], strict=True):
        if start[-1] == "\n" or (start[-1] == " " and start[1] != "\n" and not start.strip()):
            raise NotOursError(item)
        if text[0] == " ":
            raise NotOursError(item)
    if any(text[-1:] in {" ", ""} for text in texts):
        raise NotOursError(item)
    return starts, texts


def frame_of(starts: list[str]) -> str:
    """Give an item with stand-ins for its texts."""
    return "".join(f"{start}{HOLD}{number}qz" for number, start in enumerate(starts))[1:]


def item_in_list(frame: str, item: Item, kind: str) -> str:
    """Give a list (`ol` or `ul`) of an item with stand-ins, between others like those of the item."""
    marker = "1.  " if kind == "ol" else "-   "
    before = f"{marker}zqbefore{item.before}" if item.before is not None else ""
    after = f"{item.after}{marker}zqafter" if item.after is not None else ""
    return before + frame + after


def pieces_of_item(html: str, item: Item, kind: str) -> tuple[str, ...]:
    """Give what stands around the texts of the item in what such a list becomes."""
    html = html.removeprefix(f"<{kind}>\n").removesuffix(f"\n</{kind}>")
    if item.before is not None:
        html = html[html.index("</li>\n", html.index("zqbefore")) + len("</li>\n") :]
    if item.after is not None:
        html = html[: html.rindex("\n<li>", 0, html.index("zqafter"))]
    # In a code block other characters would be special.
    if not html.startswith("<li>") or not html.endswith("</li>") or "<code" in html:
        raise NotOursError(item.text)
    return tuple(re.split(rf"{HOLD}\d+qz", html))


def cut_row(line: str) -> list[str]:
    """Give the cells of a table's row."""
    cells = line[2:-2].split(" | ")
    if line[:2] != "| " or line[-2:] != " |" or "\\|" in line or "`" in line:
        raise NotOursError(line)
    if any(not cell or "|" in cell or cell != cell.strip() for cell in cells):
        raise NotOursError(line)
    return cells
