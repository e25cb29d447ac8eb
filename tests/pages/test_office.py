"""The secretary's office: what waits after a meeting, and every form with the use case behind it."""

from __future__ import annotations

from inspect import Parameter, signature

import pytest

from slt_flow.pages.choices import More
from slt_flow.pages.office_forms import BASIS, FORMS
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.attachments import attachments
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.request.context import Context
from slt_flow.services.use_cases import USE_CASES
from tests.conftest import Prepared
from tests.pages.browsing import Browser, site_of
from tests.records.year import done

MANY = (More.MEASURES, More.CHALLENGES, More.SOURCES)
"""Kinds of which the council may have none, so that there is nothing to tick."""

NONE_IS_AUDITOR = (("grant_access", "post"), ("revoke_access", "post"))
"""Parameters that must be there and may be None: an auditor has no post."""

SECRETARY, MEMBER = "os:slt@kontoret", "os:rektor@skolen"


def begun(context: Context) -> None:
    """A meeting that was held, with a decision that nobody was given, and a case that is on no agenda."""
    done(plan(context, "2026-06-02"))
    done(hold(context, "M1/26", "all"))
    done(register(context, "Trygg skolevei", meeting="M1/26", consent="all"))
    done(register(context, "Natteravner"))
    done(plan(context, "2026-12-02"))
    done(bind_account(context, "slt-koordinator", SECRETARY))
    done(bind_account(context, "politikontakt", MEMBER))


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return prepared(begun)


@pytest.fixture
def secretary(context: Context) -> Browser:
    return Browser(site_of(context)).sign_in(SECRETARY, "os")


# the table of forms


def test_a_form_asks_what_its_use_case_takes_and_all_that_it_needs() -> None:
    for name, form in FORMS.items():
        _, *parameters = signature(USE_CASES[name]).parameters.values()
        asked = {question.name for question in form.questions} - {BASIS.name}
        required = {q.name for q in form.questions if q.required or (name, q.name) in NONE_IS_AUDITOR}
        assert asked <= {parameter.name for parameter in parameters}, name
        assert {p.name for p in parameters if p.default is Parameter.empty} <= required, name
        assert form.about in asked | {""}, name


@pytest.mark.endurance
def test_every_form_opens_and_an_empty_one_says_what_is_missing_and_records_nothing(
    secretary: Browser, context: Context
) -> None:
    before = history(context)
    for name, form in FORMS.items():
        path = f"/office/{name.replace('_', '-')}"
        page = secretary.get(path)
        assert page.status == 200, name
        asked = {q.name for q in form.questions if q.required}
        choiceless = {q.name for q in form.questions if q.kind in MANY}
        assert page.fields() >= asked - choiceless, name
        sent = secretary.post(path, page.hidden())
        assert (sent.status, "er tomt" in sent.text) == (400, bool(asked)), name
    assert history(context) == before


def test_only_the_secretary_and_the_chair_have_an_office(context: Context) -> None:
    member = Browser(site_of(context)).sign_in(MEMBER, "os")
    assert member.get("/office").status == 403
    assert member.get("/office/register").status == 403
    assert "/office" not in member.get("/mine").links().values()


# an hour after a meeting


def test_the_office_shows_what_waits_in_the_order_of_the_hour(secretary: Browser) -> None:
    page = secretary.get("/office")
    places = [page.text.index(words) for words in ("Møter som skal føres", "Trygg skolevei", "Natteravner")]
    assert places == sorted(places)
    assert "M1/26" in page.text[page.text.index("Referater på vei") : page.text.index("Trygg skolevei")]
    assert page.links()["Gi det til en ansvarlig"] == "/office/assign?ref=1/26"


def test_a_decision_is_given_to_an_owner_after_a_review(secretary: Browser, context: Context) -> None:
    path = "/office/assign?ref=1/26"
    form = secretary.get(path)
    assert 'value="1/26" selected' in form.html
    fields = {"ref": "1/26", "owner": "slt-koordinator", "due": "2026-12-01", "title": "Skoleveien"}
    review = secretary.post("/office/assign", form.hidden() | fields)
    assert "Dette blir ført inn" in review.text
    receipt = secretary.post("/office/assign", review.hidden() | {"reviewed": "1"})
    assert receipt.path.startswith("/receipt/")
    assert show_case(context, "1/26.1").owner == "slt-koordinator"
    assert "Trygg skolevei" not in secretary.get("/office").text.partition("Møter som kommer")[0]


def test_a_case_is_registered_with_all_that_is_said_of_it(secretary: Browser, context: Context) -> None:
    receipt = secretary.fill(
        "/office/register",
        title="Skjenketider",
        text="Skjenkingen slutter klokka to.",
        meeting="M2/26",
        needs_ratification="Kommunestyret\nFylkestinget",
        for_information="",
    )
    assert receipt.path.startswith("/receipt/")
    sheet = show_case(context, "3/26")
    assert sheet.decided is not None
    assert (sheet.title, sheet.decided.meeting, sheet.decided.needs_ratification) == (
        "Skjenketider",
        "M2/26",
        ("Kommunestyret", "Fylkestinget"),
    )


def test_a_mistake_is_told_and_all_that_was_typed_is_still_there(secretary: Browser, context: Context) -> None:
    before = history(context)
    form = secretary.get("/office/assign?ref=1/26")
    fields = {"ref": "1/26", "owner": "slt-koordinator", "due": "snart", "title": "<b>Skoleveien</b>"}
    page = secretary.post("/office/assign", form.hidden() | fields)
    assert page.status == 400
    assert "snart" in page.text
    assert "slt " not in page.text
    assert 'value="&lt;b&gt;Skoleveien&lt;/b&gt;"' in page.html
    assert 'value="slt-koordinator" selected' in page.html
    assert history(context) == before


def test_a_form_of_a_case_that_changed_meanwhile_shows_what_changed(secretary: Browser, context: Context) -> None:
    form = secretary.get("/office/assign?ref=1/26")
    secretary.fill("/case/1-26/do/remark", text="Vent litt")
    fields = {"ref": "1/26", "owner": "slt-koordinator", "due": "2026-12-01"}
    page = secretary.post("/office/assign", form.hidden() | fields)
    assert page.status == 409
    assert "Vent litt" in page.text
    other = secretary.post("/office/assign", form.hidden() | fields | {"ref": "2/26"})
    assert "Vent litt" not in other.text


def test_the_last_request_is_shown_before_it_is_taken_back(secretary: Browser, context: Context) -> None:
    secretary.fill("/case/2-26/do/remark", text="Feil sak")
    before = history(context)
    form = secretary.get("/office/undo")
    review = secretary.post("/office/undo", form.hidden() | {"reason": "Feil sak", "ref": ""})
    assert "2/26: angret" in review.text
    assert "Feil sak" in form.text
    assert history(context) == before
    secretary.post("/office/undo", review.hidden() | {"reviewed": "1"})
    assert [line.voided for line in history(context, "2/26") if line.texts.get("text") == "Feil sak"] == [True]


def test_what_came_meanwhile_is_not_taken_back_unseen(secretary: Browser, context: Context) -> None:
    form = secretary.get("/office/undo")
    secretary.fill("/case/2-26/do/remark", text="Kom imellom")
    page = secretary.post("/office/undo", form.hidden() | {"reason": "Feil", "ref": "", "reviewed": "1"})
    assert page.status == 409
    assert "Kom imellom" in page.text


def attached(browser: Browser, name: str, content: bytes) -> int:
    form = browser.get("/office/attach?ref=1/26")
    headers = {"Origin": browser.site.base_url, "Sec-Fetch-Site": "same-origin"}
    fields = form.hidden() | {"ref": "1/26", "title": "Tegninger"}
    answer = browser.client.post("/office/attach", data=fields, files={"file": (name, content)}, headers=headers)
    return answer.status_code


def test_a_file_is_attached_under_a_safe_name(secretary: Browser, context: Context) -> None:
    assert attached(secretary, "../../etc/pass\u202ewd.pdf", b"%PDF-1.4") == 200
    (row,) = attachments(context, "1/26")
    assert (row.name, row.title) == ("passwd.pdf", "Tegninger")


@pytest.mark.parametrize(("name", "content"), [("tom.pdf", b""), ("", b"x")])
def test_an_empty_file_or_none_is_refused(secretary: Browser, context: Context, name: str, content: bytes) -> None:
    assert attached(secretary, name, content) == 400
    assert attachments(context, "1/26") == ()


def test_a_refusal_names_what_can_be_done_as_its_buttons_do(secretary: Browser) -> None:
    page = secretary.fill("/office/table", ref="1/26", meeting="M2/26")
    assert page.status == 409
    assert "Opphev" in page.text
    assert "rescind" not in page.text


def test_the_meeting_leads_the_secretary_to_its_record(secretary: Browser, context: Context) -> None:
    assert "/meeting/M1-26/record" in secretary.get("/meeting/M1-26").links().values()
    member = Browser(site_of(context)).sign_in(MEMBER, "os")
    assert "/meeting/M1-26/record" not in member.get("/meeting/M1-26").links().values()
