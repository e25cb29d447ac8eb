"""Inviting: an invitation is tried before its link is made, and its account is bound when its code is confirmed."""

from __future__ import annotations

from dataclasses import replace
from secrets import token_hex
from typing import Final

from slt_flow import files
from slt_flow.errors import RequestError
from slt_flow.pages.invitations import CONFIRMED, REVOKED, Invitation, refuse_days
from slt_flow.pages.session_file import DAY
from slt_flow.pages.sessions import Sessions
from slt_flow.results.answers import Done, Outcome, Refusal
from slt_flow.results.people import InvitationLink, InvitationRow
from slt_flow.services.people.access import grant_access, holding_of
from slt_flow.services.request.clock import day_at
from slt_flow.services.request.context import Context, signed_in
from slt_flow.terms import OIDC, Presence

DAYS: Final = 14
"""Days for which an invitation holds where nothing else is said."""

PATH: Final = "/invitation/"
"""Path of an invitation, without its secret."""

_NOBODY: Final = "https://invitation.invalid"
"""Issuer of the subject for which an invitation is tried: a name that leads nowhere, by RFC 2606."""


def invite(
    context: Context, sessions: Sessions, base_url: str | None, post: str | None, *, role: str = "", days: int = DAYS
) -> InvitationLink | Refusal:
    """Make an invitation, after trying whether access would be given: nobody finds out only at the confirmation.

    Args:
        context: of the secretary or the chair who invites.
        sessions: the file that keeps invitations.
        base_url: the address that readers use; the one at which the pages were served last when None.
        post: the post; None for an auditor.
        role: auditor or deputy, "" for the holder.
        days: for which it holds.

    Raises:
        RequestError: access would not be given; nobody knows the address; or too many days.
    """
    refuse_days(days)
    address = base_url or sessions.address()
    if address is None:
        raise RequestError("no_address_of_pages")
    tried = _grant(replace(context, dry_run=True), post, role, _NOBODY, token_hex(8))
    if isinstance(tried, Refusal):
        return tried
    chosen, holding = holding_of(context, post) if post is not None else (None, 0)
    by = (context.account or signed_in()).name
    until = day_at(sessions.now + days * DAY)
    if context.dry_run:
        return InvitationLink(chosen, role or None, until, None)
    secret = sessions.invite(chosen, by, days, role=role, holding=holding)
    return InvitationLink(chosen, role or None, until, f"{address}{PATH}{secret}")


def confirm(context: Context, sessions: Sessions, code: str) -> Outcome:
    """Give access to the account that claimed an invitation, by the code that its bearer told.

    Raises:
        RequestError: no invitation that waits has the code, another holds the post by now, or access is not given.
    """
    invitation = sessions.by_code(code)
    if invitation.post is not None and holding_of(context, invitation.post)[1] != invitation.holding:
        raise RequestError("invitation_of_earlier_holder", post=invitation.post)
    issuer, _, subject = invitation.account.removeprefix(f"{OIDC}:").partition("#")
    once = replace(context, key=f"invitation-{invitation.id}")  # a confirmation that was broken off goes on
    outcome = _grant(once, invitation.post, invitation.role, issuer, subject)
    if isinstance(outcome, Done) and not outcome.dry_run:
        sessions.close(invitation.id, CONFIRMED)
    return outcome


def withdraw(sessions: Sessions, invitation_id: str) -> None:
    """Withdraw an invitation that nobody has confirmed.

    Raises:
        RequestError: there is none that is open.
    """
    if not sessions.close(invitation_id, REVOKED):
        raise RequestError("no_open_invitation", given=invitation_id)


def invitations(sessions: Sessions) -> tuple[InvitationRow, ...]:
    """List the invitations of the last weeks."""
    return tuple(map(_row, sessions.invitations())) if files.is_taken(sessions.path) else ()


def _grant(context: Context, post: str | None, role: str, issuer: str, subject: str) -> Outcome:
    return grant_access(context, post, issuer, subject, deputy=role == Presence.DEPUTY)


def _row(invitation: Invitation) -> InvitationRow:
    return InvitationRow(
        id=invitation.id,
        post=invitation.post,
        role=invitation.role or None,
        state=invitation.state,
        account=invitation.account or None,
        by=invitation.invited_by,
        since=day_at(invitation.since),
        until=day_at(invitation.until),
    )
