"""The flagship's papers, as the survey's records give them."""

from pathlib import Path

import pytest

from litatlas.identity.permalink import Ledger
from litatlas.intake.admission import admit
from litatlas.model import Paper
from litatlas.problems import Problems
from litatlas.readers import read

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def flagship_papers() -> tuple[Paper, ...]:
    """Every record of the flagship, admitted; without tags."""
    files = sorted((REPOSITORY / "records").glob("*.yml"))
    # A checkout in which nothing was imported yet has the listings only: the same titles and abstracts.
    files = files or sorted((REPOSITORY / "sources").glob("*.txt"))
    ledger = REPOSITORY / "permalinks.tsv"
    problems = Problems()
    records = [
        record
        for file in files
        for record in read(file.relative_to(REPOSITORY).as_posix(), file.read_bytes(), problems)
    ]
    known = Ledger.parse(ledger.read_text(encoding="utf-8")) if ledger.exists() else Ledger()
    return admit(records, known, problems).papers
