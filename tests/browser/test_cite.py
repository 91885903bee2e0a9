"""The cite box in a browser: tabs by keyboard, exact copies, and everything there without a script."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from browser.conftest import ROOT, serve_below
from litatlas.app import generate

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RECORDS = {
    "mmicl": """\
title: "MMICL: <script>Empowering</script> $x^2$ & `ticks` with {braces}"
short: MMICL
authors: [Haozhe Zhao, "王小明", "GPT-4 Team"]
issued: 2023-09
venue: {name: International Conference on Learning Representations, short: ICLR, kind: conference, year: 2024}
identifiers: {arxiv: "2309.07915", openreview: 5KojubHBr8}
abstract: We propose MMICL, which sees pictures in context.
""",
}
WAYS = ["BibTeX", "RIS", "CSL-JSON", "APA", "IEEE", "ACM", "Chicago", "MLA", "This page"]
WITHOUT_SCRIPTS = ["BibTeX", "RIS", "CSL-JSON", "APA", "IEEE · ACM · Chicago · MLA", "This page"]
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
DENIED = """
    const no = () => Promise.reject(new DOMException('denied', 'NotAllowedError'));
    Object.defineProperty(navigator, 'clipboard', {value: {write: no, writeText: no}});
"""
NO_COPY_AT_ALL = NO_CLIPBOARD + "document.execCommand = () => false;"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey of one paper with two versions and a hostile title, built by MkDocs."""
    root = tmp_path_factory.mktemp("cite") / "Übersicht #1 50%"
    (root / "records").mkdir(parents=True)
    for name, text in RECORDS.items():
        (root / "records" / f"{name}.yml").write_text(text, encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text('# Home\n\n--8<-- "cite.md"\n', encoding="utf-8")
    (root / "survey.yml").write_text(
        "title: Senses\neditors: [Ada Lovelace]\naddress: https://example.org/senses/\n", encoding="utf-8"
    )
    generated = generate(root)
    assert generated.written is not None
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    # The flagship's navigation names its guide, which is not here.
    lines = [line for line in text.splitlines() if not re.match(r"  - (Guide|About):|      - ", line)]
    (root / "mkdocs.yml").write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    ran = subprocess.run(command, cwd=root, env=quiet, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    return root / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve_below(site, "litatlas") as address:
        yield address


@pytest.fixture
def box(page: Page, address: str) -> Locator:
    page.goto(f"{address}papers/mmicl/")
    return page.locator(".la-cite")


def bibtex_of(site: Path) -> str:
    """Give the exported entry without its abstract: what the box shows."""
    lines = (site / "papers/mmicl.bib").read_text("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("  abstract = "))


def pasted(page: Page) -> str:
    """Paste what was copied into a fresh field, as a reader would."""
    page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), {id: 'paste'}))")
    page.locator("#paste").focus()
    page.keyboard.press("Control+V")
    return page.locator("#paste").input_value()


def selected(box: Locator) -> list[str]:
    return box.locator("[role=tab][aria-selected=true]").all_inner_texts()


def test_tabs_are_chosen_by_keyboard_and_one_panel_is_seen(page, box):
    assert [name.strip() for name in box.get_by_role("tab").all_inner_texts()] == WAYS
    box.get_by_role("tab", name="BibTeX").focus()
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "ArrowLeft", "Home"):
        page.keyboard.press(key)
        panel = box.get_by_role("tabpanel")
        assert panel.count() == 1
        name = page.evaluate("document.activeElement.textContent")
        assert panel.get_attribute("aria-labelledby") == page.evaluate("document.activeElement.id")
        seen.append(name)
    assert seen == ["RIS", "CSL-JSON", "RIS", "This page", "BibTeX", "This page", "BibTeX"]
    assert box.locator("[role=tab][tabindex='0']").count() == 1


def test_the_chosen_way_is_chosen_on_the_next_page(page, box, address):
    box.get_by_role("tab", name="IEEE").click()
    page.goto(f"{address}papers/mmicl/#cite")
    page.reload()
    assert selected(page.locator(".la-cite")) == ["IEEE"]


def test_the_button_copies_the_exact_export_and_says_so(context, page, box, site):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    box.get_by_role("button", name="Copy", exact=True).first.click()
    box.get_by_role("status").first.filter(has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == bibtex_of(site)


def test_a_reference_is_copied_as_text_and_with_its_italics(context, page, box):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    box.get_by_role("tab", name="MLA").click()
    box.get_by_role("button", name="Copy", exact=True).first.click()
    box.get_by_role("status").first.filter(has_text="Copied").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    html = page.evaluate("navigator.clipboard.read().then(i => i[0].getType('text/html')).then(b => b.text())")
    assert text.startswith("Zhao, Haozhe, et al. “MMICL: <script>Empowering</script> ")
    assert text.endswith("2024, https://openreview.net/forum?id=5KojubHBr8.")
    assert "<em>International Conference on Learning Representations</em>" in html
    assert "<a " not in html


@pytest.mark.parametrize("obstacle", [NO_CLIPBOARD, DENIED])
def test_without_the_clipboard_the_old_command_copies(context, page, address, site, obstacle):
    page.add_init_script(obstacle)
    page.goto(f"{address}papers/mmicl/")
    box = page.locator(".la-cite")
    box.get_by_role("button", name="Copy", exact=True).first.click()
    box.get_by_role("status").first.filter(has_text="Copied").wait_for()
    assert pasted(page) == bibtex_of(site)


def test_where_nothing_copies_the_text_is_selected(page, address, site):
    page.add_init_script(NO_COPY_AT_ALL)
    page.goto(f"{address}papers/mmicl/")
    box = page.locator(".la-cite")
    box.get_by_role("button", name="Copy", exact=True).first.click()
    box.get_by_role("status").first.filter(has_text="Ctrl+C").wait_for()
    assert page.evaluate("getSelection().toString()").strip() == bibtex_of(site).strip()


def test_it_copies_from_a_double_clicked_file(context, page, site):
    page.goto((site / "papers/mmicl/index.html").as_uri())
    box = page.locator(".la-cite")
    box.get_by_role("button", name="Copy", exact=True).first.click()
    box.get_by_role("status").first.filter(has_text="Copied").wait_for()
    assert pasted(page) == bibtex_of(site)


@pytest.mark.parametrize(("way", "file"), [("RIS", "mmicl.ris"), ("CSL-JSON", "mmicl.json")])
def test_a_file_is_shown_when_its_tab_is_chosen_and_copied_byte_for_byte(context, page, box, site, way, file):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/litatlas/")[2].partition("?")[0]))
    box.get_by_role("tab", name=way, exact=True).click()
    box.get_by_role("tabpanel").locator("code").wait_for()
    assert [path for path in asked if path.startswith("cards/")] == ["cards/manifest.js", "cards/exports/0.js"]
    written = (site / "papers" / file).read_bytes().decode("utf-8")
    assert box.get_by_role("tabpanel").locator("code").inner_text() == written.replace("\r\n", "\n")
    box.get_by_role("button", name="Copy", exact=True).first.click()
    box.get_by_role("status").first.filter(has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == written


def test_files_are_shown_from_a_double_clicked_file_and_on_the_next_page_under_a_strict_policy(page, site):
    page.goto((site / "papers/mmicl/index.html").as_uri())
    page.locator(".la-cite").get_by_role("tab", name="CSL-JSON").click()
    code = page.locator(".la-cite").get_by_role("tabpanel").locator("code")
    (item,) = json.loads(code.inner_text())
    assert item["title"].startswith("MMICL: <script>Empowering</script>")
    assert page.locator(".la-cite script").count() == 0
    with serve_below(site, "a/b", {"Content-Security-Policy": "default-src 'self'"}) as address:
        page.goto(f"{address}papers/mmicl/")
        page.locator(".la-cite").get_by_role("tab", name="RIS").click()
        page.reload()  # the chosen way is chosen at once: its text comes without a click
        code.wait_for()
        assert code.inner_text().startswith("TY  - CONF\nID  - zhao2023mmicl\n")


@pytest.mark.parametrize("way", WAYS[4:8])
def test_a_further_style_is_shown_as_its_file_has_it_and_links_its_address(page, box, site, way):
    box.get_by_role("tab", name=way, exact=True).click()
    panel = box.get_by_role("tabpanel")
    panel.get_by_role("link", name="https://openreview.net/forum?id=5KojubHBr8").wait_for()
    lines = (site / "papers/mmicl.txt").read_text("utf-8").splitlines()
    assert panel.locator("p").all_inner_texts() == [lines[lines.index(way) + 1]]


def test_where_further_styles_cannot_be_loaded_the_link_to_all_of_them_is_left(page, box):
    page.route("**/cards/exports/*", lambda route: route.abort())
    box.get_by_role("tab", name="IEEE").click()
    assert box.get_by_role("tabpanel").get_by_role("link", name="Read as text").is_visible()
    assert box.get_by_role("button", name="Copy", exact=True).first.is_hidden()


def test_where_the_text_of_a_file_cannot_be_loaded_its_link_is_left(page, box):
    page.route("**/cards/exports/*", lambda route: route.abort())
    box.get_by_role("tab", name="RIS").click()
    assert box.get_by_role("tabpanel").get_by_role("link", name="Download RIS").is_visible()
    assert box.get_by_role("button", name="Copy", exact=True).first.is_hidden()
    page.unroute("**/cards/exports/*")
    box.get_by_role("tab", name="BibTeX").click()
    box.get_by_role("tab", name="RIS").click()
    box.get_by_role("tabpanel").locator("code").wait_for()
    assert box.get_by_role("button", name="Copy", exact=True).first.is_visible()


def test_the_preprint_can_be_copied_instead(context, page, box):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    box.get_by_text("Cite the preprint instead").click()
    other = box.locator(".la-cite__other")
    other.get_by_role("button", name="Copy", exact=True).first.click()
    other.get_by_role("status").first.filter(has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{zhao2023mmicl,\n")
    assert "archiveprefix = {arXiv}" in copied


def test_without_scripts_every_way_is_reached(browser: Browser, address: str, site: Path):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}papers/mmicl/")
        box = page.locator(".la-cite")
        assert box.locator("details[name=cite] > summary").all_inner_texts() == WITHOUT_SCRIPTS
        assert box.get_by_text("@inproceedings{zhao2023mmicl").is_visible()
        files = {"RIS": "mmicl.ris", "CSL-JSON": "mmicl.json", WITHOUT_SCRIPTS[4]: "mmicl.txt"}
        for name in WITHOUT_SCRIPTS[1:]:
            way = box.locator("details[name=cite]", has=page.locator(f"summary:text-is('{name}')"))
            way.locator("summary").click()
            assert way.locator("code, p").first.is_visible(), name
            if name in files:
                link = way.get_by_role("link")
                assert link.get_attribute("href") == f"../{files[name]}"
                assert (site / "papers" / files[name]).is_file()
        assert page.locator(".la-cite button").count() == 0


def test_a_hostile_title_runs_nothing_and_no_other_host_is_asked(browser: Browser, address: str):
    asked, errors = [], []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}papers/mmicl/", wait_until="networkidle")
        assert page.locator(".la-cite script").count() == 0
        assert page.locator(".la-cite math").count() > 0
    assert [url for url in asked if not url.startswith(address)] == []
    assert errors == []


def test_a_reference_to_the_paper_and_one_to_its_page_are_printed(page, box):
    page.emulate_media(media="print")
    shown = page.evaluate(
        "[...document.querySelectorAll('.la-cite > *')].filter(e => e.getClientRects().length).map(e => e.innerText)"
    )
    assert len(shown) == 2
    assert shown[0].strip().startswith("Zhao, H., 王小明, & GPT-4 Team. (2024).")
    assert shown[1].strip().endswith("/papers/mmicl/")


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wider_than_a_phone(browser: Browser, address: str, width: int):
    with browser.new_context(viewport={"width": width, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"{address}papers/mmicl/")
        for name in WAYS:
            page.get_by_role("tab", name=name, exact=True).click()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_the_survey_is_copied_from_the_home_page(context, page, address):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.get_by_role("button", name="Copy", exact=True).first.click()
    page.get_by_role("status").first.filter(has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "Ada Lovelace, ed. Senses. https://example.org/senses/"
