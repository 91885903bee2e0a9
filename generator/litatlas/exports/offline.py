"""What a reader can take along as one file: which there are, their names, and their links on the page of downloads.

The file is made from the finished site, so the page cannot link to it when it
is written. It holds a marker around the words of the link; once the file
stands in the site, `link_offline_files` puts the link and the size there. A
page without the file (in the file itself, or from another builder) reads well
and has no dead link.
"""

from collections.abc import Mapping

from msgspec import Struct

from litatlas.identity.slugs import slugify_id
from litatlas.settings import Settings

FOLDER = "downloads"
"""Where the files stand on a published site."""

CHECKSUM = ".sha256"
"""Suffix of the file with the checksum of another."""


class OfflineFile(Struct, frozen=True):
    """A kind of file that holds a whole survey for reading without a network."""

    key: str
    """Its name in `offline` of survey.yml."""

    label: str
    """What the link says."""

    format: str
    suffix: str
    use: str
    command: str
    """The command that makes it."""


OFFLINE_FILES: Mapping[str, OfflineFile] = {
    kind.key: kind
    for kind in (
        OfflineFile(
            key="zip",
            label="The whole site",
            format="ZIP",
            suffix=".zip",
            use="unpack it and open index.html by double click: search, explorer, map and reading list all work",
            command="litatlas bundle",
        ),
        OfflineFile(
            key="epub",
            label="The survey as a book",
            format="EPUB 3",
            suffix=".epub",
            use="for e-readers, phones and tablets: a chapter for each theme with its papers, references and indexes",
            command="litatlas epub",
        ),
    )
}
"""The kinds by key. A new one is one entry here, and a function that makes it where the site is built."""


def offline_stem(settings: Settings) -> str:
    """Give the name of the survey's files without suffix: its title as in an address, and the edition if it has one.

    Examples:
        >>> offline_stem(Settings("Learning from several senses", edition="2026.11"))
        'learning-from-several-senses-2026.11'
    """
    return "-".join(filter(None, (slugify_id(settings.title, "survey"), settings.edition)))


def offline_name(kind: OfflineFile, settings: Settings) -> str:
    """Give the name of one of the files."""
    return f"{offline_stem(settings)}{kind.suffix}"


def link_offline_files(html: str, made: Mapping[str, tuple[str, int]]) -> str:
    """Turn the markers of files that are there into links, each with size and checksum.

    Arguments:
        html: The built page of downloads; what the template `downloads.md.j2` marks has `data-offline="KEY"`.
        made: Name and size in bytes of the files beside the page, by key.
    """
    for key, (name, size) in made.items():
        before, marker, after = html.partition(f'<span class="la-offline" data-offline="{key}">')
        words, end, rest = after.partition("</span>")
        if marker and end:
            # A name holds nothing that HTML or an address would have to escape.
            checksum = f'<a href="{name}{CHECKSUM}">SHA-256</a>'
            html = f'{before}<a href="{name}" download>{words}</a> ({in_words(size)}, {checksum}){rest}'
    return html


def in_words(size: int) -> str:
    """Give a number of bytes as a reader takes it in: powers of 1000, as browsers and file managers count.

    Examples:
        >>> in_words(812), in_words(48_300), in_words(21_460_000), in_words(1_230_000_000)
        ('1 kB', '48 kB', '21.5 MB', '1.2 GB')
    """
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1e6:.1f} MB" if size < 999_950_000 else f"{size / 1e9:.1f} GB"
