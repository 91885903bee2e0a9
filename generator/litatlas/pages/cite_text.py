"""The formatted references of each paper beside its page: as text for people, as data for the box on the page.

A page shows its first style; four more would be a tenth of its bytes, on every
page, for the one that a reader wants on some. Those stand in a file of text,
which the page links, and in the data of the cards, from which cite.js shows them.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from litatlas.citation import ExportContext
from litatlas.citation.references import Citations
from litatlas.exports.addresses import references_path
from litatlas.exports.plan import PAPERS, paper_addresses
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.incremental.memo import Digest, Memo
from litatlas.markup.markdown_escape import link_target
from litatlas.markup.mathml import plain_text, to_plain
from litatlas.model import Paper
from litatlas.pages.cite import CiteBox, Way, full_cite_box, unfenced
from litatlas.pages.common import Common
from litatlas.pages.inline import Rich
from litatlas.pages.survey import Survey


def reference_marks(survey: Survey, keys: Mapping[str, Digest], memo: Memo) -> Mapping[str, Digest]:
    """Give a digest by paper: where it is the same, so is all that is told of its references.

    Arguments:
        survey: The papers.
        keys: The same of their export entries.
        memo: Digests.
    """
    if not survey.exports.references:
        return keys
    given = memo.digest(survey.settings, survey.exports.own_papers)
    return {id: memo.digest(key, survey.citations.get(id), given) for id, key in keys.items()}


def reference_files(
    survey: Survey, marks: Mapping[str, Digest], kept: KeyedFiles = ALWAYS
) -> Iterator[tuple[str, Content]]:
    """Give the references of every paper as (path below docs/, text); an old address has those of the new one."""
    if not survey.exports.references:
        return
    context = ExportContext.of(survey.settings, survey.library)
    for id, papers in paper_addresses(survey.library, survey.ledger):
        path = references_path(PAPERS, id)
        make = partial(_texts, papers, survey, context)
        yield path, kept.file(path, tuple(marks[paper.id] for paper in papers), make).content


def _texts(papers: Iterable[Paper], survey: Survey, context: ExportContext) -> str:
    texts = (references_text(paper, _box(paper, survey, context)) for paper in papers)
    return "\n".join(texts) or "\n"


def _box(paper: Paper, survey: Survey, context: ExportContext) -> CiteBox:
    return full_cite_box(paper, survey.citations.get(paper.id, Citations()), Common.of(survey), context)


def references_text(paper: Paper, box: CiteBox) -> str:
    """Give all references to a paper as plain text, each below its style."""
    parts = [plain_text(paper.title), *(_part(way) for way in box.ways if way.reference)]
    if box.other:
        parts += [f"{box.other_label}:", *map(_part, box.other)]
    return "\n\n".join(parts) + "\n"


class ReferenceData:
    """What the boxes of a survey's pages leave to cite.js, for the data of the cards."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._context = ExportContext.of(survey.settings, survey.library)

    def __call__(self, id: str) -> dict[str, Any]:
        """Give it as a part of a paper's data: references by style, and the blocks of its other version."""
        if not self._survey.exports.references:
            return {}
        box = _box(self._survey.library.by_id[id], self._survey, self._context)
        styles = {way.label: stretches(way.reference) for way in box.folded}
        other = [unfenced(way.code) or stretches(way.reference) for way in box.other]
        return {"references": {name: value for name, value in (("styles", styles), ("other", other)) if value}}


def stretches(reference: Rich) -> list[tuple[str, str]]:
    """Give a reference as kind and text of its stretches, formulas as text in Unicode."""
    return [_stretch(span.kind, span.text) for span in reference]


def _stretch(kind: str, text: str) -> tuple[str, str]:
    if kind == "math":
        return "text", to_plain(text)
    return "text" if kind == "url" and not link_target(text) else kind, text.replace("\\$", "$")


def _part(way: Way) -> str:
    body = unfenced(way.code) or "".join(text for _, text in stretches(way.reference)).strip()
    return f"{way.label}\n{body}"
