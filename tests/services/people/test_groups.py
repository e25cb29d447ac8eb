"""Coordinating groups: their members over time, their meetings' own numbers, and their minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from slt_flow.engine.fold import replayed
from slt_flow.errors import RequestError
from slt_flow.model import Group, Meeting
from slt_flow.model.row import replaced
from slt_flow.records import journal, projection
from slt_flow.results.answers import Refusal
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.propose import propose
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.todo import duties
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.agenda import agenda
from slt_flow.services.meetings.form.blank import blank_form
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.lists import list_meetings, show_meeting
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people.groups import change_group, end_group, found_group
from slt_flow.services.people.lists import list_groups
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.terms import series_for
from tests.conftest import Prepared, on
from tests.records.year import done


def with_two_groups(context: Context) -> None:
    """Found two groups, and adopt a decision."""
    here = on(context, "2026-03-12")
    done(found_group(here, "koordinering", "Koordineringsgruppa", ["slt-koordinator", "politikontakt"]))
    done(found_group(here, "ungdom", "Ungdomsteamet", ["politikontakt"], "UT"))
    done(hold(here, "2026-03-12", "all"))
    done(register(here, "Natteravner", meeting="M1/26", consent="all"))


@pytest.fixture
def two(prepared: Prepared) -> Context:
    return on(prepared(with_two_groups), "2026-03-12")


def test_each_group_numbers_its_own_meetings(two: Context) -> None:
    for group in ("koordinering", "ungdom", "koordinering"):
        done(plan(two, "2026-05-04", group=group))
    done(plan(two, "2026-06-01"))
    listed = {row.ref: row.group for row in list_meetings(two)}
    assert listed == {
        "M1/26": None, "K1/26": "koordinering", "UT1/26": "ungdom", "K2/26": "koordinering", "M2/26": None,
    }  # fmt: skip
    with two.store.reading() as connection:
        entries = journal.read(connection, str(two.council))
        stored = projection.everything(connection, str(two.council))
    assert {row.key: row for row in stored.all(Meeting)} == {
        row.key: row for row in replayed(str(two.council), entries, frozenset()).all(Meeting)
    }


def test_a_groups_form_agenda_and_minutes_are_about_its_members_and_its_work(two: Context) -> None:
    done(assign(two, "1/26", "slt-koordinator", "2026-06-01"))
    done(assign(two, "1/26", "politikontakt", "2026-06-01", title="Vakter", group="ungdom"))
    done(plan(two, "2026-04-07", kind="coordination", group="ungdom"))
    assert [post for post, *_ in blank_form(two, "UT1/26").present] == ["politikontakt"]
    assert [row.ref for point in agenda(two, "UT1/26").items for row in point.cases] == ["1/26.2"]
    later = on(two, "2026-04-07")
    done(hold(later, "UT1/26", "all"))
    done(actions.perform(on(two, "2026-04-20"), ["1/26.2"], "accept"))
    told = minutes(on(two, "2026-04-20"), "UT1/26")
    assert (told.group, [(row.ref, row.state) for row in told.progress]) == ("Ungdomsteamet", [("1/26.2", "given")])
    assert [person.post for person in told.attendance] == ["politikontakt"]
    done(actions.perform(on(two, "2026-04-20"), ["1/26.2"], "entrust", {"group": "koordinering"}))
    assert [row.ref for row in minutes(on(two, "2026-04-20"), "UT1/26").progress] == []


def test_a_group_never_decides(two: Context) -> None:
    done(hold(two, "2026-03-12", "all", kind="coordination", group="ungdom"))
    outcome = register(two, "Ny sak", meeting="UT1/26")
    assert isinstance(outcome, Refusal)
    assert [finding.rule for finding in outcome.findings] == ["meeting_may_decide"]


def test_members_change_over_time(two: Context) -> None:
    done(change_group(on(two, "2026-05-01"), "ungdom", ["slt-koordinator"]))
    done(end_group(on(two, "2026-07-01"), "ungdom", "Slått sammen"))
    with two.store.reading() as connection:
        rows = projection.everything(connection, str(two.council))
    members = [rows.on(day).one(Group, "ungdom").members for day in (date(2026, 4, 30), date(2026, 6, 30))]
    assert members == [("politikontakt",), ("slt-koordinator",)]
    assert [row.id for row in list_groups(on(two, "2026-08-01"))] == ["koordinering"]
    with pytest.raises(RequestError, match="group_dissolved"):
        plan(on(two, "2026-08-01"), "2026-08-10", kind="coordination", group="ungdom")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("ny", "Ny", [""]), "group_without_members"),
        (("ny", "Ny", ["ingen"]), "unknown_post"),
        (("ungdom", "Ny", ["politikontakt"]), "id_taken"),
        (("ny", "Ny", ["politikontakt"], "M"), "series_taken"),
        (("ny", "Ny", ["politikontakt"], "ut"), "series_taken"),
        (("ny", "Ny", ["politikontakt"], "K9"), "bad_series"),
        (("ny", "Ny", ["politikontakt"], "FIRE"), "bad_series"),
    ],
)
def test_what_is_no_group_is_refused(two: Context, asked: tuple[str, str, list[str]], code: str) -> None:
    with pytest.raises(RequestError, match=code):
        found_group(two, *asked)


def test_the_letters_of_a_group_are_the_fewest_that_are_free() -> None:
    assert [series_for("koordinering", taken) for taken in ((), ("K",), ("K", "KO"))] == ["K", "KO", "KOO"]
    assert [series_for("levanger", ()), series_for("mot", ()), series_for("2024", ())] == ["LE", "MO", "AA"]


def test_a_group_is_not_undone_while_its_meetings_stand(two: Context) -> None:
    done(found_group(two, "natt", "Natt", ["politikontakt"]))
    done(plan(two, "2026-05-04", kind="coordination", group="natt"))
    refused = undo(two, "Feil", "group:natt")
    assert isinstance(refused, Refusal)
    assert [finding.saw["refs"] for finding in refused.findings] == [("N1/26",)]


def test_whoever_proposes_is_told_what_became_of_it(two: Context) -> None:
    done(assign(two, "1/26", "slt-koordinator", "2026-06-01"))
    done(hold(two, "2026-03-12", "all", kind="coordination", group="ungdom"))
    done(propose(two, "Lys i parken", "UT1/26"))
    done(propose(two, "Flere ravner", "1/26.1"))
    assert [(row.ref, row.proposed_by) for row in show_meeting(two, "UT1/26").goes_on] == [("2/26", "ungdom")]
    done(actions.perform(two, ["2/26"], "table", {"meeting": "M1/26"}))
    (point,) = [point for point in agenda(two, "M1/26").items if point.ref == "2/26"]
    assert (point.facts["proposed_by"], point.facts["follows"]) == ("Ungdomsteamet", "UT1/26")
    done(actions.perform(two, ["2/26"], "withdraw", {"reason": "Løst"}))
    assert [(row.ref, row.state) for row in show_meeting(two, "UT1/26").goes_on] == [("2/26", "withdrawn")]
    told = {duty.post: [(row.ref, row.state) for row in duty.proposed] for duty in duties(two)}
    assert told["slt-koordinator"] == [("3/26", "registered")]
    assert [(row.ref, row.state) for row in duties(two, "politikontakt")[0].proposed] == [("2/26", "withdrawn")]


def test_only_those_concerned_propose(two: Context) -> None:
    done(assign(two, "1/26", "slt-koordinator", "2026-06-01"))
    with pytest.raises(RequestError, match="proposer_needed"):
        propose(two, "Ny sak", "1/26")
    with pytest.raises(RequestError, match="proposer_either_or"):
        propose(two, "Ny sak", "1/26.1", post="ordforer", group="ungdom")
    with pytest.raises(RequestError, match="not_your_task"):
        propose(replace(two, actor="politikontakt"), "Ny sak", "1/26.1")
    done(propose(replace(two, actor="politikontakt"), "Ny sak", "1/26.1", group="ungdom"))


def test_what_is_concluded_is_remarked_on_linked_and_followed(two: Context) -> None:
    done(register(two, "Ungdata", meeting="M1/26", for_information=True))
    done(actions.perform(two, ["2/26"], "take_note"))
    done(actions.perform(two, ["2/26"], "remark", {"text": "Tallene er rettet"}))
    done(actions.perform(two, ["2/26"], "link", {"address": "https://eksempel.no/ungdata"}))
    done(register(two, "Tiltak mot vold", follows="2/26"))
    assert [(row.ref, row.proposed_by) for row in show_case(two, "2/26").goes_on] == [("3/26", None)]
    done(undo(two, "Feil", "3/26"))
    assert show_case(two, "2/26").goes_on == ()


def test_an_old_journal_keeps_the_numbers_of_a_groups_meetings(two: Context) -> None:
    """Before groups had letters, their meetings took the council's numbers: an entry tells which it has."""
    done(plan(two, "2026-05-04", kind="coordination", group="ungdom"))
    with two.store.reading() as connection:
        entries = journal.read(connection, str(two.council))
    before = [replaced(e, subject="M2/26") if e.subject == "UT1/26" else e for e in entries]
    assert replayed(str(two.council), before, frozenset()).one(Meeting, "M", 2026, 2).group == "ungdom"


def test_a_form_changes_what_a_matter_is_for_and_minutes_tell_it(two: Context) -> None:
    done(register(two, "Ungdata", meeting="M1/26", for_information=True))
    done(register(two, "Lys", meeting="M1/26"))
    text = '[[items]]\nref = "2/26"\nfor_decision = true\noutcome = "adopt"\nconsent = "all"\n\n'
    text += '[[items]]\nref = "3/26"\nfor_information = true\noutcome = "note"\n'
    record(two, "M1/26", text.encode(), "form.toml")
    told = {item.ref: (item.state, item.information, item.turned_in) for item in minutes(two, "M1/26").items}
    assert told["2/26"] == ("adopted", False, "M1/26")
    assert told["3/26"] == ("noted", True, "M1/26")
    done(undo(two, "Feil"))
    assert not show_case(two, "3/26").decided.for_information  # type: ignore[union-attr] # a decision has them
