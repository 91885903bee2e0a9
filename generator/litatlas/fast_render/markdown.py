"""Python-Markdown as MkDocs sets it up, for pages that MkDocs does not read itself."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

import markdown
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor

from litatlas.fast_render.links import Links
from litatlas.fast_render.shapes import Shapes


class _Links(Treeprocessor):
    """Stands where MkDocs' own processor of links does."""

    def __init__(self, links: Links) -> None:
        super().__init__()
        self._links = links

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            key = {"a": "href", "img": "src"}.get(element.tag)
            if key is not None and (target := element.get(key)) is not None:
                element.set(key, self._links.resolve(target))


class Markdown:
    """Converts texts one after the other, each as a page of its own."""

    def __init__(self, extensions: Sequence[str], configs: Mapping[str, Any], links: Links) -> None:
        """Set up what mkdocs.yml names: its extensions and their options."""
        self._markdown = markdown.Markdown(extensions=list(extensions), extension_configs=dict(configs))
        self._markdown.treeprocessors.register(_Links(links), "relpath", 0)

    def __call__(self, text: str) -> tuple[str, list[dict[str, Any]]]:
        """Give a text's HTML and the entries of its table of contents.

        Raises:
            UnknownLinkError: When a link leads nowhere.
        """
        html = self._markdown.reset().convert(text)
        return html, getattr(self._markdown, "toc_tokens", [])

    def slugify(self, words: str, shapes: Shapes) -> str:
        """Give the id that a heading of these words has; shapes learn whether it is made as usual."""
        toc: Any = self._markdown.treeprocessors["toc"]
        if toc.slugify is slugify and toc.sep == "-":
            shapes.plain_ids = True
        return str(toc.slugify(words, toc.sep))
