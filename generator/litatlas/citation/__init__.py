"""EXPORT: papers as other people's programs take them. A new format is one file and one row of `FORMATS`."""

from collections.abc import Mapping

from litatlas.citation.bib_entry import bib_file
from litatlas.citation.biblatex import biblatex
from litatlas.citation.bibtex import bibtex, bibtex_ascii
from litatlas.citation.context import ExportContext
from litatlas.citation.csl_json import csl_file, csl_json
from litatlas.citation.formats import Format
from litatlas.citation.markdown_reference import markdown_file, markdown_reference
from litatlas.citation.record_json import json_indented, json_line, json_lines
from litatlas.citation.ris import ris, ris_file
from litatlas.citation.table_csv import csv_file, csv_row

__all__ = ["FORMATS", "ExportContext", "Format"]

_BIB = "application/x-bibtex"

_TABLE = (
    Format("bibtex", "BibTeX", ".bib", _BIB, bibtex, bib_file),
    Format("bibtex-ascii", "BibTeX (ASCII)", ".ascii.bib", _BIB, bibtex_ascii, bib_file),
    Format("biblatex", "BibLaTeX", ".biblatex.bib", _BIB, biblatex, bib_file),
    Format("ris", "RIS", ".ris", "application/x-research-info-systems", ris, ris_file),
    Format("csl-json", "CSL-JSON", ".json", "application/vnd.citationstyles.csl+json", csl_json, csl_file),
    Format("jsonl", "JSON Lines", ".jsonl", "application/jsonl", json_line, json_lines),
    Format("json", "JSON", ".record.json", "application/json", json_indented, csl_file),
    Format("csv", "CSV", ".csv", "text/csv", csv_row, csv_file),
    # Not .md: under docs/ that would be a page.
    Format("markdown", "Markdown", ".txt", "text/plain", markdown_reference, markdown_file),
)

FORMATS: Mapping[str, Format] = {format.key: format for format in _TABLE}
"""Every format that papers are exported in, by key, in the order in which pages offer them."""
