"""What each entry changes, and that an entry without ground is refused."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from slt_flow.definitions.agreements import load_agreement
from slt_flow.definitions.load import load_kind
from slt_flow.engine.effects import born, meaning, new_case, vocabulary
from slt_flow.engine.entries import OF_ACCESS, OF_ARCHIVE, OF_THE_JOURNAL, Entry, Kind
from slt_flow.engine.fold import apply, counter_of, replayed, unfolded
from slt_flow.engine.fold.register import FOLDS
from slt_flow.engine.new_entries import (
    NewDecision,
    council_opened,
    decision_registered,
    definition_pinned,
    kind_pinned,
    new_pins,
    next_ref,
)
from slt_flow.errors import BrokenInvariant
from slt_flow.model import (
    Absence,
    AgendaPoint,
    Area,
    Assessment,
    Attachment,
    Attendance,
    Binding,
    Challenge,
    Clause,
    Continuation,
    Council,
    Counter,
    Decision,
    Definition,
    Evidence,
    Excuse,
    Exemption,
    Group,
    Holding,
    Item,
    Knowledge,
    Label,
    LearningPoint,
    Meeting,
    Neighbour,
    Objection,
    Organisation,
    OwnerSpell,
    Post,
    Ratification,
    Remark,
    Row,
    SeatStance,
    Superseded,
    superseded,
)
from slt_flow.model.persons import posts_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import ERASED, Ref
from tests.worlds import (
    DUE,
    LATE,
    MEETING_DAY,
    OPENED,
    TODAY,
    World,
    built_machines,
    every_machine,
    kvaefjord,
    machines,
)

D, A, M, MEETING = Ref("", 2026, 1), Ref("", 2026, 1, 1), Ref("", 2026, 1, 1, 1), Ref("M", 2026, 1)
LEARNING = Ref("L", 2026, 1)


def world() -> World:
    """A tabled decision at a held meeting, with an assignment and a measure beneath, and a learning point."""
    made = kvaefjord()
    made.decision("tabled", meeting=made.meeting(), bodies=("Kommunestyret",))
    made.assignment(D, "given")
    made.measure(A, "delegated")
    made.learning_point()
    made.snapshot.put(Exemption(**A._asdict(), part="", seq=7, basis="offl. § 13"))
    made.snapshot.put(Group(id="ko", place=0, title="KO", members=("politikontakt",), series="K"))
    return made


def entry(kind: Kind, subject: str | Ref, **named: Any) -> Entry:
    return Entry(**{"kind": kind, "subject": str(subject), "on": TODAY, "seq": 99, **named})


def changed(before: Snapshot, after: Snapshot) -> dict[type[Row], list[Row]]:
    """The rows that are new or other, by kind."""
    was = dict(before.tables())
    found = {kind: [row for key, row in rows.items() if was[kind].get(key) != row] for kind, rows in after.tables()}
    return {kind: rows for kind, rows in found.items() if rows}


def other_fields(before: Row, after: Row) -> dict[str, Any]:
    """The fields of a row that have another value."""
    names = [f.name for f in fields(after)]  # type: ignore[arg-type] # every row is a dataclass
    return {name: getattr(after, name) for name in names if getattr(before, name) != getattr(after, name)}


TOUCHED = {"last_on": TODAY, "last_seq": 99}
"""What every entry about a case changes in it."""

WHERE: dict[str, Any] = {"year": 2026, "no": 1}

SINGLE: list[tuple[Entry, type[Row], dict[str, Any]]] = [
    (
        entry(Kind.MEETING_LINKED, D, data={"meeting": "M2/26"}),
        Decision,
        {"meeting": "M2/26", "round": 2, "agendas": ("M2/26",)},
    ),
    (
        entry(Kind.TEXT_AMENDED, D, data={"text_version": 2}, texts={"text": "Ny"}),
        Decision,
        {"text": "Ny", "text_version": 2},
    ),
    (
        entry(
            Kind.AUTHORITY_JUDGED, D, data={"authority": "ordforer", "body_count": 1}, texts={"body.1": "Formannskapet"}
        ),
        Decision,
        {"bodies": ("Kommunestyret", "Formannskapet"), "authority": "ordforer"},
    ),
    (entry(Kind.AGENDA_SENT, MEETING, data={"sent": "2026-03-01"}), Meeting, {"sent": date(2026, 3, 1)}),
    (
        entry(Kind.DAY_CHANGED, MEETING, data={"day": "2026-03-12"}),
        Meeting,
        {"day": date(2026, 3, 12), "moved_from": ("2026-03-10",)},
    ),
    (entry(Kind.MINUTES_FROZEN, MEETING, data={"head": 98}), Meeting, {"frozen": 99}),
    (
        entry(Kind.POST_DESIGNATED, "post:rektor", data={"post": "rektor", "by": "1/26"}),
        Post,
        {"designated_by": ("1/26",)},
    ),
    (entry(Kind.NUMBERS_USED, "council", data={"series": "M", "year": 2026, "last": 7}), Counter, {"last": 7}),
    (entry(Kind.AREA_ENDED, "area:beredskap", data={"area": "beredskap"}), Area, {"until": TODAY}),
    (entry(Kind.NATURE_CHANGED, D, data={"information": True}), Decision, {"information": True}),
    (entry(Kind.GROUP_CHANGED, "group:ko", data={"id": "ko", "members": ["rektor"]}), Group, {"members": ("rektor",)}),
    (entry(Kind.GROUP_ENDED, "group:ko", data={"id": "ko"}), Group, {"members": ()}),
    (entry(Kind.AGENDA_LEFT, D), Decision, {"meeting": None, "put_off": "M1/26"}),
    (
        entry(Kind.MEETING_ARRANGED, MEETING, data={"begins": "10:00", "ends": "12:00"}, texts={"venue": "Rådhuset"}),
        Meeting,
        {"begins": "10:00", "ends": "12:00", "venue": "Rådhuset"},
    ),
    (entry(Kind.AREA_MOVED, D, data={"area": "barn-og-unge"}), Decision, {"area": "barn-og-unge"}),
    (
        entry(Kind.MACHINE_CHOSEN, "definition:measure", data={"machine": "measure", "version": 2}),
        Council,
        {"machines": {**kvaefjord().snapshot.one(Council).machines, "measure": 2}},
    ),
    (entry(Kind.SUBJECT_SET, D, data={"about": {"year": 2026}}), Decision, {"about": {"year": 2026}}),
    (
        entry(Kind.LEARNING_CARRIED, LEARNING, data={"year": 2027}),
        LearningPoint,
        {"carried_to": 2027, "years": ("2027",)},
    ),
    (entry(Kind.LEARNING_ANSWERED, LEARNING, data={"decision": "1/26"}), LearningPoint, {"decision": "1/26"}),
    (
        entry(
            Kind.ORGANISATION_CHANGED,
            "organisation:kommune",
            data={"id": "kommune", "party": None},
            texts={"name": "Ny kommune"},
        ),
        Organisation,
        {"name": "Ny kommune", "party": None},
    ),
    (
        entry(
            Kind.POST_CHANGED,
            "post:ordforer",
            data={"id": "ordforer", "organisation": "politi", "levels": [], "seat": False, "binds": False, "roles": []},
            texts={"title": "Leder"},
        ),
        Post,
        {"title": "Leder", "organisation": "politi", "levels": (), "seat": False, "binds": False, "roles": ()},
    ),
    (
        entry(Kind.POST_RETIRED, "post:ordforer", data={"post": "ordforer"}),
        Post,
        {"seat": False, "binds": False, "roles": (), "until": TODAY},
    ),
    (
        entry(
            Kind.AREA_CHANGED,
            "area:radikalisering",
            data={"id": "radikalisering", "contacts": ["rektor"], "shared_with": ["verdal"]},
            texts={"title": "Uro", "goals": "Ro\nOrden"},
        ),
        Area,
        {"title": "Uro", "goals": ("Ro", "Orden"), "contacts": ("rektor",), "shared_with": ("verdal",)},
    ),
]


@pytest.mark.parametrize(("told", "kind", "expected"), SINGLE, ids=lambda part: getattr(part, "kind", ""))
def test_the_entry_changes_these_fields_of_one_row_and_nothing_else(
    told: Entry, kind: type[Row], expected: dict[str, Any]
) -> None:
    before = world().snapshot
    after = before.copy()
    apply(after, told)
    rows = changed(before, after)
    item, earlier = rows.pop(Item, None), rows.pop(Superseded, [])
    assert set(rows) == {kind}
    (row,) = rows[kind]
    old = before.find(kind, *row.key)
    kept = [superseded(kind, row.key[0], old, 99, TODAY)] if kind in (Post, Organisation, Area, Group) else []
    assert earlier == kept
    assert after.on(TODAY - timedelta(days=1)).find(kind, *row.key) == (old if earlier else row)
    assert after.on(TODAY).find(kind, *row.key) == row
    assert old is not None
    assert other_fields(old, row) == expected
    assert bool(item) is (Ref.parse(told.subject) is not None)
    assert after.head == 99


ITEM: list[tuple[Entry, dict[str, Any]]] = [
    (entry(Kind.TITLE_CHANGED, D, texts={"title": "Annet"}), {"title": "Annet"}),
    (entry(Kind.ATTESTED, MEETING, data={"ref": str(M)}), {}),
    (entry(Kind.GROUP_NAMED, A, data={"group": "ko"}), {"group": "ko"}),
    (entry(Kind.PROGRESS_NOTED, M, data={"percent": 40}), {"progress": 40}),
    (
        entry(Kind.DEADLINE_CHANGED, A, data={"due": LATE.isoformat()}, acted_by="ordforer"),
        {"due": LATE, "council_due": DUE, "moved_by": ("ordforer",), "reschedules": 1},
    ),
    (
        entry(Kind.DEADLINE_CHANGED, A, data={"due": LATE.isoformat(), "meeting": "M1/26"}),
        {"due": LATE, "reschedules": 1},
    ),
    (
        entry(
            Kind.DEADLINE_CHANGED,
            M,
            data={"due": LATE.isoformat(), "due_words": "neste møte", "due_meeting": "M1/26", "meeting": "M1/26"},
        ),
        {"due": LATE, "due_words": "neste møte", "due_meeting": "M1/26", "reschedules": 1},
    ),
    (
        entry(
            Kind.REVIEWED,
            M,
            data={"due": LATE.isoformat(), "due_words": "løpende", "standing": True},
            texts={"result": "Virker"},
        ),
        {"due": LATE, "due_words": "løpende", "standing": True, "note": "Virker"},
    ),
    (entry(Kind.TIME_RECORDED, M, data={"date": "2026-05-04"}), {"times": ("2026-05-04",)}),
    (entry(Kind.OWNERSHIP_ACCEPTED, M, data={"organisation": "kommune"}), {"accepted_by": ("kommune",)}),
    (
        entry(Kind.RATIONALE_NAMED, M, data={"challenges": ["uteliv"], "knowledge": ["ungdata", "ungdata"]}),
        {"challenges": ("uteliv",), "knowledge": ("ungdata",)},
    ),
]


@pytest.mark.parametrize(("told", "expected"), ITEM, ids=lambda part: getattr(part, "kind", ""))
def test_the_entry_changes_these_fields_of_the_case_and_nothing_else(told: Entry, expected: dict[str, Any]) -> None:
    before = world().snapshot
    after = before.copy()
    apply(after, told)
    rows = changed(before, after)
    assert set(rows) == {Item}
    (item,) = rows[Item]
    assert other_fields(before.one(Item, *item.key), item) == expected | TOUCHED


NEW: list[tuple[Entry, Row]] = [
    (
        entry(Kind.POST_EXCUSED, D, data={"post": "ordforer"}, texts={"reason": "Inhabil"}),
        Excuse(**WHERE, round=1, post="ordforer", reason="Inhabil"),
    ),
    (
        entry(Kind.STANCE_TAKEN, D, data={"post": "ordforer", "stance": "stand_aside", "text_version": 1}),
        SeatStance(**WHERE, round=1, post="ordforer", text_version=1, stance="stand_aside", reason="", deputy=None),
    ),
    (
        entry(
            Kind.RATIFICATION_RECORDED,
            D,
            data={"date": "2026-03-15", "granted": True},
            texts={"body": "Kommunestyret", "case": "1/26"},
        ),
        Ratification(**WHERE, round=1, body="Kommunestyret", case="1/26", date=date(2026, 3, 15), granted=True),
    ),
    (
        entry(Kind.REMARKED, M, texts={"text": "Merk"}),
        Remark(**M._asdict(), seq=99, on=TODAY, text="Merk", address=False),
    ),
    (
        entry(Kind.ADDRESS_LINKED, D, texts={"address": "sak.pdf"}),
        Remark(**D._asdict(), seq=99, on=TODAY, text="sak.pdf", address=True),
    ),
    (
        entry(Kind.ATTENDANCE_RECORDED, MEETING, data={"post": "rektor", "presence": "seat"}),
        Attendance(**WHERE, who="rektor", presence="seat", deputy=None, mandate=None),
    ),
    (
        entry(Kind.ATTENDANCE_RECORDED, MEETING, data={"presence": "guest"}, texts={"guest": "Ungdomsrådet"}),
        Attendance(**WHERE, who="guest-99", presence="guest", deputy="Ungdomsrådet", mandate=None),
    ),
    (
        entry(
            Kind.ATTENDANCE_RECORDED,
            MEETING,
            data={"post": "ordforer", "presence": "deputy", "deputy": "rektor"},
            texts={"mandate": "Fullmakt"},
        ),
        Attendance(**WHERE, who="ordforer", presence="deputy", deputy="rektor", mandate="Fullmakt"),
    ),
    (
        entry(
            Kind.AGENDA_POINT_ADDED,
            MEETING,
            data={"point": "own:1", "post": "rektor", "place": 2},
            texts={"title": "Ny skole"},
        ),
        AgendaPoint(**WHERE, point="own:1", kind="own", title="Ny skole", post="rektor", place=2, dropped=False),
    ),
    (
        entry(Kind.AGENDA_POINT_DROPPED, MEETING, data={"point": "decision:1/26"}),
        AgendaPoint(**WHERE, point="decision:1/26", title=None, post=None, place=None, dropped=True),
    ),
    (
        entry(Kind.AGENDA_POINT_PLACED, MEETING, data={"point": "decision:1/26", "place": 4}),
        AgendaPoint(**WHERE, point="decision:1/26", title=None, post=None, place=4, dropped=False),
    ),
    (
        entry(Kind.CASE_CONTINUED, D, data={"decision": "2/26"}),
        Continuation(**WHERE, series="", decision="2/26"),
    ),
    (
        entry(
            Kind.AGENDA_POINT_DESCRIBED,
            MEETING,
            data={"point": "agreed:eventuelt", "attachment_count": 1},
            texts={"text": "Mer", "case": "PS 1/26", "attachment.1": "kart.pdf"},
        ),
        AgendaPoint(**WHERE, point="agreed:eventuelt", text="Mer", case="PS 1/26", attachments=("kart.pdf",)),
    ),
    (
        entry(
            Kind.AGENDA_POINT_DEALT_WITH,
            MEETING,
            data={"point": "agreed:eventuelt", "outcome": "acknowledged", "follow_up": "2/26"},
            texts={"discussion": "Alle var enige."},
        ),
        AgendaPoint(
            **WHERE,
            point="agreed:eventuelt",
            discussion="Alle var enige.",
            outcome="acknowledged",
            follow_up=("2/26",),
        ),
    ),
    (
        entry(
            Kind.FILE_ATTACHED,
            D,
            data={"number": 1, "size": 9, "point": "own:1"},
            texts={"name": "notat.pdf", "title": "Notat", "media": "application/pdf", "digest": "ab"},
        ),
        Attachment(
            **D._asdict(),
            number=1,
            point="own:1",
            seq=99,
            on=TODAY,
            name="notat.pdf",
            title="Notat",
            media="application/pdf",
            size=9,
            digest="ab",
        ),
    ),
    (
        entry(Kind.EXEMPTED, A, data={"attachment": 2}, texts={"basis": "offl. § 13"}),
        Exemption(**A._asdict(), part="attachment:2", seq=99, basis="offl. § 13"),
    ),
    (
        entry(Kind.EXEMPTED, D, texts={"basis": "offl. § 13", "public_title": "Enkeltsak"}),
        Exemption(**D._asdict(), part="", seq=99, basis="offl. § 13", public_title="Enkeltsak"),
    ),
    (
        entry(Kind.EXEMPTED, MEETING, data={"point": "own:1"}, texts={"basis": "offl. § 24"}),
        Exemption(**MEETING._asdict(), part="point:own:1", seq=99, basis="offl. § 24"),
    ),
    (
        entry(Kind.EXEMPTION_LIFTED, A, texts={"reason": "Saken er avgjort"}),
        Exemption(**A._asdict(), part="", seq=7, basis="offl. § 13", lifted=True),
    ),
    (
        entry(Kind.NEIGHBOUR_LINKED, D, data={"council": "verdal", "ref": "5/26"}),
        Neighbour(**WHERE, neighbour="verdal", ref="5/26", journal=None),
    ),
    (
        entry(
            Kind.EFFECT_ASSESSED,
            D,
            data={"measure": "1/26.1.1", "challenge": "uteliv", "effect": "some"},
            texts={"note": "Roligere"},
        ),
        Assessment(
            **WHERE,
            assignment_no=1,
            measure_no=1,
            evaluation="1/26",
            challenge="uteliv",
            effect="some",
            note="Roligere",
        ),
    ),
]


@pytest.mark.parametrize(("told", "row"), NEW, ids=lambda part: getattr(part, "kind", ""))
def test_the_entry_adds_this_row(told: Entry, row: Row) -> None:
    before = world().snapshot
    after = before.copy()
    apply(after, told)
    rows = changed(before, after)
    assert set(rows) == {type(row), Item}
    assert rows[type(row)] == [row]


BESIDE: list[tuple[Entry, Row]] = [
    (
        entry(
            Kind.GROUP_FOUNDED,
            "group:ny",
            data={"id": "ny", "members": ["rektor"], "added": "2026-03-10"},
            texts={"title": "Ny"},
            on=OPENED,
        ),
        Group(id="ny", place=1, title="Ny", members=("rektor",), series="N", added=date(2026, 3, 10)),
    ),
    (
        entry(
            Kind.KNOWLEDGE_ADDED,
            "knowledge:ungdata",
            data={"id": "ungdata"},
            texts={"title": "Ungdata 2026", "source": "Ungdata", "address": "https://example.org"},
        ),
        Knowledge(
            id="ungdata", place=0, title="Ungdata 2026", source="Ungdata", on=TODAY, address="https://example.org"
        ),
    ),
    (
        entry(
            Kind.CHALLENGE_ADDED,
            "challenge:uteliv",
            data={"id": "uteliv", "area": "beredskap", "knowledge": ["ungdata"]},
            texts={"title": "Uro ute"},
        ),
        Challenge(id="uteliv", place=0, title="Uro ute", area="beredskap", knowledge=("ungdata",), since=TODAY),
    ),
    (
        entry(
            Kind.EVIDENCE_RECORDED,
            "clause:contact_is_present",
            data={"clause": "contact_is_present"},
            texts={"note": "Uke 12"},
        ),
        Evidence(seq=99, clause="contact_is_present", on=TODAY, note="Uke 12"),
    ),
    (
        entry(
            Kind.ABSENCE_RECORDED,
            "post:rektor",
            data={"post": "rektor", "since": "2026-03-10", "until": "2026-09-01", "deputy": "ordforer"},
        ),
        Absence(post="rektor", seq=99, since=MEETING_DAY, until=DUE, deputy="ordforer"),
    ),
    (
        entry(
            Kind.ABSENCE_RECORDED,
            "post:rektor",
            data={"post": "rektor", "since": "2026-03-10", "until": "2026-09-01", "deputy": None, "comes": True},
        ),
        Absence(post="rektor", seq=99, since=MEETING_DAY, until=DUE, deputy=None, comes=True),
    ),
]


@pytest.mark.parametrize(("told", "row"), BESIDE, ids=lambda part: getattr(part, "kind", ""))
def test_the_entry_about_no_case_adds_this_row_and_nothing_else(told: Entry, row: Row) -> None:
    before = world().snapshot
    after = before.copy()
    apply(after, told)
    assert changed(before, after) == {type(row): [row]}


TOLD: list[Entry] = [
    *(told for told, _, _ in SINGLE),
    *(told for told, _ in ITEM),
    *(told for told, _ in NEW),
    *(told for told, _ in BESIDE),
]
"""The entries of all tables above."""


@pytest.mark.parametrize("kind", OF_ARCHIVE)
def test_an_entry_about_the_archive_changes_no_row_of_a_rule(kind: Kind) -> None:
    before = world().snapshot
    after = before.copy()
    apply(after, entry(kind, "council", data={}, texts={"part": "Råd og utvalg"}))
    assert changed(before, after) == {}


ELSEWHERE_TOLD = {
    Kind.AGREEMENT_ENTERED, Kind.AGREEMENT_RENEWED, Kind.DEFINITION_PINNED, Kind.ORGANISATION_ADDED, Kind.POST_ADDED,
    Kind.AREA_ADDED, Kind.HOLDER_APPOINTED, Kind.POST_VACATED, Kind.REGISTERED, Kind.MOVED, Kind.OWNER_CHANGED,
    Kind.MIGRATED, Kind.AGENDA_SETTLED, *OF_ACCESS,
    Kind.CONTACT_RECORDED, Kind.CONTACT_REMOVED,
}  # fmt: skip
"""Kinds whose entries change several rows at once; a test of its own tells which."""


def test_what_an_entry_of_each_kind_changes_is_told_here() -> None:
    told = {each.kind for each in TOLD}
    assert told & ELSEWHERE_TOLD == set()
    assert told | ELSEWHERE_TOLD | {Kind.ENTRY_VOIDED, *OF_THE_JOURNAL, *OF_ARCHIVE} == set(Kind)


MIGRATED: dict[str, Any] = {"tags": ["on_agenda", "stuck"], "end": False, "waits_on": "chair", "pin": "b" * 64}


def test_a_case_that_goes_on_under_another_version_pins_it_and_is_where_the_move_says() -> None:
    snapshot = world().snapshot
    before = snapshot.copy()
    told = {**MIGRATED, "pins": ["b" * 64]}
    apply(snapshot, entry(Kind.MIGRATED, D, data=told, from_state="tabled", to_state="listed"))
    found = changed(before, snapshot)
    assert set(found) == {Item, Decision}
    (item,), (decision,) = found[Item], found[Decision]
    assert other_fields(before.one(Item, *D), item) == {
        **TOUCHED, "pin": "b" * 64, "state": "listed", "tags": ("on_agenda", "stuck"), "since": TODAY,
    }  # fmt: skip
    assert other_fields(before.one(Decision, 2026, 1), decision) == {"pins": ("b" * 64,)}


def test_a_case_that_stays_where_it_is_keeps_the_day_it_came_there_and_the_set_it_pins() -> None:
    snapshot = world().snapshot
    before = snapshot.copy()
    apply(snapshot, entry(Kind.MIGRATED, D, data=MIGRATED, from_state="tabled", to_state="tabled"))
    (item,) = changed(before, snapshot)[Item]
    assert "since" not in other_fields(before.one(Item, *D), item)
    assert Decision not in changed(before, snapshot)


def test_a_case_is_moved_to_another_version_only_from_where_it_stands() -> None:
    with pytest.raises(BrokenInvariant, match="moved_from_elsewhere"):
        apply(world().snapshot, entry(Kind.MIGRATED, D, data=MIGRATED, from_state="adopted", to_state="adopted"))


def test_an_agenda_point_keeps_what_it_was_when_it_is_dropped_and_comes_back_when_it_is_placed() -> None:
    snapshot = world().snapshot
    data, texts = {"point": "own:1", "post": "rektor", "place": 2}, {"title": "Ny skole"}
    apply(snapshot, entry(Kind.AGENDA_POINT_ADDED, MEETING, data=data, texts=texts))
    apply(snapshot, entry(Kind.AGENDA_POINT_DROPPED, MEETING, data={"point": "own:1"}))
    (point,) = snapshot.all(AgendaPoint)
    assert (point.title, point.post, point.place, point.dropped) == ("Ny skole", "rektor", 2, True)
    apply(snapshot, entry(Kind.AGENDA_POINT_PLACED, MEETING, data={"point": "own:1", "place": 7}))
    (point,) = snapshot.all(AgendaPoint)
    assert (point.title, point.post, point.place, point.dropped) == ("Ny skole", "rektor", 7, False)


def test_a_settled_agenda_has_its_points_in_their_places_and_no_others() -> None:
    snapshot = world().snapshot
    added = {"point": "own:1", "post": None, "place": None}
    apply(snapshot, entry(Kind.AGENDA_POINT_ADDED, MEETING, seq=2, data=added, texts={"title": "Ny skole"}))
    apply(snapshot, entry(Kind.AGENDA_POINT_ADDED, MEETING, seq=3, data={**added, "point": "own:2"}))
    points = [{"point": "case:1/26", "kind": "case"}, {"point": "own:1", "kind": "own"}]
    apply(snapshot, entry(Kind.AGENDA_SETTLED, MEETING, seq=4, data={"points": points}))
    rows = {row.point: (row.kind, row.place, row.dropped, row.title) for row in snapshot.all(AgendaPoint)}
    assert rows == {
        "case:1/26": ("case", 1, False, None),
        "own:1": ("own", 2, False, "Ny skole"),
        "own:2": ("own", None, True, ""),
    }
    assert snapshot.one(Meeting, "M", 2026, 1).settled


def test_what_a_decision_is_about_is_added_to_and_not_replaced() -> None:
    snapshot = world().snapshot
    for about in ({"year": 2025}, {"early": True}, {"year": 2026}):
        apply(snapshot, entry(Kind.SUBJECT_SET, D, data={"about": about}))
    assert snapshot.one(Decision, 2026, 1).about == {"year": 2026, "early": True}


def test_a_learning_point_answered_by_a_reason_names_no_decision() -> None:
    snapshot = world().snapshot
    apply(snapshot, entry(Kind.LEARNING_ANSWERED, LEARNING, texts={"reason": "Ordnet"}))
    assert snapshot.one(LearningPoint, 2026, 1).decision is None


def test_a_measure_assessed_again_has_the_later_effect() -> None:
    snapshot = world().snapshot
    for effect in ("none", "good"):
        data = {"measure": "1/26.1.1", "challenge": "uteliv", "effect": effect}
        apply(snapshot, entry(Kind.EFFECT_ASSESSED, D, data=data))
    assert [a.effect for a in snapshot.all(Assessment)] == ["good"]


def test_an_effect_on_what_is_no_case_is_a_bug_of_ours() -> None:
    data = {"measure": "tiltaket", "challenge": "uteliv", "effect": "some"}
    with pytest.raises(BrokenInvariant) as raised:
        apply(world().snapshot, entry(Kind.EFFECT_ASSESSED, D, data=data))
    assert raised.value.code == "subject_is_no_case"


def test_the_absence_recorded_last_is_the_one_that_holds() -> None:
    snapshot = world().snapshot
    for seq, deputy in ((97, "ordforer"), (98, "politikontakt"), (99, None)):
        day = "2026-03-20" if deputy is None else "2026-03-10"
        data = {"post": "rektor", "since": day, "until": "2026-04-01", "deputy": deputy}
        apply(snapshot, entry(Kind.ABSENCE_RECORDED, "post:rektor", seq=seq, data=data))
    found = [snapshot.deputy_on("rektor", date(2026, month, day)) for month, day in ((3, 9), (3, 10), (3, 20), (4, 2))]
    assert found == [None, "politikontakt", None, None]
    assert snapshot.absence_on("rektor", date(2026, 3, 20)) is not None


def test_a_designation_recorded_late_holds_from_its_own_day_beside_those_recorded_before() -> None:
    snapshot = world().snapshot
    for seq, (by, days) in enumerate((("1/26", 8), ("2/26", 4), ("3/26", 6)), start=97):
        on = TODAY + timedelta(days=days)
        apply(snapshot, entry(Kind.POST_DESIGNATED, "post:rektor", seq=seq, on=on, data={"post": "rektor", "by": by}))
    designated = [set(snapshot.on(TODAY + timedelta(days=n)).one(Post, "rektor").designated_by) for n in range(3, 9)]
    two, both = {"2/26"}, {"2/26", "3/26"}
    assert designated == [set(), two, two, both, both, {"1/26", *both}]


def test_a_retired_post_keeps_nothing_that_decisions_were_to_give_it_later() -> None:
    snapshot = world().snapshot
    for seq, (by, days) in enumerate((("1/26", 8), ("2/26", 4), ("3/26", 6)), start=97):
        on = TODAY + timedelta(days=days)
        data = {"post": "rektor", "by": by}
        apply(snapshot, entry(Kind.POST_DESIGNATED, "post:rektor", seq=seq, on=on, data=data))
    gone = TODAY + timedelta(days=5)
    apply(snapshot, entry(Kind.POST_RETIRED, "post:rektor", seq=100, on=gone, data={"post": "rektor"}))
    designated = [snapshot.on(TODAY + timedelta(days=n)).one(Post, "rektor").designated_by for n in range(3, 10)]
    assert designated == [(), ("2/26",), (), (), (), (), ()]


def test_a_designation_recorded_late_ends_with_the_post() -> None:
    snapshot = world().snapshot
    gone = TODAY + timedelta(days=5)
    apply(snapshot, entry(Kind.POST_RETIRED, "post:rektor", seq=97, on=gone, data={"post": "rektor"}))
    late = {"post": "rektor", "by": "1/26"}
    apply(snapshot, entry(Kind.POST_DESIGNATED, "post:rektor", seq=98, on=TODAY + timedelta(days=4), data=late))
    designated = [snapshot.on(TODAY + timedelta(days=n)).one(Post, "rektor").designated_by for n in range(3, 7)]
    assert designated == [(), ("1/26",), (), ()]


RENEWED: dict[str, Any] = {
    "council": "kvaefjord", "name": "kvaefjord/2026-03-20", "language": "nn", "machines": {"decision": "1"},
    "closed_days": ["12-24"], "standing": [{"id": "eventuelt", "kind": "other", "last": True}],
    "groups": [{"id": "ko", "members": ["rektor"]}],
    "clauses": [
        {
            "clause": "meetings_are_held", "ref": "§ 9", "kept_by": "rule",
            "numbers": {"per_year": 6, "sources": [], "ages": ""},
        }
    ],
}  # fmt: skip
RENEWED_TEXTS = {
    "council": "Ny avtale", "digest": "d" * 64, "content": "…", "closed.12-24": "Julaften", "group.ko": "KO",
    "standing.eventuelt": "Eventuelt",
    "clause.meetings_are_held": "Seks møter.", "number.meetings_are_held.sources": "Ungdata\nPolitiets tall",
    "number.meetings_are_held.ages": "12–23 år",
}  # fmt: skip


def test_a_newer_agreement_ends_every_clause_and_begins_its_own_and_the_council_stays_as_old_as_it_is() -> None:
    before = world().snapshot
    after = before.copy()
    apply(after, entry(Kind.AGREEMENT_RENEWED, "council", data=RENEWED, texts=RENEWED_TEXTS))
    rows = changed(before, after)
    assert set(rows) == {Council, Clause, Definition, Group, Superseded}
    then = after.on(TODAY - timedelta(days=1))
    for kind in (Council, Clause, Group):
        assert then.all(kind) == before.all(kind)
    assert after.on(TODAY).clause("owner_is_bound") is None
    assert other_fields(before.one(Council), after.one(Council)) == {
        "title": "Ny avtale", "agreement": "kvaefjord/2026-03-20", "digest": "d" * 64, "language": "nn",
        "machines": {"decision": "1"}, "closed_days": {"12-24": "Julaften"},
        "standing": {"eventuelt": {"kind": "other", "last": True, "place": 0, "title": "Eventuelt"}},
    }  # fmt: skip
    ended = [(c.clause, c.until) for c in after.all(Clause) if c.since == OPENED]
    assert ended == [(c.clause, TODAY) for c in before.all(Clause)]
    (now,) = [c for c in after.all(Clause) if c.until is None]
    numbers = {"per_year": 6, "sources": ["Ungdata", "Politiets tall"], "ages": "12–23 år"}
    assert (now.clause, now.since, now.numbers, now.place) == ("meetings_are_held", TODAY, numbers, 0)
    assert now.text == "Seks møter."
    assert after.clause("meetings_are_held") == now
    assert after.clause("owner_is_bound") is None
    assert after.all(Group) == (Group(id="ko", place=0, title="KO", members=("rektor",), series="K"),)


def test_a_group_that_a_newer_agreement_does_not_name_is_dissolved() -> None:
    snapshot = world().snapshot
    apply(snapshot, entry(Kind.AGREEMENT_RENEWED, "council", seq=98, data=RENEWED, texts=RENEWED_TEXTS))
    other = {"id": "ny", "members": ["ordforer"]}
    apply(snapshot, entry(Kind.AGREEMENT_RENEWED, "council", data={**RENEWED, "groups": [other]}))
    assert {group.id: group.members for group in snapshot.all(Group)} == {"ko": (), "ny": ("ordforer",)}


def test_a_decision_is_adopted_on_the_day_it_was_first_adopted() -> None:
    snapshot = world().snapshot
    way = (("tabled", "adopted", TODAY), ("adopted", "in_follow_up", DUE), ("in_follow_up", "adopted", LATE))
    for there, to, day in way:
        told = meaning(built_machines()["decision"], to)
        apply(snapshot, entry(Kind.MOVED, D, on=day, from_state=there, to_state=to, data=told))
    assert snapshot.one(Decision, 2026, 1).adopted_on == TODAY
    assert snapshot.one(Item, *D).since == LATE


def test_work_beneath_that_is_adopted_by_its_tags_adopts_no_decision() -> None:
    snapshot = world().snapshot
    told = {"tags": ["adopted"], "end": False, "waits_on": None}
    apply(snapshot, entry(Kind.MOVED, A, from_state="given", to_state="accepted", data=told))
    assert snapshot.one(Decision, 2026, 1).adopted_on is None


def test_a_case_has_been_in_its_state_since_it_came_there() -> None:
    snapshot = world().snapshot
    told = meaning(built_machines()["decision"], "tabled")
    apply(snapshot, entry(Kind.MOVED, D, from_state="tabled", to_state="tabled", data=told))
    assert snapshot.one(Item, *D).since == OPENED


def test_a_move_brings_the_new_state_what_it_means_and_what_was_said() -> None:
    made = world()
    told = meaning(built_machines()["decision"], "adopted")
    apply(
        made.snapshot,
        entry(Kind.MOVED, D, from_state="tabled", to_state="adopted", data=told, texts={"reason": "Enige"}),
    )
    item = made.snapshot.one(Item, *D)
    assert (item.state, item.tags, item.ended, item.waits_on) == (
        "adopted", ("adopted", "concluded"), False, "secretary",
    )  # fmt: skip
    assert item.note == "Enige"


def moved(snapshot: Snapshot, day: date, there: str, to: str) -> date | None:
    """The day a measure counts as delivered after it went on."""
    told = meaning(built_machines()["measure"], to)
    apply(snapshot, entry(Kind.MOVED, M, on=day, from_state=there, to_state=to, data=told))
    return snapshot.one(Item, *M).delivered_on


def test_work_that_is_verified_stays_delivered_on_the_day_it_was_done() -> None:
    snapshot = world().snapshot
    assert moved(snapshot, TODAY, "delegated", "underway") is None
    assert moved(snapshot, DUE, "underway", "done") == DUE
    assert moved(snapshot, LATE, "done", "verified") == DUE


def test_work_that_is_reopened_is_delivered_when_it_is_done_again() -> None:
    snapshot = world().snapshot
    assert moved(snapshot, TODAY, "delegated", "done") == TODAY
    assert moved(snapshot, DUE, "done", "underway") is None
    assert moved(snapshot, LATE, "underway", "done") == LATE


def test_work_that_is_cancelled_is_not_delivered_even_if_it_was_done() -> None:
    snapshot = world().snapshot
    assert moved(snapshot, TODAY, "delegated", "done") == TODAY
    assert moved(snapshot, DUE, "done", "cancelled") is None


def test_a_result_is_noted_before_a_reason() -> None:
    made = world()
    told = meaning(built_machines()["decision"], "adopted")
    texts = {"reason": "Grunn", "result": "Ferdig"}
    apply(made.snapshot, entry(Kind.MOVED, D, from_state="tabled", to_state="adopted", data=told, texts=texts))
    assert made.snapshot.one(Item, *D).note == "Ferdig"


def test_a_move_from_a_state_the_case_is_not_in_is_a_bug_of_ours() -> None:
    told = meaning(built_machines()["decision"], "adopted")
    with pytest.raises(BrokenInvariant) as raised:
        apply(world().snapshot, entry(Kind.MOVED, D, from_state="registered", to_state="tabled", data=told))
    assert raised.value.code == "moved_from_elsewhere"


def test_a_new_owner_ends_the_last_ones_spell_and_begins_its_own() -> None:
    made = world()
    apply(made.snapshot, entry(Kind.OWNER_CHANGED, A, data={"owner": "slt-koordinator"}))
    spells = [
        (s.post, s.since, s.until) for s in made.snapshot.all(OwnerSpell) if (s.assignment_no, s.measure_no) == (1, 0)
    ]
    assert spells == [("politikontakt", OPENED, TODAY), ("slt-koordinator", TODAY, None)]
    assert made.snapshot.one(Item, *A).owner == "slt-koordinator"


def test_a_new_owner_ends_no_spell_of_another_case() -> None:
    made = world()
    apply(made.snapshot, entry(Kind.OWNER_CHANGED, A, data={"owner": "slt-koordinator"}))
    assert [s.until for s in made.snapshot.all(OwnerSpell) if s.measure_no] == [None]


@pytest.mark.parametrize(
    ("owner", "left"), [("rektor", ("kommune",)), ("ordforer", ("kommune",)), ("idrettsleder", ())]
)
def test_what_an_organisation_accepted_holds_only_while_the_work_stays_with_it(
    owner: str, left: tuple[str, ...]
) -> None:
    """I3."""
    made = world()
    made.change(M, accepted_by=("kommune",))
    apply(made.snapshot, entry(Kind.OWNER_CHANGED, M, data={"owner": owner}))
    assert made.snapshot.one(Item, *M).accepted_by == left


def test_every_time_a_deadline_moves_is_counted() -> None:
    made = world()
    for seq, day in enumerate((LATE, DUE, LATE), start=97):
        apply(made.snapshot, entry(Kind.DEADLINE_CHANGED, A, seq=seq, data={"due": day.isoformat()}))
    assert (made.snapshot.one(Item, *A).reschedules, made.snapshot.one(Item, *A).due) == (3, LATE)


def test_an_organisation_that_accepts_again_is_counted_once() -> None:
    made = world()
    for seq in (98, 99):
        apply(made.snapshot, entry(Kind.OWNERSHIP_ACCEPTED, M, seq=seq, data={"organisation": "kommune"}))
    assert made.snapshot.one(Item, *M).accepted_by == ("kommune",)


def test_a_stance_taken_again_replaces_the_first() -> None:
    made = world()
    for stance in ("object", "consent"):
        data = {"post": "ordforer", "stance": stance, "text_version": 1}
        apply(made.snapshot, entry(Kind.STANCE_TAKEN, D, data=data))
    assert [s.stance for s in made.snapshot.all(SeatStance)] == ["consent"]


def test_appointing_and_vacating_keep_who_held_the_post_when() -> None:
    snapshot = world().snapshot
    apply(snapshot, entry(Kind.HOLDER_APPOINTED, "post:rektor", seq=2, data={"post": "rektor"}, texts={"name": "A"}))
    apply(
        snapshot,
        entry(Kind.HOLDER_APPOINTED, "post:rektor", seq=3, on=DUE, data={"post": "rektor"}, texts={"name": "B"}),
    )
    assert (snapshot.one(Post, "rektor").holder, snapshot.one(Post, "rektor").vacant) == ("B", False)
    apply(snapshot, entry(Kind.POST_VACATED, "post:rektor", seq=4, on=LATE, data={"post": "rektor"}))
    assert (snapshot.one(Post, "rektor").holder, snapshot.one(Post, "rektor").vacant) == (None, True)
    assert [(h.holder, h.since, h.until) for h in snapshot.all(Holding)] == [
        ("A", TODAY, DUE),
        ("B", DUE, LATE),
        (None, LATE, None),
    ]


def test_an_account_is_a_posts_from_a_day_to_another() -> None:
    snapshot, bound, post = world().snapshot, Kind.ACCOUNT_BOUND, {"post": "rektor"}
    apply(snapshot, entry(bound, "post:rektor", seq=2, data=post, texts={"user": "os:ola@a"}))
    apply(snapshot, entry(bound, "post:rektor", seq=3, on=DUE, data=post, texts={"user": "os:ola@b"}))
    apply(snapshot, entry(bound, "post:rektor", seq=4, data=post, texts={"user": ERASED}))  # its name was erased
    ending = entry(Kind.ACCOUNT_UNBOUND, "post:rektor", seq=5, on=DUE, data={**post, "bound": 2})
    apply(snapshot, ending)
    apply(snapshot, replace(ending, seq=6, data={**post, "bound": 99}))  # as of a day before it was bound
    assert [(row.account, row.since, row.until) for row in snapshot.all(Binding)] == [
        ("os:ola@a", TODAY, DUE),
        ("os:ola@b", DUE, None),
        (ERASED, TODAY, None),
    ]
    before = DUE - timedelta(days=1)
    assert [posts_of(snapshot, f"os:ola@{host}", day) for host in "ab" for day in (before, DUE)] == [
        ("rektor",), (), (), ("rektor",)
    ]  # fmt: skip
    assert posts_of(snapshot, ERASED, DUE) == ()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_entry_has_a_fold_or_changes_texts_only(kind: Kind) -> None:
    assert (kind in FOLDS) is (kind not in (Kind.ENTRY_VOIDED, *OF_THE_JOURNAL))


@pytest.mark.parametrize("kind", [Kind.ENTRY_VOIDED, *OF_THE_JOURNAL])
def test_what_changes_texts_only_changes_no_row(kind: Kind) -> None:
    before = world().snapshot
    after = before.copy()
    apply(after, entry(kind, D))
    assert changed(before, after) == {}
    assert after.head == 99


ABOUT_A_CASE = sorted(
    {Kind.REGISTERED, Kind.MOVED, Kind.MIGRATED, Kind.OWNER_CHANGED, Kind.AGENDA_SETTLED}
    | {told.kind for told in TOLD if Ref.parse(told.subject)},
    key=list(Kind).index,
)


def test_what_is_about_a_case_and_what_is_not_are_all_kinds_there_are() -> None:
    beside = {told.kind for told in TOLD if Ref.parse(told.subject) is None}
    council = {kind for kind in ELSEWHERE_TOLD if kind not in ABOUT_A_CASE}
    assert set(ABOUT_A_CASE) & (beside | council) == set()
    assert set(ABOUT_A_CASE) | beside | council == set(FOLDS) - set(OF_ARCHIVE)


@pytest.mark.parametrize("kind", [kind for kind in ABOUT_A_CASE if kind is not Kind.REGISTERED])
@pytest.mark.parametrize("subject", ["7/26.1.1", "M7/26"])
def test_an_entry_about_a_case_that_is_not_there_is_a_bug_of_ours(kind: Kind, subject: str) -> None:
    data = {"meeting": "M1/26", "tags": [], "end": False, "waits_on": None, "owner": "rektor", "percent": 1}
    data |= {"post": "rektor", "presence": "seat", "organisation": "kommune", "due": "2026-09-01", "granted": True}
    data |= {"stance": "consent", "text_version": 1, "body": "b", "case": "c", "date": "2026-03-01", "sent": None}
    data |= {"day": "2026-03-01", "head": 1, "point": "own:1", "place": 1, "council": "verdal", "ref": "5/26"}
    data |= {"about": {}, "area": "beredskap", "year": 2027, "measure": "1/26.1.1", "challenge": "x", "effect": "some"}
    with pytest.raises(BrokenInvariant) as raised:
        apply(world().snapshot, entry(kind, subject, data=data))
    assert raised.value.code == "entry_without_ground"


@pytest.mark.parametrize("kind", ABOUT_A_CASE)
def test_an_entry_about_a_case_needs_a_subject_that_is_one(kind: Kind) -> None:
    whole = next((told.data for told in TOLD if told.kind is kind), {})
    data = {**whole, "measure": "1/26.1.1", "place": 1}
    with pytest.raises(BrokenInvariant) as raised:
        apply(world().snapshot, entry(kind, "post:rektor", data=data))
    assert raised.value.code == "subject_is_no_case"


def test_work_owned_by_a_post_that_does_not_exist_is_a_bug_of_ours() -> None:
    data = born(built_machines()["measure"], "nobody", DUE)
    with pytest.raises(BrokenInvariant):
        apply(world().snapshot, entry(Kind.REGISTERED, A.child(2), data=data, to_state="delegated"))


@pytest.mark.parametrize(
    ("ref", "key", "number"),
    [
        ("3/26", {"series": "", "year": 2026, "no": 0, "assignment_no": 0}, 3),
        ("M2/26", {"series": "M", "year": 2026, "no": 0, "assignment_no": 0}, 2),
        ("3/26.4", {"series": "", "year": 2026, "no": 3, "assignment_no": 0}, 4),
        ("3/26.4.5", {"series": "", "year": 2026, "no": 3, "assignment_no": 4}, 5),
    ],
)
def test_each_ref_is_numbered_in_its_own_series(ref: str, key: dict[str, Any], number: int) -> None:
    parsed = Ref.parse(ref)
    assert parsed is not None
    assert counter_of(parsed) == Counter(**key, last=number)


def new_meeting(snapshot: Snapshot, on: date, about: dict[str, Any]) -> Entry:
    ref, day = next_ref(snapshot, "M", MEETING_DAY.year), MEETING_DAY.isoformat()
    return new_case(built_machines()["meeting"], ref, on, "slt-koordinator", {}, day=day, **about)


def opened() -> list[Entry]:
    """The first entries of a council: its agreement, its machines, a meeting and two decisions."""
    loaded = load_agreement("kvaefjord", vocabulary())
    snapshot, made = Snapshot("kvaefjord"), list[Entry]()

    def record(told: Entry) -> None:
        made.append(replace(told, seq=len(made) + 1))
        apply(snapshot, made[-1])

    for told in council_opened(loaded, OPENED):
        record(told)
    for told in list(new_pins(snapshot, machines().values(), OPENED)):
        record(told)
    about = {"kind": "ordinary"}
    record(new_meeting(snapshot, OPENED, about))
    pins = tuple(machines()[name].digest for name in ("decision", "assignment", "measure"))
    for title in ("Først", "Så"):
        new = NewDecision(title=title, area="beredskap", bodies=("Kommunestyret",))
        record(decision_registered(snapshot, every_machine(), pins, new, TODAY, "slt-koordinator"))
    return made


def test_an_opened_council_is_what_its_agreement_says() -> None:
    agreement = load_agreement("kvaefjord", vocabulary())
    snapshot = replayed("kvaefjord", opened(), frozenset())
    council = snapshot.one(Council)
    assert (council.title, council.agreement, council.opened) == (
        "Politirådet i Kvæfjord",
        "kvaefjord/2019-01-01",
        OPENED,
    )
    assert snapshot.one(Definition, council.digest).content == agreement.content
    assert [o.id for o in snapshot.all(Organisation)] == ["kommune", "politi"]
    assert [p.id for p in snapshot.all(Post)] == [p.id for p in agreement.agreement.posts]
    assert [a.id for a in snapshot.all(Area)] == [a.id for a in agreement.agreement.focus_areas]
    assert [a.goals for a in snapshot.all(Area)] == [a.goals for a in agreement.agreement.focus_areas]
    assert [c.clause for c in snapshot.all(Clause)] == [c.key for c in agreement.agreement.clauses]
    for rows in (snapshot.all(Organisation), snapshot.all(Post), snapshot.all(Area)):
        assert [row.place for row in rows] == list(range(len(rows)))


def test_every_post_counts_as_held_with_no_name_recorded() -> None:
    posts = replayed("kvaefjord", opened(), frozenset()).all(Post)
    assert {(post.vacant, post.holder, post.designated) for post in posts} == {(False, None, False)}


@pytest.mark.parametrize("name", list(machines()))
def test_a_pinned_machine_brings_a_label_for_every_state_and_action(name: str) -> None:
    pinned = machines()[name]
    snapshot = Snapshot("x")
    apply(snapshot, replace(definition_pinned(pinned, OPENED), seq=1))
    labels = {(label.what, label.id): label.nb for label in snapshot.all(Label)}
    expected = {("machine", name): pinned.machine.machine.label.nb}
    expected |= {("state", state): built.label.nb for state, built in pinned.machine.states.items()}
    expected |= {("action", action): told.label.nb for action, told in pinned.machine.every_action.items()}
    assert labels == expected
    assert snapshot.one(Definition, pinned.digest).content == pinned.content


def test_a_machine_is_pinned_once() -> None:
    snapshot = replayed("kvaefjord", opened(), frozenset())
    assert list(new_pins(snapshot, machines().values(), OPENED)) == []


def test_decisions_are_numbered_from_one_in_each_year() -> None:
    snapshot = replayed("kvaefjord", opened(), frozenset())
    assert [str(item.ref) for item in snapshot.all(Item)] == ["M1/26", "1/26", "2/26"]
    assert [str(next_ref(snapshot, series, year)) for series, year in (("", 2026), ("M", 2026), ("", 2027))] == [
        "3/26",
        "M2/26",
        "1/27",
    ]


def test_a_registered_decision_is_what_it_was_registered_with() -> None:
    snapshot = replayed("kvaefjord", opened(), frozenset())
    decision = snapshot.one(Decision, 2026, 1)
    assert (decision.area, decision.bodies, decision.information, decision.text_version, decision.round) == (
        "beredskap",
        ("Kommunestyret",),
        False,
        1,
        0,
    )
    assert decision.pins == tuple(machines()[name].digest for name in ("decision", "assignment", "measure"))
    assert snapshot.one(Item, *D).title == "Først"


def test_a_kind_is_pinned_with_its_file_and_what_it_is_called() -> None:
    kind = load_kind("bylaws", machines()["decision"].machine, vocabulary())
    snapshot = Snapshot("x")
    apply(snapshot, replace(kind_pinned(kind, OPENED), seq=1))
    (label,) = snapshot.all(Label)
    assert (label.digest, label.what, label.id, label.nb) == (kind.digest, "kind", "bylaws", "Politivedtekter")
    assert snapshot.one(Definition, kind.digest).content == kind.content


def test_a_decision_of_a_kind_is_what_it_was_registered_with() -> None:
    snapshot = replayed("kvaefjord", opened(), frozenset())
    kind = load_kind("evaluation", machines()["decision"].machine, vocabulary())
    pins = tuple(machines()[name].digest for name in ("decision", "assignment", "measure"))
    new = NewDecision(
        title="Evaluering", kind=kind, about={"year": 2026}, challenges=("uteliv",), knowledge=("ungdata",)
    )
    told = decision_registered(snapshot, every_machine(), pins, new, TODAY, "slt-koordinator")
    apply(snapshot, replace(told, seq=snapshot.head + 1))
    decision = snapshot.one(Decision, 2026, 3)
    assert (decision.kind, decision.kind_pin, decision.about) == ("evaluation", kind.digest, {"year": 2026})
    item = snapshot.one(Item, "", 2026, 3, 0, 0)
    assert (item.challenges, item.knowledge) == (("uteliv",), ("ungdata",))
    ordinary = snapshot.one(Decision, 2026, 1)
    assert (ordinary.kind, ordinary.kind_pin, ordinary.about, ordinary.adopted_on) == (None, None, {}, None)


def test_a_noted_learning_point_is_what_it_was_noted_with_and_numbered_in_its_own_series() -> None:
    snapshot = replayed("kvaefjord", opened(), frozenset())
    for title, evaluation in (("Bedre vakter", "3/26"), ("Flere voksne", None)):
        ref = next_ref(snapshot, "L", 2026)
        built, texts = built_machines()["learning_point"], {"title": title}
        told = new_case(built, ref, TODAY, "slt-koordinator", texts, evaluation=evaluation)
        apply(snapshot, replace(told, seq=snapshot.head + 1))
    assert [(p.year, p.no, p.evaluation, p.carried_to, p.decision) for p in snapshot.all(LearningPoint)] == [
        (2026, 1, "3/26", None, None),
        (2026, 2, None, None, None),
    ]
    item = snapshot.one(Item, "L", 2026, 1, 0, 0)
    assert (item.title, item.state, item.level, item.owner) == ("Bedre vakter", "noted", "strategic", None)
    assert snapshot.find(Decision, 2026, 3) is None


@pytest.mark.parametrize(
    "told", [{"short_notice": True}, {"requested_by": "politi"}, {"group": "ko"}], ids=lambda told: next(iter(told))
)
def test_a_meeting_is_what_it_was_planned_with(told: dict[str, Any]) -> None:
    snapshot = replayed("kvaefjord", opened(), frozenset())
    about = {"kind": "extraordinary", **told}
    new = new_meeting(snapshot, TODAY, about)
    apply(snapshot, replace(new, seq=snapshot.head + 1))
    first, second = snapshot.all(Meeting)
    assert (first.short_notice, first.requested_by, first.group) == (False, None, None)
    for name, value in {"short_notice": False, "requested_by": None, "group": None, **told}.items():
        assert getattr(second, name) == value


def test_what_is_voided_leaves_no_row_but_its_number_stays_given() -> None:
    entries = opened()
    snapshot = replayed("kvaefjord", entries, frozenset({entries[-1].seq}))
    assert [str(item.ref) for item in snapshot.all(Item)] == ["M1/26", "1/26"]
    assert snapshot.find(Decision, 2026, 2) is None
    assert snapshot.one(Counter, "", 2026, 0, 0).last == 2
    assert str(next_ref(snapshot, "", 2026)) == "3/26"
    assert snapshot.head == entries[-1].seq


def test_a_replay_twice_is_the_same() -> None:
    once, twice = (replayed("kvaefjord", opened(), frozenset()) for _ in range(2))
    assert dict(once.tables()) == dict(twice.tables())


def test_an_objection_is_a_row_that_later_stances_of_its_seat_answer_and_an_undo_only_marks() -> None:
    snapshot, data = world().snapshot, {"post": "ordforer", "text_version": 1, "meeting": "M1/26"}
    taken = [
        entry(Kind.STANCE_TAKEN, D, seq=100 + place, data={**data, "stance": stance}, texts={"reason": stance})
        for place, stance in enumerate(("object", "object", "consent"))
    ]
    undo = entry(Kind.ENTRY_VOIDED, D, seq=103, data={"seq": 100, "kind": "StanceTaken"}, texts={"reason": "Feil"})
    for _ in unfolded(snapshot, [*taken, undo], frozenset({100})):
        pass
    first, second = snapshot.all(Objection)
    assert (first.seq, first.undone, first.spoken_on, first.stance_since) == (100, "Feil", 1, "consent")
    assert (second.seq, second.undone, second.reason, second.meeting) == (101, None, "object", "M1/26")
