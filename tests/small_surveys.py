"""Surveys made from papers as they are, without reading and relating them: for what is made of a finished survey."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from io import BytesIO

from litatlas.exports import plan_exports
from litatlas.identity.permalink import Entry, Ledger, mint
from litatlas.incremental.pieces import OldFile
from litatlas.incremental.unchanged import Content, Unchanged, sha256
from litatlas.library.gathering import index
from litatlas.library.roll import mint_facets
from litatlas.model import Author, Paper, PartialDate, Record
from litatlas.pages import Survey
from litatlas.problems import Origin
from litatlas.related import Relations
from litatlas.settings import Settings
from litatlas.store.digests import digest
from litatlas.vocabulary import Vocabulary

SETTINGS = Settings("Pictures & Words", address="https://survey.example/p/")


class Folder(dict[str, bytes]):
    """What stands in a survey folder."""

    def has(self, path: str, hashed: str, /) -> bool:
        return path in self and sha256(self[path]) == hashed

    def old(self, path: str, hashed: str, /) -> OldFile | None:
        return partial(BytesIO, self[path]) if self.has(path, hashed) else None

    def after(self, files: Mapping[str, Content]) -> "Folder":
        """Give the folder in which these files stand, some of them as they stand here."""
        contents = {path: self[path] if isinstance(made, Unchanged) else made for path, made in files.items()}
        return Folder({path: made if isinstance(made, bytes) else made.encode() for path, made in contents.items()})


class SomeParts:
    """Records as if they had been read."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records, self.looks = records, tuple(map(digest, records))
        self.asked: set[int] = set()

    def records(self, places: Iterable[int]) -> list[Record]:
        wanted = tuple(places)
        self.asked.update(wanted)
        return [self._records[place] for place in wanted]


class Remembering:
    """A memo without files."""

    def __init__(self) -> None:
        self._values: dict[bytes, object] = {}

    def digest(self, *values: object) -> bytes:
        return digest(*values)

    def stage(self, _name: str, *, apart: bool) -> "Remembering":
        assert apart
        return self

    def get(self, key: bytes) -> object:
        return self._values.get(key)

    def put(self, key: bytes, value: object) -> None:
        self._values[key] = value

    def rest(self) -> None:
        pass


def paper(id: str, **fields: object) -> Paper:
    """Give a paper with an author and a date, where no others are given."""
    known = {"title": f"On {id}", "authors": (Author("Smith", "Ann"),), "issued": PartialDate(2024, 5)}
    return Paper(id=id, citation_key=f"smith2024{id.replace('-', '')}", origin=Origin("x.yml"), **{**known, **fields})


def numbered_papers(count: int, **fields: object) -> list[Paper]:
    """Give papers that were added one a day."""
    days = (f"20{24 + n // 336}-{1 + n // 28 % 12:02d}-{1 + n % 28:02d}" for n in range(count))
    return [paper(f"paper-{n:04d}", **{"added": day, **fields}) for n, day in enumerate(days)]


def survey_of(papers: Iterable[Paper], settings: Settings = SETTINGS, rows: Iterable[Entry] = ()) -> Survey:
    """Give a survey of these papers; `rows` are further ones of its ledger."""
    papers = tuple(papers)
    ledger = Ledger(rows)
    for one in papers:
        ledger, _ = mint(ledger, "paper", one.citation_key, one.id)
    ledger = mint_facets(ledger, papers, "")
    library = index(papers, ledger, Vocabulary())
    return Survey(
        settings=settings,
        library=library,
        vocabulary=Vocabulary(),
        relations=Relations({one.id: () for one in papers}),
        ledger=ledger,
        exports=plan_exports(library, ledger, settings),
    )
