"""The files under graph/: the data of the map for a client, and the graph for other programs."""

from collections.abc import Iterator

from litatlas.graph.data import data_files
from litatlas.graph.exports import graph_exports, relation_marks
from litatlas.graph.tiles import Dots
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.incremental.memo import NOTHING, Memo
from litatlas.pages.survey import Survey
from litatlas.workers import ALONE, Workers


def graph_files(
    survey: Survey, memo: Memo = NOTHING, workers: Workers = ALONE, kept: KeyedFiles = ALWAYS
) -> Iterator[tuple[str, str, Content]]:
    """Give every file as (path below docs/, what it is of, text; in UTF-8 where it grows with the survey).

    Arguments:
        survey: Everything that they are made from.
        memo: What was told of papers before.
        workers: Write what is told of papers side by side.
        kept: The files that stand there.
    """
    marks, dots = relation_marks(survey, memo), Dots(survey)
    for path, content in data_files(survey, dots, marks, memo, workers, kept):
        yield path, "the data of the map", content
    for path, content in graph_exports(survey, dots, marks, memo, workers, kept):
        yield path, "the graph of the papers", content
