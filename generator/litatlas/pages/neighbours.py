"""Related papers with their reasons, and who names whom."""

from dataclasses import dataclass

from litatlas.library import newest_first_key
from litatlas.model import Mention, Paper, Reason, ReasonKind
from litatlas.pages.inline import Rich, Span, excerpt, rich, rich_title
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import enumeration, short_byline


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason in words: a leading word or two, then what they are about."""

    lead: str
    rest: Rich


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A related paper, as the page shows it."""

    path: str
    title: Rich
    status: str
    """`Retracted`; empty for a work that stands."""

    byline: str
    reasons: tuple[ReasonLine, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """A paper whose text names this one."""

    path: str
    title: Rich
    status: str
    byline: str
    sentence: Rich
    """Empty where the list of related papers quotes it."""


def make_neighbours(paper: Paper, survey: Survey) -> tuple[Neighbour, ...]:
    """Build the ranked list of related papers."""
    return tuple(_neighbour(paper, id, reasons, survey) for id, reasons in survey.relations.reasons_of(paper.id))


def make_namings(paper: Paper, survey: Survey) -> tuple[Naming, ...]:
    """Build the list of papers that name this one, newest first, each once."""
    by_source: dict[str, Mention] = {}
    for mention in survey.relations.mentioned_by(paper.id):
        by_source.setdefault(mention.source, mention)
    quoted = {
        id
        for id, reasons in survey.relations.reasons_of(paper.id)
        if any(reason.kind is ReasonKind.MENTIONED_BY and reason.sentence for reason in reasons)
    }
    papers = sorted((survey.library.by_id[id] for id in by_source), key=newest_first_key)
    return tuple(
        Naming(
            path=page_path("paper", other.id),
            title=rich_title(other.title),
            status=other.status.status.word,
            byline=short_byline(other),
            sentence=() if other.id in quoted else _quoted(by_source[other.id].sentence, by_source[other.id].name),
        )
        for other in papers
    )


def display_name(paper: Paper) -> str:
    """Give the name by which a sentence speaks of a paper: its short name, or its title."""
    return paper.short or paper.title


def _neighbour(paper: Paper, id: str, reasons: tuple[Reason, ...], survey: Survey) -> Neighbour:
    other = survey.library.by_id[id]
    return Neighbour(
        path=page_path("paper", other.id),
        title=rich_title(other.title),
        status=other.status.status.word,
        byline=short_byline(other),
        reasons=tuple(reason_in_words(reason, paper, other) for reason in reasons),
    )


def reason_in_words(reason: Reason, paper: Paper, other: Paper) -> ReasonLine:
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
