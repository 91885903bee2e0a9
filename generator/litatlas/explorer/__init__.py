"""The data of the explorer: what its page counts and filters by, as small scripts that load on demand.

    dimensions  the survey -> the ways to choose papers, each with its values in order
    columns     papers -> the numbers of their values, in chunks
    numbers     how common values are, and their slugs -> the numbers of long lists, which stay when others come
    lookup      long lists of values -> files in which a value is found by its words or its slug
    files       all of it -> (path, script)

Papers are numbered as in the search index: newest first. A result's title,
authors and sentence are the search's cards, so nothing is there twice. The
client is templates/assets/js/explore*.js; docs/guide/explorer.md describes
what it does.
"""

from litatlas.explorer.files import explorer_files

__all__ = ["explorer_files"]
