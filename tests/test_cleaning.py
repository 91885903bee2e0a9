"""Cleaning: what TeX, publishers and PDF leave in texts goes, and nothing that only looks like it."""
# the cases stand as they are

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litatlas.cleaning import Cleaned, clean, clean_text, identifier_of, link_of, links_in
from litatlas.model import Link, Rel

PLAIN = (
    # (raw, clean)
    ("The \\textbf{bold} and {\\em soft} \\emph{word}", "The bold and soft word"),
    ("a \\textcolor{red}{red} word", "a red word"),
    ("as shown by He \\etal in 2016", "as shown by He et al. in 2016"),
    ("by He \\etal. We", "by He et al. We"),
    ("a {D}eep {BERT} model", "a Deep BERT model"),
    ("na\\\"ive Andr\\'e and M\\\"{u}ller", "naïve André and Müller"),
    ("the $\\alpha$-divergence, I$^2$L and $O(n^2)$", "the α-divergence, I²L and $O(n^2)$"),
    ("see \\href{https://a.org/x_y}{our page}.", "see our page (https://a.org/x_y)."),
    ("works\\footnote{Code is free.} well", "works (Code is free.) well"),
    ("prior work~\\cite{vaswani2017} shows", "prior work shows"),
    ("is \\emphdirectly optimised in \\mathbbR", "is directly optimised in R"),
    ("\\begin{itemize} \\item one \\item two \\end{itemize}", "one two"),
    ("an error of \\frac{a}{b}", "an error of a/b"),
    ("achieves O(T^\\frac23\\log T)", "achieves O(T^(2/3)log T)"),
    ("H<sub>2</sub>O and 10<sup>-3</sup>", "H₂O and 10⁻³"),
    ("<jats:title>Abstract</jats:title><jats:p>We show <jats:italic>x</jats:italic>.</jats:p>", "We show x."),
    ("R&amp;D, &lt;3 and &amp;quot;so&amp;quot;", 'R&D, <3 and "so"'),
    ('the <a href="https://github.com/a/b">code</a>', "the code (https://github.com/a/b)"),
    ("ef\ufb01cient \ufb02ow", "efficient flow"),
    ("multi\u00admodal\u200b learning", "multimodal learning"),
    ("no\u00a0break and\u2003em", "no break and em"),
    ("e\u0301tude", "étude"),
    ("a\x00b\u202ec", "abc"),
    ("self-\nsupervised\nlearning", "self-supervised learning"),
    ("at http://https://a.org/b", "at https://a.org/b"),
    ("escaped by JSON: \\\"word\\\" and a\\/b", 'escaped by JSON: "word" and a/b'),
)  # fmt: skip

UNHARMED = (
    "C++, C# and F#",
    "50% of $5 is less than $10",
    "a_b, snake_case and __init__",
    "the set {x} and {a, b, c}",
    'JSON such as {"a": 1} or {name}',
    "C:\\Users\\me\\data",
    "the pattern \\d+ and \\w* and a \\n",
    "run tool --flag -v and ~/data or ~20% of it",
    "2 ** 3 and a ^ b, f'' and 5''",
    "https://a.org/x_y~z?a=1&copy=2#t--u",
    "$x_1 + \\alpha y^{2}$ and $5",
    "<image> tokens and x < y > z",
    "p < 0.05",
    "List<int> and <your name>",
    "AT&T and &c",
    "10 times, 5pm and simulate",
    "👩‍🔬 می‌خواهم 中文",
)

TEX = (
    # (BibTeX value, text)
    ("{The {BERT} of {\\'E}t\\'{e}}", "The BERT of Été"),
    ("na{\\\"\\i}ve {\\AA}ngstr{\\\"o}m", "naïve Ångström"),
    ("S\\o rensen and {\\O}stergaard", "Sørensen and Østergaard"),
    ("{\\c{C}}elik, Ho\\v{r}ej{\\v s}{\\'\\i}", "Çelik, Hořejší"),
    ("Stra{\\ss}e, {\\L}ukasz", "Straße, Łukasz"),
    ("A~tie -- and --- dashes, pages 1--10", "A tie – and — dashes, pages 1–10"),
    ("``quoted'' and `single'", "“quoted” and ‘single’"),
    ("R\\&D of 50\\% at \\$5 in C\\# \\_x", "R&D of 50% at $5 in C# _x"),
    ("\\{x\\} is a set", "{x} is a set"),
    ("Learning $f\\colon X \\to Y$", "Learning $f\\colon X \\to Y$"),
    ("\\texttt{code} \\& \\url{https://a.org/b\\_c}", "code & https://a.org/b_c"),
)  # fmt: skip

REPORTED = (
    # (raw, text, macros, what is lost)
    ("we propose \\OurMethod, a model", "we propose OurMethod, a model", ("OurMethod",), ()),
    ("\\ModelName and \\ModelName", "ModelName and ModelName", ("ModelName",), ()),
    ("from 57.2% to 65.\\%.", "from 57.2% to 65.%.", (), ("65.%",)),
)

LINKS = (
    # (text, links)
    ("Code: https://gitlab.com/a/b).", (Link(Rel.CODE, "https://gitlab.com/a/b"),)),
    ("data (https://zenodo.org/records/11), and", (Link(Rel.DATA, "https://zenodo.org/records/11"),)),
    ("try https://huggingface.co/spaces/a/b", (Link(Rel.DEMO, "https://huggingface.co/spaces/a/b"),)),
    ("see https://youtu.be/abc!", (Link(Rel.VIDEO, "https://youtu.be/abc"),)),
    ("see https://a.org/paper.pdf.", (Link(Rel.PDF, "https://a.org/paper.pdf"),)),
    ("https://github.com/a/b and http://github.com/a/b.git", (Link(Rel.CODE, "https://github.com/a/b"),)),
    ("extends https://arxiv.org/abs/2301.00001 and https://doi.org/10.1/x", ()),
    ("taken from https://en.wikipedia.org/wiki/Image", ()),
    ("project page at https://lab.example.edu/x/", (Link(Rel.PROJECT, "https://lab.example.edu/x/"),)),
    ("mail me@x.github.io or Node.io", ()),
    ("javascript://a.org/%0aalert(1)", ()),
)  # fmt: skip

IDENTIFIERS = (
    # (address, identifier)
    ("https://arxiv.org/abs/2405.16789v2", ("arxiv", "2405.16789v2")),
    ("http://arxiv.org/pdf/cs/0112017.pdf", ("arxiv", "cs/0112017")),
    ("https://doi.org/10.48550/arXiv.2405.16789", ("arxiv", "2405.16789")),
    ("https://dx.doi.org/10.1145/3690640", ("doi", "10.1145/3690640")),
    ("https://aclanthology.org/2022.emnlp-main.25/", ("acl", "2022.emnlp-main.25")),
    ("https://openreview.net/forum?id=ZvJ2lQQKjz", ("openreview", "ZvJ2lQQKjz")),
    ("https://openalex.org/W2741809807", ("openalex", "W2741809807")),
    ("https://github.com/a/b", None),
)


@pytest.mark.parametrize(("raw", "text"), PLAIN)
def test_residue_goes(raw, text):
    assert clean(raw) == text


@pytest.mark.parametrize("text", UNHARMED)
def test_what_is_no_residue_stays(text):
    assert clean_text(text) == Cleaned(text)


@pytest.mark.parametrize(("raw", "text"), TEX)
def test_tex_is_read_as_tex(raw, text):
    assert clean(raw, tex=True) == text


@pytest.mark.parametrize(("raw", "text", "macros", "lost"), REPORTED)
def test_what_cannot_be_repaired_is_readable_and_told(raw, text, macros, lost):
    assert clean_text(raw) == Cleaned(text, macros, lost)


def test_paragraphs_stay_apart_where_they_may():
    raw = "One\nline.\r\n\r\n  Two.<p>Three.</p>"
    assert clean(raw, paragraphs=True) == "One line.\n\nTwo.\n\nThree."
    assert clean(raw) == "One line. Two. Three."


@pytest.mark.parametrize(("text", "links"), LINKS)
def test_addresses_are_sorted_by_host_and_path(text, links):
    assert links_in(text) == links


@pytest.mark.parametrize(("url", "identifier"), IDENTIFIERS)
def test_an_address_that_is_an_identifier_is_no_link(url, identifier):
    assert identifier_of(url) == identifier
    assert (link_of(url) is None) == (identifier is not None)


@settings(deadline=None)
@given(st.text(), st.booleans())
def test_clean_text_is_printable_on_one_line_and_never_raises(text, tex):
    cleaned = clean(text, tex=tex)
    assert cleaned == " ".join(cleaned.split())
    assert "\x00" not in cleaned
    assert "\u202e" not in cleaned


@settings(deadline=None)
@given(st.lists(st.from_regex(r"[A-Za-z]{1,9}[,.]?", fullmatch=True), min_size=1))
def test_plain_words_are_left_as_they_are(words):
    text = " ".join(words)
    assert clean(text) == text


@pytest.mark.parametrize(
    "hostile",
    ["{" * 1_000_000, "}" * 1_000_000, "\\a{" * 300_000, "$" * 1_000_000, "~" * 1_000_000, "<p " * 300_000,
     "`" * 1_000_000, "a-" * 500_000, "&amp;" * 200_000, "https://" * 100_000, "x^" * 500_000, "\n" * 1_000_000,
     "<a href='https://x.y'" * 40_000, "1." * 500_000],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_a_million_hostile_characters_are_read(hostile):
    # What takes quadratic time does not come back within the patience of a test run.
    assert isinstance(clean(hostile, paragraphs=True), str)
    assert isinstance(links_in(hostile), tuple)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([raw for raw, _ in PLAIN] + list(UNHARMED) + [raw for raw, *_ in REPORTED]), max_size=4)
)
def test_cleaning_a_clean_text_changes_nothing(texts):
    once = clean(". ".join(texts), paragraphs=True)
    assert clean(once, paragraphs=True) == once
