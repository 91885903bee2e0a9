"""What the pages of themes, their index, the map and the papers say."""

from pathlib import PurePosixPath

from msgspec.structs import replace

from litatlas.pages.jobs import index_jobs, listing_jobs
from litatlas.pages.theme import make_theme_page
from litatlas.pages.theme_index import make_theme_index
from litatlas.settings import PageSettings
from litatlas.themes import Themes
from toy import made_pages, toy_site, toy_survey


def test_a_theme_lists_its_papers_most_central_first():
    survey = toy_survey()[0]
    for theme in survey.themes.all:
        (page,) = made_pages(listing_jobs(survey), survey, f"themes/{theme.slug}.md")
        assert [item.path for item in page.items] == [f"papers/{id}.md" for id in theme.papers]
        text = toy_site()[0][f"docs/themes/{theme.slug}.md"]
        assert "Those first that are most related to the rest of the theme" in text


def test_a_long_theme_goes_on_on_further_pages_without_the_summary():
    survey = toy_survey()[0]
    small = replace(survey, settings=replace(survey.settings, pages=PageSettings(per_page=2)))
    theme = survey.themes.all[0]
    pages = made_pages(listing_jobs(small), small, f"themes/{theme.slug}.md", f"themes/{theme.slug}/")
    assert [page.path for page in pages[:2]] == [f"themes/{theme.slug}.md", f"themes/{theme.slug}/2.md"]
    assert [item.path for page in pages for item in page.items] == [f"papers/{id}.md" for id in theme.papers]
    assert [bool(page.sentences or page.reading or page.figure) for page in pages[1:]] == [False] * len(pages[1:])
    assert [bool(page.counts) for page in pages] == [True] + [False] * len(pages[1:])


def test_only_the_first_page_of_a_list_says_how_many_papers_there_are():
    survey = toy_survey()[0]
    small = replace(survey, settings=replace(survey.settings, pages=PageSettings(per_page=2)))
    listing = max(survey.library.listings["tag"].values(), key=lambda one: len(one.papers))
    pages = made_pages(listing_jobs(small), small, f"tags/{listing.slug}.md", f"tags/{listing.slug}/")
    assert len(pages) > 1
    assert [page.counts.partition(",")[0] for page in pages] == [f"{len(listing.papers)} papers"] + [""] * len(
        pages[1:]
    )
    assert all(str(len(listing.papers)) not in page.head["description"] for page in pages[1:])


def test_the_index_shows_every_theme_and_who_stands_alone():
    survey = toy_survey()[0]
    index = make_theme_index(survey)
    assert [entry.link.path for entry in index.themes] == [f"themes/{one.slug}.md" for one in survey.themes.all]
    assert [link.path for link in index.alone] == [f"papers/{id}.md" for id in survey.themes.alone]


def test_a_paper_names_its_theme_or_says_that_it_stands_alone():
    survey, files = toy_survey()[0], toy_site()[0]
    for paper in survey.library:
        text = files[f"docs/papers/{paper.id}.md"]
        if paper.theme:
            assert f"**Theme** [{survey.themes.by_slug[paper.theme].name}](../themes/{paper.theme}.md)" in text
        else:
            assert "**Theme**" not in text
        alone = "Stands alone in this survey" in text
        assert alone == (not paper.theme and not survey.relations.related[paper.id])


def test_the_table_of_the_map_holds_every_paper_once():
    survey = toy_survey()[0]
    small = replace(survey, settings=replace(survey.settings, pages=PageSettings(per_page=4)))
    pages = made_pages(index_jobs(small), small, "graph/")
    assert sorted(row.path for page in pages for row in page.rows) == sorted(
        f"papers/{one.id}.md" for one in survey.library
    )
    assert [page.path for page in pages[:2]] == ["graph/index.md", "graph/page/2.md"]
    assert [bool(page.figure) for page in pages] == [True] + [False] * (len(pages) - 1)
    degrees = [[survey.graph.degree(PurePosixPath(row.path).stem) for row in page.rows] for page in pages]
    assert [[row.degree for row in page.rows] for page in pages] == [
        [str(degree) for degree in degrees[0]],
        *([""] * len(part) for part in degrees[1:]),
    ]
    assert degrees[0] == sorted(degrees[0], reverse=True)
    assert min(degrees[0]) >= max(degree for part in degrees[1:] for degree in part)
    titles = [
        survey.library.by_id[PurePosixPath(row.path).stem].title.casefold() for page in pages[1:] for row in page.rows
    ]
    assert titles == sorted(titles)


def test_only_the_first_page_of_the_map_says_how_many_relations_there_are():
    survey = toy_survey()[0]
    small = replace(survey, settings=replace(survey.settings, pages=PageSettings(per_page=4)))
    pages = made_pages(index_jobs(small), small, "graph/")
    assert f"{len(survey.graph.edges)} relations" in pages[0].counts
    assert {page.counts for page in pages[1:]} == {""}


def test_a_published_theme_without_papers_keeps_its_page():
    survey = toy_survey()[0]
    listing = next(iter(survey.library.listings["theme"].values()))
    page = make_theme_page(replace(listing, papers=()), replace(survey, themes=Themes()), 1)
    assert page.items == ()
