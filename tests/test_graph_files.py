"""The data of the map is what its description says; the exports are read by networkx, alike in every format."""

import csv
import io
import json
import re
from collections.abc import Collection
from functools import cache

import networkx
import pytest
from msgspec.structs import replace

from litatlas.graph import data as graph_data
from litatlas.graph import exports as graph_exports
from litatlas.graph import reasons as graph_reasons
from litatlas.graph.exports import relation_marks
from litatlas.graph.files import graph_files
from litatlas.graph.formats import COLOURS
from litatlas.graph.tiles import Dots
from litatlas.incremental.keyed_files import KeyedFiles
from litatlas.incremental.memo import NOTHING
from litatlas.incremental.packing import unpacked
from litatlas.library import Library
from litatlas.model import Mention, Reason, ReasonKind, RelatedPaper
from litatlas.pages import Survey
from litatlas.related import Relations
from litatlas.related.listed import RelatedLists
from litatlas.store.digests import digest
from litatlas.store.stage_cache import StageCache
from litatlas.survey_graph import Edge, SurveyGraph, survey_graph, turned
from small_surveys import Folder, survey_of
from themes.planted import paper
from toy import FOLDER, texts, toy_survey


@cache
def files() -> dict[str, str]:
    return texts((path, text) for path, _, text in graph_files(toy_survey()[0]))


def called(text: str) -> tuple[str, int, object]:
    found = re.fullmatch(r'litatlas\.graph\("(\w+)",(\d+),(.*)\)\n', text, re.DOTALL)
    assert found, text[:80]
    return found[1], int(found[2]), json.loads(found[3])


def head() -> dict:
    return called(files()["graph/data.js"])[2]


def columns(kind: str) -> dict[str, list]:
    """Put the columns of all tiles one after the other."""
    out: dict[str, list] = {}
    for number, _ in enumerate(head()["tiles"]):
        name, place, data = called(files()[f"graph/{kind}-{number}.js"])
        assert (name, place) == (kind, number)
        assert len({len(column) for column in data.values()}) == 1
        for key, column in data.items():
            out.setdefault(key, []).extend(column)
    return out


def test_every_paper_and_every_relation_stands_in_the_data_once():
    survey = toy_survey()[0]
    papers, edges = columns("papers"), columns("edges")
    assert sorted(papers["id"]) == [one.id for one in survey.library]
    pairs = sorted(
        tuple(sorted((papers["id"][a], papers["id"][b]))) for a, b in zip(edges["a"], edges["b"], strict=True)
    )
    assert pairs == [(edge.a, edge.b) for edge in survey.graph.edges]
    assert all(a < b for a, b in zip(edges["a"], edges["b"], strict=True))
    assert (head()["papers"], head()["edges"]) == (len(survey.library), len(survey.graph.edges))


def test_a_directed_kind_points_from_the_paper_that_names_the_other():
    survey, papers, edges = toy_survey()[0], columns("papers"), columns("edges")
    bit = 1 << [kind["key"] for kind in head()["kinds"]].index("mentions")
    shown = set()
    for a, b, kinds, back in zip(edges["a"], edges["b"], edges["kinds"], edges["back"], strict=True):
        shown |= {(papers["id"][a], papers["id"][b])} if kinds & bit else set()
        shown |= {(papers["id"][b], papers["id"][a])} if back & bit else set()
    assert shown == {(mention.source, mention.target) for mention in survey.relations.mentions}


def test_the_reasons_are_those_of_the_page():
    survey, papers = toy_survey()[0], columns("papers")
    lists = [called(files()[f"graph/reasons-{number}.js"])[2] for number in range(head()["reasons"])]
    rows = {id: row for some in lists for id, row in some.items()}
    assert [len(rows.get(id, ())) for id in papers["id"]] == [survey.graph.degree(id) for id in papers["id"]]
    for row in rows.values():
        for other, tile, weight, told in row:
            assert other in papers["id"]
            assert tile == 0
            assert 1 <= weight <= 100
            assert told
            assert all(lead and kind in {one["key"] for one in head()["kinds"]} for kind, lead, _ in told)


def test_themes_of_the_head_are_those_of_the_survey():
    survey, papers = toy_survey()[0], columns("papers")
    assert [one["slug"] for one in head()["themes"]] == [theme.slug for theme in survey.themes.all]
    for place, theme in enumerate(survey.themes.all):
        assert {id for id, number in zip(papers["id"], papers["theme"], strict=True) if number == place} == set(
            theme.papers
        )
        assert all(len(ring) >= 4 for ring in head()["themes"][place]["hulls"])


def test_a_survey_without_papers_has_a_map_without_tiles():
    data = {path: text for path, _, text in graph_files(survey_of([]))}["graph/data.js"]
    assert (called(data)[2]["tiles"], called(data)[2]["papers"]) == ([], 0)


def test_a_large_survey_is_cut_into_tiles_that_lie_together(monkeypatch):
    monkeypatch.setattr("litatlas.graph.tiles.WHOLE", 6)
    monkeypatch.setattr("litatlas.graph.tiles.TILE", 4)
    survey = toy_survey()[0]
    dots = Dots(survey)
    tiles = dots.tiles
    ids = [paper.id for tile in tiles for paper in tile.papers]
    assert sorted(ids) == [one.id for one in survey.library]
    assert [tile.first for tile in tiles] == [sum(len(t.papers) for t in tiles[:n]) for n in range(len(tiles))]
    assert max(len(tile.papers) for tile in tiles) <= 4
    degrees = [survey.graph.degree(one.id) for one in tiles[0].papers]
    assert min(degrees) >= max(survey.graph.degree(one.id) for tile in tiles[1:] for one in tile.papers)
    texts = dict(graph_data.data_files(survey, dots, relation_marks(survey, NOTHING)))
    data = called(texts["graph/data.js"])[2]
    for number, tile in enumerate(data["tiles"]):
        edges = called(texts[f"graph/edges-{number}.js"])[2]
        assert all(tile["first"] <= b < tile["first"] + tile["papers"] for b in edges["b"])
        assert all(a < b for a, b in zip(edges["a"], edges["b"], strict=True))
    assert sum(tile["edges"] for tile in data["tiles"]) == len(survey.graph.edges)


def test_no_two_papers_of_the_data_touch():
    papers = columns("papers")
    places = list(zip(papers["x"], papers["y"], strict=True))
    near = [((a - c) ** 2 + (b - d) ** 2) ** 0.5 for n, (a, b) in enumerate(places) for c, d in places[:n]]
    assert min(near) >= head()["gap"]


READ = {
    "graphml": lambda text: networkx.parse_graphml(text),
    "gexf": lambda text: networkx.read_gexf(io.BytesIO(text.encode()), version="1.3"),
    "json": lambda text: networkx.node_link_graph(json.loads(text), edges="edges"),
}


@pytest.mark.parametrize("format", READ)
def test_networkx_reads_the_graph(format):
    survey = toy_survey()[0]
    graph = READ[format](files()[f"graph/graph.{format}"])
    assert not graph.is_directed()
    assert sorted(graph.nodes) == [one.id for one in survey.library]
    assert {tuple(sorted(ends)) for ends in graph.edges} == {(edge.a, edge.b) for edge in survey.graph.edges}
    for one in survey.library:
        assert graph.nodes[one.id]["theme"] == one.theme
        assert graph.nodes[one.id]["year"] == (one.year or 0)
        assert graph.nodes[one.id]["degree"] == graph.degree(one.id)
    for edge in survey.graph.edges:
        said = graph.edges[edge.a, edge.b]
        assert said["weight"] == edge.weight / 100
        assert said["kinds"].split() == list(dict.fromkeys(kind.value for kind, _ in edge.kinds))
        assert said["reasons"]


def test_gephi_finds_places_and_colours():
    survey = toy_survey()[0]
    graph = READ["gexf"](files()["graph/graph.gexf"])
    for one in survey.library:
        x, y = survey.atlas.places[one.id]
        shown = graph.nodes[one.id]["viz"]
        assert (shown["position"]["x"], shown["position"]["y"]) == (x, -y)
        assert set(shown["color"]) >= {"r", "g", "b"}


def test_the_table_of_relations_begins_with_the_paper_that_names_the_other():
    rows = list(csv.DictReader(io.StringIO(files()["graph/edges.csv"])))
    survey = toy_survey()[0]
    assert len(rows) == len(survey.graph.edges)
    named = {(mention.source, mention.target) for mention in survey.relations.mentions}
    for row in rows:
        if row["directed"] == "true" and "mentions" in row["kinds"].split():
            assert (row["source"], row["target"]) in named


def test_the_colours_of_the_exports_are_those_of_the_site():
    css = (FOLDER.parents[1] / "templates" / "assets" / "css" / "graph.css").read_text(encoding="utf-8")
    light = css[: css.index('[data-md-color-scheme="slate"]')]
    assert tuple(re.findall(r"--la-theme-\d+: (#\w{6})", light)) == COLOURS


# -- the edges behind all of it

_NAMING = (ReasonKind.MENTIONS, ReasonKind.MENTIONED_BY)


def related(**lists) -> Relations:
    return Relations(lists)


TERMS = Reason(ReasonKind.TERMS, terms=("whales",))


def test_what_both_lists_tell_is_one_edge_with_its_reasons_once():
    library = Library((paper("a", "A", ""), paper("b", "B", "")), {})
    names = Reason(ReasonKind.MENTIONS, ("A",), "We use A.")
    graph = survey_graph(
        library, related(a=(RelatedPaper("b", 0.4, (TERMS,)),), b=(RelatedPaper("a", 0.8, (names, TERMS)),))
    )
    assert tuple(graph.edges) == (Edge("a", "b", 100, (Reason(ReasonKind.MENTIONED_BY, ("A",), "We use A."), TERMS)),)
    assert graph.edges[0].reasons_of("b") == (names, TERMS)
    assert graph.edges[0].kinds == ((ReasonKind.MENTIONS, True), (ReasonKind.TERMS, False))
    assert turned(turned(graph.edges[0].reasons)) == graph.edges[0].reasons


def test_a_mention_that_no_list_holds_is_an_edge_too():
    library = Library((paper("a", "A", ""), paper("b", "B", "")), {})
    mention = Mention("b", "a", "A", "abstract", 3, "On A.")
    graph = survey_graph(library, Relations({"a": (), "b": ()}, (mention,)))
    assert tuple(graph.edges) == (Edge("a", "b", 30, (Reason(ReasonKind.MENTIONED_BY, ("A",), "On A."),)),)


def test_edges_of_columns_are_those_of_the_lists_one_by_one():
    survey = toy_survey()[0]
    edges, found = survey.graph.edges, dict[tuple[str, str], tuple[float, set[ReasonKind]]]()
    for id, entries in survey.relations.related.items():
        for entry in entries:
            pair = (min(id, entry.id), max(id, entry.id))
            kinds = {reason.kind for reason in (entry.reasons if id == pair[0] else turned(entry.reasons))}
            score, known = found.get(pair, (0.0, set()))
            found[pair] = max(score, entry.score), known | kinds
    greatest = max(score for score, _ in found.values())
    listed = [edge for edge in edges if (edge.a, edge.b) in found]
    assert [(edge.a, edge.b) for edge in edges] == sorted((edge.a, edge.b) for edge in edges)
    assert len(listed) == len(found)
    for edge in listed:
        score, kinds = found[edge.a, edge.b]
        assert edge.weight == max(1, min(100, round(100 * score / greatest)))
        assert kinds <= {reason.kind for reason in edge.reasons} <= kinds | {*_NAMING}
    assert [tuple(dict.fromkeys(reason.kind for reason in edge.reasons)) for edge in edges] == list(edges.kinds)
    for id, own in survey.graph.by_paper.items():
        assert set(own) == {edge for edge in edges if id in (edge.a, edge.b)}
        assert [edge.other(id) for edge in own] == [b if a == id else a for a, b, *_ in edges.drawn_of(id)]


def test_lists_in_columns_are_the_lists_that_were_put_in():
    relations = toy_survey()[0].relations
    plain = Relations(dict(relations.related.items()), relations.mentions)
    assert dict(plain.lists.items()) == plain.related == relations.related
    assert plain.lists.marks(digest) == relations.lists.marks(digest)
    other = {**plain.related, (id := next(iter(plain.related))): ()}
    differing = RelatedLists.of(other).marks(digest)
    assert [key for key, mark in plain.lists.marks(digest).items() if differing[key] != mark] == [id]


def without(survey: Survey, gone: Collection[str]) -> Survey:
    library = survey.library.regrouped(tuple(one for one in survey.library if one.id not in gone), {})
    related = {
        id: tuple(entry for entry in survey.relations.related[id] if entry.id not in gone) for id in library.by_id
    }
    mentions = (each for each in survey.relations.mentions if each.source not in gone and each.target not in gone)
    relations = Relations(related, tuple(mentions))
    return replace(survey, library=library, relations=relations, graph=survey_graph(library, relations))


def test_after_any_change_the_files_are_those_of_a_build_from_nothing(tmp_path):
    survey = toy_survey()[0]
    ids = [one.id for one in survey.library]
    bare = replace(survey, graph=SurveyGraph(survey.graph.edges[1:]))
    named = tuple(replace(paper, short=f"{paper.short}X") for paper in survey.library)
    renamed = replace(survey, library=survey.library.regrouped(named, {}))
    x, y = survey.atlas.box[2:]
    moved = replace(survey, atlas=replace(survey.atlas, places=dict.fromkeys(survey.atlas.places, (x, y))))
    entitled = replace(survey, settings=replace(survey.settings, title="Another, longer title of all"))
    ends = without(survey, (ids[0], ids[-1]))
    none = replace(survey, graph=SurveyGraph())
    every_other = without(survey, ids[::2])
    folder, seen = Folder(), set()
    states = (survey, bare, renamed, moved, entitled, ends, none, every_other, without(survey, ids[1:]), ends, survey)
    for edited in states:
        memo = StageCache(tmp_path, "1")
        files = {path: made for path, _, made in graph_files(edited, memo, kept=KeyedFiles(memo, folder))}
        found = folder.after(files)
        assert {path: text.decode() for path, text in found.items()} == texts(
            (path, text) for path, _, text in graph_files(edited)
        )
        memo.save()
        folder = found
        seen.add(str(sorted(found.items())))
    assert len(seen) == len(states) - 2


def build_twice(survey, papers, cache, told):
    """Build the graph's files, and again with other papers; `told` forgets what the first build told."""
    folder = Folder()
    for edited in (survey, replace(survey, library=survey.library.regrouped(papers, {}))):
        told.clear()
        memo = StageCache(cache, "1")
        made = {path: content for path, _, content in graph_files(edited, memo, kept=KeyedFiles(memo, folder))}
        folder = folder.after(made)
        memo.save()


def drawn_in(parcel: bytes) -> list[str]:
    return [one.node.id for one in unpacked(parcel, tuple[graph_exports.Drawn, ...])]


def test_what_a_file_of_the_graph_tells_of_papers_that_stay_is_not_told_again(tmp_path, monkeypatch):
    survey, told = toy_survey()[0], []
    real = graph_exports.pack_drawn
    monkeypatch.setattr(graph_exports, "pack_drawn", lambda parcel: told.extend(drawn_in(parcel)) or real(parcel))
    first = survey.library.papers[0]
    renamed = (replace(first, title=f"{first.title}, again"), *survey.library.papers[1:])
    build_twice(survey, renamed, tmp_path, told)
    near = {edge.other(first.id) for edge in survey.graph.by_paper.get(first.id, ())}
    assert first.id in told
    assert set(told) <= {first.id, *near}


def test_reasons_of_papers_that_stay_are_not_told_again(tmp_path, monkeypatch):
    survey, told = toy_survey()[0], []
    real = graph_reasons.write_reasons

    def noted(shelf, parcel):
        told.extend(one.id for block in unpacked(parcel, tuple[graph_reasons.Block, ...]) for one in block.papers
                    if not one.written)  # fmt: skip
        return real(shelf, parcel)

    monkeypatch.setattr(graph_reasons, "write_reasons", noted)
    first = survey.library.papers[0]
    renamed = (replace(first, short=f"{first.short}X"), *survey.library.papers[1:])
    build_twice(survey, renamed, tmp_path, told)
    assert sorted(told) == sorted({first.id, *(edge.other(first.id) for edge in survey.graph.by_paper[first.id])})
