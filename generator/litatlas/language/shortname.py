"""The name that a paper gives to its own system: `MMICL` of `MMICL: Empowering Vision-language Model with ...`.

Titles that begin with a name and titles that begin with a phrase look alike
(`Wings: Learning ...`, `Judge Anything: MLLM as ...`), so a name must look
like one: capitals or digits inside, or one capitalised word that is no
ordinary noun. What the rule cannot know, a record says with `short`.
"""

import re

_HEAD = re.compile(r"^(?P<head>[^:]{1,60}?)\s*(?::|\s[-–—]{1,3}\s|[-–—]{1,3}\s|—)\s*(?P<rest>\S.*)$", re.S)
_SUBTITLE = re.compile(r"(\s?[:?!]\s|\s[-–—]{1,3}\s)")
_IN_BRACKETS = re.compile(r"^(?P<words>[^()]+)\((?P<name>[^\s()]{3,20})\)\s*(?:[:–—].*)?$", re.S)
_INSIDE = re.compile(r"[A-Za-z0-9][^a-z]*[A-Z]|[A-Z][^A-Za-z]*[0-9]|[a-z]+[A-Z0-9]|[0-9]+[A-Za-z]")
_TOKEN = re.compile(r"[\w][\w+#./'’&@-]*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")

LEAD_WORDS = 8
"""The most words before a subtitle that stand for the whole title."""

_SUFFIX_WORDS = "Bench Benchmark QA VQA Net Score Eval Corpus Arena Suite Pro Plus Mini Tiny XL"
NAME_SUFFIXES = frozenset(_SUFFIX_WORDS.split())
"""Words that close a name of two or three words: `VL-ICL Bench`, `Proximity QA`."""

_ACRONYM_WORDS = """
2d 3d 4d ai asr clip cnn cnns covid-19 dl ecg eeg gan gans gnn gnns gpt gpt-3 gpt-4 gpt-4v i2i icl iot llm llms lmm
lmms lstm ml mllm mllms mri nlp ocr rag rgb rgb-d rl rnn sql tts vit vits vlm vlms vqa x-ray
"""
_ACRONYMS_IN_USE = frozenset(_ACRONYM_WORDS.split())
"""Names of whole fields and of other people's systems: no paper is called so by itself."""

_ORDINARY_WORDS = """
audio based beyond context cross deep do does domain few from fusion graph how image images in is language large
learning machine medical meta-learning modal modality model models multi multimodal open pre scene self shot speech
survey text the to toward towards training transformer transformers trained tuning unified video videos vision visual
what when where why world zero review introduction editorial preface perspective foundations
part chapter volume section lecture step phase year
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
_ORDINARY_ENDING = re.compile(r"(?:(?<![wk])ing|tion|tions|sion|ity|ment|ments|ness|ics|ism|ology|ability|ance|ence)$")


def short_name(title: str) -> str:
    """Find the name of the paper's own system in its title; empty where the title has none.

    Examples:
        >>> short_name("LEOPARD : A Vision Language Model For Text-Rich Multi-Image Tasks")
        'LEOPARD'
        >>> short_name("Judge Anything: MLLM as a Judge Across Any Modality")
        ''
        >>> short_name("Multimodal Inconsistency Reasoning (MMIR): A New Benchmark")
        'MMIR'
    """
    found = _HEAD.match(title) if not title.isupper() else None  # In capitals, every word looks like a name.
    if found:
        head = found["head"].strip("\"'“”‘’ ")
        if _is_name(head):
            return head
    bracketed = _IN_BRACKETS.match(title)
    if bracketed and _stands_for(bracketed["name"], bracketed["words"]):
        return bracketed["name"]
    return ""


def lead_of(title: str) -> str:
    """Give what stands before the subtitle, where it is short enough to stand for the title: `Frozen in Time`."""
    lead, mark, rest = _SUBTITLE.split(title, 1) if _SUBTITLE.search(title) else (title, "", "")
    return lead.strip() if mark and rest.strip() and len(lead.split()) <= LEAD_WORDS else ""


def _is_name(head: str) -> bool:
    tokens = head.split()
    if not 1 <= len(tokens) <= 3 or not all(_TOKEN.fullmatch(token) for token in tokens):
        return False
    if len(tokens) == 1:
        return _looks_like_system(head) or _is_coined_word(head)
    first, *rest = tokens
    closed = rest[-1] in NAME_SUFFIXES or _NUMBER.fullmatch(rest[-1]) is not None or _looks_like_system(rest[-1])
    if not closed or not all(token in NAME_SUFFIXES or _fits_inside(token) for token in rest):
        return False
    if rest[-1] in NAME_SUFFIXES:
        return _looks_like_system(first) or _is_capitalised_word(first)
    return _looks_like_system(first) or _is_coined_word(first)


def _fits_inside(token: str) -> bool:
    return _NUMBER.fullmatch(token) is not None or _looks_like_system(token)


def _looks_like_system(token: str) -> bool:
    """Say whether a word has the shape of a coined name: `mmE5`, `4M-21`, `Meta-Transformer`, but not `Cross-Modal`."""
    if token.casefold() in _ACRONYMS_IN_USE or _NUMBER.fullmatch(token):
        return False
    parts = [part for part in re.split(r"[-/]", token) if part]
    if len(parts) > 1:
        return any(_looks_like_system(part) for part in parts) or any(_is_coined_word(part) for part in parts)
    return _INSIDE.search(token) is not None


def _is_coined_word(word: str) -> bool:
    return _is_capitalised_word(word) and _ORDINARY_ENDING.search(word.casefold()) is None


def _is_capitalised_word(word: str) -> bool:
    used = word.casefold() in _ORDINARY or word.casefold() in _ACRONYMS_IN_USE
    return len(word) > 2 and word[0].isupper() and word.isalpha() and not used


def _stands_for(name: str, words: str) -> bool:
    """Say whether a name in brackets abbreviates the words before it: its letters occur in them, in order."""
    if name.casefold() in _ACRONYMS_IN_USE or sum(c.isupper() for c in name) < 2:
        return False
    letters = iter(words.casefold())
    wanted = re.sub(r"(.)\1+", r"\1", "".join(c for c in name.casefold() if c.isalpha()))
    return name[0].casefold() == words.strip()[:1].casefold() and all(c in letters for c in wanted)
