"""Builds that follow each other give what one build from nothing gives, whatever was edited between them."""

import json
import shutil
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from litatlas.cli import main
from litatlas.fast_render.mending import Mended, mend_site
from litatlas.related import SAMPLE_FILE, Scale, score
from litatlas.related.samples import parse_sample
from litatlas.store.writing import OWNED, OWNED_FILES

WORDS = ("image", "video", "audio", "language", "graph", "robot")
AUTHORS = ("Ann Smith", "Bob Jones", "Zoë Ångström", "李明")
VENUES = ("CVPR 2024", "ICLR 2023", "")

papers = st.builds(
    "title: {0} models for {1}\nauthors: [{2}]\nissued: {3}\nvenue: {4}\nabstract: We propose {0} {1} models.\n".format,
    st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(AUTHORS), st.integers(2020, 2024),
    st.sampled_from(VENUES),
)  # fmt: skip
VOCABULARY = """
facets:
  - key: topic
    label: Topic
    definition: What it is about.
    tags:
      - {slug: models, name: Models, definition: Of models., phrases: [models]}
"""
names = st.sampled_from("abcd")
edits = st.one_of(
    st.tuples(st.just("write"), names, papers),
    st.tuples(st.just("withdraw"), names, st.just("out of scope")),
    st.tuples(st.just("rename"), names, st.sampled_from(["one", "two", "three"])),
    st.tuples(st.just("note"), names, st.sampled_from(["Read it.", "Read it *twice*."])),
    st.tuples(st.just("vocabulary"), st.sampled_from(WORDS), st.just("")),
    st.tuples(st.just("line"), st.sampled_from(WORDS), st.sampled_from(["first", "last", "gone"])),
    st.tuples(st.just("touch"), names, st.just("")),
)


def run(survey: Path, *arguments: str):
    return CliRunner().invoke(main, ["-C", str(survey), *arguments], catch_exceptions=False)


def new_survey(survey: Path) -> None:
    """Begin a survey with files to take along, and with an address: without one it would have no feeds."""
    assert run(survey.parent, "new", str(survey)).exit_code == 0
    with (survey / "survey.yml").open("a", encoding="utf-8") as file:
        file.write("\naddress: https://example.org/survey/\noffline: [zip, epub]\n")


def apply(survey: Path, what: str, name: str, value: str) -> None:
    """Edit a survey as a person does; what its commands refuse leaves it as it is."""
    record = survey / "records" / f"{name}.yml"
    id = f"paper-{name}"
    if what == "write":
        record.write_text(f"id: {id}\n{value}", encoding="utf-8")
    elif what == "withdraw":
        run(survey, "withdraw", id, "--reason", value)
    elif what == "rename":
        run(survey, "rename", id, value)
    elif what == "note":
        (survey / "notes" / f"{id}.md").write_text(value, encoding="utf-8")
    elif what == "vocabulary":
        tag = f"      - {{slug: {name}, name: {name.title()}, definition: It., phrases: [{name} models]}}\n"
        vocabulary = survey / "vocabulary.yml"
        text = vocabulary.read_text(encoding="utf-8")
        vocabulary.write_text(text if tag in text else text + tag, encoding="utf-8")
    elif what == "line":
        with_line(survey / "records" / "more.jsonl", name, value)
    elif record.exists():
        record.touch()


def with_line(file: Path, word: str, place: str) -> None:
    """Put an entry above or below the others of a bulk file, or take it out."""
    line = json.dumps({"title": f"Scenes of {word}, seen from afar", "authors": AUTHORS[:2], "year": 2023, "kind": "?"})
    lines = [other for other in file.read_text(encoding="utf-8").splitlines() if other != line] if file.exists() else []
    lines = {"first": [line, *lines], "last": [*lines, line], "gone": lines}[place]
    file.write_text("\n".join(lines), encoding="utf-8")


def tree(survey: Path) -> dict[str, bytes]:
    """Give every file but the caches."""
    files = {path.relative_to(survey).as_posix(): path for path in survey.rglob("*") if path.is_file()}
    return {path: file.read_bytes() for path, file in files.items() if not path.startswith(".litatlas/cache/")}


def from_nothing(survey: Path, copy: Path) -> Path:
    """Copy what a person wrote, and what must be remembered, without anything that was generated."""
    shutil.copytree(survey, copy)
    for place in (*OWNED, *OWNED_FILES):
        shutil.rmtree(copy / place, ignore_errors=True)
        if (copy / place).is_file():
            (copy / place).unlink()
    return copy


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=3))
def test_a_build_after_any_edits_gives_what_a_build_from_nothing_gives(tmp_path_factory, rounds):
    survey = tmp_path_factory.mktemp("edits") / "survey"
    new_survey(survey)
    (survey / "vocabulary.yml").write_text(VOCABULARY, encoding="utf-8")
    for name in "ab":
        apply(survey, "write", name, f"title: A {name}\nauthors: [Ann Smith]\nissued: 2022\nabstract: We see.\n")
    assert run(survey, "pages").exit_code == 0
    for edited in rounds:
        for edit in edited:
            apply(survey, *edit)
        other = from_nothing(survey, survey.parent / f"copy-{len(list(survey.parent.iterdir()))}")
        after, anew = run(survey, "pages"), run(other, "pages")
        assert (after.exit_code, after.stderr) == (anew.exit_code, anew.stderr)
        if after.exit_code == 0:
            assert tree(survey) == tree(other)
        assert (run(survey, "pages").exit_code, tree(survey)) == (after.exit_code, tree(survey))


RECORD = "title: {0} {1}\nauthors: [{2}]\nissued: {3}\nabstract: We propose {1} models.\n"
STEPS = (
    # edits, by what, name and value; small ones are mended without MkDocs, others are not
    ("note", "a", "Read *it*."),
    ("note", "a", "Read *it* twice."),
    ("write", "b", RECORD.format("A Way to", "See b", "Bob Jones", 2022).replace("models.", "good models.")),
    ("write", "b", RECORD.format("Another Way to", "Hear", "Zoë Ångström", 2023)),
    ("withdraw", "b", "out of scope"),
)


@pytest.mark.slow
def test_a_site_that_was_mended_is_the_one_that_a_build_from_nothing_gives(tmp_path, monkeypatch):
    mended: list[bool] = []

    def mend(root: Path, **options: bool) -> Mended | None:
        done = mend_site(root, **options)
        mended.append(done is not None)
        return done

    monkeypatch.setattr("litatlas.fast_render.mending.mend_site", mend)
    monkeypatch.setattr("litatlas.fast_render.render.LEAST", 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    survey = tmp_path / "survey"
    new_survey(survey)
    for name, author in (("a", "Ann Smith"), ("b", "Bob Jones"), ("c", "李明")):
        apply(survey, "write", name, RECORD.format("A Way to", f"See {name}", author, 2022))
    assert run(survey, "build").exit_code == 0
    for number, edit in enumerate(STEPS):
        apply(survey, *edit)
        other = from_nothing(survey, tmp_path / f"copy-{number}")
        shutil.rmtree(other / "site")
        after, anew = run(survey, "build"), run(other, "build")
        assert (after.exit_code, after.stderr) == (anew.exit_code, anew.stderr)
        assert tree(survey) == tree(other)
    assert any(mended)


MANY = 120


def write_many(survey: Path, changed: dict[int, str]) -> None:
    """Write the records of a library that is to be taken for a large one, some with other abstracts."""
    records = [
        {
            "title": f"Way {number} to {WORDS[number % 6]}",
            "year": 2020,
            "abstract": changed.get(number, f"{WORDS[number % 5]} and {WORDS[number % 4]} model thing{number}."),
        }
        for number in range(MANY)
    ]
    (survey / "records" / "many.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")


def words_of(file: bytes) -> list[int]:
    """Give the words of a sample."""
    sample = parse_sample(file)
    assert sample is not None
    return sample.content.names[sample.content.word].tolist()


@pytest.mark.slow
def test_a_large_library_that_keeps_its_sample_is_built_as_from_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("litatlas.pipeline.score", partial(score, scale=Scale(small=40, whole=40)))
    survey, changed = tmp_path / "survey", dict[int, str]()
    file, drawn = survey / SAMPLE_FILE, list[list[int]]()
    new_survey(survey)
    for step in range(6):
        write_many(survey, changed)
        if step == 2:
            shutil.rmtree(survey / ".litatlas" / "cache")
        elif step == 3:
            file.unlink()
        elif step == 4:
            file.write_bytes(file.read_bytes()[:-1])
        assert run(survey, "check").exit_code == 0
        other = from_nothing(survey, tmp_path / f"copy-{step}")
        after, anew = run(survey, "pages"), run(other, "pages")
        assert (after.exit_code, after.stderr) == (anew.exit_code, anew.stderr)
        assert after.exit_code == 0
        assert tree(survey) == tree(other)
        drawn.append(words_of(file.read_bytes()))
        changed |= {number: f"{WORDS[step]} instead of {number}." for number in range(step, MANY, 12)}
    # Each step changes one in twelve; the third one of all builds is without what others left, but with the file.
    assert drawn[0] == drawn[1] == drawn[2] != drawn[3] != drawn[4] == drawn[5]
