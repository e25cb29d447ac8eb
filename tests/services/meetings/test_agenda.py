"""What waits for a meeting stands on its agenda, each thing once; the coordinator adds, drops and orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from slt_flow.errors import RequestError
from slt_flow.records.store import Store
from slt_flow.results.answers import Done
from slt_flow.results.meetings import Agenda, AgendaItem
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.today import today
from slt_flow.services.follow_up.todo import duties
from slt_flow.services.meetings import agenda as agendas
from slt_flow.services.meetings.lists import show_meeting
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.year import evaluation, learning
from tests.conftest import NOON, MakeContext, Prepared, on
from tests.records.year import done, go, rules
from tests.services.conftest import one_adopted

PICTURE, FOLLOW_UP, LATE = "standing:crime_picture", "standing:follow_up", "standing:late_work"
PLANNED = "2026-09-10"


def of(context: Context, ref: str = "M2/26") -> Agenda:
    return agendas.agenda(context, ref)


def keys(found: Agenda) -> list[str]:
    """The points by their keys, but for those of every agenda and the evaluation where it stands before its time."""
    return [p.key for p in found.items if "first" not in p.facts and not p.key.startswith("agreed:")]


def point(found: Agenda, key: str) -> AgendaItem:
    return next(each for each in found.items if each.key == key)


def _council(adopted: Context) -> None:
    """A council that held M1/26 on 12 March, where it adopted 1/26, and plans M2/26 in September."""
    one_adopted(adopted)
    done(plan(adopted, PLANNED))


@pytest.fixture
def council(prepared: Prepared) -> Context:
    return prepared(_council)


def work(context: Context) -> None:
    """An assignment due in July with a measure due in May, both accepted and begun."""
    done(assign(context, "1/26", "slt-koordinator", "2026-07-01"))
    done(add_measure(context, "1/26.1", "Lys ved skolen", "slt-koordinator", "2026-05-01"))
    done(actions.perform(context, ["1/26.1"], "plan", through=True))
    done(actions.perform(context, ["1/26.1.1"], "start", through=True))


@pytest.mark.parametrize(
    ("agreement", "standing"),
    [("kvaefjord", [PICTURE, FOLLOW_UP]), ("levanger", [PICTURE, "standing:youth_council", FOLLOW_UP])],
)
def test_the_standing_points_are_those_of_the_agreement(
    context: MakeContext, agreement: str, standing: list[str]
) -> None:
    done(plan(context(agreement), PLANNED))
    found = of(context(agreement), "M1/26")
    assert keys(found) == standing
    assert point(found, PICTURE).post == "politikontakt"
    assert {each.post for each in found.items if each.key in standing[1:]} == {"slt-koordinator"}


def test_minutes_are_approved_by_the_next_meeting_until_they_are_approved_or_archived(council: Context) -> None:
    assert keys(of(council)) == ["minutes:M1/26", PICTURE, FOLLOW_UP]
    go(council, "M1/26", "minute")
    assert "minutes:M1/26" in keys(of(council))
    done(hold(council, "2026-05-05", "all"))
    go(council, "M1/26", "approve", meeting="M3/26")
    assert [key for key in keys(of(council)) if key.startswith("minutes")] == ["minutes:M3/26"]
    go(council, "M3/26", "minute")
    go(council, "M3/26", "archive")
    assert keys(of(council)) == ["minutes:M3/26", PICTURE, FOLLOW_UP]  # the last ones stand there in any case


def test_a_tabled_decision_stands_there_with_what_it_answers_and_rests_on(council: Context) -> None:
    done(knowledge.add_knowledge(council, "ungdata-2026", "Ungdata 2026", source="Ungdata"))
    done(knowledge.add_challenge(council, "rus", "Rus på fest", sources=["ungdata-2026"]))
    done(
        register(
            council, "Foreldremøte", text="Alle trinn.", area="skjenking-og-rus", meeting="M2/26",
            challenges=["rus"], knowledge=["ungdata-2026"], needs_ratification=["Kommunestyret"],
        )
    )  # fmt: skip
    done(register(council, "Tall fra politiet", meeting="M2/26", for_information=True))
    done(register(council, "Ikke satt opp"))
    found = of(council)
    assert keys(found) == ["minutes:M1/26", PICTURE, "case:2/26", "case:3/26", FOLLOW_UP]
    assert point(found, "case:2/26").facts == {
        "text": "Alle trinn.",
        "area": "Skjenking og ruspolitikk",
        "challenges": ("Rus på fest",),
        "knowledge": ("Ungdata 2026",),
        "information": False,
        "bodies": ("Kommunestyret",),
    }
    assert point(found, "case:3/26").facts["information"]


def test_a_decision_waits_for_the_bodies_that_have_not_ratified_it(council: Context) -> None:
    bodies = ["Kommunestyret", "Politidirektoratet"]
    done(register(council, "Politivedtekter", meeting="M1/26", consent="all", needs_ratification=bodies))
    assert point(of(council), "case:2/26").facts["waiting"] == ("Kommunestyret", "Politidirektoratet")
    go(council, "2/26", "ratify", body="Kommunestyret", case="K-sak 1/26", date="2026-05-01")
    assert point(of(council), "case:2/26").kind == "ratification"
    assert point(of(council), "case:2/26").facts["waiting"] == ("Politidirektoratet",)
    go(council, "2/26", "ratify", body="Politidirektoratet", case="26/7", date="2026-06-01")
    assert "case:2/26" not in keys(of(council))


def test_an_escalated_assignment_is_raised_before_late_work_and_stands_there_once(council: Context) -> None:
    work(council)
    assert [row.ref for row in point(of(council), LATE).cases] == ["1/26.1.1"]
    go(council, "1/26.1", "escalate", reason="Ingen penger")
    found = of(council)
    assert point(found, "case:1/26.1").kind == "stuck"
    assert point(found, "case:1/26.1").facts["note"] == "Ingen penger"
    assert keys(found).index("case:1/26.1") < keys(found).index(FOLLOW_UP) < keys(found).index(LATE)


def test_a_returned_assignment_waits_for_the_council(council: Context) -> None:
    done(assign(council, "1/26", "politikontakt", "2026-09-01"))
    assert keys(of(council)) == ["minutes:M1/26", PICTURE, FOLLOW_UP]
    go(council, "1/26.1", "send_back", reason="Feil etat")
    assert (point(of(council), "case:1/26.1").kind, point(of(council), "case:1/26.1").post) == (
        "stuck",
        "politikontakt",
    )


def test_a_report_waits_for_approval_and_is_not_late(council: Context) -> None:
    work(council)
    done(actions.perform(council, ["1/26.1.1"], "finish", {"result": "Satt opp"}))
    by_the_mayor = replace(council, acted_by="ordforer", basis="Telefon 16.6.")
    done(actions.perform(by_the_mayor, ["1/26.1.1"], "verify"))
    go(council, "1/26.1", "report", result="Lysene står")
    found = agendas.agenda(on(council, "2026-08-01"), "M2/26")
    assert keys(found) == ["minutes:M1/26", PICTURE, "case:1/26.1", FOLLOW_UP]
    assert (point(found, "case:1/26.1").kind, point(found, "case:1/26.1").facts["note"]) == ("report", "Lysene står")
    assert point(found, FOLLOW_UP).facts == {"assignments": 1, "done": 1, "total": 1, "late": 0}


def test_late_work_is_what_is_past_its_deadline_on_the_day_asked(council: Context) -> None:
    work(council)
    at = {
        day: point(of(on(council, day)), FOLLOW_UP).facts["late"] for day in ("2026-05-01", "2026-05-02", "2026-07-02")
    }
    assert at == {"2026-05-01": 0, "2026-05-02": 1, "2026-07-02": 2}
    rows = point(of(on(council, "2026-07-02")), LATE).cases
    assert [(row.ref, row.late_days) for row in rows] == [("1/26.1.1", 62), ("1/26.1", 1)]


def test_learning_points_carried_to_the_year_stand_there_until_they_are_answered(council: Context) -> None:
    for text in ("Ta med ungdommene", "Begynn tidligere", "Ikke tatt med"):
        done(learning.add(council, text))
    done(plan(council, "2027-03-01"))
    done(learning.carry(council, "L1/26", 2027))
    done(learning.carry(council, "L2/26", 2028))
    assert "learning:L1/26" not in keys(of(council))
    next_year = keys(of(council, "M1/27"))
    assert [key for key in next_year if key.startswith("learning")] == ["learning:L1/26", "learning:L3/26"]
    done(learning.answer(council, "L1/26", reason="Ungdomsrådet er med nå"))
    assert [key for key in keys(of(council, "M1/27")) if key.startswith("learning")] == ["learning:L3/26"]


def test_the_year_is_evaluated_in_its_last_ordinary_meeting(council: Context) -> None:
    done(plan(council, "2026-11-05"))
    done(plan(council, "2026-11-20", kind="coordination"))
    assert "evaluation:2026" in keys(of(council, "M3/26"))
    assert "evaluation:2026" not in keys(of(council, "M2/26"))
    assert "evaluation:2026" not in keys(of(council, "M4/26"))
    done(plan(council, "2026-12-03"))
    assert [ref for ref in ("M2/26", "M3/26", "M5/26") if "evaluation:2026" in keys(of(council, ref))] == ["M5/26"]
    go(council, "M5/26", "cancel", reason="Snø")
    assert "evaluation:2026" in keys(of(council, "M3/26"))
    done(evaluation.open_year(council, 2026, "M3/26"))
    assert "evaluation:2026" not in keys(of(council, "M3/26"))
    assert "case:2/26" in keys(of(council, "M3/26"))


def test_the_last_meeting_has_the_evaluation_also_before_the_month_the_agreement_names(council: Context) -> None:
    assert [p.key for p in of(council).items][-3:] == ["evaluation:2026", "agreed:referatsaker", "agreed:eventuelt"]
    assert point(of(council), "evaluation:2026").facts["first"] == date(2026, 11, 1)
    done(plan(council, "2026-11-01"))
    assert "evaluation:2026" not in [each.key for each in of(council).items]
    assert "first" not in point(of(council, "M3/26"), "evaluation:2026").facts


def test_a_meeting_for_the_kommunestyre_tells_of_the_year(council: Context) -> None:
    work(council)
    done(plan(council, "2026-10-01", kind="information"))
    found = of(council, "M3/26")
    assert keys(found) == [PICTURE, FOLLOW_UP, "standing:decisions"]
    assert [row.ref for row in point(found, "standing:decisions").cases] == ["1/26"]


def test_the_coordinating_level_sees_its_work_and_what_is_late(council: Context) -> None:
    work(council)
    done(plan(council, "2026-10-01", kind="coordination"))
    found = of(council, "M3/26")
    assert keys(found) == ["standing:assignments", LATE]
    assert [row.ref for row in point(found, "standing:assignments").cases] == ["1/26.1", "1/26.1.1"]


@pytest.fixture
def two_groups(database: Path) -> Context:
    """A council of three parties with two coordinating groups; each group's level has one assignment."""
    context = Context(Store(str(database)), clock=NOON)
    done(init(context, str(Path(__file__).parents[2] / "agreements" / "indre.toml")))
    done(hold(context, "2026-03-12", "all"))
    done(register(context, "Natteravner", meeting="M1/26", consent="all"))
    for owner in ("slt-koordinator", "oppvekstsjef-indre"):
        done(assign(context, "1/26", owner, "2026-05-01"))
    for group in ("ytre", "indre"):
        done(plan(context, "2026-06-20", kind="coordination", group=group))
    return context


def test_a_group_sees_its_own_work_and_its_members_are_called(two_groups: Context) -> None:
    seen = {ref: [row.ref for row in of(two_groups, ref).items[0].cases] for ref in ("Y1/26", "I1/26")}
    assert seen == {"Y1/26": ["1/26.1"], "I1/26": ["1/26.2"]}
    assert of(two_groups, "I1/26").group == "Koordineringsgruppe i Indre Eksempel"
    done(hold(on(two_groups, "2026-06-20"), "I1/26", "all"))
    present = {row.post for row in show_meeting(two_groups, "I1/26").attendance}
    assert present == {"oppvekstsjef-indre", "politikontakt"}


def test_an_unknown_group_is_refused(two_groups: Context) -> None:
    with pytest.raises(RequestError, match="unknown_group"):
        plan(two_groups, "2026-08-20", kind="coordination", group="midtre")


def add(context: Context, title: str, **told: Any) -> Done:
    return done(actions.perform(context, ["M2/26"], "add_item", {"title": title, **told}))


def test_a_point_of_the_coordinators_own_comes_last_unless_it_is_given_a_place(council: Context) -> None:
    add(council, "Ny rektor", post="ordforer")
    add(council, "Befaring", place=1)
    found = of(council)
    assert keys(found) == ["own:2", "minutes:M1/26", PICTURE, FOLLOW_UP, "own:1"]
    assert [each.number for each in found.items] == list(range(1, 10))
    assert (point(found, "own:1").title, point(found, "own:1").post_title) == ("Ny rektor", "Ordfører")


def test_what_is_put_at_a_taken_place_moves_the_other_one_down(council: Context) -> None:
    add(council, "Først", place=1)
    add(council, "Før det", place=1)
    assert keys(of(council))[:2] == ["own:2", "own:1"]
    done(agendas.place(council, "M2/26", 6, 1))
    assert keys(of(council)) == [FOLLOW_UP, "own:2", "own:1", "minutes:M1/26", PICTURE]
    done(agendas.place(council, "M2/26", 1, 99))
    assert keys(of(council))[-1] == FOLLOW_UP


def test_a_dropped_point_is_listed_and_comes_back_where_it_is_placed(council: Context) -> None:
    done(agendas.drop(council, "M2/26", 3))
    done(agendas.drop(council, "M2/26", "3"))
    found = of(council)
    assert (keys(found), [each.key for each in found.dropped]) == (["minutes:M1/26"], [PICTURE, FOLLOW_UP])
    assert [each.number for each in found.dropped] == [6, 7]
    done(agendas.place(council, "M2/26", 7, 1))
    assert (keys(of(council)), [e.key for e in of(council).dropped]) == ([FOLLOW_UP, "minutes:M1/26"], [PICTURE])


@pytest.mark.parametrize("number", [0, 8, 99])
def test_a_number_that_the_agenda_does_not_have_is_refused(council: Context, number: int) -> None:
    with pytest.raises(RequestError, match="unknown_agenda_point"):
        agendas.drop(council, "M2/26", number)
    with pytest.raises(RequestError, match="unknown_agenda_point"):
        agendas.place(council, "M2/26", number, 1)


def test_a_key_that_the_agenda_does_not_have_is_refused_at_the_action_itself(council: Context) -> None:
    with pytest.raises(RequestError, match="unknown_agenda_point"):
        actions.perform(council, ["M2/26"], "drop_item", {"point": "case:9/26"})


def test_the_agenda_of_a_held_meeting_is_the_one_it_had(council: Context) -> None:
    done(register(council, "Skolevei", meeting="M2/26"))
    add(council, "Ny rektor")
    before = keys(of(council))
    later = on(council, PLANNED)
    done(hold(later, "M2/26", "all"))
    done(adopt(later, "2/26", "all"))
    done(register(later, "Lagt til i møtet", meeting="M2/26", consent="all"))
    work(council)
    assert keys(of(council)) == [*before, "case:3/26"]


def test_a_meeting_that_is_not_there_has_no_agenda(council: Context) -> None:
    with pytest.raises(RequestError, match="unknown_ref"):
        of(council, "M9/26")
    with pytest.raises(RequestError, match="not_a_meeting"):
        of(council, "1/26")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"requested_by": "politi"}, "requested_only_extraordinary"),
        ({"kind": "extraordinary", "requested_by": "nav"}, "unknown_party"),
        ({"group": "nord"}, "group_only_coordination"),
        ({"kind": "coordination", "group": "nord"}, "no_groups"),
        ({"kind": "hemmelig"}, "unknown_meeting_kind"),
    ],
)
def test_a_plan_that_does_not_hang_together_is_refused(council: Context, told: dict[str, Any], code: str) -> None:
    with pytest.raises(RequestError, match=code):
        plan(council, "2026-08-01", **told)
    with pytest.raises(RequestError, match=code):
        hold(council, "2026-05-01", "all", **told)


@pytest.mark.parametrize("told", [{"kind": "extraordinary"}, {"short_notice": True}])
def test_a_planned_meeting_is_held_as_what_it_was_planned_as(council: Context, told: dict[str, Any]) -> None:
    with pytest.raises(RequestError, match="planned_otherwise"):
        hold(on(council, PLANNED), "M2/26", "all", **told)
    assert done(hold(on(council, PLANNED), "M2/26", "all", kind="ordinary"))


LATELY: dict[str, Any] = {"sent": "2026-05-03"}


@pytest.mark.parametrize(
    ("council_", "told", "warned"),
    [
        ("kvaefjord", {}, True),
        ("kvaefjord", {"short_notice": True}, False),
        ("kvaefjord", {"kind": "extraordinary", "requested_by": "politi"}, False),
        ("kvaefjord", {"kind": "coordination"}, False),
        ("levanger", {"short_notice": True}, True),
        ("levanger", {"kind": "extraordinary", "requested_by": "kommune"}, True),
        ("levanger", {"kind": "information"}, False),
    ],
)
def test_a_late_agenda_is_told_unless_the_agreement_excepts_it(
    context: MakeContext, council_: str, told: dict[str, Any], warned: bool
) -> None:
    outcome = done(hold(context(council_), "2026-05-05", "all", **LATELY, **told))
    assert [notice.code for notice in outcome.notices] == ["agenda_late"] * warned


def test_a_late_call_is_told_at_once(context: MakeContext) -> None:
    done(plan(context(), "2026-06-18"))
    assert [n.code for n in go(context(), "M1/26", "call", sent="2026-06-15").notices] == ["agenda_late"]


@pytest.mark.parametrize("action", ["call", "hold"])
@pytest.mark.parametrize(
    ("sent", "code"), [("2026-09-11", "agenda_sent_after_meeting"), ("2026-12-24", "agenda_sent_after_meeting")]
)
def test_an_agenda_is_not_sent_after_its_meeting(council: Context, action: str, sent: str, code: str) -> None:
    answers = {"sent": sent} | ({"present": "all"} if action == "hold" else {})
    with pytest.raises(RequestError, match=code):
        actions.perform(on(council, PLANNED), ["M2/26"], action, answers)
    with pytest.raises(RequestError, match=code):
        hold(council, "2026-05-01", "all", sent=sent)


def test_an_agenda_is_not_sent_on_a_day_to_come(council: Context) -> None:
    with pytest.raises(RequestError, match="agenda_sent_ahead"):
        actions.perform(council, ["M2/26"], "call", {"sent": "2026-09-01"})


def test_no_party_is_missed_where_nothing_is_decided(context: MakeContext) -> None:
    for kind in ("coordination", "information"):
        assert not done(hold(context(), "2026-05-05", "slt-koordinator", kind=kind)).notices


def test_today_tells_which_agendas_are_late(council: Context) -> None:
    assert not today(on(council, "2026-09-03")).agendas_late
    late = today(on(council, "2026-09-04")).agendas_late
    assert [(each.ref, each.due) for each in late] == [("M2/26", date(2026, 9, 3))]
    go(on(council, "2026-09-04"), "M2/26", "call")
    assert not today(on(council, "2026-09-04")).agendas_late


def test_the_secretary_is_waited_on_for_meetings_until_their_minutes_are_archived(council: Context) -> None:
    def waits(day: str) -> list[str]:
        (duty,) = duties(on(council, day), "slt-koordinator")
        return [branch.ref for branch in duty.items if branch.ref.startswith("M")]

    assert waits("2026-09-10") == ["M1/26"]
    assert waits("2026-09-11") == ["M1/26", "M2/26"]
    go(council, "M1/26", "minute")
    assert waits("2026-09-10") == ["M1/26"]
    go(council, "M1/26", "archive")
    go(council, "M2/26", "cancel", reason="Sykdom")
    assert waits("2026-09-11") == []


def test_nothing_is_tabled_where_nothing_is_decided(council: Context) -> None:
    done(plan(council, "2026-10-01", kind="information"))
    assert rules(register(council, "Sak", meeting="M3/26")) == {"meeting_may_decide"}
