"""Minutes of a meeting, made from the journal; archived ones from its entries up to the freeze."""

from __future__ import annotations

from collections.abc import Iterable

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import unfolded
from slt_flow.engine.undo import IN_MINUTES
from slt_flow.errors import RequestError
from slt_flow.model import AgendaPoint, Attendance, Council, Decision, Excuse, Item, Meeting, Objection, Passage, Post
from slt_flow.model.agenda_points import agenda_of
from slt_flow.model.deadlines import APPROVAL, remarks_due
from slt_flow.model.facts import Facts
from slt_flow.model.labels import group_of, party_of, proposer_of, state_of, title_of
from slt_flow.model.mandates import mandate_of, written_deputy
from slt_flow.model.matters import objections_to
from slt_flow.model.point_kinds import PUT_OFF, TABLED, point_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.model.spelling import wording
from slt_flow.records import journal
from slt_flow.results.columns import row_of
from slt_flow.results.follow_up import NextMeeting
from slt_flow.results.history import Erasure
from slt_flow.results.meetings import (
    AgendaItem,
    DatedText,
    FollowUpWork,
    MinutedObjection,
    MinutedPoint,
    Minutes,
    MinutesItem,
    OffAgenda,
    OtherAct,
    PassageRow,
    Person,
    Recorder,
)
from slt_flow.services.meetings.exemptions import exempted_minutes
from slt_flow.services.meetings.minuted_results import anchor_of, minuted_remarks, tabled_item, with_results
from slt_flow.services.meetings.persons import person_on, secretary_of
from slt_flow.services.meetings.progress import progress_at
from slt_flow.services.meetings.sources import entries_for
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, case_snapshot, reading
from slt_flow.terms import ABSENT, COUNCIL_MEETINGS, ERASED, Presence, Ref, Tag


def minutes(context: Context, ref: str) -> Minutes:
    """Return the minutes of a held meeting; once archived they change only by addenda.

    Raises:
        RequestError: there is no such meeting, or it has not been held.
    """
    target = parsing.meeting_ref(ref)
    with reading(context) as reader:
        _ = reader.row  # refuses a day on which there was no council
        return reader.connection.once(("minutes", reader.council, target), lambda: _minutes(reader, target))


def _minutes(reader: Reader, target: Ref) -> Minutes:
    item, meeting = _held(reader, target)
    entries = entries_for(reader, meeting) if reader.replay is None else reader.entries()
    gone = journal.voided(entries)
    frozen = next((entry for entry in entries if entry.seq == meeting.frozen), None)
    writer = _Writer(reader.council, target)
    if frozen is None:
        writer.read(entries, gone)
    else:
        # Archived minutes never change (I7) on any day read as of: what was voided later still stands in them.
        stored = entries if reader.replay is None else reader.whole_journal()
        until_frozen = tuple(entry for entry in stored if entry.seq <= frozen.data["head"])
        writer.read(until_frozen, journal.voided(until_frozen))
    final = item.ended or item.has(Tag.APPROVED)
    text = writer.made()._replace(state=reader.state(item), final=final)
    text = text._replace(progress=progress_at(reader, meeting, frozen.data["head"] if frozen else None))
    text = text._replace(erased=tuple(_erased(reader, text, frozen)))
    text = exempted_minutes(reader, text, frozen.data["head"] if frozen else None)
    if frozen is None:
        return text
    after = [e for e in entries if e.seq > frozen.seq and e.subject == str(target) and e.kind == Kind.REMARKED]
    addenda = [DatedText(e.on, e.texts.get("text", ""), e.seq) for e in after if e.seq not in gone]
    return text._replace(frozen=anchor_of(frozen, stored), addenda=tuple(addenda))


def _erased(reader: Reader, text: Minutes, frozen: Entry | None) -> Iterable[Erasure]:
    """Yield the texts of minutes that were erased: of what the meeting dealt with, its follow-up, and who was there."""
    dealt_with = (text.ref, *(item.ref for item in text.items), *(row.ref for row in text.off_agenda))
    work = (*(row.ref for item in text.items for row in item.follow_up), *(row.ref for row in text.others))
    there = (*text.attendance, *(row for item in text.items for row in item.stances))
    posts = dict.fromkeys(f"post:{row.post}" for row in there if ERASED in (row.title, row.holder))
    for subject in dict.fromkeys((*dealt_with, *work, *posts)):
        for erasure in reader.erasures(subject):
            is_shown = subject in (*dealt_with, *posts) or erasure.field == "title"
            is_later = frozen is not None and erasure.seq > frozen.data["head"] and subject != text.ref
            if is_shown and not is_later:
                yield erasure


def _held(reader: Reader, ref: Ref) -> tuple[Item, Meeting]:
    snapshot = case_snapshot(reader, ref)
    item, meeting = snapshot.one(Item, *ref), snapshot.one(Meeting, *ref[:3])
    if not item.has(Tag.HELD):
        raise RequestError("minutes_of_cancelled" if item.ended else "minutes_not_held", ref=str(ref), day=meeting.day)
    return item, meeting


class _Writer:
    """Writer of minutes: reads the journal in its order and keeps each item as the meeting left it."""

    def __init__(self, council: str, ref: Ref) -> None:
        self.snapshot, self.ref = Snapshot(council), ref
        self.on_agenda: set[Ref] = set()
        self.items: dict[Ref, MinutesItem] = {}
        self.left: dict[str, str] = {}
        self.others: list[OtherAct] = []
        self.approved_in: str | None = None
        self.titles: dict[Ref, str] = {}
        self.wordings: dict[Ref, set[str]] = {}
        self.spoken_at: dict[Ref, set[str]] = {}
        self.taken_back: dict[Ref, str] = {}
        self.days: dict[str, str] = {}
        self.leaders: dict[str, None] = {}
        self.recorders: dict[tuple[str, str], list[str]] = {}
        self.labels: dict[str, str] = {}

    def read(self, entries: Iterable[Entry], voided: frozenset[int]) -> None:
        """Go through the journal."""
        for entry in unfolded(self.snapshot, map(self._noted, entries), voided):
            subject = Ref.parse(entry.subject)
            if subject is not None and self._tells_of(entry, subject):
                self.recorders.setdefault((entry.recorded_by, entry.authenticated), []).append(entry.subject)
            if subject == self.ref:
                self._note_own(entry)
            elif subject is not None:
                self._note_case(entry, subject)

    def _tells_of(self, entry: Entry, subject: Ref) -> bool:
        """Return whether minutes show an entry: of the meeting, of an item on its agenda, of the work it led to."""
        if subject == self.ref or subject in self.on_agenda or entry.data.get("meeting") == str(self.ref):
            return True
        return subject.depth > 0 and subject.top in self.items and entry.kind in IN_MINUTES

    def _noted(self, entry: Entry) -> Entry:
        """Note the words of decisions, where stances were taken on them, and the days of meetings, undone or not."""
        ref = Ref.parse(entry.subject)
        if entry.data.get("day") and entry.kind in (Kind.REGISTERED, Kind.DAY_CHANGED):
            self.days[entry.subject] = entry.data["day"]
        if ref is not None and ref.is_decision:
            words = [
                wording(entry.texts[name])
                for name in ("title", "text")
                if entry.texts.get(name) not in (None, "", ERASED)
            ]
            if entry.kind in (Kind.REGISTERED, Kind.TEXT_AMENDED, Kind.TITLE_CHANGED):
                self.wordings.setdefault(ref, set()).update(words)
            if entry.kind == Kind.REGISTERED:
                self.titles[ref] = entry.texts.get("title", "")
            elif entry.kind == Kind.STANCE_TAKEN:
                self.spoken_at.setdefault(ref, set()).add(str(entry.data.get("meeting")))
        return entry

    def made(self) -> Minutes:
        """Return the minutes, as far as the journal was read."""
        snapshot, meeting = self.snapshot, self.meeting
        for ref in self.on_agenda:
            self.items[ref] = self._item(ref, "", still_open=True)
        then = self.then
        case = snapshot.one(Item, *self.ref)
        points = tuple(self._points())
        return Minutes(
            council=snapshot.council,
            title=then.one(Council).title,
            ref=str(self.ref),
            name=case.title,
            day=meeting.day,
            begins=meeting.begins,
            ends=meeting.ends,
            venue=meeting.venue,
            kind=meeting.kind,
            requested_by=party_of(snapshot, meeting),
            group=group_of(snapshot, meeting),
            state=state_of(snapshot, case),
            written_by=secretary_of(snapshot, meeting),
            remarks_due=remarks_due(meeting, then.clause(APPROVAL)),
            led_by=tuple(self._led()),
            attendance=tuple(self._attendance()),
            items=tuple(self._finished(ref) for ref in sorted(self.items)),
            points=points,
            others=tuple(self.others),
            off_agenda=tuple(self._off_agenda()),
            remarks=tuple(minuted_remarks(snapshot, self.ref, then, self.labels)),
            approved_in=self.approved_in,
            next_meeting=self._next_meeting(),
            recorded_by=tuple(self._recorded()),
        )

    def _points(self) -> Iterable[MinutedPoint]:
        """Return the points in their order; a decision that the agenda did not have comes where the agenda put it."""
        items = {str(ref): item for ref, item in self.items.items()}
        kept, _ = agenda_of(self.snapshot, self.ref, self.meeting.day)
        points = [p for p in kept if p.kind != TABLED or p.ref in items]
        names = {p.ref for p in points if p.kind in (TABLED, PUT_OFF)}
        more = [AgendaItem(point_of(ref), TABLED, ref, items[ref].title) for ref in map(str, sorted(self.items))]
        more = [point for point in more if point.ref not in names]
        settled = [*points, *more] if self.meeting.settled else [*more, *points]
        self.labels = {p.key: p.ref if p.kind == TABLED and p.ref else str(n) for n, p in enumerate(settled, start=1)}
        for number, point in enumerate(settled, start=1):
            yield self._point(point._replace(number=number))

    def _point(self, point: AgendaItem) -> MinutedPoint:
        row = self.snapshot.find(AgendaPoint, *self.ref[:3], point.key)
        cases = [self.snapshot.item(parsing.ref(ref)) for ref in (row.follow_up if row is not None else ())]
        passages = [p for p in self.snapshot.all(Passage) if p.ref == self.ref and p.point == point.key]
        there = self.snapshot.attendance_at(self.ref)
        return MinutedPoint(
            point,
            point.ref,
            point.title,
            point.post,
            point.post_title,
            discussion=row.discussion if row is not None else "",
            outcome=row.outcome if row is not None else None,
            follow_up=tuple(tabled_item(self.snapshot, case) for case in cases if case is not None),
            arrived=tuple(self._person(p.who) for p in passages if p.presence != Presence.LEFT),
            left=tuple(self._person(p.who)._replace(reason=p.reason) for p in passages if p.presence == Presence.LEFT),
            guests=tuple(self._guest(row) for row in there if point.key in row.during),
        )

    def _guest(self, row: Attendance) -> Person:
        """Return a guest, or a post that took part in some points only."""
        person = Person(None, row.deputy or "") if row.presence == Presence.GUEST else self._person(row.who)
        during = tuple(self.labels.get(key, key) for key in row.during)
        return person._replace(presence=row.presence, role=row.role, during=during, reason="")

    def _passages(self, who: str) -> tuple[PassageRow, ...]:
        rows = (row for row in self.snapshot.all(Passage) if row.ref == self.ref and row.who == who)
        return tuple(
            PassageRow(r.presence, self.labels.get(r.point, None) if r.point else None, r.reason) for r in rows
        )

    @property
    def meeting(self) -> Meeting:
        """Meeting as of the entry read last."""
        return self.snapshot.one(Meeting, *self.ref[:3])

    @property
    def then(self) -> Snapshot:
        """The rows under the agreement of the meeting's day."""
        return self.snapshot.on(self.meeting.day)

    def _note_own(self, entry: Entry) -> None:
        if entry.kind == Kind.ATTENDANCE_RECORDED and entry.data.get("post"):
            gone = entry.data["presence"] == Presence.LEFT
            self.left[entry.data["post"]] = entry.texts.get("reason", "") if gone else ""
        if entry.kind == Kind.MOVED and Tag.APPROVED in entry.data["tags"]:
            self.approved_in = entry.data.get("meeting")
        if entry.kind == Kind.ATTESTED:
            self.others.append(self._other(entry))

    def _note_case(self, entry: Entry, subject: Ref) -> None:
        here = entry.data.get("meeting") == str(self.ref)
        if entry.kind == Kind.ENTRY_VOIDED:
            self.taken_back[subject] = entry.texts.get("reason", "")
        elif entry.kind == Kind.MEETING_LINKED:
            (self.on_agenda.add if here else self.on_agenda.discard)(subject)
        elif entry.kind == Kind.AGENDA_LEFT and subject in self.items and subject not in self.on_agenda:
            self.items[subject] = self.items[subject]._replace(postponed=True)
        elif entry.kind == Kind.MOVED and subject in self.on_agenda:
            # The first move off the agenda is what the meeting did; later moves are no longer the meeting's.
            self.on_agenda.discard(subject)
            item = self._item(subject, entry.texts.get("reason", ""), still_open=False)
            self.items[subject] = item._replace(concluded_by=title_of(self.then, entry.acted_by))
            self.leaders |= dict.fromkeys(self.snapshot.leaders_of(self.meeting))

    def _other(self, entry: Entry) -> OtherAct:
        """Note a case that the meeting is named as evidence of: work verified, a report or minutes approved."""
        item = self.snapshot.one(Item, *parsing.ref(entry.data["ref"]))
        return OtherAct(str(item.ref), item.title, state_of(self.snapshot, item), item.note)

    def _item(self, ref: Ref, reason: str, *, still_open: bool) -> MinutesItem:
        item, decision = self.snapshot.one(Item, *ref), self.snapshot.one(Decision, ref.year, ref.no)
        facts = Facts(self.snapshot, ref)
        stances = facts.valid_stances.items()
        deputies = {row.who: row.deputy for row in self.snapshot.attendance_at(self.ref)}
        excuses = [e for e in self.snapshot.all(Excuse) if (e.year, e.no, e.round) == (*ref[1:3], decision.round)]
        return row_of(
            MinutesItem,
            decision,
            ref=str(ref),
            title=item.title,
            state=state_of(self.snapshot, item),
            open=still_open,
            decided=item.has(Tag.CONCLUDED) and not (item.has(Tag.STUCK) or item.has(Tag.DROPPED)),
            reason=reason,
            authority=title_of(self.then, decision.authority) or None,
            proposed_by=proposer_of(self.then, decision),
            present=tuple(Person(post.id, deputy=deputies.get(post.id)) for post in facts.taking_part),
            excused=tuple(Person(row.post, reason=row.reason, decided_by=row.decided_by) for row in excuses),
            objections=tuple(self._objections(ref)),
            stances=tuple(
                Person(post, deputy=row.deputy, stance=row.stance, reason=row.reason) for post, row in stances
            ),
        )

    def _objections(self, ref: Ref) -> Iterable[MinutedObjection]:
        """Return every objection raised to a decision here, and those to the same matter under another ref."""
        decision, again = self.snapshot.find(Decision, ref.year, ref.no), set(self._again(ref))
        met = tuple(objections_to(self.snapshot, decision)) if decision is not None else ()
        raised = sorted(self.snapshot.all(Objection), key=lambda row: row.seq)
        here = [row for row in raised if row.ref == ref and self._is_here(row.meeting)]
        rows = [row for row in raised if row in here or row in met or (row.ref != ref and str(row.ref) in again)]
        last = {row.post: row.seq for row in rows}
        for row in rows:
            stands = decision is None or (row.stands_against(decision) and (row in here or row in met))
            person = self._person(row.post, row.deputy)
            yield row_of(
                MinutedObjection,
                row,
                raised_in=str(row.ref) if row.ref != ref else None,
                title=person.title,
                holder=person.holder,
                deputy=person.deputy,
                standing=stands and last[row.post] == row.seq,
            )

    def _is_here(self, meeting: str) -> bool:
        """Return True for this meeting, and for one that was undone and held again in it, on the same day."""
        other = Ref.parse(meeting)
        gone = other is not None and self.snapshot.find(Meeting, *other[:3]) is None
        return meeting == str(self.ref) or (gone and self.days.get(meeting) == self.meeting.day.isoformat())

    def _off_agenda(self) -> Iterable[OffAgenda]:
        """Return the decisions spoken on here that were undone, or taken off this meeting's agenda by an undo."""
        refs = {ref for ref, meetings in self.spoken_at.items() if any(map(self._is_here, meetings))}
        for ref in sorted(refs - self.items.keys()):
            reason, title = self.taken_back.get(ref, ""), self.titles.get(ref, "")
            yield OffAgenda(str(ref), title, reason, tuple(self._objections(ref)))

    def _again(self, ref: Ref) -> Iterable[str]:
        """Name the decisions of the same title or text that stances were taken on, and that came to nothing here."""
        for other in self.spoken_at:
            item = self.snapshot.item(other)
            gone = item is None or item.is_dropped or (other in self.items and self.items[other].postponed)
            if other < ref and gone and self.wordings[other] & self.wordings[ref]:
                yield str(other)

    def _finished(self, ref: Ref) -> MinutesItem:
        """Complete an item with titles and names, by all that was recorded, and with its follow-up work."""
        item = self.items[ref]
        present, excused, stances = (
            tuple(self._with_name(row) for row in rows) for rows in (item.present, item.excused, item.stances)
        )
        follow_up = tuple(self._follow_up(ref))
        again = tuple(self._again(ref))
        item = item._replace(present=present, excused=excused, stances=stances, again=again, follow_up=follow_up)
        return with_results(self.snapshot, ref, item, self._work)

    def _work(self, item: Item) -> FollowUpWork:
        owner = self._person(item.owner) if item.owner else None
        return FollowUpWork(str(item.ref), item.level, item.title, item.due_written, owner)

    def _with_name(self, row: Person) -> Person:
        """Return a person at an item with the titles of the posts and the holder's name."""
        deciding = tuple(title_of(self.then, post) for post in row.decided_by)
        person = self._person(row.post or "", row.deputy)
        return person._replace(stance=row.stance, reason=row.reason, decided_by=deciding)

    def _follow_up(self, ref: Ref) -> Iterable[FollowUpWork]:
        """Return the work beneath a decision that was last on this meeting's agenda; what was cancelled is left out."""
        if self.snapshot.one(Decision, ref.year, ref.no).meeting != str(self.ref):
            return
        for item in self.snapshot.cases():
            if ref.is_above(item.ref) and not item.is_dropped:
                yield self._work(item)

    def _attendance(self) -> Iterable[Person]:
        """Return the attendance: those present, held seats that were absent, then guests."""
        rows = {row.who: row for row in self.snapshot.attendance_at(self.ref)}
        council = self.meeting.kind in COUNCIL_MEETINGS
        deputies = {row.deputy for row in rows.values()}
        for post in self.then.all(Post):
            row = rows.get(post.id)
            if row is not None:
                there, reason = self._person(post.id, written_deputy(row)), self.left.get(post.id, "")
                during = tuple(self.labels.get(key, key) for key in row.during)
                there = there._replace(presence=row.presence, reason=reason, during=during)
                there = there._replace(passages=self._passages(post.id))
                yield self._with_mandate(there, row, post) if row.presence == Presence.DEPUTY else there
            elif council and post.seat and post.id not in deputies and self._is_held(post.id):
                yield self._person(post.id)._replace(presence=ABSENT, reason="")
        for row in rows.values():
            if row.presence == Presence.GUEST:
                yield self._guest(row)

    def _is_held(self, post: str) -> bool:
        return self.snapshot.is_held_on(post, self.meeting.day)

    def _with_mandate(self, there: Person, row: Attendance, post: Post) -> Person:
        """Add the mandate of a deputy: its words, who gave it and when, and why it commits nobody where it does not."""
        facts = Facts(self.snapshot, self.ref)
        mandate = mandate_of(facts.then, self.meeting, row)
        if mandate is not None:
            giver = title_of(self.then, mandate.by) or None
            there = there._replace(mandate=mandate.words, mandated_by=giver, mandated_on=mandate.on)
        lack = facts.lack(row) if post.binds else None
        return there._replace(lack=lack)

    def _person(self, post: str, deputy: str | None = None) -> Person:
        """Return a post with who held it on the meeting's day, and who met in its place."""
        return person_on(self.snapshot, post, self.meeting, deputy)

    def _led(self) -> Iterable[Person]:
        """Return who led the meeting, one after the other: whenever an item was concluded, and in the end."""
        deputies = {row.who: row.deputy for row in self.snapshot.attendance_at(self.ref)}
        for post in dict.fromkeys((*self.leaders, *self.snapshot.leaders_of(self.meeting))):
            yield self._person(post, deputies.get(post))

    def _recorded(self) -> Iterable[Recorder]:
        """Return who recorded all this, once: the one who recorded most of it first."""
        for (post, authenticated), subjects in sorted(self.recorders.items(), key=lambda row: -len(row[1])):
            person = self._person(post)
            yield Recorder(post, person.title, person.holder, authenticated, tuple(dict.fromkeys(subjects)))

    def _next_meeting(self) -> NextMeeting | None:
        """Return the first meeting after this one of those who met, or of the council, unless it was cancelled."""
        meeting = self.meeting
        of_council = meeting.kind in COUNCIL_MEETINGS
        wanted = COUNCIL_MEETINGS if of_council else (meeting.kind,)
        after = (m for m in self.snapshot.all(Meeting) if m.day > meeting.day and m.kind in wanted)
        of_those = (m for m in after if of_council or m.group == meeting.group)
        standing = (m for m in of_those if not self.snapshot.case_of(m).is_called_off)
        first = min(standing, key=lambda m: (m.day, m.no), default=None)
        return NextMeeting(str(first.ref), first.day, first.kind) if first is not None else None
