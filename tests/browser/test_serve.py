"""`litatlas serve` in a browser: a changed record is seen without a touch of the keyboard, and the survey follows."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.site]

PATIENCE = 300
"""Seconds after which what did not happen will not."""


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.fixture
def survey(flagship: Path, tmp_path: Path) -> Path:
    """A copy of the flagship that was built before."""
    return Path(shutil.copytree(flagship, tmp_path / "survey", ignore=shutil.ignore_patterns("site")))


@pytest.fixture
def served(survey: Path) -> Iterator[tuple[str, Path]]:
    """Where that survey is served, and the file of the server's messages."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = survey.parent / "serve.log"
    command = [sys.executable, "-m", "litatlas", "-C", str(survey), "serve", "--address", f"127.0.0.1:{port}"]
    with log.open("w") as messages:
        process = subprocess.Popen(command, stderr=messages)
    try:
        wait_for(lambda: process.poll() is not None or "Serving on" in log.read_text(encoding="utf-8"))
        found = re.search(r"Serving on (\S+)", log.read_text(encoding="utf-8"))
        assert found, log.read_text(encoding="utf-8")
        yield found[1], log
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0


def test_an_open_page_shows_a_changed_record_and_the_survey_follows(
    page: Page, survey: Path, served: tuple[str, Path]
) -> None:
    address, log = served
    record = survey / "records" / "mmicl.yml"
    page.goto(f"{address}papers/mmicl/")
    page.wait_for_function("document.readyState === 'complete'")
    record.write_text(record.read_text(encoding="utf-8").replace("Empowering", "Emboldening"), encoding="utf-8")
    # A page that loads anew has no heading for a moment.
    shows = "document.querySelector('h1')?.textContent.includes('Emboldening')"
    page.wait_for_function(shows, timeout=PATIENCE * 1000)
    assert "docs/papers/mmicl.md shows the change; the whole survey follows" in log.read_text(encoding="utf-8")

    wait_for(lambda: "the whole survey is up to date" in log.read_text(encoding="utf-8"))
    assert "Emboldening" in page.locator("h1").inner_text()
    # The open page loads anew by itself about now, which would interrupt a visit elsewhere.
    papers = page.context.new_page()
    papers.goto(f"{address}papers/")
    assert papers.get_by_text("Emboldening").count() > 0
