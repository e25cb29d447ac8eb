"""Access: subjects of identity providers who act as the holder of a post or its deputy, and auditors who read."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from slt_flow.engine.entries import Kind
from slt_flow.errors import RequestError
from slt_flow.model import Absence, Binding, Holding, Post
from slt_flow.model.absence_periods import in_effect
from slt_flow.model.persons import bindings_of, speaks_for
from slt_flow.model.snapshot import Snapshot
from slt_flow.personal_data import masked
from slt_flow.records import projection
from slt_flow.results.people import Rights
from slt_flow.services.people.accounts import ended, is_access, living, refuse_two_sides, refuse_unknown, subject_of
from slt_flow.services.request import parsing
from slt_flow.services.request.answer_checks import refuse_gone
from slt_flow.services.request.clock import today
from slt_flow.services.request.context import Account, Context
from slt_flow.services.request.reading import reading
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import OIDC, Role

LONGEST: Final = 255
"""Signs of a subject (OpenID Connect Core 1.0, section 2), and here of an issuer too."""

_ISSUER: Final = re.compile(
    r"(?:https://[a-z0-9.-]+|http://(?:localhost|127\.0\.0\.1|\[::1\]))(?::\d{1,5})?(?:/[\w.~%!$&'()*+,;=:@/-]*)?",
    re.ASCII | re.IGNORECASE,
)
"""An address without query and fragment (section 2); in the clear only on one's own computer."""

_SUBJECT: Final = re.compile(r"[!-~]+", re.ASCII)


def subject_account(issuer: str, subject: str) -> Account:
    """Return the account of a subject that a provider has signed in.

    Raises:
        RequestError: the issuer or the subject has a form that no provider may give it.
    """
    if len(issuer) > LONGEST or not _ISSUER.fullmatch(issuer):
        raise RequestError("bad_issuer", given=parsing.shown(issuer))
    if len(subject) > LONGEST or not _SUBJECT.fullmatch(subject):
        raise RequestError("bad_subject", given=parsing.shown(subject), longest=LONGEST)
    if masked(subject) != subject:
        raise RequestError("subject_is_a_number_of_a_person", issuer=issuer)
    return Account(f"{OIDC}:{issuer}#{subject}")


@use_case(Role.SECRETARY, Role.CHAIR)
def grant_access(request: Request, post: str | None, issuer: str, subject: str, *, deputy: bool = False) -> None:
    """Give a subject access: to act as the holder of a post, or in an absence as its deputy; without a post to audit.

    It ends with the holding, a deputy's with the absence too. A deputy that has a post of its own acts as that post.
    """
    account, day = subject_account(issuer, subject).name, request.context.day
    chosen = parsing.post(post, request.snapshot) if post is not None else None
    if chosen is None and deputy:
        raise RequestError("deputy_without_post")
    refuse_unknown(request)
    bound = [row for row in living(request.snapshot, day) if row.account == account]
    data = _own_of(request, chosen, bound, deputy=deputy) if chosen is not None else {}
    if any((row.post, row.absence) == (chosen, data.get("absence")) for row in bound):
        raise RequestError("access_already", post=chosen, account=account)
    if any((row.post is None) != (chosen is None) for row in bound):
        raise RequestError("auditor_has_no_post", account=account, posts=tuple(row.post for row in bound if row.post))
    if chosen is not None:
        refuse_two_sides(request, chosen, account)
    request.record(request.entry(Kind.ACCESS_GRANTED, subject_of(chosen), data, {"user": account}))


@use_case(Role.SECRETARY, Role.CHAIR)
def revoke_access(request: Request, post: str | None, subject: str | None = None, *, issuer: str | None = None) -> None:
    """Take the access to a post back, or an auditor's where no post is named: of all, or of one subject."""
    chosen, day = parsing.post(post, request.snapshot) if post is not None else None, request.context.day
    there = (row for row in living(request.snapshot, day) if row.post == chosen and is_access(row))
    taken = [row for row in there if _is_of(row, subject, issuer)]
    if not taken:
        raise RequestError("no_access", post=chosen, subject=subject)
    refuse_unknown(request)
    request.record(*ended(request, Kind.ACCESS_REVOKED, taken, day))


def _is_of(row: Binding, subject: str | None, issuer: str | None) -> bool:
    own_issuer, _, own_subject = row.account.removeprefix(f"{OIDC}:").partition("#")
    return subject in (None, own_subject) and issuer in (None, own_issuer)


def _own_of(request: Request, post: str, bound: list[Binding], *, deputy: bool) -> dict[str, object]:
    """Return what access to a post hangs on: the holding, and the absence where it is its deputy's.

    Raises:
        RequestError: it is gone, nobody or by now another holds it, nobody is away, or another acts meanwhile.
    """
    snapshot, day = request.snapshot, request.context.day
    refuse_gone(snapshot, post, day)
    spells = [spell for spell in snapshot.all(Holding) if spell.post == post]
    spell = snapshot.holding_on(post, day)
    if not snapshot.is_held_on(post, day):
        raise RequestError("access_to_vacant_post", post=post)
    if (spell is None and spells) or (spell is not None and spell.until is not None):
        raise RequestError("access_to_earlier_holder", post=post, on=day, since=max(row.since for row in spells))
    data: dict[str, object] = {"post": post, "holding": spell.seq if spell is not None else 0}
    return data | {"absence": _absence(request, post, day, bound).seq} if deputy else data


def _absence(request: Request, post: str, day: date, bound: list[Binding]) -> Absence:
    """Return the absence that a deputy without a post acts in: the present one, or else the next."""
    periods = in_effect(row for row in request.snapshot.all(Absence) if row.post == post)
    absence = next((period for period in periods if day <= period.until), None)
    if absence is None:
        raise RequestError("nobody_to_deputise", post=post, day=day)
    if absence.deputy is not None:
        raise RequestError("absence_has_deputy", post=post, deputy=absence.deputy, since=absence.since)
    own = next((row.post for row in bound if row.post is not None and row.absence is None), None)
    if own is not None:
        raise RequestError("deputy_has_a_post", post=post, deputy=own)
    return absence


def rights_of(snapshot: Snapshot, account: str, day: date) -> Rights:
    """Return what an account may do on a day: the posts it speaks for, those it deputises for, whether it audits."""
    bound, posts = bindings_of(snapshot, account, day), speaks_for(snapshot, account, day)
    own = tuple(post for post in posts if any(row.post == post and row.absence is None for row in bound))
    deputises = {post: post for post in posts if post not in own}
    for absent in (post.id for post in snapshot.on(day).all(Post)):
        if (deputy := snapshot.deputy_on(absent, day)) in own:
            deputises.setdefault(absent, deputy)
    return Rights(own, deputises, any(row.post is None for row in bound))


def holding_of(context: Context, post: str) -> tuple[str, int]:
    """Return the id of a post, and the entry by which its holder has it today: 0 where no name was recorded."""
    with reading(context.at()) as reader:
        rows = projection.kept(reader.connection, reader.council).snapshot
        chosen = parsing.post(post, rows)
        spell = rows.holding_on(chosen, today(context.clock))
        return chosen, spell.seq if spell is not None else 0
