"""Continuity of a journal: what this computer saw of it is still there, and what is new in it stands as it was written.

A write stops where it is not: on top of an older copy, or over a broken chain, it would make things worse. A reading
goes on and tells.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from slt_flow.errors import RecordsError
from slt_flow.records import erase, heads, journal
from slt_flow.records.format import FORMAT
from slt_flow.records.heads import Seen
from slt_flow.records.store import Connection
from slt_flow.records.verify import NEWEST, flaws_between, newest_flaw
from slt_flow.services.request.context import Context, resolve

OFTEN: Final = 16
"""Entries that a process writes on its own until it checks older ones."""

OWN: Final = 2
"""Older entries that it checks for each of its own, until each has been: before the journal has doubled."""


def refuse_break(context: Context, connection: Connection, council: str) -> None:
    """Check what is new in a journal, and some older entries in rotation, before a request is written on top.

    Raises:
        RecordsError: the head that this computer saw last is gone, or an entry does not stand as it was written.
    """
    warn_of_erasure(context, connection)
    height, this = journal.head(connection, council).height, (council, context.heads)
    looked, turn, until = connection.checked.get(this, (None, 1, height - NEWEST))
    # nobody else has written since: of what was there more is read after some entries, and each once
    if looked is not None and (turn > until or height - looked < OFTEN):
        return
    seen = seen_head(context, connection, council)
    if (gone := _gone(seen, connection, council)) is not None:
        raise gone
    never = 0 if context.heads is not None else height
    if looked is None:
        flaw = newest_flaw(connection, council, seen.checked if seen is not None else never)
    else:
        first, turn = turn, turn + (height - looked) * OWN
        turn = turn if turn + OFTEN <= until else until + 1  # a few that are left come along
        flaw = next(iter(flaws_between(connection, council, first, turn - 1)), None)
    if flaw is not None and flaw.code == "unknown_format":
        raise RecordsError("other_format", format=flaw.facts["format"], ours=FORMAT)
    if flaw is not None:
        raise journal_broken(council, flaw.code, flaw.where, **flaw.facts)
    connection.checked[this] = height, turn, until


def journal_broken(council: str, code: str, where: str, **facts: object) -> RecordsError:
    """Return the error for a journal with a flaw."""
    return RecordsError("journal_broken", **{**facts, "council": council, "where": where, "flaw": code})


def head_now(context: Context, connection: Connection, council: str) -> tuple[str, Seen] | None:
    """Return the id of a journal and its head, checked or gone over on purpose; None where no heads are kept."""
    if context.heads is None:
        return None
    return journal.id_of(connection, council), heads.head_of(
        connection, council, journal.head(connection, council).height
    )


def look(context: Context, connection: Connection, council: str) -> None:
    """Compare a journal that is read with the head that was seen last: keep a newer one, warn of one that is gone."""
    warn_of_erasure(context, connection)
    if context.heads is None:
        return
    seen = seen_head(context, connection, council)
    if (gone := _gone(seen, connection, council)) is not None:
        context.warnings.append(gone)
        return
    now = heads.head_of(connection, council, seen.checked if seen is not None else 0)
    if now != seen and now.seq:
        context.heads.note(journal.id_of(connection, council), now)


def warn_of_erasure(context: Context, connection: Connection) -> None:
    """Warn of an erasure that was broken off: the file may still hold the words."""
    if erase.is_unfinished(connection):
        context.warnings.append(RecordsError("erasure_unfinished", path=str(context.store.path)))


def seen_head(context: Context, connection: Connection, council: str) -> Seen | None:
    """Return the head of a journal that this computer saw last, None where it keeps none."""
    return context.heads.seen(journal.id_of(connection, council)) if context.heads is not None else None


def gone_head(context: Context, connection: Connection, council: str) -> RecordsError | None:
    """Return the error for a journal that no longer has the head that this computer saw last, None where it has."""
    return _gone(seen_head(context, connection, council), connection, council)


def _gone(seen: Seen | None, connection: Connection, council: str) -> RecordsError | None:
    if seen is None or heads.is_there(connection, council, seen):
        return None
    now = heads.head_of(connection, council, 0)
    code = "head_fell_back" if now.seq < seen.seq else "head_forked"
    return RecordsError(code, council=council, seq=seen.seq, here=now.seq)


class Standing(NamedTuple):
    """Newest entry of a journal, and the generation of the database that it stands in."""

    journal: str
    generation: int
    seq: int
    digest: str


def standing(context: Context, earlier: Standing | None) -> tuple[Standing, bool]:
    """Return how a journal stands now, and whether it has only grown since it stood otherwise.

    It has not where a backup was put in its place, with the program (the generation is another) or by hand (the entry
    is gone, or another).
    """
    with context.store.reading() as connection:
        council = resolve(connection, context.council)
        head = heads.head_of(connection, council, 0)
        now = Standing(journal.id_of(connection, council), head.generation, head.seq, head.digest)
        grew = (
            earlier is not None
            and now[:2] == earlier[:2]
            and journal.digest_at(connection, council, earlier.seq) == earlier.digest
        )
        return now, grew
