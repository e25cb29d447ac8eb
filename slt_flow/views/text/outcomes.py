"""Outcomes of requests in words: done, warned of, or refused."""

from __future__ import annotations

from collections.abc import Iterator

from slt_flow.results.answers import Done, Finding, Notice, Refusal
from slt_flow.terms import Verdict
from slt_flow.views.text.events import event
from slt_flow.views.text.findings import of_finding, of_notice
from slt_flow.views.text.placeholders import in_words
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.styled import Text
from slt_flow.views.text.words import Words, safe
from slt_flow.wording.rules import RULES

CONSENSUS = "consensus"
FROZEN = "minutes_frozen"
ONE_DEADLINE = "deadline_on_closed_day"
SEVERAL_DEADLINES = "deadlines_on_closed_day"
ERASED = ("text_erased", "longer_text_erased", "text_to_erase", "longer_text_to_erase")
OF_THE_RESULT = (CONSENSUS, FROZEN, *ERASED)
"""Notices that are part of the result rather than warnings."""


def show_done(done: Done, words: Words, screen: Screen, aside: Screen) -> None:
    """Print the result of a request; warnings go to standard error."""
    for line in done_lines(done, words):
        screen.print(line)
    show_warnings(done, words, aside)


def show_warnings(done: Done, words: Words, aside: Screen) -> None:
    """Print the warnings of a request, first that a dry run wrote nothing."""
    if done.dry_run:
        aside.print(words.say("Dry run: nothing was written."))
    for notice in warnings(done):
        aside.print(f"! {of_notice(notice, words)}", style="yellow")


def done_lines(done: Done, words: Words) -> Iterator[str]:
    """Name every case that moved, with its state now."""
    if done.already:
        where = f": {words.label(done.label)}" if done.label else ""
        yield words.say("{ref}{where} (recorded already)", ref=done.ref, where=where)
        return
    agreed = {notice.facts["ref"]: notice for notice in done.notices if notice.code == CONSENSUS}
    last = {step.ref: step for step in done.steps}
    for ref, step in last.items():
        state = words.label(step.label, step.state)
        if not step.state:
            texts = {name: text for name, text in step.texts.items() if name != "basis"}
            state = event(step.kind, step.facts, texts, words) if step.kind else state
        elif step.due is not None:
            state = f"{state}, {words.deadline(step.due, words.day)}"
        if ref in agreed:
            yield _by_consensus(agreed[ref], state, words)
        else:
            yield f"{ref} {safe(step.title)}: {state}" if step.title else f"{ref}: {state}"
    if erased := [of_notice(notice, words) for notice in done.notices if notice.code in ERASED]:
        yield from erased
        return
    for ref in dict.fromkeys(done.refs or (done.ref,)):
        if done.taken_back and ref == done.ref and done.label:
            yield words.say("{ref}: taken back; it is now “{state}”", ref=ref, state=words.label(done.label))
        elif done.taken_back:
            yield words.say("{ref}: taken back", ref=ref)
        elif ref not in last:
            yield words.say("{ref}: recorded", ref=done.called if ref == done.ref and done.called else ref)
    for notice in done.notices:
        if notice.code == FROZEN:
            yield of_notice(notice, words)


def warnings(done: Done) -> tuple[Notice, ...]:
    """Return the warnings among the notices, each once; several deadlines on one closed day become one."""
    groups: dict[str, list[Notice]] = {}
    for notice in done.notices:
        if notice.code not in OF_THE_RESULT and notice not in (group := groups.setdefault(_subject(notice), [])):
            group.append(notice)
    return tuple(_merged(group) for group in groups.values())


def _merged(group: list[Notice]) -> Notice:
    first, *others = group
    if not others:
        return first
    shared = {name: fact for name, fact in first.facts.items() if name != "ref"}
    return Notice(SEVERAL_DEADLINES, {"refs": tuple(notice.facts["ref"] for notice in group), **shared})


def _subject(notice: Notice) -> str:
    """Return the key under which warnings are one: the closed day of a deadline, else all facts."""
    return notice.code + str(notice.facts["day"] if notice.code == ONE_DEADLINE else notice.facts)


def show_refusal(refusal: Refusal, words: Words, aside: Screen) -> None:
    """Print every rule that keeps an action shut, with its § and the command that would mend it."""
    action = f" {name}" if (name := refusal.action.replace("_", "-")) else ""
    aside.print(
        words.say("Not done: {ref}{action}. Nothing was written.", ref=refusal.ref, action=action), style="bold"
    )
    show_findings(refusal.findings, words, aside)


def to_tell(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Yield the findings that keep an action shut; a composite that is not kept is explained by its parts."""
    for finding in findings:
        if finding.blocks and not (finding.saw.get("parts") and finding.wants == Verdict.KEPT):
            yield finding


def show_findings(findings: tuple[Finding, ...], words: Words, screen: Screen, indent: str = "  ") -> None:
    """Print findings, each with its § and what would mend it."""
    for finding in to_tell(findings):
        where = f"{place}: " if (place := section(finding, words)) else ""
        screen.print(Text.assemble(indent, ("- ", "red"), where, of_finding(finding, words)), hang=2)
        if finding.remedy:
            screen.print(
                Text.assemble(
                    indent, "  ", (words.say("Try: {command}", command=in_words(finding.remedy, words)), "cyan")
                )
            )


def section(finding: Finding, words: Words) -> str:
    """Cite the source of a rule: the § of the agreement, the product's standard, or "" for one that is neither."""
    if finding.ref:
        return finding.ref
    rule = RULES.get(finding.rule)
    return words.say("standard (the agreement is silent)") if rule is not None and rule.standard else ""


def _by_consensus(notice: Notice, state: str, words: Words) -> str:
    facts = notice.facts
    return words.plural(
        "{ref} {state} by consensus – {consenting} of {number} party",
        "{ref} {state} by consensus – {consenting} of {number} parties",
        facts["parties"],
        ref=facts["ref"],
        state=state[:1].lower() + state[1:],
        consenting=facts["consenting"],
    )
