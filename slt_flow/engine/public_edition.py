"""Public edition of a journal: its entries without what is exempt from publicity.

Rows, minutes, histories and event logs are folds of entries. Where the entries lack the words, so does whatever is made
of them, and no view can forget to leave something out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from slt_flow.engine.entries import SOURCE, Cause, Entry, Kind
from slt_flow.engine.fold import replayed
from slt_flow.engine.public_persons import without_names, without_private
from slt_flow.model import Exemption, Meeting
from slt_flow.model.agenda_points import agenda_of
from slt_flow.model.exemptions import (
    OF_ATTACHMENT,
    exemption_of,
    exemption_of_attachment,
    exemption_of_point,
    mark_of_point,
    marked,
)
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import EXEMPT, EXEMPT_WORDS, Presence, Ref, Tag

_CORRECTS: Final = (Kind.ENTRY_VOIDED, Kind.TEXT_REDACTED)
"""Kinds of entry about another entry, whose number they name."""

_AGENDA: Final = (Kind.MEETING_LINKED, Kind.AGENDA_LEFT)
"""Kinds of entry that put an item on an agenda or take it off: agendas tell its number."""

_PLACES: Final = (Kind.AGENDA_POINT_DROPPED, Kind.AGENDA_POINT_PLACED)
"""Kinds of entry about where a point stands on an agenda; they have no words."""

_POINTS: Final = (
    *_PLACES, Kind.AGENDA_POINT_ADDED, Kind.AGENDA_POINT_DESCRIBED, Kind.AGENDA_POINT_DEALT_WITH, Kind.EXEMPTED,
    Kind.EXEMPTION_LIFTED,
)  # fmt: skip
"""Kinds of entry of a meeting that may be about one of its points."""

_OF_PARTS: Final = (Kind.EXEMPTED, Kind.EXEMPTION_LIFTED)
"""Kinds of entry about what is exempt, which may be a file of a case."""

_KEPT: Final = (Tag.ON_AGENDA, Tag.CONCLUDED)
"""What is told of the state of an exempt decision: the list of a year's decisions has it if the council made it."""

_OF_MEETING: Final = ("level", "pin", "tags", "end", "waits_on", "kind", "day", "group")
_BEGUN: Final = ("level", "pin", "pins", "evaluation", "adopted_on")
"""Facts that the registration of an exempt meeting, and of any other exempt case, keeps: without them it is no row."""


def public_edition(
    entries: Iterable[Entry], voided: frozenset[int], exemptions: Snapshot, language: str
) -> tuple[Entry, ...]:
    """Return the entries of a journal without what is exempt and what is private.

    Of an exempt case its number stays, the day it was registered, the agendas it stood on, whether the council
    concluded it, and the exemption; of a meeting its kind and day too. It is in the state `exempt`, and counts nowhere.

    Args:
        entries: the entries, in their order.
        voided: the numbers of those that were taken back.
        exemptions: the exemptions that hold now, whatever day is read, and the learning points.
        language: the language of the marks.
    """
    held = without_private(tuple(map(_without_source, entries)))
    if not all(row.lifted for row in exemptions.all(Exemption)):
        stretches = _stretches(exemptions.council, held, voided)
        held = tuple(_Edition(exemptions, voided, language, stretches).of(held))
    return without_names(held, voided)


class _Edition:
    """Edition under construction: `gone` are the numbers of the entries that it lacks."""

    def __init__(
        self,
        exemptions: Snapshot,
        voided: frozenset[int],
        language: str,
        stretches: Mapping[int, tuple[str, ...]],
    ) -> None:
        self.stretches = stretches
        self.exemptions, self.voided, self.language = exemptions, voided, language
        self.gone: set[int] = set()
        self.kept: dict[str, tuple[Tag, ...]] = {}

    def of(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield what is left of each entry."""
        for entry in entries:
            left = self._left(entry)
            if left is None:
                self.gone.add(entry.seq)
            else:
                yield left

    def _left(self, entry: Entry) -> Entry | None:
        if entry.kind in _CORRECTS and entry.data.get("seq") in self.gone:
            return None
        if entry.kind == Kind.DEFINITION_PINNED:
            return _with_state(entry)
        ref = Ref.parse(entry.subject)
        exemption = exemption_of(self.exemptions, ref) if ref is not None else None
        if ref is not None and exemption is not None:
            return self._of_case(entry, ref, exemption)
        if ref is not None and entry.kind == Kind.FILE_ATTACHED:
            return self._attached(entry, ref)
        if ref is not None and entry.kind in _OF_PARTS and "attachment" in entry.data:
            return self._of_part(
                entry, self.exemptions.find(Exemption, *ref, f"{OF_ATTACHMENT}{entry.data['attachment']}")
            )
        if self._is_exempt(entry.data.get("measure")):
            return None
        if entry.kind == Kind.MEETING_LINKED and self._is_exempt(entry.data.get("meeting")):
            return None
        return self._of_meeting(entry, ref) if ref is not None and ref.is_meeting else entry

    def _is_exempt(self, named: object) -> bool:
        ref = Ref.parse(named) if isinstance(named, str) else None
        return ref is not None and exemption_of(self.exemptions, ref) is not None

    def _of_case(self, entry: Entry, ref: Ref, exemption: Exemption) -> Entry | None:
        """Return what is left of an entry about an exempt case."""
        if entry.seq in self.voided:
            return None
        if entry.kind == Kind.EXEMPTED:
            return _masking(entry) if entry.seq == exemption.seq else None
        if entry.kind == Kind.REGISTERED:
            own = exemption.ref == ref
            return _bare(entry, self._begun(entry, ref), marked(exemption, self.language, None if own else ""))
        if ref.is_meeting:
            if entry.kind == Kind.MOVED:
                return _bare(entry, _only(entry.data, _OF_MEETING))
            return _bare(entry, entry.data) if entry.kind == Kind.DAY_CHANGED else None
        if entry.kind == Kind.MOVED:
            return self._moved(entry)
        return _bare(entry, entry.data) if entry.kind in _AGENDA else None

    def _attached(self, entry: Entry, ref: Ref) -> Entry | None:
        """Return what is left of a file: its number and its mark, where it is exempt by itself."""
        number, point = entry.data["number"], entry.data.get("point", "")
        exemption = exemption_of_attachment(self.exemptions, ref, number, point)
        if exemption is None:
            return entry
        if not exemption.part.startswith(OF_ATTACHMENT) or entry.seq in self.voided:
            return None
        data = {**_only(entry.data, ("number", "point")), "size": 0}
        return _bare(entry, data, marked(exemption, self.language))

    def _of_part(self, entry: Entry, exemption: Exemption | None) -> Entry | None:
        """Return the exemption of a file that holds; of those before it nothing."""
        if exemption is None or exemption.lifted:
            return entry
        return _masking(entry) if entry.seq == exemption.seq else None

    def _begun(self, entry: Entry, ref: Ref) -> dict[str, Any]:
        if ref.is_meeting:
            return _only(entry.data, _OF_MEETING)
        self.kept[entry.subject] = kept = _kept(entry)
        data = _only(entry.data, _BEGUN) | _hidden(*kept)
        return data | ({"area": None, "information": False} if "information" in entry.data else {})

    def _moved(self, entry: Entry) -> Entry | None:
        """Return a move on to an agenda or off it, concluded or not; others tell where the case stands."""
        kept, before = _kept(entry), self.kept.get(entry.subject, ())
        self.kept[entry.subject] = kept
        return _bare(entry, _hidden(*kept)) if kept != before else None

    def _of_meeting(self, entry: Entry, ref: Ref) -> Entry | None:
        """Return an entry about a meeting without what it tells of exempt points."""
        if entry.kind == Kind.AGENDA_SETTLED:
            return self._settled(entry, ref)
        if entry.kind == Kind.ATTENDANCE_RECORDED:
            return self._attended(entry, ref)
        key = entry.data.get("point")
        exemption = self._of_point(ref, key) if key else None
        if exemption is None:
            return entry
        if entry.kind not in _POINTS or entry.seq in self.voided:
            return None
        if entry.kind == Kind.EXEMPTED:
            return _masking(entry) if entry.seq == exemption.seq else None
        if entry.kind == Kind.AGENDA_POINT_ADDED:
            data = _only(entry.data, ("point", "place"))
            return _bare(entry, data, mark_of_point(exemption, str(key), self.language))
        return _bare(entry, entry.data) if entry.kind in _PLACES else None

    def _of_point(self, meeting: Ref, key: str) -> Exemption | None:
        return exemption_of_point(self.exemptions, meeting, key)

    def _attended(self, entry: Entry, meeting: Ref) -> Entry | None:
        """Return an attendance without the points that are exempt; nothing of a guest or deputy there for no others.

        That a seat was there itself is told.
        """
        key, during = entry.data.get("point"), entry.data.get("during")
        if during and entry.data["presence"] != Presence.SEAT:
            public = [point for point in during if self._of_point(meeting, point) is None]
            if not public:
                return None
            entry = replaced(entry, data={**entry.data, "during": public})
        stretch = self.stretches.get(entry.seq, ())
        if stretch and all(self._of_point(meeting, point) is not None for point in stretch):
            return replaced(entry, data=_only(entry.data, ("post", "presence", "point", "leads")), texts={})
        if key is None or self._of_point(meeting, key) is None:
            return entry
        return replaced(entry, texts={name: text for name, text in entry.texts.items() if name != "reason"})

    def _settled(self, entry: Entry, ref: Ref) -> Entry:
        """Return a recorded agenda without who presents exempt points, and with their marks for their words."""
        points, texts = [], dict(entry.texts)
        for place, point in enumerate(entry.data["points"], start=1):
            key = point["point"]
            exemption = self._of_point(ref, key)
            if exemption is not None:
                point = _only(point, ("point", "kind"))
                texts |= {f"{name}.{place}": "" for name in ("text", "case") if f"{name}.{place}" in texts}
                if f"title.{place}" in texts:
                    texts[f"title.{place}"] = mark_of_point(exemption, key, self.language)
            points.append(point)
        return replaced(entry, data={**entry.data, "points": points}, texts=texts)


def _without_source(entry: Entry) -> Entry:
    """Return an entry without the list that a case was brought in from, whose name was never meant for others."""
    if entry.kind != Kind.REGISTERED or entry.cause != Cause.IMPORT:
        return entry
    data = {name: value for name, value in entry.data.items() if name != "row"}
    texts = {name: text for name, text in entry.texts.items() if name not in SOURCE}
    digests = {name: digest for name, digest in entry.digests.items() if name not in SOURCE}
    return replaced(entry, data=data, texts=texts, digests=digests)


def _masking(entry: Entry) -> Entry:
    """Return the entry of an exemption as the public edition has it, with its basis and public title only."""
    texts = {name: entry.texts[name] for name in ("basis", "public_title") if name in entry.texts}
    return replaced(entry, texts=texts)


def _stretches(council: str, entries: Sequence[Entry], voided: frozenset[int]) -> dict[int, tuple[str, ...]]:
    """Return the points at which each deputy was there, by the number of the entry of its coming.

    It is there from its point on, to the point at which the next entry about its post begins, or to the meeting's end.
    """
    came: dict[Ref, list[Entry]] = {}
    for entry in entries:
        meeting = Ref.parse(entry.subject)
        if meeting is not None and _is_of_post(entry) and entry.seq not in voided:
            came.setdefault(meeting, []).append(entry)
    came = {meeting: of_meeting for meeting, of_meeting in came.items() if any(map(_is_of_deputy, of_meeting))}
    if not came:
        return {}
    rows, stretches = replayed(council, entries, voided), {}
    for meeting, of_meeting in came.items():
        kept, _ = agenda_of(rows, meeting, rows.one(Meeting, *meeting[:3]).day)
        places = {point.key: place for place, point in enumerate(kept)}
        for place, entry in enumerate(of_meeting):
            if _is_of_deputy(entry) and not entry.data.get("during"):
                later = (one for one in of_meeting[place + 1 :] if one.data["post"] == entry.data["post"])
                stretches[entry.seq] = _stretch(tuple(places), places, entry.data.get("point"), next(later, None))
    return stretches


def _is_of_post(entry: Entry) -> bool:
    return entry.kind == Kind.ATTENDANCE_RECORDED and "post" in entry.data


def _is_of_deputy(entry: Entry) -> bool:
    return bool(entry.data["presence"] == Presence.DEPUTY)


def _stretch(
    points: tuple[str, ...], places: Mapping[str, int], since: str | None, following: Entry | None
) -> tuple[str, ...]:
    """Return the points from one on, up to that of the entry that follows; where these are the same, that one."""
    until = following.data.get("point") if following is not None else None
    if since is not None and (since not in places or since == until):
        return (since,)
    if following is not None and until is None and following.data["presence"] != Presence.LEFT:
        return ()  # it says the same once more, or corrects it
    return points[places[since] if since is not None else 0 : places.get(until or "", len(points))]


def _kept(entry: Entry) -> tuple[Tag, ...]:
    return tuple(tag for tag in _KEPT if tag in entry.data["tags"])


def _hidden(*tags: Tag) -> dict[str, Any]:
    """Return the meaning of the state `exempt`."""
    return {"tags": [Tag.DROPPED, *tags], "end": False, "waits_on": None}


def _only(data: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: data[name] for name in names if name in data}


def _bare(entry: Entry, data: Mapping[str, Any], title: str | None = None) -> Entry:
    """Return an entry without its words, its actor, its action and the state that it tells of."""
    moves = entry.kind in (Kind.REGISTERED, Kind.MOVED)
    return replaced(
        entry,
        data=data,
        texts={"title": title} if title is not None else {},
        digests={},
        digest="",
        action=None,
        acted_by=None,
        acted_for=None,
        from_state=EXEMPT if entry.kind == Kind.MOVED else None,
        to_state=EXEMPT if moves else None,
    )


def _with_state(entry: Entry) -> Entry:
    """Return a pinned workflow with a label for the state of exempt cases."""
    written = entry.texts.get("labels", "")
    labels = json.loads(written) if written.startswith("{") else {}
    if "state" not in labels:
        return entry
    labels["state"] = {**labels["state"], EXEMPT: dict(EXEMPT_WORDS)}
    return replaced(entry, texts={**entry.texts, "labels": json.dumps(labels, sort_keys=True, ensure_ascii=False)})
