"""`pytest tests/pages --golden` writes the golden pages anew; review the difference like code."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden pages anew instead of comparing")


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    # Unknown where this file is loaded after the command line was read (a run of all tests).
    return bool(request.config.getoption("--golden", default=False))
