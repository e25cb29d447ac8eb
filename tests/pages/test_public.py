"""Pages without signing in: what is exempt, who is reached where, who is signed in and what is a draft stay inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import urlsplit

import pytest

from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.exempt import exempt
from slt_flow.services.meetings.lists import list_meetings
from slt_flow.services.meetings.plan import plan
from slt_flow.services.people.access import grant_access
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.people.contacts import record_contact
from slt_flow.services.request.actions import perform
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.terms import Ref
from tests.conftest import NOON, Prepared
from tests.pages.browsing import Browser, Page, site_of
from tests.records.year import done, play

EXEMPT = ("1/26", "2/26")
BASIS = "offl. § 13"
ADDRESS, ACCOUNT, SUBJECT = "kari@kommunen.example", "os:kari@kontoret", "oidc:https://id.example.no#pairwise-77"
SHORT = 8
"""Letters of texts that are too short to tell anything: a number, a mark."""


def council(context: Context) -> None:
    """A year of which two decisions are exempt, people who are reached and known, and a meeting that is not called."""
    play(context)
    late = replace(context, clock=FixedClock(NOON.moment.replace(year=2027)), basis=BASIS)
    for ref, title in zip(EXEMPT, (None, "Enkeltsak"), strict=True):
        done(exempt(late, ref, public_title=title))
    done(record_contact(late, "slt-koordinator", ADDRESS))
    done(bind_account(late, "slt-koordinator", ACCOUNT))
    done(grant_access(late, "ordforer", "https://id.example.no", "pairwise-77"))
    done(perform(late, EXEMPT[0], "remark", {"text": "Mora til gutten ringte fra sykehuset"}))
    done(plan(late, "2027-11-12"))


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return replace(prepared(council), clock=FixedClock(NOON.moment.replace(year=2027)))


def kept_inside(context: Context) -> set[str]:
    """Every text about what is exempt, but for those that stand elsewhere too, with addresses and accounts."""
    exempt_refs = {ref for text in EXEMPT if (ref := Ref.parse(text)) is not None}
    inside, outside = {ADDRESS, ACCOUNT, SUBJECT, "pairwise-77"}, {BASIS, "Enkeltsak", "Kriminalitetsbildet"}
    for line in history(context):
        ref = Ref.parse(line.subject)
        texts = {text for text in line.texts.values() if len(text) > SHORT}
        (inside if ref is not None and ref.top in exempt_refs else outside).update(texts)
    return {text for text in inside if not any(text in other for other in outside)}


def walked(browser: Browser, *first: str) -> Iterator[tuple[str, Page]]:
    """Every page that is reached from some by links, each once."""
    waiting, seen = list(first), set(first)
    while waiting:
        path = waiting.pop()
        answer = browser.client.get(path)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        page = browser.page(answer)
        yield path, page
        for address in page.links().values():
            target = urlsplit(address)
            if not target.netloc and target.path.startswith("/") and target.path not in seen:
                seen.add(target.path)
                waiting.append(target.path)


def every_case(context: Context) -> list[str]:
    refs = {line.subject for line in history(context) if Ref.parse(line.subject) is not None}
    places = [ref.replace("/", "-") for ref in sorted(refs)]
    return [path for place in places for path in (f"/case/{place}", f"/meeting/{place}", f"/attachment/{place}/1")]


def assert_tells_nothing(page: Page, path: str, inside: set[str]) -> None:
    text = unescape(page.html)
    assert not {word for word in inside if word in text}, path
    assert "UTKAST" not in text, path


def test_what_is_kept_inside_is_on_no_public_page(context: Context) -> None:
    inside = kept_inside(context)
    assert len(inside) > 15
    browser = Browser(site_of(context, public=True))
    for path in ("/status", "/council", "/case/1-26", "/case/1-26.1.1", "/meeting/M1-26"):
        page = browser.get(path)
        assert page.status == 200, path
        assert_tells_nothing(page, path, inside)
    internal = Browser(browser.site).sign_in(ACCOUNT, "os")
    assert any(word in unescape(internal.get("/case/1-26").html) for word in inside)


@pytest.mark.endurance
def test_what_is_kept_inside_is_on_no_page_that_links_or_guesses_lead_to(context: Context) -> None:
    inside, browser = kept_inside(context), Browser(site_of(context, public=True))
    guesses = ("/find?q=Mora", "/receipts", "/receipt/3", "/now", "/mine", "/report", "/office", "/plan?year=2026")
    seen = dict(walked(browser, "/", *every_case(context), *guesses))
    assert len(seen) > 60
    for path, page in seen.items():
        assert_tells_nothing(page, path, inside)


@pytest.mark.endurance
def test_a_meeting_that_is_not_called_and_minutes_that_are_not_approved_are_not_published(context: Context) -> None:
    browser = Browser(site_of(context, public=True))
    meetings = list_meetings(context)
    not_called = [row.ref for row in meetings if row.agenda_sent is None and row.state == "planned"]
    drafts = [row.ref for row in meetings if row.state in ("held", "minuted")]
    assert not_called
    assert drafts
    hidden = [(ref, name) for ref in not_called[:1] for name in ("notice", "minutes")]
    for ref, name in (*hidden, *((ref, "minutes") for ref in drafts[:1])):
        place = ref.replace("/", "-")
        assert browser.get(f"/meeting/{place}/paper/{name}").status == 404, (ref, name)
        assert browser.get(f"/meeting/{place}/paper/{name}/as/docx").status == 404, (ref, name)
