"""Titles for BibTeX: capitals that must stay are put in braces, word by word.

Most BibTeX styles set titles in sentence case: all but the first letter, and
the first after a colon, become small unless they stand in braces. Braces
around a whole title would forbid that for good, so only those words are
protected that are written so for a reason: acronyms (`MLLM`), inner capitals
(`LLaVA`), letters with digits (`4M`, `2D`), single letters, and names.
"""

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from litatlas.citation.tex_escape import balanced, single_line, tex_math, tex_words
from litatlas.text import split_math

_WORD = r"[^\W_](?:[\w.+#'’]*[\w+#])?"
_CHAIN = re.compile(rf"{_WORD}(?:[-–/]{_WORD})*")
_PART = re.compile(_WORD)
_LONG_WORD = re.compile(r"\w\w+")
_NUMBER_AFTER = re.compile(r"[-–]\d[\w.]*(?<!\.)")
_NUMBERED = re.compile(r"([^\W\d_]\w*)[-–]\d")
"""A name with its number: `Mamba-2`, `COVID-19`."""

_NOUNS = (
    "Africa African America American Arabic Asia Asian Atari Bayes Bayesian Bengali Bernoulli Boltzmann Boolean "
    "Bregman Britain British Cantonese Carlo Cauchy Chebyshev China Chinese Czech Danish Dirichlet Dutch English "
    "Euclid Euclidean Europe European Facebook Fisher Flickr Fourier France French Gabor Gauss Gaussian German "
    "Germany Gibbs Google Greek Hebrew Hessian Hilbert Hindi Huffman Indian Indonesian Instagram Italian Jacobian "
    "Japan Japanese Java Kalman Korea Korean Kubernetes Lagrangian Laplace Laplacian Latin Lipschitz Llama London "
    "Lyapunov Mamba Mandarin Marathi Markov Minecraft Monte Nash Newton Newtonian Norwegian Pareto Persian "
    "Poisson Polish Portuguese Python Reddit Riemann Riemannian Russia Russian Shannon Shapley Sobolev Spanish "
    "Swahili Swedish Tamil Taylor Telugu Thai Tikhonov Turing Turkish Twitter Urdu Vietnamese Wasserstein Weibo "
    "Wiener Wikidata Wikipedia "
)
PROPER_NOUNS = frozenset(_NOUNS.split())
"""Names of languages, places, persons and services that stand in titles of the field."""


def tex_title(title: str, names: Set[str] = frozenset()) -> str:
    """Escape a title and protect its capitals.

    Arguments:
        title: Plain text with math between dollars.
        names: Names of systems whose capital stays: `Leopard`.
    """
    return _tex_title(title, frozenset(names))


@lru_cache(maxsize=64)  # three formats write the same title, one after the other
def _tex_title(title: str, names: frozenset[str]) -> str:
    title = single_line(title)
    shouted = not any(char.islower() for char in title) and len(_LONG_WORD.findall(title)) > 2
    parts = []
    for segment in split_math(title):
        if segment.kind == "math":
            # BibTeX makes small letters of capitals in math as well: $N$ would become $n$.
            math = tex_math(segment.text)
            parts.append(f"{{{math}}}" if balanced(math) else math)
        else:
            parts.extend(_words(segment.text, title, names, shouted))
    return "".join(parts)


def names_in(title: str, names: Set[str]) -> frozenset[str]:
    """Give those of the names that `tex_title` comes upon in a title: what it writes depends on no others."""
    found: set[str] = set()
    for segment in split_math(single_line(title)):
        for chain in _CHAIN.findall(segment.text) if segment.kind == "text" else ():
            found.add(chain)
            found.update(map(_bare, _PART.findall(chain)))
    # Of names without capitals there is nothing to keep.
    return frozenset(name for name in found if not name.islower() and name in names)


def _words(text: str, whole: str, names: Set[str], shouted: bool) -> Iterator[str]:
    position = 0
    for chain in _CHAIN.finditer(text):
        start, end = (chain.start() + at for at in _protected(chain[0], names, shouted))
        if end > start:
            yield tex_words(text[position:start], whole)
            yield f"{{{tex_words(text[start:end], whole)}}}"
            position = end
    yield tex_words(text[position:], whole)


def _protected(chain: str, names: Set[str], shouted: bool) -> tuple[int, int]:
    """Give the stretch of a hyphenated word that keeps its case: all of a name, `GPT-4V` of `GPT-4V-based`."""
    # Most words are small, or have a capital at their beginning and no other reason to keep it.
    if chain.islower() or (chain.isalpha() and chain[1:].islower() and not (chain in names or chain in PROPER_NOUNS)):
        return 0, 0
    if chain in names and any(char.isupper() for char in chain):
        return 0, len(chain)
    kept = [
        part
        for part in _PART.finditer(chain)
        if _keeps_case(_bare(part[0]), names, shouted) or _is_numbered(chain, part.start())
    ]
    # A part of a chain ends where its own letters end: the `'s` of "BERT's" may go along.
    if not kept:
        return 0, 0
    number = _NUMBER_AFTER.match(chain, kept[-1].end())
    return kept[0].start(), number.end() if number else kept[-1].end()


def _is_numbered(chain: str, start: int) -> bool:
    found = _NUMBERED.match(chain, start)
    return found is not None and found[1][0].isupper()


def _bare(word: str) -> str:
    return word.split("'", 1)[0].split("’", 1)[0]


def _keeps_case(word: str, names: Set[str], shouted: bool) -> bool:
    if word in names or word in PROPER_NOUNS:
        return any(char.isupper() for char in word)
    capitals = [at for at, char in enumerate(word) if char.isupper()]
    if not capitals:
        return False
    if any(char.isdigit() for char in word):
        return True
    # In a title all in capitals they say nothing.
    return not shouted and (capitals[-1] > 0 or (word.rstrip("+#") == word[0] and word != "A"))
