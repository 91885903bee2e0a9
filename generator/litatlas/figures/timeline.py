"""The timeline: papers per year as a bar chart in inline SVG."""

from collections.abc import Mapping, Sequence
from html import escape

from msgspec import Struct

_BAR = 22
_GAP = 6
_HEIGHT = 96
_TOP = 16
_BOTTOM = 20
_LABEL = 26
"""Width that a year's four digits need."""


class YearBar(Struct, frozen=True):
    """One bar of the timeline."""

    year: int
    count: int
    href: str = ""
    """Address of the year's page as it stands in HTML; empty for a bar without a link."""


def years_without_gaps(counts: Mapping[int, int]) -> list[tuple[int, int]]:
    """Give (year, papers) for every year from the first to the last, also for those without papers.

    A gap of more than 30 years is left out: one paper of 1843 does not flatten the rest.
    """
    known = sorted(year for year, count in counts.items() if count)
    out: list[tuple[int, int]] = []
    for year in known:
        last = out[-1][0] if out else year - 1
        if year - last <= 30:
            out.extend((between, 0) for between in range(last + 1, year))
        out.append((year, counts[year]))
    return out


def timeline(bars: Sequence[YearBar], title: str) -> str:
    """Draw the bars; colours come from `currentColor` and the classes of the parts.

    Arguments:
        bars: In order of years, without gaps.
        title: Accessible name of the figure; its description names the extremes.

    Returns:
        One `<svg>` element without blank lines, or an empty string without bars.
    """
    if not bars:
        return ""
    most = max(bar.count for bar in bars)
    width = len(bars) * (_BAR + _GAP) + _GAP
    height = _TOP + _HEIGHT + _BOTTOM
    step = max(1, -(-len(bars) * _LABEL // width))
    lines = [
        f'<svg class="la-timeline-svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group"'
        ' aria-labelledby="la-timeline-title la-timeline-desc">',
        f'<title id="la-timeline-title">{escape(title)}</title>',
        f'<desc id="la-timeline-desc">{escape(describe(bars))}</desc>',
    ]
    lines += [_bar(bar, index, most, (len(bars) - 1 - index) % step == 0) for index, bar in enumerate(bars)]
    base = _TOP + _HEIGHT + 0.5
    lines.append(f'<line class="la-timeline-axis" x1="0" y1="{base}" x2="{width}" y2="{base}" stroke="currentColor"/>')
    lines.append("</svg>")
    return "\n".join(lines)


def describe(bars: Sequence[YearBar]) -> str:
    """Say the figure in a sentence: span and peak."""
    if not bars:
        return "No dated papers."
    peak = max(bars, key=lambda bar: (bar.count, bar.year))
    total = sum(bar.count for bar in bars)
    first, last = bars[0].year, bars[-1].year
    span = f"in {first}" if first == last else f"from {first} to {last}"
    papers = "paper" if total == 1 else "papers"
    return f"{total} {papers} {span}; the most in {peak.year}, with {peak.count}."


def _bar(bar: YearBar, index: int, most: int, labelled: bool) -> str:
    x = _GAP + index * (_BAR + _GAP)
    height = round(_HEIGHT * bar.count / most, 1) if bar.count else 0
    y = round(_TOP + _HEIGHT - height, 1)
    middle = x + _BAR / 2
    papers = "paper" if bar.count == 1 else "papers"
    name = f"{bar.year}: {bar.count} {papers}"
    parts = [
        f'<rect class="la-timeline-bar" x="{x}" y="{y:g}" width="{_BAR}" height="{height:g}" fill="currentColor"/>'
    ]
    if bar.count:
        parts.append(_text("count", middle, y - 4, str(bar.count)))
    if labelled:
        parts.append(_text("year", middle, _TOP + _HEIGHT + 15, str(bar.year)))
    inner = "".join(parts)
    if bar.href and bar.count:
        # A title, not aria-label: the visible figures must stand in the link's name (WCAG 2.5.3).
        return f'<a href="{escape(bar.href)}"><title>{name}</title>{inner}</a>'
    return f"<g>{inner}</g>"


def _text(part: str, x: float, y: float, text: str) -> str:
    return (
        f'<text class="la-timeline-{part}" x="{x:g}" y="{y:g}" text-anchor="middle" font-size="10"'
        f' fill="currentColor">{text}</text>'
    )
