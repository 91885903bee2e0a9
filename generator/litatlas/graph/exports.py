"""The graph of the papers for other programs: GraphML, GEXF 1.3 (Gephi), node-link JSON (networkx, D3) and CSV.

Two related papers are one edge of an undirected graph. Where one names or cites the other, that one is the edge's
source and `directed` is true. Every edge says why: `kinds` (as in `ReasonKind`) and `reasons`, in words seen from
its source. What a file tells of a paper and of the edges that begin at it is taken over from the one that stands there
(`incremental.splicing`).
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from litatlas.graph.formats import FORMATS, GraphFormat, Node, Relation, Value
from litatlas.graph.telling import in_plain_words
from litatlas.graph.tiles import Dots
from litatlas.incremental.columns import places_among
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.incremental.memo import BATCH, NOTHING, Digest, Memo
from litatlas.incremental.packing import Parcel, packed, unpacked
from litatlas.incremental.pieces import Later, OldFile, Pieces
from litatlas.incremental.splicing import NOWHERE, Places, Texts, splice
from litatlas.library.paper_memo import listed_marks, marks_with
from litatlas.markup.mathml import plain_text
from litatlas.model import Paper, ReasonKind
from litatlas.pages.head import page_address
from litatlas.pages.others import display_name
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.related.mixing import digests, in_order, mixed, name_of
from litatlas.survey_graph import DIRECTED, Edge, edge_kind
from litatlas.workers import ALONE, Workers

MANY = 1000
"""Papers of which to write what is told takes longer than the start of processes, which read the program anew."""


class Told(Struct, frozen=True):
    """What the files tell of an edge is made from this, and nothing else."""

    edge: Edge
    names: tuple[str, str]
    """Of the papers at its ends."""


class Drawn(Struct, frozen=True):
    """The same of a paper and of the edges that begin at it."""

    node: Node
    edges: tuple[Told, ...]


Marks = Mapping[str, Digest]
"""The digest of all that is told of each paper's relations, by its id; of papers without any there need be none."""


def relation_marks(survey: Survey, memo: Memo) -> Marks:
    """Give a digest for each paper: where it is the same, so are its edges and the names of their ends."""
    edges, by_id = survey.graph.edges, survey.library.by_id
    ids, (numbers, bounds) = edges.lists.ids, edges.of_papers
    names = np.array([name_of(display_name(by_id[id])) if id in by_id else 0 for id in ids], dtype=np.uint64)
    told = in_order(edges.marks[numbers], bounds)
    return dict(zip(ids, digests(mixed(told, names, edges.of_ends(names)), memo.digest("relations")), strict=True))


class Bundle(Struct, frozen=True):
    """Texts of some papers, packed together."""

    pack: bytes
    sizes: tuple[int, ...]
    """Bytes of each text."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Bundle":
        """Pack texts."""
        encoded = [text.encode("utf-8") for text in texts]
        return cls(zlib.compress(b"".join(encoded), 1), tuple(map(len, encoded)))

    def texts(self) -> list[bytes]:
        """Give the texts."""
        content = zlib.decompress(self.pack)
        return [content[start:end] for start, end in pairwise(accumulate(self.sizes, initial=0))]


Bundles = tuple[tuple[Bundle, Bundle], ...]
"""What each format tells of some papers, and of the edges that begin at each."""


class Before(Struct, frozen=True):
    """The files of the last build."""

    keys: bytes = b""
    """Of what they tell of each paper, one behind the other."""

    hashes: tuple[str, ...] = ("",) * len(FORMATS)
    texts: tuple[tuple[Texts, Texts], ...] = ((NOWHERE, NOWHERE),) * len(FORMATS)
    """Where each tells of papers, and where of edges."""


def graph_exports(
    survey: Survey, dots: Dots, marks: Marks, memo: Memo = NOTHING, workers: Workers = ALONE, kept: KeyedFiles = ALWAYS
) -> Iterator[tuple[str, Content]]:
    """Give every file as (path below docs/, content in UTF-8)."""
    papers, keys = survey.library.papers, _keys(survey, dots, marks, memo)
    title, stage, place = survey.settings.title, memo.stage("graph"), memo.digest("files")
    inputs = (title, b"".join(keys))
    paths = [f"graph/{format.name}" for format in FORMATS]
    standing = [made for path in paths if (made := kept.standing(path, inputs))]
    if len(standing) == len(paths):
        stage.use([place])
        yield from zip(paths, (made.content for made in standing), strict=True)
        return
    before: Before = stage.get(place) or Before()
    olds = [kept.old(path, sha256) for path, sha256 in zip(paths, before.hashes, strict=True)]
    if not all(olds):
        before = Before()
    places = places_among(keys, before.keys)
    new = np.flatnonzero(places < 0).tolist()
    bundles = list(_bundles([node_of(papers[at], survey) for at in new], survey, workers))
    hashes, texts = [], []
    for number, (path, format) in enumerate(zip(paths, FORMATS, strict=True)):
        own = _Opened(new, [each[number][0] for each in bundles]), _Opened(new, [each[number][1] for each in bundles])
        content, told = spliced(format, title, olds[number], before.texts[number], places, *own)
        olds[number] = None
        made = kept.take(path, inputs, content)
        hashes.append(made.sha256)
        texts.append(told)
        yield path, made.content
    stage.put(place, Before(inputs[1], tuple(hashes), tuple(texts)))


def _keys(survey: Survey, dots: Dots, marks: Marks, memo: Memo) -> list[Digest]:
    """Give a digest of all that the files tell of each paper and of its edges."""
    papers, given, none = survey.library.papers, memo.digest(survey.settings.address), memo.digest()
    themes = {theme.slug: memo.digest(theme.name, theme.colour) for theme in survey.themes.all}
    beside = (
        given + marks.get(paper.id, none) + themes.get(paper.theme, none) + row
        for paper, row in zip(papers, dots.rows(), strict=True)
    )
    return marks_with(listed_marks(papers, memo), beside)


class _Opened:
    """The texts of some papers, from bundles that are unpacked one after the other."""

    def __init__(self, papers: Sequence[int], bundles: Sequence[Bundle]) -> None:
        """Take bundles of the texts of so many papers each, by the places of these among all."""
        self._number = {at: number for number, at in enumerate(papers)}
        self._bundles = bundles
        self._open, self._texts = -1, list[bytes]()

    def __call__(self, paper: int) -> Later:
        """Give the text of a paper."""
        bundle, place = divmod(self._number[paper], BATCH)
        return Later(self._bundles[bundle].sizes[place], partial(self._text, bundle, place))

    def _text(self, bundle: int, place: int) -> bytes:
        if bundle != self._open:
            self._open, self._texts = bundle, self._bundles[bundle].texts()
        return self._texts[place]


def _bundles(nodes: Sequence[Node], survey: Survey, workers: Workers) -> Iterator[Bundles]:
    """Write what is told of some papers, side by side where they are many."""
    batches = (nodes[start : start + BATCH] for start in range(0, len(nodes), BATCH))
    calls = (packed([_drawn(node, survey) for node in batch]) for batch in batches)
    return (workers if len(nodes) > MANY else ALONE).map(pack_drawn, calls)


def _drawn(node: Node, survey: Survey) -> Drawn:
    edges, by_id = survey.graph.edges, survey.library.by_id
    numbers, kinds = edges.numbers_of(node.id), edges.kinds
    ends = zip(numbers.tolist(), edges.a[numbers].tolist(), edges.b[numbers].tolist(), strict=True)
    here = edges.lists.places.get(node.id)
    # Only these become objects: the others are told where they begin.
    begun = (edges[number] for number, a, b in ends if (b if points_back(kinds[number]) else a) == here)
    return Drawn(
        node,
        tuple(
            Told(edge, (display_name(by_id[edge.a]), display_name(by_id[edge.b])))
            for edge in sorted(begun, key=lambda edge: edge.other(node.id))
        ),
    )


def pack_drawn(parcel: Parcel) -> Bundles:
    """Write and pack what is told of some papers."""
    drawn = unpacked(parcel, tuple[Drawn, ...])
    nodes = [replace(one.node, attributes=tuple(map(_plain, one.node.attributes))) for one in drawn]
    edges = [[relation_of(told, number) for number, told in enumerate(one.edges)] for one in drawn]
    return tuple(
        (
            Bundle.of(map(format.node, nodes)),
            Bundle.of(format.between.join(map(format.edge, relations)) for relations in edges),
        )
        for format in FORMATS
    )


def _plain(attribute: tuple[str, Value]) -> tuple[str, Value]:
    name, value = attribute
    return name, plain_text(str(value)) if name in ("label", "title") else value


def spliced(
    format: GraphFormat,
    title: str,
    old: OldFile | None,
    before: tuple[Texts, Texts],
    places: Places,
    node: Callable[[int], Later],
    edges: Callable[[int], Later],
) -> tuple[Pieces, tuple[Texts, Texts]]:
    """Put a file together; gives its pieces, and where it tells of what.

    Arguments:
        format: What it is written in.
        title: Of the survey.
        old: The file that stands there; none where nothing is taken from it.
        before: Where this tells of papers, and where of edges.
        places: Of each paper, its place in that file; -1 where it is not there as it is now.
        node: Gives what is told of a paper that is not there, by its place among all.
        edges: The same of the edges that begin at it.
    """
    begin, middle, end = format.begin(title).encode("utf-8"), format.middle.encode("ascii"), format.end.encode("ascii")
    between = format.between.encode("ascii")
    told, of_papers = splice(len(begin), between, old, before[0], places, node)
    start = len(begin) + sum(map(len, told)) + len(middle)
    drawn, of_edges = splice(start, between, old, before[1], places, edges)
    return [begin, *told, middle, *drawn, end], (of_papers, of_edges)


def node_of(paper: Paper, survey: Survey) -> Node:
    """Give what is told of a paper, its texts as they stand in the record."""
    theme = survey.themes.by_slug.get(paper.theme)
    x, y = survey.atlas.places[paper.id]
    values: dict[str, Value] = {
        "label": paper.short or paper.title,
        "title": paper.title,
        "theme": theme.slug if theme else "",
        "theme_name": theme.name if theme else "",
        "year": paper.year or 0,
        "degree": survey.graph.degree(paper.id),
        "x": float(x),
        # On a screen y grows downwards, in these programs upwards.
        "y": float(-y),
        "address": page_address(page_path("paper", paper.id), survey.settings.address),
    }
    return Node(paper.id, tuple(values.items()), theme.colour if theme else 0)


def points_back(kinds: Iterable[ReasonKind]) -> bool:
    """Tell from the kinds of an edge's reasons, strongest first, if its second paper names or cites the first one."""
    return next((back for kind, back in map(edge_kind, kinds) if kind in DIRECTED), False)


def relation_of(told: Told, number: int) -> Relation:
    """Turn an edge so that its source comes first, and say why it is there; `number` tells it from others of this."""
    edge, ends = told.edge, list(zip((told.edge.a, told.edge.b), told.names, strict=True))
    if points_back(reason.kind for reason in edge.reasons):
        ends.reverse()
    source, target = ends
    lines = (in_plain_words(reason, source, target) for reason in edge.reasons_of(source[0]))
    said = (f"{lead} {rest}".strip() for lead, rest in lines)
    kinds = dict.fromkeys(kind.value for kind, _ in edge.kinds)
    directed = any(kind in DIRECTED for kind, _ in edge.kinds)
    return Relation(source[0], target[0], number, edge.weight / 100, directed, " ".join(kinds), "; ".join(said))
