"""Organisations, posts and focus areas as lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, NamedTuple

from slt_flow.results.columns import HIDDEN, OMITTED, Column, Id, Json, Title, shown
from slt_flow.terms import N_

AUDITOR: Final = "auditor"
"""Reader of everything, who has no post and writes nothing."""

Name = Annotated[str, Column(N_("name"))]
SharedWith = Annotated[tuple[str, ...], Column(N_("shared with"))]


class OrganisationRow(NamedTuple):
    """An organisation, with the party it belongs to; a third party belongs to none."""

    id: Id
    name: Name
    party: Annotated[str | None, Column(N_("party"))]


@shown(
    "id", "title", "holder", "organisation", "levels", "seat", "seat_by", "designated_by", "open", "away", "until",
    "contact", "accounts",
)  # fmt: skip
class PostRow(NamedTuple):
    """A post with its holder, its open cases, its holder's absence and deputy, its mail address and accounts."""

    id: Id
    title: Title
    organisation: Annotated[str, Column(N_("organisation"))]
    party: str | None
    levels: Annotated[tuple[str, ...], Column(N_("levels"), terms=True, roomy=True)]
    seat: Annotated[bool, Column(N_("seat"), roomy=True)]
    binds: Annotated[bool, Column(N_("commits its party"), roomy=True)]
    roles: Annotated[tuple[str, ...], Column(N_("roles"), terms=True, roomy=True)]
    designated: bool
    vacant: bool
    holder: Annotated[str | None, Column(N_("holder"), form="holder")]
    until: Annotated[date | None, Column(N_("until"))]
    open: Annotated[int, Column(N_("open work"))] = 0
    away: Annotated[date | None, Column(N_("away until"), form="away")] = None
    deputy: str | None = None
    contact: Annotated[str | None, Column(N_("mail address"), roomy=True)] = None
    accounts: Annotated[tuple[str, ...], Column(N_("accounts"), roomy=True)] = ()
    seat_by: Annotated[str | None, Column(N_("seat decided by")), OMITTED] = None
    designated_by: Annotated[tuple[str, ...], Column(N_("designated by"))] = ()


@shown("post", "title", "holder", "role", "authenticated", "account", "since", "until")
class AccessRow(NamedTuple):
    """An account that counts for a post or is to, how it is known, and the first day on which it no longer does."""

    post: Annotated[str | None, Column(N_("post"))]
    title: Title
    holder: Annotated[str | None, Column(N_("holder"))]
    role: Annotated[str | None, Column(N_("as"), terms=True)]
    authenticated: Annotated[str, Column(N_("known by"), terms=True)]
    account: Annotated[str, Column(N_("account"))]
    since: Annotated[date, Column(N_("since"))]
    until: Annotated[date | None, Column(N_("until"))]


class InvitationLink(NamedTuple):
    """An invitation to sign in: the link that its bearer opens; None after a dry run."""

    post: str | None
    role: str | None
    until: date
    link: str | None


@shown("id", "post", "role", "state", "account", "by", "since", "until")
class InvitationRow(NamedTuple):
    """An invitation, and the account that claimed it."""

    id: Id
    post: Annotated[str | None, Column(N_("post"))]
    role: Annotated[str | None, Column(N_("as"), terms=True)]
    state: Annotated[str, Column(N_("state"), terms=True)]
    account: Annotated[str | None, Column(N_("account"))]
    by: Annotated[str, Column(N_("invited by"))]
    since: Annotated[date, Column(N_("since"))]
    until: Annotated[date, Column(N_("until"))]


class Rights(NamedTuple):
    """Rights of an account on a day.

    Attributes:
        posts: posts that it speaks for itself.
        deputises: posts whose deputy it is, each with the post that acts: one of `posts`, or the absent one itself.
        is_auditor: True where it reads everything and writes nothing.
    """

    posts: tuple[str, ...]
    deputises: Mapping[str, str]
    is_auditor: bool


@shown("id", "title", "period", "decisions", "shared_with", "by", "until", "ended_by")
class AreaRow(NamedTuple):
    """A focus area with the number of its decisions."""

    id: Id
    title: Title
    goals: tuple[str, ...]
    contacts: tuple[str, ...]
    shared_with: SharedWith
    since: date
    until: Annotated[date | None, Column(N_("until"))]
    first: Annotated[date | None, Json(omit=(None,))]
    last: Annotated[date | None, Json(omit=(None,))]
    decisions: Annotated[int, Column(N_("decisions"))]
    period: Annotated[tuple[date | None, ...], Column(N_("agreed for"), least=11, form="period"), HIDDEN] = ()
    by: Annotated[str | None, Column(N_("added by")), OMITTED] = None
    ended_by: Annotated[str | None, Column(N_("ended by")), OMITTED] = None


class GroupRow(NamedTuple):
    """A coordinating group with its member posts, and the letters before the numbers of its meetings."""

    id: Id
    title: Title
    series: Annotated[str, Column(N_("letters"))]
    members: Annotated[tuple[str, ...], Column(N_("members"))]


class CouncilHeading(NamedTuple):
    """The council of some pages, as their head names it."""

    id: str
    title: str
    language: str


class Away(NamedTuple):
    """Absence of a post's holder as it is recorded: both days included, the deputy, and what that one may commit to."""

    since: date
    until: date
    deputy: str | None
    mandate: str | None


class Called(NamedTuple):
    """Names by which people call the things of a council, by the ids of these.

    Attributes:
        titles: posts, organisations, groups, areas, challenges and sources of knowledge, and the council.
        labels: labels of actions, states, machines and kinds, by what they are and their id.
    """

    titles: Mapping[str, str]
    labels: Mapping[tuple[str, str], Mapping[str, str]]


NOBODY_CALLED: Final = Called({}, {})
"""Names where none are known."""


class OwnPost(NamedTuple):
    """A post that an account speaks for on a day, or for which one of its posts acts as `deputy`."""

    id: str
    title: str
    roles: tuple[str, ...]
    reads_all: bool
    deputy: str | None = None

    @property
    def acting(self) -> str:
        """The post that acts: its own, or the deputy's."""
        return self.deputy or self.id


class Visitor(NamedTuple):
    """Reader of the pages of a council: the posts that the account speaks for, and whether it audits.

    `is_known` is False where no account is bound to any post, so that nobody can be told from another.
    """

    posts: tuple[OwnPost, ...] = ()
    is_auditor: bool = False
    is_known: bool = True
