"""Recurring work in words: its rhythm, and the periods in which it was not done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from slt_flow.results.follow_up import Period
from slt_flow.terms import N_
from slt_flow.views.text.words import MONTHS, Words

_EVERY: Final[Mapping[str, tuple[str, str]]] = {
    "week": (N_("every week"), N_("every {number} weeks")),
    "month": (N_("every month"), N_("every {number} months")),
    "quarter": (N_("every quarter"), N_("every {number} quarters")),
    "tertial": (N_("every four months"), N_("every {number} periods of four months")),
    "half": (N_("every half year"), N_("every {number} half years")),
    "year": (N_("every year"), N_("every {number} years")),
}
"""A rhythm by its unit, for one unit and for several."""

MOST: Final = 3
"""Most periods that are named; of more, the last ones are."""


def rhythm(every: str | None, words: Words) -> str:
    """Say a rhythm; "" where there is none."""
    if every is None:
        return ""
    number, _, unit = every.partition(" ")
    one, several = _EVERY[unit]
    return words.say(one) if number == "1" else words.say(several, number=number)


def not_done(missed: Sequence[Period], words: Words) -> str:
    """Name the periods in which recurring work was not done; "" where there is none."""
    if not missed:
        return ""
    named = ", ".join(_named(period, words) for period in missed[-MOST:])
    if len(missed) <= MOST:
        return words.say("not done: {periods}", periods=named)
    return words.say("not done {number} times, last {periods}", number=len(missed), periods=named)


def periods(missed: Iterable[Period], words: Words) -> str:
    """List periods, a line each."""
    return "\n".join(_named(period, words) for period in missed)


def _named(period: Period, words: Words) -> str:
    first, after = period.first, period.last + timedelta(days=1)
    if (after - first).days == 7 and first.isoweekday() == 1:
        year, week, _ = first.isocalendar()
        return words.say("week {week} of {year}", week=week, year=year)
    if first.day == after.day == 1 and (after - first).days <= 31:
        return f"{words.messages.gettext(MONTHS[first.month - 1])} {first.year}"
    return f"{words.short_day(first)}–{words.short_day(period.last)}"
