"""Only files that a person writes are watched: what a build writes beside them is no change."""

from pathlib import Path

from litatlas.live.watched import Watched


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def test_of_the_files_right_in_docs_those_of_the_generator_are_passed_over(tmp_path):
    write(tmp_path, "records/a.yml", "title: A\n")
    write(tmp_path, "docs/about.md", "# About\n")
    watched = Watched(tmp_path)
    for path in ("docs/survey.bib", "docs/feed.xml", "docs/about.md", "records/b.yml"):
        write(tmp_path, path, "other\n")
    assert watched.changed() == ["docs/about.md", "records/b.yml"]
    assert watched.changed() == []
