"""Whole years of both councils, played through the services: one in which all is done, one in which much goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from slt_flow.results.answers import Done, Outcome
from slt_flow.results.evaluation import Scribe
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import posts
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.year import action_plan, evaluation, evidence, learning

YEAR: Final = 2026
SCRIBE: Final = Scribe(lambda _: "Evaluering.", lambda _: "Se læringspunktene.", lambda _: "Handlingsplan.")
JANUARY_AFTER: Final = date(YEAR + 1, 1, 31)


@dataclass(frozen=True)
class Setting:
    """What the two agreements ask for differently."""

    areas: tuple[str, ...]
    ordinary: tuple[str, ...]
    information: str | None
    coordination: tuple[str, ...]
    sources: tuple[str, ...]
    youth: tuple[str, ...]
    presence: bool
    evaluates_agreement: bool


SETTINGS: Final[Mapping[str, Setting]] = {
    "kvaefjord": Setting(
        areas=(
            "vold-og-overgrep-mot-barn", "barn-og-unge", "beredskap", "radikalisering", "arbeidslivskriminalitet",
            "skjenking-og-rus", "trafikksikkerhet",
        ),
        ordinary=("2026-03-12", "2026-12-03"),
        information="2026-05-20",
        coordination=("2026-02-10", "2026-08-18"),
        sources=("Ungdata", "politiets analyse"),
        youth=(),
        presence=True,
        evaluates_agreement=True,
    ),
    "levanger": Setting(
        areas=(
            "tverretatlig-samarbeid", "barn-og-ungdom", "ungdomsmiljo", "vold", "problemorienterte-tiltak",
            "alkoholhandtering",
        ),
        ordinary=("2026-03-12", "2026-06-11", "2026-09-10", "2026-12-03"),
        information=None,
        coordination=(),
        sources=("kriminalitetsanalyse",),
        youth=("2026-03-03", "2026-09-03"),
        presence=False,
        evaluates_agreement=False,
    ),
}  # fmt: skip


class Year:
    """What happens in a council, each step on its day."""

    def __init__(self, context: Context, council: str) -> None:
        when = datetime.combine(JANUARY_AFTER, time(12), UTC)
        self.context = replace(context, clock=FixedClock(when))
        self.setting = SETTINGS[council]

    def on(self, day: str) -> Context:
        """The context, recording what holds for a day."""
        return replace(self.context, on=date.fromisoformat(day))

    def perform(self, day: str, ref: str, action: str, *, through: bool = False, **answers: Any) -> None:
        """Perform an action that must open."""
        done(actions.perform(self.on(day), [ref], action, answers, through=through))

    def meeting(self, ref: str, day: str, *, sent: str | None, archived: str | None) -> None:
        """A planned meeting that is held, its agenda and minutes where there are any."""
        if sent is not None:
            self.perform(sent, ref, "call", sent=sent)
        done(hold(self.on(day), ref, "all"))
        if archived is not None:
            self.perform(archived, ref, "archive", through=True)

    def decide(self, title: str, area: str | None, meeting: str, day: str) -> str:
        """A decision by consensus."""
        return done(register(self.on(day), title, area=area, meeting=meeting, consent="all")).ref

    def give(self, top: str, day: str) -> None:
        """A decision handed down: an assignment with one measure, both to be done in October."""
        done(assign(self.on(day), top, "politikontakt", "2026-10-30"))
        done(add_measure(self.on(day), f"{top}.1", f"Tiltak for {top}", "rektor", "2026-10-01"))
        self.perform(day, f"{top}.1", "plan", through=True)

    def carry_out(self, top: str) -> None:
        """The work beneath a decision done in September and approved on the first of October."""
        self.perform("2026-09-20", f"{top}.1.1", "finish", through=True, result="Utført.")
        self.perform("2026-09-25", f"{top}.1.1", "verify")
        self.perform("2026-09-28", f"{top}.1", "report", result="Ferdig.")
        self.perform("2026-10-01", f"{top}.1", "approve")


def good(context: Context, council: str) -> None:
    """Everything that was signed is done, most of it long before its day."""
    year = Year(context, council)
    setting, start = year.setting, year.on("2026-01-05")
    done(posts.add_post(start, "rektor", "Rektor", "kommune", ["executing"]))
    for day in setting.ordinary:
        done(plan(start, day))
    others = [(setting.information, "information")] if setting.information else []
    others += [(day, "coordination") for day in setting.coordination]
    for day, kind in others:
        done(plan(start, str(day), kind=kind))
    for number, source in enumerate(setting.sources):
        told = year.on(f"2026-02-{20 + number}")
        done(knowledge.add_knowledge(told, f"kilde-{number}", f"{source} 2026", source=source))
    done(knowledge.add_challenge(year.on("2026-02-25"), "rusdebut", "Tidlig rusdebut", sources=["kilde-0"]))
    year.meeting("M1/26", "2026-03-12", sent="2026-03-02", archived=None)
    tops = [year.decide(f"Vedtak for {area}", area, "M1/26", "2026-03-12") for area in setting.areas]
    for top in tops:
        year.give(top, "2026-03-12")
    plan_the_year(year.on("2026-03-12"))
    year.perform("2026-03-20", "M1/26", "archive", through=True)
    for number, (day, _) in enumerate(others, start=len(setting.ordinary) + 1):
        done(hold(year.on(str(day)), f"M{number}/26", "all"))
    for number, day in enumerate(setting.ordinary[1:-1], start=2):
        before, after = _days_from(day, -9), _days_from(day, 14)
        year.meeting(f"M{number}/26", day, sent=before, archived=after)
    for top in tops:
        year.carry_out(top)
    for day in setting.youth:
        done(evidence.fulfil(year.context, "youth_council_is_heard", [day], "Ungdomsrådet fortalte."))
    if setting.presence:
        done(evidence.fulfil(year.context, "prevention_unit_is_met", ["2026-02-17"], "Samarbeidsmøte."))
        every_week = "2026-12-28"
        done(evidence.fulfil(year.context, "contact_is_present", ["2026-01-05"], weekly_until=every_week))
    _end_of_year(year, tops)


def _end_of_year(year: Year, tops: list[str]) -> None:
    setting = year.setting
    last, day = f"M{len(setting.ordinary)}/26", setting.ordinary[-1]
    done(evaluation.open_year(year.on("2026-11-10"), YEAR))
    measures = [f"{top}.1.1" for top in tops]
    done(evaluation.assess(year.on("2026-11-15"), measures, "some", challenge="rusdebut"))
    done(learning.add(year.on("2026-11-16"), "Begynn tidligere"))
    year.meeting(last, day, sent=_days_from(day, -8), archived=None)
    done(evaluation.adopt(replace(year.on(day), scribe=SCRIBE), YEAR, meeting=last, consent="all", early=False))
    year.perform(_days_from(day, 7), last, "archive", through=True)
    if setting.evaluates_agreement:
        done(evidence.fulfil(year.context, "agreement_is_evaluated", [day], "I møtet."))


def plan_the_year(context: Context) -> None:
    """An action plan for the year, adopted at the first meeting."""
    done(action_plan.adopt(replace(context, scribe=SCRIBE), str(YEAR), meeting="M1/26", consent="all"))


def bad(context: Context, council: str) -> None:
    """One meeting too few or more, its agenda late, no minutes archived, a decision that nobody owns, work past its
    deadline, weeks without the contact, a learning point forgotten, and nothing evaluated.
    """
    year = Year(context, council)
    setting, start = year.setting, year.on("2026-01-05")
    done(posts.add_post(start, "rektor", "Rektor", "kommune", ["executing"]))
    done(plan(start, "2026-03-12"))
    done(learning.add(year.on("2026-02-02"), "Begynn tidligere"))
    year.meeting("M1/26", "2026-03-12", sent="2026-03-09", archived=None)
    year.decide("Ingen fikk det", setting.areas[0], "M1/26", "2026-03-12")
    given = year.decide("Noen fikk det", setting.areas[1], "M1/26", "2026-03-12")
    year.give(given, "2026-03-20")
    if setting.presence:
        for first, last in (("2026-01-05", "2026-04-27"), ("2026-05-18", "2026-12-28")):
            done(evidence.fulfil(year.context, "contact_is_present", [first], weekly_until=last))


def _days_from(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def done(outcome: Outcome) -> Done:
    """What was recorded; a refusal here is a mistake of the story."""
    assert isinstance(outcome, Done), outcome
    return outcome
