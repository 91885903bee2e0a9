"""Hugo and Zensical on the same pages, for `bench/site.py`.

Zensical builds the survey's own `mkdocs.yml`. Hugo is given the same Markdown,
the same files to copy and, as its only layout, a finished page of the site with
holes for title, tags of the head and content, so that it writes as many bytes.
Links between pages it leaves as they are written: that is in its favour.
"""

import re
import shutil
import subprocess
from pathlib import Path

CONFIG = """\
baseURL = "https://survey.example/"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.parser.attribute]
block = true
[markup.tableOfContents]
startLevel = 2
endLevel = 3
"""
TAGS = """\
{{ range .Params.head }}<meta{{ range $name, $value := . }}{{ printf " %s=%q" $name $value | safeHTMLAttr }}{{ end }}>
{{ end }}"""


def write_hugo_project(survey: Path, page: str, folder: Path) -> None:
    """Write what Hugo needs to build a survey's pages.

    Arguments:
        survey: Holds the pages in docs/.
        page: A paper's page of the finished site, from which the layout is made.
        folder: Where the project goes.
    """
    docs = survey / "docs"
    for file in docs.rglob("*"):
        if not file.is_file():
            continue
        inner = file.relative_to(docs)
        if inner.name == "index.md":
            # With this name it is the page of a section; with the other all pages beside it would belong to it.
            inner = inner.with_name("_index.md")
        target = folder / ("content" if inner.suffix == ".md" else "static") / inner
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    (folder / "hugo.toml").write_text(CONFIG, encoding="utf-8")
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text(layout_of(page), encoding="utf-8")


def layout_of(page: str) -> str:
    """Give a finished page with holes, as a template of Hugo."""
    page = re.sub(r'<meta name="citation_[^>]*>\s*', "", page.replace("{{", "&#123;&#123;"))
    page = re.sub(r"<title>.*?</title>", lambda _: f"<title>{{{{ .Title }}}}</title>\n{TAGS}", page, flags=re.DOTALL)
    page, found = re.subn(
        r"(<article[^>]*>).*?(</article>)", r"\1<h1>{{ .Title }}</h1>{{ .Content }}\2", page, flags=re.DOTALL
    )
    if found != 1:
        raise ValueError("the page has no content to put a hole into")
    return re.sub(
        r"(<nav[^>]*md-nav--secondary[^>]*>).*?(</nav>)", r"\1{{ .TableOfContents }}\2", page, flags=re.DOTALL
    )


def run_hugo(program: str, project: Path, site: Path) -> None:
    """Build with Hugo."""
    # In 0.111 the configuration is config.toml unless it is named.
    command = [program, "--config", "hugo.toml", "--destination", str(site), "--quiet"]
    subprocess.run(command, cwd=project, check=True)


def run_zensical(program: str, project: Path) -> None:
    """Build with Zensical, into the project's own folder."""
    subprocess.run([program, "build"], cwd=project, check=True, stdout=subprocess.DEVNULL)


def write_zensical_project(survey: Path, folder: Path) -> None:
    """Copy what Zensical needs."""
    for name in ("docs", ".litatlas"):
        shutil.copytree(survey / name, folder / name)
    shutil.copy(survey / "mkdocs.yml", folder)


def version_of(program: str) -> str:
    """Give a builder's version as it tells it."""
    option = "version" if Path(program).name == "hugo" else "--version"
    told = subprocess.run([program, option], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+\.\d+\.\d+", told)
    return found[0] if found else told.strip()
