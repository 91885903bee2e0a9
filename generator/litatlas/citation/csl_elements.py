"""citeproc-py's elements of a style, from outside made to find each thing out once.

For every reference citeproc-py walks through the whole style: it looks up
macros, terms, options and ancestors by XPath, decides hundreds of conditions,
and enters macros for variables that the item has not. Little of that depends
on what the item says, so it is kept:

- by element, what follows from the style alone: its macros, terms, options;
- by element and shape, what follows from the item's type and from which
  variables it has: the branch of a `choose`, and the text (or that there is
  none) of every element that read no value while it was rendered.

This is partial evaluation of the style, a program, with regard to the shape,
the part of its input that many items have in common (N. D. Jones, C. K. Gomard
and P. Sestoft, "Partial Evaluation and Automatic Program Generation", 1993).
All texts, names and dates are still made by citeproc-py's own methods, so the
bytes are the same.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from citeproc import model  # type: ignore[import-untyped]
from citeproc.source import CitationItem, DateBase, Reference, VariableError  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from litatlas.citation.csl_style import CSL

Known = dict[Any, Any]
"""What was found out for one shape: by a `choose` its branch, by another element what it gave."""

MOST_SHAPES = 2000
"""Shapes of which something is kept: ten thousand papers of journals and conferences have some dozens."""

ITEM = "paper"
"""The id of an item; it is cited alone, so that it tells it from no other."""

_FORMATTING = frozenset({"font-style", "font-variant", "font-weight", "text-decoration", "vertical-align"})
_AFFIXES = frozenset({"prefix", "suffix"})

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
        self.known: Known = {}

    get_root = _once("get_root")
    get_formatter = _once("get_formatter")
    xpath_search = _once("xpath_search")
    get_macro = _once("get_macro")
    get_single_term = _once("get_single_term")
    get_plural_term = _once("get_plural_term")
    get_locale_option = _once("get_locale_option")
    calls_variable = _once("calls_variable")


class _Name(_Element, model.Name):  # type: ignore[misc]
    """How names are written: twenty options, each looked for in three places."""

    get_option = _once("get_option")
    et_al = _once("et_al")


class _Rendered(_Element):
    """An element that gives a text: the same one for all items of a shape, where it reads none of their values."""

    def render(self, item: Any, *args: Any, **options: Any) -> Any:
        layout, reads = item.layout, item.reference.reads
        known = layout.known
        if self in known:
            if known[self] is _NOTHING:
                raise VariableError
            return known[self]
        try:
            text = super().render(item, *args, **options)  # type: ignore[misc]
        except VariableError:
            text = _NOTHING
        # A date takes arguments, and gives another text with others. What a substitution says is said nowhere else,
        # from then on items are of another shape: that must not have happened in here.
        if not args and item.reference.reads == reads and layout.known is known:
            known[self] = text
        if text is _NOTHING:
            raise VariableError
        return text

    def format(self, text: Any) -> Any:
        """Apply the style's emphasis; most elements have none, and need not look for five sorts of it."""
        if _FORMATTING.isdisjoint(self._attributes()):
            return str(text) if isinstance(text, int | float) else text
        return super().format(text)  # type: ignore[misc]

    def wrap(self, text: Any) -> Any:
        """Put the style's prefix and suffix around a text; most elements have neither."""
        return text if _AFFIXES.isdisjoint(self._attributes()) else super().wrap(text)  # type: ignore[misc]

    def _attributes(self) -> Any:
        try:
            return self.known["attributes"]
        except KeyError:
            found = self.known["attributes"] = frozenset(self.attrib)  # type: ignore[attr-defined]
            return found


class _Choose(_Element, model.Choose):  # type: ignore[misc]
    """Conditions, which look at the shape of an item only."""

    def render(self, item: Any, context: Any = None, delimiter: str = "", **options: Any) -> Any:
        known = item.layout.known
        if self not in known:
            text = super().render(item, context=context, delimiter=delimiter, **options)
            known.setdefault(self, None)
            return text
        branch = known[self]
        return None if branch is None else branch.render_children(item, context=context, delimiter=delimiter, **options)


class _Branch(_Element):
    """What a `choose` chooses from."""

    def render_children(self, item: Any, **options: Any) -> Any:
        item.layout.known[self.getparent()] = self  # type: ignore[attr-defined]
        return super().render_children(item, **options)  # type: ignore[misc]


class _Substitute(_Element, model.Substitute):  # type: ignore[misc]
    """What stands in the place of names that are not there, and is said nowhere else: from here on another shape."""

    def add_to_repressed_list(self, child: Any, context: Any) -> None:
        super().add_to_repressed_list(child, context)
        layout = context.get_layout()
        layout.known = layout.known.setdefault((child.tag, child.get("variable")), {})


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
        **dict.fromkeys(("text", "number", "names", "date", "group"), _Rendered),
        **dict.fromkeys(("if", "else-if", "else"), _Branch),
    }
    ours = {name: type(cls.__name__, (bases.get(name, _Element), cls), {}) for name, cls in theirs.items()}
    ours |= {"name": _Name, "choose": _Choose, "substitute": _Substitute, "date-part": _DatePart}
    lookup = etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace(CSL)
    namespace[None] = type("Element", (_Element, model.CitationStylesElement), {})
    namespace.update(ours)
    parser = etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True)
    parser.set_element_class_lookup(lookup)
    return parser


_PARSER = _parser()


class Values(Reference):  # type: ignore[misc]
    """The values of an item; counts how often one is read that is not part of the item's shape."""

    __setattr__ = object.__setattr__

    def __init__(self, item: Mapping[str, Any]) -> None:
        """Read an item with the variables that citeproc-py knows."""
        self.update(CiteProcJSON([item])[item["id"]])
        self.reads = 0
        self.shape = (self["type"], self["language"], *(_trait(name, self[name]) for name in self))

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if name not in _OF_SHAPE:
            self.reads += 1
        return value


_OF_SHAPE = frozenset({"key", "type", "language"})
_is_numeric = model.If.re_numeric.match


def _trait(name: str, value: Any) -> Hashable:
    """Give what conditions can find out about a variable: that it is there, a number, an uncertain date."""
    if isinstance(value, DateBase):
        return name, value["circa"]
    return name, _is_numeric(str(value)) is not None


class _Item(CitationItem):  # type: ignore[misc]
    """An item cited alone: citeproc-py would look for its values in a bibliography each time."""

    __setattr__ = object.__setattr__
    number = 1
    reference: Any = None
    layout: Any = None


class Composer:
    """A style that is ready to compose references."""

    def __init__(self, csl: bytes, locale: str, formatter: Any) -> None:
        """Read a style.

        Arguments:
            csl: Its XML.
            locale: The language of terms and dates, for a style that names none.
            formatter: Writes emphasis, as those of `citeproc.formatter` do.
        """
        root = etree.fromstring(csl, _PARSER)
        root.set_locale_list(locale, validate=False)
        root.locales = [_own(locale, root) for locale in root.locales]
        root.formatter = formatter
        self.punctuation_in_quotes = str(root.get_locale_option("punctuation-in-quote")).lower() == "true"
        self._item = _Item(ITEM)
        self._item.layout = self._layout = root.bibliography.layout
        self._shapes: dict[Hashable, Known] = {}
        self._held = [list(tree.iter()) for tree in (root, *root.locales)]

    def compose(self, values: Values) -> str:
        """Give the reference of an item; raises whatever citeproc-py raises."""
        if len(self._shapes) >= MOST_SHAPES:
            self._shapes.clear()
        self._item.reference = values
        self._layout.known = self._shapes.setdefault(values.shape, {})
        return "".join(map(str, self._layout.render_bibliography([self._item])))


def _own(locale: Any, style: Any) -> Any:
    """Give a locale in elements of ours: the style's own is of them already."""
    if locale.get_root() is not style:
        locale = etree.fromstring(etree.tostring(locale), _PARSER)
    locale.style = style
    return locale
