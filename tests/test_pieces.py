"""Large files are put together in blocks from new bytes and from stretches of old files, whatever their sizes."""

from functools import partial
from io import BytesIO

import pytest

from litatlas.incremental import pieces
from litatlas.incremental.pieces import Later, Stretch, blocks, cut


@pytest.mark.parametrize("size", [1, 3, 4, 7, 100])
def test_blocks_hold_the_bytes_of_all_pieces_in_order(monkeypatch, size):
    monkeypatch.setattr(pieces, "BLOCK", size)
    old = partial(BytesIO, b"0123456789")
    parts = [b"ab", Stretch(old, 3, 9), b"", Stretch(old, 4, 4), Later(6, lambda: b"cdefgh"), Stretch(old, 0, 1)]
    found = [bytes(block) for block in blocks(parts)]
    assert b"".join(found) == b"ab345678cdefgh0"
    assert max(map(len, found)) <= size


def test_nothing_gives_no_bytes():
    assert b"".join(map(bytes, blocks([]))) == b""


def test_an_old_file_that_became_shorter_is_noticed():
    with pytest.raises(OSError, match="shorter"):
        list(blocks([Stretch(partial(BytesIO, b"0123"), 2, 9)]))


class _OneByOne(BytesIO):
    """Gives one byte each time, as a file may give fewer than it was asked for."""

    def readinto(self, room, /):
        return super().readinto(memoryview(room)[:1])


@pytest.mark.parametrize("kind", [BytesIO, _OneByOne])
def test_a_file_is_cut_into_stretches_that_follow_each_other(kind):
    assert [bytes(one) for one in cut(partial(kind, b"0123456789"), [2, 0, 5])] == [b"01", b"", b"23456"]


def test_a_file_that_is_too_short_to_be_cut_is_noticed():
    with pytest.raises(OSError, match="shorter"):
        list(cut(partial(BytesIO, b"0123"), [2, 3]))
