"""How pages show that a paper does not stand, what figures leave out, and who is behind a name."""

import pytest
from msgspec.structs import replace

from litatlas.folder.config import load_settings
from litatlas.model import Status
from litatlas.pages.common import Common
from litatlas.pages.jobs import listing_jobs, paper_jobs
from litatlas.pages.paper import make_paper_page
from litatlas.pages.paper_matter import gather_paper
from litatlas.pages.paths import page_path
from litatlas.pages.versions import make_versions
from litatlas.pipeline import Run, SurveyFiles, assemble
from litatlas.problems import Problems, SettingsError
from litatlas.settings import CountSettings
from litatlas.site import build_site
from toy import LOADER, made_pages, texts, toy_files, toy_site, toy_survey

SURVEY = toy_survey()[0]
PAPERS = SURVEY.library.by_id
WITHOUT_RETRACTED = replace(SURVEY, settings=replace(SURVEY.settings, counts=CountSettings((Status.RETRACTED,))))


def page_of(id: str):
    return make_paper_page(gather_paper(SURVEY, id), Common.of(SURVEY))


def pages_with(text: str, files: dict[str, str | bytes]) -> set[str]:
    return {path for path, content in files.items() if isinstance(content, str) and text in content}


def test_a_retracted_paper_is_marked_wherever_a_list_names_it():
    """In the pages' Markdown each link to it with its title is followed by the mark, on the line or the next."""
    files = {path: text for path, text in toy_site()[0].items() if path.endswith(".md") and isinstance(text, str)}
    title = "ClipWave: Video Captions from Sound]("
    found = 0
    for path, text in files.items():
        for after in text.split(title)[1:]:
            found += 1
            assert '<span class="la-status">Retracted</span>' in after[:120], path
    assert found > 10


def test_a_link_in_running_text_says_it_when_pointed_at():
    assert '[ClipWave](clipwave.md "Retracted") writes' in toy_site()[0]["docs/papers/without-waves.md"]


def test_where_only_the_title_is_seen_it_says_so_and_the_heading_is_the_title():
    page = page_of("clipwave")
    assert page.head["title"] == "Retracted: ClipWave: Video Captions from Sound"
    assert page.head["paper_status"] == "retracted"
    assert page.title[0].text == "ClipWave: Video Captions from Sound"
    assert page_of("texformer").head["paper_status"] == ""


def test_the_list_of_all_papers_leads_to_those_that_do_not_stand():
    first = made_pages(paper_jobs(SURVEY), SURVEY, "papers/index.md")[0]
    assert [(fact.label, [(link.text, link.path, link.count) for link in fact.links]) for fact in first.facts] == [
        ("Status", [("Corrected", "statuses/corrected.md", 1), ("Retracted", "statuses/retracted.md", 2)])
    ]


def test_a_survey_whose_papers_all_stand_has_no_page_of_statuses():
    sound = {path: data for path, data in toy_files().records.items() if b"status:" not in data}
    survey = assemble(Run(SurveyFiles(records=sound), SURVEY.settings, Problems()))
    assert len(survey.library) == 11
    files = texts(build_site(survey, LOADER))
    assert pages_with("statuses/", files) == set()
    assert [path for path in files if "/statuses/" in path] == []


COUNTED = (
    # (facet, slug, counts with all, counts without the retracted)
    ("tag", "captioning", "5 papers, 2019–2024", "3 papers, 2023–2024 (not counted: 2 retracted)"),
    ("author", "ann-smith-oxford", "1 paper, 2022", "0 papers (not counted: 1 retracted)"),
    ("author", "ann-smith", "3 papers, 2020–2024", "3 papers, 2020–2024"),
    ("status", "retracted", "2 papers", "2 papers"),
)


@pytest.mark.parametrize(("facet", "slug", "all_", "some"), COUNTED)
def test_figures_leave_out_what_the_settings_say_and_lists_do_not(facet, slug, all_, some):
    for survey, counts in ((SURVEY, all_), (WITHOUT_RETRACTED, some)):
        (page,) = made_pages(listing_jobs(survey), survey, page_path(facet, slug))
        assert (page.counts, len(page.items)) == (counts, len(survey.library.listings[facet][slug].papers))


def test_the_home_page_and_the_timeline_count_the_same():
    for survey, number in ((SURVEY, 14), (WITHOUT_RETRACTED, 12)):
        files = texts(build_site(survey, LOADER))
        assert f"[{number} papers]" in str(files[".litatlas/blocks/counts.md"])
        assert f"{number} papers, " in str(files["docs/papers/index.md"])
    years = str(files["docs/years/index.md"])
    assert "- [2022](2022.md) 2\n" in years
    assert "- [2019](2019.md) 0\n" in years


EXCLUDED = (
    ("[retracted, withdrawn]", (Status.RETRACTED, Status.WITHDRAWN)),
    ("withdrawn", (Status.WITHDRAWN,)),
    ("[]", ()),
)


@pytest.mark.parametrize(("text", "statuses"), EXCLUDED)
def test_what_is_not_counted_is_a_setting(text, statuses):
    assert load_settings(f"title: T\ncounts: {{exclude: {text}}}").counts.exclude == statuses


def test_a_status_that_there_is_not_is_refused():
    with pytest.raises(SettingsError) as caught:
        load_settings("title: T\ncounts:\n  exclude: [ok]\n")
    assert str(caught.value) == (
        "survey.yml:3: counts.exclude: expected a list of corrected, retracted, withdrawn, got 'ok' [bad-setting]"
    )


def test_a_byline_is_as_printed_and_leads_to_the_person():
    byline = page_of("clipwave").byline
    assert [(link.text, link.path) for link in byline.first] == [
        ("Ann Smith", "authors/ann-smith-oxford.md"),
        ("B. Jones", "authors/bob-jones.md"),
    ]


def test_an_author_s_page_has_other_spellings_the_home_page_and_the_id():
    (page,) = made_pages(listing_jobs(SURVEY), SURVEY, "authors/bob-jones.md")
    assert page.definition[0].text == "Also printed as B. Jones."
    assert [(link.label, link.url) for link in page.outside] == [
        ("Home page", "https://jones.example.org/"),
        ("ORCID 0000-0001-5109-3700", "https://orcid.org/0000-0001-5109-3700"),
    ]
    assert [paper.id for paper in SURVEY.library.listings["author"]["bob-jones"].papers] == [
        "without-waves",
        "clipwave",
        "seeing-is-believing-2022",
    ]


def test_a_page_offers_the_versions_and_names_each_identifier_once():
    page = page_of("video-sprak")
    assert [(line.label, line.place, line.link and line.link.label) for line in page.versions] == [
        ("Published version", "ICSV 2023 Workshops", "DOI 10.1000/icsv.2023.(7)_x"),
        ("Preprint", "March 2023", "arXiv 2303.01234"),
    ]
    assert page.imprint.identifiers == ()


def test_a_work_of_one_version_has_no_line_of_versions():
    assert make_versions(PAPERS["clipwave"]) == ()
