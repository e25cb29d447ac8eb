"""Doors, duties, today, history and verification as lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from rich.text import Text

from slt_flow.results import Branch, DoorsOf, DoorState, Duty, HistoryLine, Today, Verification
from slt_flow.terms import MEETING_SERIES, Tag
from slt_flow.views.obligations import show_at_risk
from slt_flow.views.outcomes import show_findings
from slt_flow.views.screen import Screen
from slt_flow.views.sentences import of_flaw
from slt_flow.views.tables import value
from slt_flow.views.words import N_, Words, safe

KINDS: Final[Mapping[str, str]] = {
    "AgreementEntered": N_("agreement entered"),
    "DefinitionPinned": N_("workflow pinned"),
    "OrganisationAdded": N_("organisation added"),
    "PostAdded": N_("post added"),
    "PostDesignated": N_("post designated"),
    "HolderAppointed": N_("holder appointed"),
    "PostVacated": N_("post vacated"),
    "AreaAdded": N_("focus area added"),
    "AreaEnded": N_("focus area ended"),
    "Registered": N_("registered"),
    "Moved": N_("moved"),
    "MeetingLinked": N_("put on the agenda"),
    "AgendaLeft": N_("taken off the agenda"),
    "TextAmended": N_("text amended"),
    "TitleChanged": N_("renamed"),
    "PostExcused": N_("takes no part"),
    "StanceTaken": N_("stance"),
    "RatificationRecorded": N_("ratification"),
    "OwnerChanged": N_("new owner"),
    "OwnershipAccepted": N_("work accepted"),
    "DeadlineChanged": N_("deadline moved to"),
    "ProgressNoted": N_("progress"),
    "Remarked": N_("remark"),
    "AddressLinked": N_("link"),
    "AgendaSent": N_("agenda sent on"),
    "AttendanceRecorded": N_("attendance"),
    "DayChanged": N_("moved to another day"),
    "MinutesFrozen": N_("minutes frozen"),
    "AgendaPointAdded": N_("added to the agenda"),
    "AgendaPointDropped": N_("dropped from the agenda"),
    "AgendaPointPlaced": N_("placed on the agenda"),
    "GroundsNamed": N_("based on"),
    "NeighbourLinked": N_("neighbour's decision linked"),
    "KnowledgeAdded": N_("knowledge added"),
    "ChallengeAdded": N_("challenge added"),
    "EvidenceRecorded": N_("evidence of"),
    "SubjectSet": N_("what it is about"),
    "EffectAssessed": N_("effect assessed"),
    "LearningCarried": N_("carried to"),
    "LearningAnswered": N_("answered"),
    "AbsenceRecorded": N_("absence"),
    "AgreementRenewed": N_("agreement renewed"),
    "OrganisationChanged": N_("organisation changed"),
    "PostChanged": N_("post changed"),
    "PostRetired": N_("post no longer in the agreement"),
    "AreaChanged": N_("focus area changed"),
    "AreaMoved": N_("moved to focus area"),
    "Migrated": N_("goes on under another version of the workflow"),
    "MachineChosen": N_("workflow chosen"),
    "EntryVoided": N_("taken back"),
    "TextRedacted": N_("text redacted"),
}
"""What a kind of entry is called in the history."""

_TOLD: Final = ("post", "stance", "owner", "due", "percent", "meeting", "body", "case", "granted", "day", "sent", "by")

_TOLD_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "AgreementRenewed": ("name",),
    "AreaMoved": ("area",),
    "EffectAssessed": ("measure", "challenge", "effect"),
    "GroundsNamed": ("challenges", "knowledge"),
    "LearningAnswered": ("decision",),
    "MachineChosen": ("machine", "version"),
    "Migrated": ("version",),
    "LearningCarried": ("year",),
    "NeighbourLinked": ("council", "ref"),
}
"""What entries of some kinds tell beside."""


def show_doors(every: Iterable[DoorsOf], words: Words, screen: Screen, *, shut_too: bool) -> None:
    """Print the doors of cases: the open ones with whose they are, and the shut ones with why when asked."""
    shown = False
    for case in every:
        doors = [door for door in case.doors if door.open or shut_too]
        if not doors:
            continue
        shown = True
        state = words.label(case.label, case.state)
        screen.print(Text.assemble((f"{case.ref} ", "bold"), safe(case.title), (f"  {state}", "dim")))
        for door in doors:
            _show_door(door, words, screen)
    if not shown:
        screen.print(words.say("Nothing can be done now."))


def _show_door(door: DoorState, words: Words, screen: Screen) -> None:
    name = door.door.replace("_", "-")
    who = words.say("by {posts}", posts=door.by) if door.by else ""
    asks = " ".join(f"--{name}" for name in door.asks)
    mark = ("+ ", "green") if door.open else ("x ", "red")
    label = words.label(door.label, name)
    line = Text.assemble(
        "  ", mark, f"{name:<18} ", f"{label}", (f"  {who}", "dim"), (f"  {asks}" if asks else "", "cyan")
    )
    screen.print(line, hang=4)
    if not door.open:
        show_findings(door.findings, words, screen, indent="      ")


def show_why(case: DoorsOf, words: Words, screen: Screen) -> None:
    """Print why one door is shut, or that it is open."""
    door = case.doors[0]
    name = door.door.replace("_", "-")
    if door.open:
        told = words.say("{ref} {door} is open; it is for {posts}.", ref=case.ref, door=name, posts=door.by)
        screen.print(told)
        if door.asks:
            screen.print(words.say("It needs: {missing}.", missing=tuple(f"--{asked}" for asked in door.asks)))
        return
    screen.print(Text(words.say("{ref} {door} is shut, because:", ref=case.ref, door=name), style="bold"))
    show_findings(door.findings, words, screen)


def show_duties(duties: Iterable[Duty], words: Words, screen: Screen) -> None:
    """Print what every post is waited on for."""
    listed = tuple(duties)
    if not listed:
        screen.print(words.say("Nobody is waited on."))
    for place, duty in enumerate(listed):
        if place:
            screen.print()
        told = safe(duty.holder) if duty.holder else words.say("vacant") if duty.vacant else ""
        holder = f" ({told})" if told else ""
        screen.print(Text.assemble((f"{safe(duty.title)}{holder}", "bold"), (f"  {duty.post}", "dim")))
        for branch in duty.items:
            acts_for = () if branch.owner is not None and branch.owner.post == duty.post else branch.waits
            line = _duty_line(branch, words)
            if acts_for and duty.post not in acts_for:
                line.append("  " + words.say("for {posts}", posts=acts_for), style="dim")
            screen.print(line, hang=2)


def _duty_line(branch: Branch, words: Words) -> Text:
    title = _meetings_work(branch, words) if branch.ref.startswith(MEETING_SERIES) else safe(branch.title)
    line = Text.assemble(f"  {branch.ref} {title}", (f"  {words.label(branch.label, branch.state)}", "dim"))
    if branch.due is not None:
        line.append(f"  {words.say('deadline {day}', day=words.short_day(branch.due))}")
    if branch.late:
        line.append("  " + words.plural("{number} day late", "{number} days late", branch.late_days), style="bold red")
    return line


def _meetings_work(branch: Branch, words: Words) -> str:
    """What a meeting waits for."""
    if Tag.HELD not in branch.tags:
        told = words.say("was to be held: record who was there, or cancel it")
    else:
        told = words.say("minutes to be archived")
    return f"{safe(branch.title)}: {told}" if branch.title else told


def show_today(today: Today, words: Words, screen: Screen) -> None:
    """Print the first screen."""
    screen.print(Text.assemble((safe(today.title), "bold"), ("  " + words.day(today.day), "dim")))
    screen.print()
    _meeting(today, words, screen)
    screen.print()
    if today.late:
        late = words.plural("{number} deadline has passed:", "{number} deadlines have passed:", len(today.late))
        screen.print(Text(late, style="bold red"))
        for branch in today.late:
            owner = f"  {branch.owner.post}" if branch.owner else ""
            screen.print(_duty_line(branch, words).append(owner, style="dim"), hang=2)
    else:
        screen.print(Text(words.say("No deadline has passed."), style="green"))
    screen.print()
    if today.at_risk:
        show_at_risk(today.at_risk, words, screen)
        screen.print()
    screen.print(Text(words.say("Waited on"), style="bold"))
    show_duties(today.waiting, words, screen)


def _meeting(today: Today, words: Words, screen: Screen) -> None:
    held = words.plural("{number} meeting held this year", "{number} meetings held this year", today.meetings_held)
    if today.meetings_agreed is not None:
        held += " " + words.say("(agreed: {number})", number=today.meetings_agreed)
    if today.meeting is None:
        screen.print(words.say("No meeting is planned. Plan one with: slt meeting plan DATE"))
    else:
        screen.print(words.say("Next meeting: {ref}, {day}", ref=today.meeting["ref"], day=today.meeting["day"]))
        if today.meeting["sent"] is not None:
            screen.print("  " + words.say("agenda sent {day}", day=today.meeting["sent"]))
        elif today.meeting["agenda_due"] is not None and today.meeting["agenda_due"] >= today.day:
            screen.print("  " + words.say("the agenda is due {day}", day=today.meeting["agenda_due"]))
    for late in today.agendas_late:
        told = N_("The agenda of {ref} should have been sent by {due}. Once it is: slt meeting call {ref} --sent DATE")
        screen.print(Text(words.say(told, **late), style="bold red"), hang=2)
    screen.print(Text(held, style="dim"))


def show_history(lines: Iterable[HistoryLine], words: Words, screen: Screen) -> None:
    """Print the time line; what was taken back is struck through and marked."""
    for line in lines:
        text = _history(line, words)
        if line.voided:
            text.stylize("strike dim")
            text.append("  " + words.say("(taken back)"), style="yellow")
        screen.print(text, hang=18)


def _history(line: HistoryLine, words: Words) -> Text:
    kind = words.say(KINDS[line.kind])
    what = words.label(line.label, kind) if line.door and line.to_state else kind
    to = f" → {words.label(line.to_label, line.to_state or '')}" if line.to_state else ""
    named = (*_TOLD, *_TOLD_OF.get(line.kind, ()))
    told = [value(line.data, name, words) for name in named if line.data.get(name) is not None]
    texts = [words.quoted(text) for name, text in line.texts.items() if name != "goals" and text]
    who = line.deed_of or ""
    acting = f" {words.say('for {posts}', posts=line.acted_for)}" if line.acted_for else ""
    by_another = words.say("recorded by {post}", post=line.recorded_by) if who and who != line.recorded_by else ""
    recorded = f" ({by_another})" if by_another else ""
    ground = words.say("basis: {text}", text=line.basis) if line.basis else ""
    basis = f" [{ground}]" if ground else ""
    extra = " ".join([*told, *texts])
    return Text.assemble(
        (f"{line.seq:>4}  {line.on.isoformat()}  ", "dim"),
        (f"{line.subject:<10} ", "bold"),
        f"{what}{to}",
        (f"  {extra}" if extra else "", ""),
        (f"  {who}{acting}{recorded}{basis}" if who or basis else "", "dim"),
    )


def show_verifications(found: Iterable[Verification], words: Words, screen: Screen, aside: Screen) -> None:
    """Print what was checked and every flaw."""
    for each in found:
        if not each.flaws:
            told = words.plural(
                "{council}: {number} entry, one unbroken chain; the tables are what it amounts to.",
                "{council}: {number} entries, one unbroken chain; the tables are what it amounts to.",
                each.entries,
                council=each.council,
            )
            screen.print(Text(told, style="green"))
            screen.print(words.say("Head: {head}", head=f"{each.entries}:{each.head}"))
            continue
        flawed = words.plural(
            "{council}: {number} flaw", "{council}: {number} flaws", len(each.flaws), council=each.council
        )
        aside.print(Text(flawed, style="bold red"))
        for flaw in each.flaws:
            aside.print(f"  {of_flaw(flaw, words)}")


def show_entries(entries: Iterable[Mapping[str, Any]], screen: Screen, words: Words) -> None:
    """Print entries as they are, field by field."""
    for entry in entries:
        moment = datetime.fromisoformat(entry["at"]).astimezone(ZoneInfo("Europe/Oslo"))
        screen.print(Text(f"{entry['seq']} {entry['kind']} {entry['subject']}", style="bold"))
        for name in (
            "door",
            "from_state",
            "to_state",
            "deed_of",
            "recorded_by",
            "on",
            "request",
            "key",
            "data",
            "texts",
        ):
            if entry[name] not in (None, "", {}):
                screen.print(f"    {name}: {_short(entry[name])}", hang=4)
        screen.print(Text(f"    {words.day(moment.date())} {moment:%H:%M:%S}  {entry['digest']}", style="dim"))


def _short(value: Any) -> str:
    """A field on a line or two; the whole of it is in the JSON."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_short(each)}" for name, each in value.items())
    told = safe(str(value))
    return told if len(told) <= _LONG else f"{told[:_LONG]}… ({len(told)})"


_LONG: Final = 120
