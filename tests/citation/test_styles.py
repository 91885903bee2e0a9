"""Formatted references are those of the manuals of style, whatever a record holds, cached or not, by any workers."""

import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace

from litatlas.citation import csl_processor
from litatlas.citation import styles as styles_module
from litatlas.citation.context import ExportContext
from litatlas.citation.csl_input import shown_variables
from litatlas.citation.csl_json import csl_item
from litatlas.citation.csl_marks import Piece, mend, pieces
from litatlas.citation.csl_processor import inspect_style
from litatlas.citation.csl_style import StyleError
from litatlas.citation.references import NOT_SHOWN, cite_papers
from litatlas.citation.styles import BUILT_IN, Style, begin_formatting, choose_styles
from litatlas.citation.versions import kinds_of
from litatlas.identity.permalink import Ledger
from litatlas.incremental import memo as memo_module
from litatlas.incremental.memo import NOTHING, Stage
from litatlas.intake.admission import admit
from litatlas.model import Paper, Source, Tagging
from litatlas.pages.cite import reference_spans
from litatlas.pages.inline import to_markdown
from litatlas.problems import Origin, Problems
from litatlas.processes.parallel import Pool, processes
from litatlas.readers import read
from litatlas.resources import templates_folder
from litatlas.settings import CitationSettings, Settings
from litatlas.store.digests import digest
from litatlas.store.stage_cache import STAGES, StageCache
from surveys import REPOSITORY

CSL = {file.stem: file.read_bytes() for file in sorted((templates_folder() / "styles").glob("*.csl"))}
STYLES = {name: Style(name, label, CSL[name]) for name, label in BUILT_IN.items()}
IDS = ("chef", "mmicl", "omnicorpus", "snare", "visually-grounded-sentence-representations", "wit")


def papers_of(ids: Iterable[str]) -> tuple[Paper, ...]:
    problems = Problems()
    records = [
        record
        for id in ids
        for record in read(f"records/{id}.yml", (REPOSITORY / "records" / f"{id}.yml").read_bytes(), problems)
    ]
    return admit(records, Ledger(()), problems).papers


@pytest.fixture(scope="module")
def references() -> Mapping[tuple[str, str], str]:
    """Six papers of the flagship in the five styles, by id and style, emphasis between asterisks."""
    problems = Problems()
    cited = cite_papers(papers_of(IDS), Settings("Survey"), list(STYLES.values()), problems)
    assert list(problems) == []
    return {(id, one.style): written(one.pieces) for id, citations in cited.items() for one in citations.cited}


def written(reference: Iterable[Piece]) -> str:
    return "".join(f"*{piece.text}*" if piece.kind == "em" else piece.text for piece in reference)


CHEF = "ChEF: A Comprehensive Evaluation Framework for Standardized Assessment of Multimodal Large Language Models"
MMICL = "MMICL: Empowering Vision-language Model with Multi-Modal In-Context Learning"
OMNI = "OmniCorpus: A Unified Multimodal Corpus of 10 Billion-Level Images Interleaved with Text"
SNARE = "Can Linguistic Knowledge Improve Multimodal Alignment in Vision-Language Pretraining?"
GROUNDED = "Learning semantic sentence representations from visually grounded language without lexical knowledge"
GROUNDED_CAPITALS = (
    "Learning Semantic Sentence Representations from Visually Grounded Language Without Lexical Knowledge"
)
WIT = "WIT: Wikipedia-based Image Text Dataset for Multimodal Multilingual Machine Learning"
ICLR = "*International Conference on Learning Representations*"
SIGIR = "*International ACM SIGIR Conference on Research and Development in Information Retrieval*"
TOMM = "*ACM Transactions on Multimedia Computing, Communications, and Applications*"
OMNI_ALL = (
    "Qingyun Li, Zhe Chen, Weiyun Wang, Wenhai Wang, Shenglong Ye, Zhenjiang Jin, Guanzhou Chen, Yinan He,"
    " Zhangwei Gao, Erfei Cui, Jiashuo Yu, Hao Tian, Jiasheng Zhou, Chao Xu, Bin Wang, Xingjian Wei, Wei Li,"
    " Wenjian Zhang, Bo Zhang,"
    " Pinlong Cai, Licheng Wen, Xiangchao Yan, Zhenxiang Li, Pei Chu, Yi Wang, Min Dou, Changyao Tian, Xizhou Zhu,"
    " Lewei Lu, Yushi Chen, Junjun He, Zhongying Tu, Tong Lu, Yali Wang, Limin Wang, Dahua Lin, Yu Qiao, Botian Shi,"
    " Conghui He, and Jifeng Dai"
)

MANUALS = (
    # (paper, style, reference): read against APA 7 (9.8, 10.1, 10.5), the IEEE Reference Guide (II.B, II.C, II.K),
    # the ACM Reference Format, Chicago 18 (13.106, 14.8, 14.67) and MLA 9 (5.6, 5.40, 5.84). What differs from them
    # is what the guide lists (docs/guide/site.md, "How to cite").
    ("chef", "apa", "Shi, Z., Wang, Z., Fan, H., Yin, Z., Sheng, L., Qiao, Y., & Shao, J. (2023). "
        f"*{CHEF}* (arXiv:2311.02692). arXiv. https://arxiv.org/abs/2311.02692"),
    ("chef", "ieee", f"Z. Shi *et al.*, “{CHEF},” Nov. 2023, arXiv:2311.02692. "
        "[Online]. Available: https://arxiv.org/abs/2311.02692"),
    ("chef", "acm", "Zhelun Shi, Zhipin Wang, Hongxing Fan, Zhenfei Yin, Lu Sheng, Yu Qiao, and Jing Shao. 2023. "
        f"{CHEF}. Retrieved from https://arxiv.org/abs/2311.02692"),
    ("chef", "chicago", f"Shi, Zhelun, Zhipin Wang, Hongxing Fan, et al. 2023. “{CHEF}.” arXiv:2311.02692. "
        "Preprint, arXiv, November. https://arxiv.org/abs/2311.02692."),
    ("chef", "mla", f"Shi, Zhelun, et al. “{CHEF}.” arXiv:2311.02692, arXiv, Nov. 2023, "
        "https://arxiv.org/abs/2311.02692."),
    ("mmicl", "apa", "Zhao, H., Cai, Z., Si, S., Ma, X., An, K., Chen, L., Liu, Z., Wang, S., Han, W., & Chang, B. "
        f"(2024). {MMICL}. {ICLR}. https://openreview.net/forum?id=5KojubHBr8"),
    ("mmicl", "ieee", f"H. Zhao *et al.*, “{MMICL},” in {ICLR}, 2024. "
        "[Online]. Available: https://openreview.net/forum?id=5KojubHBr8"),
    ("mmicl", "acm", "Haozhe Zhao, Zefan Cai, Shuzheng Si, Xiaojian Ma, Kaikai An, Liang Chen, Zixuan Liu, Sheng Wang, "
        f"Wenjuan Han, and Baobao Chang. 2024. {MMICL}. In {ICLR}, 2024. "
        "Retrieved from https://openreview.net/forum?id=5KojubHBr8"),
    ("mmicl", "chicago", f"Zhao, Haozhe, Zefan Cai, Shuzheng Si, et al. 2024. “{MMICL}.” {ICLR}. "
        "https://openreview.net/forum?id=5KojubHBr8."),
    ("mmicl", "mla", f"Zhao, Haozhe, et al. “{MMICL}.” {ICLR}, 2024, https://openreview.net/forum?id=5KojubHBr8."),
    ("omnicorpus", "apa", "Li, Q., Chen, Z., Wang, W., Wang, W., Ye, S., Jin, Z., Chen, G., He, Y., Gao, Z., Cui, E., "
        "Yu, J., Tian, H., Zhou, J., Xu, C., Wang, B., Wei, X., Li, W., Zhang, W., Zhang, B., … Dai, J. (2025). "
        f"{OMNI}. {ICLR}. https://openreview.net/forum?id=kwqhn2VuG4"),
    ("omnicorpus", "ieee", f"Q. Li *et al.*, “{OMNI},” in {ICLR}, 2025. "
        "[Online]. Available: https://openreview.net/forum?id=kwqhn2VuG4"),
    ("omnicorpus", "acm", f"{OMNI_ALL}. 2025. {OMNI}. In {ICLR}, 2025. "
        "Retrieved from https://openreview.net/forum?id=kwqhn2VuG4"),
    ("omnicorpus", "chicago", f"Li, Qingyun, Zhe Chen, Weiyun Wang, et al. 2025. “{OMNI}.” {ICLR}. "
        "https://openreview.net/forum?id=kwqhn2VuG4."),
    ("omnicorpus", "mla", f"Li, Qingyun, et al. “{OMNI}.” {ICLR}, 2025, https://openreview.net/forum?id=kwqhn2VuG4."),
    ("snare", "apa", f"Wang, F., Ding, L., Rao, J., Liu, Y., Shen, L., & Ding, C. (2024). {SNARE} {TOMM}, *20*(12). "
        "https://doi.org/10.1145/3690640"),
    ("snare", "ieee", f"F. Wang, L. Ding, J. Rao, Y. Liu, L. Shen, and C. Ding, “{SNARE},” {TOMM}, vol. 20, no. 12, "
        "2024, doi: 10.1145/3690640."),
    ("snare", "acm", f"Fei Wang, Liang Ding, Jun Rao, Ye Liu, Li Shen, and Changxing Ding. 2024. {SNARE} {TOMM} 20, 12 "
        "(2024). https://doi.org/10.1145/3690640"),
    ("snare", "chicago", "Wang, Fei, Liang Ding, Jun Rao, Ye Liu, Li Shen, and Changxing Ding. 2024. "
        f"“{SNARE}” {TOMM} 20 (12). https://doi.org/10.1145/3690640."),
    ("snare", "mla", f"Wang, Fei, et al. “{SNARE}” {TOMM}, vol. 20, no. 12, 2024, https://doi.org/10.1145/3690640."),
    ("visually-grounded-sentence-representations", "apa", f"Merkx, D., & Frank, S. L. (2019). {GROUNDED}. "
        "*Natural Language Engineering*, *25*, 451–466. https://doi.org/10.1017/s1351324919000196"),
    ("visually-grounded-sentence-representations", "ieee", f"D. Merkx and S. L. Frank, “{GROUNDED},” "
        "*Natural Language Engineering*, vol. 25, pp. 451–466, 2019, doi: 10.1017/s1351324919000196."),
    ("visually-grounded-sentence-representations", "acm", f"Danny Merkx and Stefan L. Frank. 2019. {GROUNDED}. "
        "*Natural Language Engineering* 25, (2019), 451–466. https://doi.org/10.1017/s1351324919000196"),
    ("visually-grounded-sentence-representations", "chicago", "Merkx, Danny, and Stefan L. Frank. 2019. "
        f"“{GROUNDED_CAPITALS}.” *Natural Language Engineering* 25: 451–66. https://doi.org/10.1017/s1351324919000196."),
    ("visually-grounded-sentence-representations", "mla", f"Merkx, Danny, and Stefan L. Frank. “{GROUNDED_CAPITALS}.” "
        "*Natural Language Engineering*, vol. 25, 2019, pp. 451–66, https://doi.org/10.1017/s1351324919000196."),
    ("wit", "apa", f"Srinivasan, K., Raman, K., Chen, J., Bendersky, M., & Najork, M. (2021). {WIT}. {SIGIR}. "
        "https://doi.org/10.1145/3404835.3463257"),
    ("wit", "ieee", f"K. Srinivasan, K. Raman, J. Chen, M. Bendersky, and M. Najork, “{WIT},” in {SIGIR}, 2021. "
        "doi: 10.1145/3404835.3463257."),
    ("wit", "acm", "Krishna Srinivasan, Karthik Raman, Jiecao Chen, Michael Bendersky, and Marc Najork. 2021. "
        f"{WIT}. In {SIGIR}, 2021. https://doi.org/10.1145/3404835.3463257"),
    ("wit", "chicago", "Srinivasan, Krishna, Karthik Raman, Jiecao Chen, Michael Bendersky, and Marc Najork. 2021. "
        f"“{WIT}.” {SIGIR}. https://doi.org/10.1145/3404835.3463257."),
    ("wit", "mla", f"Srinivasan, Krishna, et al. “{WIT}.” {SIGIR}, 2021, https://doi.org/10.1145/3404835.3463257."),
)  # fmt: skip


@pytest.mark.parametrize(("id", "style", "reference"), MANUALS)
def test_a_reference_is_that_of_the_manual(references, id, style, reference):
    assert references[id, style] == reference


def test_every_paper_is_tried_in_every_style():
    assert sorted((id, style) for id, style, _ in MANUALS) == sorted((id, style) for id in IDS for style in BUILT_IN)


def one(style: str, **item: object) -> str:
    """Format one item, and fail on any problem."""
    problems = Problems()
    whole = {"id": "x", "type": "article-journal", "title": "A title", "issued": {"date-parts": [[2024]]}} | item
    found = format_references([("x", whole)], [STYLES[style]], problems)
    assert list(problems) == []
    return written(found["x"][0].pieces)


def people(*names: str) -> list[dict[str, str]]:
    return [dict(zip(("family", "given"), name.split(", "), strict=True)) for name in names]


ODD = (
    # (style, variables, how the reference begins)
    ("apa", {"author": [{"literal": "GPT-4 Team"}]}, "GPT-4 Team. (2024). *A title*."),
    ("apa", {"author": people("Lovelace, danah")}, "danah Lovelace. (2024)."),
    ("apa", {"author": people("王, 小明")}, "王小明. (2024)."),
    ("ieee", {"author": people("김, 철수", "Doe, Jane")}, "김철수 and J. Doe, “A title,”"),
    ("apa", {"author": [{"family": "Camões", "given": "Luís de"}]}, "Camões, L. de. (2024)."),
    ("apa", {"author": [{"family": "Berg", "given": "Anna", "non-dropping-particle": "van der"}]}, "van der Berg, A."),
    ("apa", {"author": [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}]}, "King, M. L., Jr. (2024)."),
    ("apa", {"author": people("Yin, Xu-Cheng")}, "Yin, X.-C. (2024)."),
    ("apa", {"author": [*people("Li, Xin"), {"literal": "others"}]}, "Li, X., et al. (2024)."),
    ("ieee", {"author": [*people("Li, Xin"), {"literal": "others"}]}, "X. Li et al., “A title,”"),
    ("ieee", {"author": [*people("Li, Xin", "Bo, Yan"), {"literal": "others"}]}, "X. Li, Y. Bo, et al., “A title,”"),
    ("chicago", {"author": [*people("Li, Xin", "Bo, Yan"), {"literal": "others"}]}, "Li, Xin, Yan Bo, et al. 2024."),
    ("acm", {"author": [*people("Li, Xin"), {"literal": "others"}]}, "Xin Li et al. 2024. A title."),
    ("mla", {"title": 'The "why" of it', "container-title": "Nature"}, "“The ‘why’ of It.” *Nature*, 2024."),
    ("mla", {"title": "Say “no”", "container-title": "Nature"}, "“Say ‘no.’” *Nature*, 2024."),
    (
        "mla",
        {"title": "die Ästhetik der bilder", "language": "de", "volume": "1", "container-title": "Bild"},
        "“die Ästhetik der bilder.” *Bild*,",
    ),
    ("mla", {"title": "seeing the light", "language": "en-GB", "container-title": "Nature"}, "“Seeing the Light.”"),
    ("apa", {"title": "Is it so?"}, "*Is it so?* (2024)."),
    ("apa", {"title": "Trailing stop.", "container-title": "eLife"}, "Trailing stop. (2024). *eLife*."),
    ("chicago", {"title": "The title", "container-title": "Nature"}, "“The Title.” 2024. *Nature*."),
    ("ieee", {"title": "What now?", "container-title": "Nature"}, "“What now?,” *Nature*, 2024."),
)


@pytest.mark.parametrize(("style", "variables", "start"), ODD)
def test_an_odd_record_is_cited_as_people_would(style, variables, start):
    assert one(style, **variables).startswith(start)


HOSTILE = (
    "<script>alert(1)</script> & <i>x</i>",
    '<span class="nocase">x</span> </span> "q"',
    "\x01 not ours \x02 \x10 \x00 \u202eevil",
    "*a* _b_ `c` [d](javascript:e) {.f} ~~g~~ ==h== :i:",
    "$\\href{javascript:x}{y}$ and $5 or $6",
    "--8<-- \"secret.md\"\n\n# head\n- item\n<!-- x",
    "“unpaired ” quotes ” “",
    "",
    "?", ".", "$", "“",
)  # fmt: skip


@pytest.mark.parametrize("style", BUILT_IN)
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_record_holds_becomes_markup(style, text):
    item = {
        "type": "article-journal",
        "title": text,
        "container-title": text,
        "publisher": text,
        "number": text,
        "author": [{"family": text, "given": text}, {"literal": text}],
        "URL": "https://example.org/<b>",
    }
    found = format_references([("x", item)], [STYLES[style]], Problems())
    for reference in found["x"]:
        assert {piece.kind for piece in reference.pieces} <= {"text", "em", "strong", "sup", "sub", "caps"}
        markdown = to_markdown(reference_spans(reference.pieces), "papers/x.md")
        tags = markdown.replace('<span class="la-math">', "").replace("<code>", "")
        assert "\n" not in markdown
        assert not re.search(r"(?<!\\)\]\(javascript", markdown)
        assert not any(bad in tags for bad in ("<s", "<i", "<!", "--8<", "\x01", "\x10", "\u202e"))


def test_only_emphasis_of_the_style_is_emphasis():
    assert one("apa", title="<i>x</i>", **{"container-title": "<b>J</b>"}) == "<i>x</i>. (2024). *<b>J</b>*."


MENDS = (
    # (as composed, American, mended)
    ("“Title”, in \x01J\x02", True, "“Title,” in \x01J\x02"),
    ("“Title”, in \x01J\x02", False, "“Title”, in \x01J\x02"),
    ("“What?”. Next", True, "“What?” Next"),
    ("“What?”, next", True, "“What?,” next"),
    ("\x01What?\x02. Next", False, "\x01What?\x02 Next"),
    ("In X, 2025. . Retrieved", False, "In X, 2025. Retrieved"),
    ("Wait... what", False, "Wait... what"),
    ("Wait....", False, "Wait...."),
    ("a “b “c” d” e", False, "a “b ‘c’ d” e"),
    ("a ” b “", False, "a ” b “"),
    ("\x01arXiv\x02: arXiv:1", False, "arXiv:1"),
    ("students’, and", True, "students’, and"),
)


@pytest.mark.parametrize(("composed", "american", "mended"), MENDS)
def test_punctuation_is_mended(composed, american, mended):
    assert mend(composed, (), american) == mended


def test_marks_that_do_not_pair_give_text():
    assert pieces("\x02a\x01b\x03c\x04d") == (
        Piece("text", "a"), Piece("em", "b"), Piece("strong", "c"), Piece("em", "d"),
    )  # fmt: skip


class Memory(dict[bytes, Any]):
    """A memo of one stage, that of the references."""

    put = dict.__setitem__
    has = dict.__contains__

    def digest(self, *values: object) -> bytes:
        return digest(*values)

    def stage(self, name: str, /, *, apart: bool = False) -> Stage:
        return self if name in {"references", "references-other"} else NOTHING.stage(name)

    def use(self, _keys: Iterable[bytes], /) -> None:
        """Keep everything."""

    def rest(self) -> None:
        pass


def format_references(items, styles, problems, language="en", memo=NOTHING):
    named = ((name, memo.digest(tuple(shown_variables(item).items())), partial(dict, item)) for name, item in items)
    references = begin_formatting(named, styles, language, memo)
    references.tell(problems)
    return dict(references)


class Refusing:
    """Workers that must not be asked."""

    def map(self, function, arguments, /):
        raise AssertionError("something is formatted by workers")

    start = map


PAPERS = papers_of(IDS)


def all_styles(papers, **more):
    problems = Problems()
    found = cite_papers(papers, Settings("Survey"), list(STYLES.values()), problems, **more)
    assert list(problems) == []
    return found


def test_what_was_formatted_is_not_formatted_again_and_is_the_same(monkeypatch):
    memo = Memory()
    first = all_styles(PAPERS, memo=memo)
    monkeypatch.setattr(csl_processor, "format_items", None)
    before = dict(memo)
    assert all_styles(PAPERS, memo=memo) == first
    assert memo == before


def test_what_was_lost_is_formatted_once_more_even_where_nobody_asks_for_it(tmp_path):
    memo = StageCache(tmp_path, "program")
    all_styles(PAPERS, memo=memo)
    memo.save()
    kept = {file: file.read_bytes() for file in (tmp_path / STAGES / "references").iterdir()}
    for file in kept:
        file.unlink()
    again = StageCache(tmp_path, "program")
    all_styles(PAPERS, memo=again)
    again.save()
    assert {file: file.read_bytes() for file in (tmp_path / STAGES / "references").iterdir()} == kept


def test_a_style_is_inspected_once(monkeypatch, tmp_path):
    memo = StageCache(tmp_path, "program")
    available = {"zoo": CSL["mla"], "odd": b"<html/>"}
    settings, problems, again = Settings("Survey"), Problems(), Problems()
    found = choose_styles(settings, available, problems, memo)
    monkeypatch.setattr(csl_processor, "inspect_style", None)
    assert choose_styles(settings, available, again, memo) == found
    assert list(again) == list(problems)


BOOK = {"type": "book", "title": "T", "author": [{"family": "Li", "given": "Xin"}]}
OTHER_REFERENCES = (
    # (item, styles, language): each shows, or may show, something else
    (BOOK, [STYLES["acm"]], "en"),
    (BOOK, [STYLES["acm"]], "de"),
    (BOOK, [Style("acm", "ACM", CSL["acm"] + b" ")], "en"),
    (BOOK, [STYLES["acm"], STYLES["mla"]], "en"),
    (BOOK, [STYLES["mla"], STYLES["acm"]], "en"),
    *((BOOK | change, [STYLES["acm"]], "en") for change in (
        {"type": "chapter"}, {"title": "U"}, {"author": [{"family": "Li", "given": "Xin", "suffix": "Jr."}]},
        {"issued": {"date-parts": [[2024]]}}, {"language": "de"}, {"volume": "1"}, {"DOI": "10.1/x"},
    )),
)  # fmt: skip


def test_a_reference_is_remembered_for_the_same_item_styles_and_language_only():
    memo = Memory()
    for count, (item, styles, language) in enumerate(OTHER_REFERENCES, start=1):
        format_references([("x", item)], styles, Problems(), language, memo)
        assert len(memo) == count


UNSHOWN: dict[str, Any] = {
    "id": "other", "citation_key": "other2024", "origin": Origin("other.bib", 9), "abstract": "New.", "theme": "t",
    "curated_tags": ("a",), "tags": (Tagging("a"),), "keywords": ("cs.XY", "k"), "attributes": (("a", "b"),),
    "references": ("doi:10.1/x",), "added": "2024-05-06", "note": "Found.", "sources": (Source("other.bib"),),
}  # fmt: skip


def test_what_no_reference_shows_makes_no_new_reference():
    assert UNSHOWN.keys() == NOT_SHOWN
    for paper in PAPERS:
        for kind in kinds_of(paper):
            context = ExportContext(Settings("Survey"), prefer=kind)
            shown = [shown_variables(csl_item(each, context)) for each in (paper, replace(paper, **UNSHOWN))]
            assert shown[0] == shown[1]
    memo = Memory()
    all_styles(PAPERS[:1], memo=memo)
    before = dict(memo)
    all_styles([replace(PAPERS[0], **UNSHOWN)], memo=memo)
    assert memo == before


@pytest.mark.parametrize("count", [1, 4])
def test_any_number_of_workers_gives_the_same(monkeypatch, count):
    monkeypatch.setattr(memo_module, "BATCH", 2)
    alone, shared = Memory(), Memory()
    expected = all_styles(PAPERS, memo=alone)
    with processes(count) as workers:
        assert all_styles(tuple(reversed(PAPERS)), memo=shared, workers=workers) == expected
    assert shared == alone


def test_a_few_references_start_no_workers():
    assert all_styles(PAPERS[:1], workers=Refusing())


def test_threads_will_do_as_workers(monkeypatch):
    monkeypatch.setattr(memo_module, "BATCH", 2)
    with Pool(lambda _: ThreadPoolExecutor(1), 2) as workers:
        assert all_styles(PAPERS, workers=workers) == all_styles(PAPERS)


STYLE = '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info>{}</info>{}</style>'
BAD_STYLES = (
    # (the file, what is said of it)
    (b"not xml", "is not XML from line 1 on"),
    (b"<html/>", "is not a CSL style"),
    (STYLE.format("", "").encode(), "has no bibliography"),
    (STYLE.format('<link rel="independent-parent" href="http://x.org/styles/nature"/>', "").encode(),
        "only points to another style, 'nature'"),
)  # fmt: skip


@pytest.mark.parametrize(("csl", "said"), BAD_STYLES)
def test_a_style_that_cannot_be_used_says_why(csl, said):
    with pytest.raises(StyleError) as caught:
        inspect_style(csl)
    assert str(caught.value) == said


def chosen(names: tuple[str, ...] | None, available: Mapping[str, bytes]) -> tuple[list[str], list[str]]:
    problems = Problems()
    found = choose_styles(Settings("Survey", citation=CitationSettings(names)), available, problems)
    return [style.label for style in found], [str(problem) for problem in problems]


def test_our_styles_come_first_then_a_persons_own_by_name():
    own = {"zoo": CSL["mla"], "acta": CSL["acm"]}
    labels = ["APA", "IEEE", "ACM", "Chicago", "MLA", "ACM", "Modern Language Association (in-text citations)"]
    assert chosen(None, own | CSL) == (labels, [])


def test_the_settings_choose_styles_and_their_order():
    assert chosen(("mla", "apa", "mla"), CSL) == (["MLA", "APA"], [])
    assert chosen((), CSL) == ([], [])


def test_a_style_that_is_not_there_is_told_with_the_way_out():
    assert chosen(("aap", "zoology"), CSL) == (
        [],
        [
            "survey.yml: citation.styles: there is no style 'aap'; pages go without it;"
            " did you mean 'apa'? [bad-style]",
            "survey.yml: citation.styles: there is no style 'zoology'; pages go without it;"
            " put styles/zoology.csl into the survey [bad-style]",
        ],
    )


def test_a_file_that_is_no_style_is_told():
    assert chosen(None, {"odd": b"<html/>"}) == (
        [],
        ["styles/odd.csl: is not a CSL style; pages go without it; put an independent CSL style there [bad-style]"],
    )


def test_a_style_that_fails_on_a_paper_leaves_the_other_styles():
    odd = STYLE.format("<title>Odd</title>", '<bibliography><layout><text macro="none"/></layout></bibliography>')
    problems = Problems()
    item = {"type": "book", "title": "T"}
    found = format_references([("x", item)], [Style("odd", "Odd", odd.encode()), STYLES["acm"]], problems)
    assert [reference.label for reference in found["x"]] == ["ACM"]
    assert [str(problem) for problem in problems] == [
        "styles/odd.csl: x: style 'Odd' gave no reference; the page goes without it; use another [no-reference]"
    ]


def test_of_references_that_stay_nobody_looks_again_which_are_empty(tmp_path, monkeypatch):
    odd = STYLE.format("<title>Odd</title>", '<bibliography><layout><text macro="none"/></layout></bibliography>')
    styles = [Style("odd", "Odd", odd.encode()), STYLES["acm"]]
    items = [(name, {"type": "book", "title": name.upper()}) for name in "abcd"]
    looked = []

    def noted(texts):
        looked.append(len(texts))
        return without_text(texts)

    without_text = styles_module._without_text
    monkeypatch.setattr(styles_module, "_without_text", noted)
    told = []
    for some in (items[:2], items[1:], items[1:]):
        memo, problems = StageCache(tmp_path, "program"), Problems()
        format_references(some, styles, problems, memo=memo)
        memo.save()
        told.append([problem.subject for problem in problems])
    assert told == [["a", "b"], ["b", "c", "d"], ["b", "c", "d"]]
    assert len(looked) == 2 + 2
