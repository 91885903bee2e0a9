"""EXPORT: papers as other people's programs take them. A new format is one file and one row of `FORMATS`."""

from collections.abc import Mapping

from litatlas.citation.biblatex import biblatex
from litatlas.citation.bibtex import bibtex, bibtex_ascii
from litatlas.citation.context import ExportContext
from litatlas.citation.csl_json import csl_json
from litatlas.citation.formats import Format, Frame
from litatlas.citation.markdown_reference import markdown_reference
from litatlas.citation.record_json import json_indented, json_line
from litatlas.citation.ris import ris
from litatlas.citation.table_csv import csv_header, csv_row

__all__ = ["FORMATS", "ExportContext", "Format"]

_BIB = "application/x-bibtex"
_APART = Frame(between="\n")
_ARRAY = Frame("[\n", ",\n", "\n]\n", "[\n]\n", end="\n")

_TABLE = (
    Format("bibtex", "BibTeX", ".bib", _BIB, bibtex, _APART),
    Format("bibtex-ascii", "BibTeX (ASCII)", ".ascii.bib", _BIB, bibtex_ascii, _APART),
    Format("biblatex", "BibLaTeX", ".biblatex.bib", _BIB, biblatex, _APART),
    Format("ris", "RIS", ".ris", "application/x-research-info-systems", ris, Frame(between="\r\n")),
    Format("csl-json", "CSL-JSON", ".json", "application/vnd.citationstyles.csl+json", csl_json, _ARRAY),
    Format("jsonl", "JSON Lines", ".jsonl", "application/jsonl", json_line, Frame()),
    Format("json", "JSON", ".record.json", "application/json", json_indented, _ARRAY),
    Format("csv", "CSV", ".csv", "text/csv", csv_row, Frame(csv_header(), none=csv_header())),
    # Not .md: under docs/ that would be a page.
    Format("markdown", "Markdown", ".txt", "text/plain", markdown_reference, _APART),
)

FORMATS: Mapping[str, Format] = {format.key: format for format in _TABLE}
"""Every format that papers are exported in, by key, in the order in which pages offer them."""
