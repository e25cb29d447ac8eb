"""The year wheel: what stands in which month, and what is missing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from slt_flow.results.year import Wheel, WheelEntry
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.handover_pack import handover
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import absences, posts
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.year.wheel import wheel
from slt_flow.terms import Standing
from slt_flow.views.follow_up.handover_pack import document
from slt_flow.views.text.words import Words
from slt_flow.views.writers.markdown import markdown
from tests.conftest import Prepared
from tests.records.year import done, go


def _played(begun: Context) -> None:
    """Kvæfjord up to 15 June 2026: a meeting held, one to come on a closed day, one cancelled; work late and ahead."""
    done(posts.add_post(begun, "rektor", "Rektor", "kommune", ["executing"]))
    done(hold(begun, "2026-03-12", "all", sent="2026-03-01"))
    done(register(begun, "Trygg skolevei", meeting="M1/26", consent="all"))
    done(assign(begun, "1/26", "politikontakt", "2026-12-24"))
    done(add_measure(begun, "1/26.1", "Følgegrupper", "rektor", "2026-05-20"))
    done(add_measure(begun, "1/26.1", "Refleks", "rektor", "2026-06-13"))
    done(plan(begun, "2026-12-31"))
    done(plan(begun, "2026-09-10"))
    go(begun, "M3/26", "cancel", reason="Valg")
    done(actions.perform(begun, ["1/26.1"], "plan", through=True))
    done(actions.perform(begun, ["1/26.1.2"], "finish", {"result": "Delt ut"}, through=True))
    done(absences.record(begun, "rektor", "2026-06-10", "2026-06-30", "politikontakt"))


@pytest.fixture
def played(prepared: Prepared) -> Context:
    return prepared(_played)


def of(turned: Wheel, what: str) -> dict[tuple[int, str], WheelEntry]:
    """The entries of a kind by month and ref."""
    return {(m.month, e.ref or ""): e for m in turned.months for e in m.entries if e.what == what}


def test_every_entry_stands_in_its_month_and_the_days_in_their_order(played: Context) -> None:
    turned = wheel(played)
    assert [month.month for month in turned.months] == list(range(1, 13))
    for month in turned.months:
        days = [entry.day for entry in month.entries]
        assert days == sorted(days)
        assert {(day.year, day.month) for day in days} <= {(turned.year, month.month)}


def test_meetings_stand_as_planned_held_or_cancelled(played: Context) -> None:
    standings = {ref: (month, entry.standing) for (month, ref), entry in of(wheel(played), "meeting").items()}
    assert standings == {
        "M1/26": (3, Standing.KEPT), "M2/26": (12, Standing.NOT_DUE), "M3/26": (9, Standing.UNKNOWN),
    }  # fmt: skip


def test_a_meeting_that_nobody_recorded_as_held_is_told(played: Context) -> None:
    later = of(wheel(replace(played, on=date(2027, 1, 2)), 2026), "meeting")
    assert later[12, "M2/26"].standing == Standing.DUE


def test_agendas_stand_by_the_day_the_agreement_wants_them(played: Context) -> None:
    agendas = of(wheel(played), "agenda")
    assert {key: (entry.day, entry.standing) for key, entry in agendas.items()} == {
        (3, "M1/26"): (date(2026, 3, 5), Standing.KEPT),
        (12, "M2/26"): (date(2026, 12, 24), Standing.NOT_DUE),
    }
    late = of(wheel(replace(played, on=date(2026, 12, 25))), "agenda")
    assert late[12, "M2/26"].standing == Standing.BROKEN


def test_deadlines_stand_as_kept_late_or_ahead(played: Context) -> None:
    done(actions.perform(played, ["1/26.1.1"], "finish", {"result": "Gått"}, through=True))
    done(add_measure(played, "1/26.1", "Plakater", "rektor", "2026-06-15"))
    done(actions.perform(played, ["1/26.1.3"], "finish", {"result": "Hengt opp"}, through=True))
    done(add_measure(played, "1/26.1", "Buss", "rektor", "2026-06-01"))
    done(add_measure(played, "1/26.1", "Tog", "rektor", "2026-06-01"))
    go(played, "1/26.1.5", "cancel", reason="Ikke behov")
    entries = of(wheel(played), "deadline")
    assert {ref: (entry.standing, entry.delivered_late) for (_, ref), entry in entries.items()} == {
        "1/26.1": (Standing.NOT_DUE, None),
        "1/26.1.1": (Standing.BROKEN, 26),
        "1/26.1.2": (Standing.BROKEN, 2),
        "1/26.1.3": (Standing.KEPT, None),
        "1/26.1.4": (Standing.BROKEN, None),
        "1/26.1.5": (Standing.UNKNOWN, None),
    }


def test_a_meeting_of_coordination_owes_no_agenda(played: Context) -> None:
    done(plan(played, "2026-10-01", kind="coordination"))
    assert {ref for _, ref in of(wheel(played), "agenda")} == {"M1/26", "M2/26"}


def test_what_is_still_to_come_on_a_closed_day_is_marked_with_the_next_working_day(played: Context) -> None:
    turned = wheel(played)
    marked = {e.ref: (e.closed, e.next_working_day) for m in turned.months for e in m.entries if e.closed}
    assert marked == {"1/26.1": ("Julaften", date(2026, 12, 28)), "M2/26": ("Nyttårsaften", date(2027, 1, 4))}


def test_holidays_and_local_closed_days_stand_in_it(played: Context) -> None:
    titles = {e.title for m in wheel(played).months for e in m.entries if e.what == "day_off"}
    assert {"Grunnlovsdag", "Julaften", "Nyttårsaften"} <= titles


def test_minutes_stand_until_they_are_archived(played: Context) -> None:
    assert list(of(wheel(played), "minutes")) == [(3, "M1/26")]
    done(actions.perform(played, ["M1/26"], "archive", through=True))
    assert of(wheel(played), "minutes") == {}


def test_the_evaluation_begins_in_the_month_the_agreement_says(played: Context) -> None:
    ((month, _),) = of(wheel(played), "evaluation")
    assert month == 11


def test_what_is_missing_is_named_and_what_is_planned_is_not(played: Context) -> None:
    missing = {row.clause for row in wheel(played).missing}
    assert {"kommunestyre_is_informed", "minutes_are_archived"} <= missing
    assert "meetings_are_held" not in missing
    done(plan(played, "2026-10-01"))
    assert "meetings_are_held" not in {row.clause for row in wheel(played).missing}, "more than agreed is not missing"
    go(played, "M4/26", "cancel", reason="Fri")
    go(played, "M2/26", "cancel", reason="Fri")
    assert "meetings_are_held" in {row.clause for row in wheel(played).missing}


def test_another_year_has_its_own(played: Context) -> None:
    turned = wheel(played, 2027)
    assert turned.year == 2027
    assert {e.what for m in turned.months for e in m.entries} <= {"day_off", "evaluation", "obligation"}


def test_before_the_council_was_followed_up_nothing_is_known(played: Context) -> None:
    turned = wheel(played, 2025)
    assert (turned.missing, turned.followed_up_from) == ((), date(2026, 1, 1))
    assert {e.what for m in turned.months for e in m.entries} == {"day_off"}


def test_another_year_misses_only_what_is_its_own(played: Context) -> None:
    days = [row.broken_since or row.due for row in wheel(played, 2027).missing]
    assert days
    assert {day.year for day in days if day is not None} <= {2027}


def test_what_was_cancelled_has_not_succeeded(played: Context) -> None:
    done(actions.perform(played, ["1/26.1.1"], "cancel", {"reason": "Ikke nødvendig"}))
    entry = of(wheel(played), "deadline")[5, "1/26.1.1"]
    assert (entry.standing, entry.owner_title) == (Standing.UNKNOWN, "Rektor")


def test_an_agenda_due_on_a_closed_day_is_sent_on_the_working_day_before(played: Context) -> None:
    entry = of(wheel(played), "agenda")[12, "M2/26"]
    assert (entry.day, entry.closed, entry.last_working_day_before) == (
        date(2026, 12, 24),
        "Julaften",
        date(2026, 12, 23),
    )


def test_it_looks_back(played: Context) -> None:
    before = wheel(played.at(as_of=date(2026, 3, 1)))
    assert of(before, "deadline") == {}
    assert before.as_of == date(2026, 3, 1)


def test_the_pack_for_the_next_coordinator_has_it_all(played: Context) -> None:
    done(posts.vacate(played, "radikaliseringskontakt"))
    pack = handover(played)
    assert {owner.post: [b.ref for b in listed] for owner, listed in pack.work} == {
        "rektor": ["1/26.1.1", "1/26.1.2"], "politikontakt": ["1/26.1"],
    }  # fmt: skip
    assert [branch.ref for branch in pack.deadlines] == ["1/26.1.1"], "what is delivered has no deadline to meet"
    assert pack.meeting is not None
    assert pack.meeting.ref == "M2/26"
    assert [(row.ref, row.day) for row in pack.unarchived] == [("M1/26", date(2026, 3, 12))]
    assert "minutes_are_archived" in {row.clause for row in pack.at_risk}
    assert [owner.post for owner in pack.vacant] == ["radikaliseringskontakt"]
    ((owner, since, until, deputy),) = pack.away
    assert (owner.post, since, until, deputy and deputy.post) == (
        "rektor", date(2026, 6, 10), date(2026, 6, 30), "politikontakt",
    )  # fmt: skip
    assert {line.subject for line in pack.history} >= {"1/26.1", "post:rektor"}
    assert [line.on for line in pack.history] == sorted(line.on for line in pack.history)
    told = markdown(document(pack, Words("nb")))
    assert "fravær: Rektor, 10.6.2026–30.6.2026, stedfortreder: Politikontakt" in told
    assert not [line for line in told.splitlines() if "post:" in line or "clause:" in line or "definition:" in line]
