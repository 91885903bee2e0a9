"""What is handed out: the wheel and the source archive hold all that is needed, and work without the checkout."""

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
import yaml

from environments import clean_variables, environment
from litatlas.folder.new_survey import create_survey, starter_files, title_from
from litatlas.problems import SurveyError

PROJECT = Path(__file__).parents[1]
VERSION = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

BIBTEX = """\
@inproceedings{vaswani2017attention,
  title = {Attention Is All You Need},
  author = {Vaswani, Ashish and Shazeer, Noam and {Łukasz Kaiser}},
  booktitle = {Advances in Neural Information Processing Systems},
  year = {2017},
  abstract = {We propose a new simple network architecture, the Transformer, based solely on attention.},
}

@article{he2015residual,
  title = {Deep Residual Learning for Image Recognition},
  author = {He, Kaiming and Zhang, Xiangyu and Ren, Shaoqing and Sun, Jian},
  journal = {arXiv preprint arXiv:1512.03385},
  year = {2015},
  abstract = {We present a residual learning framework to ease the training of deep networks.},
}
"""

STARTER = (
    ".github/workflows/publish.yml",
    ".gitignore",
    "README.md",
    "docs/about.md",
    "docs/index.md",
    "mkdocs.yml",
    "notes/.gitkeep",
    "records/.gitkeep",
    "survey.yml",
    "vocabulary.yml",
)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(PROJECT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(archives: Path) -> Path:
    return archives / f"litatlas-{VERSION}-py3-none-any.whl"


@pytest.fixture(scope="module")
def programs(wheel: Path) -> Path:
    """The programs of an environment with the wheel and what it asks for, and nothing of the checkout."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    folder = environment("installed", project["dependencies"], PROJECT / "constraints.txt")
    install = [folder / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", str(wheel)]
    subprocess.run(install, check=True, env=clean_variables())
    return folder


def files_below(folder: Path) -> set[str]:
    return {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_the_wheel_holds_the_package_and_the_templates_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == (
        {f"litatlas/{path}" for path in files_below(PROJECT / "generator" / "litatlas")}
        | {f"litatlas/templates/{path}" for path in files_below(PROJECT / "templates")}
    )
    assert {"litatlas/py.typed", "litatlas/templates/theme/main.html"} <= names


def test_the_wheel_carries_its_licence_commands_and_plugin(wheel):
    info = f"litatlas-{VERSION}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        metadata = Parser().parsestr(archive.read(f"{info}/METADATA").decode())
        entry_points = archive.read(f"{info}/entry_points.txt").decode()
        licence = archive.read(f"{info}/licenses/LICENSE").decode()
    assert (metadata["Name"], metadata["Version"]) == ("litatlas", VERSION)
    assert (metadata["License-Expression"], metadata["Requires-Python"]) == ("MIT", ">=3.11")
    assert entry_points == (
        "[console_scripts]\nlitatlas = litatlas.cli:run\n\n"
        "[mkdocs.plugins]\nlitatlas = litatlas.mkdocs_plugin:LitatlasPlugin\n"
    )
    assert "Copyright (c) 2026 The Litatlas developers" in licence


def test_the_source_archive_holds_what_a_build_and_the_tests_need(archives):
    with tarfile.open(archives / f"litatlas-{VERSION}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "constraints.txt", "PKG-INFO"}
    assert needed - names == set()
    for folder in ("generator", "templates", "tests"):
        assert {f"{folder}/{path}" for path in files_below(PROJECT / folder)} - names == set()
    assert {name.partition("/")[0] for name in names} & {"site", "docs", ".litatlas", ".venv", "sources"} == set()


def test_the_installed_package_asks_for_nothing_that_is_not_there(programs):
    done = subprocess.run([programs / "python", "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "No broken requirements found.\n")


def test_the_installed_package_is_not_the_checkout(programs, tmp_path):
    code = "import litatlas, litatlas.resources as r; print(litatlas.__file__); print(r.templates_folder())"
    where = run(programs, tmp_path, "python", "-c", code).stdout.splitlines()
    assert all(path.startswith(str(programs.parent)) for path in where), where


@pytest.mark.slow
def test_a_new_survey_with_a_bib_file_builds_in_one_go_without_the_checkout(programs, tmp_path):
    assert "new" in run(programs, tmp_path, "litatlas", "--help").stdout
    run(programs, tmp_path, "litatlas", "new", "my survey")
    survey = tmp_path / "my survey"
    assert files_below(survey) == set(STARTER)

    (survey / "records" / "export.bib").write_text(BIBTEX, encoding="utf-8")
    built = run(programs, survey, "litatlas", "build")
    assert "error" not in built.stderr, built.stderr
    assert "warning" not in built.stderr, built.stderr

    home = (survey / "site" / "index.html").read_text(encoding="utf-8")
    assert "My survey" in home
    pages = [path.read_text(encoding="utf-8") for path in (survey / "site" / "papers").glob("*/index.html")]
    for title in ("Attention Is All You Need", "Deep Residual Learning for Image Recognition"):
        assert any(f"{title}</h1>" in page or f">{title}<" in page for page in pages), title
    assert list((survey / "site" / "assets" / "litatlas").rglob("*.woff2"))
    assert (survey / "permalinks.tsv").is_file()


def run(programs: Path, folder: Path, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment in a folder; it must end with 0."""
    line = [programs / command, *arguments]
    done = subprocess.run(line, cwd=folder, env=clean_variables(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} {' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done


def test_a_new_survey_is_the_starter_under_the_name_of_its_folder(tmp_path):
    assert create_survey(tmp_path / "deep" / "coral-reefs") == STARTER
    survey = tmp_path / "deep" / "coral-reefs"
    assert files_below(survey) == set(STARTER)
    assert yaml.safe_load((survey / "survey.yml").read_text(encoding="utf-8"))["title"] == "Coral reefs"
    assert yaml.safe_load((survey / "mkdocs.yml").read_text(encoding="utf-8"))["site_name"] == "Coral reefs"
    assert "\n# Coral reefs\n" in (survey / "docs/index.md").read_text(encoding="utf-8")


def test_a_title_cannot_break_the_starter_files():
    title = 'A "b": *c* <d>\\'
    files = starter_files(title)
    assert yaml.safe_load(files["survey.yml"])["title"] == title
    assert '\n# A "b": \\*c\\* &lt;d>\\\\\n' in files["docs/index.md"]


TITLES = (
    # (folder, title)
    ("my-survey", "My survey"),
    ("Vision_and  language", "Vision and language"),
    ("--", "A survey"),
)


@pytest.mark.parametrize(("name", "title"), TITLES)
def test_a_title_is_made_from_the_folder(name, title):
    assert title_from(name) == title


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(SurveyError) as caught:
        create_survey(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: is not empty; nothing was written into it; name a folder that is empty or new"
    )
    assert files_below(tmp_path) == {"thesis.tex"}


def test_a_file_is_no_place_for_a_survey(tmp_path):
    file = tmp_path / "notes"
    file.write_text("mine")
    with pytest.raises(SurveyError) as caught:
        create_survey(file)
    assert str(caught.value) == f"{file}: is a file; no survey was made; name a folder that is empty or new"


def test_the_starter_looks_like_the_flagship():
    flagship = yaml.safe_load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    starter = yaml.safe_load(starter_files("T")["mkdocs.yml"])
    own = {"site_name", "site_url", "site_description", "copyright", "extra", "nav"}
    assert {key: starter.get(key) for key in flagship if key not in own} == {
        key: value for key, value in flagship.items() if key not in own
    }
    assert set(starter) <= set(flagship)


def test_constraints_name_versions_and_no_place_to_get_them_from():
    for file in sorted(PROJECT.glob("constraints*.txt")):
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert lines, file.name
        assert [line for line in lines if "==" not in line or "/" in line or "@" in line or "--" in line] == []
