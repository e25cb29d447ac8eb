"""An invitation binds nothing when it is opened, is claimed by one account, and confirmed by the code that it shows."""

from __future__ import annotations

import pytest

from slt_flow.errors import RequestError
from slt_flow.pages.invitations import CLAIMED, CONFIRMED, EXPIRED, OPEN, REVOKED
from slt_flow.pages.sessions import Sessions
from tests.pages.conftest import MovedClock
from tests.pages.test_sessions import THREADS, at_once


def state_of(sessions: Sessions, link: str) -> str:
    invitation = sessions.invitation(link)
    assert invitation is not None
    return invitation.state


def invited(sessions: Sessions, days: int = 14) -> str:
    return sessions.invite("rektor", "slt-koordinator", days, holding=7)


def test_opening_a_link_changes_nothing(sessions: Sessions) -> None:
    link = invited(sessions)
    before = sessions.path.read_bytes()
    for _ in range(3):
        invitation = sessions.invitation(link)
        assert invitation is not None
        assert (invitation.post, invitation.state, invitation.account) == ("rektor", OPEN, "")
    assert sessions.path.read_bytes() == before


def test_the_way_of_an_invitation(sessions: Sessions) -> None:
    link = invited(sessions)
    code = sessions.claim(link, "oidc:a")
    assert state_of(sessions, link) == CLAIMED
    invitation = sessions.by_code(code)
    assert (invitation.post, invitation.account) == ("rektor", "oidc:a")
    assert (invitation.invited_by, invitation.holding) == ("slt-koordinator", 7)
    assert sessions.close(invitation.id, CONFIRMED)
    assert state_of(sessions, link) == CONFIRMED
    assert not sessions.close(invitation.id, REVOKED)
    assert [each.state for each in sessions.invitations()] == [CONFIRMED]


def test_the_code_can_be_read_aloud_and_typed_as_it_was_heard(sessions: Sessions) -> None:
    code = sessions.claim(invited(sessions), "oidc:a")
    first, second = code.split(" ")
    assert (len(first), len(second)) == (4, 4)
    assert (first + second).isdecimal()
    for typed in (first + second, f" {first}-{second} ", f"{first[:2]} {first[2:]} {second}\n"):
        assert sessions.by_code(typed).post == "rektor"


def test_the_same_account_sees_the_same_code_again(sessions: Sessions, clock: MovedClock) -> None:
    link = invited(sessions)
    code = sessions.claim(link, "oidc:a")
    clock.go_on(days=1)
    assert sessions.claim(link, "oidc:a") == code
    assert sessions.claim(invited(sessions), "oidc:a") != code


def test_a_second_person_is_told_that_it_is_taken_and_changes_nothing(sessions: Sessions) -> None:
    link = invited(sessions)
    code = sessions.claim(link, "oidc:a")
    with pytest.raises(RequestError, match="invitation_claimed"):
        sessions.claim(link, "oidc:b")
    assert sessions.by_code(code).account == "oidc:a"


def test_of_twenty_that_claim_at_once_one_does(sessions: Sessions) -> None:
    link = invited(sessions)

    def claimed(number: int) -> str:
        try:
            return sessions.claim(link, f"oidc:{number}")
        except RequestError as error:
            return error.code

    answers = at_once(claimed)
    assert answers.count("invitation_claimed") == THREADS - 1
    (code,) = set(answers) - {"invitation_claimed"}
    assert sessions.by_code(code).account == f"oidc:{answers.index(code)}"


@pytest.mark.parametrize("was_claimed", [False, True])
@pytest.mark.parametrize(("state", "code"), [(CONFIRMED, "invitation_confirmed"), (REVOKED, "invitation_revoked")])
def test_an_invitation_that_is_closed_is_over(sessions: Sessions, state: str, code: str, was_claimed: bool) -> None:
    link = invited(sessions)
    told = sessions.claim(link, "oidc:a") if was_claimed else None
    assert sessions.close(sessions.invitations()[0].id, state)
    with pytest.raises(RequestError, match=code):
        sessions.claim(link, "oidc:a")
    if told is not None:
        with pytest.raises(RequestError, match="no_such_code"):
            sessions.by_code(told)


def test_an_invitation_expires(sessions: Sessions, clock: MovedClock) -> None:
    link = invited(sessions, 2)
    clock.go_on(days=2)
    assert state_of(sessions, link) == EXPIRED
    with pytest.raises(RequestError, match="invitation_expired"):
        sessions.claim(link, "oidc:a")
    assert not sessions.close(sessions.invitations()[0].id, REVOKED)


def test_a_claimed_invitation_waits_a_week_to_be_confirmed(sessions: Sessions, clock: MovedClock) -> None:
    link = invited(sessions, 1)
    clock.go_on(hours=23)
    code = sessions.claim(link, "oidc:a")
    clock.go_on(days=6)
    assert sessions.by_code(code).post == "rektor"
    clock.go_on(days=1)
    with pytest.raises(RequestError, match="no_such_code"):
        sessions.by_code(code)


def test_ten_wrong_codes_are_heard_within_an_hour_and_then_no_right_one(sessions: Sessions, clock: MovedClock) -> None:
    code = sessions.claim(invited(sessions), "oidc:a")
    for number in range(10):
        with pytest.raises(RequestError, match="no_such_code"):
            sessions.by_code(f"wrong {number}")
    with pytest.raises(RequestError, match="too_many_codes"):
        sessions.by_code(code)
    clock.go_on(hours=1)
    assert sessions.by_code(code).post == "rektor"


def test_no_more_wrong_codes_are_heard_when_they_come_at_once(sessions: Sessions) -> None:
    def tried(number: int) -> str:
        with pytest.raises(RequestError) as raised:
            sessions.by_code(str(number))
        return raised.value.code

    assert sorted(at_once(tried)) == ["no_such_code"] * 10 + ["too_many_codes"] * 10


@pytest.mark.parametrize("code", ["", " ", "-", "0", "æ", "\udc80"])
def test_no_code_is_right_for_an_invitation_that_nobody_claimed(sessions: Sessions, code: str) -> None:
    invited(sessions)
    with pytest.raises(RequestError, match="no_such_code"):
        sessions.by_code(code)


@pytest.mark.parametrize("days", [0, -1, 91, 10**9])
def test_an_invitation_holds_for_some_days(sessions: Sessions, days: int) -> None:
    with pytest.raises(RequestError, match="bad_invitation_days"):
        invited(sessions, days)


def test_a_link_that_was_never_made_is_none(sessions: Sessions) -> None:
    invited(sessions)
    assert sessions.invitation("x") is None
    with pytest.raises(RequestError, match="no_invitation"):
        sessions.claim("x", "oidc:a")
