"""Venue strings: series, year, track, volume, issue, pages."""
# ruff: noqa: E501  # the venues stand as they are

import json
from pathlib import Path

import pytest

from litatlas.model import Venue, VenueKind
from litatlas.venues import completed, parse_venue

METADATA = Path(__file__).parents[2] / "sources" / "metadata.jsonl"
C, J, W, R = VenueKind.CONFERENCE, VenueKind.JOURNAL, VenueKind.WORKSHOP, VenueKind.REPOSITORY

VENUES = (
    # (as written, label, kind, year, track, volume, issue, pages)
    ("ICLR 2024", "ICLR", C, 2024, "", "", "", ""),
    ("ACM MM 2021", "ACM MM", C, 2021, "", "", "", ""),
    ("ACM TIST, 2024", "TIST", J, 2024, "", "", "", ""),
    ("ACM TOMM 20(12), 2024", "TOMM", J, 2024, "", "20", "12", ""),
    ("Artificial Intelligence Review, 2026", "Artificial Intelligence Review", J, 2026, "", "", "", ""),
    ("CVPR 2022 Workshops", "CVPR", W, 2022, "Workshops", "", "", ""),
    ("ICML 2024 Workshop (In-Context Learning)", "ICML", W, 2024, "Workshop (In-Context Learning)", "", "", ""),
    ("Findings of EACL 2026", "EACL", C, 2026, "Findings", "", "", ""),
    ("Findings of the Association for Computational Linguistics: EMNLP 2023", "EMNLP", C, 2023, "Findings", "", "", ""),
    ("KDD 2025 (Datasets and Benchmarks)", "KDD", C, 2025, "Datasets and Benchmarks", "", "", ""),
    ("IEEE TPAMI, 2024", "TPAMI", J, 2024, "", "", "", ""),
    ("IEEE Transactions on Multimedia, 2025", "TMM", J, 2025, "", "", "", ""),
    ("LREC-COLING 2024", "LREC-COLING", C, 2024, "", "", "", ""),
    ("Natural Language Engineering 25 (2019), 451-466", "Natural Language Engineering", J, 2019, "", "25", "", "451-466"),
    ("Science China Information Sciences 67(12), 2024", "Science China Information Sciences", J, 2024, "", "67", "12", ""),
    ("Proceedings of the 2020 Conference on Empirical Methods in Natural Language Processing (EMNLP)", "EMNLP", C, 2020, "", "", "", ""),
    ("Advances in Neural Information Processing Systems 36", "NeurIPS", C, 0, "", "36", "", ""),
    ("CVPR'23", "CVPR", C, 2023, "", "", "", ""),
    ("nips", "NeurIPS", C, 0, "", "", "", ""),
    ("arXiv preprint arXiv:2301.00001", "arXiv", R, 0, "", "", "", ""),
    ("Journal of Unheard Studies 3 (2020)", "Journal of Unheard Studies", J, 2020, "", "3", "", ""),
    ("Some Gathering (Part B)", "Some Gathering (Part B)", VenueKind.OTHER, 0, "", "", "", ""),
)  # fmt: skip


@pytest.mark.parametrize(("text", "label", "kind", "year", "track", "volume", "issue", "pages"), VENUES)
def test_a_venue_is_read(text, label, kind, year, track, volume, issue, pages):
    parsed = parse_venue(text)
    venue = parsed.venue
    assert (venue.label, venue.kind, venue.year, venue.track) == (label, kind, year, track)
    assert (parsed.volume, parsed.issue, parsed.pages) == (volume, issue, pages)


def test_every_venue_of_the_flagship_is_a_known_series_with_its_year():
    venues = [json.loads(line).get("venue") for line in METADATA.read_text(encoding="utf-8").splitlines()]
    written = [venue for venue in venues if venue]
    assert len(written) == 91
    assert [venue for venue in written if not parse_venue(venue).known] == []
    assert all(str(parse_venue(venue).venue.year) in venue for venue in written)


def test_what_a_record_says_of_its_venue_stays_and_the_table_fills_the_rest():
    assert completed(Venue(short="iclr", year=2024)) == Venue(
        "International Conference on Learning Representations", "iclr", C, 2024
    )
    assert completed(Venue("A Meeting")) == Venue("A Meeting")
