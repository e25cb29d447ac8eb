"""A verdict cannot be bought: acts that made a year look better than it was, each tried in a real database."""

from __future__ import annotations

import pytest

from slt_flow.results.year import Obligation
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Standing
from tests.conftest import MakeContext
from tests.records.year import done
from tests.services.year.year_end import on

FOLLOWED, OWNED = "recommendations_are_followed_up", "every_decision_has_an_owner"


def seen(context: Context, clause: str, day: str, year: int = 2026) -> Obligation:
    """How one clause stands on a day."""
    return next(row for row in obligations(on(context, day), year).rows if row.clause == clause)


@pytest.fixture
def council(context: MakeContext) -> Context:
    """A meeting in March adopted `1/26`, whose assignment `1/26.1` is due in June with a measure due in May."""
    here = context()
    done(hold(on(here, "2026-03-12"), "2026-03-12", "all"))
    done(register(on(here, "2026-03-12"), "Foreldremøte", meeting="M1/26", consent="all"))
    done(assign(on(here, "2026-03-13"), "1/26", "slt-koordinator", "2026-06-01"))
    done(add_measure(on(here, "2026-03-13"), "1/26.1", "Leie hall", "politikontakt", "2026-05-01"))
    return here


def test_what_is_done_after_a_year_does_not_change_it(council: Context) -> None:
    january = on(council, "2027-01-05")
    done(register(on(council, "2026-03-12"), "Natteravner", meeting="M1/26", consent="all"))
    before = {clause: seen(council, clause, "2027-01-04").verdict for clause in (FOLLOWED, OWNED)}
    assert set(before.values()) == {Standing.BROKEN}
    done(assign(january, "2/26", "slt-koordinator", "2027-06-01"))
    done(actions.perform(january, ["1/26.1"], "reschedule", {"due": "2027-12-01", "reason": "Tid"}))
    done(actions.perform(january, ["1/26.1"], "cancel", {"reason": "Ikke nødvendig"}))
    assert {clause: seen(council, clause, "2027-01-06").verdict for clause in before} == before


def test_evidence_of_earlier_days_counts_and_what_was_taken_back_is_named(council: Context) -> None:
    done(actions.perform(on(council, "2026-03-14"), ["1/26.1"], "plan", through=True))
    done(actions.perform(on(council, "2026-05-01"), ["1/26.1.1"], "finish", {"result": "Leid"}, through=True))
    done(actions.perform(on(council, "2026-05-02"), ["1/26.1.1"], "verify"))
    assert seen(council, FOLLOWED, "2027-01-04").verdict == Standing.BROKEN
    done(actions.perform(on(council, "2026-05-30"), ["1/26.1"], "report", {"result": "Holdt"}))
    row = seen(council, FOLLOWED, "2027-01-04")
    assert (row.verdict, row.beside) == (Standing.KEPT, ())
    done(undo(on(council, "2027-01-05"), "Ikke rapportert likevel", "1/26.1"))
    row = seen(council, FOLLOWED, "2027-01-06")
    assert (row.verdict, [notice.code for notice in row.beside]) == (Standing.BROKEN, ["corrected"])
    assert row.beside[0].facts["refs"] == ("1/26.1",)
