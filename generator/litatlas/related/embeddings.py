"""What a sentence encoder adds to the comparison of texts: one more space, in which papers of one meaning are near.

The encoder itself is passed in: it is some 90 MB of weights, which a survey may or may not have.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from litatlas.model import Paper
from litatlas.related.nearest import LSA_WEIGHT
from litatlas.related.statistics import LATENT_GRID, on_grid

MEANING_WEIGHT = 0.4
"""Weight of an encoder's space beside the words themselves, which have 1; 0.3 to 0.5 are equally good."""

SMALL = 10
"""Papers whose mean is more their own than that of their field: it is taken out by half."""


class Encoder(Protocol):
    """Turns texts into vectors whose direction is their meaning."""

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """Give a vector for each text: texts x dimensions; the same text has the same vector in any company."""
        ...


def meanings_of(papers: Sequence[Paper], encoder: Encoder) -> NDArray[np.float32]:
    """Encode the title and abstract of each paper: papers x dimensions."""
    return encoder.encode([encoded_text(paper) for paper in papers])


def encoded_text(paper: Paper) -> str:
    """Give the text that stands for a paper; an encoder reads the beginning, as far as it can."""
    return " ".join(f"{paper.title}. {paper.abstract}".split())


def common_of(meanings: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give what the vectors of some papers have in common."""
    return np.asarray(meanings.sum(axis=0, dtype=np.float64) / (len(meanings) + SMALL))


def with_meanings(
    latent: NDArray[np.float32], meanings: NDArray[np.float32], common: NDArray[np.float64]
) -> tuple[NDArray[np.float32], float]:
    """Join an encoder's space to the latent one.

    What all papers have in common is taken out of the encoder's vectors first:
    papers of one field lie in a narrow cone, and their cosines say that they are
    of one field (Mu and Viswanath, ICLR 2018).

    Arguments:
        latent: Unit vectors of the papers, rows of zeros where one has none.
        meanings: The encoder's vectors of the same papers, of any length.
        common: What all have in common.

    Returns:
        Vectors on the grid whose products are the weighted mean of both cosines, and the weight of the joined space
        beside words.
    """
    weight = LSA_WEIGHT + MEANING_WEIGHT
    centred = meanings.astype(np.float64) - common
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    unit = np.divide(centred, lengths, out=np.zeros_like(centred), where=lengths > 1e-9)
    joined = [latent * np.sqrt(LSA_WEIGHT / weight), unit * np.sqrt(MEANING_WEIGHT / weight)]
    return on_grid(np.concatenate(joined, axis=1).astype(np.float32), LATENT_GRID), weight
