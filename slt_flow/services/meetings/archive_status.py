"""Standing of the meetings of a council in the archive: what was exported, what was received, what still waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.results.archive import ArchiveRow, Part, State
from slt_flow.services.meetings.lists import called, numbers_of_points
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
        return tuple(row._replace(item=called(reader, numbers, row.meeting, row.point)) for row in rows)


def _rows(reader: Reader, meeting: Ref, archived: bool) -> Iterator[ArchiveRow]:
    state = State.NOT_EXPORTED if archived else State.NOT_ARCHIVED
    yield from standings(reader.about(meeting)).values() or (ArchiveRow(str(meeting), state=state),)


def standings(entries: Iterable[Entry]) -> Mapping[str, ArchiveRow]:
    """Return a row for each key that was exported, as its last version stands after what nobody took back."""
    rows: dict[str, ArchiveRow] = {}
    failed: dict[str, dict[str, str]] = {}
    for entry in entries:
        data, key = entry.data, entry.data.get("key", "")
        if entry.kind == Kind.ARCHIVE_EXPORTED:
            before = rows.get(key)
            if before is None or (before.version, before.state) != (data["version"], State.RECEIVED):
                point, version = data.get("point", ""), data["version"]
                rows[key], failed[key] = (
                    ArchiveRow(entry.subject, data["document"], point, key, version, entry.on, State.EXPORTED),
                    {},
                )
        elif entry.kind == Kind.ARCHIVE_ANSWERED and key in rows:
            failed[key] = _failures(failed[key], data)
            change: dict[str, Any] = {name: text for name, text in entry.texts.items() if name in _ANSWER}
            change |= {"existing": data["existing"]} if "existing" in data else {}
            rows[key] = _answered(rows[key]._replace(**change), bool(failed[key]))
    return rows


def _failures(failed: Mapping[str, str], answer: Mapping[str, Any]) -> dict[str, str]:
    """Return the parts that failed, each with its receipt: a later receipt for a registration ends all failures."""
    part, receipt = answer["part"], answer["receipt"]
    if answer["failed"]:
        return {**failed, part: receipt}
    stay = {Part.REGISTRATION} if part == Part.FOLDER else set()
    return {name: there for name, there in failed.items() if there == receipt or name in stay}


def _answered(row: ArchiveRow, failed: bool) -> ArchiveRow:
    """Return a row as an answer leaves it; of a newer version, there already may be the old one: it waits on."""
    if failed:
        return row._replace(state=State.FAILED)
    waits = row.existing and row.version > 1
    return row._replace(state=State.EXPORTED if waits else State.RECEIVED, failure="")
