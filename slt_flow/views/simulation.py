"""What simulating the workflows showed: first what it means for the open decisions, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from rich.text import Text

from slt_flow.results import LIKELY, VACANT_HALF, VACANT_NINETY, Ending, Forecast, Listing, Simulation, Waiting
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

_REACHES: Final[Mapping[str, str]] = {
    "work": N_("carried out in {share}: half of those by {median}, nine of ten by {ninety}"),
    "adoption": N_("adopted in {share}: half of those by {median}, nine of ten by {ninety}"),
    "notice": N_("taken note of in {share}: half of those by {median}, nine of ten by {ninety}"),
}
"""What a decision is done by."""

_NEVER: Final[Mapping[str, str]] = {
    "work": N_("carried out in none of {runs} runs"),
    "adoption": N_("adopted in none of {runs} runs"),
    "notice": N_("taken note of in none of {runs} runs"),
}

_FEW: Final = 30
"""Fewer runs show next to nothing."""

_WORTH_TELLING: Final = 0.01
"""What takes less of the time is told as one in the table."""

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
    if found.forecasts is None:
        _show_few(found, words, screen)
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
    waits = [_wait(wait, words) for wait in worth]
    if rest := sum(wait.share for wait in found.waits if wait.share < _WORTH_TELLING):
        waits.append({"waits_in": words.say("other"), "share": _percent(rest)})
    show_listing(Listing("waits", tuple(waits)), words, screen)
    screen.print()
    for line in _caveats(found, words):
        screen.print(Text(line, style="dim"))


def _show_forecasts(found: Simulation, words: Words, screen: Screen) -> None:
    for line in _headline(found, words):
        screen.print(Text(line, style="bold"))
    _show_few(found, words, screen)
    for forecast in found.forecasts or ():
        screen.print()
        _show_forecast(forecast, words, screen)
    screen.print()


def _show_few(found: Simulation, words: Words, screen: Screen) -> None:
    if found.cases < _FEW:
        told = words.plural(
            "{number} run shows next to nothing; take more --cases.",
            "{number} runs show next to nothing; take more --cases.",
            found.cases,
        )
        screen.print(Text(told, style="yellow"))


def _headline(found: Simulation, words: Words) -> Iterator[str]:
    """What a coordinator wants to know before anything else."""
    forecasts = found.forecasts or ()
    title = safe(found.title)
    if not forecasts:
        yield words.say("{title}: no decision is open as of {day}.", title=title, day=found.day)
        return
    likely = sum(forecast.likely for forecast in forecasts)
    told = words.plural(
        "{title}, as of {day}: of {number} open decision {likely} is likely to be done",
        "{title}, as of {day}: of {number} open decisions {likely} are likely to be done",
        len(forecasts), title=title, day=found.day, likely=likely,
    )  # fmt: skip
    if found.last is None:
        yield f"{told}."
    elif likely == 1:
        yield told + words.say(", around {day}.", day=found.last)
    else:
        yield told + words.say(", the last of them around {day}.", day=found.last)
    late = [each.ref for each in forecasts if each.in_time is not None and each.in_time < LIKELY]
    if late:
        yield words.say("Unlikely to keep their deadline: {refs}.", refs=late)
    if found.open_waits:
        most = found.open_waits[0]
        yield words.say(
            "Most of the time goes waiting for {whom} ({level}, {state}): {share}.",
            whom=_whom(most, words), level=words.say(VALUES[most.level]),
            state=words.label(most.label, most.state), share=_percent(most.share),
        )  # fmt: skip


def _show_forecast(forecast: Forecast, words: Words, screen: Screen) -> None:
    title = " ".join(safe(forecast.title).split())
    state = words.label(forecast.label, forecast.state)
    screen.print(Text.assemble((forecast.ref, "bold"), f" {title}", (f" ({state})", "dim")), hang=len(forecast.ref) + 1)
    indent = "  "
    if forecast.median is None or forecast.ninety is None:
        screen.print(indent + words.say(_NEVER[forecast.reaches], runs=forecast.runs))
    else:
        told = words.say(
            _REACHES[forecast.reaches],
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
        style = "red" if forecast.in_time < LIKELY else ""
        screen.print(Text(indent + told, style=style), hang=2)
    if forecast.waits is not None:
        screen.print(Text(indent + _waits_most(forecast, forecast.waits, words), style="dim"), hang=2)


def _waits_most(forecast: Forecast, wait: Waiting, words: Words) -> str:
    where = words.label(wait.label, wait.state)
    below = wait.ref != forecast.ref and wait.ref is not None
    return words.say(
        "waits most for {whom}: {where}, {share} of the time",
        whom=_whom(wait, words),
        where=f"{wait.ref} {where}" if below else where,
        share=_percent(wait.share),
    )


def _whom(wait: Waiting, words: Words) -> str:
    """Who is waited for: a post, and whether it is vacant, else whose move it is."""
    if wait.post is None:
        return words.say(WAITED_FOR[wait.waits_on])
    return words.say("{post} (vacant)", post=wait.post) if wait.vacant else wait.post


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
            return words.plural("the level's pace ({number} own)", "the level's pace ({number} own)", wait.ended)
        case _:
            return words.say("assumption")


def _caveats(found: Simulation, words: Words) -> Iterator[str]:
    """What it is, and what it rests on."""
    meets = words.plural(
        "The council meets once a year.", "The council meets {number} times a year.", found.meetings_a_year
    )
    if not found.meetings_agreed:
        meets = words.say(
            "No agreement says how often the council meets; {number} times a year is assumed.",
            number=found.meetings_a_year,
        )
    yield words.say("A simulation, not a promise: chance chooses, the rules decide.") + " " + meets
    yield from _asides(found, words)
    if found.forecasts is None:
        yield words.say(
            "The durations are assumptions. With --from-history they are taken from the council's own journal."
        )
    elif found.stays_ended + found.stays_open == 0:
        yield words.say("The council's journal tells of no stay yet, so the durations are assumptions.")
    else:
        yield words.say(
            "The durations rest on stays in the journal ({ended} ended, {open} still open); where a state has fewer "
            "than five, on its level's pace, else on assumptions. Few observations make a weak forecast.",
            ended=found.stays_ended, open=found.stays_open,
        )  # fmt: skip


def _asides(found: Simulation, words: Words) -> Iterator[str]:
    """What the figures mean, where it is not plain."""
    if any(forecast.reaches != "work" for forecast in found.forecasts or ()):
        yield words.say(
            "A plan or an evaluation is done when it is adopted, what is for information when it is taken note of."
        )
    if any(wait.vacant for wait in found.open_waits):
        yield words.say(
            "A vacant post is taken to be filled: half within {half} days after it became vacant, nine of ten within "
            "{ninety}, an assumption. Until then, what only it can do waits, unless it is handed over.",
            half=VACANT_HALF, ninety=VACANT_NINETY,
        )  # fmt: skip
    achieved = sum(ending.cases for ending in found.endings if ending.achieved)
    again = next((each.cases for each in found.levels if each.level == Level.STRATEGIC), 0) - achieved
    if again > 0:
        yield words.plural(
            "{number} decision that was carried out was sent back, and ended otherwise.",
            "{number} decisions that were carried out were sent back, and ended otherwise.",
            again,
        )


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
        "meetings_agreed": found.meetings_agreed,
        "stays": {"ended": found.stays_ended, "open": found.stays_open},
        "last": found.last,
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
        "reaches": each.reaches,
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
