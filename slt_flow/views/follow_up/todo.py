"""Duties as lines."""

from __future__ import annotations

from collections.abc import Iterable

from slt_flow.results.follow_up import Branch, Duty
from slt_flow.terms import Ref, Tag
from slt_flow.views.text.rhythms import not_done
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.styled import Text
from slt_flow.views.text.words import Words, safe


def show_duties(duties: Iterable[Duty], words: Words, screen: Screen) -> None:
    """Print the duties of every post."""
    listed = tuple(duties)
    if not listed:
        screen.print(words.say("Nobody is waited on."))
    for place, duty in enumerate(listed):
        if place:
            screen.print()
        name = safe(duty.holder) if duty.holder else words.say("vacant") if duty.vacant else ""
        holder = f" ({name})" if name else ""
        screen.print(Text.assemble((f"{safe(duty.title)}{holder}", "bold"), (f"  {duty.post}", "dim")))
        for branch in duty.items:
            acts_for = () if branch.owner is not None and branch.owner.post == duty.post else branch.waits
            line = duty_line(branch, words)
            if acts_for and duty.post not in acts_for:
                line.append("  " + words.say("for {posts}", posts=acts_for), style="dim")
            screen.print(line, hang=2)
        for row in duty.proposed:
            sentence = words.say(
                "proposed to the council: {ref} {title} – {state}",
                ref=row.ref,
                title=safe(row.title),
                state=words.named(row.state),
            )
            screen.print(Text(f"  {sentence}", style="cyan"), hang=4)


def duty_line(branch: Branch, words: Words) -> Text:
    """Return the line of a case that waits for a post, with its deadline."""
    title = (
        _meetings_work(branch, words)
        if (ref := Ref.parse(branch.ref)) is not None and ref.is_meeting
        else safe(branch.title)
    )
    line = Text.assemble(f"  {branch.ref} {title}", (f"  {words.named(branch.state)}", "dim"))
    if due := words.deadline(branch.due):
        line.append(f"  {due}")
    if late := words.lateness(branch.late_days, branch.delivered_late):
        line.append(f"  {late}", style="bold red" if branch.late else "red")
    if gaps := not_done(branch.missed, words):
        line.append(f"  {gaps}", style="yellow")
    return line


def _meetings_work(branch: Branch, words: Words) -> str:
    """Return the line of a duty about a meeting."""
    if Tag.HELD not in branch.tags:
        work = words.say("was to be held: record who was there, or cancel it")
    else:
        work = words.say("minutes to be archived")
    return f"{safe(branch.title)}: {work}" if branch.title else work
