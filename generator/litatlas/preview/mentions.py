"""Where a paper names others after its text was changed: the places move with the words around the change."""

from posixpath import commonprefix

from msgspec.structs import replace

from litatlas.language.sentences import sentence_at, split_sentences
from litatlas.model import Mention, Paper, RelatedPaper
from litatlas.preview.overlay import overlaid
from litatlas.related import Relations


def with_text(relations: Relations, before: Paper, after: Paper) -> Relations:
    """Give the relations when the text of one paper is another; a mention that the change touches is gone."""
    pairs = [(mention, _moved(mention, before, after)) for mention in relations.mentions_of(after.id)]
    if all(old == new for old, new in pairs):
        return relations
    moved = dict(pairs)
    sentences = {old.sentence: new.sentence for old, new in pairs if new}
    mentions = (moved.get(mention, mention) for mention in relations.mentions)
    related = tuple(_quoting(entry, sentences) for entry in relations.related.get(after.id, ()))
    return replace(
        relations,
        mentions=tuple(mention for mention in mentions if mention),
        related=overlaid(relations.related, {after.id: related}),
    )


def _quoting(entry: RelatedPaper, sentences: dict[str, str]) -> RelatedPaper:
    reasons = (replace(reason, sentence=sentences.get(reason.sentence, reason.sentence)) for reason in entry.reasons)
    return replace(entry, reasons=tuple(reasons))


def _moved(mention: Mention, before: Paper, after: Paper) -> Mention | None:
    old, new = (paper.title if mention.field == "title" else paper.abstract for paper in (before, after))
    start = _place(mention, old, new)
    if start is None:
        return None
    first, last = sentence_at(split_sentences(new), start)
    return replace(mention, start=start, sentence=new[first:last])


def _place(mention: Mention, old: str, new: str) -> int | None:
    """Find where in a changed text the place of a mention is; None where the change touches it."""
    head = len(commonprefix([old, new]))
    tail = min(len(commonprefix([old[::-1], new[::-1]])), len(old) - head, len(new) - head)
    if mention.start + len(mention.name) < head or old == new:
        return mention.start
    start = mention.start + len(new) - len(old)
    return start if mention.start >= len(old) - tail and not new[start - 1 : start].isalnum() else None
