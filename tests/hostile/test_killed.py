"""A build that is killed at any moment: the next one finishes it, and nobody can tell."""

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from litatlas.app import generate
from litatlas.folder.new_survey import create_survey
from litatlas.mkdocs_build import build_site_with_mkdocs
from litatlas.store.cache import CACHE

pytestmark = pytest.mark.slow

MOMENTS = 10
BEFORE = {"a.yml": "title: One Way to See\nauthors: [Ann Writer]\nissued: 2023\nabstract: We propose a thing.\n",
          "b.yml": "title: The Old Way\nauthors: [Bob Leaver]\nissued: 2022\n"}  # fmt: skip
AFTER = {"c.yml": "title: Another View of It\nauthors: [Cy Young, Ann Writer]\nissued: 2024\nabstract: We see.\n"}


def run_until(survey: Path, change: int) -> subprocess.CompletedProcess[str]:
    """Build, and die at a change to a file; 0 is never."""
    command = [sys.executable, str(Path(__file__).with_name("killed.py")), str(survey), str(change), "-C", str(survey)]
    variables = os.environ | {"SOURCE_DATE_EPOCH": "1700000000"}
    return subprocess.run([*command, "build"], env=variables, capture_output=True, text=True, check=False)


def tree(survey: Path) -> dict[str, bytes]:
    """Give every file but the caches, half written or whole: some of them hold times."""
    files = {path.relative_to(survey).as_posix(): path for path in survey.rglob("*") if path.is_file()}
    return {path: file.read_bytes() for path, file in files.items() if not path.startswith(f"{CACHE}/")}


def complete(survey: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    generated = generate(survey)
    assert generated.written is not None, [str(problem) for problem in generated.problems]
    build_site_with_mkdocs(survey)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int]:
    """A survey that was built and then changed; the same built cleanly; and the number of changes that it took."""
    base = tmp_path_factory.mktemp("killed")
    changed = base / "changed" / "survey"
    create_survey(changed, "Killed")
    for name, text in BEFORE.items():
        (changed / "records" / name).write_text(text)
    assert run_until(changed, 0).returncode == 0
    for name, text in AFTER.items():
        (changed / "records" / name).write_text(text)
    clean = base / "clean" / "survey"
    shutil.copytree(changed, clean)
    done = run_until(clean, 0)
    assert done.returncode == 0, done.stderr
    return changed, clean, int(done.stdout.split()[-1])


def moments(total: int) -> list[int]:
    """Give moments of a run: the first changes, the last, and a seeded choice between them."""
    chosen = random.Random(12).sample(range(3, total), MOMENTS - 3)
    return [1, 2, *sorted(chosen), total]


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_the_build_after_a_killed_one_gives_what_a_clean_one_does(
    built: tuple[Path, Path, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
):
    changed, clean, total = built
    survey = tmp_path / "survey"
    shutil.copytree(changed, survey)
    killed = run_until(survey, moments(total)[moment])
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    complete(survey, monkeypatch)
    assert tree(survey) == tree(clean)


def test_a_build_killed_again_and_again_is_finished_too(
    built: tuple[Path, Path, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    changed, clean, _total = built
    survey = tmp_path / "survey"
    shutil.copytree(changed, survey)
    for change in (1, 3, 5):
        assert run_until(survey, change).returncode == -signal.SIGKILL
    complete(survey, monkeypatch)
    assert tree(survey) == tree(clean)
