"""Status, the council and its documents as pages: filters, links, files, editions; nothing of it for strangers."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from slt_flow.services.people.contacts import record_contact
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.pages.browsing import Browser, site_of
from tests.pages.test_acts import OWNER, SECRETARY, STRANGER, work
from tests.records.year import done

ADDRESS = "rektor@skolen.example"
PAGES = ("/status", "/obligations", "/wheel", "/council", "/agreement", "/plan", "/evaluation", "/report")


def council(context: Context) -> None:
    """A decision with work beneath it, and an address."""
    work(context)
    done(record_contact(context, "rektor", ADDRESS))


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return prepared(council)


@pytest.fixture
def secretary(context: Context) -> Browser:
    return Browser(site_of(context)).sign_in(SECRETARY, "os")


@pytest.mark.parametrize("path", [*PAGES, "/yearly-report"])
def test_every_page_is_read_by_the_council_and_by_no_owner_outside_it(context: Context, path: str) -> None:
    site = site_of(context)
    assert Browser(site).sign_in(SECRETARY, "os").get(path).status == 200
    assert Browser(site).sign_in(OWNER, "os").get(path).status == 403
    assert Browser(site).sign_in(STRANGER, "os").get(path).status == 403


def test_refs_in_the_tree_lead_to_their_cases(secretary: Browser) -> None:
    links = secretary.get("/status").links()
    assert links["1/26.1.1"] == "/case/1-26.1.1"
    assert secretary.get(links["1/26.1.1"]).status == 200


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("owner=rektor", True), ("owner=ordforer", False), ("level=executing", True), ("year=2026", True),
        ("open=1", True), ("late=1", True), ("area=-", True), ("area=trafikksikkerhet", False), ("year=2025", False),
    ],
)  # fmt: skip
def test_the_tree_is_filtered_by_its_address(secretary: Browser, query: str, there: bool) -> None:
    page = secretary.get(f"/status?{query}")
    assert page.status == 200
    assert ("Følge til skolen" in page.text) is there
    name, _, value = query.partition("=")
    chosen = page.tree.query(f'[name="{name}"][checked], [name="{name}"] option[selected]')
    assert chosen or (name, value) == ("year", "2025")


@pytest.mark.parametrize("query", ["year=x", "year=202", "year=١٢٣٤", "owner=nobody", "state=flying", "area=nowhere"])
def test_a_filter_that_names_nothing_is_told(secretary: Browser, query: str) -> None:
    page = secretary.get(f"/status?{query}")
    assert page.status == 400
    assert "slt " not in page.text


def test_a_search_finds_words_and_leads_to_their_cases(secretary: Browser) -> None:
    page = secretary.get("/find?q=følge til")
    assert page.links()["1/26.1.1"] == "/case/1-26.1.1"
    assert "1 sted" in page.text
    assert "0 steder" in secretary.get("/find?q=<script>alert(1)</script>").text


@pytest.mark.parametrize(("path", "beginning"), [("/status/as/pdf", b"%PDF"), ("/agreement/as/docx", b"PK")])
def test_a_document_is_taken_along_as_a_file(secretary: Browser, path: str, beginning: bytes) -> None:
    answer = secretary.client.get(path)
    assert answer.status_code == 200
    assert answer.content.startswith(beginning)
    assert "attachment" in answer.headers["content-disposition"]
    if beginning == b"PK":
        assert "Kvæfjord" in ZipFile(BytesIO(answer.content)).read("word/document.xml").decode()


def test_there_is_no_file_of_another_format(secretary: Browser) -> None:
    assert secretary.get("/status/as/exe").status == 404


def test_addresses_are_shown_to_those_who_are_signed_in_alone(context: Context) -> None:
    site = site_of(context, public=True)
    assert ADDRESS in Browser(site).sign_in(SECRETARY, "os").get("/council").text
    page = Browser(site).get("/council")
    assert page.status == 200
    assert "Rektor" in page.text
    assert ADDRESS not in page.html


def test_drafts_are_not_published(context: Context) -> None:
    anybody, reader = Browser(site_of(context, public=True)), Browser(site_of(context)).sign_in(SECRETARY, "os")
    for path in ("/plan", "/evaluation"):
        assert "UTKAST" in reader.get(path).text
        page = anybody.get(path)
        assert page.status == 404
        assert "UTKAST" not in page.text


def test_a_council_that_does_not_publish_sends_everybody_to_sign_in(context: Context) -> None:
    nobody = Browser(site_of(context))
    nobody.client.follow_redirects = False
    for path in ("/", *PAGES, "/case/1-26"):
        assert nobody.get(path).status == 303, path
