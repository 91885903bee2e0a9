"""What can be said about an input when it is read."""

from collections.abc import Mapping

from msgspec import Struct, field


class ReadOptions(Struct, frozen=True):
    """How to read one file."""

    format: str = ""
    """Name of a reader; empty to choose it by suffix and content."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """For tables: header of a column -> field of a record; an empty field name leaves the column out."""

    date: str = ""
    """ISO date at which the source was taken, where known; goes into each record's `sources`."""

    line: int = 1
    """The line of the file on which the text begins."""

    curated: bool | None = None
    """Whether a person keeps these records; None: YAML is, all other formats are not."""
