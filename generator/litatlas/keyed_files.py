"""Files that are made of values that are known before: made again only where a value is another one.

A page asks the survey while it is made, and a trace of its questions tells
whether it would be the same. Of a data file it is known beforehand what it is
made of: the entries of these papers, in this order. Their digests are its key.
"""

from collections.abc import Callable
from typing import NamedTuple

from litatlas.memo import NOTHING, Memo
from litatlas.traces import EMPTY, Standing, Unchanged, sha256

Content = str | bytes | Unchanged
"""What to write: text, the same in UTF-8 where it may be large, or that the file is as it should be."""


class Made(NamedTuple):
    """A file."""

    content: Content
    sha256: str
    """Of its bytes, in hexadecimal digits; known even where nobody made them."""


class KeyedFiles:
    """The data files of a survey."""

    def __init__(self, memo: Memo = NOTHING, standing: Standing = EMPTY, folder: str = "") -> None:
        """Use what is remembered of the last build.

        Arguments:
            memo: Knows the hashes of files by their keys.
            standing: What stands in the survey folder.
            folder: Where the paths of files begin, in the survey folder.
        """
        self._stage, self._digest = memo.stage("files"), memo.digest
        self._standing, self._folder = standing, folder

    def file(self, path: str, inputs: tuple[object, ...], make: Callable[[], str | bytes]) -> Made:
        """Give a file; it is made where it does not stand there already.

        Arguments:
            path: Below the folder.
            inputs: All that its content depends on: values, or digests of them.
            make: Makes its content.
        """
        key = self._digest(path, *inputs)
        known = self._stage.get(key)
        if known and self._standing.has(f"{self._folder}{path}", known):
            return Made(Unchanged(known), known)
        content = make()
        made = sha256(content)
        self._stage.put(key, made)
        return Made(content, made)


ALWAYS = KeyedFiles()
"""Makes every file."""
