"""A CSL style's XML: read, and changed where citeproc-py would not do what the style says."""

from typing import Any

from lxml import etree  # type: ignore[import-untyped]

CSL = "http://purl.org/net/xbiblio/csl"
"""The namespace of its elements."""

_CSL = f"{{{CSL}}}"


class StyleError(ValueError):
    """A style cannot be used; the text says why, as the second half of a sentence."""


def read_style(csl: bytes) -> Any:
    """Give the root element of a style.

    Raises:
        StyleError: When the file is no style that can be used.
    """
    try:
        root = etree.fromstring(csl, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.LxmlError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise StyleError(f"is not XML from line {line} on") from None
    if root is None or root.tag != f"{_CSL}style":
        raise StyleError("is not a CSL style")
    parents = root.findall(f"{_CSL}info/{_CSL}link[@rel='independent-parent']")
    if parents:
        parent = parents[0].get("href", "").rstrip("/").rpartition("/")[2]
        raise StyleError(f"only points to another style, '{parent}'")
    if root.find(f"{_CSL}bibliography/{_CSL}layout") is None:
        raise StyleError("has no bibliography")
    return root


def adapt_style(root: Any) -> None:
    """Change a style so that citeproc-py gives what it asks for, for one reference on its own."""
    _drop_numbers(root)
    _spell_out_names(root)


def _drop_numbers(root: Any) -> None:
    """Take the entry's number out: a reference on its own has none, and "[1]" would be copied with it."""
    for element in root.xpath("//c:*[@variable='citation-number']", namespaces={"c": CSL}):
        element.getparent().remove(element)


def _spell_out_names(root: Any) -> None:
    """Apply `initialize="false"`, which citeproc-py does not know: MLA and Chicago would abbreviate given names.

    `initialize-with` is inherited from the style and the bibliography, and can
    be set but not unset further down. So it moves to every name that wants it.
    """
    bibliography = root.find(f"{_CSL}bibliography")
    inherited = [element.attrib.pop("initialize-with", None) for element in (bibliography, root)]
    mark = next((value for value in inherited if value is not None), None)
    for names in root.iter(f"{_CSL}names"):
        if names.find(f"{_CSL}name") is None and names.getparent().tag != f"{_CSL}substitute":
            names.insert(0, etree.Element(f"{_CSL}name"))
    for name in root.iter(f"{_CSL}name"):
        if name.get("initialize") == "false":
            name.attrib.pop("initialize-with", None)
        elif mark is not None and "initialize-with" not in name.attrib:
            name.set("initialize-with", mark)
