"""Pages as those see them who act for others, own a part, or are nobody: what is told, kept over a sign-in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

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
