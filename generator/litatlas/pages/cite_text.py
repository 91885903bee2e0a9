"""What a paper's page leaves to the text beside it: its references in further styles, and why it has its tags.

They would be a sixth of a page's bytes, on every page, for what a reader wants
on some. So they stand in a file of text, which the page links, and in the data
of the cards, from which cite.js shows them where they are opened.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from litatlas.citation import ExportContext
from litatlas.exports.addresses import references_path
from litatlas.exports.plan import PAPERS, paper_addresses
from litatlas.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.markdown_escape import link_target
from litatlas.mathml import plain_text, to_plain
from litatlas.memo import Digest, Memo
from litatlas.model import Paper
from litatlas.pages.cite import CiteBox, Way, full_cite_box, unfenced
from litatlas.pages.inline import Rich
from litatlas.pages.survey import Survey
from litatlas.pages.tag_lines import why_tags


def reference_marks(survey: Survey, keys: Mapping[str, Digest], memo: Memo) -> Mapping[str, Digest]:
    """Give a digest by paper: where it is the same, so is all that is told of its references and tags.

    Arguments:
        survey: The papers.
        keys: The same of their export entries.
        memo: Digests.
    """
    if not survey.exports.references:
        return keys
    given = memo.digest(survey.settings, survey.exports.own_papers)
    by_id = survey.library.by_id
    return {
        id: memo.digest(key, survey.citations.get(id), why_tags(by_id[id], survey), given) for id, key in keys.items()
    }


def reference_files(
    survey: Survey, marks: Mapping[str, Digest], kept: KeyedFiles = ALWAYS
) -> Iterator[tuple[str, Content]]:
    """Give the text beside every paper's page as (path below docs/, text); an old address has that of the new one."""
    if not survey.exports.references:
        return
    context = ExportContext.of(survey.settings, survey.library)
    for id, papers in paper_addresses(survey.library, survey.ledger):
        path = references_path(PAPERS, id)
        make = partial(_texts, papers, survey, context)
        yield path, kept.file(path, tuple(marks[paper.id] for paper in papers), make).content


def _texts(papers: Iterable[Paper], survey: Survey, context: ExportContext) -> str:
    texts = (page_text(paper, full_cite_box(paper, survey, context), why_tags(paper, survey)) for paper in papers)
    return "\n".join(texts) or "\n"


def page_text(paper: Paper, box: CiteBox, why: Sequence[Rich]) -> str:
    """Give all references to a paper as plain text, each below its style, and a line for each of its tags."""
    parts = [plain_text(paper.title), *(_part(way) for way in box.ways if way.reference)]
    if box.other:
        parts += [f"{box.other_label}:", *map(_part, box.other)]
    if why:
        parts.append("\n".join(["Why these tags", *map(_plain, why)]))
    return "\n\n".join(parts) + "\n"


class ReferenceData:
    """What a survey's pages leave to cite.js, for the data of the cards."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._context = ExportContext.of(survey.settings, survey.library)

    def __call__(self, id: str) -> dict[str, Any]:
        """Give it as a part of a paper's data: references by style, the blocks of its other version, why its tags."""
        if not self._survey.exports.references:
            return {}
        paper = self._survey.library.by_id[id]
        box = full_cite_box(paper, self._survey, self._context)
        styles = {way.label: stretches(way.reference) for way in box.folded}
        other = [unfenced(way.code) or stretches(way.reference) for way in box.other]
        why = [stretches(line) for line in why_tags(paper, self._survey)]
        told = (("styles", styles), ("other", other), ("why", why))
        return {"references": {name: value for name, value in told if value}}


def stretches(reference: Rich) -> list[tuple[str, str]]:
    """Give a reference as kind and text of its stretches, formulas as text in Unicode."""
    return [_stretch(span.kind, span.text) for span in reference]


def _stretch(kind: str, text: str) -> tuple[str, str]:
    if kind == "math":
        return "text", to_plain(text)
    return "text" if kind == "url" and not link_target(text) else kind, text.replace("\\$", "$")


def _part(way: Way) -> str:
    return f"{way.label}\n{unfenced(way.code) or _plain(way.reference)}"


def _plain(line: Rich) -> str:
    return "".join(text for _, text in stretches(line)).strip()
