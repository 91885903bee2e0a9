"""Long feeds are cut from their oldest end, so that archives stay as they are."""

import pytest

from litatlas.exports.plan import documents
from litatlas.feeds.paging import ROOM, cut


def path(number):
    return f"archive-{number}" if number else "feed"


CUTS = (
    # (entries, the stretches of the documents, the newest first)
    (0, [(0, 0)]),
    (1, [(0, 1)]),
    (100, [(0, 100)]),
    (101, [(50, 101), (0, 50)]),
    (150, [(50, 150), (0, 50)]),
    (151, [(100, 151), (50, 100), (0, 50)]),
)


@pytest.mark.parametrize(("entries", "spans"), CUTS)
def test_a_feed_is_cut_into_documents_of_at_most_a_hundred_entries(entries, spans):
    found = list(cut([100] * entries, path))
    assert [(one.first, one.end) for one in found] == spans
    assert [one.path for one in found] == [path(n) for n in (0, *range(len(spans) - 1, 0, -1))]
    assert [one.archive for one in found] == [False] + [True] * (len(spans) - 1)
    assert documents(entries) == len(spans)


def test_large_entries_close_a_document_early():
    found = list(cut([ROOM // 2] * 7, path))
    assert [(one.first, one.end) for one in found] == [(4, 7), (2, 4), (0, 2)]


def test_an_entry_that_is_too_large_stands_alone():
    found = list(cut([1, ROOM + 1, 1], path))
    assert [(one.first, one.end) for one in found] == [(1, 3), (0, 1)]


def test_a_new_entry_changes_no_archive_that_there_was():
    for entries in range(101, 320):
        before = [one for one in cut([100] * entries, path) if one.archive]
        after = {one.path: (one.first, one.end) for one in cut([100] * (entries + 1), path)}
        assert {one.path: (one.first, one.end) for one in before}.items() <= after.items()


def test_documents_are_chained_as_pages_and_as_archives():
    assert [(one.path, dict(one.links)) for one in cut([100] * 200, path)] == [
        ("feed", {"first": "feed", "next": "archive-2", "last": "archive-1", "prev-archive": "archive-2"}),
        (
            "archive-2",
            {
                "first": "feed",
                "previous": "feed",
                "next": "archive-1",
                "last": "archive-1",
                "current": "feed",
                "prev-archive": "archive-1",
            },
        ),
        (
            "archive-1",
            {
                "first": "feed",
                "previous": "archive-2",
                "last": "archive-1",
                "current": "feed",
                "next-archive": "archive-2",
            },
        ),
    ]


def test_a_feed_of_one_document_links_to_no_other():
    assert [one.links for one in cut([1], path)] == [()]
