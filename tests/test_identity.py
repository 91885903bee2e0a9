"""Identifiers have one normal form each, and titles and names compare as people compare them."""

import pytest

from litatlas.identity.identifiers import (
    family_key,
    identifier_url,
    implied_identifiers,
    is_preprint_doi,
    normal_identifier,
    normal_title,
)
from litatlas.model import IDENTIFIER_SCHEMES, Author

NORMAL = (
    # (scheme, as written, normal form or None)
    ("doi", "10.1145/3637528.3671931", "10.1145/3637528.3671931"),
    ("doi", "https://doi.org/10.1000/ABC", "10.1000/abc"),
    ("doi", "http://dx.doi.org/10.1000/182", "10.1000/182"),
    ("doi", "doi:10.1000/182.", "10.1000/182"),
    ("doi", "DOI 10.1000/182", "10.1000/182"),
    ("doi", "info:doi/10.1000.10/123", "10.1000.10/123"),
    ("doi", "https://doi.org/10.1002/(SICI)1097-4571%281999%2950:1", "10.1002/(sici)1097-4571(1999)50:1"),
    ("doi", "11.1000/182", None),
    ("doi", "10.1000", None),
    ("doi", "10.1000/with space", None),
    ("doi", "10.1000/%00", None),
    ("doi", "", None),
    ("arxiv", "2405.16789", "2405.16789"),
    ("arxiv", "arXiv:2405.16789v3", "2405.16789"),
    ("arxiv", "arXiv:2405.16789v3 [cs.IR]", "2405.16789"),
    ("arxiv", "https://arxiv.org/pdf/2405.16789v2.pdf", "2405.16789"),
    ("arxiv", "http://export.arxiv.org/abs/0704.0001", "0704.0001"),
    ("arxiv", "math.GT/0309136v1", "math/0309136"),
    ("arxiv", "hep-th/9901001", "hep-th/9901001"),
    ("arxiv", "10.48550/arXiv.2405.16789", "2405.16789"),
    ("arxiv", "https://doi.org/10.48550/arXiv.2405.16789", "2405.16789"),
    ("arxiv", "2413.00001", None),
    ("arxiv", "2405.123", None),
    ("arxiv", "arXiv", None),
    ("acl", "2022.emnlp-main.25", "2022.emnlp-main.25"),
    ("acl", "https://aclanthology.org/2022.EMNLP-main.25/", "2022.emnlp-main.25"),
    ("acl", "https://www.aclweb.org/anthology/P18-1001.pdf", "P18-1001"),
    ("acl", "p18-1001", "P18-1001"),
    ("acl", "10.18653/v1/2022.emnlp-main.25", "2022.emnlp-main.25"),
    ("acl", "emnlp-25", None),
    ("openalex", "https://openalex.org/W2741809807", "W2741809807"),
    ("openalex", "w2741809807", "W2741809807"),
    ("openalex", "A2741809807", None),
    ("s2", "CorpusID: 0215", "CorpusId:215"),
    ("s2", "https://www.semanticscholar.org/paper/A-Title/" + "AB" * 20, "ab" * 20),
    ("s2", "ab" * 19, None),
    ("openreview", "https://openreview.net/forum?id=ZvJ2lQQKjz", "ZvJ2lQQKjz"),
    ("openreview", "https://openreview.net/pdf?noteId=1&id=ZvJ2lQQKjz&x=2", "ZvJ2lQQKjz"),
    ("openreview", "no such id", None),
    ("pmid", "PMID: 0012345", "12345"),
    ("pmid", "https://pubmed.ncbi.nlm.nih.gov/12345/", "12345"),
    ("pmid", "0", None),
    ("isbn", "0-306-40615-2", "9780306406157"),
    ("isbn", "ISBN-13: 978-0-306-40615-7", "9780306406157"),
    ("isbn", "080442957X", "9780804429573"),
    ("isbn", "0-306-40615-3", None),
    ("isbn", "978-0-306-40615-8", None),
    ("hdl", "1234/5", None),
)


@pytest.mark.parametrize(("scheme", "written", "normal"), NORMAL)
def test_normal_form(scheme, written, normal):
    assert normal_identifier(scheme, written) == normal


@pytest.mark.parametrize(("scheme", "normal"), sorted({(s, n) for s, _, n in NORMAL if n}))
def test_a_normal_form_is_its_own(scheme, normal):
    assert normal_identifier(scheme, normal) == normal


ADDRESSES = (
    ("doi", "10.1002/(sici)1<2>", "https://doi.org/10.1002/(sici)1%3C2%3E"),
    ("arxiv", "math/0309136", "https://arxiv.org/abs/math/0309136"),
    ("acl", "P18-1001", "https://aclanthology.org/P18-1001/"),
    ("openalex", "W1", "https://openalex.org/W1"),
    ("s2", "ab" * 20, "https://www.semanticscholar.org/paper/" + "ab" * 20),
    ("s2", "CorpusId:215", "https://api.semanticscholar.org/CorpusId:215"),
    ("openreview", "ZvJ2lQQKjz", "https://openreview.net/forum?id=ZvJ2lQQKjz"),
    ("pmid", "12345", "https://pubmed.ncbi.nlm.nih.gov/12345/"),
    ("isbn", "9780306406157", ""),
)


@pytest.mark.parametrize(("scheme", "value", "address"), ADDRESSES)
def test_address_of_an_identifier(scheme, value, address):
    assert identifier_url(scheme, value) == address


def test_every_scheme_has_a_normal_form_and_an_address_case():
    assert {scheme for scheme, _, normal in NORMAL if normal} == set(IDENTIFIER_SCHEMES)
    assert {scheme for scheme, _, _ in ADDRESSES} == set(IDENTIFIER_SCHEMES)


IMPLIED = (
    # (identifiers in normal form, completed)
    ([("doi", "10.48550/arxiv.2405.16789")], [("arxiv", "2405.16789")]),
    ([("doi", "10.48550/arxiv.2405.16789"), ("doi", "10.1/x")], [("doi", "10.1/x"), ("arxiv", "2405.16789")]),
    (
        [("doi", "10.18653/v1/2022.emnlp-main.25")],
        [("doi", "10.18653/v1/2022.emnlp-main.25"), ("acl", "2022.emnlp-main.25")],
    ),
    ([("isbn", "9780306406157"), ("doi", "10.1/x")], [("doi", "10.1/x"), ("isbn", "9780306406157")]),
)


@pytest.mark.parametrize(("given", "completed"), IMPLIED)
def test_identifiers_imply_others(given, completed):
    assert implied_identifiers(given) == tuple(completed)


def test_dois_of_preprint_servers_are_known():
    assert is_preprint_doi("10.1101/2020.01.01.20001")
    assert not is_preprint_doi("10.1145/3637528.3671931")


SAME_TITLES = (
    ("MMG-Ego4D: Multi-Modal Generalization", "MMG-Ego4D — Multimodal generalization."),
    ("LEOPARD : A Vision", "LEOPARD: a vision"),
    ("Où va l'IA ?", "Ou va l’IA?"),
    ("Vision & Language", "Vision and Language"),
    ("视频问答", "视频  问答"),
)
OTHER_TITLES = (
    ("SEED-Bench-2", "SEED-Bench-2-Plus"),
    ("A Theory, Part I", "A Theory, Part II"),
    ("Learning C", "Learning C++"),
    ("Learning C++", "Learning C#"),
    ("हिन्दी", "हन्द"),
    ("🦩", "🐦"),
)


@pytest.mark.parametrize(("one", "other"), SAME_TITLES)
def test_spellings_of_one_title_are_equal(one, other):
    assert normal_title(one) == normal_title(other)


@pytest.mark.parametrize(("one", "other"), OTHER_TITLES)
def test_other_titles_are_not(one, other):
    assert normal_title(one) != normal_title(other)


@pytest.mark.parametrize(
    ("author", "key"),
    [
        (Author("Al-Moubayed", "Noura"), "almoubayed"),
        (Author("Al Moubayed", "N."), "almoubayed"),
        (Author("O'Neil", "Pat"), "oneil"),
        (Author("Özer", "Mert"), "ozer"),
        (Author(literal="Mukunda NS"), "ns"),
        (Author(literal="BigScience Workshop"), "workshop"),
    ],
)
def test_family_key(author, key):
    assert family_key(author) == key
