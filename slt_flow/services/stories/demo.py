"""A believable year of a council, played through the same context that a coordinator uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

from slt_flow.errors import BrokenInvariant, RecordsError
from slt_flow.records.store import Store
from slt_flow.results.answers import Done, Outcome, Refusal
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over
from slt_flow.services.decisions.register import register
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import absences, organisations, posts
from slt_flow.services.people.lists import list_posts as listed
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.stories.sandbox import PLAYED
from slt_flow.services.year import action_plan, evaluation, evidence, learning


@dataclass(frozen=True, slots=True)
class Setting:
    """What differs between the councils the year is played in: posts of the agreement and its focus areas."""

    police: str
    substance: str
    safety: str
    youth: str
    preparedness: str
    sources: tuple[str, ...]
    meetings: tuple[tuple[int, int, str], ...]
    """The meetings beside the three of the year, each with month, day and kind."""


SETTINGS: Final[Mapping[str, Setting]] = {
    "kvaefjord": Setting(
        "politistasjonssjef", "skjenking-og-rus", "trafikksikkerhet", "barn-og-unge",
        "beredskap", ("Ungdata", "politiets analyse"),
        ((5, 20, "information"), (2, 10, "coordination"), (8, 18, "coordination")),
    ),
    "levanger": Setting(
        "politikontakt", "alkoholhandtering", "problemorienterte-tiltak", "ungdomsmiljo", "vold",
        ("kriminalitetsanalyse",), ((6, 4, "ordinary"),),
    ),
}  # fmt: skip
"""The shipped agreements the year can be played under."""


def last_day(today: date) -> date:
    """The day the year is seen from: the newest 20 November that has come."""
    return date(today.year if (today.month, today.day) >= (11, 20) else today.year - 1, 11, 20)


def play(path: Path, agreement: str, today: date) -> Context:
    """Play the year into a new database.

    Args:
        path: a file that is not there yet.
        agreement: one of `SETTINGS`.
        today: decides which year it is.

    Returns:
        A context before the database, on the day the year is seen from.

    Raises:
        RecordsError: the file is there already.
    """
    if path.exists():
        raise RecordsError("file_exists", path=str(path))
    end = last_day(today)
    story = _Story(Context(Store(str(path)), account=PLAYED), SETTINGS[agreement], end.year)
    story.open(agreement)
    story.spring()
    story.summer()
    story.autumn()
    return story.on(11, 20)


class _Story:
    """The year, month by month; every step must succeed, but for the one that is meant to be refused."""

    def __init__(self, context: Context, setting: Setting, year: int) -> None:
        self.context, self.setting, self.year = context, setting, year

    def on(self, month: int, day: int) -> Context:
        """The context as it was that day at noon."""
        when = date(self.year, month, day)
        return replace(self.context, on=when, clock=FixedClock(datetime.combine(when, time(12), UTC)))

    def ref(self, number: str) -> str:
        """The ref of a case of this year: `2` is decision 2, `2.1` its first assignment."""
        first, _, rest = number.partition(".")
        return f"{first}/{self.year % 100:02d}" + (f".{rest}" if rest else "")

    def day(self, month: int, day: int) -> str:
        """A day of the year as one types it."""
        return date(self.year, month, day).isoformat()

    def perform(self, when: Context, numbers: str, action: str, *, through: bool = False, **answers: Any) -> None:
        """Perform an action of one or several cases."""
        refs = [self.ref(number) for number in numbers.split()]
        _done(actions.perform(when, refs, action, answers, through=through))

    def open(self, agreement: str) -> None:
        """January: the council begins, and those who will carry out the work are entered."""
        when = self.on(1, 8)
        init(when, agreement, since=date(self.year, 1, 1))
        _done(organisations.add_organisation(when, "skole", "Kommunens skoler", "kommune"))
        _done(organisations.add_organisation(when, "idrettslag", "Idrettslaget Eksempel"))
        for id_, title, organisation in (
            ("rektor", "Rektor ved ungdomsskolen", "skole"),
            ("kulturleder", "Kulturleder", "kommune"),
            ("helsesykepleier", "Helsesykepleier", "kommune"),
            ("leder-idrettslag", "Leder i idrettslaget", "idrettslag"),
        ):
            _done(posts.add_post(when, id_, title, organisation, ["executing"]))
        for post, name in (
            ("ordforer", "Olga Oppdiktet"),
            ("slt-koordinator", "Kari Eksempel"),
            ("politikontakt", "Per Prøve"),
            ("rektor", "Nora Navnløs"),
        ):
            _done(posts.appoint(when, post, name))
        _done(plan(when, self.day(3, 12)))
        _done(plan(when, self.day(9, 10)))
        _done(plan(when, self.day(12, 10)))
        for month, day, kind in self.setting.meetings:
            _done(plan(when, self.day(month, day), kind=kind))
        self.learn()

    def learn(self) -> None:
        """February: what the council knows, and the challenges that it shows."""
        when = self.on(2, 5)
        for source in self.setting.sources:
            id_, title = source.replace(" ", "-").lower(), f"{source[:1].upper()}{source[1:]} {self.year}"
            _done(knowledge.add_knowledge(when, id_, title, source=source))
        shown = [self.setting.sources[0].lower()]
        _done(knowledge.add_challenge(when, "tidlig-rusdebut", "Tidlig rusdebut", sources=shown))
        _done(knowledge.add_challenge(when, "utrygt-sentrum", "Utrygt sentrum i helgene", area=self.setting.youth))
        if any(kind == "coordination" for *_rest, kind in self.setting.meetings):
            for first, last in (((1, 5), (6, 22)), ((7, 27), (11, 16))):
                told = self.on(*last)
                days = [self.day(*first)]
                _done(evidence.fulfil(told, "contact_is_present", days, weekly_until=self.day(*last)))

    def hold_others(self, *months: int) -> None:
        """The meetings beside the three of the year, in these months."""
        for number, (month, day, kind) in enumerate(self.setting.meetings, start=4):
            if month in months:
                if kind == "ordinary":
                    self.perform(self.on(month, day - 2), f"M{number}", "call", sent=self.day(month, day - 2))
                _done(hold(self.on(month, day), self.ref(f"M{number}"), "all"))
                if kind == "ordinary":
                    self.perform(self.on(month, day + 10), f"M{number}", "archive", through=True)

    def spring(self) -> None:
        """March: the first meeting; one decision meets an objection, is amended and reached."""
        self.hold_others(2)
        self.perform(self.on(3, 2), "M1", "call", sent=self.day(3, 2))
        when = self.on(3, 12)
        _done(hold(when, self.ref("M1"), "all", guests=["Ungdomsrådets leder"]))
        setting, first = self.setting, self.ref("M1")
        _done(
            register(
                when, "Felles foreldremøte om rus", area=setting.substance, meeting=first, consent="all",
                challenges=["tidlig-rusdebut"],
            )
        )  # fmt: skip
        _done(
            register(
                when, "Natteravner i sentrum", area=setting.youth, meeting=first, text="Natteravner hver helg.",
                challenges=["utrygt-sentrum"],
            )
        )  # fmt: skip
        self._stances("2", when, objecting=setting.police, reason="Politiet har ikke folk til å følge opp hver helg.")
        _refused(adopt(when, self.ref("2")))
        self.perform(
            when, "2", "amend", text="Natteravner i helgene fra mai til oktober, med en fast kontakt hos politiet."
        )
        _done(adopt(when, self.ref("2"), "all"))
        _done(
            register(
                when, "Skjenketider i politivedtektene", area=setting.substance, meeting=first, consent="all",
                needs_ratification=["Kommunestyret"],
            )
        )  # fmt: skip
        _done(register(when, "Ungdata: hva ungdommene svarte", area=setting.youth, meeting=first, for_information=True))
        self.perform(when, "4", "take_note")
        self.perform(self.on(3, 19), "M1", "archive", through=True)
        _done(assign(self.on(3, 13), self.ref("1"), "slt-koordinator", self.day(6, 1)))
        _done(assign(self.on(3, 13), self.ref("2"), "politikontakt", self.day(11, 30)))
        plan = self.on(3, 20)
        _done(add_measure(plan, self.ref("1.1"), "Leie hall", "kulturleder", self.day(4, 15)))
        _done(add_measure(plan, self.ref("1.1"), "Invitere alle foreldre på 8.–10. trinn", "rektor", self.day(4, 30)))
        _done(add_measure(plan, self.ref("2.1"), "Verve og lære opp natteravner", "leder-idrettslag", self.day(5, 1)))
        _done(
            add_measure(plan, self.ref("2.1"), "Fast kontakt hos politiet i helgene", "politikontakt", self.day(5, 1))
        )
        _done(
            add_measure(plan, self.ref("2.1"), "Varme lokaler der ravnene kan samles", "kulturleder", self.day(11, 1))
        )
        self.perform(plan, "1.1 2.1", "plan", through=True)

    def summer(self) -> None:
        """April to June: the first decision is carried out; one measure is blocked, another changes hands."""
        self.perform(self.on(4, 14), "1.1.1", "finish", through=True, result="Hallen er leid til 7. mai.")
        self.perform(
            self.on(4, 28), "1.1.2", "finish", through=True, result="112 foreldre er invitert, 74 har meldt seg på."
        )
        outside = replace(self.on(4, 16), basis="e-post 16.4.")
        self.perform(outside, "2.1.1", "accept")
        self.perform(outside, "2.1.1", "start")
        self.perform(self.on(4, 29), "2.1.2", "finish", through=True, result="Vaktleder svarer på egen telefon.")
        self.perform(self.on(5, 8), "1.1.1 1.1.2 2.1.2", "verify")
        self.perform(self.on(5, 20), "1.1", "report", result="Møtet ble holdt 7. mai med 81 foreldre.")
        self.perform(self.on(5, 22), "1.1", "approve")
        progress = replace(self.on(6, 10), basis="telefon 10.6.")
        self.perform(progress, "2.1.1", "note_progress", percent="60", text="Ni av femten er på plass.")
        _done(hand_over(self.on(6, 15), self.ref("2.1.3"), "helsesykepleier", "Kulturlederen har permisjon."))
        self.perform(self.on(6, 20), "2.1.3", "start", through=True)

    def autumn(self) -> None:
        """September: the second meeting; an assignment comes back, a mistake is mended, a matter is closed."""
        self.hold_others(5, 6, 8)
        self.perform(self.on(9, 1), "M2", "call", sent=self.day(9, 1))
        when, second, setting = self.on(9, 10), self.ref("M2"), self.setting
        _done(hold(when, second, "all"))
        _done(register(when, "Trafikkaksjon ved skolene", area=setting.safety, meeting=second, consent="all"))
        _done(register(when, "Uttalelse om nærpolitiet", meeting=second, consent="all"))
        _done(register(when, "Øvelse i krisehåndtering", area=setting.safety, meeting=second, consent="all"))
        _done(undo(when, "Feil satsingsområde."))
        _done(register(when, "Øvelse i krisehåndtering", area=setting.preparedness, meeting=second, consent="all"))
        self.perform(when, "6", "close_without_follow_up", reason="Uttalelsen er sendt; den krever ingen oppfølging.")
        _done(assign(when, self.ref("5"), "politikontakt", self.day(12, 1)))
        _done(assign(when, self.ref("8"), "slt-koordinator", self.day(12, 15)))
        self.perform(self.on(9, 17), "5.1", "send_back", reason="Aksjonen bør eies av kommunen, som har veiene.")
        plan = self.on(9, 20)
        _done(add_measure(plan, self.ref("8.1"), "Skrive øvingsplan", "slt-koordinator", self.day(10, 15)))
        _done(add_measure(plan, self.ref("8.1"), "Gjennomføre øvelsen på ungdomsskolen", "rektor", self.day(12, 1)))
        self.perform(plan, "8.1", "plan", through=True)
        self.perform(self.on(10, 14), "8.1.1", "finish", through=True, result="Planen er sendt til alle.")
        self.perform(self.on(10, 14), "8.1.2", "start", through=True)
        self.perform(self.on(10, 25), "8.1.2", "block", reason="Gymsalen er stengt etter vannskade.")
        self.perform(self.on(10, 20), "2.1.3", "note_progress", percent="30", text="Ett lokale er funnet.")
        reason = "Brannvesenet kan først i desember."
        self.perform(self.on(10, 28), "8.1", "reschedule", due=self.day(12, 20), reason=reason)
        self.perform(self.on(10, 2), "M2", "archive", through=True)
        self.look_back()

    def look_back(self) -> None:
        """November: next year's plan is put forward, and the year's effects are being evaluated."""
        third = self.ref("M3")
        plan = str(self.year + 1)
        _done(action_plan.open_plan(self.on(11, 2), plan, text_of=lambda _: "Utkast til handlingsplan.", meeting=third))
        _done(evaluation.open_year(self.on(11, 9), self.year, third))
        when = self.on(11, 12)
        _done(evaluation.assess(when, [self.ref("1.1.1"), self.ref("1.1.2")], "good", challenge="tidlig-rusdebut"))
        _done(learning.add(when, "Inviter foreldrene før skoleferien"))
        _done(absences.record(self.on(11, 16), "rektor", self.day(11, 30), self.day(12, 4), "kulturleder"))

    def _stances(self, number: str, when: Context, *, objecting: str, reason: str) -> None:
        self.perform(when, number, "take_stance", post=objecting, stance="object", reason=reason)
        for post in self._seats():
            if post != objecting:
                self.perform(when, number, "take_stance", post=post, stance="consent")

    def _seats(self) -> Sequence[str]:
        return [row["id"] for row in listed(self.context).rows if row["seat"]]


def _done(outcome: Outcome) -> Done:
    if isinstance(outcome, Refusal):
        raise BrokenInvariant(
            "demo_refused", ref=outcome.ref, action=outcome.action, rules=[f.rule for f in outcome.findings]
        )
    return outcome


def _refused(outcome: Outcome) -> None:
    if not isinstance(outcome, Refusal):
        raise BrokenInvariant("demo_not_refused", ref=outcome.ref)
