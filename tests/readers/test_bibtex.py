"""BibTeX and biblatex as people and programs write them."""
# the cases stand as they are

import pytest

from litatlas.model import Author, Link, Rel, Venue, VenueKind
from litatlas.problems import Problems
from litatlas.readers import read

HARD = r"""% exported by hand
@comment{jabref-meta: databaseType:bibtex;}
@Comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 StaticGroup:x\;0\;1\;\;\;\;;
}
@string{jmlr = {Journal of Machine Learning Research}}
@STRING(iclr = "Int. Conf. on " # {Learning Representations})
@preamble{"\newcommand{\noop}[1]{}"}

@article{muller2020,
  title = {The {BERT} of {\'E}t\'{e}},
  author = {M{\"u}ller, J{\"o}rg and {{Open AI Group}} and van der Berg, Jan and others},
  journal = jmlr # { (Suppl.)}, year = 2020, month = jan # "~5", pages = {1--10},
}

@article{broken1,
  title = {Unclosed {brace,
  author = {A B},
  year = 2001
}

@inproceedings(paren,
  title = "A (paren) title with {"}quotes{"}",
  author = "A. B. Cee and D. Eff",
  booktitle = iclr, year = "2021", month = feb)

@inproceedings{child, crossref = {proc}, title = {Child}, author={Xu Yi}, pages={5-6}}
@proceedings{proc, title = {Proceedings of Foo}, year = 1999, publisher={ACM}}
@article{broken2 title = {No comma}, year = 2002}
@article{nocomma, title = {Forgotten} author = {Zed Zee}, year=2005}
@online{online1, title={On}, subtitle={Line}, date={2024-05-06}, eprint={2405.12345v2}, eprinttype={arxiv}}
@article{muller2020, title={Duplicate key}, year=2001}
@article{twice, title={First}, title={Second}, year=2001}
@misc{mail, note={me@foo.com and @article inside}, title={At}}
Some text, foo@bar.com
@article{last, title={Last}, year=2011}
"""

MESSAGES = [
    "hard.bib:17: the entry '@article{broken1,' cannot be read (Unexpected block start: `@inproceedings`. Was still "
    "looking for field-value closing `}`); it was left out; mend its braces and commas [broken-entry]",
    "hard.bib:30: the entry '@article{broken2 title =' cannot be read (Expected comma after entry key, but found =); "
    "it was left out; mend its braces and commas [broken-entry]",
    "hard.bib:33: muller2020: the key 'muller2020' is also that of line 11; both entries are read; rename one "
    "[duplicate-key]",
    "hard.bib:34: twice: field 'title' stands twice; the first was used; remove one [bad-field]",
]


def read_bib(text, name="hard.bib"):
    problems = Problems()
    return read(name, text.encode(), problems), [str(problem) for problem in problems]


def only(text):
    records, problems = read_bib(text)
    assert problems == []
    assert len(records) == 1
    return records[0]


def test_a_hard_file_is_read_to_its_end():
    records, problems = read_bib(HARD)
    assert [(record.key, record.title) for record in records] == [
        ("muller2020", "The BERT of Été"),
        ("paren", 'A (paren) title with "quotes"'),
        ("child", "Child"),
        ("nocomma", "Forgotten"),
        ("online1", "On: Line"),
        ("muller2020", "Duplicate key"),
        ("twice", "First"),
        ("mail", "At"),
        ("last", "Last"),
    ]
    assert problems == MESSAGES


def test_the_line_of_an_entry_is_that_of_its_at_sign():
    records, _ = read_bib(HARD)
    lines = HARD.split("\n")
    assert all(lines[record.origin.line - 1].startswith("@") for record in records)


def test_authors_groups_and_others():
    record = read_bib(HARD)[0][0]
    assert record.authors == (
        Author("Müller", "Jörg"),
        Author(literal="Open AI Group"),
        Author("van der Berg", "Jan"),
    )
    assert record.others


def test_macros_are_joined_and_months_known():
    records = read_bib(HARD)[0]
    first, paren = records[:2]
    assert first.venue == Venue("Journal of Machine Learning Research", "JMLR", VenueKind.JOURNAL, 0, "Suppl.")
    assert (first.issued, first.pages) == ("2020-01-05", "1-10")
    assert paren.venue.name == "Int. Conf. on Learning Representations"
    assert paren.issued == "2021-02"


def test_a_child_takes_what_its_parent_says_and_the_parent_is_no_paper():
    child = next(record for record in read_bib(HARD)[0] if record.key == "child")
    assert (child.venue.name, child.issued, child.publisher, child.pages) == (
        "Proceedings of Foo",
        "1999",
        "ACM",
        "5-6",
    )


def test_a_missing_parent_is_told():
    records, problems = read_bib("@inproceedings{a, title={A}, crossref={b}}")
    assert [record.title for record in records] == ["A"]
    assert problems == [
        "hard.bib:1: a: crossref 'b' is no entry of this file; its fields are missing; add it [bad-field]"
    ]


EPRINTS = (
    # (fields, arXiv id, name of the venue)
    ("eprint={2405.12345}, archivePrefix={arXiv}, primaryClass={cs.CL}", "2405.12345", "arXiv"),
    ("eprint={2405.12345v2}, eprinttype={arxiv}", "2405.12345", "arXiv"),
    ("journal={arXiv preprint arXiv:2405.12345}", "2405.12345", "arXiv"),
    ("journal={CoRR}, volume={abs/2405.12345}, eprint={2405.12345}", "2405.12345", "arXiv"),
    ("eprint={cs/0112017}, archiveprefix={arXiv}", "cs/0112017", "arXiv"),
    (
        "booktitle={ICLR 2025}, eprint={2405.12345}",
        "2405.12345",
        "International Conference on Learning Representations",
    ),
    ("url={https://arxiv.org/abs/2405.12345}", "2405.12345", None),
)


@pytest.mark.parametrize(("fields", "arxiv", "venue"), EPRINTS)
def test_arxiv_is_found_wherever_it_stands(fields, arxiv, venue):
    record = only(f"@article{{a, title={{A}}, {fields}}}")
    assert dict(record.identifiers) == {"arxiv": arxiv}
    assert (record.venue.name if record.venue else None) == venue


def test_an_export_of_better_bibtex_is_read_without_a_problem():
    record = only(
        r"""@inproceedings{zhangWings2024,
  title = {Wings: {{Learning Multimodal LLMs}} without {{Text-only Forgetting}}},
  shorttitle = {Wings},
  booktitle = {Advances in {{Neural Information Processing Systems}}},
  author = {Zhang, Yi-Kai and family=Vries, given=Jan, prefix=de, useprefix=true},
  date = {2024-12-10}, volume = {37}, pages = {1--9}, doi = {10.1000/a\_b}, isbn = {979-8-3313-1438-5},
  url = {https://github.com/AIDC-AI/Wings\_x}, urldate = {2025-01-01}, langid = {english},
  abstract = {We present {\textbf{Wings}}, 50\% better. Code: \url{https://github.com/AIDC-AI/Wings}.},
  keywords = {Computer Science - AI,vision \& language}, file = {/home/me/x.pdf}, annotation = {mine},
}"""
    )
    assert record.title == "Wings: Learning Multimodal LLMs without Text-only Forgetting"
    assert record.short == "Wings"
    assert record.authors == (Author("Zhang", "Yi-Kai"), Author("de Vries", "Jan"))
    assert (record.venue.short, record.volume, record.issued) == ("NeurIPS", "37", "2024-12-10")
    assert record.identifiers == (("doi", "10.1000/a_b"), ("isbn", "979-8-3313-1438-5"))
    assert record.links == (
        Link(Rel.CODE, "https://github.com/AIDC-AI/Wings_x"),
        Link(Rel.CODE, "https://github.com/AIDC-AI/Wings"),
    )
    assert record.abstract == "We present Wings, 50% better. Code: https://github.com/AIDC-AI/Wings."
    assert record.keywords == ("Computer Science - AI", "vision & language")


def test_an_unterminated_last_entry_is_told_and_the_others_are_read():
    records, problems = read_bib("@misc{a, title={A}}\n@misc{b, title={B")
    assert [record.title for record in records] == ["A"]
    assert problems == [
        "hard.bib:2: the entry '@misc{b, title={B' cannot be read (Unexpectedly reached end of file); "
        "it was left out; mend its braces and commas [broken-entry]"
    ]
