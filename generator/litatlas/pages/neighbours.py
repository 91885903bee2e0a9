"""Related papers with their reasons, and who names whom."""

from collections.abc import Iterable

from msgspec import Struct

from litatlas.incremental.packing import Parcel
from litatlas.library import newest_first_key
from litatlas.model import Mention, Paper, Reason, ReasonKind
from litatlas.pages.inline import Rich, Span, excerpt, rich, rich_title
from litatlas.pages.others import Named, Other, display_name, other_paper, seen
from litatlas.pages.survey import Survey
from litatlas.pages.wording import enumeration


class ReasonLine(Struct, frozen=True):
    """One reason in words: a leading word or two, then what they are about."""

    lead: str
    rest: Rich


class Neighbour(Struct, frozen=True):
    """A related paper, as the page shows it."""

    path: str
    title: Rich
    status: str
    """`Retracted`; empty for a work that stands."""

    byline: str
    reasons: tuple[ReasonLine, ...]


class Naming(Struct, frozen=True):
    """A paper whose text names this one."""

    path: str
    title: Rich
    status: str
    byline: str
    sentence: Rich
    """Empty where the list of related papers quotes it."""


class Related(Struct, frozen=True):
    """A related paper, as the list of them is made from it."""

    other: Parcel
    reasons: tuple[Reason, ...]


class NamedBy(Struct, frozen=True):
    """A paper whose text names another, and where."""

    other: Parcel
    name: str
    sentence: str
    """Empty where the list of related papers quotes it."""


def related_papers(paper: Paper, survey: Survey) -> tuple[Related, ...]:
    """Give the ranked list of related papers."""
    return tuple(Related(other_paper(survey, id), reasons) for id, reasons in survey.relations.reasons_of(paper.id))


def named_by(paper: Paper, survey: Survey) -> tuple[NamedBy, ...]:
    """Give the papers that name this one, newest first, each once."""
    by_source: dict[str, Mention] = {}
    for mention in survey.relations.mentioned_by(paper.id):
        by_source.setdefault(mention.source, mention)
    if not by_source:
        return ()
    quoted = {
        id
        for id, reasons in survey.relations.reasons_of(paper.id)
        if any(reason.kind is ReasonKind.MENTIONED_BY and reason.sentence for reason in reasons)
    }
    others = sorted((other_paper(survey, id) for id in by_source), key=lambda parcel: newest_first_key(seen(parcel)))
    mentions = ((other, by_source[seen(other).id]) for other in others)
    return tuple(
        NamedBy(other, mention.name, "" if mention.source in quoted else mention.sentence)
        for other, mention in mentions
    )


def make_neighbours(paper: Paper, related: Iterable[Related]) -> tuple[Neighbour, ...]:
    """Build the list of related papers, their reasons in words."""
    return tuple(_neighbour(paper, seen(one.other), one.reasons) for one in related)


def make_namings(found: Iterable[NamedBy]) -> tuple[Naming, ...]:
    """Build the list of papers that name one."""
    return tuple(_naming(seen(one.other), one) for one in found)


def _naming(other: Other, found: NamedBy) -> Naming:
    return Naming(
        path=other.path,
        title=rich_title(other.title),
        status=other.status,
        byline=other.byline,
        sentence=_quoted(found.sentence, found.name),
    )


def _neighbour(paper: Paper, other: Other, reasons: Iterable[Reason]) -> Neighbour:
    return Neighbour(
        path=other.path,
        title=rich_title(other.title),
        status=other.status,
        byline=other.byline,
        reasons=tuple(reason_in_words(reason, paper, other) for reason in reasons),
    )


def reason_in_words(reason: Reason, paper: Named, other: Named) -> ReasonLine:
    """Say why two papers are related, seen from the page of `paper`."""
    terms = enumeration(reason.terms)
    match reason.kind:
        case ReasonKind.MENTIONS:
            return ReasonLine("Names", _quotation(reason, display_name(other)))
        case ReasonKind.MENTIONED_BY:
            return ReasonLine("Named by it", _quotation(reason, display_name(paper), said=False))
        case ReasonKind.CITES:
            return ReasonLine("Cites", _words("it in its references"))
        case ReasonKind.CITED_BY:
            return ReasonLine("Cited by it", _words("in its references"))
        case ReasonKind.REFERENCES:
            return ReasonLine("Share", _words(_counted(reason, "reference", "references")))
        case ReasonKind.CO_CITED:
            return ReasonLine(
                "Cited together", _words("by " + _counted(reason, "paper of this survey", "papers of this survey"))
            )
        case ReasonKind.ARTEFACT:
            return ReasonLine("Share", _addresses(reason.terms))
        case ReasonKind.AUTHORS:
            noun = "the author" if len(reason.terms) == 1 else "the authors"
            return ReasonLine("Share", _words(f"{noun} {terms}"))
        case ReasonKind.TERMS:
            return ReasonLine("Both study", _words(terms))


def _counted(reason: Reason, one: str, many: str) -> str:
    """Give how many works there are, and the names of some: `12 references, among them Flamingo and CLIP`."""
    among = ":" if reason.count == len(reason.terms) else ", among them"
    return f"{reason.count} {one if reason.count == 1 else many}{among} {enumeration(reason.terms)}"


def _quotation(reason: Reason, name: str, said: bool = True) -> Rich:
    """Give the name, unless it is plain which, and the sentence that it stands in, where there is one."""
    name = reason.terms[0] if reason.terms else name
    if not reason.sentence:
        return _words(name)
    return (*_words(f"{name}: “" if said else "“"), *_quoted(reason.sentence, name), *_words("”"))


QUOTED_ROOM = 120
"""Characters quoted on each side of a name: enough to see why; the whole sentence is in the abstract it is from."""


def _quoted(sentence: str, name: str) -> Rich:
    return excerpt(sentence, name, QUOTED_ROOM)


def _addresses(terms: tuple[str, ...]) -> Rich:
    spans: list[Span] = []
    for number, term in enumerate(terms):
        spans += _words(", " if number else "")
        spans += rich(term)
    return tuple(spans)


def _words(text: str) -> Rich:
    return (Span("text", text),) if text else ()
