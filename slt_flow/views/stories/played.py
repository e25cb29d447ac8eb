"""Report of played stories: for one that does not hold, each difference by its line, expected and found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple

from slt_flow.errors import RequestError
from slt_flow.results.answers import Done
from slt_flow.results.stories import Amiss, Played
from slt_flow.terms import N_, Verdict
from slt_flow.views.text import failures
from slt_flow.views.text.findings import of_finding, of_flaw
from slt_flow.views.text.outcomes import done_lines, section
from slt_flow.views.text.screen import ASCII, Screen
from slt_flow.views.text.serialise import Added, Writers
from slt_flow.views.text.styled import Text
from slt_flow.views.text.words import FIELDS, Words, safe

PARTS: Final[Mapping[str, str]] = {"given": N_("given"), "when": N_("when"), "then": N_("then")}
"""Names of the parts of a story."""

VERDICTS: Final[Mapping[str, str]] = {
    "kept": N_("kept"),
    "due": N_("due"),
    "not_due": N_("not due yet"),
    "broken": N_("broken"),
    "by_people": N_("kept by people"),
    "unknown": N_("not known"),
}
"""Names of a clause's verdicts in a year."""


class Sentences(NamedTuple):
    """Sentences for the expected and the actual, to be filled in with facts."""

    expected: str
    actual: str


OTHERWISE: Final[Mapping[str, Sentences]] = {
    "was_done": Sentences("", N_("it was done:")),
    "was_refused": Sentences("", N_("it was refused:")),
    "cannot_be_done": Sentences("", N_("it cannot be done:")),
    "cannot_be_seen": Sentences(N_("that it can be seen"), N_("it cannot:")),
    "not_there": Sentences(N_("that it is there"), N_("there is no {ref}")),
    "is_there": Sentences(N_("that it is not there"), N_("“{title}”, {state}")),
    "state_differs": Sentences("{state}", "{state}"),
    "field_differs": Sentences("{field}: {value}", "{value}"),
    "others_are_waited_on": Sentences(N_("that it waits on {posts}"), N_("it waits on {posts}")),
    "is_late": Sentences(N_("that it is not over its deadline"), N_("it is over its deadline")),
    "is_not_late": Sentences(N_("that it is over its deadline"), N_("it is not over its deadline")),
    "action_is_open": Sentences("", N_("“{label}” is open")),
    "action_is_shut": Sentences(N_("that it is open"), N_("“{label}” is shut:")),
    "other_rules": Sentences("", N_("“{label}” is shut:")),
    "verdict_differs": Sentences(N_("{clause} in {year}: {verdict}"), "{verdict}"),
    "not_shown_by": Sentences(N_("that {clause} is shown by {refs}"), N_("it is shown by {refs}")),
    "number_late_differs": Sentences(N_("{number} over their deadline"), N_("{number} over their deadline ({refs})")),
    "journal_has_flaws": Sentences(N_("that the journal verifies"), N_("it does not:")),
}
"""Sentences of a difference by its code; the expected ones of steps and actions are made from their rules."""

SHUT_BY: Final[Mapping[tuple[bool, bool], str]] = {
    (False, False): N_("a refusal by {rules}"),
    (False, True): N_("a refusal by {rules} alone"),
    (True, False): N_("that it is shut by {rules}"),
    (True, True): N_("that it is shut by {rules} alone"),
}
"""Expected refusals: by whether they keep an action shut, and whether these rules alone do."""


def show(played: Played, words: Words, screen: Screen, *, opens: bool) -> None:
    """Print whether a story holds, beneath its file's name where it is the file's first."""
    if opens:
        screen.print(Text(safe(played.file), style="bold"))
    style = "green" if played.holds else "bold red"
    screen.print(Text.assemble((f"{_sign(played, words, screen)} ", style), safe(played.name)), hang=2)
    for (line, part, what), differences in groupby(played.amiss, attrgetter("line", "part", "what")):
        where = words.say("line {line}, {part}: {what}", line=line, part=words.say(PARTS[part]), what=what)
        screen.print(Text(f"    {where}", style="bold"), hang=2)
        for amiss in differences:
            screen.print("      " + words.say("Expected: {what}", what=expected(amiss, words)), hang=2)
            first, *rest = found(amiss, words)
            screen.print("      " + words.say("Found: {what}", what=first), hang=2)
            for detail in rest:
                screen.print(f"        {detail}", hang=2)


def _sign(played: Played, words: Words, screen: Screen) -> str:
    """Say whether a story holds: by a sign where the screen has one that cannot be misread, else in words."""
    if screen.signs is ASCII:
        return words.say("holds:") if played.holds else words.say("does not hold:")
    return screen.signs.achieved if played.holds else screen.signs.wrong


def show_total(every: Sequence[Played], words: Words, screen: Screen) -> None:
    """Print how many stories hold, and how many there are."""
    held = sum(played.holds for played in every)
    total = words.plural("{held} of {number} story holds", "{held} of {number} stories hold", len(every), held=held)
    screen.print()
    screen.print(Text(total, style="green" if held == len(every) else "bold red"))


def expected(amiss: Amiss, words: Words) -> str:
    """Say what a story expects of one of its parts."""
    sentence = OTHERWISE[amiss.code].expected
    if sentence:
        return words.say(sentence, **_facts(amiss.expected, words))
    of_action = amiss.part == "then"
    if amiss.expected.get("rules"):
        return words.say(SHUT_BY[of_action, bool(amiss.expected.get("only"))], rules=amiss.expected["rules"])
    if "error" in amiss.expected:
        return words.say("that it cannot be done ({error})", error=amiss.expected["error"])
    return words.say("that it is shut") if of_action else words.say("that it is done")


def found(amiss: Amiss, words: Words) -> Iterator[str]:
    """Say what came instead: a sentence, then its details line by line.

    Each rule is told by its name, as a story names it, with its § and why it keeps the action shut.
    """
    yield words.say(OTHERWISE[amiss.code].actual, **_facts(amiss.actual, words))
    if isinstance(amiss.outcome, Done):
        yield from done_lines(amiss.outcome, words)
    for blocker in amiss.findings:
        # A composite rule is told through its parts.
        if blocker.blocks and not (blocker.saw.get("parts") and blocker.wants == Verdict.KEPT):
            where = f", {place}" if (place := section(blocker, words)) else ""
            yield f"- {blocker.rule}{where}: {of_finding(blocker, words)}"
    for flaw in amiss.actual.get("flaws", ()):
        yield of_flaw(flaw, words)
    if amiss.error is not None:
        code, facts = amiss.error
        first, *rest = failures.lines(RequestError(code, **facts), words)
        yield from (f"{first} ({code})", *rest)


def _facts(facts: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Name the facts as a reader does; a state also as a story does."""
    named = dict(facts)
    if "state" in named:
        named["state"] = f"{words.label(named.get('label', {}), named['state'])} ({named['state']})"
    elif "label" in named:
        named["label"] = words.label(named["label"])
    if "posts" in named:
        named["posts"] = named["posts"] or words.say("nobody")
    if "field" in named:
        named["field"] = words.say(FIELDS[named["field"]])
    if named.get("verdict") is not None:
        named["verdict"] = f"{words.say(VERDICTS[named['verdict']])} ({named['verdict']})"
    return named


def _amiss(amiss: Amiss, words: Words) -> dict[str, object]:
    payload: dict[str, object] = {name: getattr(amiss, name) for name in ("part", "line", "what", "code")}
    payload |= {"expected": expected(amiss, words), "found": " ".join(found(amiss, words))}
    payload |= {"findings": [finding for finding in amiss.findings if finding.blocks]} if amiss.findings else {}
    return payload | ({"error": amiss.error[0]} if amiss.error is not None else {})


JSON: Final[Writers] = {Played: Added("holds", lambda played, _: played.holds, before="amiss"), Amiss: _amiss}
"""Stories in JSON: each part with its sentences."""
