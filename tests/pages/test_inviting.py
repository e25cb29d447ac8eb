"""From the invitation to the access: a link, a sign-in, a code, and the secretary who hears it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from slt_flow.errors import NotYourAction, RequestError
from slt_flow.pages.inviting import confirm, invitations, invite, withdraw
from slt_flow.pages.sessions import Sessions
from slt_flow.results.answers import Done
from slt_flow.results.people import AUDITOR, InvitationLink
from slt_flow.services.history.timeline import history
from slt_flow.services.people.access import subject_account
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.people.lists import list_access
from slt_flow.services.people.posts import appoint, vacate
from slt_flow.services.request.clock import SystemClock
from slt_flow.services.request.context import Account, Context
from tests.conftest import Prepared
from tests.journeys.terminal import Terminal
from tests.pages.conftest import MovedClock
from tests.records.year import done

HERE = "https://politirad.example"
SECRETARY = Account("os:slt@kontoret")
PERSON = subject_account("https://id.example", "f3a9").name
OTHER = subject_account("https://id.example", "b771").name


def known(context: Context) -> None:
    """A secretary whose account is known."""
    done(bind_account(context, "slt-koordinator", SECRETARY.name))


@pytest.fixture
def context(prepared: Prepared, clock: MovedClock) -> Context:
    return replace(prepared(known), clock=clock, account=SECRETARY)


@pytest.fixture
def sessions(context: Context) -> Iterator[Sessions]:
    opened = Sessions(context.store.path, "kvaefjord", context.clock)
    yield opened
    opened.disconnect()


def secret_of(invited: object) -> str:
    """The secret of an invitation's link."""
    assert isinstance(invited, InvitationLink)
    assert invited.link is not None
    assert invited.link.startswith(f"{HERE}/invitation/")
    return invited.link.rpartition("/")[2]


def accounts(context: Context) -> dict[str, str | None]:
    return {row.account: row.post for row in list_access(context)}


def test_an_invited_person_has_access_once_the_code_is_confirmed(context: Context, sessions: Sessions) -> None:
    before = history(context)
    code = sessions.claim(secret_of(invite(context, sessions, HERE, "ordforer")), PERSON)
    assert history(context) == before
    confirmed = confirm(context, sessions, code)
    assert isinstance(confirmed, Done)
    assert accounts(context)[PERSON] == "ordforer"
    assert [(row.state, row.account) for row in invitations(sessions)] == [("confirmed", PERSON)]
    with pytest.raises(RequestError, match="no_such_code"):
        confirm(context, sessions, code)


@pytest.mark.parametrize("role", [AUDITOR, ""])
def test_an_auditor_is_invited_without_a_post(context: Context, sessions: Sessions, role: str) -> None:
    post = None if role else "ordforer"
    code = sessions.claim(secret_of(invite(context, sessions, HERE, post, role=role)), PERSON)
    confirm(context, sessions, code)
    assert accounts(context)[PERSON] == post


def test_the_link_leads_to_where_the_pages_were_served_last(context: Context, sessions: Sessions) -> None:
    with pytest.raises(RequestError, match="no_address_of_pages"):
        invite(context, sessions, None, "ordforer")
    sessions.note_address(HERE)
    assert secret_of(invite(context, sessions, None, "ordforer"))


def test_a_confirmation_that_was_broken_off_goes_on(
    context: Context, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The access is recorded, and the invitation waits still: once more records nothing more, and closes it."""
    code = sessions.claim(secret_of(invite(context, sessions, HERE, "ordforer")), PERSON)
    with monkeypatch.context() as broken:
        broken.setattr(Sessions, "close", lambda *_: False)
        confirm(context, sessions, code)
    height = len(history(context))
    again = confirm(context, sessions, code)
    assert isinstance(again, Done)
    assert again.already
    assert len(history(context)) == height
    assert invitations(sessions)[0].state == "confirmed"


def test_a_dry_run_makes_and_confirms_nothing(context: Context, sessions: Sessions) -> None:
    dry = replace(context, dry_run=True)
    invited = invite(dry, sessions, HERE, "ordforer")
    assert isinstance(invited, InvitationLink)
    assert (invited.post, invited.link) == ("ordforer", None)
    assert invitations(sessions) == ()
    code = sessions.claim(secret_of(invite(context, sessions, HERE, "ordforer")), PERSON)
    before = history(context)
    confirm(dry, sessions, code)
    assert history(context) == before
    assert invitations(sessions)[0].state == "claimed"


@pytest.mark.parametrize("next_holder", ["Prøve Prøvesen", None])
def test_another_holder_does_not_get_the_access_of_the_one_who_was_invited(
    context: Context, sessions: Sessions, clock: MovedClock, next_holder: str | None
) -> None:
    done(appoint(context, "ordforer", "Test Testesen"))
    code = sessions.claim(secret_of(invite(context, sessions, HERE, "ordforer")), PERSON)
    clock.go_on(days=1)
    done(vacate(context, "ordforer"))
    if next_holder is not None:
        done(appoint(context, "ordforer", next_holder))
    with pytest.raises(RequestError, match="invitation_of_earlier_holder"):
        confirm(context, sessions, code)
    assert PERSON not in accounts(context)


def test_nobody_is_invited_to_what_access_is_not_given_to(context: Context, sessions: Sessions) -> None:
    with pytest.raises(RequestError, match="unknown_post"):
        invite(context, sessions, HERE, "keiser")
    done(vacate(context, "ordforer"))
    with pytest.raises(RequestError, match="access_to_vacant_post"):
        invite(context, sessions, HERE, "ordforer")
    with pytest.raises(NotYourAction, match="account_not_known"):
        invite(replace(context, account=Account("os:ingen@pc")), sessions, HERE, "politistasjonssjef")
    assert invitations(sessions) == ()


def test_a_withdrawn_invitation_gives_no_access(context: Context, sessions: Sessions) -> None:
    code = sessions.claim(secret_of(invite(context, sessions, HERE, "ordforer")), PERSON)
    withdraw(sessions, invitations(sessions)[0].id)
    for _ in range(2):
        with pytest.raises(RequestError, match="no_such_code"):
            confirm(context, sessions, code)
    with pytest.raises(RequestError, match="no_open_invitation"):
        withdraw(sessions, invitations(sessions)[0].id)
    assert PERSON not in accounts(context)


def test_the_account_of_a_computer_claims_no_invitation(context: Context, sessions: Sessions) -> None:
    link = secret_of(invite(context, sessions, HERE, "ordforer"))
    with pytest.raises(RequestError, match="invitation_without_provider"):
        sessions.claim(link, "os:ola@pc")
    assert invitations(sessions)[0].state == "open"


@pytest.mark.endurance
def test_the_whole_way_is_walked_by_commands(database: Path, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, {"SLT_DB": str(database), "SLT_ON": "", "LC_ALL": "C.UTF-8"})
    terminal("init", "kvaefjord", SLT_ON=None).ok()
    assert terminal("access", "invitations", "--json", SLT_ON=None).ok().json == []
    assert not database.with_name("slt.sqlite.sessions").exists()
    typed = ("access", "grant", "ordforer", "--invite", "--base-url", f"{HERE}/", "--days", "3", "--json")
    invited = terminal(*typed, SLT_ON=None).ok().json
    other = terminal(*typed, SLT_ON=None).ok().json
    sessions = Sessions(database, "kvaefjord", SystemClock())
    code = sessions.claim(invited["link"].rpartition("/")[2], PERSON)
    rows = terminal("access", "invitations", "--json", SLT_ON=None).ok().json
    assert sorted(row["state"] for row in rows) == ["claimed", "open"]
    left = next(row["id"] for row in rows if row["state"] == "open")
    assert left in terminal("access", "withdraw", left, SLT_ON=None).ok().out
    terminal("access", "withdraw", left, SLT_ON=None).failed(2)
    terminal("access", "confirm", "0000 0000", SLT_ON=None).failed(2)
    terminal("access", "confirm", *code.split(), SLT_ON=None).failed(2)
    terminal("access", "confirm", code, SLT_ON=None).ok()
    assert PERSON in terminal("access", "list", "--json", SLT_ON=None).ok().out
    with pytest.raises(RequestError, match="invitation_revoked"):
        sessions.claim(other["link"].rpartition("/")[2], OTHER)
    sessions.disconnect()


@pytest.mark.parametrize(
    "words",
    [
        "",
        "--invite --subject f3a9 --issuer https://id.example",
        "--subject f3a9 --issuer https://id.example --days 3",
        "--subject f3a9",
        "--invite --days 0 --base-url https://politirad.example",
        "--invite --days 1000000000000 --base-url https://politirad.example",
        "--invite --base-url http://politirad.example",
        "--invite --base-url x",
        "--invite",
    ],
)
def test_what_is_not_understood_is_told_and_makes_nothing(database: Path, tmp_path: Path, words: str) -> None:
    terminal = Terminal(tmp_path, {"SLT_DB": str(database)})
    terminal("init", "kvaefjord", SLT_ON=None).ok()
    terminal("access", "grant", "ordforer", *words.split(), SLT_ON=None).failed(2)
    assert terminal("access", "invitations", "--json", SLT_ON=None).ok().json == []
