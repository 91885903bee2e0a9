"""Words that pages share: counts, dates, bylines, lists."""

from collections.abc import Sequence

from litatlas.listed_paper import ListedPaper
from litatlas.model import Author, Kind, Paper, PartialDate, Venue

_MONTH_NAMES = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTH_NAMES.split())
"""The names of the months, January first."""

KIND_WORDS = {
    Kind.ARTICLE: "Preprint",
    Kind.JOURNAL: "Journal article",
    Kind.CONFERENCE: "Conference paper",
    Kind.CHAPTER: "Book chapter",
    Kind.BOOK: "Book",
    Kind.THESIS: "Thesis",
    Kind.REPORT: "Report",
    Kind.DATASET: "Dataset",
    Kind.SOFTWARE: "Software",
    Kind.WEBPAGE: "Web page",
    Kind.OTHER: "Document",
}


def short_beside_title(paper: Paper) -> str:
    """Give the system's own name where the title does not say it; empty where it does."""
    return paper.short if paper.short.casefold() not in paper.title.casefold() else ""


def count(number: int, singular: str, plural: str = "") -> str:
    """Give a number with its noun: `1 paper`, `1,204 papers`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def date_in_words(date: PartialDate) -> str:
    """Give a date as a person says it: `27 May 2024`, `May 2024`, `2024`."""
    if not date.month:
        return str(date.year)
    month = f"{MONTHS[date.month - 1]} {date.year}"
    return f"{date.day} {month}" if date.day else month


def iso_in_words(date: str) -> str:
    """Give an ISO date in words; what is no ISO date stays as it is."""
    try:
        return date_in_words(PartialDate(*(int(part) for part in date.split("-"))))
    except (ValueError, TypeError, IndexError):
        return date


def ended(sentence: str) -> str:
    """Give a sentence with a stop at its end."""
    sentence = sentence.strip()
    return sentence if not sentence or sentence[-1] in ".!?…。" else f"{sentence}."


def enumeration(parts: Sequence[str]) -> str:
    """Give a list in words: `A, B and C`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1] if parts else "") if part)


def byline(authors: Sequence[Author], others: bool = False, first: int = 3) -> str:
    """Give the first authors' names: `Haozhe Zhao, Zefan Cai, Shuzheng Si et al.`"""
    names = [author.name for author in authors]
    if len(names) > first or (others and names):
        return f"{', '.join(names[:first])} et al."
    return enumeration(names)


def short_byline(paper: ListedPaper) -> str:
    """Give authors and year for lists: `Zhao, Cai et al., 2023`."""
    names = [author.family or author.name for author in paper.authors]
    who = f"{names[0]} et al." if len(names) > 2 or (paper.others and names) else enumeration(names)
    return ", ".join(part for part in (who, str(paper.year or "")) if part)


def venue_occurrence(venue: Venue | None) -> str:
    """Give a venue as it is cited: `CVPR 2024 Workshops`; empty where there is none."""
    if not venue or not venue.label:
        return ""
    return " ".join(part for part in (venue.label, str(venue.year or ""), venue.track) if part)


def span_of_years(years: Sequence[int]) -> str:
    """Give the first and the last year: `2021–2024`, `2024`; empty without any."""
    if not years:
        return ""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"
