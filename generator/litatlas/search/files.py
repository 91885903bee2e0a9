"""The files of the search, each a classic script that hands its data to one global.

search/manifest.js     how many documents there are, and the first key of each file of terms
search/terms/HASH.js   terms in order, with their postings
search/cards/N.js      what results show, of `CARDS` numbers a file
search/texts/N.js      their texts, for phrases and excerpts, of as many
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping

from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles, Made
from litatlas.incremental.memo import NOTHING, Memo
from litatlas.search.indexing import TermFile, Terms
from litatlas.search.scripts import data_script
from litatlas.search.searched import marks_of
from litatlas.search.showing import CARDS, FOLDER, Source, begin_showing, paths_of
from litatlas.search.tokens import STOP_WORDS
from litatlas.workers import ALONE, Workers

Files = Iterator[tuple[str, Content]]


def search_files(
    sources: Mapping[int, Source],
    language: str = "en",
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
    kept: KeyedFiles = ALWAYS,
) -> Files:
    """Give the files of the search as (path below docs/, text).

    Arguments:
        sources: What can be found, by number.
        language: The survey's; word endings are taken off in English ones only.
        memo: The index of the last build.
        workers: Make documents side by side.
        kept: The files that stand there.
    """
    return begin_search(sources, language, memo, workers, kept)()


def begin_search(
    sources: Mapping[int, Source], language: str, memo: Memo, workers: Workers, kept: KeyedFiles
) -> Callable[[], Files]:
    """Do the same in three parts: what is told of single documents is made beside what comes next here.

    Returns:
        What waits for that, begins the index of all documents beside what comes then, and gives the files.
    """
    marks = marks_of(sources, memo)
    terms = Terms(memo, marks)
    others = {number // CARDS for number in terms.touched}
    known = {file: hashes for file, hashes in terms.cards.items() if file not in others}
    shown = begin_showing(sources, terms.new, known, workers, kept)

    def indexed() -> Files:
        cards, words = shown()
        terms.keep_cards({file: tuple(each.sha256 for each in files) for file, files in cards.items()})
        found = [one for file, files in cards.items() for one in zip(paths_of(file), files, strict=True)]
        return files(found, terms.begin(words, sources, workers, kept))

    def files(found: list[tuple[str, Made]], termed: Callable[[], list[TermFile]]) -> Files:
        of_terms, version = termed(), hashlib.sha256()
        for path, made in (*found, *((file.path, file.made) for file in of_terms)):
            version.update(made.sha256.encode("ascii"))
            yield path, made.content
        yield f"{FOLDER}/manifest.js", _manifest(version.hexdigest(), len(sources), language, of_terms)

    return indexed


def _manifest(version: str, documents: int, language: str, terms: Iterable[TermFile]) -> str:
    manifest = {
        # Goes into the addresses of the other files: a browser that kept old ones must not mix them with new ones.
        "version": version[:12],
        "documents": documents,
        "cards": CARDS,
        "stem": language.partition("-")[0] == "en",
        "stop": " ".join(sorted(STOP_WORDS)),
        "first": " ".join(file.first for file in terms),
    }
    return data_script("search", "manifest", manifest)
