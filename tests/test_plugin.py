"""The MkDocs plugin and the runs of MkDocs: thin, quiet, and clear about what goes wrong."""

import logging
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer

from litatlas import app
from litatlas.mkdocs_build import build_site_with_mkdocs, load_mkdocs, plugins_with_ours
from litatlas.mkdocs_plugin import LitatlasPlugin, citation_tags
from litatlas.problems import Origin, Problem, SurveyError

MKDOCS_YML = """\
site_name: Toy
theme: {name: material, font: false}
"""

PAPER = """\
---
title: A & "B"
page: paper
id: ab
head:
- {name: citation_title, content: 'A & "B"'}
- {name: citation_author, content: 'Lovelace, Ada'}
- {rel: item, href: 'https://x.example/a?b&c', type: application/pdf}
json_ld: '{"name":"A \\u0026 \\"B\\""}'
---

# A & B
"""

HEAD = """\
<meta name="citation_title" content="A &amp; &quot;B&quot;">
<meta name="citation_author" content="Lovelace, Ada">
<link rel="item" href="https://x.example/a?b&amp;c" type="application/pdf">
<script type="application/ld+json">{"name":"A \\u0026 \\"B\\""}</script>
"""


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """A survey folder with a space in its name, one generated and one hand-written page."""
    root = tmp_path / "my survey"
    for path, text in {
        "mkdocs.yml": MKDOCS_YML,
        "survey.yml": "title: Toy\n",
        "records/ab.yml": "title: A and B\n",
        "docs/index.md": "# Home\n",
        "docs/guide/start.md": "# Start\n",
        "docs/papers/ab.md": PAPER,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@dataclass
class Generator:
    """Stands in for `app.generate`: says what it is told, and remembers how it was asked."""

    problems: tuple[Problem, ...] = ()
    error: SurveyError | None = None
    asked: list[tuple[Path, bool]] = field(default_factory=list)

    def __call__(self, root: Path, *, write_ledger: bool) -> "Generator":
        self.asked.append((root, write_ledger))
        if self.error:
            raise self.error
        return self


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> Generator:
    stand_in = Generator()
    monkeypatch.setattr(app, "generate", stand_in)
    return stand_in


def started_plugin(command: str, *, fresh: bool = False) -> LitatlasPlugin:
    plugin = LitatlasPlugin()
    plugin.load_config({"fresh": fresh})
    plugin.on_startup(command=command, dirty=False)
    return plugin


PLUGINS = (
    # (what mkdocs.yml says, the plugins that MkDocs is given)
    ("", ["search", {"litatlas": {"fresh": True}}]),
    ("plugins: []\n", [{"litatlas": {"fresh": True}}]),
    ("plugins: [search]\n", ["search", {"litatlas": {"fresh": True}}]),
    ("plugins:\n  search: {lang: en}\n", [{"search": {"lang": "en"}}, {"litatlas": {"fresh": True}}]),
    ("plugins: [litatlas, search]\n", ["search", {"litatlas": {"fresh": True}}]),
    ("plugins: [litatlas: {fresh: false}]\n", [{"litatlas": {"fresh": True}}]),
)


@pytest.mark.parametrize(("said", "given"), PLUGINS)
def test_our_plugin_is_added_once_to_those_that_mkdocs_yml_names(survey, said, given):
    (survey / "mkdocs.yml").write_text(MKDOCS_YML + said, encoding="utf-8")
    assert plugins_with_ours(survey) == given


def test_each_rebuild_loads_the_plugins_anew(survey):
    plugins = plugins_with_ours(survey)
    for _ in range(2):
        assert "litatlas" in load_config(str(survey / "mkdocs.yml"), plugins=plugins).plugins


def test_a_build_takes_fresh_pages_as_they_are(survey, generator):
    site = build_site_with_mkdocs(survey)
    assert site == survey / "site"
    assert generator.asked == []
    assert "A &amp; B" in (site / "papers/ab/index.html").read_text(encoding="utf-8")


def test_a_second_build_of_one_process_takes_fresh_pages_too(survey, generator):
    build_site_with_mkdocs(survey)
    build_site_with_mkdocs(survey)
    assert generator.asked == []


def test_a_build_keeps_no_trace_of_its_time(survey, generator):
    site = build_site_with_mkdocs(survey)
    assert not (site / "sitemap.xml.gz").exists()


def test_a_build_is_quiet_when_nothing_is_wrong(survey, generator, capfd):
    build_site_with_mkdocs(survey)
    assert capfd.readouterr() == ("", "")


def test_a_strict_build_fails_on_a_broken_link_and_says_which(survey, generator, capfd):
    (survey / "docs/index.md").write_text("[gone](gone.md)\n", encoding="utf-8")
    with pytest.raises(SurveyError) as caught:
        build_site_with_mkdocs(survey, strict=True)
    assert str(caught.value) == "MkDocs: Aborted with 1 warnings in strict mode; no site was built"
    assert capfd.readouterr().err == (
        "warning: Doc file 'index.md' contains a link 'gone.md', but the target is not found among documentation"
        " files.\n"
    )


def test_a_folder_without_mkdocs_yml_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(SurveyError) as caught:
        build_site_with_mkdocs(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: holds no mkdocs.yml; so there is no site to build from the pages;"
        " 'litatlas new DIR' writes one that you can copy"
    )


def test_a_mkdocs_yml_that_mkdocs_refuses_is_an_error_without_a_traceback(survey):
    (survey / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    with pytest.raises(SurveyError, match=r"^mkdocs\.yml: "):
        build_site_with_mkdocs(survey)


SNIPPETS = "markdown_extensions: [pymdownx.snippets: {base_path: [.litatlas/blocks], check_paths: true}]\n"


def test_blocks_are_found_from_any_working_directory(survey, generator, monkeypatch):
    (survey / "mkdocs.yml").write_text(MKDOCS_YML + SNIPPETS, encoding="utf-8")
    (survey / "docs/index.md").write_text('--8<-- "counts.md"\n', encoding="utf-8")
    (survey / ".litatlas/blocks").mkdir(parents=True)
    (survey / ".litatlas/blocks/counts.md").write_text("138 papers\n", encoding="utf-8")
    monkeypatch.chdir(survey.parent)
    site = build_site_with_mkdocs(Path(survey.name))
    assert site == survey / "site"
    assert "<p>138 papers</p>" in (site / "index.html").read_text(encoding="utf-8")
    assert Path.cwd() == survey.parent


def test_a_block_that_does_not_exist_is_an_error_without_a_traceback(survey, generator, capfd):
    (survey / "mkdocs.yml").write_text(MKDOCS_YML + SNIPPETS, encoding="utf-8")
    (survey / "docs/index.md").write_text('--8<-- "count.md"\n', encoding="utf-8")
    with pytest.raises(SurveyError) as caught:
        build_site_with_mkdocs(survey)
    assert str(caught.value) == (
        "Snippet at path 'count.md' could not be found; no site was built;"
        " correct the line that begins with '--8<--' to name a file of .litatlas/blocks"
    )
    assert capfd.readouterr().err == (
        "error: Error reading page 'index.md': Snippet at path 'count.md' could not be found\n"
    )


def test_named_in_mkdocs_yml_a_build_generates_the_pages_and_keeps_the_ledger(survey, generator):
    started_plugin("build").on_pre_build(config=load_mkdocs(survey))
    assert generator.asked == [(survey, True)]


def test_while_serving_each_change_generates_and_promises_no_address(survey, generator):
    plugin = started_plugin("serve", fresh=True)
    config = load_mkdocs(survey)
    for _ in range(3):
        plugin.on_pre_build(config=config)
    # The first build of three shows what `litatlas serve` has just generated.
    assert generator.asked == [(survey, False), (survey, False)]


def test_problems_are_told_at_their_level_in_mkdocs_log(survey, generator, caplog):
    generator.problems = (
        Problem("bad-setting", Origin("survey.yml", 3), "title: expected text, got '7'"),
        Problem("unknown-field", Origin("records/ab.yml", 2), "field 'titel'"),
        Problem("merged", Origin("records/ab.yml"), "'a' and 'b' are one work"),
    )
    with caplog.at_level(logging.INFO, logger="mkdocs"):
        started_plugin("serve").on_pre_build(config=load_mkdocs(survey))
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("ERROR", "litatlas: survey.yml:3: title: expected text, got '7' [bad-setting]"),
        ("WARNING", "litatlas: records/ab.yml:2: field 'titel' [unknown-field]"),
        ("INFO", "litatlas: records/ab.yml: 'a' and 'b' are one work [merged]"),
    ]


def test_an_error_in_the_data_ends_a_build(survey, generator):
    generator.problems = (Problem("bad-setting", Origin("survey.yml", 3), "title: expected text, got '7'"),)
    with pytest.raises(PluginError) as caught:
        started_plugin("build").on_pre_build(config=load_mkdocs(survey))
    assert str(caught.value) == "the survey has errors; nothing was built; mend what is listed above"


def test_an_error_that_ends_the_run_is_mkdocs_own_so_that_no_traceback_is_shown(survey, generator):
    generator.error = SurveyError("survey.yml: is not there")
    with pytest.raises(PluginError) as caught:
        started_plugin("serve").on_pre_build(config=load_mkdocs(survey))
    assert str(caught.value) == "survey.yml: is not there"


def test_serving_watches_what_pages_are_made_from_and_not_the_pages(survey, generator):
    config = load_mkdocs(survey)
    server = LiveReloadServer(builder=lambda: None, host="127.0.0.1", port=0, root=str(survey / "site"))
    try:
        server.watch(config.docs_dir)
        started_plugin("serve").on_serve(server, config=config, builder=None)
        watched = {Path(path).relative_to(survey).as_posix() for path in server._watched_paths}
        recursive = {
            Path(watch.path).relative_to(survey).as_posix(): watch.is_recursive for watch in server._watch_refs.values()
        }
    finally:
        server.server_close()
    assert watched == {"records", "survey.yml", "docs", "docs/guide"}
    assert recursive["docs"] is False


def test_citation_tags_say_what_the_front_matter_says():
    tags = [
        {"name": "citation_title", "content": 'A & "B"'},
        {"name": "citation_author", "content": "Lovelace, Ada"},
        {"rel": "item", "href": "https://x.example/a?b&c", "type": "application/pdf"},
    ]
    data = r'{"name":"A \u0026 \"B\""}'
    assert citation_tags({"page": "paper", "head": tags, "json_ld": data}) == HEAD
    assert citation_tags({"page": "listing", "title": "Video", "head": tags}) == ""
    assert citation_tags({"page": "paper", "title": "T"}) == ""


def test_a_theme_without_citation_tags_gets_them_once(survey, generator):
    html = (build_site_with_mkdocs(survey) / "papers/ab/index.html").read_text(encoding="utf-8")
    assert HEAD in html
    assert html.count('name="citation_title"') == 1
    home = (survey / "site/index.html").read_text(encoding="utf-8")
    assert "citation_" not in home
