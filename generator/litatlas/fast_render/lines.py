"""Cuts the lines of a generated page's Markdown into wrappers, code and list items."""

import re

HOLD = "zqhold"
"""Stands for what a frame holds, while the frame is learned."""

WRAPPER = re.compile(r"<(div|section|details|figure|article|aside|nav)((?: [^<>]*)?)>")
ITEM = re.compile(r"( *)([-*+]|\d+\.)( +)(?=\S)")


class NotOursError(Exception):
    """A page with something that only Python-Markdown as a whole converts."""


def cut_items(lines: list[str], at: int) -> tuple[list[list[str]], list[str], int]:
    """Cut a list into the lines of its items; gives these, what stands between them, and where the list ends."""
    items: list[list[str]] = []
    gaps: list[str] = []
    last, number = at, at
    while number < len(lines):
        line = lines[number]
        if not line:
            number += 1
            continue
        if line[0] != " ":
            found = ITEM.match(line)
            if not found or (items and found[2][0].isdigit() != items[0][0][0].isdigit()):
                if number == last + 1:
                    raise NotOursError(line)
                break
            if items:
                gaps.append("\n" * (number - last))
            items.append([])
        elif number == last + 1 and not ITEM.match(line):
            raise NotOursError(line)
        else:
            items[-1].extend([""] * (number - last - 1))
        items[-1].append(line)
        last = number
        number += 1
    return items, gaps, last + 1


def frame_of(item: list[str]) -> tuple[str, list[str]]:
    """Give an item with stand-ins for its texts, and the texts."""
    frame: list[str] = []
    texts: list[str] = []
    for line in item:
        if not line:
            frame.append("")
            continue
        marker = ITEM.match(line)
        start = marker.end() if marker else len(line) - len(line.lstrip(" "))
        if (not marker and start % 4) or (marker and len(marker[1]) % 4) or line[-1] == " ":
            raise NotOursError(line)
        frame.append(f"{line[:start]}{HOLD}{len(texts)}qz")
        texts.append(line[start:])
    return "\n".join(frame), texts


def closing_line(lines: list[str], at: int, tag: str) -> int:
    """Give the line that closes the wrapper that a line opens."""
    depth, fence = 0, ""
    for number in range(at, len(lines)):
        line = lines[number]
        if fence:
            if line == fence:
                fence = ""
        elif line[:1] != "<" and line[:1] != "`":
            continue
        elif line.startswith("```"):
            fence = line[: len(line) - len(line.lstrip("`"))]
        elif line.startswith(f"<{tag}") and WRAPPER.fullmatch(line):
            depth += 1
        elif line == f"</{tag}>":
            depth -= 1
            if not depth:
                return number
    raise NotOursError(lines[at])


def index_of(lines: list[str], line: str, start: int) -> int:
    """Give where a line stands next."""
    try:
        return lines.index(line, start)
    except ValueError:
        raise NotOursError(line) from None


def check_blank(lines: list[str], at: int) -> None:
    """Make sure that a block ends before a line."""
    if at < len(lines) and lines[at]:
        raise NotOursError(lines[at])


def cut_row(line: str) -> list[str]:
    """Give the cells of a table's row."""
    cells = line[2:-2].split(" | ")
    if line[:2] != "| " or line[-2:] != " |" or "\\|" in line or "`" in line:
        raise NotOursError(line)
    if any(not cell or "|" in cell or cell != cell.strip() for cell in cells):
        raise NotOursError(line)
    return cells
