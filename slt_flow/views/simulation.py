"""What simulating the workflows showed: first what it means for the open decisions, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from rich.text import Text

from slt_flow.results import Ending, Forecast, Listing, Simulation, Waiting
from slt_flow.terms import Level
from slt_flow.views.screen import ASCII, Screen
from slt_flow.views.tables import show_listing
from slt_flow.views.words import N_, VALUES, Words, safe

WAITED_FOR: Final[Mapping[str, str]] = {
    "secretary": N_("the secretary"), "chair": N_("the chair"), "owner": N_("whoever is accountable"),
    "parent_owner": N_("whoever is accountable above"), "approver": N_("whoever approves"), "member": N_("the seats"),
    "meeting": N_("the next meeting"),
}  # fmt: skip
"""Whose move it is."""

_LIKELY: Final = 0.5
"""From this share on something is likely."""

_WORTH_TELLING: Final = 0.01
"""What takes less of the time is left out of the table."""

_BAR: Final = 20
"""How wide a full bar is."""


def show(found: Simulation, words: Words, screen: Screen) -> None:
    """Print the headline, the open decisions, then where new decisions end, how long they take, where they wait."""
    if found.forecasts is not None:
        _show_forecasts(found, words, screen)
    told = words.plural(
        "{number} new decision walks the workflows", "{number} new decisions walk the workflows", found.cases
    )
    screen.print(Text(f"{told} ({words.say('seed {seed}', seed=found.seed)})", style="bold"))
    screen.print()
    show_listing(
        Listing("endings", tuple(_ending(e, found.cases, words, screen) for e in found.endings)), words, screen
    )
    screen.print()
    rows = [
        {
            "level": each.level,
            "reached": each.cases,
            "half": _days(each.median, words),
            "nine_of_ten": _days(each.ninety, words),
        }
        for each in found.levels
    ]
    show_listing(Listing("level_times", tuple(rows)), words, screen)
    screen.print()
    worth = [wait for wait in found.waits if wait.share >= _WORTH_TELLING]
    show_listing(Listing("waits", tuple(_wait(wait, words) for wait in worth)), words, screen)
    screen.print()
    for line in _caveats(found, words):
        screen.print(Text(line, style="dim"))


def _show_forecasts(found: Simulation, words: Words, screen: Screen) -> None:
    for line in _headline(found, words):
        screen.print(Text(line, style="bold"))
    for forecast in found.forecasts or ():
        screen.print()
        _show_forecast(forecast, words, screen)
    screen.print()


def _headline(found: Simulation, words: Words) -> Iterator[str]:
    """What a coordinator wants to know before anything else."""
    forecasts = found.forecasts or ()
    title = safe(found.title)
    if not forecasts:
        yield words.say("{title}: no decision is open as of {day}.", title=title, day=found.day)
        return
    likely = [forecast for forecast in forecasts if forecast.share >= _LIKELY]
    last = max((each.median for each in likely if each.median is not None), default=None)
    told = words.plural(
        "{title}: of {number} open decision {likely} is likely to be carried out",
        "{title}: of {number} open decisions {likely} are likely to be carried out",
        len(forecasts), title=title, likely=len(likely),
    )  # fmt: skip
    yield told + (words.say(", the last around {day}.", day=last) if last is not None else ".")
    late = [each.ref for each in forecasts if each.in_time is not None and each.in_time < _LIKELY]
    if late:
        yield words.say("Unlikely to keep their deadline: {refs}.", refs=late)
    if found.open_waits:
        most = found.open_waits[0]
        yield words.say(
            "Most of the time goes waiting for {whom} ({level}, {state}): {share}.",
            whom=words.say(WAITED_FOR[most.waits_on]), level=words.say(VALUES[most.level]),
            state=words.label(most.label, most.state), share=_percent(most.share),
        )  # fmt: skip


def _show_forecast(forecast: Forecast, words: Words, screen: Screen) -> None:
    title = " ".join(safe(forecast.title).split())
    state = words.label(forecast.label, forecast.state)
    screen.print(Text.assemble((forecast.ref, "bold"), f" {title}", (f" ({state})", "dim")), hang=len(forecast.ref) + 1)
    indent = "  "
    if forecast.median is None or forecast.ninety is None:
        screen.print(indent + words.say("carried out in none of {runs} runs", runs=forecast.runs))
    else:
        told = words.say(
            "carried out in {share}: half of those by {median}, nine of ten by {ninety}",
            share=_percent(forecast.share),
            median=words.short_day(forecast.median),
            ninety=words.short_day(forecast.ninety),
        )
        screen.print(indent + told, hang=2)
    if forecast.due is not None and forecast.in_time is not None:
        told = words.say(
            "latest deadline {due}, kept in {share} of the runs",
            due=words.short_day(forecast.due),
            share=_percent(forecast.in_time),
        )
        style = "red" if forecast.in_time < _LIKELY else ""
        screen.print(Text(indent + told, style=style), hang=2)
    if forecast.waits is not None:
        screen.print(Text(indent + _waits_most(forecast, forecast.waits, words), style="dim"), hang=2)


def _waits_most(forecast: Forecast, wait: Waiting, words: Words) -> str:
    where = words.label(wait.label, wait.state)
    below = wait.ref != forecast.ref and wait.ref is not None
    return words.say(
        "waits most for {whom}: {where}, {share} of the time",
        whom=wait.post if wait.post is not None else words.say(WAITED_FOR[wait.waits_on]),
        where=f"{wait.ref} {where}" if below else where,
        share=_percent(wait.share),
    )


def _ending(ending: Ending, cases: int, words: Words, screen: Screen) -> dict[str, Any]:
    label = words.label(ending.label, ending.state)
    told = label if ending.ended else words.say("still open after ten years: {state}", state=label)
    share = ending.cases / cases
    mark = "#" if screen.signs is ASCII else "█"
    return {
        "ending": told,
        "cases": ending.cases,
        "share": _percent(share),
        "bar": mark * max(1, round(share * _BAR)),
    }


def _wait(wait: Waiting, words: Words) -> dict[str, Any]:
    level, state = words.say(VALUES[wait.level]), words.label(wait.label, wait.state)
    return {
        "waits_in": f"{state} ({level})",
        "waits_for": words.say(WAITED_FOR[wait.waits_on]),
        "share": _percent(wait.share),
        "rests_on": _basis(wait, words),
    }


def _basis(wait: Waiting, words: Words) -> str:
    match wait.rests_on:
        case "calendar":
            return words.say("the meeting calendar")
        case "own":
            return words.say("{ended} stays, {open} still open", ended=wait.ended, open=wait.open)
        case "level":
            return words.say("the level's pace ({ended} own)", ended=wait.ended)
        case _:
            return words.say("assumption")


def _caveats(found: Simulation, words: Words) -> Iterator[str]:
    """What it is, and what it rests on."""
    yield words.say(
        "A simulation, not a promise: chance chooses, the rules decide. The council meets {number} times a year.",
        number=found.meetings_a_year,
    )
    if found.forecasts is None:
        yield words.say(
            "The durations are assumptions. With --from-history they are taken from the council's own journal."
        )
    elif found.stays_ended + found.stays_open == 0:
        yield words.say("The council's journal tells of no stay yet, so the durations are assumptions.")
    else:
        yield words.say(
            "The durations rest on {ended} stays that have ended and {open} that still go on; where a state has fewer "
            "than five, on its level's pace, else on assumptions. Few observations make a weak forecast.",
            ended=found.stays_ended, open=found.stays_open,
        )  # fmt: skip


def _days(days: float, words: Words) -> str:
    return words.plural("{number} day", "{number} days", round(days))


def _percent(share: float) -> str:
    """A share in whole percent; what is little but not nothing says so."""
    whole = round(100 * share)
    told = "<1" if whole == 0 and share > 0 else ">99" if whole == 100 and share < 1 else str(whole)
    return f"{told} %"


def as_json(found: Simulation) -> dict[str, Any]:
    """The same with stable names; shares from 0 to 1, times in days."""
    return {
        "council": found.council,
        "as_of": found.day,
        "from_history": found.forecasts is not None,
        "cases": found.cases,
        "seed": found.seed,
        "meetings_a_year": found.meetings_a_year,
        "stays": {"ended": found.stays_ended, "open": found.stays_open},
        "forecasts": [_forecast_as_json(each) for each in found.forecasts or ()],
        "open_waits": [_wait_as_json(each) for each in found.open_waits],
        "endings": [
            {
                "state": e.state,
                "achieved": e.achieved,
                "ended": e.ended,
                "cases": e.cases,
                "share": _short(e.cases / found.cases),
            }
            for e in found.endings
        ],
        "levels": [
            {"level": each.level, "reached": each.cases, "median_days": each.median, "ninety_days": each.ninety}
            for each in found.levels
        ],
        "waits": [_wait_as_json(each) for each in found.waits],
    }


def _forecast_as_json(each: Forecast) -> dict[str, Any]:
    return {
        "ref": each.ref,
        "title": each.title,
        "state": each.state,
        "runs": each.runs,
        "share": _short(each.share),
        "median": each.median,
        "ninety": each.ninety,
        "due": each.due,
        "in_time": _short(each.in_time) if each.in_time is not None else None,
        "waits": _wait_as_json(each.waits) if each.waits is not None else None,
    }


def _wait_as_json(wait: Waiting) -> dict[str, Any]:
    return {
        "ref": wait.ref,
        "machine": wait.machine,
        "level": Level(wait.level).value,
        "state": wait.state,
        "waits_on": wait.waits_on,
        "post": wait.post,
        "share": _short(wait.share),
        "rests_on": wait.rests_on,
        "stays": {"ended": wait.ended, "open": wait.open},
    }


def _short(share: float) -> float:
    return round(share, 3)
