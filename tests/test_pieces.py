"""Large files are put together in blocks from new bytes and from stretches of old files, whatever their sizes."""

from functools import partial
from io import BytesIO

import pytest

from litatlas.incremental import pieces
from litatlas.incremental.pieces import Stretch, blocks


@pytest.mark.parametrize("size", [1, 3, 4, 7, 100])
def test_blocks_hold_the_bytes_of_all_pieces_in_order(monkeypatch, size):
    monkeypatch.setattr(pieces, "BLOCK", size)
    old = partial(BytesIO, b"0123456789")
    parts = [b"ab", Stretch(old, 3, 9), b"", Stretch(old, 4, 4), b"cdefgh", Stretch(old, 0, 1)]
    found = [bytes(block) for block in blocks(parts)]
    assert b"".join(found) == b"ab345678cdefgh0"
    assert max(map(len, found)) <= size


def test_nothing_gives_no_bytes():
    assert b"".join(map(bytes, blocks([]))) == b""


def test_an_old_file_that_became_shorter_is_noticed():
    with pytest.raises(OSError, match="shorter"):
        list(blocks([Stretch(partial(BytesIO, b"0123"), 2, 9)]))
