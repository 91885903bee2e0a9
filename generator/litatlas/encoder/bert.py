"""The forward pass of a BERT encoder (Devlin et al., NAACL 2019), in NumPy.

It is here because the libraries that have it weigh 200 MB to 3 GB, need weights
in another form, or add up in another order on each number of cores. This one is
all matrix products, done on one core in double precision: twice the time of
single precision, and vectors that agree to the last bit that is kept.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Vectors = NDArray[np.float64]


class Shape(Struct, frozen=True):
    """What a BERT's config.json says of it, as far as the weights do not."""

    layers: int
    heads: int
    epsilon: float
    """Added to variances before they divide."""

    first_token: bool
    """Whether the vector of the first token stands for the text; else it is the mean of all."""


class Bert(Struct, frozen=True):
    """An encoder with its weights."""

    shape: Shape
    weights: Mapping[str, Vectors]
    """By the names of Hugging Face's BertModel, without a prefix."""

    tokens_of: Callable[[str], Sequence[int]]
    """Gives the numbers of a text's tokens, cut to what the encoder reads, with the marks of beginning and end."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self.weights["embeddings.word_embeddings.weight"].shape[1])

    def encode(self, text: str) -> Vectors:
        """Give the unit vector of a text."""
        # One thread, one text at a time: the sums come in one order, whatever the machine and the company.
        with threadpool_limits(limits=1):
            states = self._embedded(self.tokens_of(text))
            for layer in range(self.shape.layers):
                states = self._layer(states, f"encoder.layer.{layer}")
        vector = states[0] if self.shape.first_token else states.mean(axis=0)
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12))

    def _embedded(self, tokens: Sequence[int]) -> Vectors:
        words = self.weights["embeddings.word_embeddings.weight"][np.asarray(tokens, dtype=np.intp)]
        places = self.weights["embeddings.position_embeddings.weight"][: len(tokens)]
        first_part = self.weights["embeddings.token_type_embeddings.weight"][0]
        return self._normal(words + places + first_part, "embeddings.LayerNorm")

    def _layer(self, states: Vectors, name: str) -> Vectors:
        from scipy.special import erf  # where it is used: most surveys name no encoder

        heard = self._linear(self._attention(states, f"{name}.attention.self"), f"{name}.attention.output.dense")
        states = self._normal(states + heard, f"{name}.attention.output.LayerNorm")
        wide = self._linear(states, f"{name}.intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / np.sqrt(2)))  # GELU, exact
        return self._normal(states + self._linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attention(self, states: Vectors, name: str) -> Vectors:
        tokens, heads = len(states), self.shape.heads
        query, key, value = (
            self._linear(states, f"{name}.{part}").reshape(tokens, heads, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(query.shape[-1])
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares = scores / scores.sum(axis=-1, keepdims=True)
        return np.asarray((shares @ value).transpose(1, 0, 2).reshape(tokens, -1))

    def _linear(self, states: Vectors, name: str) -> Vectors:
        return np.asarray(states @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"])

    def _normal(self, states: Vectors, name: str) -> Vectors:
        centred = states - states.mean(axis=-1, keepdims=True)
        variance = (centred * centred).mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt(variance + self.shape.epsilon)
        return np.asarray(scaled * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"])
