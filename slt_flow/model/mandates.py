"""Mandates of deputies: who gave one, on which day and in which words, and whether it commits the party."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from slt_flow.model.cases import Attendance, Meeting
from slt_flow.model.council import Organisation, Post
from slt_flow.model.persons import person_on
from slt_flow.model.snapshot import Snapshot
from slt_flow.model.spelling import folded_person
from slt_flow.terms import ERASED, Presence

_OF_ORGANISATION: Final = re.compile(r"(?P<name>.*\S)\s*\((?P<organisation>[^()]+)\)")


class Mandate(NamedTuple):
    """Mandate that a post's deputy has: its words, the post that gave it, and the day it was given.

    `by` is None where the absent post gave it, `on` None where it was given on the day of the meeting.
    """

    post: str
    words: str
    by: str | None = None
    on: date | None = None

    def __str__(self) -> str:
        giver, day = f":{self.by}" if self.by else "", f"@{self.on}" if self.on else ""
        return f"{self.post}{giver}{day}={self.words}"


class Lack(StrEnum):
    """Reason for which a deputy commits nobody; it is at the meeting all the same."""

    ORGANISATION = "no_organisation"
    OTHER_PARTY = "of_another_party"
    NEW_ORGANISATION = "organisation_is_new"
    NEW_POST = "post_is_new"
    MANDATE = "no_mandate"
    LATE = "mandate_is_late"
    GIVER = "giver_may_not"


def named_deputy(typed: str) -> tuple[str, str | None]:
    """Split a deputy who is no post into its name and the organisation it comes from, `Nora Navnløs (politi)`."""
    match = _OF_ORGANISATION.fullmatch(typed)
    return (match["name"], match["organisation"]) if match else (typed, None)


def written_deputy(row: Attendance) -> str | None:
    """Return a deputy as it is typed: a post, or a name with its organisation."""
    return f"{row.deputy} ({row.organisation})" if row.deputy and row.organisation else row.deputy


def lack_of(then: Snapshot, meeting: Meeting, row: Attendance) -> Lack | None:
    """Return why the deputy of a post commits nobody at a meeting, None where it commits the post's party.

    Args:
        then: the rows under the agreement of the meeting's day.
        meeting: the meeting.
        row: the deputy's attendance.
    """
    acting, party = str(row.deputy), then.party_of(row.who)
    post = then.find(Post, acting)
    organisation = then.find(Organisation, post.organisation if post is not None else row.organisation)
    if organisation is None:
        return Lack.ORGANISATION
    is_named = post is None and acting != ERASED
    if organisation.party != party or (is_named and _is_of_others(then, acting, party, meeting.day)):
        return Lack.OTHER_PARTY
    if organisation.added is not None and organisation.added >= meeting.day:
        return Lack.NEW_ORGANISATION
    if post is not None and post.added is not None and post.added >= meeting.day:
        return Lack.NEW_POST
    mandate = mandate_of(then, meeting, row)
    if mandate is None:
        return Lack.MANDATE
    if mandate.on is not None and mandate.on > meeting.day:
        return Lack.LATE
    return None if _may_give(then, mandate, party, acting, mandate.on or meeting.day) else Lack.GIVER


def mandate_of(then: Snapshot, meeting: Meeting, row: Attendance) -> Mandate | None:
    """Return a deputy's mandate for a meeting: its own, else one for a period in which the post is away."""
    if row.presence != Presence.DEPUTY:
        return None
    if row.mandate:
        return Mandate(row.who, row.mandate, row.mandated_by, row.mandated_on)
    away = then.absence_on(row.who, meeting.day)
    if away is None or away.deputy != row.deputy or not away.mandate:
        return None
    return Mandate(row.who, away.mandate, away.mandated_by, away.mandated_on or away.since)


def _is_of_others(then: Snapshot, name: str, party: str | None, day: date) -> bool:
    """Return True for a person who holds posts that day, none of them in the party; also one called as such a post."""
    holdings = ((post, then.holding_on(post.id, day)) for post in then.all(Post))
    names = ((post.id, (post.title, spell.holder if spell and spell.holder else "")) for post, spell in holdings)
    held = [post for post, called in names if folded_person(name) in map(folded_person, called)]
    return bool(held) and all(then.party_of(post) != party for post in held)


def _may_give(then: Snapshot, mandate: Mandate, party: str | None, acting: str, day: date) -> bool:
    """Return True for the absent post and for others that lead the party, unless the deputy gave it to itself."""
    giver = then.find(Post, mandate.by or mandate.post)
    if giver is None or not then.is_held_on(giver.id, day):
        return False
    leads = giver.id == mandate.post or (giver.binds and then.party_of(giver.id) == party)
    return leads and person_on(then, giver.id, day) != person_on(then, acting, day)
