"""One request: the actor, the day, the facts as they change, and the transaction that keeps what was decided."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from slt_flow.definitions.load import Pinned, load_machines, pinned
from slt_flow.desk import intake
from slt_flow.desk.clock import Clock, stamp, today
from slt_flow.desk.front import Desk, resolve
from slt_flow.desk.remedies import Again, again, with_remedies
from slt_flow.engine.births import new_pins
from slt_flow.engine.decide import Refused, Walk, decide, earliest_day, known_door, known_item
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import apply
from slt_flow.engine.machine import Book, Room, build
from slt_flow.engine.route import shortest_way
from slt_flow.errors import NotYourDoor, RequestError
from slt_flow.facts import Snapshot
from slt_flow.records import journal, projection, replay
from slt_flow.records.store import Connection
from slt_flow.results import Done, Finding, Notice, Outcome, Refusal, Step
from slt_flow.rows import Council, Decision, Definition, Item, Meeting, Post
from slt_flow.terms import Ref, Role, Tag, Verdict

_ROOMS: dict[str, Room] = {}


class RefusedByRule(Exception):
    """Carries a refusal out of the transaction, which is thereby taken back."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.ref, refusal.door)


class Request:
    """A request inside its transaction: facts as stored, facts as they become, and the entries between them."""

    def __init__(self, desk: Desk, connection: Connection, council: str) -> None:
        self.desk, self.connection, self.council = desk, connection, council
        self.before = projection.frame(connection, council)
        self.snapshot = self.before.copy()
        self.book = Book({})
        self.entries: list[Entry] = []
        self.notices: list[Notice] = []
        self.steps: list[Step] = []
        self.refs: list[Ref] = []
        self.rebuilds = False
        self._loaded: set[Ref] = set()
        self._new: set[Ref] = set()
        self.actor = intake.post(desk.actor, self.snapshot) if desk.actor else self.secretary
        self.deed_of = intake.post(desk.deed_of, self.snapshot) if desk.deed_of else None
        self.basis = intake.line("basis", desk.basis) if desk.basis else None
        self.key = intake.line("key", desk.key) if desk.key is not None else None

    @property
    def secretary(self) -> str:
        """The post that records for all."""
        return self.snapshot.posts_with(Role.SECRETARY)[0]

    @property
    def row(self) -> Council:
        """The council itself."""
        return self.snapshot.one(Council)

    def load(self, ref: Ref) -> None:
        """Bring in what is known of a case with all above and beneath it, its machines, and its meeting."""
        if ref.top in self._loaded:
            return
        self._loaded.add(ref.top)
        loaded = Snapshot(self.council)
        projection.load_case(self.connection, loaded, ref)
        self._take(loaded)
        for item in loaded.all(Item):
            self._open_room(item.pin)
        decision = self.snapshot.find(Decision, ref.year, ref.no) if not ref.series else None
        for pin in decision.pins if decision else ():
            self._open_room(pin)
        if decision is not None and decision.meeting:
            self.load(intake.ref(decision.meeting))

    def item(self, ref: Ref) -> Item:
        """A case, loaded.

        Raises:
            RequestError: when there is none with this ref.
        """
        self.load(ref)
        return known_item(self.snapshot, ref)

    def walk(self, ref: Ref, door: str, raw: Mapping[str, Any] | None = None, *, through: bool = False) -> None:
        """Walk a door, or the shortest way to it; a refusal takes the whole request back.

        Raises:
            RefusedByRule: with every finding that keeps the door shut.
        """
        item = self.item(ref)
        typed = self.typed(ref, raw or {})
        if ref.series:
            self._load_items(ref)
        room = self.book.room(item.pin)
        door = door.replace("-", "_")
        known_door(room, item, door)
        way = (shortest_way(room, item.state, door) if through else None) or (door,)
        for name in way:
            self._walk_one(ref, name, typed if name == door else {})
        if ref not in self.refs:
            self.refs.append(ref)

    def typed(self, ref: Ref, raw: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed as answers, the cases they name loaded; who is present is read as of the meeting's day."""
        meeting = self.snapshot.find(Meeting, ref.year, ref.no) if ref.series else None
        answers = intake.answers(raw, self.snapshot, meeting.day if meeting else None)
        for answer in answers.values():
            if isinstance(answer, Ref):
                self.item(answer)
        return answers

    def only_for(self, *roles: Role) -> None:
        """Let only posts with these roles do what has no door.

        Raises:
            NotYourDoor: the actor has none of them.
        """
        possible = tuple(post for role in roles for post in self.snapshot.posts_with(role))
        if self.actor not in possible:
            raise NotYourDoor("not_your_task", actor=self.actor, possible=possible)

    def record(self, *entries: Entry) -> None:
        """Add entries that no door makes."""
        for entry in entries:
            texts = {**entry.texts, "basis": self.basis} if self.basis and not self.entries else entry.texts
            numbered = replace(entry, seq=self.snapshot.head + 1, texts=texts)
            apply(self.snapshot, numbered)
            self.entries.append(numbered)

    def made(self, ref: Ref) -> None:
        """Note that a case was registered without a door."""
        item = self.snapshot.one(Item, *ref)
        self.refs.append(ref)
        self._new.add(ref)
        self.steps.append(Step(str(ref), "", item.state, self.label(item.pin, item.state), item.title))

    def taken_back(self, entries: Sequence[Entry]) -> None:
        """Note that entries are voided: the tables are then made anew from the journal."""
        self.rebuilds = True
        found = (Ref.parse(entry.subject) for entry in entries)
        self.refs += dict.fromkeys(ref for ref in found if ref is not None)

    def notice(self, code: str, **facts: Any) -> None:
        """Tell the user something beside the result."""
        self.notices.append(Notice(code, facts))

    def machines(self) -> tuple[Room, ...]:
        """The rooms of the machines the agreement names, as their files are now; new content is pinned."""
        loaded = load_machines(self.row.machines, vocabulary())
        known = projection.pinned_digests(self.connection, self.council)
        for digest in known & {each.digest for each in loaded.values()}:
            self._load_definition(digest)
        self.record(*new_pins(self.snapshot, loaded.values(), self.desk.day))
        return tuple(self._room(each) for each in loaded.values())

    def day_at(self, ref: Ref, door: str, answers: Mapping[str, Any]) -> date:
        """The day a door's entries hold for: as named, else its meeting's day once it is held, else today.

        Never before the entries it builds on, unless so named (and then refused).
        """
        if self.desk.on is not None:
            return self.desk.on
        item, now = self.item(ref), self.desk.day
        room = self.book.room(item.pin)
        walked = room.doors(item.state).get(door)
        holds = walked is not None and walked.to is not None and Tag.HELD in room.state(walked.to).means
        meeting = self._meeting_of(item, answers)
        if meeting is None:
            day = now
        else:
            case = self.snapshot.item(Ref("M", meeting.year, meeting.no))
            held = holds or (case is not None and case.means(Tag.HELD))
            day = meeting.day if held or meeting.day <= now else now
        return max(day, earliest_day(self.snapshot, room, item, walked) if walked is not None else item.last_on)

    def refuse(
        self,
        ref: str,
        door: str,
        *findings: Finding,
        doors: tuple[str, ...] = (),
        answers: Mapping[str, Any] | None = None,
    ) -> None:
        """Take the whole request back with these findings."""
        named = Ref.parse(ref)
        decision = self.snapshot.find(Decision, named.year, named.no) if named and not named.series else None
        meeting = (decision.meeting if decision else None) or ref
        context = {"ref": ref, "door": door, "meeting": meeting, "again": self.again(ref, door, answers or {})}
        if named is not None and self.before.item(named) is None and named in self._new:
            context = {"ref": "", "door": door, "meeting": meeting, "new": ref}
        raise RefusedByRule(Refusal(ref, door, with_remedies(findings, **context), doors))

    def again(self, ref: str, door: str, answers: Mapping[str, Any]) -> Again:
        """The command that asks the same once more, by the same actor for the same deed on the same ground."""
        return again(ref, door, answers, for_=self.deed_of, basis=self.basis, as_=self.desk.actor)

    def _walk_one(self, ref: Ref, door: str, typed: Mapping[str, Any]) -> None:
        on = self.day_at(ref, door, typed)
        told = Walk(ref, door, typed, self.actor, on, self.deed_of, self.basis)
        decided = decide(self.snapshot, self.book, told)
        if isinstance(decided, Refused):
            self.refuse(str(ref), door, *decided.findings, doors=decided.doors, answers=typed)
        else:
            self.snapshot = decided.snapshot
            self.entries += decided.entries
            self._note_steps(ref, door, decided.entries)
            self._warn(ref, door, typed, on)

    def _note_steps(self, walked: Ref, door: str, entries: tuple[Entry, ...]) -> None:
        if not any(entry.kind in (Kind.MOVED, Kind.REGISTERED) for entry in entries):
            item = self.snapshot.one(Item, *walked)
            label = self.book.room(item.pin).doors(item.state)[door].label.model_dump()
            self.steps.append(Step(str(walked), door, "", label, item.title))
        for entry in entries:
            ref = Ref.parse(entry.subject)
            if ref is None or entry.kind not in (Kind.MOVED, Kind.REGISTERED):
                continue
            item = self.snapshot.one(Item, *ref)
            label = self.label(item.pin, str(entry.to_state))
            self.steps.append(Step(entry.subject, str(entry.door), str(entry.to_state), label, item.title))

    def label(self, pin: str, state: str) -> dict[str, str]:
        """What a state is called, by language."""
        self._open_room(pin)
        return self.book.room(pin).state(state).label.model_dump()

    def _warn(self, ref: Ref, door: str, typed: Mapping[str, Any], on: date) -> None:
        due, owner = typed.get("due"), typed.get("owner")
        if due is not None and due < self.desk.day:
            self.notice("deadline_passed", ref=str(ref), door=door, due=due)
        if owner is not None and self.snapshot.one(Post, owner).vacant:
            self.notice("owner_vacant", post=owner)
        if on > today(self.desk.clock):
            self.notice("dated_ahead", on=on)

    def _meeting_of(self, item: Item, raw: Mapping[str, Any]) -> Meeting | None:
        named = raw.get("meeting")
        if isinstance(named, Ref):
            return self.snapshot.find(Meeting, named.year, named.no)
        if item.series:
            return self.snapshot.find(Meeting, item.year, item.no)
        decision = self.snapshot.find(Decision, item.year, item.no)
        if decision is None or decision.meeting is None or item.a or not item.means(Tag.ON_AGENDA):
            return None
        ref = intake.ref(decision.meeting)
        return self.snapshot.find(Meeting, ref.year, ref.no)

    def _load_items(self, meeting: Ref) -> None:
        for ref in projection.decisions_at(self.connection, self.council, meeting):
            self.load(ref)

    def _take(self, loaded: Snapshot) -> None:
        for kind, rows in loaded.tables():
            for key, row in rows.items():
                if self.before.find(kind, *key) is None:
                    self.before.put(row)
                    self.snapshot.put(row)

    def _load_definition(self, pin: str) -> None:
        loaded = Snapshot(self.council)
        projection.load_definition(self.connection, loaded, pin)
        self._take(loaded)

    def _open_room(self, pin: str) -> None:
        if pin in self.book.rooms:
            return
        if pin not in _ROOMS:
            self._load_definition(pin)
            row = self.snapshot.one(Definition, pin)
            _ROOMS[pin] = build(pinned(row.content, row.name, row.version))
        self.book.rooms[pin] = _ROOMS[pin]

    def _room(self, machine: Pinned) -> Room:
        if machine.digest not in _ROOMS:
            _ROOMS[machine.digest] = build(machine)
        self.book.rooms[machine.digest] = _ROOMS[machine.digest]
        return _ROOMS[machine.digest]


Act = Callable[[Request], None]


def perform(
    desk: Desk, asked: Mapping[str, Any], subject: Ref | None, act: Act, *, only: tuple[Role, ...] = ()
) -> Outcome:
    """Let a request act, and keep what it recorded: all of it in one transaction, or nothing.

    Args:
        desk: where the request came in.
        asked: what was asked, to know the same request when it comes again.
        subject: the case it is about, None when it is about the council.
        act: records entries and walks doors.
        only: who may ask for it, where no door says so.

    Returns:
        What was done (or had been done already), or a refusal.
    """
    try:
        with desk.store.writing(dry_run=desk.dry_run) as connection:
            request = Request(desk, connection, resolve(connection, desk.council))
            mark = _fingerprint(request, asked)
            earlier = _already(request, subject, mark)
            if earlier is not None:
                return earlier
            _refuse_changed(request, subject)
            if only:
                request.only_for(*only)
            act(request)
            return keep(request, mark)
    except RefusedByRule as refused:
        return refused.refusal


def keep(request: Request, mark: str) -> Done:
    """Append the entries, write the rows they changed, and say what was done."""
    desk = request.desk
    if request.entries:
        first = request.entries[0]
        request.entries[0] = replace(first, texts={**first.texts, "asked": mark})
    signed = journal.Signature(new_request_id(desk.clock), stamp(desk.clock), request.actor, "local", request.key)
    stored = journal.append(request.connection, request.council, request.entries, signed)
    if request.rebuilds:
        request.snapshot = replay.rebuild(request.connection, request.council)
    else:
        projection.store(request.connection, request.before, request.snapshot)
    return _done(request, stored, already=False)


def new_request_id(clock: Clock) -> str:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(clock.now().timestamp() * 1000) & (1 << 48) - 1
    bits = milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    digits = f"{bits:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _already(request: Request, subject: Ref | None, mark: str) -> Done | None:
    """What an equal request, or one with the same key, recorded before."""
    connection, council = request.connection, request.council
    if request.key is not None:
        earlier = journal.of_key(connection, council, request.key)
        if earlier and earlier[0].texts.get("asked", mark) != mark:
            raise RequestError("key_reused", key=request.key)
    else:
        seq = journal.last_of_subject(connection, council, str(subject)) if subject else request.before.head
        earlier = journal.request_at(connection, council, seq)
        if earlier and earlier[0].texts.get("asked") != mark:
            return None
    if not earlier:
        return None
    for entry in earlier:
        if (ref := Ref.parse(entry.subject)) is not None:
            request.load(ref)
            if entry.kind in (Kind.REGISTERED, Kind.MOVED) and ref not in request.refs:
                request.refs.append(ref)
    return _done(request, earlier, already=True)


def _refuse_changed(request: Request, subject: Ref | None) -> None:
    wanted = request.desk.if_seq
    if wanted is None:
        return
    last = request.before.head
    if subject is not None:
        last = journal.last_of_subject(request.connection, request.council, str(subject))
    if last > wanted:
        saw = {"if_seq": wanted, "last_seq": last}
        finding = Finding("nothing_changed_meanwhile", Verdict.BROKEN, Verdict.KEPT, None, saw)
        request.refuse(str(subject or request.council), "", finding)


def _done(request: Request, stored: tuple[Entry, ...], *, already: bool) -> Done:
    subject = str(request.refs[-1]) if request.refs else stored[0].subject if stored else request.council
    item = request.snapshot.item(request.refs[-1]) if request.refs else None
    return Done(
        ref=subject,
        state=item.state if item else None,
        label=request.label(item.pin, item.state) if item else {},
        entries=tuple(entry.seq for entry in stored),
        already=already,
        dry_run=request.desk.dry_run,
        notices=tuple(request.notices),
        refs=tuple(str(ref) for ref in request.refs),
        steps=tuple(request.steps),
        taken_back=request.rebuilds,
    )


def _fingerprint(request: Request, asked: Mapping[str, Any]) -> str:
    desk = request.desk
    whole = {**asked, "deed_of": desk.deed_of, "actor": request.actor, "on": desk.day, "basis": desk.basis}
    told = sorted((name, str(given)) for name, given in whole.items() if given not in (None, (), ""))
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()
