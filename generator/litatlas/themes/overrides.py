"""What the editors say of the themes in survey.yml: another name, two themes as one, a paper where it belongs."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from litatlas.problems import Origin, Problems, quoted
from litatlas.settings import ThemeSettings

SURVEY = Origin("survey.yml")


def overridden(
    raw: Mapping[str, str], settings: ThemeSettings, papers: Collection[str], known: Collection[str], problems: Problems
) -> dict[str, str]:
    """Give the theme of each paper after the editors' merges and pins.

    Arguments:
        raw: The theme of each paper as it was found, by slug.
        settings: The section `themes` of survey.yml.
        papers: All ids of the survey.
        known: Slugs of the themes that were found, and of those that the last build knew.
        problems: Takes names that are not known.
    """
    for pair in settings.merge:
        for slug in pair:
            _is_theme(slug, known, problems)
    into = {old: new for old, new in settings.merge if old in known and new in known}
    for slug, _ in settings.rename:
        _is_theme(slug, known, problems)
    themes = {paper: _end(slug, into) for paper, slug in raw.items()}
    for paper, slug in settings.pin:
        if paper not in papers:
            problems.add("bad-theme-setting", SURVEY, _unknown("paper", paper, papers))
        elif _is_theme(slug, known, problems):
            themes[paper] = _end(slug, into)
    return themes


def _end(slug: str, into: Mapping[str, str]) -> str:
    seen = {slug}
    while slug in into and into[slug] not in seen:
        slug = into[slug]
        seen.add(slug)
    return slug


def _is_theme(slug: str, known: Collection[str], problems: Problems) -> bool:
    if slug not in known:
        problems.add("bad-theme-setting", SURVEY, _unknown("theme", slug, known))
    return slug in known


def _unknown(what: str, name: str, known: Collection[str]) -> str:
    close = get_close_matches(name, sorted(known), n=1)
    way = f"did you mean '{close[0]}'?" if close else f"the addresses of their pages say how {what}s are called"
    return f"themes: no {what} is called {quoted(name)}; the line does nothing; {way}"
