"""The templates' environment: strict, without autoescape; every value passes the filter of its target.

    md          running text or plain text -> one line of Markdown
    heading     the same -> the text of a heading
    attr        -> a quoted attribute of an HTML tag that stands in Markdown
    code        -> inline code
    url         an address of the web -> the target of a Markdown link
    path        a page's path -> the target of a Markdown link from this page
    ordinal     a number -> the marker of a list item, four characters wide
    yaml        a mapping -> front matter
    verbatim    a person's Markdown, or a finished figure: as it is

A test reads every template and refuses a value without one of them.

`once(macro, value, here)` gives what a macro makes of a value on the page
`here`, and makes it once for all pages of a folder: links from these are the same.
"""

from collections.abc import Hashable, MutableMapping
from functools import lru_cache
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined
from jinja2.runtime import Macro

from litatlas.markup.markdown_escape import code_span, escape_attribute, link_target
from litatlas.pages.front_matter import front_matter
from litatlas.pages.inline import to_heading, to_markdown
from litatlas.pages.paths import relative_to

FILTERS = ("md", "heading", "attr", "code", "url", "path", "ordinal", "yaml", "verbatim")
"""The filters one of which every value in a template must pass."""

_KEPT_BREAK = "\0"
"""Stands for a line break that `tidy` must not touch; no value can hold it."""


def verbatim(text: str) -> str:
    """Keep every line break of a text through `tidy`."""
    return text.replace(_KEPT_BREAK, "").strip("\n").replace("\n", _KEPT_BREAK)


def ordinal(number: int) -> str:
    """Give the marker of an item of a numbered list; further paragraphs of the item are indented by four."""
    return f"{number}.".ljust(4)


def tidy(text: str) -> str:
    """Give the file: no blank at the end of a line, single blank lines, one final line break."""
    # A regular expression for the blank lines takes three times as long.
    lines: list[str] = []
    for line in text.split("\n"):
        line = line.rstrip(" \t")
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n").replace(_KEPT_BREAK, "\n") + "\n"


@lru_cache(maxsize=1 << 14)  # a paper stands in a dozen lists
def _once(macro: Macro, value: Hashable, folder: str) -> str:
    return macro(value, folder)


def once(macro: Macro, value: Hashable, here: str) -> str:
    """Give what a macro makes of a value and the page's path, which it may use for links only."""
    folder, slash, _ = here.rpartition("/")
    return _once(macro, value, folder + slash)


class _Environment(Environment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give a template one plain mapping: a chain of them is slow to copy, which happens for every page."""
        return {**self.globals, **(d or {})}


def make_environment(loader: BaseLoader) -> Environment:
    """Make the environment that renders pages; the loader finds `pages/*.md.j2`."""
    environment = _Environment(  # the target is Markdown: each value passes its own escape
        loader=loader,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # a build reads each template once
        autoescape=False,  # the target is Markdown: each value passes its own escape
    )
    environment.filters.update(
        md=to_markdown,
        heading=to_heading,
        attr=escape_attribute,
        code=code_span,
        url=link_target,
        path=relative_to,
        ordinal=ordinal,
        yaml=front_matter,
        verbatim=verbatim,
    )
    environment.globals.update(once=once)
    return environment


class Renderer:
    """Renders page models: template `pages/NAME.md.j2`, the model as `page`."""

    def __init__(self, loader: BaseLoader) -> None:
        self._template = lru_cache(make_environment(loader).get_template)

    def __call__(self, template: str, page: object) -> str:
        """Give the Markdown file of one page or block."""
        return tidy(self._template(f"pages/{template}.md.j2").render(page=page))
