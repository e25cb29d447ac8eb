"""Exemption from publicity: what inherits it, when it holds, and what the public edition tells and does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from slt_flow.errors import RequestError
from slt_flow.results.answers import Done
from slt_flow.results.decisions import CaseSheet
from slt_flow.results.evaluation import LearningSheet
from slt_flow.results.exemptions import Exempt
from slt_flow.results.follow_up import flattened
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show, show_case
from slt_flow.services.follow_up.report import report
from slt_flow.services.follow_up.status import status
from slt_flow.services.history.find import find
from slt_flow.services.history.redact import redact
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.agenda import add, agenda
from slt_flow.services.meetings.attach import attach
from slt_flow.services.meetings.attachments import attachments
from slt_flow.services.meetings.exempt import exempt, lift_exemption
from slt_flow.services.meetings.lists import list_meetings, show_meeting
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.request.actions import perform
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.request.exempt_content import tells_of_exempt
from slt_flow.services.year import action_plan, evaluation_view
from slt_flow.services.year.learning_view import points
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import EXEMPT, EXEMPT_WORDS, Level, Standing
from slt_flow.views.year.scribe import SCRIBE
from tests.conftest import NOON

BASIS = "offl. § 13"


@pytest.fixture
def council(year: Context) -> Context:
    """The council of the year, on a day after all of it, with the legal basis at hand."""
    return replace(year, clock=FixedClock(NOON.moment.replace(year=2027)), basis=BASIS)


def done(context: Context, ref: str, **more: object) -> Done:
    outcome = exempt(context, ref, **more)  # type: ignore[arg-type] # as each test names them
    assert isinstance(outcome, Done), outcome
    return outcome


@pytest.mark.parametrize("language", list(EXEMPT_WORDS))
def test_all_beneath_a_case_inherits_and_has_its_number_and_mark_only(council: Context, language: str) -> None:
    done(council, "1/26", public_title="Enkeltsak")
    public, mark = council.in_public(language), EXEMPT_WORDS[language]
    top, below = show_case(public, "1/26"), show_case(public, "1/26.1.1")
    assert top.title == f"Enkeltsak – {mark} ({BASIS})"
    assert below.title == f"{mark[:1].upper()}{mark[1:]} ({BASIS})"
    for sheet in (top, below):
        assert (sheet.state, sheet.state.label[language]) == (EXEMPT, mark)
        assert (sheet.owner, sheet.due, sheet.note, sheet.decided, sheet.remarks, sheet.recorded) == (
            None, None, "", None, (), (),
        )  # fmt: skip
        assert sheet.exempt == Exempt(BASIS, "Enkeltsak", masked=True)
    internal = show_case(council, "1/26.1.1")
    assert internal.owner is not None
    assert internal.exempt == Exempt(BASIS, "Enkeltsak")
    lines = {branch.ref for area in status(public).areas for branch in flattened(area.decisions)}
    assert {"1/26", "1/26.1", "1/26.1.1"} <= lines


def test_the_learning_points_of_an_exempt_evaluation_inherit(council: Context) -> None:
    learnt = [row for row in points(council) if row.evaluation is not None]
    assert learnt
    done(council, str(learnt[0].evaluation))
    sheet = show(council.in_public("nb"), learnt[0].ref)
    assert isinstance(sheet, LearningSheet)
    assert (sheet.title, sheet.note) == (f"Unntatt offentlighet ({BASIS})", "")


def test_a_basis_is_asked_for_and_the_same_is_said_once(council: Context) -> None:
    with pytest.raises(RequestError, match="exemption_needs_basis") as refused:
        exempt(replace(council, basis=None), "1/26")
    assert refused.value.exit_code == 2
    done(council, "1/26")
    assert done(council, "1/26").already
    perform(council, "1/26", "remark", {"text": "Noe annet"})
    with pytest.raises(RequestError, match="exempt_already"):
        exempt(council, "1/26")
    done(council, "1/26", public_title="Enkeltsak")
    with pytest.raises(RequestError, match="unknown_ref"):
        exempt(council, "99/26")
    with pytest.raises(RequestError, match="not_exempt"):
        lift_exemption(council, "1/26.1", "Ikke den")


@pytest.mark.parametrize("how", ["lift", "undo"])
def test_what_is_exempt_no_longer_is_public_again_to_the_letter(council: Context, how: str) -> None:
    public, before = council.in_public("nb"), show_case(council, "1/26")
    done(council, "1/26")
    if how == "lift":
        assert isinstance(lift_exemption(council, "1/26", "Saken er avgjort"), Done)
    else:
        assert isinstance(undo(council, "Feil sak", "1/26"), Done)
    after = show_case(public, "1/26")
    same = {"on": before.on, "seq": before.seq, "recorded": before.recorded}
    assert after._replace(**same) == before  # type: ignore[arg-type] # of the fields' own types
    assert after.exempt is None


def test_it_holds_for_the_days_before_too_and_for_archived_minutes(council: Context) -> None:
    before = minutes(council, "M1/26")
    done(council, "1/26")
    assert minutes(council, "M1/26")._replace(items=(), points=()) == before._replace(items=(), points=())
    then = council.at(date(2026, 4, 1)).in_public("nb")
    sheet = show_case(then, "1/26")
    assert isinstance(sheet, CaseSheet)
    assert (sheet.state, sheet.exempt) == (EXEMPT, Exempt(BASIS, masked=True))
    (point,) = (row.point for row in minutes(then, "M1/26").points if row.ref == "1/26")
    assert point.exempt == sheet.exempt
    assert tells_of_exempt(council.at(date(2026, 4, 1)), show_case(council.at(date(2026, 4, 1)), "1/26"))
    (item,) = (item for item in minutes(council.in_public("nb"), "M1/26").items if item.ref == "1/26")
    assert (item.text, item.present, item.stances, item.follow_up) == ("", (), (), ())


def test_points_keep_their_numbers_and_lose_what_was_said(council: Context) -> None:
    done(council, "M1/26", point="agreed:eventuelt")
    done(council, "2/26")
    public = council.in_public("nn")
    for ref in (row.ref for row in list_meetings(council)):
        numbers = {point.key: point.number for point in agenda(council, ref).items}
        assert {point.key: point.number for point in agenda(public, ref).items} == numbers
    said = {row.point.key: row for row in minutes(council, "M1/26").points}["agreed:eventuelt"]
    masked = {row.point.key: row for row in minutes(public, "M1/26").points}["agreed:eventuelt"]
    assert (said.discussion, said.outcome, said.guests) != ("", None, ())
    assert (masked.discussion, masked.outcome, masked.guests) == ("", None, ())
    assert masked.title == f"Unnateke offentlegheit ({BASIS})"
    assert masked.point.number == said.point.number


def test_a_point_that_deals_with_a_case_exempts_the_case(council: Context) -> None:
    (point,) = (point for point in agenda(council, "M1/26").items if point.ref == "1/26")
    assert done(council, "M1/26", point=point.number).ref == "1/26"
    assert show_case(council, "1/26").exempt == Exempt(BASIS)


def test_an_exempt_meeting_keeps_its_day_and_has_nothing_else(council: Context) -> None:
    (before,) = (row for row in list_meetings(council) if row.ref == "M1/26")
    done(council, "M1/26")
    public = council.in_public("nb")
    (row,) = (row for row in list_meetings(public) if row.ref == "M1/26")
    assert (row.day, row.kind, row.venue, row.state) == (before.day, before.kind, None, EXEMPT)
    told, drawn = minutes(public, "M1/26"), agenda(public, "M1/26")
    assert (told.attendance, told.items, told.points, told.remarks, told.recorded_by) == ((), (), (), (), ())
    assert (drawn.items, drawn.dropped, drawn.invited) == ((), (), ())


@pytest.mark.parametrize("refs", [("1/26",), ("1/26", "2/26", "3/26", "4/26"), ("4/26.1",)])
def test_no_verdict_of_the_public_edition_is_another_than_it_is(council: Context, refs: tuple[str, ...]) -> None:
    true = {(row.clause, row.since): row for row in obligations(council, 2026).rows}
    for ref in refs:
        done(council, ref)
    withheld = 0
    for row in obligations(council.in_public("nb"), 2026).rows:
        if row.verdict == Standing.UNKNOWN and row.forecast is not None and row.forecast.code == "rests_on_exempt":
            withheld += 1
            assert (row.due, row.broken_since, row.evidence, row.advice, row.beside) == (None, None, (), None, ())
        else:
            there = true[row.clause, row.since]
            assert (row.verdict, row.due, row.broken_since) == (there.verdict, there.due, there.broken_since)
            named = {shown.ref for shown in row.evidence}
            assert not any(name == ref or name.startswith(f"{ref}.") for name in named for ref in refs)
    assert withheld < len(true) / 2


def test_the_report_lists_an_exempt_decision_by_its_number(council: Context) -> None:
    lines = report(council, period="2026").lines
    ref = next(line.ref for line in lines if line.meeting is not None and line.responsible)
    done(council, ref)
    (line,) = (line for line in report(council.in_public("nb"), period="2026").lines if line.ref == ref)
    assert (line.state, line.text, line.responsible, line.due, line.remarks) == (EXEMPT, "", (), None, ())


def test_what_tells_of_something_exempt_is_internal_and_else_is_not(council: Context) -> None:
    assert not tells_of_exempt(council, minutes(council, "M1/26"))
    done(council, "1/26")
    assert tells_of_exempt(council, minutes(council, "M1/26"))
    assert tells_of_exempt(council, history(council, "1/26"))
    assert not tells_of_exempt(council, agenda(council, "M2/27"))


def test_a_history_tells_when_a_case_was_registered_and_on_which_agendas_it_stood(council: Context) -> None:
    done(council, "1/26")
    kinds = {line.kind for line in history(council.in_public("nb"), "1/26")}
    assert kinds == {"Registered", "MeetingLinked", "Moved", "Exempted"}


def added(context: Context, meeting: str, ref: str) -> str:
    """Add a case to an agenda, and return the key of its point."""
    outcome = add(context, meeting, ref)
    assert isinstance(outcome, Done), outcome
    return next(point.key for point in agenda(context, meeting).items if point.title.startswith(f"{ref}: "))


def act(context: Context, ref: str, action: str, **answers: object) -> None:
    outcome = perform(context, ref, action, answers)
    assert isinstance(outcome, Done), outcome


def test_a_point_titled_after_an_exempt_case_tells_nothing_in_public(council: Context, folder: Path) -> None:
    key = added(council, "M2/27", "1/26.1")
    act(council, "M2/27", "describe_item", point=key, text="Ordet Hvalross", attachments=("Hvalross.pdf",))
    paper = folder / "Hvalross-notat.pdf"
    paper.write_bytes(b"x")
    assert isinstance(attach(council, "M2/27", str(paper), point=key), Done)
    public = council.in_public("nb")
    assert len(find(public, "hvalross")) > 1
    done(council, "1/26")
    assert find(public, "hvalross") == ()
    assert (
        "hvalross" not in str((history(public, "M2/27"), attachments(public, "M2/27"), show(public, "M2/27"))).lower()
    )
    (point,) = (point for point in agenda(public, "M2/27").items if point.key == key)
    assert (point.title, point.text, point.attachments) == (f"1/26.1: Unntatt offentlighet ({BASIS})", "", ())
    said = attachments(council, "M2/27")[-1]
    assert (said.name, said.exempt) == ("Hvalross-notat.pdf", Exempt(BASIS))
    assert tells_of_exempt(council, attachments(council, "M2/27"))


def test_what_was_said_at_a_point_titled_after_an_exempt_case_is_not_public(council: Context) -> None:
    key = added(council, "M4/26", "1/26.1")
    act(council, "M4/26", "note_item", point=key, discussion="Ordet Hvalross", outcome="postponed")
    again = f"again:M4/26:{key}"
    held = [row.ref for row in list_meetings(council)]
    later = next(ref for ref in held if again in {point.key for point in agenda(council, ref).items})
    act(council, later, "describe_item", point=again, text="Hvalross igjen")
    public = council.in_public("nb")
    assert len(find(public, "hvalross")) == 2
    done(council, "1/26.1")
    assert find(public, "hvalross") == ()
    assert "hvalross" not in str((minutes(public, "M4/26"), agenda(public, later))).lower()


def test_the_title_of_an_exempt_meeting_is_not_told_by_another_agenda(council: Context) -> None:
    key = added(council, "M2/27", "M1/26")
    title = show(council, "M1/26").title
    done(council, "M1/26")
    public = council.in_public("nb")
    (point,) = (point for point in agenda(public, "M2/27").items if point.key == key)
    assert point.title == f"M1/26: Unntatt offentlighet ({BASIS})"
    assert title not in str((history(public, "M2/27"), agenda(public, "M2/27")))


def test_a_guest_there_for_exempt_points_only_is_not_named_in_public(council: Context) -> None:
    first, second = (point.key for point in agenda(council, "M4/26").items[:2])
    act(council, "M4/26", "add_guest", guests=("Hvalross=ekspert",), during=(first,))
    act(council, "M4/26", "add_guest", guests=("Narhval",), during=(first, second))
    public = council.in_public("nb")
    assert find(public, "hvalross")
    done(council, "M4/26", point=first)
    assert find(public, "hvalross") == ()
    read = str((minutes(public, "M4/26"), show_meeting(public, "M4/26"), history(public, "M4/26")))
    assert ("Hvalross" in read, "Narhval" in read) == (False, True)
    (guest,) = (person for person in minutes(public, "M4/26").attendance if "Narhval" in str(person))
    assert len(guest.during) == 1
    assert "Hvalross" in str(minutes(council, "M4/26"))


def test_a_deputy_there_for_exempt_points_only_is_not_named_in_public(council: Context) -> None:
    first = agenda(council, "M4/26").items[0].key
    act(council, "M4/26", "attend", post="rektor", deputy="Hvalross (oppvekst)", during=(first,))
    public = council.in_public("nb")
    assert find(public, "hvalross")
    done(council, "M4/26", point=first)
    assert "Hvalross" not in str((minutes(public, "M4/26"), show_meeting(public, "M4/26"), history(public, "M4/26")))


@pytest.mark.parametrize("period", ["2025", "2026"])
def test_the_public_report_lists_every_exempt_decision_that_was_made_in_its_period_and_no_other(
    council: Context, period: str
) -> None:
    withdrawn = register(council, "Hvalross", meeting="M2/27")
    assert isinstance(withdrawn, Done)
    act(council, str(withdrawn.ref), "withdraw", reason="Trukket")
    lines = report(council, period=period).lines
    made = {(line.ref, line.day, line.imported) for line in lines if str(line.day)[:4] == period}
    every = {branch.ref for area in status(council).areas for branch in area.decisions}
    every |= {str(withdrawn.ref), *(ref for ref, *_ in made)}
    for ref in sorted(every):
        done(council, ref)
    told = report(council.in_public("nb"), period=period).lines
    assert {(line.ref, line.day, line.imported) for line in told} == made
    assert report(council, period="2027").lines
    assert report(council.in_public("nb"), period="2027").lines == ()
    assert all(BASIS in line.title and not line.text for line in told)
    assert ("7/25" in {line.ref for line in told if line.imported}) == (period == "2025")


def test_nothing_of_what_is_exempt_is_counted_or_advised_on(council: Context) -> None:
    meetings = [row.ref for row in list_meetings(council) if row.items]
    assert meetings
    assert any(row.advice is not None for row in obligations(council, 2026).rows if row.clause == "meetings_are_held")
    for ref in meetings:
        done(council, ref)
    public = council.in_public("nb")
    assert {row.items for row in list_meetings(public) if row.ref in meetings} == {0}
    (row,) = (row for row in obligations(public, 2026).rows if row.clause == "meetings_are_held")
    assert (row.verdict, row.advice, row.evidence) == (Standing.UNKNOWN, None, ())


@pytest.mark.endurance
@pytest.mark.parametrize(("left_at", "is_named"), [(0, False), (1, False), (2, True), (None, True)])
def test_a_deputy_who_came_and_left_at_an_exempt_point_is_not_named_in_public(
    council: Context, left_at: int | None, is_named: bool
) -> None:
    points = [point.key for point in agenda(council, "M4/26").items]
    act(council, "M4/26", "attend", post="rektor", deputy="Hvalross (oppvekst)", point=points[0])
    if left_at is not None:
        act(council, "M4/26", "leave", post="rektor", reason="Ferdig", point=points[left_at])
    done(council, "M4/26", point=points[0])
    public = council.in_public("nb")
    read = str((minutes(public, "M4/26"), show_meeting(public, "M4/26"), history(public, "M4/26")))
    assert ("Hvalross" in read) is is_named
    assert bool(find(public, "hvalross")) is is_named


def test_a_deputy_who_came_to_the_exempt_points_that_were_left_is_not_named_in_public(council: Context) -> None:
    points = [point.key for point in agenda(council, "M4/26").items]
    act(council, "M4/26", "attend", post="rektor", deputy="Hvalross (oppvekst)", point=points[-2])
    public = council.in_public("nb")
    for point in points[-2:]:
        assert "Hvalross" in str(minutes(public, "M4/26"))
        done(council, "M4/26", point=point)
    assert "Hvalross" not in str((minutes(public, "M4/26"), history(public, "M4/26")))


def test_a_point_titled_after_an_exempt_case_stays_so_once_its_title_is_erased(council: Context) -> None:
    key = added(council, "M2/27", "1/26.1")
    act(council, "M2/27", "describe_item", point=key, text="Ordet Hvalross")
    done(council, "1/26")
    (said,) = (line.seq for line in history(council, "M2/27") if line.kind == "AgendaPointAdded" and key in str(line))
    assert isinstance(redact(replace(council, basis="GDPR art. 17"), str(said), "title"), Done)
    public = council.in_public("nb")
    (point,) = (point for point in agenda(public, "M2/27").items if point.key == key)
    assert (point.title, point.text) == (f"1/26.1: Unntatt offentlighet ({BASIS})", "")
    assert find(public, "hvalross") == ()


def test_the_public_evaluation_lists_no_exempt_case_as_unfinished(council: Context) -> None:
    unfinished = {row.ref for row in evaluation_view.show(council, 2026).unfinished}
    assert unfinished
    for ref in sorted({ref.partition(".")[0] for ref in unfinished}):
        done(council, ref)
    assert evaluation_view.show(council.in_public("nb"), 2026).unfinished == ()


def test_the_evaluation_of_a_year_lists_no_work_of_later_years_as_unfinished(council: Context) -> None:
    of_year = {year: {row.ref for row in evaluation_view.show(council, year).unfinished} for year in (2020, 2026)}
    assert not of_year[2020]
    assert of_year[2026]


def test_an_exempt_evaluation_or_plan_is_no_draft_in_public(council: Context) -> None:
    assert isinstance(action_plan.open_plan(replace(council, scribe=SCRIBE), "2027"), Done)
    evaluation, plan = evaluation_view.show(council, 2026).decided, action_plan.show(council, 2027).decided
    assert evaluation.ref is not None
    assert plan.ref is not None
    public = council.in_public("nb")
    for ref in (evaluation.ref, plan.ref):
        done(council, ref)
    for decided in (evaluation_view.show(public, 2026).decided, action_plan.show(public, 2027).decided):
        assert (decided.state, decided.adopted_on, decided.is_draft) == (EXEMPT, None, False)
        assert BASIS in str(decided.title)


def test_the_public_plan_has_a_bare_line_for_an_exempt_decision_of_its_years(council: Context) -> None:
    internal = action_plan.show(council, 2026).plan
    ref = next(line.ref for line in internal if line.level == Level.STRATEGIC and line.ref.endswith("/26"))
    done(council, ref)
    (line,) = (x for x in action_plan.show(council.in_public("nb"), 2026).plan if x.ref.partition(".")[0] == ref)
    assert (line.ref, line.area, line.owner, line.due, line.state, line.achieved) == (
        ref,
        None,
        None,
        None,
        EXEMPT,
        False,
    )
    assert BASIS in line.title
    (hidden,) = (x for x in internal if x.ref == ref)
    later = {line.ref for line in action_plan.show(council.in_public("nb"), 2027).plan}
    assert hidden.ref not in later
