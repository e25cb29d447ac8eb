"""Sessions live for an hour without a request and for twelve in all; secrets hold once; the file tells no secret."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from slt_flow.pages.sessions import Session, Sessions
from tests.pages.conftest import MovedClock

THREADS = 20
Answer = TypeVar("Answer")


def at_once(act: Callable[[int], Answer]) -> list[Answer]:
    """What twenty threads answer that begin at the same moment."""
    start = Barrier(THREADS)

    def one(number: int) -> Answer:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def session_of(sessions: Sessions, secret: str) -> Session:
    session = sessions.of(secret)
    assert session is not None
    return session


def test_a_session_tells_what_it_was_begun_with(sessions: Sessions, clock: MovedClock) -> None:
    secret = sessions.begin("oidc:abc", "oidc", issuer="https://id.example", sid="s1", id_token="ey.æ.ø", language="nn")
    now = int(clock.now().timestamp())
    session = session_of(sessions, secret)
    assert session[1:3] == ("oidc:abc", "oidc")
    assert session[4:] == (now, now, "https://id.example", "s1", "ey.æ.ø", "nn")


def test_every_session_has_a_secret_and_a_token_of_its_own(sessions: Sessions) -> None:
    secrets = [sessions.begin("os:ola@pc", "os") for _ in range(3)]
    tokens = {session_of(sessions, secret).csrf for secret in secrets}
    assert len(set(secrets)) == len(tokens) == 3
    assert all(len(secret) == 43 for secret in secrets)  # 256 bits, six to a letter
    assert not tokens & set(secrets)


@pytest.mark.parametrize("secret", ["", "x", "å", "\udc80", "A" * 43, "A" * 100_000])
def test_a_secret_that_was_never_given_opens_nothing(sessions: Sessions, secret: str) -> None:
    sessions.begin("os:ola@pc", "os")
    assert sessions.of(secret) is None
    assert sessions.lapsed(secret) is None


def test_the_key_of_a_session_opens_nothing(sessions: Sessions) -> None:
    session = session_of(sessions, sessions.begin("os:ola@pc", "os"))
    assert sessions.of(session.key) is None


def test_a_session_is_over_after_an_hour_without_a_request(sessions: Sessions, clock: MovedClock) -> None:
    left, used = sessions.begin("os:ola@pc", "os"), sessions.begin("os:ola@pc", "os")
    clock.go_on(minutes=59)
    assert sessions.of(used) is not None
    clock.go_on(minutes=1)
    assert sessions.of(left) is None
    assert sessions.of(used) is not None


def test_a_session_is_over_after_twelve_hours_however_busy(sessions: Sessions, clock: MovedClock) -> None:
    secret = sessions.begin("os:ola@pc", "os")
    for _ in range(12 * 2 - 1):
        clock.go_on(minutes=30)
        assert sessions.of(secret) is not None
    clock.go_on(minutes=30)
    assert sessions.of(secret) is None


def test_limits_are_chosen(database: Path, sessions: Sessions, clock: MovedClock) -> None:
    short = Sessions(database, "kvaefjord", clock, idle=300, longest=600)
    secret = short.begin("os:ola@pc", "os")
    clock.go_on(seconds=299)
    assert short.of(secret) is not None
    clock.go_on(seconds=299)
    assert short.of(secret) is not None
    clock.go_on(seconds=2)
    assert short.of(secret) is None
    short.disconnect()


def test_a_session_that_began_in_the_future_is_over(sessions: Sessions, clock: MovedClock) -> None:
    secret = sessions.begin("os:ola@pc", "os")
    clock.go_on(minutes=-4)
    assert sessions.of(secret) is not None
    clock.go_on(days=-1)
    assert sessions.of(secret) is None


def test_a_request_is_noted_at_most_once_in_five_minutes(sessions: Sessions, clock: MovedClock) -> None:
    secret = sessions.begin("os:ola@pc", "os")
    written = sessions.path.read_bytes()
    clock.go_on(seconds=299)
    sessions.of(secret)
    assert sessions.path.read_bytes() == written
    clock.go_on(seconds=1)
    sessions.of(secret)
    assert sessions.path.read_bytes() != written


def test_a_session_that_was_signed_out_is_over_and_the_others_are_not(sessions: Sessions) -> None:
    secret, other = sessions.begin("os:ola@pc", "os"), sessions.begin("os:ola@pc", "os")
    sessions.end(secret)
    assert sessions.of(secret) is None
    assert sessions.lapsed(secret) is None
    assert sessions.of(other) is not None


def test_a_sign_out_everywhere_ends_the_sessions_of_one_account(sessions: Sessions) -> None:
    own = [sessions.begin("os:ola@pc", "os") for _ in range(3)]
    other = sessions.begin("os:kari@pc", "os")
    sessions.end_all("os:ola@pc")
    assert [sessions.of(secret) for secret in own] == [None] * 3
    assert sessions.of(other) is not None


def test_a_provider_signs_out_the_session_that_it_names(sessions: Sessions) -> None:
    named = sessions.begin("oidc:a", "oidc", issuer="https://id.example", sid="1")
    others = [
        sessions.begin("oidc:a", "oidc", issuer="https://id.example", sid="2"),
        sessions.begin("oidc:a", "oidc", issuer="https://other.example", sid="1"),
        sessions.begin("os:ola@pc", "os"),
    ]
    sessions.end_sid("https://id.example", "1")
    sessions.end_sid("", "")
    assert sessions.of(named) is None
    assert None not in [sessions.of(secret) for secret in others]


def test_a_lapsed_session_still_tells_whose_form_it_was(sessions: Sessions, clock: MovedClock) -> None:
    secret = sessions.begin("os:ola@pc", "os")
    token = session_of(sessions, secret).csrf
    clock.go_on(days=2)
    lapsed = sessions.lapsed(secret)
    assert sessions.of(secret) is None
    assert lapsed is not None
    assert (lapsed.account, lapsed.csrf) == ("os:ola@pc", token)
    clock.go_on(days=5)
    assert sessions.lapsed(secret) is None


def test_a_language_is_kept_with_the_session(sessions: Sessions) -> None:
    secret = sessions.begin("os:ola@pc", "os")
    sessions.speak(secret, "nn")
    assert session_of(sessions, secret).language == "nn"


def test_the_address_of_the_pages_is_noted_for_links(sessions: Sessions) -> None:
    assert sessions.address() is None
    sessions.note_address("https://old.example")
    sessions.note_address("https://slt.example")
    assert sessions.address() == "https://slt.example"


# what holds once


def test_a_secret_is_taken_once_and_only_for_its_purpose(sessions: Sessions) -> None:
    secret = sessions.remember("sign-in", {"state": "a", "next": "/sak/1?å"}, 600)
    assert sessions.take("local", secret) is None
    assert sessions.take("sign-in", secret) == {"state": "a", "next": "/sak/1?å"}
    assert sessions.take("sign-in", secret) is None


def test_a_secret_is_not_taken_when_its_time_is_over(sessions: Sessions, clock: MovedClock) -> None:
    early, late = sessions.remember("sign-in", {}, 600), sessions.remember("sign-in", {}, 600)
    clock.go_on(seconds=599)
    assert sessions.take("sign-in", early) == {}
    clock.go_on(seconds=1)
    assert sessions.take("sign-in", late) is None


def test_the_oldest_attempts_give_way_and_no_other_purpose_does(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slt_flow.pages.once._MOST", 3)
    key = sessions.remember("local", {}, 600)
    attempts = [sessions.remember("sign-in", {"n": str(n)}, 600) for n in range(5)]
    taken = [sessions.take("sign-in", secret) for secret in attempts]
    assert taken == [None, None, {"n": "2"}, {"n": "3"}, {"n": "4"}]
    assert sessions.take("local", key) == {}


def test_a_value_comes_for_the_first_time_once(sessions: Sessions, clock: MovedClock) -> None:
    assert sessions.first_time("nonce", "a", 60)
    assert not sessions.first_time("nonce", "a", 60)
    assert sessions.first_time("nonce", "b", 60)
    assert sessions.first_time("token", "a", 60)
    clock.go_on(seconds=60)
    assert sessions.first_time("nonce", "a", 60)


# threads


def test_threads_begin_sessions_of_their_own(sessions: Sessions) -> None:
    secrets = at_once(lambda number: sessions.begin(f"os:{number}@pc", "os"))
    accounts = at_once(lambda number: session_of(sessions, secrets[number]).account)
    assert accounts == [f"os:{number}@pc" for number in range(THREADS)]


def test_of_twenty_that_take_a_secret_at_once_one_gets_it(sessions: Sessions) -> None:
    secret = sessions.remember("sign-in", {"state": "a"}, 600)
    taken = at_once(lambda _: sessions.take("sign-in", secret))
    assert [data for data in taken if data is not None] == [{"state": "a"}]
    assert sum(at_once(lambda _: sessions.first_time("nonce", "a", 60))) == 1


def test_of_twenty_that_opened_the_file_themselves_one_gets_it(
    database: Path, sessions: Sessions, clock: MovedClock
) -> None:
    """As many processes would, such as a command beside the pages."""
    secret = sessions.remember("sign-in", {"state": "a"}, 600)
    others = [Sessions(database, "kvaefjord", clock) for _ in range(THREADS)]
    taken = at_once(lambda number: others[number].take("sign-in", secret))
    assert [data for data in taken if data is not None] == [{"state": "a"}]
    for other in others:
        other.disconnect()


# what the file tells


def test_no_secret_stands_in_the_file(sessions: Sessions) -> None:
    secret = sessions.begin("oidc:subject", "oidc", issuer="https://id.example", sid="s1", id_token="ey.token.signed")
    attempt = sessions.remember("sign-in", {"state": "the-state", "verifier": "the-verifier"}, 600)
    link = sessions.invite("rektor", "slt-koordinator", 14)
    code = sessions.claim(link, "oidc:subject").replace(" ", "")
    content = sessions.path.read_bytes()
    assert b"oidc:subject" in content  # so that it is looked for in the right file
    token = session_of(sessions, secret).csrf
    for text in (secret, attempt, link, code, token, "ey.token.signed", "the-state", "the-verifier"):
        assert text.encode() not in content, text
