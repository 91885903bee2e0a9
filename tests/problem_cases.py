"""One small survey for each problem code, in which the program says it: the guide's examples come from here."""

import re
from collections.abc import Mapping
from types import SimpleNamespace

from jinja2 import FileSystemLoader

from litatlas.checks import run_checks
from litatlas.folder.config import load_settings
from litatlas.identity.permalink import Entry, Ledger
from litatlas.library import Library
from litatlas.model import Author, Paper, PartialDate
from litatlas.people import People
from litatlas.pipeline import Run, SurveyFiles, build
from litatlas.problems import LedgerError, Origin, Problem, SettingsError
from litatlas.related import Relations
from litatlas.resources import templates_folder
from litatlas.vocabulary import Vocabulary

PAPER = """\
title: "Texformer: Reading Images as Text"
authors: [Ann Smith, Bob Jones]
issued: 2024-05
abstract: We propose Texformer, a model that reads images as text.
"""
"""A record that nothing is wrong with."""

SECOND = """\
title: "Pixelwise: Seeing without Words"
authors: [Cy Young]
issued: 2023
abstract: We study what models see before they read a word.
"""


def misc(key: str, **fields: str) -> str:
    """Give an entry of a .bib, with an author and a year where none are given; an empty field is left out."""
    said = {"title": "Texformer", "author": "Ann Smith", "year": "2024"} | fields
    inner = ", ".join(f"{name} = {{{value}}}" for name, value in said.items() if value)
    return f"@misc{{{key}, {inner}}}\n"


def by(authors: str, record: str = PAPER) -> str:
    """Give a record with these authors."""
    return re.sub(r"authors: .*", f"authors: [{authors}]", record)


READING = "Texformer: Reading Images as Text"
WE_STUDY = "We study what a model reads."


def row(kind: str, id: str, name: str, state: str = "live", target: str = "-", source: str = "-") -> str:
    """Give a row of the ledger."""
    return "\t".join((kind, id, name, "-", state, target, source, "-")) + "\n"


def vocabulary(tags: str) -> str:
    """Give a vocabulary of one facet with these tags (indented by six blanks)."""
    return f"facets:\n  - key: task\n    definition: What the paper solves.\n    tags:\n{tags}"


def tag(slug: str, *lines: str) -> str:
    """Give a tag of a vocabulary."""
    return "\n".join((f"      - slug: {slug}", *(f"        {line}" for line in lines))) + "\n"


def csl(info: str, rest: str = "") -> str:
    """Give a citation style."""
    return (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
        f"<info><title>Odd</title>{info}</info>{rest}</style>"
    )


WHOLE = ("definition: Words for an image.", "phrases: [image captioning]")

CASES: dict[str, dict[str, str | bytes | None]] = {
    "bad-encoding": {"records/export.bib": misc("smith2024", title="Café", abstract=WE_STUDY).encode("latin-1")},
    "broken-entry": {
        "records/export.bib": "@article{lost2024, title = {No end\n" + misc("smith2024", abstract=WE_STUDY)
    },
    "unread-file": {"records/export.bib": None},
    "unknown-format": {"records/export.xml": "<records/>\n"},
    "unknown-field": {"records/texformer.yml": PAPER + "journl: Nature\n"},
    "lone-title": {"records/list.txt": "Texformer: Reading Images as Text\n"},
    "duplicate-key": {
        "records/export.bib": misc("smith2024", abstract=WE_STUDY)
        + misc("smith2024", title="Pixelwise", author="Cy Young", abstract=WE_STUDY)
    },
    "bad-field": {"records/texformer.yml": PAPER + "identifiers: 2405.00001\n"},
    "unknown-macro": {"records/texformer.yml": PAPER.replace("We propose Texformer", r"We propose \OurMethod")},
    "lost-text": {"records/texformer.yml": PAPER.replace("as text.", "as text, with an accuracy of 65.%.")},
    "no-title": {"records/export.bib": misc("smith2024", title="")},
    "bad-date": {"records/texformer.yml": PAPER.replace("2024-05", "spring 24")},
    "unknown-kind": {"records/texformer.yml": PAPER + "kind: confrence\n"},
    "bad-identifier": {"records/texformer.yml": PAPER + "identifiers:\n  doi: 10.1000\n"},
    "unsafe-link": {"records/texformer.yml": PAPER + "links:\n  - rel: code\n    url: javascript:alert(1)\n"},
    "long-field": {"records/texformer.yml": PAPER + "publisher: " + "very " * 300 + "long\n"},
    "bad-id": {"records/texformer.yml": "id: Tex Former\n" + PAPER},
    "duplicate-id": {"records/a.yml": "id: texformer\n" + PAPER, "records/b.yml": "id: texformer\n" + SECOND},
    "dead-id": {
        "permalinks.tsv": row("paper", "old-texformer", "smith2023texformer", "redirect", "texformer")
        + row("paper", "texformer", "smith2024texformer"),
        "records/texformer.yml": "id: texformer\n" + PAPER,
        "records/old.yml": "id: old-texformer\n" + SECOND,
    },
    "withdrawn-record": {
        "permalinks.tsv": row("paper", "texformer", "smith2024texformer", "tombstone", "-", "doi:10.1000/tex"),
        "records/export.bib": misc("smith2024", doi="10.1000/tex", abstract=WE_STUDY),
    },
    "bad-citation-key": {"records/texformer.yml": PAPER + "citation_key: smith 2024\n"},
    "merged": {
        "records/export.bib": misc("smith2024", title=READING, author="Ann Smith and Bob Jones"),
        "records/texformer.yml": PAPER,
    },
    "disagreement": {
        "records/a.bib": misc("smith2024", doi="10.1000/tex", pages="1--9"),
        "records/b.bib": misc("tex", doi="10.1000/tex", pages="1--12"),
    },
    "differs-from-source": {
        "records/export.bib": misc("smith2024", title=READING, author="Ann Smith and Bob Johns"),
        "records/texformer.yml": PAPER,
    },
    "possible-duplicate": {
        "records/a.bib": misc("smith2024"),
        "records/b.bib": misc("young2024", author="Cy Young"),
    },
    "identifier-clash": {
        "records/a.bib": misc("smith2024", doi="10.1000/tex"),
        "records/b.bib": misc("young2023", title="Pixelwise", author="Cy Young", year="2023", doi="10.1000/tex"),
    },
    "bad-vocabulary": {"vocabulary.yml": vocabulary(tag("image-captioning", *WHOLE, "where: everywhere"))},
    "unknown-key": {"vocabulary.yml": vocabulary(tag("image-captioning", *WHOLE, "parrent: captioning"))},
    "duplicate-tag": {"vocabulary.yml": vocabulary(tag("image-captioning", *WHOLE) + tag("image-captioning", *WHOLE))},
    "duplicate-phrase": {"vocabulary.yml": vocabulary(tag("image-captioning", *WHOLE) + tag("captions", *WHOLE))},
    "incomplete-tag": {"vocabulary.yml": vocabulary(tag("image-captioning", "phrases: [image captioning]"))},
    "tag-cycle": {"vocabulary.yml": vocabulary(tag("image-captioning", *WHOLE, "parent: image-captioning"))},
    "unknown-tag": {
        "records/texformer.yml": PAPER + "tags: [image-captionning]\n",
        "vocabulary.yml": vocabulary(tag("image-captioning", *WHOLE)),
    },
    "bad-math": {"records/texformer.yml": PAPER.replace("as text.", r"as text in $\left( n$ steps.")},
    "bad-setting": {"survey.yml": "title: Toy\nrelated:\n  limit: many\n"},
    "two-addresses": {
        "survey.yml": "title: Toy\naddress: https://example.org/survey/\n",
        "mkdocs.yml": "site_name: Toy\nsite_url: https://example.org/toy/\n",
    },
    "bad-ledger": {"permalinks.tsv": "<<<<<<< HEAD\n" + row("paper", "texformer", "smith2024texformer")},
    "lost-address": {"permalinks.tsv": row("paper", "texformer", "smith2024texformer")},
    "dead-address": {
        "permalinks.tsv": row("tag", "image-captioning", "image-captioning", "tombstone"),
        "records/texformer.yml": PAPER + "tags: [image-captioning]\n",
        "vocabulary.yml": vocabulary(tag("image-captioning", *WHOLE)),
    },
    "bad-redirect": {
        "permalinks.tsv": row("paper", "old-texformer", "smith2023texformer", "redirect", "texformer")
        + row("paper", "texformer", "smith2024texformer", "tombstone"),
    },
    "empty-listing": {"permalinks.tsv": row("tag", "captions", "captions")},
    "no-address": {"records/texformer.yml": PAPER},
    "shared-exports": {"records/texformer.yml": PAPER, "survey.yml": "title: Toy\nexports: {max_files: 100}\n"},
    "too-many-files": {"records/texformer.yml": PAPER, "survey.yml": "title: Toy\nexports: {max_files: 100}\n"},
    "large-zip": {
        "records/texformer.yml": PAPER,
        "survey.yml": "title: Toy\noffline: [zip]\nexports: {max_files: 100}\n",
    },
    "note-without-paper": {"records/texformer.yml": PAPER, "notes/texfomer.md": "A fine paper.\n"},
    "no-authors": {"records/export.bib": misc("smith2024", author="", abstract=WE_STUDY)},
    "no-date": {"records/export.bib": misc("smith2024", year="", abstract=WE_STUDY)},
    "no-abstract": {"records/export.bib": misc("smith2024")},
    "bad-link": {"records/texformer.yml": PAPER + "links:\n  - rel: code\n    url: https://localhost/texformer\n"},
    "shared-link": {
        "records/a.yml": PAPER + "links:\n  - rel: pdf\n    url: https://example.org/paper.pdf\n",
        "records/b.yml": SECOND + "links:\n  - rel: pdf\n    url: https://example.org/paper.pdf\n",
    },
    "bad-orcid": {
        "records/texformer.yml": PAPER.replace(
            "[Ann Smith, Bob Jones]", "\n  - {family: Smith, given: Ann, orcid: 0000-0002-1825-0098}"
        )
    },
    "bad-style": {
        "records/texformer.yml": PAPER,
        "styles/nature.csl": csl(
            '<link rel="independent-parent" href="http://www.zotero.org/styles/nature-journals"/>'
        ),
    },
    "no-reference": {
        "records/texformer.yml": PAPER,
        "styles/odd.csl": csl("", '<bibliography><layout><text macro="missing"/></layout></bibliography>'),
    },
    "bad-person": {"authors.yml": "- {name: Ann Smith, papers: [texformer]}\n"},
    "unused-person": {"records/texformer.yml": PAPER, "authors.yml": "- {name: Anne Smith, url: https://x.org/}\n"},
    "taken-slug": {
        "records/a.yml": PAPER,
        "records/b.yml": SECOND,
        "permalinks.tsv": row("author", "cy-young", "Cy Young"),
        "authors.yml": "- {name: Ann Smith, slug: cy-young}\n",
    },
    "ambiguous-author": {
        "records/a.yml": by("{family: Smith, given: Ann, orcid: 0000-0002-1825-0097}"),
        "records/b.yml": by("{family: Smith, given: Ann, orcid: 0000-0001-5109-3700}", SECOND),
        "records/c.yml": by("Ann Smith", PAPER.replace("Texformer: Reading", "Third")),
    },
    "alike-authors": {
        "records/a.yml": by("Stefan L. Frank, Cy Young"),
        "records/b.yml": by("Stefan Frank, Cy Young", SECOND),
    },
    "bad-theme-setting": {"survey.yml": "title: Toy\nthemes:\n  rename: {in-context: Learning from examples}\n"},
    "bare-status": {"records/texformer.yml": PAPER + "status: corrected\n"},
    "no-notice": {"records/texformer.yml": PAPER + "status: {status: retracted, date: 2025, note: Made up}\n"},
    "near-duplicate": {
        "records/a.yml": PAPER,
        "records/b.yml": PAPER.replace("Images as Text", "Image as Text"),
    },
}


def told(code: str) -> list[str]:
    """Give what the program says of the survey of a code, as far as it carries the code."""
    problems = _told_by_checks() if code in GUARDS else _told_by_build(CASES[code])
    return [str(problem) for problem in problems if problem.code == code]


GUARDS = ("changed-citation-key", "duplicate-citation-key")
"""Codes that no survey folder can cause: admitting sees to it, and the checks see to admitting."""


def _told_by_build(files: Mapping[str, str | bytes | None]) -> list[Problem]:
    texts = {path: text if isinstance(text, str) else "" for path, text in files.items()}
    survey = SurveyFiles(
        records={
            path: text.encode() if isinstance(text, str) else text
            for path, text in files.items()
            if path.startswith("records/") and text is not None
        },
        unread={path: "it cannot be read (Permission denied)" for path, text in files.items() if text is None},
        vocabulary=texts.get("vocabulary.yml", ""),
        authors=texts.get("authors.yml", ""),
        ledger=texts.get("permalinks.tsv", ""),
        mkdocs=texts.get("mkdocs.yml", ""),
        notes={path[6:-3]: text for path, text in texts.items() if path.startswith("notes/")},
        styles={path[7:-4]: text.encode() for path, text in texts.items() if path.startswith("styles/")},
    )
    try:
        settings = load_settings(texts.get("survey.yml", "title: Toy\n"))
        return list(build(Run(survey, settings), FileSystemLoader(templates_folder())).problems)
    except (SettingsError, LedgerError) as error:
        return list(error.problems)


def _told_by_checks() -> list[Problem]:
    papers = tuple(
        Paper(id, key, id.title(), Origin(f"records/{id}.yml", 1), authors=(Author("Zhao", "Haozhe"),), issued=issued)
        for id, key, issued in (("mmicl", "mmicl", PartialDate(2023)), ("wings", "MMICL", PartialDate(2024)))
    )
    rows = (
        Entry("paper", "mmicl", "zhao2023mmicl"),
        Entry("paper", "wings", "MMICL"),
        Entry("author", "haozhe-zhao", "Haozhe Zhao"),
        Entry("year", "2023", "2023"),
        Entry("year", "2024", "2024"),
    )
    ledger = Ledger(rows)
    library = Library(papers, ledger.slugs())
    survey = SimpleNamespace(
        library=library, ledger=ledger, vocabulary=Vocabulary(), notes={}, people=People(), relations=Relations()
    )
    return run_checks(survey)
