"""A council with one decision carried out in 2026: a measure verified, another cancelled, challenges named."""

from __future__ import annotations

from typing import Any

from slt_flow.results.answers import Outcome, Refusal
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from tests.conftest import on
from tests.records.year import done


def refused(outcome: Outcome) -> set[str]:
    """The rules that refused it."""
    assert isinstance(outcome, Refusal), outcome
    return {finding.rule for finding in outcome.findings if finding.blocks}


def rows(sheet: object, kind: str) -> tuple[Any, ...]:
    """One list of a sheet."""
    listed: tuple[Any, ...] = getattr(sheet, kind)
    return listed


def carry_out(context: Context) -> None:
    """`1/26` answers `rus` and is carried out: `1/26.1.1` verified, `1/26.1.2` (which answers `fart`) cancelled."""
    done(knowledge.add_knowledge(on(context, "2026-03-01"), "ungdata", "Ungdata 2026", source="Ungdata"))
    done(
        knowledge.add_challenge(
            on(context, "2026-03-01"), "rus", "Mer rus", area="skjenking-og-rus", sources=["ungdata"]
        )
    )
    done(knowledge.add_challenge(on(context, "2026-03-01"), "fart", "For høy fart"))
    done(hold(context, "2026-03-12", "all"))
    told: dict[str, Any] = {"area": "skjenking-og-rus", "challenges": ["rus"], "knowledge": ["ungdata"]}
    done(register(context, "Foreldremøte", meeting="M1/26", consent="all", **told))
    after = on(context, "2026-03-13")
    done(assign(after, "1/26", "politikontakt", "2026-06-01"))
    done(add_measure(after, "1/26.1", "Leie hallen", "politikontakt", "2026-05-01"))
    done(add_measure(after, "1/26.1", "Måle farten", "politikontakt", "2026-05-01", challenges=["fart"]))
    done(actions.perform(after, ["1/26.1"], "plan", through=True))
    done(actions.perform(on(context, "2026-04-10"), ["1/26.1.1"], "finish", {"result": "Leid"}, through=True))
    done(actions.perform(on(context, "2026-04-11"), ["1/26.1.1"], "verify"))
    done(actions.perform(on(context, "2026-04-12"), ["1/26.1.2"], "cancel", {"reason": "Vegvesenet gjør det"}))
    done(actions.perform(on(context, "2026-05-01"), ["1/26.1"], "report", {"result": "Holdt"}))
    done(actions.perform(on(context, "2026-05-02"), ["1/26.1"], "approve"))
