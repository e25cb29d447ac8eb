"""Names of roles, levels, tags and answers, and the conditions of actions in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from slt_flow.terms import N_, Tag
from slt_flow.views.text.words import Words, safe
from slt_flow.wording.rules import RULES

ROLES: Final[Mapping[str, str]] = {
    "secretary": N_("secretary"),
    "chair": N_("chair"),
    "member": N_("member"),
    "owner": N_("owner"),
    "parent_owner": N_("owner above"),
    "approver": N_("approver"),
}
"""Names of the roles by which an action may be performed."""

LEVELS: Final[Mapping[str, str]] = {
    "strategic": N_("strategic level"),
    "coordinating": N_("coordinating level"),
    "executing": N_("executing level"),
}
"""Names of the levels."""

TAGS: Final[Mapping[str, str]] = {
    Tag.ON_AGENDA: N_("on the agenda"), Tag.ADOPTED: N_("adopted"), Tag.PLANNED: N_("planned"), Tag.BEGUN: N_("begun"),
    Tag.DELIVERED: N_("delivered"), Tag.SETTLED: N_("settled"), Tag.ACHIEVED: N_("achieved"), Tag.HELD: N_("held"),
    Tag.MINUTED: N_("minuted"), Tag.APPROVED: N_("approved"), Tag.STUCK: N_("stuck"),
    Tag.CONCLUDED: N_("concluded by the council"), Tag.DROPPED: N_("dropped"),
}  # fmt: skip
"""Names of the tags of states."""

ANSWERS: Final[Mapping[str, str]] = {
    "post": N_("post"), "stance": N_("stance"), "owner": N_("accountable post"), "due": N_("deadline"),
    "date": N_("date"), "sent": N_("agenda sent"), "meeting": N_("meeting"), "decision": N_("decision"),
    "title": N_("title"), "text": N_("text"), "reason": N_("reason"), "result": N_("result"),
    "resources": N_("resources"), "percent": N_("percent"), "body": N_("body"), "case": N_("case number"),
    "address": N_("address"), "present": N_("who was present"), "guests": N_("guests"), "deputy": N_("deputy"),
    "mandate": N_("mandate"), "led_by": N_("who led"), "decided_by": N_("who decided it"),
    "challenge": N_("challenge"), "knowledge": N_("knowledge"),
    "neighbour": N_("neighbour’s decision"), "year": N_("year"), "point": N_("point of the agenda"),
    "place": N_("place"), "venue": N_("where the meeting is"), "at": N_("when it begins"),
    "until": N_("when it ends"), "written_by": N_("who wrote"), "attachments": N_("attachments"),
    "outcome": N_("outcome"), "discussion": N_("what was said"), "follow_up": N_("matters for later"),
    "during": N_("at which point"), "group": N_("group"), "review": N_("review"), "every": N_("how often"),
}  # fmt: skip
"""Names of the answers that an action may ask for."""


def by(roles: Iterable[str], auto: bool, words: Words) -> str:
    """Name the roles that may perform an action; an automatic action happens by itself."""
    if auto:
        return words.say("by itself")
    return ", ".join(words.say(ROLES[role]) if role in ROLES else safe(role) for role in roles)


def statement(rule: str, words: Words) -> str:
    """State a rule as it is when kept; a rule without words is stated by its name."""
    return words.say(RULES[rule].statement) if rule in RULES else safe(rule.replace("_", " "))


def condition(rules: Iterable[str], barring: Iterable[str], words: Words) -> list[str]:
    """Say when an action is open: a sentence for each rule that must be kept, then for each that must be broken."""
    kept = [words.say("when {statement}", statement=statement(rule, words)) for rule in rules]
    broken = [words.say("not when {statement}", statement=statement(rule, words)) for rule in barring]
    return [*kept, *broken]


def level(name: str, words: Words) -> str:
    """Name a level."""
    return words.say(LEVELS[name]) if name in LEVELS else words.term(name)
