"""Where one text names another paper's system: each sight of a name must stand the checks of `_is_mention`.

A name that is also a word (`Wings`, `AIM`) needs more evidence than one that is not (`AffectGPT`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from litatlas.language.sentences import sentence_at, split_sentences
from litatlas.model import Mention
from litatlas.related.artefacts import normal_address
from litatlas.related.names import WORD, Bearer, Name, Source
from litatlas.related.trie import Trie
from litatlas.text import fold, trim_url

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”{}|\\^`]+")
_JOINER = re.compile(r"[-‐‑–/ ]?|[-–] | \n?")

_SAME_SYSTEM = re.compile(
    r"(?i:based|style|styled|like|inspired|generated|trained|tuned|pretrained|initialized|powered|derived|type)\b"
    r"|\d+(?:\.\d+)?[BMbm]\b"
)
"""What a hyphen may join to a name without making it another's: `Flamingo-style`, `Flamingo-9B`."""

_VERSION = re.compile(
    r"[ ]?v\d+(?:\.\d+)*\b|[ ](?:\d|1\d)(?:\.\d)?(?![\w.%]|[ ]?(?:times|points|percent|tasks|datasets|[x×%]))"
)
"""`Flamingo v2`, `Flamingo 2`: another system; not `GILL 0.641` or `Flamingo 3 times`."""

_SYSTEMS = (
    r"(?:models?|methods?|approach(?:es)?|systems?|benchmarks?|datasets?|corpora|[A-Z]?[A-Za-z]*(?:LLM|VLM|LMM)s?|baselines?|"
    r"frameworks?|architectures?|encoders?|agents?|networks?|works?|retrievers?|backbones?)"
)
_LIST_CUE = re.compile(
    _SYSTEMS
    + r"[\s,(]+(?:such as|like|including|e\.g\.,?|i\.e\.,?|namely)\s+(?:the\s+)?(?:[\w.+-]+,\s+(?:and\s+|or\s+)?){0,5}$"
)
"""`models such as A, B,` before a name: it must be a system, however it is written."""

_LIST_GOES_ON = re.compile(r"\s*[,.;:)]|\s+(?:and|or|have|has|which|that|are|is)\b|$")
_MEASURED = re.compile(r"\b(?:than|over|outperform\w*|surpass\w*|exceed\w*|versus|vs\.?|SOTA|baseline)\s+(?:the\s+)?$")
"""What is compared with is a system."""

_BEFORE = re.compile(
    r"(?:\b(?:the|than|over|of|with|on|by|from|to|and|or|like|as|vs\.?|versus|SOTA|using|adopt\w*|extend\w*|outperform\w*|"
    r"surpass\w*|beat\w*|exceed\w*|against|adapt\w*|employ\w*|leverag\w*|evaluat\w*|fine-tun\w*|unlike|original|including|e\.g\.,?)"
    r"|[,(:])\s*$"
)
_AFTER = re.compile(r"\s+" + _SYSTEMS + r"\b")
_CAPITALISED = re.compile(r"^[A-Z][a-z]+$")
_WINDOW = 160


class Text(Struct, frozen=True):
    """One field of one paper, with what all sights in it need."""

    paper: int
    field: str
    text: str
    own: frozenset[str]
    """Names that this paper itself introduces, folded."""

    longer: tuple[str, ...]
    """Those of them that have several words, as written: `Lazy Toggle PRM` is no `Toggle PRM`."""


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    return fold(word)


def mentions_in(text: Text, trie: Trie[Name], papers: Mapping[int, Bearer]) -> Iterator[tuple[Mention, Name, bool]]:
    """Find where a text names others' systems; what needs both papers to be of one matter is not sure."""
    matches = list(WORD.finditer(text.text))
    words = tuple(_folded(match.group()) for match in matches)
    addresses = [(match.start(), match.start() + len(trim_url(match.group()))) for match in _URL.finditer(text.text)]
    sentences: list[tuple[int, int]] = []
    for first, last, candidates in trie.longest(words):
        start, end = matches[first].start(), matches[last - 1].end()
        name = candidates[0]
        if name.owner == text.paper or not _unbroken(text.text, matches[first:last]):
            continue
        address = _around(addresses, start)
        is_sure = True
        if address is not None:
            if not _is_repository(
                text.text[address[0] : address[1]], start - address[0], end - address[0], name, papers
            ):
                continue
        elif not _is_mention(text, start, end, name, papers):
            continue
        else:
            is_sure = not _needs_context(name)
        sentences = sentences or split_sentences(text.text)
        begin, stop = sentence_at(sentences, start)
        source, target = papers[text.paper].id, papers[name.owner].id
        yield Mention(source, target, text.text[start:end], text.field, start, text.text[begin:stop]), name, is_sure


def _unbroken(text: str, matches: Sequence[re.Match[str]]) -> bool:
    pairs = pairwise(matches)
    return all(_JOINER.fullmatch(text, left.end(), right.start()) for left, right in pairs)


def _around(spans: Sequence[tuple[int, int]], offset: int) -> tuple[int, int] | None:
    at = bisect_right(spans, (offset, len(spans) and spans[-1][1])) - 1
    return spans[at] if at >= 0 and spans[at][0] <= offset < spans[at][1] else None


def _is_repository(url: str, start: int, end: int, name: Name, papers: Mapping[int, Bearer]) -> bool:
    """Tell whether an address is that of the named paper's own repository, and the name its last part."""
    if name.source is Source.ABSTRACT or url[end:].strip("/").removesuffix(".git") or url[:start][-1:] != "/":
        return False
    here = normal_address(url)
    return bool(here) and any(normal_address(link.url) == here for link in papers[name.owner].links)


def _is_mention(text: Text, start: int, end: int, name: Name, papers: Mapping[int, Bearer]) -> bool:
    whole, surface = text.text, text.text[start:end]
    before, after = whole[max(start - _WINDOW, 0) : start], whole[end : end + _WINDOW]
    if not _stands_free(before, after) or _is_inside(text, start, surface):
        return False
    # A paper that itself gives this name to something means that, unless only the other bears it in its title.
    if fold(name.text) in text.own and (name.source is not Source.TITLE or name.is_word):
        return False
    if _is_expanded(before, after, surface):
        return False
    if not _needs_context(name):
        return surface == name.text or _alike(surface, name.text)
    listed = _LIST_CUE.search(before) is not None and _LIST_GOES_ON.match(after) is not None
    return listed or (_written_as_name(surface, name) and _reads_as_name(text, before, after, surface, name, papers))


def _needs_context(name: Name) -> bool:
    """Tell whether a name proves nothing alone.

    `Spider` is an optimiser here and a data set there: only papers of one matter speak of the same one.
    """
    return name.is_word or name.source is Source.REPOSITORY


def _stands_free(before: str, after: str) -> bool:
    """Tell whether the name is not part of a longer one: `Open-Flamingo`, `SEED-Bench-2-Plus`, `Flamingo v2`."""
    if before[-1:] in {"-", "‐", "‑", "_", "/", "@", ".", "#", "\\"} and not before.endswith((". ", "--")):
        return False
    if after[:1] in {"-", "‐", "‑"} and not _SAME_SYSTEM.match(after[1:]):
        return False
    if after[:1] in {"_", "@", "+", "\\"} or re.match(r"\.\w|/\w", after):
        return False
    return _VERSION.match(after) is None


def _is_inside(text: Text, start: int, surface: str) -> bool:
    """Tell whether the name is here part of a longer one that the paper gives to its own work."""
    for name in text.longer:
        begin = start - name.casefold().find(surface.casefold())
        if begin <= start and len(name) > len(surface) and text.text[begin : begin + len(name)] == name:
            return True
    return False


def _is_expanded(before: str, after: str, surface: str) -> bool:
    """Tell whether the words before spell the name out, so that it is an abbreviation of this text's own."""
    if not (before.endswith("(") and after.startswith(")")) or not surface.isalpha():
        return False
    words = re.findall(r"[A-Za-z]+", before[:-1])[-len(surface) - 3 :]
    letters = iter("".join(word[0] for word in words).casefold())
    return all(letter in letters for letter in surface.casefold())


def _alike(surface: str, name: str) -> bool:
    """Tell whether a name that is no word is written the same but for some capitals: `SEED-bench-2`."""
    if len(name) < 5:
        return surface == name
    return fold(surface) == fold(name) and sum(c.isupper() or c.isdigit() for c in surface) > 1


def _written_as_name(surface: str, name: Name) -> bool:
    if name.source is Source.REPOSITORY and name.text.islower():
        return surface.isupper()
    return surface == name.text or (len(surface) > 4 and surface.istitle() and name.text.isupper())


def _reads_as_name(text: Text, before: str, after: str, surface: str, name: Name, papers: Mapping[int, Bearer]) -> bool:
    """Weigh the context of a name that may be a word or somebody else's abbreviation."""
    if text.field == "title" and not surface.isupper():
        return False
    previous = before.split()[-1:] or [""]
    following = WORD.match(after.lstrip(" "))
    begins = not before.strip() or previous[0].endswith((".", "!", "?", ":"))
    if begins and not _AFTER.match(after):
        return False
    # Part of a longer proper name: `Optimus Prime`, `Golden Gate`.
    joined = following is not None and after[:1] == " " and _CAPITALISED.match(following.group()) is not None
    if (joined and not _AFTER.match(after.lower())) or (not begins and _CAPITALISED.match(previous[0])):
        return False
    if is_older(papers[text.paper], papers[name.owner]):
        return False
    if _AFTER.match(after) or after.startswith("-") or _MEASURED.search(before):
        return True
    # Three letters abbreviate too many things to go by a mere `with` or `and`.
    return len(surface) > 3 and _BEFORE.search(before) is not None


def is_older(source: Bearer, target: Bearer) -> bool:
    """Tell whether a paper appeared in a year before the other's, so that it can hardly speak of it."""
    return source.year is not None and target.year is not None and source.year < target.year
