"""What Python-Markdown has been asked, and what it said."""

from dataclasses import dataclass, field
from itertools import islice

ShapeKey = tuple[str | None, ...]
"""What stays of a text when its words and targets are taken out: what stands between tokens, tags, titles of links."""


@dataclass(frozen=True, slots=True)
class Shape:
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


@dataclass(slots=True)
class Shapes:
    """What Python-Markdown has been asked; the same for all pages of a survey, and from one build to the next."""

    texts: dict[ShapeKey, Shape | None] = field(default_factory=dict)
    """Of running texts; None where one is not simply filled in."""

    characters: dict[str, str] = field(default_factory=dict)
    """What becomes of a character, or of one behind a backslash."""

    blocks: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    """What stands around that which a block holds."""

    def learn(self, others: "Shapes") -> None:
        """Take in what was asked elsewhere."""
        self.texts |= others.texts
        self.characters |= others.characters
        self.blocks |= others.blocks

    def sizes(self) -> tuple[int, int, int]:
        """Say how much is known."""
        return len(self.texts), len(self.characters), len(self.blocks)

    def since(self, sizes: tuple[int, int, int]) -> "Shapes":
        """Give what was learned since so much was known."""
        texts, characters, blocks = sizes
        return Shapes(
            dict(islice(self.texts.items(), texts, None)),
            dict(islice(self.characters.items(), characters, None)),
            dict(islice(self.blocks.items(), blocks, None)),
        )
