"""The data of hover cards and of the reading list, in files of bounded size.

    cards/manifest.js     how many files there are of each kind, and what all of them share
    cards/recent.js       the ids that were added last, newest first
    cards/papers/N.js     what a card shows of a paper, and what an order of reading needs, by id
    cards/exports/N.js    the very entries of its export files, by id
    cards/keys/N.js       the id of a paper by what else it is known as: citation key, identifiers, title

Which file holds a paper or key follows from `bucket`, here and in cards.js, so
no file lists the others. Each is a classic script that calls `litatlas.data`.
"""

from litatlas.cards.files import card_files

__all__ = ["card_files"]
