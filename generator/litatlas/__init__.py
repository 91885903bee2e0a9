"""Litatlas: paper records in, a literature survey that people browse, read offline and cite out."""

__version__ = "0.1.0"

__all__ = ["__version__"]
