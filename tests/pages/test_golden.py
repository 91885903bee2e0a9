"""The toy survey's pages, as they were last read by a person."""

from toy import GOLDEN, toy_site, toy_survey

PROBLEMS = """\
records/hostile.yml:1: hostile: project link 'javascript:alert(1)' is not a web address; it was left out; use https:// [unsafe-link]
records/accents.bib:1: video-sprak: 'Vidéo–Språk: Émotions in the Ångström Corpus' is the same work as records/accents-published.yml:1; they share one page; nothing to do [merged]
records/math.yml:1: texformer: formula '\\OurMethod{x}' in the abstract is not TeX that can be shown; it stands on the page as it was written; correct it in the record [bad-math]
"""  # noqa: E501


def test_the_toy_survey_has_the_problems_that_it_was_made_to_have():
    assert [*toy_survey()[1], *toy_site()[1]] == PROBLEMS.splitlines()


def test_pages_are_the_golden_pages(rewrite_golden):
    # Exports, feeds and the theme's parts have tests of their own.
    files = {path: text for path, text in toy_site()[0].items() if path.endswith(".md")}
    if rewrite_golden:
        for old in GOLDEN.rglob("*.md"):
            old.unlink()
        for path, text in files.items():
            file = GOLDEN / path.replace(".litatlas/", "litatlas/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    golden = {path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8") for path in GOLDEN.rglob("*.md")}
    shown = {path.replace(".litatlas/", "litatlas/"): text for path, text in files.items()}
    assert sorted(golden) == sorted(shown)
    assert {path: text for path, text in shown.items() if golden[path] != text} == {}
