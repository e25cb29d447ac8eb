"""Accounts: bound to the posts they speak for, and released again; only an account that is known may do either."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import NotYourAction, RequestError
from slt_flow.model import Binding
from slt_flow.model.persons import counts_in
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.people import AUDITOR
from slt_flow.services.request import parsing
from slt_flow.services.request.answer_checks import refuse_gone
from slt_flow.services.request.context import signed_in
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import ERASED, UNAUTHENTICATED, Role


@use_case(Role.SECRETARY, Role.CHAIR)
def bind_account(request: Request, post: str, account: str) -> None:
    """Bind an account to a post: what it records as that post is known to be the post's from then on."""
    chosen, name, on = parsing.post(post, request.snapshot), _account(account), request.context.day
    refuse_gone(request.snapshot, chosen, on)
    if any((row.post, row.account) == (chosen, name) for row in living(request.snapshot, on)):
        raise RequestError("bound_already", post=chosen, account=name)
    refuse_two_sides(request, chosen, name)
    if not _is_first(request, chosen, name):
        refuse_unknown(request)
    request.record(request.entry(Kind.ACCOUNT_BOUND, f"post:{chosen}", {"post": chosen}, {"user": name}))


@use_case(Role.SECRETARY, Role.CHAIR)
def release_account(request: Request, post: str, account: str | None = None) -> None:
    """Take the binding of an account to a post back from a day on, or all of the post when no account is named."""
    chosen, name = parsing.post(post, request.snapshot), _account(account) if account is not None else None
    bound = [row for row in _of_computers(request, chosen) if name in (None, row.account)]
    if not bound:
        raise RequestError("not_bound", post=chosen, account=name)
    refuse_unknown(request)
    request.record(*ended(request, Kind.ACCOUNT_UNBOUND, bound, request.context.day))


def release_holder(request: Request, post: str, on: date) -> None:
    """Take the accounts of a post back when its holder leaves; those bound from that day on are the next holder's.

    An account that is not known takes nothing from another: it is told what is still bound. Access, which is the
    holder's own, ends with the holding whoever records that.
    """
    bound = [row for row in _of_computers(request, post) if row.since < on]
    if bound and not request.identity.confirmed:
        request.notice("account_still_bound", post=post, accounts=tuple(row.account for row in bound))
    elif bound:
        request.record(*ended(request, Kind.ACCOUNT_UNBOUND, bound, on))
    lapsed = set(living(request.before, on)).difference(living(request.snapshot, on))
    if any(row.post == post and is_access(row) for row in lapsed):
        request.notice("access_ended", post=post)


def refuse_unknown(request: Request, taken: Iterable[Entry] = ()) -> None:
    """Refuse to let an account that is not known say whose accounts are whose.

    Args:
        request: the request.
        taken: the entries that it takes back: who was known when recording them may take them back.

    Raises:
        NotYourAction: the account is not bound to the post that it acts as.
    """
    own = {entry.texts.get("account") for entry in taken if entry.authenticated != UNAUTHENTICATED}
    if not request.identity.confirmed and request.identity.account not in own:
        raise NotYourAction("account_not_known", account=request.identity.account, post=request.actor)


def ended(request: Request, kind: Kind, bound: Iterable[Binding], on: date) -> list[Entry]:
    """Return the entries that end some bindings, on a day or as soon as they have begun."""
    return [
        request.entry(
            kind,
            subject_of(row.post),
            {"post": row.post, "bound": row.seq},
            {"user": row.account} if row.account != ERASED else {},
            on=max(on, row.since),
        )
        for row in bound
    ]


def subject_of(post: str | None) -> str:
    """Return the subject of entries about the accounts of a post; an auditor has none."""
    return f"post:{post}" if post is not None else AUDITOR


def living(snapshot: Snapshot, day: date) -> tuple[Binding, ...]:
    """Return the bindings that nobody has ended; a deputy's whose absence is over by a day has ended by itself."""
    rows = (row for row in snapshot.all(Binding) if row.until is None)
    return tuple(row for row in rows if row.absence is None or counts_in(snapshot, row, day, date.max))


def is_access(row: Binding) -> bool:
    """Return True for the binding of a provider's subject, which is no account of a computer."""
    return row.post is None or row.holding is not None


def _of_computers(request: Request, post: str) -> list[Binding]:
    """Return the accounts of computers that a post had before the request."""
    rows = living(request.before, request.context.day)
    return [row for row in rows if row.post == post and not is_access(row)]


def _is_first(request: Request, post: str, account: str) -> bool:
    """Return True for the secretary's own account where the secretariat has none: somebody has to be known first."""
    others = any(
        row.post is not None and request.snapshot.has_role(row.post, Role.SECRETARY, day)
        for row in living(request.snapshot, request.context.day)
        for day in (row.since, request.context.day)
    )
    secretaries = request.snapshot.on(request.context.day).posts_with(Role.SECRETARY)
    return account == request.identity.account and post in secretaries and not others


def refuse_two_sides(request: Request, post: str, account: str) -> None:
    """Refuse an account that would speak for two parties, or for a party and somebody outside: each has its own.

    Raises:
        RequestError: it is bound to a post of another.
    """
    side_of = request.snapshot.side_of
    for row in living(request.snapshot, request.context.day):
        if row.post is not None and row.account == account and side_of(row.post) != side_of(post):
            raise RequestError("account_of_two_parties", account=account, post=post, other=row.post)


def _account(typed: str) -> str:
    """Return the account that somebody names as journals write it: `ola` of this computer, `ola@host`, `os:ola@host`.

    Raises:
        RequestError: it is none.
    """
    user, at, host = parsing.line("account", typed).removeprefix("os:").rpartition("@")
    if not at:
        user, host = host, signed_in().name.rpartition("@")[2]
    if not user or not host or ":" in user + host or (user, host) != (user.strip(), host.strip()):
        raise RequestError("bad_account", given=parsing.shown(typed))
    return f"os:{user}@{host}"
