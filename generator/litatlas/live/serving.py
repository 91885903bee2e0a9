"""`litatlas serve`: what the command does."""

import logging
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from litatlas.live.makers import Makers
from litatlas.live.making import Order
from litatlas.live.rendering import mount_path
from litatlas.live.server import LiveServer
from litatlas.mkdocs_build import in_survey, load_mkdocs, mkdocs_errors, telling
from litatlas.problems import Problem, SurveyError
from litatlas.progress import SILENT, Progress


def serve(
    root: Path,
    address: str = "127.0.0.1:8000",
    *,
    jobs: int = 0,
    dask: str = "",
    progress: Progress = SILENT,
    tell: Callable[[Iterable[Problem]], None],
) -> None:
    """Show a survey in the browser, and follow every change until Ctrl-C.

    Arguments:
        root: The survey folder.
        address: Host and port to listen on.
        jobs: How many processes to work in; 0 for one on each core.
        dask: The address of a Dask cluster to work on.
        progress: Told of the first build, in another process.
        tell: Tells the user problems, each once.

    Raises:
        SurveyError: When there is nothing to serve, or the address is taken.
    """
    root = root.resolve()
    order = Order(root, Path(), address, jobs, dask, progress)
    with (
        telling(logging.INFO),
        mkdocs_errors(),
        in_survey(root),
        tempfile.TemporaryDirectory(prefix="litatlas-") as place,
        Makers(order, Path(place), tell) as makers,
    ):
        # Not before the first build: that writes the folder of the theme.
        config = load_mkdocs(root, dev_addr=address)
        _run(LiveServer(makers, root, *config.dev_addr, mount_path(config)), config)


def _run(server: LiveServer, config: MkDocsConfig) -> None:
    """Watch what MkDocs watches while it serves, and serve."""
    server.watch(config.docs_dir)
    server.watch(config.config_file_path)
    config.plugins.on_startup(command="serve", dirty=False)
    config.plugins.on_serve(server, config=config, builder=server.builder)
    for item in config.watch:
        server.watch(item)
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    except OSError as error:
        host, port = config.dev_addr
        raise SurveyError(
            f"cannot listen on {host}:{port}: {error.strerror}; choose another with '--address'"
        ) from None
    finally:
        server.shutdown()
        config.plugins.on_shutdown()
