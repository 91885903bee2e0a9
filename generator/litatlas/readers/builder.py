"""Values of generic records as text, and the problem where one is of the wrong shape."""

from collections.abc import Mapping, Sequence

from litatlas.problems import Origin, Problems, quoted
from litatlas.readers.dates import partial_date
from litatlas.readers.draft import Draft
from litatlas.readers.field_names import nearest_field


class Builder:
    """Fills a draft field by field, and tells what it cannot use."""

    def __init__(self, draft: Draft, problems: Problems, lines: Mapping[str, int]) -> None:
        self.draft = draft
        self.problems = problems
        self.lines = lines
        self.subject = ""
        self.parts: dict[str, str] = {}

    def date_parts(self) -> None:
        """Put year, month and day together, where the record gives no whole date."""
        if self.parts and not self.draft.issued:
            month, day = self.parts.get("month", ""), self.parts.get("day", "")
            self.draft.issued = partial_date(self.parts.get("year", ""), month, day)

    def unknown(self, name: str) -> None:
        """Tell of a field that no record has."""
        near = nearest_field(name)
        hint = f"did you mean '{near}'?" if near else "put columns of the survey's own under 'attributes'"
        self.problems.add(
            "unknown-field",
            self._origin(name),
            f"field {quoted(name)} is not one of a record's; it was not used; {hint}",
            self.subject,
        )

    def bad(self, name: str, value: object, expected: str) -> None:
        """Tell of a value that cannot be used."""
        self.problems.add(
            "bad-field",
            self._origin(name),
            f"field {quoted(name)} holds {quoted(value)}; it was not used; write {expected}",
            self.subject,
        )

    def _origin(self, name: str) -> Origin:
        line = self.lines.get(name) or self.lines.get(name.partition(".")[0]) or self.draft.origin.line
        return Origin(self.draft.origin.file, line)

    def text(self, name: str, value: object) -> str:
        """Give a value as text; a number stays as it was written."""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        if isinstance(value, Sequence) and len(value) == 1:
            return self.text(name, value[0])
        self.bad(name, value, "a text")
        return ""

    def texts(self, name: str, value: object) -> list[str]:
        """Give a list of texts; one text is a list of one."""
        if isinstance(value, Mapping):
            self.bad(name, value, "a list of texts")
            return []
        items = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        return [text for item in items if item is not None and (text := self.text(name, item))]

    def part(self, item: Mapping[object, object], name: str) -> str:
        """Give a text of a map inside a field; absent is empty."""
        value = item.get(name)
        return "" if value is None else self.text(name, value)
