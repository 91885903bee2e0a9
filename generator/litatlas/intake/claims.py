"""Which work owns which published id: entries of bulk files are found again by their origin keys.

A curated record says its id. An entry of a bulk file does not, so the ledger
keeps its origin keys (`permalink`): its key in its file, its identifiers, its
title with and without the first author. One of them may change at a time, and
the id stays.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from litatlas.identity.identifiers import family_key, normal_title
from litatlas.identity.permalink import Ledger
from litatlas.identity.slugs import slugify_id
from litatlas.model import Record

_TITLE_LENGTH = 24


def origin_keys(group: Sequence[Record]) -> tuple[str, ...]:
    """Give the keys by which the ledger finds a work again, strongest first."""
    keys: dict[str, None] = {}
    for record in group:
        if record.key or record.curated:
            keys[f"{record.origin.file}#{record.key}" if record.key else record.origin.file] = None
    for record in group:
        keys |= dict.fromkeys(f"{scheme}:{value}" for scheme, value in record.identifiers if scheme != "isbn")
    for record in group:
        title = _title_key(record.title)
        if record.authors:
            keys[f"{title}+{slugify_id(family_key(record.authors[0])[:_TITLE_LENGTH], 'author')}"] = None
        keys[title] = None
    return tuple("_".join(key.split()) for key in keys)


@lru_cache(maxsize=65536)
def _title_key(title: str) -> str:
    """Give a key for a title: its first words for people, a hash of the whole for certainty."""
    digest = hashlib.sha256(normal_title(title).encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"title:{slugify_id(title[: 4 * _TITLE_LENGTH], 'paper')[:_TITLE_LENGTH].strip('-')}-{digest}"


class Claim(NamedTuple):
    """What a work claims."""

    id: str
    """Its published id; empty for a work that is new."""

    group: tuple[Record, ...]
    """Its records."""

    keys: tuple[str, ...]
    """The keys by which the ledger finds it again."""


def claims_of(groups: Iterable[tuple[Record, ...]], ledger: Ledger) -> list[Claim]:
    """Find the published id of each work.

    A work that says its id has it. Otherwise it has the id that most of its
    own keys lead to. A key that several works carry (a title that two papers
    share, a proceedings' DOI) gives its id to one of them, and only if no key
    of its own gave it to another. Two works may have one id: they were merged
    in the ledger.

    Arguments:
        groups: The works, in an order that is the same for the same records.
        ledger: The ledger.
    """
    return claimed_again([Claim("", group, origin_keys(group)) for group in groups], ledger)


def claimed_again(claims: Sequence[Claim], ledger: Ledger) -> list[Claim]:
    """Find the ids of the same works in another ledger."""
    carriers = Counter(key for claim in claims for key in set(claim.keys))
    ids = [
        next((record.id for record in claim.group if record.id), "")
        or _most_claimed(ledger, [key for key in claim.keys if carriers[key] == 1])
        for claim in claims
    ]
    given = set(ids) - {""}
    for at, claim in enumerate(claims):
        if ids[at]:
            continue
        shared = (ledger.id_of_source(key) for key in claim.keys if carriers[key] > 1)
        ids[at] = next((id for id in shared if id and id not in given), "")
        given.add(ids[at])
    return [claim._replace(id=id) for claim, id in zip(claims, ids, strict=True)]


def _most_claimed(ledger: Ledger, keys: Sequence[str]) -> str:
    votes = Counter(id for id in map(ledger.id_of_source, keys) if id)
    return votes.most_common(1)[0][0] if votes else ""  # of equally many, the one of the strongest key
