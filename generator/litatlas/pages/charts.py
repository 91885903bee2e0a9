"""Figures of the survey, ready to stand in a page."""

from litatlas.figures.timeline import YearBar, timeline, years_without_gaps
from litatlas.pages.paths import html_address, page_path
from litatlas.pages.survey import Survey, figures_of


def survey_timeline(survey: Survey, page: str) -> str:
    """Draw the papers of the survey by year, each bar a link to its year; empty without dated papers."""
    listings, figures = survey.library.listings["year"], figures_of(survey, "year")
    counts = {int(listing.name): figures[slug] for slug, listing in listings.items()}
    slugs = {int(listing.name): slug for slug, listing in listings.items()}
    bars = [
        YearBar(year, number, html_address(page_path("year", slugs[year]), page) if number else "")
        for year, number in years_without_gaps(counts)
    ]
    return timeline(bars, "Papers by year of first publication")
