"""Which theme each paper had when the survey was last built: what slugs are kept by, and looks (`themes.tsv`).

A tab-separated table beside the ledger, sorted by paper, so that two branches merge well in git. Lines that cannot
be read are passed over: the file is a memory, and a theme that is not remembered is only named anew.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType

from msgspec.structs import replace

from litatlas.identity.permalink import Entry, Ledger, State, live_ids, slugify_id
from litatlas.themes.values import Look

THEMES_FILE = "themes.tsv"
KIND = "theme"

_HEADER = "# litatlas themes 1\n# paper\ttheme\n"
_RESOLUTION = "# resolution\t"
_LOOK, _LOOK_PARTS = "# theme\t", 4


def parse_memory(text: str, ledger: Ledger) -> dict[str, str]:
    """Read the theme of each paper, by the ids that the papers have now."""
    found: dict[str, str] = {}
    live = live_ids(ledger, "paper")
    for line in text.splitlines():
        paper, tab, slug = line.partition("\t")
        id = live(paper) if tab and not line.startswith("#") else None
        if id and (slug := slug.strip()):
            found.setdefault(id, slug)
    return found


def parse_resolution(text: str) -> tuple[float, int]:
    """Read at what resolution the papers were divided, and how many have moved since; 0 where it is not said."""
    for line in text.splitlines():
        if line.startswith(_RESOLUTION):
            resolution, _, moved = line.removeprefix(_RESOLUTION).partition("\t")
            with suppress(ValueError):
                return float(resolution), int(moved or 0)
    return 0.0, 0


def parse_looks(text: str) -> dict[str, Look]:
    """Read how each theme looked, by slug."""
    found: dict[str, Look] = {}
    for line in text.splitlines():
        parts = line.removeprefix(_LOOK).split("\t")
        if line.startswith(_LOOK) and len(parts) == _LOOK_PARTS and parts[1].isdecimal():
            found[parts[0]] = Look(int(parts[1]), *parts[2:])
    return found


def render_memory(
    themes: Mapping[str, str],
    resolution: float = 0.0,
    looks: Mapping[str, Look] = MappingProxyType({}),
    moved: int = 0,
) -> str:
    """Give the table as text.

    Arguments:
        themes: The theme of each paper, by slug.
        resolution: At which they were found; 0 where the next build need not know it.
        looks: What else the next build keeps of each theme, by slug.
        moved: Papers that have joined or moved since all were looked at together.
    """
    since = f"\t{moved}" if moved else ""
    said = f"{_RESOLUTION}{resolution}{since}\n" if resolution else ""
    said += "".join(f"{_LOOK}{slug}\t{one.colour}\t{one.first}\t{one.second}\n" for slug, one in sorted(looks.items()))
    return _HEADER + said + "".join(f"{paper}\t{slug}\n" for paper, slug in sorted(themes.items()))


def keep_slugs(communities: Sequence[Collection[str]], before: Mapping[str, str]) -> list[str]:
    """Give each community the slug of the theme whose papers it has, by majority; empty for a new one.

    A community keeps a slug if it has more than half of the theme's papers that the survey still has; if it has
    that of several themes, it keeps the slug of the one of which it has most papers.
    """
    papers = set().union(*communities) if communities else set()
    left = Counter(map(before.get, papers))
    claims = []
    for number, community in enumerate(communities):
        for slug, count in Counter(map(before.get, community)).items():
            if slug and 2 * count > left[slug]:
                claims.append((-count, slug, number))
    kept = [""] * len(communities)
    for _, slug, number in sorted(claims):
        if not kept[number]:
            kept[number] = slug
    return kept


def mint_theme(ledger: Ledger, title: str, taken: Collection[str], edition: str = "") -> tuple[Ledger, str]:
    """Give a new theme its slug; one that stood for a theme which is gone comes back where it was."""
    wish = slugify_id(title, KIND)
    number = 1
    while True:
        slug = wish if number == 1 else f"{wish[:56]}-{number}"
        entry = ledger.entry(KIND, slug)
        if slug not in taken and (entry is None or entry.state is not State.TOMBSTONE):
            break
        number += 1
    live = replace(entry, state=State.LIVE, target="", note="") if entry else Entry(KIND, slug, slug, edition)
    return ledger.with_entries(live), slug


def retire(ledger: Ledger, live: Collection[str], now: Mapping[str, str], before: Mapping[str, str]) -> Ledger:
    """Send the addresses of themes that are no more to the theme that has most of their papers.

    Arguments:
        ledger: With all themes of this build.
        live: Slugs of the themes that there are.
        now: The theme of each paper, by slug.
        before: The same, of the last build.
    """
    for entry in ledger.entries(KIND):
        if entry.id in live or entry.state is not State.LIVE:
            continue
        heirs = Counter(now[paper] for paper, slug in before.items() if slug == entry.id and paper in now)
        ranked = sorted(heirs.items(), key=lambda pair: (-pair[1], pair[0]))
        if ranked:
            note = "its papers went to other themes"
            ledger = ledger.with_entries(replace(entry, state=State.REDIRECT, target=ranked[0][0], note=note))
    return ledger


def revive(ledger: Ledger, live: Collection[str]) -> Ledger:
    """Let the addresses of themes that are there again lead to them: a merge that the editors took back."""
    for slug in sorted(live):
        entry = ledger.entry(KIND, slug)
        if entry is None or entry.state is not State.LIVE:
            entry = entry or Entry(KIND, slug, slug)
            ledger = ledger.with_entries(replace(entry, state=State.LIVE, target="", note=""))
    return ledger
