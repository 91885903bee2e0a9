from related_papers import library, paper

from litatlas.related import relate
from litatlas.settings import RelatedSettings

TEXT = (
    "We detect cardiac arrhythmia in recordings of electrocardiograms that patients make at home with cheap devices. "
    "Our network reads the raw signal, and explains each alarm by the beats that raised it."
)
OTHERS = [
    paper(f"o{number}", f"Arrhythmia study {number}", f"Cardiac arrhythmia of group {number} in electrocardiograms.")
    for number in range(6)
]


def related(*papers):
    return relate(library(*papers, *OTHERS), RelatedSettings())


def test_one_text_under_two_titles_is_a_version_and_not_related_work():
    found = related(
        paper("a", "Heart alarms at home", TEXT), paper("b", "Alarms of the heart", TEXT + " Code is free.")
    )
    assert found.versions == (("a", "b"),)
    assert "b" not in [entry.id for entry in found.related["a"]]
    assert "a" not in [entry.id for entry in found.related["b"]]


def test_papers_of_one_matter_are_no_versions():
    other = TEXT.replace("cheap devices", "a ring").replace("reads the raw signal", "sees spectra of it in windows")
    other = other.replace("explains each alarm by the beats that raised it", "is small enough for a watch")
    found = related(paper("a", "Heart alarms at home", TEXT), paper("b", "Rings that hear hearts", other))
    assert found.versions == ()
    assert "b" in [entry.id for entry in found.related["a"]]


def test_short_texts_are_alike_by_chance():
    assert (
        related(paper("a", "Heart", "Cardiac arrhythmia."), paper("b", "Heart", "Cardiac arrhythmia.")).versions == ()
    )
