"""Rights: the one table of who may open which page; what may be done there, the actions' own rules say."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from slt_flow.results.people import Visitor
from slt_flow.terms import Role


class Audience(StrEnum):
    """Audience of a page: posts by what they are to the council, auditors, everybody."""

    SECRETARY = "secretary"
    CHAIR = "chair"
    MEMBER = "member"
    OWNER = "owner"
    AUDITOR = "auditor"
    PUBLIC = "public"


ALL: Final = frozenset({Audience.SECRETARY, Audience.CHAIR, Audience.MEMBER, Audience.AUDITOR})
"""Those who read the internal edition of everything."""

SIGNED_IN: Final = ALL | {Audience.OWNER}
EVERYBODY: Final = SIGNED_IN | {Audience.PUBLIC}
_WRITERS: Final = SIGNED_IN - {Audience.AUDITOR}
_PUBLISHED: Final = ALL | {Audience.PUBLIC}
_OFFICE: Final = frozenset({Audience.SECRETARY, Audience.CHAIR})

MAY: Final[Mapping[str, frozenset[Audience]]] = {
    "mine": _WRITERS,
    "case": EVERYBODY,
    "act": _WRITERS,
    # An owner without a seat reads of meetings what everybody does: the public edition, where the council publishes.
    # What a meeting decides for its work is on the page of its own case.
    "meetings": _PUBLISHED,
    "meeting": _PUBLISHED,
    "paper": _PUBLISHED,
    "attachment": EVERYBODY,
    "calendar": ALL,
    "meeting_item": ALL - {Audience.AUDITOR},
    "apology": ALL - {Audience.AUDITOR},
    "receipts": _WRITERS,
    "receipt": SIGNED_IN,
    "now": ALL,
    "status": _PUBLISHED,
    "obligations": ALL,
    "wheel": ALL,
    "find": ALL,
    "council": _PUBLISHED,
    "agreement": _PUBLISHED,
    "plan": _PUBLISHED,
    "evaluation": _PUBLISHED,
    "report": ALL,
    "yearly_report": ALL,
    "office": _OFFICE,
    "office_form": _OFFICE,
    "record": _OFFICE,
    "access": _OFFICE,
}
"""Pages by their names, each with those who may open it; the public only where the council publishes.

Whoever has a session is of the public too. An owner opens the cases that they have work in, and no others; a deputy
opens what the post does that they act for.
"""

UNGUARDED: Final = frozenset(
    {
        "front", "styles", "static", "local", "invitation",
        "sign-in", "sign-in-to", "sign-in-back", "sign-out", "signed-out", "front-channel",
    }
)  # fmt: skip
"""Addresses that everybody may ask for: they tell nothing of the council but its name, and are how people sign in."""


def audiences_of(visitor: Visitor | None) -> frozenset[Audience]:
    """Return the audiences that a visitor belongs to; one who is not signed in is the public."""
    if visitor is None:
        return frozenset({Audience.PUBLIC})
    audiences = {Audience.PUBLIC}
    if visitor.is_auditor:
        audiences.add(Audience.AUDITOR)
    for post in visitor.posts:
        audiences.add(Audience.MEMBER if post.reads_all else Audience.OWNER)
        audiences |= {audience for audience in _OFFICE if Role(audience.value) in post.roles}
    return frozenset(audiences)
