"""What is drawn of a workflow, and where a case is in it: from the shelf, and from what a database keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from slt_flow.definitions.shelf import SHIPPED, Shelf
from slt_flow.errors import RequestError
from slt_flow.model.facts import Facts
from slt_flow.records.store import Store
from slt_flow.results.diagrams import Marks
from slt_flow.results.follow_up import Branch
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.status import status
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from slt_flow.services.workflows.charts import LOOKS_ABOVE, LOOKS_BENEATH
from slt_flow.services.workflows.draw import diagram, diagram_of
from slt_flow.services.workflows.migrate import migrate
from slt_flow.services.workflows.versions import kept, workflows
from slt_flow.terms import ANSWERS as ASKED
from slt_flow.terms import Level, Role, Tag
from slt_flow.views.diagrams import wording
from slt_flow.views.text.vocabulary import ANSWERS, LEVELS, ROLES, TAGS
from slt_flow.views.text.words import Words
from tests.conftest import DEMO_DAY, NOON, Build
from tests.definitions.test_shelf import lay
from tests.records.year import done
from tests.rules.every_case import CASES
from tests.services.conftest import one_adopted
from tests.services.workflows.test_migrate import OTHERWISE, second
from tests.worlds import OWN, agreed, machines

NONE_OPEN = [(version, 0) for version in SHIPPED.versions("measure")]
"""The shipped versions of measures, as a list tells of those that no open case follows."""


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory, built: Callable[[Build, str], bytes]) -> Context:
    """A council that follows up one decision (1/26), and has another (2/26) amended between two rounds of stances."""
    path = tmp_path_factory.mktemp("diagram") / "slt.sqlite"
    path.write_bytes(built(one_adopted, "kvaefjord"))
    context = Context(Store(str(path)), clock=NOON)
    done(assign(context, "1/26", "slt-koordinator", "2026-10-01"))
    for title in ("Gangfelt", "Refleks", "Kurs"):
        done(add_measure(context, "1/26.1", title, "politikontakt", "2026-09-01"))
    done(perform(context, ["1/26.1"], "plan", {}, through=True))
    done(perform(context, ["1/26.1.1", "1/26.1.2"], "start", {}, through=True))
    done(perform(context, ["1/26.1.1"], "block", {"reason": "Vei i arbeid."}))
    done(register(context, "Natteravner", meeting="M1/26"))
    for action, answers in (("take_stance", _CONSENT), ("take_stance", _CONSENT_TOO), ("amend", {"text": "Ny tekst."})):
        done(perform(context, ["2/26"], action, answers))
    done(perform(context, ["2/26"], "take_stance", _CONSENT))
    return context


_CONSENT = {"post": "ordforer", "stance": "consent"}
_CONSENT_TOO = {"post": "administrasjonssjef", "stance": "consent"}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, demo: Callable[[str], bytes]) -> Context:
    path = tmp_path_factory.mktemp("diagram") / "demo.sqlite"
    path.write_bytes(demo("kvaefjord"))
    return Context(Store(str(path)), council="kvaefjord", on=DEMO_DAY)


def marks(context: Context, ref: str) -> Marks:
    found = diagram_of(context, ref).charts[0].marks
    assert found is not None
    return found


def branches(context: Context) -> Iterator[Branch]:
    waiting = [branch for area in status(context).areas for branch in area.decisions]
    while waiting:
        branch = waiting.pop()
        yield branch
        waiting.extend(branch.children)


@pytest.mark.parametrize("name", list(machines()))
def test_a_chart_has_every_state_and_every_action_of_its_definition(name: str) -> None:
    (chart,) = diagram(name).charts
    machine = machines()[name].machine
    assert [stop.name for stop in chart.stops] == list(machine.states)
    assert [stop.name for stop in chart.stops if stop.begins] == [machine.machine.initial]
    for stop in chart.stops:
        state = machine.states[stop.name]
        assert (stop.end, stop.tags, stop.label) == (state.end, state.tags, state.label._asdict())
        own = {
            arrow.action: arrow
            for arrow in chart.arrows
            if arrow.came_from == stop.name or (arrow.came_from is None and (arrow.in_ends or not stop.end))
        }
        assert own.keys() == machine.actions(stop.name).keys()
        for action, arrow in own.items():
            defined = machine.actions(stop.name)[action]
            assert (arrow.led_to, arrow.by, arrow.auto) == (defined.to, defined.by, defined.auto)
            assert (arrow.needs, arrow.unless, arrow.asks) == (defined.needs, defined.unless, defined.asks)


def test_the_three_levels_are_joined_by_what_their_actions_do_and_ask() -> None:
    joined = {(tie.kind, tie.machine, tie.action, tie.other) for tie in diagram().ties}
    assert {("gives", "decision", "assign", "assignment"), ("gives", "assignment", "add_measure", "measure")} <= joined
    assert {
        ("performs", "decision", "rescind", "assignment"),
        ("performs", "assignment", "cancel", "measure"),
    } <= joined
    assert {("looks", "decision", "complete", "assignment"), ("looks", "measure", "start", "assignment")} <= joined
    assert not any({machine, other} == {"decision", "measure"} for _, machine, _, other in joined)


def ways_looked() -> dict[str, set[str]]:
    """The rules that look above or beneath in one of their cases, by the name of what they ask of the facts."""
    looked: dict[str, set[str]] = {"children": set(), "parent": set(), "above": set()}
    asked: list[str] = []

    def noting(way: str) -> property:
        own = getattr(Facts, way)
        return property(lambda facts: looked[way].update(asked) or own.fget(facts))  # type: ignore[func-returns-value] # notes, then asks

    with pytest.MonkeyPatch.context() as patch:
        for way in looked:
            patch.setattr(Facts, way, noting(way))
        for case in CASES:
            asked[:] = [case.rule]
            case.situation()
    return looked


def test_which_rules_look_beneath_and_above_is_what_they_do() -> None:
    looked = ways_looked()
    assert looked["children"] == LOOKS_BENEATH
    assert looked["parent"] | looked["above"] == LOOKS_ABOVE


def test_everything_a_definition_may_name_has_words() -> None:
    assert ROLES.keys() == set(Role)
    assert LEVELS.keys() == set(Level)
    assert TAGS.keys() == set(Tag)
    assert ANSWERS.keys() == ASKED.keys()


def every_mark_is_as_the_journal_tells(context: Context) -> int:
    """Compare every case's marks with its history; the result is how many cases there are."""
    cases = list(branches(context))
    for branch in cases:
        found = marks(context, branch.ref)
        assert found.here == {branch.state: (branch.ref,)}
        assert found.title == branch.title
        moves = [step for step in found.way if step.led_to is not None]
        lines = [line for line in history(context, branch.ref) if line.subject == branch.ref and not line.voided]
        assert [(step.led_to, step.on) for step in moves] == [
            (line.to_state, line.on) for line in lines if line.to_state
        ]
        assert [step.came_from for step in moves] == [None, *(step.led_to for step in moves[:-1])]
    return len(cases)


def test_every_case_is_marked_where_it_is_and_by_the_way_the_journal_tells(followed: Context) -> None:
    assert every_mark_is_as_the_journal_tells(followed) == 6


def test_an_action_that_stays_is_told_with_how_often(followed: Context) -> None:
    told = [(step.action, step.times) for step in marks(followed, "2/26").way if step.led_to is None]
    assert told == [("take_stance", 2), ("amend", 1), ("take_stance", 1)]


def test_a_decision_without_a_name_shows_how_many_are_where_beneath_it(followed: Context) -> None:
    found = diagram_of(followed, "1/26")
    assert [chart.machine for chart in found.charts] == ["decision", "assignment", "measure"]
    beneath = [chart.marks.here for chart in found.charts[1:] if chart.marks is not None]
    assert beneath == [
        {"underway": ("1/26.1",)},
        {"blocked": ("1/26.1.1",), "underway": ("1/26.1.2",), "delegated": ("1/26.1.3",)},
    ]
    (alone,) = diagram_of(followed, "1/26", "decision").charts
    assert alone == found.charts[0]


@pytest.mark.parametrize(("ref", "machine"), [("M1/26", "meeting"), ("1/26.1", "assignment"), ("1/26.1.1", "measure")])
def test_any_other_case_shows_its_own_workflow(followed: Context, ref: str, machine: str) -> None:
    assert [chart.machine for chart in diagram_of(followed, ref).charts] == [machine]


def test_it_can_be_asked_as_of_a_day(followed: Context) -> None:
    then = marks(followed.at(as_of=date(2026, 3, 12)), "1/26")
    assert then.here == {"adopted": ("1/26",)}
    assert marks(followed, "1/26").way[: len(then.way)] == then.way


def test_what_was_taken_back_is_no_part_of_the_way(followed: Context, tmp_path: Path) -> None:
    copied = tmp_path / "copied.sqlite"
    copied.write_bytes(followed.store.path.read_bytes())
    context = Context(Store(str(copied)), clock=NOON)
    before = marks(context, "1/26.1.1")
    done(undo(context, "Feil", "1/26.1.1"))
    after = marks(context, "1/26.1.1")
    assert after.way == before.way[:-1]
    assert after.here == {before.way[-1].came_from: ("1/26.1.1",)}


def test_a_case_is_drawn_as_it_is_pinned_though_the_files_are_gone(followed: Context, tmp_path: Path) -> None:
    gone = Context(followed.store, clock=NOON, shelf=Shelf(tmp_path / "nowhere"))
    assert diagram_of(gone, "1/26") == diagram_of(followed, "1/26")


@pytest.mark.endurance
def test_a_case_that_went_over_to_another_version_is_drawn_in_that_one(followed: Context, tmp_path: Path) -> None:
    copied = tmp_path / "copied.sqlite"
    copied.write_bytes(followed.store.path.read_bytes())
    context = Context(Store(str(copied)), clock=NOON, shelf=second(tmp_path, "measure", OTHERWISE))
    before = marks(context, "1/26.1.1")
    done(migrate(context, OWN, ["measure"]).outcome)
    (chart,) = diagram_of(context, "1/26.1.1").charts
    assert chart.version == OWN
    assert chart.marks is not None
    assert chart.marks.here == before.here
    *way, over = chart.marks.way
    assert tuple(way) == before.way
    assert (over.came_from, over.led_to, over.version) == ("blocked", "blocked", OWN)
    assert list(wording.path(chart, Words("en")))[-1].endswith(f"went over to version {OWN}: Blocked")
    above = marks(context, "1/26")
    assert above == marks(followed, "1/26"), "a decision that only pins another set went over to nothing"
    without = replace(context, shelf=SHIPPED)
    assert diagram("measure", OWN, SHIPPED, kept(without)).charts[0] == chart._replace(marks=None)
    listed = [(row.version, row.open_cases) for row in workflows(without) if row.machine == "measure"]
    assert listed == [*NONE_OPEN, (OWN, 3)]


def test_versions_of_ones_own_are_drawn_and_listed(followed: Context, tmp_path: Path) -> None:
    text = agreed()["measure"].content.replace('en = "Delegated"', 'en = "Given away"')
    shelf = lay(tmp_path / "own", {f"machines/measure/{OWN}.toml": text})
    drawn = diagram("measure", OWN, shelf).charts[0]
    assert (drawn.version, drawn.stops[0].label["en"]) == (OWN, "Given away")
    assert diagram("measure", shelf=shelf) == diagram("measure") == diagram("measure", SHIPPED.newest("measure"), shelf)
    rows = workflows(Context(followed.store, clock=NOON, shelf=shelf))
    listed = [(row.version, row.open_cases) for row in rows if row.machine == "measure"]
    assert listed == [("1", 3), *NONE_OPEN[1:], (OWN, 0)]


def test_a_version_counts_the_cases_that_pin_it_though_its_successor_says_the_same(
    followed: Context, tmp_path: Path
) -> None:
    shelf = lay(tmp_path / "own", {f"machines/measure/{OWN}.toml": agreed()["measure"].content})
    rows = [row for row in workflows(replace(followed, shelf=shelf)) if row.machine == "measure"]
    assert [(row.version, row.open_cases) for row in rows] == [("1", 3), *NONE_OPEN[1:], (OWN, 0)]
    assert rows[0].digest == rows[-1].digest


def test_what_only_a_database_keeps_is_shown_and_drawn(followed: Context, tmp_path: Path) -> None:
    known = kept(followed)
    assert set(known) == {(name, "1") for name in agreed()}
    assert known["measure", "1"] == agreed()["measure"]
    later = {("measure", OWN): replace(known["measure", "1"], version=OWN), ("ferry", "2"): known["meeting", "1"]}
    assert diagram("measure", OWN, SHIPPED, later).charts[0].version == OWN
    assert diagram("measure", None, SHIPPED, later) == diagram("measure")
    assert diagram("ferry", None, SHIPPED, later) == diagram("ferry", "2", SHIPPED, later)
    with pytest.raises(RequestError) as refused:
        diagram("measure", "verdal-2", SHIPPED, later)
    assert refused.value.facts["known"] == (*SHIPPED.versions("measure"), OWN)
    assert not kept(Context(Store(str(tmp_path / "none"))))


def test_the_list_counts_the_open_cases_of_a_database_at_hand(followed: Context, tmp_path: Path) -> None:
    rows = {row.machine: row for row in workflows(followed) if row.version == "1"}
    assert {name: row.open_cases for name, row in rows.items()} == {
        "decision": 2, "assignment": 1, "measure": 3, "meeting": 1, "learning_point": 0,
    }  # fmt: skip
    for name, row in rows.items():
        machine = agreed()[name].machine
        assert (row.states, row.actions) == (len(machine.states), len(machine.every_action))
    assert all(row.open_cases is None for row in workflows(Context(Store(str(tmp_path / "none")))))


@pytest.mark.endurance
def test_every_case_of_a_whole_year_is_marked_as_its_journal_tells(played: Context) -> None:
    assert every_mark_is_as_the_journal_tells(played) > 15


@pytest.mark.endurance
def test_what_a_kind_of_decision_needs_beside_is_drawn_too(played: Context) -> None:
    plain = {arrow.action: arrow.needs for arrow in diagram("decision").charts[0].arrows}
    evaluation = {arrow.action: arrow.needs for arrow in diagram_of(played, "10/26", "decision").charts[0].arrows}
    more = {rule for action, needs in evaluation.items() for rule in needs if rule not in plain[action]}
    assert "evaluation_is_complete" in more


@pytest.mark.parametrize(
    ("asked", "code", "near"),
    [
        ({"name": "meassure"}, "unknown_workflow", "measure"),
        ({"name": "Vedtak"}, "unknown_workflow", "decision"),
        ({"name": "xyz\x1b"}, "unknown_workflow", None),
        ({"name": "measure", "version": "99"}, "unknown_workflow_version", None),
        ({"name": "measure", "version": "01"}, "unknown_workflow_version", None),
        ({"name": "measure", "version": "verdal-1\x1b"}, "unknown_workflow_version", None),
        ({"version": "1"}, "version_of_which_workflow", None),
    ],
)
def test_what_cannot_be_drawn_is_said(asked: dict[str, object], code: str, near: str | None) -> None:
    with pytest.raises(RequestError) as refused:
        diagram(**asked)  # type: ignore[arg-type] # as typed
    assert (refused.value.code, refused.value.facts.get("near")) == (code, near)
    assert "\x1b" not in str(refused.value.facts)


@pytest.mark.parametrize(
    ("ref", "name", "code"),
    [
        ("99/26", None, "unknown_ref"),
        ("tull", None, "bad_ref"),
        ("1/26", "measure", "case_of_another_workflow"),
        ("1/26.1", "decision", "case_of_another_workflow"),
        ("1/26", "meassure", "unknown_workflow"),
    ],
)
def test_a_case_that_cannot_be_marked_is_said(followed: Context, ref: str, name: str | None, code: str) -> None:
    with pytest.raises(RequestError) as refused:
        diagram_of(followed, ref, name)
    assert refused.value.code == code


def test_a_name_is_known_however_it_is_typed() -> None:
    assert diagram(" Learning-Point ") == diagram("learning_point")
