"""Chapters of a book that are as they were in the last one are not made again, and those that are not, are."""

from msgspec.structs import replace

from epub.test_book import book_of, toy_built
from litatlas.incremental.unchanged import Unchanged, sha256
from litatlas.pages.survey import Survey
from litatlas.store.stage_cache import StageCache


class Shelf:
    """The last book, and what is known of it."""

    def __init__(self, folder):
        self.memo, self.hashes = StageCache(folder, "a program"), {}

    def has(self, path, hash):
        return self.hashes.get(f"EPUB/{path}") == hash

    def old(self, _path, _hash):
        return None

    def made(self, survey: Survey) -> list[str]:
        """Make the next book; gives its chapters that were made for it. It has to be that of a book from nothing."""
        book = book_of(survey, self.memo, self)
        self.memo.save()
        self.hashes = {path: one.sha256 if isinstance(one, Unchanged) else sha256(one) for path, one in book.items()}
        assert self.hashes == {path: sha256(content) for path, content in book_of(survey).items()}
        chapters = [path for path in book if path.startswith(("EPUB/theme-", "EPUB/chapter-"))]
        return [path for path in chapters if not isinstance(book[path], Unchanged)]


def test_only_chapters_are_made_of_which_something_changed_and_those_with_notes(tmp_path):
    shelf, survey = Shelf(tmp_path), replace(toy_built().survey, notes={})
    every = shelf.made(survey)
    assert len(every) > 1
    assert shelf.made(survey) == []
    id = next(iter(survey.themes.all)).papers[0]
    noted = replace(survey, notes={id: "Read it: ![a picture](../images/one.png)."})
    assert shelf.made(noted) == shelf.made(noted) == every[:1]
    assert shelf.made(survey) == every[:1]


def test_a_chapter_is_made_anew_where_its_links_lead_elsewhere(tmp_path):
    shelf, survey = Shelf(tmp_path), toy_built().survey
    every = shelf.made(survey)
    assert shelf.made(replace(survey, settings=replace(survey.settings, address="https://moved.example/"))) == every


def test_a_book_that_is_lost_is_made_anew(tmp_path):
    shelf, survey = Shelf(tmp_path), toy_built().survey
    every = shelf.made(survey)
    shelf.hashes = {}
    assert shelf.made(survey) == every
