"""Formatted references: papers in the styles of journals and handbooks, through CSL."""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from itertools import repeat

from msgspec import Struct, field

from litatlas.citation.csl_input import Item, shown_variables
from litatlas.citation.csl_marks import Piece, pieces
from litatlas.incremental.columns import places_among
from litatlas.incremental.memo import NOTHING, Begun, ByName, Digest, Memo, Stage, begin_all, remembered
from litatlas.library.paper_memo import marks_with
from litatlas.problems import Origin, Problems, quoted
from litatlas.settings import Settings
from litatlas.workers import ALONE, Workers

SETTINGS_FILE = "survey.yml"
"""Where the styles are chosen, for messages."""

BUILT_IN = {"apa": "APA", "ieee": "IEEE", "acm": "ACM", "chicago": "Chicago", "mla": "MLA"}
"""The styles that come with the program, by name, with their labels, in the order in which pages show them."""


class Style(Struct, frozen=True):
    """A citation style."""

    name: str
    """Stem of its file: `apa`."""

    label: str
    """What a page calls it: `APA`."""

    csl: bytes


class Reference(Struct, frozen=True):
    """One paper in one style."""

    style: str
    label: str
    text: str
    """With marks for emphasis (`csl_marks`)."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The reference cut into its stretches."""
        return pieces(self.text)


def choose_styles(
    settings: Settings, available: Mapping[str, bytes], problems: Problems, memo: Memo = NOTHING
) -> tuple[Style, ...]:
    """Give the styles that pages show: those of the settings, else our own five and then every further file.

    Arguments:
        settings: `citation.styles` names them in order; unset, all that are available count.
        available: The .csl files by name.
        problems: Takes what is not there or cannot be used.
        memo: What was found out about styles before.
    """
    wanted = settings.citation.styles
    if wanted is None:
        wanted = tuple(sorted(available, key=lambda name: (name not in BUILT_IN, [*BUILT_IN, name].index(name), name)))
    return tuple(style for name in dict.fromkeys(wanted) if (style := _style(name, available, problems, memo)))


def _style(name: str, available: Mapping[str, bytes], problems: Problems, memo: Memo) -> Style | None:
    if name not in available:
        close = get_close_matches(name, available, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"put styles/{name}.csl into the survey"
        message = f"citation.styles: there is no style {quoted(name)}; pages go without it; {hint}"
        problems.add("bad-style", Origin(SETTINGS_FILE), message)
        return None
    csl = available[name]
    title, fault = remembered(memo.stage("styles"), memo.digest(csl), partial(_inspected, csl))
    if fault:
        origin = Origin(f"styles/{name}.csl")
        problems.add("bad-style", origin, f"{fault}; pages go without it; put an independent CSL style there")
        return None
    return Style(name, BUILT_IN.get(name) or title or name, csl)


def _inspected(csl: bytes) -> tuple[str, str]:
    """Give the name that a style gives itself, and why it cannot be used, where that is so."""
    from litatlas.citation.csl_processor import inspect_style  # citeproc-py: most builds format nothing
    from litatlas.citation.csl_style import StyleError

    try:
        return inspect_style(csl), ""
    except StyleError as error:
        return "", str(error)


def begin_formatting(
    items: Iterable[tuple[str, Digest, Callable[[], Item]]],
    styles: Sequence[Style],
    language: str = "en",
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
    stage: str = "references",
) -> "References":
    """Begin to format items in styles.

    Arguments:
        items: What makes an item of CSL-JSON, each after a name of the caller's and after a digest of all that it
            shows: the same digest, the same references.
        styles: The styles, in the order in which the references are wanted.
        language: The survey's, for styles and items that name none.
        memo: What was formatted before.
        workers: Format what is missing beside what comes next here.
        stage: Of the memo; another one for each call of a build, since a stage keeps what its last call used.

    Returns:
        The references of each item by its name; the same bytes remembered or not, and with any number of workers.
    """
    files = tuple(style.csl for style in styles)
    way = memo.digest(styles, language)
    items = tuple(items)
    keys = marks_with((shown for _, shown, _ in items), repeat(way, len(items)))
    keyed = ((key, item) for key, (_, _, item) in zip(keys, items, strict=True))
    packs = begin_all(memo.stage(stage), keyed, partial(_format, files, language), workers, prepare=_as_json)
    keys_of = dict(zip((name for name, _, _ in items), keys, strict=True))
    return References(keys_of, memo.digest(keys), packs, styles, (memo.stage(f"{stage}-lost"), memo.digest("lost")))


class _Lost(Struct, frozen=True):
    """Which references of the last build are empty."""

    keys: bytes = b""
    """What tells the references of each item from others, one behind the other."""

    styles: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """The numbers of the styles that gave none, by the place of the item."""


class References(ByName[tuple[Reference, ...]]):
    """The references of items by their names, in the order of the styles; a style that failed has none."""

    def __init__(
        self,
        keys_of: Mapping[str, Digest],
        mark: Digest,
        packs: Begun[bytes],
        styles: Sequence[Style],
        lost: tuple[Stage, Digest],
    ) -> None:
        """Take the packed texts, which may still be made, and the place where it is remembered which are empty."""
        places = {name: at for at, name in enumerate(keys_of)}
        super().__init__(keys_of, mark, lambda name: _references(_unpacked(packs[places[name]]), styles))
        self._packs, self._styles, self._lost = packs, styles, lost

    def tell(self, problems: Problems) -> None:
        """Tell every item that a style cannot show."""
        self._packs.take()
        names = list(self)
        for at, numbers in sorted(self._empty().items()):
            for style in (self._styles[number] for number in numbers):
                message = f"style {quoted(style.label)} gave no reference; the page goes without it; use another"
                problems.add("no-reference", Origin(f"styles/{style.name}.csl"), message, names[at])

    def _empty(self) -> Mapping[int, tuple[int, ...]]:
        """Give which references are empty; nobody reads those that the last build had."""
        (stage, place), keys = self._lost, list(self.keys_of.values())
        before: _Lost = stage.get(place) or _Lost()
        joined = b"".join(keys)
        if joined and joined == before.keys:
            return before.styles
        places = places_among(keys, before.keys).tolist()
        known = {at: before.styles[old] for at, old in enumerate(places) if old in before.styles}
        new = {at: _without_text(_unpacked(self._packs[at])) for at, old in enumerate(places) if old < 0}
        found = known | {at: numbers for at, numbers in new.items() if numbers}
        stage.put(place, _Lost(joined, found))
        return found


def _without_text(texts: Sequence[str]) -> tuple[int, ...]:
    return tuple(number for number, text in enumerate(texts) if not text)


def _as_json(item: Callable[[], Item]) -> str:
    """Make an item as it travels to another process."""
    return json.dumps(shown_variables(item()), ensure_ascii=False)


def _format(files: Sequence[bytes], language: str, items: Sequence[str]) -> list[bytes]:
    """Format items (JSON texts: they travel to other processes) in all styles; gives the texts of each, packed.

    They wait for the pages in memory, and say the same in each style: packed, they take an eighth of the room.
    """
    from litatlas.citation.csl_processor import format_items  # where it is used, as above

    formatted = format_items(files, language, [json.loads(item) for item in items])
    return [zlib.compress("".join(f"{text}{_END}" for text in texts).encode("utf-8"), 1) for texts in formatted]


_END = "\0"
"""Stands behind each text in a pack; no field of a record holds it."""


def _unpacked(pack: bytes) -> list[str]:
    return zlib.decompress(pack).decode("utf-8").split(_END)[:-1]


def _references(texts: Sequence[str], styles: Sequence[Style]) -> tuple[Reference, ...]:
    return tuple(Reference(style.name, style.label, text) for style, text in zip(styles, texts, strict=True) if text)
