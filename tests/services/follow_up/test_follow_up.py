"""Handing down: whose act it is, who may own, and what a third party must do itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from slt_flow.errors import NotYourAction, RequestError
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over, hand_over_all
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show, show_case
from slt_flow.services.history import audit
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people import areas, organisations, posts
from slt_flow.services.people.lists import list_areas
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.records.year import done, go, refused, rules


def _made(begun: Context) -> None:
    """A decision with one planned assignment, owned by the police contact, and one measure of a school's head."""
    done(organisations.add_organisation(begun, "skolen", "Skolen", "kommune"))
    done(organisations.add_organisation(begun, "idrettslaget", "Idrettslaget"))
    done(posts.add_post(begun, "rektor", "Rektor", "skolen", ["executing"]))
    done(posts.add_post(begun, "trener", "Trener", "idrettslaget", ["coordinating", "executing"]))
    done(posts.add_post(begun, "leder", "Leder", "idrettslaget", ["executing"]))
    done(hold(begun, "2026-03-12", "all"))
    done(register(begun, "Sak", meeting="M1/26", consent="all"))
    done(assign(begun, "1/26", "politikontakt", "2026-09-01"))
    done(add_measure(begun, "1/26.1", "Tiltak", "rektor", "2026-08-01"))
    done(actions.perform(begun, ["1/26.1"], "plan", through=True))


@pytest.fixture
def made(prepared: Prepared) -> Context:
    return prepared(_made)


def as_(context: Context, post: str) -> Context:
    return replace(context, actor=post)


def based(context: Context) -> Context:
    return replace(context, basis="E-post 3.5.")


def state(context: Context, ref: str) -> str:
    return str(show(context, ref).state)


def test_the_secretary_records_anyones_act(made: Context) -> None:
    go(made, "1/26.1.1", "accept")
    last = audit.show(made)[-1]
    assert (last["acted_by"], last["recorded_by"]) == ("rektor", "slt-koordinator")


def test_others_perform_their_own_actions_only(made: Context) -> None:
    assert go(as_(made, "rektor"), "1/26.1.1", "accept").state == "accepted"
    before = made.store.path.read_bytes()
    for actor in ("politikontakt", "ordforer", "trener"):
        with pytest.raises(NotYourAction) as refusal:
            actions.perform(as_(made, actor), ["1/26.1.1"], "start")
        assert (refusal.value.exit_code, refusal.value.facts["possible"]) == (5, ("rektor",))
    with pytest.raises(NotYourAction):
        actions.perform(replace(as_(made, "politikontakt"), acted_by="rektor"), ["1/26.1.1"], "start")
    with pytest.raises(NotYourAction):
        actions.perform(replace(made, acted_by="ordforer"), ["1/26.1.1"], "start")
    assert made.store.path.read_bytes() == before


def test_whose_act_it_is_can_be_named(made: Context) -> None:
    go(made, "1/26.1.1", "accept")
    go(made, "1/26.1.1", "start")
    go(made, "1/26.1.1", "finish", result="Ferdig")
    go(replace(made, acted_by="ordforer"), "1/26.1.1", "verify")
    (last,) = [entry for entry in audit.show(made) if entry["action"] == "verify"]
    assert (last["acted_by"], last["recorded_by"]) == ("ordforer", "slt-koordinator")
    with pytest.raises(RequestError, match="unknown_post"):
        actions.perform(as_(made, "ordførar"), ["1/26"], "remark", {"text": "Hei"})


def test_a_basis_is_kept_with_the_act(made: Context) -> None:
    go(based(made), "1/26.1.1", "accept")
    assert [line.basis for line in history(made, "1/26.1.1")] == ["", "E-post 3.5.", ""]


def test_the_owner_does_not_verify_his_own_work(made: Context) -> None:
    done(add_measure(made, "1/26.1", "Eget", "politikontakt", "2026-08-01"))
    done(actions.perform(made, ["1/26.1.2"], "start", through=True))
    go(made, "1/26.1.2", "finish", result="Ferdig")
    assert rules(actions.perform(as_(made, "politikontakt"), ["1/26.1.2"], "verify")) == {"is_verified_by_another"}
    done(hold(made, "2026-06-15", "all"))
    assert go(as_(made, "politikontakt"), "1/26.1.2", "verify", meeting="M2/26").state == "verified"


def test_an_assignment_has_an_eligible_owner(made: Context) -> None:
    outcome = assign(made, "1/26", "rektor", "2026-09-01")
    assert rules(outcome) == {"owner_is_eligible"}
    assert refused(outcome).findings[0].ref == "§ 3"
    done(posts.designate(made, "rektor", by="1/26"))
    assert done(assign(made, "1/26", "rektor", "2026-09-01")).ref == "1/26.2"


def test_designation_needs_an_adopted_decision(made: Context) -> None:
    done(register(made, "Ny sak"))
    refused_for = {"2/26": "decision_not_adopted", "9/26": "unknown_ref", "1/26.1": "not_a_decision", "x": "bad_ref"}
    for by, code in refused_for.items():
        with pytest.raises(RequestError, match=code):
            posts.designate(made, "rektor", by=by)


def test_deadlines_stay_within_those_above(made: Context) -> None:
    assert rules(assign(made, "1/26", "politikontakt", "2026-03-11")) == {"deadline_is_after_the_meeting"}
    assert rules(add_measure(made, "1/26.1", "Sent", "rektor", "2026-09-02")) == {"deadline_is_within_parent"}
    sooner = {"due": "2026-07-31", "reason": "Haster"}
    assert rules(actions.perform(made, ["1/26.1"], "reschedule", sooner)) == {"children_end_in_time"}
    later = {"due": "2026-09-02", "reason": "Forsinket"}
    assert rules(actions.perform(made, ["1/26.1.1"], "reschedule", later)) == {"deadline_is_within_parent"}
    go(made, "1/26.1", "reschedule", due="2026-10-01", reason="Forsinket")
    go(made, "1/26.1.1", "reschedule", due="2026-09-02", reason="Forsinket")
    assert show_case(made, "1/26.1.1").reschedules == 1
    told = done(add_measure(made, "1/26.1", "Skulle vært gjort", "rektor", "2026-05-04"))
    assert [n.code for n in told.notices] == ["deadline_passed"]


def test_work_waits_for_the_plan(made: Context) -> None:
    go(made, "1/26.1", "replan")
    go(made, "1/26.1.1", "accept")
    assert rules(actions.perform(made, ["1/26.1.1"], "start")) == {"parent_is_planned"}
    done(assign(made, "1/26", "politikontakt", "2026-10-01"))
    go(made, "1/26.2", "accept")
    assert rules(actions.perform(made, ["1/26.2"], "plan")) == {"has_a_child"}


def test_a_handover_within_the_parties_is_done_at_once(made: Context) -> None:
    go(made, "1/26.1.1", "accept")
    assert done(hand_over(made, "1/26.1.1", "politikontakt", "Bytter")).state == "accepted"
    owners = show_case(made, "1/26.1.1").owners
    assert [(row.post, row.until is None) for row in owners or ()] == [("rektor", False), ("politikontakt", True)]


def test_an_outside_organisation_is_offered_work_and_accepts_it_itself(made: Context) -> None:
    done(actions.perform(made, ["1/26.1.1"], "start", through=True))
    assert rules(actions.perform(made, ["1/26.1.1"], "hand_over", {"owner": "trener", "reason": "x"})) == {
        "owner_is_bound"
    }
    assert done(hand_over(made, "1/26.1.1", "trener", "Kjenner barna")).state == "delegated"
    assert rules(actions.perform(made, ["1/26.1.1"], "start")) == {"action_is_here"}
    assert rules(actions.perform(made, ["1/26.1.1"], "accept")) == {"act_has_a_basis"}
    bare, with_basis = (actions.why(context, "1/26.1.1", "accept").actions[0] for context in (made, based(made)))
    assert [f.rule for f in bare.findings if f.blocks] == ["act_has_a_basis"]
    assert (bare.open, with_basis.open) == (False, True)
    go(based(made), "1/26.1.1", "accept")
    assert rules(actions.perform(made, ["1/26.1.1"], "start")) == {"act_has_a_basis"}
    assert go(as_(made, "trener"), "1/26.1.1", "start").state == "underway"
    within = done(hand_over(made, "1/26.1.1", "leder", "Samme lag"))
    assert within.state == "underway", "the organisation has accepted"
    done(hand_over(made, "1/26.1.1", "rektor", "Tilbake"))
    assert done(hand_over(made, "1/26.1.1", "leder", "Likevel")).state == "delegated", "asked anew"


def test_an_outside_organisation_may_decline(made: Context) -> None:
    done(hand_over(made, "1/26.1.1", "trener", "Kjenner barna"))
    assert go(as_(made, "trener"), "1/26.1.1", "decline", reason="Har ikke tid").state == "declined"
    assert go(as_(made, "politikontakt"), "1/26.1.1", "delegate", owner="rektor", due="2026-08-01").state == "delegated"


def test_everything_of_a_post_is_handed_over_or_nothing(made: Context) -> None:
    done(add_measure(made, "1/26.1", "Til", "rektor", "2026-08-03"))
    with pytest.raises(RequestError, match="owns_nothing_open"):
        hand_over_all(made, "leder", "rektor", "Slutter")
    outcome = hand_over_all(made, "politikontakt", "rektor", "Slutter")
    assert rules(outcome) == {"owner_is_eligible"}
    told = done(hand_over_all(made, "rektor", "radikaliseringskontakt", "Slutter"))
    assert told.refs == ("1/26.1.1", "1/26.1.2")


def test_a_vacant_post_may_be_given_work_but_not_accept_it(made: Context) -> None:
    told = done(posts.vacate(made, "rektor"))
    assert [(n.code, n.facts["refs"]) for n in told.notices] == [("vacant_with_open_work", ("1/26.1.1",))]
    assert rules(actions.perform(made, ["1/26.1.1"], "accept")) == {"post_is_held"}
    told = done(add_measure(made, "1/26.1", "Til", "rektor", "2026-08-03"))
    assert [n.code for n in told.notices] == ["owner_vacant"]
    done(posts.appoint(made, "rektor", "Kari Nordmann"))
    assert go(made, "1/26.1.1", "accept").state == "accepted"
    with pytest.raises(RequestError, match="already_vacant"):
        [posts.vacate(made, "rektor"), posts.vacate(replace(made, basis="x"), "rektor")]


def test_a_parent_closes_after_its_children(made: Context) -> None:
    done(actions.perform(made, ["1/26.1.1"], "start", through=True))
    assert "every_child_is_settled" in rules(actions.perform(made, ["1/26.1"], "report", {"result": "Ferdig"}))
    go(made, "1/26.1.1", "finish", result="Ferdig")
    go(made, "1/26.1.1", "verify")
    go(made, "1/26.1", "report", result="Ferdig")
    assert state(made, "1/26") == "in_follow_up"
    go(made, "1/26.1", "approve")
    assert state(made, "1/26") == "carried_out"
    for action, ref in (("note_progress", "1/26.1.1"), ("rename", "1/26.1.1"), ("cancel", "1/26.1")):
        answers = (
            {"percent": "3"} if action == "note_progress" else {"title": "x"} if action == "rename" else {"reason": "x"}
        )
        assert rules(actions.perform(made, [ref], action, answers)) == {"action_is_here"}


def test_cancelling_performs_down_and_the_decision_falls_back(made: Context) -> None:
    go(made, "1/26.1", "cancel", reason="Ikke lenger aktuelt")
    assert (state(made, "1/26.1.1"), state(made, "1/26.1"), state(made, "1/26")) == (
        "cancelled",
        "cancelled",
        "adopted",
    )


def test_a_decision_is_rescinded_by_another(made: Context) -> None:
    done(register(made, "Opphev 1/26", meeting="M1/26"))
    for other in ("1/26", "2/26"):
        broken = rules(actions.perform(made, ["1/26"], "rescind", {"decision": other}))
        assert {"another_decision_says_so", "ending_decision_is_adopted_later"} <= broken
    done(adopt(made, "2/26", "all"))
    go(made, "1/26", "rescind", decision="2/26")
    assert (state(made, "1/26"), state(made, "1/26.1"), state(made, "1/26.1.1")) == (
        "rescinded",
        "cancelled",
        "cancelled",
    )


def test_areas_come_and_go_by_decision(made: Context) -> None:
    with pytest.raises(RequestError, match="unknown_area") as unknown:
        register(made, "Sak", area="trafikksikerhet")
    assert unknown.value.facts["near"] == "trafikksikkerhet"
    done(areas.add_area(made, "Nattevakt", "Nattevakt", "1/26", goals=["Trygt", "Rolig"], contacts=["politikontakt"]))
    done(register(made, "Sak", area="NATTEVAKT"))
    told = done(areas.end_area(made, "trafikksikkerhet", "1/26"))
    assert told.entries
    noticed = done(register(made, "Ny sak", area="trafikksikkerhet"))
    assert [n.code for n in noticed.notices] == ["area_ended"], "a fact, told and not refused"
    with pytest.raises(RequestError, match="area_ended_already"):
        areas.end_area(replace(made, basis="x"), "trafikksikkerhet", "1/26")
    (area,) = (row for row in list_areas(made) if row.id == "nattevakt")
    assert (area.goals, area.contacts, area.decisions) == (("Trygt", "Rolig"), ("politikontakt",), 1)
    with pytest.raises(RequestError, match="id_taken"):
        areas.add_area(made, "barn-og-unge", "Igjen", "1/26")
