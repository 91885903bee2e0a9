"""Which pages to look at, and what to look out for while a browser shows them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Response

_KIND = re.compile(r'class="la-page la-page--([\w-]+)')

NOTE_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""


def one_page_of_each_kind(site: Path) -> list[str]:
    """Give the largest page of each kind that a site has, by its path; a new kind of page is looked at by itself."""
    largest: dict[str, tuple[int, str]] = {}
    for file in sorted(site.rglob("index.html")):
        html = file.read_text(encoding="utf-8")
        kind = _KIND.search(html)
        found = (len(html), file.relative_to(site).as_posix())
        key = kind[1] if kind else "bare"
        largest[key] = max(largest.get(key, found), found)
    return sorted(path for _, path in largest.values())


@dataclass
class Seen:
    """What happened while pages were shown."""

    base: str
    """Where every address must begin."""

    elsewhere: list[str] = field(default_factory=list)
    """What was asked of other hosts."""

    failed: list[str] = field(default_factory=list)
    """What was asked for and not had, or only by way of a redirect."""

    said: list[str] = field(default_factory=list)
    """Errors and warnings in the console, and exceptions of scripts."""

    violations: list[str] = field(default_factory=list)
    """What the Content-Security-Policy refused."""

    @property
    def wrong(self) -> dict[str, list[str]]:
        """Everything that should not have happened."""
        found = {"elsewhere": self.elsewhere, "failed": self.failed, "said": self.said, "violations": self.violations}
        return {name: things for name, things in found.items() if things}


@contextmanager
def watched(page: Page, base: str) -> Iterator[Seen]:
    """Note what goes wrong on a page meanwhile."""
    seen = Seen(base)

    def answered(response: Response) -> None:
        if response.url.startswith("http") and response.status not in (200, 304):
            seen.failed.append(f"{response.status} {response.url}")

    page.add_init_script(NOTE_VIOLATIONS)
    page.on(
        "request",
        lambda request: (
            seen.elsewhere.append(request.url) if not request.url.startswith((base, "data:", "blob:")) else None
        ),
    )
    page.on("response", answered)
    page.on("requestfailed", lambda request: seen.failed.append(request.url))
    page.on("pageerror", lambda error: seen.said.append(str(error)))
    page.on(
        "console",
        lambda message: seen.said.append(message.text) if message.type in ("error", "warning") else None,
    )
    yield seen


def use(page: Page, seen: Seen, address: str) -> None:
    """Show a page and use what it offers: the search box, every tab and button of its text, everything that opens."""
    page.goto(address, wait_until="networkidle")
    page.eval_on_selector_all("main details", "all => all.forEach((one) => { one.open = true; })")
    if page.locator(".la-search__input").count():
        page.fill(".la-search__input", "flamingo")
        page.wait_for_selector(".la-search__list .la-hit")
        page.keyboard.press("Escape")
    for tab in page.locator("main [role=tab]").all():
        if tab.is_visible():
            tab.click()
    seen.violations.extend(page.evaluate("window.violations"))
