"""EPUB: a survey as an EPUB 3 book, for readers of paper-like devices, away from any network.

The book has the survey's hand-written pages, the map, a chapter for each theme
with all that the pages of its papers say, the papers that fit into none,
references, and indexes of tags and authors. Everything is linked inside the
book; what it does not hold (years, venues, files) is linked to the web. No
file of it grows with the survey but its table of contents and its list of files.
"""

from litatlas.epub.book import make_epub

__all__ = ["make_epub"]
