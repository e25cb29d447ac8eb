"""Who acts for whom in an absence: the deputy does the act, the post that is away stays accountable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import pytest

from slt_flow.engine.actors import possible_posts
from slt_flow.engine.decide import Accepted, ActionRequest, Refused, decide
from slt_flow.errors import NotYourAction
from slt_flow.model import Item, OwnerSpell
from slt_flow.model.facts import Facts
from slt_flow.terms import Role, Stance
from tests.engine.scenes import ASKED, OUTSIDER, SECRETARY, Place, decision, measure, scene, told
from tests.worlds import DUE, LATE, MEETING_DAY, OPENED, TODAY, kvaefjord

DAY: Final = timedelta(days=1)
PERIOD: Final = (MEETING_DAY, DUE)
ROLES: Final = (Role.SECRETARY, Role.CHAIR)
IN_AND_OUT: Final = [(MEETING_DAY - DAY, False), (MEETING_DAY, True), (TODAY, True), (DUE, True), (DUE + DAY, False)]


@pytest.mark.parametrize(("day", "acts"), IN_AND_OUT)
@pytest.mark.parametrize("role", ROLES)
def test_a_deputy_has_the_role_on_each_day_of_the_absence_and_on_no_other(role: Role, day: date, acts: bool) -> None:
    world = kvaefjord()
    (post,) = world.snapshot.posts_with(role)
    world.absent(post, OUTSIDER, *PERIOD)
    assert world.snapshot.has_role(OUTSIDER, role, day) is acts
    assert world.snapshot.has_role(post, role, day)
    assert not world.snapshot.has_role("rektor", role, day)


def test_the_latest_absence_of_a_day_wins_whoever_it_names() -> None:
    world = kvaefjord()
    world.absent(SECRETARY, "rektor", *PERIOD)
    world.absent(SECRETARY, OUTSIDER, TODAY, TODAY)
    world.absent(SECRETARY, None, LATE, LATE)
    world.absent(SECRETARY, None, DUE, DUE)
    acting = {day: world.snapshot.deputy_on(SECRETARY, day) for day in (MEETING_DAY, TODAY, TODAY + DAY, DUE, LATE)}
    assert acting == {MEETING_DAY: "rektor", TODAY: OUTSIDER, TODAY + DAY: "rektor", DUE: None, LATE: None}
    assert not world.snapshot.has_role("rektor", Role.SECRETARY, DUE)


def test_who_acted_on_some_day_of_a_period_is_known_afterwards() -> None:
    world = kvaefjord()
    world.absent(SECRETARY, "rektor", *PERIOD)
    world.absent(SECRETARY, OUTSIDER, TODAY, TODAY)
    world.absent("ordforer", "politikontakt", *PERIOD)
    acted = world.snapshot.acting_for
    assert acted(SECRETARY, OPENED, LATE) == {"rektor", OUTSIDER}
    assert acted(SECRETARY, TODAY, TODAY) == {OUTSIDER}
    assert acted(SECRETARY, TODAY + DAY, LATE) == {"rektor"}
    assert acted(SECRETARY, DUE + DAY, LATE) == frozenset()
    assert acted(SECRETARY, OPENED, MEETING_DAY - DAY) == frozenset()


@pytest.mark.parametrize("place", list(ASKED), ids=told)
def test_a_deputy_comes_after_those_the_action_names_and_only_on_days_of_an_absence(place: Place) -> None:
    here = scene(place)
    action, facts = ASKED[place], Facts(here.world.snapshot, here.ref, here.answers)
    named = possible_posts(facts, action)
    for post in here.world.snapshot.posts_with(Role.SECRETARY) + tuple(p for p in named if p != SECRETARY):
        here.world.absent(post, OUTSIDER, *PERIOD)
    member = set(action.by) == {Role.MEMBER}
    assert possible_posts(facts, action, TODAY) == (named if member else (*named, OUTSIDER))
    assert possible_posts(facts, action, DUE + DAY) == named
    assert possible_posts(facts, action) == named


@pytest.mark.parametrize("place", [place for place, action in ASKED.items() if Role.MEMBER not in action.by], ids=told)
def test_a_deputy_performs_the_actions_of_the_absent_in_its_own_name(place: Place) -> None:
    here = scene(place)
    facts = Facts(here.world.snapshot, here.ref, here.answers)
    absent = possible_posts(facts, ASKED[place])[0]
    here.world.absent(absent, OUTSIDER, *PERIOD)
    led = facts.held_in if Role.CHAIR in ASKED[place].by else None
    if led is not None:
        here.world.attends(led.ref, OUTSIDER)
        here.world.snapshot.put(replace(led, led_by=OUTSIDER))
    owner = here.world.snapshot.one(Item, *here.ref).owner
    decided = here.perform(place[2], actor=OUTSIDER)
    assert isinstance(decided, Accepted), decided
    assert decided.entries[0].acted_by == OUTSIDER
    if "change_owner" not in ASKED[place].does:
        assert decided.snapshot.one(Item, *here.ref).owner == owner
    if led is None:  # who led a meeting did so whenever it is written down
        with pytest.raises(NotYourAction):
            here.perform(place[2], actor=OUTSIDER, on=DUE + DAY)


def test_the_absent_post_stays_accountable_and_may_still_act_itself() -> None:
    here = measure("underway")
    here.world.absent("rektor", OUTSIDER, *PERIOD)
    spells = here.world.snapshot.all(OwnerSpell)
    here.world.go(here.ref, "note_progress", actor=OUTSIDER, percent=40)
    here.world.go(here.ref, "finish", actor="rektor", result="Ferdig")
    assert here.world.snapshot.all(OwnerSpell) == spells
    assert here.world.snapshot.one(Item, *here.ref).owner == "rektor"


def test_a_deputy_is_not_a_member_with_a_stance() -> None:
    here = decision("tabled")
    here.world.absent("politikontakt", OUTSIDER, *PERIOD)
    answers = {"post": "politikontakt", "stance": Stance.CONSENT}
    with pytest.raises(NotYourAction) as raised:
        here.perform("take_stance", actor=OUTSIDER, **answers)
    assert raised.value.facts["possible"] == ("politikontakt",)
    with pytest.raises(NotYourAction):
        here.perform("take_stance", acted_by=OUTSIDER, **answers)
    refused = here.perform("take_stance", actor=OUTSIDER, **{**answers, "post": OUTSIDER})
    assert isinstance(refused, Refused)
    assert [(f.rule, f.saw["seatless"]) for f in refused.findings] == [("post_takes_part", True)]
    facts = Facts(here.world.snapshot, here.ref)
    assert OUTSIDER not in {post.id for post in facts.taking_part}
    assert not facts.binds(here.world.snapshot.one(type(facts.taking_part[0]), OUTSIDER))


# the secretary's deputy


def recorded(actor: str, acted_by: str, on: date, today: date | None = None) -> Accepted | Refused:
    """A measure finished by its owner, recorded by another while the secretary is away from the day of the meeting."""
    here = measure("underway")
    here.world.absent(SECRETARY, "ordforer", *PERIOD)
    told = ActionRequest(here.ref, "finish", {"result": "Ferdig"}, actor, on, acted_by, None, today)
    return decide(here.world.snapshot, here.world.machines, told)


def test_the_secretarys_deputy_records_the_acts_of_others() -> None:
    decided = recorded("ordforer", "rektor", TODAY)
    assert isinstance(decided, Accepted)
    assert decided.entries[0].acted_by == "rektor"


def test_the_secretarys_deputy_records_nothing_for_others_once_the_secretary_is_back() -> None:
    with pytest.raises(NotYourAction):
        recorded("ordforer", "rektor", DUE + DAY)


def test_what_happened_before_the_absence_may_be_recorded_in_it() -> None:
    """The meeting was the day before the coordinator fell ill: whoever stands in writes it down."""
    before = MEETING_DAY - DAY
    decided = recorded("ordforer", "rektor", before, today=TODAY)
    assert isinstance(decided, Accepted)
    assert decided.entries[0].on == before
    with pytest.raises(NotYourAction):
        recorded("ordforer", "rektor", before, today=before)


def test_what_happened_in_the_absence_may_be_recorded_by_the_deputy_after_it() -> None:
    assert isinstance(recorded("ordforer", "rektor", DUE, today=LATE), Accepted)


@pytest.mark.parametrize("actor", ["rektor", OUTSIDER, "politikontakt"])
def test_nobody_else_records_for_others_in_the_absence(actor: str) -> None:
    with pytest.raises(NotYourAction):
        recorded(actor, "ordforer", TODAY)


def test_an_owners_deputy_records_nothing_for_others() -> None:
    here = measure("underway")
    here.world.absent("rektor", OUTSIDER, *PERIOD)
    with pytest.raises(NotYourAction):
        here.perform("finish", actor=OUTSIDER, acted_by="rektor", result="Ferdig")


def test_who_finished_an_absent_owners_work_does_not_verify_it() -> None:
    here = measure("underway")
    here.world.absent("rektor", "politikontakt", *PERIOD)
    here.world.go(here.ref, "finish", actor="politikontakt", result="Ferdig")
    refused = here.world.perform(here.ref, "verify", actor="politikontakt")
    assert isinstance(refused, Refused)
    assert [f.rule for f in refused.findings] == ["is_verified_by_another"]
    seen = here.world.meeting(no=2, day=TODAY)
    assert isinstance(here.world.perform(here.ref, "verify", actor="politikontakt", meeting=seen), Accepted)
    assert isinstance(here.world.perform(here.ref, "verify"), Accepted)


def test_a_deputy_of_a_third_party_acts_on_a_basis_as_its_own_posts_do() -> None:
    here = measure("underway")
    here.world.absent("rektor", "idrettsleder", *PERIOD)
    refused = here.perform("finish", acted_by="idrettsleder", result="Ferdig")
    assert isinstance(refused, Refused)
    assert [f.rule for f in refused.findings] == ["act_has_a_basis"]
    assert isinstance(here.perform("finish", actor="idrettsleder", result="Ferdig"), Accepted)


@pytest.mark.parametrize("actor", ["rektor", SECRETARY])
def test_a_partys_deputy_speaks_for_a_third_party_only_on_a_basis(actor: str) -> None:
    """I3: whoever stands in for a club's leader, the club itself must have said so."""
    here = measure("delegated")
    here.world.change(here.ref, owner="idrettsleder")
    here.world.absent("idrettsleder", "rektor", *PERIOD)
    refused = here.perform("accept", actor=actor, acted_by="rektor")
    assert isinstance(refused, Refused)
    assert [f.rule for f in refused.findings] == ["act_has_a_basis"]
    decided = here.perform("accept", actor=actor, acted_by="rektor", basis="E-post fra klubben")
    assert isinstance(decided, Accepted)
    assert decided.snapshot.one(Item, *here.ref).accepted_by == ("idrettslag",)


def test_a_deputy_from_the_third_party_itself_speaks_for_it() -> None:
    here = measure("delegated")
    here.world.change(here.ref, owner="idrettsleder")
    here.world.post("kasserer", "idrettslag")
    here.world.absent("idrettsleder", "kasserer", *PERIOD)
    assert isinstance(here.perform("accept", actor="kasserer"), Accepted)
    assert isinstance(here.perform("accept", acted_by="kasserer"), Refused)
