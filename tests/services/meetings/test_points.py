"""The agenda as it was sent is the form, and minutes tell each of its points once, in its order."""

from __future__ import annotations

import pytest

from slt_flow.errors import RequestError
from slt_flow.model.point_kinds import outcomes_of
from slt_flow.results.meeting_forms import FormOutcome
from slt_flow.results.meetings import Minutes
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings import agenda as agendas
from slt_flow.services.meetings.form.blank import blank_form
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.lists import list_meetings
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import plan
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.terms import PointOutcome
from tests.conftest import Prepared, on
from tests.records.year import done, go

OPENING, CLOSING = "agreed:innkalling", ["agreed:referatsaker", "agreed:eventuelt"]


KEYS = {"notice": OPENING, "information": CLOSING[0], "other": CLOSING[1], "own": "own:1", "case": "case:1/26"}


def _sent(context: Context) -> None:
    """A council whose agenda of March was sent, with one decision and one point of its own."""
    done(plan(on(context, "2026-01-10"), "2026-03-12", at="10.00", until="12:00", venue="Rådhuset"))
    done(plan(on(context, "2026-01-10"), "2026-05-12"))
    done(register(on(context, "2026-01-12"), "Natteravner", meeting="M1/26"))
    done(agendas.add(on(context, "2026-01-12"), "M1/26", "Skateparken", text="Fra elevrådet"))
    go(context, "M1/26", "call", "2026-03-02", sent="2026-03-02")


@pytest.fixture
def council(prepared: Prepared) -> Context:
    return prepared(_sent)


def recorded(context: Context, ref: str, *items: str) -> FormOutcome:
    text = 'present = ["ordforer", "administrasjonssjef", "slt-koordinator", "politistasjonssjef"]\n'
    outcome = record(context, ref, (text + "".join(f"[[items]]\n{item}\n" for item in items)).encode(), "skjema.toml")
    assert outcome.done is not None, outcome.mistakes
    return outcome


def points(text: Minutes) -> list[str]:
    return [row.point.key for row in text.points]


def test_the_sent_agenda_is_the_form_the_minutes_and_the_count(council: Context) -> None:
    shown = [point.key for point in agendas.agenda(council, "M1/26").items]
    assert (shown[0], shown[-2:]) == (OPENING, CLOSING)
    assert {"case:1/26", "own:1"} <= set(shown)
    assert [item.point.key for item in blank_form(council, "M1/26").items] == shown
    recorded(council, "M1/26", 'ref = "1/26"\noutcome = "adopt"\nconsent = "all"\ndiscussion = "Alle var for."')
    text = minutes(council, "M1/26")
    assert points(text) == shown
    assert [row.discussion for row in text.points if row.ref == "1/26"] == ["Alle var for."]
    assert (text.begins, text.ends, text.venue) == ("10:00", "12:00", "Rådhuset")
    assert {row.ref: row.items for row in list_meetings(council)}["M1/26"] == len(shown)


def test_what_was_put_off_comes_to_the_next_agenda_by_itself_and_once(council: Context) -> None:
    put_off = ('ref = "1/26"\noutcome = "postpone"\nreason = "Tall mangler"', 'point = "own:1"\noutcome = "postponed"')
    recorded(council, "M1/26", *put_off)
    there = {point.key: point for point in agendas.agenda(council, "M2/26").items}
    assert there["case:1/26"].facts["put_off"] == "M1/26"
    assert (there["again:M1/26:own:1"].title, there["again:M1/26:own:1"].text) == ("Skateparken", "Fra elevrådet")
    recorded(council, "M2/26", 'ref = "1/26"\noutcome = "adopt"\nconsent = "all"')
    assert [item.ref for item in minutes(council, "M2/26").items] == ["1/26"]
    done(plan(council, "2026-10-12"))
    keys = [point.key for point in agendas.agenda(council, "M3/26").items]
    assert "case:1/26" not in keys
    assert "again:M1/26:own:1" in keys  # nobody said anything of it in May


def test_minutes_are_approved_by_their_point_and_nothing_is_decided_by_it(council: Context) -> None:
    recorded(
        council,
        "M1/26",
        f'point = "{OPENING}"\noutcome = "approved"',
        'ref = "1/26"\noutcome = "withdraw"\nreason = "Nei"',
    )
    recorded(
        council, "M2/26", 'point = "minutes:M1/26"\noutcome = "approved_with_remarks"\ndiscussion = "Rett navnet."'
    )
    assert minutes(council, "M1/26").approved_in == "M2/26"
    assert [item.ref for item in minutes(council, "M1/26").items] == ["1/26"]


def test_who_came_and_went_is_told_by_the_point(council: Context) -> None:
    recorded(
        council,
        "M1/26",
        'point = "standing:crime_picture"\nguests = ["Rektor=fagperson"]',
        'ref = "1/26"\noutcome = "adopt"\nconsent = "all"\nleft = { "slt-koordinator" = "Syk" }',
    )
    there = {row.title: row for row in minutes(council, "M1/26").attendance}
    assert (there["Rektor"].role, there["Rektor"].during) == ("expert", ("2",))
    assert [(p.presence, p.point) for p in there["SLT-koordinator"].passages] == [("left", "1/26")]
    for action, answers, code in (
        ("attend", {"post": "slt-koordinator", "point": "1"}, "came_before_it_left"),
        ("leave", {"post": "ordforer", "reason": "Gikk", "point": "2"}, "spoke_after_it_left"),
        ("add_guest", {"guests": ["Politikontakt"]}, "guest_has_a_seat"),
    ):
        with pytest.raises(RequestError, match=code):
            actions.perform(council, ["M1/26"], action, answers)


def test_nobody_leaves_before_they_came(council: Context) -> None:
    recorded(council, "M1/26")
    done(actions.perform(council, ["M1/26"], "attend", {"post": "politikontakt", "point": "3"}))
    with pytest.raises(RequestError, match="left_before_it_came"):
        actions.perform(council, ["M1/26"], "leave", {"post": "politikontakt", "reason": "Vakt", "point": "1"})
    done(actions.perform(council, ["M1/26"], "leave", {"post": "politikontakt", "reason": "Vakt", "point": "4"}))


def test_a_post_without_a_seat_owns_work_from_the_first_meeting_on(council: Context) -> None:
    work = 'outcome = "adopt"\nconsent = "all"\n[[items.assignments]]\nowner = "radikaliseringskontakt"\n'
    item = f'ref = "1/26"\n{{}}{work}due = 2026-09-01'
    text = 'present = ["ordforer", "administrasjonssjef", "slt-koordinator", "politistasjonssjef"]\n[[items]]\n'
    refused = record(council, "M1/26", (text + item.format("")).encode(), "skjema.toml")
    assert "owner_is_eligible" in [finding.rule for mistake in refused.mistakes for finding in mistake.findings]
    recorded(council, "M1/26", item.format('designates = ["radikaliseringskontakt"]\n'))
    assert show_case(council, "1/26.1").owner == "radikaliseringskontakt"


def test_a_ref_is_a_ref_and_stands_on_one_agenda(council: Context) -> None:
    with pytest.raises(RequestError, match="case_on_another_agenda"):
        agendas.add(council, "M2/26", "1/26")
    done(register(council, "Trafikk"))
    done(agendas.add(council, "M2/26", "2/26"))
    assert "case:2/26" in [point.key for point in agendas.agenda(council, "M2/26").items]
    with pytest.raises(RequestError, match="point_is_a_case"):
        actions.perform(council, ["M2/26"], "add_item", {"title": "1/26"})


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("outcome", list(PointOutcome))
def test_a_point_has_no_outcome_but_those_of_its_kind(council: Context, kind: str, outcome: PointOutcome) -> None:
    key = KEYS[kind]
    recorded(council, "M1/26")
    asked = {"point": key, "outcome": outcome}
    if outcome in outcomes_of(kind):
        done(actions.perform(council, ["M1/26"], "note_item", asked))
    else:
        with pytest.raises(RequestError, match=r"outcome_of_another_kind|point_is_decided"):
            actions.perform(council, ["M1/26"], "note_item", asked)


@pytest.mark.parametrize(
    ("times", "code"),
    [
        ({"at": "12:00", "until": "10:00"}, "meeting_ends_before_it_begins"),
        ({"at": "25:00"}, "no_such_time"),
        ({"at": "10:60"}, "no_such_time"),
    ],
)
def test_times_that_no_day_has_are_refused(council: Context, times: dict[str, str], code: str) -> None:
    with pytest.raises(RequestError, match=code):
        plan(council, "2026-11-12", at=times.get("at"), until=times.get("until"))


def test_a_form_entered_late_hands_work_down_on_the_day_of_the_meeting(council: Context) -> None:
    work = '  [[items.assignments]]\n  owner = "slt-koordinator"\n  due = 2026-12-01'
    recorded(council, "M1/26", f'ref = "1/26"\noutcome = "adopt"\nconsent = "all"\n{work}')
    assert {line.on.isoformat() for line in history(council, "1/26.1")} == {"2026-03-12"}
