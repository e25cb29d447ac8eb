"""Coordinating groups: founded, with members over time, and dissolved."""

from __future__ import annotations

import re
from collections.abc import Sequence

from slt_flow.engine.entries import Kind
from slt_flow.errors import RequestError
from slt_flow.model import Group, Meeting
from slt_flow.services.people.organisations import first_day
from slt_flow.services.request import parsing
from slt_flow.services.request.clock import today
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import TAKEN_SERIES, Role, series_for


@use_case(Role.SECRETARY)
def found_group(request: Request, id_: str, title: str, members: Sequence[str], series: str | None = None) -> None:
    """Found a group of the coordinating level; `series` are the letters before the numbers of its meetings.

    Raises:
        RequestError: it has no members, or its letters are no letters or taken.
    """
    new, posts = parsing.new_id(id_, Group, request.snapshot), _members(request, members)
    # Nothing but the day on which it is entered shows that it was there.
    data = {"id": new, "members": list(posts), "added": today(request.context.clock).isoformat()}
    taken = [group.series for group in request.snapshot.versions(Group)]
    data["series"] = (series_for(new, taken) if series is None else _series(series, taken)).lower()
    texts = {"title": parsing.line("title", title)}
    request.record(request.entry(Kind.GROUP_FOUNDED, f"group:{new}", data, texts, on=first_day(request)))


@use_case(Role.SECRETARY)
def change_group(request: Request, group: str, members: Sequence[str]) -> None:
    """Give a group other members from a day on: these, and no others. One that was dissolved begins anew."""
    chosen, posts = _existing(request, group), _members(request, members)
    if request.snapshot.on(request.context.day).one(Group, chosen).members == posts:
        raise RequestError("group_has_these", group=chosen)
    request.record(request.entry(Kind.GROUP_CHANGED, f"group:{chosen}", {"id": chosen, "members": list(posts)}))


@use_case(Role.SECRETARY)
def end_group(request: Request, group: str, reason: str) -> None:
    """Dissolve a group: it has no members from the day on, and meets no more.

    Raises:
        RequestError: it was dissolved before, or the agreement names it, which only the parties change.
    """
    then = request.snapshot.on(request.context.day)
    chosen = parsing.group(group, then)
    if then.one(Group, chosen).added is None:
        raise RequestError("group_is_agreed", group=chosen)
    meetings = [meeting.ref for meeting in request.snapshot.all(Meeting) if meeting.group == chosen]
    planned = tuple(str(ref) for ref in meetings if request.item(ref).is_to_be_held)
    if planned:
        request.notice("group_meets_still", group=chosen, refs=planned, ref=planned[0])
    texts = {"reason": parsing.text("reason", reason)}
    request.record(request.entry(Kind.GROUP_ENDED, f"group:{chosen}", {"id": chosen}, texts))


def _existing(request: Request, typed: str) -> str:
    groups = [group.id for group in request.snapshot.on(request.context.day).all(Group)]
    return parsing.chosen("unknown_group" if groups else "no_groups", typed, groups)


def _members(request: Request, members: Sequence[str]) -> tuple[str, ...]:
    posts = parsing.posts(members, request.snapshot.on(request.context.day))
    if not posts:
        raise RequestError("group_without_members")
    return posts


def _series(typed: str, taken: Sequence[str]) -> str:
    """Parse the letters before the numbers of a group's meetings."""
    series = typed.strip().upper()
    if not re.fullmatch("[A-Z]{1,3}", series):
        raise RequestError("bad_series", given=parsing.shown(typed))
    if series in (*TAKEN_SERIES, *taken):
        raise RequestError("series_taken", series=series)
    return series
