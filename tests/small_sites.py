"""A site of a few generated pages, as MkDocs and the fast path find it: for tests that build it again and again."""

from pathlib import Path

MKDOCS_YML = """\
site_name: A <b> & "C"
site_url: https://a.example/survey/
theme: {name: material, font: false, custom_dir: theme}
nav: [{Home: index.md}, {Papers: papers/index.md}]
not_in_nav: |
  /papers/
plugins:
  - litatlas
markdown_extensions: [toc, attr_list, md_in_html, tables]
validation: {links: {anchors: warn, not_found: warn}}
"""
SURVEY_SIZE = 9


def write_small_site(root: Path) -> Path:
    """Write nine papers, each with an export, and two pages of the navigation."""
    files = {"mkdocs.yml": MKDOCS_YML, "docs/index.md": "# Home\n\n[A paper](papers/p1.md#cite)\n", "theme/a.txt": ""}
    files["docs/papers/index.md"] = "# Papers\n\n[One](p1.md)\n"
    for number in range(SURVEY_SIZE):
        files[f"docs/papers/p{number}.md"] = page(number)
        files[f"docs/papers/p{number}.bib"] = f"@misc{{p{number}}}\n"
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def page(number: int) -> str:
    authors = "".join(f"- name: citation_author\n  content: \"A < {n} & 'B'\"\n" for n in range(number % 3 + 1))
    return (
        f"---\ntitle: 'Paper {number} &amp; \"more\"'\ndescription: It''s {number}\ngenerated: litatlas\npage: paper\n"
        f"head:\n- name: citation_title\n  content: T{number}\n{authors}- rel: item\n  href: p{number}.bib\n---\n\n"
        f"# Paper {number}\n\nBy [the next](p{(number + 1) % SURVEY_SIZE}.md), [BibTeX](p{number}.bib)\n\n"
        "## Cite { #cite }\n\n[Above](#cite)\n"
    )


def write_main(root: Path, template: str) -> None:
    """Override the theme's main template: something more stands on every paper's page."""
    (root / "theme" / "main.html").write_text(
        '{% extends "base.html" %}{% block content %}{{ super() }}{% if page and page.meta.page %}'
        f"{template}{{% endif %}}{{% endblock %}}",
        encoding="utf-8",
    )


def contents(site: Path) -> dict[str, bytes]:
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def give_sitemap(root: Path) -> None:
    """Let the sitemap be as the generator's, in which no loop lists generated pages."""
    (root / "theme" / "partials").mkdir(exist_ok=True)
    for path, text in {
        "sitemap.xml": '<?xml version="1.0"?>\n{% include "partials/survey-sitemap.html" %}\n',
        "partials/survey-sitemap.html": "<urlset>\n<url>papers/p1/</url>\n</urlset>\n{#- end -#}\n",
    }.items():
        (root / "theme" / path).write_text(text, encoding="utf-8", newline="")
