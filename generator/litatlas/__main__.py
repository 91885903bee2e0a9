"""Lets `python -m litatlas` do what `litatlas` does."""

from litatlas.cli import run

run()
