"""From records to papers: which records are one work, what of them can be used, and files that are filled."""
