"""The flagship on plain static hosts: at a root, below a path, behind a strict policy, without scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from browser.conftest import ROOT, serve_below
from browser.walking import one_page_of_each_kind, use, watched

pytestmark = [pytest.mark.browser, pytest.mark.site]


def policy() -> str:
    """Give the policy that the guide offers: what it says is what is tried."""
    guide = (ROOT / "docs/guide/site.md").read_text(encoding="utf-8")
    (found,) = set(re.findall(r"Content-Security-Policy:? ?\"?(default-src [^\"\n]+)", guide))
    return found


@pytest.mark.parametrize("below", ["", "litatlas", "a/b"])
def test_every_kind_of_page_works_behind_the_policy_of_the_guide(
    context: BrowserContext, flagship_site: Path, below: str
) -> None:
    page = context.new_page()
    with (
        serve_below(flagship_site, below, {"Content-Security-Policy": policy()}) as address,
        watched(page, address) as seen,
    ):
        for path in one_page_of_each_kind(flagship_site):
            use(page, seen, address + path.removesuffix("index.html"))
    assert seen.wrong == {}


def test_the_policy_is_enforced_by_the_browser(context: BrowserContext, flagship_site: Path) -> None:
    """Or the test above would prove nothing."""
    page = context.new_page()
    with (
        serve_below(flagship_site, "", {"Content-Security-Policy": policy()}) as address,
        watched(page, address) as seen,
    ):
        page.goto(address)
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.hit = 1'}))")
        assert page.evaluate("window.hit") is None
        assert [one.partition(":")[0] for one in page.evaluate("window.violations")] == ["script-src-elem"]
    assert "violates the following Content Security Policy directive" in " ".join(seen.said)


def test_a_redirect_works_behind_the_policy(context: BrowserContext, frame_folder: Path) -> None:
    page = context.new_page()
    with (
        serve_below(frame_folder, "litatlas", {"Content-Security-Policy": policy()}) as address,
        watched(page, address) as seen,
    ):
        page.goto(f"{address}papers/old/?from=mail#related")
        page.wait_for_url(f"{address}papers/new/?from=mail#related")
    assert seen.violations + seen.elsewhere == []


LOST = (
    # (address that leads nowhere, the paper that is offered first)
    ("papers/flamngo/", "papers/flamingo/"),
    ("papers/atari-g", "papers/atari-gpt/"),
    ("papers/MMICL.html", "papers/mmicl/"),
    ("papers/mmicl/deeper/still.html", "papers/mmicl/"),
    ("tags/seed-bench-3/", "papers/seed-bench-2/"),
)


def test_a_lost_page_offers_the_papers_with_a_similar_address(context: BrowserContext, flagship_site: Path) -> None:
    page = context.new_page()
    offered = {}
    with serve_below(flagship_site, "litatlas", {"Content-Security-Policy": policy()}) as address:
        for asked, _ in LOST:
            page.goto(address + asked)
            link = page.locator(".la-nearest a").first
            link.wait_for()
            offered[asked] = (link.get_attribute("href") or "").removeprefix(address)
        page.goto(f"{address}no/such/page/", wait_until="networkidle")
        assert not page.locator(".la-nearest").is_visible()
    assert offered == dict(LOST)


def test_the_colours_of_the_reader_are_kept_behind_the_policy(browser: Browser, flagship_site: Path) -> None:
    with (
        serve_below(flagship_site, "", {"Content-Security-Policy": policy()}) as address,
        browser.new_context(color_scheme="light", viewport={"width": 1280, "height": 900}) as context,
    ):
        page = context.new_page()
        page.goto(address)
        page.click("label[title='Switch to dark colours']")
        page.goto(f"{address}about/", wait_until="commit")
        page.wait_for_selector("main")
        assert page.get_attribute("body", "data-md-color-scheme") == "slate"
