"""A whole council out of one database and into another: the way to another machine, and out of this program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from slt_flow import files
from slt_flow.engine.entries import Cause, Kind
from slt_flow.errors import RecordsError, RequestError, cause
from slt_flow.records import archive, attached, copies, journal
from slt_flow.records.verify import verified
from slt_flow.results.history import CopiedJournal
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context, resolve
from slt_flow.services.request.continuity import journal_broken
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import within
from slt_flow.terms import Role

LARGEST: Final = 512 * 1024 * 1024
"""Most bytes of an archive that are read."""


def export_council(context: Context, readme: str) -> bytes:
    """Return the archive of the council, after verifying its journal.

    Args:
        context: the context of the request.
        readme: words for whoever opens the archive without this program.

    Raises:
        RecordsError: the journal is not whole.
    """
    with context.store.reading() as connection:
        council = resolve(connection, context.council)
        flaws = verified(connection, council).flaws
        if flaws:
            raise journal_broken(council, flaws[0].code, flaws[0].where, **flaws[0].facts)
        return archive.packed(connection, council, readme)


def import_council(context: Context, file: Path, name: str | None = None) -> CopiedJournal:
    """Put an archived council into the database, which is made where there is none: verified, replayed, or not at all.

    Args:
        context: the context of the request; with `dry_run` nothing is written.
        file: the archive.
        name: another name for the council; an entry tells that it was given.

    Raises:
        RequestError: a council of that name, or this very journal, is here already.
        RecordsError: the archive is none, damaged, changed, of a newer format, or cannot be read.
    """
    try:
        raw = files.read(file, LARGEST + 1)
    except (OSError, ValueError) as error:
        raise RecordsError("archive_not_read", path=str(file), why=cause(error)) from None
    if len(raw) > LARGEST:
        raise RecordsError("archive_too_large", path=str(file), file=file.name, limit=LARGEST // 1024 // 1024)
    archived = archive.unpacked(raw, str(file))
    council = parsing.id_(name) if name is not None else archived.council
    with context.store.founding(dry_run=context.dry_run) as connection:
        here = {journal.id_of(connection, other): other for other in journal.councils(connection, anywhere=True)}
        if archived.id in here:
            raise RequestError("council_is_here", council=here[archived.id])
        if council in here.values():
            raise RequestError("council_name_taken", council=council)
        archive.bring_in(connection, archived, str(file), council)
        if council != archived.council:
            asked = {"use_case": "import_council", "arguments": {"name": council}}
            request = Request(replace(context, council=council), connection, council)
            within(request, asked, None, _rename, (Role.SECRETARY,))
        copied = copies.verified_copy(connection, council, file)
        names = attached.named(connection, council)
        named = [content for content in archived.files if attached.digest_of(content) in names]
        for content in () if context.dry_run else named:  # nothing else is let in
            attached.keep(context.store.path, content)
        return copied._replace(files=len(named))


def _rename(request: Request) -> None:
    """Tell in the journal what the council is called from now on."""
    request.record(request.entry(Kind.COUNCIL_RENAMED, "council", {"council": request.council}), cause=Cause.IMPORT)
