"""A survey's sentence encoder: finds its weights, and encodes each text once.

Needs the extra `litatlas[embeddings]`. Nothing is ever fetched: the weights are
in a folder of the survey or in an installed package, whose code is not run.
Vectors are kept by the content of the text and of the weights, so that a
changed record encodes only itself.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from litatlas.encoder.bert import Bert
from litatlas.encoder.weights import EncoderMistake, digest_of, find_weights, load_encoder
from litatlas.folder.config import SURVEY_FILE
from litatlas.problems import Origin, Problem, SettingsError
from litatlas.settings import Settings
from litatlas.store.cache import PackCache
from litatlas.workers import ALONE, Workers
from litatlas.yaml_lines import load_located

BATCH = 32
"""Texts in one call of a worker."""

FEW = 96
"""Fewer texts than this (some seconds) are encoded where we are: a process that starts reads the weights anew."""

_VECTOR = np.dtype("<f2")


def read_encoder(
    root: Path, settings: Settings, workers: Workers = ALONE, *, writable: bool = True
) -> "SurveyEncoder | None":
    """Give the encoder that survey.yml names; None where it names none.

    Arguments:
        root: The survey folder.
        settings: What survey.yml says.
        workers: Encode side by side; those of a cluster need the weights at the same place.
        writable: Whether new vectors are kept; a check leaves the folder alone.

    Raises:
        SettingsError: When its weights are not there or cannot be used, or the extra is not installed.
    """
    name = settings.related.encoder
    if not name:
        return None
    try:
        folder = find_weights(root, name)
        _encoder(folder)
        return SurveyEncoder(folder, PackCache(root, "encoder", writable=writable), workers)
    except EncoderMistake as mistake:
        line = load_located((root / SURVEY_FILE).read_text(encoding="utf-8-sig")).line("related", "encoder")
        message = f"related.encoder: {mistake}"
        raise SettingsError([Problem("bad-setting", Origin(SURVEY_FILE, line), message)]) from mistake


class SurveyEncoder:
    """Encodes texts by the weights of one folder; what it encoded before is read from the cache."""

    def __init__(self, folder: Path, cache: PackCache, workers: Workers) -> None:
        """Use weights, a cache and workers."""
        self._folder = folder
        self._cache = cache
        self._workers = workers
        self._digest = digest_of(folder)

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """Give a unit vector for each text: texts x dimensions."""
        keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
        packs = sorted({self._pack(key) for key in keys})
        size = _encoder(self._folder).dimensions
        known = {
            key: vector
            for pack in packs
            for key, kept in self._cache.load(pack).items()
            if (vector := _read(kept, size)) is not None
        }
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        known.update(zip(missing, self._encoded(list(missing.values())), strict=True))
        self._cache.save({pack: self._kept(pack, keys, known) for pack in packs})
        return np.array([known[key] for key in keys], dtype=np.float32).reshape(len(keys), size)

    def _pack(self, key: str) -> str:
        # In parts, so that a changed record rewrites a sixteenth of what is kept.
        return f"{self._digest}-{key[0]}"

    def _kept(self, pack: str, keys: Iterable[str], known: Mapping[str, NDArray[np.float16]]) -> dict[str, str]:
        return {key: base64.b64encode(known[key].tobytes()).decode() for key in keys if self._pack(key) == pack}

    def _encoded(self, texts: Sequence[str]) -> list[NDArray[np.float16]]:
        calls = [(self._folder, tuple(texts[start : start + BATCH])) for start in range(0, len(texts), BATCH)]
        run = self._workers if len(texts) >= FEW else ALONE
        return [vector for vectors in run.map(_encode, calls) for vector in vectors]


@cache
def _encoder(folder: Path) -> Bert:
    return load_encoder(folder)


def _encode(call: tuple[Path, tuple[str, ...]]) -> list[NDArray[np.float16]]:
    folder, texts = call
    encoder = _encoder(folder)
    # Half precision is more than the comparison needs, and the rounding hides the arithmetic of the machine.
    return [encoder.encode(text).astype(_VECTOR) for text in texts]


def _read(kept: str, size: int) -> NDArray[np.float16] | None:
    """Read a kept vector; None where it is none."""
    try:
        vector = np.frombuffer(base64.b64decode(kept, validate=True), dtype=_VECTOR)
    except (binascii.Error, ValueError):
        return None
    return vector if len(vector) == size and np.isfinite(vector).all() else None
