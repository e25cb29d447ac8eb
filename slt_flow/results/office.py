"""The secretary's office: what an hour after a meeting needs."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from slt_flow.results.follow_up import Branch
from slt_flow.terms import Named


class OfficeMeeting(NamedTuple):
    """Meeting in the office: to come, to be recorded, or with minutes on their way."""

    ref: str
    title: str
    kind: str
    day: date
    state: Named


class Office(NamedTuple):
    """Work of the secretary in the order of an hour after a meeting.

    `to_record` are meetings whose day has come and that are not recorded as held; `minutes` those held whose minutes
    are not archived; `to_assign` decisions that nobody has been given yet; `to_table` those on no agenda; `waiting`
    what else waits for the secretary; `to_come` the meetings after today.
    """

    to_record: tuple[OfficeMeeting, ...]
    minutes: tuple[OfficeMeeting, ...]
    to_assign: tuple[Branch, ...]
    to_table: tuple[Branch, ...]
    waiting: tuple[Branch, ...]
    to_come: tuple[OfficeMeeting, ...]
