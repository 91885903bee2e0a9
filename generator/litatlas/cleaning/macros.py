r"""What TeX macros mean in running text: tables for `tex`.

Symbols (`\alpha`, `\times`, `\ss`) come from pylatexenc's table; only its
data is used. Its converter drops what it does not know, and we must not.
"""

import re
import unicodedata
from functools import cache
from typing import Any

from pylatexenc.latex2text import get_default_latex_context_db  # type: ignore[import-untyped]

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361",
}  # fmt: skip
"""Combining character by accent macro."""

MATH_ACCENTS = {
    "tilde": "\u0303", "widetilde": "\u0303", "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304",
    "overline": "\u0305", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7", "acute": "\u0301", "grave": "\u0300",
    "check": "\u030c", "breve": "\u0306",
}  # fmt: skip
"""The same for macros of math that stand outside of math; only before a group."""

GLUED = re.compile(r"(emph|text(?:bf|it|sc|tt|rm|sf)|math(?:bf|rm|it|sf|tt|bb|cal|scr|frak))(?=[A-Za-z])")
"""Macros whose braces were lost with their space: `\\emphdirectly`, `\\mathbbR`."""

GLUED_DROPPED = re.compile(r"(?:cite[pt]?(?=[A-Z])|begin(?=[a-z])|end(?=[a-z]))")
"""The same for macros that say nothing: `\\citepRakSriTsy`, `\\beginitemize`."""

ESCAPED = frozenset("%&$#_{}")
"""Characters that stand for themselves after a backslash."""

SPACING = {
    ",": " ", ";": " ", ":": " ", ">": " ", " ": " ", "\n": " ", "\\": " ", "!": "", "-": "", "/": "", "@": "",
    "quad": " ", "item": " ", "qquad": " ", "enspace": " ", "thinspace": " ", "newline": "\n", "par": "\n\n",
    "hfill": " ", "xspace": "", "noindent": "", "protect": "", "relax": "", "left": "", "right": "", "centering": "",
}  # fmt: skip

ABBREVIATIONS = {
    "ie": "i.e.", "eg": "e.g.", "etal": "et al.", "etc": "etc.", "wrt": "w.r.t.", "cf": "cf.", "vs": "vs.",
    "aka": "a.k.a.", "iid": "i.i.d.", "st": "s.t.", "dof": "d.o.f.", "Eg": "E.g.", "Ie": "I.e.", "viz": "viz.",
}  # fmt: skip
"""Macros of the CVPR, ICCV and NeurIPS styles that many abstracts carry."""

DECLARATIONS = frozenset((
    "em", "bf", "it", "rm", "sf", "sc", "tt", "sl", "bfseries", "itshape", "rmfamily", "sffamily", "ttfamily",
    "scshape", "upshape", "mdseries", "slshape", "tiny", "scriptsize", "footnotesize", "small", "normalsize",
    "large", "Large", "LARGE", "huge", "Huge", "boldmath", "normalfont",
))  # fmt: skip
"""Switches without an argument; they change the look only."""

COLOURS = frozenset((
    "red", "green", "blue", "cyan", "magenta", "yellow", "black", "white", "gray", "grey", "brown", "lime", "olive",
    "orange", "pink", "purple", "teal", "violet",
))  # fmt: skip
"""Names of xcolor's base colours: authors define a macro of that name for coloured text."""

STYLED = frozenset((
    "textbf", "textit", "emph", "texttt", "textsc", "textsf", "textrm", "textup", "textmd", "textnormal", "textsl",
    "text", "underline", "uline", "mbox", "hbox", "fbox", "mathrm", "mathbf", "mathit", "mathsf", "mathtt",
    "boldsymbol", "bm", "ensuremath", "url", "path", "nolinkurl", "uppercase", "lowercase", "enquote", "textquote",
    "textsuperscript", "textsubscript", "hl", "st", "so", "underbar", "MakeUppercase", "natexlab", "title",
    "section", "subsection", "mathcal", "mathbb", "mathscr", "mathfrak", "operatorname", "romannumeral",
    "paragraph", "textquotedbl",
))  # fmt: skip
"""Macros whose one argument is the text itself."""

DROPPED = frozenset((
    "cite", "citep", "citet", "citealp", "citealt", "citeauthor", "citeyear", "parencite", "textcite", "autocite",
    "nocite", "ref", "eqref", "autoref", "cref", "Cref", "label", "vspace", "hspace", "color", "bibliography",
    "pageref", "index", "noopsort", "noop", "thanks", "footnotemark", "vskip", "hskip", "phantom", "vphantom",
    "hphantom",
))  # fmt: skip
"""Macros whose one argument says nothing outside the paper."""

SECOND_SHOWN = frozenset((
    "textcolor", "colorbox", "hyperref", "scalebox", "raisebox", "resizebox", "fontsize",
))  # fmt: skip
"""Macros of two arguments of which the second is the text."""

LOST_BACKSLASH = ("textbf", "textit", "emph", "texttt", "textsc", "url", "mathbf", "textcolor", *sorted(COLOURS))
"""Macros that listings show without their backslash: `magenta{...}`."""

_OWN_SYMBOLS = {
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textunderscore": "_", "ldots": "…", "dots": "…", "textellipsis": "…", "slash": "/",
    "textquotesingle": "'", "texttimes": "×", "sim": "∼", "textendash": "–", "textemdash": "—", "cdot": "·",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "lq": "‘",
    "rq": "’", "textsterling": "£", "texteuro": "€", "euro": "€", "copyright": "©", "textregistered": "®",
    "texttrademark": "™", "textdegree": "°", "textmu": "µ", "textless": "<", "textgreater": ">", "textbar": "|",
    "textdollar": "$", "textpercent": "%", "textpm": "±", "i": "ı", "j": "ȷ",
}  # fmt: skip


@cache
def symbol(name: str) -> str | None:
    r"""Give the character that a macro without arguments stands for, or None where no table knows it."""
    if name in _OWN_SYMBOLS:
        return _OWN_SYMBOLS[name]
    replacement = getattr(_symbols().get_macro_spec(name), "simplify_repl", None)
    if isinstance(replacement, str) and replacement.strip() and "%" not in replacement:
        return unicodedata.normalize("NFC", replacement)
    return None


@cache
def _symbols() -> Any:
    return get_default_latex_context_db()


def accented(accent: str, base: str) -> str:
    """Put an accent on the first letter of `base` (`ı` and `ȷ` lose their missing dot first)."""
    base = {"ı": "i", "ȷ": "j"}.get(base, base)
    if not base:
        return ""
    mark = ACCENTS.get(accent) or MATH_ACCENTS[accent]
    return unicodedata.normalize("NFC", base[0] + mark + base[1:])
