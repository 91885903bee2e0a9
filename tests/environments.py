"""Environments of their own for tests: made once under .venvs/, kept until what is asked of them changes."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).parents[1]
FOLDER = PROJECT / ".venvs"


def environment(name: str, requirements: Sequence[str], constraints: Path) -> Path:
    """Give the folder of the programs of an environment that holds exactly these requirements.

    It is made on first use (from the package registry or pip's cache) and needs
    no network after that. Test processes that ask at once wait for each other.

    Arguments:
        name: Of the folder under .venvs/.
        requirements: What to install, as pip is told.
        constraints: The versions to install.
    """
    FOLDER.mkdir(exist_ok=True)
    folder = FOLDER / name
    asked = [sys.version, str(folder), *requirements, constraints.read_text(encoding="utf-8")]
    stamp = hashlib.sha256("\n".join(asked).encode()).hexdigest()
    made = folder / "made-for"
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.is_file() or made.read_text() != stamp:
            shutil.rmtree(folder, ignore_errors=True)
            venv.create(folder, with_pip=True)
            pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, "--constraint", str(constraints), *requirements], check=True, env=clean_variables())
            made.write_text(stamp)
    return folder / "bin"


def clean_variables(**more: str) -> dict[str, str]:
    """Give this process' variables without those by which a checkout or an environment would be found."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    # pytest-cov measures child processes too; these must not even have it.
    kept = {name: value for name, value in kept.items() if not name.startswith(("COV_CORE_", "COVERAGE_"))}
    return kept | more
