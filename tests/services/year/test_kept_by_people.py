"""What people keep: whose act it is, who may record it, and the same clause for each of two posts or municipalities."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from slt_flow.definitions.locations import agreement_file
from slt_flow.engine.entries import Entry
from slt_flow.errors import NotYourAction, RequestError
from slt_flow.records import journal
from slt_flow.services.agreements.init import init
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people.absences import record
from slt_flow.services.people.posts import vacate
from slt_flow.services.request.context import Context
from slt_flow.services.year.evidence import fulfil
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Standing
from tests.conftest import NOON, MakeContext
from tests.records.year import done

PRESENT = "contact_is_present"
DAY = "2026-03-02"


def last(council: Context) -> Entry:
    with council.store.reading() as connection:
        return journal.read(connection, "kvaefjord")[-1]


def test_evidence_is_the_act_of_the_post_that_keeps_the_clause(context: MakeContext) -> None:
    council = context()
    done(fulfil(council, PRESENT, [DAY], "Vakt på rådhuset"))
    assert (last(council).acted_by, last(council).recorded_by) == ("politikontakt", "slt-koordinator")
    done(fulfil(council, "digital_presence_is_kept", [DAY]))
    assert last(council).acted_by == "slt-koordinator"
    done(fulfil(replace(council, acted_by="politikontakt"), "digital_presence_is_kept", ["2026-03-03"]))
    assert last(council).acted_by == "politikontakt"


def test_the_keeper_records_its_own_and_its_deputy_acts_for_it(context: MakeContext) -> None:
    council = context()
    done(fulfil(replace(council, actor="politikontakt"), PRESENT, [DAY]))
    with pytest.raises(NotYourAction):
        fulfil(replace(council, actor="ordforer"), PRESENT, ["2026-03-03"])
    done(record(council, "politikontakt", "2026-03-09", "2026-03-10", "politistasjonssjef"))
    deputy = replace(council, acted_by="politistasjonssjef")
    done(fulfil(deputy, PRESENT, ["2026-03-09"]))
    assert (last(council).acted_by, last(council).acted_for) == ("politistasjonssjef", "politikontakt")
    with pytest.raises(RequestError, match="clause_of_another"):
        fulfil(deputy, PRESENT, ["2026-03-16"])


def test_nobody_keeps_a_clause_on_a_day_on_which_its_post_was_vacant(context: MakeContext) -> None:
    council = context()
    done(vacate(replace(council, on=NOON.now().date().replace(month=3, day=1)), "politikontakt"))
    done(fulfil(council, PRESENT, ["2026-02-23"]))
    with pytest.raises(RequestError, match="keeper_vacant"):
        fulfil(council, PRESENT, [DAY])


TWO = """
[[parties]]
id = "nabo"
name = "Nabo kommune"
signed_by = { who = "Ordføreren i nabokommunen", date = 2018-12-19 }

[[posts]]
id = "radmann"
title = "Rådmann"
organisation = "nabo"
levels = ["strategic"]
seat = true
binds = true

[[posts]]"""

OF_EACH = """
[[clauses]]
key = "naboens_kommunestyre_far_vite"
ref = "§ 2"
text = "Også naboens kommunestyre får ett informasjonsmøte i året."
numbers = { per_year = 1, party = "nabo" }
judged_as = "kommunestyre_is_informed"

[[clauses]]
key = "ogsa_sjefen_er_til_stede"
ref = "§ 5"
text = "Også politistasjonssjefen er til stede én dag i uka."
numbers = { days_per_week = 1, post = "politistasjonssjef" }
kept_by = "people"
judged_as = "contact_is_present"
"""


@pytest.fixture
def joint(context: MakeContext, folder: Path) -> Context:
    """A council of two municipalities with one clause for each of them, and one for each of two posts."""
    text = agreement_file("kvaefjord").read_text(encoding="utf-8").replace("\n[[posts]]", TWO, 1)
    text = text.replace("numbers = { per_year = 1 }", 'numbers = { per_year = 1, party = "kommune" }')
    file = folder / "to.toml"
    file.write_text(text + OF_EACH, encoding="utf-8")
    council = replace(context(), store=context().store.__class__(str(folder / "to.sqlite")))
    done(init(council, str(file), since=NOON.now().date().replace(month=1, day=1)))
    return council


def test_each_municipality_and_each_post_is_judged_by_its_own(joint: Context) -> None:
    for day, whose in (("2026-02-05", None), ("2026-03-05", "kommune")):
        done(hold(joint, day, "politistasjonssjef", kind="information", group=whose))
    done(fulfil(joint, "ogsa_sjefen_er_til_stede", ["2026-01-05"], weekly_until="2026-06-08"))
    rows = {row.clause: row for row in obligations(joint).rows}
    assert [shown.ref for shown in rows["kommunestyre_is_informed"].evidence] == ["M2/26"]
    assert rows["naboens_kommunestyre_far_vite"].evidence == ()
    assert rows["ogsa_sjefen_er_til_stede"].verdict == Standing.KEPT
    assert rows[PRESENT].verdict == Standing.BY_PEOPLE
    done(hold(joint, "2026-04-09", "politistasjonssjef", kind="information", group="nabo"))
    assert {row.clause: row.verdict for row in obligations(joint).rows}["naboens_kommunestyre_far_vite"] == "kept"
    with pytest.raises(RequestError, match="unknown_party"):
        hold(joint, "2026-05-07", "politistasjonssjef", kind="information", group="ungdata")
    with pytest.raises(RequestError, match="group_only_coordination"):
        hold(joint, "2026-05-07", "all", group="nabo")
