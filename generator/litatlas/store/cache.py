"""Keeps what was computed under .litatlas/cache/: safe to delete at any time, never needed to be right.

A pack is a JSON file of texts by the digest of what they were made from; its
own name says by what (program, versions, settings), so nothing stale is read.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from litatlas.store.files import replace_file

CACHE = ".litatlas/cache"


class PackCache:
    """Packs of texts in one folder of a survey's cache."""

    def __init__(self, root: Path, folder: str, *, writable: bool = True) -> None:
        """Use a folder below the survey's cache; a check reads it and leaves it as it is."""
        self._folder = root / CACHE / folder
        self._writable = writable

    def load(self, pack: str) -> Mapping[str, str]:
        """Give a pack; empty where there is none, or none that can be read."""
        try:
            found = json.loads((self._folder / f"{pack}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        is_pack = isinstance(found, dict) and all(isinstance(text, str) for text in found.values())
        return found if is_pack else {}

    def save(self, packs: Mapping[str, Mapping[str, str]]) -> None:
        """Keep these packs and no others; a file is written only when it changes."""
        if not self._writable:
            return
        wanted = {f"{name}.json": json.dumps(pack, ensure_ascii=False, indent=0, sort_keys=True).encode("utf-8")
                  for name, pack in packs.items()}  # fmt: skip
        for name, content in wanted.items():
            file = self._folder / name
            if not file.is_file() or file.read_bytes() != content:
                replace_file(file, content)
        for file in self._folder.glob("*.json"):
            if file.name not in wanted:
                file.unlink(missing_ok=True)
