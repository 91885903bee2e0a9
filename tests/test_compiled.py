"""Templates are compiled once in all runs, and where that cannot be kept, in each."""

import sys
import tempfile
from pathlib import Path
from unittest.mock import Mock, patch

import pytest
from jinja2 import Environment

from litatlas.compiled import TemplateLoader


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "one.j2").write_text("{% if true %}\n<{{ value }}>\n{% endif %}\n", encoding="utf-8")
    return tmp_path


def rendered(folder: Path, *, trim: bool = False, compiles: bool = True) -> str:
    environment = Environment(loader=TemplateLoader(folder / "own", folder / "ours"), trim_blocks=trim, autoescape=True)
    compiler = environment._compile if compiles else Mock(side_effect=AssertionError("it is compiled again"))
    with patch.object(environment, "_compile", compiler):
        return environment.get_template("one.j2").render(value="a")


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("litatlas-*.cache"))


def test_a_template_is_compiled_once(temporary):
    assert rendered(temporary) == rendered(temporary, compiles=False) == "\n<a>\n"
    assert len(kept(temporary)) == 1


def test_a_survey_own_template_is_another_one(temporary):
    rendered(temporary)
    (temporary / "own").mkdir()
    (temporary / "own" / "one.j2").write_text("({{ value }})", encoding="utf-8")
    assert rendered(temporary) == rendered(temporary, compiles=False) == "(a)"


def test_a_template_that_changed_is_compiled_again(temporary):
    rendered(temporary)
    (temporary / "ours" / "one.j2").write_text("[{{ value }}]", encoding="utf-8")
    assert rendered(temporary) == "[a]"


def test_another_environment_compiles_for_itself(temporary):
    assert rendered(temporary) == "\n<a>\n"
    assert rendered(temporary, trim=True) == "<a>\n"


def test_what_was_damaged_is_compiled_again(temporary):
    rendered(temporary)
    kept(temporary)[0].write_bytes(b"half of a fi")
    assert rendered(temporary) == "\n<a>\n"


def test_nothing_is_kept_where_python_shall_keep_nothing(temporary, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(temporary) == "\n<a>\n"
    assert kept(temporary) == []


def test_nothing_is_kept_where_there_is_no_room(temporary, monkeypatch):
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", Mock(side_effect=OSError("no space left on device")))
    assert rendered(temporary) == "\n<a>\n"


def test_nothing_is_kept_where_there_is_no_folder(temporary, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "nowhere"))
    assert rendered(temporary) == "\n<a>\n"
    assert kept(temporary) == []
