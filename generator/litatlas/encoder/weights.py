"""Finds a sentence encoder's files and reads them: the form of Sentence Transformers, weights as safetensors.

    config.json  tokenizer.json  model.safetensors  [sentence_bert_config.json  modules.json  1_Pooling/config.json]

Weights as pickles (pytorch_model.bin) are not read: loading them runs their code.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

import numpy as np

from litatlas.encoder.bert import Bert, Shape, Vectors
from litatlas.problems import SurveyError

FILES = ("config.json", "tokenizer.json", "model.safetensors")
"""What an encoder cannot be without."""

OPTIONAL = ("sentence_bert_config.json", "modules.json", "1_Pooling/config.json")

_MODULES = frozenset({"Transformer", "Pooling", "Normalize"})
_NEEDS = "the folder of an encoder holds config.json, tokenizer.json and model.safetensors"


class EncoderMistake(SurveyError):
    """An encoder that cannot be used; says what was named, why not, and the way out."""


def find_weights(root: Path, name: str) -> Path:
    """Find the folder of an encoder: a folder, relative to the survey's, or the one inside an installed package."""
    named = root / name
    if named.is_dir():
        missing = [file for file in FILES if not (named / file).is_file()]
        if missing:
            raise EncoderMistake(f"folder '{name}' lacks {' and '.join(missing)}; {_NEEDS}")
        return named.resolve()
    folders = sorted(_folders_of_package(name))
    if not folders:
        raise EncoderMistake(
            f"'{name}' is neither a folder of the survey nor an installed package with weights; "
            f"nothing is ever fetched: install the package, or name a folder; {_NEEDS}"
        )
    if len(folders) > 1:
        inside = ", ".join(f"'{folder}'" for folder in folders)
        raise EncoderMistake(f"package '{name}' holds {len(folders)} encoders; name the folder of one: {inside}")
    return folders[0]


def _folders_of_package(name: str) -> set[Path]:
    """Give the folders of an encoder among a distribution's files; the package itself is not imported."""
    try:
        listed = files(name) or []
    except (PackageNotFoundError, ValueError):
        return set()
    weights = (Path(str(file.locate())) for file in listed if file.name == "model.safetensors")
    return {file.parent.resolve() for file in weights if all((file.parent / needed).is_file() for needed in FILES)}


def digest_of(folder: Path) -> str:
    """Give a name to everything that decides what vectors a folder gives."""
    digest = hashlib.sha256()
    for name in (*FILES, *OPTIONAL):
        file = folder / name
        if file.is_file():
            with file.open("rb") as content:
                digest.update(name.encode() + hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:16]


def load_encoder(folder: Path) -> Bert:
    """Read an encoder.

    Raises:
        EncoderMistake: When it is of a kind that we do not have, its files are
            broken, or the extra is not installed.
    """
    config = _json(folder / "config.json")
    shape = _shape(folder, config)
    weights = _weights(folder, shape)
    places = len(weights["embeddings.position_embeddings.weight"])
    longest = _json(folder / "sentence_bert_config.json").get("max_seq_length") or places
    return Bert(shape, weights, _tokenizer(folder, min(int(longest), places)))


def _shape(folder: Path, config: Mapping[str, Any]) -> Shape:
    kind = config.get("model_type")
    plain = config.get("position_embedding_type", "absolute") == "absolute" and config.get("hidden_act") == "gelu"
    if kind != "bert" or not plain:
        raise EncoderMistake(
            f"'{folder.name}' is a model of kind '{kind}'; only plain BERT encoders can be run "
            "(MiniLM, BGE, E5, GTE and others); name one of those"
        )
    modules = _json(folder / "modules.json")
    other = [kind for module in modules if (kind := str(module["type"]).rpartition(".")[2]) not in _MODULES]
    pooling = _json(folder / "1_Pooling" / "config.json")
    first_token = bool(pooling.get("pooling_mode_cls_token"))
    chosen = [key for key, value in pooling.items() if key.startswith("pooling_mode_") and value is True]
    if other or not set(chosen) <= {"pooling_mode_cls_token", "pooling_mode_mean_tokens"} or len(chosen) > 1:
        what = ", ".join(other or chosen)
        raise EncoderMistake(
            f"'{folder.name}' ends in {what}; only the mean or the first token can be had; name another encoder"
        )
    return Shape(config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"], first_token)


def _weights(folder: Path, shape: Shape) -> Mapping[str, Vectors]:
    load = _imported("safetensors.numpy").load_file
    file = folder / "model.safetensors"
    try:
        found = {name.removeprefix("bert."): np.asarray(array) for name, array in load(file).items()}
    except Exception as error:  # safetensors' own errors have no common base that is public
        raise EncoderMistake(f"{file}: cannot be read ({error}); take a fresh copy of it") from error
    weights = {name: array.astype(np.float64) for name, array in found.items() if array.dtype.kind == "f"}
    needed = ["embeddings.word_embeddings.weight", f"encoder.layer.{shape.layers - 1}.output.dense.weight"]
    missing = [name for name in needed if name not in weights]
    if missing:
        raise EncoderMistake(f"{file}: holds no '{missing[0]}'; so it is no plain BERT; name another encoder")
    return weights


def _tokenizer(folder: Path, longest: int) -> Callable[[str], Sequence[int]]:
    file = folder / "tokenizer.json"
    try:
        tokenizer = _imported("tokenizers").Tokenizer.from_file(str(file))
    except EncoderMistake:
        raise
    except Exception as error:  # the library raises Exception itself
        raise EncoderMistake(f"{file}: cannot be read ({error}); take a fresh copy of it") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)

    def tokens_of(text: str) -> Sequence[int]:
        numbers: Sequence[int] = tokenizer.encode(text).ids
        return numbers

    return tokens_of


def _imported(module: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise EncoderMistake(
            f"needs the package '{module.partition('.')[0]}', which is not installed; "
            "run 'pip install \"litatlas[embeddings]\"', or take the setting out"
        ) from error


def _json(file: Path) -> Any:
    """Read a file; an empty mapping where it is not there."""
    if not file.is_file():
        return {}
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise EncoderMistake(f"{file}: is not JSON ({error}); take a fresh copy of it") from error
