"""A finished site is mended without MkDocs where that gives what a whole build gives, and nowhere else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from litatlas.cli.building import _html
from litatlas.fast_render.kept import FAST, SHAPES
from litatlas.fast_render.mending import finish_site, mend_site
from litatlas.fast_render.sources import sources_of
from litatlas.mkdocs_build import build_site_with_mkdocs, load_mkdocs
from litatlas.store.file_table import FileTable, signature
from small_sites import contents, give_sitemap, page, write_main, write_small_site
from surveys import REPOSITORY

EXTENSIONS = """
  - toc
  - attr_list
  - md_in_html
  - tables
  - pymdownx.snippets:
      base_path: [.litatlas/blocks]
"""


@pytest.fixture
def survey(tmp_path, monkeypatch) -> Path:
    """A small survey whose site was built to the end."""
    monkeypatch.setattr("litatlas.fast_render.render.LEAST", 2)
    root = write_small_site(tmp_path / "my survey")
    edit("mkdocs.yml", " [toc, attr_list, md_in_html, tables]", EXTENSIONS)(root)
    write(root, "docs/about.md", '# About\n\n--8<-- "counts.md"\n')
    write(root, ".litatlas/blocks/counts.md", "Nine papers.\n")
    whole_build(root)
    return root


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8", newline="")


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def act(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        write(root, path, text.replace(old, new))

    return act


def whole_build(root: Path) -> dict[str, bytes]:
    site = build_site_with_mkdocs(root)
    finish_site(root, site, ["warning: so it is"])
    return contents(site)


def mended(root: Path) -> dict[str, bytes] | None:
    done = mend_site(root, load=lambda: load_mkdocs(root))
    if done is None:
        return None
    finish_site(root, done.site, done.warnings)
    return contents(done.site)


SMALL = (
    # edits after which MkDocs is not needed
    edit("docs/papers/p4.md", "By [", "By and with [the one before](p3.md) and ["),
    edit("docs/papers/p4.md", "title: 'Paper 4", "title: 'Another"),
    edit("docs/papers/p4.md", "content: T4\n", "content: Two & \"more\"\n- name: citation_author\n  content: X\n"),
    edit("docs/papers/p4.bib", "p4", "p5"),
    edit("docs/papers/index.md", "[One](p1.md)", "[Two](p2.md), *newest* first: [One](p1.md)"),
    edit("docs/about.md", "# About\n", "# About\n\nMuch, and [home](index.md).\n"),
    edit(".litatlas/blocks/counts.md", "Nine", "As [many](papers/p1.md) as nine"),
    lambda root: write(root, "docs/papers/p4.md", page(4).replace("\n", "\r\n")),
    lambda root: None,
)  # fmt: skip


@pytest.mark.parametrize("act", SMALL)
def test_a_small_change_needs_no_mkdocs_and_gives_what_a_whole_build_gives(survey, act):
    act(survey)
    site = mended(survey)
    assert site is not None
    assert mended(survey) == site
    assert site == whole_build(survey)


HEADING = "## More\n\nText\n\n"
"""What gives a page another table of contents."""

NEW_FORMS = {
    "one of many pages": edit("docs/papers/p4.md", "## Cite", f"{HEADING}## Cite"),
    "one of the navigation": edit("docs/papers/index.md", "[One]", f"{HEADING}[One]"),
    "one by hand, which includes a text": edit("docs/about.md", "# About\n", f"# About\n\n{HEADING}{HEADING}"),
    "one with other front matter": edit("docs/papers/p4.md", "page: paper", "page: paper\nhide:\n- toc\nsubject: It"),
    "one with another tag": edit(
        "docs/papers/p4.md", "- rel: item", "- name: citation_date\n  content: '2024'\n- rel: item"
    ),
    "one that is new": lambda root: write(root, "docs/papers/q.md", page(5).replace("## Cite", f"{HEADING}## Cite")),
}


@pytest.mark.parametrize("act", NEW_FORMS.values(), ids=NEW_FORMS)
def test_the_theme_is_asked_for_a_page_of_a_form_that_none_had_and_then_no_more(survey, act):
    give_sitemap(survey)
    whole_build(survey)
    act(survey)
    assert mended(survey) is not None
    for name in ("p4", "index", "q"):
        if (survey / f"docs/papers/{name}.md").exists():
            edit(f"docs/papers/{name}.md", "](p", "], [as](p2.md), [so](p")(survey)
    done = mend_site(survey)
    assert done is not None
    assert contents(done.site) == whole_build(survey)


def test_the_same_holds_for_the_first_page_of_a_folder(survey):
    edit("mkdocs.yml", "  /papers/\n", "  /papers/\n  /years/\n")(survey)
    give_sitemap(survey)
    whole_build(survey)
    write(survey, "docs/years/1999.md", page(5).replace("(p", "(../papers/p").replace("page: paper", "page: list"))
    site = mended(survey)
    assert site is not None
    assert site == whole_build(survey)


def test_the_same_holds_for_a_build_that_is_told_where_the_survey_is_from_here(survey, monkeypatch):
    edit("docs/papers/p4.md", "## Cite", f"{HEADING}## Cite")(survey)
    monkeypatch.chdir(survey.parent)
    site, _, was_mended = _html(Path(survey.name), False, fast=True, jobs=1, generated=None)
    assert was_mended
    assert contents(site) == whole_build(survey)


def test_plugins_that_begin_for_a_new_form_end_again(survey):
    said = []

    def load():
        config = load_mkdocs(survey)
        for event in ("startup", "shutdown"):
            config.plugins.events[event].append(lambda event=event, **_: said.append(event))
        return config

    edit("docs/papers/p4.md", "## Cite", f"{HEADING}## Cite")(survey)
    assert mend_site(survey, load=load) is not None
    assert said == ["startup", "shutdown"]


WITH_MORE = "{{% if page.toc and page.toc.items[0].children | length > 1 %}}{}{{% endif %}}"
"""A theme that treats pages with such a heading differently."""


@pytest.mark.parametrize(
    "part",
    [
        "{{ nav.homepage.content }}",
        "{{ nav.homepage.toc.items[0].title }}",
        "{{ pages | length }}",
        "{{ page.title | upper }}",
        "{{ page.content | length }}",
        "{{ page.markdown | length }}",
        "{{ page.nothing.more }}",
    ],
)
def test_mkdocs_builds_the_site_where_the_theme_does_more_with_a_new_form_than_fill_it(survey, part):
    write_main(survey, WITH_MORE.format(part))
    whole_build(survey)
    edit("docs/papers/p3.md", "By [", "With [")(survey)
    assert mended(survey) is not None
    edit("docs/papers/p4.md", "## Cite", f"{HEADING}## Cite")(survey)
    assert mend_site(survey, load=lambda: load_mkdocs(survey)) is None


@pytest.mark.parametrize("part", ["{{ nav.homepage.content }}", "{{ page.markdown | length }}"])
def test_the_same_holds_for_a_page_of_the_navigation(survey, part):
    write(
        survey,
        "theme/main.html",
        '{% extends "base.html" %}{% block content %}{{ super() }}' + WITH_MORE.format(part) + "{% endblock %}",
    )
    edit("docs/about.md", "# About\n", f"# About\n\n{HEADING}")(survey)
    whole_build(survey)
    edit("docs/about.md", "Text", "Words")(survey)
    assert mended(survey) is not None
    edit("docs/about.md", "Words\n", f"Words\n\n{HEADING}")(survey)
    assert mended(survey) is None


def test_a_form_is_new_to_who_has_another_theme_loaded(survey):
    edit("docs/papers/p4.md", "## Cite", f"{HEADING}## Cite")(survey)
    assert mend_site(survey, load=lambda: load_mkdocs(survey, site_name="Another")) is None


def test_words_of_a_known_shape_need_no_python_markdown(survey, monkeypatch):
    monkeypatch.setattr("litatlas.fast_render.markdown.Markdown", None)
    edit("docs/papers/p0.md", "Paper 0", "A Title")(survey)
    site = mended(survey)
    monkeypatch.undo()
    assert site == whole_build(survey)


def test_a_text_changes_in_a_page_that_has_no_frame(survey):
    edit("docs/about.md", "# About\n", "# About\n\n[Gone](gone.md)\n")(survey)
    before = whole_build(survey)["about/index.html"]
    edit(".litatlas/blocks/counts.md", "Nine", "Ten")(survey)
    assert mended(survey) is None
    assert whole_build(survey)["about/index.html"] == before.replace(b"Nine", b"Ten")


def test_pages_and_files_may_come_and_go_where_nothing_else_speaks_of_them(survey):
    give_sitemap(survey)
    whole_build(survey)
    write(survey, "docs/papers/p9.md", page(9))
    write(survey, "docs/papers/p9.bib", "@misc{p9}\n")
    write(survey, "docs/papers/p9/2.md", page(9).replace("(p", "(../p"))
    write(survey, "docs/survey.bib", "@misc{p9}\n")
    edit("docs/papers/p4.md", "By [", "By [the new one](p9.md) and [")(survey)
    edit("docs/papers/index.md", "# Papers", "---\ndescription: All ten\n---\n# Papers")(survey)
    assert mended(survey) is None
    whole_build(survey)
    edit("docs/papers/index.md", "All ten", "All & more")(survey)
    delete("docs/papers/p9/2.md")(survey)
    write(survey, "docs/papers/q.md", page(5))
    site = mended(survey)
    assert site is not None
    assert b'content="All & more"' in site["papers/index.html"]
    assert not (survey / "site/papers/p9/2").exists()
    edit("docs/papers/p4.md", "(p9.md)", "(q.md)")(survey)
    delete("docs/papers/p9.md")(survey)
    delete("docs/papers/p9.bib")(survey)
    assert mended(survey) is not None
    assert mended(survey) == whole_build(survey)


def test_a_page_moves_once_the_site_has_a_moved_one(survey):
    template = (REPOSITORY / "templates/theme/redirect.html").read_text(encoding="utf-8")
    write(survey, "theme/redirect.html", template)
    write(survey, "docs/papers/old.md", moved('One & "more"', "papers/p1/"))
    before = whole_build(survey)["papers/old/index.html"].decode()
    assert '<link rel="canonical" href="https://a.example/survey/papers/p1/">' in before
    assert '<a id="target" href="../../papers/p1/">One & "more"</a>' in before
    write(survey, "docs/papers/p4.md", moved("Five", "papers/p5/"))
    assert mended(survey) is not None
    assert mended(survey) == whole_build(survey)


def moved(title: str, address: str) -> str:
    front = f"title: '{title}'\ngenerated: litatlas\npage: redirect\nredirect: {address}\ntemplate: redirect.html\n"
    return f"---\n{front}---\n\n# This page has moved\n\nTo [it](p1.md).\n"


@pytest.mark.parametrize("few", [30, 0])
def test_any_number_of_files_goes_where_no_text_names_one(survey, monkeypatch, few):
    monkeypatch.setattr("litatlas.fast_render.coming.FEW", few)
    give_sitemap(survey)
    for name in ("p9", "p10", "p11"):
        write(survey, f"docs/papers/{name}.md", page(9))
    edit("docs/papers/p4.md", "By [", "By [the new one](p9.md), p10.md.x and [")(survey)
    whole_build(survey)
    for name in ("p9", "p10", "p11"):
        delete(f"docs/papers/{name}.md")(survey)
    assert mended(survey) is None
    edit("docs/papers/p4.md", "[the new one](p9.md)", "the new one")(survey)
    assert mended(survey) == whole_build(survey)


WRITTEN = {
    "a page by hand": edit("docs/about.md", "# About\n", "# About\n\n[Nine](papers/p9.md)\n"),
    "the notes on a paper": lambda root: write(root, "notes/p4.md", "As in [nine](p9.md).\n"),
    "templates of the survey's own": lambda root: write(root, "templates/pages/paper.md.j2", "[Nine](p9.md)\n"),
    "a text that pages include": edit(".litatlas/blocks/counts.md", "Nine", "As [many](papers/p9.md) as nine"),
}


@pytest.mark.parametrize("act", WRITTEN.values(), ids=WRITTEN)
def test_where_a_page_goes_to_which_a_person_links_mkdocs_builds_the_site(survey, act):
    give_sitemap(survey)
    write(survey, "docs/papers/p9.md", page(9))
    edit("docs/papers/p4.md", "By [", "By [the ninth](p9.md) and [")(survey)
    act(survey)
    whole_build(survey)
    delete("docs/papers/p9.md")(survey)
    assert mend_site(survey, generated=all_generated(survey)) is None


def test_links_that_a_person_wrote_are_looked_for_only_where_one_may_have_written(survey, monkeypatch):
    give_sitemap(survey)
    write(survey, "docs/papers/p9.md", page(9))
    whole_build(survey)
    delete("docs/papers/p9.md")(survey)
    looked: list[str] = []
    monkeypatch.setattr("litatlas.fast_render.coming.read", lambda path: looked.append(Path(path).name) or b"")
    done = mend_site(survey, generated=all_generated(survey))
    assert done is not None
    assert sorted(looked) == ["about.md", "counts.md", "index.md"]


def all_generated(root: Path) -> FileTable:
    """Give what stands in the folders of the generator."""
    files = {path.relative_to(root).as_posix(): path for path in (root / "docs" / "papers").iterdir()}
    return FileTable().with_rows({path: signature(file.stat(), strict=True) for path, file in files.items()})


@pytest.mark.parametrize("listing", ["{{ pages | length }}", "{% for file in pages %}{{ file.url }}{% endfor %}"])
def test_pages_do_not_come_and_go_unnoticed_where_the_theme_lists_them(survey, listing):
    give_sitemap(survey)
    write(survey, "theme/404.html", listing)
    whole_build(survey)
    write(survey, "docs/papers/p9.md", page(9))
    assert mended(survey) is None


def delete(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


DOUBTS = {
    "a new page by hand": lambda root: write(root, "docs/new.md", "# New\n"),
    "a new first page of a folder": lambda root: write(root, "docs/papers/more/index.md", page(9)),
    "a new page that MkDocs would leave out": lambda root: write(root, "docs/papers/.p9.md", page(9)),
    "a page to which another links less": delete("docs/papers/p4.md"),
    "a new page in a folder that may be in the navigation": lambda root: write(root, "docs/tags/t.md", page(9)),
    "a page that links to nothing": edit("docs/papers/p4.md", "(p5.md)", "(gone.md)"),
    "a page that links to a place on another": edit("docs/about.md", "# About", "# About\n\n[A](papers/p4.md#cite)\n"),
    "a page to a place of which another links": edit("docs/papers/p1.md", "{ #cite }", "{ #quote }"),
    "another title in front matter": edit("docs/about.md", "# About", "---\ntitle: Us\n---\n# About"),
    "another title of a page in the navigation": edit("docs/about.md", "# About\n", "# Us\n"),
    "a text included anew": edit("docs/papers/index.md", "# Papers\n", '# Papers\n\n--8<-- "counts.md"\n'),
    "another theme": lambda root: write_main(root, "{{ page.meta.description | e }}"),
    "other settings": edit("mkdocs.yml", "site_name: A", "site_name: B"),
    "a file of the site deleted": delete("site/papers/p4.bib"),
    "a page of the site edited": edit("site/papers/p4/index.html", "Paper 4", "Paper for"),
    "a file put into the site": lambda root: write(root, "site/new.html", "new"),
    "no site": lambda root: shutil.rmtree(root / "site"),
    "no frames": lambda root: shutil.rmtree(root / ".litatlas/cache"),
    "a cache that is none": lambda root: write(root, ".litatlas/cache/fast/kept", "?"),
}  # fmt: skip


@pytest.mark.parametrize("act", DOUBTS.values(), ids=DOUBTS)
def test_where_there_is_doubt_mkdocs_builds_the_site(survey, act):
    act(survey)
    before = contents(survey / "site")
    assert mended(survey) is None
    assert contents(survey / "site") == before
    # And what it builds then can be mended again.
    site = whole_build(survey)
    assert mended(survey) == site


def test_a_site_is_not_trusted_that_was_mended_by_half(survey, monkeypatch):
    edit("docs/papers/p4.md", "By [", "With [")(survey)
    edit("docs/papers/p5.md", "By [", "With [")(survey)
    written: list[str] = []

    def fail(path: str, content: bytes) -> None:
        if written:
            raise KeyboardInterrupt
        written.append(path)
        Path(path).write_bytes(content)

    with monkeypatch.context() as patch:
        patch.setattr("litatlas.fast_render.writer.write", fail)
        with pytest.raises(KeyboardInterrupt):
            mend_site(survey)
    assert len(written) == 1
    assert mended(survey) is None


@pytest.mark.parametrize("is_outside", [False, True])
@pytest.mark.parametrize("is_moved", [False, True])
def test_a_copied_or_moved_survey_leaves_alone_what_was_built_where_it_came_from(
    survey, tmp_path, is_outside, is_moved
):
    site = build_site_with_mkdocs(survey, site=tmp_path / "elsewhere" if is_outside else None)
    finish_site(survey, site, ())
    if not is_outside:
        site = Path(shutil.copytree(site, tmp_path / "as it was")) if is_moved else site
    before, times = contents(site), {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    other = tmp_path / "another place"
    (shutil.move if is_moved else shutil.copytree)(survey, other)
    edit("docs/papers/p4.md", "By [", "With [")(other)
    assert mend_site(other) is None
    assert contents(site) == before
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == times


def test_a_survey_is_the_same_behind_a_link(survey, tmp_path):
    (tmp_path / "link").symlink_to(survey, target_is_directory=True)
    edit("docs/papers/p4.md", "By [", "With [")(tmp_path / "link")
    assert mended(tmp_path / "link") == whole_build(survey)


@pytest.mark.parametrize("jobs", [1, 2])
def test_any_number_of_changed_pages_is_made_in_several_processes(survey, monkeypatch, jobs):
    monkeypatch.setattr("litatlas.fast_render.mending.MANY", 2)
    monkeypatch.setattr("litatlas.fast_render.mending.PAGES_A_TASK", 2)
    (survey / FAST / SHAPES).unlink()
    for number in range(2, 8):
        edit(f"docs/papers/p{number}.md", "By [", "With [")(survey)
    edit("docs/about.md", "# About\n", "# About\n\nMuch.\n")(survey)
    done = mend_site(survey, jobs=jobs)
    assert done is not None
    assert contents(done.site) == whole_build(survey)


def test_the_site_is_whole_again_when_one_of_many_pages_cannot_be_made(survey, monkeypatch):
    monkeypatch.setattr("litatlas.fast_render.mending.PAGES_A_TASK", 1)
    for number in range(2, 5):
        edit(f"docs/papers/p{number}.md", "By [", "With [")(survey)
    edit("docs/papers/p5.md", "## Cite", "## Before\n\nText\n\n## Cite")(survey)
    assert mend_site(survey) is None
    assert mended(survey) is None
    site = whole_build(survey)
    shutil.rmtree(survey / "site")
    assert whole_build(survey) == site


def test_what_the_builder_warned_of_is_said_again_and_a_strict_build_is_whole(survey):
    mended = mend_site(survey)
    assert mended is not None
    assert mended.warnings == ("warning: so it is",)
    finish_site(survey, mended.site, mended.warnings)
    assert mend_site(survey, strict=True) is None


def test_what_was_published_beside_the_pages_is_taken_away_before_it_is_made_anew(survey):
    write(survey, "docs/downloads/index.md", "# Downloads\n")
    site = survey / "site"
    plain = whole_build(survey)
    book = site / "downloads" / "survey.epub"
    for file in (book, book.with_name("survey.epub.sha256")):
        file.write_bytes(b"book")
    edit("site/downloads/index.html", "Downloads</h1>", "Downloads</h1> and a book")(survey)
    finish_site(survey, site, (), [book])
    assert mended(survey) == plain


def test_a_theme_that_shows_what_other_pages_say_is_never_mended(survey):
    write_main(survey, "{{ nav.homepage.content }}")
    whole_build(survey)
    edit("docs/papers/p4.md", "By [", "With [")(survey)
    assert mended(survey) is None


def test_a_theme_that_reads_the_pages_that_it_lists_is_never_mended(survey):
    (survey / "theme" / "404.html").write_text("{% for file in pages %}{{ file.page.meta.title }}{% endfor %}")
    whole_build(survey)
    edit("docs/papers/p4.md", "title: 'Paper 4", "title: 'Another")(survey)
    assert mended(survey) is None


def test_a_hook_that_takes_part_in_the_site_forbids_it(survey):
    write(survey, "hook.py", "def on_post_build(config, **_):\n    pass\n")
    edit("mkdocs.yml", "site_name:", "hooks: [hook.py]\nsite_name:")(survey)
    whole_build(survey)
    assert mended(survey) is None


def test_the_sitemap_follows_the_generated_part_of_the_theme(survey):
    part = survey / "theme" / "partials" / "survey-sitemap.html"
    part.parent.mkdir()
    loop = "\n{%- for file in pages %}\n<url>{{ file.url }}</url>\n{%- endfor %}\n</urlset>\n"
    write(survey, "theme/sitemap.xml", '<?xml version="1.0"?>\n{% include "partials/survey-sitemap.html" %}\n')
    part.write_text(f"<urlset>\n<url>a</url>{loop}")
    whole_build(survey)
    part.write_text(f"<urlset>\n<url>a</url>\n<url>b &amp; c</url>{loop}")
    site = mended(survey)
    assert site is not None
    assert b"<url>b &amp; c</url>" in site["sitemap.xml"]
    assert site == whole_build(survey)
    part.write_text("<urlset>\n<url>a</url>\n</urlset>\n")
    assert mended(survey) is None


def test_how_generated_files_stand_is_believed_and_all_others_are_looked_at(survey):
    docs, blocks = survey / "docs", survey / ".litatlas/blocks"
    seen = sources_of(survey, str(docs), [str(blocks)])
    assert {"papers/p4.md", "papers/p4.bib", "about.md"} < set(seen.paths)
    table = all_generated(survey)
    assert not sources_of(survey, str(docs), [str(blocks)], table).differing(seen)
    told = sources_of(survey, str(docs), [str(blocks)], table.with_rows({"docs/papers/p4.md": (1, 2, 3)}))
    assert told.differing(seen) == {"papers/p4.md"}
    assert told["papers/p4.md"] == [1, 2, 3]
