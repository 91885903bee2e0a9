"""Formatted references as text with marks in it, and what citeproc-py leaves for others to mend.

Emphasis stands between control characters, which no field can hold, not in
HTML: so nothing that a record says can be taken for markup, and there is
nothing to escape or to filter (citeproc-py's own HTML escapes no field,
issues 27 and 97 there).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from litatlas.citation.csl_input import OTHERS

EM, STRONG, SUP, SUB, CAPS = "em", "strong", "sup", "sub", "caps"
_OPENING = {EM: "\x01", STRONG: "\x03", SUP: "\x05", SUB: "\x07", CAPS: "\x0e"}
_CLOSING = {EM: "\x02", STRONG: "\x04", SUP: "\x06", SUB: "\x08", CAPS: "\x0f"}
_KINDS = {mark: kind for kind, mark in _OPENING.items()}
_MARKS = "".join((*_OPENING.values(), *_CLOSING.values()))
_M = f"[{_MARKS}]*"
_ANY_MARK = re.compile(f"([{_MARKS}])")


class Piece(NamedTuple):
    """A stretch of a reference: `text`, or `em`, `strong`, `sup`, `sub`, `caps`."""

    kind: str
    text: str


def marked(kind: str, text: object) -> str:
    """Put marks around a text."""
    return f"{_OPENING[kind]}{text}{_CLOSING[kind]}"


def pieces(reference: str) -> tuple[Piece, ...]:
    """Cut a marked text into its stretches; of marks inside others the inner ones count."""
    return tuple(_pieces(reference))


def _pieces(reference: str) -> Iterator[Piece]:
    kinds = ["text"]
    for part in _ANY_MARK.split(reference):
        if part in _KINDS:
            kinds.append(_KINDS[part])
        elif len(part) == 1 and part in _MARKS:
            kinds = kinds[:-1] or ["text"]
        elif part:
            yield Piece(kinds[-1], part)


_STOP_AFTER_QUESTION = re.compile(rf"([?!]{_M})\.(?!\.)")
_STOP_TWICE = re.compile(rf"(\.(?<!\.\.){_M})\s*\.(?!\.)")  # begins with what it looks for: found much faster
_SPACE_BEFORE_STOP = re.compile(r"\s+([,.;])(?=\s|$)")
_AFTER_QUOTE = re.compile(rf"(\S?)(’?”)({_M})([.,])")
_DOUBLE_QUOTE = re.compile("([“”])")
_QUOTE = re.compile("[“”‘’]")
_ARXIV_TWICE = re.compile(rf"{_M}arXiv{_M}: (?=arXiv:)")
_OTHERS = re.compile(rf"(,?) (?:[^\s,]{{1,3}} )?(?:… )?{OTHERS}\.?|{OTHERS}")


def mend(reference: str, capitals: tuple[str, ...], punctuation_in_quotes: bool) -> str:
    """Give a reference as the manuals of style have it.

    Arguments:
        reference: Marked text, as citeproc-py composed it.
        capitals: Values whose first letter stays small.
        punctuation_in_quotes: Whether commas and full stops go before a closing
            quotation mark, as in American English (a CSL locale option that
            citeproc-py does not apply).
    """
    for value in capitals:
        reference = reference.replace(value[0].upper() + value[1:], value)
    reference = " ".join(reference.split())
    if OTHERS in reference:
        reference = _OTHERS.sub(lambda found: f"{found[1]} et al." if found[1] is not None else "et al.", reference)
    reference = _inner_quotes(reference)
    # "... arXiv: arXiv:2401.00849": the number says the repository's name already.
    if ": arXiv:" in reference:
        reference = _ARXIV_TWICE.sub("", reference)
    # An empty group leaves its full stop behind ("2025. . Retrieved"); a title may end in one, or in a question mark.
    if any(stop in reference for stop in (" .", " ,", " ;")):
        reference = _SPACE_BEFORE_STOP.sub(r"\1", reference)
    reference = _STOP_TWICE.sub(r"\1", reference)
    if punctuation_in_quotes and "”" in reference:
        reference = _AFTER_QUOTE.sub(_into_quote, reference)
    return _STOP_AFTER_QUESTION.sub(r"\1", reference) if "?" in reference or "!" in reference else reference


def say_title_once(reference: str, title: str) -> str:
    """Take the title out where it stands again.

    For works without authors: the title stands in their place then, and
    citeproc-py does not keep it from standing in its own place too.
    """
    spelling = _QUOTE.sub("[.,]?[“”‘’]", re.escape(title))  # inside others they are single now, a stop before them
    words = rf"{_M}[“‘]?{spelling}[.,]?[”’]?{_M}[.,]?\s*"
    first = re.search(words, reference, re.IGNORECASE)
    if not first:
        return reference
    again = re.sub(words, "", reference[first.end() :], count=1, flags=re.IGNORECASE)
    return f"{reference[: first.end()]}{again}".rstrip()


def _into_quote(found: re.Match[str]) -> str:
    before, quote, marks, stop = found.groups()
    # A title that ends in a question mark takes no full stop, but does take a comma (Chicago Manual of Style, 14.96).
    needless = before == stop or (stop == "." and before in "?!" and before)
    return f"{before}{'' if needless else stop}{quote}{marks}"


def _inner_quotes(reference: str) -> str:
    """Make quotation marks inside others single; left alone where they do not pair."""
    depth = 0
    parts = _DOUBLE_QUOTE.split(reference)
    for at in range(1, len(parts), 2):
        opens = parts[at] == "“"
        if depth + opens == 2:  # the second is inside the first, a third inside the second
            parts[at] = "‘" if opens else "’"
        depth += 1 if opens else -1
        if depth < 0:
            return reference
    return reference if depth else "".join(parts)
