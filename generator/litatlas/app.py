"""The edge between a survey folder and the pure pipeline: reads the folder, runs the build, writes what it gives."""

import os
import shutil
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from jinja2 import BaseLoader
from msgspec import Struct
from msgspec.structs import replace

from litatlas.checks.site_address import MKDOCS_FILE
from litatlas.compiled import TemplateLoader
from litatlas.encoder import read_encoder
from litatlas.folder.config import SURVEY_FILE, load_settings
from litatlas.folder.records import NOTES, RECORDS, read_record_folder
from litatlas.folder.styles import read_styles
from litatlas.folder.theme import TEMPLATES, theme_files
from litatlas.identity.permalink import LEDGER_FILE
from litatlas.identity.record_files import VOCABULARY_FILE
from litatlas.incremental.unchanged import AllUnchanged
from litatlas.layout import LAYOUT_FILE, render_positions
from litatlas.library.gathering import keep_ledger
from litatlas.pages import Survey
from litatlas.pages.paths import DOCS
from litatlas.people import AUTHORS_FILE
from litatlas.pipeline import Built, Run, SurveyFiles, build
from litatlas.problems import Problem, Problems, SurveyError
from litatlas.processes.collector import settling
from litatlas.processes.parallel import Pool, processes
from litatlas.progress import SILENT, Progress
from litatlas.related import SAMPLE_FILE
from litatlas.related.statistics import SMALL
from litatlas.resources import templates_folder
from litatlas.settings import Settings
from litatlas.site import refuse_clashes
from litatlas.store.alone import alone_in
from litatlas.store.cache import CACHE
from litatlas.store.files import replace_file
from litatlas.store.stage_cache import StageCache, program
from litatlas.store.writing import OWNED, Written, standing_files, write_files
from litatlas.themes import THEMES_FILE, render_memory

OWN_FILES = (LEDGER_FILE, THEMES_FILE, LAYOUT_FILE, SAMPLE_FILE)
"""Files of a survey that a build both reads and writes: what later builds must remember."""

PREVIEWED = f"{CACHE}/previewed"
"""Where previews of a large survey that was never built remember all of these but its ledger.

Otherwise each would find other themes, and draw another map, which are on nearly every page. In a small survey that
costs little; so its previews show what the first build will give.
"""


class Generated(Struct, frozen=True):
    """What `generate` did."""

    built: Built
    written: Written | None
    """None where an error forbade writing, or where only a check was asked for."""

    files: SurveyFiles
    """What it was built from."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the run, in order."""
        return self.built.problems


def generate(
    root: Path,
    *,
    write: bool = True,
    write_ledger: bool = True,
    progress: Progress = SILENT,
    pool: Pool | None = None,
    memo: StageCache | None = None,
) -> Generated:
    """Build the Markdown of a survey and write what changed.

    Arguments:
        root: The survey folder.
        write: Whether pages are written at all; a check leaves the folder alone.
        write_ledger: Whether new ids are kept. A preview leaves them out, so that
            a name in the middle of being typed is never promised.
        progress: Told of every step.
        pool: Runs what takes long side by side; a process on each core unless told. It is ended.
        memo: What the steps remember of earlier builds; that of the survey's cache unless told. Who builds
            again and again keeps one, and so need not read it each time.

    Raises:
        SurveyError: When the folder is no survey, its settings or its ledger
            cannot be read, or a person's file is in the way.
    """
    settings = read_settings(root)
    with alone_in(root, progress) if write else nullcontext():
        memory = _memory_of(root, previewing=not write_ledger)
        files = replace(read_survey(root, memory), styles=read_styles(root, settings))
        memo = memo or StageCache(root, program(), writable=write)
        with pool or processes() as workers, settling(progress) as progress:
            encoder = read_encoder(root, settings, workers, writable=write)
            standing = standing_files(root)
            run = Run(files, settings, Problems(), progress, workers, encoder, memo)
            built = build(run, page_loader(root), standing)
            if not write and built.fit_to_publish:
                refuse_clashes(built.survey)
            if not write or not built.fit_to_publish:
                # A build that stopped in the middle knows nothing of what the others would use.
                return Generated(built, None, files)
            assets = theme_files(root)
            # A survey's own part of the theme takes the place of a generated one.
            pages = (file for file in built.files if isinstance(file, AllUnchanged) or file[0] not in assets)
            written = write_files(root, chain(assets.items(), pages), progress, standing)
        if write_ledger:
            keep_ledger(built.survey.ledger, memo)
            write_text(root, LEDGER_FILE, built.survey.ledger.render())
        memo.save()
        _remember(built.survey, root, memory, previewing=not write_ledger)
        return Generated(built, written, files)


def read_settings(root: Path) -> Settings:
    """Read survey.yml; raises SurveyError where it is absent or wrong."""
    file = root / SURVEY_FILE
    if not file.is_file():
        raise SurveyError(
            f"{root}: holds no {SURVEY_FILE}; so it is not a survey; run 'litatlas new DIR' to begin one,"
            " or name the survey's folder with '-C DIR'"
        )
    return load_settings(_read_text(file, SURVEY_FILE))


def _memory_of(root: Path, *, previewing: bool) -> Path:
    """Give the folder where the last run has left for this one what it should remember beside the ledger."""
    return root / PREVIEWED if previewing and not (root / THEMES_FILE).is_file() else root


def _remember(survey: Survey, root: Path, memory: Path, *, previewing: bool) -> None:
    """Leave there for the next run what it should remember, and nothing for previews that will not ask for it."""
    previews_ask = memory != root and len(survey.library) > SMALL
    if not previews_ask:
        shutil.rmtree(root / PREVIEWED, ignore_errors=True)
    if previews_ask or not previewing:
        themes = survey.themes
        write_text(memory, THEMES_FILE, render_memory(themes.raw, themes.resolution, themes.looks, themes.moves))
        write_text(memory, LAYOUT_FILE, render_positions(survey.atlas))
        if survey.sample is not None:
            write_content(memory, SAMPLE_FILE, survey.sample.render())


def read_survey(root: Path, memory: Path | None = None) -> SurveyFiles:
    """Read everything that a survey is made from.

    Arguments:
        root: The survey folder.
        memory: Where stands what an earlier run has left; in that folder unless told.
    """
    records, memory = read_record_folder(root), memory or root
    return SurveyFiles(
        records=records.files,
        unread=records.unread,
        vocabulary=_read_text(root / VOCABULARY_FILE, VOCABULARY_FILE),
        authors=_read_text(root / AUTHORS_FILE, AUTHORS_FILE),
        ledger=_read_text(root / LEDGER_FILE, LEDGER_FILE),
        themes=_read_left(memory, THEMES_FILE, root),
        layout=_read_left(memory, LAYOUT_FILE, root),
        sample=_read_memory(memory / SAMPLE_FILE),
        mkdocs=_read_text(root / MKDOCS_FILE, MKDOCS_FILE),
        texts=read_texts(root),
        notes={path.stem: _read_text(path, f"{NOTES}/{path.name}") for path in sorted((root / NOTES).glob("*.md"))},
    )


def read_texts(root: Path) -> Mapping[str, str]:
    """Give the hand-written pages by path below docs/; none from the folders that the generator owns."""
    docs = root / DOCS
    owned = {root / folder for folder in OWNED}
    files: list[Path] = []
    for place, folders, names in os.walk(docs):
        # The generated pages are thousands, so their folders are not even looked into.
        folders[:] = sorted(name for name in folders if Path(place, name) not in owned)
        files += (Path(place, name) for name in sorted(names) if name.endswith(".md"))
    return {file.relative_to(docs).as_posix(): _read_text(file, file.relative_to(root).as_posix()) for file in files}


def read_editable(root: Path) -> Mapping[str, str]:
    """Give the texts that carry ids, by path: curated records, notes, the vocabulary."""
    files = [*(root / RECORDS).rglob("*.y*ml"), *(root / NOTES).glob("*.md"), root / VOCABULARY_FILE]
    paths = {file.relative_to(root).as_posix(): file for file in files if file.is_file()}
    return {path: _read_text(file, path) for path, file in sorted(paths.items())}


def apply_changes(root: Path, files: Mapping[str, str | None]) -> None:
    """Write the survey's own files that an operation changed; None takes a file away."""
    for path, text in files.items():
        if text is not None:
            write_text(root, path, text)
    for path, text in files.items():
        if text is None:
            (root / path).unlink(missing_ok=True)


def page_loader(root: Path) -> BaseLoader:
    """Give the page templates: the survey's own first, then ours."""
    return TemplateLoader(root / TEMPLATES, templates_folder())


def write_text(root: Path, path: str, text: str) -> bool:
    """Write one of the survey's own files if its text changes; gives whether it did."""
    return write_content(root, path, text.encode("utf-8"))


def write_content(root: Path, path: str, content: bytes) -> bool:
    """Do the same with one that is no text."""
    file = root / path
    if file.is_file() and file.read_bytes() == content:
        return False
    replace_file(file, content)
    return True


def today() -> date:
    """Give today's date (UTC), or that of SOURCE_DATE_EPOCH (reproducible-builds.org) where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now(UTC).date()


def _read_left(memory: Path, name: str, root: Path) -> str:
    """Read a text that an earlier run left; nobody can be asked to mend one that stands in the cache."""
    try:
        return _read_text(memory / name, name)
    except SurveyError:
        if memory == root:
            raise
        return ""


def _read_memory(file: Path) -> bytes:
    """Read what a build left for the next ones; nothing where that cannot be done."""
    with suppress(OSError):
        return file.read_bytes()
    return b""


def _read_text(file: Path, name: str) -> str:
    if not file.is_file():
        return ""
    content = file.read_bytes()
    try:
        # What opening it as text does takes four times as long; the ledger has some MB.
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SurveyError(f"{name}:{line}: is not UTF-8; nothing was built; save the file as UTF-8") from None
