"""A case in full, what a secretary records for others, and the page of a chair."""

from __future__ import annotations

import pytest

from slt_flow.services.decisions.hand_down import add_measure
from slt_flow.services.history.timeline import history
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.people.organisations import add_organisation
from slt_flow.services.people.posts import add_post
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.pages.browsing import Browser, site_of, value
from tests.pages.test_acts import MEASURE, OWNER, SECRETARY, work
from tests.records.year import done

CHAIR = "os:ordforer@radhuset"
BASIS = "E-post fra rektor 11.6."


def council(context: Context) -> None:
    work(context)
    done(bind_account(context, "ordforer", CHAIR))


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return prepared(council)


@pytest.fixture
def secretary(context: Context) -> Browser:
    return Browser(site_of(context)).sign_in(SECRETARY, "os")


def test_a_secretary_records_the_act_of_another_on_a_basis(secretary: Browser, context: Context) -> None:
    links = secretary.get(MEASURE).links()
    assert links["Ta imot, for Rektor"] == f"{MEASURE}/do/accept"
    form = secretary.get(f"{MEASURE}/do/accept")
    assert form.fields() == {"behalf", "basis"}
    receipt = secretary.fill(f"{MEASURE}/do/accept", behalf="rektor", basis=BASIS)
    assert receipt.path.startswith("/receipt/")
    (line,) = [line for line in history(context, "1/26.1.1") if line.action == "accept" and line.to_state]
    assert (line.acted_by, line.recorded_by, line.basis) == ("rektor", "slt-koordinator", BASIS)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"basis": BASIS}, 400),
        ({"behalf": "ordforer", "basis": BASIS}, 403),
        ({"behalf": "slt-koordinator", "basis": BASIS}, 403),
    ],
    ids=["for nobody", "for one whose act it is not", "for oneself"],
)
def test_an_act_of_another_is_not_recorded_otherwise(
    secretary: Browser, context: Context, fields: dict[str, str], status: int
) -> None:
    before = history(context)
    page = secretary.post(
        f"{MEASURE}/do/accept", secretary.get(f"{MEASURE}/do/accept").hidden() | fields | {"reviewed": "1"}
    )
    assert page.status == status
    assert history(context) == before


def test_an_act_of_somebody_outside_needs_a_basis(secretary: Browser, context: Context) -> None:
    done(add_organisation(context, "klubben", "Klubben"))
    done(add_post(context, "leder", "Leder", "klubben", ["executing"]))
    done(add_measure(context, "1/26.1", "Åpen hall", "leder", "2026-06-20"))
    form = secretary.get("/case/1-26.1.2/do/accept")
    assert "required" in (form.tree.query('[name="basis"]')[0].attrs or {})
    before = history(context)
    sent = form.hidden() | {"behalf": "leder", "reviewed": "1"}
    assert secretary.post("/case/1-26.1.2/do/accept", sent).status == 409
    assert history(context) == before
    assert secretary.post("/case/1-26.1.2/do/accept", sent | {"basis": BASIS}).path.startswith("/receipt/")


def test_nobody_but_a_secretary_records_for_others(context: Context) -> None:
    before = history(context)
    chair = Browser(site_of(context)).sign_in(CHAIR, "os")
    assert chair.get(f"{MEASURE}/do/accept").status == 403
    page = chair.post(f"{MEASURE}/do/accept", {"acting": "ordforer", "behalf": "rektor", "basis": BASIS})
    assert page.status == 403
    assert history(context) == before


def test_what_an_owner_needs_most_comes_first(context: Context) -> None:
    owner = Browser(site_of(context)).sign_in(OWNER, "os")
    buttons = [value(a, "href") for a in owner.get(MEASURE).tree.query("p.actions a")]
    assert buttons[:2] == [f"{MEASURE}/do/accept", f"{MEASURE}/do/decline"]


def test_a_case_shows_its_place_and_who_did_what_by_title(secretary: Browser) -> None:
    secretary.fill(f"{MEASURE}/do/accept", behalf="rektor", basis=BASIS)
    page = secretary.get(MEASURE)
    rows = [row.to_text() for row in page.tree.query("details table tr")]
    assert any("Ta imot" in row and "Rektor" in row and BASIS in row and "SLT-koordinator" in row for row in rows)
    assert page.links()["1/26.1"] == "/case/1-26.1"
    decision = secretary.get("/case/1-26")
    assert decision.links()["1/26.1.1"] == MEASURE
    assert "samtykker" in decision.text


def test_a_chair_sees_first_how_things_stand(context: Context) -> None:
    chair = Browser(site_of(context)).sign_in(CHAIR, "os")
    page = chair.get("/")
    assert page.path == "/now"
    answers = [" ".join(card.to_text().split()) for card in page.tree.query("li.glance")]
    assert [answer.partition("?")[0] for answer in answers] == [
        "Hva er forsinket", "Hvem venter vi på", "Gjør vi det vi har skrevet under på",
    ]  # fmt: skip
    assert "1 sak" in answers[0]
    assert "1/26.1.1" in answers[0]
    assert page.links()["1/26.1.1"] == MEASURE


def test_an_owner_asks_for_a_later_deadline_by_a_remark(context: Context) -> None:
    owner = Browser(site_of(context)).sign_in(OWNER, "os")
    path = owner.get(MEASURE).links()["Be om senere frist"]
    form = owner.get(path)
    (text,) = form.tree.query('[name="text"]')
    assert "senere frist" in text.to_text()
    sent = owner.post(path, form.hidden() | {"text": "Jeg ber om senere frist, fordi: vi mangler folk"})
    assert sent.path.startswith("/receipt/")
    secretary = Browser(site_of(context)).sign_in(SECRETARY, "os")
    assert "vi mangler folk" in secretary.get(MEASURE).text
    assert "Be om senere frist" not in secretary.get(MEASURE).text
