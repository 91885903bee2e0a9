"""RENDER: page models (values with everything that a template shows) and their Markdown."""

from litatlas.pages.survey import Survey

__all__ = ["Survey"]
