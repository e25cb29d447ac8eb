"""Do we do what we signed? Every clause with its verdict, what shows it, and what to expect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from rich.cells import cell_len
from rich.text import Text

from slt_flow.results.answers import Notice, Sheet
from slt_flow.results.year import Obligation, Obligations, Shown
from slt_flow.terms import N_, Standing
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.words import Words, safe
from slt_flow.views.year.clause_help import TOPICS

FORECASTS: Final[Mapping[str, str]] = {
    "enough": N_("{done} of {needed}."),
    "on_the_way": N_("{done} of {needed}; next planned {next}. That will do, if they are held."),
    "not_enough_planned": N_("{done} of {needed}; next planned {next}. {missing} more must be planned."),
    "none_planned": N_("{done} of {needed}; none is planned. {missing} more must be planned."),
    "too_few": N_("{done} of {needed}."),
    "nobody_asked": N_("Nobody has asked for one."),
    "requested_not_held": N_("Asked for and not held: {refs}."),
    "requested_ahead": N_("Asked for and planned: {refs}, {day}."),
    "agenda_was_late": N_("Sent too late: {refs}."),
    "agenda_not_sent": N_("No agenda is recorded as sent for {refs}; the first was due {day}."),
    "agenda_ahead": N_("The agenda of {refs} is due {day}."),
    "minutes_missing": N_("Minutes not archived: {refs}; the first were due {day}."),
    "minutes_ahead": N_("The minutes of {refs} are to be archived by {day}."),
    "party_was_missing": N_("Nobody who can commit {parties} was at {refs}."),
    "decision_unowned": N_("Nobody has been given {refs}; it was due {day}."),
    "decision_to_assign": N_("{refs} is to be given an owner by {day}."),
    "work_is_late": N_("Past the deadline: {refs}."),
    "work_was_late": N_("Done after the deadline: {refs}."),
    "next_deadline": N_("Next deadline: {refs}, {day}."),
    "areas_untouched": N_("{done} of {needed} focus areas; still nothing in: {areas}."),
    "no_action_plan": N_("No action plan covers {year} yet."),
    "evaluated_late": N_("Adopted {day}, after the year had ended."),
    "evaluation_is_open": N_("The evaluation of {year} is open and not adopted yet."),
    "evaluation_ahead": N_("The evaluation can begin {day}."),
    "not_evaluated": N_("The evaluation of {year} has not been adopted."),
    "learning_left": N_("Neither answered nor carried on: {refs}."),
    "agreement_not_evaluated": N_("To be evaluated by {day}."),
    "bylaws_not_revised": N_("To be revised by {day}, every {years} years."),
    "knowledge_missing": N_("{done} of {needed} sources; still missing: {sources}."),
    "no_knowledge": N_("No knowledge has been registered this year."),
    "no_presence": N_("No week has been recorded; {needed} have passed."),
    "weeks_missing": N_("{done} of {needed} weeks; missing: week {weeks}."),
    "weeks_to_record": N_("{done} of {needed} weeks; still to record: week {weeks}."),
    "weeks_present": N_("{done} of {needed} weeks."),
    "at_every_action": N_("Asked each time; it cannot be passed by."),
    "advised": N_("Advice, beyond what you agreed: at least {per_year} a year."),
}
"""What to expect of an obligation, by a forecast's code."""

NEXT: Final[Mapping[str, str]] = {
    "meetings_are_held": "slt meeting plan DATE",
    "kommunestyre_is_informed": "slt meeting plan DATE --kind information",
    "coordination_meetings_are_held": "slt meeting plan DATE --kind coordination",
    "agendas_are_sent_in_time": "slt meeting call {ref} --sent DATE",
    "minutes_are_archived": "slt do {ref} archive --through",
    "every_decision_has_an_owner": "slt assign {ref} POST --due DATE",
    "recommendations_are_followed_up": "slt next {ref}",
    "focus_areas_are_worked_on": "slt decision register TITLE --area AREA",
    "action_plan_is_adopted": "slt plan adopt {year} --meeting MEETING --consent all",
    "effects_are_evaluated": "slt evaluate open {year}",
    "learning_points_are_carried_over": "slt learning answer {ref} --reason TEXT",
    "agreement_is_evaluated": "slt agreement fulfil agreement_is_evaluated --on DATE --note TEXT",
    "bylaws_are_revised": "slt decision register TITLE --kind bylaws",
    "knowledge_is_gathered": "slt knowledge add ID --title TITLE --source SOURCE",
    "contact_is_present": "slt agreement fulfil contact_is_present --on DATE",
    "youth_council_is_heard": "slt agreement fulfil youth_council_is_heard --on DATE --note TEXT",
}
"""The command by which an obligation is kept, where one does it."""

INSTEAD: Final[Mapping[str, str]] = {
    "agenda_was_late": "",
    "work_was_late": "",
    "party_was_missing": "",
    "too_few": "",
    "evaluation_is_open": "slt evaluate adopt {year} --meeting MEETING --consent all",
}
"""Another command for what a forecast says, or none where the time has passed."""

_STYLES: Final[Mapping[Standing, str]] = {
    Standing.KEPT: "green",
    Standing.DUE: "yellow",
    Standing.BROKEN: "bold red",
    Standing.NOT_DUE: "dim",
    Standing.BY_PEOPLE: "dim",
    Standing.UNKNOWN: "dim",
}
_SHOWN: Final = 4
"""How many pieces of evidence are named before the rest is only counted."""


_RISKS: Final = 5
"""How many obligations at risk the first screen names."""


def show(found: Obligations, words: Words, screen: Screen) -> None:
    """Print every clause."""
    for line in lines(found, words, screen):
        screen.print(line)


def lines(found: Obligations, words: Words, screen: Screen) -> Iterator[Text]:
    """The lines of the list: heading, totals, then each clause."""
    title = words.say("{title}: obligations {year}", title=found.title, year=found.year)
    day = words.say("as of {day}", day=found.as_of)
    gap = max(2, screen.width - cell_len(title) - cell_len(day))
    yield Text.assemble((title, "bold"), " " * gap, (day, "dim"))
    counted = Counter(row.verdict for row in found.rows)
    told = [_counted(verdict, counted[verdict], words) for verdict in Standing if counted[verdict]]
    yield Text(screen.signs.dot.join(told), style="dim")
    for row in found.rows:
        yield Text()
        yield from _obligation(row, words, screen)


def _counted(verdict: Standing, number: int, words: Words) -> str:
    match verdict:
        case Standing.KEPT:
            return words.plural("{number} kept", "{number} kept", number)
        case Standing.DUE:
            return words.plural("{number} due", "{number} due", number)
        case Standing.BROKEN:
            return words.plural("{number} broken", "{number} broken", number)
        case Standing.NOT_DUE:
            return words.plural("{number} not due yet", "{number} not due yet", number)
        case Standing.BY_PEOPLE:
            return words.plural("{number} kept by people", "{number} kept by people", number)
        case _:
            return words.plural("{number} not known", "{number} not known", number)


def _obligation(row: Obligation, words: Words, screen: Screen) -> Iterator[Text]:
    sign = mark(row.verdict, screen)
    verdict = verdict_in_words(row, words)
    head = f"{sign} {row.ref:<7}  "
    text = Text(" ".join(safe(row.text).split()))
    room = screen.width - cell_len(head) - cell_len(verdict) - 2
    beside = room >= 30
    wrapped = list(text.wrap(screen.console, room if beside else screen.width - cell_len(head)))
    for part in wrapped:
        part.rstrip()
    first = Text.assemble((head, _STYLES[row.verdict])) + wrapped[0]
    if beside:
        first += Text(" " * (screen.width - cell_len(first.plain) - cell_len(verdict)))
        first += Text(verdict, style=_STYLES[row.verdict])
    yield first
    indent = " " * cell_len(head)
    for more in wrapped[1:]:
        yield Text(indent) + more
    if not beside:
        yield Text(indent) + Text(verdict, style=_STYLES[row.verdict])
    for detail, style in _details(row, words):
        for part in Text(detail, style=style).wrap(screen.console, screen.width - cell_len(indent)):
            part.rstrip()
            yield Text(indent) + part


def _details(row: Obligation, words: Words) -> Iterator[tuple[str, str]]:
    if row.since is not None and row.until is not None:
        yield words.say("counts from {since} to {until}", since=row.since, until=row.until), "dim"
    elif row.since is not None:
        yield words.say("counts from {since}", since=row.since), "dim"
    elif row.until is not None:
        yield words.say("counted until {until}", until=row.until), "dim"
    if row.forecast is not None:
        yield forecast(row.forecast, words), ""
    if row.evidence:
        yield evidence(row.evidence, words), "dim"
    if row.advice is not None:
        yield forecast(row.advice, words), "italic"
    if command := step(row):
        yield words.say("Try: {command}", command=command), "cyan"


def step(row: Obligation) -> str:
    """The command that would keep it, or "" where none can any more."""
    if row.verdict not in (Standing.DUE, Standing.BROKEN):
        return ""
    facts = row.forecast.facts if row.forecast is not None else {}
    code = row.forecast.code if row.forecast is not None else ""
    template = INSTEAD.get(code, NEXT.get(row.clause, ""))
    refs = facts.get("refs")
    return _filled(template, str(refs[0]) if refs else "REF", str(facts.get("year", "YEAR")))


def _filled(command: str, ref: str, year: str) -> str:
    return command.replace("{ref}", ref).replace("{year}", year)


def show_at_risk(rows: tuple[Obligation, ...], words: Words, screen: Screen) -> None:
    """Print what is broken or due, a line each, and where to see more."""
    screen.print(Text(words.say("Obligations at risk"), style="bold"))
    for row in rows[:_RISKS]:
        sign = f"  {mark(row.verdict, screen)} {row.ref} "
        told = " ".join(safe(row.text).split())
        line = Text.assemble((sign, _STYLES[row.verdict]), told, (f"  {verdict_in_words(row, words)}", "dim"))
        screen.print(line, hang=4)
    more = len(rows) - _RISKS
    if more > 0:
        screen.print("  " + words.plural("and {number} more", "and {number} more", more))
    screen.print("  " + words.say("See: {command}", command="slt agreement obligations"))


def verdict_in_words(row: Obligation, words: Words) -> str:
    """How an obligation stands, with its day."""
    match row.verdict:
        case Standing.KEPT:
            return words.say("kept")
        case Standing.DUE:
            return words.say("due by {day}", day=_short(row.due, words))
        case Standing.BROKEN:
            return words.say("broken since {day}", day=_short(row.broken_since, words))
        case Standing.NOT_DUE if row.due is not None:
            return words.say("not due yet ({day})", day=_short(row.due, words))
        case Standing.NOT_DUE:
            return words.say("nothing to judge yet")
        case Standing.BY_PEOPLE:
            return words.say("kept by people")
        case _:
            return words.say("not known: before the follow-up here")


def _short(day: date | None, words: Words) -> str:
    return words.short_day(day) if day is not None else "–"


def forecast(told: Notice, words: Words) -> str:
    """What to expect, in words."""
    return words.say(FORECASTS[told.code], **told.facts)


def evidence(shown: tuple[Shown, ...], words: Words) -> str:
    """What shows it: the first few, and how many more there are."""
    listed = [_shown(each, words) for each in shown[-_SHOWN:]]
    more = len(shown) - len(listed)
    text = ", ".join(listed)
    if more <= 0:
        return words.say("Shown by {evidence}", evidence=text)
    return words.plural(
        "Shown by {evidence} and {number} more", "Shown by {evidence} and {number} more", more, evidence=text
    )


def _shown(each: Shown, words: Words) -> str:
    what, _, name = each.ref.partition(":")
    label = name if name and what != "clause" else "" if name else each.ref
    day = words.short_day(each.on) if each.on is not None else ""
    return " ".join(part for part in (safe(label), day) if part)


def mark(verdict: Standing, screen: Screen) -> str:
    """The sign of how an obligation stands."""
    signs = screen.signs
    return {
        Standing.KEPT: signs.achieved,
        Standing.DUE: signs.begun,
        Standing.BROKEN: signs.late,
        Standing.NOT_DUE: signs.waiting,
        Standing.BY_PEOPLE: signs.closed,
        Standing.UNKNOWN: "?",
    }[verdict]


def as_json(found: Obligations, words: Words) -> dict[str, Any]:
    """The same with stable names; `demand` and `forecast` are sentences in the reader's language."""
    return {
        "council": found.council,
        "year": found.year,
        "as_of": found.as_of,
        "obligations": [_json(row, words) for row in found.rows],
    }


def _json(row: Obligation, words: Words) -> dict[str, Any]:
    return {
        "clause": row.clause,
        "ref": row.ref,
        "demand": row.text,
        "kept_by": row.kept_by,
        "verdict": str(row.verdict),
        "due": row.due,
        "broken_since": row.broken_since,
        "since": row.since,
        "until": row.until,
        "evidence": [{"ref": each.ref, "on": each.on, "note": each.note} for each in row.evidence],
        "forecast": forecast(row.forecast, words) if row.forecast is not None else None,
        "advice": forecast(row.advice, words) if row.advice is not None else None,
    }


def show_clause(sheet: Sheet, words: Words, screen: Screen) -> None:
    """Print what a clause says, what it means here and how it is kept."""
    told = sheet.fields
    key = str(told["key"])
    screen.print(Text.assemble((key, "bold"), f"  {told['ref']}"))
    screen.print(Text("  ") + Text(safe(told["text"])), hang=2)
    if told["numbers"]:
        numbers = ", ".join(f"{name} = {words.text(number)}" for name, number in told["numbers"].items())
        screen.print(Text(f"  {numbers}", style="dim"), hang=2)
    if key in TOPICS:
        screen.print(Text("  ") + Text(words.say(TOPICS[key])), hang=2)
    people = told["kept_by"] == "people"
    by = words.say("People record that it is kept.") if people else words.say("Judged by what is recorded here.")
    screen.print(Text(f"  {by}", style="dim"))
    if key in NEXT:
        screen.print(
            Text("  " + words.say("Command: {command}", command=_filled(NEXT[key], "REF", "YEAR")), style="cyan")
        )
