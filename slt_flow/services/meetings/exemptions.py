"""Agendas and minutes with what of them is exempt from publicity, and with the files of their points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from slt_flow.model.exemptions import exemption_of_point, mark_of_point, marked
from slt_flow.model.point_kinds import TABLED
from slt_flow.results.meetings import Agenda, AgendaItem, MinutedPoint, Minutes, MinutesItem
from slt_flow.services.meetings.attachments import with_files
from slt_flow.services.request import parsing
from slt_flow.services.request.reading import Reader
from slt_flow.terms import Ref

_LISTS: Final = (
    "attendance", "items", "points", "others", "off_agenda", "remarks", "led_by", "recorded_by", "progress", "addenda",
)  # fmt: skip
"""Lists of minutes, which are empty for an exempt meeting in the public edition."""


def exempted_agenda(reader: Reader, agenda: Agenda, numbered: Agenda | None = None) -> Agenda:
    """Return an agenda that says what of it is exempt; in the public edition such points have nothing else.

    Args:
        reader: the reading.
        agenda: the agenda as its rows tell it.
        numbered: the same agenda with all that the public edition lacks, whose points keep their numbers.
    """
    ref = parsing.ref(agenda.ref)
    if reader.is_masked(ref):
        bare = agenda._replace(items=(), dropped=(), due=None, submissions=None, cancelled=None, requested_by=None)
        return bare._replace(group=None, sent=None, invited=(), chair=None, secretary=None, exempt=reader.exempt(ref))
    there = {point.key: point for point in (*agenda.items, *agenda.dropped)}
    items, dropped = (
        tuple(with_files(reader, ref, _point(reader, ref, _told(reader, ref, point, there))) for point in points)
        for points in ((numbered or agenda).items, (numbered or agenda).dropped)
    )
    return agenda._replace(items=items, dropped=dropped, exempt=reader.exempt(ref))


def _told(reader: Reader, meeting: Ref, point: AgendaItem, there: Mapping[str, AgendaItem]) -> AgendaItem:
    """Return a point as the edition has it; one that it lacks has its mark, or no more than its kind."""
    if point.key in there:
        return there[point.key]._replace(number=point.number)
    exemption = exemption_of_point(reader.exemptions, meeting, point.key)
    mark = mark_of_point(exemption, point.key, reader.moment.public) if exemption is not None else ""
    return AgendaItem(point.key, TABLED if point.ref else point.kind, point.ref, mark, number=point.number)


def _point(reader: Reader, meeting: Ref, point: AgendaItem) -> AgendaItem:
    exemption = exemption_of_point(reader.exemptions, meeting, point.key)
    if exemption is None or not reader.moment.public:
        return point._replace(exempt=reader.exempt_by(exemption))
    title = marked(exemption, reader.moment.public) if exemption.part else point.title
    return AgendaItem(point.key, point.kind, point.ref, title, number=point.number, exempt=reader.exempt_by(exemption))


def exempted_minutes(reader: Reader, minutes: Minutes, until: int | None = None) -> Minutes:
    """Return minutes that say what of them is exempt; in the public edition there is nothing else of it.

    Args:
        reader: the reading.
        minutes: the minutes as the journal tells them.
        until: the number of the last entry that they tell of, once they are archived: files attached later are none.
    """
    ref = parsing.ref(minutes.ref)
    if reader.is_masked(ref):
        nothing: dict[str, Any] = dict.fromkeys(_LISTS, ())
        nothing |= dict.fromkeys(("requested_by", "group", "approved_in", "next_meeting", "frozen"))
        return minutes._replace(**nothing, exempt=reader.exempt(ref))
    items = tuple(_item(reader, item) for item in minutes.items)
    points = tuple(_minuted(reader, ref, point, until) for point in minutes.points)
    return minutes._replace(items=items, points=points, exempt=reader.exempt(ref))


def _item(reader: Reader, item: MinutesItem) -> MinutesItem:
    ref = parsing.ref(item.ref)
    if not reader.is_masked(ref):
        return item._replace(exempt=reader.exempt(ref))
    bare = MinutesItem(item.ref, item.title, "", 1, item.state, False, "", False, (), None, (), (), ())
    return bare._replace(exempt=reader.exempt(ref))


def _minuted(reader: Reader, meeting: Ref, row: MinutedPoint, until: int | None) -> MinutedPoint:
    point = with_files(reader, meeting, _point(reader, meeting, row.point), until)
    if point.exempt is None or not point.exempt.masked:
        return row._replace(point=point)
    return MinutedPoint(point, point.ref, point.title, None, "")
