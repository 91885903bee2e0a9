"""Moving published addresses: rename, merge, withdraw. Texts in, texts out; nothing is ever dropped from the ledger.

What happens to the files of a paper:

    rename      records/OLD.yml -> records/NEW.yml with its id changed, notes/OLD.md -> notes/NEW.md
    merge       OLD's record fills what is empty in NEW's and goes; OLD's notes are appended to NEW's
    withdraw    the record goes (git keeps it), the notes stay; title, authors and reason stand in the ledger's note

A paper of a bulk file has no record of its own: its origin keys in the ledger
move instead, so that its entry is found again under the new address.
Facet values (`author/jon-smith`) have no files; a tag's slug is changed in
vocabulary.yml. A facet value that is withdrawn comes back at its old address
as soon as a paper has it again.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from msgspec import Struct
from msgspec.structs import replace

from litatlas.facets import FACETS
from litatlas.identity.ledger_format import Entry, State
from litatlas.identity.permalink import Ledger, join_sources, tombstone_note
from litatlas.identity.record_files import VOCABULARY_FILE, FileChanges, Fill, notes_path
from litatlas.identity.slugs import id_fault
from litatlas.problems import LedgerError, quoted

_FOLDERS = {"paper": "papers", **{facet.key: facet.folder for facet in FACETS}}
_KINDS = {name: kind for kind, folder in _FOLDERS.items() for name in (kind, folder)}


class Outcome(Struct, frozen=True):
    """What an operation changes."""

    ledger: Ledger
    files: Mapping[str, str | None]
    """The new text of each changed file by path, the ledger's included; None for a file that goes."""

    done: tuple[str, ...]
    """What was done and what is left to a person, one sentence each, without a final stop."""


def _outcome(ledger: Ledger, changes: FileChanges) -> Outcome:
    files = {**changes.changed, ledger.file: ledger.render()}
    return Outcome(ledger, dict(sorted(files.items())), tuple(changes.done))


def parse_address(text: str) -> tuple[str, str]:
    """Give kind and id of an address as a person writes it.

    Examples:
        >>> parse_address("mmicl"), parse_address("author/jon-smith"), parse_address("papers/mmicl/")
        (('paper', 'mmicl'), ('author', 'jon-smith'), ('paper', 'mmicl'))

    Raises:
        LedgerError: For a kind that there is not.
    """
    kind, slash, id = text.strip().strip("/").rpartition("/")
    if slash and kind not in _KINDS:
        raise LedgerError(
            f"{quoted(text)} is not an address; write the id of a paper, or KIND/ID with one of {', '.join(_FOLDERS)}"
        )
    return _KINDS[kind] if slash else "paper", id.lower()


def rename(old: str, new: str, ledger: Ledger, files: Mapping[str, str]) -> Outcome:
    """Give a paper or facet value another address; the old one redirects to it.

    The citation key stays. An id that only redirects to OLD may be taken
    back, so a rename can be undone.

    Arguments:
        old: Its address now, see `parse_address`.
        new: The id that it gets.
        ledger: The ledger with the rows that the last build minted, written or not.
        files: Texts of the curated records (records/**.yml), notes (notes/*.md) and vocabulary.yml, by path.

    Raises:
        LedgerError: When an id is unknown, not live, not free, or cannot be an address. Nothing was changed then.
    """
    kind, old_id = parse_address(old)
    new_kind, new_id = parse_address(new) if "/" in new else (kind, new)
    entry = _live(ledger, kind, old_id)
    _refuse_pair(kind, old_id, new_kind, new_id)
    if fault := id_fault(new_id):
        raise LedgerError(f"id {quoted(new_id)} cannot be an address; nothing was changed; {fault}")
    holder = ledger.entry(kind, new_id)
    if holder and ledger.resolve(kind, new_id) != entry and not _unwritten_paper(ledger, holder):
        way = f", or run 'litatlas merge {old} {new}' if both are one" if holder.state is State.LIVE else ""
        raise LedgerError(
            f"{kind} {quoted(new_id)} is taken by {quoted(holder.name)} "
            f"({holder.state}, {ledger.origin(kind, new_id)}); nothing was changed; choose another id{way}"
        )
    changes = FileChanges(files)
    # A tag's name is its slug; everything else keeps the name that owns it.
    ledger = ledger.with_entries(
        replace(entry, state=State.REDIRECT, target=new_id, source=""),
        replace(
            entry,
            id=new_id,
            name=new_id if kind == "tag" else entry.name,
            source=join_sources((*entry.sources, *(holder.sources if holder else ()))),
        ),
        *_repointed(ledger, kind, old_id, new_id),
    )
    changes.done.append(f"{_page(kind, old_id)} redirects to {_page(kind, new_id)}")
    if kind == "paper":
        changes.done.append(f"its citation key stays {entry.name}")
        changes.rename_record(old_id, new_id)
        changes.move_notes(old_id, new_id)
    if kind == "tag":
        changes.rename_tag(old_id, new_id)
    return _outcome(ledger, changes)


def merge(old: str, new: str, ledger: Ledger, files: Mapping[str, str], fill: Fill) -> Outcome:
    """Let one paper or facet value take the place of another, whose address redirects to it.

    Arguments:
        old: The address that goes, see `parse_address`.
        new: The address that stays, of the same kind.
        ledger: The ledger with the rows that the last build minted, written or not.
        files: As for `rename`.
        fill: Fills the record that stays from the one that goes (`record_yaml`).

    Raises:
        LedgerError: When an id is unknown or not live, or the two are not two of one kind. Nothing was changed then.
    """
    kind, old_id = parse_address(old)
    new_kind, new_id = parse_address(new) if "/" in new else (kind, new)
    entry = _live(ledger, kind, old_id)
    _refuse_pair(kind, old_id, new_kind, new_id)
    stays = _live(ledger, kind, new_id)
    changes = FileChanges(files)
    if _unwritten_paper(ledger, stays):
        # A citation key that was never published gives way: the one that people cite goes on.
        stays = replace(stays, name=entry.name, edition=entry.edition)
    ledger = ledger.with_entries(
        replace(entry, state=State.REDIRECT, target=new_id, source=""),
        replace(stays, source=join_sources((*stays.sources, *entry.sources))),
        *_repointed(ledger, kind, old_id, new_id),
    )
    changes.done.append(
        f"{kind} {quoted(old_id)} ({entry.name}) is part of {quoted(new_id)} ({stays.name}): "
        f"{_page(kind, old_id)} redirects to {_page(kind, new_id)}"
    )
    if kind == "paper":
        changes.merge_records(old_id, new_id, fill)
        changes.merge_notes(old_id, new_id)
    if kind == "tag":
        changes.done.append(
            f"move the phrases of tag {quoted(old_id)} to {quoted(new_id)} in {VOCABULARY_FILE}, take the tag away "
            "there, and change it in records that name it"
        )
    return _outcome(ledger, changes)


def withdraw(
    address: str, reason: str, ledger: Ledger, files: Mapping[str, str], title: str = "", byline: str = ""
) -> Outcome:
    """Take a paper or facet value out of the survey; its address tells what stood there and why it is gone.

    Addresses that redirect to it become tombstones too.

    Arguments:
        address: Its address, see `parse_address`.
        reason: Why, in a sentence for readers; not empty.
        ledger: The ledger with the rows that the last build minted, written or not.
        files: As for `rename`.
        title: The paper's title, for the tombstone; kept in the ledger's note.
        byline: Authors and year, for the tombstone.

    Raises:
        LedgerError: When the id is unknown or not live, or there is no reason. Nothing was changed then.
    """
    kind, id = parse_address(address)
    entry = _live(ledger, kind, id)
    if not reason.strip():
        raise LedgerError(
            f"{kind} {quoted(id)} needs a reason to be withdrawn; nothing was changed; "
            "give one for its readers: --reason TEXT"
        )
    note = tombstone_note(reason, title or ("" if kind == "paper" else entry.name), byline)
    changes = FileChanges(files)
    # The origin keys stay on the row, so that an entry that is left in a bulk file gets no second address.
    ledger = ledger.with_entries(replace(entry, state=State.TOMBSTONE, note=note))
    changes.done.append(f"{_page(kind, id)} says that it was withdrawn, and why")
    for redirect in _redirects_to(ledger, kind, id):
        ledger = ledger.with_entries(replace(redirect, state=State.TOMBSTONE, target="", note=note))
        changes.done.append(f"{_page(kind, redirect.id)}, which led to it, says so too")
    if kind == "paper":
        if not changes.delete_record(id) and entry.source:
            changes.done.append(f"take its entry ({entry.sources[0]}) out of the bulk file; until then it is left out")
        if notes_path(id) in files:
            changes.done.append(f"{notes_path(id)} stays; delete it if it is of no more use")
    return _outcome(ledger, changes)


def _live(ledger: Ledger, kind: str, id: str) -> Entry:
    """Give the live row of an id, or say what is there instead."""
    entry = ledger.entry(kind, id)
    if entry is None:
        near = get_close_matches(id, [row.id for row in ledger.entries(kind) if row.state is State.LIVE], n=1)
        way = f"did you mean {quoted(near[0])}?" if near else "look it up in the address of its page"
        raise LedgerError(f"{ledger.file} has no {kind} {quoted(id)}; nothing was changed; {way}")
    if entry.state is State.REDIRECT:
        end = ledger.resolve(kind, id)
        raise LedgerError(
            f"{ledger.origin(kind, id)}: {kind} {quoted(id)} is a redirect already; nothing was changed; "
            f"use {quoted(end.id if end else entry.target)}, to which it leads"
        )
    if entry.state is State.TOMBSTONE:
        raise LedgerError(
            f"{ledger.origin(kind, id)}: {kind} {quoted(id)} was withdrawn; nothing was changed; "
            "set its state to live in that line, and put its record back, to have it again"
        )
    return entry


def _refuse_pair(kind: str, old: str, new_kind: str, new: str) -> None:
    if kind != new_kind:
        raise LedgerError(
            f"{kind} {quoted(old)} and {new_kind} {quoted(new)} are not of one kind; nothing was changed; "
            "name two of one kind"
        )
    if old == new:
        raise LedgerError(f"both sides are {kind} {quoted(old)}; nothing was changed; name two ids")


def _unwritten_paper(ledger: Ledger, entry: Entry) -> bool:
    """Say whether a row is a paper's that only the last build minted: a record whose id was changed by hand."""
    return entry.kind == "paper" and entry.state is State.LIVE and ledger.is_new(entry.kind, entry.id)


def _redirects_to(ledger: Ledger, kind: str, id: str) -> tuple[Entry, ...]:
    """Give the rows whose redirects end at an id, directly or by way of others."""
    rows = (row for row in ledger.entries(kind) if row.state is State.REDIRECT)
    return tuple(row for row in rows if (end := ledger.resolve(kind, row.id)) and end.id == id)


def _repointed(ledger: Ledger, kind: str, old: str, new: str) -> Iterable[Entry]:
    """Give the rows that led to OLD, now leading to NEW, so that no reader takes two steps."""
    return (replace(row, target=new) for row in _redirects_to(ledger, kind, old) if row.id != new)


def _page(kind: str, id: str) -> str:
    return f"{_FOLDERS.get(kind, kind)}/{id}/"
