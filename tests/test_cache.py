"""What is kept under .litatlas/cache/ can be lost, broken or old without harm."""

import json
from pathlib import Path

import pytest

from litatlas.store.cache import CACHE, PackCache


def files_of(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / CACHE / "references").iterdir()}


def test_a_pack_is_read_back_and_others_are_forgotten(tmp_path):
    cache = PackCache(tmp_path, "references")
    cache.save({"apa-1": {"b": "zwei – 二", "a": "\x01eins\x02"}, "ieee-1": {}})
    assert cache.load("apa-1") == {"a": "\x01eins\x02", "b": "zwei – 二"}
    cache.save({"apa-2": {"a": "x"}})
    assert (list(files_of(tmp_path)), cache.load("apa-1")) == (["apa-2.json"], {})


def test_the_same_pack_in_any_order_is_the_same_bytes_and_not_written_again(tmp_path):
    cache = PackCache(tmp_path, "references")
    cache.save({"apa": {"a": "1", "b": "2"}})
    before, file = files_of(tmp_path), tmp_path / CACHE / "references" / "apa.json"
    node = file.stat().st_ino
    cache.save({"apa": {"b": "2", "a": "1"}})
    assert (files_of(tmp_path), file.stat().st_ino) == (before, node)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b"\xff\xfe", json.dumps("a").encode()])
def test_a_broken_pack_is_an_empty_one(tmp_path, content):
    cache = PackCache(tmp_path, "references")
    cache.save({"apa": {"a": "1"}})
    (tmp_path / CACHE / "references" / "apa.json").write_bytes(content)
    assert cache.load("apa") == {}


def test_a_check_reads_and_writes_nothing(tmp_path):
    PackCache(tmp_path, "references").save({"apa": {"a": "1"}})
    before = files_of(tmp_path)
    cache = PackCache(tmp_path, "references", writable=False)
    cache.save({"mla": {}})
    assert (cache.load("apa"), files_of(tmp_path)) == ({"a": "1"}, before)
