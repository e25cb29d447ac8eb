"""Request: the actor, the day, the facts as they change, and the entries to record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Final, NoReturn

from slt_flow.definitions.load import Pinned, PinnedKind, load_kind, load_machines, load_newest, pinned, pinned_kind
from slt_flow.engine.decide import (
    Accepted,
    ActionRequest,
    Refused,
    decide,
    earliest_day,
    known_action,
    known_item,
)
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.entries import Cause, Entry, Kind
from slt_flow.engine.fold import apply
from slt_flow.engine.machine import BuiltMachine, Machines, build
from slt_flow.engine.new_entries import kind_pinned, new_pins
from slt_flow.errors import NotYourAction, RequestError
from slt_flow.model import Assessment, Council, Decision, Definition, Item, LearningPoint, Meeting
from slt_flow.model.agenda_points import Points, agenda_of
from slt_flow.model.facts import Facts
from slt_flow.model.labels import named_state
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection, queries
from slt_flow.records.connection import Connection
from slt_flow.results.answers import Finding, Notice, Refusal, Step
from slt_flow.services.request import parsing, warnings
from slt_flow.services.request.adoptions import prepare
from slt_flow.services.request.answer_checks import (
    SETTLES,
    journal_of_neighbour,
    keys_of,
    meeting_of,
    refuse_gone,
    refuse_mandate_to_come,
    refuse_to_come,
)
from slt_flow.services.request.clock import today
from slt_flow.services.request.context import Context
from slt_flow.services.request.display_names import with_names
from slt_flow.services.request.identity import identify
from slt_flow.services.request.kind_headings import refuse_unjudged_title
from slt_flow.services.request.own_stances import own_stance
from slt_flow.services.request.pinned_machines import PinnedMachines, pinned_contents
from slt_flow.services.request.remedies import Again, Attempt, again, with_remedies
from slt_flow.services.request.typed_days import TypedDays
from slt_flow.terms import ANSWERS, LEARNING_SERIES, AnswerKind, Named, Ref, Role, Tag


class RefusedByRule(Exception):
    """Refusal raised through the transaction, which rolls back."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.ref, refusal.action)


class Request:
    """Request inside its transaction: facts as stored, facts as they become, and the entries between them."""

    machines: Final = Machines({})
    """Machines and kinds by the digest of their definition: their content is parsed once in a process."""

    def __init__(self, context: Context, connection: Connection, council: str) -> None:
        self.context, self.connection, self.council = context, connection, council
        self.kept = projection.kept(connection, council)
        self.before = self.kept.snapshot
        self.snapshot = self.before.copy()
        self.snapshot.chain, self.snapshot.journals = None, {}
        self.entries: list[Entry] = []
        self.notices: list[Notice] = []
        self.steps: list[Step] = []
        self.refs: list[Ref] = []
        self.rebuild: Callable[[Connection, str], Snapshot] | None = None
        self.whole: Again | None = None
        self._loaded: set[Ref] = set()
        self._new: set[Ref] = set()
        self.days = TypedDays(self)
        self.identity = identify(context, self.before)
        self.actor = self.identity.actor
        self.acted_by = parsing.post(context.acted_by, self.snapshot) if context.acted_by else None
        self.basis = parsing.line("basis", context.basis) if context.basis else None
        self.key = parsing.line("key", context.key) if context.key is not None else None

    @property
    def row(self) -> Council:
        """The council itself."""
        return self.snapshot.one(Council)

    def load(self, ref: Ref) -> None:
        """Load a case with all above and beneath it, its machines, and its meeting."""
        if ref.top in self._loaded:
            return
        self._loaded.add(ref.top)
        self._load_rows(ref)
        for evaluation in {row.evaluation for row in self.snapshot.all(Assessment) if row.ref.top == ref.top}:
            self._load_rows(parsing.ref(evaluation))  # whether it stands is asked
        decision = self.snapshot.find(Decision, ref.year, ref.no) if not ref.series else None
        if decision is not None and decision.kind_pin:
            self.load_everything()  # the rules of a kind see the whole year
        elif decision is not None and self.snapshot.one(Item, *ref.top).has(Tag.ACHIEVED) and not self.kept.is_whole:
            self._take(projection.evaluations(self.connection, self.council))  # they say which year it belongs to
        if decision is not None and decision.tabled_at is not None:
            self.load(decision.tabled_at)
        point = self.snapshot.find(LearningPoint, ref.year, ref.no) if ref.series == LEARNING_SERIES else None
        if point is not None and point.evaluation:
            self.load(parsing.ref(point.evaluation))

    def _load_rows(self, ref: Ref) -> None:
        if not (self.kept.is_whole or ref.top in self.kept.loaded):
            loaded = Snapshot(self.council)
            projection.load_case(self.connection, loaded, ref)
            self._take(loaded)
            self.kept.loaded.add(ref.top)

    def item(self, ref: Ref) -> Item:
        """Return a case, loading it first.

        Raises:
            RequestError: when there is none with this ref.
        """
        self.load(ref)
        return known_item(self.snapshot, ref)

    def open_work(self, post: str) -> list[Item]:
        """Return the cases that a post owns and that have not ended, as they were before the request."""
        cases = queries.cases(self.connection, self.council, None)
        return [item for item in cases if item.owner == post and not item.ended]

    def perform(
        self,
        ref: Ref,
        action: str,
        raw: Mapping[str, Any] | None = None,
        *,
        through: bool = False,
        on: date | None = None,
    ) -> None:
        """Perform an action, or the shortest way to it; a refusal takes the whole request back.

        `on` is the day of what it follows from, where that is another case's; it never comes before its own last day.

        Raises:
            RefusedByRule: with every finding that keeps the action shut.
            RequestError: the case's machine has no such action in any state.
        """
        item = self.item(ref)
        typed = self.typed(ref, raw or {})
        if ref.is_meeting:
            items = self.load_items(ref)
            self.snapshot.chain = journal.chain_of(self.connection, self.council, (ref, *items))
        built = self.machines.built(item.pin)
        action = action.replace("-", "_")
        if action not in built.every_action:
            raise RequestError("workflow_lacks_action", ref=str(ref), action=action, machine=built.name)
        definition = known_action(built, item, action)
        if definition is not None and definition.to is not None and Tag.HELD in built.state(definition.to).tags:
            refuse_to_come(self.snapshot, item, self.context.day)
        does = definition.does if definition is not None and ref == ref.top else ()
        if "change_title" in does or "change_nature" in does:
            title = typed.get("title", item.title)
            refuse_unjudged_title(self.snapshot, self.context.shelf, ref, title, turned="change_nature" in does)
        way = (built.way_to(action, item.state) if through else None) or (action,)
        if definition is not None and SETTLES in definition.does:
            self.snapshot.agenda, _ = self.points(ref)
        for name in way:
            adoption = prepare(self, ref, name)
            cause = Cause.ASKED if name == action else Cause.THROUGH
            self._perform_one(ref, name, typed if name == action else {}, on, cause)
            if adoption is not None and self.item(ref).has(Tag.ADOPTED):
                adoption.conclude(self, ref)
        if ref.is_meeting:
            due_in = partial(queries.due_in, self.connection, self.council)
            self.notices += warnings.of_moved_meeting(self.before, self.snapshot, ref, due_in)
        self.refs.append(ref)

    def points(self, meeting: Ref) -> Points:
        """Return the points of a meeting's agenda, and those taken off it."""
        case, year = self.snapshot.item(meeting), self.snapshot.one(Meeting, *meeting[:3]).day.year
        if not (self.kept.is_whole or (case is not None and case.has(Tag.HELD))):
            self._take(projection.for_agendas(self.connection, self.council, year))
        self.load_items(meeting)
        return agenda_of(self.snapshot, meeting, self.context.day)

    def typed(self, ref: Ref, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Parse typed answers and load the cases they name; attendance is read as of the meeting's day."""
        meeting = self.snapshot.find(Meeting, *ref[:3]) if ref.is_meeting else None
        if meeting is not None:
            raw = parsing.at_meeting(raw, self.snapshot, meeting)
        rows = self.snapshot.on(meeting.day) if meeting else self.snapshot
        answers = parsing.answers(raw, rows, self.days.of_answers(ref, raw), meeting.day if meeting else None)
        if meeting is not None and answers.keys() & {"point", "during"}:
            answers |= keys_of(answers, [point for points in self.points(ref) for point in points], ref)
        for mandate in answers.get("mandate", ()):
            refuse_mandate_to_come(mandate, today(self.context.clock))
        if "owner" in answers:
            refuse_gone(self.snapshot, answers["owner"], self.context.day)
        for name, answer in answers.items():
            if isinstance(answer, Ref):
                self.item(answer)
            elif ANSWERS[name] is AnswerKind.NEIGHBOUR:
                there = journal_of_neighbour(self.connection, self.council, answer)
                self.snapshot.journals = {**self.snapshot.journals, **there}
        return answers

    def only_for(self, *roles: Role) -> None:
        """Let only posts with these roles do what has no action.

        Raises:
            NotYourAction: the actor has none of them.
        """
        then = self.snapshot.on(self.context.day)
        possible = tuple(post for role in roles for post in then.posts_with(role))
        days = {self.context.day, today(self.context.clock)}
        if not any(self.snapshot.has_role(self.actor, role, day) for role in roles for day in days):
            raise NotYourAction("not_your_task", actor=self.actor, possible=possible)

    def entry(
        self,
        kind: Kind,
        subject: object,
        data: Mapping[str, object],
        texts: Mapping[str, str] | None = None,
        *,
        on: date | None = None,
        machine: str | None = None,
    ) -> Entry:
        """Return an entry of the actor's act; it holds for the request's day unless another is named."""
        day, own_texts = on or self.context.day, texts or {}
        return Entry(
            kind=kind, subject=str(subject), on=day, machine=machine, acted_by=self.actor, data=data, texts=own_texts
        )

    def record(self, *entries: Entry, cause: Cause = Cause.ASKED) -> None:
        """Add entries that no action makes, as one step."""
        step = self._steps + 1
        for entry in entries:
            texts = {**entry.texts, "basis": self.basis} if self.basis and not self.entries else entry.texts
            numbered = replaced(entry, seq=self.snapshot.head + 1, texts=texts, step=step, cause=cause)
            apply(self.snapshot, numbered)
            self.entries.append(numbered)

    def take(self, accepted: Accepted) -> None:
        """Apply what the engine accepted; its steps are renumbered to follow those of the request so far."""
        self.snapshot, before = accepted.snapshot, self._steps
        for entry in accepted.entries:
            caused_by = entry.caused_by + before if entry.caused_by is not None else None
            self.entries.append(replaced(entry, step=entry.step + before, caused_by=caused_by))

    @property
    def _steps(self) -> int:
        """Number of steps taken so far."""
        return self.entries[-1].step if self.entries else 0

    def register(self, entry: Entry, cause: Cause = Cause.ASKED) -> Ref:
        """Record a case that begins without an action; return its ref."""
        self.record(entry, cause=cause)
        item = self.snapshot.one(Item, *parsing.ref(entry.subject))
        self.refs.append(ref := item.ref)
        self._new.add(ref)
        self.kept.loaded.add(ref.top)  # nothing of it is stored yet
        self.steps.append(Step(str(ref), "", item.state, self.state(item).label, item.title))
        if ref.is_meeting:
            self.notices += warnings.of_meeting(self.snapshot, ref, self.context.day)
        return ref

    def notice(self, code: str, **facts: Any) -> None:
        """Add a notice to the result."""
        self.notices.append(Notice(code, facts))

    def council_machines(self) -> tuple[BuiltMachine, ...]:
        """Return the machines the council begins with, as their files are now; new content is pinned.

        A machine whose file is gone is taken as the journal keeps it.
        """
        loaded = load_machines(self.row.machines, vocabulary(), self.context.shelf, self._pinned)
        return self.pinned(*loaded.values())

    @property
    def _pinned(self) -> PinnedMachines:
        return PinnedMachines(lambda: pinned_contents(self.connection, self.council))

    def machine(self, name: str) -> BuiltMachine:
        """Build the machine of a name: the version chosen, else the one pinned last, else the newest."""
        kept, shelf, may_name = self._pinned, self.context.shelf, vocabulary()
        last = next((version for machine, version in reversed(tuple(kept)) if machine == name), None)
        if (chosen := self.row.machines.get(name, last)) is not None:
            return self.pinned(load_machines({name: chosen}, may_name, shelf, kept)[name])[0]
        return self.pinned(load_newest(name, may_name, shelf))[0]

    def pinned(self, *machines: Pinned) -> tuple[BuiltMachine, ...]:
        """Build machines; content that the council has not pinned yet is pinned."""
        digests = projection.pinned_digests(self.connection, self.council)
        for machine in machines:
            if machine.digest in digests:
                other = self.definition(machine.digest).version
                if other != machine.version:  # one digest is one row, which cannot carry two numbers
                    name = machine.machine.name
                    raise RequestError("version_says_the_same", machine=name, version=machine.version, other=other)
        self.record(*new_pins(self.snapshot, machines, self.context.day))
        return tuple(self._build(machine) for machine in machines)

    def day_at(self, ref: Ref, action: str, answers: Mapping[str, Any]) -> date:
        """Return the day an action's entries hold for: the day named, else its held meeting's day, else today.

        Never before the entries it builds on, unless so named (and then refused). What becomes of a meeting's minutes
        comes after the meeting, on a day of its own. A decision ends another on the day it was adopted.
        """
        if self.context.on is not None:
            return self.context.on
        item, now = self.item(ref), self.context.day
        built = self.machines.built(item.pin)
        performed = built.actions(item.state).get(action)
        meeting, day = meeting_of(self.snapshot, item, answers), now
        target = built.state(performed.to).tags if performed is not None and performed.to is not None else item.tags
        if meeting is not None and (meeting.ref != ref or Tag.MINUTED not in (*item.tags, *target)):
            held = self.snapshot.case_of(meeting).has(Tag.HELD) or (meeting.ref == ref and Tag.HELD in target)
            day = meeting.day if held else min(meeting.day, now)
        ending = answers.get("decision") if not item.series else None
        if isinstance(ending, Ref) and (other := self.snapshot.find(Decision, ending.year, ending.no)) is not None:
            day = other.adopted_on or day
        return max(day, earliest_day(self.snapshot, built, item, performed) if performed is not None else item.last_on)

    def refuse(
        self,
        ref: str,
        action: str,
        *findings: Finding,
        actions: tuple[str, ...] = (),
        answers: Mapping[str, Any] | None = None,
    ) -> NoReturn:
        """Take the whole request back with these findings."""
        named = Ref.parse(ref)
        decision = self.snapshot.find(Decision, named.year, named.no) if named and not named.series else None
        meeting = (decision.meeting if decision else None) or ref
        attempt = Attempt(ref, action, meeting, self.again(ref, action, answers or {}))
        if named is not None and self.before.item(named) is None and named in self._new:
            whole = self.whole or Again("slt decision register TITLE", {})
            attempt = Attempt("", action, meeting, whole, is_new=True)
        if len(journal.councils(self.connection)) > 1:
            attempt = attempt._replace(council=self.council)
        then = self.snapshot.on(self.context.day)
        if named is not None and self.snapshot.item(named) is not None:
            then = Facts(self.snapshot, named, on=self.context.day).then
        named_findings = with_names(findings, then)
        raise RefusedByRule(Refusal(ref, action, with_remedies(named_findings, attempt), actions))

    def again(self, ref: str, action: str, answers: Mapping[str, Any]) -> Again:
        """Return the command that repeats this request, by the same actor for the same act on the same ground."""
        return again(ref, action, answers, for_=self.acted_by, basis=self.basis, as_=self.context.actor)

    def _perform_one(self, ref: Ref, action: str, typed: Mapping[str, Any], on: date | None, cause: Cause) -> None:
        on = max(on, self.item(ref).last_on) if on is not None else self.day_at(ref, action, typed)
        asked = (ref, action, typed, self.actor, on, self.acted_by, self.basis, today(self.context.clock), cause)
        action_request = ActionRequest(*asked, self.identity.behind, own_stance(self, ref, typed))
        decided = decide(self.snapshot, self.machines, action_request, is_own=True)
        if isinstance(decided, Refused):
            self.refuse(str(ref), action, *decided.findings, actions=decided.actions, answers=typed)
        self.take(decided)
        self._note_steps(ref, action, decided.entries)
        self.notices += warnings.of_perform(self.snapshot, action_request, decided.entries, self.context.day)

    def _note_steps(self, performed: Ref, action: str, entries: tuple[Entry, ...]) -> None:
        moves = [entry for entry in entries if entry.kind in (Kind.MOVED, Kind.REGISTERED)]
        worded = {entry.subject for entry in entries if entry.data.get("due_words")}
        if not moves:
            item = self.snapshot.one(Item, *performed)
            label = self.machines.built(item.pin).actions(item.state)[action].label._asdict()
            due = item.due_written if str(performed) in worded else None
            step = Step(str(performed), action, "", label, item.title, due)
            acts = [step._replace(kind=str(e.kind), facts=e.data, texts=e.texts) for e in entries[:1]]
            self.steps += acts or [step]
        for entry in moves:
            item = self.snapshot.one(Item, *parsing.ref(entry.subject))
            label = self.label(item.pin, str(entry.to_state))
            due = item.due_written if entry.subject in worded else None
            self.steps.append(Step(entry.subject, str(entry.action), str(entry.to_state), label, item.title, due))

    def built(self, pin: str) -> BuiltMachine:
        """Return the machine of a definition that the council has pinned."""
        if pin not in self.machines.built_machines:
            row = self.definition(pin)
            self._build(pinned(row.content, row.name, row.version))
        return self.machines.built(pin)

    def label(self, pin: str, state: str) -> dict[str, str]:
        """Return the label of a state, by language."""
        return self.built(pin).state(state).label._asdict()

    def state(self, item: Item) -> Named:
        """Return the state of a case with its label."""
        return named_state(item, self.label(item.pin, item.state))

    def load_items(self, meeting: Ref) -> tuple[Ref, ...]:
        """Load the decisions last tabled at a meeting, and return their refs."""
        at = projection.decisions_at(self.connection, self.council, meeting)
        for ref in at:
            self.load(ref)
        return at

    def _take(self, loaded: Snapshot) -> None:
        """Take rows into both snapshots, except those that this request has read, and perhaps changed, already."""
        tables = loaded.tables()
        self.before.take(row for kind, rows in tables for key, row in rows.items() if not self.before.find(kind, *key))
        self.snapshot.forget()
        decisions = tuple(loaded.all(Decision))
        for pin in (*(item.pin for item in loaded.all(Item)), *(pin for row in decisions for pin in row.pins)):
            self.built(pin)
        for pin in (row.kind_pin for row in decisions if row.kind_pin is not None):
            if pin not in self.machines.kinds:
                row = self.definition(pin)
                self.machines.kinds[pin] = pinned_kind(row.content, row.name).kind

    def definition(self, pin: str) -> Definition:
        """Return a pinned definition, which both snapshots then hold."""
        row = self.snapshot.find(Definition, pin)
        if row is None:
            row = projection.definition(self.connection, self.council, pin)
            self.before.take((row,))
        return row

    def _build(self, machine: Pinned) -> BuiltMachine:
        if machine.digest not in self.machines.built_machines:
            self.machines.built_machines[machine.digest] = build(machine)
        return self.machines.built(machine.digest)

    def load_everything(self) -> None:
        """Load every case of the council, for rules about a whole year; once in a request."""
        if not self.kept.is_whole:
            self._take(projection.everything(self.connection, self.council))
            self.kept.is_whole = True

    def kind(self, name: str, machine: BuiltMachine) -> PinnedKind:
        """Return a kind of decision as its file is now; new content is pinned."""
        kind = load_kind(name, machine.pinned.machine, vocabulary(), self.context.shelf)
        if kind.digest in projection.pinned_digests(self.connection, self.council):
            self.definition(kind.digest)
        elif self.snapshot.find(Definition, kind.digest) is None:
            self.record(kind_pinned(kind, self.context.day))
        self.machines.kinds[kind.digest] = kind.kind
        return kind
