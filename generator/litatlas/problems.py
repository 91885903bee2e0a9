"""What is wrong with the data (a problem, a value) and what ends a run (an error, an exception).

The errors:

    SurveyError                 a run that cannot go on; its text is one line for the user
    ├── SettingsError           survey.yml does not say what it must; carries all its problems
    ├── LedgerError             the ledger cannot be read, or an operation on it is refused
    └── OwnershipError          a file that a person made stands where a generated one belongs

Everything else that goes wrong in the data is a `Problem`: steps collect
them, only the command line and the MkDocs plugin print them.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct, field


class Severity(StrEnum):
    """How much a problem matters; also the order in which problems are told."""

    ERROR = "error"
    """The build refuses to write a site: something published would break, or an input could not be used."""

    WARNING = "warning"
    """The build goes on and says so; `--strict` turns it into a failure."""

    NOTE = "note"
    """Worth knowing, never a failure: a merge, a value filled from a second source."""


class Origin(Struct, frozen=True, order=True):
    """Where something was read: a file of the survey folder, and a line of it."""

    file: str = ""
    """Path relative to the survey folder, with forward slashes; `-` for standard input."""

    line: int = 0
    """First line, counted from 1; 0 where the file as a whole is meant."""

    def __str__(self) -> str:
        if not self.file:
            return "survey"
        return f"{self.file}:{self.line}" if self.line else self.file


class Code(Struct, frozen=True):
    """A kind of problem: a stable word that users can silence and the guide explains."""

    name: str
    severity: Severity
    meaning: str
    """One sentence for the guide: what it means and what to do."""


class Problem(Struct, frozen=True):
    """One thing that is wrong with the survey's data, with the way out.

    Printed as `where: what 'value'; so what; the way out [code]`.
    """

    code: str
    """A name from `CODES`."""

    origin: Origin
    message: str
    """`what 'value'; so what; the way out`: one line, no final stop, both sides of a clash named."""

    subject: str = ""
    """The id of the paper (or the key of the entry) that it is about; shown after the origin."""

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(f"problem code {self.code!r} is not in CODES")

    @property
    def severity(self) -> Severity:
        """The severity that this kind of problem has."""
        return CODES[self.code].severity

    @property
    def sort_key(self) -> tuple[int, str, int, str, str, str]:
        """Errors first, then by place; equal on every machine."""
        rank = list(Severity).index(self.severity)
        return (rank, self.origin.file, self.origin.line, self.subject, self.code, self.message)

    def __str__(self) -> str:
        subject = f"{self.subject}: " if self.subject else ""
        return f"{one_line(f'{self.origin}: {subject}{self.message}')} [{self.code}]"


class Problems(Struct):
    """The problems of one run, collected by every step and told at the end in one order."""

    _found: list[Problem] = field(default_factory=list)

    def add(self, code: str, origin: Origin, message: str, subject: str = "") -> None:
        """Collect one problem; `code` must stand in `CODES`."""
        self._found.append(Problem(code, origin, message, subject))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Collect the problems of another step."""
        self._found.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.sorted())

    def __len__(self) -> int:
        return len(self._found)

    def sorted(self) -> list[Problem]:
        """Give each problem once, errors first, then by file and line."""
        return sorted(set(self._found), key=lambda problem: problem.sort_key)

    def of(self, severity: Severity) -> list[Problem]:
        """Give the problems of one severity, in order."""
        return [problem for problem in self.sorted() if problem.severity is severity]


class SurveyError(Exception):
    """A run that cannot go on; the text is one line that says where, what and the way out."""


class SettingsError(SurveyError):
    """The survey's settings cannot be used; `problems` holds all that is wrong with them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


class LedgerError(SurveyError):
    """The ledger cannot be read, or refuses an operation because an address would die."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(message)

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> "LedgerError":
        """Give the error of a ledger with these bad lines."""
        found = sorted(problems, key=lambda problem: problem.sort_key)
        return cls("; ".join(str(problem) for problem in found), found)


class OwnershipError(SurveyError):
    """A file that a person made stands where a generated file belongs; nothing was overwritten."""


def one_line(text: str) -> str:
    """Fold line breaks and control characters, so that a hostile value cannot forge a second message."""
    if not text.isprintable():  # it nearly always is, and asking is twenty times faster
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def quoted(value: object, limit: int = 80) -> str:
    """Show a value in a message: in quotes, on one line, cut to `limit` characters."""
    text = one_line(str(value))
    return f"'{text[: limit - 1]}…'" if len(text) > limit else f"'{text}'"


E = Severity.ERROR
W = Severity.WARNING
N = Severity.NOTE

CODES: dict[str, Code] = {
    code.name: code
    for code in (
        # reading
        Code("bad-encoding", W, "The file is not UTF-8; it was read as Latin-1. Save it as UTF-8."),
        Code("broken-entry", W, "An entry cannot be parsed; the others are read. Mend it at the line named."),
        Code("unread-file", W, "A file in records/ cannot be read, or must not be. Put a copy in its place."),
        Code("unknown-format", W, "No reader takes this file. Rename it or convert it to a format of the list."),
        Code("unknown-field", W, "A field is not one of a record's; it was not used. Check its spelling."),
        Code("lone-title", W, "A title in a listing has no abstract below it; it was read without one."),
        Code("duplicate-key", W, "Two entries of a file have one key; both are read. Rename one."),
        Code("bad-field", W, "A field's value is not of the shape expected there; it was not used."),
        Code("unknown-macro", W, "A text uses a TeX macro of its paper's own. Set the field in a curated record."),
        Code("lost-text", W, "Something is missing in a text (65.%). Set the field in a curated record."),
        # admitting
        Code("no-title", W, "The record has no title; it gets no page. Give it one."),
        Code("bad-date", W, "A date is not YYYY, YYYY-MM or YYYY-MM-DD from 1000 to 2999; it was left out."),
        Code("unknown-kind", W, "The kind is not a CSL item type; it was worked out from venue and identifiers."),
        Code("bad-identifier", W, "An identifier is not valid in its scheme; it was left out. Correct or remove it."),
        Code("unsafe-link", W, "A link is not a web or mail address; it was left out."),
        Code("long-field", W, "A field is longer than any page can show; it was cut."),
        Code("bad-id", E, "The record's id cannot be one; it gets no page. Use a-z, 0-9 and hyphens."),
        Code("duplicate-id", E, "Two works carry one id; the second gets no page. Give it another id."),
        Code("dead-id", E, "A record carries an id that the ledger says was merged or withdrawn; it gets no page."),
        Code("withdrawn-record", N, "The ledger says that this paper was withdrawn; its record gets no page."),
        Code("bad-citation-key", W, "A citation key cannot be used, or is not the one that is frozen in the ledger."),
        Code("merged", N, "Two records are one work and share a page; both are named."),
        Code("disagreement", W, "Two records of one work differ; the first stands. Settle it in a curated record."),
        Code("differs-from-source", N, "A curated record says something else than a source; the record stands."),
        Code(
            "possible-duplicate", W, "Two records may be one work and were kept apart. Merge them or give both an id."
        ),
        Code("identifier-clash", W, "Two different works carry one identifier; one of them is wrong. Correct it."),
        # vocabulary and tags
        Code("bad-vocabulary", E, "Part of vocabulary.yml is not what is expected there; it was left out."),
        Code("unknown-key", W, "A file has a key that means nothing there; it was not used. Check its spelling."),
        Code("duplicate-tag", E, "Two tags have one slug, so one page; the second is left out. Rename one."),
        Code("duplicate-phrase", W, "One phrase means two tags of a facet; papers get both. Take it from one."),
        Code("incomplete-tag", W, "A tag has no definition or no phrases."),
        Code("tag-cycle", E, "The parents of a tag lead back to it. Take one parent away."),
        Code("unknown-tag", W, "A tag is named that is not in the vocabulary; it was not used. Check its spelling."),
        # pages
        Code("bad-math", W, "A formula is not TeX that can be shown; it stands as it was written. Correct the record."),
        # people and status
        Code("bad-person", W, "Part of authors.yml is not what is expected there; it was not used. Correct it."),
        Code("unused-person", W, "authors.yml speaks of a name or a paper that is not there. Correct or remove it."),
        Code("ambiguous-author", N, "A name is several people, and a record does not say which. Say it there."),
        Code("taken-slug", W, "A slug in authors.yml is the address of another author. Choose another."),
        Code("alike-authors", N, "Two names look like one person who has two pages. Join them in authors.yml."),
        Code("bare-status", W, "A corrected, retracted or withdrawn paper lacks date or note. Add them to the record."),
        Code("no-notice", N, "A retracted paper has no link to the notice. Add status.url to the record."),
        # citation styles
        Code(
            "bad-style", W, "A citation style is not there or cannot be used; pages go without it. Mend its .csl file."
        ),
        Code("no-reference", W, "A citation style cannot show a paper; its page goes without. Use another style."),
        # themes
        Code("bad-theme-setting", W, "A theme or paper under themes in survey.yml is not known. Mend the name."),
        # settings and files
        Code("two-addresses", W, "mkdocs.yml and survey.yml name two addresses for the site. Make them one."),
        Code("bad-setting", E, "A setting in survey.yml is not what is expected there."),
        # identity: the ledger and its checks
        Code("bad-ledger", E, "A line of permalinks.tsv cannot be read, so no address is safe. Mend it as it says."),
        Code(
            "lost-address", E, "A published address would lead nowhere. Put it back, or merge, rename or withdraw it."
        ),
        Code("dead-address", E, "A page would stand at an address that was merged, withdrawn or never kept."),
        Code(
            "bad-redirect",
            W,
            "A redirect leads to something that was withdrawn. Withdraw both, or redirect it elsewhere.",
        ),
        Code("changed-citation-key", E, "A paper's citation key is not the published one. Take it out of the record."),
        Code("duplicate-citation-key", E, "Two papers have one citation key, but for case. Change one of them."),
        Code("empty-listing", N, "No paper has a published tag, author, venue or year any more; its page is empty."),
        # exports
        Code("no-address", N, "survey.yml has no address, so the site has no feeds. Set it once you publish."),
        Code("shared-exports", N, "The site would have too many files, so papers share export files."),
        Code("too-many-files", W, "The site has more files than its host is said to take. Raise exports.max_files."),
        Code("large-zip", N, "The published ZIP file of the site would be very large. Hand it out on demand instead."),
        # checks of the whole survey
        Code("note-without-paper", W, "Notes have no paper and appear nowhere. Give the file the id of a paper."),
        Code("no-authors", W, "A paper has no authors, so it cannot be cited properly. Add them."),
        Code("no-date", W, "A paper has no date, so it is in no year's listing. Add at least the year."),
        Code("no-abstract", N, "A paper has no abstract; it is harder to find, tag and relate. Add one."),
        Code("bad-link", W, "A link's address cannot work: a missing host, a stray character. Correct or remove it."),
        Code("shared-link", W, "Two papers have the same paper or PDF link. Correct one, or merge the papers."),
        Code("bad-orcid", W, "An ORCID iD fails its checksum. Correct or remove it."),
        Code(
            "near-duplicate",
            N,
            "Two papers have nearly one title and common authors, or nearly one abstract. Merge them if they are one.",
        ),
    )
}
"""Every kind of problem, by name; the guide lists them all (tested)."""
