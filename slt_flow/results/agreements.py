"""Councils, their agreements, and what a newer agreement changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, NamedTuple

from slt_flow.results.answers import Outcome
from slt_flow.results.columns import HIDDEN, OMITTED, READABLE, Column, Id, Json, Title, shown
from slt_flow.results.people import GroupRow, Name, OrganisationRow, PostRow, SharedWith
from slt_flow.terms import N_, Judge, Standing

Council = Annotated[str, Column(N_("council"))]
InForce = Annotated[date, Column(N_("in force"))]


class CouncilRow(NamedTuple):
    """A council of the database."""

    council: Council
    title: Title
    agreement: Annotated[str, Column(N_("agreement"))]
    opened: Annotated[date, Column(N_("followed up from"))]


class ShippedAgreement(NamedTuple):
    """An agreement that comes with the product."""

    name: Name
    title: Title
    in_force: InForce


class JoiningRow(NamedTuple):
    """An act by which a party joined the agreement."""

    party: Annotated[str, Column(N_("party"))]
    act: Annotated[str, Column(N_("how"), terms=True)]
    who: Annotated[str, Column(N_("who"))]
    on: Annotated[date, Column(N_("date"))]
    case: Annotated[str | None, Column(N_("case")), OMITTED]


class AgreedArea(NamedTuple):
    """A focus area under an agreement."""

    id: Id
    title: Title
    goals: Annotated[tuple[str, ...], Column(N_("goals"), form="lines")]
    contacts: Annotated[tuple[str, ...], Column(N_("contacts"), roomy=True)]
    first: Annotated[date | None, Column(N_("agreed from"), roomy=True), Json(omit=(None,))]
    last: Annotated[date | None, Column(N_("agreed until"), roomy=True), Json(omit=(None,))]
    shared_with: Annotated[SharedWith, Json(omit=((),))]


@shown("ref", "text", "judged_by", "numbers", "keeper", "document", "key")
class ClauseRow(NamedTuple):
    """A clause of an agreement; `ref` is None where the agreement is silent and the product's standard holds.

    `judged_by` are its judges (see `terms.Judge`), `asked_by` the actions that ask its rule. `keeper` is the post that
    is to keep it, `document` a text that it refers to.
    """

    key: Annotated[str, Column(N_("key"), roomy=True)]
    ref: Annotated[str | None, Column(N_("ref"), empty=N_("standard (the agreement is silent)"))]
    text: Annotated[str, Column(N_("text"), least=READABLE, form="standard")]
    numbers: Annotated[Mapping[str, object], Column(N_("numbers"))]
    kept_by: str
    judged_by: Annotated[tuple[Judge, ...], Column(N_("judged by"), form="judges")]
    asked_by: Annotated[tuple[str, ...], Json(omit=((),))] = ()
    judged_as: Annotated[str | None, OMITTED] = None
    keeper: Annotated[str | None, Column(N_("to be kept by"), roomy=True), OMITTED] = None
    document: Annotated[str | None, Column(N_("refers to"), roomy=True), OMITTED] = None


class ExplainedClause(NamedTuple):
    """A clause with its verdict and its day in the present year."""

    clause: Annotated[ClauseRow, Json(inline=True)]
    verdict: Standing
    due: date | None


AGREED: Final = ("id", "title", "party", "organisation", "levels", "seat", "binds", "roles", "holder")
"""The fields of a post that are the agreement's."""


class AgreementSheet(NamedTuple):
    """An agreement in full: its heading, parties and how they joined, posts, focus areas, groups and clauses.

    `as_of` is the day that its posts and areas are seen from, for a file that of its beginning.
    """

    name: Name
    title: Title
    council: Council
    language: str
    in_force: InForce
    parties: Annotated[tuple[OrganisationRow, ...], Column(N_("Parties")), Json(part=("id", "name"))]
    joined: Annotated[tuple[JoiningRow, ...], Column(N_("Adopted and signed"))]
    posts: Annotated[tuple[PostRow, ...], Column(N_("Posts")), Json(part=AGREED)]
    focus_areas: Annotated[tuple[AgreedArea, ...], Column(N_("Focus areas"))]
    groups: Annotated[tuple[GroupRow, ...], Column(N_("Coordinating groups"))]
    clauses: Annotated[tuple[ClauseRow, ...], Column(N_("Clauses"))]
    as_of: Annotated[date | None, HIDDEN] = None


class CheckedAgreement(NamedTuple):
    """An agreement file that is in order, with the judges of each of its clauses."""

    agreement: str
    file: str
    digest: str
    ok: bool
    clauses: tuple[ClauseRow, ...]


class Change(NamedTuple):
    """A difference between two agreements: the kind of thing, its id, how it changes, and a detail."""

    what: Annotated[str, Column(N_("what"), terms=True)]
    id: Id
    change: Annotated[str, Column(N_("change"), terms=True)]
    detail: Annotated[str, Column(N_("detail"))]


class Renewed(NamedTuple):
    """A council moved to a newer agreement, or why not: which one, from which day, and all that changes."""

    outcome: Annotated[Outcome, Json(inline=True)]
    council: Annotated[str, HIDDEN]
    agreement: str
    on: date
    changes: tuple[Change, ...]


class NewParty(NamedTuple):
    """Party of a new agreement, and who signed it for it on which day."""

    id: str
    name: str
    signed_by: str
    signed_on: date


class NewPost(NamedTuple):
    """Post of a new agreement; `party` is the id of the one that it belongs to."""

    id: str
    title: str
    party: str
    levels: tuple[str, ...]
    seat: bool = False
    binds: bool = False
    roles: tuple[str, ...] = ()


class NewClause(NamedTuple):
    """Clause of a new agreement, in words of its own."""

    key: str
    ref: str
    text: str
    numbers: Mapping[str, object] = {}
    kept_by: str = "rule"


class NewAgreement(NamedTuple):
    """Agreement as somebody answered for it."""

    council: str
    title: str
    language: str
    in_force: date
    parties: tuple[NewParty, ...]
    posts: tuple[NewPost, ...]
    areas: tuple[tuple[str, str], ...]
    clauses: tuple[NewClause, ...]
