"""citeproc-py's elements of a style, from outside made to find each thing out once.

For every reference citeproc-py walks through the whole style: it looks up
macros, terms, options and ancestors by XPath, decides hundreds of conditions,
and enters macros for variables that the item has not. Little of that depends
on what the item says, so it is kept:

- by element, what follows from the style alone: its macros, terms, options;
- by element and shape, what follows from the item's type and from which
  variables it has: the branch of a `choose`, and the text (or that there is
  none) of every element that read no value while it was rendered;
- by element, shape and values, the text of every element that read only such
  values as many items have: of their venue, of their date (`csl_values`).

This is partial evaluation of the style, a program, with regard to the shape,
the part of its input that many items have in common (N. D. Jones, C. K. Gomard
and P. Sestoft, "Partial Evaluation and Automatic Program Generation", 1993).
All texts, names and dates are still made by citeproc-py's own methods, so the
bytes are the same.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any

from citeproc import model  # type: ignore[import-untyped]
from citeproc.source import VariableError  # type: ignore[import-untyped]
from citeproc.string import join  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from litatlas.citation.csl_style import CSL
from litatlas.citation.csl_values import UNKNOWN

_FORMATTING = frozenset({"font-style", "font-variant", "font-weight", "text-decoration", "vertical-align"})
_AFFIXES = frozenset({"prefix", "suffix"})
_MARKING = _FORMATTING | _AFFIXES | {"strip-periods", "text-case", "quotes"}
"""A text without these attributes is left as it is."""

_NOTHING = object()
"""An element gave nothing: citeproc-py's `VariableError`."""


def _once(name: str) -> Callable[..., Any]:
    """Give a method that asks that of the next class once for each element and arguments."""

    def method(self: Any, *args: Hashable, **options: Hashable) -> Any:
        question = (name, args, *options.items()) if args or options else name
        try:
            return self.known[question]
        except KeyError:
            found = self.known[question] = getattr(super(_Element, self), name)(*args, **options)
            return found

    return method


class _Element:
    """Any element; what it keeps lives as long as somebody holds it (lxml makes elements when they are looked at)."""

    def _init(self) -> None:
        self.known: dict[Any, Any] = {}

    get_root = _once("get_root")
    get_formatter = _once("get_formatter")
    xpath_search = _once("xpath_search")
    get_macro = _once("get_macro")
    get_single_term = _once("get_single_term")
    get_plural_term = _once("get_plural_term")
    get_locale_option = _once("get_locale_option")
    calls_variable = _once("calls_variable")

    @property
    def attributes(self) -> frozenset[str]:
        """Give the names of the element's attributes."""
        try:
            return self.known["attributes"]  # type: ignore[no-any-return]
        except KeyError:
            found = self.known["attributes"] = frozenset(self.attrib)  # type: ignore[attr-defined]
            return found


class _Parent(_Element):
    """An element that asks those in it for their texts, but for those that are known to give what they gave before."""

    @property
    def parts(self) -> tuple[tuple[Any, bool, bool], ...]:
        """Give the elements in it: each with whether it is a `choose`, and whether it stands for a variable."""
        try:
            return self.known["parts"]  # type: ignore[no-any-return]
        except KeyError:
            children: Iterable[Any] = self.iterchildren()  # type: ignore[attr-defined]
            parts = [(child, isinstance(child, _Choose), bool(child.calls_variable())) for child in children]
            found = self.known["parts"] = tuple(parts)
            return found

    def texts(self, item: Any, delimiter: str, options: Mapping[str, Any]) -> Iterator[tuple[Any, bool]]:
        """Give the texts of the elements in it that give one, and whether it stands for a variable."""
        layout = item.layout
        for child, chooses, calls_variable in self.parts:
            text = layout.shape.texts.get(child, UNKNOWN)
            if text is UNKNOWN:
                try:
                    more = {"delimiter": delimiter, **options} if chooses else options
                    text = child.render(item, **more)
                except VariableError:
                    continue
            if text is not None and text is not _NOTHING:
                yield text, calls_variable

    def render_children(self, item: Any, delimiter: str = "", **options: Any) -> Any:
        """Do what citeproc-py's method does."""
        texts = [text for text, _ in self.texts(item, delimiter, options)]
        return join(texts, delimiter) if texts else None


class _Name(_Element, model.Name):  # type: ignore[misc]
    """How names are written: twenty options, each looked for in three places."""

    get_option = _once("get_option")
    et_al = _once("et_al")


class _Rendered(_Element):
    """An element that gives a text: the same one for all items of a shape that say the same where it looks."""

    def render(self, item: Any, *args: Any, **options: Any) -> Any:
        layout, values = item.layout, item.reference
        shape = layout.shape
        text = shape.text(self, values)
        if text is UNKNOWN:
            start = len(values.reads)
            try:
                text = super().render(item, *args, **options)  # type: ignore[misc]
            except VariableError:
                text = _NOTHING
            # A date takes arguments, and gives another text with others. What a substitution says is said nowhere
            # else, from then on items are of another shape: that must not have happened in here.
            if not args and layout.shape is shape:
                shape.keep(self, values.reads[start:], values, text)
        if text is _NOTHING:
            raise VariableError
        return text

    def format(self, text: Any) -> Any:
        """Apply the style's emphasis; most elements have none, and need not look for five sorts of it."""
        if _FORMATTING.isdisjoint(self.attributes):
            return str(text) if isinstance(text, int | float) else text
        return super().format(text)  # type: ignore[misc]

    def wrap(self, text: Any) -> Any:
        """Put the style's prefix and suffix around a text; most elements have neither."""
        return text if _AFFIXES.isdisjoint(self.attributes) else super().wrap(text)  # type: ignore[misc]


class _Text(_Rendered, model.Text):  # type: ignore[misc]
    """The text of a variable, a term or a macro."""

    def process(self, item: Any, context: Any = None, **options: Any) -> Any:
        """Give the text and its language; of a macro at once, which is what most of a style's texts are."""
        if "macro" not in self.attributes:
            return super().process(item, context=context, **options)
        context = self if context is None else context
        text = self.get_macro(self.get("macro")).render_children(item, context=context, sort_options=None)
        return text, item.reference.language[:2]

    def markup(self, text: Any, language: str) -> Any:
        """Give a text as the style wants it; for most elements it wants nothing."""
        return super().markup(text, language) if text and not _MARKING.isdisjoint(self.attributes) else text or None


class _Group(_Rendered, _Parent, model.Group):  # type: ignore[misc]
    """Elements that stand together: none where there are variables among them, and none of these says anything."""

    def process(self, item: Any, context: Any = None, **options: Any) -> Any:
        """Do what citeproc-py's method does."""
        found = list(self.texts(item, self.get("delimiter", ""), {"context": context, **options}))
        told = not any(calls_variable for _, _, calls_variable in self.parts)
        if found and (told or any(calls_variable for _, calls_variable in found)):
            return self.join([text for text, _ in found])
        raise VariableError


class _Names(_Rendered, model.Names):  # type: ignore[misc]
    """Names of people."""

    def __getattr__(self, name: str) -> Any:
        found = self.known.get(name)
        if found is None:
            found = self.known[name] = super().__getattr__(name)
        return found


class _Choose(_Element, model.Choose):  # type: ignore[misc]
    """Conditions, which look at the shape of an item only."""

    def render(self, item: Any, context: Any = None, delimiter: str = "", **options: Any) -> Any:
        layout, reads = item.layout, len(item.reference.reads)
        shape = layout.shape
        if self not in shape.branches:
            text = super().render(item, context=context, delimiter=delimiter, **options)
            shape.branches.setdefault(self, None)
            return text
        branch = shape.branches[self]
        text = None
        if branch is not None:
            text = branch.render_children(item, context=context, delimiter=delimiter, **options)
        if layout.shape is shape and len(item.reference.reads) == reads:
            shape.texts[self] = text
        return text


class _Branch(_Parent):
    """What a `choose` chooses from."""

    def render_children(self, item: Any, delimiter: str = "", **options: Any) -> Any:
        """Do what citeproc-py's method does; being asked at all, this is the branch of the shape."""
        item.layout.shape.branches[self.getparent()] = self  # type: ignore[attr-defined]
        return super().render_children(item, delimiter, **options)


class _Substitute(_Element, model.Substitute):  # type: ignore[misc]
    """What stands in the place of names that are not there, and is said nowhere else: from here on another shape."""

    def add_to_repressed_list(self, child: Any, context: Any) -> None:
        super().add_to_repressed_list(child, context)
        layout = context.get_layout()
        layout.shape = layout.shape.after((child.tag, child.get("variable")))


class _DatePart(_Element, model.Date_Part):  # type: ignore[misc]
    """A part of a date. citeproc-py writes into a locale's what a style changes there: this takes it back."""

    def render(self, *args: Any, **options: Any) -> Any:
        before = dict(self.attrib)
        try:
            return super().render(*args, **options)
        finally:
            if dict(self.attrib) != before:
                self.attrib.clear()
                self.attrib.update(before)


def _parser() -> etree.XMLParser:
    theirs = {cls.__name__.replace("_", "-").lower(): cls for cls in model.CitationStylesElement.__subclasses__()}
    bases = {
        **dict.fromkeys(("number", "date"), _Rendered),
        **dict.fromkeys(("if", "else-if", "else"), _Branch),
        **dict.fromkeys(("layout", "macro"), _Parent),
    }
    ours = {name: type(cls.__name__, (bases.get(name, _Element), cls), {}) for name, cls in theirs.items()}
    ours |= {"text": _Text, "group": _Group, "names": _Names, "name": _Name}
    ours |= {"choose": _Choose, "substitute": _Substitute, "date-part": _DatePart}
    lookup = etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace(CSL)
    namespace[None] = type("Element", (_Element, model.CitationStylesElement), {})
    namespace.update(ours)
    parser = etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True)
    parser.set_element_class_lookup(lookup)
    return parser


PARSER = _parser()
"""Makes elements of ours from the XML of a style or locale."""
