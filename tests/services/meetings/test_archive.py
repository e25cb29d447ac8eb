"""The municipality's archive: where papers go, what was exported once, and what a receipt says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from slt_flow.errors import RequestError
from slt_flow.records import journal
from slt_flow.results.answers import Done, Outcome
from slt_flow.results.archive import CaseNumber, Compared, FiledRow, Filing, Message
from slt_flow.results.decisions import CaseSheet
from slt_flow.results.meetings import MeetingSheet
from slt_flow.services.follow_up.case_sheet import show
from slt_flow.services.history import audit
from slt_flow.services.history.redact import redact
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.archive_exports import compared, record_exports
from slt_flow.services.meetings.archive_status import archive_status
from slt_flow.services.meetings.exempt import exempt
from slt_flow.services.meetings.filing import filing_of_meeting, filing_of_point, refer
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.terms import Ref
from tests.conftest import NOON

MEETING: Final = "M1/26"
FOLDER: Final = Message("M1/26", "folder", "a" * 64)
MINUTES: Final = Message("M1/26:MP", "MP", "b" * 64)


@pytest.fixture
def council(year: Context) -> Context:
    """The council of the year, on a day after all of it; its meeting of the spring was exported already."""
    return replace(year, clock=FixedClock(NOON.moment.replace(year=2027)))


def done(outcome: Outcome | None) -> Done:
    assert isinstance(outcome, Done), outcome
    return outcome


def height(context: Context) -> int:
    with context.store.reading() as connection:
        return journal.head(connection, str(context.council)).height


def filing(context: Context, point: str | None = None, written: str | None = None) -> Filing:
    with reading(context) as reader:
        ref = Ref.parse(MEETING)
        assert ref is not None
        return filing_of_point(reader, ref, point, written) if point else filing_of_meeting(reader, ref)


# filing


def test_the_councils_values_hold_where_a_meeting_or_an_item_has_none(council: Context) -> None:
    of_meeting = Filing("Råd og utvalg", "033", CaseNumber(2026, 123), "UO")
    assert filing(council) == of_meeting
    assert filing(council, "case:1/26") == of_meeting._replace(case=None)
    assert filing(council, "agreed:eventuelt", "2026/9").case == CaseNumber(2026, 9)
    assert filing(council, "agreed:eventuelt", "PS 9/26").case is None
    done(refer(council, "1/26", case="2026/0007", classification="034"))
    assert filing(council, "case:1/26", "2026/9") == Filing("Råd og utvalg", "034", CaseNumber(2026, 7), "UO")
    done(refer(council, MEETING, point="agreed:eventuelt", restriction="P"))
    assert filing(council, "agreed:eventuelt").restriction == "P"
    assert filing(council) == of_meeting


def test_of_each_value_the_latest_counts_and_undoing_it_brings_the_former_back(council: Context) -> None:
    done(refer(council, "council", part="Møter"))
    assert filing(council)[:2] == ("Møter", "033")
    done(undo(council, "Feil del", "council"))
    assert filing(council)[:2] == ("Råd og utvalg", "033")
    done(refer(council, MEETING, case="2026/124"))
    assert filing(council).case == CaseNumber(2026, 124)
    done(undo(council, "Feil sak", MEETING))
    assert filing(council).case == CaseNumber(2026, 123)


def filed(context: Context, ref: str) -> tuple[FiledRow, ...]:
    sheet = show(context, ref)
    assert isinstance(sheet, CaseSheet)
    return sheet.filed


def test_it_stands_in_the_sheet_and_in_the_history_and_its_words_can_be_erased(council: Context) -> None:
    done(refer(council, "1/26", part="Barnevern", case="2026/7"))
    assert filed(council, "1/26") == (FiledRow(part="Barnevern", case="2026/7"),)
    last = history(council, "1/26")[-1]
    assert (last.kind, last.texts) == ("ArchiveReferred", {"part": "Barnevern", "case": "2026/7"})
    done(redact(replace(council, basis="Personvern"), "1/26", "part"))
    assert filed(council, "1/26") == (FiledRow(case="2026/7"),)
    assert filing(council, "case:1/26").part == "Råd og utvalg"
    assert not audit.verify(council)[0].flaws


@pytest.mark.parametrize(
    ("ref", "said", "code"),
    [("council", {}, "nothing_to_refer"), ("council", {"point": 1, "part": "A"}, "point_of_council"),
     ("council", {"part": "Råd og utvalg"}, "filed_already"), ("99/26", {"part": "A"}, "unknown_ref"),
     *((MEETING, {"case": case}, "bad_archive_case") for case in ("26/7", "2026/", "2026/7/1", "٢٠٢٦/٧", "=1"))],
)  # fmt: skip
def test_what_files_nothing_is_refused(council: Context, ref: str, said: dict[str, str], code: str) -> None:
    before = height(council)
    with pytest.raises(RequestError) as refused:
        refer(council, ref, **said)
    assert (refused.value.code, height(council)) == (code, before)


# exports


def standing(context: Context, *messages: Message) -> list[tuple[str, int]]:
    with reading(context) as reader:
        return [(one.standing, one.version) for one in compared(reader, MEETING, messages)]


def test_the_same_bytes_are_nothing_new_and_others_a_new_version(council: Context) -> None:
    there, written = FOLDER._replace(digest="0" * 64), list[tuple[Compared, ...]]()

    def write(sent: tuple[Compared, ...]) -> Callable[[], None]:
        written.append(sent)
        return written.clear

    assert standing(council, there, MINUTES) == [("same", 1), ("new", 1)]
    done(record_exports(council, MEETING, (there, MINUTES), write=write))
    assert [[one.message.key for one in sent] for sent in written] == [["M1/26:MP"]]
    assert record_exports(council, MEETING, (there, MINUTES), write=write) is None
    assert standing(council, FOLDER, MINUTES) == [("newer", 2), ("same", 1)]
    done(record_exports(council, MEETING, (FOLDER, MINUTES)))
    assert standing(council, there) == [("newer", 3)]  # the bytes of an earlier version are none that were sent last
    done(record_exports(council, MEETING, (MINUTES,), again=True))
    versions = [(e.data["key"], e.data["version"]) for e in history(council, MEETING) if "Exported" in e.kind]
    assert versions[2:] == [("M1/26:MP", 1), ("M1/26", 2), ("M1/26:MP", 1)]


def test_nothing_is_recorded_where_writing_fails_or_nothing_may_be_sent(council: Context) -> None:
    before = height(council)

    def fail(_: object) -> Callable[[], None]:
        raise RequestError("cannot_write")

    with pytest.raises(RequestError):
        record_exports(council, MEETING, (MINUTES,), write=fail)
    done(record_exports(replace(council, dry_run=True), MEETING, (MINUTES,), write=fail))
    for meeting, messages, code in (
        ("M2/26", (Message("M2/26", "folder", ""),), "export_needs_archived"),
        (MEETING, (Message("M2/26", "folder", ""),), "foreign_key"),
        (MEETING, (MINUTES, MINUTES), "foreign_key"),
    ):
        with pytest.raises(RequestError) as refused:
            record_exports(council, meeting, messages)
        assert refused.value.code == code
    assert height(council) == before


def test_an_export_is_never_undone_and_keeps_what_it_rests_on(council: Context) -> None:
    done(refer(council, "council", part="Møter"))
    done(exempt(replace(council, basis="offl. § 13"), "1/26"))
    item = Message("M1/26:item:case:1/26", "item", "c" * 64, "case:1/26")
    done(record_exports(council, MEETING, (item,)))
    for subject in (MEETING, "council", "1/26"):
        with pytest.raises(RequestError) as refused:
            undo(council, "Feil", subject)
        assert (refused.value.code, refused.value.facts["ref"]) == ("exported_for_good", MEETING)


# status


def test_each_meeting_that_was_held_says_what_still_waits(council: Context) -> None:
    states = {found.meeting: found.state for found in archive_status(council) if found.meeting != MEETING}
    assert states.keys() == {"K1/26", "M3/26", "M4/26", "U1/26"}
    assert set(states.values()) == {"minutes_not_archived"}
    assert [found.state for found in archive_status(council, MEETING)] == ["received", "exported"]
    done(refer(council, MEETING, point="agreed:eventuelt", part="Møter"))
    sheet = show(council, MEETING)
    assert isinstance(sheet, MeetingSheet)
    (number,) = (row.point.number for row in minutes(council, MEETING).points if row.point.key == "agreed:eventuelt")
    assert [row.item for row in sheet.filed] == ["", str(number)]
    assert [row.item for row in archive_status(council, MEETING)] == ["", str(number)]
    with pytest.raises(RequestError):
        archive_status(council, "M99/26")


def test_the_public_edition_calls_points_by_their_cases_or_not(council: Context) -> None:
    item = Message("M1/26:item:case:1/26", "item", "c" * 64, "case:1/26")
    done(record_exports(council, MEETING, (item,)))
    done(refer(council, MEETING, point="agreed:eventuelt", part="Møter"))
    public = replace(council, moment=council.moment._replace(public="nb"))
    assert [row.item for row in archive_status(public, MEETING)] == ["", "", "1/26"]
    sheet = show(public, MEETING)
    assert isinstance(sheet, MeetingSheet)
    assert [row.point for row in sheet.filed] == [""]
