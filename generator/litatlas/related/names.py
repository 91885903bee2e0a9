"""By what names the systems of the papers are known, and how much evidence each name needs."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from enum import IntEnum

from msgspec import Struct
from msgspec.structs import replace

from litatlas.language.shortname import short_name
from litatlas.model import Link, Paper, Rel
from litatlas.related.artefacts import normal_address
from litatlas.text import fold


class Bearer(Struct, frozen=True):
    """What must be known of a paper to judge whether a text names its system."""

    id: str
    year: int | None
    links: tuple[Link, ...]


class Speaker(Bearer, frozen=True):
    """What is read of a paper to find whom it names, and by what names it may be called."""

    title: str
    abstract: str
    short: str


def speaker(paper: Paper) -> Speaker:
    """Give what is read of a paper."""
    return Speaker(paper.id, paper.year, paper.links, paper.title, paper.abstract, paper.short)


class Source(IntEnum):
    """Where a name is known from; the lower one is the surer."""

    TITLE = 1
    """The record's short name, or the name at the head of the title."""

    ABSTRACT = 2
    """The abstract introduces it: `we propose a model named Otter`."""

    REPOSITORY = 3
    """The repository of a paper that gives its system no other name: `gill`."""


class Name(Struct, frozen=True):
    """One name of one paper's system."""

    text: str
    """As the paper writes it."""

    owner: int
    """Place of the paper in the library."""

    source: Source
    is_common: bool = False
    """Whether a paper of the library writes the same letters without capitals: `x-ray`, `wings`."""

    @property
    def is_word(self) -> bool:
        """Whether it could be an ordinary word or common abbreviation, so that its sight alone proves nothing.

        So are all single words without digits, hyphens or capitals inside:
        `Wings`, `AIM`, `LEOPARD`; not `MMRL`, which nobody could pronounce.
        """
        if self.is_common:
            return True
        if not self.text.isalpha():
            # `4M` and `AIM-2` are more than a word, `3D` is not.
            return len(self.text) <= 3
        if self.text.istitle() or self.text.islower():
            return True
        pronounceable = re.search(r"[AEIOUY]", self.text) is not None and not re.search(r"[^AEIOUY]{4}", self.text)
        return self.text.isupper() and (len(self.text) <= 3 or pronounceable)


WORD = re.compile(r"[^\W_]+")

# Not "train" or "use": what one trains may be another's.
_VERB = r"(?:introduc|propos|present|develop|releas|creat|construct|curat)\w*"
_NAME = r"(?P<name>[A-Za-z0-9][\w+]*(?:-[\w+]+)*)"
_CALLED = re.compile(
    r"\b(?:called|(?:which|that) we (?:call|name|term|dub)|named|namely|termed|dubbed(?: as)?|coined(?: as)?)"
    r"[\s,:\"“'`*]+" + _NAME
)
_DIRECT = re.compile(r"\b[Ww]e\s+(?:\w+ly\s+)?" + _VERB + r"\s+(?:(?:the|a|an|our|new|novel)\s+){0,2}" + _NAME)
_BRACKETS = re.compile(
    r"\b[Ww]e\s+(?:\w+ly\s+)?" + _VERB + r"\s+(?:(?:the|a|an|our|new|novel)\s+){0,2}"
    r"(?P<words>(?:[A-Z\"“'`][\w'’-]*\s+|(?:of|for|in|and|with|to|the)\s+){1,9}(?:benchmark\s+|dataset\s+)?)\(\s*"
    + _NAME
    + r"\s*\)"
)
_PAPERS_OWN = re.compile(r"\b(?:[Tt]his (?:paper|work)|[Ww]e|[Oo]ur|[Hh]ere)\b")
_DEFINED = re.compile(r"\(\s*(?P<bracketed>[A-Za-z][\w-]{1,12}?)s?\s*\)|\b(?P<plural>[A-Z][A-Za-z-]*[A-Z])s\b")
_SMALL = re.compile(r"(?<![\w/.-])[a-z][a-z-]*(?![\w/@-])")
_COINED = re.compile(r"[a-z0-9][A-Z]|[A-Z].*[A-Z]|[A-Za-z]\d|\d[A-Za-z]")
_ENDS_NAME = re.compile(
    r"[\"”'’`*)]*(?:[,.:;()]|$|\s+(?:\(|[-–—]|(?:an?|the|that|which|in|for|on|with|and|or|as|by|to|from|based|consist\w*|contain\w*|"
    r"compris\w*|model|dataset|benchmark|framework|corpus|method|approach|featur\w*|where|whose|designed|using)\b))"
)
"""What follows a name that is whole; else it is the first word of a longer phrase (`In-Context Learning`)."""

_COMPOUND = re.compile(
    r"[A-Z]?[a-z]+(?:-[A-Z]?[a-z]+)+|.*-(?:based|aware|driven|style|free|guided|oriented|like|specific)"
)
"""`Vision-Language`, `Data-Efficient`, `GAN-based`: words joined, not a name."""

_OF_MANY = re.compile(r"\b[^\W\d_]+(?<![sui])s[\s,:(]+namely\b")
"""A plural before the cue: several things are named. "A set of images, named X" is one."""

_LISTED = re.compile(r"[\"”'’`*)]*,\s+(?:and\s+)?[A-Z][\w+-]*\s*(?:,|\band\b|&)")
"""More names of a list after the first."""

_INTO = re.compile(r"[-\w ]{0,40}\b(?:into|to)\b")
_PLURAL = re.compile(r"^[A-Z]{2,}s$")


class Claims(Struct, frozen=True):
    """What some papers say of names, whatever all others say."""

    of_papers: tuple[tuple[tuple[str, Source], ...], ...]
    """The names that each gives to its system."""

    introduced: tuple[tuple[str, ...], ...]
    """Those of its abstract."""

    defined: tuple[tuple[str, ...], ...]
    """The words, folded, that each uses as abbreviations: `(GAN)`, `GANs`."""

    small: str
    """Words that any of them writes without a capital; as one text, since texts one by one are slow to remember."""

    words: str
    """All words of their titles and abstracts, folded, likewise."""


def read_claims(papers: Sequence[Speaker]) -> Claims:
    """Read what papers say of names."""
    texts = [f"{paper.title} {paper.abstract}" for paper in papers]
    introduced = tuple(tuple(introduced_names(paper.abstract)) for paper in papers)
    return Claims(
        tuple(tuple(_names_of(paper, given)) for paper, given in zip(papers, introduced, strict=True)),
        introduced,
        tuple(
            tuple(sorted({fold(match["bracketed"] or match["plural"]) for match in _DEFINED.finditer(text)}))
            for text in texts
        ),
        " ".join(sorted({word for text in texts for word in _SMALL.findall(text)})),
        " ".join(sorted(set(map(fold, {word for text in texts for word in WORD.findall(text)})))),
    )


def names(papers: Sequence[Claims]) -> list[Name]:
    """List the names by which other papers may speak of each paper's system.

    A name that two papers claim with equal right is nobody's; so is one that the
    papers around it use as an abbreviation of their own (`SLAM`, `GAN`).

    Arguments:
        papers: What all papers say, in the order of the library.
    """
    claims: dict[str, list[Name]] = {}
    for number, given in enumerate(given for some in papers for given in some.of_papers):
        for text, source in given:
            claims.setdefault(fold(text), []).append(Name(text, number, source))
    definers: dict[str, set[int]] = {}
    for number, words in enumerate(words for some in papers for words in some.defined):
        for word in claims.keys() & set(words):
            definers.setdefault(word, set()).add(number)
    settled = (_settle(claims[key], definers.get(key, frozenset())) for key in sorted(claims))
    small = {word for some in papers for word in claims.keys() & some.small.split()}
    marked = (replace(name, is_common=fold(name.text) in small) for name in settled if name is not None)
    return [name for name in marked if not (name.is_common and _is_spelled_out(name))]


def _is_spelled_out(name: Name) -> bool:
    """Tell whether a word only has the capitals that some abbreviation takes from it: `ReasonIng`, `Cross-dOmain`."""
    return name.source is not Source.TITLE and not name.text.isupper() and not name.text.istitle()


def _settle(claims: list[Name], definers: AbstractSet[int]) -> Name | None:
    surest = min(claim.source for claim in claims)
    sure = [claim for claim in claims if claim.source is surest]
    if len({claim.owner for claim in sure}) > 1:
        return None
    # One other paper may spell out the name that a title coined; what an abstract coined nobody else spells out.
    others = len(definers - {sure[0].owner})
    return sure[0] if others <= (1 if surest is Source.TITLE else 0) else None


def _names_of(paper: Speaker, introduced: Sequence[str]) -> Iterator[tuple[str, Source]]:
    title_name = paper.short or short_name(paper.title)
    if len(title_name) > 1:
        yield title_name, Source.TITLE
    for text in introduced:
        if text != title_name:
            yield text, Source.ABSTRACT
    if title_name or introduced:
        # The repository of a named system has its name, or that of an older work: `SEED-Bench` holds SEED-Bench-2.
        return
    for link in paper.links:
        name = link.url.rstrip("/").rpartition("/")[2].removesuffix(".git")
        # `visual-robustness` describes; only one coined word names.
        is_whole = normal_address(link.url).endswith(f"/{name.casefold()}")
        if link.rel is Rel.CODE and is_whole and re.fullmatch(r"[A-Za-z][A-Za-z0-9]{2,}", name):
            yield name, Source.REPOSITORY


def introduced_names(abstract: str) -> list[str]:
    """Find the names that an abstract gives to its own work.

    Examples:
        >>> introduced_names("We train a large VLM named Otter. We propose VLMT, which beats LLaVA.")
        ['Otter', 'VLMT']
        >>> introduced_names("We present the Holistic Evaluation of Models (HEM) suite. We use a model called GPT-4.")
        ['HEM']
    """
    found: dict[int, str] = {}
    for pattern in (_CALLED, _DIRECT, _BRACKETS):
        for match in pattern.finditer(abstract):
            text = match["name"]
            if len(text) < 3 or _PLURAL.match(text) or not _may_name(pattern, match, abstract):
                continue
            found.setdefault(match.start("name"), text)
    return list(dict.fromkeys(found[at] for at in sorted(found)))


def _may_name(pattern: re.Pattern[str], match: re.Match[str], abstract: str) -> bool:
    text = match["name"]
    if pattern is _BRACKETS:
        initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", match["words"])).casefold()
        return _COINED.search(text) is not None and text[0].casefold() == initials[:1]
    if not _ENDS_NAME.match(abstract, match.end()) or _COMPOUND.fullmatch(text):
        return False
    if pattern is _DIRECT:
        # "We introduce BERT into ..." brings in what another made.
        return _COINED.search(text) is not None and not _INTO.match(abstract, match.end())
    sentence = abstract[max(abstract.rfind(". ", 0, match.start()), 0) : match.start("name")]
    if _OF_MANY.search(sentence) or ("namely" in match.group() and _LISTED.match(abstract, match.end())):
        # "Five benchmarks, namely HumanEval, MBPP and ..." are not one thing of the paper's own.
        return False
    # "A task called X" of others' is not the paper's own: its sentence must speak of "we" before, and not of use.
    start = max(abstract.rfind(". ", 0, match.start()), 0)
    own = _PAPERS_OWN.search(abstract, start, match.start()) is not None
    return own and (_COINED.search(text) is not None or text.istitle()) and "use" not in abstract[start : match.start()]
