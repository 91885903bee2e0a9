r"""Residue of TeX in running text: lost backslashes, powers, quotation marks, dashes, ties.

Listings and feeds convert TeX to text and lose half of it on the way. Each
rule here is sure of what stood there; what no rule can know is reported.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from litatlas.cleaning.characters import subscript, superscript
from litatlas.cleaning.macros import LOST_BACKSLASH, symbol
from litatlas.cleaning.tex import TexReader
from litatlas.text import split_math, trim_url

_SUSPECT = re.compile(r"[^A-Za-z0-9 ,()/\n.-]|--|\.[A-Z(]|[0-9]\.?[a-z%]|[a-z][0-9]| [.,]")
"""What a text without residue does not hold; most names, titles and keywords pass at once."""

_DOUBLED_SCHEME = re.compile(r"\bh(?:t(?:t(?:p(?:s)?(?::/{0,2})?)?)?)?(?=https?://)")
_ADDRESS = re.compile(r"https?://(?:\\[_%&#~]|[^\s<>\"“”{}|\\^`])+")
_MASK = re.compile("\ue000(\\d+)\ue001")

_LOST_BACKSLASH = re.compile(rf"(?<![\\\w])(?:{'|'.join(LOST_BACKSLASH)})(?=\{{)")
_LOST_SYMBOLS = (
    # (letters without which there is none, the word, the symbol of each word)
    ("times", re.compile(r"(?<=\d)(times)(?![A-Za-z])"), {"times": "×"}),
    ("pm", re.compile(r"(?<=\d)(pm)(?=\d)"), {"pm": "±"}),
    ("eq", re.compile(r"(?<![\w\\])(geq|leq)(?=\s?\d)"), {"geq": "≥", "leq": "≤"}),
    ("sim", re.compile(r"(?<!\w)(sim)(?=\d)"), {"sim": "∼"}),
    ("approx", re.compile(r"(?<!\w)(approx)(?=\d)"), {"approx": "≈"}),
    ("arrow", re.compile(r"(?<=[\d%])(uparrow|downarrow|rightarrow|leftarrow)(?![A-Za-z])"),
     {"uparrow": "↑", "downarrow": "↓", "rightarrow": "→", "leftarrow": "←"}),
)  # fmt: skip

_POWER = re.compile(r"(?<=[\w)])\^(?:\{([-+−]?\d{1,4}|n)\}|(\d{1,3}))(?!\^)")
_INDEX = re.compile(r"(?<![\w\\^])([A-Za-z])_(?:\{(\d{1,3})\}|(\d))(?!\w)")
_SIMPLE_POWER = re.compile(r"(\^|_)(?:\{([-+]?\d{1,4})\}|(\d))$")
_SIMPLE_MACRO = re.compile(r"\\([A-Za-z]+)$|\\([%&#_])$")

_DIGIT_FRACTION = re.compile(r"(\^?)\\frac\s*(\d)\s*(\d)(?!\d)")

_CITATION_KEY = re.compile(r"\b([A-Za-z][\w-]{2,60})~([a-z][a-z0-9]{2,60})\b")
_LOST_FOOTNOTE = re.compile(r"(?<=[a-z])~(?=(?:Our|Code|Codes|The|We|Project) )")
_TIE = re.compile(r"(?<!\s)~(?!\d)|(?<=\s)~(?=[^\s\d/])")
_QUOTED = re.compile(r"``([^`\"“”\ue000]{1,300}?)(?:''|\")")
_SINGLE_QUOTED = re.compile(r"`([^`'\n]{1,100})'(?!\w)")
_EM_DASH = re.compile(r"(?<!-)---(?!-)")
_EN_DASH = re.compile(r"(?<= )--(?= )|(?<=[\w)”])--(?=[\w(“])")
_SPACE_BEFORE_STOP = re.compile(r"(?<=[\w)\]}”\"'%\ue001]) +(?=[.,](?:\s|$))|(?<=[A-Za-z0-9)]) (?=: )")
_SENTENCE_STARTS = "The|This|These|We|Our|In|It|To|For|However|Moreover|Furthermore|Finally|Specifically|Extensive"
_MISSING_SPACE = re.compile(rf"(?<=[a-z)%]\.)(?=(?:{_SENTENCE_STARTS})\s|\(\d\)\s)")
_CUT_NUMBER = re.compile(r"(?<![\w.])\d+\.%(?!\w)")


class Repaired(Struct, frozen=True):
    """A text without residue, and what could not be repaired."""

    text: str
    macros: tuple[str, ...] = ()
    """Names of unknown macros, without backslash, each once, in order."""

    lost: tuple[str, ...] = ()
    """Stretches that show that something is missing: `65.%`."""


def repair(text: str, tex: bool = False) -> Repaired:
    """Take away TeX residue; `tex` says that the text is TeX itself (a BibTeX value).

    Math between dollars and addresses are set aside first, and come back as
    they were. A rule is only tried on a text with the characters that it needs:
    to look for these takes a thirtieth of the time.
    """
    if not _SUSPECT.search(text):
        return Repaired(text)
    if "://" in text:
        text = _DOUBLED_SCHEME.sub("", text)
    if tex:
        text = text.replace(r"\(", "$").replace(r"\)", "$")
    kept: list[str] = []
    masked = "".join(_masked(text, kept))
    if not tex:
        masked = _lost_backslashes(masked)
    masked = _scripts(masked)
    if "~" in masked:
        masked = re.sub(r"(?<!\\)~", " ", masked) if tex else _ties(masked)
    reader = TexReader(strict=tex)
    if "\\frac" in masked:
        masked = _DIGIT_FRACTION.sub(_fraction, masked)
    if "\\" in masked or "{" in masked or "}" in masked:
        masked = reader.read(masked)
    masked = _typography(masked, tex)
    lost = tuple(dict.fromkeys(_CUT_NUMBER.findall(masked))) if ".%" in masked else ()
    whole = _MASK.sub(lambda mark: kept[int(mark.group(1))], masked)
    return Repaired(_without_false_math(whole, kept), tuple(dict.fromkeys(reader.unknown)), lost)


def _masked(text: str, kept: list[str]) -> Iterator[str]:
    """Give the text with marks in place of math and addresses, which go to `kept`."""

    def mark(value: str) -> str:
        kept.append(value)
        return f"\ue000{len(kept) - 1}\ue001"

    def address(found: re.Match[str]) -> str:
        url = trim_url(found.group())
        rest = found.group()[len(url) :]
        return mark(re.sub(r"\\([_%&#~])", r"\1", url)) + rest

    for segment in split_math(text):
        if segment.kind != "math":
            yield _ADDRESS.sub(address, segment.text)
        elif (simple := _simple_math(segment.text)) is not None:
            yield simple
        else:
            yield mark(f"${segment.text}$")


def _simple_math(tex: str) -> str | None:
    r"""Give math that is one character as that character (`$\times$`, `$^2$`), for titles and search."""
    if power := _SIMPLE_POWER.match(tex):
        digits = power.group(2) or power.group(3)
        return superscript(digits) if power.group(1) == "^" else subscript(digits)
    if macro := _SIMPLE_MACRO.match(tex):
        return macro.group(2) or symbol(macro.group(1))
    return None


def _lost_backslashes(text: str) -> str:
    if "{" in text:
        text = _LOST_BACKSLASH.sub(lambda name: "\\" + name.group(), text)
    for letters, word, symbol_of in _LOST_SYMBOLS:
        if letters in text:
            text = word.sub(lambda found, symbols=symbol_of: symbols[found.group(1)], text)  # type: ignore[misc]
    return text


def _ties(text: str) -> str:
    text = _CITATION_KEY.sub(_without_key, text)
    # "task solving~Our code": a footnote stood before the stop, and took the stop with it.
    text = _LOST_FOOTNOTE.sub(". ", text)
    return _TIE.sub(" ", text)


def _scripts(text: str) -> str:
    if "^" in text:
        text = _POWER.sub(lambda power: superscript(power.group(1) or power.group(2)), text)
    if "_" in text:
        text = _INDEX.sub(lambda index: index.group(1) + subscript(index.group(2) or index.group(3)), text)
    return text


def _fraction(found: re.Match[str]) -> str:
    power, above, below = found.groups()
    return f"^({above}/{below})" if power else f"{above}/{below}"


def _without_key(found: re.Match[str]) -> str:
    r"""`OpenFlamingo~openflamingo` was `OpenFlamingo~\cite{openflamingo}`: the key goes."""
    word, key = found.groups()
    return word if key == word.replace("-", "").lower() else found.group()


def _typography(text: str, tex: bool) -> str:
    if "``" in text:
        text = _QUOTED.sub("“\\1”", text).replace("``", "“")
        text = text.replace("''", "”")
    if tex:
        text = _SINGLE_QUOTED.sub("‘\\1’", text).replace("''", "”")
    if "--" in text:
        text = _EN_DASH.sub("–", _EM_DASH.sub("—", text))
    if " ." in text or " ," in text or " :" in text:
        text = _SPACE_BEFORE_STOP.sub("", text)
    return _MISSING_SPACE.sub(" ", text)


def _without_false_math(text: str, kept: list[str]) -> str:
    r"""Write dollars that were none of math (`\$5 or 6\$`) so that no later step takes them for math."""
    formulas = [value[1:-1] for value in kept if value.startswith("$")]
    if "$" not in text:
        return text
    found = [segment.text for segment in split_math(text) if segment.kind == "math"]
    if found == formulas:
        return text
    # The dollars of the formulas that were set aside are the only ones that may open math.
    whole, position = [], 0
    for formula in formulas:
        start = text.find(f"${formula}$", position)
        whole.append(re.sub(r"(?<!\\)\$", r"\\$", text[position:start]))
        whole.append(f"${formula}$")
        position = start + len(formula) + 2
    whole.append(re.sub(r"(?<!\\)\$", r"\\$", text[position:]))
    return "".join(whole)
