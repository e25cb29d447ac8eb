"""Lists and single sheets: councils, agreement, posts, areas, meetings, decisions, history, what a word is found in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from slt_flow.desk import evaluated, intake, learnt
from slt_flow.desk.front import Desk
from slt_flow.desk.grounds import grounds
from slt_flow.desk.neighbours import neighbours_of
from slt_flow.desk.reader import Reader, reading
from slt_flow.desk.sheets import children, excuses, owners, ratifications, remarks, stances
from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RecordsError, RequestError
from slt_flow.model import Absence, Attendance, Council, Decision, Item, Meeting
from slt_flow.model.absence_periods import in_effect
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection, queries
from slt_flow.results import HistoryLine, Listing, Sheet
from slt_flow.terms import LEARNING_SERIES, MEETING_SERIES, Presence, Ref


def councils(desk: Desk) -> Listing:
    """Every council in the database."""
    with desk.store.reading() as connection:
        rows = []
        for council in journal.councils(connection):
            row = next(iter(projection.rows(connection, council, Council)), None)
            if row is None:
                raise RecordsError("damaged_database", where="councils")
            told = {"council": council, "title": row.title, "agreement": row.agreement, "opened": row.opened}
            rows.append(told)
        return Listing("councils", tuple(rows))


def organisations(desk: Desk, as_of: date | None = None, as_known: date | None = None) -> Listing:
    """Every organisation, with the party it belongs to."""
    with reading(desk, as_of, as_known) as reader:
        rows = ({"id": o.id, "name": o.name, "party": o.party} for o in reader.organisations.values())
        return Listing("organisations", tuple(rows))


def posts(desk: Desk, as_of: date | None = None, as_known: date | None = None) -> Listing:
    """Every post, with its holder, its open work and how it takes part."""
    with reading(desk, as_of, as_known) as reader:
        owned: dict[str, int] = {}
        for item in queries.cases(reader.connection, reader.council, None):
            if item.owner and not item.ended:
                owned[item.owner] = owned.get(item.owner, 0) + 1
        rows = (
            {
                "id": post.id,
                "title": post.title,
                "organisation": post.organisation,
                "party": reader.organisations[post.organisation].party,
                "levels": list(post.levels),
                "seat": post.seat,
                "binds": post.binds,
                "roles": list(post.roles),
                "designated": post.designated,
                "vacant": post.vacant,
                "holder": post.holder,
                "until": post.until,
                "open": owned.get(post.id, 0),
                "away": reader.away[post.id].until if post.id in reader.away else None,
                "deputy": reader.away[post.id].deputy if post.id in reader.away else None,
            }
            for post in reader.posts.values()
            if reader.has_come(post.since) or post.id in owned
        )
        return Listing("posts", tuple(rows))


def areas(desk: Desk, as_of: date | None = None, as_known: date | None = None) -> Listing:
    """Every focus area, with how many decisions answer it."""
    with reading(desk, as_of, as_known) as reader:
        counted: dict[str | None, int] = {}
        for decision in queries.decisions(reader.connection, reader.council).values():
            counted[decision.area] = counted.get(decision.area, 0) + 1
        rows = (
            {
                "id": area.id,
                "title": area.title,
                "goals": list(area.goals),
                "contacts": list(area.contacts),
                "shared_with": list(area.shared_with),
                "since": area.since,
                "until": area.until,
                "decisions": counted.get(area.id, 0),
            }
            for area in reader.areas
            if reader.has_come(area.since) or area.id in counted
        )
        return Listing("areas", tuple(rows))


def meetings(desk: Desk, year: int | None = None, as_of: date | None = None, as_known: date | None = None) -> Listing:
    """Every meeting, or those of a year, with how many items stood on the agenda."""
    with reading(desk, as_of, as_known) as reader:
        items = {item.ref: item for item in queries.meeting_items(reader.connection, reader.council)}
        tabled: dict[str | None, int] = {}
        for decision in queries.decisions(reader.connection, reader.council).values():
            tabled[decision.meeting] = tabled.get(decision.meeting, 0) + 1
        rows = []
        for meeting in projection.rows(reader.connection, reader.council, Meeting):
            item = items[Ref(MEETING_SERIES, meeting.year, meeting.no)]
            if year in (None, meeting.day.year):
                rows.append({**_meeting(reader, meeting, item), "items": tabled.get(str(item.ref), 0)})
        return Listing("meetings", tuple(sorted(rows, key=lambda row: row["day"])))


def meeting(desk: Desk, ref: str, as_of: date | None = None, as_known: date | None = None) -> Sheet:
    """One meeting: when, who was there, and its items."""
    target = intake.meeting_ref(ref)
    with reading(desk, as_of, as_known) as reader:
        snapshot = _case(reader, target)
        item, row = snapshot.one(Item, *target), snapshot.one(Meeting, target.year, target.no)
        present = [_attendance(reader, each) for each in snapshot.all(Attendance)]
        decisions = queries.decisions(reader.connection, reader.council)
        cases = {case.ref: case for case in queries.cases(reader.connection, reader.council, None)}
        refs = sorted(Ref("", d.year, d.no) for d in decisions.values() if d.meeting == str(target))
        tabled = [{"ref": str(r), "title": cases[r].title, **_state(reader, cases[r])} for r in refs]
        lists = (Listing("attendance", tuple(present)), Listing("items", tuple(tabled)), remarks(snapshot, target))
        return Sheet("meeting", _meeting(reader, row, item), lists)


def decisions(
    desk: Desk,
    year: int | None = None,
    area: str | None = None,
    as_of: date | None = None,
    as_known: date | None = None,
) -> Listing:
    """Every decision, or those of a year or an area."""
    with reading(desk, as_of, as_known) as reader:
        if area is not None:
            area = intake.chosen("unknown_area", area, [a.id for a in reader.areas])
        rows = []
        known = queries.decisions(reader.connection, reader.council)
        for item in queries.cases(reader.connection, reader.council, None):
            decision = known[item.year, item.no]
            if not item.a and year in (None, item.year) and area in (None, decision.area):
                told = {"ref": str(item.ref), "title": item.title, **_state(reader, item)}
                told |= {"area": decision.area, "meeting": decision.meeting, "on": item.last_on}
                rows.append({**told, **_kind(reader, decision)})
        return Listing("decisions", tuple(rows))


def case(desk: Desk, ref: str, as_of: date | None = None, as_known: date | None = None) -> Sheet:
    """One decision, assignment or measure in full: its fields, stances, owners, remarks and links."""
    target = intake.ref(ref)
    if target.series == LEARNING_SERIES:
        return learnt.point(desk, ref, as_of, as_known)
    if target.series:
        return meeting(desk, ref, as_of, as_known)
    with reading(desk, as_of, as_known) as reader:
        snapshot = _case(reader, target)
        item = snapshot.one(Item, *target)
        fields: dict[str, Any] = {
            "ref": str(item.ref),
            "level": item.level,
            "title": item.title,
            **_state(reader, item),
            "owner": item.owner,
            "holder": reader.posts[item.owner].holder if item.owner else None,
            "due": item.due,
            "reschedules": item.reschedules,
            "progress": item.progress,
            "note": item.note,
            "resources": item.resources,
            "on": item.last_on,
            "seq": journal.last_of_subject(reader.connection, reader.council, str(target)) or item.last_seq,
        }
        if target.a:
            return Sheet(
                "case",
                fields,
                (
                    *grounds(reader, item),
                    owners(snapshot, target),
                    *evaluated.found_by(reader, target),
                    children(reader, snapshot, target),
                    remarks(snapshot, target),
                ),
            )
        decision = snapshot.one(Decision, target.year, target.no)
        area = next((a.title for a in reader.areas if a.id == decision.area), None)
        fields |= {
            "text": decision.text,
            "text_version": decision.text_version,
            "area": decision.area,
            "area_title": area,
            "meeting": decision.meeting,
            "round": decision.round,
            "for_information": decision.information,
            "needs_ratification": list(decision.bodies),
            "case": decision.case,
            **_kind(reader, decision),
            "adopted_on": decision.adopted_on,
        }
        lists = (
            *grounds(reader, item),
            stances(reader, snapshot, decision),
            excuses(snapshot, decision),
            ratifications(snapshot, decision),
            children(reader, snapshot, target),
            neighbours_of(reader, target),
            remarks(snapshot, target),
        )
        return Sheet("case", fields, lists)


def history(
    desk: Desk,
    ref: str | None = None,
    since: date | None = None,
    as_of: date | None = None,
    as_known: date | None = None,
) -> tuple[HistoryLine, ...]:
    """The journal as a reader sees it: everything, or one case with all beneath it; what was taken back is marked."""
    with reading(desk, as_of, as_known) as reader:
        known = reader.entries()
        gone = journal.voided(known)
        if ref is not None:
            subjects = set(_subjects(ref, known))
            known = tuple(entry for entry in known if entry.subject in subjects)
        words, acted = _words(reader), _acted_for(reader, gone)
        return tuple(
            _line(words, entry, entry.seq in gone)._replace(acted_for=acted.get(entry.seq))
            for entry in known
            if since is None or entry.on >= since
        )


def find(desk: Desk, text: str, as_of: date | None = None, as_known: date | None = None) -> Listing:
    """Where a text occurs: titles, texts, reasons, results, remarks; what was taken back is left out."""
    wanted = intake.line("text", text).casefold()
    with reading(desk, as_of, as_known) as reader:
        known = reader.entries()
        gone = journal.voided(known)
        rows = []
        for entry in known:
            if entry.seq in gone:
                continue
            for name, told in entry.texts.items():
                if name != "asked" and wanted in told.casefold():
                    rows.append({"ref": entry.subject, "field": name, "text": told, "on": entry.on, "seq": entry.seq})
        return Listing("found", tuple(rows))


def _subjects(ref: str, known: tuple[Entry, ...]) -> Iterator[str]:
    target = Ref.parse(ref)
    if target is None:
        if not any(entry.subject == ref for entry in known):
            raise RequestError("bad_ref", ref=intake.shown(ref))
        yield ref
        return
    if not any(entry.subject == str(target) for entry in known):
        raise RequestError("unknown_ref", ref=str(target))
    for entry in known:
        other = Ref.parse(entry.subject)
        if other is not None and (other == target or target.is_above(other)):
            yield entry.subject


def _acted_for(reader: Reader, gone: frozenset[int]) -> Mapping[int, str]:
    """The accountable post of each deed that its deputy of that day did, by the entry's number."""
    absences = in_effect(projection.rows(reader.connection, reader.council, Absence))
    owners: dict[str, str] = {}
    found: dict[int, str] = {}
    for entry in reader.entries():
        owner = owners.get(entry.subject)
        away = (a for a in absences if a.post == owner and a.since <= entry.on <= a.until)
        if owner not in (None, entry.deed_of) and any(a.deputy == entry.deed_of for a in away):
            found[entry.seq] = str(owner)
        if entry.seq not in gone and entry.kind in (Kind.REGISTERED, Kind.OWNER_CHANGED) and entry.data.get("owner"):
            owners[entry.subject] = entry.data["owner"]
    return found


def _words(reader: Reader) -> Mapping[tuple[str, str, str], Mapping[str, str]]:
    """What states and doors are called, by their machine's name: two machines may have a state of one name.

    Under no machine's name they are found too: a case begins through a door of the case above.
    """
    machines = {digest: name for digest, what, name in reader.labels if what == "machine"}
    known = [(machines.get(digest, ""), what, id_, words) for (digest, what, id_), words in reader.labels.items()]
    return {("", what, id_): words for _, what, id_, words in known} | {each[:3]: each[3] for each in known}


def _line(words: Mapping[tuple[str, str, str], Mapping[str, str]], entry: Entry, voided: bool) -> HistoryLine:
    machine, door = entry.machine or "", entry.door or ""
    return HistoryLine(
        seq=entry.seq,
        kind=str(entry.kind),
        subject=entry.subject,
        door=entry.door,
        label=words.get((machine, "door", door)) or words.get(("", "door", door), {}),
        from_state=entry.from_state,
        to_state=entry.to_state,
        to_label=words.get((machine, "state", entry.to_state or ""), {}),
        on=entry.on,
        at=entry.at,
        deed_of=entry.deed_of,
        recorded_by=entry.recorded_by,
        basis=entry.texts.get("basis", ""),
        data={
            name: told
            for name, told in entry.data.items()
            if name not in ("content", "labels", "clauses", "pins", "pin")
        },
        texts={name: told for name, told in entry.texts.items() if name not in ("asked", "basis")},
        voided=voided,
    )


def _case(reader: Reader, ref: Ref) -> Snapshot:
    snapshot = Snapshot(reader.council)
    projection.load_case(reader.connection, snapshot, ref, remarks=True)
    decision = snapshot.find(Decision, ref.year, ref.no) if not ref.series else None
    if decision is not None and (meeting := Ref.parse(decision.meeting or "")) is not None:
        projection.load_case(reader.connection, snapshot, meeting)
    if snapshot.item(ref) is None:
        raise RequestError("unknown_ref", ref=str(ref))
    return snapshot


def _state(reader: Reader, item: Item) -> Mapping[str, Any]:
    return {"state": item.state, "label": reader.state_label(item.pin, item.state)}


def _kind(reader: Reader, decision: Decision) -> dict[str, Any]:
    if decision.kind is None:
        return {"kind": None}
    labels = reader.labels
    return {"kind": decision.kind, "kind_label": labels.get((str(decision.kind_pin), "kind", decision.kind), {})}


def _meeting(reader: Reader, row: Meeting, item: Item) -> dict[str, Any]:
    told = {"ref": str(item.ref), "title": item.title, "day": row.day, "kind": row.kind, **_state(reader, item)}
    return {**told, "agenda_sent": row.sent}


def _attendance(reader: Reader, row: Attendance) -> dict[str, Any]:
    guest = row.presence == Presence.GUEST
    known = reader.posts.get(row.who)
    return {
        "post": None if guest else row.who,
        "title": row.deputy if guest else known.title if known else row.who,
        "presence": row.presence,
        "deputy": None if guest else row.deputy,
        "mandate": row.mandate,
    }
