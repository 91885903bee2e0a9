"""The repository says how to cite the survey, as survey.yml says it."""

import yaml

from surveys import REPOSITORY

ENTITY = {"name", "website", "orcid"}
"""Keys of an entity (Citation File Format 1.2.0) that are in use here."""


def test_the_repository_says_how_to_cite_the_survey():
    cff = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text(encoding="utf-8"))
    said = yaml.safe_load((REPOSITORY / "survey.yml").read_text(encoding="utf-8"))
    subtitle = said["subtitle"]
    assert {key: cff[key] for key in ("cff-version", "type", "title", "url", "repository-code", "license")} == {
        "cff-version": "1.2.0",
        "type": "dataset",
        "title": f"{said['title']}: {subtitle[:1].lower()}{subtitle[1:]}",
        "url": said["address"],
        "repository-code": said["repository"],
        "license": said["license"],
    }
    assert cff["message"]
    assert cff["abstract"].strip() == said["description"].strip()
    assert [author["name"] for author in cff["authors"]] == [editor["name"] for editor in said["editors"]]
    assert [key for author in cff["authors"] for key in author if key not in ENTITY] == []
    assert str(cff.get("version", "")) == str(said.get("edition", ""))
