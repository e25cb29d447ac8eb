"""Use cases whose cost is measured, each asked in the same words of a small, an old and a busy council.

    python -m bench.asked DATABASE COUNCIL

answers what one of them took: each line says how often, and its name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple

from bench import floors
from bench.councils import LAST_YEAR, OWN_MEETING_DAY, done, meeting_of_its_own, opened
from bench.turns import Spent, serve, timed
from slt_flow.model import Item
from slt_flow.records import projection, replay
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show
from slt_flow.services.follow_up.report import report
from slt_flow.services.follow_up.status import status
from slt_flow.services.follow_up.today import today
from slt_flow.services.follow_up.todo import duties
from slt_flow.services.history import audit
from slt_flow.services.history.find import find
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.request.actions import next_actions, perform, why
from slt_flow.services.request.context import Context
from slt_flow.services.year.obligations import obligations
from slt_flow.services.year.wheel import wheel
from slt_flow.terms import Tag

YEAR: Final = LAST_YEAR % 100
DECISION: Final = f"2/{YEAR}"
MEASURE: Final = f"{DECISION}.1.1"
YESTERDAY: Final = date(LAST_YEAR, 11, 30)
DUE: Final = (OWN_MEETING_DAY + timedelta(days=120)).isoformat()
_fresh = count()


def _nothing(_context: Context) -> Any:
    return None


class Asked(NamedTuple):
    """Use case: what stands ready before it, which is not measured, and what is asked."""

    ask: Callable[[Context, Any], object]
    ready: Callable[[Context], Any] = _nothing


def _remark(context: Context, _: Any = None) -> None:
    done(perform(context, MEASURE, "remark", {"text": f"Merknad {next(_fresh)}"}))


def _register(context: Context, meeting: str) -> str:
    on = replace(context, on=OWN_MEETING_DAY)
    return done(register(on, f"Vedtak {next(_fresh)}", meeting=meeting, consent="all")).ref


def _registered(context: Context) -> str:
    return _register(context, meeting_of_its_own(context))


def _mistaken(context: Context) -> None:
    _remark(context)
    done(undo(context, "feil sak"))


def _carried_out(context: Context) -> str:
    """Return a decision that was carried out."""
    with context.store.reading() as connection:
        items = projection.rows(connection, str(context.council), Item, series="")
    return next(str(item.ref) for item in items if item.has(Tag.ACHIEVED) and item.is_decision)


def _rebuild(context: Context) -> None:
    """Make the tables anew, without the check of the journal that goes before it in `slt journal rebuild`."""
    with context.store.writing() as connection:
        replay.rebuild(connection, str(context.council))


OF_A_CASE: Final[Mapping[str, Asked]] = {
    "next REF": Asked(lambda context, _: next_actions(context, MEASURE)),
    "next of what is carried out": Asked(next_actions, _carried_out),
    "why": Asked(lambda context, _: why(context, MEASURE, "accept")),
    "show REF": Asked(lambda context, _: show(context, DECISION)),
    "history REF": Asked(lambda context, _: history(context, DECISION)),
    "minutes of a meeting": Asked(minutes, meeting_of_its_own),
    "remark": Asked(_remark),
    "register + adopt": Asked(_register, meeting_of_its_own),
    "assign": Asked(lambda context, ref: done(assign(context, ref, "slt-koordinator", DUE)), _registered),
    "undo": Asked(lambda context, _: done(undo(context, "feil sak")), _remark),
}
"""Use cases about one case or meeting: their cost does not depend on the council's age. Those that write come last."""

OF_A_YEAR: Final[Mapping[str, Asked]] = {
    "status": Asked(lambda context, _: status(context)),
    "todo": Asked(lambda context, _: duties(context)),
    "bare slt": Asked(lambda context, _: today(context)),
    "obligations": Asked(lambda context, _: obligations(context)),
    "obligations after an undo": Asked(lambda context, _: obligations(context), _mistaken),
    "wheel": Asked(lambda context, _: wheel(context)),
    "report of a year": Asked(lambda context, _: report(context, f"{LAST_YEAR}-01-01", f"{LAST_YEAR}-12-31")),
}
"""Use cases about a year: their cost depends on what the council did in it, and on nothing older."""

OF_THE_WHOLE: Final[Mapping[str, Asked]] = {
    "find": Asked(lambda context, _: find(context, "foreldremøte")),
    "status --as-of": Asked(lambda context, _: status(context.at(as_of=YESTERDAY))),
    "status --as-known": Asked(lambda context, _: status(context.at(as_known=date(LAST_YEAR, 12, 1)))),
    "journal verify": Asked(lambda context, _: audit.verify(context)),
    "rebuild of the tables": Asked(lambda context, _: _rebuild(context)),
    "floor of verify: rows read, parsed and hashed": Asked(lambda context, _: floors.read_and_hash(context)),
    "floor of rebuild: rows read, parsed and written": Asked(lambda context, _: floors.write_tables(context)),
}
"""Use cases about all that a council ever did: so many entries a second."""

ALL: Final = {**OF_A_CASE, **OF_A_YEAR, **OF_THE_WHOLE}


def main() -> None:
    """Answer with what each use case took."""
    context = opened(Path(sys.argv[1]), sys.argv[2])

    def answer(line: str) -> Spent:
        often, _, name = line.partition(" ")
        asked, turns = ALL[name], []
        for _ in range(int(often)):
            ready = asked.ready(context)
            turns.append(timed(partial(asked.ask, context, ready)))
        return Spent(*(sum(figures) / len(turns) for figures in zip(*turns, strict=True)))

    serve(answer)


if __name__ == "__main__":
    main()
