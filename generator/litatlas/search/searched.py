"""Everything that can be found, by number: papers, the sections of hand-written pages after them."""

from collections.abc import Iterator, Mapping

from litatlas.incremental.memo import NOTHING, Digest, Memo, remembered
from litatlas.library.paper_memo import NameMarks, lists_mark
from litatlas.library.paper_memo import marks_of as marks_of_papers
from litatlas.pages.survey import Survey
from litatlas.search.fields import findable
from litatlas.search.numbers import numbered
from litatlas.search.sections import Section, sections
from litatlas.search.showing import Source


def paper_numbers(survey: Survey, memo: Memo) -> tuple[dict[str, int], int]:
    """Give what `numbered` does for the papers of a survey."""
    key = lists_mark(survey.library, survey.ledger, memo)
    return remembered(memo.stage("search-numbers"), key, lambda: numbered(survey.library))


def _sections_of(texts: Mapping[str, str], memo: Memo) -> tuple[Section, ...]:
    """Give what `sections` does; looked for again only where one of the texts is another one."""
    return remembered(memo.stage("search-sections"), memo.digest(texts), lambda: tuple(sections(texts)))


class Searched(Mapping[int, Source]):
    """What the documents of a survey are made from: that of a paper comes about when it is asked for."""

    def __init__(self, survey: Survey, memo: Memo = NOTHING) -> None:
        """Number what can be found; the numbers of papers are remembered while lists stay."""
        numbers, end = paper_numbers(survey, memo)
        self._survey = survey
        self._papers = {numbers[paper.id]: paper for paper in survey.library}
        self._sections = dict(enumerate(_sections_of(survey.texts, memo), end))

    def __getitem__(self, number: int) -> Source:
        """Give what a document is made from."""
        paper = self._papers.get(number)
        return findable(paper, self._survey) if paper else self._sections[number]

    def __iter__(self) -> Iterator[int]:
        """Give all numbers."""
        yield from self._papers
        yield from self._sections

    def __len__(self) -> int:
        """Give how many documents there are."""
        return len(self._papers) + len(self._sections)

    def marks(self, memo: Memo) -> dict[int, Digest]:
        """Give what tells each document from others."""
        notes, none, names = self._survey.notes, memo.digest(), NameMarks.of(self._survey.library, memo)
        papers = self._papers.values()
        beside = (
            (memo.digest(notes[paper.id]) if paper.id in notes else none)
            + names.of_theme(paper)
            + names.of_tags[paper.id]
            for paper in papers
        )
        marks = dict(zip(self._papers, marks_of_papers(papers, memo, beside), strict=True))
        return marks | {number: memo.digest(section) for number, section in self._sections.items()}


def marks_of(sources: Mapping[int, Source], memo: Memo) -> dict[int, Digest]:
    """Give what tells each source from others, by number."""
    if isinstance(sources, Searched):
        return sources.marks(memo)
    return {number: memo.digest(source) for number, source in sources.items()}
