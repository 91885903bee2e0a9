"""A source has another digest where its paper or anything beside it is another one; each paper is looked at once."""

import pytest
from msgspec import Struct
from msgspec.structs import replace

from litatlas.cards.keys import known_as
from litatlas.explorer import explorer_files
from litatlas.exports import Entries, export_files
from litatlas.library import Library
from litatlas.library.paper_memo import NOT_LISTED, NameMarks, PaperMemo, lists_mark
from litatlas.listed_paper import ListedPaper
from litatlas.machine import sitemap_files
from litatlas.model import Evidence, Paper, PartialDate, Tagging
from litatlas.model import Source as Claimed
from litatlas.problems import Origin
from litatlas.store.stage_cache import StageCache
from small_surveys import numbered_papers, survey_of
from small_surveys import paper as make_paper


class Source(Struct, frozen=True):
    paper: Paper
    names: tuple[str, ...] = ()


class Other(Struct, frozen=True):
    paper: Paper
    names: tuple[str, ...] = ()


class Counting(StageCache):
    """A memo that counts the papers that it is asked to digest."""

    papers = 0

    def digest(self, *values: object) -> bytes:
        self.papers += sum(isinstance(value, Paper) for value in values)
        return super().digest(*values)


def test_sources_have_one_digest_where_they_are_equal_and_only_there(tmp_path):
    one, memo = make_paper("one"), PaperMemo(StageCache(tmp_path, "1"))
    sources = (Source(one), Source(one, ("a",)), Other(one), Source(replace(one, title="Else")), one, "one")
    again = PaperMemo(StageCache(tmp_path, "1"))
    assert [again.digest(source) for source in sources] == [memo.digest(source) for source in sources]
    assert memo.digest(Source(replace(one))) == memo.digest(Source(one))
    assert len({memo.digest(source) for source in sources}) == len(sources)


def test_a_paper_is_digested_once_for_all_that_is_made_of_it(tmp_path):
    one, counting = make_paper("one"), Counting(tmp_path, "1")
    memo = PaperMemo(counting)
    for source in (Source(one), Source(one, ("a",)), Other(one)):
        memo.digest(source)
    assert counting.papers == 1


UNLISTED = {
    "origin": Origin("records/other.yml", 7),
    "abstract": "Other words about other things.",
    "references": ("10.1/elsewhere",),
    "attributes": (("venue-code", "X1"),),
    "note": "Read twice.",
    "sources": (Claimed("other.bib", 3),),
}


def mark_of(survey, memo):
    return lists_mark(survey.library, survey.ledger, memo)


def made_of_lists(survey):
    """Give what is made again only where the mark of the lists is another one."""
    entries = Entries(survey.library, survey.settings)
    return (
        survey.exports,
        [path for path, _, _ in export_files(survey.library, survey.ledger, survey.exports, entries)],
        list(explorer_files(survey)),
        known_as(survey),
        list(sitemap_files(survey, ["papers/paper-1.md"])),
    )


def test_every_field_that_lists_do_not_hang_on_is_tried():
    assert set(UNLISTED) == NOT_LISTED


@pytest.mark.parametrize("field", sorted(UNLISTED))
def test_what_lists_do_not_hang_on_changes_neither_their_mark_nor_what_is_made_of_them(field, tmp_path):
    papers, memo = numbered_papers(4, abstract="Words."), StageCache(tmp_path, "1")
    before = survey_of(papers)
    after = survey_of([papers[0], replace(papers[1], **{field: UNLISTED[field]}), *papers[2:]])
    assert before.library.papers != after.library.papers
    assert mark_of(after, memo) == mark_of(before, memo)
    assert made_of_lists(after) == made_of_lists(before)


def test_for_what_words_a_paper_has_a_tag_is_nothing_to_lists(tmp_path):
    memo = StageCache(tmp_path, "1")
    before, after = (
        survey_of([make_paper("one", tags=(Tagging("image", evidence=(Evidence(words, words, "abstract"),)),))])
        for words in ("image", "images")
    )
    assert mark_of(after, memo) == mark_of(before, memo)
    assert made_of_lists(after) == made_of_lists(before)


LISTED = (
    {"title": "Else"},
    {"abstract": ""},
    {"issued": PartialDate(1999)},
    {"added": "2020-01-02"},
    {"theme": "a-theme"},
    {"tags": (Tagging("image"),)},
)


@pytest.mark.parametrize("edit", LISTED)
def test_what_lists_hang_on_changes_their_mark(edit, tmp_path):
    papers, memo = numbered_papers(4, abstract="Words."), StageCache(tmp_path, "1")
    before, after = survey_of(papers), survey_of([*papers[:3], replace(papers[3], **edit)])
    assert mark_of(after, memo) != mark_of(before, memo)


def test_the_mark_of_lists_is_the_same_where_the_looks_at_papers_are_known(tmp_path):
    survey, memo = survey_of(numbered_papers(4)), StageCache(tmp_path, "1")
    assert mark_of(survey, PaperMemo(memo)) == mark_of(survey, memo)


def test_the_mark_of_lists_is_the_same_once_the_themes_that_a_build_found_are_read_from_the_ledger(tmp_path):
    survey, memo = survey_of(numbered_papers(3)), StageCache(tmp_path, "1")
    library = survey.library
    later = Library(library.papers, {**library.slugs, ("theme", "video"): "video"}, library.names)
    assert lists_mark(later, survey.ledger, memo) == lists_mark(library, survey.ledger, memo)


def test_a_tag_of_another_name_is_told_of_its_papers_and_of_no_others(tmp_path):
    papers, memo = (make_paper("one", tags=(Tagging("image"),)), make_paper("two")), StageCache(tmp_path, "1")
    image, pictures = (NameMarks(Library(papers, {}, {("tag", "image"): name}), memo) for name in ("Image", "Pictures"))
    assert [image.of_tags[paper.id] == pictures.of_tags[paper.id] for paper in papers] == [False, True]


def test_a_listed_paper_shows_nothing_that_lists_do_not_hang_on():
    assert NOT_LISTED.isdisjoint(dir(ListedPaper))
    assert {name for name in dir(ListedPaper) if name[0] != "_"} < set(dir(Paper))
