"""Access on a page: an invitation, its code, its confirmation, and access taken back."""

from __future__ import annotations

import re

import pytest

from slt_flow.services.history.timeline import history
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.people.lists import list_access
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.pages.browsing import Browser, Page, site_of
from tests.records.year import done

SECRETARY, MEMBER = "os:slt@kontoret", "os:politi@stasjonen"
INVITED = "oidc:https://login.example#sub-1"


def bound(context: Context) -> None:
    done(bind_account(context, "slt-koordinator", SECRETARY))
    done(bind_account(context, "politikontakt", MEMBER))


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return prepared(bound)


@pytest.fixture
def secretary(context: Context) -> Browser:
    return Browser(site_of(context)).sign_in(SECRETARY, "os")


def invited(browser: Browser, **fields: str) -> Page:
    form: dict[str, str | list[str]] = {**browser.get("/office/access/invite").shown(), **fields}
    return browser.post("/office/access/invite", form)


def secret_of(page: Page) -> str:
    link = re.search(r"https://politirad\.example/invitation/([\w-]+)", page.text)
    assert link is not None, page.text
    return link[1]


def test_somebody_is_invited_claims_the_code_and_is_let_in_by_the_secretary(
    secretary: Browser, context: Context
) -> None:
    page = invited(secretary, post="ordforer")
    code = secretary.site.sessions.claim(secret_of(page), INVITED)
    assert "ordforer" in secretary.get("/office/access").text
    form = secretary.get("/office/access/confirm")
    review = secretary.post("/office/access/confirm", form.shown() | {"code": code})
    assert "Dette blir ført inn" in review.text
    assert len(list_access(context)) == 2
    receipt = secretary.post("/office/access/confirm", review.shown() | {"reviewed": "1"})
    assert receipt.path.startswith("/receipt/"), receipt.text
    assert [row.account for row in list_access(context) if row.post == "ordforer"] == [INVITED]
    assert Browser(secretary.site).sign_in(INVITED).get("/office").status == 200


def test_a_link_is_shown_once_and_a_form_sent_again_makes_no_second(secretary: Browser) -> None:
    form = secretary.get("/office/access/invite").shown() | {"post": "ordforer"}
    secret = secret_of(secretary.post("/office/access/invite", form))
    again = secretary.post("/office/access/invite", form)
    assert (again.status, secret in again.html) == (400, False)
    assert len(secretary.site.sessions.invitations()) == 1
    assert secret not in secretary.get("/office/access").html


@pytest.mark.parametrize(
    "fields",
    [
        {"post": ""},
        {"post": "ordforer", "role": "auditor"},
        {"post": "ordforer", "days": "0"},
        {"post": "ordforer", "role": "king"},
        {"post": "ordforer", "acting": "ordforer"},
    ],
)
def test_an_invitation_that_cannot_be_is_told_with_what_was_typed(secretary: Browser, fields: dict[str, str]) -> None:
    page = invited(secretary, **fields)
    assert page.status == (403 if "acting" in fields else 400)
    assert page.shown()["post"] == [fields["post"]]
    assert secretary.site.sessions.invitations() == ()


def test_a_wrong_code_lets_nobody_in(secretary: Browser, context: Context) -> None:
    before = history(context)
    invited(secretary, post="ordforer")
    form = secretary.get("/office/access/confirm")
    page = secretary.post("/office/access/confirm", form.shown() | {"code": "1234 5678"})
    assert page.status == 400
    assert page.shown()["code"] == ["1234 5678"]
    assert history(context) == before


def test_an_invitation_is_withdrawn(secretary: Browser) -> None:
    invited(secretary, post="ordforer")
    page = secretary.get("/office/access")
    secretary.post("/office/access/withdraw", page.shown("form.act"))
    assert [row.state for row in secretary.site.sessions.invitations()] == ["revoked"]


def test_access_is_taken_back_by_the_link_beside_it(secretary: Browser, context: Context) -> None:
    receipt = secretary.fill(
        "/office/grant-access", post="ordforer", issuer="https://login.example", subject="sub-1", deputy=""
    )
    assert receipt.path.startswith("/receipt/"), receipt.text
    (link,) = [to for words, to in secretary.get("/office/access").links().items() if words.startswith("Ta tilbake")]
    form = secretary.get(link)
    review = secretary.post("/office/revoke-access", form.shown())
    secretary.post("/office/revoke-access", review.shown() | {"reviewed": "1"})
    assert [row.post for row in list_access(context)] == ["slt-koordinator", "politikontakt"]


def test_a_member_gives_no_access(context: Context) -> None:
    member = Browser(site_of(context)).sign_in(MEMBER, "os")
    for path in ("", "/invite", "/confirm", "/withdraw"):
        assert member.get(f"/office/access{path}").status == 403
