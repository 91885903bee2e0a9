"""The fast path: MkDocs renders one page of each form through the whole theme, the others are filled in beside it.

Nothing is imported here: worker processes need little of it.
"""
