"""The notice of a meeting: whom it calls, what it is about, and what only the coordinator sees."""

from __future__ import annotations

from datetime import date

from slt_flow.results.documents import Bullets, Document, Facts, Grid, Heading, Note, Paragraph
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.agenda import agenda, drop
from slt_flow.services.meetings.plan import plan
from slt_flow.services.people import absences, posts
from slt_flow.views.meetings.agenda import document, title
from slt_flow.views.text.words import Words
from tests.conftest import MakeContext, on
from tests.records.year import done, go

EN = Words("en")


def beneath(made: Document, heading: str) -> object:
    place = next(n for n, block in enumerate(made.blocks) if isinstance(block, Heading) and block.text == heading)
    return made.blocks[place + 1]


def facts(made: Document) -> dict[str, str]:
    return dict(next(block.rows for block in made.blocks if isinstance(block, Facts)))


def test_a_notice_calls_the_held_seats_and_the_deputies_of_those_who_are_away(context: MakeContext) -> None:
    made = on(context(), "2026-03-01")
    done(posts.appoint(made, "ordforer", "Olga Oppdiktet"))
    done(posts.vacate(made, "administrasjonssjef"))
    done(absences.record(made, "politikontakt", "2026-03-09", "2026-03-20", deputy="politistasjonssjef"))
    done(plan(made, "2026-03-12", at="09:00", until="11:00", venue="Rådhuset"))
    done(plan(made, "2026-04-20"))
    found = document(agenda(made, "M1/26"), EN, dropped=False)
    called = beneath(found, "Called to the meeting")
    assert isinstance(called, Bullets)
    assert called.items == (
        "Ordfører Olga Oppdiktet",
        "SLT-koordinator",
        "Politistasjonssjef",
        "Politikontakt by the deputy Politistasjonssjef",
    )
    told = facts(found)
    assert (told["Date"], told["Time"], told["Place"]) == ("Thursday 12 March 2026", "09:00–11:00", "Rådhuset")
    assert (told["Chair"], told["Secretary"]) == ("Ordfører Olga Oppdiktet", "SLT-koordinator")
    everybody = beneath(document(agenda(made, "M2/26"), EN, dropped=False), "Called to the meeting")
    assert isinstance(everybody, Bullets)
    assert "Politikontakt" in everybody.items


def test_a_notice_is_dated_when_it_is_sent_or_is_to_be_at_the_latest(context: MakeContext) -> None:
    made = on(context(), "2026-03-01")
    done(plan(made, "2026-03-12"))
    waiting = agenda(made, "M1/26")
    assert waiting.due is not None
    assert waiting.due < waiting.day
    assert document(waiting, EN).day == waiting.due
    go(made, "M1/26", "call", "2026-03-01", sent="2026-03-01")
    assert document(agenda(made, "M1/26"), EN).day == date(2026, 3, 1)


def test_what_an_agreement_calls_as_the_templates_do_is_in_the_readers_language(context: MakeContext) -> None:
    made = on(context(), "2026-03-01")
    done(plan(made, "2026-03-12"))
    agreed = [point for point in agenda(made, "M1/26").items if point.key.startswith("agreed:")]
    for language in ("nb", "nn"):
        named = [title(point, Words(language)) for point in agreed if point.kind != "minutes"]
        assert named == ["Godkjenning av innkalling og saksliste", "Referatsaker", "Eventuelt"]
    named = [title(point, EN) for point in agreed if point.kind != "minutes"]
    assert named == ["Approval of the notice and agenda", "Matters for information", "Any other business"]
    own = agreed[-1]._replace(title="Ordet fritt")
    assert title(own, EN) == "Ordet fritt"


def test_what_leaves_has_nothing_for_the_coordinator_only(context: MakeContext) -> None:
    made = on(context(), "2026-03-01")
    done(plan(made, "2026-03-12"))
    done(register(made, "Natteravner", meeting="M1/26", case="26/41"))
    number = next(point.number for point in agenda(made, "M1/26").items if point.key == "standing:crime_picture")
    done(drop(made, "M1/26", number))
    shown, sent = (document(agenda(made, "M1/26"), EN, dropped=dropped) for dropped in (True, False))
    for_the_coordinator = [block for block in shown.blocks if block not in sent.blocks]
    assert [block.text for block in for_the_coordinator if isinstance(block, (Heading, Paragraph))] == [
        "Taken off the agenda",
        "Put one back with: slt meeting place-item M1/26 NUMBER PLACE",
    ]
    assert "To be sent by" in facts(shown)
    assert "To be sent by" not in facts(sent)
    table = beneath(sent, "Agenda")
    assert isinstance(table, Grid)
    assert [row[1] for row in table.rows if "Natteravner" in row[1]] == ["1/26 Natteravner"]


def test_a_cancelled_meeting_says_so_first_and_asks_nobody_to_tell(context: MakeContext) -> None:
    made = on(context(), "2026-03-01")
    done(plan(made, "2026-03-12"))
    go(made, "M1/26", "cancel", reason="Snø")
    found = document(agenda(made, "M1/26"), EN, dropped=False)
    assert found.blocks[0] == Note("Cancelled: Snø")
    assert not any(isinstance(block, Paragraph) and "cannot come" in block.text for block in found.blocks)
