"""Generated files go into the owned folders only, and what a person wrote survives."""

import errno
import gc
import json
import os
import weakref
from functools import partial
from pathlib import Path

import pytest

from litatlas.incremental.unchanged import Made
from litatlas.problems import OwnershipError
from litatlas.processes.parallel import processes
from litatlas.store.manifest import MANIFEST
from litatlas.store.staging import StagingDepot
from litatlas.store.writing import standing_files, write_files
from written import changes

PAGE, OTHER = "docs/papers/a.md", "docs/tags/x/2.md"


def test_only_what_changes_is_written_and_what_is_gone_is_removed(tmp_path):
    assert changes(write_files(tmp_path, {PAGE: "one\n", OTHER: "two\n"}.items())) == ((PAGE, OTHER), (), 0)
    before = (tmp_path / PAGE).stat().st_mtime_ns
    assert changes(write_files(tmp_path, {PAGE: "one\n", OTHER: "two\n"}.items())) == ((), (), 2)
    assert (tmp_path / PAGE).stat().st_mtime_ns == before
    assert changes(write_files(tmp_path, {PAGE: b"new\n"}.items())) == ((PAGE,), (OTHER,), 0)
    assert (tmp_path / PAGE).read_bytes() == b"new\n"
    assert not (tmp_path / "docs/tags").exists()


def test_nothing_at_all_is_touched_when_nothing_changed(tmp_path):
    write_files(tmp_path, {PAGE: "one\n"}.items())
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    write_files(tmp_path, {PAGE: "one\n"}.items())
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == times


def test_a_file_made_by_hand_in_a_generated_folder_is_refused(tmp_path):
    hand = tmp_path / "docs/papers/mine.md"
    hand.parent.mkdir(parents=True)
    hand.write_text("my words", encoding="utf-8")
    with pytest.raises(OwnershipError) as caught:
        write_files(tmp_path, {PAGE: "one\n"}.items())
    assert str(caught.value) == (
        "docs/papers/mine.md: made by hand in a generated folder; move it elsewhere under docs/; nothing was written"
    )
    assert hand.read_text(encoding="utf-8") == "my words"
    assert not (tmp_path / PAGE).exists()


@pytest.mark.parametrize("files", [{PAGE: "two\n"}, {OTHER: "x\n"}], ids=["it would be rewritten", "it would go"])
def test_a_generated_file_that_was_edited_by_hand_is_refused(tmp_path, files):
    write_files(tmp_path, {PAGE: "one\n"}.items())
    (tmp_path / PAGE).write_text("one, edited\n", encoding="utf-8")
    with pytest.raises(OwnershipError, match="generated, then edited by hand; put the words into the record"):
        write_files(tmp_path, files.items())
    assert (tmp_path / PAGE).read_text(encoding="utf-8") == "one, edited\n"


def test_a_file_that_already_is_what_would_be_written_is_adopted(tmp_path):
    (tmp_path / PAGE).parent.mkdir(parents=True)
    (tmp_path / PAGE).write_bytes(b"one\n")
    assert changes(write_files(tmp_path, {PAGE: "one\n"}.items())) == ((), (), 1)


def leave(depot: StagingDepot, path: str) -> Made:
    return depot.leave(path, f"{path}\n")


def test_what_another_process_left_is_put_into_its_place_where_it_changes(tmp_path):
    write_files(tmp_path, {PAGE: f"{PAGE}\n", OTHER: "old\n"}.items())
    before, depot = (tmp_path / PAGE).stat().st_mtime_ns, standing_files(tmp_path).depot
    with processes(2) as pool:
        left = (
            (path, made.content)
            for path, made in zip((PAGE, OTHER), pool.map(partial(leave, depot), (PAGE, OTHER)), strict=True)
        )
        assert changes(write_files(tmp_path, left)) == ((OTHER,), (), 1)
    assert (tmp_path / OTHER).read_text(encoding="utf-8") == f"{OTHER}\n"
    assert (tmp_path / PAGE).stat().st_mtime_ns == before
    assert not Path(depot.folder).exists()


@pytest.mark.parametrize("killed_after", range(1, 6))
def test_a_run_killed_at_any_moment_is_finished_by_the_next(tmp_path, monkeypatch, killed_after):
    write_files(tmp_path, {f"docs/papers/{n}.md": "old\n" for n in range(4)}.items())
    wanted = {f"docs/papers/{n}.md": "new\n" for n in range(1, 5)}
    real, calls = os.replace, []

    def replace(source, target):
        calls.append(target)
        if len(calls) > killed_after:
            raise KeyboardInterrupt
        return real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", replace)
        with pytest.raises(KeyboardInterrupt):
            write_files(tmp_path, wanted.items())
    write_files(tmp_path, wanted.items())
    found = {path.relative_to(tmp_path).as_posix(): path.read_text() for path in tmp_path.rglob("*.md")}
    assert found == wanted
    assert not list(tmp_path.rglob(".writing-*"))


@pytest.mark.parametrize(
    "path", ["docs/index.md", "docs/papers/../index.md", "../x.md", "/etc/x", "docs/papersx/a.md", "docs/papers/a\0.md"]
)
def test_nothing_is_written_outside_the_owned_folders(tmp_path, path):
    with pytest.raises(OwnershipError, match="lies outside the generator's folders"):
        write_files(tmp_path, {path: "x"}.items())
    assert list(tmp_path.iterdir()) == []


def test_an_owned_folder_that_leads_out_of_the_survey_is_refused(tmp_path):
    survey, outside = tmp_path / "survey", tmp_path / "outside"
    (survey / "docs").mkdir(parents=True)
    outside.mkdir()
    (survey / "docs/papers").symlink_to(outside)
    with pytest.raises(OwnershipError, match="docs/papers: is a link that leads out of the survey"):
        write_files(survey, {PAGE: "x"}.items())
    assert list(outside.iterdir()) == []


def test_a_broken_manifest_is_refused_with_the_way_out(tmp_path):
    write_files(tmp_path, {PAGE: "one\n"}.items())
    (tmp_path / MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(OwnershipError, match="delete it together with docs/assets/litatlas, docs/authors"):
        write_files(tmp_path, {PAGE: "one\n"}.items())


def test_the_manifest_names_every_file_once(tmp_path):
    write_files(tmp_path, {PAGE: "one\n", OTHER: "two\n"}.items())
    text = (tmp_path / MANIFEST).read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert text == json.dumps(manifest, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    assert list(manifest) == [PAGE, OTHER]
    assert all(len(hashes) == 1 for hashes in manifest.values())


@pytest.mark.parametrize("indent", [0, 2], ids=["as it was written", "formatted by an editor"])
def test_the_manifest_of_a_few_changes_is_the_one_that_would_be_written_anew(tmp_path, indent):
    names = ("a.md", 'say "a.md', "é.md", "z.md")
    before = {f"docs/papers/{name}": "one\n" for name in names}
    after = {**before, f"docs/papers/{names[0]}": "new\n", f"docs/papers/{names[2]}": "newer\n"}
    write_files(tmp_path / "edited", before.items())
    manifest = tmp_path / "edited" / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_bytes()), indent=indent, ensure_ascii=False) + "\n")
    write_files(tmp_path / "edited", after.items())
    write_files(tmp_path / "anew", after.items())
    assert manifest.read_bytes() == (tmp_path / "anew" / MANIFEST).read_bytes()


def test_files_at_the_root_of_docs_are_written_and_removed(tmp_path):
    assert write_files(tmp_path, {"docs/feed.xml": "one\n", "docs/survey.bib": "two\n"}.items()).written == (
        "docs/feed.xml",
        "docs/survey.bib",
    )
    assert changes(write_files(tmp_path, {"docs/survey.bib": "two\n"}.items())) == ((), ("docs/feed.xml",), 1)
    assert [path.name for path in (tmp_path / "docs").iterdir()] == ["survey.bib"]


def test_a_file_made_by_hand_at_the_root_of_docs_is_refused_where_it_is_in_the_way(tmp_path):
    hand = tmp_path / "docs/survey.csv"
    hand.parent.mkdir()
    hand.write_text("mine\n", encoding="utf-8")
    write_files(tmp_path, {PAGE: "one\n"}.items())
    with pytest.raises(OwnershipError) as caught:
        write_files(tmp_path, {PAGE: "one\n", "docs/survey.csv": "ours\n"}.items())
    assert str(caught.value) == (
        "docs/survey.csv: made by hand where a generated file belongs; give it another name; nothing was written"
    )
    assert hand.read_text(encoding="utf-8") == "mine\n"


def test_robots_txt_made_by_hand_stays_and_takes_the_place_of_ours(tmp_path):
    hand = tmp_path / "docs/robots.txt"
    hand.parent.mkdir()
    hand.write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
    for _ in range(2):
        assert write_files(tmp_path, {PAGE: "one\n", "docs/robots.txt": "ours\n"}.items()).removed == ()
    assert hand.read_text(encoding="utf-8") == "User-agent: *\nDisallow: /\n"
    assert "docs/robots.txt" not in json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))


def test_a_generated_robots_txt_that_was_edited_is_refused(tmp_path):
    write_files(tmp_path, {"docs/robots.txt": "ours\n"}.items())
    (tmp_path / "docs/robots.txt").write_text("edited\n", encoding="utf-8")
    with pytest.raises(OwnershipError, match=r"docs/robots\.txt: generated, then edited by hand"):
        write_files(tmp_path, {"docs/robots.txt": "new\n"}.items())


def test_a_run_whose_files_end_in_an_error_touches_nothing(tmp_path):
    write_files(tmp_path, {PAGE: "one\n"}.items())
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}

    def files():
        yield PAGE, "two\n"
        yield OTHER, "new\n"
        raise OwnershipError("no more")

    with pytest.raises(OwnershipError, match="no more"):
        write_files(tmp_path, files())
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


def test_files_are_taken_one_by_one_and_none_is_kept(tmp_path):
    class Text(str):
        """A text that can be watched."""

        __slots__ = ("__weakref__",)

    alive = []

    def files():
        for number in range(5):
            text = Text(f"{number}\n")
            alive.append(weakref.ref(text))
            yield f"docs/papers/{number}.md", text
            del text
            gc.collect()
            assert [reference() for reference in alive[:-1]] == [None] * number

    assert len(write_files(tmp_path, files()).written) == 5


def test_a_folder_on_another_disk_is_written_too(tmp_path, monkeypatch):
    real = os.replace

    def replace(source, target):
        if Path(source).parent.name == "staging":
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return real(source, target)

    monkeypatch.setattr("os.replace", replace)
    assert write_files(tmp_path, {PAGE: "one\n"}.items()).written == (PAGE,)
    assert (tmp_path / PAGE).read_text() == "one\n"
    assert not (tmp_path / ".litatlas/staging").exists()
