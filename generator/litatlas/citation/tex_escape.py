r"""Text as TeX that BibTeX, LaTeX and the programs that read .bib files all read back.

`\&` `\%` `\_` `\$` `\#` are understood by all of them; `<`, `>` and `"` stand
as themselves, accents as UTF-8. `~`, `^` and `\` have no form that all accept;
the named macros are those that most do. Math between dollars stays as it is.
No text, whatever it holds, leaves a brace open: BibTeX counts `\{` as one.
"""

import re
import unicodedata
from functools import cache, lru_cache
from urllib.parse import quote

from pylatexenc.latexencode import UnicodeToLatexEncoder  # type: ignore[import-untyped]

from litatlas.cleaning.macros import ACCENTS
from litatlas.text import split_math, strip_controls

_ESCAPES = {
    "&": r"\&", "%": r"\%", "_": r"\_", "$": r"\$", "#": r"\#",
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "{": r"\{", "}": r"\}",
}  # fmt: skip
_LONE_BRACES = {"{": r"\ensuremath{\lbrace}", "}": r"\ensuremath{\rbrace}"}
_BRACE = re.compile(r"[{}]")
_SPECIAL = re.compile(r"[&%_$#\\~^{}]")
_UNESCAPED = re.compile(r"\\.|[%#]|&", re.DOTALL)
_ACCENT_OF = {mark: name for name, mark in ACCENTS.items()}
_RAISED = {"<super>": "textsuperscript", "<sub>": "textsubscript"}
_KEEP_I = frozenset("cdkb`'^\"")
"""Accents with which LaTeX itself takes the dot of an i away, or that stand below it; else it must be `\\i`."""

_URL_UNSAFE = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", '"': "%22", "\n": "%0A"})


@lru_cache(maxsize=64)  # three formats ask for the fields of a paper, one after the other
def tex_text(text: str) -> str:
    """Escape one field: words are escaped, math stays, on one line."""
    text = single_line(text)
    return "".join(tex_words(s.text, text) if s.kind == "text" else tex_math(s.text) for s in split_math(text))


def single_line(text: str) -> str:
    """Fold line ends and runs of blanks; take out control characters."""
    # Nearly every text has none, and asking is a hundred times faster than filtering.
    return " ".join((text if text.isprintable() else strip_controls(text)).split())


def tex_words(words: str, whole: str = "") -> str:
    r"""Escape words without math.

    Arguments:
        words: Plain text; `\$` is a dollar.
        whole: The whole field that they are a part of: only where its braces
            close each other can they stand as `\{` and `\}`.
    """
    if not _SPECIAL.search(words):
        return words
    lone = {} if balanced(whole or words) else _LONE_BRACES
    words = words.replace("\\$", "$")
    return _SPECIAL.sub(lambda found: lone.get(found[0]) or _ESCAPES[found[0]], words)


def tex_math(math: str) -> str:
    """Give math with its dollars; what would break the file (an open brace, a comment) is escaped."""
    if not balanced(math):
        return tex_words(f"${math}$")
    aligned = "\\begin" in math
    safe = _UNESCAPED.sub(lambda found: found[0] if found[0][0] == "\\" or (found[0] == "&" and aligned)
                          else "\\" + found[0], math)  # fmt: skip
    return f"${safe}$"


@lru_cache(maxsize=16)  # each stretch between formulas asks for its whole field
def balanced(text: str) -> bool:
    """Whether every brace closes one before it, escaped or not, as BibTeX counts them."""
    depth = 0
    for brace in _BRACE.findall(text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def tex_address(url: str) -> str:
    """Give an address for a field that is not TeX (`url`, `doi`): as it is, what would break the file in percents."""
    return url.strip().translate(_URL_UNSAFE)


def ascii_tex(tex: str) -> str:
    r"""Write every letter beyond ASCII as a macro, in braces so that BibTeX sees one letter: `{\"U}nal`.

    What TeX has no macro for (Chinese, Arabic, emoji) stays as it is: only a
    Unicode engine with a fitting font can print it.
    """
    if tex.isascii():
        return tex
    # Accents in math would be an error there: it keeps its letters.
    return "".join(
        f"${segment.text}$" if segment.kind == "math" else "".join(map(_macro, segment.text))
        for segment in split_math(tex)
    )


def ascii_address(url: str) -> str:
    """Write the letters of an address beyond ASCII in percents (RFC 3987, section 3.1)."""
    return "".join(char if char.isascii() else quote(char) for char in url)


@cache
def _macro(char: str) -> str:
    return char if char.isascii() else _accented(char) or _named(char) or char


def _accented(char: str) -> str:
    """Write a letter with accents, the innermost first: `{\\'{\\^e}}`."""
    decomposed = unicodedata.normalize("NFD", char)
    base, marks = decomposed[0], decomposed[1:]
    if not marks or not (base.isascii() and base.isalpha()) or any(mark not in _ACCENT_OF for mark in marks):
        return ""
    names = [_ACCENT_OF[mark] for mark in marks]
    letter = f"\\{base}" if base in "ij" and not set(names) <= _KEEP_I else base
    for name in names:
        simple = len(letter) == 1 and not name.isalpha()
        letter = f"\\{name}{letter}" if simple else f"\\{name}{{{letter}}}"
    return f"{{{letter}}}"


@cache
def _encoder() -> UnicodeToLatexEncoder:
    return UnicodeToLatexEncoder(non_ascii_only=True, unknown_char_policy=lambda _: "", unknown_char_warning=False)


def _named(char: str) -> str:
    if tag := _RAISED.get(unicodedata.decomposition(char).partition(" ")[0]):
        base = unicodedata.normalize("NFKD", char)
        if base.isascii() and base.isalnum():
            return f"\\{tag}{{{base}}}"
    macro: str = _encoder().unicode_to_latex(char)
    if not macro or not macro.isascii() or not balanced(macro):
        return ""
    return macro if macro[0] != "\\" or macro.startswith("\\ensuremath{") else f"{{{macro}}}"
