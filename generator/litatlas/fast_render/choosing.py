"""Which builds and pages take the fast path: what stands in its way, and what is left to MkDocs."""

import logging
import posixpath
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from litatlas.store.writing import OWNED

PAGE_EVENTS = (
    *("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page"),
    "env",
)
"""Events in which a plugin may treat one page differently from the next."""

KNOWN_EXTENSIONS = frozenset(
    {
        *("admonition", "attr_list", "codehilite", "def_list", "fenced_code", "footnotes", "md_in_html", "meta"),
        *("nl2br", "sane_lists", "tables", "toc"),
        *("pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.snippets"),
        *("pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist"),
    }
)
"""Markdown extensions that leave plain words alone, so that shapes hold."""

LEAST = 200
"""Below so many pages MkDocs is done before worker processes have started."""

_DOCS = tuple(f"{folder.removeprefix('docs/')}/" for folder in OWNED if folder.startswith("docs/"))


def obstacle(config: MkDocsConfig, ours: object) -> str:
    """Say why a build cannot take the fast path; empty where it can.

    Arguments:
        config: MkDocs' configuration, with its plugins.
        ours: Our own plugin, which is in nobody's way.
    """
    if config.nav is None:
        return "mkdocs.yml has no 'nav', so every page stands in the navigation"
    for event in PAGE_EVENTS:
        for method in config.plugins.events.get(event, ()):
            plugin = getattr(method, "__self__", None)
            if plugin is not ours and not _is_silent(plugin):
                return f"{_name(config, plugin, method)} may treat each page differently ({event})"
    if _has_placeholder(config.mdx_configs):
        return "'!relative' in mkdocs.yml makes paths depend on the page"
    return ""


def is_alone(config: MkDocsConfig, ours: object) -> bool:
    """Whether no other plugin or hook takes part in the site, nor a template beside the theme's."""
    plugins = {getattr(method, "__self__", None) for methods in config.plugins.events.values() for method in methods}
    return not config.extra_templates and all(plugin is ours or _is_silent(plugin) for plugin in plugins)


def open_folders(config: MkDocsConfig) -> frozenset[str]:
    """Give the generator's folders right below docs/ of which every page is out of the navigation, by one pattern."""
    spec = config.not_in_nav
    if spec is None or config.exclude_docs or config.draft_docs or config.validation.links.not_found < logging.WARNING:
        return frozenset()
    patterns = [pattern for pattern in spec.patterns if pattern.include is not None]
    if not all(pattern.include for pattern in patterns):
        return frozenset()
    lines = {str(getattr(pattern, "pattern", "")) for pattern in patterns}
    return frozenset(folder.rstrip("/") for folder in _DOCS if f"/{folder}" in lines)


def converts_by_shapes(config: MkDocsConfig) -> bool:
    """Whether all Markdown extensions leave plain words alone."""
    snippets: Mapping[str, Any] = config.mdx_configs.get("pymdownx.snippets", {})
    return KNOWN_EXTENSIONS.issuperset(config.markdown_extensions) and not snippets.get("auto_append")


def candidates(files: Files, config: MkDocsConfig) -> Iterator[File]:
    """Give the generated files: pages that are not in the navigation, and what is copied."""
    in_nav = set(named_in(config.nav))
    for file in files:
        if not file.src_uri.startswith(_DOCS) or file.src_dir != config.docs_dir or file.src_uri in in_nav:
            continue
        if type(file) is not File:  # another plugin has its own idea of it
            continue
        if not file.is_documentation_page():
            if file.inclusion.value >= InclusionLevel.NOT_IN_NAV.value:
                yield file
        elif file.inclusion is InclusionLevel.NOT_IN_NAV and file.name != "index":
            yield file


def has_many(config: MkDocsConfig, many: int) -> bool:
    """Whether so many pages stand right in the generator's folders, before MkDocs has looked for them."""
    pages = (file for folder in _DOCS for file in Path(config.docs_dir, folder).glob("*.md"))
    return next(islice(pages, many - 1, None), None) is not None


def named_in(nav: object) -> Iterator[str]:
    """Give every path that a navigation names."""
    if isinstance(nav, str):
        yield posixpath.normpath(nav)
    elif isinstance(nav, Mapping):
        for inner in nav.values():
            yield from named_in(inner)
    elif isinstance(nav, list | tuple):
        for inner in nav:
            yield from named_in(inner)


def _is_silent(plugin: object) -> bool:
    """Whether a plugin is switched off by its own option, as the theme's search is."""
    return getattr(getattr(plugin, "config", None), "enabled", True) is False


def _name(config: MkDocsConfig, plugin: object, method: object) -> str:
    names = [name for name, each in config.plugins.items() if each is plugin]
    return f"the plugin '{names[0]}'" if names else f"the hook '{getattr(method, '__module__', method)}'"


def _has_placeholder(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_placeholder, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_has_placeholder, value))
    return type(value).__module__.startswith("mkdocs.")
