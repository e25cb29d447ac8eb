"""Pages as those see them who act for others, own a part, or are nobody: what is told, kept over a sign-in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.propose import propose
from slt_flow.services.decisions.register import register
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.attach import attach
from slt_flow.services.meetings.exempt import exempt
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people.absences import record
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.pages.browsing import Browser, site_of, value
from tests.pages.test_acts import OWNER, work
from tests.records.year import done

MAYOR = "os:ordforer@kontoret"


def objected(context: Context) -> None:
    """A decision that the mayor objects to at a meeting today, and another that is to be decided."""
    work(context)
    done(bind_account(context, "ordforer", MAYOR))
    done(plan(context, "2026-06-15"))
    done(hold(context, "M2/26", "all"))
    done(register(context, "Skjenketider", meeting="M2/26"))
    answers = {"post": "ordforer", "stance": "object", "reason": "Uhørt grunn"}
    done(perform(replace(context, actor="ordforer"), ["2/26"], "take_stance", answers))


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return prepared(objected)


def test_a_deputy_is_told_for_whom_it_acts_and_can_tell_two_seats_apart(context: Context) -> None:
    done(record(context, "rektor", "2026-06-14", "2026-06-20", deputy="ordforer"))
    page = Browser(site_of(context)).sign_in(MAYOR, "os").get("/case/1-26.1.1/do/accept")
    assert "Rektor – du handler som stedfortreder" in page.text
    options = [value(option, "value") for option in page.tree.query("form.act option")]
    assert sorted(options) == ["ordforer", "rektor"]


def test_what_was_asked_for_in_an_address_is_there_after_signing_in(context: Context) -> None:
    nobody = Browser(site_of(context))
    nobody.client.follow_redirects = False
    answer = nobody.client.get("/find?q=lys&lang=nn")
    assert answer.headers["location"] == "/sign-in?next=/find%3Fq%3Dlys"


def test_the_public_learns_of_an_objection_once_the_item_is_concluded(context: Context) -> None:
    public = Browser(site_of(context, public=True))
    assert "Skjenketider" in public.get("/case/2-26").text
    assert "Uhørt grunn" not in public.get("/case/2-26").text
    assert "Uhørt grunn" in Browser(site_of(context)).sign_in(MAYOR, "os").get("/case/2-26").text
    for post in ("administrasjonssjef", "politistasjonssjef", "politikontakt", "slt-koordinator"):
        done(perform(context, ["2/26"], "take_stance", {"post": post, "stance": "consent"}))
    done(perform(context, ["2/26"], "conclude_without_consensus"))
    assert "Uhørt grunn" in public.get("/case/2-26").text


def test_an_exempt_file_is_for_those_who_read_everything(context: Context, tmp_path: Path) -> None:
    file = tmp_path / "kart.pdf"
    file.write_bytes(b"%PDF-1.4 kart")
    done(attach(context, "1/26", str(file)))
    owner = Browser(site_of(context)).sign_in(OWNER, "os")
    assert owner.get("/attachment/1-26/1").status == 200
    done(exempt(replace(context, basis="offl. § 13"), "1/26", attachment=1))
    assert owner.get("/attachment/1-26/1").status == 403
    assert Browser(site_of(context, public=True)).get("/attachment/1-26/1").status == 403
    assert Browser(site_of(context)).sign_in(MAYOR, "os").get("/attachment/1-26/1").status == 200


def test_a_seat_speaks_at_its_item_where_the_text_stands(context: Context) -> None:
    before = history(context)
    page = Browser(site_of(context)).sign_in(MAYOR, "os").get("/case/2-26/do/take-stance")
    assert page.path == "/meeting/M2-26/item/2-26"
    assert history(context) == before


@pytest.mark.parametrize("year", ["9999", "0000", "1899", "2200", "20x6"])
def test_a_year_that_no_calendar_has_is_refused_in_words(context: Context, year: str) -> None:
    mayor = Browser(site_of(context)).sign_in(MAYOR, "os")
    for path in ("/wheel", "/obligations", "/report", "/plan", "/evaluation"):
        assert mayor.get(f"{path}?year={year}").status in (400, 404), path


def test_no_link_leads_an_owner_to_a_page_that_is_refused(context: Context) -> None:
    owner = Browser(site_of(context)).sign_in(OWNER, "os")
    page = owner.get("/case/1-26")
    assert "M1/26" in page.text
    cases = {path for path in page.links().values() if path.startswith(("/case/", "/meeting/"))}
    assert cases
    assert {path: owner.get(path).status for path in cases} == dict.fromkeys(cases, 200)


THEIRS = "Ulvunge"
"""A word in the title of all that is the work of others."""


def beside(context: Context) -> None:
    """Work of others beside, beneath and after the work of an owner; some of it is exempt."""
    objected(context)
    done(add_measure(context, "1/26.1", f"{THEIRS} ved siden av", "slt-koordinator", "2026-06-20"))
    done(add_measure(context, "1/26.1", f"{THEIRS} unntatt", "slt-koordinator", "2026-06-20"))
    done(exempt(replace(context, basis="offl. § 13"), "1/26.1.3"))
    done(assign(context, "1/26", "politikontakt", "2026-12-01", title=f"{THEIRS} et oppdrag"))
    done(propose(context, f"{THEIRS} videre", "1/26.1"))


@pytest.mark.parametrize("published", [False, True])
def test_an_owner_reads_no_title_of_work_that_is_of_others(prepared: Prepared, published: bool) -> None:
    context = prepared(beside)
    owner = Browser(site_of(context, public=published)).sign_in(OWNER, "os")
    waiting, met = ["/mine", "/case/1-26", "/case/1-26.1", "/case/1-26.1.1"], set[str]()
    while waiting:
        if (path := waiting.pop()) in met or not path.startswith(("/case/1-26", "/mine", "/receipt")):
            continue
        met.add(path)
        page = owner.get(path)
        if path not in ("/case/1-26.1.2", "/case/1-26.1.3", "/case/1-26.2"):  # in the edition that everybody reads
            assert THEIRS not in page.html, path
        assert f"{THEIRS} unntatt" not in page.html, path
        waiting += page.links().values()
    assert {"/case/1-26.1.1/do/accept", "/case/1-26.1", "/case/1-26"} <= met
    hidden = {path: owner.get(path) for path in ("/case/1-26.1.2", "/case/1-26.1.3", "/case/1-26.2")}
    assert {page.status for page in hidden.values()} == {200 if published else 403}
    assert (THEIRS in hidden["/case/1-26.1.2"].text) == published
    assert "Arbeidet til andre vises ikke her: 1/26.1.2" in owner.get("/case/1-26").text
    mayor = Browser(site_of(context)).sign_in(MAYOR, "os")
    assert all(THEIRS in mayor.get(path).text for path in ("/case/1-26", "/case/1-26.1.3")), "the control"


def sat(context: Context) -> None:
    """A meeting that one seat did not come to, and another by its deputy; a decision waits there."""
    work(context)
    done(bind_account(context, "ordforer", MAYOR))
    done(bind_account(context, "politistasjonssjef", "os:sjef@politiet"))
    done(plan(context, "2026-06-15"))
    done(hold(context, "M2/26", "administrasjonssjef,politistasjonssjef=politikontakt,slt-koordinator"))
    done(register(context, "Skjenketider", meeting="M2/26"))


@pytest.mark.parametrize("account", [MAYOR, "os:sjef@politiet"], ids=["absent", "by a deputy"])
def test_who_was_not_there_is_offered_no_stance(prepared: Prepared, account: str) -> None:
    browser = Browser(site_of(prepared(sat))).sign_in(account, "os")
    for path in ("/mine", "/case/2-26", "/meeting/M2-26", "/now"):
        assert not {"Ta standpunkt", "Standpunktet mitt"} & set(browser.get(path).links()), path
    page = browser.get("/meeting/M2-26/item/2-26")
    assert page.tree.query('[name="stance"]') == []
    assert "Politikontakt" in page.text or "fraværende" in page.text


def test_a_form_that_names_the_post_of_another_is_told_so(context: Context) -> None:
    before = history(context)
    browser = Browser(site_of(context)).sign_in(MAYOR, "os")
    for path in ("/case/1-26/do/remark", "/meeting/M2-26/item/2-26"):
        form = browser.get(path)
        page = browser.post(path, form.hidden() | {"acting": "rektor", "text": "a", "reviewed": "1"})
        assert page.status == 403
        assert "funksjon som du ikke handler for" in page.text
    assert history(context) == before


@pytest.mark.parametrize("wanted", ["%", "%25 §", "–", "a%07"])
def test_a_search_for_signs_alone_speaks_of_what_was_typed(context: Context, wanted: str) -> None:
    mayor = Browser(site_of(context)).sign_in(MAYOR, "os")
    page = mayor.get(f"/find?q={wanted}")
    assert page.status == 400
    assert "«tekst»" not in page.text
    assert page.tree.query('form [name="q"]'), "it can be asked for otherwise at once"
    assert "Det er ingen bokstav" in page.text or "Ord i titler" in page.text
