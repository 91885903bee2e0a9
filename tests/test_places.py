"""Where the files of docs/ go is found among the lines of a table."""

from litatlas.fast_render.places import Place, Places

A, B, PICTURE = (
    Place("papers/a.md", "papers/a/index.html", "papers/a/"),
    Place("papers/a-b.md", "papers/a-b/index.html", "papers/a-b/"),
    Place("papers/a.png", "papers/a.png", "papers/a.png", is_page=False),
)


def test_a_place_is_found_by_its_whole_path(tmp_path):
    Places.of([PICTURE, B, A]).write(tmp_path / "fast" / "places.tsv")
    places = Places.read(tmp_path / "fast" / "places.tsv")
    assert [places.place(each.source) for each in (A, B, PICTURE)] == [A, B, PICTURE]
    assert places.get("papers/a.md") == "papers/a/"
    assert [places.get(path) for path in ("papers/a", "papers/a.m", "papers/z.md", "", "papers/a.md\t")] == [None] * 5


def test_places_come_and_go():
    places = Places.of([A, B]).changed([PICTURE], {"papers/a.md"})
    assert [places.place(each.source) for each in (A, B, PICTURE)] == [None, B, PICTURE]
    assert Places.of([]).place("papers/a.md") is None


def test_a_name_that_would_break_its_line_is_left_out():
    assert Places.of([Place("a\tb.md", "a", "a"), Place("a\nb.md", "a", "a")]).lines == []
