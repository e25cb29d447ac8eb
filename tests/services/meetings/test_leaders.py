"""Who led a meeting: whose act the conclusion of its items is, and what the minutes say of it."""

from __future__ import annotations

import pytest

from slt_flow.errors import RequestError
from slt_flow.services.decisions.register import register
from slt_flow.services.history.timeline import history
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext
from tests.records.year import done, go

DAY = "2026-03-12"


def concluded_by(made: Context) -> str | None:
    done(register(made, "Sak", meeting="M1/26", consent="all"))
    return next(line.acted_by for line in history(made, "1/26") if line.action == "adopt")


def test_who_led_in_the_mayors_absence_concludes_the_items(context: MakeContext) -> None:
    made = context()
    done(hold(made, DAY, "administrasjonssjef,politistasjonssjef", led_by="administrasjonssjef"))
    assert concluded_by(made) == "administrasjonssjef"
    leader = minutes(made, "M1/26").led_by
    assert leader is not None
    assert leader.post == "administrasjonssjef"


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
    go(made, "M1/26", "attend", post="politistasjonssjef", led_by="politistasjonssjef")
    assert concluded_by(made) == "politistasjonssjef"


@pytest.mark.parametrize("leader", ["ordforer", "politikontakt"])
def test_who_was_not_there_led_nothing(context: MakeContext, leader: str) -> None:
    with pytest.raises(RequestError, match="leader_not_there"):
        hold(context(), DAY, "administrasjonssjef,politistasjonssjef", led_by=leader)
