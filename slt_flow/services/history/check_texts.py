"""Check of all texts that are kept for personal data."""

from __future__ import annotations

from slt_flow.records import journal
from slt_flow.results.history import CheckedTexts, PersonalText
from slt_flow.services.request.context import Context, resolve
from slt_flow.services.request.continuity import look
from slt_flow.services.request.recording import found_of
from slt_flow.terms import ERASED


def check_texts(context: Context) -> CheckedTexts:
    """Look through every text of the journal that is not erased, those taken back and the agreement's file too."""
    with context.store.reading() as connection:
        council = resolve(connection, context.council)
        look(context, connection, council)
        entries = journal.read(connection, council)
    rows = (
        PersonalText(entry.seq, entry.subject, name, str(one.kind), one.masked)
        for entry in entries
        for name, one in found_of(entry)
    )
    texts = sum(text != ERASED for entry in entries for text in entry.texts.values())
    return CheckedTexts(council, texts, tuple(dict.fromkeys(rows)))
