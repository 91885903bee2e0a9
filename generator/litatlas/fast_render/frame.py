"""What a page's frame is filled with: the values of one page, and the form that all pages of a frame share."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from msgspec import Struct

from litatlas.fast_render.blocks import Converted

LITERAL = frozenset({"generated", "hide", "icon", "page", "search", "status", "subtitle", "template"})
"""Front matter by which a theme chooses what to show; a frame is for one value of each of them."""

HEAD = "head"
"""Front matter that is a list of tags for the page's head, as long as the page needs."""

DESCRIPTION = "description"
"""What a page of the navigation has of its own in its front matter; the rest stands on other pages, too."""

MARKS = re.compile("[\ue000-\uf8ff\ud800-\udfff]")
"""Characters that no page in a frame may hold."""

_PART = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNFIT = re.compile(rf"[^\S ]|{MARKS.pattern}")

_PLAIN = re.compile(r"[^&<>\"'\s]+(?: [^&<>\"'\s]+)*")

TagForm = tuple[str, ...]
"""The attributes that a tag of the head has, in their order."""


class NoFrameError(Exception):
    """A page that no frame can be filled for."""


class Form(Struct, frozen=True):
    """What the pages of one frame have in common."""

    folder: str
    """The first part of their paths: `papers`."""

    parts: int
    """How many more parts their paths have."""

    literal: tuple[tuple[str, str], ...]
    """Front matter that is the same on all of them, as name and value (in Python's notation)."""

    filled: tuple[str, ...]
    """Front matter that every page has a text of its own for."""

    closed: tuple[str, ...]
    """Other front matter; a theme that looks at it gets no frame."""

    headings: tuple[tuple[int, bool], ...]
    """Level of each entry of the table of contents, and whether its words need no escape anywhere."""

    has_title: bool
    """Whether the content has a heading of the first level."""

    tags: tuple[tuple[TagForm, TagForm], ...]
    """Which forms of tags follow each other in the head, sorted."""

    ends: tuple[TagForm, ...]
    """The forms of the first and the last tag of the head."""


class Filling(Struct, frozen=True):
    """The values of one page, by the name of the place that they fill."""

    form: Form
    values: Mapping[str, str]
    tags: tuple[Mapping[str, str], ...]

    @classmethod
    def of(cls, path: str, meta: Mapping[str, Any], content: Converted) -> "Filling":
        """Take a page apart.

        Arguments:
            path: Its path below docs/, with `.md`.
            meta: Its front matter.
            content: Its content.

        Raises:
            NoFrameError: When some value cannot stand in a frame.
        """
        folder, *parts = path.removesuffix(".md").split("/")
        if not parts or not all(map(_PART.fullmatch, parts)) or not isinstance(meta.get("title"), str):
            raise NoFrameError(path)
        values = {f"part{number}": part for number, part in enumerate(parts)}
        values |= _content_values(content)
        filled = sorted(key for key, value in meta.items() if isinstance(value, str) and value and key not in LITERAL)
        values |= {f"meta.{key}": meta[key] for key in filled}
        tags = _tags(meta.get(HEAD))
        words = [*(meta[key] for key in filled), *(value for tag in tags for value in tag.values())]
        if not _all_fit(words):
            raise NoFrameError(path)
        forms = [tuple(tag) for tag in tags]
        form = Form(
            folder=folder,
            parts=len(parts),
            literal=tuple(sorted((key, repr(meta[key])) for key in LITERAL & meta.keys())),
            filled=tuple(filled),
            closed=tuple(sorted(key for key in meta if key not in LITERAL and key not in filled and key != HEAD)),
            headings=_heading_forms(content),
            has_title="<h1" in content.html,
            tags=tuple(sorted(set(pairwise(forms)))),
            ends=(forms[0], forms[-1]) if forms else (),
        )
        return cls(form, values, tags)

    @classmethod
    def single(cls, path: str, meta: Mapping[str, Any], content: Converted) -> "Filling":
        """Take a page apart that has a frame of its own: all but its content and description is the frame's.

        Arguments:
            path: Its path below docs/, with `.md`.
            meta: Its front matter.
            content: Its content.

        Raises:
            NoFrameError: When its description cannot stand in a frame.
        """
        # The words of a navigation may come from the first heading.
        fixed = {"title": next((each.title for each in content.headings), "")} | dict(meta)
        values = _content_values(content)
        description = fixed.get(DESCRIPTION)
        if isinstance(description, str) and description:
            if not _fits(description):
                raise NoFrameError(path)
            values[f"meta.{DESCRIPTION}"] = fixed.pop(DESCRIPTION)
        form = Form(
            folder=path,
            parts=0,
            literal=tuple(sorted((key, repr(value)) for key, value in fixed.items())),
            filled=(DESCRIPTION,) if DESCRIPTION not in fixed and DESCRIPTION in meta else (),
            closed=(),
            headings=_heading_forms(content),
            has_title="<h1" in content.html,
            tags=(),
            ends=(),
        )
        return cls(form, values, ())


def _all_fit(values: list[str]) -> bool:
    """Whether a frame can hold all of some values, which is told of most at one look."""
    text = "\n".join(values)
    is_tight = "  " not in text and "\n " not in text and " \n" not in text and text[:1] != " " != text[-1:]
    is_plain = text.count("\n") < max(len(values), 1) and text.replace("\n", "").isprintable()
    return (is_tight and is_plain) or all(map(_fits, values))


def _fits(value: str) -> bool:
    """Whether a frame can hold a value: without marks, or blanks that a theme may leave out that makes pages tight."""
    is_tight = "  " not in value and value[:1] != " " != value[-1:]
    return is_tight and (value.isprintable() or not _UNFIT.search(value))


def _content_values(content: Converted) -> dict[str, str]:
    values = {"content": content.html}
    for number, heading in enumerate(content.headings):
        values[f"heading{number}.id"] = heading.id
        values[f"heading{number}.title"] = heading.title
    return values


def _heading_forms(content: Converted) -> tuple[tuple[int, bool], ...]:
    return tuple((each.level, bool(_PLAIN.fullmatch(each.title))) for each in content.headings)


def _tags(head: object) -> tuple[Mapping[str, str], ...]:
    if head is None:
        return ()
    if not isinstance(head, list) or not all(isinstance(tag, dict) and tag for tag in head):
        raise NoFrameError(HEAD)
    if not all(isinstance(value, str) and value for tag in head for value in tag.values()):
        raise NoFrameError(HEAD)
    return tuple(head)


Hole = tuple[str, tuple[tuple[str, str], ...]]
"""A place to fill: the name of its value, and what becomes of which character there, `&` before all others."""


class HeadFrame(Struct, frozen=True):
    """The tags of the head: what stands between two of them, and what each is filled with."""

    between: Mapping[tuple[TagForm, TagForm], str]
    inside: Mapping[TagForm, tuple["str | Hole", ...]]


class Frame(Struct, frozen=True):
    """A page of the theme with places to fill."""

    before: tuple["str | Hole", ...]
    head: HeadFrame | None
    after: tuple["str | Hole", ...]

    def fill(self, filling: Filling) -> str:
        """Give the HTML of a page; its form is that of the frame."""
        parts: list[str] = []
        _put(parts, self.before, filling.values)
        if self.head is not None:
            last: TagForm | None = None
            for tag in filling.tags:
                form = tuple(tag)
                if last is not None:
                    parts.append(self.head.between[last, form])
                _put(parts, self.head.inside[form], tag)
                last = form
        _put(parts, self.after, filling.values)
        return "".join(parts)


def _put(parts: list[str], pieces: tuple["str | Hole", ...], values: Mapping[str, str]) -> None:
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
        else:
            name, escapes = piece
            value = values[name]
            for character, written in escapes:
                if character in value:
                    value = value.replace(character, written)
            parts.append(value)
