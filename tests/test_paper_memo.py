"""A source has another digest where its paper or anything beside it is another one; each paper is looked at once."""

from dataclasses import dataclass, replace

from litatlas.library.paper_memo import PaperMemo
from litatlas.model import Paper
from litatlas.store.stage_cache import StageCache
from small_surveys import paper as make_paper


@dataclass(frozen=True, slots=True)
class Source:
    paper: Paper
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
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
