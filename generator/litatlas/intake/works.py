"""Which records are one work: the same identifier, or the same title by the same people about the same time.

The rules, in the order in which they join records:

1. Records that carry the same id of ours are one work; records with two
   different ids never are, whatever else they share: both are published.
2. The same DOI, arXiv, ACL, OpenAlex, Semantic Scholar, OpenReview or PubMed
   identifier, unless titles and authors both say otherwise (a wrong
   identifier, or a proceedings' DOI on its papers). An ISBN names a volume
   and never joins.
3. The same normalised title, where the authors share a family name and the
   years are at most `YEARS_APART` apart, or where one side lacks them, and no
   two DOIs or arXiv ids of published papers stand against it.

Records are taken in an order of their own, so the outcome does not depend on
the order of the input, and each is compared with a bounded number of others.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from litatlas.identity.identifiers import family_key, is_preprint_doi, normal_title
from litatlas.model import Record
from litatlas.problems import Origin
from litatlas.text import fold

YEARS_APART = 2
"""A preprint and its publication lie at most this many years apart."""

COMPARED = 16
"""How many works of one title a record is compared with; more only for titles such as `Editorial`."""

JOINING_SCHEMES = ("doi", "arxiv", "acl", "openalex", "s2", "openreview", "pmid")


class Doubt(Struct, frozen=True):
    """Two records that could be one work and were kept apart, and why."""

    kind: str
    """`two-ids`, `clash` (same identifier, nothing else alike) or `possible` (same title)."""

    first: Record
    second: Record
    why: str


class Merge(Struct, frozen=True):
    """A record that shares the page of another, because both are one work."""

    id: str
    """The paper's id."""

    title: str
    kept: Origin
    """The record whose fields come first."""

    other: Origin
    """The record that was merged into it."""

    def __str__(self) -> str:
        return f"{self.other} is the same work as {self.kept}: {self.id}"


class _Cluster(Struct, eq=False):
    """What is known of a work while it grows."""

    at: int
    mark: str = ""
    titles: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    identifiers: dict[str, str] = field(default_factory=dict)

    def absorb(self, other: "_Cluster") -> None:
        self.mark = self.mark or other.mark
        self.titles |= other.titles
        self.families |= other.families
        self.years |= other.years
        self.identifiers = other.identifiers | self.identifiers


def works(records: Sequence[Record], marks: Sequence[str]) -> tuple[list[tuple[Record, ...]], list[Doubt]]:
    """Group records into works.

    Arguments:
        records: Vetted records: identifiers in normal form, dates valid.
        marks: Our id of each record, or an empty string; equal marks are one
            work, different marks are two.

    Returns:
        The works, each with its records in the records' own order, and the
        pairs that were kept apart in doubt.
    """
    order = sorted(range(len(records)), key=lambda at: (*order_key(records[at]), marks[at]))
    joining = _Joining([records[at] for at in order], [marks[at] for at in order])
    joining.by_mark()
    for scheme in JOINING_SCHEMES:
        joining.by_identifier(scheme)
    joining.by_title()
    return joining.groups(), joining.doubts


def resemble(one: Record, other: Record) -> bool:
    """Say whether two records that claim one id may well be one work: by the rules, or by half of the titles' words.

    A title that a person mended is still the title of its source.
    """
    ours, theirs = (set(re.findall(r"\w+", fold(record.title))) for record in (one, other))
    return 2 * len(ours & theirs) >= len(ours | theirs) or len(works([one, other], ["", ""])[0]) == 1


def order_key(record: Record) -> tuple[bool, str, str, str, str, str, int]:
    """Sort key of records: curated ones first, then by file, then by what they say.

    The line comes last, so that an entry that is moved within its file changes nothing.
    """
    origin = record.origin
    said = (record.key, record.title, record.issued, repr(record.identifiers))
    return (not record.curated, origin.file, *said, origin.line)


class _Joining:
    """Union-find over records in order; the first record of a cluster is its root."""

    def __init__(self, records: Sequence[Record], marks: Sequence[str]) -> None:
        self.records = records
        self.parent = list(range(len(records)))
        self.clusters = [_cluster_of(at, record, marks[at]) for at, record in enumerate(records)]
        self.doubts: list[Doubt] = []

    def root(self, at: int) -> int:
        while self.parent[at] != at:
            self.parent[at] = at = self.parent[self.parent[at]]
        return at

    def cluster(self, at: int) -> _Cluster:
        return self.clusters[self.root(at)]

    def join(self, one: _Cluster, other: _Cluster) -> None:
        first, second = sorted((self.cluster(one.at), self.cluster(other.at)), key=lambda cluster: cluster.at)
        self.parent[second.at] = first.at
        first.absorb(second)

    def doubt(self, kind: str, one: _Cluster, other: _Cluster, why: str) -> None:
        first, second = sorted((one.at, other.at))
        self.doubts.append(Doubt(kind, self.records[first], self.records[second], why))

    def groups(self) -> list[tuple[Record, ...]]:
        members: dict[int, list[Record]] = {}
        for at, record in enumerate(self.records):
            members.setdefault(self.root(at), []).append(record)
        return [tuple(group) for group in members.values()]

    def buckets(self, keys: Iterable[tuple[int, str]]) -> Iterator[list[_Cluster]]:
        """Give the clusters that share a key, as they are when their turn comes, where at least two do."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at, key in keys:
            found[key].append(at)
        for members in found.values():
            clusters = {cluster.at: cluster for cluster in map(self.cluster, members)}
            if len(clusters) > 1:
                yield [clusters[at] for at in sorted(clusters)]

    def by_mark(self) -> None:
        for bucket in self.buckets((at, c.mark) for at, c in enumerate(self.clusters) if c.mark):
            for cluster in bucket[1:]:
                self.join(bucket[0], cluster)

    def by_identifier(self, scheme: str) -> None:
        pairs = ((at, dict(r.identifiers).get(scheme, "")) for at, r in enumerate(self.records))
        for bucket in self.buckets((at, value) for at, value in pairs if value):
            kept: list[_Cluster] = []
            for cluster in bucket:
                self._place_same_identifier(cluster, kept, scheme)

    def _place_same_identifier(self, cluster: _Cluster, kept: list[_Cluster], scheme: str) -> None:
        alike = [other for other in kept if _alike(cluster, other)]
        target = next((other for other in alike if not _two_marks(cluster, other)), None)
        if target:
            self.join(target, cluster)
            return
        if kept:
            other = (alike or kept)[0]
            kind = "two-ids" if alike else "clash"
            self.doubt(kind, other, cluster, f"{scheme} '{cluster.identifiers[scheme]}'")
        if len(kept) < COMPARED:
            kept.append(cluster)

    def by_title(self) -> None:
        keys = [(at, normal_title(record.title)) for at, record in enumerate(self.records)]
        for bucket in self.buckets((at, title) for at, title in keys if title):
            named = self._join_named([cluster for cluster in bucket if cluster.families])
            self._join_nameless([cluster for cluster in bucket if not cluster.families], named)

    def _join_named(self, clusters: list[_Cluster]) -> list[_Cluster]:
        by_family: defaultdict[str, list[_Cluster]] = defaultdict(list)
        kept: list[_Cluster] = []
        for cluster in clusters:
            near = {other.at: other for name in sorted(cluster.families) for other in by_family[name]}
            target = self._first_fitting(cluster, [near[at] for at in sorted(near)])
            if target:
                self.join(target, cluster)
            else:
                if kept and not near and not (kept[0].mark and cluster.mark):
                    self.doubt("possible", kept[0], cluster, "same title, no author in common")
                kept.append(cluster)
            work = target or cluster
            for name in cluster.families:
                if work not in by_family[name] and len(by_family[name]) < COMPARED:
                    by_family[name].append(work)
        return kept

    def _join_nameless(self, clusters: list[_Cluster], named: list[_Cluster]) -> None:
        for cluster in clusters:
            # A nameless record may stand before the named one that it joined, and is then the root of both.
            named = [self.cluster(other.at) for other in named[:COMPARED]]
            fitting = [other for other in named if not _against(cluster, other)]
            if len(fitting) > 1:
                self.doubt(
                    "possible", fitting[0], cluster, "same title as several papers, and no authors to tell which"
                )
                continue
            target = self._first_fitting(cluster, named)
            if target:
                self.join(target, cluster)
            else:
                named.append(cluster)

    def _first_fitting(self, cluster: _Cluster, others: list[_Cluster]) -> _Cluster | None:
        """Give the first of the others that nothing stands against; tell what stands against the first of all."""
        reasons = [(other, _against(cluster, other)) for other in others[:COMPARED]]
        for other, against in reasons:
            if not against:
                return other
        told = next(((other, why) for other, why in reasons if why != "years"), None)
        if told:
            other, why = told
            self.doubt("two-ids" if why == "ids" else "possible", other, cluster, "same title" if why == "ids" else why)
        return None


def _cluster_of(at: int, record: Record, mark: str) -> _Cluster:
    return _Cluster(
        at,
        mark,
        {normal_title(record.title)} - {""},
        {family_key(author) for author in record.authors},
        {int(record.issued[:4])} if record.issued else set(),
        dict(record.identifiers),
    )


def _two_marks(one: _Cluster, other: _Cluster) -> bool:
    return bool(one.mark and other.mark and one.mark != other.mark)


def _alike(one: _Cluster, other: _Cluster) -> bool:
    """Say whether two works that share an identifier have anything else in common, or lack it."""
    if one.titles & other.titles or not one.titles or not other.titles:
        return True
    return bool(one.families & other.families) or not one.families or not other.families


def _against(one: _Cluster, other: _Cluster) -> str:
    """Say what stands against joining two works of one title: `ids`, `years`, a sentence, or nothing."""
    if _two_marks(one, other):
        return "ids"
    for scheme in ("doi", "arxiv"):
        ours, theirs = one.identifiers.get(scheme, ""), other.identifiers.get(scheme, "")
        if ours and theirs and ours != theirs and not (is_preprint_doi(ours) or is_preprint_doi(theirs)):
            return f"same title and authors, but {scheme} '{ours}' is not '{theirs}'"
    if one.years and other.years:
        apart = max(min(one.years) - max(other.years), min(other.years) - max(one.years))
        if apart > YEARS_APART:
            return "years"
    return ""
