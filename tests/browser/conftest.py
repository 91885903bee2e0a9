"""A small hand-written site with every kind of page, built from the real mkdocs.yml and theme."""

import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from litatlas.folder.theme import theme_files

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def frame_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site/ folder of the pages in `pages/`, in a folder with an awkward name."""
    root = tmp_path_factory.mktemp("frame") / "Übersicht #1 50% (Kopie)"
    shutil.copytree(Path(__file__).parent / "pages", root / "docs")
    for path, content in theme_files(root).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    (root / ".litatlas/blocks").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", root)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    ran = subprocess.run(
        command, cwd=root, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return root / "site"


@pytest.fixture(scope="session")
def frame(frame_folder: Path) -> Iterator[str]:
    """The address of that site, served below a path as mkdocs.yml says: .../litatlas/."""
    with serve_below(frame_folder, "litatlas") as address:
        yield address


class _Below(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below a path, and its 404.html where there is no file, as static hosts do."""

    def __init__(self, *args: object, below: str, headers: Mapping[str, str] | None = None, **kwargs: object) -> None:
        self.below = f"/{below}/" if below else "/"
        self.headers_of_all = headers or {}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(self.below) if path.startswith(self.below) else "/none")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            super().send_error(code, message, explain)
            return
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        for name, value in self.headers_of_all.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class serve_below:
    """Serve a folder at http://127.0.0.1:PORT/BELOW/ while the block runs; without `below` at the root."""

    def __init__(self, folder: Path, below: str = "", headers: Mapping[str, str] | None = None) -> None:
        handler = partial(_Below, directory=str(folder), below=below, headers=headers)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/{below}{'/' if below else ''}"

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.address

    def __exit__(self, *exc: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as made:
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
