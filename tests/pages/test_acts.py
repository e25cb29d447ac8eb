"""Acts on pages: what a post is offered, the form, the review, the receipt; sent twice, late, forged, by a stranger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history.audit import verify
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people.access import grant_access
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.people.organisations import add_organisation
from slt_flow.services.people.posts import add_post, appoint
from slt_flow.services.request.context import Account, Context
from tests.conftest import Prepared
from tests.pages.browsing import Browser, site_of
from tests.records.year import done

OWNER, SECRETARY, STRANGER = "os:rektor@skolen", "os:slt@kontoret", "os:ingen@kontoret"
MEASURE = "/case/1-26.1.1"


def work(context: Context) -> None:
    """One measure that waits for the head of a school, outside the council, to accept it."""
    done(add_organisation(context, "skolen", "Skolen", "kommune"))
    done(add_post(context, "rektor", "Rektor", "skolen", ["executing"]))
    done(appoint(context, "rektor", "Prøve Prøvesen"))
    done(plan(context, "2026-06-02"))
    done(hold(context, "M1/26", "all"))
    done(register(context, "Trygg skolevei", meeting="M1/26", consent="all"))
    done(assign(context, "1/26", "slt-koordinator", "2026-12-01"))
    done(add_measure(context, "1/26.1", "Følge til skolen", "rektor", "2026-06-10"))
    done(bind_account(context, "slt-koordinator", SECRETARY))
    done(bind_account(context, "rektor", OWNER))


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return prepared(work)


@pytest.fixture
def owner(context: Context) -> Browser:
    return Browser(site_of(context)).sign_in(OWNER, "os")


def state_of(context: Context) -> str:
    return str(show_case(context, "1/26.1.1").state)


def test_an_owner_finds_the_work_accepts_it_and_is_given_a_receipt(owner: Browser, context: Context) -> None:
    mine = owner.get("/")
    assert mine.path == "/mine"
    assert "Følge til skolen" in mine.text
    assert mine.links()["Ta imot"] == f"{MEASURE}/do/accept"
    receipt = owner.fill(f"{MEASURE}/do/accept")
    assert receipt.path.startswith("/receipt/")
    line = history(context, "1/26.1.1")[-1]
    assert str(line.seq) in receipt.text
    assert (line.acted_by, line.recorded_by, line.account) == ("rektor", "rektor", OWNER)
    assert "Følge til skolen" in owner.get("/mine").text
    assert not verify(context)[0].flaws


def test_what_binds_is_reviewed_before_it_is_recorded(owner: Browser, context: Context) -> None:
    before = history(context)
    form = owner.get(f"{MEASURE}/do/accept")
    review = owner.post(f"{MEASURE}/do/accept", form.hidden())
    assert "Dette blir ført inn" in review.text
    assert history(context) == before
    again = owner.post(f"{MEASURE}/do/accept", review.hidden() | {"change": "1"})
    assert again.hidden()["key"] == form.hidden()["key"]
    assert history(context) == before


def test_a_form_that_is_sent_twice_is_recorded_once(owner: Browser, context: Context) -> None:
    owner.fill(f"{MEASURE}/do/accept")
    form = owner.get(f"{MEASURE}/do/remark")
    fields = form.hidden() | {"text": "Vi begynner mandag"}
    first, second = (owner.post(f"{MEASURE}/do/remark", fields) for _ in range(2))
    assert first.path == second.path
    assert sum("Vi begynner mandag" in line.texts.values() for line in history(context, "1/26.1.1")) == 1


def test_a_meeting_is_acted_on_like_every_other_case(context: Context) -> None:
    receipt = Browser(site_of(context)).sign_in(SECRETARY, "os").fill("/case/M1-26/do/remark", text="Møtet var åpent")
    assert receipt.path.startswith("/receipt/")
    assert "Møtet var åpent" in receipt.text


def test_a_key_does_not_carry_other_words(owner: Browser, context: Context) -> None:
    form = owner.get(f"{MEASURE}/do/remark")
    owner.post(f"{MEASURE}/do/remark", form.hidden() | {"text": "Det ene"})
    other = owner.post(f"{MEASURE}/do/remark", form.hidden() | {"text": "Det andre"})
    assert other.status == 400
    assert not any("Det andre" in line.texts.values() for line in history(context))


def test_a_form_that_was_open_while_the_case_changed_comes_back_with_what_was_typed(
    owner: Browser, context: Context
) -> None:
    form = owner.get(f"{MEASURE}/do/remark")
    other = Browser(site_of(context)).sign_in(SECRETARY, "os")
    other.fill(f"{MEASURE}/do/remark", text="Skoleruta er endret")
    back = owner.post(f"{MEASURE}/do/remark", form.hidden() | {"text": "Det jeg skrev"})
    assert back.status == 409
    assert "Skoleruta er endret" in back.text
    assert "Det jeg skrev" in back.html
    assert not any("Det jeg skrev" in line.texts.values() for line in history(context))
    assert owner.post(f"{MEASURE}/do/remark", back.hidden() | {"text": "Det jeg skrev"}).path.startswith("/receipt/")


def test_a_mistake_is_told_in_words_and_what_was_typed_is_still_there(context: Context) -> None:
    secretary, before = Browser(site_of(context)).sign_in(SECRETARY, "os"), history(context)
    form = secretary.get(f"{MEASURE}/do/reschedule")
    page = secretary.post(f"{MEASURE}/do/reschedule", form.hidden() | {"due": "snart", "reason": "Mye å gjøre"})
    assert page.status == 400
    assert "snart" in page.text
    assert "slt " not in page.text
    assert "Mye å gjøre" in page.html
    assert history(context) == before


def test_a_refusal_tells_everything_that_is_missing_with_its_paragraph(owner: Browser, context: Context) -> None:
    owner.fill(f"{MEASURE}/do/accept")
    page = owner.fill(f"{MEASURE}/do/start")
    assert page.status == 409
    assert "§ 4" in page.text
    assert "1/26.1" in page.text


@pytest.mark.parametrize("headers", [{"Origin": "https://ond.example"}, {"Sec_Fetch_Site": "cross-site"}])
def test_a_form_of_another_site_is_refused(owner: Browser, context: Context, headers: dict[str, str]) -> None:
    form = owner.get(f"{MEASURE}/do/remark")
    page = owner.post(f"{MEASURE}/do/remark", form.hidden() | {"text": "Ondt"}, **headers)
    assert page.status == 403
    assert not any("Ondt" in line.texts.values() for line in history(context))


def test_a_form_of_another_session_is_refused(owner: Browser, context: Context) -> None:
    fields = owner.get(f"{MEASURE}/do/remark").hidden() | {"text": "Ondt", "csrf": "0" * 81}
    assert owner.post(f"{MEASURE}/do/remark", fields).status == 403
    assert not any("Ondt" in line.texts.values() for line in history(context))


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_nothing_is_recorded(context: Context) -> None:
    before = history(context)
    nobody = Browser(site_of(context))
    nobody.client.follow_redirects = False
    answer = nobody.client.get(f"{MEASURE}/do/accept")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={MEASURE}/do/accept")
    assert nobody.post(f"{MEASURE}/do/accept", {"acting": "rektor", "reviewed": "1"}).status == 303
    assert history(context) == before


def test_an_account_that_is_bound_to_no_post_reads_nothing(context: Context) -> None:
    stranger = Browser(site_of(context)).sign_in(STRANGER, "os")
    assert stranger.get("/mine").status == 403
    assert "ikke knyttet til noen funksjon" in stranger.get("/mine").text
    page = stranger.get(MEASURE)
    assert page.status == 403
    assert "Følge" not in page.text


def test_an_owner_reads_the_cases_it_works_in_and_no_others(owner: Browser, context: Context) -> None:
    done(register(context, "Skjenketider"))
    assert owner.get("/case/1-26").status == 200
    assert owner.get(MEASURE).status == 200
    other = owner.get("/case/2-26")
    assert other.status == 403
    assert "Skjenketider" not in other.text


@pytest.mark.parametrize("path", ["/case/99-26", "/case/x", f"{MEASURE}/do/fly", "/nowhere", "/receipt/999999"])
def test_what_does_not_exist_is_told_in_words(context: Context, path: str) -> None:
    page = Browser(site_of(context)).sign_in(SECRETARY, "os").get(path)
    assert page.status == 404
    assert "Dette gikk ikke" in page.text


def test_a_post_that_is_not_the_visitors_may_not_act(owner: Browser, context: Context) -> None:
    form = owner.get(f"{MEASURE}/do/remark")
    page = owner.post(f"{MEASURE}/do/remark", form.hidden() | {"text": "Forkledd", "acting": "ordforer"})
    assert page.status == 403
    assert not any("Forkledd" in line.texts.values() for line in history(context))


@pytest.mark.parametrize(("language", "title"), [("nb", "Mine saker"), ("nn", "Ventar på deg"), ("en", "My cases")])
def test_a_page_is_read_in_the_language_that_was_chosen(owner: Browser, language: str, title: str) -> None:
    assert title in owner.get(f"/mine?lang={language}").text
    assert title in owner.get("/mine").text


def test_whoever_signed_in_at_a_provider_is_no_account_of_this_computer(prepared: Prepared) -> None:
    """Where no account is bound yet, whoever sits at this computer acts as the secretary, and nobody else does."""
    council = prepared(nothing)
    assert Browser(site_of(council)).sign_in("os:ola@pc", "os").get("/mine").status == 200
    assert Browser(site_of(council)).sign_in("oidc:https://id.example#x", "oidc").get("/mine").status == 403


def test_an_act_of_whoever_signed_in_at_a_provider_says_so(context: Context) -> None:
    done(grant_access(replace(context, account=Account(SECRETARY)), "rektor", "https://id.example", "x"))
    owner = Browser(site_of(context)).sign_in("oidc:https://id.example#x", "oidc")
    owner.fill(f"{MEASURE}/do/remark", text="Vi begynner mandag")
    assert history(context, "1/26.1.1")[-1].authenticated == "oidc"


def nothing(context: Context) -> None:
    """A council in which nobody is bound."""


def test_everybody_finds_the_receipts_of_what_they_recorded(owner: Browser, context: Context) -> None:
    other = Browser(site_of(context)).sign_in(SECRETARY, "os")
    first = owner.fill(f"{MEASURE}/do/accept").path
    other.fill(f"{MEASURE}/do/remark", text="Skoleruta er endret")
    last = owner.fill(f"{MEASURE}/do/remark", text="Vi begynner mandag").path
    page = owner.get("/receipts")
    assert [path for path in page.links().values() if path.startswith("/receipt/")] == [last, first]
    assert "Vi begynner mandag" in page.text
    assert "Skoleruta" not in page.text
    assert "Vi begynner mandag" in owner.get(last).text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("nb", "Ikke fylt ut: Tekst."), ("nn", "Ikkje fylt ut: Tekst."), ("en", "Not filled in: Text.")],
)
def test_what_is_not_filled_in_is_named_as_on_the_form(owner: Browser, language: str, sentence: str) -> None:
    form = owner.get(f"{MEASURE}/do/remark?lang={language}")
    assert form.status == 200, form.text
    page = owner.post(f"{MEASURE}/do/remark", form.hidden() | {"text": "  "})
    assert page.status == 400
    assert sentence in page.text
    assert "--" not in page.text


def test_a_refusal_names_posts_by_their_titles(context: Context) -> None:
    done(bind_account(context, "ordforer", STRANGER))
    done(register(context, "Skjenketider"))
    mayor = Browser(site_of(context)).sign_in(STRANGER, "os")
    text = mayor.get("/case/2-26").text
    assert "slt-koordinator" not in text
    assert "politistasjonssjef" not in text
