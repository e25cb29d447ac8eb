"""Councils with a past, made by the services."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from slt_flow.records.store import Store
from slt_flow.results.answers import Done, Outcome
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import organisations, posts
from slt_flow.services.people.groups import found_group
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context


class Past:
    """What happened in a council, day by day."""

    def __init__(self, path: Path, agreement: str) -> None:
        self.context = Context(Store(str(path)))
        self.at(1, 5)
        init(self.context, agreement)

    def at(self, month: int, day: int) -> Context:
        """Go on to another day of 2026, and record then what holds for it."""
        when = date(2026, month, day)
        self.context = replace(self.context, on=when, clock=FixedClock(datetime.combine(when, time(12), UTC)))
        return self.context

    def perform(self, ref: str, action: str, *, through: bool = False, **answers: str) -> None:
        """Perform an action that must open."""
        done(actions.perform(self.context, [ref], action, answers, through=through))

    def register(self, title: str, meeting: str | None, consent: str | None = None, **told: str) -> None:
        """Register a decision, and table and adopt it when told."""
        done(register(self.context, title, meeting=meeting, consent=consent, **told))  # type: ignore[arg-type]

    def stances(self, ref: str, **stances: str) -> None:
        """Take stances, the post's `-` written as `_`."""
        for post, stance in stances.items():
            given, _, reason = stance.partition(": ")
            answers = {"post": post.replace("_", "-"), "stance": given} | ({"reason": reason} if reason else {})
            done(actions.perform(self.context, [ref], "take_stance", answers))


def done(outcome: Outcome) -> Done:
    """What was recorded; a refusal here is a mistake of the test."""
    assert isinstance(outcome, Done), outcome
    return outcome


def of_everything(path: Path) -> None:
    """Kvæfjord up to April 2026, with a case for everything that can be refused.

    M1/26 was held without the politikontakt and with a guest, M2/26 without the police; M3/26 is planned.
    1/26 is in follow-up, with a measure of the municipality and one of an outside organisation. At M1/26 stand:
    2/26 without stances, 3/26 with an objection, 4/26 amended after everyone consented. 5/26 is registered only,
    6/26 stands on the agenda of the meeting still to come, 7/26 on that of the meeting without the police.
    8/26 is closed, 9/26 adopted and not yet assigned.
    """
    past = Past(path, "kvaefjord")
    done(organisations.add_organisation(past.context, "skole", "Kommunens skoler", "kommune"))
    done(organisations.add_organisation(past.context, "idrettslag", "Idrettslaget Eksempel"))
    for id_, title, organisation in (
        ("rektor-kvaefjord-skole", "Rektor ved Kvæfjord skole", "skole"),
        ("kulturleder", "Kulturleder", "kommune"),
        ("leder-idrettslag", "Leder i idrettslaget", "idrettslag"),
    ):
        done(posts.add_post(past.context, id_, title, organisation, ["executing"]))
    past.at(3, 12)
    present = "ordforer,administrasjonssjef,slt-koordinator,politistasjonssjef"
    done(hold(past.context, "2026-03-12", present, guests=["Ungdomsrådets leder"]))
    past.register("Felles foreldremøte om rus", "M1/26", "all", area="skjenking-og-rus")
    past.register("Natteravner i sentrum", "M1/26", area="barn-og-unge")
    past.register("Stengte gater", "M1/26")
    past.stances(
        "3/26",
        ordforer="consent",
        administrasjonssjef="consent",
        slt_koordinator="stand_aside",
        politistasjonssjef="object: Vi har ikke folk til det.",
    )
    past.register("Promilleaksjon", "M1/26", text="Aksjon i mai.")
    past.stances(
        "4/26",
        ordforer="consent",
        administrasjonssjef="consent",
        slt_koordinator="consent",
        politistasjonssjef="consent",
    )
    past.perform("4/26", "amend", text="Aksjon i juni.")
    done(found_group(past.context, "koordinering", "Koordineringsgruppa", ["slt-koordinator", "politikontakt"]))
    past.register("Sak til senere", None)
    done(plan(past.context, "2026-04-20"))
    done(plan(past.context, "2026-09-10"))
    past.register("Sak til høsten", "M3/26")
    past.at(3, 13)
    done(assign(past.context, "1/26", "slt-koordinator", "2026-06-01"))
    done(add_measure(past.context, "1/26.1", "Leie Kvæfjordhallen", "kulturleder", "2026-04-15"))
    done(add_measure(past.context, "1/26.1", "Stille med voksne", "leder-idrettslag", "2026-05-20"))
    past.perform("1/26.1", "plan", through=True)
    past.at(4, 20)
    done(hold(past.context, "M2/26", "ordforer,administrasjonssjef,slt-koordinator"))
    past.register("Sak uten politiet", "M2/26")
    past.stances("7/26", ordforer="consent", administrasjonssjef="consent", slt_koordinator="consent")
    past.at(4, 21)
    past.register("Uttalelse om nærpolitiet", "M1/26", "all")
    past.perform("8/26", "close_without_follow_up", meeting="M1/26", reason="Uttalelsen er sendt.")
    past.register("Skolevei uten biler", "M1/26", "all", area="trafikksikkerhet")


def two(path: Path) -> None:
    """Both councils in one database."""
    of_everything(path)
    Past(path, "levanger")
