"""One document of a feed as a value: what Atom and JSON Feed both say at its head."""

from msgspec import Struct

from litatlas.feeds.entries import NO_DATE, Person
from litatlas.feeds.paging import Document
from litatlas.pages.head import page_address
from litatlas.pages.survey import Survey


class Channel(Struct, frozen=True):
    """A feed, whole."""

    path: str
    """Of its newest document, below docs/."""

    title: str
    page: str
    """Path of the Markdown page that it goes with, below docs/."""

    description: str = ""


class FeedDocument(Struct, frozen=True):
    """The head of one document; all addresses are absolute."""

    id: str
    """The same in all documents of a feed."""

    address: str
    home: str
    """The page that the feed goes with."""

    title: str
    description: str
    language: str
    authors: tuple[Person, ...]
    updated: str
    links: tuple[tuple[str, str], ...]
    """(relation, address) of the other documents, as RFC 5005 names them."""

    archive: bool

    def link(self, rel: str) -> str:
        """Give the address of the document that stands in a relation to this one; empty where there is none."""
        return dict(self.links).get(rel, "")


def make_document(channel: Channel, document: Document, newest: str, survey: Survey) -> FeedDocument:
    """Build the head of a document.

    Arguments:
        channel: The feed.
        document: Which part of it.
        newest: RFC 3339 date of the last change to one of its entries; empty where it has none.
        survey: The survey with an address.
    """
    settings = survey.settings
    return FeedDocument(
        id=settings.address + channel.path,
        address=settings.address + document.path,
        home=page_address(channel.page, settings.address),
        title=channel.title,
        description=channel.description,
        language=settings.language,
        # A feed must have an author; a survey need not name an editor.
        authors=tuple(Person(editor.name, editor.url or orcid_url(editor.orcid)) for editor in settings.editors)
        or (Person(settings.title),),
        updated=newest or NO_DATE,
        links=tuple((rel, settings.address + path) for rel, path in document.links),
        archive=document.archive,
    )


def orcid_url(orcid: str) -> str:
    """Give the address of a bare ORCID iD; empty for none."""
    return f"https://orcid.org/{orcid}" if orcid else ""
