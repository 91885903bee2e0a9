r"""TeX groups and macros in running text, read in one pass without recursion.

Hostile input nests a million braces deep and never closes one: the frames
are a list, every character is looked at once, and nothing unknown is dropped.
"""

import re
from collections.abc import Callable

from msgspec import Struct, field

from litatlas.cleaning.characters import subscript, superscript
from litatlas.cleaning.macros import (
    ABBREVIATIONS,
    ACCENTS,
    COLOURS,
    DECLARATIONS,
    DROPPED,
    ESCAPED,
    GLUED,
    GLUED_DROPPED,
    MATH_ACCENTS,
    SECOND_SHOWN,
    SPACING,
    STYLED,
    accented,
    symbol,
)

_TOKEN = re.compile(
    r"\\(?P<macro>[A-Za-z]+)(?P<star>\*?)|\\(?P<char>[^A-Za-z])|(?P<brace>[{}])|[^\\{}]+|\\$", re.DOTALL
)
_OPTION = re.compile(r"\s*\[[^\[\]]{0,200}\]")
_ARGUMENT = re.compile(r"\s*\{")
_LETTER = re.compile(r"[^\W\d_]")
_NEXT_LETTER = re.compile(r"\s*(\\[ij](?![A-Za-z])\s?|[^\W\d_])")

_WORDS_IN_GROUP = re.compile(r"[^\W\d_][\w .'’()/+-]*$")
"""What a group may hold to be TeX's: words. Commas, colons and quotes are those of sets, JSON and code."""

_MACHINE_WORD = re.compile(r"[a-z_][a-z0-9_]*$|[A-Za-z0-9]$")
"""A placeholder (`{name}`) or a set of one letter (`{x}`)."""


class _Frame(Struct):
    """An open group: what it holds so far, and what becomes of it when it closes."""

    macro: str = ""
    """The macro that this group is an argument of; empty for a bare group."""

    before: tuple[str, ...] = ()
    """The arguments of that macro that came before."""

    parts: list[str] = field(default_factory=list)

    styled: bool = False
    """Whether it holds a switch (`{\\em word}`): then it is TeX's, whatever else it holds."""


class TexReader(Struct):
    """Reads one text; `strict` is TeX itself (BibTeX values), otherwise plain text with residue."""

    strict: bool
    unknown: list[str] = field(default_factory=list)
    """Macros that no table knows, without their backslash, in order."""

    def read(self, text: str) -> str:
        """Give the text without groups and macros; what is not known stays readable."""
        frames = [_Frame()]
        position = 0
        while token := _TOKEN.match(text, position):
            position = token.end()
            if token["macro"]:
                position = self._macro(frames, text, token, position)
            elif token["char"]:
                position = self._character(frames, text, token, position)
            elif token["brace"] == "{":
                frames.append(_Frame())
            elif token["brace"] == "}":
                # A closing brace without its partner is residue ("(MERL})"): it goes.
                if len(frames) > 1:
                    position = self._close(frames, text, position)
            else:
                frames[-1].parts.append(token.group())
        return "".join("".join(frame.parts) for frame in frames)

    def _macro(self, frames: list[_Frame], text: str, token: re.Match[str], position: int) -> int:
        name, parts = token["macro"], frames[-1].parts
        known = self._known(name, text, position)
        if not self.strict and not _may_be_macro(text, token.start(), known):
            parts.append(token.group())
            return position
        if name in ABBREVIATIONS:
            return self._abbreviation(parts, name, text, position)
        if name in ACCENTS and len(name) == 1:
            return self._accent(frames, name, text, position)
        if _takes_argument(name):
            return self._argument(frames, name, text, position)
        if name in DECLARATIONS or name in SPACING:
            frames[-1].styled = True
            parts.append(SPACING.get(name, ""))
            return _skip_space(text, position)
        if (character := symbol(name)) is not None:
            parts.append(character)
            return self._after_symbol(text, position)
        return self._unknown(parts, name, position)

    def _unknown(self, parts: list[str], name: str, position: int) -> int:
        if GLUED_DROPPED.match(name):
            return position
        if glued := GLUED.match(name):
            parts.append(name[glued.end() :])
            return position
        self.unknown.append(name)
        parts.append(name)
        # TeX eats the space after a macro; whoever typed it here meant a space.
        return position

    def _known(self, name: str, text: str, position: int) -> bool:
        if name in ACCENTS and len(name) == 1:
            return self.strict or text.startswith("{", position)
        table = name in ABBREVIATIONS or name in DECLARATIONS or name in SPACING or _takes_argument(name)
        return table or symbol(name) is not None

    def _abbreviation(self, parts: list[str], name: str, text: str, position: int) -> int:
        word = ABBREVIATIONS[name]
        if text.startswith(".", position):
            position += 1
        parts.append(word)
        if text.startswith(("{}", "\\ "), position):
            parts.append(" ")
            position += 2
        return position

    def _after_symbol(self, text: str, position: int) -> int:
        if text.startswith("{}", position):
            return position + 2
        # "S\o rensen": the space ends the macro's name. Outside TeX a space is a space.
        return _skip_space(text, position) if self.strict else position

    def _character(self, frames: list[_Frame], text: str, token: re.Match[str], position: int) -> int:
        char, parts = token["char"], frames[-1].parts
        if char in ESCAPED:
            parts.append(char)
        elif char in ACCENTS and self._accent_follows(char, text, token.start(), position):
            return self._accent(frames, char, text, position)
        elif char == "\\" and not self.strict and text[position : position + 1].isalnum():
            parts.append("\\\\")  # \\server\share
        elif char in "\"/'" and not self.strict:
            parts.append(char)  # an escape of JSON
        elif char in SPACING and (self.strict or char not in "-@>!"):
            parts.append(SPACING[char])
        else:
            parts.append(token.group())
        return position

    def _accent_follows(self, accent: str, text: str, start: int, position: int) -> bool:
        if self.strict or text.startswith("{", position):
            return True
        if accent not in "\"'`^~":
            return False
        inside = start > 0 and _LETTER.match(text, start - 1) is not None
        # In plain text \"word\" is an escaped quotation mark; na\"ive is not.
        return _LETTER.match(text, position) is not None and (inside or accent != '"')

    def _accent(self, frames: list[_Frame], accent: str, text: str, position: int) -> int:
        if group := _ARGUMENT.match(text, position):
            frames.append(_Frame(macro=accent))
            return group.end()
        if letter := _NEXT_LETTER.match(text, position):
            frames[-1].parts.append(accented(accent, letter.group(1).strip().removeprefix("\\")))
            return letter.end()
        frames[-1].parts.append("" if accent in "'`^~=." and self.strict else accent)
        return position

    def _argument(self, frames: list[_Frame], name: str, text: str, position: int) -> int:
        while option := _OPTION.match(text, position):
            position = option.end()
        if group := _ARGUMENT.match(text, position):
            frames.append(_Frame(macro=name))
            return group.end()
        if (character := symbol(name)) is not None:
            frames[-1].parts.append(character)
        return position

    def _close(self, frames: list[_Frame], text: str, position: int) -> int:
        frame = frames.pop()
        content = "".join(frame.parts)
        if not frame.macro:
            grouped = self.strict or frame.styled
            frames[-1].parts.append(content if grouped else _plain_group(content, frames[-1].parts, text, position))
            return position
        if frame.macro in SECOND_SHOWN | {"href", "frac"} and not frame.before:
            if group := _ARGUMENT.match(text, position):
                frames.append(_Frame(macro=frame.macro, before=(content,)))
                return group.end()
            frames[-1].parts.append(content)
            return position
        frames[-1].parts.append(_applied(frame.macro, frame.before, content))
        return position


def _applied(macro: str, before: tuple[str, ...], content: str) -> str:
    """Give what a macro with its arguments says."""
    if macro in ACCENTS or macro in MATH_ACCENTS:
        return accented(macro, content)
    if macro in DROPPED or macro in ("begin", "end"):
        return ""
    if macro == "frac":
        return f"{before[0]}/{content}" if before else content
    if macro == "sqrt":
        return f"√{content}" if len(content) < 2 else f"√({content})"
    if macro == "href":
        return before[0] if content in before[0] or not content else f"{content} ({before[0]})"
    if macro == "footnote":
        return f" ({content.strip()})"
    special: dict[str, Callable[[str], str]] = {"textsuperscript": superscript, "textsubscript": subscript}
    return special.get(macro, str)(content)


def _takes_argument(name: str) -> bool:
    return (
        name in STYLED
        or name in DROPPED
        or name in COLOURS
        or name in SECOND_SHOWN
        or name in MATH_ACCENTS
        or name in ("href", "footnote", "begin", "end", "frac", "sqrt")
    )


def _may_be_macro(text: str, start: int, known: bool) -> bool:
    r"""Tell a macro from a path (`C:\Users\me`) or an escape (`\n`, `\d+`) in text that is not TeX."""
    before = text[start - 1] if start else " "
    if known:
        return before not in ":\\"
    return not (before.isalnum() or before in ":\\./_-") and len(text) > start + 2 and text[start + 2].isalpha()


def _plain_group(content: str, parts: list[str], text: str, position: int) -> str:
    """Drop the braces of a group that TeX left in plain text; keep those of a set, JSON or a placeholder."""
    before = parts[-1][-1:] if parts else ""
    touches = before.isalnum() or text[position : position + 1].isalnum()
    if not _WORDS_IN_GROUP.match(content) or (_MACHINE_WORD.match(content) and not (touches and content.isupper())):
        return f"{{{content}}}"
    if before.isalnum() and len(content) > 1 and content[0].isupper():
        return f" {content}"  # Wukong{ViT-B}: the subscript that named the variant
    return content


def _skip_space(text: str, position: int) -> int:
    return position + 1 if text.startswith((" ", "\n"), position) else position
