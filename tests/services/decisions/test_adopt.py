"""Deciding: who takes part, whose consent counts, and to which text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from slt_flow.errors import NotYourAction, RequestError
from slt_flow.results.answers import Outcome
from slt_flow.services.decisions.adopt import CONCLUDING, adopt
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.lists import list_decisions
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.meetings.lists import show_meeting
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import organisations, posts
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext
from tests.records.year import decided, done, go, refused, rules

SEATS = ("ordforer", "administrasjonssjef", "slt-koordinator", "politistasjonssjef", "politikontakt")


@pytest.fixture
def made(context: MakeContext) -> Context:
    return context()


def held(context: Context, present: str = "all", *mandate: str) -> Context:
    """One meeting held on 12 March with one decision tabled."""
    done(hold(context, "2026-03-12", present, mandate=mandate))
    done(register(context, "Sak", text="Forslag", meeting="M1/26"))
    return context


def stance(context: Context, post: str, said: str = "consent", **more: str) -> Outcome:
    return actions.perform(context, ["1/26"], "take_stance", {"post": post, "stance": said, **more})


def adopted(context: Context) -> Outcome:
    return actions.perform(context, ["1/26"], "adopt")


def test_consent_comes_after_the_meeting(made: Context) -> None:
    done(plan(made, "2026-09-01"))
    done(register(made, "Sak", meeting="M1/26"))
    assert "meeting_is_held" in rules(stance(made, "ordforer"))
    assert "meeting_is_held" in rules(adopted(made))
    assert refused(register(made, "En annen sak", meeting="M1/26", consent="all"))
    assert [row.ref for row in list_decisions(made)] == ["1/26"], "nothing of it was kept"


def test_adopting_tells_how_many_parties_consent(made: Context) -> None:
    told = done(adopt(held(made), "1/26", "all"))
    assert [(n.code, n.facts["consenting"], n.facts["parties"]) for n in told.notices] == [("consensus", 2, 2)]


def test_an_objection_stands_in_the_way(made: Context) -> None:
    held(made)
    assert rules(stance(made, "ordforer", "object")) == {"objection_has_a_reason"}
    done(stance(made, "ordforer", "object", reason="For dyrt"))
    for post in SEATS[1:]:
        done(stance(made, post))
    assert {"nobody_objects", "consensus_is_reached"} <= rules(adopted(made))
    assert done(actions.perform(made, ["1/26"], "conclude_without_consensus")).state == "not_agreed"


def test_the_latest_stance_counts(made: Context) -> None:
    held(made)
    done(stance(made, "ordforer", "object", reason="For dyrt"))
    for post in SEATS:
        done(stance(replace(made, basis="Sagt i møtet"), post))
    assert done(adopted(made)).state == "adopted"


def test_a_missing_party_leaves_only_amend_postpone_and_withdraw(made: Context) -> None:
    told = done(hold(made, "2026-03-12", "ordforer,administrasjonssjef,politikontakt"))
    assert [(n.code, n.facts["party"]) for n in told.notices] == [("party_missing", "politi")]
    done(register(made, "Sak", meeting="M1/26"))
    for post in ("ordforer", "administrasjonssjef", "politikontakt"):
        done(stance(made, post))
    for action in CONCLUDING:
        assert "every_party_is_represented" in rules(actions.perform(made, ["1/26"], action))
    go(made, "1/26", "amend", text="Nytt")
    assert go(made, "1/26", "postpone", reason="Politiet mangler").state == "registered"


def test_standing_aside_is_not_consent(made: Context) -> None:
    held(made)
    for post in SEATS:
        done(stance(made, post, "stand_aside" if post == "politistasjonssjef" else "consent"))
    assert "every_party_consents" in rules(adopted(made))
    done(stance(made, "politistasjonssjef"))
    assert done(adopted(made)).state == "adopted"


def test_silence_is_not_consent(made: Context) -> None:
    held(made)
    for post in SEATS[:-1]:
        done(stance(made, post))
    assert "everyone_present_has_taken_a_stance" in rules(adopted(made))
    go(made, "1/26", "excuse", post="politikontakt", reason="Måtte gå")
    assert rules(stance(made, "politikontakt")) == {"post_takes_part"}
    assert done(adopted(made)).state == "adopted"


def test_an_amendment_voids_what_was_said(made: Context) -> None:
    held(made)
    for post in SEATS:
        done(stance(made, post))
    go(made, "1/26", "amend", text="Et annet forslag")
    assert {"everyone_present_has_taken_a_stance", "stances_are_on_this_text"} <= rules(adopted(made))
    assert decided(made, "1/26").text_version == 2
    for post in SEATS:
        done(stance(made, post))
    assert done(adopted(made)).state == "adopted"


def test_a_new_round_begins_without_stances(made: Context) -> None:
    held(made)
    for post in SEATS:
        done(stance(made, post))
    go(made, "1/26", "postpone", reason="Mangler tall")
    go(made, "1/26", "table", meeting="M1/26")
    assert "everyone_present_has_taken_a_stance" in rules(adopted(made))


def test_a_deputy_binds_only_with_a_mandate(made: Context) -> None:
    held(made, "ordforer,politistasjonssjef=Vara Varasen (politi)")
    done(stance(made, "ordforer"))
    done(stance(made, "politistasjonssjef"))
    assert "every_party_is_represented" in rules(adopted(made))
    mandate = "politistasjonssjef@2026-03-01=Fullmakt"
    go(made, "M1/26", "attend", post="politistasjonssjef", deputy="Vara Varasen (politi)", mandate=mandate)
    assert done(adopted(made)).state == "adopted"


def test_a_deputy_with_a_mandate_binds(made: Context) -> None:
    held(made, "ordforer,politistasjonssjef=politikontakt", "politistasjonssjef=Fullmakt 1. mars")
    assert done(adopt(made, "1/26", "all")).state == "adopted"


def test_one_person_in_posts_of_two_parties_counts_for_one(made: Context) -> None:
    done(posts.appoint(made, "ordforer", "Kari Nordmann"))
    done(posts.appoint(made, "politistasjonssjef", "  KARI  nordmann"))
    held(made, "ordforer,politistasjonssjef")
    done(stance(made, "ordforer"))
    done(stance(made, "politistasjonssjef"))
    assert "nobody_consents_for_two_parties" in rules(adopted(made))
    go(made, "M1/26", "attend", post="administrasjonssjef")
    done(stance(made, "administrasjonssjef"))
    assert done(adopted(made)).state == "adopted", "the municipality has a person of its own now"


def test_one_deputy_for_two_parties_counts_for_one(made: Context) -> None:
    present = "ordforer=Vara (kommune),politistasjonssjef=vara (politi)"
    held(made, present, "ordforer=Fullmakt", "politistasjonssjef=Fullmakt")
    assert "nobody_consents_for_two_parties" in rules(adopt(made, "1/26", "all"))


def test_whoever_left_takes_no_part_in_what_is_concluded_later(made: Context) -> None:
    held(made)
    done(stance(made, "politistasjonssjef"))
    go(made, "M1/26", "leave", post="politistasjonssjef", reason="Utrykning")
    assert rules(stance(made, "politistasjonssjef", "stand_aside")) == {"post_takes_part"}
    assert "every_party_is_represented" in rules(adopt(made, "1/26", "all"))


def test_guests_take_no_stance(made: Context) -> None:
    done(hold(made, "2026-03-12", "all", guests=["Ungdomsrådet", "Helsesykepleier"]))
    done(register(made, "Sak", meeting="M1/26"))
    with pytest.raises(RequestError, match="unknown_post"):
        stance(made, "Ungdomsrådet")
    with pytest.raises(NotYourAction):
        stance(replace(made, actor="radikaliseringskontakt"), "ordforer")
    assert "post_takes_part" in rules(stance(made, "radikaliseringskontakt"))
    guests = [row for row in show_meeting(made, "M1/26").attendance if row.presence == "guest"]
    assert [row.title for row in guests] == ["Ungdomsrådet", "Helsesykepleier"]


def test_a_vacant_seat_is_not_there(made: Context) -> None:
    done(posts.vacate(replace(made, on=date(2026, 2, 1)), "administrasjonssjef"))
    with pytest.raises(RequestError, match="vacant_post_present"):
        hold(made, "2026-03-12", "ordforer,administrasjonssjef")
    done(hold(made, "2026-03-12", "all"))
    there = {row.post for row in show_meeting(made, "M1/26").attendance}
    assert "administrasjonssjef" not in there
    assert rules(actions.perform(made, ["M1/26"], "attend", {"post": "administrasjonssjef"})) == {"post_is_held"}


def test_ratification_comes_before_effect(made: Context) -> None:
    done(hold(made, "2026-03-12", "all"))
    told = done(
        register(made, "Vedtekt", meeting="M1/26", consent="all", needs_ratification=["Kommunestyret", "KOMMUNESTYRET"])
    )
    assert told.state == "conditional"
    wrong = {"body": "Politimesteren", "case": "1", "date": "2026-04-01"}
    assert rules(actions.perform(made, ["1/26"], "ratify", wrong)) == {"body_is_asked"}
    assert rules(actions.perform(made, ["1/26"], "assign", {"owner": "politikontakt", "due": "2026-09-01"})) == {
        "action_is_here"
    }
    assert go(made, "1/26", "ratify", body=" kommunestyret ", case="K 1/26", date="2026-04-01").state == "adopted"


def test_every_body_must_ratify(made: Context) -> None:
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Vedtekt", meeting="M1/26", consent="all", needs_ratification=["A", "B"]))
    assert go(made, "1/26", "ratify", body="A", case="1", date="2026-04-01").state == "conditional"
    assert rules(actions.perform(made, ["1/26"], "ratify", {"body": "A", "case": "1", "date": "2026-04-02"})) == {
        "body_is_asked"
    }
    refusal = go(made, "1/26", "refuse_ratification", body="B", case="2", date="2026-04-01", reason="Nei")
    assert refusal.state == "not_ratified"
    go(made, "1/26", "table", meeting="M1/26")
    assert done(adopt(made, "1/26", "all")).state == "conditional", "both must say yes to the new round"


def test_what_is_for_information_is_noted(made: Context) -> None:
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Orientering", meeting="M1/26", for_information=True))
    for action in CONCLUDING:
        assert "is_for_information" in rules(actions.perform(made, ["1/26"], action))
    assert go(made, "1/26", "take_note").state == "noted"


@pytest.mark.parametrize("kind", ["information", "coordination"])
def test_only_council_meetings_decide(made: Context, kind: str) -> None:
    done(hold(made, "2026-03-12", "all", kind=kind))
    assert rules(register(made, "Sak", meeting="M1/26")) == {"meeting_may_decide"}


def test_a_cancelled_meeting_postpones_its_items(made: Context) -> None:
    done(plan(made, "2026-09-01"))
    done(register(made, "Sak", meeting="M1/26"))
    go(made, "M1/26", "cancel", reason="Sykdom")
    assert show_case(made, "1/26").state == "registered"
    assert rules(actions.perform(made, ["1/26"], "table", {"meeting": "M1/26"})) == {"meeting_may_decide"}


def test_consent_is_asked_at_a_meeting_and_of_those_who_decide(made: Context) -> None:
    with pytest.raises(RequestError, match="consent_without_meeting"):
        register(made, "Sak", consent="all")
    with pytest.raises(RequestError, match="consent_to_information"):
        register(made, "Sak", meeting="M1/26", consent="all", for_information=True)
    held(made)
    assert "post_takes_part" in rules(adopt(made, "1/26", "radikaliseringskontakt"))
    assert refused(adopt(made, "1/26", "ordforer,politistasjonssjef"))
    assert show_case(made, "1/26").challenges == ()


def test_a_late_agenda_is_told_and_not_refused(made: Context) -> None:
    told = done(hold(made, "2026-03-12", "all", sent="2026-03-10"))
    assert [(n.code, n.facts["days"], n.facts["section"]) for n in told.notices] == [("agenda_late", 2, "§ 2")]
    assert not done(hold(made, "2026-04-12", "all", sent="2026-04-05")).notices
    assert not done(hold(made, "2026-05-12", "all", kind="extraordinary", sent="2026-05-12")).notices


class TestLevanger:
    """The police's only seat binds, the owner rule names posts only, and the council may be extended by seats."""

    @pytest.fixture
    def levanger(self, context: MakeContext) -> Context:
        made = context("levanger")
        done(hold(made, "2026-03-12", "all"))
        done(register(made, "Sak", meeting="M1/26"))
        return made

    def test_the_police_contact_binds(self, levanger: Context) -> None:
        go(levanger, "M1/26", "leave", post="politikontakt", reason="Utrykning")
        assert "every_party_is_represented" in rules(adopt(levanger, "1/26", "all"))
        go(levanger, "M1/26", "attend", post="politikontakt")
        assert done(adopt(levanger, "1/26", "all")).state == "adopted"

    def test_owners_are_named_not_levelled(self, levanger: Context) -> None:
        done(adopt(levanger, "1/26", "all"))
        assert rules(assign(levanger, "1/26", "kommunalsjef-helse", "2026-09-01")) == {"owner_is_eligible"}
        done(posts.designate(levanger, "kommunalsjef-helse", by="1/26"))
        assert done(assign(levanger, "1/26", "kommunalsjef-helse", "2026-09-01")).ref == "1/26.1"
        assert done(assign(levanger, "1/26", "politikontakt", "2026-09-01")).ref == "1/26.2"

    def test_a_seat_is_given_by_a_decision(self, levanger: Context) -> None:
        done(organisations.add_organisation(levanger, "naeringsforeningen", "Næringsforeningen"))
        new = ("leder-naering", "Leder", "naeringsforeningen", ["strategic"])
        with pytest.raises(RequestError, match="seat_needs_decision"):
            posts.add_post(levanger, *new, seat=True)
        with pytest.raises(RequestError, match="decision_not_adopted"):
            posts.add_post(levanger, *new, seat=True, by="1/26")
        done(adopt(levanger, "1/26", "all"))
        done(posts.add_post(levanger, *new, seat=True, by="1/26"))
        done(hold(levanger, "2026-05-01", "all"))
        done(register(levanger, "Ny sak", meeting="M2/26"))
        told = actions.perform(
            levanger, ["2/26"], "take_stance", {"post": "leder-naering", "stance": "object", "reason": "Nei"}
        )
        assert rules(told) == {"act_has_a_basis"}, "a third party's act needs a basis"
        based = replace(levanger, basis="Sagt i møtet")
        objection = {"post": "leder-naering", "stance": "object", "reason": "Nei"}
        done(actions.perform(based, ["2/26"], "take_stance", objection))
        assert "nobody_objects" in rules(adopt_with(levanger, "2/26"))

    def test_silence_of_the_agreement_is_shown(self, levanger: Context) -> None:
        findings = {f.rule: f.ref for f in refused(actions.perform(levanger, ["1/26"], "adopt")).findings}
        assert findings["consensus_is_reached"] is None


def adopt_with(context: Context, ref: str) -> Outcome:
    for post in ("ordforer", "kommunedirektor", "politikontakt", "slt-koordinator"):
        done(actions.perform(context, [ref], "take_stance", {"post": post, "stance": "consent"}))
    return actions.perform(context, [ref], "adopt")


def test_kvaefjord_is_not_extended_by_seats(made: Context) -> None:
    done(adopt(held(made), "1/26", "all"))
    outcome = posts.add_post(made, "rektor", "Rektor", "kommune", ["strategic"], seat=True, by="1/26")
    assert rules(outcome) == {"council_may_be_extended"}
    assert refused(outcome).findings[0].ref == "§ 2"


@pytest.mark.parametrize("consent", ["all,all", "all"])
def test_everybody_may_be_named_again_but_nobody_beside(made: Context, consent: str) -> None:
    held_ = held(made)
    with pytest.raises(RequestError, match="all_stands_alone"):
        adopt(held_, "1/26", "all,ordforer")
    assert done(adopt(held_, "1/26", consent)).state == "adopted"
