"""Exports as files of the site: which there are, at which address, with what in them."""

from litatlas.exports.addresses import Download, survey_downloads
from litatlas.exports.entries import Entries
from litatlas.exports.files import export_files
from litatlas.exports.plan import ExportPlan, export_problems, plan_exports

__all__ = ["Download", "Entries", "ExportPlan", "export_files", "export_problems", "plan_exports", "survey_downloads"]
