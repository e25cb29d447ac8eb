"""Audit of the journal and of the schema: verification, the head, single entries, rebuilt tables, an upgrade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from slt_flow.errors import RecordsError, RequestError
from slt_flow.records import attached, erase, heads, journal, replay, structure, upgrade
from slt_flow.records.store import Connection
from slt_flow.records.verify import verified
from slt_flow.results.answers import Flaw
from slt_flow.results.history import Verification
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context, resolve
from slt_flow.services.request.continuity import gone_head, journal_broken, look, seen_head, warn_of_erasure
from slt_flow.terms import identifier


def verify(context: Context, anchor: str | None = None) -> tuple[Verification, ...]:
    """Check the journal of the council named, or of every council.

    Args:
        context: the context of the request.
        anchor: `SEQ:DIGEST` as `journal head` or minutes once printed it.
    """
    wanted = [_anchor(anchor)] if anchor is not None else []
    with context.store.reading(any_structure=True) as connection:
        every = journal.councils(connection, anywhere=True)
        if context.council is not None or wanted:
            only = context.council
            asked = identifier(only) if only is not None else resolve(connection, None, anywhere=True)
            every = tuple(council for council in every if council == asked)
        named = every or (resolve(connection, context.council, anywhere=True),)
        return tuple(_verified(context, connection, council, wanted) for council in named)


def _verified(
    context: Context, connection: Connection, council: str, anchors: Sequence[tuple[int, str]]
) -> Verification:
    """Verify a journal and the file around it; the head that this computer saw last is an anchor of its own."""
    verification = verified(connection, council, *anchors)
    if erase.is_unfinished(connection):
        flaw = Flaw("erasure_unfinished", "database")
        verification = verification._replace(flaws=(*verification.flaws, flaw))
    verification = verification._replace(flaws=(*verification.flaws, *_of_files(connection, council)))
    try:
        seen = seen_head(context, connection, council)
        if seen is None or heads.is_there(connection, council, seen):
            return verification
    except Exception:  # whatever a damaged row raises: it is told as a flaw
        return verification
    gone = Flaw("head_is_gone", f"entries {seen.seq}", {"entries": verification.entries})
    return verification._replace(flaws=(*verification.flaws, gone))


def _of_files(connection: Connection, council: str) -> tuple[Flaw, ...]:
    try:
        return tuple(attached.flaws(connection, council))
    except Exception:  # whatever a damaged table raises: it is told as a flaw of its own
        return ()


def damage(context: Context) -> RecordsError | None:
    """Return the first difference between the tables and their journals, or None."""
    with context.store.reading(any_structure=True) as connection:
        for council in journal.councils(connection, anywhere=True):
            flaws = verified(connection, council).flaws
            if flaws:
                return RecordsError("damaged_database", where=flaws[0].where)
    return None


def gone_heads(context: Context) -> tuple[RecordsError, ...]:
    """Return the error for each journal that no longer has the head that this computer saw last.

    An erasure that was broken off is warned of: a copy would have the words that the file still has.
    """
    with context.store.reading(any_structure=True) as connection:
        warn_of_erasure(context, connection)
        if context.heads is None:
            return ()
        gone = (gone_head(context, connection, council) for council in journal.councils(connection))
        return tuple(error for error in gone if error is not None)


def not_seen_to_end(context: Context) -> tuple[str, ...]:
    """Return the councils whose journal this computer has not seen to end where it does: it may have had more."""
    with context.store.reading(any_structure=True) as connection:
        councils = journal.councils(connection)
        if context.heads is None:
            return councils
        return tuple(name for name in councils if not _ends_as_seen(context, connection, name))


def _ends_as_seen(context: Context, connection: Connection, council: str) -> bool:
    seen = seen_head(context, connection, council)
    return seen is not None and journal.head(connection, council)[:2] == (seen.seq, seen.digest)


def head(context: Context) -> dict[str, Any]:
    """Return the height of the journal and the digest of its last entry."""
    with context.store.reading() as connection:
        council = resolve(connection, context.council)
        look(context, connection, council)
        seq, digest, _ = journal.head(connection, council)
        return {"council": council, "journal": journal.id_of(connection, council), "seq": seq, "digest": digest}


def show(context: Context, first: int | None = None, last: int | None = None) -> tuple[dict[str, Any], ...]:
    """Show entries as they are: one, a range of seqs, or all."""
    last = first if last is None else last
    with context.store.reading() as connection:
        council = resolve(connection, context.council)
        look(context, connection, council)
        entries = journal.read(connection, council)
        chosen = [e for e in entries if (first is None or e.seq >= first) and (last is None or e.seq <= last)]
        return tuple(
            {**asdict(entry), "kind": str(entry.kind), "cause": str(entry.cause), "council": council}
            for entry in chosen
        )


def rebuild(context: Context) -> dict[str, Any]:
    """Rebuild the council's tables from its journal, after verifying the journal itself, and the file around them.

    Raises:
        RecordsError: the journal is not whole; nothing was written.
    """
    with context.store.writing(dry_run=context.dry_run, any_structure=True) as connection:
        council = resolve(connection, context.council, anywhere=True)
        verification = verified(connection, council)
        broken = [flaw for flaw in verification.flaws if not structure.is_beside_the_journal(flaw)]
        if broken:
            raise journal_broken(council, broken[0].code, broken[0].where, **broken[0].facts)
        emptied = structure.restore(connection)
        for name in journal.councils(connection) if emptied else (council,):
            replay.rebuild(connection, name)
    if not context.dry_run:
        erase.compact(context.store)
    return {"council": council, "entries": verification.entries, "mended": len(verification.flaws)}


def _anchor(typed: str) -> tuple[int, str]:
    seq, _, digest = typed.partition(":")
    if not re.fullmatch(r"[0-9]{1,15}", seq) or not re.fullmatch(r"[0-9a-fA-F]{64}", digest):
        raise RequestError("bad_anchor", given=parsing.shown(typed))
    return int(seq), digest.casefold()


def readable(context: Context) -> str:
    """Return the id of the council, where this release can read the database.

    Raises:
        RecordsError: missing, of another schema, locked or unreadable.
        RequestError: no such council, or several and none named.
    """
    with context.store.reading() as connection:
        return resolve(connection, context.council)


def refuse_unfit(context: Context) -> None:
    """Refuse a database that cannot be read and written to: unreadable, or not what this computer saw of it.

    Raises:
        RecordsError: missing, of another schema, locked, unreadable, or without the head that was seen last.
        RequestError: no such council, or several and none named.
    """
    with context.store.reading() as connection:
        gone = gone_head(context, connection, resolve(connection, context.council))
    if gone is not None:
        raise gone


def schema(path: Path) -> dict[str, Any]:
    """Return the schema number of a database, and the one this release knows.

    Raises:
        RecordsError: there is no database.
    """
    number, ours = upgrade.status(path)
    return {"path": str(path), "schema": number, "ours": ours}


def upgraded(path: Path) -> dict[str, Any]:
    """Upgrade a database of an older release to this one's schema, in one transaction.

    Raises:
        RecordsError: there is no database, or it is newer.
    """
    before, after = upgrade.upgrade(path)
    return {"path": str(path), "from": before, "schema": after}
