"""Møtet on pages: the list, the notice, papers and files, stances and what is missing; who reads what of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from slt_flow.definitions.locations import workflows_folder
from slt_flow.errors import NotYourAction
from slt_flow.records.store import Store
from slt_flow.results.answers import Refusal
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history.audit import verify
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.agenda import agenda
from slt_flow.services.meetings.attach import attach
from slt_flow.services.meetings.exempt import exempt
from slt_flow.services.meetings.lists import list_meetings, show_meeting
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people.absences import away_on
from slt_flow.services.people.absences import record as record_absence
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.people.contacts import record_contact
from slt_flow.services.people.groups import found_group
from slt_flow.services.people.organisations import add_organisation
from slt_flow.services.people.posts import add_post, appoint
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Account, Context
from tests.conftest import EVERYONE, NOON, Prepared, on
from tests.pages.browsing import Browser, Page, site_of, value
from tests.records.year import done, go

SECRETARY, MAYOR, POLICE, OWNER = "os:slt@kontoret", "os:ordforer@radhuset", "os:politi@stasjonen", "os:rektor@skolen"
COMING, HELD = "/meeting/M2-26", "/meeting/M1-26"


def council(context: Context) -> None:
    """A meeting that was held and one to come: one matter is still open at the first, one stands on the second."""
    done(add_organisation(context, "skolen", "Skolen", "kommune"))
    done(add_post(context, "rektor", "Rektor", "skolen", ["executing"]))
    for post, holder in (("rektor", "Prøve Prøvesen"), ("ordforer", "Olga Oppdiktet"), ("politikontakt", "Per Prøve")):
        done(appoint(context, post, holder))
    for post, account in (("slt-koordinator", SECRETARY), ("ordforer", MAYOR), ("politikontakt", POLICE)):
        done(bind_account(context, post, account))
    done(bind_account(context, "rektor", OWNER))
    done(plan(context, "2026-06-10"))
    done(hold(context, "M1/26", "ordforer,slt-koordinator,politikontakt"))
    done(register(context, "Trygg skolevei", text="Følgegrupper ved skolene", meeting="M1/26"))
    done(plan(context, "2026-09-10", at="10:00", until="12:00", venue="Rådhuset"))
    done(register(context, "Natteravner", text="Ravner i helgene", meeting="M2/26"))


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return prepared(council)


@pytest.fixture
def mayor(context: Context) -> Browser:
    return Browser(site_of(context)).sign_in(MAYOR, "os")


def levels(page: Page) -> list[int]:
    """The levels of the headings of a page, in their order."""
    return [int(node.name[1]) for node in page.tree.query("h1, h2, h3, h4")]


def test_the_list_has_the_meetings_to_come_and_those_before(mayor: Browser) -> None:
    page = mayor.get("/meetings")
    text = page.text
    assert text.index("Kommende") < text.index("M2/26") < text.index("Tidligere") < text.index("M1/26")
    assert "torsdag 10. september 2026 10:00 · Rådhuset" in text
    assert page.links()["Ordinært møte M2/26"] == COMING


def test_a_meeting_to_come_has_its_notice_its_agenda_and_the_papers_of_its_matters(mayor: Browser) -> None:
    page = mayor.get(COMING)
    assert "Innkalt til møtet" in page.text
    assert "Ordfører Olga Oppdiktet" in page.text
    assert "Ravner i helgene" in page.text
    paper = mayor.get(page.links()["Saksframlegg 2/26: Natteravner"])
    assert paper.status == 200
    assert "Ravner i helgene" in paper.text
    assert paper.links()["Til M2/26"] == COMING


def test_a_link_to_a_meeting_leads_to_its_own_page_and_from_there_to_its_sheet(mayor: Browser) -> None:
    assert mayor.get("/case/2-26").links()["M2/26"] == COMING
    sheet = mayor.get(mayor.get(COMING).links()["Alt som er ført om møtet, med historikk"])
    assert (sheet.status, sheet.path) == (200, "/case/M2-26")


def test_a_held_meeting_has_its_minutes_as_a_draft_with_the_stances_and_what_is_missing(
    context: Context, mayor: Browser
) -> None:
    go(replace(context, actor="politikontakt"), "1/26", "take_stance", post="politikontakt", stance="consent")
    page = mayor.get(HELD)
    assert "UTKAST" in page.text
    assert "Følgegrupper ved skolene" in page.text
    assert "Politikontakt samtykker" in page.text
    assert "Det som mangler for enighet" in page.text
    assert "Ordfører" in page.text.split("Det som mangler for enighet")[1].split("Referat")[0]


def test_headings_stand_in_order_and_every_field_has_a_label(mayor: Browser) -> None:
    for path in ("/meetings", COMING, HELD, f"{COMING}/paper/2-26"):
        for language in ("nn", "en"):
            page = mayor.get(f"{path}?lang={language}")
            seen = levels(page)
            assert (seen[0], seen.count(1)) == (1, 1)
            assert all(after - before <= 1 for before, after in pairwise(seen))
            labels = {value(node, "for") for node in page.tree.query("label")}
            fields = [node for kind in ("input", "select", "textarea") for node in page.tree.query(kind)]
            assert all(value(node, "id") in labels for node in fields if value(node, "type") != "hidden")


def test_a_document_comes_as_pdf(mayor: Browser) -> None:
    path = mayor.get(COMING).links()["Innkalling og saksliste M2/26 (PDF)"]
    answer = mayor.client.get(path)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "Natteravner" in "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_a_file_is_saved_and_never_shown_and_an_exempt_one_is_internal(context: Context, folder: Path) -> None:
    for name in ("skisse.html", "kart æ.pdf"):
        (folder / name).write_text(f"<script>alert('{name}')</script>", encoding="utf-8")
        done(attach(context, "2/26", str(folder / name)))
    done(exempt(replace(context, basis="offl. § 13"), "2/26", attachment=2))
    site = site_of(context, public=True)
    member, anybody = Browser(site).sign_in(MAYOR, "os"), Browser(site)
    for number, media, name in ((1, "application/octet-stream", "skisse.html"), (2, "application/pdf", "kart%20")):
        answer = member.client.get(f"/attachment/2-26/{number}")
        assert answer.content.startswith(b"<script>alert(")
        assert answer.headers["content-type"] == media
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert name in answer.headers["content-disposition"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert anybody.client.get("/attachment/2-26/1").status_code == 200
    refused = anybody.get("/attachment/2-26/2")
    assert refused.status != 200
    assert "script" not in refused.html
    assert "kart æ" not in anybody.get(COMING).html
    assert "kart æ" in member.get(COMING).html
    assert member.get("/attachment/2-26/9").status == 404


def test_a_meeting_comes_to_the_calendar_where_somebody_has_an_address(context: Context, mayor: Browser) -> None:
    assert "Til min kalender" not in mayor.get(COMING).links()
    done(record_contact(context, "slt-koordinator", "slt@kommune.example"))
    done(record_contact(context, "ordforer", "ordforer@kommune.example"))
    answer = mayor.client.get(mayor.get(COMING).links()["Til min kalender"])
    assert answer.headers["content-type"].startswith("text/calendar")
    assert b"DTSTART:20260910T080000Z" in answer.content


def test_without_the_extra_there_is_no_link_to_a_calendar(
    context: Context, mayor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(record_contact(context, "slt-koordinator", "slt@kommune.example"))
    done(record_contact(context, "ordforer", "ordforer@kommune.example"))
    monkeypatch.setattr("slt_flow.pages.meetings.find_spec", lambda _: None)
    monkeypatch.setattr("slt_flow.pages.meetings.installed", lambda: ())
    assert not {"Til min kalender", "Innkalling og saksliste M2/26 (PDF)"} & set(mayor.get(COMING).links())


def test_an_owner_without_a_seat_and_the_public_read_the_public_edition_or_nothing(context: Context) -> None:
    done(go(context, "M2/26", "call", sent="2026-06-15"))
    for ref in ("1/26", "2/26"):
        done(exempt(replace(context, basis="offl. § 13"), ref))
    closed, public = site_of(context), site_of(context, public=True)
    member = Browser(public).sign_in(MAYOR, "os")
    for path in ("/meetings", COMING, HELD, f"{COMING}/paper/2-26", f"{COMING}/paper/notice"):
        assert Browser(closed).sign_in(OWNER, "os").get(path).status == 403
        assert Browser(closed).get(path).path == "/sign-in"
        for browser in (Browser(public).sign_in(OWNER, "os"), Browser(public)):
            answer = browser.get(path)
            assert answer.status == 200
            assert not any(word in answer.html for word in ("Natteravner", "Ravner i", "Trygg skolevei", "Følgegrup"))
        assert "UTKAST" not in answer.html, "the public reads no draft"
        internal = member.get(path).text
        assert path == "/meetings" or "Natteravner" in internal or "Trygg skolevei" in internal


@pytest.mark.parametrize("path", ["/meeting/M9-26", "/meeting/1-26", "/meeting/x", f"{COMING}/paper/9-26"])
def test_what_does_not_exist_is_told_in_words(mayor: Browser, path: str) -> None:
    page = mayor.get(path)
    assert page.status in (400, 404)
    assert "Dette gikk ikke" in page.text


def test_before_the_meeting_what_a_member_writes_is_a_remark_with_whose_it_is_and_no_stance(
    context: Context, mayor: Browser
) -> None:
    form = mayor.get(f"{COMING}/item/2-26")
    assert "Det er ikke noe standpunkt, og blir aldri regnet som det" in form.text
    assert form.fields() == {"text"}
    assert mayor.fill(f"{COMING}/item/2-26", text="Hva koster det?").path.startswith("/receipt/")
    (remark,) = show_case(context, "2/26").remarks
    assert (remark.by, remark.text) == ("ordforer", "Hva koster det?")
    assert not show_case(context, "2/26").stances
    for page in (mayor.get("/case/2-26"), mayor.get(COMING)):
        assert "Hva koster det?" in page.text
        assert "Ordfører" in page.text


def test_at_a_held_meeting_it_is_the_stance_of_the_seat_on_the_text_shown_dated_on_the_meetings_day(
    context: Context, mayor: Browser
) -> None:
    form = mayor.get(f"{HELD}/item/1-26")
    assert (form.hidden()["phase"], form.hidden()["version"]) == ("stance", "1")
    assert mayor.fill(f"{HELD}/item/1-26", stance="consent").path.startswith("/receipt/")
    line = history(context, "1/26")[-1]
    assert (line.on, line.acted_by, line.recorded_by) == (date(2026, 6, 10), "ordforer", "ordforer")
    (stance,) = show_case(context, "1/26").stances or ()
    assert (stance.post, stance.stance, stance.text_version, stance.counts) == ("ordforer", "consent", 1, True)
    assert "Ordfører samtykker" in mayor.get(HELD).text


def test_a_stance_is_reviewed_first_and_an_objection_has_a_reason(context: Context, mayor: Browser) -> None:
    form = mayor.get(f"{HELD}/item/1-26")
    refused = mayor.post(form.path, form.hidden() | {"stance": "object"})
    assert refused.status == 409
    review = mayor.post(form.path, form.hidden() | {"stance": "object", "reason": "For dyrt"})
    assert "Dette blir ført inn" in review.text
    assert not show_case(context, "1/26").stances
    assert mayor.post(form.path, review.hidden() | {"reviewed": "1"}).path.startswith("/receipt/")
    assert [row.reason for row in show_case(context, "1/26").stances or ()] == ["For dyrt"]


@pytest.mark.parametrize("reviewed", [{}, {"reviewed": "1"}])
def test_a_stance_on_a_text_that_was_amended_meanwhile_comes_back(
    context: Context, mayor: Browser, reviewed: dict[str, str]
) -> None:
    form = mayor.get(f"{HELD}/item/1-26")
    go(context, "1/26", "amend", text="Følgegrupper ved alle skoler")
    back = mayor.post(form.path, form.hidden() | {"stance": "stand_aside", "reason": "Mitt ord"} | reviewed)
    assert back.status == 409
    assert "Teksten i 1/26 er endret i mellomtiden" in back.text
    assert "Følgegrupper ved alle skoler" in back.text
    assert "Mitt ord" in back.html
    assert not show_case(context, "1/26").stances
    sent = mayor.post(form.path, back.hidden() | {"stance": "stand_aside", "reviewed": "1"})
    assert sent.path.startswith("/receipt/")


def test_a_form_from_before_the_meeting_does_not_become_a_stance_after_it(context: Context, mayor: Browser) -> None:
    form = mayor.get(f"{COMING}/item/2-26")
    done(hold(on(context, "2026-09-10"), "M2/26", "ordforer,politikontakt"))
    later = replace(context, clock=on(context, "2026-09-10").clock)
    after = Browser(site_of(later)).sign_in(MAYOR, "os")
    fields = form.hidden() | {"text": "Ja", "csrf": after.get(form.path).hidden()["csrf"]}
    back = after.post(form.path, fields)
    assert back.status == 409
    assert "M2/26 gikk videre mens skjemaet var åpent" in back.text
    assert not show_case(later, "2/26").remarks
    assert not show_case(later, "2/26").stances


def test_a_seat_that_was_not_there_takes_no_stance_is_told_why_and_remarks_on_the_minutes(context: Context) -> None:
    done(appoint(context, "politistasjonssjef", "Tor Tenkt"))
    done(bind_account(context, "politistasjonssjef", "os:sjef@stasjonen"))
    absent = Browser(site_of(context)).sign_in("os:sjef@stasjonen", "os")
    form = absent.get(f"{HELD}/item/1-26")
    assert "Du tar ikke standpunkt her" in form.text
    assert "Politistasjonssjef" in form.text
    assert form.fields() == {"text"}
    forged = absent.post(form.path, form.hidden() | {"stance": "consent", "reviewed": "1", "phase": "stance"})
    assert forged.status == 409
    assert not show_case(context, "1/26").stances
    absent.fill(f"{HELD}/item/1-26", text="Jeg hadde meldt forfall")
    (remark,) = show_meeting(context, "M1/26").remarks
    assert (remark.by, remark.text, remark.item) == ("politistasjonssjef", "Jeg hadde meldt forfall", "1/26")
    assert "Jeg hadde meldt forfall" in absent.get(HELD).text.split("Politistasjonssjef til sak")[1]


def test_once_an_item_is_concluded_it_is_a_remark_to_the_minutes(context: Context, mayor: Browser) -> None:
    go(context, "1/26", "postpone", reason="Mer å vite")
    form = mayor.get(f"{HELD}/item/1-26")
    assert form.hidden()["phase"] == "after"
    mayor.fill(f"{HELD}/item/1-26", text="Vi utsatte den")
    assert [row.text for row in show_meeting(context, "M1/26").remarks] == ["Vi utsatte den"]


def test_the_secretary_replaces_no_signed_in_stance_on_a_page_without_a_basis(context: Context, mayor: Browser) -> None:
    mayor.fill(f"{HELD}/item/1-26", stance="stand_aside")
    secretary, path = Browser(site_of(context)).sign_in(SECRETARY, "os"), "/case/1-26/do/take-stance"
    other = {"post": "ordforer", "stance": "consent"}
    form = secretary.get(path)
    refused = secretary.post(path, form.hidden() | other)
    assert refused.status == 409
    assert "har selv tatt standpunkt, innlogget: avstår" in refused.text
    assert "basis" in refused.fields()
    assert [row.stance for row in show_case(context, "1/26").stances or ()] == ["stand_aside"]
    done_page = secretary.post(path, refused.hidden() | other | {"basis": "E-post 11.6."})
    assert done_page.path.startswith("/receipt/")
    assert [row.stance for row in show_case(context, "1/26").stances or ()] == ["consent"]


@pytest.mark.endurance
def test_nor_does_its_record_of_the_whole_meeting(context: Context, mayor: Browser) -> None:
    go(context, "M1/26", "attend", post="politistasjonssjef")
    mayor.fill(f"{HELD}/item/1-26", stance="stand_aside")
    secretary, path = Browser(site_of(context)).sign_in(SECRETARY, "os"), f"{HELD}/record"
    part = secretary.get(f"{path}/case.1-26")
    fields = part.shown() | {"outcome": "adopt", "consent": "1", "stance.ordforer": "", "go": "next"}
    secretary.post(part.path, fields)
    wrong = secretary.post(path, secretary.get(path).shown())
    assert "har selv tatt standpunkt, innlogget: avstår" in wrong.text
    assert "basis" in wrong.fields()
    review = secretary.post(path, wrong.shown() | {"basis": "E-post 11.6."})
    receipt = secretary.post(path, review.hidden() | {"reviewed": "1"})
    assert receipt.path.startswith("/receipt/"), receipt.text
    assert {row.stance for row in show_case(context, "1/26").stances or () if row.post == "ordforer"} == {"consent"}


def test_a_member_says_that_it_cannot_come_and_who_comes_instead_with_which_mandate(
    context: Context, mayor: Browser
) -> None:
    done(appoint(context, "administrasjonssjef", "Ada Andersen"))
    assert "Jeg kan ikke komme" in mayor.get(COMING).links()
    receipt = mayor.fill(f"{COMING}/apology", deputy="administrasjonssjef", text="Fullmakt i sak 2/26")
    assert receipt.path.startswith("/receipt/")
    (row,) = [one for one in agenda(context, "M2/26").invited if one.post == "ordforer"]
    assert row.deputy == "Administrasjonssjef"
    assert "Ordfører: Vara Administrasjonssjef møter" in mayor.get(COMING).text
    line = history(context)[-1]
    assert (line.acted_by, line.recorded_by, line.account) == ("ordforer", "ordforer", MAYOR)


def test_an_apology_is_changed_and_taken_back(context: Context, mayor: Browser) -> None:
    done(appoint(context, "administrasjonssjef", "Ada Andersen"))
    assert not mayor.get(f"{COMING}/apology").tree.query('[name="comes"]')
    mayor.fill(f"{COMING}/apology", deputy="administrasjonssjef", mandate="Fullmakt i sak 2/26")
    assert "Endre forfallet mitt" in mayor.get(COMING).links()
    form = mayor.get(f"{COMING}/apology")
    assert {name: form.shown()[name] for name in ("deputy", "mandate")} == {
        "deputy": ["administrasjonssjef"],
        "mandate": ["Fullmakt i sak 2/26"],
    }
    offered = {value(option, "value") for option in form.tree.query('select[name="deputy"] option')}
    assert "ordforer" not in offered, "nobody is its own deputy"
    assert mayor.post(form.path, form.shown() | {"comes": ["1"]}).path.startswith("/receipt/")
    (row,) = [one for one in agenda(context, "M2/26").invited if one.post == "ordforer"]
    assert (row.deputy, row.presence) == (None, "")
    assert "Jeg kan ikke komme" in mayor.get(COMING).links()
    assert "Kommer likevel" in mayor.get("/receipts").text.replace("kommer likevel", "Kommer likevel")
    again = mayor.post(form.path, mayor.get(f"{COMING}/apology").hidden() | {"comes": "1"})
    assert again.status == 400
    assert "Ordfører er ikke ført som borte" in again.text
    assert not verify(context)[0].flaws


def test_a_secretary_changes_an_apology_where_it_stands(context: Context) -> None:
    done(appoint(context, "administrasjonssjef", "Ada Andersen"))
    done(record_absence(context, "ordforer", "2026-09-01", "2026-09-30", "administrasjonssjef"))
    secretary = Browser(site_of(context)).sign_in(SECRETARY, "os")
    links = [value(a, "href") for a in secretary.get(COMING).tree.query("a") if "record-absence" in value(a, "href")]
    form = Page(200, "/office/record-absence", secretary.client.get(links[0]).text)
    said = {name: form.shown()[name][0] for name in ("post", "since", "until", "deputy")}
    assert said == {
        "post": "ordforer", "since": "2026-09-10", "until": "2026-09-10", "deputy": "administrasjonssjef",
    }  # fmt: skip
    offered = {value(option, "value") for option in form.tree.query('select[name="deputy"] option')}
    assert "ordforer" not in offered
    assert "for den" in secretary.post(form.path, form.shown() | {"comes": ["1"]}).text, "either, and not both"
    there = form.shown() | {"comes": ["1"], "deputy": "", "reviewed": "1"}
    assert secretary.post(form.path, there).path.startswith("/receipt/")
    assert not [one for one in agenda(context, "M2/26").invited if one.deputy or one.presence]
    days = [away_on(context, "ordforer", date(2026, 9, day)) for day in (9, 10, 11)]
    assert [day is not None for day in days] == [True, False, True], "the rest of the absence stays"


def test_nobody_says_for_another_that_it_cannot_come(context: Context, mayor: Browser) -> None:
    before = history(context)
    assert mayor.get(f"{HELD}/apology").status == 409, "it was held"
    form = mayor.get(f"{COMING}/apology")
    assert mayor.post(form.path, form.hidden() | {"acting": "politikontakt"}).status == 403
    assert Browser(site_of(context)).sign_in(OWNER, "os").get(f"{COMING}/apology").status == 403
    with pytest.raises(NotYourAction):
        record_absence(replace(context, actor="ordforer"), "politikontakt", "2026-09-10", "2026-09-10")
    assert history(context) == before


def test_an_owner_without_a_seat_says_nothing_of_an_item(context: Context) -> None:
    owner = Browser(site_of(context, public=True)).sign_in(OWNER, "os")
    assert owner.get(f"{COMING}/item/2-26").status == 403
    assert "/item/" not in owner.get(COMING).html


def test_a_deputy_that_met_takes_the_stance_of_the_seat_and_no_other(context: Context) -> None:
    done(appoint(context, "administrasjonssjef", "Ada Andersen"))
    done(bind_account(context, "administrasjonssjef", "os:ada@radhuset"))
    done(record_absence(context, "ordforer", "2026-06-10", "2026-06-20", "administrasjonssjef"))
    deputy = Browser(site_of(context)).sign_in("os:ada@radhuset", "os")
    seat = f"{HELD}/item/1-26?post=ordforer"
    assert deputy.get(seat).status == 403 or deputy.get(seat).hidden()["phase"] == "after", "the seat met itself"
    go(context, "M1/26", "attend", post="ordforer", deputy="administrasjonssjef")
    assert deputy.fill(seat, stance="consent").path.startswith("/receipt/")
    (stance,) = show_case(context, "1/26").stances or ()
    assert (stance.post, stance.acted_by, stance.recorded_by) == (
        "ordforer",
        "administrasjonssjef",
        "administrasjonssjef",
    )
    refused = perform(
        replace(context, account=Account(SECRETARY)),
        ["1/26"],
        "take_stance",
        {"post": "ordforer", "stance": "stand_aside"},
    )
    assert isinstance(refused, Refusal)


def test_members_of_a_group_remark_on_its_meeting_and_no_others_do(context: Context) -> None:
    done(found_group(context, "ungdom", "Ungdomsgruppa", ["rektor", "slt-koordinator"]))
    done(plan(context, "2026-09-15", group="ungdom"))
    (row,) = [one for one in list_meetings(context) if one.group == "ungdom"]
    path = f"/meeting/{row.ref.replace('/', '-')}"
    member = Browser(site_of(context)).sign_in(OWNER, "os")
    assert member.get(path).status == 200
    assert member.fill(f"{path}/do/remark", text="Skolen kan være vert").path.startswith("/receipt/")
    assert "Skolen kan være vert" in member.get(path).text
    assert Browser(site_of(context)).sign_in(MAYOR, "os").get(f"{path}/do/remark").status == 403


def test_the_draft_is_remarked_on_until_its_deadline(folder: Path) -> None:
    shipped = workflows_folder() / "agreements" / "kvaefjord" / "2019-01-01.toml"
    clause = '\n[[clauses]]\nkey = "minutes_are_approved_if_agreed"\nref = "§ 2"\ntext = "Referatet godkjennes."\n'
    agreement = folder / "kvaefjord.toml"
    agreement.write_text(
        f"{shipped.read_text('utf-8')}{clause}numbers = {{ approval = true, remark_days = 14 }}\n", "utf-8"
    )
    here = Context(Store(str(folder / "slt.sqlite")), council="kvaefjord", clock=NOON, account=EVERYONE)
    init(here, str(agreement))
    done(bind_account(here, "ordforer", MAYOR))
    done(hold(here, "2026-06-10", "all"))
    for day, open_ in (("2026-06-24", True), ("2026-06-25", False)):
        page = Browser(site_of(replace(here, clock=on(here, day).clock))).sign_in(MAYOR, "os").get(HELD)
        assert ("Merknader til utkastet innen 24. juni 2026" in page.text) is open_
        assert ("Merknad til referatet" in page.links()) is open_
