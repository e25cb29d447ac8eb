"""Identity of whoever asks: the account that is signed in, the post that it acts as, and whether that is known."""

from __future__ import annotations

from typing import NamedTuple

from slt_flow.model.persons import posts_of, speaks_for
from slt_flow.model.snapshot import Snapshot
from slt_flow.services.request import parsing
from slt_flow.services.request.clock import today
from slt_flow.services.request.context import Context, signed_in
from slt_flow.terms import UNAUTHENTICATED, Role


class Identity(NamedTuple):
    """Account, the post that it acts as, whether it is bound to that post, and the other posts that may be meant.

    `authenticated` tells how it is known. `behind` are the posts that may be the ones who ask where it is not bound:
    those it is bound to, else the secretary's; None where it is.
    """

    account: str
    actor: str
    authenticated: str
    others: tuple[str, ...] = ()
    behind: tuple[str, ...] | None = None

    @property
    def confirmed(self) -> bool:
        """True where the account is bound to the post that it acts as."""
        return self.authenticated != UNAUTHENTICATED


def identify(context: Context, rows: Snapshot) -> Identity:
    """Return who asks: the post that is named, else the secretary's, of several the one that the account is bound to.

    Raises:
        RequestError: there is no such post.
    """
    account, day = context.account or signed_in(), today(context.clock)
    bound, secretaries = speaks_for(rows, account.name, day), rows.on(day).posts_with(Role.SECRETARY)
    behind = posts_of(rows, account.name, day) or secretaries
    if context.actor is not None:
        actor, *others = [parsing.post(context.actor, rows)]
    else:
        actor, *others = [post for post in secretaries if post in bound] or secretaries
    confirmed = account.everyone or actor in bound
    how = account.authenticated if confirmed else UNAUTHENTICATED
    return Identity(account.name, actor, how, tuple(others), None if confirmed else behind)
