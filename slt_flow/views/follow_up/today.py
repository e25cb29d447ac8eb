"""First screen of the day as lines."""

from __future__ import annotations

from slt_flow.results.follow_up import Today
from slt_flow.terms import N_
from slt_flow.views.follow_up.todo import duty_line, show_duties
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.styled import Text
from slt_flow.views.text.words import Words, safe
from slt_flow.views.year.obligations import show_at_risk


def show_today(today: Today, words: Words, screen: Screen) -> None:
    """Print the first screen."""
    screen.print(Text.assemble((safe(today.title), "bold"), ("  " + words.day(today.day), "dim")))
    screen.print()
    _meeting(today, words, screen)
    screen.print()
    if today.late:
        late = words.plural("{number} deadline has passed:", "{number} deadlines have passed:", len(today.late))
        screen.print(late, style="bold red")
        for branch in today.late:
            owner = f"  {branch.owner.post}" if branch.owner else ""
            screen.print(duty_line(branch, words).append(owner, style="dim"), hang=2)
    else:
        screen.print(words.say("No deadline has passed."), style="green")
    screen.print()
    if today.at_risk:
        show_at_risk(today.at_risk, words, screen)
        screen.print()
    screen.print(words.say("Waited on"), style="bold")
    show_duties(today.waiting, words, screen)


def _meeting(today: Today, words: Words, screen: Screen) -> None:
    held = words.plural("{number} meeting held this year", "{number} meetings held this year", today.meetings_held)
    if today.meetings_agreed is not None:
        held += " " + words.say("(agreed: {number})", number=today.meetings_agreed)
    if today.meeting is None:
        screen.print(words.say("No meeting is planned. Plan one with: slt meeting plan DATE"))
    else:
        screen.print(words.say("Next meeting: {ref}, {day}", ref=today.meeting.ref, day=today.meeting.day))
        if today.meeting.submissions is not None and today.meeting.submissions >= today.day:
            screen.print("  " + words.say("matters are submitted by {day}", day=today.meeting.submissions))
        if today.meeting.sent is not None:
            screen.print("  " + words.say("agenda sent {day}", day=today.meeting.sent))
        elif today.meeting.agenda_due is not None and today.meeting.agenda_due >= today.day:
            screen.print("  " + words.say("the agenda is due {day}", day=today.meeting.agenda_due))
    for other in today.groups_meet:
        screen.print(words.say("{group} meets: {ref}, {day}", group=other.group, ref=other.ref, day=other.day))
    for late in today.agendas_late:
        message = N_(
            "The agenda of {ref} should have been sent by {due}. Once it is: slt meeting call {ref} --sent DATE"
        )
        screen.print(words.say(message, ref=late.ref, due=late.due), hang=2, style="bold red")
    screen.print(held, style="dim")
