"""The books of the flagship and of the hostile survey, by the W3C's own validator: no error, no warning."""

from pathlib import Path

import pytest

from epub_files import broken_links, read_book, validate
from hostile.conftest import Hostile
from hostile.conftest import hostile as hostile
from litatlas.app import generate
from litatlas.epub_file import write_epub

pytestmark = [pytest.mark.slow, pytest.mark.site]


@pytest.fixture(scope="module")
def flagship_book(flagship: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_epub(flagship, generate(flagship, write=False).built.survey, tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def hostile_book(hostile: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_epub(
        hostile.folder, generate(hostile.folder, write=False).built.survey, tmp_path_factory.mktemp("book")
    )


@pytest.mark.epubcheck
def test_the_book_of_the_flagship_is_valid(flagship_book: Path):
    assert validate(flagship_book) == "exit 0"


@pytest.mark.epubcheck
def test_the_book_of_the_hostile_survey_is_valid(hostile_book: Path):
    assert validate(hostile_book) == "exit 0"


def test_every_link_of_both_books_leads_somewhere(flagship_book: Path, hostile_book: Path):
    assert [broken_links(read_book(book)) for book in (flagship_book, hostile_book)] == [[], []]


def test_the_flagship_has_all_its_papers_and_the_readers_texts_only(flagship_book: Path):
    files = read_book(flagship_book)
    assert flagship_book.name == "multimodal-learning.epub"
    assert b"".join(files.values()).count(b'<section class="paper"') == 138
    assert [name for name in files if "/text-" in name] == ["EPUB/text-1.xhtml", "EPUB/text-2.xhtml"]


def test_no_file_of_the_flagship_is_too_large_for_a_small_reader(flagship_book: Path):
    assert {name: len(data) for name, data in read_book(flagship_book).items() if len(data) > 300_000} == {}
