"""Proof of the workflows: proved properties, and the shortest way to each that does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from slt_flow.results.workflows import Proof, ProofStep, Unproved
from slt_flow.terms import N_
from slt_flow.views.text.messages.problems import PROPERTIES
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.serialise import Added, Writers
from slt_flow.views.text.styled import Text
from slt_flow.views.text.tables import show_rows
from slt_flow.views.text.words import VALUES, Words, safe

_POSTS: Final[Mapping[str, str]] = {
    "secretary": N_("the secretary"),
    "coordinator": N_("the owner of the first party"),
    "outsider": N_("the owner of the outside organisation"),
    "adviser": N_("the seat that binds nobody"),
    "colleague": N_("the second seat of party 1"),
    "substitute": N_("the deputy of the last party"),
    "executor": N_("a post of the executing level"),
}
"""Who is in the council that workflows are explored in."""


LEFT_OUT: Final = (
    N_("two decisions that both take steps: another one stands beside, adopted"),
    N_("more than three days: before everything, the day of all acts, and one still to come"),
    N_("undoing and renewing, former owners, and what holders of posts are called"),
    N_("more cases and parties than the table says"),
)
"""What the explorations leave out, which everyday tests show instead."""

_NUMBERED: Final[Mapping[str, str]] = {
    "seat": N_("the seat of party {number}"),
    "party": N_("party {number}"),
    "body": N_("body {number}"),
}
"""What there are several of there, by the first part of its name."""


def show(proof: Proof, words: Words, screen: Screen) -> None:
    """Print what was explored, what holds, and what does not."""
    rounded = (run._replace(name=_called(run.name, words), seconds=round(run.seconds, 1)) for run in proof.explored)
    show_rows(tuple(rounded), words, screen)
    screen.print()
    for name in proof.proved:
        sentence = words.say("proved: {property}", property=words.say(PROPERTIES[name]))
        screen.print(Text.assemble((f"{screen.signs.achieved} ", "green"), sentence), hang=2)
    screen.print()
    screen.print(words.say("Not explored:"))
    for left_out in LEFT_OUT:
        screen.print(f"  {words.say(left_out)}", hang=2)
    for unproved in proof.unproved:
        _show_unproved(unproved, words, screen)


def progress(what: str, situations: int, waiting: int, words: Words) -> str:
    """Say in a line how far an exploration has come."""
    called = _called(what, words)
    return words.say("{what}: {found} situations, {waiting} waiting", what=called, found=situations, waiting=waiting)


def _called(name: str, words: Words) -> str:
    """Name an exploration; another move or kind goes by its own name."""
    own, parted, what = name.partition(": ")
    if parted:
        return f"{safe(own)}: {_called(what, words)}"
    kind, move = name.removeprefix("kind "), name.removeprefix("move ")
    if kind != name:
        return words.say("kind {kind}", kind=kind)
    if move != name:
        return words.say("move {move}", move=move)
    return words.say(VALUES[name]) if name in VALUES else safe(name)


def _show_unproved(unproved: Unproved, words: Words, screen: Screen) -> None:
    sentence = words.say("does not hold: {property}", property=_message(unproved, words))
    saw = ", ".join(_named(name, words) for name in unproved.saw.split(", "))
    if unproved.place:
        machine, state, action = (words.label(label, unproved.saw) for label in unproved.place)
        saw = f"{machine}, {state}: {action}"
    saw = f" ({saw})" if saw else ""
    screen.print(Text.assemble((f"{screen.signs.late} {sentence}", "bold red"), saw), hang=2)
    if unproved.way:
        screen.print("  " + words.say("The shortest way there:"))
    for number, step in enumerate(unproved.way, start=1):
        screen.print(Text.assemble(f"  {number:>3}. ", *_told(step, words)), hang=7)


def _told(step: ProofStep, words: Words) -> Iterator[str | tuple[str, str]]:
    """Tell a step as the council would: the case, the action, whose act, the level, and the new state."""
    answers = [_named(answer, words) for _, answer in step.answers if answer != step.acted_by]
    done = words.label(step.label, step.action) + (f" ({', '.join(answers)})" if answers else "")
    yield f"{step.ref} {done}: {_named(step.acted_by, words)}, {words.say(VALUES[step.level])}"
    yield f" → {words.label(step.state)}", "dim"


def _named(name: str, words: Words) -> str:
    """Name a post, party or body of the explored council, a stance, or another answer."""
    kind, _, number = name.partition("-")
    if kind in _NUMBERED and number.isdecimal():
        return words.say(_NUMBERED[kind], number=number)
    message = _POSTS.get(name) or VALUES.get(name)
    return words.say(message) if message is not None else safe(name)


def _message(unproved: Unproved, words: Words) -> str:
    return words.say(PROPERTIES.get(unproved.property, unproved.property))


JSON: Final[Writers] = {Unproved: Added("message", _message, before="saw")}
"""Unproved properties with their sentences."""
