"""Standing of the meetings of a council in the archive: what was exported, what was received, what still waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from slt_flow.engine.entries import Kind
from slt_flow.results.archive import ArchiveRow, Part, State
from slt_flow.services.meetings.lists import numbers_of_points
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, case_snapshot, reading
from slt_flow.terms import Ref, Tag

_ANSWER: Final = ("system_id", "number", "failure")


def archive_status(context: Context, meeting: str | None = None) -> tuple[ArchiveRow, ...]:
    """Return what became of the papers of every meeting that was held, or of one meeting.

    Raises:
        RequestError: there is no such meeting.
    """
    wanted = parsing.meeting_ref(meeting) if meeting is not None else None
    with reading(context) as reader:
        if wanted is not None:
            case_snapshot(reader, wanted)
        held = [(row.ref, row.frozen) for row, item in reader.meetings if item.has(Tag.HELD) or row.ref == wanted]
        rows = [
            line for ref, frozen in held if wanted in (None, ref) for line in _rows(reader, ref, frozen is not None)
        ]
        numbers = numbers_of_points(reader, *dict.fromkeys(parsing.ref(row.meeting) for row in rows if row.point))
        return tuple(row._replace(item=numbers.get((row.meeting, row.point), row.point)) for row in rows)


def _rows(reader: Reader, meeting: Ref, archived: bool) -> Iterator[ArchiveRow]:
    """Yield a row for each key that was exported, as its last version stands."""
    rows: dict[str, ArchiveRow] = {}
    failed: dict[str, set[str]] = {}
    for entry in reader.about(meeting):
        data, key = entry.data, entry.data.get("key", "")
        if entry.kind == Kind.ARCHIVE_EXPORTED:
            before = rows.get(key)
            if before is None or (before.version, before.state) != (data["version"], State.RECEIVED):
                point, version = data.get("point", ""), data["version"]
                rows[key], failed[key] = (
                    ArchiveRow(str(meeting), data["document"], point, key, version, entry.on, State.EXPORTED),
                    set(),
                )
        elif entry.kind == Kind.ARCHIVE_ANSWERED and key in rows:
            failed[key] -= {data["part"], Part.MESSAGE}
            failed[key] |= {data["part"]} if data["failed"] else set()
            ids: dict[str, Any] = {name: text for name, text in entry.texts.items() if name in _ANSWER}
            ids |= {"state": State.FAILED} if failed[key] else {"state": State.RECEIVED, "failure": ""}
            rows[key] = rows[key]._replace(**ids)
    state = State.NOT_EXPORTED if archived else State.NOT_ARCHIVED
    yield from rows.values() or (ArchiveRow(str(meeting), state=state),)
