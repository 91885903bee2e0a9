"""What all pages of a survey are made with, besides what each of them is made from."""

from msgspec import Struct

from litatlas.exports.plan import ExportPlan
from litatlas.pages.survey import Survey
from litatlas.settings import Settings


class Common(Struct, frozen=True):
    """The settings, and where the exports stand: few values, which go to each process once."""

    settings: Settings
    exports: ExportPlan

    @classmethod
    def of(cls, survey: Survey) -> "Common":
        """Give those of a survey."""
        return cls(survey.settings, survey.exports.form)
