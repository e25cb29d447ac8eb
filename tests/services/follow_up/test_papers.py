"""Papers of a council: the case paper, the letter to an owner, the report of a year."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from slt_flow.errors import RequestError
from slt_flow.model.moment import Moment
from slt_flow.results.documents import Note
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over
from slt_flow.services.decisions.knowledge import add_challenge, add_knowledge
from slt_flow.services.decisions.propose import propose
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_paper import case_paper
from slt_flow.services.follow_up.letter import letter
from slt_flow.services.follow_up.yearly_report import yearly_report
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.exempt import exempt
from slt_flow.services.meetings.extract import extract
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people.contacts import record_contact
from slt_flow.services.request.context import Context
from slt_flow.views.follow_up import letter as letter_view
from slt_flow.views.follow_up import yearly_report as year_view
from slt_flow.views.follow_up.case_paper import document
from slt_flow.views.meetings.minutes import document as minutes_document
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.words import Words
from slt_flow.views.writers import terminal
from slt_flow.views.writers.markdown import markdown
from tests.conftest import Prepared, on
from tests.records.year import done, go


@pytest.fixture
def council(prepared: Prepared) -> Context:
    return prepared(_tell)


def _tell(made: Context) -> None:
    done(add_knowledge(on(made, "2026-02-01"), "ungdata", "Ungdata 2026", source="Ungdata"))
    done(add_challenge(on(made, "2026-02-02"), "rus", "Tidlig rusdebut", sources=["ungdata"]))
    done(hold(on(made, "2026-03-12"), "2026-03-12", "all"))
    now = on(made, "2026-03-12")
    done(register(now, "Natteravner", text="Hver helg.", meeting="M1/26", challenges=["rus"], case="26/41"))
    go(now, "1/26", "take_stance", post="politistasjonssjef", stance="object", reason="Ikke folk")
    go(now, "1/26", "amend", text="Fra mai til oktober.")
    for post in ("ordforer", "administrasjonssjef", "slt-koordinator", "politikontakt"):
        go(now, "1/26", "take_stance", post=post, stance="consent")


def test_a_case_paper_has_basis_text_and_history(council: Context) -> None:
    paper = case_paper(on(council, "2026-03-12"), "1/26")
    assert (paper.name, paper.text, paper.case, paper.decided) == (
        "Natteravner",
        "Fra mai til oktober.",
        "26/41",
        False,
    )
    assert paper.day == date(2026, 3, 12)
    assert [(row.title, [source.title for source in row.knowledge]) for row in paper.challenges] == [
        ("Tidlig rusdebut", ["Ungdata 2026"])
    ]
    assert [(step.kind, step.meeting, step.post, step.text) for step in paper.history] == [
        ("Registered", None, None, ""),
        ("MeetingLinked", "M1/26", None, ""),
        ("StanceTaken", None, "Politistasjonssjef", "Ikke folk"),
        ("TextAmended", None, None, ""),
    ]


def test_what_was_undone_is_no_step_of_a_case(council: Context) -> None:
    later = on(council, "2026-03-12")
    go(later, "1/26", "amend", text="Aldri.")
    assert [step.kind for step in case_paper(later, "1/26").history].count("TextAmended") == 2
    done(undo(later, "Feil", "1/26"))
    assert [step.kind for step in case_paper(later, "1/26").history].count("TextAmended") == 1


def test_a_paper_is_of_a_decision(council: Context) -> None:
    assert case_paper(council, "1/26").ref == "1/26"
    with pytest.raises(RequestError, match="paper_of_no_decision"):
        case_paper(council, "M1/26")
    with pytest.raises(RequestError, match="unknown_ref"):
        case_paper(council, "9/26")


@pytest.fixture
def adopted(council: Context) -> Context:
    """1/26 is adopted and handed down to the coordinator, with a measure of the police contact."""
    now, later = on(council, "2026-03-12"), on(council, "2026-03-13")
    go(replace(now, basis="Sagt i møtet"), "1/26", "take_stance", post="politistasjonssjef", stance="consent")
    go(now, "1/26", "adopt")
    done(assign(later, "1/26", "slt-koordinator", "2026-06-01"))
    done(add_measure(on(council, "2026-03-20"), "1/26.1", "Verve ravner", "politikontakt", "2026-05-01"))
    return council


def test_a_decided_paper_is_of_the_day_it_is_seen_from(adopted: Context) -> None:
    paper = case_paper(on(adopted, "2026-05-02"), "1/26")
    assert (paper.decided, paper.day) == (True, date(2026, 5, 2))
    assert [(row.ref, row.owner_title) for row in paper.follow_up] == [
        ("1/26.1", "SLT-koordinator"),
        ("1/26.1.1", "Politikontakt"),
    ]


def test_a_letter_says_who_asks_whom_for_what_by_when(adopted: Context) -> None:
    assignment, measure = letter(adopted, "1/26.1"), letter(adopted, "1/26.1.1")
    assert assignment.owner is not None
    assert (assignment.owner.title, assignment.asked_by.title) == ("SLT-koordinator", "Ordfører")
    assert (assignment.day, assignment.due) == (date(2026, 3, 13), date(2026, 6, 1))
    assert (assignment.case, assignment.decision_text) == ("26/41", "Fra mai til oktober.")
    assert [row.title for row in assignment.challenges] == ["Tidlig rusdebut"]
    assert measure.owner is not None
    assert (measure.owner.title, measure.asked_by.title) == ("Politikontakt", "SLT-koordinator")
    assert measure.above is not None
    assert (measure.day, measure.above.ref, measure.accepts) == (date(2026, 3, 20), "1/26.1", True)
    go(on(adopted, "2026-03-21"), "1/26.1.1", "accept")
    assert not letter(adopted, "1/26.1.1").accepts


def test_a_letter_of_work_given_after_its_deadline_asks_for_nothing_in_the_past(adopted: Context) -> None:
    def asked() -> str:
        return markdown(letter_view.document(letter(adopted, "1/26.1"), Words("en")))

    assert "which is to be done by 1 June 2026." in asked()
    done(hand_over(on(adopted, "2026-06-02"), "1/26.1", "politikontakt", "Ny arbeidsdeling"))
    assert "which was to be done by 1 June 2026." in asked()


def test_a_letter_to_a_new_owner_has_the_day_it_took_over(adopted: Context) -> None:
    done(hand_over(on(adopted, "2026-04-02"), "1/26.1.1", "slt-koordinator", "Ferie"))
    taken = letter(adopted, "1/26.1.1")
    assert taken.owner is not None
    assert (taken.owner.post, taken.day) == ("slt-koordinator", date(2026, 4, 2))


def test_a_letter_is_about_work_that_somebody_was_given(adopted: Context) -> None:
    for ref in ("1/26", "M1/26"):
        with pytest.raises(RequestError, match="letter_of_no_work"):
            letter(adopted, ref)
    with pytest.raises(RequestError, match="unknown_ref"):
        letter(adopted, "1/26.9")


def test_the_public_edition_has_no_letter_about_exempt_work_and_says_so(adopted: Context) -> None:
    done(exempt(replace(adopted, basis="offl. § 13"), "1/26"))
    assert letter(adopted, "1/26.1").owner is not None
    with pytest.raises(RequestError, match="letter_of_exempt_work"):
        letter(adopted.in_public("nb"), "1/26.1")


def test_a_proposal_from_below_says_where_it_comes_from(adopted: Context) -> None:
    later = on(adopted, "2026-04-01")
    done(plan(later, "2026-06-10"))
    done(propose(later, "Lys på gangveien", "1/26.1", meeting="M2/26"))
    paper = case_paper(later, "2/26")
    assert (paper.proposed_by, paper.follows) == ("SLT-koordinator", "1/26.1 Natteravner")
    assert (paper.decided, paper.day) == (False, date(2026, 6, 10))


def test_a_yearly_report_tells_what_meetings_said(adopted: Context) -> None:
    go(on(adopted, "2026-03-12"), "M1/26", "note_item", point="standing:crime_picture", discussion="Færre innbrudd.")
    report = yearly_report(on(adopted, "2026-12-31"), 2026)
    assert [(row.meeting, row.presenter, row.text) for row in report.crime_picture] == [
        ("M1/26", "Politikontakt", "Færre innbrudd.")
    ]
    assert [row.held for row in report.meetings] == [True]
    assert [line.ref for line in report.decisions.lines] == ["1/26"]
    assert (report.evaluation.year, report.plan.period.first) == (2026, 2027)
    for year in (2025, 2027):
        with pytest.raises(RequestError, match="year_not_followed_up"):
            yearly_report(on(adopted, "2026-12-31"), year)


def test_a_yearly_report_breaks_no_word_on_a_narrow_screen(
    adopted: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    report = yearly_report(on(adopted, "2026-12-31"), 2026)
    terminal.show(year_view.document(report, Words("nb"), narrow=True), Words("nb"), Screen())
    assert re.search(r"^12\.3\.2026 +Natteravner +SLT-koordinator", capsys.readouterr().out, re.MULTILINE)


def test_the_public_paper_of_an_exempt_case_has_its_number_and_its_mark_alone(council: Context) -> None:
    now = on(council, "2026-03-12")
    done(exempt(replace(now, basis="offl. § 13"), "1/26", public_title="En sak"))
    public = replace(now, moment=Moment(public="nb"))
    paper = case_paper(public, "1/26")
    assert paper.masked
    assert (paper.text, paper.case, paper.meeting, paper.history, paper.challenges) == ("", None, None, (), ())
    assert [block.text for block in document(paper, Words("nb")).blocks if isinstance(block, Note)] == [paper.name]
    assert not case_paper(now, "1/26").masked
    certified = minutes_document(extract(public, "M1/26", "1/26"), Words("nb"))
    assert [block.text for block in certified.blocks if isinstance(block, Note)][-1] == f"1/26 {paper.name}"


def test_the_letter_says_whom_to_answer_and_where(adopted: Context) -> None:
    done(record_contact(adopted, "slt-koordinator", "slt@kommune.example"))
    to_another = letter(adopted, "1/26.1.1")
    assert (to_another.answer_to.post, to_another.address) == ("slt-koordinator", "slt@kommune.example")
    assert letter(adopted.in_public("nb"), "1/26.1.1").address is None
    to_itself = letter(adopted, "1/26.1")
    assert to_itself.owner is not None
    assert to_itself.owner.post == to_itself.secretary.post == "slt-koordinator"
    assert to_itself.answer_to == to_itself.asked_by != to_itself.secretary
