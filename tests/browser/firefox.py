"""A Firefox without a window, driven by Mozilla's own client; it reaches no network, and what it asks for is noted.

Playwright drives only a Firefox of its own making, and Selenium needs geckodriver, which is fetched from elsewhere.
"""

import http.server
import json
import re
import shutil
import socket
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ITS_MAKERS = re.compile(r"(?:https?://)?[\w.-]+\.(?:mozilla|firefox)\.(?:com|net|org)[:/]")
"""Where Firefox asks for settings and updates of its own, which no preference of a released one stops."""

NAMES = ("firefox-esr", "firefox")
START_SECONDS = 60

QUIET = {
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "dom.push.connection.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    # Modules for films, which it looks for at other hosts once it has run for a minute.
    "media.gmp-manager.updateEnabled": False,
    "media.gmp-provider.enabled": False,
}


@dataclass
class Firefox:
    """A browser under remote control."""

    client: Any
    """`marionette_driver.marionette.Marionette`."""

    asked: list[str]
    """What was asked of the network since the start; nothing of it was answered."""

    def open(self, file: Path) -> None:
        self.client.navigate(file.as_uri())

    def find(self, selector: str) -> Any:
        """Give the first element that fits, as soon as there is one."""
        return self.until(lambda: self.all(selector))[0]

    def all(self, selector: str) -> list[Any]:
        return self.client.find_elements("css selector", selector)

    def run(self, script: str) -> Any:
        """Run a function body in the page and give what it returns."""
        return self.client.execute_script(script, sandbox=None)

    def until(self, condition: Any, seconds: float = 20) -> Any:
        """Wait for a true value and give it."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            assert time.monotonic() < end, f"nothing after {seconds} seconds"
            time.sleep(0.05)
        return value


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """Start Firefox with a new profile; skips the test where there is none."""
    program = next((path for name in NAMES if (path := shutil.which(name))), None)
    if not program:
        pytest.skip("no Firefox on this machine")
    with warnings.catch_warnings():
        # Its libraries call a deprecated function while they are imported.
        warnings.simplefilter("ignore")
        driver = pytest.importorskip("marionette_driver.marionette")
    with _refusing_proxy() as (proxy, asked):
        port = _free_port()
        preferences = QUIET | {
            "marionette.port": port,
            "network.proxy.type": 1,
            "network.proxy.http": "127.0.0.1",
            "network.proxy.http_port": proxy,
            "network.proxy.ssl": "127.0.0.1",
            "network.proxy.ssl_port": proxy,
            "network.proxy.allow_hijacking_localhost": True,
        }
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        client = driver.Marionette(host="127.0.0.1", port=port, startup_timeout=START_SECONDS)
        try:
            _wait_for(port)
            client.start_session()
            yield Firefox(client, asked)
            with suppress(Exception):
                client.delete_session()
        finally:
            process.terminate()
            process.wait(START_SECONDS)


class _Refusing(http.server.BaseHTTPRequestHandler):
    """Notes what it is asked for and gives nothing."""

    asked: list[str]

    def do_GET(self) -> None:
        if not ITS_MAKERS.match(self.path):
            self.asked.append(self.path)
        self.send_error(502)

    do_CONNECT = do_POST = do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def _refusing_proxy() -> Iterator[tuple[int, list[str]]]:
    asked: list[str] = []
    handler = type("Refusing", (_Refusing,), {"asked": asked})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        server.server_close()


def _wait_for(port: int) -> None:
    """Wait until something listens there (the client's own way to wait leaves its sockets open)."""
    end = time.monotonic() + START_SECONDS
    while True:
        with socket.socket() as tried:
            if not tried.connect_ex(("127.0.0.1", port)):
                return
        assert time.monotonic() < end, f"Firefox did not start within {START_SECONDS} seconds"
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
