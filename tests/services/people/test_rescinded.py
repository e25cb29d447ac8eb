"""What a decision gave the council counts until the day it is rescinded: seats, designations, areas begun and ended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from slt_flow.errors import RequestError
from slt_flow.model import Area, Post
from slt_flow.records import projection
from slt_flow.records.replay import rebuild
from slt_flow.services.decisions.register import register
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people import areas, lists, organisations, posts
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.terms import Ref
from tests.conftest import MakeContext, on
from tests.records.year import done
from tests.services.year.year_end import refused

GIVEN, RESCINDED, AFTER = "2026-03-12", "2026-04-16", "2026-04-17"


@pytest.fixture
def council(context: MakeContext) -> Context:
    """`1/26` and `2/26` designated the head teacher; `1/26` gave a seat, added one area and ended another."""
    here = context("levanger")
    done(hold(on(here, GIVEN), GIVEN, "all"))
    for title in ("Nye ansvarlige", "Rektor får ansvar"):
        done(register(on(here, GIVEN), title, meeting="M1/26", consent="all"))
    at = on(here, GIVEN)
    done(organisations.add_organisation(here, "skolen", "Skolen", "kommune"))
    done(posts.add_post(at, "rektor", "Rektor", "skolen", ["executing"]))
    done(posts.add_post(at, "ungdomsleder", "Leder av ungdomsrådet", "skolen", ["strategic"], seat=True, by="1/26"))
    done(posts.designate(at, "rektor", "1/26"))
    done(areas.add_area(at, "nett", "Trygg på nett", "1/26"))
    done(areas.end_area(at, "vold", "1/26"))
    return here


def rescind(context: Context) -> None:
    at = on(context, RESCINDED)
    done(hold(at, RESCINDED, "all"))
    done(register(at, "Opphever 1/26", text="Rådet opphever 1/26.", meeting="M2/26", consent="all"))
    done(actions.perform(at, ["1/26"], "rescind", {"decision": "3/26"}))


def given(context: Context, day: str) -> dict[str, bool]:
    """What of it counts on a day."""
    with reading(context) as reader:
        then = reader.on(date.fromisoformat(day))
        nett, vold = then.one(Area, "nett"), then.one(Area, "vold")
        return {
            "seat": then.one(Post, "ungdomsleder").seat,
            "designated": then.one(Post, "rektor").designated,
            "added": nett.until is None,
            "ended": vold.until is not None,
        }


ALL, NONE = (dict.fromkeys(("seat", "designated", "added", "ended"), given) for given in (True, False))


def test_what_a_rescinded_decision_gave_counts_until_that_day(council: Context) -> None:
    assert given(council, AFTER) == ALL
    rescind(council)
    assert given(council, "2026-04-15") == ALL
    assert given(council, RESCINDED) == given(council, AFTER) == NONE
    done(undo(on(council, AFTER), "Feil vedtak", "1/26"))
    assert given(council, AFTER) == ALL


def test_what_was_given_after_the_day_of_the_end_is_taken_back_too(context: MakeContext) -> None:
    """The end is recorded late: in between somebody went on by a decision that stood no more."""
    here = context("levanger")
    for day, title, text in ((GIVEN, "Nye ansvarlige", None), (RESCINDED, "Opphever 1/26", "Rådet opphever 1/26.")):
        meeting = done(hold(on(here, day), day, "all")).ref
        done(register(on(here, day), title, text=text, meeting=meeting, consent="all"))
    done(organisations.add_organisation(here, "skolen", "Skolen", "kommune"))
    done(posts.add_post(on(here, GIVEN), "rektor", "Rektor", "skolen", ["executing"]))
    late, later = on(here, AFTER), "2026-04-20"
    done(posts.add_post(late, "ungdomsleder", "Leder av ungdomsrådet", "skolen", ["strategic"], seat=True, by="1/26"))
    done(posts.designate(late, "rektor", "1/26"))
    done(areas.add_area(late, "nett", "Trygg på nett", "1/26"))
    done(areas.end_area(late, "vold", "1/26"))
    assert given(here, later) == ALL
    done(actions.perform(on(here, RESCINDED), ["1/26"], "rescind", {"decision": "2/26"}))
    assert given(here, later) == NONE


def test_nobody_is_given_work_by_a_designation_that_was_rescinded(council: Context) -> None:
    rescind(council)
    for day in (RESCINDED, AFTER):
        asked = actions.perform(on(council, day), ["2/26"], "assign", {"owner": "rektor", "due": "2026-12-01"})
        assert "owner_is_eligible" in refused(asked)
    done(posts.designate(on(council, AFTER), "rektor", "2/26"))
    done(actions.perform(on(council, AFTER), ["2/26"], "assign", {"owner": "rektor", "due": "2026-12-01"}))


def test_a_seat_and_an_area_begin_when_their_decision_was_adopted_whatever_came_of_it_since(council: Context) -> None:
    done(actions.perform(on(council, RESCINDED), ["1/26"], "remark", {"text": "Omtalt i avisen."}))
    done(posts.add_post(council, "elevleder", "Elevleder", "skolen", ["strategic"], seat=True, by="1/26"))
    done(areas.add_area(council, "tog", "Trygt på toget", "1/26"))
    with reading(council) as reader:
        rows = reader.on(date.fromisoformat(AFTER))
        begun = (rows.one(Post, "elevleder").since, rows.one(Area, "tog").since)
    assert begun == (date.fromisoformat(GIVEN), date.fromisoformat(GIVEN))


def test_another_decision_that_designated_it_too_still_does(council: Context) -> None:
    done(posts.designate(on(council, GIVEN), "rektor", "2/26"))
    rescind(council)
    assert given(council, AFTER) == NONE | {"designated": True}


def test_the_journal_replays_to_the_same(council: Context) -> None:
    rescind(council)
    with council.store.reading() as connection:
        before = projection.everything(connection, str(council.council))
    with council.store.writing() as connection:
        rebuild(connection, str(council.council))
        after = projection.everything(connection, str(council.council))
    assert dict(before.tables()) == dict(after.tables())
    assert before.item(Ref("", 2026, 1))


def test_a_decision_gives_nothing_before_the_day_it_was_adopted(council: Context) -> None:
    before = on(council, "2026-03-11")
    with pytest.raises(RequestError, match="decision_adopted_later"):
        posts.designate(before, "slt-koordinator", "2/26")
    with pytest.raises(RequestError, match="decision_adopted_later"):
        posts.add_post(before, "ny", "Ny", "skolen", ["strategic"], seat=True, by="2/26")
    with pytest.raises(RequestError, match="decision_adopted_later"):
        areas.add_area(before, "skole", "Skole", "2/26")
    with pytest.raises(RequestError, match="decision_adopted_later"):
        areas.end_area(before, "nett", "2/26")


def test_a_decision_that_stands_no_more_gives_nothing_new(council: Context) -> None:
    rescind(council)
    with pytest.raises(RequestError, match="decision_stands_no_more"):
        posts.designate(on(council, AFTER), "slt-koordinator", "1/26")
    with pytest.raises(RequestError, match="decision_not_adopted"):
        posts.designate(on(council, AFTER), "slt-koordinator", decided_today(council, "Forslag"))


def test_an_area_is_not_ended_by_a_decision_of_before_it_began_nor_on_such_a_day(council: Context) -> None:
    done(hold(on(council, RESCINDED), RESCINDED, "all"))
    later = decided_today(council, "Nytt område", meeting="M2/26", consent="all")
    done(areas.add_area(on(council, RESCINDED), "senere", "Senere", later))
    with pytest.raises(RequestError, match="area_begun_later"):
        areas.end_area(on(council, AFTER), "senere", "2/26")
    with pytest.raises(RequestError, match="area_begun_later"):
        areas.end_area(on(council, GIVEN), "senere", "2/26")
    done(areas.end_area(on(council, AFTER), "senere", later))


def decided_today(council: Context, title: str, **fields: Any) -> str:
    """The ref of a decision that is registered on the day of the second meeting."""
    return done(register(on(council, RESCINDED), title, **fields)).ref


def test_what_a_decision_gave_is_shown_beside_it(council: Context) -> None:
    """A decision may be about anything: its title is answered, its ref stands in every list."""
    answer = done(posts.designate(on(council, AFTER), "slt-koordinator", "2/26"))
    assert [(n.code, n.facts) for n in answer.notices] == [
        ("decided_by", {"ref": "2/26", "title": "Rektor får ansvar"})
    ]
    at = on(council, AFTER)
    posts_ = {row.id: row for row in lists.list_posts(at)}
    areas_ = {row.id: row for row in lists.list_areas(at)}
    assert posts_["ungdomsleder"].seat_by == "1/26"
    assert posts_["rektor"].designated_by == ("1/26",)
    assert (areas_["nett"].by, areas_["vold"].ended_by) == ("1/26", "1/26")
