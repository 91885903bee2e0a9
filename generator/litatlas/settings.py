"""What a survey author can choose: frozen values with their defaults. Only `config` knows the file."""

from msgspec import Struct, field

from litatlas.model import Status


class Editor(Struct, frozen=True):
    """A person who answers for the survey."""

    name: str
    orcid: str = ""
    url: str = ""


class RelatedSettings(Struct, frozen=True):
    """How many related papers a page shows, and how weak a relation may be."""

    limit: int = 8
    """The most related papers on one page, 0 to 50."""

    dimensions: int = 150
    """Dimensions of the latent semantic space (LSA); fewer where the library is small."""

    encoder: str = ""
    """Folder or installed package with the weights of a sentence encoder; empty for none."""


class CountSettings(Struct, frozen=True):
    """What figures speak of."""

    exclude: tuple[Status, ...] = ()
    """Papers of these statuses are listed, and not counted."""


class PageSettings(Struct, frozen=True):
    """How pages are cut."""

    per_page: int = 200
    """Papers on one page of a listing, 10 to 1000."""


class ExportSettings(Struct, frozen=True):
    """How far exports and feeds may go."""

    max_files: int = 20_000
    """The most files of the site, as many as its host takes; past it papers, then short lists, share their exports."""


class CitationSettings(Struct, frozen=True):
    """How pages say how to cite a paper."""

    styles: tuple[str, ...] | None = None
    """Names of citation styles in the order of a page; None: our own five, then every file in styles/."""


class EpubSettings(Struct, frozen=True):
    """What the EPUB holds besides the papers."""

    texts: tuple[str, ...] | None = None
    """Hand-written pages by path below docs/, in their order; None: all, the home page first."""


class ThemeSettings(Struct, frozen=True):
    """What the editors change in the themes that were found; themes by slug."""

    rename: tuple[tuple[str, str], ...] = ()
    """(theme, the name that it is to have)."""

    merge: tuple[tuple[str, str], ...] = ()
    """(theme, the theme that takes its papers)."""

    pin: tuple[tuple[str, str], ...] = ()
    """(id of a paper, the theme where it belongs)."""


class Settings(Struct, frozen=True):
    """Everything that survey.yml can say."""

    title: str
    """The survey's name, on every page."""

    subtitle: str = ""
    description: str = ""
    """One or two sentences; for search engines and the home page."""

    editors: tuple[Editor, ...] = ()
    address: str = ""
    """The absolute URL at which the survey is published, with a final slash; empty when it is not."""

    repository: str = ""
    """The URL of the repository that holds the records, for "edit" and "report" links."""

    branch: str = "main"
    """The branch that edit links name."""

    license: str = ""
    """SPDX name of the licence of the survey's own text, e.g. CC-BY-4.0."""

    edition: str = ""
    """Name of the released state, e.g. 2026.11; empty between releases."""

    language: str = "en"
    """BCP 47 language of the survey's own text."""

    offline: tuple[str, ...] = ()
    """Which files for reading offline each build puts into the site: keys of `exports.offline.OFFLINE_FILES`."""

    silenced: tuple[str, ...] = ()
    """Problem codes (warnings and notes only) that are not told."""

    related: RelatedSettings = field(default_factory=RelatedSettings)
    counts: CountSettings = field(default_factory=CountSettings)
    pages: PageSettings = field(default_factory=PageSettings)
    exports: ExportSettings = field(default_factory=ExportSettings)
    citation: CitationSettings = field(default_factory=CitationSettings)
    themes: ThemeSettings = field(default_factory=ThemeSettings)
    epub: EpubSettings = field(default_factory=EpubSettings)
