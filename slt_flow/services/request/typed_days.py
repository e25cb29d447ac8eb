"""Days typed in a request: counted from the day they hold for, checked against the council, told where in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final, Protocol

from slt_flow.errors import RequestError
from slt_flow.model import Clause, Council, Decision, Item, Meeting
from slt_flow.model.snapshot import Snapshot
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.counting import Counted, MeetingDay, meeting_days
from slt_flow.terms import COMING, DEADLINE, PAST, Ref, Sense, Tag, Worded

SENSES: Final[Mapping[str, Sense]] = {"due": DEADLINE, "review": DEADLINE, "date": PAST, "sent": PAST, "mandate": PAST}
"""Uses of the days that actions ask for; a meeting is moved to a `date` to come."""

FAR: Final = 10
"""Years ahead beyond which a day is more often a slip than meant."""


class Asking(Protocol):
    """Request as far as days are read in it."""

    context: Context
    snapshot: Snapshot

    def item(self, ref: Ref) -> Item:
        """Return a case, loading it first."""
        ...

    def notice(self, code: str, **facts: Any) -> None:
        """Add a notice to the result."""
        ...


class TypedDays:
    """Reader of the days of one request."""

    def __init__(self, request: Asking) -> None:
        self._request = request

    def read(self, typed: str | date, sense: Sense, counted_from: date | None = None) -> date:
        """Parse a day as people write it, counted from the request's day unless another is named.

        Only a deadline keeps its words.

        Raises:
            RequestError: no day, or one before the agreement or so far ahead that it may be a slip.
        """
        request = self._request
        start = counted_from or request.context.day

        def meetings() -> Iterable[MeetingDay]:
            return meeting_days((row, request.item(row.ref)) for row in request.snapshot.all(Meeting))

        day = parsing.day(typed, Counted(start, sense, meetings))
        self._refuse_unlikely(day, start)
        if isinstance(typed, date) or not isinstance(day, Worded):
            return day
        if sense == DEADLINE and day.words:
            return day
        request.notice("day_as_written", words=parsing.shown(typed), day=day.plain)
        return day.plain

    def of_answers(self, ref: Ref, raw: Mapping[str, Any]) -> Callable[[str, Any], date]:
        """Return the parser of the days among the answers about a case, by their names."""

        def read_day(name: str, typed: Any) -> date:
            if name == "date" and ref.is_meeting:
                return self.read(typed, COMING)
            counted_from = self._holding_for(ref, raw)
            if name == "mandate":  # a standing one may be older than the agreement
                return parsing.day(typed, Counted(counted_from, PAST))
            return self.read(typed, SENSES[name], counted_from)

        return read_day

    def _holding_for(self, ref: Ref, raw: Mapping[str, Any]) -> date:
        """Return the day that the answers hold for: the one named, else that of their meeting once it has come."""
        context, snapshot = self._request.context, self._request.snapshot
        if context.on is not None:
            return context.on
        named = raw.get("meeting")
        meeting = parsing.meeting_ref(named) if named else ref if ref.is_meeting else None
        if meeting is None and not ref.series and self._request.item(ref).has(Tag.ON_AGENDA):
            meeting = snapshot.one(Decision, ref.year, ref.no).tabled_at
        row = snapshot.find(Meeting, *meeting[:3]) if meeting is not None else None
        return min(row.day, context.day) if row is not None else context.day

    def _refuse_unlikely(self, day: date, counted_from: date) -> None:
        """Refuse a day of a year before the agreement, and one far ahead until it is said to be meant.

        Raises:
            RequestError: the day is most likely a slip.
        """
        context, snapshot = self._request.context, self._request.snapshot
        council = snapshot.one(Council)
        _, _, in_force = council.agreement.partition("/")
        first = min(date.fromisoformat(in_force), council.opened, *(row.since for row in snapshot.all(Clause)))
        if day.year < first.year:
            raise RequestError("day_before_the_agreement", day=day, first=first.year)
        if day.year > counted_from.year + FAR and not context.far_ahead:
            raise RequestError("day_far_ahead", day=day, years=day.year - counted_from.year)
