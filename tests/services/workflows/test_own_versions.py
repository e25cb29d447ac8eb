"""A municipality's own versions and the shipped ones never stand in each other's way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from slt_flow.definitions.load import load_newest
from slt_flow.definitions.locations import agreement_file
from slt_flow.definitions.shelf import Shelf
from slt_flow.definitions.successor import successor
from slt_flow.engine.effects import vocabulary
from slt_flow.errors import DefinitionError, RequestError
from slt_flow.records.store import Store
from slt_flow.services.agreements.init import check_file, init
from slt_flow.services.agreements.renew import renew
from slt_flow.services.decisions.register import register
from slt_flow.services.history import audit
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.workflows.migrate import migrate
from slt_flow.services.workflows.versions import workflows
from slt_flow.services.year import learning
from tests.conftest import NOON, MakeContext
from tests.definitions.test_shelf import lay
from tests.records.year import done
from tests.renewals import renewed_text
from tests.services.workflows.test_migrate import pins, second
from tests.worlds import OWN


def agreement(folder: Path, in_force: str = "2019-01-01", **versions: str) -> str:
    """The path of Kvæfjord's agreement as it would be written with other versions."""
    text = renewed_text(agreement_file("kvaefjord").read_text(encoding="utf-8"), in_force)
    for old, new in {f"{name} = 1": f"{name} = {version}" for name, version in versions.items()}.items():
        assert f"\n{old}\n" in text
        text = text.replace(f"\n{old}\n", f"\n{new}\n")
    path = folder / f"{in_force}.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def ship_a_successor(shipped: Path, name: str = "decision") -> str:
    """The product ships another version of a machine; the result is its number."""
    newest = load_newest(name, vocabulary())
    number = str(int(newest.version) + 1)
    files = {path: f"{text}\n# {number}\n" for path, text in successor(newest, number).items()}
    lay(shipped, files)
    return number


def test_an_own_version_that_the_agreement_names_goes_on_when_the_product_ships_a_successor(
    folder: Path, shipped: Path, database: Path
) -> None:
    shelf = second(folder)
    path = agreement(folder, decision=f'"{OWN}"')
    context = Context(Store(str(database)), clock=NOON, shelf=shelf)
    init(context, path)
    done(hold(context, "2026-03-12", "all"))
    done(register(context, "Før", meeting="M1/26"))
    number = ship_a_successor(shipped)
    assert check_file(path, shelf).ok
    done(register(context, "Etter", meeting="M1/26"))
    for ref in ("1/26", "2/26"):
        done(actions.perform(context, [ref], "send_to_hearing", {"date": "2026-07-01"}))
    assert {"1/26": f"decision {OWN}", "2/26": f"decision {OWN}"}.items() <= pins(context).items()
    listed = {row.version: row.open_cases for row in workflows(context) if row.machine == "decision"}
    assert (listed[OWN], listed[number]) == (2, 0)
    assert audit.verify(context)[0].flaws == ()


@pytest.mark.parametrize("ships", [False, True], ids=["as it is", "with a successor"])
def test_an_own_version_that_the_agreement_does_not_name_begins_nothing(
    context: MakeContext, folder: Path, shipped: Path, ships: bool
) -> None:
    council = replace(context(), shelf=second(folder))
    if ships:
        ship_a_successor(shipped)
    done(register(council, "Ny sak"))
    assert pins(council)["1/26"] == "decision 1"


@pytest.mark.parametrize(
    ("before", "after", "holds"),
    [("1", "1", OWN), (f'"{OWN}"', f'"{OWN}"', OWN), ("1", f'"{OWN}"', OWN), (f'"{OWN}"', "1", "1")],
    ids=["migrated to it", "agreed again", "agreed anew", "agreed no more"],
)
def test_a_newer_agreement_changes_the_version_only_where_it_names_another_than_before(
    folder: Path, database: Path, before: str, after: str, holds: str
) -> None:
    shelf = second(folder, "learning_point", ("Notert", "Ført opp"))
    context = Context(Store(str(database)), clock=NOON, shelf=shelf)
    init(context, agreement(folder, learning_point=before))
    if (before, after) == ("1", "1"):
        done(migrate(context, OWN).outcome)
    done(renew(context, agreement(folder, "2026-06-01", learning_point=after)).outcome)
    done(learning.add(context, "Inviter foreldrene"))
    assert pins(context)["L1/26"] == f"learning_point {holds}"


def test_a_newer_agreement_brings_nobody_back_to_an_older_version_of_the_same_name(
    folder: Path, shipped: Path, database: Path
) -> None:
    middle, newest = ship_a_successor(shipped, "learning_point"), ship_a_successor(shipped, "learning_point")
    context = Context(Store(str(database)), clock=NOON)
    init(context, agreement(folder))
    done(migrate(context, newest, ["learning_point"]).outcome)
    done(renew(context, agreement(folder, "2026-06-01", learning_point=middle)).outcome)
    done(learning.add(context, "Inviter foreldrene"))
    assert pins(context)["L1/26"] == f"learning_point {newest}"


@pytest.mark.parametrize("version", ['"verdal-9"', "9999"])
def test_a_newer_agreement_that_names_a_version_that_is_nowhere_is_refused(
    context: MakeContext, folder: Path, version: str
) -> None:
    council = replace(context(), shelf=Shelf(folder))
    path = agreement(folder, "2026-06-01", decision=version)
    head = audit.head(council)
    with pytest.raises(DefinitionError) as raised:
        renew(council, path)
    problems: Any = raised.value.facts["problems"]
    (problem,) = problems
    assert (raised.value.facts["file"], problem.code, problem.key) == (path, "unknown_version", "machines.decision")
    assert audit.head(council) == head


def test_a_version_in_which_nothing_was_changed_is_refused_before_anything_relies_on_it(
    context: MakeContext, folder: Path
) -> None:
    """Cases pin content: under a second version of the same content nobody could tell which one they follow."""
    council = replace(context(), shelf=second(folder, "decision", ("[machine]", "[machine]")))
    head = audit.head(council)
    with pytest.raises(RequestError) as raised:
        migrate(council, OWN)
    assert (raised.value.code, raised.value.facts["other"]) == ("version_says_the_same", "1")
    assert audit.head(council) == head
