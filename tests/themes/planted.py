"""A library in which three matters are planted, compared as the pipeline does it."""

from litatlas.identity.permalink import Entry, Ledger
from litatlas.library import Library
from litatlas.model import Paper, PartialDate
from litatlas.problems import Origin, Problems
from litatlas.related import relate, score, telling_terms
from litatlas.settings import RelatedSettings, Settings
from litatlas.themes import Compared, Themes, find_themes, paper_graph
from litatlas.vocabulary.taxonomy import Vocabulary

MATTERS = {
    "whale": ("whale song", "humpback whale", "ocean acoustics", "hydrophone recordings", "migration routes"),
    "bridge": ("suspension bridge", "steel cable", "wind load", "structural fatigue", "concrete pillars"),
    "violin": ("baroque violin", "spruce top plate", "string vibration", "bow pressure", "musical timbre"),
}


def paper(id: str, title: str, abstract: str, year: int = 2020) -> Paper:
    return Paper(id, id, title, Origin("test.yml", 1), abstract=abstract, issued=PartialDate(year))


def planted(each: int = 8, matters: tuple[str, ...] = tuple(MATTERS)) -> tuple[Paper, ...]:
    """Give so many papers of each matter; each speaks of three of its five phrases."""
    found = []
    for matter in matters:
        phrases = MATTERS[matter]
        for number in range(each):
            said = [phrases[(number + step) % len(phrases)] for step in range(3)]
            text = (
                f"We study {said[0]} and {said[1]}. Our results on {said[2]} show how {said[0]} depends on {said[1]}."
            )
            found.append(paper(f"{matter}-{number}", f"On {said[0]} and {said[2]}", text, 2010 + number))
    return tuple(found)


def ledger_of(papers: tuple[Paper, ...]) -> Ledger:
    return Ledger([Entry("paper", one.id, one.citation_key) for one in papers])


def compared(papers: tuple[Paper, ...]) -> Compared:
    library, settings, vocabulary = Library(papers, {}), RelatedSettings(), Vocabulary()
    scores = score(library, settings, vocabulary)
    terms = telling_terms(library, scores)
    relations = relate(library, settings, vocabulary, scores, terms)
    return Compared(library, vocabulary, scores, terms, relations, paper_graph(scores))


def themes_of(
    papers: tuple[Paper, ...],
    memory: str = "",
    settings: Settings | None = None,
    ledger: Ledger | None = None,
    problems: Problems | None = None,
) -> tuple[Themes, Ledger]:
    return find_themes(
        compared(papers),
        settings or Settings("Planted"),
        ledger or ledger_of(papers),
        memory,
        problems if problems is not None else Problems(),
    )
