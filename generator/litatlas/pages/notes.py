"""A person's notes on a paper, fitted under the page's own headings."""

import re

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r"^ {0,3}(#{1,6})(?=[ \t]|$)")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_NO_PARAGRAPH = re.compile(r"^ {0,3}(?:[-+*>|#]|\d+[.)]|$)|^ {4}|^\t")
_HARD_BREAK = re.compile(r"(?<=\S) {2,}$")

TOP = 3
"""The level of the notes' highest heading on the page: below `## Notes`."""


def fit_notes(markdown: str) -> str:
    """Give the notes with their headings moved below the page's second level.

    The text is a person's own and is trusted: nothing is escaped. Code is left
    alone; underlined headings become `#` headings, and a line break written as
    two blanks is written as `<br>`, for files carry no blanks at line ends.
    """
    lines = _without_setext(markdown.replace("\r\n", "\n").strip("\n").split("\n"))
    levels = [len(found.group(1)) for line, code in lines if not code and (found := _ATX.match(line))]
    shift = max(0, TOP - min(levels, default=TOP))
    out = []
    for line, code in lines:
        if code:
            out.append(line.rstrip())
            continue
        found = _ATX.match(line)
        if found:
            level = min(6, len(found.group(1)) + shift)
            line = "#" * level + line[found.end() :]
        out.append(_HARD_BREAK.sub("<br>", line).rstrip())
    return "\n".join(out)


def _without_setext(lines: list[str]) -> list[tuple[str, bool]]:
    """Give each line with whether it is code; a heading with a line of `=` or `-` under it gets its `#`."""
    out: list[tuple[str, bool]] = []
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            out.append((line, True))
            if mark and mark.group(1).startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif mark:
            fence = mark.group(1)
            out.append((line, True))
        elif (under := _SETEXT.match(line)) and out and not out[-1][1] and not _NO_PARAGRAPH.match(out[-1][0]):
            level = "#" if under.group(1)[0] == "=" else "##"
            out[-1] = (f"{level} {out[-1][0].strip()}", False)
        else:
            out.append((line, False))
    return out
