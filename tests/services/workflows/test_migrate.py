"""Running cases come to another version of the workflows: whole or not at all, told as entries, taken back like any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from slt_flow.definitions.locations import agreement_file
from slt_flow.definitions.shelf import Shelf
from slt_flow.definitions.successor import own_machine, successor
from slt_flow.errors import DefinitionError, NotYourAction, RequestError
from slt_flow.model import Council, Decision, Item
from slt_flow.records import journal, projection
from slt_flow.records.store import Connection
from slt_flow.results.answers import Done
from slt_flow.results.workflows import Migration
from slt_flow.services.agreements.renew import renew
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.status import status
from slt_flow.services.history import audit
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.workflows.migrate import migrate
from slt_flow.services.year import learning
from slt_flow.terms import Ref
from tests.conftest import Prepared, on
from tests.definitions.test_moves import REFUSED
from tests.definitions.test_shelf import lay
from tests.records.test_year import told_twice
from tests.records.year import done, rules
from tests.renewals import renewed_text
from tests.services.conftest import one_adopted
from tests.worlds import OWN, agreed

HEARING = """[states.tabled.on.send_to_hearing]
to = "registered"
by = ["secretary"]
label = { nb = "Send på høring", nn = "Send på høyring", en = "Send to a hearing" }
asks = ["date"]
does = ["leave_agenda"]

[states.tabled.on.amend]"""
"""An action that a municipality's own version of the decision's machine has beside those of the shipped one."""


OTHERWISE = ("Utført", "Gjort")
"""A word that stands in the file of measures, and another for it."""


def second(folder: Path, name: str = "decision", *changes: tuple[str, str]) -> Shelf:
    """A municipality's own version of a machine, changed in some places of its file or its move."""
    files = dict(successor(agreed()[name], OWN))
    for old, new in changes or (("[states.tabled.on.amend]", HEARING),):
        assert any(old in text for text in files.values()), old
        files = {path: text.replace(old, new) for path, text in files.items()}
    return lay(folder / "own", files)


pytestmark = pytest.mark.xdist_group("migration")
"""One process proves the moves, once each; those that take seconds to prove are tried in the long run."""


def _council(adopted: Context) -> None:
    """`1/26` in follow-up with an assignment, `2/26` on an agenda, `3/26` closed."""
    one_adopted(adopted)
    done(assign(adopted, "1/26", "slt-koordinator", "2026-09-01"))
    done(add_measure(adopted, "1/26.1", "Leie hallen", "politikontakt", "2026-08-01"))
    done(register(adopted, "Åpen sak", meeting="M1/26"))
    done(register(adopted, "Lukket", meeting="M1/26", consent="all"))
    done(actions.perform(adopted, ["3/26"], "close_without_follow_up", {"reason": "Ferdig"}))


@pytest.fixture
def council(prepared: Prepared) -> Context:
    return prepared(_council)


def pins(context: Context) -> dict[str, str]:
    """The version that each case pins, by its ref."""
    with context.store.reading() as connection:
        rows = projection.everything(connection, "kvaefjord")
        versions = _versions(connection)
        return {str(item.ref): versions[item.pin] for item in rows.all(Item)}


def _versions(connection: Connection) -> dict[str, str]:
    known = journal.read(connection, "kvaefjord")
    return {e.data["digest"]: f"{e.data['name']} {e.data['version']}" for e in known if e.kind == "DefinitionPinned"}


def moved(found: Migration) -> list[str]:
    assert isinstance(found.outcome, Done), found.outcome
    return [row.ref for row in found.moved]


def test_learning_points_move(adopted: Context, folder: Path) -> None:
    """The smallest machine, every day: moved, told, taken back."""
    done(learning.add(adopted, "Inviter foreldrene"))
    context = replace(adopted, shelf=second(folder, "learning_point", ("Notert", "Ført opp")))
    before = pins(context)
    assert moved(migrate(replace(context, dry_run=True), OWN)) == moved(migrate(context, OWN)) == ["L1/26"]
    assert pins(context) == {**before, "L1/26": f"learning_point {OWN}"}
    assert audit.verify(context)[0].flaws == ()
    told_twice(context)
    done(undo(context, "For tidlig"))
    assert pins(context) == before


@pytest.mark.endurance
def test_open_cases_move_and_what_is_new_begins_with_the_version(council: Context, folder: Path) -> None:
    context = replace(council, shelf=second(folder))
    assert moved(migrate(context, OWN)) == ["1/26", "2/26"]
    done(register(context, "Ny sak"))
    assert pins(context) == {
        "M1/26": "meeting 1", "1/26": f"decision {OWN}", "1/26.1": "assignment 1", "1/26.1.1": "measure 1",
        "2/26": f"decision {OWN}", "3/26": "decision 1", "4/26": f"decision {OWN}",
    }  # fmt: skip
    assert audit.verify(context)[0].flaws == ()
    told_twice(context)
    done(actions.perform(context, ["2/26"], "send_to_hearing", {"date": "2026-07-01"}))


@pytest.mark.endurance
def test_a_moved_case_is_carried_out_to_its_end(council: Context, folder: Path) -> None:
    context = replace(council, shelf=second(folder))
    migrate(context, OWN)
    done(actions.perform(context, ["1/26.1"], "plan", through=True))
    done(actions.perform(context, ["1/26.1.1"], "finish", {"result": "Leid"}, through=True))
    done(actions.perform(context, ["1/26.1.1"], "verify"))
    done(actions.perform(context, ["1/26.1"], "report", {"result": "Holdt"}))
    meeting = done(hold(context, "2026-06-15")).ref
    done(actions.perform(context, ["1/26.1"], "approve", {"meeting": meeting}))
    (branch,) = [b for area in status(context).areas for b in area.decisions if b.ref == "1/26"]
    assert branch.state == "carried_out"


@pytest.mark.endurance
def test_the_set_that_new_work_uses_moves_with_the_decision(council: Context, folder: Path) -> None:
    """Nobody has a measure beneath 2/26 yet: its future ones will use the newer version all the same."""
    context = replace(council, shelf=second(folder, "measure", OTHERWISE))
    assert moved(migrate(context, OWN)) == ["1/26.1.1"]
    with context.store.reading() as connection:
        rows = projection.everything(connection, "kvaefjord")
    digest = rows.one(Item, *Ref("", 2026, 1, 1, 1)).pin
    assert [digest in rows.one(Decision, 2026, no).pins for no in (1, 2, 3)] == [True, True, False]
    done(add_measure(context, "1/26.1", "Rydde hallen", "politikontakt", "2026-08-01"))
    assert pins(context)["1/26.1.2"] == f"measure {OWN}"


@pytest.mark.endurance
def test_what_a_move_refuses_stays_whole_and_says_why(council: Context, folder: Path) -> None:
    refusing = ("[states]\n", f"{REFUSED.format(state='delegated')}\n[states]\n")
    shelf = second(folder, "measure", OTHERWISE, ('delegated = "delegated"\n', ""), refusing)
    context = replace(council, shelf=shelf)
    found = migrate(context, OWN)
    assert moved(found) == []
    (row,) = found.stayed
    assert (row.ref, row.why["nb"]) == ("1/26.1.1", "Nei.")
    refusal = migrate(context, OWN, refs=["1/26.1.1"]).outcome
    assert rules(refusal) == {"case_goes_on"}
    assert pins(context)["1/26.1.1"] == "measure 1"
    assert moved(migrate(context, OWN, refs=["2/26"])) == []
    assert audit.verify(context)[0].flaws == ()


@pytest.mark.endurance
def test_only_the_named_cases_move_and_what_is_new_begins_as_before(council: Context, folder: Path) -> None:
    context = replace(council, shelf=second(folder))
    assert moved(migrate(context, OWN, ["decision"], ["2/26"])) == ["2/26"]
    done(register(context, "Ny sak"))
    assert (pins(context)["1/26"], pins(context)["2/26"], pins(context)["4/26"]) == (
        "decision 1",
        f"decision {OWN}",
        "decision 1",
    )


@pytest.mark.endurance
def test_a_newer_agreement_does_not_bring_back_the_older_version(council: Context, folder: Path) -> None:
    context = replace(council, shelf=second(folder))
    migrate(context, OWN)
    path = folder / "2026-06-01.toml"
    text = agreement_file("kvaefjord").read_text(encoding="utf-8")
    path.write_text(renewed_text(text, "2026-06-01"), encoding="utf-8")
    done(renew(context, str(path)).outcome)
    done(register(context, "Ny sak"))
    assert pins(context)["4/26"] == f"decision {OWN}"


@pytest.mark.endurance
def test_a_dry_run_tells_the_same_and_writes_nothing(council: Context, folder: Path) -> None:
    context = replace(council, shelf=second(folder))
    head = audit.head(context)
    assert moved(migrate(replace(context, dry_run=True), OWN)) == ["1/26", "2/26"]
    assert audit.head(context) == head
    assert moved(migrate(context, OWN)) == ["1/26", "2/26"]


@pytest.mark.endurance
def test_asked_again_nothing_moves(council: Context, folder: Path) -> None:
    context = replace(council, shelf=second(folder))
    migrate(context, OWN)
    head = audit.head(context)
    again = migrate(context, OWN)
    assert isinstance(again.outcome, Done)
    assert (again.outcome.already, audit.head(context)) == (True, head)
    done(actions.perform(context, ["2/26"], "remark", {"text": "Ja"}))
    after = migrate(context, OWN)
    assert (moved(after), after.outcome.entries if isinstance(after.outcome, Done) else None) == ([], ())


@pytest.mark.endurance
def test_a_migration_is_taken_back_like_any_request(council: Context, folder: Path) -> None:
    context, before = replace(council, shelf=second(folder)), pins(council)
    migrate(context, OWN)
    done(undo(context, "For tidlig"))
    assert pins(context) == before
    with context.store.reading() as connection:
        assert projection.rows(connection, "kvaefjord", Council)[0].machines["decision"] == "1"
    assert audit.verify(context)[0].flaws == ()
    told_twice(context)


@pytest.mark.endurance
def test_what_builds_on_a_move_stands_in_the_way_of_taking_it_back(council: Context, folder: Path) -> None:
    context = replace(council, shelf=second(folder))
    migrate(context, OWN)
    done(actions.perform(context, ["2/26"], "send_to_hearing", {"date": "2026-07-01"}))
    assert rules(undo(context, "Nei", "1/26")) == {"nothing_builds_on_it"}


@pytest.mark.endurance
def test_the_files_may_go_once_they_are_pinned(council: Context, folder: Path) -> None:
    migrate(replace(council, shelf=second(folder)), OWN)
    done(actions.perform(council, ["2/26"], "send_to_hearing", {"date": "2026-07-01"}))
    done(register(council, "Ny sak", meeting="M1/26", consent="all"))
    assert pins(council)["4/26"] == f"decision {OWN}"
    assert audit.verify(council)[0].flaws == ()


@pytest.mark.endurance
def test_the_past_stays_what_it_was(council: Context, folder: Path) -> None:
    """A day before the move is read with the version of that day; the history tells the move in its place."""
    context = replace(council, shelf=second(folder))
    migrate(on(context, "2026-06-20"), OWN)
    lines = [line for line in history(context, "2/26") if line.kind == "Migrated"]
    assert [(line.on, line.from_state, line.to_state) for line in lines] == [(date(2026, 6, 20), "tabled", "tabled")]
    actions_then = {d.action for d in actions.next_actions(context.at(as_of=date(2026, 6, 16)), "2/26")[0].actions}
    actions_now = {d.action for d in actions.next_actions(on(context, "2026-06-21"), "2/26")[0].actions}
    assert actions_now - actions_then == {"send_to_hearing"}


@pytest.mark.endurance
def test_a_kind_that_names_actions_the_newer_version_lacks_keeps_its_cases(adopted: Context, folder: Path) -> None:
    """A kind of its own needs a rule at an action; the newer machine has that action under another name."""
    label = '{ nb = "Plan", nn = "Plan", en = "Plan" }'
    needs = 'close_without_follow_up = ["effect_is_assessed"]'
    kind = f'[kind]\nname = "plan"\nlabel = {label}\n\n[needs]\n{needs}\n'
    shelf = second(folder, "decision", ("close_without_follow_up", "end_without_follow_up"))
    lay(folder / "own", {"kinds/plan.toml": kind})
    context = replace(adopted, shelf=shelf)
    done(register(context, "Plan", kind="plan"))
    found = migrate(context, OWN)
    assert moved(found) == ["1/26"]
    assert [(row.ref, row.stays) for row in found.stayed] == [("2/26", "no_such_action")]


@pytest.mark.endurance
def test_a_decision_of_a_kind_performs_through_a_machine_of_ones_own(adopted: Context, folder: Path) -> None:
    context = replace(adopted, shelf=lay(folder / "own", dict(own_machine("revisjon", OWN))))
    ref = done(register(context, "Nye vedtekter", kind="revisjon")).ref
    done(actions.perform(context, [ref], "send_to_hearing", {"date": "2026-08-01"}))
    done(actions.perform(context, [ref], "close_hearing", {"result": "Tre svar, alle for"}))
    done(hold(context, "2026-06-12", "all"))
    on_agenda = done(actions.perform(context, [ref], "table", {"meeting": "M2/26"}))
    assert on_agenda.state == "tabled"
    assert done(adopt(context, ref, "all")).state == "conditional"
    day = {"body": "Kommunestyret", "case": "14/26", "date": "2026-06-15"}
    assert done(actions.perform(context, [ref], "ratify", day)).state == "adopted"
    done(assign(context, ref, "slt-koordinator", "2026-12-01"))
    assert {"2/26": f"revisjon {OWN}", "2/26.1": "assignment 1"}.items() <= pins(context).items()
    done(register(context, "Vanlig sak"))
    assert pins(context)["3/26"] == "decision 1"
    assert audit.verify(context)[0].flaws == ()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"to": OWN, "machines": ["decisoin"]}, "unknown_machine"),
        ({"to": "99"}, "no_such_version"),
        ({"to": OWN, "refs": ["3/26"]}, "ended_stays"),
        ({"to": OWN, "refs": ["77/26"]}, "unknown_ref"),
        ({"to": OWN, "refs": ["tull"]}, "bad_ref"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_understood_is_refused(
    council: Context, folder: Path, asked: dict[str, object], code: str
) -> None:
    context = replace(council, shelf=second(folder))
    with pytest.raises(RequestError) as raised:
        migrate(context, **asked)  # type: ignore[arg-type] # what the table says
    assert raised.value.code == code


def test_a_version_that_is_not_there_and_a_move_that_is_not_there(council: Context, folder: Path) -> None:
    shelf = second(folder)
    with pytest.raises(DefinitionError, match="machine_missing"):
        migrate(replace(council, shelf=shelf), "verdal-3", ["decision"])
    (folder / f"own/moves/decision/1--{OWN}.toml").unlink()
    with pytest.raises(DefinitionError, match="no_way_between_versions"):
        migrate(replace(council, shelf=shelf), OWN)


@pytest.mark.endurance
def test_a_move_that_would_break_what_must_hold_moves_nothing(council: Context, folder: Path) -> None:
    shelf = second(folder, "measure", ('needs = ["parent_is_planned", "owner_is_bound"]', 'needs = ["owner_is_bound"]'))
    with pytest.raises(DefinitionError) as raised:
        migrate(replace(council, shelf=shelf), OWN)
    assert raised.value.code == "move_breaks_what_must_hold"
    assert raised.value.facts["property"] == "nothing_skips_the_coordinating_level"
    assert pins(council)["1/26.1.1"] == "measure 1"


def test_only_the_secretary_moves_cases(council: Context, folder: Path) -> None:
    with pytest.raises(NotYourAction):
        migrate(replace(council, shelf=second(folder), actor="politikontakt"), OWN)


def states(context: Context) -> dict[str, str]:
    """Where every case stands."""
    with context.store.reading() as connection:
        return {str(item.ref): item.state for item in projection.everything(connection, "kvaefjord").all(Item)}
