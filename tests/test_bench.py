"""The programs of bench/ find what they measure: a module that moved is told here, not on the day of a measurement."""

import os
import subprocess
import sys

import pytest

from surveys import REPOSITORY

FOLDER = REPOSITORY / "bench"
PROGRAMS = sorted(path.name for path in FOLDER.glob("*.py") if '__name__ == "__main__"' in path.read_text("utf-8"))


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_says_what_it_measures(program):
    ran = subprocess.run([sys.executable, FOLDER / program, "--help"], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("usage: ")


def test_builds_are_measured_step_by_step(tmp_path):
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    command = [sys.executable, FOLDER / "build.py", "--sizes", "3"]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert (ran.returncode, ran.stderr) == (0, "3 done\n")
    steps = [line.split("|")[1].strip() for line in ran.stdout.splitlines() if line.startswith("|")]
    assert steps[2:] == [
        "read", "admit", "tag", "index", "cite", "relate", "themes", "layout", "check", "render", "search", "export",
        "write", "again", "mkdocs", "peak memory",
    ]  # fmt: skip
