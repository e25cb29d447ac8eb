"""Which later entries build on a request, and which minutes have frozen it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from slt_flow.engine.entries import OF_THE_JOURNAL, Entry, Kind
from slt_flow.engine.undo import builds_on, frozen_by, was_read
from slt_flow.model import Objection

DAY = date(2026, 3, 10)
STRUCTURAL = (
    Kind.REGISTERED,
    Kind.MOVED,
    Kind.TEXT_AMENDED,
    Kind.OWNER_CHANGED,
    Kind.OWNERSHIP_ACCEPTED,
    Kind.DEADLINE_CHANGED,
)


def entry(kind: Kind, subject: str, seq: int = 1, **data: Any) -> Entry:
    told: Mapping[str, Any] = data
    return Entry(kind=kind, subject=subject, on=DAY, seq=seq, data=told)


def builds(request: Entry, later: Entry) -> bool:
    return builds_on([request], [later]) == (later,)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_later_entry_on_the_same_case_builds_on_the_request(kind: Kind) -> None:
    assert builds(entry(Kind.REMARKED, "1/26"), entry(kind, "1/26", 2))


@pytest.mark.parametrize("kind", STRUCTURAL)
@pytest.mark.parametrize(
    ("changed", "later"), [("1/26", "1/26.1"), ("1/26", "1/26.1.2"), ("1/26.1", "1/26"), ("1/26.1.2", "1/26.1")]
)
def test_a_change_above_or_beneath_a_changed_case_builds_on_it(kind: Kind, changed: str, later: str) -> None:
    assert builds(entry(Kind.MOVED, changed), entry(kind, later, 2))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in STRUCTURAL and not kind.endswith("Added")])
def test_what_changes_nothing_on_another_level_does_not_build_on_it(kind: Kind) -> None:
    if kind is not Kind.POST_DESIGNATED:
        assert not builds(entry(Kind.MOVED, "1/26"), entry(kind, "1/26.1", 2))


@pytest.mark.parametrize("other", ["2/26", "2/26.1", "1/25", "M1/26"])
def test_a_change_of_an_unrelated_case_does_not_build_on_it(other: str) -> None:
    assert not builds(entry(Kind.MOVED, "1/26"), entry(Kind.MOVED, other, 2))


def test_a_sibling_does_not_build_on_its_sibling() -> None:
    assert not builds(entry(Kind.MOVED, "1/26.1"), entry(Kind.MOVED, "1/26.2", 2))


def test_a_remark_is_built_on_only_by_what_is_on_the_same_case() -> None:
    assert not builds(entry(Kind.REMARKED, "1/26"), entry(Kind.MOVED, "1/26.1", 2))


@pytest.mark.parametrize("kind", [Kind.MEETING_LINKED, Kind.STANCE_TAKEN, Kind.MOVED])
def test_an_item_of_a_meeting_builds_on_what_changed_the_meeting(kind: Kind) -> None:
    assert builds(entry(Kind.MOVED, "M1/26"), entry(kind, "1/26", 2, meeting="M1/26"))
    assert not builds(entry(Kind.MOVED, "M1/26"), entry(kind, "1/26", 2, meeting="M2/26"))


def test_an_item_concluded_by_those_who_were_there_builds_on_who_was_there() -> None:
    """I1: consent rests on the attendance of the one who gave it."""
    there = entry(Kind.ATTENDANCE_RECORDED, "M1/26", post="ordforer", presence="seat")
    assert builds(there, entry(Kind.MOVED, "1/26", 2, meeting="M1/26"))
    assert not builds(there, entry(Kind.MOVED, "1/26", 2, meeting="M2/26"))


def test_a_remark_on_a_meeting_is_not_built_on_by_its_items() -> None:
    assert not builds(entry(Kind.REMARKED, "M1/26"), entry(Kind.MOVED, "1/26", 2, meeting="M1/26"))


@pytest.mark.parametrize(
    ("made", "later"),
    [
        (entry(Kind.POST_ADDED, "post:rektor", id="rektor"), {"owner": "rektor"}),
        (entry(Kind.POST_ADDED, "post:rektor", id="rektor"), {"post": "rektor"}),
        (entry(Kind.POST_ADDED, "post:rektor", id="rektor"), {"deputy": "rektor"}),
        (entry(Kind.POST_DESIGNATED, "post:rektor", post="rektor"), {"owner": "rektor"}),
        (entry(Kind.ORGANISATION_ADDED, "organisation:skole", id="skole"), {"organisation": "skole"}),
        (entry(Kind.AREA_ADDED, "area:vold", id="vold"), {"area": "vold"}),
        (entry(Kind.REGISTERED, "2/26"), {"decision": "2/26"}),
        (entry(Kind.REGISTERED, "2/26"), {"by": "2/26"}),
        (entry(Kind.REGISTERED, "M1/26"), {"meeting": "M1/26"}),
        (entry(Kind.REGISTERED, "9/26"), {"evaluation": "9/26"}),
        (entry(Kind.KNOWLEDGE_ADDED, "knowledge:ungdata", id="ungdata"), {"knowledge": ["politi", "ungdata"]}),
        (entry(Kind.CHALLENGE_ADDED, "challenge:uteliv", id="uteliv"), {"challenges": ["uteliv"]}),
        (entry(Kind.CHALLENGE_ADDED, "challenge:uteliv", id="uteliv"), {"challenge": "uteliv"}),
        (entry(Kind.POST_ADDED, "post:rektor", id="rektor"), {"contacts": ["rektor"]}),
        (entry(Kind.MOVED, "1/26.1.1"), {"measure": "1/26.1.1"}),
    ],
    ids=lambda told: told.subject if isinstance(told, Entry) else next(iter(told)),
)
def test_what_speaks_of_something_the_request_made_builds_on_it(made: Entry, later: dict[str, Any]) -> None:
    assert builds(made, entry(Kind.REGISTERED, "5/26.1", 2, **later))
    assert not builds(made, entry(Kind.REGISTERED, "5/26.1", 2, **dict.fromkeys(later, "another")))


ADDED = {
    Kind.POST_ADDED: ("post", "owner", "deputy", "contacts"),
    Kind.ORGANISATION_ADDED: ("organisation",),
    Kind.AREA_ADDED: ("area",),
    Kind.KNOWLEDGE_ADDED: ("knowledge",),
    Kind.CHALLENGE_ADDED: ("challenge", "challenges"),
}
SPOKEN = sorted({field for fields in ADDED.values() for field in fields})


@pytest.mark.parametrize("kind", list(ADDED))
@pytest.mark.parametrize("field", SPOKEN)
@pytest.mark.parametrize("listed", [False, True])
def test_the_same_name_for_something_else_is_not_what_was_made(kind: Kind, field: str, listed: bool) -> None:
    """A focus area and a challenge may well be called the same."""
    later = entry(Kind.REGISTERED, "5/26", 2, **{field: ["vold"] if listed else "vold"})
    assert builds(entry(kind, f"its:{kind}", id="vold"), later) is (field in ADDED[kind])


def test_what_is_evaluated_builds_on_the_effect_its_measure_was_found_to_have() -> None:
    assessed = entry(Kind.EFFECT_ASSESSED, "9/26", measure="1/26.1.1", challenge="uteliv", effect="some")
    assert builds(assessed, entry(Kind.MOVED, "1/26", 2))
    assert builds(assessed, entry(Kind.MOVED, "9/26", 2))
    assert not builds(assessed, entry(Kind.MOVED, "2/26", 2))
    assert not builds(assessed, entry(Kind.REMARKED, "1/26", 2))


def absence(deputy: str | None = "rektor", since: str = "2026-03-01", until: str = "2026-03-31") -> Entry:
    return entry(Kind.ABSENCE_RECORDED, "post:ordforer", post="ordforer", since=since, until=until, deputy=deputy)


@pytest.mark.parametrize("whose", ["acted_by", "recorded_by"])
def test_a_deputys_act_builds_on_the_absence_that_lets_it_act(whose: str) -> None:
    told = entry(Kind.MOVED, "1/26", 2)
    acting = replace(told, acted_by="rektor") if whose == "acted_by" else replace(told, recorded_by="rektor")
    assert builds(absence(), acting)
    assert builds(absence(since=DAY.isoformat(), until=DAY.isoformat()), acting)
    assert not builds(absence(until="2026-03-09"), acting)
    assert not builds(absence(since="2026-03-11"), acting)
    assert not builds(absence("politikontakt"), acting)
    assert not builds(absence(None), acting)


def test_what_people_did_one_day_builds_on_nothing_they_did_another_day() -> None:
    first = entry(Kind.EVIDENCE_RECORDED, "clause:contact_is_present", clause="contact_is_present")
    assert not builds(first, replace(first, seq=2))


@pytest.mark.parametrize("kind", list(Kind))
def test_everything_after_a_newer_agreement_builds_on_it(kind: Kind) -> None:
    renewed = [entry(Kind.AGREEMENT_RENEWED, "council"), entry(Kind.POST_CHANGED, "post:rektor", 2)]
    later = entry(kind, "1/26", 3)
    assert (builds_on(renewed, [later]) == (later,)) is (kind not in OF_THE_JOURNAL)


@pytest.mark.parametrize("kind", [Kind.POST_CHANGED, Kind.AREA_CHANGED, Kind.ORGANISATION_CHANGED])
def test_what_was_added_is_built_on_by_what_changed_it(kind: Kind) -> None:
    what = kind.removesuffix("Changed").lower()
    assert builds(entry(Kind(f"{what.title()}Added"), f"{what}:x", id="x"), entry(kind, f"{what}:x", 2, id="x"))


def test_a_learning_point_answered_by_a_decision_builds_on_its_adoption() -> None:
    adopted = entry(Kind.MOVED, "3/26", tags=["adopted"])
    answered = entry(Kind.LEARNING_ANSWERED, "L1/25", 2, decision="3/26")
    assert builds(adopted, answered)
    assert not builds(entry(Kind.MOVED, "3/26", tags=[]), answered)
    assert builds_on([adopted], [answered], [replace(adopted, seq=0)]) == ()


def test_minutes_approved_in_a_meeting_build_on_that_it_was_held() -> None:
    assert builds(entry(Kind.MOVED, "M2/26"), entry(Kind.MOVED, "M1/26", 2, meeting="M2/26"))


def test_later_entries_come_back_in_their_order_and_the_others_are_left_out() -> None:
    later = [entry(Kind.MOVED, "1/26", 2), entry(Kind.MOVED, "2/26", 3), entry(Kind.OWNER_CHANGED, "1/26.1", 4)]
    assert builds_on([entry(Kind.MOVED, "1/26")], later) == (later[0], later[2])


def test_nothing_later_is_nothing_in_the_way() -> None:
    assert builds_on([entry(Kind.MOVED, "1/26")], []) == ()


def frozen(seq: int, meeting: str = "M1/26") -> Entry:
    return entry(Kind.MINUTES_FROZEN, meeting, seq, head=seq - 1)


def test_minutes_freeze_what_happened_in_their_meeting_before() -> None:
    told = entry(Kind.MOVED, "1/26", 4, meeting="M1/26")
    assert frozen_by([told], [frozen(5)]) == frozen(5)


def test_freezing_is_for_good() -> None:
    archived = [entry(Kind.MOVED, "M1/26", 4), frozen(5)]
    assert frozen_by(archived, []) == frozen(5)


def test_an_addendum_to_frozen_minutes_is_frozen_as_they_are() -> None:
    assert frozen_by([entry(Kind.REMARKED, "M1/26", 6)], [frozen(5)]) == frozen(5)


def test_minutes_frozen_earlier_freeze_nothing_of_what_is_said_of_others_later() -> None:
    assert frozen_by([entry(Kind.REMARKED, "1/26", 6)], [frozen(5)]) is None
    assert frozen_by([entry(Kind.REMARKED, "M2/26", 6)], [frozen(5)]) is None


def test_minutes_approved_in_a_meeting_are_frozen_with_its_minutes() -> None:
    assert frozen_by([entry(Kind.MOVED, "M1/26", 4, meeting="M2/26")], [frozen(5, "M2/26")]) == frozen(5, "M2/26")


def test_minutes_freeze_the_meetings_own_entries() -> None:
    assert frozen_by([entry(Kind.ATTENDANCE_RECORDED, "M1/26", 4)], [frozen(5)]) == frozen(5)


@pytest.mark.parametrize(
    "entries",
    [[], [frozen(3)], [frozen(5, "M2/26")], [entry(Kind.REMARKED, "M1/26", 5)]],
    ids=["no minutes", "minutes made before", "minutes of another meeting", "no minutes but a remark"],
)
def test_other_entries_freeze_nothing(entries: list[Entry]) -> None:
    assert frozen_by([entry(Kind.MOVED, "1/26", 4, meeting="M1/26")], entries) is None


def objection(spoken_in: str | None = None) -> Objection:
    return Objection(
        year=2026, no=9, seq=1, meeting="M9/26", on=DAY, post="rektor", text_version=1, reason="", spoken_in=spoken_in
    )


@pytest.mark.parametrize(
    ("request_", "others", "plans", "objections", "wanted"),
    [
        ((Kind.REMARKED, "1/26"), [], (), (), False),
        ((Kind.REMARKED, "1/26"), [(Kind.STANCE_TAKEN, "2/26")], ("2/26",), (objection(),), False),
        ((Kind.ABSENCE_RECORDED, "post:rektor"), [], (), (), False),
        ((Kind.ABSENCE_RECORDED, "post:rektor"), [(Kind.MOVED, "2/26")], (), (), True),
        ((Kind.HOLDER_APPOINTED, "post:rektor"), [(Kind.MOVED, "2/26")], (), (), False),
        ((Kind.MOVED, "1/26.1.1"), [(Kind.MOVED, "2/26")], ("2/26",), (), True),
        ((Kind.MOVED, "1/26.1"), [(Kind.MOVED, "2/26")], ("2/26",), (), False),
        ((Kind.DAY_CHANGED, "M1/26"), [(Kind.STANCE_TAKEN, "2/26")], (), (objection(),), True),
        ((Kind.DAY_CHANGED, "M1/26"), [(Kind.STANCE_TAKEN, "2/26")], (), (), False),
        ((Kind.STANCE_TAKEN, "1/26"), [], (), (objection("1/26"),), True),
        ((Kind.STANCE_TAKEN, "1/26"), [], (), (objection("2/26"),), False),
        ((Kind.EFFECT_ASSESSED, "1/26"), [], (), (), True),
    ],
)
def test_what_others_may_have_read_is_known(
    request_: tuple[Kind, str],
    others: list[tuple[Kind, str]],
    plans: tuple[str, ...],
    objections: tuple[Objection, ...],
    wanted: bool,
) -> None:
    later = [entry(kind, subject, 2) for kind, subject in others]
    assert was_read([entry(*request_)], later, plans, objections) == wanted
