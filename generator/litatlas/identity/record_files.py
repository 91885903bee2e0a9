"""The files of a survey folder that carry ids: which record is whose, and changing an id without touching the rest."""

import re
from collections.abc import Callable, Mapping

from litatlas.problems import quoted

VOCABULARY_FILE = "vocabulary.yml"

Fill = Callable[[str, str], str]
"""Fills a YAML record's empty fields from another one: (the record that stays, the one that goes) -> its new text."""

_SUFFIXES = (".yml", ".yaml")
_RECORDS = "records/"


def _id_line(id: str) -> re.Pattern[str]:
    """Match the line on which a record says its id: at the top of a file, or in a list of records."""
    return re.compile(
        rf"""^(?P<head>(?:-[ \t]+|[ ]{{1,4}})?id:[ \t]*["']?){id}(?=["']?[ \t]*(?:\#.*)?\r?$)""", re.MULTILINE
    )


_ANY_ID = _id_line(r"""[^\s"'#]+""")
_DOCUMENT = re.compile(r"^---(?:[ \t].*)?\r?$", re.MULTILINE)


def holds_one_record(text: str) -> bool:
    """Say whether a YAML file is one record, not a list of records or several documents."""
    documents = [part for part in _DOCUMENT.split(text) if re.search(r"^[ \t]*[^\s#]", part, re.MULTILINE)]
    first = re.search(r"^[ \t]*[^\s#]", documents[0], re.MULTILINE) if documents else None
    return len(documents) == 1 and first is not None and not first.group().endswith("-")


def record_path(files: Mapping[str, str], id: str) -> str:
    """Give the path of the YAML file in which a record says this id, or an empty string.

    What the records say counts; the name of a file only where it says no id.
    """
    line = _id_line(re.escape(id))
    named = ""
    for path, text in sorted(files.items()):
        if not path.startswith(_RECORDS) or not path.endswith(_SUFFIXES):
            continue
        if line.search(text):
            return path
        if stem(path) == id and not _ANY_ID.search(text):
            named = named or path
    return named


def stem(path: str) -> str:
    """Give the name of a file without folder and suffix."""
    return path.rpartition("/")[2].rpartition(".")[0]


def sibling(path: str, name: str) -> str:
    """Give the path of a file beside another one, with the same suffix."""
    folder, slash, file = path.rpartition("/")
    return f"{folder}{slash}{name}.{file.rpartition('.')[2]}"


def with_id(text: str, old: str, new: str) -> str:
    """Give a YAML file with another id in a record of it; comments, order and quoting stay as they are."""
    changed, count = _id_line(re.escape(old)).subn(lambda found: found["head"] + new, text, count=1)
    if count or _ANY_ID.search(text):
        return changed
    start = found.end() + 1 if (found := _DOCUMENT.match(text)) else 0
    return f"{text[:start]}id: {new}\n{text[start:]}"


def with_tag_slug(vocabulary: str, old: str, new: str) -> str:
    """Give vocabulary.yml with another slug for a tag, where it is defined and where it is a parent."""
    value = rf"""(?P<head>^[ \t]*(?:-[ \t]+)?(?:slug|parent):[ \t]*["']?){re.escape(old)}(?=["']?[ \t]*(?:#.*)?\r?$)"""
    return re.sub(value, lambda found: found["head"] + new, vocabulary, flags=re.MULTILINE)


def notes_path(id: str) -> str:
    """Give the path of a person's notes on a paper."""
    return f"notes/{id}.md"


class FileChanges:
    """What an operation on the ledger changes in the files of a survey folder.

    Arguments:
        files: Texts of the curated records (records/**.yml), notes (notes/*.md) and vocabulary.yml, by path.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.changed: dict[str, str | None] = {}
        """The new text of each changed file by path; None for a file that goes."""

        self.done: list[str] = []
        """What was done, and what is left to a person."""

    def rename_record(self, old: str, new: str) -> None:
        """Give the record of OLD the id NEW, and its file that name."""
        # A person may have changed the id in the record already, and only then have been told about `rename`.
        path = record_path(self.files, old) or record_path(self.files, new)
        if not path:
            return
        text = with_id(self.files[path], old, new)
        target = self._free(sibling(path, new), path) if stem(path) == old else path
        if target != path:
            self._move(path, target, text)
        elif text != self.files[path]:
            self.changed[path] = text
            self.done.append(f"{path} has the id {new}")

    def move_notes(self, old: str, new: str) -> None:
        """Let the notes on OLD be the notes on NEW."""
        text = self.files.get(notes_path(old))
        if text is None:
            return
        if notes_path(new) in self.files:
            self.merge_notes(old, new)
        else:
            self._move(notes_path(old), notes_path(new), text)

    def rename_tag(self, old: str, new: str) -> None:
        """Give a tag another slug in the vocabulary."""
        text = self.files.get(VOCABULARY_FILE, "")
        mended = with_tag_slug(text, old, new)
        if mended != text:
            self.changed[VOCABULARY_FILE] = mended
            self.done.append(f"{VOCABULARY_FILE} has the slug {new}")
        self.done.append(f"change tag {quoted(old)} to {quoted(new)} in records that name it")

    def merge_records(self, old: str, new: str, fill: Fill) -> None:
        """Fill NEW's record from OLD's, which goes."""
        going, staying = record_path(self.files, old), record_path(self.files, new)
        if not going:
            return
        if not staying:
            # The paper that stays is an entry of a bulk file: what a person wrote about the other becomes its record.
            self.rename_record(old, new)
            return
        several = [path for path in (going, staying) if not holds_one_record(self.files[path])]
        if several:
            self.done.append(
                f"{several[0]} holds several records: put what {quoted(old)} says ({going}) into {quoted(new)} "
                f"({staying}) and take its record out"
            )
            return
        filled = fill(self.files[staying], self.files[going])
        self.changed[going] = None
        if filled != self.files[staying]:
            self.changed[staying] = filled
            self.done.append(f"{going} is deleted; it filled what {staying} did not say")
        else:
            self.done.append(f"{going} is deleted; {staying} said everything already")

    def delete_record(self, id: str) -> bool:
        """Delete the record of a paper; gives False where the paper has none."""
        path = record_path(self.files, id)
        if path and holds_one_record(self.files[path]):
            self.changed[path] = None
            self.done.append(f"{path} is deleted")
        elif path:
            self.done.append(f"{path} holds several records: take that of {quoted(id)} out")
        return bool(path)

    def merge_notes(self, old: str, new: str) -> None:
        """Put the notes on OLD at the end of those on NEW."""
        going, staying = self.files.get(notes_path(old)), self.files.get(notes_path(new))
        if going is None:
            return
        if staying is None:
            self._move(notes_path(old), notes_path(new), going)
            return
        self.changed[notes_path(old)] = None
        self.changed[notes_path(new)] = f"{staying.rstrip()}\n\n## From the notes on {old}\n\n{going.strip()}\n"
        self.done.append(f"{notes_path(old)} is at the end of {notes_path(new)}")

    def _move(self, old: str, new: str, text: str) -> None:
        if old == new:
            self.changed[new] = text
            self.done.append(f"{new} is changed")
            return
        self.changed[old] = None
        self.changed[new] = text
        self.done.append(f"{old} is now {new}")

    def _free(self, wanted: str, current: str) -> str:
        """Give the wanted path, or the current one where another file stands there."""
        return current if wanted in self.files else wanted
