"""Real BibTeX, LaTeX and biber over the flagship's exports: no warning, no error.

The programs are Debian's texlive-latex-base, texlive-bibtex-extra and biber.
They are large, so `make test` does not install them; `.ci/latex` does. Where
they are not there the tests are skipped, and say what to install.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from exported_papers import CONTEXT, FULL, flagship_context, flagship_papers
from msgspec.structs import replace

from litatlas.citation import FORMATS

NEEDED = ("pdflatex", "bibtex", "biber")
MISSING = [program for program in NEEDED if not shutil.which(program)]

pytestmark = [
    pytest.mark.latex,
    pytest.mark.skipif(
        bool(MISSING),
        reason=f"{', '.join(MISSING)} not installed; apt-get install texlive-latex-base texlive-bibtex-extra biber",
    ),
]

DOCUMENT = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{url}
%s
\begin{document}
\nocite{*}
\bibliographystyle{%s}
\bibliography{survey}
\end{document}
"""

STYLES = ("plain", "abbrv", "alpha", "unsrt", "plainnat")

CASES = [("bibtex-ascii", style) for style in STYLES] + [
    # BibTeX is 8-bit: alpha.bst cuts its labels in the middle of a letter. The ASCII file is made for it.
    ("bibtex", style)
    for style in STYLES
    if style != "alpha"
]


def run(folder: Path, *command: str) -> str:
    """Run a program in a folder and give what it says; what it says must not be an error."""
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    said = (done.stdout + done.stderr).decode("utf-8", errors="replace")
    assert done.returncode == 0, said[-3000:]
    return said


def bibliography(folder: Path, text: str, style: str) -> list[str]:
    """Set a document that cites everything, and give the warnings of the last run of each program."""
    (folder / "survey.bib").write_text(text, encoding="utf-8")
    package = r"\usepackage{natbib}" if style == "plainnat" else ""
    (folder / "all.tex").write_text(DOCUMENT % (package, style), encoding="utf-8")
    latex = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all")
    run(folder, *latex)
    told = run(folder, "bibtex", "all")
    run(folder, *latex)
    told += run(folder, *latex)
    return [line for line in told.splitlines() if re.search(r"warning|error|^!|undefined", line, re.IGNORECASE)]


@pytest.mark.parametrize(("format", "style"), CASES)
def test_bibtex_and_latex_have_nothing_to_say_about_the_flagship(tmp_path, format, style):
    text = FORMATS[format].render(flagship_papers(), flagship_context())
    assert bibliography(tmp_path, text, style) == []
    set_entries = (tmp_path / "all.bbl").read_text(encoding="utf-8").count(r"\bibitem")
    assert set_entries == len(flagship_papers())


def test_protected_capitals_stay_and_others_do_not(tmp_path):
    text = FORMATS["bibtex"].render(flagship_papers(), flagship_context())
    bibliography(tmp_path, text, "plain")
    said = " ".join((tmp_path / "all.bbl").read_text(encoding="utf-8").split())
    assert "{MMICL}: Empowering vision-language model with multi-modal in-context learning." in said
    assert r"\newblock In {\em International Conference on Learning Representations}, 2024." in said
    assert r"\newblock arXiv:2503.14504, March 2025." in said


def test_bibtex_takes_names_apart_as_we_mean_them(tmp_path):
    text = FORMATS["bibtex-ascii"].render([FULL], CONTEXT).replace(" and {王小明}", "")
    assert bibliography(tmp_path, text, "abbrv") == []
    said = " ".join((tmp_path / "all.bbl").read_text(encoding="utf-8").split())
    assert (
        r"J.~van~der Berg, M.~L. King, Jr., {GPT-4 Team}, {\"O}.~{\'E}. {\"U}nal, M.~{Sanchez i Garcia}, et~al." in said
    )
    assert r"{RETRACTED}: {MMICL}: 100\% of {$N$}" in said


def test_biber_finds_every_entry_valid(tmp_path):
    papers = [*flagship_papers(), replace(FULL, id="zz", citation_key="zz")]
    (tmp_path / "survey.bib").write_text(FORMATS["biblatex"].render(papers, flagship_context()), encoding="utf-8")
    told = run(tmp_path, "biber", "--tool", "--validate-datamodel", "--output-file=out.bib", "survey.bib")
    assert [line for line in told.splitlines() if not line.startswith("INFO")] == []
    written = (tmp_path / "out.bib").read_text(encoding="utf-8")
    assert len(re.findall(r"^@", written, re.MULTILINE)) == len(papers)
