"""Commands about access: whose subjects at a provider are whose, and invitations to become one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from slt_flow.commands.cli import Answer, Cli
from slt_flow.commands.completion import Known
from slt_flow.commands.frame import reads, writes
from slt_flow.commands.options import in_time
from slt_flow.commands.serve import site_address
from slt_flow.errors import RequestError
from slt_flow.terms import N_, Presence

if TYPE_CHECKING:
    from slt_flow.pages.sessions import Sessions

_SUBJECT: Final = N_("The subject (sub) by which the provider knows a person.")
_ISSUER: Final = N_("The address (iss) of the provider.")

_auditor = click.option("--auditor", is_flag=True, help=N_("An auditor, who has no post and reads everything."))


@writes
@click.argument("post", type=Known("post"), required=False)
@click.option("--subject", metavar="SUBJECT", help=_SUBJECT)
@click.option("--issuer", metavar="ADDRESS", help=_ISSUER)
@click.option("--invite", "invites", is_flag=True, help=N_("Make a link for somebody whose subject nobody knows yet."))
@click.option("--days", type=int, metavar="N", help=N_("The link holds for N days; 14 when left out."))
@click.option("--base-url", metavar="URL", help=N_("The address that readers use, as in https://politirad.example.no."))
@_auditor
@click.option("--deputy", is_flag=True, help=N_("As a deputy without a post, while the holder is away."))
def access_grant(
    cli: Cli,
    post: str | None,
    subject: str | None,
    issuer: str | None,
    invites: bool,
    days: int | None,
    base_url: str | None,
    auditor: bool,
    deputy: bool,
) -> Answer:
    """Give a person who signs in at a provider access: as the holder of a post. It ends with the holding.

    With --invite the person opens a link, signs in and is shown a code: slt access confirm CODE
    """
    from slt_flow.results.people import AUDITOR
    from slt_flow.services.people.access import grant_access

    chosen, of_link = _post_or_auditor(post, auditor), (days, base_url)
    if invites != (subject is None and issuer is None) or (not invites and of_link != (None, None)):
        raise RequestError("subject_or_invitation")
    if invites:
        return _invite(cli, chosen, AUDITOR if auditor else Presence.DEPUTY if deputy else "", days, base_url)
    for option, typed in (("--subject", subject), ("--issuer", issuer)):
        if typed is None:
            raise click.MissingParameter(param_type="option", param_hint=option)
    return grant_access(cli.context(), chosen, str(issuer), str(subject), deputy=deputy)


def _invite(cli: Cli, post: str | None, role: str, days: int | None, base_url: str | None) -> Answer:
    from slt_flow.pages.inviting import DAYS, invite
    from slt_flow.results.answers import Refusal
    from slt_flow.views.text import tables

    address = site_address(base_url) if base_url is not None else None
    with _sessions(cli) as sessions:
        invitation = invite(cli.context(), sessions, address, post, role=role, days=DAYS if days is None else days)
    if isinstance(invitation, Refusal):
        return invitation
    cli.show(invitation, tables.show)
    return None


@writes
@click.argument("post", type=Known("post"), required=False)
@click.option("--subject", metavar="SUBJECT", help=_SUBJECT)
@click.option("--issuer", metavar="ADDRESS", help=_ISSUER)
@_auditor
def access_revoke(cli: Cli, post: str | None, subject: str | None, issuer: str | None, auditor: bool) -> Answer:
    """Take the access to a post back: of one subject, or of all that it has."""
    from slt_flow.services.people.access import revoke_access

    return revoke_access(cli.context(), _post_or_auditor(post, auditor), subject, issuer=issuer)


@reads
@in_time
def access_list(cli: Cli) -> Answer:
    """List whose accounts are whose, and how each is known: by the computer, or by signing in at a provider."""
    from slt_flow.services.people.lists import list_access

    return list_access(cli.context())


def _post_or_auditor(post: str | None, auditor: bool) -> str | None:
    if (post is None) != auditor:
        raise RequestError("post_or_auditor")
    return post


@reads
def access_invitations(cli: Cli) -> Answer:
    """List the invitations of the last weeks, and which of them wait for their code to be confirmed."""
    from slt_flow.pages.inviting import invitations

    with _sessions(cli) as sessions:
        return invitations(sessions)


@writes
@click.argument("code", metavar="CODE")
def access_confirm(cli: Cli, code: str) -> Answer:
    """Give access to whoever was shown a code after signing in with an invitation. Let them read it to you."""
    from slt_flow.pages.inviting import confirm

    with _sessions(cli) as sessions:
        return confirm(cli.context(), sessions, code)


@reads
@click.argument("invitation", metavar="ID")
def access_withdraw(cli: Cli, invitation: str) -> Answer:
    """Withdraw an invitation that nobody has confirmed: its link and its code lead nowhere from then on."""
    from slt_flow.pages.inviting import withdraw

    with _sessions(cli) as sessions:
        withdraw(sessions, invitation)
    cli.show_line({"id": invitation}, cli.words.say("The invitation {id} is withdrawn.", id=invitation))
    return None


@contextmanager
def _sessions(cli: Cli) -> Iterator[Sessions]:
    """Open the file of sessions beside the database."""
    from slt_flow.pages.sessions import Sessions
    from slt_flow.services.history.audit import readable

    context = cli.context()
    sessions = Sessions(context.store.path, readable(context), context.clock)
    try:
        yield sessions
    finally:
        sessions.disconnect()
