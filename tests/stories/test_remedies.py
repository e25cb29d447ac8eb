"""Every remedy works: what a refusal in a story or a demo year says to do can be done, and brings the case nearer."""

from __future__ import annotations

import io
import json
import shlex
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, product
from pathlib import Path
from typing import Final

import pytest

from slt_flow.commands.run import run
from slt_flow.definitions.stories.load import LoadedStory
from slt_flow.definitions.stories.steps import Step
from slt_flow.errors import SltError
from slt_flow.model import Area, Challenge, Decision, Meeting, Organisation, Post
from slt_flow.records import projection
from slt_flow.records.store import Store
from slt_flow.results.answers import Finding, Outcome, Refusal
from slt_flow.results.year import Obligation
from slt_flow.services.decisions.knowledge import add_challenge
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.request import clock
from slt_flow.services.request.context import Context, resolve
from slt_flow.services.stories import demo, play
from slt_flow.services.stories.demo import NAMES
from slt_flow.services.stories.sandbox import noon
from slt_flow.services.stories.steps import take
from slt_flow.services.year.obligations import obligations
from slt_flow.views.year.obligations import step
from tests.conftest import DEMO_DAY
from tests.records.year import done
from tests.stories.conftest import ProofInputs
from tests.stories.test_stories import TOLD, called, theme

READS: Final = ("next", "show", "why", "history", "meeting show", "learning list", "meeting list", "evaluate show")
"""Commands that only show what stands in the way."""

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "DATE": ("2026-12-01", "2026-06-01", "2026-03-12"),
    "TEXT": ("Slik er det avtalt.",),
    "TITLE": ("Noe annet",),
    "NAME": ("Kari Oppdiktet",),
    "EFFECT": ("as_intended", "some", "none"),
    "STANCE": ("consent", "stand_aside", "object"),
    "ID": ("ny-funksjon",),
    "LEVEL": ("executing",),
    "CASE": ("K-sak 5/26",),
}
"""Words that a reader may put into a blank; ids and refs come from the council itself."""

WAITS: Final[Mapping[str, str]] = {
    "minutes_are_approved_if_agreed": "the meeting that approves them is still to come",
}
"""Rules whose remedy cannot be followed on the day of the story, with the reason."""

OTHERWISE: Final = {"hand-over": "offer", "offer": "hand-over", "undo": "addendum"}
"""Actions by which another is done where it is barred."""

ANOTHER: Final[Mapping[str, str]] = {
    "council_may_be_extended": "a post without a seat is another request",
    "another_decision_says_so": "the decision that says so is named in the next request",
    "ending_decision_is_adopted_later": "the decision that ends it is named in the next request",
    "ending_decision_names_the_ended": "the decision that ends it is named in the next request",
    "ending_decision_is_ratified_alike": "the decision that ends it is named in the next request",
}
"""Rules whose remedy leads to something else than the request, with the reason."""

TRIES: Final = 100


@dataclass(frozen=True)
class Refused:
    """A refusal in a story: the database before it, the request, and what was found."""

    database: bytes
    context: Context
    step: Step
    loaded: LoadedStory
    refusal: Refusal


def refusals(told: LoadedStory, proof_inputs: ProofInputs) -> list[Refused]:
    """Play a story and keep each refusal with the database as it was."""
    kept: list[Refused] = []

    def watched(context: Context, step: Step, loaded: LoadedStory | None = None) -> Outcome:
        outcome = take(context, step, loaded)
        if isinstance(outcome, Refusal):
            kept.append(Refused(context.store.path.read_bytes(), context, step, told, outcome))
        return outcome

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(play, "take", watched)
        proof_inputs.play(told)
    return kept


def filled(remedy: str, context: Context) -> Iterator[list[str]]:
    """Every way to fill the blanks of a remedy with the council's own ids and refs."""
    with context.store.reading() as connection:
        rows = projection.everything(connection, resolve(connection, context.council))
    own = {
        "POST": [post.id for post in rows.all(Post)],
        "ORGANISATION": [organisation.id for organisation in rows.all(Organisation)],
        "AREA": [area.id for area in rows.all(Area)],
        "CHALLENGE": [challenge.id for challenge in rows.all(Challenge)],
        "MEETING": [str(meeting.ref) for meeting in reversed(rows.all(Meeting))],
        "DECISION": [str(decision.ref) for decision in rows.all(Decision) if decision.adopted_on is not None],
    }
    seats = [post.id for post in rows.all(Post) if post.seat]
    own["POSTS"] = ["all", *(",".join(other for other in seats if other != seat) for seat in seats)]
    words = shlex.split(remedy)
    choices = [own.get(word, WORDS.get(word, (word,))) for word in words]
    return islice((list(chosen) for chosen in product(*choices)), TRIES)


def obeyed(words: list[str], path: Path, moment: clock.Clock) -> tuple[int, str]:
    """Run a command on the day of the story: its exit code, and the JSON it printed or its error."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(clock.SystemClock, "now", lambda _: moment.now())
        code = run([*words[1:], "--db", str(path), "--json"], {})
    return code, out.getvalue() or err.getvalue()


def stands(refused: Refused, finding: Finding, path: Path) -> bool:
    """True while the same request is still refused for the same reason."""
    again = replace(refused.context, store=Store(str(path)))
    try:
        outcome = take(again, refused.step, refused.loaded)
    except SltError:
        return False
    if not isinstance(outcome, Refusal):
        return False
    return (finding.rule, finding.saw) in [(f.rule, f.saw) for f in outcome.findings]


def asks_again(words: list[str], refusal: Refusal) -> bool:
    """True for a command that asks for what was refused, in another way."""
    action = refusal.action.replace("_", "-")
    return not {action, OTHERWISE.get(action)}.isdisjoint(words) and (refusal.ref in words or action == "undo")


def rest_of(said: str, refusal: Refusal) -> bool:
    """True when a command is refused only by rules that refused the request too, each with a remedy of its own."""
    return {finding["rule"] for finding in json.loads(said)["findings"]} <= {f.rule for f in refusal.findings}


def trouble(refused: Refused, finding: Finding, path: Path) -> str:
    """What is wrong with a remedy, or ""."""
    last = "nothing fills its blanks"
    path.write_bytes(refused.database)
    prepare(replace(refused.context, store=Store(str(path))))
    database = path.read_bytes()
    for words in filled(finding.remedy, replace(refused.context, store=Store(str(path)))):
        path.write_bytes(database)
        code, said = obeyed(words, path, refused.context.clock)
        if code == 0 and " ".join(words[1:]).startswith(READS):
            return ""
        if code == 0 and (
            finding.rule in ANOTHER or asks_again(words, refused.refusal) or not stands(refused, finding, path)
        ):
            return ""
        if code == 1 and rest_of(said, refused.refusal):
            return ""
        last = f"{shlex.join(words)} → {code} {said[:300]}"
    return last


def prepare(context: Context) -> None:
    """Give the council one meeting to come and one challenge, so that each blank can be filled."""
    secretary = replace(context, actor=None, acted_by=None, basis=None)
    done(plan(secretary, "2026-12-15"))
    done(add_challenge(secretary, "utfordring", "En utfordring"))


EVERY_DAY: Final = [
    told if theme(told) == "ratification" else pytest.param(told, marks=pytest.mark.endurance) for told in TOLD
]


@pytest.mark.parametrize("told", EVERY_DAY, ids=called)
def test_the_remedies_of_a_story_work(told: LoadedStory, proof_inputs: ProofInputs, folder: Path) -> None:
    wrong = []
    for refused in refusals(told, proof_inputs):
        for finding in refused.refusal.findings:
            if (
                finding.blocks
                and finding.rule not in WAITS
                and (told_why := trouble(refused, finding, folder / "tried.sqlite"))
            ):
                wrong.append(f"{refused.step.verb} {finding.rule}: {finding.remedy}\n    {told_why}")
    assert not wrong, "\n".join(wrong)


def nearer(context: Context, year: int, row: Obligation, path: Path) -> str:
    """What is wrong with the command of a verdict, or "": it is to change what the verdict sees."""
    database, last, over = path.read_bytes(), "nothing fills its blanks", year < context.day.year
    for words in filled(step(row, over=over), context):
        path.write_bytes(database)
        code, said = obeyed(words, path, context.clock)
        now = next(other for other in obligations(context, year).rows if other.clause == row.clause)
        if code == 0 and (" ".join(words[1:]).startswith(READS) or row.clause in BEGINS or now != row):
            path.write_bytes(database)
            return ""
        last = f"{shlex.join(words)} → {code} {said[:300]}"
    path.write_bytes(database)
    return last


BEGINS: Final[Mapping[str, str]] = {
    "action_plan_is_adopted": "a plan that is opened, and tells what it lacks, is still to be adopted",
    "effects_are_evaluated": "an evaluation that is opened is still to be adopted",
    "bylaws_are_revised": "by-laws that are registered are still to be adopted",
    "focus_areas_are_worked_on": "a decision that is registered is still to be adopted",
}
"""Obligations whose command only begins what keeps them, with the reason."""


@pytest.mark.endurance
@pytest.mark.parametrize(
    "agreement",
    ["kvaefjord", *(pytest.param(name, marks=pytest.mark.endurance) for name in NAMES.keys() - {"kvaefjord"})],
)
@pytest.mark.parametrize(
    "day", [date(2026, 12, 10), pytest.param(date(2027, 1, 20), marks=pytest.mark.endurance)], ids=str
)
def test_the_commands_of_verdicts_in_a_demo_year_work(agreement: str, day: date, folder: Path) -> None:
    path = folder / "demo.sqlite"
    context = replace(demo.play(path, agreement, DEMO_DAY), on=None, clock=noon(day), account=None)
    prepare(context)
    done(hold(context, day.isoformat(), "all"))  # what a council adopts, it adopts in a meeting
    wrong = []
    for year in (2026, day.year):
        for row in obligations(context, year).rows:
            if step(row, over=year < day.year) and (why := nearer(context, year, row, path)):
                wrong.append(f"{row.clause} {row.verdict}: {step(row, over=year < day.year)}\n    {why}")
    assert not wrong, "\n".join(wrong)
