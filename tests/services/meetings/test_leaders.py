"""Who led a meeting: whose act the conclusion of its items is, and what the minutes say of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from slt_flow.errors import RequestError
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.register import register
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.views.meetings.minutes import document
from slt_flow.views.text.words import Words
from slt_flow.views.writers.markdown import markdown
from tests.conftest import MakeContext
from tests.records.year import done, go, refused

DAY = "2026-03-12"


WHO_LED = ("who_led_is_recorded", "slt meeting attend M1/26 POST --led-by POST")


def led_by(made: Context, ref: str = "M1/26") -> tuple[str | None, ...]:
    return tuple(person.post for person in minutes(made, ref).led_by)


def concluded_by(made: Context) -> str | None:
    done(register(made, "Sak", meeting="M1/26", consent="all"))
    return next(line.acted_by for line in history(made, "1/26") if line.action == "adopt")


def test_who_led_in_the_mayors_absence_concludes_the_items(context: MakeContext) -> None:
    made = context()
    done(hold(made, DAY, "administrasjonssjef,politistasjonssjef", led_by="administrasjonssjef"))
    assert concluded_by(made) == "administrasjonssjef"
    assert led_by(made) == ("administrasjonssjef",)


def test_a_post_that_is_there_as_a_deputy_can_lead(context: MakeContext) -> None:
    made = context()
    done(hold(made, DAY, "ordforer=slt-koordinator,administrasjonssjef,politistasjonssjef", led_by="slt-koordinator"))
    assert concluded_by(made) == "slt-koordinator"


def test_the_agreed_leader_leads_where_nobody_else_is_recorded(context: MakeContext) -> None:
    made = context()
    assert "leader_not_recorded" not in {notice.code for notice in done(hold(made, DAY, "all")).notices}
    assert concluded_by(made) == "ordforer"


def test_an_absent_leader_is_warned_of_and_recorded_afterwards(context: MakeContext) -> None:
    made = context()
    told = done(hold(made, DAY, "administrasjonssjef,politistasjonssjef"))
    assert "leader_not_recorded" in {notice.code for notice in told.notices}
    assert led_by(made) == ()
    refusal = refused(register(made, "Sak", meeting="M1/26", consent="all"))
    assert [(f.rule, f.remedy) for f in refusal.findings] == [WHO_LED]
    go(made, "M1/26", "attend", post="politistasjonssjef", led_by="politistasjonssjef")
    assert concluded_by(made) == "politistasjonssjef"


@pytest.mark.parametrize("leader", ["ordforer", "politikontakt"])
def test_who_was_not_there_led_nothing(context: MakeContext, leader: str) -> None:
    with pytest.raises(RequestError, match="leader_not_there"):
        hold(context(), DAY, "administrasjonssjef,politistasjonssjef", led_by=leader)


OF_THE_LEADER = {
    "adopt": ({}, False),
    "take_note": ({}, True),
    "conclude_without_consensus": ({}, False),
    "postpone": ({"reason": "Pause"}, False),
    "withdraw": ({"reason": "Trekkes"}, False),
}
"""Acts of the leader with their answers, and whether the item is for information."""


@pytest.mark.parametrize("action", OF_THE_LEADER)
def test_nothing_is_the_act_of_a_mayor_who_was_not_there(context: MakeContext, action: str) -> None:
    made, (answers, information) = context(), OF_THE_LEADER[action]
    done(hold(made, DAY, "administrasjonssjef,politistasjonssjef"))
    done(register(made, "Sak", meeting="M1/26", for_information=information))
    for recorder in (replace(made, acted_by="ordforer"), replace(made, actor="ordforer")):
        outcome = refused(actions.perform(recorder, ["1/26"], action, answers))
        assert WHO_LED in [(f.rule, f.remedy) for f in outcome.findings]
    if action in ("postpone", "withdraw"):
        go(made, "1/26", action, **answers)
        assert history(made, "1/26")[-1].acted_by == "slt-koordinator"


def test_what_is_to_be_done_shows_that_nobody_led(context: MakeContext) -> None:
    made = context()
    done(hold(made, DAY, "administrasjonssjef,politistasjonssjef"))
    done(register(made, "Sak", meeting="M1/26", for_information=True))
    (case,) = actions.next_actions(made, "1/26")
    (note,) = (action for action in case.actions if action.action == "take_note")
    assert not note.open
    assert [f.rule for f in note.findings if f.blocks] == ["who_led_is_recorded"]


def test_a_deputy_by_name_leads_as_the_seat_and_is_named(context: MakeContext) -> None:
    made, there = context(), "ordforer=Nora Navnløs (kommune),administrasjonssjef,politistasjonssjef"
    done(hold(made, DAY, there, led_by="ordforer"))
    assert concluded_by(made) == "ordforer"
    assert history(made, "1/26")[-1].texts["deputy"] == "Nora Navnløs"
    assert minutes(made, "M1/26").led_by[0].deputy == "Nora Navnløs"


def test_who_leaves_leads_no_longer_and_minutes_name_all_who_led(context: MakeContext) -> None:
    made = context()
    done(hold(made, DAY, "all"))
    assert concluded_by(made) == "ordforer"
    go(made, "M1/26", "leave", post="ordforer", reason="Tog")
    done(register(made, "Sak to", meeting="M1/26"))
    assert WHO_LED in [(f.rule, f.remedy) for f in refused(adopt(made, "2/26", "all")).findings]
    go(made, "M1/26", "attend", post="politistasjonssjef", led_by="politistasjonssjef")
    done(adopt(made, "2/26", "all"))
    text = markdown(document(minutes(made, "M1/26"), Words("en")))
    assert led_by(made) == ("ordforer", "politistasjonssjef")
    assert "Concluded under: Ordfører" in text
    assert "Concluded under: Politistasjonssjef" in text
    go(made, "M1/26", "leave", post="politistasjonssjef", reason="Utrykning")
    done(register(made, "Sak tre", meeting="M1/26", for_information=True))
    assert WHO_LED in [(f.rule, f.remedy) for f in refused(actions.perform(made, ["3/26"], "take_note")).findings]


def test_a_deputy_who_is_written_down_as_leader_keeps_its_mandate(context: MakeContext) -> None:
    made, deputy = context(), "politikontakt"
    done(hold(made, DAY, f"administrasjonssjef,politistasjonssjef={deputy}", mandate="politistasjonssjef=Brev"))
    go(made, "M1/26", "attend", post="politistasjonssjef", deputy=deputy, led_by=deputy)
    assert concluded_by(made) == deputy


def test_minutes_are_approved_by_who_led_the_meeting_that_approved_them(context: MakeContext) -> None:
    made = context()
    done(hold(made, DAY, "all"))
    go(made, "M1/26", "minute")
    done(hold(made, "2026-03-13", "administrasjonssjef,politistasjonssjef", led_by="administrasjonssjef"))
    go(made, "M1/26", "approve", meeting="M2/26")
    assert history(made, "M1/26")[-1].acted_by == "administrasjonssjef"
