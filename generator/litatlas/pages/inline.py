"""Running text of a page: words, formulas and links as values, and their Markdown."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from litatlas.markup.markdown_escape import code_span, escape_inside, escape_markdown, escape_start, link_target
from litatlas.markup.mathml import to_mathml
from litatlas.model import Mention
from litatlas.pages.paths import page_path, relative_to
from litatlas.text import split_text


class Span(NamedTuple):
    """A stretch of running text; a tuple, for a page has hundreds, and they are made in a third of the time."""

    kind: str
    """`text`, `math` (TeX), `url` (links to itself), `page` (links to `target`), `strong`, `mark` or `endmark`;
    in formatted references also `em`, `sup`, `sub` and `caps` (small capitals)."""

    text: str
    target: str = ""
    """Path of the page below docs/."""

    title: str = ""
    """What is shown when one points at the link: `Retracted`."""


_WRAPS = {
    "em": ("*", "*"),
    "sup": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "caps": ('<span class="la-caps">', "</span>"),
}
"""What stands around a span of one of these kinds."""

Rich = tuple[Span, ...]
"""Running text in its parts."""


def rich(text: str, mentions: Sequence[Mention] = (), start: int = 0, end: int | None = None) -> Rich:
    """Cut a text into words, formulas, addresses and links to the papers that it names.

    Arguments:
        text: A field of a paper.
        mentions: What is named in this field, with offsets into `text`.
        start: Only the part from here ...
        end: ... up to here is given.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    at = start
    for segment in split_text(text[start:end]):
        if segment.kind == "text":
            spans += _with_mentions(segment.text, at, mentions)
        else:
            spans.append(Span(segment.kind, segment.text))
        at += len(segment.text) + (2 if segment.kind == "math" else 0)
    return tuple(spans)


@lru_cache(maxsize=1 << 14)  # a paper is named on many pages
def rich_title(text: str) -> Rich:
    """Cut a title into words and formulas; an address in it stays text, for titles are links themselves."""
    return tuple(Span("text", s.text) if s.kind == "url" else s for s in rich(text))


def with_titles(spans: Rich, titles: Mapping[str, str]) -> Rich:
    """Give the links to pages a title each, by path; plain words of ours, never a record's text."""
    return tuple(
        span._replace(title=titles[span.target]) if span.kind == "page" and titles.get(span.target) else span
        for span in spans
    )


def excerpt(sentence: str, phrase: str, room: int) -> Rich:
    """Give the first occurrence of a phrase, strong, with the whole words around it.

    Arguments:
        sentence: The text that holds it; the excerpt is whole where it does not.
        phrase: As it stands there.
        room: Characters to each side; a formula that begins in it is kept whole.
    """
    if not phrase.strip() or phrase not in sentence:
        return rich(sentence)
    before, _, after = sentence.partition(phrase)
    return (*rich(_last(before, room)), Span("strong", phrase), *rich(_first(after, room)))


def _first(text: str, room: int) -> str:
    end = text.rfind(" ", 0, room + 1)
    cut = text[: max(end, 0)]
    return text if len(text) <= room or cut.count("$") % 2 else f"{cut}…"


def _last(text: str, room: int) -> str:
    start = text.find(" ", len(text) - room - 1)
    cut = text[start + 1 :] if start >= 0 else ""
    return text if len(text) <= room or cut.count("$") % 2 else f"…{cut}"


def to_markdown(spans: Sequence[Span] | str, page: str) -> str:
    """Write running text as one line of Markdown for the page at a path."""
    if isinstance(spans, str):
        return _line(spans)
    if len(spans) == 1 and spans[0].kind == "text" and len(spans[0].text) < _LONG:
        return _line(spans[0].text)
    parts: list[str] = []
    started = False
    for span in spans:
        part = _words(span.text, not started) if span.kind == "text" else _span(span, page)
        started = started or bool(part.strip())
        parts.append(part)
    return " ".join("".join(parts).split())


_LONG = 300
"""Characters: a longer text, nearly always an abstract, is written once."""


@lru_cache(maxsize=1 << 14)  # names of people, venues and tags, and words of ours, stand on many pages
def _line(text: str) -> str:
    """Write plain text as a line of its own."""
    return _words(text, first=True).rstrip()


def to_heading(spans: Sequence[Span] | str, page: str) -> str:
    """Write a title as the text of a page's first heading, with one and the same anchor on every page.

    Made from the title, it would be another after each correction, and could be
    the theme's own: it finds its settings by ids such as `__config`.
    """
    return f"{to_markdown(spans, page)} {{ #title }}"


def _span(span: Span, page: str) -> str:
    match span.kind:
        case "math":
            return to_mathml(span.text) or code_span(f"${span.text}$")
        case "url":
            target = link_target(span.text)
            return f"[{escape_markdown(span.text)}]({target})" if target else code_span(span.text)
        case "page":
            title = f' "{span.title}"' if span.title else ""
            return f"[{escape_markdown(span.text)}]({relative_to(span.target, page)}{title})"
        case "mark":
            return '<mark class="la-key">'
        case "endmark":
            return "</mark>"
        case "strong":
            return f"<b>{escape_inside(span.text).strip()}</b>"
        case kind:
            before, after = _WRAPS[kind]
            inside = escape_inside(span.text.replace("\\$", "$"))
            body = inside.strip()
            # The blanks stay outside, where emphasis can end.
            return inside.replace(body, f"{before}{body}{after}", 1) if body else inside


def _words(text: str, first: bool) -> str:
    # `\$` is how a text that is not math writes a dollar (`text.split_math`).
    inside = escape_inside(text.replace("\\$", "$"))
    # At the start of the line more is special; what stands at its end is the same.
    return escape_start(inside.lstrip()) if first else inside


def _with_mentions(text: str, offset: int, mentions: Sequence[Mention]) -> list[Span]:
    """Cut out the names that stand in this stretch; of two that overlap, the first and longest is a link."""
    if not mentions:
        return [Span("text", text)]
    spans: list[Span] = []
    done = 0
    for mention in sorted(mentions, key=lambda m: (m.start, -len(m.name), m.target)):
        begin = mention.start - offset
        finish = begin + len(mention.name)
        if begin < done or finish > len(text) or text[begin:finish] != mention.name:
            continue
        if begin > done:
            spans.append(Span("text", text[done:begin]))
        spans.append(Span("page", mention.name, page_path("paper", mention.target)))
        done = finish
    if done < len(text):
        spans.append(Span("text", text[done:]))
    return spans
