"""Lists of generated pages, from Markdown to HTML, one item after the other.

An item of a list may hold several texts, each behind its indentation and its
mark. All these make one shape (`shapes.Shape`): it is put together once, from
what Python-Markdown makes of the frame, with stand-ins for the texts, and from
the shapes of the texts. The next item like it is cut into pieces and filled in,
as one text is.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from litatlas.fast_render import lists
from litatlas.fast_render.inline import Inline, cut
from litatlas.fast_render.lists import Item, NotOursError
from litatlas.fast_render.shapes import Shape

Whole = Callable[[str], tuple[str, list[dict[str, Any]]]]
"""Python-Markdown on a whole text: its HTML and its `toc_tokens`."""


class Items(Struct, frozen=True):
    """Converts lists."""

    whole: Whole
    inline: Inline

    def __call__(self, text: str) -> str:
        """Give the HTML of a list.

        Raises:
            NotOursError: When it holds anything that is not known here.
            UnknownLinkError: When a link leads nowhere.
        """
        kind = "ol" if text[0].isdigit() else "ul"
        items = []
        for item in lists.cut_items(text):
            how = item.before, item.after
            html = self.inline.recall(item.text, how)
            if html is None:
                html = self.inline.remember(item.text, self._item(item, kind), how)
            items.append(html)
        inner = "\n".join(items)
        return f"<{kind}>\n{inner}\n</{kind}>"

    def _item(self, item: Item, kind: str) -> str:
        html = self.inline.item(item, lambda pieces: self._shape(item, kind, pieces))
        if html is not None:
            return html
        starts, texts = lists.cut_texts(item.text)
        parts = [""] * (2 * len(texts) + 1)
        parts[::2] = self._around(item, kind, starts)
        parts[1::2] = map(self.inline.html, texts)
        return "".join(parts)

    def _shape(self, item: Item, kind: str, pieces: list[Any]) -> Shape | None:
        """Put the shape of an item together; None where one of its texts has none, or is other pieces by itself."""
        starts, texts = lists.cut_texts(item.text)
        together: list[Any] = []
        places: list[int] = []
        shapes: list[Shape] = []
        for start, text in zip(starts, texts, strict=True):
            together += (start, None, None, None) if places else ()
            places.append(len(together))
            alone = cut(text)
            together += alone
            if shape := self.inline.shape_of(alone):
                shapes.append(shape)
        if together != pieces or len(shapes) != len(texts):
            return None
        return Shape.joined(shapes, places, self._around(item, kind, starts))

    def _around(self, item: Item, kind: str, starts: list[str]) -> tuple[str, ...]:
        """Ask what stands around the texts of an item."""
        frame = lists.frame_of(starts)
        key = ("item", frame, str(item.before), str(item.after))
        known = self.inline.shapes.blocks.get(key)
        if known is None:
            text = lists.item_in_list(frame, item, kind)
            known = lists.pieces_of_item(self.whole(text)[0], item, kind)
            if len(known) != len(starts) + 1:
                raise NotOursError(frame)
            self.inline.shapes.blocks[key] = known
        return known
