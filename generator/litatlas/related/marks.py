"""What tells papers from others as far as they are compared: steps that read no more look again where that changed."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from litatlas.incremental.memo import Digest, Memo
from litatlas.model import Paper
from litatlas.related.artefacts import addresses
from litatlas.related.tokens import texts_of


class Marks(Struct, frozen=True):
    """Digests of each paper, in the order of the library; empty ones where nothing is remembered."""

    texts: tuple[Digest, ...]
    """Of what `read_texts` gives."""

    facts: tuple[Digest, ...]
    """Of what `read_facts` gives."""

    subjects: tuple[Digest, ...]
    """Of what `read_subjects` gives."""


def read_texts(paper: Paper) -> tuple[object, ...]:
    """Give a paper's id and all of its words."""
    return (paper.id, *(text for _, text in texts_of(paper)))


def read_facts(paper: Paper) -> tuple[object, ...]:
    """Give what relates a paper to others beside its words and subjects: people, references and addresses.

    What others' references call it is left out: it matters only where there are any.
    """
    known_as = (paper.id, paper.citation_key, paper.identifiers)
    return (*known_as, paper.references, paper.authors, list(addresses(paper)))


def read_subjects(paper: Paper) -> tuple[object, ...]:
    """Give what says of a paper what it is about: tags and keywords."""
    heard = [
        (tagging.slug, [(found.field == "title", found.phrase) for found in tagging.evidence]) for tagging in paper.tags
    ]
    return (paper.id, paper.keywords, heard)


def chosen_marks(papers: Sequence[Paper], *by_id: Mapping[str, Digest]) -> Marks:
    """Put the digests of the texts, facts and subjects of papers, which are known by id, in order."""
    ids = [paper.id for paper in papers]
    return Marks(*(tuple(map(marks.__getitem__, ids)) for marks in by_id))


def marks_of(papers: Sequence[Paper], memo: Memo) -> Marks:
    """Look at all papers anew."""
    looks = (read_texts, read_facts, read_subjects)
    return Marks(*(tuple(memo.digest(read(paper)) for paper in papers) for read in looks))
