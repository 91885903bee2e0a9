from msgspec.structs import replace

from litatlas.model import Paper, Tagging
from litatlas.problems import Origin, Problems
from litatlas.tagging.suggesting import PhraseSuggestion, Suggestions, TagCount, TagPair, suggest
from litatlas.vocabulary import parse_vocabulary

VOCABULARY = parse_vocabulary(
    """\
facets:
  - key: task
    definition: D.
    tags:
      - {slug: video, name: Video, definition: D., phrases: [video]}
      - {slug: video-qa, name: Video QA, definition: D., phrases: [], parent: video}
      - {slug: audio, name: Audio, definition: D., phrases: [audio]}
      - {slug: audios, name: Audios, definition: D., phrases: []}
      - {slug: rare, name: Kept, definition: D., phrases: [], reason: Wanted.}
""",
    "vocabulary.yml",
    Problems(),
)


def papers(*contents):
    """(abstract, tags) pairs -> papers p0, p1, ..."""
    return [
        Paper(f"p{number}", "k", "", Origin(), abstract=text, tags=tuple(map(Tagging, tags)))
        for number, (text, tags) in enumerate(contents)
    ]


def test_frequent_phrases_without_a_tag_are_suggested_longest_first():
    texts = [
        "The state space model is new.",
        "A state-space model of video.",
        "State space models, again.",
        "Other words.",
    ]
    assert suggest(papers(*((text, ()) for text in texts)), VOCABULARY, least=3).phrases == (
        PhraseSuggestion("state space", 3, 4.75, ("p0", "p1")),
    )


def test_what_stands_only_inside_a_longer_phrase_is_not_suggested():
    found = suggest(papers(*(("A diffusion transformer decoder.", ()) for _ in range(4))), VOCABULARY).phrases
    assert [(item.phrase, item.papers) for item in found] == [("diffusion transformer decoder", 4)]


def test_phrases_of_the_vocabulary_are_not_suggested():
    assert suggest(papers(*(("Videos with audio.", ()) for _ in range(4))), VOCABULARY).phrases == ()


def test_tags_on_the_same_papers_and_tags_of_nearly_one_name_are_told_but_not_parent_and_child():
    tagged = papers(*[("", ("video", "video-qa", "audio"))] * 2, ("", ("video",)))
    assert suggest(tagged, VOCABULARY).near_duplicates == (
        TagPair("video-qa", "audio", 2, 1.0, "papers"),
        TagPair("video", "audio", 2, 0.67, "papers"),
        TagPair("audio", "audios", 0, 0.0, "names"),
    )


def test_rare_and_noisy_tags_are_told_unless_a_reason_is_given():
    tagged = papers(("", ("video",)), ("", ("video",)), ("", ("video", "audio")))
    found = suggest(tagged, VOCABULARY)
    assert found.rare == (TagCount("video-qa", 0), TagCount("audio", 1), TagCount("audios", 0))
    assert found.noisy == (TagCount("video", 3),)


def test_suggestions_do_not_depend_on_the_order_of_the_papers():
    tagged = papers(*((f"Neural fields and hash grids {n}.", ("video",)) for n in range(6)))
    assert suggest(reversed(tagged), VOCABULARY) == suggest(tagged, VOCABULARY)


def test_an_empty_survey_has_only_rare_tags():
    empty = replace(VOCABULARY, tags=())
    assert suggest([], empty) == Suggestions()
