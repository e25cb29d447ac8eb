"""Filing in the archive: where the papers of the council, of a meeting and of an item go, as somebody recorded it."""

from __future__ import annotations

from collections.abc import Iterable

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.model.point_kinds import case_named
from slt_flow.records import journal
from slt_flow.results.answers import Outcome, Step
from slt_flow.results.archive import CaseNumber, FiledRow, Filing
from slt_flow.results.columns import row_of
from slt_flow.services.meetings.exempt import case_or_point
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact
from slt_flow.terms import ERASED, Ref, Role

COUNCIL = "council"
"""Subject of what is recorded for all papers of a council."""


def refer(
    context: Context,
    ref: str,
    *,
    part: str | None = None,
    classification: str | None = None,
    case: str | None = None,
    restriction: str | None = None,
    point: str | int | None = None,
) -> Outcome:
    """Record where papers go in the archive; of each value the latest counts.

    Args:
        context: the context of the request.
        ref: `council`, a meeting or an item.
        part: the archive part.
        classification: the class.
        case: the number of a case there, as in `2026/123`.
        restriction: the code of restricted access, for what is exempt from publicity.
        point: the number of a point of the meeting, or its key; one that deals with a case is that case.

    Raises:
        RequestError: it says nothing, or nothing new; the number is none; or there is no such case or point.
    """
    typed = {"part": part, "class": classification, "case": case, "restriction": restriction}
    texts = {name: parsing.line(name, text) for name, text in typed.items() if text is not None}
    if not texts:
        raise RequestError("nothing_to_refer", ref=ref)
    if (written := texts.get("case")) is not None:
        if (number := CaseNumber.parse(written)) is None:
            raise RequestError("bad_archive_case", given=parsing.shown(written))
        texts["case"] = str(number)
    of_council = ref.strip().casefold() == COUNCIL
    if of_council and point is not None:
        raise RequestError("point_of_council", ref=COUNCIL)
    target, key = (None, None) if of_council else case_or_point(context, ref, point)
    subject, data = str(target or COUNCIL), {"point": key} if key is not None else {}

    def act(request: Request) -> None:
        on, title = request.context.day, ""
        if target is not None:
            item = request.item(target)
            on, title = max(on, item.last_on), item.title
            request.refs.append(target)
        earlier = _values(_living(journal.read(request.connection, request.council, subject)), key)
        if earlier | texts == earlier:
            raise RequestError("filed_already", ref=subject)
        request.record(request.entry(Kind.ARCHIVE_REFERRED, subject, data, texts, on=on))
        request.steps.append(Step(subject, "", "", {}, title, kind=str(Kind.ARCHIVE_REFERRED), facts=data, texts=texts))

    asked = {"ref": subject, "point": key, **texts}
    return transact(context, {"use_case": "refer", "arguments": asked}, target, act, only=(Role.SECRETARY,))


def filing_of(reader: Reader, ref: Ref | None = None) -> Filing:
    """Return the filing of a meeting or an item by itself, or of the council, without what it has from above."""
    return _filing(_values(reader.about(ref if ref is not None else COUNCIL)))


def filing_of_meeting(reader: Reader, meeting: Ref) -> Filing:
    """Return the filing of a meeting's folder, where the council's values stand for those that it has not itself."""
    return filing_of(reader, meeting).within(filing_of(reader))


def filing_of_point(reader: Reader, meeting: Ref, point: str, written: str | None = None) -> Filing:
    """Return the filing of a point of a meeting, or of the case that it deals with.

    Part, class and restriction are those of its meeting or the council where it has none itself. A case number is never
    inherited: the folder has that of the meeting.

    Args:
        reader: the reading.
        meeting: the meeting.
        point: the key of the point.
        written: the case number that the agenda has for it, which stands where nothing is recorded for the archive.
    """
    case = case_named(point)
    dealt_with = case is not None and not case.is_meeting
    own = filing_of(reader, case) if dealt_with else _filing(_values(reader.about(meeting), point))
    number = own.case or CaseNumber.parse(written or "")
    return own.within(filing_of_meeting(reader, meeting))._replace(case=number)


def filed(reader: Reader, of: Ref | str) -> tuple[FiledRow, ...]:
    """Return what is recorded of the filing of a case, and of each point of a meeting."""
    entries = reader.about(of)
    points = dict.fromkeys(e.data.get("point") for e in entries if e.kind == Kind.ARCHIVE_REFERRED)
    own = ((point or "", _filing(_values(entries, point))) for point in points)
    return tuple(row_of(FiledRow, filing, point=point, case=str(filing.case or "")) for point, filing in own)


def _values(entries: Iterable[Entry], point: str | None = None) -> dict[str, str]:
    """Return the latest values of a subject, or of one of its points; what was erased counts as nothing."""
    values: dict[str, str] = {}
    for entry in entries:
        if entry.kind == Kind.ARCHIVE_REFERRED and entry.data.get("point") == point:
            values |= {name: "" if text == ERASED else text for name, text in entry.texts.items()}
    return values


def _filing(values: dict[str, str]) -> Filing:
    case = CaseNumber.parse(values.get("case", ""))
    return Filing(values.get("part", ""), values.get("class", ""), case, values.get("restriction", ""))


def _living(entries: tuple[Entry, ...]) -> Iterable[Entry]:
    gone = journal.voided(entries)
    return (entry for entry in entries if entry.seq not in gone)
