"""Reads survey.yml into settings; tells everything that is wrong with it in one run."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from litatlas.exports.offline import OFFLINE_FILES
from litatlas.model import Status
from litatlas.problems import CODES, Origin, Problem, SettingsError, Severity, quoted
from litatlas.settings import (
    CitationSettings,
    CountSettings,
    Editor,
    EpubSettings,
    ExportSettings,
    PageSettings,
    RelatedSettings,
    Settings,
    ThemeSettings,
)
from litatlas.text import safe_url
from litatlas.yaml_lines import Located, Place, YamlMistake, load_located

SURVEY_FILE = "survey.yml"

Check = Callable[[object], Any]
"""Gives the checked value, or raises ValueError saying what was expected."""


class _Reader(Struct):
    """One pass over survey.yml: every refusal becomes a problem, so that one run tells them all."""

    located: Located
    problems: list[Problem]

    def refuse(self, place: Place, message: str) -> None:
        name = ".".join(str(part) for part in place)
        origin = Origin(SURVEY_FILE, self.located.line(*place))
        self.problems.append(Problem("bad-setting", origin, f"{name}: {message}" if name else message))

    def section(self, value: object, place: Place, checks: Mapping[str, Check], into: type[Struct]) -> Any:
        """Check a mapping key by key and make `into` from it; defaults stand where a key is absent or wrong."""
        if value is None:
            value = {}
        if not isinstance(value, Mapping):
            self.refuse(place, f"expected a mapping, got {quoted(value)}")
            value = {}
        good: dict[str, Any] = {}
        for key, entry in value.items():
            check = checks.get(str(key))
            if check is None:
                self.refuse((*place, str(key)), f"is not a setting{_did_you_mean(str(key), checks)}")
                continue
            try:
                good[str(key)] = check(entry)
            except _Nested as nested:
                good[str(key)] = nested.build(self, entry, (*place, str(key)))
            except ValueError as error:
                self.refuse((*place, str(key)), str(error))
        for field in fields(into):
            if field.required and field.name not in good:
                if field.name not in value:
                    self.refuse(place, f"needs {quoted(field.name)}; add a line '{field.name}: ...'")
                good[field.name] = ""
        return into(**good)


class _Nested(Exception):
    """Raised by a check whose value has settings of its own."""

    def __init__(self, build: Callable[[_Reader, object, Place], object]) -> None:
        self.build = build


def _did_you_mean(word: str, known: Mapping[str, Check]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"; did you mean '{close[0]}'?" if close else f"; known here: {', '.join(sorted(known))}"


def _text(value: object) -> str:
    # A year or a version written without quotes arrives as a number.
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split())
    raise ValueError(f"expected a text, got {quoted(value)}")


def _url(value: object) -> str:
    url = _text(value)
    if url and not (safe_url(url) and url.startswith(("http://", "https://"))):
        raise ValueError(f"expected an address such as https://example.org/survey/, got {quoted(value)}")
    return url


def _folder_url(value: object) -> str:
    url = _url(value)
    return f"{url.rstrip('/')}/" if url else ""


def _whole(low: int, high: int) -> Check:
    def check(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise ValueError(f"expected a whole number from {low} to {high}, got {quoted(value)}")

    return check


def _language(value: object) -> str:
    # It stands in attributes and is looked up in the locales of citation styles.
    tag = _text(value)
    if not re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", tag):
        raise ValueError(f"expected a language tag such as en or pt-BR, got {quoted(value)}")
    return tag


def _edition(value: object) -> str:
    name = _text(value)
    if name and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", name):
        raise ValueError(f"expected letters, digits, dots and hyphens such as 2026.11, got {quoted(value)}")
    return name


def _silenced(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"expected a list of problem codes, got {quoted(value)}")
    for name in value:
        code = CODES.get(str(name))
        if code is None:
            close = get_close_matches(str(name), CODES, n=1)
            hint = f"; did you mean '{close[0]}'?" if close else ""
            raise ValueError(f"{quoted(name)} is not a problem code{hint}")
        if code.severity is Severity.ERROR:
            raise ValueError(f"{quoted(name)} is an error, and errors cannot be silenced")
    return tuple(sorted(set(map(str, value))))


def _statuses(value: object) -> tuple[Status, ...]:
    known = [status for status in Status if status is not Status.OK]
    named = value if isinstance(value, list) else [value]
    for name in named:
        if name not in known:
            raise ValueError(f"expected a list of {', '.join(known)}, got {quoted(name)}")
    return tuple(status for status in known if status in named)


def _offline(value: object) -> tuple[str, ...]:
    named = value if isinstance(value, list) else [value]
    for name in named:
        if name not in OFFLINE_FILES:
            raise ValueError(f"expected a list of {', '.join(OFFLINE_FILES)}, got {quoted(name)}")
    return tuple(key for key in OFFLINE_FILES if key in named)


def _names_of(example: str) -> Check:
    def check(value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise ValueError(f"expected a list of {example}, got {quoted(value)}")
        return tuple(map(_text, value))

    return check


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise ValueError(f"expected names with what they become, such as 'old: new', got {quoted(value)}")
    return tuple((_text(old), _text(new)) for old, new in value.items())


def _section(checks: Mapping[str, Check], into: type) -> Check:
    def check(_value: object) -> object:
        raise _Nested(lambda reader, value, place: reader.section(value, place, checks, into))

    return check


def _sections(checks: Mapping[str, Check], into: type) -> Check:
    def build(reader: _Reader, value: object, place: Place) -> tuple[object, ...]:
        if not isinstance(value, list):
            reader.refuse(place, f"expected a list, got {quoted(value)}")
            return ()
        entries = ({"name": entry} if isinstance(entry, str) else entry for entry in value)
        return tuple(reader.section(entry, (*place, index), checks, into) for index, entry in enumerate(entries))

    def check(_value: object) -> object:
        raise _Nested(build)

    return check


SETTINGS: Mapping[str, Check] = {
    "title": _text,
    "subtitle": _text,
    "description": _text,
    "editors": _sections({"name": _text, "orcid": _text, "url": _url}, Editor),
    "address": _folder_url,
    "repository": _url,
    "branch": _text,
    "license": _text,
    "edition": _edition,
    "language": _language,
    "offline": _offline,
    "silenced": _silenced,
    "related": _section({"limit": _whole(0, 50), "dimensions": _whole(2, 1000), "encoder": _text}, RelatedSettings),
    "counts": _section({"exclude": _statuses}, CountSettings),
    "pages": _section({"per_page": _whole(10, 1000)}, PageSettings),
    "exports": _section({"max_files": _whole(100, 10_000_000)}, ExportSettings),
    "citation": _section({"styles": _names_of("names such as [apa, ieee]")}, CitationSettings),
    "epub": _section({"texts": _names_of("pages such as [index.md, about.md]")}, EpubSettings),
    "themes": _section({"rename": _pairs, "merge": _pairs, "pin": _pairs}, ThemeSettings),
}
"""Every key of survey.yml with the check of its value; the guide lists them (tested)."""


def load_settings(text: str) -> Settings:
    """Read the text of survey.yml.

    Raises:
        SettingsError: With every problem of the file, when there is any.
    """
    problems: list[Problem] = []
    try:
        located = load_located(text)
    except YamlMistake as mistake:
        origin = Origin(SURVEY_FILE, mistake.line)
        raise SettingsError([Problem("bad-setting", origin, f"not YAML: {mistake}; mend that line")]) from None
    settings: Settings = _Reader(located, problems).section(located.value, (), SETTINGS, Settings)
    if not problems and not settings.title:
        problems.append(Problem("bad-setting", Origin(SURVEY_FILE, located.line("title")), "title: must not be empty"))
    if problems:
        raise SettingsError(sorted(problems, key=lambda problem: problem.sort_key))
    return settings
