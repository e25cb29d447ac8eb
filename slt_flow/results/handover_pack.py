"""The pack for the next coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, NamedTuple

from slt_flow.results.columns import HIDDEN, Json
from slt_flow.results.evaluation import LearningSheet
from slt_flow.results.follow_up import AT_RISK, ITEM, Branch, NextMeeting, Owner
from slt_flow.results.history import HistoryLine
from slt_flow.results.year import Obligation

POST = Json(part="post")


class OwnedWork(NamedTuple):
    """The open work of a post."""

    owner: Annotated[Owner, Json(inline=True, part=("post", "vacant"))]
    items: Annotated[tuple[Branch, ...], ITEM]


class Away(NamedTuple):
    """An absence of the holder of a post, with the deputy where there is one."""

    owner: Annotated[Owner, Json("post", part="post")]
    since: Annotated[date, Json("from")]
    until: Annotated[date, Json("to")]
    deputy: Annotated[Owner | None, POST]


class Handover(NamedTuple):
    """Hand-over pack for a new coordinator: each part as the lists and the first screen have it.

    `names` are the titles of the history's subjects on the days of its lines: cases, posts, clauses, areas, sources.
    """

    council: str
    title: Annotated[str, HIDDEN]
    day: Annotated[date, Json("as_of")]
    secretary: Annotated[Owner, POST]
    work: tuple[OwnedWork, ...]
    unassigned: Annotated[tuple[Branch, ...], ITEM]
    deadlines: Annotated[tuple[Branch, ...], ITEM]
    meeting: Annotated[NextMeeting | None, Json("next_meeting")]
    unarchived: Annotated[tuple[NextMeeting, ...], Json("minutes_not_archived", part=("ref", "day"))]
    at_risk: Annotated[tuple[Obligation, ...], Json("obligations_at_risk", part=AT_RISK)]
    learning: Annotated[tuple[LearningSheet, ...], Json("learning_points")]
    vacant: Annotated[tuple[Owner, ...], POST]
    away: tuple[Away, ...]
    history: tuple[HistoryLine, ...]
    names: Annotated[Mapping[tuple[str, date], str], HIDDEN]
