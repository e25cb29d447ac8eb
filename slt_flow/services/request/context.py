"""Context of a request: database and council, actor, day."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slt_flow.definitions.shelf import SHIPPED
from slt_flow.definitions.shelf import Shelf as Shelf
from slt_flow.definitions.spelling import closest
from slt_flow.errors import RecordsError, RequestError, SltError
from slt_flow.model.moment import NOW, Moment
from slt_flow.records import journal
from slt_flow.records.heads import Heads as Heads
from slt_flow.records.store import Connection, Store
from slt_flow.services.request.clock import Clock, SystemClock, today
from slt_flow.services.request.receipts import Receipt
from slt_flow.terms import OIDC, OS, identifier

if TYPE_CHECKING:
    from slt_flow.results.evaluation import Scribe
    from slt_flow.services.request.adoptions import Adoptions


@dataclass(frozen=True, slots=True)
class Account:
    """Account that is signed in; in stories and the demo it is `everyone`'s, elsewhere of the posts it is bound to.

    Its name says who knows it: the operating system (`os:ola@host`), or a provider (`oidc:<issuer>#<subject>`).
    """

    name: str
    everyone: bool = False

    @property
    def authenticated(self) -> str:
        """Its sort, as the journal tells how whoever recorded an act is known."""
        return OIDC if self.name.startswith(f"{OIDC}:") else OS


def signed_in() -> Account:
    """Return the operating system's account of the process: environment variables could lie about it."""
    try:
        from pwd import getpwuid  # not on every system

        user = getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):  # a system without such a list, or a user that is not on it
        user = str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "unknown")
    host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return Account(f"os:{user}@{host or 'localhost'}")


@dataclass(frozen=True, slots=True)
class Context:
    """Context that every use case receives.

    Attributes:
        store: the database.
        council: the council's id, or None where there is only one.
        actor: the post that asks; the secretary when None.
        on: the day a request holds for; today, or its meeting's day, when None.
        acted_by: the post whose act it is, when not the actor's own or the only possible one.
        basis: the ground for recording another's act ("e-post 3.5.").
        key: recorded once, however often it comes.
        if_seq: refuse when the case changed after this entry.
        dry_run: decide and answer, and write nothing.
        far_ahead: a day many years ahead is meant, and no slip.
        clock: tells the time.
        account: the account that is signed in; the operating system's when None.
        shelf: the folders of definition files.
        moment: the two times of a reading; a write neither has nor asks for them.
        scribe: writes the texts that are decided; only requests that decide one ask for it.
        adoptions: adoptions of what is made of what is registered, by the kind of decision; None without them.
        heads: the heads that this computer has seen of the database; None where it keeps none.
        warnings: findings of a reading on its way, for whoever made the context.
        receipts: one for each request of this context, and of those made from it, that was handed to the database.
    """

    store: Store
    council: str | None = None
    actor: str | None = None
    on: date | None = None
    acted_by: str | None = None
    basis: str | None = None
    key: str | None = None
    if_seq: int | None = None
    dry_run: bool = False
    far_ahead: bool = False
    clock: Clock = field(default_factory=SystemClock)
    account: Account | None = None
    shelf: Shelf = SHIPPED
    moment: Moment = NOW
    scribe: Scribe | None = None
    adoptions: Adoptions | None = None
    heads: Heads | None = None
    warnings: list[SltError] = field(default_factory=list, compare=False)
    receipts: list[Receipt] = field(default_factory=list, compare=False)

    @property
    def day(self) -> date:
        """The day read as of, the day named, or today."""
        return self.moment.day or self.on or today(self.clock)

    def at(self, as_of: date | None = None, as_known: date | None = None) -> Context:
        """Return this context for a reading at another moment (see `Moment`)."""
        return replace(self, moment=Moment(as_of, as_known, self.moment.public))

    def in_public(self, language: str) -> Context:
        """Return this context for readings of the public edition, with its marks in a language."""
        return replace(self, moment=self.moment._replace(public=language))


def opened(
    path: Path,
    workflows: str | None = None,
    state: Path | None = None,
    warnings: list[SltError] | None = None,
    **asked: Any,
) -> Context:
    """Open a context on a database file, with a municipality's own workflows (see `Context` for the rest).

    Args:
        path: the database.
        workflows: a folder of one's own workflows.
        state: the folder in which this computer keeps what it saw; None where it keeps nothing.
        warnings: a list to which a synced folder is added when it is first seen; findings of readings are, too.
        asked: other fields of the context.
    """
    heads, findings = Heads(state, path) if state is not None else None, warnings if warnings is not None else []
    if heads is not None and (folder := heads.synced_by()) is not None:
        findings.append(RecordsError("synced_folder", path=str(path), folder=folder))
    return Context(Store(str(path)), shelf=shelf_of(workflows), heads=heads, warnings=findings, **asked)


def shelf_of(folder: str | None) -> Shelf:
    """Return the shelf with a municipality's own folder, or of the shipped files alone."""
    return Shelf(Path(folder)) if folder is not None else SHIPPED


def resolve(connection: Connection, wanted: str | None, *, anywhere: bool = False) -> str:
    """Return the council a request is for: the one named, or the only one.

    Args:
        connection: to the database.
        wanted: the council named.
        anywhere: also one that only a stray row of some table names.

    Raises:
        RequestError: unknown, none yet, or several and none named.
    """
    folded = identifier(wanted) if wanted is not None else None
    if folded is not None and not anywhere and journal.is_there(connection, folded):
        return folded
    councils = journal.councils(connection, anywhere=anywhere)
    if folded is None:
        if len(councils) == 1:
            return councils[0]
        raise RequestError("which_council" if councils else "no_council", known=councils)
    if folded not in councils:
        raise RequestError("unknown_council", given=wanted, near=closest(folded, councils), known=councils)
    return folded
