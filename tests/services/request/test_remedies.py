"""What a refusal tells to do can be done, and it calls parties and posts by their names."""

from __future__ import annotations

import shlex

from slt_flow.results.answers import Refusal
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import posts
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.views.meetings.minutes import document
from slt_flow.views.text.findings import of_finding
from slt_flow.views.text.outcomes import done_lines, warnings
from slt_flow.views.text.words import Words
from tests.conftest import MakeContext, on
from tests.records.year import done, go, refused

TO_COME = "2026-09-10"
ENGLISH = Words("en")

BYLAWS = """
present = "all"
[[items]]
title = "Politivedtekter"
kind = "bylaws"
outcome = "adopt"
consent = "all"
  [[items.assignments]]
  owner = "slt-koordinator"
  due = 2026-08-01
"""


def sentences(refusal: Refusal) -> str:
    return " ".join(of_finding(finding, ENGLISH) for finding in refusal.findings if finding.blocks)


def remedy(refusal: Refusal, rule: str) -> str:
    return next(finding.remedy for finding in refusal.findings if finding.rule == rule)


def test_what_is_decided_in_a_meeting_held_ahead_is_registered_for_its_day(context: MakeContext) -> None:
    made = context()
    done(hold(on(made, TO_COME), TO_COME, "all"))
    early = register(on(made, "2026-06-15"), "Trygg vei", text="Alle.", meeting="M1/26", consent="all")
    told = remedy(refused(early), "meeting_is_held")
    words = shlex.split(told)
    assert words[:4] == ["slt", "decision", "register", "Trygg vei"]
    options = dict(zip(words[4::2], words[5::2], strict=True))
    assert options == {"--text": "Alle.", "--meeting": "M1/26", "--consent": "all", "--on": TO_COME}


def test_a_meeting_that_lies_ahead_is_waited_for(context: MakeContext) -> None:
    made = context()
    done(plan(made, TO_COME))
    told = remedy(_adopted_too_early(made), "meeting_is_held")
    assert told == "slt meeting show M1/26", "nobody holds it ahead of its day"


def _adopted_too_early(made: Context) -> Refusal:
    done(register(made, "Vei", meeting="M1/26"))
    return refused(actions.perform(made, ["1/26"], "take_stance", {"post": "ordforer", "stance": "consent"}))


def test_minutes_that_are_written_are_opened_and_archived_ones_are_not(context: MakeContext) -> None:
    made = context()
    done(hold(made, "2026-03-12", "all"))
    go(made, "M1/26", "minute")
    written = refused(register(made, "Ny", meeting="M1/26"))
    assert remedy(written, "meeting_may_decide") == "slt meeting reopen M1/26 --reason TEXT"
    assert "minutes of M1/26 are written" in sentences(written)
    go(made, "M1/26", "archive")
    archived = refused(register(made, "Ny", meeting="M1/26"))
    assert remedy(archived, "meeting_may_decide") == "slt decision register Ny --meeting MEETING"
    assert "approved or archived" in sentences(archived)


def test_parties_posts_and_persons_are_called_by_name_and_known_by_id(context: MakeContext) -> None:
    made = context()
    done(hold(made, "2026-03-12", "ordforer,slt-koordinator"))
    alone = refused(register(made, "Vei", meeting="M1/26", consent="all"))
    assert "can commit Harstad politistasjonsdistrikt" in sentences(alone)
    represented = next(f for f in alone.findings if f.rule == "every_party_is_represented")
    assert represented.saw["missing"] == ("politi",)
    present = "ordforer=Kari Prøve (kommune),politistasjonssjef=Kari Prøve (politi)"
    done(hold(made, "2026-03-13", present, mandate=["ordforer=Ja", "politistasjonssjef=Ja"]))
    double = refused(register(made, "Vei", meeting="M2/26", consent="all"))
    assert "One person consents for two parties and counts for one: Kari Prøve." in sentences(double)


def test_work_of_what_waits_to_be_ratified_is_given_once_it_is(context: MakeContext) -> None:
    found = record(context(), "2026-03-12", BYLAWS.encode(), "skjema")
    assert [(each.code, each.key) for each in found.mistakes] == [
        ("form_work_before_ratification", "items.1.assignments")
    ]
    without = BYLAWS[: BYLAWS.index("  [[items.assignments]]")]
    assert record(context(), "2026-03-12", without.encode(), "skjema").done is not None


def test_a_form_with_another_day_tells_how_the_meeting_is_moved(context: MakeContext) -> None:
    made = context()
    done(plan(made, "2026-03-12"))
    form = b'day = 2026-03-13\npresent = "all"\n'
    (mistake,) = record(made, "M1/26", form, "skjema").mistakes
    assert (mistake.code, mistake.facts["ref"], mistake.facts["date"]) == ("form_other_day", "M1/26", "2026-03-13")
    done(hold(made, "M1/26", "all"))
    (held,) = record(made, "M1/26", form, "skjema").mistakes
    assert held.code == "form_day_of_another"


def test_minutes_tell_what_was_postponed_and_withdrawn_with_the_reason(context: MakeContext) -> None:
    made = context()
    done(hold(made, "2026-03-12", "all"))
    for title in ("Senere", "Trukket"):
        done(register(made, title, meeting="M1/26"))
    go(made, "1/26", "postpone", reason="Mangler tall")
    go(made, "2/26", "withdraw", reason="Ikke aktuelt")
    told = str(document(minutes(made, "M1/26"), ENGLISH))
    assert "Outcome: Postponed – Mangler tall" in told
    assert "Outcome: Withdrawn – Ikke aktuelt" in told
    assert [item.postponed for item in minutes(made, "M1/26").items] == [True, False]


def test_deadlines_on_one_closed_day_are_one_warning(context: MakeContext) -> None:
    work = 'owner = "slt-koordinator"\ndue = 2026-12-20\n'
    form = f'present = "all"\n[[items]]\ntitle = "A"\noutcome = "adopt"\nconsent = "all"\n[[items.assignments]]\n{work}'
    form += f'[[items.assignments.measures]]\ntitle = "m"\n{work}'
    found = record(context(), "2026-03-12", form.encode(), "skjema").done
    assert found is not None
    assert [(n.code, n.facts.get("refs")) for n in warnings(found)] == [
        ("deadlines_on_closed_day", ("1/26.1", "1/26.1.1"))
    ]
    alone = done(assign(context(), "1/26", "slt-koordinator", "2026-12-20"))
    assert [(n.code, n.facts.get("ref")) for n in warnings(alone)] == [("deadline_on_closed_day", "1/26.2")]


def test_what_is_no_case_is_told_by_its_name(context: MakeContext) -> None:
    told = done(posts.appoint(context(), "ordforer", "Kari Eksempel"))
    assert list(done_lines(told, ENGLISH)) == ["Ordfører: recorded"]
    done(hold(context(), "2026-03-12", "all"))
    assert list(done_lines(go(context(), "M1/26", "remark", text="x"), ENGLISH)) == ["M1/26: remark: “x”"]


def test_an_action_in_a_remedy_is_written_as_one_types_it(context: MakeContext) -> None:
    made = context()
    done(hold(context(), "2026-03-12", "all"))
    done(register(made, "Trygg vei", meeting="M1/26"))
    refusal = refused(actions.perform(made, ["1/26"], "conclude_without_consensus"))
    assert "slt why 1/26 conclude-without-consensus" in {finding.remedy for finding in refusal.findings}
