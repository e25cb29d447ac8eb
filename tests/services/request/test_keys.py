"""A request with a key is recorded once: whatever day or time zone its retry comes from, and whatever came between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import pytest

from slt_flow.errors import RequestError
from slt_flow.results.answers import Done
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.register import register
from slt_flow.services.history import audit
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import absences, areas, posts
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from tests.records.year import done

FORM: Final = b'meeting = "M2/26"\nday = 2026-04-16\npresent = ["ordforer", "politistasjonssjef"]\n'


def form(context: Context) -> Done:
    outcome = record(context, "2026-04-16", FORM.replace(b'meeting = "M2/26"\n', b""), "form.toml")
    assert outcome.done is not None, outcome
    return outcome.done


REQUESTS: Final[dict[str, Callable[[Context], object]]] = {
    "register": lambda context: register(context, "En sak", area="skjenking-og-rus"),
    "register at a meeting": lambda context: register(context, "En sak", meeting="M1/26", consent="all"),
    "assign": lambda context: assign(context, "1/26", "politikontakt", "2026-12-01"),
    "plan": lambda context: plan(context, "2026-09-10"),
    "hold": lambda context: hold(context, "2026-05-12", "all"),
    "form": form,
    "action": lambda context: actions.perform(context, ["1/26"], "remark", {"text": "Hei"}),
    "several refs": lambda context: actions.perform(context, ["1/26", "M1/26"], "remark", {"text": "Hei"}),
    "undo": lambda context: undo(context, "Feil"),
    "undo of a case": lambda context: undo(context, "Feil", "1/26"),
    "appoint": lambda context: posts.appoint(context, "politikontakt", "Nora Navnløs"),
    "absence": lambda context: absences.record(context, "politikontakt", "2026-07-01", "2026-07-10"),
    "area": lambda context: areas.add_area(context, "skolevei", "Trygg skolevei", "1/26"),
}

MOMENT: Final = datetime(2026, 6, 15, 21, 59, 59, tzinfo=UTC)
"""A second before midnight in Norway."""

RETRIES: Final = {
    "at once": MOMENT,
    "after midnight": MOMENT + timedelta(seconds=2),
    "a month later": MOMENT + timedelta(days=31),
    "next year": MOMENT + timedelta(days=300),
    "in another time zone": MOMENT.astimezone(timezone(timedelta(hours=13))),
    "from a clock that was set back": MOMENT - timedelta(days=1),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_retry_is_answered_and_records_nothing(adopted: Context, name: str) -> None:
    done(actions.perform(adopted, ["1/26"], "remark", {"text": "Før"}))
    keyed = replace(adopted, key="k-1", clock=FixedClock(MOMENT))
    first = REQUESTS[name](keyed)
    assert isinstance(first, Done), first
    done(actions.perform(adopted, ["1/26"], "remark", {"text": "Etter"}))
    height = audit.head(adopted)["seq"]
    for moment in RETRIES.values():
        again = REQUESTS[name](replace(keyed, clock=FixedClock(moment)))
        assert isinstance(again, Done), again
        assert (again.already, again.entries) == (True, first.entries)
    assert audit.head(adopted)["seq"] == height


@pytest.mark.parametrize("name", REQUESTS)
def test_another_request_does_not_pass_for_it(adopted: Context, name: str) -> None:
    done(actions.perform(adopted, ["1/26"], "remark", {"text": "Før"}))
    keyed = replace(adopted, key="k-1", clock=FixedClock(MOMENT))
    assert isinstance(REQUESTS[name](keyed), Done)
    others = {"basis": replace(keyed, basis="e-post"), "day": replace(keyed, on=MOMENT.date())}
    for other in others.values():
        with pytest.raises(RequestError, match="key_reused"):
            REQUESTS[name](other)
    for another in [request for other, request in REQUESTS.items() if other != name][:3]:
        with pytest.raises(RequestError, match="key_reused"):
            another(keyed)


def test_an_undo_without_a_key_goes_one_request_further_back(adopted: Context) -> None:
    for text in ("Første", "Andre"):
        done(actions.perform(adopted, ["1/26"], "remark", {"text": text}))
    before = audit.head(adopted)["seq"]
    assert not done(undo(adopted, "Feil", "1/26")).already
    assert not done(undo(adopted, "Feil", "1/26")).already
    assert audit.head(adopted)["seq"] == before + 2
