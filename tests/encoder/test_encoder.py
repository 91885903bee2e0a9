"""A survey's encoder: found without a download, told what is wrong with it, and asked for each text once."""

import json
import math
from collections.abc import Sequence
from importlib.metadata import PackagePath
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from litatlas import encoder as module
from litatlas.app import generate, read_settings
from litatlas.cli import main
from litatlas.encoder import read_encoder, weights
from litatlas.encoder.bert import Bert, Shape
from litatlas.problems import SettingsError

CONFIG = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "layer_norm_eps": 1e-12,
}
SIZE, WIDE, WORDS, PLACES = 4, 6, 11, 5


def tiny_weights() -> dict[str, np.ndarray]:
    """Weights of a BERT that is small enough to be computed by hand."""
    draw = np.random.default_rng(11)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (WORDS, SIZE),
        "embeddings.position_embeddings.weight": (PLACES, SIZE),
        "embeddings.token_type_embeddings.weight": (2, SIZE),
        "embeddings.LayerNorm.weight": (SIZE,),
        "embeddings.LayerNorm.bias": (SIZE,),
    }
    for layer in ("encoder.layer.0", "encoder.layer.1"):
        sizes = {f"attention.self.{part}": (SIZE, SIZE) for part in ("query", "key", "value")}
        sizes |= {
            "attention.output.dense": (SIZE, SIZE),
            "intermediate.dense": (WIDE, SIZE),
            "output.dense": (SIZE, WIDE),
        }
        for name, size in sizes.items():
            shapes |= {f"{layer}.{name}.weight": size, f"{layer}.{name}.bias": size[:1]}
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{layer}.{name}.weight": (SIZE,), f"{layer}.{name}.bias": (SIZE,)}
    return {name: draw.normal(size=shape) for name, shape in shapes.items()}


def numbers(text: str) -> list[int]:
    return [len(word) % WORDS for word in text.split()][:PLACES]


class StubTokenizer:
    """What the library's tokenizer does, as far as it is asked."""

    def __init__(self) -> None:
        self.longest = 0

    @classmethod
    def from_file(cls, path: str) -> "StubTokenizer":
        json.loads(Path(path).read_text())
        return cls()

    def no_padding(self) -> None:
        pass

    def enable_truncation(self, longest: int) -> None:
        self.longest = longest

    def encode(self, text: str) -> Any:
        return type("Encoding", (), {"ids": numbers(text)[: self.longest]})


def load_npz(file: Path) -> dict[str, np.ndarray]:
    with np.load(file) as found:
        return dict(found)


@pytest.fixture
def stubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-ins for the two libraries of the extra, which the tests' environment need not have."""
    stubs = {
        "tokenizers": type("tokenizers", (), {"Tokenizer": StubTokenizer}),
        "safetensors.numpy": type("numpy", (), {"load_file": staticmethod(load_npz)}),
    }
    monkeypatch.setattr(weights, "import_module", stubs.__getitem__)
    module._encoder.cache_clear()


def write_encoder(folder: Path, **config: object) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(CONFIG | config))
    (folder / "tokenizer.json").write_text("{}")
    with (folder / "model.safetensors").open("wb") as file:
        np.savez(file, **tiny_weights())
    return folder


def survey(root: Path, setting: str = "encoder", **records: str) -> Path:
    root.mkdir(exist_ok=True)
    (root / "records").mkdir(exist_ok=True)
    (root / "survey.yml").write_text(f"title: Senses\nrelated:\n  limit: 8\n  encoder: {setting}\n")
    for name, title in records.items():
        (root / "records" / f"{name}.yml").write_text(f"id: {name}\ntitle: {title}\nauthors: [Ada Lovelace]\n")
    return root


# -- the forward pass


def by_hand(known: dict[str, np.ndarray], tokens: Sequence[int], shape: Shape) -> np.ndarray:
    """The definition of BERT, token by token and head by head, without one matrix product."""

    def normal(row: np.ndarray, name: str) -> np.ndarray:
        spread = np.sqrt(np.mean((row - np.mean(row)) ** 2) + shape.epsilon)
        return (row - np.mean(row)) / spread * known[f"{name}.weight"] + known[f"{name}.bias"]

    def linear(row: np.ndarray, name: str) -> np.ndarray:
        weight, bias = known[f"{name}.weight"], known[f"{name}.bias"]
        return np.array([sum(weight[i] * row) + bias[i] for i in range(len(bias))])

    def heard(rows: list[np.ndarray], at: int, name: str) -> np.ndarray:
        query, key, value = ([linear(row, f"{name}.{part}") for row in rows] for part in ("query", "key", "value"))
        found: list[np.ndarray] = []
        for head in np.split(np.arange(SIZE), shape.heads):
            likes = [math.exp(sum(query[at][head] * other[head]) / math.sqrt(len(head))) for other in key]
            found.append(sum(like * v[head] for like, v in zip(likes, value, strict=True)) / sum(likes))
        return np.concatenate(found)

    words, places, parts = (
        known[f"embeddings.{part}_embeddings.weight"] for part in ("word", "position", "token_type")
    )
    rows = [normal(words[t] + places[i] + parts[0], "embeddings.LayerNorm") for i, t in enumerate(tokens)]
    for name in (f"encoder.layer.{layer}" for layer in range(shape.layers)):
        said = [heard(rows, at, f"{name}.attention.self") for at in range(len(rows))]
        said = [linear(one, f"{name}.attention.output.dense") for one in said]
        rows = [normal(row + one, f"{name}.attention.output.LayerNorm") for row, one in zip(rows, said, strict=True)]
        wide = [linear(row, f"{name}.intermediate.dense") for row in rows]
        bent = [np.array([x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in row]) for row in wide]
        out = [linear(row, f"{name}.output.dense") for row in bent]
        rows = [normal(row + one, f"{name}.output.LayerNorm") for row, one in zip(rows, out, strict=True)]
    vector = rows[0] if shape.first_token else sum(rows) / len(rows)
    return vector / math.sqrt(sum(vector**2))


@pytest.mark.parametrize("first_token", [False, True])
@pytest.mark.parametrize("text", ["one", "some words of a text", "many words of a text too long"])
def test_the_forward_pass_is_that_of_bert(text, first_token):
    shape = Shape(layers=2, heads=2, epsilon=1e-12, first_token=first_token)
    found = Bert(shape, tiny_weights(), numbers).encode(text)
    np.testing.assert_allclose(found, by_hand(tiny_weights(), numbers(text), shape), atol=1e-12)


# -- finding and reading the weights


@pytest.mark.usefixtures("stubbed")
def test_a_folder_of_the_survey_is_an_encoder(tmp_path):
    root = survey(tmp_path / "s", "models/tiny")
    write_encoder(root / "models" / "tiny")
    found = read_encoder(root, read_settings(root))
    assert found is not None
    vectors = found.encode(["a text", "another text", "a text"])
    assert vectors.shape == (3, SIZE)
    assert vectors[0].tolist() == vectors[2].tolist() != vectors[1].tolist()


def test_without_the_setting_there_is_no_encoder(tmp_path):
    root = survey(tmp_path, '""')
    assert read_encoder(root, read_settings(root)) is None


@pytest.mark.usefixtures("stubbed")
def test_an_encoder_in_an_installed_package_is_found_and_its_code_is_not_run(tmp_path, monkeypatch):
    write_encoder(tmp_path / "site" / "weights_of_it" / "model")
    (tmp_path / "site" / "weights_of_it" / "__init__.py").write_text("raise RuntimeError('was run')")
    listed = [PackagePath("weights_of_it/__init__.py"), PackagePath("weights_of_it/model/model.safetensors")]
    for path in listed:
        path.dist = type("Distribution", (), {"locate_file": lambda _self, name: tmp_path / "site" / name})()  # type: ignore[assignment]
    monkeypatch.setattr(weights, "files", {"its-weights": listed}.__getitem__)
    root = survey(tmp_path / "s", "its-weights")
    found = read_encoder(root, read_settings(root))
    assert found is not None
    assert found.encode(["a text"]).shape == (1, SIZE)


MISTAKES = (
    # (what is wrong with the folder, the message after 'related.encoder: ')
    (
        "absent",
        "'encoder' is neither a folder of the survey nor an installed package with weights; nothing is ever fetched: "
        "install the package, or name a folder; the folder of an encoder holds config.json, tokenizer.json and "
        "model.safetensors",
    ),
    (
        "incomplete",
        "folder 'encoder' lacks tokenizer.json and model.safetensors; the folder of an encoder holds config.json, "
        "tokenizer.json and model.safetensors",
    ),
    (
        "of another kind",
        "'encoder' is a model of kind 'mpnet'; only plain BERT encoders can be run (MiniLM, BGE, E5, GTE and others); "
        "name one of those",
    ),
    (
        "with a module of its own",
        "'encoder' ends in Dense; only the mean or the first token can be had; name another encoder",
    ),
)


def spoil(folder: Path, how: str) -> None:
    if how == "absent":
        return
    write_encoder(folder, **({"model_type": "mpnet"} if how == "of another kind" else {}))
    if how == "incomplete":
        (folder / "tokenizer.json").unlink()
        (folder / "model.safetensors").unlink()
    if how == "with a module of its own":
        kinds = ("Transformer", "Pooling", "Dense")
        (folder / "modules.json").write_text(json.dumps([{"type": f"sentence_transformers.models.{k}"} for k in kinds]))


@pytest.mark.usefixtures("stubbed")
@pytest.mark.parametrize(("how", "message"), MISTAKES, ids=lambda value: value[:12])
def test_an_encoder_that_cannot_be_used_is_told_with_its_line_and_the_way_out(tmp_path, how, message):
    root = survey(tmp_path / "s")
    spoil(root / "encoder", how)
    with pytest.raises(SettingsError) as caught:
        generate(root)
    assert [str(problem) for problem in caught.value.problems] == [
        f"survey.yml:4: related.encoder: {message} [bad-setting]"
    ]


def test_without_the_extra_the_setting_is_an_error_that_says_how_to_install_it(tmp_path, monkeypatch):
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named '{name}'", name=name)

    monkeypatch.setattr(weights, "import_module", missing)
    module._encoder.cache_clear()
    root = survey(tmp_path / "s")
    write_encoder(root / "encoder")
    ran = CliRunner().invoke(main, ["-C", str(root), "check"])
    assert (ran.exit_code, ran.stderr) == (
        1,
        "error: survey.yml:4: related.encoder: needs the package 'safetensors', which is not installed; "
        "run 'pip install \"litatlas[embeddings]\"', or take the setting out [bad-setting]\n",
    )


# -- each text once


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were encoded, in order."""
    texts: list[str] = []
    encode = Bert.encode

    def told(self: Bert, text: str) -> Any:
        texts.append(text)
        return encode(self, text)

    monkeypatch.setattr(Bert, "encode", told)
    return texts


@pytest.mark.usefixtures("stubbed")
def test_a_changed_record_encodes_only_itself(tmp_path, asked):
    root = survey(tmp_path / "s", otter="Otters swim", heron="Herons wait")
    write_encoder(root / "encoder")
    generate(root)
    assert sorted(asked) == ["Herons wait.", "Otters swim."]
    asked.clear()
    again = generate(root).written
    assert again is not None
    assert (again.written, asked) == ((), [])
    survey(root, otter="Otters dive")
    generate(root)
    assert asked == ["Otters dive."]


@pytest.mark.usefixtures("stubbed")
def test_a_check_keeps_nothing(tmp_path):
    root = survey(tmp_path / "s", otter="Otters swim")
    write_encoder(root / "encoder")
    generate(root, write=False)
    assert not (root / ".litatlas").exists()


@pytest.mark.usefixtures("stubbed")
def test_vectors_that_cannot_be_read_or_are_of_other_weights_are_made_again(tmp_path, asked):
    root = survey(tmp_path / "s")
    write_encoder(root / "encoder")
    settings = read_settings(root)

    def encoded() -> list[list[float]]:
        module._encoder.cache_clear()
        found = read_encoder(root, settings)
        assert found is not None
        return found.encode(["a text"]).tolist()

    first = encoded()
    (pack,) = (root / ".litatlas" / "cache" / "encoder").glob("*.json")
    ((key, kept),) = json.loads(pack.read_text()).items()
    for broken in ("no base 64!", kept[:-4], "AAAA"):
        pack.write_text(json.dumps({key: broken}))
        assert encoded() == first
    assert len(asked) == 4
    (root / "encoder" / "tokenizer.json").write_text('{"another": 1}')
    encoded()
    assert len(asked) == 5
    assert [file.name for file in (root / ".litatlas" / "cache" / "encoder").glob("*.json")] != [pack.name]
