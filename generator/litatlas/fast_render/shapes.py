"""What Python-Markdown has been asked, and what it said."""

from collections.abc import Sequence
from itertools import islice

from msgspec import Struct, field

ShapeKey = tuple[str | None, ...]
"""What stays of a text when its words and targets are taken out: what stands between tokens, tags, titles of links."""


class Shape(Struct, frozen=True):
    """The HTML of a shape, and which pieces of a text go where (a link's target now before its words)."""

    parts: tuple[str, ...]
    """Literal parts, and between every two of them the place of a value, which is empty here."""

    values: tuple[int, ...]
    """Which piece of the text goes to each of these places."""

    targets: tuple[int, ...]
    """Those of them that are targets of links."""

    words: tuple[int, ...]
    """The others."""

    brackets: int
    """How often `>` ends a tag of the text: one more is a character."""

    has_code: bool
    """Whether words may be code, in which other characters are special."""

    @classmethod
    def joined(cls, shapes: Sequence["Shape"], places: Sequence[int], around: Sequence[str]) -> "Shape":
        """Give the shape of texts that stand one behind the other.

        Arguments:
            shapes: Theirs.
            places: Which piece of all is the first of each.
            around: The HTML before the first, between every two, and behind the last.
        """
        parts = [around[0]]
        for shape, after in zip(shapes, around[1:], strict=True):
            parts[-1] += shape.parts[0]
            parts += shape.parts[1:]
            parts[-1] += after
        each = list(zip(shapes, places, strict=True))
        return cls(
            parts=tuple(parts),
            values=tuple(place + at for shape, place in each for at in shape.values),
            targets=tuple(place + at for shape, place in each for at in shape.targets),
            words=tuple(place + at for shape, place in each for at in shape.words),
            brackets=sum(shape.brackets for shape in shapes),
            has_code=any(shape.has_code for shape in shapes),
        )


class Shapes(Struct):
    """What Python-Markdown has been asked; the same for all pages of a survey, and from one build to the next."""

    texts: dict[ShapeKey, Shape | None] = field(default_factory=dict)
    """Of running texts; None where one is not simply filled in."""

    items: dict[ShapeKey, Shape | None] = field(default_factory=dict)
    """Of items of lists, by their marks and the line ends around them, too."""

    characters: dict[str, str] = field(default_factory=dict)
    """What becomes of a character, or of one behind a backslash."""

    blocks: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    """What stands around that which a block holds."""

    plain_ids: bool = False
    """Whether ids of headings are known to be made as Python-Markdown makes them unless told otherwise."""

    def learn(self, others: "Shapes") -> None:
        """Take in what was asked elsewhere."""
        self.texts |= others.texts
        self.items |= others.items
        self.characters |= others.characters
        self.blocks |= others.blocks
        self.plain_ids |= others.plain_ids

    def sizes(self) -> tuple[int, int, int, int]:
        """Say how much is known."""
        return len(self.texts), len(self.items), len(self.characters), len(self.blocks)

    def since(self, sizes: tuple[int, int, int, int]) -> "Shapes":
        """Give what was learned since so much was known."""
        texts, items, characters, blocks = sizes
        return Shapes(
            dict(islice(self.texts.items(), texts, None)),
            dict(islice(self.items.items(), items, None)),
            dict(islice(self.characters.items(), characters, None)),
            dict(islice(self.blocks.items(), blocks, None)),
            self.plain_ids,
        )
