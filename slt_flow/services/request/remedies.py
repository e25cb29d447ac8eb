"""Remedies: commands that mend the findings of rules, so that every refusal says what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from shlex import quote
from typing import Any, Final, NamedTuple

from slt_flow.results.answers import Finding
from slt_flow.terms import ANSWERS, AnswerKind
from slt_flow.wording.rules import RULES

_AGAIN: Final = "{again}"
_POSTPONE: Final = "slt decision postpone"
"""Command that puts a decision off; one that is still to be registered is put to another meeting at once."""


class Again(NamedTuple):
    """Command that asks the same once more: its words, and its options with their values."""

    words: str
    options: Mapping[str, tuple[str, ...]]

    def with_option(self, name: str, value: str) -> Again:
        """Return the same command with one option set, in place of what it was."""
        return Again(self.words, {**self.options, name: (value,)})

    def to_be_decided_at(self, meeting: str) -> Again:
        """Return the command that registers the same decision at a meeting and says nothing of who consents."""
        options = {name: values for name, values in self.options.items() if name not in ("consent", "basis")}
        return Again(self.words, {**options, "meeting": (meeting,)})

    def __str__(self) -> str:
        options = [f"--{name} {value}" for name, values in self.options.items() for value in values]
        return " ".join([self.words, *options])


def again(ref: str, action: str, answers: Mapping[str, Any], **beside: str | None) -> Again:
    """Return the command that repeats an action; `beside` are options that no action asks for."""
    options = {_option(name): _typed(name, answer) for name, answer in answers.items()}
    options |= {name.rstrip("_"): (quote(value),) for name, value in beside.items() if value}
    return Again(f"slt do {ref} {action.replace('_', '-')}", options)


def _option(name: str) -> str:
    return "guest" if name == "guests" else name.replace("_", "-")


def _typed(name: str, answer: Any) -> tuple[str, ...]:
    if ANSWERS[name] in (AnswerKind.GUESTS, AnswerKind.MANDATES, AnswerKind.POINTS, AnswerKind.LINES):
        return tuple(quote(str(one)) for one in answer)
    if ANSWERS[name] is AnswerKind.POSTS:
        return (",".join(answer),)
    if ANSWERS[name] is AnswerKind.ATTENDANCE:
        return (quote(",".join(f"{post}={deputy}" if deputy else post for post, deputy in answer)),)
    return (quote(str(answer)),)


class Attempt(NamedTuple):
    """Attempt at an action, from which remedies are filled in; "" and None stay placeholders.

    Attributes:
        ref: the case.
        action: the action.
        meeting: the meeting that the case belongs to.
        again: the command to repeat; for a new case the one that registered it.
        is_new: the case was registered in this very request, so that a refusal leaves nothing of it.
        council: the council, where the database holds several.
    """

    ref: str
    action: str
    meeting: str | None = None
    again: Again | None = None
    is_new: bool = False
    council: str | None = None


def with_remedies(findings: tuple[Finding, ...], attempt: Attempt) -> tuple[Finding, ...]:
    """Add to each finding the command that would mend it."""
    beside = f" --council {attempt.council}" if attempt.council else ""
    return tuple(finding._replace(remedy=_remedy(finding, attempt) + beside) for finding in findings)


def _remedy(finding: Finding, attempt: Attempt) -> str:
    wording, saw, command = RULES[finding.rule], finding.saw, attempt.again
    template = wording.explanation(finding.verdict, finding.wants, saw).remedy or "slt show {ref}"
    if attempt.is_new and finding.rule == "meeting_is_held" and saw.get("held") and command is not None:
        return str(command.with_option("on", str(saw["day"])))
    if attempt.is_new and finding.rule == "meeting_may_decide" and template.startswith(_AGAIN) and command is not None:
        return str(command.with_option("meeting", "MEETING"))
    if attempt.is_new and command is not None and ("{ref}" in template or template.startswith(_AGAIN)):
        elsewhere = template.startswith(_POSTPONE)
        return str(command.to_be_decided_at("MEETING" if elsewhere else str(attempt.meeting)))
    blanks = Blanks({name: str(value) for name, value in attempt._asdict().items() if value})
    blanks |= {name: text for name, fact in saw.items() if (text := _first(fact))}
    blanks["action"] = attempt.action.replace("_", "-")  # as one types it
    blanks.setdefault("first_of_refs", _first(saw.get("refs")) or attempt.ref)
    if not template.startswith(_AGAIN) or command is None:
        return " ".join(part.format_map(blanks) if "{" in part else part for part in template.split(" "))
    for option in template.removeprefix(_AGAIN).split(" --")[1:]:
        name, value = option.split(" ")
        command = command.with_option(name, value.format_map(blanks))
    return str(command)


class Blanks(dict[str, Any]):
    """Values of a remedy; unknown ones stay placeholders for the reader to fill in."""

    def __missing__(self, name: str) -> str:
        return name.upper()


def _first(fact: Any) -> str:
    """Quote a fact, or the first of several, for a shell; "" where it cannot be typed."""
    first = fact[0] if isinstance(fact, (tuple, list)) and fact else fact
    text = "" if first is None or isinstance(first, (tuple, list, dict)) else str(first)
    return quote(text) if text else ""
