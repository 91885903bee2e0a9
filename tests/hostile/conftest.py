"""The hostile survey: every payload in every format, built once by the real command for all tests of the folder."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from hostile.files import hostile_files
from litatlas.store.writing import OWNED, OWNED_FILES
from surveys import only_one_process

TITLE = '</title><script>window.pwned=100</script>"{{ 7*7 }} & Co'
ADDRESS = "https://h.example/survey/"
REPOSITORY = 'https://h.example/"onclick=window.pwned=101//'
REASON = "<script>window.pwned=102</script>\n---\n[x](javascript:window.pwned=103) \x1b[31m"
ODD_NAMES = (
    '<img src=x onerror=window.pwned=104> {{ 7*7 }} `x` --8<-- "counts.md".yml',
    "two\nerror: lines.yml",
    "..yml.yml",
    "CON.yml",
    "%2e%2e%2f.yml",
    "javascript:window.pwned=105.yml",
)
MEMORY = ("permalinks.tsv", "themes.tsv", "layout.tsv", "word-sample.bin")
"""What a survey remembers from build to build, in files of its own."""

VOCABULARY = """\
facets:
  - key: attack
    label: '<script>window.pwned=106</script> {: onclick=window.pwned=107 }'
    definition: '--8<-- "/etc/passwd" <img src=x onerror=window.pwned=108> [x](javascript:window.pwned=109)'
    tags:
      - slug: proposes
        name: '<b onclick=window.pwned=110>Proposes</b> [x]: javascript:1 {{ 7*7 }}'
        definition: '</div><script>window.pwned=111</script> $\\href{javascript:window.pwned=112}{x}$'
        phrases: [we propose]
      - slug: finds
        name: 'Finds | `code` *[propose]: --- <!--'
        definition: '!!! danger "x"'
        phrases: [hostility]
        parent: proposes
"""


@dataclass(frozen=True, slots=True)
class Hostile:
    """The built survey, and how the command that built it ended."""

    folder: Path
    code: int
    told: str
    """Standard error."""

    before: dict[str, str]
    """Hashes of what is not the generator's, in the survey and around it, before the build."""

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def pages(self) -> list[Path]:
        return sorted(self.site.rglob("*.html"))


def litatlas(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own."""
    command = [sys.executable, "-m", "litatlas", "-C", str(folder), *arguments]
    return subprocess.run(command, env=os.environ | more, capture_output=True, text=True, check=False)


def not_owned(around: Path) -> dict[str, str]:
    """Give the hash of every file that a build must leave alone."""
    survey = next(around.glob("*/survey.yml")).parent
    own = [survey / name for name in (*OWNED, *OWNED_FILES, *MEMORY, "site")]
    return {
        path.relative_to(around).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(around.rglob("*"))
        if path.is_file() and not any(path.is_relative_to(folder) for folder in own)
    }


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if base.name.startswith("popen-") else base) / "hostile"
    survey = shared / "around" / "hostile survey"
    with only_one_process(shared) as first:
        if first:
            make_survey(survey)
            before = not_owned(survey.parent)
            done = litatlas(survey, "build")
            (shared / "told").write_text(f"{done.returncode}\n{done.stderr}", encoding="utf-8")
            (shared / "before").write_text(json.dumps(before), encoding="utf-8")
    code, _, told = (shared / "told").read_text(encoding="utf-8").partition("\n")
    return Hostile(survey, int(code), told, json.loads((shared / "before").read_text(encoding="utf-8")))


def make_survey(survey: Path) -> None:
    """Write the hostile survey, with a paper that was withdrawn and one that was renamed."""
    survey.parent.mkdir(parents=True)
    (survey.parent / "beside.txt").write_text("nobody's business")
    begun = litatlas(survey.parent, "new", str(survey), "--title", TITLE)
    assert begun.returncode == 0, begun.stderr
    for name, data in {
        "survey.yml": f"title: '{TITLE}'\nsubtitle: '{TITLE}'\ndescription: '{TITLE}'\nrepository: '{REPOSITORY}'\n"
        f"address: {ADDRESS}\neditors: ['{TITLE}']\n",
        "vocabulary.yml": VOCABULARY,
        "records/going.yml": f"id: going\ntitle: '{TITLE} Going'\nauthors: ['{TITLE}']\nissued: 2024\n",
        "records/moving.yml": f"id: moving\ntitle: '{TITLE} Moving'\nauthors: ['{TITLE}']\nissued: 2024\n",
    }.items():
        (survey / name).write_text(data, encoding="utf-8")
    mkdocs = (survey / "mkdocs.yml").read_text(encoding="utf-8")
    (survey / "mkdocs.yml").write_text(
        mkdocs.replace("# site_url: https://example.org/survey/", f"site_url: {ADDRESS}"), encoding="utf-8"
    )
    steps = (("pages",), ("withdraw", "going", "--reason", REASON), ("rename", "moving", "moved"))
    for step in steps:
        done = litatlas(survey, *step)
        assert done.returncode == 0, done.stderr
    for file in hostile_files():
        (survey / file.path).write_bytes(file.data)
    for number, name in enumerate(ODD_NAMES):
        text = f"title: In a File of the Odd Name {number}\nauthors: [Ann Writer]\nissued: 2024\nodd: yes\n"
        (survey / "records" / name).write_text(text, encoding="utf-8")
