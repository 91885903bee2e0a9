"""Reading authors.yml: people with several spellings, and several people with one name.

The file is a list of people; everything but the name may be left out:

    - name: Stefan L. Frank            # as shown
      also: [Stefan Frank, S. Frank]   # other spellings of the same person
      orcid: 0000-0002-7026-711X
      url: https://example.org/frank   # the person's own page
      slug: stefan-frank               # the address: authors/stefan-frank/
    - name: Wei Wang
      disambiguator: Oxford            # shown behind the name, where others have it too
      papers: [mmicl, atari-gpt]       # only on these papers is the name this person

An entry without `papers` and `disambiguator` takes every paper with one of
its names. One with a disambiguator and no papers takes the authors that
carry the same one in their record. Papers with the person's ORCID iD are
always theirs.
"""

from collections.abc import Mapping
from difflib import get_close_matches

from msgspec import Struct

from litatlas.identity.identifiers import is_orcid, normal_orcid
from litatlas.identity.slugs import id_fault
from litatlas.problems import Origin, Problems, quoted
from litatlas.text import safe_url
from litatlas.yaml_lines import Located, YamlMistake, load_located

AUTHORS_FILE = "authors.yml"
"""Where the people stand in the survey folder."""

KEYS = ("name", "also", "orcid", "url", "slug", "disambiguator", "papers")
"""What an entry may say; the guide lists them all (tested)."""


class PersonEntry(Struct, frozen=True):
    """What authors.yml says of one person."""

    name: str
    origin: Origin
    also: tuple[str, ...] = ()
    orcid: str = ""
    url: str = ""
    slug: str = ""
    disambiguator: str = ""
    papers: tuple[str, ...] = ()
    """Ids of the papers to which the names are limited; empty for all."""

    @property
    def names(self) -> tuple[str, ...]:
        """All spellings, the shown one first."""
        return (self.name, *self.also)

    @property
    def takes_all(self) -> bool:
        """Whether every paper with one of the names is the person's."""
        return not self.papers and not self.disambiguator


def parse_people(text: str, file: str, problems: Problems) -> tuple[PersonEntry, ...]:
    """Read authors.yml; a broken entry is a problem and left out, the rest is read.

    Arguments:
        text: Its contents; an empty text is an empty list.
        file: Its name, for messages.
        problems: Collects what is wrong, each with its line.
    """
    try:
        located = load_located(text)
    except YamlMistake as mistake:
        message = f"not YAML ({mistake}); no author is joined or told apart; mend that line"
        problems.add("bad-person", Origin(file, mistake.line), message)
        return ()
    if located.value is None:
        return ()
    if not isinstance(located.value, list):
        message = f"{quoted(located.value)} is not a list of people; it is not used; begin each with '- name: ...'"
        problems.add("bad-person", Origin(file, located.line()), message)
        return ()
    reader = _Reader(file, located, problems)
    entries = [entry for at, value in enumerate(located.value) if (entry := reader.entry(at, value))]
    return _without_clashes(entries, problems)


class _Reader(Struct):
    """What the values of authors.yml mean."""

    file: str
    located: Located
    problems: Problems

    def entry(self, at: int, value: object) -> PersonEntry | None:
        """Read one person; None, with a problem, where nothing can be kept."""
        origin = self._origin(at)
        if not isinstance(value, Mapping):
            self._bad(at, "", f"{quoted(value)} is not a person; it is not used; write '- name: {value}'")
            return None
        self._tell_unknown(at, value)
        name = self._text(at, value, "name")
        if not name:
            self._bad(at, "", "the person has no name; the entry is not used; add name: as it is shown")
            return None
        entry = PersonEntry(
            name=name,
            origin=origin,
            also=tuple(dict.fromkeys(other for other in self._texts(at, value, "also") if other != name)),
            orcid=self._orcid(at, value),
            url=self._url(at, value),
            slug=self._slug(at, value),
            disambiguator=self._text(at, value, "disambiguator"),
            papers=tuple(dict.fromkeys(self._texts(at, value, "papers"))),
        )
        if entry.papers and not (entry.orcid or entry.slug or entry.disambiguator):
            message = (
                f"{quoted(name)} is limited to papers, and nothing says who it is; the address would change with the "
                "list, so the entry is not used; add a slug, disambiguator or orcid"
            )
            self._bad(at, "papers", message)
            return None
        return entry

    def _origin(self, *place: str | int) -> Origin:
        return Origin(self.file, self.located.line(*place))

    def _bad(self, at: int, key: str, message: str) -> None:
        self.problems.add("bad-person", self._origin(at, key) if key else self._origin(at), message)

    def _tell_unknown(self, at: int, value: Mapping[object, object]) -> None:
        for key in value:
            if key not in KEYS:
                near = get_close_matches(str(key), KEYS, n=1)
                way = f"did you mean '{near[0]}'?" if near else f"the keys are {', '.join(KEYS)}"
                message = f"{quoted(key)} is no key of a person; it is not used; {way}"
                self.problems.add("unknown-key", self._origin(at, str(key)), message)

    def _text(self, at: int, value: Mapping[object, object], key: str) -> str:
        found = value.get(key)
        if found is None or isinstance(found, str | int):
            return " ".join(str(found).split()) if found is not None else ""
        self._bad(at, key, f"{key} {quoted(found)} is not a text; it is not used; write it on one line")
        return ""

    def _texts(self, at: int, value: Mapping[object, object], key: str) -> list[str]:
        found = value.get(key)
        if not isinstance(found, list):
            return [text] if (text := self._text(at, value, key)) else []
        for item in found:
            if not isinstance(item, str | int):
                self._bad(at, key, f"{key} has {quoted(item)}, which is not a text; it is not used; correct it")
        return [text for item in found if isinstance(item, str | int) and (text := " ".join(str(item).split()))]

    def _orcid(self, at: int, value: Mapping[object, object]) -> str:
        text = self._text(at, value, "orcid")
        if text and not is_orcid(normal_orcid(text)):
            self._bad(at, "orcid", f"ORCID iD {quoted(text)} is not one; it is not used; correct or remove it")
            return ""
        return normal_orcid(text)

    def _url(self, at: int, value: Mapping[object, object]) -> str:
        text = self._text(at, value, "url")
        if text and not safe_url(text):
            self._bad(at, "url", f"{quoted(text)} is not a web address; it is not used; use https://")
        return safe_url(text)

    def _slug(self, at: int, value: Mapping[object, object]) -> str:
        text = self._text(at, value, "slug")
        if text and (fault := id_fault(text)):
            self._bad(at, "slug", f"slug {quoted(text)} cannot be an address: {fault}; it is not used; change it")
            return ""
        return text


def _without_clashes(entries: list[PersonEntry], problems: Problems) -> tuple[PersonEntry, ...]:
    """Leave out entries that say of something what an earlier one says of it too."""
    kept: list[PersonEntry] = []
    holders: dict[tuple[str, ...], PersonEntry] = {}
    for entry in entries:
        claims = list(_claims(entry))
        clash = next((claim for claim in claims if claim in holders), None)
        if clash is None:
            kept.append(entry)
            holders.update(dict.fromkeys(claims, entry))
            continue
        message = (
            f"{_claim_in_words(clash)} is also that of {quoted(holders[clash].name)} ({holders[clash].origin}); "
            "one of the two cannot be meant, so this entry is not used; correct one, or list the papers of one"
        )
        problems.add("bad-person", entry.origin, message)
    return tuple(kept)


def _claims(entry: PersonEntry) -> list[tuple[str, ...]]:
    """Give what no other entry may have."""
    claims: list[tuple[str, ...]] = [("ORCID iD", entry.orcid)] if entry.orcid else []
    if entry.slug:
        claims.append(("slug", entry.slug))
    if entry.disambiguator:
        claims += [("name", name, entry.disambiguator) for name in entry.names]
    claims += [("paper", name, paper) for name in entry.names for paper in entry.papers]
    if entry.takes_all and not entry.orcid:
        # Two people of one name who both have an ORCID iD are told apart by it.
        claims += [("name", name) for name in entry.names]
    return claims


def _claim_in_words(claim: tuple[str, ...]) -> str:
    match claim:
        case ("paper", name, paper):
            return f"{quoted(name)} on paper {quoted(paper)}"
        case ("name", name, which):
            return f"name {quoted(f'{name} ({which})')}"
        case _:
            return f"{claim[0]} {quoted(claim[1])}"
