"""A site that is shown is brought up to date beside it, where that gives what a whole build gives."""

from functools import partial
from pathlib import Path

import pytest

from litatlas.fast_render.beside import make_beside, site_of
from litatlas.fast_render.coming import DoubtError
from litatlas.live.frames import FrameRendering
from litatlas.live.rendering import Rendering, load_served, render_site
from litatlas.mkdocs_build import in_survey
from small_sites import contents, give_sitemap, page, write_small_site

ADDRESS = "127.0.0.1:8000"


@pytest.fixture
def survey(tmp_path, monkeypatch) -> Path:
    """A small survey, whose site is shown from the folder `shown` beside it."""
    monkeypatch.setattr("litatlas.fast_render.render.LEAST", 2)
    root = write_small_site(tmp_path / "my survey")
    write(root, "docs/about.md", "# About\n\nMuch.\n")
    give_sitemap(root)
    whole(root, tmp_path / "shown")
    return root


def write(root: Path, path: str, text: str) -> None:
    (root / path).write_text(text, encoding="utf-8", newline="")


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    write(root, path, text.replace(old, new))


def whole(root: Path, home: Path) -> Rendering:
    """Build the site anew in a home."""
    with in_survey(root):
        return render_site(root, home, ADDRESS, 1, home / "drafts")


def built(root: Path, home: Path) -> dict[str, bytes]:
    """Give what a whole build gives, which the name of the home is no part of."""
    whole(root, home)
    return shown(home)


def shown(home: Path) -> dict[str, bytes]:
    return contents(site_of(home))


def test_what_changed_is_put_into_the_shown_site_again_and_again(survey, tmp_path):
    home = tmp_path / "shown"
    edit(survey, "docs/papers/p4.md", "By [", "By and with [the new one](q.md) and [")
    edit(survey, "theme/partials/survey-sitemap.html", "papers/p1/", "papers/q/")
    edit(survey, "docs/papers/p4.bib", "p4", "p5")
    write(survey, "docs/papers/q.md", page(5))
    before = shown(home)
    made = make_beside(survey, home, tmp_path / "beside")
    assert made is not None
    assert shown(home) == before
    made[0].put_into(home)
    assert shown(home) == built(survey, tmp_path / "second")

    edit(survey, "docs/papers/p3.md", "p4.md", "q.md")
    (survey / "docs/papers/p8.bib").unlink()
    edit(survey, "docs/papers/p8.md", "p8.bib", "p7.bib")
    made = make_beside(survey, home, tmp_path / "beside 2")
    assert made is not None
    made[0].put_into(home)
    assert shown(home) == built(survey, tmp_path / "third")
    assert "papers/p8.bib" not in shown(home)


def test_a_page_of_a_form_that_none_had_is_made_beside_the_shown_site_and_then_previewed(survey, tmp_path):
    home = tmp_path / "shown"
    edit(survey, "docs/papers/p4.md", "## Cite", "## More\n\nText\n\n## Cite")
    load = partial(load_served, survey, home, ADDRESS, 1)
    assert make_beside(survey, home, tmp_path / "beside") is None
    made = make_beside(survey, home, tmp_path / "beside 2", load=load)
    assert made is not None
    made[0].put_into(home)
    assert shown(home) == built(survey, tmp_path / "second")
    edit(survey, "docs/papers/p4.md", "Text", "Words")
    rendering = FrameRendering(made[1], home, tmp_path / "drafts")
    with in_survey(survey):
        rendering.write_generated({"docs/papers/p4.md": (survey / "docs/papers/p4.md").read_text(encoding="utf-8")})
    assert shown(home) == built(survey, tmp_path / "third")


def test_a_previewed_page_is_made_anew_where_its_change_was_taken_back(survey, tmp_path):
    home = tmp_path / "shown"
    before = shown(home)
    for page_of_site in ("papers/p2", "about"):
        (site_of(home) / page_of_site / "index.html").write_text("A preview", encoding="utf-8")
    made = make_beside(survey, home, tmp_path / "beside", again=["papers/p2.md", "about.md", "papers/gone.md"])
    assert made is not None
    made[0].put_into(home)
    assert shown(home) == before


def test_a_doubt_leaves_the_shown_site_alone(survey, tmp_path):
    home = tmp_path / "shown"
    before = shown(home)
    edit(survey, "docs/about.md", "Much.", "[Gone](gone.md)")
    edit(survey, "docs/papers/p4.md", "By [", "With [")
    assert make_beside(survey, home, tmp_path / "beside") is None
    write(survey, "docs/more.md", "# More\n")
    assert make_beside(survey, home, tmp_path / "beside") is None
    assert shown(home) == before
    assert make_beside(survey, tmp_path / "nowhere", tmp_path / "beside") is None


def test_a_page_that_is_previewed_in_a_frame_is_the_one_that_a_build_makes(survey, tmp_path):
    home = tmp_path / "shown"
    made = make_beside(survey, home, tmp_path / "beside")
    assert made is not None
    rendering = FrameRendering(made[1], home, tmp_path / "drafts")
    text = page(4).replace("By [", "By and with [the one before](p3.md) and [")
    edit(survey, "docs/about.md", "Much.", "More.")
    with in_survey(survey):
        rendering.write_generated({"docs/papers/p4.md": text})
        assert rendering.write_own("docs/about.md")
        assert not rendering.write_own("docs/picture.svg")
        with pytest.raises(DoubtError, match="has a new form"):
            rendering.write_generated({"docs/papers/p5.md": page(5).replace("## Cite", "## More\n\n## Cite")})
        write(survey, "docs/new.md", "# New\n")
        with pytest.raises(DoubtError, match="not a generated page"):
            rendering.write_own("docs/new.md")
        with pytest.raises(DoubtError, match=r"gone\.md"):
            rendering.write_generated({"docs/papers/p5.md": page(5).replace("By [", "By [It](gone.md) [")})
    (survey / "docs/new.md").unlink()
    write(survey, "docs/papers/p4.md", text)
    assert shown(home) == built(survey, tmp_path / "second")
