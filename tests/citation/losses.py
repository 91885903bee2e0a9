"""What does not come back when an export is read again, and why: the one table of it, which the tests hold us to."""

from dataclasses import dataclass

_TEX = ("bibtex", "bibtex-ascii", "biblatex")
_REFERENCES = (*_TEX, "ris", "csl-json")
_JSON = ("jsonl", "json")


@dataclass(frozen=True, slots=True)
class Loss:
    """A field of a paper that some formats cannot carry whole."""

    field: str
    """Name of the field of `Paper`."""

    formats: tuple[str, ...]
    reason: str


LOSSES = (
    Loss("tags", _REFERENCES, "Tags are the survey's own; they are found again by its vocabulary."),
    Loss("curated_tags", _REFERENCES, "Tags are the survey's own; keywords of the work are written, tags are not."),
    Loss("curated_tags", (*_JSON, "csv"), "All tags are written, found and curated; read back, all are curated."),
    Loss("tags", (*_JSON, "csv"), "A tag that was found comes back as one that a person set."),
    Loss("links", _REFERENCES, "A reference has one address, and a PDF in RIS; code and data have no field."),
    Loss("links", ("csv",), "Addresses stand in one column for each kind: their labels and their order are lost."),
    Loss("attributes", (*_REFERENCES, "csv"), "The survey's own columns have no field, and no fixed place."),
    Loss("references", (*_REFERENCES, "csv"), "No reference format lists what a work cites."),
    Loss("sources", (*_REFERENCES, "csv"), "Where a record came from is no part of a reference."),
    Loss("note", _REFERENCES, "A remark on the record, not on the work."),
    Loss("added", _REFERENCES, "When the survey took the paper in is not part of a reference."),
    Loss("authors", (*_REFERENCES, "csv"), "ORCID iDs and disambiguators have no place beside a name."),
    Loss("abstract", (*_TEX, "ris"), "One field is one line: paragraphs are joined."),
    Loss("venue", _REFERENCES, "That a preprint without a venue is on arXiv is said, and read back as its venue."),
    Loss("kind", _TEX, "Entries of type misc say nothing; the kind is worked out from venue and identifiers."),
    Loss("keywords", (*_TEX, "csl-json"), "Keywords stand in one field with commas; a comma in one becomes a blank."),
)
"""Every loss. A field that is not named here comes back equal."""


def lost_fields(format: str) -> frozenset[str]:
    """Give the fields that a format does not bring back whole, in some papers at least."""
    return frozenset(loss.field for loss in LOSSES if format in loss.formats)
