"""Finds a paper's tags: the vocabulary's phrases, in context, each with its evidence; curated tags win.

A paper's title, abstract and keywords are read once, for all phrases and cues
together (`phrases`). A phrase counts if its sentence says that the paper
does it (`contexts`). A tag brings its parents along, with its evidence. What
a record says comes last and wins: `tag` adds, `-tag` takes away.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from litatlas.language.abbreviations import Abbreviation, abbreviations, short_form
from litatlas.language.contexts import CLAUSE_ENDS, CUES, Cue, Sentence, is_given, looks_away, mark_own
from litatlas.language.phrases import Match, PhraseMatcher, is_exact
from litatlas.language.sentences import split_sentences
from litatlas.language.words import Word, words
from litatlas.model import Evidence, Paper, Tagging
from litatlas.problems import Problems, quoted
from litatlas.vocabulary.taxonomy import Phrase, Vocabulary, Where

MOST_EVIDENCE = 3
"""Sentences kept for one tag on one paper."""

LONGEST_SENTENCE = 600
"""Characters of a sentence kept as evidence; a longer one is cut around the phrase."""

LONGEST_NAME = 4
"""Words of the longest name of a system; a longer head of a title is not a name."""


class _Meaning(Struct, frozen=True):
    """A phrase of a tag, as the matcher gives it back."""

    tag: str
    phrase: Phrase


class _Context(Struct, frozen=True):
    """A phrase that takes a match away in its sentence."""

    text: str


_Value = _Meaning | _Context | Cue


class _Field(Struct, frozen=True):
    """One field of a paper, read: its words, sentences and what was found in it."""

    name: str
    text: str
    words: Sequence[Word]
    spans: Sequence[tuple[int, int]]
    """Offsets of the sentences."""

    sentences: Sequence[Sentence]
    sentence_of: Sequence[int]
    """Index of the sentence of each word."""

    meanings: Sequence[Match[_Meaning]]
    clauses: list[int]
    """Indices of the words before which a mark of `CLAUSE_ENDS` stands."""

    defined: Sequence[Abbreviation]


class Tagger:
    """A vocabulary, ready to tag papers one by one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._matcher: PhraseMatcher[_Value] = PhraseMatcher(_entries(vocabulary))

    def tags(self, paper: Paper, problems: Problems) -> tuple[Tagging, ...]:
        """Give the tags of a paper in vocabulary order."""
        names = _own_names(paper)
        fields = [self._read(name, text, names) for name, text in _fields(paper)]
        found = self._found(fields)
        added, removed = self._curated(paper, problems)
        for slug in removed:
            found.pop(slug, None)
        direct = {**dict.fromkeys(added, ()), **found}
        evidence = self._with_parents(direct, removed)
        marked = {slug for tag in added for slug in (tag, *self._vocabulary.ancestors(tag))}
        return tuple(
            Tagging(tag.slug, tag.slug in marked, evidence[tag.slug])
            for tag in self._vocabulary.tags
            if tag.slug in evidence
        )

    def _read(self, name: str, text: str, names: Iterable[tuple[str, ...]]) -> _Field:
        found = words(text)
        spans = split_sentences(text)
        sentences = [Sentence(name, 0, 0) for _ in spans]
        sentence_of: list[int] = []
        at = 0
        for index, word in enumerate(found):
            while word.start >= spans[at][1]:
                at += 1
                sentences[at].start = index
            sentence_of.append(at)
            sentences[at].end = index + 1
        meanings: list[Match[_Meaning]] = []
        contexts: dict[int, set[str]] = {}
        for match in self._matcher.find(found):
            number = sentence_of[match.start]
            if isinstance(match.value, _Meaning):
                meanings.append(Match(match.value, match.start, match.end))
            elif isinstance(match.value, Cue):
                sentences[number].cues.setdefault(match.value, []).append((match.start, match.end))
            else:
                contexts.setdefault(number, set()).add(match.value.text)
        for number, texts in contexts.items():
            sentences[number].phrases = frozenset(texts)
        for start, end in _places(found, names):
            sentences[sentence_of[start]].cues.setdefault(Cue.OWN, []).append((start, end))
        mark_own(sentences)
        clauses = [
            at
            for at in range(1, len(found))
            if not found[at].joined and CLAUSE_ENDS.intersection(text[found[at - 1].end : found[at].start])
        ]
        return _Field(name, text, found, spans, sentences, sentence_of, meanings, clauses, abbreviations(text, found))

    def _found(self, fields: Sequence[_Field]) -> dict[str, tuple[Evidence, ...]]:
        """Find the tags that the text gives, each with its evidence."""
        expansions = _expansions(fields)
        evidence: dict[str, dict[tuple[str, int], Evidence]] = {}
        for field in fields:
            for match in (*field.meanings, *_by_abbreviation(field, expansions)):
                if not _counts(field, match) or not _means(field, match, expansions):
                    continue
                place = (field.name, field.sentence_of[match.start])
                kept = evidence.setdefault(match.value.tag, {})
                if place not in kept and len(kept) < MOST_EVIDENCE:
                    kept[place] = _evidence(field, match)
        return {slug: tuple(kept.values()) for slug, kept in evidence.items()}

    def _curated(self, paper: Paper, problems: Problems) -> tuple[list[str], list[str]]:
        """Give the slugs that the record adds and takes away; what is not in the vocabulary is a problem."""
        added: list[str] = []
        removed: list[str] = []
        for value in paper.curated_tags:
            # The tag itself may begin with a hyphen-like name; the slug and the name are tried as they stand first.
            slug, wanted = self._vocabulary.find(value), added
            if slug is None and value.startswith("-"):
                slug, wanted = self._vocabulary.find(value[1:].strip()), removed
            if slug is not None:
                wanted.append(slug)
                continue
            way = self._vocabulary.suggestion(value.removeprefix("-")) or "; add it to vocabulary.yml or correct it"
            problems.add(
                "unknown-tag",
                paper.origin,
                f"tag {quoted(value)} is not in the vocabulary; it was not used{way}",
                paper.id,
            )
        return added, removed

    def _with_parents(
        self, direct: Mapping[str, tuple[Evidence, ...]], removed: Iterable[str]
    ) -> dict[str, tuple[Evidence, ...]]:
        """Add the parents of the tags, with the evidence of their children behind their own."""
        evidence = dict(direct)
        for tag in self._vocabulary.tags:
            for parent in self._vocabulary.ancestors(tag.slug) if tag.slug in direct else ():
                if parent not in removed:
                    both = dict.fromkeys((*evidence.get(parent, ()), *direct[tag.slug]))
                    evidence[parent] = _best(both)
        return evidence


def _entries(vocabulary: Vocabulary) -> Iterator[tuple[str, _Value]]:
    for tag in vocabulary.tags:
        for phrase in tag.phrases:
            yield phrase.text, _Meaning(tag.slug, phrase)
            for context in phrase.unless:
                yield context, _Context(context)
    for cue, phrases in CUES.items():
        for text in phrases:
            yield text, cue


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "title", paper.title
    yield "abstract", paper.abstract
    # A stop after each keyword keeps phrases from reaching over two of them.
    yield "keywords", ". ".join(paper.keywords)


def _own_names(paper: Paper) -> list[tuple[str, ...]]:
    """Give the names by which the paper calls what it gives: its short name, and the head of its title."""
    head, colon, _ = paper.title.partition(":")
    names = (paper.short, head if colon else "")
    forms = [tuple(word.form for word in words(name)) for name in names]
    return [form for form in dict.fromkeys(forms) if 0 < len(form) <= LONGEST_NAME]


def _places(found: Sequence[Word], names: Iterable[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Give the places of names among the words."""
    for name in names:
        for start, word in enumerate(found):
            if word.form == name[0] and tuple(w.form for w in found[start : start + len(name)]) == name:
                yield start, start + len(name)


def _counts(field: _Field, match: Match[_Meaning]) -> bool:
    """Tell whether the sentence of a match allows the phrase to mean its tag."""
    sentence = field.sentences[field.sentence_of[match.start]]
    phrase = match.value.phrase
    if sentence.phrases.intersection(phrase.unless) or looks_away(sentence, match.start, field.clauses):
        return False
    if field.name == "title" and phrase.where is Where.PROPOSES:
        # "Benchmarking multimodal models": a title proposes nothing; vocabularies say `title:` where it does.
        return False
    if phrase.where is Where.PROPOSES and field.text.startswith("-", field.words[match.end - 1].end):
        # "We propose a model-agnostic loss" gives no model.
        return False
    if field.name != "abstract" or phrase.where is Where.ANYWHERE:
        return True
    if phrase.where is Where.OWN:
        return sentence.own
    return phrase.where is Where.PROPOSES and is_given(sentence, match.start)


def _expansions(fields: Sequence[_Field]) -> dict[str, frozenset[_Meaning]]:
    """Give what each abbreviation that the paper defines means: the phrases that end its long form."""
    meanings: dict[str, set[_Meaning]] = {}
    for field in fields:
        ends: dict[int, list[Match[_Meaning]]] = {}
        for match in field.meanings:
            ends.setdefault(match.end, []).append(match)
        for item in field.defined:
            inside = {match.value for match in ends.get(item.end, []) if match.start >= item.start}
            meanings.setdefault(item.short, set()).update(inside)
    return {short: frozenset(values) for short, values in meanings.items()}


def _by_abbreviation(field: _Field, expansions: Mapping[str, frozenset[_Meaning]]) -> Iterator[Match[_Meaning]]:
    """Give the places of abbreviations whose long form is a phrase of the vocabulary."""
    if not any(expansions.values()):
        return
    for index, word in enumerate(field.words):
        meanings = expansions.get(short_form(word.raw), ())
        for meaning in sorted(meanings, key=lambda meaning: (meaning.tag, meaning.phrase.text)):
            yield Match(meaning, index, index + 1)


def _means(field: _Field, match: Match[_Meaning], expansions: Mapping[str, frozenset[_Meaning]]) -> bool:
    """Tell whether an abbreviation stands for its tag here: not VQA where it is defined as video quality assessment."""
    phrase = match.value.phrase
    short = short_form(field.words[match.start].raw)
    if match.end - match.start > 1 or not is_exact(phrase.text) or short not in expansions:
        return True
    return any(meaning.tag == match.value.tag for meaning in expansions[short])


def _evidence(field: _Field, match: Match[_Meaning]) -> Evidence:
    start, end = field.words[match.start].start, field.words[match.end - 1].end
    first, last = field.spans[field.sentence_of[match.start]]
    if field.name == "title":
        first, last = 0, len(field.text)
    phrase = field.text[start:end]
    if last - first <= LONGEST_SENTENCE:
        return Evidence(phrase, field.text[first:last], field.name)
    side = (LONGEST_SENTENCE - min(len(phrase), LONGEST_SENTENCE)) // 2
    before, after = max(first, start - side), min(last, end + side)
    cut = field.text[before:after].strip()
    return Evidence(phrase, ("… " if before > first else "") + cut + (" …" if after < last else ""), field.name)


def _best(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Keep the first of each sentence, title first, at most `MOST_EVIDENCE`."""
    by_sentence: dict[tuple[str, str], Evidence] = {}
    for item in evidence:
        by_sentence.setdefault((item.field, item.sentence), item)
    ranked = sorted(by_sentence.values(), key=lambda item: item.field != "title")
    return tuple(ranked[:MOST_EVIDENCE])
