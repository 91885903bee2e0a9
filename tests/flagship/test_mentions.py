"""The flagship's mentions, to the last one: exactly those of mentions.tsv, which was made by reading."""

from pathlib import Path

import pytest

from litatlas.library import Library
from litatlas.model import Paper, ReasonKind
from litatlas.related import Relations, relate
from litatlas.settings import RelatedSettings

TABLE = Path(__file__).with_name("mentions.tsv")


@pytest.fixture(scope="module")
def relations(flagship_papers: tuple[Paper, ...]) -> Relations:
    return relate(Library(flagship_papers, {}), RelatedSettings())


def expected() -> list[tuple[str, ...]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def test_the_flagship_has_exactly_the_mentions_that_a_reader_finds(relations, flagship_papers):
    texts = {paper.id: {"title": paper.title, "abstract": paper.abstract} for paper in flagship_papers}
    wanted = [
        (source, target, name, field, texts[source][field].index(around) + around.index(name))
        for source, target, name, field, around in expected()
    ]
    found = [(each.source, each.target, each.name, each.field, each.start) for each in relations.mentions]
    assert found == wanted


def test_each_mention_gives_the_words_at_its_offset_and_their_sentence(relations, flagship_papers):
    texts = {paper.id: {"title": paper.title, "abstract": paper.abstract} for paper in flagship_papers}
    for mention in relations.mentions:
        text = texts[mention.source][mention.field]
        assert text[mention.start : mention.start + len(mention.name)] == mention.name
        assert mention.sentence in text
        assert mention.name in mention.sentence


def test_a_mention_stands_in_both_lists_with_its_direction(relations):
    def kinds(paper: str, other: str) -> list[ReasonKind]:
        return [reason.kind for entry in relations.related[paper] if entry.id == other for reason in entry.reasons]

    for source, target, *_ in expected():
        assert ReasonKind.MENTIONS in kinds(source, target)
        assert ReasonKind.MENTIONED_BY not in kinds(source, target)
        assert ReasonKind.MENTIONED_BY in kinds(target, source)
