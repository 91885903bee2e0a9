"""Formatted references: papers in the styles of journals and handbooks, through CSL.

What citeproc-py gave is kept by content (`ReferenceCache`), and what is missing
is made by workers, if there are any.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from litatlas.citation.csl_input import Item
from litatlas.citation.csl_marks import Piece, pieces
from litatlas.citation.csl_processor import ENGINE, format_items, inspect_style
from litatlas.citation.csl_style import StyleError
from litatlas.problems import Origin, Problems, quoted
from litatlas.settings import Settings
from litatlas.workers import ALONE, Workers

SETTINGS_FILE = "survey.yml"
"""Where the styles are chosen, for messages."""

BUILT_IN = {"apa": "APA", "ieee": "IEEE", "acm": "ACM", "chicago": "Chicago", "mla": "MLA"}
"""The styles that come with the program, by name, with their labels, in the order in which pages show them."""

BATCH = 24
"""Items in one call of a worker: enough that handing over the style costs little, few enough that all have some."""

FEW = 2500
"""Fewer references than this (a second) are made where we are: a process that starts reads the program anew."""


@dataclass(frozen=True, slots=True)
class Style:
    """A citation style."""

    name: str
    """Stem of its file: `apa`."""

    label: str
    """What a page calls it: `APA`."""

    csl: bytes


@dataclass(frozen=True, slots=True)
class Reference:
    """One paper in one style."""

    style: str
    label: str
    pieces: tuple[Piece, ...]


class ReferenceCache(Protocol):
    """Keeps what was formatted: packs of texts by name; whatever it forgets is made again."""

    def load(self, pack: str) -> Mapping[str, str]:
        """Give a pack; empty where there is none."""

    def save(self, packs: Mapping[str, Mapping[str, str]]) -> None:
        """Keep these packs and no others."""


class NoCache:
    """Keeps nothing."""

    def load(self, pack: str) -> Mapping[str, str]:  # noqa: ARG002  # the protocol's
        """Give nothing."""
        return {}

    def save(self, packs: Mapping[str, Mapping[str, str]]) -> None:
        """Do nothing."""


NO_CACHE = NoCache()


def choose_styles(settings: Settings, available: Mapping[str, bytes], problems: Problems) -> tuple[Style, ...]:
    """Give the styles that pages show: those of the settings, else our own five and then every further file.

    Arguments:
        settings: `citation.styles` names them in order; unset, all that are available count.
        available: The .csl files by name.
        problems: Takes what is not there or cannot be used.
    """
    wanted = settings.citation.styles
    if wanted is None:
        wanted = tuple(sorted(available, key=lambda name: (name not in BUILT_IN, [*BUILT_IN, name].index(name), name)))
    return tuple(style for name in dict.fromkeys(wanted) if (style := _style(name, available, problems)))


def _style(name: str, available: Mapping[str, bytes], problems: Problems) -> Style | None:
    if name not in available:
        close = get_close_matches(name, available, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"put styles/{name}.csl into the survey"
        message = f"citation.styles: there is no style {quoted(name)}; pages go without it; {hint}"
        problems.add("bad-style", Origin(SETTINGS_FILE), message)
        return None
    try:
        title = inspect_style(available[name])
    except StyleError as error:
        origin = Origin(f"styles/{name}.csl")
        problems.add("bad-style", origin, f"{error}; pages go without it; put an independent CSL style there")
        return None
    return Style(name, BUILT_IN.get(name) or title or name, available[name])


def format_references(
    wanted: Sequence[tuple[Style, Mapping[str, Item]]],
    problems: Problems,
    language: str = "en",
    cache: ReferenceCache = NO_CACHE,
    workers: Workers = ALONE,
) -> Mapping[str, tuple[Reference, ...]]:
    """Format papers in styles.

    Arguments:
        wanted: Styles, each with the CSL-JSON items to format in it, by a name of the caller's.
        problems: Takes every item that a style cannot show.
        language: The survey's, for styles and items that name none.
        cache: What was formatted before; afterwards it holds what this call gave, no more.
        workers: Run what is missing side by side.

    Returns:
        The references of each item by its name, in the order of the styles; the
        same bytes from the cache or not, and with any number of workers.
    """
    packs = [_Pack.of(style, items, language, cache) for style, items in wanted]
    jobs = [(pack, batch) for pack in packs for batch in pack.missing()]
    calls = [(pack.style.csl, language, tuple(pack.items[digest] for digest in batch)) for pack, batch in jobs]
    worth_it = sum(len(batch) for _, batch in jobs) >= FEW
    results = (workers if worth_it else ALONE).map(_run, calls)
    for (pack, batch), texts in zip(jobs, results, strict=True):
        pack.texts.update(zip(batch, texts, strict=True))
    cache.save({pack.name: pack.texts for pack in packs})
    found: dict[str, list[Reference]] = {name: [] for _, items in wanted for name in items}
    for pack in packs:
        for name, reference in pack.references():
            if reference.pieces:
                found[name].append(reference)
            else:
                message = f"style {quoted(reference.label)} gave no reference; the page goes without it; use another"
                problems.add("no-reference", Origin(f"styles/{reference.style}.csl"), message, name)
    return {name: tuple(references) for name, references in found.items()}


_Call = tuple[bytes, str, tuple[str, ...]]
"""A style, a language and the CSL-JSON of some items."""


def _run(call: _Call) -> list[str]:
    csl, language, items = call
    return format_items(csl, language, list(map(json.loads, items)))


@dataclass(frozen=True, slots=True)
class _Pack:
    """All references in one style."""

    style: Style
    name: str
    """What the cache calls it: another style, language or program has another name."""

    digests: Mapping[str, str]
    """The digest of each item by the caller's name for it."""

    items: Mapping[str, str]
    """CSL-JSON by digest."""

    texts: dict[str, str]
    """Marked texts by digest: those that were known, then all."""

    @classmethod
    def of(cls, style: Style, items: Mapping[str, Item], language: str, cache: ReferenceCache) -> "_Pack":
        readable = re.sub(r"[^a-z0-9-]+", "-", style.name.lower())[:40]
        name = f"{readable}-{_digest(style.csl, language.encode(), ENGINE.encode())}"
        texts = {key: json.dumps(_lean(item), ensure_ascii=False, sort_keys=True) for key, item in items.items()}
        digests = {key: _digest(text.encode()) for key, text in texts.items()}
        by_digest = {digests[key]: text for key, text in texts.items()}
        known = cache.load(name)
        return cls(style, name, digests, by_digest, {digest: known[digest] for digest in by_digest if digest in known})

    def missing(self) -> Iterator[tuple[str, ...]]:
        """Give the digests of what is not there, in batches."""
        missing = [digest for digest in self.items if digest not in self.texts]
        return (tuple(missing[start : start + BATCH]) for start in range(0, len(missing), BATCH))

    def references(self) -> Iterator[tuple[str, Reference]]:
        """Give the reference of each item by its name; one that failed has no pieces."""
        for name, digest in self.digests.items():
            yield name, Reference(self.style.name, self.style.label, pieces(self.texts[digest]))


_NOT_FORMATTED = frozenset({"id", "citation-key", "abstract", "keyword", "custom", "note"})


def _lean(item: Item) -> dict[str, object]:
    """Leave out what no reference shows, so that a new abstract makes no new reference."""
    return {name: value for name, value in item.items() if name not in _NOT_FORMATTED}


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:24]
