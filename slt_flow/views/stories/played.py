"""Which stories hold; for one that does not, where it comes out otherwise: what was to be, and what was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from rich.text import Text

from slt_flow.errors import RequestError
from slt_flow.results.answers import Done, Finding, Refusal
from slt_flow.results.stories import Amiss, Played
from slt_flow.terms import N_, Verdict
from slt_flow.views.text import failures
from slt_flow.views.text.findings import of_finding, of_flaw
from slt_flow.views.text.outcomes import done_lines, section
from slt_flow.views.text.screen import ASCII, Screen
from slt_flow.views.text.serialise import finding
from slt_flow.views.text.tables import HEADINGS
from slt_flow.views.text.words import Words, safe

PARTS: Final[Mapping[str, str]] = {"given": N_("given"), "when": N_("when"), "then": N_("then")}
"""What the parts of a story are called."""

VERDICTS: Final[Mapping[str, str]] = {
    "kept": N_("kept"),
    "due": N_("due"),
    "not_due": N_("not due yet"),
    "broken": N_("broken"),
    "by_people": N_("kept by people"),
    "unknown": N_("not known"),
}
"""How a clause stands in a year."""


class Told(NamedTuple):
    """What was to be and what was, as sentences to be filled in."""

    expected: str
    found: str


OTHERWISE: Final[Mapping[str, Told]] = {
    "was_done": Told("", N_("it was done:")),
    "was_refused": Told("", N_("it was refused:")),
    "cannot_be_done": Told("", N_("it cannot be done:")),
    "cannot_be_seen": Told(N_("that it can be seen"), N_("it cannot:")),
    "not_there": Told(N_("that it is there"), N_("there is no {ref}")),
    "is_there": Told(N_("that it is not there"), N_("“{title}”, {state}")),
    "state_differs": Told("{state}", "{state}"),
    "field_differs": Told("{field}: {value}", "{value}"),
    "others_are_waited_on": Told(N_("that it waits on {posts}"), N_("it waits on {posts}")),
    "is_late": Told(N_("that it is not over its deadline"), N_("it is over its deadline")),
    "is_not_late": Told(N_("that it is over its deadline"), N_("it is not over its deadline")),
    "action_is_open": Told("", N_("“{label}” is open")),
    "action_is_shut": Told(N_("that it is open"), N_("“{label}” is shut:")),
    "other_rules": Told("", N_("“{label}” is shut:")),
    "verdict_differs": Told(N_("{clause} in {year}: {verdict}"), "{verdict}"),
    "not_shown_by": Told(N_("that {clause} is shown by {refs}"), N_("it is shown by {refs}")),
    "number_late_differs": Told(N_("{number} over their deadline"), N_("{number} over their deadline ({refs})")),
    "journal_has_flaws": Told(N_("that the journal verifies"), N_("it does not:")),
}
"""What is otherwise, by its code; where nothing is said of what was to be, it is a step or an action."""


SHUT_BY: Final[Mapping[tuple[bool, bool], str]] = {
    (False, False): N_("a refusal by {rules}"),
    (False, True): N_("a refusal by {rules} alone"),
    (True, False): N_("that it is shut by {rules}"),
    (True, True): N_("that it is shut by {rules} alone"),
}
"""What was to refuse a step, or to keep an action shut (the first), among others or alone (the second)."""


def show(played: Played, words: Words, screen: Screen, *, opens: bool) -> None:
    """Print whether a story holds, beneath its file's name where it is the file's first."""
    if opens:
        screen.print(Text(safe(played.file), style="bold"))
    style = "green" if played.holds else "bold red"
    screen.print(Text.assemble((f"{_sign(played, words, screen)} ", style), safe(played.name)), hang=2)
    told: tuple[int, str] | None = None
    for each in played.amiss:
        if (each.line, each.what) != told:
            part = words.say(PARTS[each.part])
            where = words.say("line {line}, {part}: {what}", line=each.line, part=part, what=each.what)
            screen.print(Text(f"    {where}", style="bold"), hang=2)
            told = (each.line, each.what)
        screen.print("      " + words.say("Expected: {what}", what=expected(each, words)), hang=2)
        first, *rest = found(each, words)
        screen.print("      " + words.say("Found: {what}", what=first), hang=2)
        for line in rest:
            screen.print(f"        {line}", hang=2)


def _sign(played: Played, words: Words, screen: Screen) -> str:
    """Whether a story holds: a sign where the screen has one that cannot be misread, else in words."""
    if screen.signs is ASCII:
        return words.say("holds:") if played.holds else words.say("does not hold:")
    return screen.signs.achieved if played.holds else screen.signs.wrong


def show_total(every: Sequence[Played], words: Words, screen: Screen) -> None:
    """Print how many stories hold, and how many there are."""
    held = sum(played.holds for played in every)
    told = words.plural("{held} of {number} story holds", "{held} of {number} stories hold", len(every), held=held)
    screen.print()
    screen.print(Text(told, style="green" if held == len(every) else "bold red"))


def expected(amiss: Amiss, words: Words) -> str:
    """What a story tells of one of its parts."""
    told = OTHERWISE[amiss.code].expected
    if told:
        return words.say(told, **_facts(amiss.expected, words))
    of_action = amiss.part == "then"
    if amiss.expected.get("rules"):
        rules = {"rules": amiss.expected["rules"]}
        return words.say(SHUT_BY[of_action, bool(amiss.expected.get("only"))], **rules)
    if "error" in amiss.expected:
        return words.say("that it cannot be done ({error})", error=amiss.expected["error"])
    return words.say("that it is shut") if of_action else words.say("that it is done")


def found(amiss: Amiss, words: Words) -> tuple[str, ...]:
    """What was so instead: a sentence, and what there is to say of it line by line."""
    first = words.say(OTHERWISE[amiss.code].found, **_facts(amiss.found, words))
    return (first, *_more(amiss, words))


def _more(amiss: Amiss, words: Words) -> Iterator[str]:
    if isinstance(amiss.outcome, Done):
        yield from done_lines(amiss.outcome, words)
    findings = amiss.outcome.findings if isinstance(amiss.outcome, Refusal) else amiss.found.get("findings", ())
    yield from _finding_lines(findings, words)
    for flaw in amiss.found.get("flaws", ()):
        yield of_flaw(flaw, words)
    if amiss.error is not None:
        code, facts = amiss.error
        first, *rest = failures.lines(RequestError(code, **facts), words)
        yield from (f"{first} ({code})", *rest)


def _finding_lines(findings: Iterable[Finding], words: Words) -> Iterator[str]:
    """Each rule by its name, as a story names it, with its § and why it keeps the action shut."""
    for each in findings:
        if each.blocks and not (each.saw.get("parts") and each.wants == Verdict.KEPT):
            where = f", {place}" if (place := section(each, words)) else ""
            yield f"- {each.rule}{where}: {of_finding(each, words)}"


def _facts(facts: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """The facts as a reader calls them; a state also by the name that a story uses."""
    told = dict(facts)
    if "state" in told:
        told["state"] = f"{words.label(told.get('label', {}), told['state'])} ({told['state']})"
    elif "label" in told:
        told["label"] = words.label(told["label"])
    if "posts" in told:
        told["posts"] = told["posts"] or words.say("nobody")
    if "field" in told:
        told["field"] = words.say(HEADINGS[told["field"]])
    if told.get("verdict") is not None:
        told["verdict"] = f"{words.say(VERDICTS[told['verdict']])} ({told['verdict']})"
    return told


def as_json(every: Sequence[Played], words: Words) -> dict[str, Any]:
    """The same with stable names."""
    stories = [
        {
            "name": played.name,
            "file": played.file,
            "line": played.line,
            "holds": played.holds,
            "amiss": [_amiss(each, words) for each in played.amiss],
        }
        for played in every
    ]
    return {"stories": stories, "total": len(every), "holding": sum(played.holds for played in every)}


def _amiss(amiss: Amiss, words: Words) -> dict[str, Any]:
    findings = amiss.outcome.findings if isinstance(amiss.outcome, Refusal) else amiss.found.get("findings", ())
    told: dict[str, Any] = {
        "part": amiss.part,
        "line": amiss.line,
        "what": amiss.what,
        "code": amiss.code,
        "expected": expected(amiss, words),
        "found": " ".join(found(amiss, words)),
    }
    told |= {"findings": [finding(each, words) for each in findings if each.blocks]} if findings else {}
    return told | ({"error": amiss.error[0]} if amiss.error is not None else {})
