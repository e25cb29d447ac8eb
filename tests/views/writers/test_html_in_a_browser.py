"""Pages in a real browser: phone and desk, light and dark, by keys alone, without script, on paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from slt_flow.results.documents import Document
from slt_flow.terms import LANGUAGES
from slt_flow.views.text.words import Words
from slt_flow.views.writers.html import written
from tests.views.documents import EVERY, EVERYDAY, Sample
from tests.views.writers.browser import SCREENS, Screen, opened, overflow, violations, with_fault

pytestmark = pytest.mark.xdist_group("browser")
"""One browser serves all."""

COUNCILS: Final = ("kvaefjord", "levanger")
PHONE: Final = Screen(320, "dark")
DESK: Final = Screen(1280, "light")

CouncilDocument = Callable[[str, str], Document]
BuiltDocument = Callable[[Sample], Document]


def filed(folder: Path, document: Document) -> Path:
    file = folder / "page.html"
    file.write_bytes(written(document, Words(document.language)))
    return file


def test_a_councils_page_needs_no_sideways_scrolling_on_a_phone(
    browser: Browser, council_document: CouncilDocument, tmp_path: Path
) -> None:
    with opened(browser, filed(tmp_path, council_document("kvaefjord", "nn")), PHONE) as page:
        assert overflow(page) == []
        page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<pre>' + 'a'.repeat(400) + '</pre>')"
        )
        assert overflow(page)


@pytest.mark.endurance
def test_keys_alone_fold_and_unfold_without_script(
    browser: Browser, council_document: CouncilDocument, tmp_path: Path
) -> None:
    """Tab goes to the link that skips to the content, to the contents, to what folds; Enter and the space bar fold."""
    file = filed(tmp_path, council_document("kvaefjord", "nb"))
    with opened(browser, file, DESK, script=False) as page:
        focused = page.locator(":focus")
        page.keyboard.press("Tab")
        assert focused.inner_text() == "Hopp til innholdet"
        assert focused.bounding_box() is not None
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        assert focused.get_attribute("id") == "main"
        for heading in ("Hvor alt står", "Frister", "Venter på", "Året 2026", "Forpliktelser"):
            page.keyboard.press("Tab")
            assert focused.inner_text() == heading
        page.keyboard.press("Tab")
        assert focused.inner_text() == "Tallene i bildet"
        figures = page.locator("details.figures").first
        table = figures.locator("table")
        assert not table.is_visible()
        page.keyboard.press("Enter")
        assert table.is_visible()
        page.keyboard.press("Tab")
        assert "2/26 Natteravner i sentrum" in focused.inner_text()
        beneath = page.get_by_text("2/26.1.1 Verve og lære opp natteravner").first
        assert beneath.is_visible()
        page.keyboard.press("Space")
        assert not beneath.is_visible()
        page.keyboard.press("Shift+Tab")
        assert focused.inner_text() == "Tallene i bildet"


@pytest.mark.endurance
def test_what_has_the_focus_is_seen(browser: Browser, council_document: CouncilDocument, tmp_path: Path) -> None:
    with opened(browser, filed(tmp_path, council_document("levanger", "en")), DESK) as page:
        page.keyboard.press("Tab")
        for _ in range(12):
            page.keyboard.press("Tab")
            width = page.locator(":focus").evaluate("e => parseFloat(getComputedStyle(e).outlineWidth)")
            assert width >= 2


@pytest.mark.endurance
def test_a_screen_reader_meets_landmarks_headings_and_tables_in_order(
    browser: Browser, council_document: CouncilDocument, tmp_path: Path
) -> None:
    """Also on a phone, where rows of tables are laid out as cards."""
    with opened(browser, filed(tmp_path, council_document("kvaefjord", "en")), PHONE) as page:
        tree = page.locator("body").aria_snapshot()
    order = [
        "link \"Skip to the content\"", "banner", "main", "heading \"Politirådet i Kvæfjord\" [level=1]",
        "navigation \"Contents\"", "heading \"Where everything stands\" [level=2]",
        "img \"Politirådet i Kvæfjord: the three levels", "heading \"Deadlines\" [level=2]",
        "table \"Deadlines\"", "columnheader \"Deadline\"", "cell \"Deadline", "heading \"Waited on\" [level=2]",
        "heading \"The year 2026\" [level=2]", "img \"Politirådet i Kvæfjord: the year 2026",
        "heading \"Obligations\" [level=2]", "table \"Obligations\"",
    ]  # fmt: skip
    place = 0
    for mark in order:
        found = tree.find(mark, place)
        assert found >= 0, (mark, tree[place : place + 400])
        place = found


@pytest.mark.endurance
def test_axe_finds_faults_that_are_there(
    browser: Browser, axe: str, council_document: CouncilDocument, tmp_path: Path
) -> None:
    with opened(browser, filed(tmp_path, council_document("kvaefjord", "nn")), PHONE) as page:
        with_fault(page)
        assert {rule for rule, _ in violations(page, axe)} >= {"image-alt", "color-contrast"}


@pytest.mark.endurance
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("council", COUNCILS)
def test_a_councils_page_is_right_on_every_screen(
    council: str, language: str, browser: Browser, axe: str, council_document: CouncilDocument, tmp_path: Path
) -> None:
    file = filed(tmp_path, council_document(council, language))
    for screen in SCREENS:
        with opened(browser, file, screen) as page:
            assert overflow(page) == [], screen
            assert violations(page, axe) == [], screen


@pytest.mark.endurance
@pytest.mark.parametrize("sample", [pytest.param(sample, id=sample.name) for sample in EVERYDAY])
def test_each_kind_of_document_is_right_on_a_phone_and_a_desk(
    sample: Sample, browser: Browser, axe: str, document: BuiltDocument, tmp_path: Path
) -> None:
    file = filed(tmp_path, document(sample))
    for screen in (PHONE, DESK):
        with opened(browser, file, screen) as page:
            assert overflow(page) == [], screen
            assert violations(page, axe) == [], screen


@pytest.mark.endurance
@pytest.mark.parametrize("sample", [pytest.param(sample, id=sample.name) for sample in EVERY])
def test_no_document_needs_sideways_scrolling(
    sample: Sample, browser: Browser, document: BuiltDocument, tmp_path: Path
) -> None:
    with opened(browser, filed(tmp_path, document(sample)), PHONE) as page:
        assert overflow(page) == []
        page.add_style_tag(
            content="*{letter-spacing:.12em!important;line-height:1.5!important;word-spacing:.16em!important}"
        )
        assert overflow(page) == [], "with the spacing of WCAG 1.4.12"
        page.set_viewport_size({"width": 1280, "height": 800})
        assert overflow(page) == []


@pytest.mark.endurance
@pytest.mark.parametrize("language", LANGUAGES)
def test_on_paper_nothing_stays_folded(
    language: str, browser: Browser, council_document: CouncilDocument, tmp_path: Path
) -> None:
    document = council_document("kvaefjord", language)
    with opened(browser, filed(tmp_path, document), Screen(1280, "dark")) as page:
        assert page.locator("details:not([open])").count() >= 3
        pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    assert [round(float(side)) for side in (pdf.pages[0].mediabox.width, pdf.pages[0].mediabox.height)] == [595, 842]
    text = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    folded = {"nb": "Over et år", "nn": "Over eit år", "en": "Over a year"}[language]
    assert folded in text, "the figures of the first picture"
    assert "1/26.1.1" in text, "a measure beneath a decision that is carried out"
    last = Words(language).say("Page {page} of {pages}", page=len(pdf.pages), pages=len(pdf.pages))
    assert last in text


@pytest.mark.endurance
def test_a_wide_document_lies_on_its_side_on_paper(browser: Browser, document: BuiltDocument, tmp_path: Path) -> None:
    made = document(Sample("kvaefjord", "report", "nb"))
    assert made.wide
    with opened(browser, filed(tmp_path, made), DESK) as page:
        pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert pdf.pages[0].mediabox.width > pdf.pages[0].mediabox.height
