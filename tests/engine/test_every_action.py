"""Every action of every shipped machine, from every state that has it, performed by the engine with the real rules."""

from __future__ import annotations

import gc
from datetime import timedelta
from typing import Any, Final

import pytest

from slt_flow.engine.actors import possible_posts
from slt_flow.engine.decide import Accepted, Gate, Refused, hands_down
from slt_flow.engine.fold import apply
from slt_flow.errors import NotYourAction, RequestError
from slt_flow.model import Item, Meeting
from slt_flow.model.facts import Facts
from slt_flow.rules import REGISTER
from tests.engine.scenes import (
    ACTIONS,
    ANSWERS,
    ASKED,
    AUTO,
    OUTSIDER,
    PREPARE,
    SECRETARY,
    TRIGGERS,
    Place,
    Scene,
    decision,
    passed,
    perform_through,
    saying,
    scene,
    standing,
    told,
    trigger,
)
from tests.worlds import MEETING_DAY, SHIPPED, machines

pytestmark = pytest.mark.endurance
"""Every action by every state, with every post: the whole product is tried in the long run."""


@pytest.mark.parametrize("place", list(ACTIONS), ids=told)
def test_the_action_leads_where_its_definition_says(place: Place) -> None:
    machine, state, _ = place
    here, case, decided = perform_through(place)
    target = ACTIONS[place].to or state
    after = decided.snapshot.one(Item, *case)
    defined = machines()[machine].machine.states[target]
    assert here.world.snapshot.one(Item, *case).state == state
    assert (after.state, after.tags, after.ended, after.waits_on) == (
        target,
        defined.tags,
        defined.end,
        defined.waits_on,
    )
    assert place in passed(decided, case, here.world.snapshot)


def test_the_actions_performed_here_are_all_the_actions_there_are() -> None:
    performed: set[Place] = set()
    for place in ACTIONS:
        here, case, decided = perform_through(place)
        performed |= passed(decided, case, here.world.snapshot) & {place}
    assert performed == set(ACTIONS)
    assert set(TRIGGERS) == set(AUTO)
    assert {(machine, name) for machine, _, name in ASKED} >= set(PREPARE)


@pytest.mark.parametrize("place", list(ACTIONS), ids=told)
def test_the_entries_alone_lead_from_the_facts_before_to_the_facts_after(place: Place) -> None:
    here, _, decided = perform_through(place)
    replay = here.world.snapshot.copy()
    for entry in decided.entries:
        apply(replay, entry)
    assert dict(replay.tables()) == dict(decided.snapshot.tables())
    assert [e.seq for e in decided.entries] == [
        here.world.snapshot.head + n for n in range(1, len(decided.entries) + 1)
    ]


@pytest.mark.parametrize("place", list(ASKED), ids=told)
def test_performing_leaves_the_facts_it_was_asked_on_untouched(place: Place) -> None:
    here = scene(place)
    before = here.world.snapshot.copy()
    assert isinstance(here.perform(place[2]), Accepted)
    assert dict(here.world.snapshot.tables()) == dict(before.tables())
    assert here.world.snapshot.head == before.head


@pytest.mark.parametrize("place", list(ASKED), ids=told)
def test_every_answer_is_kept_in_some_entry(place: Place) -> None:
    """What is answered is data or text of an entry, whatever effect took it (I10)."""
    here = scene(place)
    decided = here.perform(place[2])
    assert isinstance(decided, Accepted)
    values = [v for e in decided.entries for v in (*e.data.values(), *e.texts.values())]
    kept = [str(one) for v in values for one in (v if isinstance(v, list | tuple) else [v])]
    for name, answer in here.answers.items():
        for one in _parts(name, answer):
            assert one.casefold() in [value.casefold() for value in kept] or _unchanged(here, name, answer)


def _parts(name: str, answer: Any) -> list[str]:
    """What of an answer is found again by itself: the posts present, each guest, a neighbour and its ref."""
    if name == "present":
        return [post for post, _ in answer]
    if name == "guests":
        return list(answer)
    return str(answer).split(":") if name == "neighbour" else [str(answer)]


def _unchanged(here: Scene, name: str, answer: Any) -> bool:
    """A deadline set to what it was is no change."""
    return name == "due" and here.world.snapshot.one(Item, *here.ref).due == answer


@pytest.mark.parametrize("place", list(ASKED), ids=told)
def test_the_act_is_that_of_the_first_post_the_action_names(place: Place) -> None:
    here = scene(place)
    facts = Facts(here.world.snapshot, here.ref, here.answers, hands_down=hands_down(ASKED[place]))
    possible = possible_posts(facts, ASKED[place])
    expected = SECRETARY if SECRETARY in possible else possible[0]
    decided = here.perform(place[2])
    assert isinstance(decided, Accepted)
    assert decided.entries[0].acted_by == expected


@pytest.mark.parametrize("place", list(ASKED), ids=told)
def test_the_secretary_records_the_act_of_every_post_the_action_names(place: Place) -> None:
    here = scene(place)
    facts = Facts(here.world.snapshot, here.ref, here.answers, hands_down=hands_down(ASKED[place]))
    for post in possible_posts(facts, ASKED[place]):
        decided = here.perform(place[2], acted_by=post)
        if isinstance(decided, Refused):
            assert {f.rule for f in decided.findings} <= {"approval_is_given_as_agreed", "is_verified_by_another"}
        else:
            assert decided.entries[0].acted_by == post


@pytest.mark.parametrize("place", list(ASKED), ids=told)
def test_a_post_the_action_does_not_name_may_not_perform_it(place: Place) -> None:
    here = scene(place)
    with pytest.raises(NotYourAction) as raised:
        here.perform(place[2], actor=OUTSIDER)
    assert raised.value.code == "not_your_action"
    assert raised.value.facts["actor"] == OUTSIDER
    assert OUTSIDER not in str(raised.value.facts["possible"])


@pytest.mark.parametrize("place", list(ASKED), ids=told)
def test_the_secretary_may_not_name_a_post_the_action_does_not(place: Place) -> None:
    with pytest.raises(NotYourAction):
        scene(place).perform(place[2], acted_by=OUTSIDER)


@pytest.mark.parametrize("place", list(ASKED), ids=told)
def test_nobody_but_the_secretary_records_anothers_act(place: Place) -> None:
    here = scene(place)
    facts = Facts(here.world.snapshot, here.ref, here.answers, hands_down=hands_down(ASKED[place]))
    for acting in possible_posts(facts, ASKED[place]):
        for actor in ("ordforer", "politistasjonssjef", OUTSIDER):
            if actor != acting:
                with pytest.raises(NotYourAction):
                    here.perform(place[2], actor=actor, acted_by=acting)


@pytest.mark.parametrize("place", [place for place, action in ASKED.items() if action.asks], ids=told)
def test_an_answer_left_out_is_asked_for(place: Place) -> None:
    here = scene(place)
    for name in ASKED[place].asks:
        for left in ({n: a for n, a in here.answers.items() if n != name}, {**here.answers, name: None}):
            with pytest.raises(RequestError) as raised:
                here.world.perform(here.ref, place[2], **left)
            assert (raised.value.code, raised.value.facts["missing"]) == ("answers_missing", (name,))


@pytest.mark.parametrize("place", list(ASKED), ids=told)
def test_an_answer_nobody_asked_for_is_refused(place: Place) -> None:
    name = next(answer for answer in ("percent", "body") if answer not in ASKED[place].asks)
    with pytest.raises(RequestError) as raised:
        scene(place).perform(place[2], **{name: ANSWERS.get(name, "Kommunestyret")})
    assert (raised.value.code, raised.value.facts["name"]) == ("answer_not_asked", name)


@pytest.mark.parametrize("place", list(ASKED), ids=told)
def test_nothing_is_dated_before_the_cases_last_entry(place: Place) -> None:
    here = scene(place)
    named = here.answers.get("meeting")
    last = max(MEETING_DAY, here.world.snapshot.one(Meeting, *named[:3]).day) if named else MEETING_DAY
    here.world.change(here.ref, last_on=last)
    assert isinstance(here.perform(place[2], on=last), Accepted)
    refused = here.perform(place[2], on=last - timedelta(days=1))
    assert isinstance(refused, Refused)
    assert {f.rule for f in refused.findings} - BEFORE_THE_MEETING == {Gate.NOTHING_IS_DATED_BACKWARDS}


BEFORE_THE_MEETING: Final = {
    "meeting_is_held",
    "meeting_attests",
    "named_meeting_comes_afterwards",
    "another_decision_says_so",
    "ending_decision_is_adopted_later",
}
"""Rules that look at the day recorded too."""


ELSEWHERE: Final = [
    (machine, state, name)
    for machine in SHIPPED
    for state in machines()[machine].machine.states
    for name, action in machines()[machine].machine.every_action.items()
    if not action.auto and (machine, state, name) not in ACTIONS
]


@pytest.mark.parametrize("place", ELSEWHERE, ids=told)
def test_an_action_of_another_state_is_not_here(place: Place) -> None:
    machine, state, name = place
    here = standing(machine, state)
    refused = here.world.perform(here.ref, name)
    assert isinstance(refused, Refused)
    assert [f.rule for f in refused.findings] == [Gate.ACTION_IS_HERE]
    assert refused.actions == tuple(n for m, s, n in ASKED if (m, s) == (machine, state))
    assert refused.findings[0].saw["ended"] is machines()[machine].machine.states[state].end


@pytest.mark.parametrize("place", list(AUTO), ids=told)
def test_nobody_performs_an_automatic_action_by_hand(place: Place) -> None:
    machine, state, name = place
    here = standing(machine, state)
    with pytest.raises(RequestError) as raised:
        here.world.perform(here.ref, name)
    assert raised.value.code == "unknown_action"


@pytest.mark.parametrize("verdict", [False, None], ids=["broken", "undecided"])
@pytest.mark.parametrize("place", [place for place, action in ASKED.items() if action.needs], ids=told)
def test_each_rule_an_action_needs_keeps_it_shut_by_itself(
    place: Place, verdict: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = scene(place)
    for name in ASKED[place].needs:
        with monkeypatch.context() as patch:
            patch.setitem(REGISTER, name, saying(name, verdict))
            refused = here.perform(place[2])
        assert isinstance(refused, Refused)
        assert name in {finding.rule for finding in refused.findings}


@pytest.mark.parametrize("verdict", [True, None], ids=["kept", "undecided"])
@pytest.mark.parametrize("place", [place for place, action in ASKED.items() if action.unless], ids=told)
def test_each_rule_an_action_forbids_keeps_it_shut_by_itself(
    place: Place, verdict: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = scene(place)
    for name in ASKED[place].unless:
        with monkeypatch.context() as patch:
            patch.setitem(REGISTER, name, saying(name, verdict))
            refused = here.perform(place[2])
        assert isinstance(refused, Refused)
        assert name in {finding.rule for finding in refused.findings}


@pytest.mark.parametrize("place", list(AUTO), ids=told)
def test_an_automatic_action_stays_shut_while_one_of_its_rules_is_undecided(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (*AUTO[place].needs, *AUTO[place].unless):
        opened = trigger(place)
        with monkeypatch.context() as patch:
            patch.setitem(REGISTER, name, saying(name, None))
            decided = opened.here.perform(opened.performed)
        if isinstance(decided, Accepted):
            assert decided.snapshot.one(Item, *opened.case).state == place[1]


def test_all_rules_of_an_action_are_asked_never_only_up_to_the_first() -> None:
    here = decision("tabled")
    here.world.change_decision(here.ref, information=True, bodies=("kommunestyret",), meeting=None)
    refused = here.perform("adopt")
    assert isinstance(refused, Refused)
    blocked = {finding.rule for finding in refused.findings}
    assert {"meeting_is_held", "consensus_is_reached", "within_delegated_authority", "is_for_information"} <= blocked


def test_no_action_leaves_rows_that_refer_to_themselves() -> None:
    """Rows of a request are let go with it: those of a large council would wait for the garbage collector."""
    scenes = [(place, scene(place)) for place in ASKED]
    for place, here in scenes:
        here.perform(place[2])
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        for place, here in scenes:
            here.perform(place[2])
            assert gc.collect() == 0, place
    finally:
        gc.enable()
        gc.unfreeze()
