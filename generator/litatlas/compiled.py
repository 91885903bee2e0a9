"""Templates that are compiled once in all runs.

Compiled they lie where Jinja keeps them for the user among temporary files, and nobody else may write: in the survey's
cache, which may come from somebody else, would lie something that runs.
"""

import sys
from collections.abc import MutableMapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, FileSystemLoader, Template
from jinja2.bccache import Bucket

_OPTIONS = ("autoescape", "keep_trailing_newline", "lstrip_blocks", "newline_sequence", "optimized", "trim_blocks")


class TemplateLoader(ChoiceLoader):
    """Finds templates in folders, the first one first, and lets an environment keep what it compiles.

    Where Python is to keep nothing that it compiles (`PYTHONDONTWRITEBYTECODE`), or no folder is safe, it keeps none.
    """

    def __init__(self, *folders: Path) -> None:
        """Find templates in these folders."""
        super().__init__([FileSystemLoader(folder) for folder in folders])

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        """Load a template."""
        environment.bytecode_cache = environment.bytecode_cache or _compiled(environment)
        return super().load(environment, name, globals)


class _Compiled(FileSystemBytecodeCache):
    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, where there is room for it."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled(environment: Environment) -> _Compiled | None:
    # Jinja compares the sources of templates, and nothing else that their compiled form follows from.
    options = (getattr(environment, name) for name in _OPTIONS)
    made_with = repr((jinja2.__version__, *options, getattr(environment.finalize, "__name__", "")))
    name = blake2b(made_with.encode("utf-8"), digest_size=8).hexdigest()
    with suppress(OSError, RuntimeError):
        return None if sys.dont_write_bytecode else _Compiled(pattern=f"litatlas-{name}-%s.cache")
    return None
