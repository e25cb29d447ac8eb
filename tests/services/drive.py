"""A council driven at random through the real services and database, before the eyes of the oracle.

`python -m tests.services.drive COUNT [FIRST]` drives COUNT sequences, the first one of the number FIRST.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

from slt_flow.definitions.load import load_machines
from slt_flow.definitions.locations import agreement_file
from slt_flow.definitions.machines import Action
from slt_flow.engine.effects import vocabulary
from slt_flow.errors import DefinitionError, RequestError
from slt_flow.model import Council
from slt_flow.records import projection
from slt_flow.records.store import Store
from slt_flow.results.answers import Done, Outcome, Refusal
from slt_flow.services.agreements.init import init
from slt_flow.services.agreements.renew import renew
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.adopt import CONCLUDING, adopt, take_stances
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over, hand_over_all
from slt_flow.services.decisions.register import register
from slt_flow.services.history import audit
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import absences, organisations, posts
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.year import learning
from slt_flow.terms import ANSWERS, AnswerKind
from tests.conftest import IN_MEMORY
from tests.renewals import renewed_text
from tests.services.oracle.judges import judge, kept, standing
from tests.services.oracle.replay import Case, Fact, Replay, read
from tests.services.oracle.tables import differences

COUNCIL: Final = "kvaefjord"
STEPS: Final = 40
BODIES: Final = ("Kommunestyret", "Politimesteren")
PERSONS: Final = ("Kari", "KARI ", "kari", "Ola", "Per")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 20)
OPENED: Final = FixedClock(datetime(2026, 1, 1, 10, tzinfo=UTC))

TEXT: Final = agreement_file(COUNCIL).read_text(encoding="utf-8")
THIRD_PARTY: Final = """
[[parties]]
id = "fylke"
name = "Fylkeskommunen"
signed_by = { who = "Fylkeslederen", date = 2018-12-19 }

[[posts]]
id = "fylkesleder"
title = "Fylkesleder"
organisation = "fylke"
levels = ["strategic"]
seat = true
binds = true

[[posts]]"""

CHANGES: Final[tuple[tuple[str, str], ...]] = (
    ('"politistasjonssjef"', '"stasjonssjef"'),
    ('"radikaliseringskontakt"', '"radikontakt"'),
    ("binds = true", "binds = false"),
    ('posts = ["politikontakt"]', "posts = []"),
    ('"trafikksikkerhet"', '"trafikk"'),
    ('"Ordfører"', '"Varaordfører"'),
)
"""What a newer agreement may say otherwise."""


@cache
def founded(parties: int) -> bytes:
    """Return a database in which a council of two or three parties has begun."""
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        path, file = Path(folder) / "slt.sqlite", Path(folder) / "avtale.toml"
        file.write_text(TEXT.replace("\n[[posts]]", THIRD_PARTY, 1) if parties == 3 else TEXT, encoding="utf-8")
        context = Context(Store(str(path)), council=COUNCIL, clock=OPENED)
        init(replace(context, council=None), str(file))
        for act in (
            partial(organisations.add_organisation, context, "skolen", "Skolen", "kommune"),
            partial(organisations.add_organisation, context, "idrettslaget", "Idrettslaget"),
            partial(posts.add_post, context, "rektor", "Rektor", "skolen", ["coordinating", "executing"]),
            partial(posts.add_post, context, "trener", "Trener", "idrettslaget", ["coordinating", "executing"]),
            partial(posts.add_post, context, "leder", "Leder", "idrettslaget", ["executing"]),
            partial(posts.add_post, context, "lensmann", "Lensmann", "politi", ["executing"]),
            partial(knowledge.add_knowledge, context, "ungdata", "Ungdata", source="Ungdata"),
            partial(knowledge.add_challenge, context, "uteliv", "Uro ute"),
        ):
            assert isinstance(act(), Done)
        return path.read_bytes()


class Drive:
    """One sequence of requests; refusals and errors are answers like any other."""

    def __init__(self, folder: str, seed: int, ran: Counter[str]) -> None:
        self.dice, self.ran, self.folder = Random(seed), ran, Path(folder)
        self.path = self.folder / "slt.sqlite"
        self.three = self.dice.random() < 0.3
        self.path.write_bytes(founded(3 if self.three else 2))
        self.today = date(2026, 3, 12)
        self.text = TEXT.replace("\n[[posts]]", THIRD_PARTY, 1) if self.three else TEXT
        self.context = Context(Store(str(self.path)), council=COUNCIL, basis="E-post")
        self._pass_time(0)
        self.council = Replay(read(self.path, COUNCIL))
        with self.context.store.reading() as connection:
            (row,) = projection.rows(connection, COUNCIL, Council)
        self.machines = load_machines(row.machines, vocabulary())

    def run(self, steps: int) -> None:
        """Begin with some decisions on their way, then ask at random; in the end verify the whole journal."""
        self.ask("hold", lambda: hold(self.context, str(self.today), "all"))
        for _ in range(self.dice.randint(1, 2)):
            self.ask("register", lambda: register(self.context, "Sak", meeting="M1/26", consent="all"))
            for follow in (self.assign, self.add_measure, self.add_measure, self.carry_out, self.carry_out):
                follow()
        self.ask("register", lambda: register(self.context, "Ny sak", meeting="M1/26"))
        often = [self.perform, self.carry_out, self.carry_out, self.conclude, self.take_stance, self.hand_over]
        seldom = [self.register, self.assign, self.add_measure, self.amend, self.undo, self.knock_on_what_is_closed]
        seldom += [
            self.debate,
            self.debate,
            self.hold,
            self.attend,
            self.fill_in,
            self.verify,
            self.conclude,
            self.retable,
            self.be_away,
        ]
        rare = [self.plan, self.change_people, self.designate, self.learn, self.renew, self.minute, self.rescind]
        for _ in range(steps):
            self._pass_time(self.dice.choice((0, 0, 0, 0, 1, 7, 30)))
            self.dice.choice(4 * often + 2 * seldom + rare)()
        assert audit.verify(self.context)[0].flaws == ()

    def ask(self, name: str, act: Callable[[], Outcome]) -> Outcome | None:
        """Ask a service, and let the oracle look at what became of the database."""
        outcome: Outcome | None = None
        bytes_before = self.path.read_bytes()
        with suppress(RequestError, DefinitionError):
            outcome = act()
        if not isinstance(outcome, Done) or outcome.already:
            assert self.path.read_bytes() == bytes_before, f"{name} was not done, and wrote"
        else:
            new = read(self.path, COUNCIL, len(self.council.every))
            assert tuple(fact.seq for fact in new) == outcome.entries
            self._look(new)
        answer = "error" if outcome is None else "refused" if isinstance(outcome, Refusal) else "done"
        self.ran.update(("steps", answer, f"{name} {answer}"))
        return outcome

    def _look(self, new: Sequence[Fact]) -> None:
        council = self.council
        wrong: list[str] = []
        undone = any(fact.kind == "EntryVoided" for fact in new)
        closed = {ref: case.facts[-1].seq for ref, case in council.cases.items() if case.frozen}
        for fact in new:
            wrong += judge(council, fact, new)
            council.take([fact])
        if undone:
            self.council = council.again()
            wrong += kept(council, self.council)
        assert closed.keys() <= self.council.cases.keys()
        wrong += [*standing(self.council), *differences(self.path, COUNCIL, self.council)]
        assert not wrong, "\n".join(wrong)

    def _pass_time(self, days: int) -> None:
        self.today = min(self.today + timedelta(days), LAST)
        noon = datetime(self.today.year, self.today.month, self.today.day, 11, tzinfo=UTC)
        self.context = replace(self.context, clock=FixedClock(noon))

    # what is asked

    def register(self) -> None:
        dice, meeting = self.dice, self.some_meeting() if self.dice.random() < 0.8 else None
        information = dice.random() < 0.2
        asked: dict[str, Any] = {
            "meeting": meeting,
            "consent": self.some_consent() if meeting and not information else None,
            "needs_ratification": dice.choice(((), (), BODIES[:1], BODIES)),
            "for_information": information,
        }
        context = self.some_context()
        self.ask("register", lambda: register(context, dice.choice(("Skolevei", "Klubb", "Nattevakt")), **asked))

    def hold(self) -> None:
        """A meeting of today, of a planned day, or one that is entered late."""
        day = self.dice.choice((str(self.today), str(self.today), self.some_day(), self.some_meeting()))
        kind = self.dice.choice((None, None, None, "extraordinary", "coordination", "information"))
        present, mandate = self.some_attendance()
        led_by = self.dice.choice((None, None, None, "administrasjonssjef", self.some_post()))
        guests = ("Gjest",) if self.dice.random() < 0.1 else ()
        fields: dict[str, Any] = {"kind": kind, "mandate": mandate, "led_by": led_by, "guests": guests}
        self.ask("hold", lambda: hold(self.context, day, present, **fields))

    def attend(self) -> None:
        """Somebody comes late, is there by a deputy after all, or leaves."""
        meeting, post = self.some_meeting(), self.some_seat()
        if self.dice.random() < 0.3:
            answers: dict[str, Any] = {"post": post, "reason": "Måtte gå"}
            self.ask("leave", lambda: actions.perform(self.context, [meeting], "leave", answers))
            return
        answers = {"post": post}
        if self.dice.random() < 0.7:
            answers["deputy"] = self.some_deputy()
            answers["mandate"] = self.some_mandates([post])
        self.ask("attend", lambda: actions.perform(self.some_context(), [meeting], "attend", answers))

    def plan(self) -> None:
        day, kind = self.some_day(), self.dice.choice(("ordinary", "extraordinary", "information", "coordination"))
        self.ask("plan meeting", lambda: plan(self.context, day, kind=kind))

    def minute(self) -> None:
        """Minutes are written, approved in another meeting, or archived."""
        meeting, name = self.some_meeting(), self.dice.choice(("minute", "minute", "approve", "archive", "reopen"))
        answers = {"approve": {"meeting": self.some_meeting()}, "reopen": {"reason": "Feil"}}.get(name, {})
        self.ask(name, lambda: actions.perform(self.some_context(), [meeting], name, answers, through=True))

    def fill_in(self) -> None:
        """A meeting is recorded by its form."""
        dice, day = self.dice, self.dice.choice((str(self.today), self.some_day(), self.some_meeting()))
        present, mandates = self.some_attendance()
        held = any(day in (c.ref, c.day) and "held" in c.tags for c in self.council.cases.values())
        lines = [] if held and dice.random() < 0.7 else [f'present = "{present}"', *_of_form(mandates)]
        for number in range(dice.randint(1, 2)):
            tabled = number == 0 and dice.random() < 0.5
            lines += ["[[items]]", f'ref = "{self.tabled().ref}"' if tabled else f'title = "Sak {number}"']
            outcome = dice.choice(("adopt", "adopt", "adopt", "no_consensus", "postpone"))
            lines += [f'outcome = "{outcome}"', f'consent = "{dice.choice(("all", self.some_consent() or "all"))}"']
            if dice.random() < 0.2:
                lines.append(f'object = {{ "{self.some_seat()}" = "Nei" }}')
            if dice.random() < 0.1:
                lines.append(f'excused = {{ "{self.some_seat()}" = "Inhabil" }}')
            if dice.random() < 0.2:
                lines.append(f'text = "{self.some_words()}"')
            if outcome == "postpone":
                lines.append('reason = "Ikke klart"')
        form = "\n".join(lines).encode()
        self.ask("fill in", lambda: record(self.some_context(), day, form, "skjema.toml").done or _nothing())

    def take_stance(self) -> None:
        case, context = self.tabled(), self.some_context()
        for post in self.dice.sample(self.seats(), 2):
            stance = self.dice.choice(("consent", "consent", "stand_aside", "object"))
            if self.dice.random() < 0.2:
                self.ask(
                    "stances", partial(take_stances, context, case.ref, stance, f"{post},{self.some_seat()}", "Nei")
                )
                continue
            answers = {"post": post, "stance": stance, "reason": "Derfor"}
            self.ask("take_stance", partial(actions.perform, context, [case.ref], "take_stance", answers))

    def debate(self) -> None:
        """A meeting of today with one item: all speak, some may object, and somebody tries to get it adopted."""
        dice, case = self.dice, None
        present, mandates = self.some_attendance()
        self.ask("hold", lambda: hold(self.context, str(self.today), present, mandate=mandates))
        meeting = next((c.ref for c in self.council.cases.values() if c.day == str(self.today) and c.there), None)
        if meeting is None:
            return
        done = self.ask("register", lambda: register(self.context, "Omstridt", meeting=meeting))
        case = list(self.council.cases.values())[-1]
        if not isinstance(done, Done) or not case.linked:
            return
        for post in dice.sample(self.seats(), len(self.seats())):
            stance = "consent" if dice.random() < 0.85 else "object"
            answers = {"post": post, "stance": stance, "reason": "Nei"}
            self.ask("take_stance", partial(actions.perform, self.context, [case.ref], "take_stance", answers))
        seat = dice.choice([post for post, f in case.stances.items() if f.data["stance"] == "object"] or self.seats())
        tricks: tuple[tuple[str, dict[str, str]], ...] = (
            ("excuse", {"post": seat, "reason": "Inhabil"}),
            ("leave", {"post": seat, "reason": "Gikk"}),
            ("amend", {"text": self.some_words()}),
            ("take_stance", {"post": seat, "stance": "consent"}),
            ("postpone", {"reason": "Siden"}),
            ("table", {"meeting": dice.choice((meeting, self.some_meeting()))}),
            ("attend", {"post": seat, "deputy": self.some_deputy(), "mandate": f"{seat}=Fullmakt"}),
        )
        for name, answers in sorted(dice.sample(tricks, dice.randint(0, 3)), key=str) * dice.randint(1, 2):
            if dice.random() < 0.2:
                self.ask("undo", lambda: undo(self.context, "Feil", case.ref))
            subject, context = meeting if name in ("leave", "attend") else case.ref, self.some_context()
            self.ask(f"trick {name}", partial(actions.perform, context, [subject], name, answers))
        self.ask("adopt", lambda: adopt(self.context, case.ref, dice.choice((None, None, "all"))))

    def amend(self) -> None:
        """Amend a text; no action concludes on stances that were taken on an older one (I8)."""
        case, text = self.tabled(), self.some_words()
        outcome = self.ask("amend", lambda: actions.perform(self.context, [case.ref], "amend", {"text": text}))
        if isinstance(outcome, Done) and not outcome.already and case.stances:
            for action in CONCLUDING:
                concluded = actions.perform(replace(self.context, dry_run=True), [case.ref], action)
                assert isinstance(concluded, Refusal), f"I8: {case.ref} by {action}"

    def retable(self) -> None:
        """A case is postponed, and comes back at the same meeting or another."""
        case = self.tabled()
        reason = {"reason": "Venter"}
        self.ask("postpone", lambda: actions.perform(self.context, [case.ref], "postpone", reason))
        meeting = {"meeting": self.some_meeting()}
        self.ask("table", lambda: actions.perform(self.some_context(), [case.ref], "table", meeting))

    def conclude(self) -> None:
        case, consent, context = self.tabled(), self.some_consent(), self.some_context()
        self.ask("adopt", lambda: adopt(context, case.ref, consent))
        if case.state == "conditional":
            answers = {"body": self.dice.choice(BODIES), "case": "1/26", "date": self.some_day()}
            self.ask("ratify", lambda: actions.perform(context, [case.ref], "ratify", answers))

    def rescind(self) -> None:
        ended = self.some_case(0)
        texts = (f"Vedtak {ended.ref} oppheves", "Noe annet")
        meeting = self.some_meeting()
        fields: dict[str, Any] = {
            "meeting": meeting,
            "consent": "all",
            "needs_ratification": self.dice.choice(((), BODIES)),
        }
        self.ask("register", lambda: register(self.context, self.dice.choice(texts), **fields))
        answers = {"decision": self.dice.choice([ref for ref in self.council.cases if ref[0].isdigit()])}
        self.ask("rescind", lambda: actions.perform(self.context, [ended.ref], "rescind", answers))

    def assign(self) -> None:
        adopted = [case for case in self.council.cases.values() if "adopted" in case.tags and not case.end]
        case = self.dice.choice(adopted) if adopted else self.some_case(0)
        owner = self.dice.choice(("politikontakt", "slt-koordinator", "rektor", "trener", self.some_post()))
        due, context = str(self.today + timedelta(self.dice.randint(0, 200))), self.some_context()
        self.ask("assign", lambda: assign(context, case.ref, owner, due))

    def add_measure(self) -> None:
        case = self.some_case(1)
        owner = self.dice.choice((case.owner or self.some_post(), self.some_post(), self.some_post()))
        due = self.dice.choice((case.due, str(self.today + timedelta(20)))) or str(self.today)
        self.ask("add_measure", lambda: add_measure(self.context, case.ref, "Tiltak", owner, due))

    def perform(self) -> None:
        """Any action: mostly one that the case's state has, with answers of the right kind."""
        case, dice = self.some_case(self.dice.choice((None, 0, 1, 1, 2, 2))), self.dice
        machine = self.machines[machine_of(case)].machine
        here = {name: action for name, action in machine.actions(case.state).items() if not action.auto}
        chosen = here if here and dice.random() < 0.9 else self.every_action(case)
        name = dice.choice(sorted(chosen))
        answers, context, through = self.answers(chosen[name]), self.some_context(), dice.random() < 0.2
        act = partial(actions.perform, context, [case.ref], name, answers, through=through)
        self.ask(f"{machine_of(case)}.{name}", act)

    def carry_out(self) -> None:
        """Plan an assignment, then carry out what stands beneath it, step by step."""
        case = self.some_case(self.dice.choice((1, 2, 2)))
        wanted = {"assignment": ("plan", "report", "approve"), "measure": ("start", "finish", "verify")}
        if case.level == 2 and self.dice.random() < 0.8:
            above, context = case.ref.rpartition(".")[0], self.some_context()
            self.ask("plan", lambda: actions.perform(context, [above], "plan", through=True))
        for name in wanted.get(machine_of(case), ("remark",)):
            answers = dict.fromkeys(self.every_action(case)[name].asks, "Ferdig")
            self.ask(name, partial(actions.perform, self.some_context(), [case.ref], name, answers, through=True))

    def verify(self) -> None:
        """Confirm delivered work, mostly by naming a meeting."""
        waiting = [case for case in self.council.cases.values() if case.state in ("done", "reported", "escalated")]
        case = self.dice.choice(waiting) if waiting else self.some_case(2)
        if not waiting:
            self.ask(
                "finish",
                lambda: actions.perform(self.context, [case.ref], "finish", {"result": "Ferdig"}, through=True),
            )
        name = {"reported": "approve", "escalated": "resolve"}.get(case.state, "verify")
        if self.dice.random() < 0.5:
            present, mandate = self.some_attendance()
            self.ask("hold", lambda: hold(self.context, str(self.today), present, mandate=mandate))
        answers = {"meeting": self.some_meeting()} if self.dice.random() < 0.8 else {}
        answers |= {"reason": "Vi gjør slik"} if name == "resolve" else {}
        doer = replace(self.context, acted_by=case.owner, basis=None)
        context = doer if self.dice.random() < 0.3 else self.some_context()
        self.ask(f"{name} named" if answers else name, partial(actions.perform, context, [case.ref], name, answers))

    def hand_over(self) -> None:
        case, to, context = self.some_case(self.dice.choice((1, 2))), self.some_post(), self.some_context()
        if self.dice.random() < 0.1:
            self.ask("hand over all", lambda: hand_over_all(context, str(case.owner), to, "Slutter"))
        else:
            self.ask("hand_over", lambda: hand_over(context, case.ref, to, "Passer bedre"))

    def knock_on_what_is_closed(self) -> None:
        closed = [case for case in self.council.cases.values() if case.end]
        if not closed:
            return
        case = self.dice.choice(closed)
        name, action = self.dice.choice(sorted(self.every_action(case).items()))
        answers = self.answers(action)
        outcome = self.ask("closed", lambda: actions.perform(self.context, [case.ref], name, answers))
        if name in ("remark", "link", "link_neighbour"):  # something is said of it, and nothing changed
            return
        assert case.day or not isinstance(outcome, Done) or outcome.already, f"I7: {case.ref} was closed"

    def undo(self) -> None:
        case = self.dice.choice([None, *self.council.cases])
        for _ in range(self.dice.choice((1, 1, 2))):
            self.ask("undo", lambda: undo(self.context, "Feil", case))

    def change_people(self) -> None:
        """Somebody comes, leaves or takes over, today or entered late."""
        post, name = self.some_post(), self.dice.choice((None, *PERSONS))
        context = replace(self.context, on=date.fromisoformat(self.some_day())) if self.dice.random() < 0.3 else None
        if name is None:
            self.ask("vacate", lambda: posts.vacate(context or self.context, post))
        else:
            self.ask("appoint", lambda: posts.appoint(context or self.context, post, name))

    def learn(self) -> None:
        self.ask("learn", lambda: learning.add(self.context, self.dice.choice(("Begynn tidligere", "Spør ungdommen"))))

    def be_away(self) -> None:
        post = self.dice.choice((self.some_seat(), self.some_post()))
        deputy = self.dice.choice((None, self.some_post(), self.some_post()))
        (mandate,) = self.some_mandates([post], always=True) if deputy and self.dice.random() < 0.6 else (None,)
        since, until = sorted((self.some_day(), self.some_day()))
        comes = deputy is None and self.dice.random() < 0.4
        self.ask("be_away", lambda: absences.record(self.context, post, since, until, deputy, mandate, comes=comes))

    def designate(self) -> None:
        post, by = self.some_post(), self.some_case(0).ref
        self.ask("designate", lambda: posts.designate(self.context, post, by))

    def renew(self) -> None:
        """A newer agreement, in force on a day that has been, under which one or two things are otherwise."""
        text, in_force = self.text, self.some_day()
        for old, new in self.dice.sample(CHANGES, self.dice.randint(1, 2)):
            text = text.replace(old, new, 1 if old.startswith("binds") else -1)
        text = renewed_text(text, in_force)
        file = self.folder / "ny.toml"
        file.write_text(text, encoding="utf-8")
        maps = ("politistasjonssjef=stasjonssjef", "radikaliseringskontakt=radikontakt", "trafikksikkerhet=trafikk")
        gone = [pair for pair in maps if f'id = "{pair.partition("=")[0]}"' in self.text]
        used = [pair for pair in gone if f'id = "{pair.partition("=")[0]}"' not in text]
        outcome = self.ask("renew", lambda: renew(self.context, str(file), used).outcome)
        if isinstance(outcome, Done):
            self.text = text

    # what there is to choose from

    def some_case(self, level: int | None = None) -> Case:
        """An open case, of the level wanted when there is one."""
        every = list(self.council.cases.values())
        open_ = [case for case in every if not case.end]
        wanted = [c for c in open_ if level is None or (c.ref[0].isdigit() and c.level == level)]
        return self.dice.choice(wanted or open_ or every)

    def tabled(self) -> Case:
        tabled = [case for case in self.council.cases.values() if "on_agenda" in case.tags]
        return self.dice.choice(tabled) if tabled else self.some_case(0)

    def seats(self) -> list[str]:
        day = str(self.today)
        return [post for post in self.council.posts if self.council.post(post, day).get("seat")]

    def some_seat(self) -> str:
        return self.dice.choice(self.seats())

    def some_post(self) -> str:
        return self.dice.choice(list(self.council.posts))

    def some_meeting(self) -> str:
        return self.dice.choice([case.ref for case in self.council.cases.values() if case.day] or ["M9/26"])

    def some_day(self) -> str:
        """A day near today, seldom one to come."""
        near = self.today - timedelta(self.dice.choice((0, 0, 1, 10, 40, 90, -20)))
        return str(max(near, FIRST))

    def some_words(self) -> str:
        return self.dice.choice(("Først", "Så", "Så.", "Til slutt", "Sak"))

    def some_consent(self) -> str | None:
        some = ",".join(self.dice.sample(self.seats(), 2))
        return self.dice.choice((None, "all", "all", "ordforer,politistasjonssjef", some))

    def some_attendance(self) -> tuple[str, tuple[str, ...]]:
        """Return who was there, as it is typed, and the mandates of deputies."""
        if self.dice.random() < 0.4:
            return "all", ()
        there, represented = [], []
        for post in self.seats():
            chance = self.dice.random()
            if chance < 0.25:
                there.append(f"{post}={self.some_deputy()}")
                represented.append(post)
            elif chance < 0.85:
                there.append(post)
        return ",".join(there) or "ordforer", self.some_mandates(represented)

    def some_deputy(self) -> str:
        """A post, or a name with or without an organisation; whoever may be one or not."""
        named = ("Vara (politi)", "Vara (kommune)", "Kari (politi)", "Ola (kommune)", "Vara")
        return self.dice.choice((self.some_post(), self.some_post(), self.dice.choice(named)))

    def some_mandates(self, represented: Sequence[str], *, always: bool = False) -> tuple[str, ...]:
        """Return mandates as they are typed: from the absent post or another, for some of those represented."""
        mandates = []
        for post in represented:
            if always or self.dice.random() < 0.7:
                by = self.dice.choice(("", "", f":{self.some_post()}", f":{self.some_seat()}"))
                day = self.dice.choice(("", "", f"@{self.some_day()}"))
                mandates.append(f"{post}{by}{day}=Fullmakt")
        return tuple(mandates)

    def some_context(self) -> Context:
        """The secretary's context today; now and then another's, or for another day, or without a basis."""
        odd: dict[int, dict[str, Any]] = {
            0: {"actor": self.some_post()},
            1: {"on": date.fromisoformat(self.some_day())},
            2: {"acted_by": self.some_post()},
            3: {"basis": None},
            4: {"basis": None, "acted_by": self.some_post()},
        }
        return replace(self.context, **odd.get(self.dice.randint(0, 12), {}))

    def every_action(self, case: Case) -> dict[str, Action]:
        every = self.machines[machine_of(case)].machine.every_action
        return {name: action for name, action in every.items() if not action.auto}

    def answers(self, action: Action) -> dict[str, Any]:
        """All that an action asks, and some of what it may ask."""
        names = [*action.asks, *(name for name in action.may_ask if self.dice.random() < 0.5)]
        return {name: self.answer(name) for name in names}

    def answer(self, name: str) -> Any:
        present, mandates = self.some_attendance()
        match ANSWERS[name]:
            case AnswerKind.POST:
                return self.some_post()
            case AnswerKind.MEETING:
                return self.some_meeting()
            case AnswerKind.DECISION:
                return self.some_case(0).ref
            case AnswerKind.DAY:
                return str(date.fromisoformat(self.some_day()) + timedelta(self.dice.choice((0, 0, 60, 120))))
            case AnswerKind.DEPUTY:
                return self.some_deputy()
            case AnswerKind.ATTENDANCE:
                return present
            case AnswerKind.MANDATES:
                return mandates
            case kind:
                return self.dice.choice(CHOSEN.get(kind, ("Først", "Så", "Til slutt")))


CHOSEN: Final[dict[AnswerKind, Sequence[Any]]] = {
    AnswerKind.STANCE: ("consent", "consent", "stand_aside", "object"),
    AnswerKind.PERCENT: ("0", "40", "100"),
    AnswerKind.GUESTS: (("Gjest",),),
    AnswerKind.NAME: BODIES,
    AnswerKind.YEAR: ("2027", "2026"),
    AnswerKind.NUMBER: ("1", "2"),
    AnswerKind.CHALLENGE: ("uteliv",),
    AnswerKind.KNOWLEDGE: ("ungdata",),
    AnswerKind.NEIGHBOUR: ("verdal:1/26",),
}


def _of_form(mandates: Sequence[str]) -> Iterator[str]:
    """Yield the line of a form for mandates as they are typed."""
    inner = []
    for mandate in mandates:
        origin, _, words = mandate.partition("=")
        start, _, day = origin.partition("@")
        post, _, by = start.partition(":")
        fields = {"words": words, "by": by, "on": day}
        filled = ", ".join(f'{key} = "{value}"' for key, value in fields.items() if value)
        inner.append(f'"{post}" = {{ {filled} }}')
    if inner:
        yield f"mandate = {{ {', '.join(inner)} }}"


def machine_of(case: Case) -> str:
    """Return the name of a case's machine."""
    return {"M": "meeting", "L": "learning_point"}.get(case.ref[0], ("decision", "assignment", "measure")[case.level])


def _nothing() -> Outcome:
    raise RequestError("form_refused")


def drive(seed: int, ran: Counter[str], steps: int = STEPS) -> None:
    """Drive the council of one seed, and count what was asked and what became of it."""
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        Drive(folder, seed, ran).run(steps)


def main(count: int, first: int = 0) -> int:
    """Drive councils one after another, and print the numbers of those in which something was wrong."""
    ran: Counter[str] = Counter()
    wrong = 0
    for seed in range(first, first + count):
        try:
            drive(seed, ran)
        except AssertionError as error:
            wrong += 1
            print(f"{seed}: {error}", flush=True)  # noqa: T201 # it is a command
    print(f"{count} sequences, {wrong} wrong: {dict(sorted(ran.items()))}")  # noqa: T201 # as above
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
