"""A typed form is there for its account after the session, for a week, and within bounds."""

from __future__ import annotations

import pytest

from slt_flow.pages.sessions import Sessions
from tests.pages.conftest import MovedClock

PATH = "/sak/1/26/finish"
FIELDS = {"result": ["Leid 14. april"], "who": ["a", "b"], "note": ["{{ 7*7 }} <b> \u202e \x00 æ"]}


def test_a_form_comes_back_as_it_was_typed(sessions: Sessions) -> None:
    assert sessions.keep_form("oidc:a", PATH, FIELDS)
    assert sessions.form("oidc:a", PATH) == FIELDS


def test_a_form_is_its_writers_alone_and_of_its_page(sessions: Sessions) -> None:
    sessions.keep_form("oidc:a", PATH, FIELDS)
    assert sessions.form("oidc:b", PATH) is None
    assert sessions.form("oidc:a", f"{PATH}/") is None


def test_a_form_outlives_every_session_of_its_writer(sessions: Sessions, clock: MovedClock) -> None:
    sessions.end(sessions.begin("oidc:a", "oidc"))
    sessions.keep_form("oidc:a", PATH, FIELDS)
    sessions.end_all("oidc:a")
    clock.go_on(days=6)
    sessions.begin("oidc:a", "oidc")
    assert sessions.form("oidc:a", PATH) == FIELDS


def test_a_form_is_gone_after_a_week_from_the_file_too(sessions: Sessions, clock: MovedClock) -> None:
    sessions.keep_form("oidc:a", PATH, {"result": ["Leid i april"]})
    assert b"Leid i april" in sessions.path.read_bytes()
    clock.go_on(days=7, seconds=1)
    assert sessions.form("oidc:a", PATH) is None
    sessions.begin("oidc:b", "oidc")
    assert b"Leid i april" not in sessions.path.read_bytes()


def test_a_dropped_form_leaves_nothing_in_the_file(sessions: Sessions) -> None:
    sessions.keep_form("oidc:a", PATH, {"result": ["Leid i april"]})
    sessions.drop_form("oidc:a", PATH)
    assert sessions.form("oidc:a", PATH) is None
    assert b"Leid i april" not in sessions.path.read_bytes()


def test_the_token_of_the_session_is_not_kept_with_the_form(sessions: Sessions) -> None:
    sessions.keep_form("oidc:a", PATH, {"csrf": ["secret-token"], "result": ["ja"]})
    assert sessions.form("oidc:a", PATH) == {"result": ["ja"]}
    assert b"secret-token" not in sessions.path.read_bytes()


def test_the_last_typing_counts(sessions: Sessions) -> None:
    sessions.keep_form("oidc:a", PATH, {"result": ["ja"]})
    sessions.keep_form("oidc:a", PATH, {"result": ["nei"]})
    assert sessions.form("oidc:a", PATH) == {"result": ["nei"]}


@pytest.mark.parametrize(("length", "is_kept"), [(190_000, True), (200_001, False), (10_000_000, False)])
def test_a_form_that_is_too_large_is_not_kept_and_says_so(sessions: Sessions, length: int, is_kept: bool) -> None:
    assert sessions.keep_form("oidc:a", PATH, {"result": ["a" * length]}) is is_kept
    assert (sessions.form("oidc:a", PATH) is not None) is is_kept


def test_the_size_is_counted_in_bytes_with_names_and_path(sessions: Sessions) -> None:
    assert not sessions.keep_form("oidc:a", PATH, {"result": ["å" * 110_000]})
    assert not sessions.keep_form("oidc:a", PATH, {"a" * 200_001: []})
    assert not sessions.keep_form("oidc:a", "/" * 200_001, {})


def test_the_oldest_of_an_account_give_way_and_no_other_accounts_do(sessions: Sessions, clock: MovedClock) -> None:
    sessions.keep_form("oidc:b", PATH, FIELDS)
    for number in range(25):
        clock.go_on(seconds=1)
        sessions.keep_form("oidc:a", f"/{number}", FIELDS)
    assert [number for number in range(25) if sessions.form("oidc:a", f"/{number}")] == list(range(5, 25))
    assert sessions.form("oidc:b", PATH) == FIELDS


def test_half_a_letter_is_kept_as_far_as_it_can_be(sessions: Sessions) -> None:
    assert sessions.keep_form("oidc:a", "/\udc80", {"result": ["a\udc80b"]})
    assert sessions.form("oidc:a", "/\udc80") == {"result": ["a?b"]}
    sessions.drop_form("oidc:a", "/\udc80")
    assert sessions.form("oidc:a", "/\udc80") is None
