"""The same records give the same bytes: in any order, in any folder, a second time, at any number of hashes."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from litatlas.app import generate
from litatlas.store.cache import CACHE
from litatlas.store.stage_cache import STAGES
from surveys import REPOSITORY, copy_flagship

pytestmark = pytest.mark.site


def digest(root: Path) -> dict[str, str]:
    """Hash every generated file of a survey, and its ledger; not the caches, which hold times of files."""
    files = [*(root / "docs").rglob("*"), *(root / ".litatlas").rglob("*"), root / "permalinks.tsv"]
    return {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if file.is_file() and root / CACHE not in file.parents
    }


def times(survey: Path) -> dict[Path, int]:
    """Say when each file but those of the caches was written."""
    files = (file for file in survey.rglob("*") if file.is_file() and survey / CACHE not in file.parents)
    return {file: file.stat().st_mtime_ns for file in files}


def test_what_was_found_out_in_one_build_is_found_out_in_no_other(tmp_path):
    survey = copy_flagship(tmp_path / "a")

    def found_out():
        generate(survey)
        return {file: file.read_bytes() for file in (survey / STAGES).rglob("*") if file.is_file()}

    before, after = found_out(), found_out()
    assert {file for file in before.keys() | after.keys() if before.get(file) != after.get(file)} == set()


def test_a_second_build_writes_nothing(tmp_path):
    survey = copy_flagship(tmp_path / "a")
    generate(survey)
    before = times(survey)
    second = generate(survey)
    assert (second.written.written, second.written.removed) == ((), ())
    assert times(survey) == before


def test_another_folder_and_another_hash_seed_give_the_same_bytes(tmp_path):
    first, second = copy_flagship(tmp_path / "a"), copy_flagship(tmp_path / "another folder")
    for folder, seed in ((first, "1"), (second, "4711")):
        subprocess.run(
            [sys.executable, "-m", "litatlas", "-C", str(folder), "pages"],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(REPOSITORY / "generator")},
            stdout=subprocess.DEVNULL,
        )
    assert digest(first) == digest(second)


def test_shuffled_records_give_the_same_bytes(tmp_path):
    """The flagship as one JSONL file, in the order of its titles and in another."""
    lines = (REPOSITORY / "sources" / "metadata.jsonl").read_text(encoding="utf-8").splitlines()
    digests = []
    for name, order in (("a", lines), ("b", random.Random(7).sample(lines, len(lines)))):
        survey = tmp_path / name
        (survey / "records").mkdir(parents=True)
        (survey / "survey.yml").write_text("title: Shuffled\n", encoding="utf-8")
        (survey / "vocabulary.yml").write_bytes((REPOSITORY / "vocabulary.yml").read_bytes())
        # Where a field came from is shown with its line, which the order of the lines decides: so one file a record.
        for line in order:
            stem = hashlib.sha256(json.loads(line)["title"].encode()).hexdigest()[:12]
            (survey / "records" / f"{stem}.jsonl").write_text(line + "\n", encoding="utf-8")
        generate(survey)
        digests.append(digest(survey))
    assert digests[0] == digests[1]
    assert len([path for path in digests[0] if path.startswith("docs/papers/")]) >= 138


def test_the_committed_ledger_holds_every_address_of_the_flagship(flagship):
    committed = (REPOSITORY / "permalinks.tsv").read_text(encoding="utf-8")
    assert (flagship / "permalinks.tsv").read_text(encoding="utf-8") == committed
