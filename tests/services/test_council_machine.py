"""A council driven at random through the real context and database: the invariants hold after every single step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from slt_flow.definitions.load import load_machines
from slt_flow.definitions.models import Action
from slt_flow.engine.effects import vocabulary
from slt_flow.errors import RequestError
from slt_flow.model import Council, Item, Meeting, Post
from slt_flow.records.store import Store
from slt_flow.results.answers import Done, Outcome, Refusal
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.adopt import CONCLUDING, adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over
from slt_flow.services.decisions.register import register
from slt_flow.services.history import audit
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import absences, organisations, posts
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.year import learning
from slt_flow.terms import ANSWERS, AnswerKind, Ref, Tag
from tests.conftest import IN_MEMORY, NOON
from tests.records.year import done
from tests.services.invariants import COUNCIL, Seen, check

EXAMPLES, STEPS = 2, 40
ENOUGH = {"steps": 120, "done": 43, "refused": 12}
"""How much must have happened in the everyday run."""
DAYS = ("2026-03-12", "2026-06-01", "2026-06-15", "2026-08-01", "2026-09-01", "2026-12-01")
BODIES = ("Kommunestyret", "Politimesteren")
SEED = st.integers(0, 2**64 - 1)


@pytest.fixture(scope="module")
def council(founded: Callable[[str], bytes]) -> Iterator[bytes]:
    """Kvæfjord with a part of the municipality, an outside organisation and one meeting held."""
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        path = Path(folder) / "slt.sqlite"
        path.write_bytes(founded(COUNCIL))
        context = Context(Store(str(path)), clock=NOON)
        done(organisations.add_organisation(context, "skolen", "Skolen", "kommune"))
        done(organisations.add_organisation(context, "idrettslaget", "Idrettslaget"))
        done(posts.add_post(context, "rektor", "Rektor", "skolen", ["coordinating", "executing"]))
        done(posts.add_post(context, "trener", "Trener", "idrettslaget", ["coordinating", "executing"]))
        done(posts.add_post(context, "leder", "Leder", "idrettslaget", ["executing"]))
        done(hold(context, DAYS[0], "all"))
        done(knowledge.add_knowledge(context, "ungdata", "Ungdata", source="Ungdata"))
        done(knowledge.add_challenge(context, "uteliv", "Uro ute"))
        done(absences.record(context, "politikontakt", *DAYS[1:3], "leder"))
        yield path.read_bytes()


class CouncilMachine(RuleBasedStateMachine):
    """Each rule asks the services for one thing; refusals and errors are answers like any other."""

    begun: ClassVar[bytes] = b""
    ran: ClassVar[dict[str, int]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="slt-", dir=IN_MEMORY)
        self.path = Path(self.folder.name) / "slt.sqlite"
        self.path.write_bytes(self.begun)
        self.context = Context(Store(str(self.path)), council=COUNCIL, clock=NOON, basis="E-post")
        self.seen = Seen.of(self.context.store)
        self.thrown = 0
        self.machines = load_machines(self.seen.tables.one(Council).machines, vocabulary())

    def teardown(self) -> None:
        """In the end the whole journal is verified: chain, texts, definitions and tables."""
        with self.folder:
            assert audit.verify(self.context)[0].flaws == ()

    @initialize(seed=SEED)
    def begin(self, seed: int) -> None:
        """Some decisions on their way before anything is asked at random."""
        dice = self.dice(seed)
        for _ in range(dice.randint(1, 2)):
            outcome = self.ask("register", lambda: register(self.context, "Sak", meeting="M1/26", consent="all"))
            assert isinstance(outcome, Done)
            for follow in (self.assign, self.add_measure, self.add_measure, self.carry_out, self.carry_out):
                follow(dice)
        self.ask("register", lambda: register(self.context, "Ny sak", meeting="M1/26"))

    # one step

    def dice(self, seed: int) -> Random:
        """Chances that differ from step to step, whatever seeds are drawn."""
        self.thrown += 1
        return Random(f"{seed}/{self.thrown}")

    def ask(self, name: str, act: Callable[[], Outcome], *, undone: bool = False) -> Outcome | None:
        """Ask a service, and look at what became of the database."""
        bytes_before = self.path.read_bytes()
        outcome: Outcome | None = None
        with suppress(RequestError):
            outcome = act()
        if not isinstance(outcome, Done) or outcome.already:
            assert self.path.read_bytes() == bytes_before, f"{name} was not done, and wrote"
        else:
            before, self.seen = self.seen, Seen.of(self.context.store, self.seen)
            assert len(self.seen.entries) == len(before.entries) + len(outcome.entries)
            check(before, self.seen, undone=undone)
        told = "error" if outcome is None else "refused" if isinstance(outcome, Refusal) else "done"
        for counted in ("steps", told, f"{name} {told}"):
            self.ran[counted] = self.ran.get(counted, 0) + 1
        return outcome

    @rule(seed=SEED)
    def step(self, seed: int) -> None:
        """One thing asked; what is rarely possible is asked more often."""
        dice = self.dice(seed)
        often = [self.perform, self.carry_out, self.carry_out, self.conclude, self.take_stance, self.hand_over]
        seldom = [self.register, self.assign, self.add_measure, self.amend, self.undo, self.knock_on_what_is_closed]
        rare = [self.hold, self.plan, self.change_people, self.designate, self.learn, self.be_away]
        dice.choice(4 * often + 2 * seldom + rare)(dice)

    # what is asked

    def register(self, dice: Random) -> None:
        meeting = self.some_meeting(dice) if dice.random() < 0.8 else None
        information = dice.random() < 0.2
        consent = dice.choice((None, "all", "ordforer,politistasjonssjef")) if meeting and not information else None
        bodies = dice.choice(((), (), BODIES[:1], BODIES))
        title, context = dice.choice(("Skolevei", "Ungdomsklubb", "Nattevakt")), self.some_context(dice)
        self.ask(
            "register",
            lambda: register(
                context,
                title,
                meeting=meeting,
                consent=consent,
                needs_ratification=bodies,
                for_information=information,
            ),
        )

    def hold(self, dice: Random) -> None:
        day, present, mandate = dice.choice(DAYS[:3]), self.answer(dice, "present"), self.answer(dice, "mandate")
        self.ask("hold", lambda: hold(self.context, day, present, mandate=mandate))

    def plan(self, dice: Random) -> None:
        day, kind = dice.choice(DAYS), dice.choice(("ordinary", "extraordinary", "information"))
        self.ask("plan meeting", lambda: plan(self.context, day, kind=kind))

    def take_stance(self, dice: Random) -> None:
        case = self.tabled(dice)
        for post in dice.sample(("ordforer", "administrasjonssjef", "slt-koordinator", "politistasjonssjef"), 2):
            answers = {"post": post, "stance": self.answer(dice, "stance"), "reason": "Derfor"}
            self.ask("take_stance", partial(actions.perform, self.context, [case.ref], "take_stance", answers))

    def amend(self, dice: Random) -> None:
        """No action concludes on stances that were taken on an older text (I8)."""
        case, text = self.tabled(dice), self.answer(dice, "text")
        outcome = self.ask("amend", lambda: actions.perform(self.context, [case.ref], "amend", {"text": text}))
        if isinstance(outcome, Done) and not outcome.already:
            for action in CONCLUDING:
                concluded = actions.perform(replace(self.context, dry_run=True), [case.ref], action)
                assert isinstance(concluded, Refusal) or not self.present(case), f"I8: {case.ref} by {action}"

    def conclude(self, dice: Random) -> None:
        case, consent = self.tabled(dice), dice.choice((None, "all", "ordforer,politistasjonssjef"))
        self.ask("adopt", lambda: adopt(self.context, str(case.ref), consent))

    def assign(self, dice: Random) -> None:
        adopted = [item for item in self.seen.tables.all(Item) if Tag.ADOPTED in item.tags and not item.ended]
        case = dice.choice(adopted) if adopted else self.some_case(dice, 0)
        owner = dice.choice(("politikontakt", "slt-koordinator", "rektor", "trener", self.some_post(dice)))
        due = dice.choice(DAYS[2:])
        self.ask("assign", lambda: assign(self.context, str(case.ref), owner, due))

    def add_measure(self, dice: Random) -> None:
        case, owner, due = self.some_case(dice, 1), self.some_post(dice), dice.choice(DAYS[2:])
        self.ask("add_measure", lambda: add_measure(self.context, str(case.ref), "Tiltak", owner, due))

    def perform(self, dice: Random) -> None:
        """Any action: mostly one that the case's state has, with answers of the right kind."""
        case = self.some_case(dice, dice.choice((None, 0, 1, 1, 2, 2)))
        here = {n: d for n, d in self.machines[case.machine].machine.actions(case.state).items() if not d.auto}
        chosen = here if here and dice.random() < 0.9 else self.every_action(case)
        name = dice.choice(sorted(chosen))
        answers, context = self.answers(dice, chosen[name]), self.some_context(dice)
        self.ask(f"{case.machine}.{name}", lambda: actions.perform(context, [case.ref], name, answers))

    def carry_out(self, dice: Random) -> None:
        """Plan an assignment, then carry out what stands beneath it, step by step."""
        case = self.some_case(dice, dice.choice((1, 2, 2)))
        wanted = {"assignment": ("plan", "report", "approve"), "measure": ("start", "finish", "verify")}
        if case.measure_no:
            above = case.ref.parent
            self.ask("plan", lambda: actions.perform(self.context, [above or case.ref], "plan", through=True))
        for name in wanted.get(case.machine, ("remark",)):
            answers = dict.fromkeys(self.every_action(case)[name].asks, "Ferdig")
            self.ask(name, partial(actions.perform, self.context, [case.ref], name, answers, through=True))

    def hand_over(self, dice: Random) -> None:
        case, to = self.some_case(dice, dice.choice((1, 2))), self.some_post(dice)
        self.ask("hand_over", lambda: hand_over(self.context, str(case.ref), to, "Passer bedre"))

    def knock_on_what_is_closed(self, dice: Random) -> None:
        closed = [item for item in self.seen.tables.all(Item) if item.ended]
        if not closed:
            return
        case = dice.choice(closed)
        name, action = dice.choice(sorted(self.every_action(case).items()))
        answers = self.answers(dice, action)
        outcome = self.ask("closed", lambda: actions.perform(self.context, [case.ref], name, answers))
        assert case.series or not isinstance(outcome, Done) or outcome.already, f"I7: {case.ref} was closed"

    def undo(self, dice: Random) -> None:
        known = [str(item.ref) for item in self.seen.tables.all(Item)]
        case = dice.choice([None, *known])
        self.ask("undo", lambda: undo(self.context, "Feil", case), undone=True)

    def change_people(self, dice: Random) -> None:
        post, name = self.some_post(dice), dice.choice((None, "Kari", "KARI ", "Ola"))
        if name is None:
            self.ask("vacate", lambda: posts.vacate(self.context, post))
        else:
            self.ask("appoint", lambda: posts.appoint(self.context, post, name))

    def learn(self, dice: Random) -> None:
        self.ask("learn", lambda: learning.add(self.context, dice.choice(("Begynn tidligere", "Spør ungdommen"))))

    def be_away(self, dice: Random) -> None:
        post, deputy = self.some_post(dice), dice.choice((None, self.some_post(dice), self.some_post(dice)))
        since, until = sorted(dice.choices(DAYS, k=2))
        self.ask("be_away", lambda: absences.record(self.context, post, since, until, deputy))

    def designate(self, dice: Random) -> None:
        post, by = self.some_post(dice), str(self.some_case(dice, 0).ref)
        self.ask("designate", lambda: posts.designate(self.context, post, by))

    # what there is to choose from

    def some_case(self, dice: Random, level: int | None = None) -> Item:
        """An open case, of the level wanted when there is one."""
        if not self.seen.tables.all(Item):
            self.ask("hold", lambda: hold(self.context, DAYS[0], "all"))
        every = sorted(self.seen.tables.all(Item), key=lambda item: item.ref)
        open_ = [item for item in every if not item.ended]
        wanted = [item for item in open_ if level is None or (not item.series and item.ref.depth == level)]
        return dice.choice(wanted or open_ or every)

    def tabled(self, dice: Random) -> Item:
        tabled = [item for item in self.seen.tables.all(Item) if Tag.ON_AGENDA in item.tags]
        return dice.choice(tabled) if tabled else self.some_case(dice, 0)

    def present(self, case: Item) -> bool:
        """Whether anybody has spoken who could have gone on counting."""
        return any(entry.action == "take_stance" for entry in self.seen.about(case.ref))

    def some_post(self, dice: Random) -> str:
        return dice.choice([post.id for post in self.seen.tables.all(Post)])

    def some_meeting(self, dice: Random) -> str:
        return dice.choice([str(Ref("M", m.year, m.no)) for m in self.seen.tables.all(Meeting)] or ["M9/26"])

    def some_context(self, dice: Random) -> Context:
        """The secretary's context today; now and then another's, or for another day, or without a basis."""
        odd: dict[int, dict[str, Any]] = {
            0: {"actor": self.some_post(dice)},
            1: {"on": date.fromisoformat(dice.choice(DAYS))},
            2: {"acted_by": self.some_post(dice)},
            3: {"basis": None},
        }
        return replace(self.context, **odd.get(dice.randint(0, 12), {}))

    def every_action(self, case: Item) -> dict[str, Action]:
        return {n: d for n, d in self.machines[case.machine].machine.every_action.items() if not d.auto}

    def answers(self, dice: Random, action: Action) -> dict[str, Any]:
        """All that an action asks, and some of what it may ask."""
        names = [*action.asks, *(name for name in action.may_ask if dice.random() < 0.5)]
        return {name: self.answer(dice, name) for name in names}

    def answer(self, dice: Random, name: str) -> Any:
        chosen: dict[AnswerKind, Sequence[Any]] = {
            AnswerKind.DAY: DAYS,
            AnswerKind.STANCE: ("consent", "consent", "stand_aside", "object"),
            AnswerKind.PERCENT: ("0", "40", "100"),
            AnswerKind.GUESTS: (("Gjest",),),
            AnswerKind.ATTENDANCE: (
                "all",
                "all",
                "ordforer,politistasjonssjef",
                "ordforer,slt-koordinator",
                "ordforer=slt-koordinator,politistasjonssjef=Vara (politi)",
            ),
            AnswerKind.DEPUTY: ("slt-koordinator", "Vara (politi)", "Vara (kommune)", "Vara"),
            AnswerKind.MANDATES: (
                (),
                ("politistasjonssjef=Fullmakt",),
                ("ordforer:administrasjonssjef@2026-01-02=Fullmakt", "politistasjonssjef=Fullmakt"),
            ),
            AnswerKind.NAME: BODIES,
            AnswerKind.YEAR: ("2027", "2026"),
            AnswerKind.NUMBER: ("1", "2"),
            AnswerKind.CHALLENGE: ("uteliv",),
            AnswerKind.KNOWLEDGE: ("ungdata",),
            AnswerKind.NEIGHBOUR: ("verdal:1/26",),
        }
        match ANSWERS[name]:
            case AnswerKind.POST:
                return self.some_post(dice)
            case AnswerKind.MEETING:
                return self.some_meeting(dice)
            case AnswerKind.DECISION:
                return str(self.some_case(dice, 0).ref)
            case kind:
                return dice.choice(chosen.get(kind, ("Først", "Så", "Til slutt")))


def drive(council: bytes, examples: int) -> dict[str, int]:
    """Let councils be driven at random, and count what was asked and what became of it."""
    ran: dict[str, int] = {}
    CouncilMachine.begun, CouncilMachine.ran = council, ran
    run_state_machine_as_test(
        CouncilMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    return ran


IMPORTANT = ("adopt", "assign", "add_measure", "undo", "amend", "hand_over", "finish", "verify", "approve")


@pytest.mark.parametrize(
    "times", [1, pytest.param(15, marks=pytest.mark.endurance)], ids=["everyday", "fifteen times as long"]
)
def test_the_invariants_hold_after_every_step(council: bytes, times: int) -> None:
    ran = drive(council, times * EXAMPLES)
    for counted, enough in ENOUGH.items():
        assert ran[counted] >= times * enough, ran
    for often in IMPORTANT:
        assert ran.get(f"{often} done", 0) >= times // 3, f"{often} was hardly ever accepted: {ran}"
