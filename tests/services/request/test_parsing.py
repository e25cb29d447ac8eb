"""What a person typed is read strictly; what is refused is said, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from slt_flow.errors import RequestError
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.lists import list_decisions
from slt_flow.services.decisions.register import register, table
from slt_flow.services.follow_up.case_sheet import show, show_case
from slt_flow.services.history.find import find
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import organisations, posts
from slt_flow.services.request import actions, parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.counting import Counted
from slt_flow.terms import Stance, identifier
from tests.records.year import done


@pytest.fixture
def made(adopted: Context) -> Context:
    return adopted


def code_of(context: Context, ask: Callable[[], object]) -> RequestError:
    before = context.store.path.read_bytes()
    with pytest.raises(RequestError) as refusal:
        ask()
    assert context.store.path.read_bytes() == before
    assert refusal.value.exit_code == 2
    return refusal.value


NOT_WRITTEN_SO = [
    "20261121",
    "2026-W10-1",
    "en vakker dag",
    "våren",
    "",
    " ",
    "2026-03-12T10:00",
    "٢٠٢٦-٠٣-١٢",
]


@pytest.mark.parametrize("day", NOT_WRITTEN_SO)
def test_what_is_no_day_is_refused(made: Context, day: str) -> None:
    assert code_of(made, lambda: plan(made, day)).code == "bad_date_form"
    assert code_of(made, lambda: assign(made, "1/26", "politikontakt", day)).code == "bad_date_form"


@pytest.mark.parametrize("day", ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01"])
def test_a_day_is_in_the_calendar(made: Context, day: str) -> None:
    assert code_of(made, lambda: plan(made, day)).code == "no_such_day"


def test_a_leap_day_is_a_day() -> None:
    assert parsing.day("2028-02-29", Counted(date(2026, 3, 12))) == date(2028, 2, 29)


HIDDEN = {
    "blank_text": ["", "  ", "\n", "\t", "\u200b", "\u200b\u200d\ufeff", "\u00a0\u2003", "\u00ad"],
    "unreadable_letters": ["a\ud800b", "Kv\udce6fjord"],
    "hidden_characters": [
        *("a\x1b[31mb", "a\x00b", "a\x7fb", "a\x9bb", "a\nb", "a\tb", "a\u2028b"),
        *("a\u202eb", "a\u2066b", "a\u200eb"),
    ],
    "line_too_long": ["x" * 201, "x" * 10_000, "ø" * 201],
}


@pytest.mark.parametrize(("code", "title"), [(code, title) for code, titles in HIDDEN.items() for title in titles])
def test_a_title_shows_all_it_is(made: Context, code: str, title: str) -> None:
    assert code_of(made, lambda: register(made, title)).code == code
    assert code_of(made, lambda: organisations.add_organisation(made, "ny", title)).code == code


SHOWN_AS_TYPED = [
    "[bold]Rød[/bold] [/]",
    "{title} %s",
    "'; DROP TABLE entries; --",
    "=1+1",
    "<b>",
    "👨\u200d👩\u200d👧",
    "Ä" * 200,
    "0",
    "-x",
    "Sámi: Giellatekno",
]


@pytest.mark.parametrize("title", SHOWN_AS_TYPED)
def test_a_title_is_kept_as_it_was_typed(made: Context, title: str) -> None:
    told = done(register(made, f"  {title} "))
    assert show_case(made, told.ref).title == title
    assert [row.ref for row in find(made, title)][-1] == told.ref


def test_a_text_may_have_lines_and_is_composed(made: Context) -> None:
    done(actions.perform(made, ["1/26"], "remark", {"text": " En\r\n\tto a\u030a \n"}))
    assert [row.text for row in show_case(made, "1/26").remarks] == ["En\n\tto å"]
    assert (
        code_of(made, lambda: actions.perform(made, ["1/26"], "remark", {"text": "x" * 20_001})).code == "text_too_long"
    )
    assert (
        code_of(made, lambda: actions.perform(made, ["1/26"], "remark", {"text": "a\rb"})).code == "hidden_characters"
    )


@pytest.mark.parametrize(
    "spelled", ["ordfører", "ORDFØRER", " Ordfo\u0308rer".replace("o\u0308", "ø"), "ORDFORER", "ordforer"]
)
def test_an_id_is_found_however_it_is_spelled(made: Context, spelled: str) -> None:
    assert done(posts.appoint(made, spelled, "Kari Nordmann")).entries
    assert identifier(spelled) == "ordforer"


def test_ids_of_letters_composed_or_not() -> None:
    assert identifier("kvæfjord") == identifier("KVÆFJORD") == identifier("Kvæfjord ") == "kvaefjord"
    assert identifier("a\u030apen dag") == identifier("åpen_dag") == "apen-dag"


@pytest.mark.parametrize(
    ("given", "near"),
    [
        ("rektro", None),
        ("politikontak", "politikontakt"),
        ("ordførar", "ordforer"),
        ("radikal", "radikaliseringskontakt"),
    ],
)
def test_an_unknown_post_gets_a_suggestion(made: Context, given: str, near: str | None) -> None:
    refusal = code_of(made, lambda: assign(made, "1/26", given, "2026-09-01"))
    assert (refusal.code, refusal.facts["given"], refusal.facts["near"]) == ("unknown_post", given, near)
    assert "ordforer" in tuple(refusal.facts["known"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda d: register(d, "Sak", area="barn"), "unknown_area"),
        (lambda d: actions.perform(d, ["9/26"], "adopt"), "unknown_ref"),
        (lambda d: actions.perform(d, ["1/26.1"], "accept"), "unknown_ref"),
        (lambda d: actions.perform(d, ["tre"], "adopt"), "bad_ref"),
        (lambda d: actions.perform(d, ["1/26.1.1.1"], "adopt"), "bad_ref"),
        (lambda d: actions.perform(d, ["M1/26.1"], "hold"), "bad_ref"),
        (lambda d: actions.perform(d, ["0/26"], "adopt"), "bad_ref"),
        (lambda d: table(d, "1/26", "1/26"), "not_a_meeting"),
        (lambda d: table(d, "1/26", "M9/26"), "unknown_ref"),
        (lambda d: posts.add_post(d, "ny", "Ny", "skolen", ["executing"]), "unknown_organisation"),
        (lambda d: posts.add_post(d, "ny", "Ny", "kommune", ["øverst"]), "unknown_level"),
        (lambda d: posts.add_post(d, "ny post!", "Ny", "kommune", ["executing"]), "bad_id"),
        (lambda d: posts.add_post(d, "Ordfører", "Ny", "kommune", ["executing"]), "id_taken"),
        (lambda d: organisations.add_organisation(d, "ny", "Ny", "kirken"), "unknown_party"),
        (lambda d: plan(d, "2026-09-01", kind="julebord"), "unknown_meeting_kind"),
        (lambda d: hold(d, "2026-05-01", ""), "nobody_present"),
        (lambda d: hold(d, "2026-05-01", "ordforer,rektor"), "unknown_post"),
        (lambda d: hold(d, "1/26", "all"), "not_a_meeting"),
        (lambda d: hold(d, "2026-03-12", "all", guests=["x"]), "already_held_that_day"),
        (lambda d: actions.perform(d, ["1/26"], "assign", {"owner": "politikontakt"}), "answers_missing"),
        (lambda d: actions.perform(d, ["1/26"], "remark", {"text": "x", "percent": "3"}), "answer_not_asked"),
        (lambda d: actions.perform(d, ["1/26"], "link", {"address": "javascript:alert(1)"}), "bad_address"),
        (lambda d: show_case(d, "7/26"), "unknown_ref"),
        (lambda d: list_decisions(d, area="trafikk"), "unknown_area"),
    ],
)
def test_what_does_not_exist_is_refused(made: Context, ask: Callable[[Context], Any], code: str) -> None:
    assert code_of(made, lambda: ask(made)).code == code


def test_an_unknown_action_gets_a_suggestion(made: Context) -> None:
    refusal = code_of(made, lambda: actions.perform(made, ["1/26"], "asign"))
    assert (refusal.code, refusal.facts["near"]) == ("unknown_action", "assign")
    assert "complete" not in tuple(refusal.facts["known"])  # type: ignore[arg-type]
    assert code_of(made, lambda: actions.perform(made, ["1/26"], "complete")).code == "unknown_action"


@pytest.mark.parametrize(("given", "read"), [("0", 0), ("100", 100), (" 40 % ", 40), ("007", 7)])
def test_a_percentage(given: str, read: int) -> None:
    assert parsing.percent(given) == read


@pytest.mark.parametrize("given", ["101", "-1", "4.5", "", "x", "١٢", "1000"])
def test_no_percentage(given: str) -> None:
    with pytest.raises(RequestError, match="bad_percent"):
        parsing.percent(given)


@pytest.mark.parametrize("ref", ["1/26", "1/2026", " 1/26 ", "m1/26", "M1/2026"])
def test_a_ref_is_read_in_either_form(made: Context, ref: str) -> None:
    assert show(made, ref).ref in ("1/26", "M1/26")


@pytest.mark.parametrize("said", ["consent", "CONSENT", "stand-aside", " stand_aside "])
def test_a_stance_is_read(said: str) -> None:
    assert parsing.member(Stance, said)


def test_no_stance() -> None:
    with pytest.raises(RequestError, match="unknown_stance"):
        parsing.member(Stance, "ja")


def test_several_meetings_on_a_day_must_be_named(made: Context) -> None:
    done(plan(made, "2026-05-01"))
    done(plan(made, "2026-05-01", kind="extraordinary"))
    assert code_of(made, lambda: hold(made, "2026-05-01", "all")).code == "several_meetings_that_day"
    assert done(hold(made, "2026-05-01", "all", kind="extraordinary")).ref == "M3/26"
    assert done(hold(made, "M2/26", "all")).ref == "M2/26"
