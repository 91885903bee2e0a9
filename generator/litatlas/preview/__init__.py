"""What a change of one record or note does to its paper's page, found without building the survey anew.

A preview is for whoever edits: the page of the paper shows the change at once,
whatever the size of the survey. What needs all papers (related papers, theme,
place on the map, lists, search) stays as it was until the survey is built.
Changes that could reach further (another author, a new paper, a record that
is one of several of its paper) are not previewed.
"""

from litatlas.preview.previewing import Preview, Previewer

__all__ = ["Preview", "Previewer"]
