"""Who is away and who acts meanwhile: recorded or refused, in actions, in lists and in warnings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from slt_flow.errors import NotYourAction, RequestError
from slt_flow.results.answers import Done
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over_all
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.handover_pack import handover
from slt_flow.services.follow_up.todo import duties
from slt_flow.services.history import audit
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import absences, posts
from slt_flow.services.people.lists import list_posts
from slt_flow.services.request import actions, calendar
from slt_flow.services.request.context import Context
from slt_flow.views.text.findings import of_notice
from slt_flow.views.text.words import Words
from tests.conftest import NOON, Prepared, on
from tests.records.year import done, go, rules

AUTUMN = ("2026-08-01", "2026-08-31")


def _made(begun: Context) -> None:
    """An assignment of the police contact, with a measure of a school's head."""
    done(posts.add_post(begun, "rektor", "Rektor", "kommune", ["executing"]))
    done(posts.add_post(begun, "inspektor", "Inspektør", "kommune", ["executing"]))
    done(posts.add_post(begun, "kulturleder", "Kulturleder", "kommune", ["executing"]))
    done(hold(begun, "2026-03-12", "all"))
    done(register(begun, "Trygg skolevei", meeting="M1/26", consent="all"))
    done(assign(begun, "1/26", "politikontakt", "2026-09-01"))
    done(add_measure(begun, "1/26.1", "Følgegrupper", "rektor", "2026-08-20"))
    done(actions.perform(begun, ["1/26.1"], "plan", through=True))


@pytest.fixture
def made(prepared: Prepared) -> Context:
    return prepared(_made)


def as_(context: Context, post: str) -> Context:
    return replace(context, actor=post)


def codes(outcome: Any) -> dict[str, dict[str, Any]]:
    return {notice.code: dict(notice.facts) for notice in done(outcome).notices}


def absent(context: Context, post: str, since: str, until: str, deputy: str | None = None) -> Done:
    return done(absences.record(context, post, since, until, deputy))


def test_a_deputy_acts_as_itself_and_the_owner_stays_accountable(made: Context) -> None:
    absent(made, "rektor", "2026-06-01", "2026-06-30", "inspektor")
    deputy = as_(made, "inspektor")
    for action, answers in (("accept", {}), ("start", {}), ("finish", {"result": "Gruppene går."})):
        go(deputy, "1/26.1.1", action, **answers)
    performed = ("accept", "start", "finish")
    acts = {(e["action"], e["acted_by"], e["recorded_by"]) for e in audit.show(made) if e["subject"] == "1/26.1.1"}
    assert {acting for acting in acts if acting[0] in performed} == {
        (action, "inspektor", "inspektor") for action in performed
    }
    assert show_case(made, "1/26.1.1").owner == "rektor"
    told = {(line.action, line.acted_by, line.acted_for) for line in history(made, "1/26.1.1")}
    assert {each for each in told if each[0] in performed} == {(action, "inspektor", "rektor") for action in performed}
    assert {each[2] for each in told if each[0] not in performed} == {None}


def test_a_deputy_does_not_verify_what_it_did_for_the_owner(made: Context) -> None:
    absent(made, "politikontakt", "2026-06-01", "2026-06-30", "inspektor")
    absent(made, "rektor", "2026-06-01", "2026-06-30", "inspektor")
    deputy = as_(made, "inspektor")
    for action, answers in (("accept", {}), ("start", {}), ("finish", {"result": "Gruppene går."})):
        go(deputy, "1/26.1.1", action, **answers)
    assert rules(actions.perform(deputy, ["1/26.1.1"], "verify")) == {"is_verified_by_another"}
    go(as_(made, "politikontakt"), "1/26.1.1", "verify")


@pytest.mark.parametrize("day", ["2026-05-31", "2026-07-01"])
def test_a_deputy_acts_only_in_the_days_of_the_absence(made: Context, day: str) -> None:
    absent(made, "rektor", "2026-06-01", "2026-06-30", "inspektor")
    with pytest.raises(NotYourAction):
        actions.perform(on(as_(made, "inspektor"), day), ["1/26.1.1"], "accept")


def test_the_one_who_is_away_may_still_act(made: Context) -> None:
    absent(made, "rektor", "2026-06-01", "2026-06-30", "inspektor")
    assert go(as_(made, "rektor"), "1/26.1.1", "accept").state == "accepted"


def test_the_secretarys_deputy_records_for_all(made: Context) -> None:
    deputy = as_(made, "kulturleder")
    with pytest.raises(NotYourAction):
        actions.perform(deputy, ["1/26.1.1"], "accept")
    with pytest.raises(NotYourAction):
        absences.record(deputy, "rektor", *AUTUMN)
    absent(made, "slt-koordinator", "2026-06-01", "2026-06-30", "kulturleder")
    go(deputy, "1/26.1.1", "accept")
    absent(deputy, "rektor", *AUTUMN)
    last = audit.show(made)[-1]
    assert (last["kind"], last["recorded_by"]) == ("AbsenceRecorded", "kulturleder")


REFUSED: dict[str, tuple[str, tuple[str, str, str, str | None]]] = {
    "ends before it begins": ("absence_ends_before_it_begins", ("rektor", "2026-08-31", "2026-08-01", None)),
    "no such day": ("no_such_day", ("rektor", "2026-02-30", "2026-08-01", None)),
    "not a date": ("bad_date_form", ("rektor", "i sommer", "2026-08-01", None)),
    "unknown post": ("unknown_post", ("rektro", *AUTUMN, None)),
    "unknown deputy": ("unknown_post", ("rektor", *AUTUMN, "inspektro")),
    "too long": ("absence_too_long", ("rektor", "2026-08-01", "2028-08-05", None)),
    "before the council": ("absence_before_the_council", ("rektor", "2025-08-01", "2025-12-31", None)),
    "own deputy": ("own_deputy", ("rektor", *AUTUMN, "rektor")),
    "vacant deputy": ("deputy_vacant", ("rektor", *AUTUMN, "kulturleder")),
    "vacant post": ("absent_post_vacant", ("kulturleder", *AUTUMN, "rektor")),
    "absent deputy": ("deputy_absent", ("rektor", "2026-07-01", "2026-08-01", "inspektor")),
    "absent deputy, last day": ("deputy_absent", ("rektor", "2026-07-01", "2026-07-20", "inspektor")),
    "absent deputy, first day": ("deputy_absent", ("rektor", "2026-08-10", "2026-09-01", "inspektor")),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("asked", ["absence", "deputy"])
def test_what_cannot_be_is_refused_and_nothing_written(made: Context, case: str, asked: str) -> None:
    code, (post, since, until, deputy) = REFUSED[case]
    done(posts.vacate(made, "kulturleder"))
    absent(made, "inspektor", "2026-07-20", "2026-08-10")
    before = made.store.path.read_bytes()
    named = deputy is not None and asked == "deputy"
    with pytest.raises(RequestError) as refusal:
        absences.let_act(made, post, str(deputy), since, until) if named else absences.record(
            made, post, since, until, deputy
        )
    assert refusal.value.code == code
    assert made.store.path.read_bytes() == before


def test_the_days_beside_an_absence_are_free_for_a_deputy(made: Context) -> None:
    absent(made, "inspektor", "2026-07-20", "2026-08-10")
    absent(made, "rektor", "2026-07-01", "2026-07-19", "inspektor")
    absent(made, "rektor", "2026-08-11", "2026-09-01", "inspektor")


def test_a_deputy_who_becomes_vacant_in_those_days_is_refused(made: Context) -> None:
    done(posts.vacate(on(made, date(2026, 8, 15)), "inspektor"))
    absent(made, "rektor", "2026-08-01", "2026-08-14", "inspektor")
    with pytest.raises(RequestError, match="deputy_vacant"):
        absences.record(made, "rektor", "2026-08-14", "2026-08-15", "inspektor")


def test_the_same_absence_is_recorded_once(made: Context) -> None:
    first = absent(made, "rektor", *AUTUMN, "inspektor")
    again = absent(made, "rektor", *AUTUMN, "inspektor")
    assert (again.already, again.entries) == (True, first.entries)


def test_a_deputy_is_named_for_the_absence_that_is_recorded(made: Context) -> None:
    with pytest.raises(RequestError, match="no_absence_recorded"):
        absences.let_act(made, "rektor", "inspektor")
    absent(made, "rektor", "2026-10-01", "2026-10-10")
    absent(made, "rektor", *AUTUMN)
    with pytest.raises(RequestError, match="both_days_of_absence"):
        absences.let_act(made, "rektor", "inspektor", since="2026-08-01")
    done(absences.let_act(made, "rektor", "inspektor"))
    assert audit.show(made)[-1]["data"] == {
        "post": "rektor", "since": AUTUMN[0], "until": AUTUMN[1], "deputy": "inspektor",
    }  # fmt: skip


def test_a_later_word_on_the_same_days_counts(made: Context) -> None:
    absent(made, "rektor", "2026-06-01", "2026-06-30", "inspektor")
    absent(made, "rektor", "2026-06-10", "2026-06-20", "kulturleder")
    with pytest.raises(NotYourAction):
        actions.perform(as_(made, "inspektor"), ["1/26.1.1"], "accept")
    go(as_(made, "kulturleder"), "1/26.1.1", "accept")


def test_a_deputy_who_goes_away_is_warned_about_by_the_last_word_only(made: Context) -> None:
    absent(made, "rektor", *AUTUMN, "inspektor")
    warned = codes(absences.record(made, "inspektor", "2026-08-31", "2026-09-10", "kulturleder"))
    assert warned["deputy_is_away"]["others"] == ("rektor",)
    absent(made, "rektor", *AUTUMN, "kulturleder")
    assert "deputy_is_away" not in codes(absences.record(made, "inspektor", "2026-08-30", "2026-09-10", "kulturleder"))


def test_deadlines_in_an_absence_are_told_when_it_is_recorded(made: Context) -> None:
    warned = codes(absences.record(made, "rektor", *AUTUMN))
    assert warned["deadlines_in_absence"]["refs"] == ("1/26.1.1",)
    assert "absence_without_deputy" in warned
    assert codes(absences.record(made, "rektor", "2026-08-21", "2026-08-31", "inspektor")) == {}


@pytest.mark.parametrize("action", ["reschedule", "hand_over", "add_measure", "assign"])
def test_a_deadline_set_in_an_absence_is_warned_about(made: Context, action: str) -> None:
    absent(made, "rektor", *AUTUMN, "inspektor")
    absent(made, "politikontakt", *AUTUMN, "inspektor")
    outcome = {
        "reschedule": lambda: actions.perform(made, ["1/26.1.1"], action, {"due": "2026-08-31", "reason": "Ferie"}),
        "hand_over": lambda: actions.perform(made, ["1/26.1.1"], action, {"owner": "politikontakt", "reason": "Bytte"}),
        "add_measure": lambda: add_measure(made, "1/26.1", "Refleks", "rektor", "2026-08-04"),
        "assign": lambda: assign(made, "1/26", "politikontakt", "2026-08-04", title="Mer"),
    }[action]()
    told = codes(outcome)["deadline_in_absence"]
    assert told["deputy"] == "inspektor"
    assert told["post"] == ("politikontakt" if action in ("hand_over", "assign") else "rektor")
    assert told["ref"] == {"add_measure": "1/26.1.2", "assign": "1/26.2"}.get(action, "1/26.1.1")


def test_a_deadline_after_an_absence_is_not_warned_about(made: Context) -> None:
    absent(made, "rektor", "2026-08-01", "2026-08-19", "inspektor")
    later = actions.perform(made, ["1/26.1.1"], "reschedule", {"due": "2026-08-21", "reason": "Ferie"})
    assert codes(later) == {}


CLOSED = {"2026-08-22": "saturday", "2026-08-23": "sunday", "2026-05-14": "Kristi himmelfartsdag"}


@pytest.mark.parametrize("day", CLOSED)
def test_a_deadline_on_a_closed_day_is_warned_about(made: Context, day: str) -> None:
    told = codes(add_measure(made, "1/26.1", "Refleks", "kulturleder", day))["deadline_on_closed_day"]
    assert (told["ref"], told["why"]) == ("1/26.1.2", CLOSED[day])
    working_day = str(told["working_day"])
    assert "deadline_on_closed_day" not in codes(add_measure(made, "1/26.1", "Lys", "kulturleder", working_day))


def test_where_no_working_day_comes_after_a_deadline_that_is_said(
    made: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "_LONGEST_BREAK", 0)
    outcome = done(assign(made, "1/26", "politikontakt", "2026-08-22", title="Mer"))
    (notice,) = [notice for notice in outcome.notices if notice.code == "deadline_on_closed_day"]
    assert notice.facts["working_day"] is None
    assert of_notice(notice, Words("en")).endswith(" The next working day is not within two months.")
    assert of_notice(notice, Words("nb")).endswith(" Neste arbeidsdag er ikke innen to måneder.")


@pytest.mark.parametrize("how", ["plan", "move"])
def test_a_meeting_to_come_on_a_closed_day_is_warned_about(made: Context, how: str) -> None:
    if how == "plan":
        outcome = plan(made, "2026-12-24")
    else:
        done(plan(made, "2026-12-01"))
        outcome = actions.perform(made, ["M2/26"], "move", {"date": "2026-12-24", "reason": "Eneste dag"})
    told = codes(outcome)["meeting_on_closed_day"]
    assert (told["ref"], told["why"], told["working_day"]) == ("M2/26", "Julaften", date(2026, 12, 28))


def test_a_meeting_that_was_held_on_a_closed_day_is_a_fact(made: Context) -> None:
    assert "meeting_on_closed_day" not in codes(hold(made, "2026-05-17", "all"))


def test_the_work_of_one_who_is_away_stands_under_its_deputy_too(made: Context) -> None:
    absent(made, "rektor", "2026-06-01", "2026-06-30", "inspektor")
    listed = {duty.post: [item.ref for item in duty.items] for duty in duties(made)}
    assert "1/26.1.1" in listed["rektor"]
    assert "1/26.1.1" in listed["inspektor"]
    after = {duty.post for duty in duties(replace(made, on=date(2026, 7, 1)))}
    assert "inspektor" not in after


def test_the_posts_tell_who_is_away_and_who_acts(made: Context) -> None:
    absent(made, "rektor", "2026-06-01", "2026-06-30", "inspektor")
    rows = {row.id: (row.away, row.deputy) for row in list_posts(made)}
    assert rows.pop("rektor") == (date(2026, 6, 30), "inspektor")
    assert set(rows.values()) == {(None, None)}
    assert {row.away for row in list_posts(replace(made, on=date(2026, 7, 1)))} == {None}


def test_work_is_not_handed_over_to_who_has_it(made: Context) -> None:
    with pytest.raises(RequestError, match="hand_over_to_itself"):
        hand_over_all(made, "rektor", "rektor", "Bytte")


def test_the_last_word_on_each_day_is_what_is_listed(made: Context) -> None:
    absent(made, "rektor", "2026-06-10", "2026-06-30", "inspektor")
    told = codes(absences.record(made, "rektor", "2026-06-14", "2026-06-20", "kulturleder"))
    assert told["absence_replaced"]["deputy"] == "inspektor"
    away = [(since.day, until.day, deputy and deputy.post) for _, since, until, deputy in handover(made).away]
    assert away == [(14, 20, "kulturleder"), (21, 30, "inspektor")], "what is over is not listed"
    absent(made, "rektor", "2026-06-10", "2026-06-30", "politikontakt")
    away = [(since.day, until.day, deputy and deputy.post) for _, since, until, deputy in handover(made).away]
    assert away == [(10, 30, "politikontakt")]


def test_a_deputy_named_for_an_absence_without_one_replaces_nothing(made: Context) -> None:
    absent(made, "rektor", *AUTUMN)
    assert "absence_replaced" not in codes(absences.let_act(made, "rektor", "inspektor"))


def test_two_holders_at_once_are_refused(made: Context) -> None:
    done(posts.appoint(replace(made, on=date(2026, 5, 1)), "rektor", "Kari Eksempel"))
    with pytest.raises(RequestError, match="holder_before_the_last"):
        posts.appoint(replace(made, on=date(2026, 4, 1)), "rektor", "Per Prøve")
    june = replace(made, on=date(2026, 6, 1))
    for name, code in (("Per Prøve", "two_holders"), ("kari  eksempel", "holds_it_already")):
        with pytest.raises(RequestError, match=code) as told:
            posts.appoint(june, "rektor", name)
        assert (told.value.facts["holder"], told.value.facts["since"]) == ("Kari Eksempel", date(2026, 5, 1))
    done(posts.vacate(june, "rektor"))
    done(posts.appoint(june, "rektor", "Per Prøve"))
    assert {row.holder for row in list_posts(made) if row.id == "rektor"} == {"Per Prøve"}


def test_open_work_of_a_vacant_post_is_waited_on(made: Context) -> None:
    go(made, "1/26.1.1", "accept")
    warned = codes(posts.vacate(made, "rektor"))
    assert warned["vacant_with_open_work"]["refs"] == ("1/26.1.1",)
    (duty,) = duties(made, "rektor")
    assert (duty.vacant, [item.ref for item in duty.items]) == (True, ["1/26.1.1"])
    done(hand_over_all(made, "rektor", "inspektor", "Ny stilling"))
    assert duties(made, "rektor") == ()


def test_an_absence_is_replayed_looked_back_on_and_taken_back(made: Context) -> None:
    from slt_flow.services.history.undo import undo

    absent(made, "rektor", "2026-06-01", "2026-06-30", "inspektor")
    audit.rebuild(made)
    assert audit.verify(made)[0].flaws == ()
    assert {r.deputy for r in list_posts(made.at(as_known=NOON.now().date()))} == {None, "inspektor"}
    done(undo(made, "Feil uke"))
    assert {row.deputy for row in list_posts(made)} == {None}


def test_who_comes_after_all_is_away_no_more(made: Context) -> None:
    absent(made, "rektor", "2026-08-01", "2026-08-31", "inspektor")
    before = history(made)
    done(absences.record(as_(made, "rektor"), "rektor", "2026-08-10", "2026-08-20", comes=True))
    said = {day: absences.away_on(made, "rektor", date(2026, 8, day)) for day in (9, 10, 20, 21)}
    assert {day for day, row in said.items() if row is not None} == {9, 21}
    assert audit.verify(made)[0].flaws == ()
    assert [line.kind for line in history(made)[len(before) :]] == ["AbsenceRecorded"]
    with pytest.raises(RequestError, match="not_recorded_as_away"):
        absences.record(made, "rektor", "2026-08-12", "2026-08-13", comes=True)
    with pytest.raises(RequestError, match="comes_with_deputy"):
        absences.record(made, "rektor", "2026-08-21", "2026-08-21", "inspektor", comes=True)
    with pytest.raises(NotYourAction):
        absences.record(as_(made, "inspektor"), "rektor", "2026-08-21", "2026-08-21", comes=True)
    absent(made, "rektor", "2026-08-15", "2026-08-15")
    assert absences.away_on(made, "rektor", date(2026, 8, 15)) is not None, "what is said last counts"
