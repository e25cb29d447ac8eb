"""The year wheel on the terminal: what is missing first, then month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from slt_flow.results.year import Obligation, Wheel, WheelEntry
from slt_flow.terms import N_, MeetingKind, Standing
from slt_flow.views.text.findings import of_forecast
from slt_flow.views.text.placeholders import in_words
from slt_flow.views.text.screen import Screen, headed
from slt_flow.views.text.styled import Text
from slt_flow.views.text.words import MONTHS, Words, one_line, safe
from slt_flow.views.year.obligations import LOOKS, mark, step

WEEKDAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))

KINDS: Final[Mapping[str, str]] = {
    MeetingKind.ORDINARY: N_("ordinary meeting"),
    MeetingKind.EXTRAORDINARY: N_("extraordinary meeting"),
    MeetingKind.INFORMATION: N_("information meeting"),
    MeetingKind.COORDINATION: N_("coordination meeting"),
}
"""What a meeting is called by its kind."""

_STYLES: Final = {standing: look.style for standing, look in LOOKS.items()} | {Standing.NOT_DUE: ""}
"""Styles of verdicts; most of a year is not due yet, and reads as plain text."""


def show(wheel: Wheel, words: Words, screen: Screen) -> None:
    """Print the wheel."""
    title = words.say("{title}: the year {year}", title=wheel.title, year=wheel.year)
    day = words.say("as of {day}", day=wheel.as_of)
    screen.print(headed(title, day, screen.width))
    screen.print()
    if wheel.year < wheel.followed_up_from.year:
        facts = {"first": wheel.followed_up_from, "year": wheel.year}
        screen.print(words.say("The council is followed up here from {first}; {year} is not known here.", **facts))
    else:
        _show_missing(wheel.missing, words, screen, over=wheel.as_of.year > wheel.year)
    for month in wheel.months:
        screen.print()
        name = words.say(MONTHS[month.month - 1])
        name = name[:1].upper() + name[1:]
        if not month.entries:
            screen.print(Text.assemble((name, "bold"), "  ", (words.say("nothing"), "dim")))
            continue
        screen.print(name, style="bold")
        for entry in month.entries:
            for line in _lines(entry, wheel, words, screen):
                screen.print(line, hang=_INDENT - 2)


_INDENT: Final = 13
"""How far in the words begin, after the day and its mark."""


def _show_missing(rows: tuple[Obligation, ...], words: Words, screen: Screen, *, over: bool) -> None:
    if not rows:
        screen.print(words.say("Nothing is missing as things stand."), style="green")
        return
    screen.print(words.say("Missing"), style="bold")
    for row in rows:
        sign = mark(row.verdict, screen)
        style = _STYLES[row.verdict]
        screen.print(Text.assemble(f"  {sign} ", (f"{row.ref} ", "dim"), (one_line(row.text), style)), hang=2)
        if row.forecast is not None:
            screen.print(f"    {of_forecast(row.forecast, words)}", hang=0)
        if command := step(row, over=over):
            screen.print("    " + words.say("Try: {command}", command=in_words(command, words)), hang=2, style="cyan")


def _lines(entry: WheelEntry, wheel: Wheel, words: Words, screen: Screen) -> Iterator[Text]:
    head = f"  {words.say(WEEKDAYS[entry.day.weekday()])} {entry.day.day:>2}."
    sign = " " if entry.what == "day_off" else _sign(entry, screen)
    line = Text.assemble((f"{head:<{_INDENT - 3}} ", "dim"), (f"{sign} ", _STYLES[entry.standing]))
    yield line + told(entry, wheel, words)
    if text := warning(entry, words):
        yield Text(" " * (_INDENT - 2) + f"{screen.signs.stuck} {text}", style="yellow")


def warning(entry: WheelEntry, words: Words) -> str:
    """Say that nobody is there on the day of an entry, and which day to take instead; "" where somebody is."""
    if entry.closed is None:
        return ""
    message = N_("nobody is there ({why})")
    if entry.next_working_day is not None:
        message = N_("nobody is there ({why}); next working day {day}")
    elif entry.last_working_day_before is not None:
        message = N_("nobody is there ({why}); send it by {day}, the last working day before")
    day = entry.next_working_day or entry.last_working_day_before
    return words.say(message, why=words.term(entry.closed), day=day)


def told(entry: WheelEntry, wheel: Wheel, words: Words) -> Text:
    """Tell an entry of the wheel: the case or clause, and how it stands."""
    title = one_line(entry.title)
    state = words.named(entry.state) if entry.state is not None else ""
    match entry.what:
        case "meeting":
            kind = words.say(KINDS[entry.kind or MeetingKind.ORDINARY])
            line = Text.assemble((f"{entry.ref} ", "bold"), kind, f": {title}" if title else "", (f"  {state}", "dim"))
            if entry.standing == Standing.DUE:
                line.append("  " + words.say("not recorded as held"), style="yellow")
            return line
        case "agenda":
            return _agenda(entry, words)
        case "submissions":
            return Text(words.say("matters for {ref} are submitted by now", ref=entry.ref))
        case "minutes":
            return Text(words.say("the minutes of {ref} are not archived", ref=entry.ref), style="yellow")
        case "deadline":
            late = _STYLES[entry.standing] if entry.standing == Standing.BROKEN else ""
            shown = entry.standing != Standing.UNKNOWN and (entry.owner_title or entry.owner)
            owner = f"  {safe(shown)}" if shown else ""
            line = Text.assemble((f"{entry.ref} ", "bold"), (title, late), (f"  {state}{owner}", "dim"))
            overran = words.lateness(0, entry.delivered_late or 0)
            return line.append(f"  {overran}", style="red") if overran else line
        case "evaluation":
            begins = words.say("the evaluation of {year} can begin", year=wheel.year)
            return Text.assemble(begins, (f"  {safe(entry.ref or '')}", "dim"))
        case "obligation":
            return Text.assemble((title, _STYLES[entry.standing]), (f"  {safe(entry.ref or '')}", "dim"))
        case _:
            return Text(words.term(title), style="dim")


def _agenda(entry: WheelEntry, words: Words) -> Text:
    if entry.sent is not None:
        sentence = words.say("the agenda of {ref} was due; sent {day}", ref=entry.ref, day=words.short_day(entry.sent))
        return Text(sentence, style=_STYLES[entry.standing] if entry.standing == Standing.BROKEN else "")
    if entry.standing == Standing.NOT_DUE:
        return Text(words.say("the agenda of {ref} is due", ref=entry.ref))
    sentence = words.say("the agenda of {ref} was due; no day is recorded", ref=entry.ref)
    return Text(sentence, style=_STYLES[entry.standing])


def _sign(entry: WheelEntry, screen: Screen) -> str:
    """Return the sign of an entry: cancelled work and meetings have one of their own, as has an unrecorded agenda."""
    if entry.standing != Standing.UNKNOWN:
        return mark(entry.standing, screen)
    return screen.signs.closed if entry.what in ("agenda", "submissions") else screen.signs.dropped
