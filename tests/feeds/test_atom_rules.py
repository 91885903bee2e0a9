"""The validator of the tests sees what is wrong: each breach of RFC 4287 that it is there to find."""

import pytest

from atom_rules import breaches
from litatlas.feeds import feed_files
from small_surveys import paper, survey_of

GOOD = {path: text for path, _, text in feed_files(survey_of([paper("a", added="2024-05-06")]))}["feed.xml"]

BROKEN = (
    # (what is replaced, by what, what the validator says)
    ("<id>https://survey.example/p/feed.xml</id>\n", "", "feed: 0 of id"),
    ("<title>On a</title>", "", "https://survey.example/p/papers/a/: 0 of title"),
    ("<title>On a</title>", "<title><b>On a</b></title>", "https://survey.example/p/papers/a/: title ''"),
    ("2024-05-06T00:00:00Z</published>", "2024-05-06</published>", "papers/a/: published '2024-05-06'"),
    ("2024-05-06T00:00:00Z</published>", "2024-05-32T00:00:00Z</published>", "published '2024-05-32T00:00:00Z'"),
    ('href="https://survey.example/p/"', 'href="/p/"', "feed: link '/p/'"),
    ("<author><name>Ann Smith</name></author>", "<author><name/></author>", "author without one name"),
    ('rel="self"', 'rel="via"', "feed: not one link to itself"),
    ("</feed>", "<script/></feed>", "feed: unknown element script"),
    ("<updated>2024-05-06", "<updated>2023-05-06", "feed: older than its newest entry"),
)


def test_a_good_feed_has_no_breach():
    assert breaches(GOOD) == []


@pytest.mark.parametrize(("old", "new", "said"), BROKEN)
def test_a_breach_is_named(old, new, said):
    assert old in GOOD
    assert [found for found in breaches(GOOD.replace(old, new, 1)) if said in found]


def test_an_entry_that_stands_twice_is_named():
    entry = GOOD[GOOD.index("<entry>") : GOOD.index("</feed>")]
    assert breaches(GOOD.replace("</feed>", f"{entry}</feed>")) == ["https://survey.example/p/papers/a/: stands twice"]
