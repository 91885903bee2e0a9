"""One small survey for each problem code, in which the program says it: the guide's examples come from here."""

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

def row(kind: str, id: str, name: str, state: str = "live", target: str = "-", source: str = "-") -> str:
    """Give a row of the ledger."""
    return "\t".join((kind, id, name, "-", state, target, source, "-")) + "\n"


def vocabulary(tags: str) -> str:
    """Give a vocabulary of one facet with these tags (indented by six blanks)."""
    return f"facets:\n  - key: task\n    definition: What the paper solves.\n    tags:\n{tags}"


def tag(slug: str, *lines: str) -> str:
    """Give a tag of a vocabulary."""
    return "\n".join((f"      - slug: {slug}", *(f"        {line}" for line in lines))) + "\n"


WHOLE = ("definition: Words for an image.", "phrases: [image captioning]")

CASES: dict[str, dict[str, str | bytes]] = {
    "bad-encoding": {"records/export.bib": '@misc{a, title={Caf\xe9 Culture}, author={Ann Smith}, year=2024,\n abstract={We study.}}\n'.encode("latin-1")},
    "broken-entry": {"records/export.bib": "@article{lost2024, title = {No end\n@misc{a, title={A B}, author={Ann Smith}, year=2024, abstract={We study.}}\n"},
    "unknown-format": {"records/export.xml": "<records/>\n"},
    "unknown-field": {"records/texformer.yml": PAPER + "journl: Nature\n"},
    "lone-title": {"records/list.txt": "Texformer: Reading Images as Text\n"},
    "duplicate-key": {"records/export.bib": "@misc{smith2024, title={Texformer}, author={Ann Smith}, year=2024, abstract={We study.}}\n@misc{smith2024, title={Pixelwise}, author={Bob Jones}, year=2024, abstract={We look.}}\n"},
    "bad-field": {"records/texformer.yml": PAPER + "identifiers: 2405.00001\n"},
    "unknown-macro": {"records/texformer.yml": PAPER.replace("We propose Texformer", r"We propose \OurMethod")},
    "lost-text": {"records/texformer.yml": PAPER.replace("as text.", "as text, with an accuracy of 65.%.")},
    "no-title": {"records/export.bib": "@misc{smith2024, author={Ann Smith}, year=2024}\n"},
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
        "permalinks.tsv": row("paper", "texformer", "smith2024texformer", "tombstone", "-", "records/export.bib#smith2024"),
        "records/export.bib": "@misc{smith2024, title={Texformer}, author={Ann Smith}, year=2024, abstract={We study.}}\n",
    },
    "bad-citation-key": {"records/texformer.yml": PAPER + "citation_key: smith 2024\n"},
    "merged": {
        "records/export.bib": "@misc{smith2024, title={Texformer: Reading Images as Text}, author={Ann Smith and Bob Jones}, year=2024}\n",
        "records/texformer.yml": PAPER,
    },
    "disagreement": {
        "records/a.bib": "@misc{smith2024, title={Texformer}, author={Ann Smith}, year=2024, doi={10.1000/tex}, pages={1--9}}\n",
        "records/b.bib": "@misc{tex, title={Texformer}, author={Ann Smith}, year=2024, doi={10.1000/tex}, pages={1--12}}\n",
    },
    "differs-from-source": {
        "records/export.bib": "@misc{smith2024, title={Texformer: Reading Images as Text}, author={Ann Smith and Bob Johns}, year=2024}\n",
        "records/texformer.yml": PAPER,
    },
    "possible-duplicate": {
        "records/a.bib": "@misc{smith2024, title={Texformer}, author={Ann Smith}, year=2024}\n",
        "records/b.bib": "@misc{young2024, title={Texformer}, author={Cy Young}, year=2024}\n",
    },
    "identifier-clash": {
        "records/a.bib": "@misc{smith2024, title={Texformer}, author={Ann Smith}, year=2024, doi={10.1000/tex}}\n",
        "records/b.bib": "@misc{young2023, title={Pixelwise}, author={Cy Young}, year=2023, doi={10.1000/tex}}\n",
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
    "note-without-paper": {"records/texformer.yml": PAPER, "notes/texfomer.md": "A fine paper.\n"},
    "no-authors": {"records/export.bib": "@misc{a, title={Texformer}, year=2024, abstract={We study.}}\n"},
    "no-date": {"records/export.bib": "@misc{a, title={Texformer}, author={Ann Smith}, abstract={We study.}}\n"},
    "no-abstract": {"records/export.bib": "@misc{a, title={Texformer}, author={Ann Smith}, year=2024}\n"},
    "bad-link": {"records/texformer.yml": PAPER + "links:\n  - rel: code\n    url: https://localhost/texformer\n"},
    "shared-link": {
        "records/a.yml": PAPER + "links:\n  - rel: pdf\n    url: https://example.org/paper.pdf\n",
        "records/b.yml": SECOND + "links:\n  - rel: pdf\n    url: https://example.org/paper.pdf\n",
    },
    "bad-orcid": {"records/texformer.yml": PAPER.replace("[Ann Smith, Bob Jones]", "\n  - {family: Smith, given: Ann, orcid: 0000-0002-1825-0098}")},
    "near-duplicate": {
        "records/a.yml": PAPER,
        "records/b.yml": PAPER.replace("Images as Text", "Image as Text"),
    },
}
