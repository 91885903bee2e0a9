# ruff: noqa: E501 - messages are shown whole

import pytest

from litatlas.problems import Origin, Problems
from litatlas.vocabulary import parse_vocabulary
from litatlas.vocabulary.taxonomy import FacetDefinition, Phrase, Tag, Where

GOOD = """\
facets:
  - key: task
    label: Task
    definition: What it solves.
    tags:
      - slug: retrieval
        name: Retrieval
        definition: Finding things.
        phrases: [retrieval, {title: search, unless: [user search]}]
      - slug: video-retrieval
        name: Video retrieval
        definition: Finding videos.
        parent: retrieval
        where: anywhere
        unless: [text only]
        reason: Wanted.
        phrases:
          - =Kino
          - {phrase: video search, where: proposes}
  - key: domain
    definition: Where from.
    tags:
"""


def parse(text):
    problems = Problems()
    return parse_vocabulary(text, "vocabulary.yml", problems), [str(problem) for problem in problems]


def facet(*tags, head="facets:\n  - key: task\n    label: Task\n    definition: D.\n    tags:\n"):
    return head + "".join(f"      - {tag}\n" for tag in tags)


def test_a_vocabulary_is_read_with_its_conditions():
    vocabulary, problems = parse(GOOD)
    assert problems == []
    assert vocabulary.facets == (
        FacetDefinition("task", "Task", "What it solves."),
        FacetDefinition("domain", "Domain", "Where from."),
    )
    assert vocabulary.tags == (
        Tag(
            "retrieval",
            "Retrieval",
            "task",
            "Finding things.",
            (Phrase("retrieval"), Phrase("search", Where.TITLE, ("user search",))),
            origin=Origin("vocabulary.yml", 6),
        ),
        Tag(
            "video-retrieval",
            "Video retrieval",
            "task",
            "Finding videos.",
            (
                Phrase("=Kino", Where.ANYWHERE, ("text only",)),
                Phrase("video search", Where.PROPOSES, ("text only",)),
            ),
            "retrieval",
            "Wanted.",
            Origin("vocabulary.yml", 10),
        ),
    )
    assert [str(phrase) for phrase in vocabulary.tags[1].phrases] == ["Kino", "video search"]


def test_a_vocabulary_knows_its_tree_and_names():
    vocabulary, _ = parse(GOOD)
    assert vocabulary.names == {"retrieval": "Retrieval", "video-retrieval": "Video retrieval"}
    assert vocabulary.ancestors("video-retrieval") == ("retrieval",)
    assert vocabulary.children("retrieval") == ("video-retrieval",)
    assert vocabulary.children("video-retrieval") == ()
    assert [(depth, tag.slug) for depth, tag in vocabulary.walk("task")] == [(0, "retrieval"), (1, "video-retrieval")]
    assert vocabulary.tags_of("domain") == ()
    assert vocabulary.find("VIDEO Retrieval") == "video-retrieval"
    assert vocabulary.find("video") is None
    assert vocabulary.suggestion("retreival") == "; did you mean 'retrieval'?"
    assert vocabulary.suggestion("zzz") == ""


A = "{slug: a, name: A, definition: D., phrases: [alpha]}"
FAULTS = (
    # (name, text, problems, slugs that are left)
    ("empty", "", [], []),
    (
        "not YAML",
        "facets:\n  - key: [\n",
        [
            "vocabulary.yml:3: the vocabulary is not YAML (expected the node content, but found '<stream end>'); no paper "
            "gets a tag; mend it at this line [bad-vocabulary]"
        ],
        [],
    ),
    (
        "not a mapping",
        "- a\n",
        [
            "vocabulary.yml:1: the vocabulary is not a mapping of facets; it is left out; write it as one [bad-vocabulary]"
        ],
        [],
    ),
    (
        "unknown parent",
        facet(A, "{slug: b, name: B, definition: D., phrases: [beta], parent: aa}"),
        ["vocabulary.yml:7: tag 'b' has parent 'aa', which is not in the vocabulary; did you mean 'a'? [unknown-tag]"],
        ["a", "b"],
    ),
    (
        "duplicate slug",
        facet(A, A),
        [
            "vocabulary.yml:7: tag 'a' is also at vocabulary.yml:6; the second is left out; rename one [duplicate-tag]",
        ],
        ["a"],
    ),
    (
        "duplicate phrase in another spelling",
        facet(A, "{slug: b, name: B, definition: D., phrases: [Alphas]}"),
        [
            "vocabulary.yml:7: phrase 'Alphas' of tag 'b' is also of tag 'a' (vocabulary.yml:6); papers get both; take it "
            "from one of them [duplicate-phrase]"
        ],
        ["a", "b"],
    ),
    (
        "no definition, no phrases",
        facet("{slug: a, name: A}"),
        [
            "vocabulary.yml:6: tag 'a' has no definition; its page says nothing; add a sentence [incomplete-tag]",
            "vocabulary.yml:6: tag 'a' has no phrases; it is found on no paper; add them, or 'phrases: []' for a tag that "
            "only records give [incomplete-tag]",
        ],
        ["a"],
    ),
    ("a tag for records only", facet("{slug: a, name: A, definition: D., phrases: []}"), [], ["a"]),
    (
        "circle of parents",
        facet(
            "{slug: a, name: A, definition: D., phrases: [], parent: b}",
            "{slug: b, name: B, definition: D., phrases: [], parent: a}",
        ),
        [
            "vocabulary.yml:6: the parents of tag 'a' -> 'b' -> 'a' go round in a circle; it stands without a parent; take "
            "one parent away [tag-cycle]"
        ],
        ["a", "b"],
    ),
    (
        "its own parent",
        facet("{slug: a, name: A, definition: D., phrases: [], parent: a}"),
        [
            "vocabulary.yml:6: the parents of tag 'a' -> 'a' go round in a circle; it stands without a parent; take one "
            "parent away [tag-cycle]"
        ],
        ["a"],
    ),
    (
        "parent of another facet",
        facet(A) + "  - key: x\n    definition: D.\n    tags:\n"
        "      - {slug: b, name: B, definition: D., phrases: [], parent: a}\n",
        [
            "vocabulary.yml:10: tag 'b' of facet 'x' has parent 'a' of facet 'task'; it stands without a parent; a parent "
            "is of the same facet [bad-vocabulary]"
        ],
        ["a", "b"],
    ),
    (
        "unknown key",
        facet("{slug: a, name: A, definition: D., phrase: [alpha], phrases: []}"),
        [
            "vocabulary.yml:6: a tag of facet 'task' has the key 'phrase'; it is not used; did you mean 'phrases'? "
            "[unknown-key]"
        ],
        ["a"],
    ),
    (
        "slug that cannot be a page",
        facet("{slug: ../x, name: A, definition: D., phrases: []}", A),
        [
            "vocabulary.yml:6: slug '../x' cannot name a page; the tag is left out; use at most 60 of a-z, 0-9 and single "
            "hyphens, and no reserved name [bad-vocabulary]"
        ],
        ["a"],
    ),
    (
        "phrases that are no list, where that is none",
        facet("{slug: a, name: A, definition: D., phrases: alpha, where: here}"),
        [
            "vocabulary.yml:6: phrases is not a list; it is not used; begin each item with '- ' [bad-vocabulary]",
            "vocabulary.yml:6: where 'here' is not one of anywhere, own, proposes, title; 'own' is used; correct it "
            "[bad-vocabulary]",
        ],
        ["a"],
    ),
    (
        "a phrase without a word",
        facet("{slug: a, name: A, definition: D., phrases: ['--', alpha]}"),
        ["vocabulary.yml:6: phrase '--' holds no word; it is not used; take it away [bad-vocabulary]"],
        ["a"],
    ),
    (
        "a tag that is a word, a tag without a slug",
        facet("alpha", "{name: A}"),
        [
            "vocabulary.yml:6: a tag of facet 'task' is not a mapping of slug, name, definition, phrases, parent, where, "
            "unless, reason; it is left out; write it as one [bad-vocabulary]",
            "vocabulary.yml:7: a tag of facet 'task' has no slug; add one [bad-vocabulary]",
        ],
        [],
    ),
    (
        "a facet twice",
        facet(A) + "  - {key: task, definition: D.}\n",
        ["vocabulary.yml:7: facet 'task' stands twice; put its tags in one place [bad-vocabulary]"],
        ["a"],
    ),
)


@pytest.mark.parametrize(("text", "problems", "slugs"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_is_told_with_its_line_and_the_rest_is_read(text, problems, slugs):
    vocabulary, told = parse(text)
    assert told == problems
    assert [tag.slug for tag in vocabulary.tags] == slugs
    assert all(slug not in vocabulary.ancestors(slug) for slug in slugs)
