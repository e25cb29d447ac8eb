"""Rights: every page and action, asked for by everybody whom the council may know, and by nobody it knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, cast

import pytest
from httpx2 import Response
from starlette.routing import Mount, Route

from slt_flow.pages.app import application
from slt_flow.pages.rights import MAY, UNGUARDED, Audience
from slt_flow.pages.site import Site
from slt_flow.services.decisions.register import register
from slt_flow.services.history.audit import verify
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.attach import attach
from slt_flow.services.people.absences import record as record_absence
from slt_flow.services.people.access import grant_access
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.people.contacts import record_contact
from slt_flow.services.people.organisations import add_organisation
from slt_flow.services.people.posts import add_post, appoint
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.house.source import CHECKOUT
from tests.pages.browsing import ADDRESS, Browser, site_of
from tests.pages.test_acts import OWNER, SECRETARY, work
from tests.records.year import done

ISSUER = "https://id.example.no"
ACCOUNTS: Final[Mapping[str, str]] = {
    "secretary": SECRETARY,
    "chair": "os:ordforer@radhuset",
    "member": "os:sjef@politiet",
    "owner": OWNER,
    "deputy": f"oidc:{ISSUER}#vara",
    "auditor": f"oidc:{ISSUER}#revisor",
    "stranger": "os:ingen@kontoret",
}
"""Accounts by what they are to the council; nobody at all is the public."""

ROLES: Final = (*ACCOUNTS, "public")
OFFICE = "secretary chair"
COUNCIL = "secretary chair member deputy"  # the deputy acts for a post with a seat
READERS = f"{COUNCIL} auditor"
WRITERS = f"{COUNCIL} owner"
EVERYBODY = " ".join(ROLES)

READ_ONLY = ("auditor", "stranger", "public")

SECRET = "Ulvunge"
"""A word of the title of a case that the owner and the public have nothing to do with."""

FILES: Final = (b"en fil",)

REACHED: Final[Mapping[str, str]] = {
    "/mine": WRITERS,
    "/case/1-26": f"{READERS} owner",
    "/case/1-26.1.1": f"{READERS} owner",
    "/case/2-26": READERS,
    "/case/M1-26": READERS,
    "/case/1-26.1.1/do/accept": "secretary owner",
    "/case/1-26.1.1/do/reschedule": "secretary",
    "/case/1-26.1/do/hand-over": "secretary chair",
    "/case/2-26/do/remark": COUNCIL,
    "/case/2-26/do/withdraw": "secretary chair",
    "/meetings": READERS,
    "/meeting/M1-26": READERS,
    "/meeting/M1-26/do/remark": COUNCIL,
    "/meeting/M1-26/paper/minutes": READERS,
    "/meeting/M1-26/paper/minutes/as/docx": READERS,
    "/meeting/M1-26/item/1-26": COUNCIL,
    "/meeting/M1-26/apology": COUNCIL,
    "/meeting/M1-26/calendar.ics": READERS,
    "/attachment/1-26.1.1/1": f"{READERS} owner",
    "/attachment/2-26/1": READERS,
    "/receipts": WRITERS,
    "/receipt/3": READERS,
    "/receipt/999999": f"{READERS} owner",
    "/now": READERS,
    "/status": READERS,
    "/status/as/docx": READERS,
    "/find": READERS,
    "/office": OFFICE,
    "/office/access": OFFICE,
    **{f"/office/access/{name}": OFFICE for name in ("confirm", "invite", "withdraw")},
    **{f"/office/{name}": OFFICE for name in ("register", "undo", "appoint", "hold-meeting")},
    **{f"/meeting/M1-26/{name}": OFFICE for name in ("record", "record/new-case-1", "form", "bring-in")},
    "/council": READERS,
    **{
        path: READERS
        for name in ("obligations", "wheel", "agreement", "plan", "evaluation", "report", "yearly-report")
        for path in (f"/{name}", f"/{name}/as/docx")
    },
}
"""Paths of every page, each with the roles that reach it where the council does not publish."""

PUBLISHED: Final = (
    "/case/1-26", "/case/1-26.1.1", "/case/2-26", "/case/M1-26", "/meetings", "/meeting/M1-26",
    "/meeting/M1-26/paper/minutes", "/meeting/M1-26/paper/minutes/as/docx",
    "/attachment/1-26.1.1/1", "/attachment/2-26/1",
    "/status", "/status/as/docx", "/council",
    *(path for name in ("agreement", "plan", "evaluation") for path in (f"/{name}", f"/{name}/as/docx")),
)  # fmt: skip
"""Paths that everybody reaches where the council publishes."""

WITHOUT_SIGNING_IN: Final = (
    "/", "/sign-in", "/sign-in/to", "/sign-in/back", "/sign-out", "/signed-out", "/sign-out/front-channel",
    "/local/x", "/invitation/x",
)  # fmt: skip
"""Paths by which people sign in; they tell nothing of the council's work."""


def council(context: Context) -> None:
    """A measure of an owner, and a case that the owner has nothing to do with; each has a file."""
    work(context)
    done(register(context, f"{SECRET} i sentrum"))
    done(add_organisation(context, "klubben", "Klubben"))
    done(add_post(context, "leder", "Leder", "klubben", ["executing"]))
    done(appoint(context, "leder", "Prøve Prøvesen"))
    with TemporaryDirectory() as folder:
        (file := Path(folder) / "notat.txt").write_bytes(FILES[0])
        for ref in ("1/26.1.1", "2/26"):
            done(attach(context, ref, str(file)))
    done(record_contact(context, "slt-koordinator", "slt@kommunen.example"))
    done(bind_account(context, "ordforer", ACCOUNTS["chair"]))
    done(bind_account(context, "politistasjonssjef", ACCOUNTS["member"]))
    done(record_absence(context, "politikontakt", "2026-06-01", "2026-12-31"))
    done(grant_access(context, "politikontakt", ISSUER, "vara", deputy=True))
    done(grant_access(context, None, ISSUER, "revisor"))


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return prepared(council)


def browsers(context: Context, *, public: bool) -> dict[str, Browser]:
    """A browser of every role, which follows nothing by itself."""
    site, opened = site_of(context, public=public), {}
    for role in ROLES:
        opened[role] = browser = Browser(site)
        browser.client.follow_redirects = False
        if role in ACCOUNTS:
            browser.sign_in(ACCOUNTS[role], ACCOUNTS[role].partition(":")[0])
    return opened


def templates(context: Context) -> Iterator[Route | Mount]:
    yield from application(site_of(context)).routes  # type: ignore[misc] # there are no others


FORGED: Final = {
    "acting": "slt-koordinator", "behalf": "rektor", "basis": "Gjettet", "reviewed": "1", "key": "gjettet-nokkel",
    "text": "Gjettet", "reason": "Gjettet", "due": "2026-12-01", "owner": "rektor",
}  # fmt: skip
"""A form as somebody might make it by hand."""

OURS: Final = {"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"}
"""Headers by which a browser says that a form is of our own pages."""


def token_of(browser: Browser) -> str:
    """The token of a browser's session, as the forms of its own pages have it; "" where nobody is signed in."""
    return browser.get("/nowhere").hidden("form").get("csrf", "")


def is_no_form(answer: Response, path: str) -> bool:
    """True for an answer to a form sent to a page that has none."""
    return answer.request.method == "POST" and answer.status_code == 405 and "/do/" not in path


def refused(answer: Response, role: str) -> bool:
    """True for an answer that told nothing: a no, or the way to where people sign in."""
    if role == "public":
        return answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?next=/")
    return answer.status_code == 403 or (answer.status_code == 404 and "/receipt/" in str(answer.url))


def test_every_address_of_the_application_stands_here(context: Context) -> None:
    paths = (*REACHED, *WITHOUT_SIGNING_IN)
    for route in templates(context):
        if route.name in ("styles", "static"):
            continue
        assert any(route.path_regex.fullmatch(path) for path in paths), f"nobody asks for {route.path} here"
        assert (route.name in MAY) != (route.name in UNGUARDED), f"no row for {route.name}"


def test_an_address_that_a_form_is_sent_to_can_be_read(context: Context) -> None:
    """Somebody has it in the history of a browser, or in a message, and comes to the form."""
    secretary, led = Browser(site_of(context)).sign_in(SECRETARY, "os"), 0
    for route in templates(context):
        if "POST" in (getattr(route, "methods", None) or ()):
            path = next(path for path in (*REACHED, *WITHOUT_SIGNING_IN) if route.path_regex.fullmatch(path))
            page = secretary.get(path)
            is_told = page.status == 409 and "er over eller avlyst" in page.text  # an apology for a meeting of before
            assert page.status == 200 or is_told or path.endswith("/x"), (path, page.text)
            led += page.path != path
    assert led >= 2


def test_a_form_that_is_sent_to_a_page_without_one_is_told_so(context: Context) -> None:
    answer = Browser(site_of(context)).sign_in(SECRETARY, "os").client.post("/status", headers=OURS)
    assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})
    assert "Ingenting er ført" in answer.text


FORMS: Final = frozenset(
    path
    for path in REACHED
    for route in application(cast(Site, None)).routes
    if isinstance(route, Route) and "POST" in (route.methods or ()) and route.path_regex.fullmatch(path)
)
"""Paths of pages that a form is sent to."""


@pytest.mark.parametrize(
    "public", [pytest.param(False, id="kept"), pytest.param(True, id="published", marks=pytest.mark.endurance)]
)
def test_nobody_reaches_a_page_that_is_not_theirs(context: Context, public: bool) -> None:
    before = history(context)
    for role, browser in browsers(context, public=public).items():
        form = {"csrf": token_of(browser), **FORGED}
        for path, roles in REACHED.items():
            if role in roles.split() or (public and path in PUBLISHED):
                continue
            asked = [browser.client.get(path)]
            if public or path in FORMS:  # to a page without a form everybody gets the same answer
                asked.append(browser.client.post(path, data=form, headers=OURS))
            for answer in asked:
                assert refused(answer, role) or is_no_form(answer, path), (role, path, answer.status_code)
                assert SECRET not in answer.text, (role, path)
    assert history(context) == before
    assert not verify(context)[0].flaws


@pytest.mark.endurance
@pytest.mark.parametrize("public", [False, True], ids=["kept", "published"])
def test_everybody_reaches_the_pages_that_are_theirs(context: Context, public: bool) -> None:
    before = history(context)
    for role, browser in browsers(context, public=public).items():
        form = {"csrf": token_of(browser), **FORGED}
        for path, roles in REACHED.items():
            if role not in roles.split() and not (public and path in PUBLISHED):
                continue
            answer = browser.client.get(path)
            is_led = answer.headers.get("location") == "/office/access"  # where the form of that address stands
            assert answer.status_code in (200, 400, 404, 409) or is_led, (role, path, answer.status_code)
            if role in READ_ONLY:
                assert browser.post(path, form).status in (303, 403, 404, 405), (role, path)
    assert history(context) == before


def test_the_table_of_the_documentation_is_that_of_the_pages() -> None:
    lines = (CHECKOUT / "docs" / "admin" / "pages.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    written = {row[0].strip("`"): (row[2:6], row[6], row[7:9]) for row in rows}
    table = {}
    for name, audiences in MAY.items():
        yes = {audience.value: "ja" if audience in audiences else "" for audience in Audience}
        deputy = "som funksjonen" if audiences - {Audience.AUDITOR, Audience.PUBLIC} else ""
        own = [yes[role] for role in ("secretary", "chair", "member", "owner")]
        table[name] = (own, deputy, [yes["auditor"], yes["public"]])
    assert written == table
