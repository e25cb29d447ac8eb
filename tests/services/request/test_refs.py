"""A ref is read in every way in which people write one, and a wrong one is answered with what is near."""

from __future__ import annotations

from itertools import product

import pytest

from slt_flow.errors import RequestError
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.follow_up.case_sheet import show
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.plan import plan
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext

NUMBERS = (1, 9, 12, 107)
YEARS = (26, 2026)
BELOW = ((), (1,), (1, 2), (12, 30))
DECISION_WORDS = ("", "sak ", "Sak nr. ", "saksnr. ", "PS ", "ps", "vedtak ", "SAK: ", "case no. ", "saka ")
AROUND = ("{}", " {} ", "{}.", "«{}»", "({})", "{},\n", "\u00a0{}\u00a0")


def test_a_decision_and_what_is_beneath_it_are_read_in_every_form() -> None:
    read = 0
    for no, year, below, word, around in product(NUMBERS, YEARS, BELOW, DECISION_WORDS, AROUND):
        wanted = ".".join([f"{no}/26", *map(str, below)])
        for zero, slash, dot in (("", "/", "."), ("0", "/", ".0"), ("", " / ", " . "), ("00", "\u2044", ". ")):
            typed = around.format(f"{word}{zero}{no}{slash}{year}" + "".join(f"{dot}{part}" for part in below))
            assert str(parsing.ref(typed)) == wanted, typed
            read += 1
    assert read > 8_000


def test_a_meeting_and_a_learning_point_are_read_in_every_form() -> None:
    words = {"M": ("M", "m", "M ", "M-", "møte ", "Møtet ", "møte nr. ", "meeting ", "møte M", "referat M"),
             "L": ("L", "l", "L ", "læringspunkt ", "Læringspunkt nr. ")}  # fmt: skip
    for series, forms in words.items():
        for word, no, year, zero, around in product(forms, NUMBERS, YEARS, ("", "0"), AROUND):
            typed = around.format(f"{word}{zero}{no}/{year}")
            assert str(parsing.ref(typed)) == f"{series}{no}/26", typed


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("26/1", "1/26"),
        ("2026/1", "1/26"),
        ("1-26", "1/26"),
        ("1.26", "1/26"),
        ("M1-26", "M1/26"),
        ("sak M1/26", None),
        ("møte L1/26", None),
        ("hund 1/26", "1/26"),
        ("1/26/1", "1/26.1"),
        ("0/26", None),
        ("sak 1", None),
        ("neste sak", None),
        ("M1/26.1", "M1/26"),
        ("1/26 og 2/26", None),
    ],
)
def test_what_is_no_ref_is_answered_with_what_is_near(typed: str, near: str | None) -> None:
    with pytest.raises(RequestError, match="bad_ref") as refusal:
        parsing.ref(typed)
    if near is not None:
        assert refusal.value.facts["near"] == near


def test_a_ref_that_nothing_has_is_answered_with_what_is_near(adopted: Context) -> None:
    assign(adopted, "sak 01/2026.", "politikontakt", "2026-06-01")
    near_of = {"9/26": "1/26", "1/25": "1/26", "2026/01": "1/26", "1/26.4": "1/26.1", "1/26.1.3": "1/26.1"}
    for typed, near in {**near_of, "M7/26": "M1/26"}.items():
        for ask in (lambda typed=typed: show(adopted, typed), lambda typed=typed: history(adopted, typed)):
            with pytest.raises(RequestError, match="unknown_ref") as refusal:
                ask()
            assert refusal.value.facts["near"] == near
    with pytest.raises(RequestError, match="unknown_ref") as refusal:
        assign(adopted, "7/26", "politikontakt", "2026-06-01")
    assert refusal.value.facts["near"] == "1/26"


def test_nothing_is_near_where_there_is_nothing(context: MakeContext) -> None:
    council = context()
    for typed in ("L1/26", "M2/26"):
        with pytest.raises(RequestError, match="unknown_ref") as refusal:
            show(council, typed)
        assert refusal.value.facts.get("near") is None
    plan(council, "2026-12-12")
    with pytest.raises(RequestError, match="unknown_ref") as refusal:
        show(council, "M2/26")
    assert refusal.value.facts["near"] == "M1/26"
