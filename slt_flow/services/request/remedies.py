"""Remedies: commands that mend the findings of rules, so that every refusal says what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from shlex import quote
from typing import Any, Final, NamedTuple

from slt_flow.results.answers import Finding
from slt_flow.terms import ANSWERS, AnswerKind
from slt_flow.wording.rules import RULES

_AGAIN: Final = "{again}"
_FIRST_REGISTER: Final = "slt decision register TITLE --meeting {meeting}"
"""Remedy where the refused request would itself have registered the decision: it has no ref to mend yet."""


class Again(NamedTuple):
    """Command that asks the same once more: its words, and its options with their values."""

    words: str
    options: Mapping[str, tuple[str, ...]]

    def with_option(self, name: str, value: str) -> Again:
        """Return the same command with one option set, in place of what it was."""
        return Again(self.words, {**self.options, name: (value,)})

    def __str__(self) -> str:
        options = [f"--{name} {value}" for name, values in self.options.items() for value in values]
        return " ".join([self.words, *options])


def again(ref: str, action: str, answers: Mapping[str, Any], **beside: str | None) -> Again:
    """Return the command that repeats an action; `beside` are options that no action asks for."""
    options = {_option(name): _typed(name, answer) for name, answer in answers.items()}
    options |= {name.rstrip("_"): (quote(value),) for name, value in beside.items() if value}
    return Again(f"slt do {ref} {action.replace('_', '-')}", options)


def _option(name: str) -> str:
    return "guest" if name == "guests" else name


def _typed(name: str, answer: Any) -> tuple[str, ...]:
    if ANSWERS[name] is AnswerKind.GUESTS:
        return tuple(quote(guest) for guest in answer)
    if ANSWERS[name] is AnswerKind.ATTENDANCE:
        return (quote(",".join(f"{post}={deputy}" if deputy else post for post, deputy in answer)),)
    return (quote(str(answer)),)


def with_remedies(findings: tuple[Finding, ...], **context: Any) -> tuple[Finding, ...]:
    """Add to each finding the command that would mend it; `context` names the case, action and meeting.

    `again` is the command that performs the action once more, `whole` the one that registered the case in this request.
    """
    return tuple(finding._replace(remedy=_remedy(finding, context)) for finding in findings)


def _remedy(finding: Finding, context: Mapping[str, Any]) -> str:
    wording = RULES[finding.rule]
    template = wording.explanation(finding.verdict, finding.wants, finding.saw).remedy or "slt show {ref}"
    whole = context.get("whole")
    if "new" in context and finding.rule == "meeting_is_held" and finding.saw.get("held") and isinstance(whole, Again):
        return str(whole.with_option("on", str(finding.saw["day"])))
    if "new" in context and ("{ref}" in template or template.startswith(_AGAIN)):
        return _FIRST_REGISTER.format(meeting=context["meeting"])
    blanks = Blanks({name: str(value) for name, value in context.items() if value})
    blanks |= {name: text for name, fact in finding.saw.items() if (text := _first(fact))}
    blanks.setdefault("first_of_refs", _first(finding.saw.get("refs")) or str(context.get("ref")))
    command = context.get("again")
    if not template.startswith(_AGAIN) or not isinstance(command, Again):
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
