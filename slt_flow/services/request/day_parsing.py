"""Parsing of days, deadlines and rhythms; the tables of words are imported once words are typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

from slt_flow.errors import RequestError
from slt_flow.services.request.counting import Counted
from slt_flow.terms import FIRST_YEAR, LAST_YEAR, Worded

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day(typed: str | date, counted: Counted) -> date:
    """Parse a day as people write it (see `days`); one written as `2026-03-12` is read without any words.

    Raises:
        RequestError: no form of a day, one that the calendar does not have, or one that may mean two days.
    """
    if isinstance(typed, date):
        return typed
    if not _DAY.fullmatch(typed):
        worded: date = _words().written(typed, counted)
        return worded
    try:
        parsed = date.fromisoformat(typed)
    except ValueError:
        raise RequestError("no_such_day", given=typed) from None
    if not FIRST_YEAR <= parsed.year <= LAST_YEAR:  # what is counted from a day needs days on both sides of it
        raise RequestError("day_out_of_reach", given=typed, first=FIRST_YEAR, last=LAST_YEAR)
    return parsed


def deadline(typed: Any, review: date | None, read_day: Callable[[str, Any], date]) -> date:
    """Parse a deadline; of work without an end, it is the day of its next review.

    Raises:
        RequestError: such work without a review, or a review of work that ends.
    """
    if is_standing(typed):
        if review is None:
            raise RequestError("standing_without_review", given=_words().as_typed(typed))
        return Worded.of(review, _words().as_typed(typed), standing=True)
    due = read_day("due", typed)
    if review is not None:
        raise RequestError("review_without_standing")
    return due


def is_standing(typed: Any) -> bool:
    """Return True for the word of work without an end, in the place of a deadline."""
    return isinstance(typed, str) and not _DAY.fullmatch(typed) and bool(_words().standing(typed))


def rhythm(typed: str) -> str:
    """Parse how often work is done again, as `månedlig` or `annenhver uke` (see `days`)."""
    return str(_words().rhythm(typed))


def _words() -> ModuleType:
    from slt_flow.services.request import days  # tables and forms that most requests never need

    return days
