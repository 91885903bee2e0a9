"""MkDocs' live server with another loop: it shows single pages at once and builds the site in another process."""

import os
from collections.abc import Iterator
from pathlib import Path

from mkdocs.livereload import LiveReloadServer, _timestamp
from mkdocs.plugins import get_plugin_logger
from watchdog.observers.polling import PollingObserverVFS

from litatlas.live.makers import Makers
from litatlas.store.writing import OWNED, OWNED_FILES

log = get_plugin_logger("litatlas")

POLLING = 0.25
"""Seconds between two looks at the files: MkDocs' server polls, because file systems of containers and networks
tell nobody of changes."""

SETTLING = 0.05
"""Seconds without a further change after which one is taken for finished; an editor may write a file in two steps."""


class LiveServer(LiveReloadServer):
    """Serves the site that `Makers` show, and tells browsers when it has changed.

    MkDocs' own server (read: 1.6.1) lets everybody wait while it builds in its
    own thread. Of it we keep all but that loop: watching files, serving them,
    the script in each page that waits for another epoch of the site.
    """

    def __init__(self, makers: Makers, survey: Path, host: str, port: int, mount_path: str) -> None:
        """Serve the site of a survey's folder at an address; `serve` begins it."""
        super().__init__(lambda: None, host, port, root=str(makers.site), mount_path=mount_path)
        self._makers = makers
        self.observer = PollingObserverVFS(os.stat, HandWritten(survey), polling_interval=POLLING)  # type: ignore[assignment]
        self.build_delay = SETTLING
        self.error_handler = self._error_page

    def _build_loop(self) -> None:
        """Follow changes until the server is shut down."""
        while not self._shutdown:
            if self._has_changed():
                seen = self._makers.changed()
                for page in seen.pages:
                    log.info("%s shows the change; the whole survey follows", page)
                if seen.pages:
                    self._reload()
            if made := self._makers.finished():
                if made.error:
                    log.error("%s; the site stays as it was", made.error)
                    continue
                log.info("the whole survey is up to date")
                self.root = str(self._makers.site)
                self._reload()

    def _has_changed(self) -> bool:
        """Wait a moment for a change of a watched file, and until it is finished."""
        with self._rebuild_cond:
            if not self._rebuild_cond.wait_for(lambda: self._want_rebuild or self._shutdown, self.shutdown_delay):
                return False
            while self._rebuild_cond.wait(timeout=self.build_delay):
                log.debug("waiting for further changes")
            self._want_rebuild = False
        return not self._shutdown

    def _reload(self) -> None:
        """Begin another epoch: browsers that show a page of an earlier one load it anew."""
        with self._epoch_cond:
            self._visible_epoch = self._wanted_epoch = max(_timestamp(), self._visible_epoch + 1)
            self._epoch_cond.notify_all()

    def _error_page(self, code: int) -> bytes | None:
        page = self._makers.site / f"{code}.html"
        return page.read_bytes() if page.is_file() else None


class HandWritten:
    """Lists folders without what a build writes there, which is no change to follow."""

    def __init__(self, survey: Path) -> None:
        self._owned = frozenset(str(survey / path) for path in (*OWNED, *OWNED_FILES))

    def __call__(self, folder: str | None) -> Iterator[os.DirEntry[str]]:
        """List a folder."""
        return (entry for entry in os.scandir(folder) if entry.path not in self._owned)
