"""Nothing that is not sound comes into force: not by a move, not as what new cases begin with, not by a kind."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from slt_flow.definitions.successor import own_machine
from slt_flow.errors import DefinitionError
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.history import audit
from slt_flow.services.history.undo import undo
from slt_flow.services.request.context import Context
from slt_flow.services.workflows.migrate import migrate
from slt_flow.services.year import learning
from tests.conftest import MakeContext
from tests.definitions.test_shelf import lay
from tests.records.year import done
from tests.services.workflows.test_migrate import second
from tests.worlds import OWN, agreed

pytestmark = [pytest.mark.endurance, pytest.mark.xdist_group("migration")]


def refused(context: Context) -> str:
    """The property that keeps a migration from being made; nothing is written."""
    head = audit.head(context)
    with pytest.raises(DefinitionError) as raised:
        migrate(context, OWN)
    assert audit.head(context) == head
    assert raised.value.code in ("move_breaks_what_must_hold", "version_breaks_what_must_hold")
    return str(raised.value.facts["property"])


def waiting() -> str:
    """A state in which a tabled item waits, and from which it is adopted by itself."""
    text = agreed()["decision"].content
    own = text[text.index("[states.tabled]") : text.index("[states.conditional]")]
    label = '{ nb = "V", nn = "V", en = "V" }'
    auto = (
        f'[states.waiting.on.fall_through]\nto = "adopted"\nauto = true\nlabel = {label}\n'
        'needs = ["within_delegated_authority"]\n\n'
    )
    lead = (
        f'[states.tabled.on.wait]\nto = "waiting"\nby = ["chair"]\nlabel = {label}\n'
        'needs = ["everyone_present_has_taken_a_stance", "consensus_is_reached"]\n\n'
    )
    made = own.replace("states.tabled", "states.waiting") + auto + lead + "[states.conditional]"
    tomllib.loads(text.replace("[states.conditional]", made, 1))
    return made


def test_a_move_adopts_nothing_by_automatic_actions(adopted: Context, folder: Path) -> None:
    done(register(adopted, "Åpen sak", meeting="M1/26"))
    changes = (("[states.conditional]\n", f"{waiting()}\n"), ('tabled = "tabled"', 'tabled = "waiting"'))
    context = replace(adopted, shelf=second(folder, "decision", *changes))
    assert refused(context) == "adopted_by_consent"


MAJORITY = ('"everyone_present_has_taken_a_stance", "consensus_is_reached", "within', '"within')


def test_a_version_is_proved_before_new_cases_begin_with_it_though_none_is_open(
    context: MakeContext, folder: Path
) -> None:
    empty = replace(context(), shelf=second(folder, "decision", MAJORITY))
    assert refused(empty) == "adopted_by_consent"


def test_a_kind_whose_own_workflow_is_unsound_registers_nothing(context: MakeContext, folder: Path) -> None:
    files = dict(own_machine("revisjon", OWN))
    path = f"machines/revisjon/{OWN}.toml"
    assert MAJORITY[0] in files[path]
    shelf = lay(folder / "own", {**files, path: files[path].replace(*MAJORITY)})
    with pytest.raises(DefinitionError, match="version_breaks_what_must_hold"):
        register(replace(context(), shelf=shelf), "Vedtekter", kind="revisjon")


LIGHTLY = """[states.tabled.on.adopt_lightly]
to = "adopted"
by = ["chair"]
label = { nb = "L", nn = "L", en = "L" }
needs = [
  "meeting_is_held", "everyone_present_has_taken_a_stance", "every_party_consents", "stances_are_on_this_text",
  "nobody_consents_for_two_parties", "within_delegated_authority",
]

[states.tabled.on.postpone]"""


def test_an_objection_of_a_seat_that_binds_nobody_counts(adopted: Context, folder: Path) -> None:
    shelf = second(folder, "decision", ("[states.tabled.on.postpone]", LIGHTLY))
    done(register(adopted, "Åpen sak", meeting="M1/26"))
    assert refused(replace(adopted, shelf=shelf)) == "adopted_by_consent"


def test_what_ended_under_the_older_version_is_told_from_what_ends_under_the_newer(
    adopted: Context, folder: Path
) -> None:
    """A measure that is verified under the newer version is not settled there; under the older one it was."""
    done(assign(adopted, "1/26", "slt-koordinator", "2026-09-01"))
    done(add_measure(adopted, "1/26.1", "Leie hallen", "politikontakt", "2026-08-01"))
    means = 'tags = ["begun", "delivered", "settled", "achieved"]'
    context = replace(adopted, shelf=second(folder, "measure", (means, 'tags = ["begun", "delivered"]')))
    assert refused(context) == "closed_only_over_settled_work"


def test_a_meeting_that_leaves_its_items_behind_is_not_moved_to(adopted: Context, folder: Path) -> None:
    cascade = 'does = [{ perform = "postpone", on = "items" }]'
    context = replace(adopted, shelf=second(folder, "meeting", (f"{cascade}\n", "")))
    assert refused(context) == "an_agenda_is_worked_through"


def test_undo_goes_further_back_after_a_migration_was_undone(adopted: Context, folder: Path) -> None:
    done(learning.add(adopted, "Inviter foreldrene"))
    context = replace(adopted, shelf=second(folder, "learning_point", ("Notert", "Ført opp")))
    done(migrate(context, OWN).outcome)
    assert done(undo(context, "For tidlig")).taken_back
    assert done(undo(context, "Det også")).refs == ("L1/26",)
