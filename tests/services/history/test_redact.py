"""Erasure: what goes, what stays and is said, and what is refused."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from slt_flow.engine.entries import Kind
from slt_flow.errors import NotYourAction, RequestError
from slt_flow.model import Post
from slt_flow.model.persons import names_in, person_on
from slt_flow.records import erase, journal, projection
from slt_flow.records.replay import rebuild
from slt_flow.records.store import Store
from slt_flow.results.answers import Done
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.status import status
from slt_flow.services.history import audit
from slt_flow.services.history.copies import backup
from slt_flow.services.history.find import find
from slt_flow.services.history.redact import redact
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import posts
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.terms import ERASED
from tests.conftest import Prepared
from tests.records.stranger import flaws_of
from tests.records.year import done, go

ART_17 = "Personvernforordningen art. 17 nr. 1 c"


@pytest.fixture
def council(prepared: Prepared) -> Context:
    """A meeting with a decision on which one seat stood aside, and a remark; whoever asks has a basis."""
    return replace(prepared(met), basis=ART_17)


def met(context: Context) -> None:
    done(posts.appoint(context, "ordforer", "Kari Nordmann"))
    seats = "ordforer,slt-koordinator,politikontakt,politistasjonssjef=Ola Vikar (politi)"
    done(hold(context, "2026-03-12", seats, guests=["Kari Nordmann"], mandate="politistasjonssjef=Fullmakt"))
    done(register(replace(context, key="en"), "Foreldremøte", meeting="M1/26", text="Meldt av Per Hansen"))
    stance = {"post": "politikontakt", "stance": "stand_aside", "reason": "Kjenner Per Hansen"}
    go(replace(context, basis="e-post 3.5."), "1/26", "take_stance", **stance)
    for seat in ("ordforer", "slt-koordinator", "politistasjonssjef"):
        go(context, "1/26", "take_stance", post=seat, stance="consent")
    go(context, "1/26", "adopt")
    done(assign(context, "1/26", "politikontakt", "2026-09-01"))
    go(context, "1/26", "remark", text="Mor til Per Hansen ringte")


def codes(outcome: object) -> list[str]:
    return [notice.code for notice in done(outcome).notices]  # type: ignore[arg-type] # must be an outcome


def erased(outcome: object) -> set[tuple[str, str]]:
    """The texts that an outcome says were erased: case and field."""
    notices = done(outcome).notices  # type: ignore[arg-type] # must be an outcome
    return {(str(n.facts["ref"]), str(n.facts["field"])) for n in notices if "whole" in n.facts}


def refusal(context: Context, *asked: str, **named: object) -> str:
    """The code of the error; nothing was written."""
    before = context.store.path.read_bytes()
    with pytest.raises(RequestError) as caught:
        redact(context, *asked, **named)  # type: ignore[arg-type] # whatever is asked
    assert context.store.path.read_bytes() == before
    return caught.value.code


def whole(context: Context, *words: str) -> None:
    """No flaw for us or for a stranger, and no byte of the words in the folder."""
    assert audit.verify(context)[0].flaws == ()
    assert flaws_of(context.store.path, str(context.council)) == []
    for file in context.store.path.parent.iterdir():
        content = file.read_bytes()
        assert [word for word in words if word.encode() in content] == [], file


def test_a_text_goes_and_the_rest_of_its_entry_stays(council: Context) -> None:
    assert erased(redact(council, "1/26", "reason")) == {("1/26", "reason")}
    whole(council, "Kjenner")
    line = next(line for line in history(council, "1/26") if line.data.get("stance") == "stand_aside")
    assert (line.texts["reason"], line.basis, line.acted_by) == (ERASED, "e-post 3.5.", "politikontakt")
    sheet = show_case(council, "1/26")
    assert {(s.post, s.stance, s.reason, s.counts) for s in sheet.stances or ()} >= {
        ("politikontakt", "stand_aside", ERASED, True)
    }
    (erasure,) = sheet.erased
    assert (erasure.field, erasure.seq, erasure.basis, erasure.on) == ("reason", line.seq, ART_17, date(2026, 6, 15))
    assert find(council, "Kjenner") == ()
    assert audit.verify(council)[0].erased == 1


@pytest.mark.endurance
def test_who_erased_and_on_what_basis_is_an_entry_of_its_own(council: Context) -> None:
    redact(council, "1/26", "reason")
    with council.store.reading() as connection:
        *_, text, mark = journal.read(connection, "kvaefjord")
    assert [text.kind, mark.kind] == [Kind.TEXT_REDACTED] * 2
    assert (text.data["name"], mark.data["name"], text.texts["basis"]) == ("reason", "asked", ART_17)
    assert (text.subject, text.acted_by) == ("1/26", "slt-koordinator")


@pytest.mark.endurance
def test_a_dry_run_names_every_place_and_writes_nothing(council: Context) -> None:
    before = council.store.path.read_bytes()
    outcome = redact(replace(council, dry_run=True), person="Kari Nordmann")
    assert erased(outcome) == {("post:ordforer", "name"), ("M1/26", "guest")}
    assert council.store.path.read_bytes() == before


@pytest.mark.endurance
def test_a_person_goes_from_all_entries_at_once_and_similar_names_are_told(council: Context) -> None:
    go(replace(council, basis=None), "1/26", "remark", text="Kari Nordmanns bror og Nordmann, kari som Kåri Nordman")
    done(register(replace(council, basis=None), "Skilt", case="Kari  NORDMANN 26/1"))
    outcome = done(redact(council, person="kari nordmann"))
    assert erased(outcome) == {("post:ordforer", "name"), ("M1/26", "guest"), ("2/26", "case")}
    similar = {notice.facts["words"] for notice in outcome.notices if notice.code == "similar_stays"}
    assert similar == {"Kari Nordmanns", "Nordmann, kari", "Kåri Nordman"}
    whole(council, "Kari Nordmann\0", "NORDMANN")
    assert find(council, "Kari Nordmann")[0].text.startswith("Kari Nordmanns bror")
    with council.store.reading() as connection:
        post = next(p for p in projection.rows(connection, "kvaefjord", Post) if p.id == "ordforer")
    assert (post.holder, post.vacant) == (ERASED, False)


@pytest.mark.endurance
def test_what_one_request_or_case_says_in_the_same_words_goes_together(council: Context) -> None:
    assert erased(redact(council, "1/26.1", "title")) == {("1/26", "title"), ("1/26.1", "title")}
    whole(council, "Foreldrem\u00f8te")


@pytest.mark.endurance
def test_the_same_words_elsewhere_are_told(council: Context) -> None:
    outcome = done(redact(council, "1/26", "title"))
    assert "words_stand_elsewhere" not in codes(outcome)
    done(register(replace(council, basis=None), "Trygg skolevei"))
    done(register(replace(council, basis=None), "Trygg skolevei igjen"))
    outcome = done(redact(council, "2/26", "title"))
    (told,) = [notice for notice in outcome.notices if notice.code == "words_stand_elsewhere"]
    assert [place.partition(" ")[2] for place in told.facts["places"]] == ["(3/26 title)"]


@pytest.mark.endurance
def test_a_stance_of_an_erased_deputy_still_counts(council: Context) -> None:
    """Attendance and stance name the same deputy: they go together, and who met for the seat is still told."""
    before = minutes(council, "M1/26")
    redact(council, person="Ola Vikar")
    whole(council, "Vikar")
    after = minutes(council, "M1/26")
    assert [(p.post, p.stance) for p in after.items[0].stances] == [(p.post, p.stance) for p in before.items[0].stances]
    (deputy,) = [person for person in after.attendance if person.presence == "deputy"]
    assert (deputy.deputy, deputy.mandate, deputy.lack) == (f"{ERASED} (politi)", "Fullmakt", None)


@pytest.mark.endurance
def test_two_erased_persons_are_not_taken_for_one(council: Context) -> None:
    done(
        posts.appoint(
            replace(council, basis=None),
            "politikontakt",
            "Nils Nilsen",
        )
    )
    go(replace(council, basis=None), "1/26.1", "remark", text="x")
    redact(council, person="Kari Nordmann")
    redact(council, person="Nils Nilsen")
    with council.store.reading() as connection:
        snapshot = projection.agreements(connection, "kvaefjord")
    day = date(2026, 6, 15)
    assert person_on(snapshot, "ordforer", day) != person_on(snapshot, "politikontakt", day)
    assert names_in(snapshot, "ordforer", day, day).isdisjoint(names_in(snapshot, "politikontakt", day, day))


def archived(context: Context) -> Context:
    plain = replace(context, basis=None)
    done(hold(plain, "2026-05-07", "all"))
    go(plain, "M1/26", "minute", "2026-03-20")
    go(plain, "M1/26", "approve", meeting="M2/26")
    go(plain, "M1/26", "archive")
    return context


def test_archived_minutes_say_what_was_erased_and_on_what_basis(council: Context) -> None:
    text_seq = next(line.seq for line in history(archived(council), "1/26") if line.kind == "Registered")
    redact(council, str(text_seq), "text")
    text = minutes(council, "M1/26")
    assert text.frozen is not None
    assert text.items[0].text == ERASED
    assert [(e.ref, e.field, e.basis) for e in text.erased] == [("1/26", "text", ART_17)]


@pytest.mark.endurance
def test_a_title_in_archived_minutes_stays_unless_somebody_allowed_it(council: Context) -> None:
    archived(council)
    assert refusal(council, "1/26", "title") == "archived_title_stays"
    assert refusal(council, "1/26.1", "title") == "archived_title_stays"
    outcome = done(redact(council, "1/26", "title", archived=True))
    assert "minutes_were_archived" in codes(outcome)
    assert minutes(council, "M1/26").items[0].title == ERASED
    whole(council, "Foreldrem\u00f8te")


@pytest.mark.endurance
def test_files_nearby_that_hold_it_are_named(council: Context) -> None:
    folder = council.store.path.parent
    (folder / "kopier").mkdir()
    (folder / "kopier" / "mandag.sqlite").write_bytes(council.store.path.read_bytes())
    (folder / "referat.md").write_text("| Kjenner Per Hansen |", encoding="utf-8")
    (folder / "annet.md").write_text("Ingenting", encoding="utf-8")
    outcome = done(redact(council, "1/26", "reason"))
    (files,) = [notice.facts["files"] for notice in outcome.notices if notice.code == "files_hold_it"]
    assert {Path(file).name for file in files} == {"mandag.sqlite", "referat.md"}


@pytest.mark.endurance
@pytest.mark.parametrize(
    ("asked", "named", "code"),
    [
        (("1/26", "reason"), {"basis": None}, "redaction_needs_basis"),
        (("1/26", "reason"), {"basis": "Kjenner per  hansen."}, "redaction_repeats"),
        (("1/26", "reason"), {"basis": "Krav fra Per Hansen"}, "redaction_repeats"),
        (("1/26", "reason"), {"key": "kjenner Per Hansen"}, "redaction_repeats"),
        (("1/26", "begrunnelse"), {}, "no_such_text"),
        (("1/26", "asked"), {}, "no_such_text"),
        (("5/26", "title"), {}, "unknown_ref"),
        (("tull", "title"), {}, "bad_ref"),
        (("9999", "title"), {}, "no_such_entry"),
        (("9" * 5000, "title"), {}, "bad_ref"),
        (("1/26", "text"), {}, "several_such_texts"),
        (("1/26",), {}, "redact_what"),
        ((), {}, "redact_what"),
        (("definition:decision", "content"), {}, "workflow_text_stays"),
        (("definition:decision", "labels"), {}, "workflow_text_stays"),
        (("council", "content"), {}, "agreement_text_stays"),
        (("council", "clause.consensus"), {}, "no_such_text"),
        (("organisation:kommune", "name"), {}, "agreement_text_stays"),
        (("area:beredskap", "goals"), {}, "agreement_text_stays"),
    ],
)
def test_bad_input(council: Context, asked: tuple[str, ...], named: dict[str, object], code: str) -> None:
    if code == "several_such_texts":
        go(replace(council, basis=None), "1/26", "remark", text="Enda en")
    assert refusal(replace(council, **named), *asked) == code  # type: ignore[arg-type] # fields of a context


def test_a_person_is_refused_in_one_sentence(council: Context) -> None:
    assert refusal(council, person="Petra Ukjent") == "person_not_found"
    assert refusal(council, person="Harstad politistasjonsdistrikt") == "person_must_stay"
    assert refusal(council, "1/26", "text", person="Per Hansen") == "redact_what"
    assert refusal(replace(council, basis="Krav fra Hansen"), person="Per Hansen") == "redaction_repeats"


@pytest.mark.endurance
def test_what_is_erased_is_not_erased_twice(council: Context) -> None:
    redact(council, "1/26", "reason")
    assert refusal(council, "1/26", "reason") == "text_is_erased"
    keyed = replace(council, key="tittel")
    first = done(redact(keyed, "1/26", "title"))
    assert done(redact(keyed, "1/26", "title")).already
    assert done(redact(keyed, "1/26", "title")).entries == first.entries


@pytest.mark.endurance
def test_only_the_secretary_erases(council: Context) -> None:
    with pytest.raises(NotYourAction):
        redact(replace(council, actor="politikontakt"), "1/26", "reason")


@pytest.mark.endurance
def test_an_erasure_is_not_taken_back_and_what_it_erased_from_is(council: Context) -> None:
    plain = replace(council, basis=None)
    go(plain, "1/26", "remark", text="Per Hansen igjen")
    redact(council, person="Per Hansen")
    with pytest.raises(RequestError) as caught:
        undo(plain, "Feil")
    assert caught.value.code == "erased_for_good"
    assert done(undo(plain, "Feil", "1/26")).taken_back
    assert [line.texts for line in history(plain, "1/26") if line.voided] == [{"text": ERASED}]
    whole(council, "Hansen")


@pytest.mark.endurance
def test_a_request_with_a_key_stays_recorded_once(council: Context) -> None:
    plain = replace(council, basis=None, key="en")
    redact(council, person="Per Hansen")
    again = register(plain, "Foreldremøte", meeting="M1/26", text="Meldt av Per Hansen")
    assert isinstance(again, Done)
    assert again.already


@pytest.mark.endurance
def test_without_a_key_an_equal_request_is_a_new_act_once_its_words_are_erased(council: Context) -> None:
    plain = replace(council, basis=None)
    asked = {"refs": ["1/26"], "action": "remark", "answers": {"text": "Mor til Per Hansen ringte"}}
    assert done(actions.perform(plain, **asked)).already  # type: ignore[arg-type] # as above
    redact(council, person="Per Hansen")
    assert not done(actions.perform(plain, **asked)).already  # type: ignore[arg-type] # as above


@pytest.mark.endurance
def test_nothing_comes_back_on_another_day_or_in_tables_made_anew(council: Context) -> None:
    redact(council, "1/26", "reason")
    audit.rebuild(council)
    whole(council, "Kjenner")
    for context in (council.at(as_of=date(2026, 6, 15)), council.at(as_known=date(2026, 6, 15))):
        assert "Kjenner" not in json.dumps(show_case(context, "1/26"), default=str)
        assert show_case(context, "1/26").erased


@pytest.mark.endurance
def test_the_fingerprint_of_a_person_erased_does_not_hold_the_name(council: Context) -> None:
    """Two names asked for with the same key have the same fingerprint: it is made without them."""
    keyed = replace(council, key="k")
    redact(keyed, person="Ola Vikar")
    assert done(redact(keyed, person="Per Hansen")).already


def test_an_erasure_that_was_broken_off_is_told_until_it_is_finished(
    council: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words may lie in a page that an earlier request left: the file is made anew only after the commit."""
    file, words = council.store.path, b"Zebulon Quist var her"
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("PRAGMA secure_delete = OFF")
        raw.execute("UPDATE items SET note = ? WHERE series = 'M'", [words.decode()])
        raw.execute("DELETE FROM items WHERE series = 'M'")
    with council.store.writing() as connection:
        rebuild(connection, str(council.council))

    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(erase, "compact", broken_off)
        assert done(redact(replace(council, dry_run=True), "1/26", "reason")).dry_run
        assert told_of(council) == []
        with pytest.raises(KeyboardInterrupt):
            redact(council, "1/26", "reason")
    assert words in file.read_bytes()
    assert told_of(council) == ["erasure_unfinished"] * 2
    assert [flaw.code for flaw in audit.verify(council)[0].flaws] == ["erasure_unfinished"]
    writer = replace(council, warnings=[])
    done(plan(writer, "2026-12-15"))
    assert [error.code for error in writer.warnings] == ["erasure_unfinished"]
    later = council.store.path.with_name("later.sqlite")
    assert audit.gone_heads(copier := replace(council, warnings=[])) == ()
    assert [error.code for error in copier.warnings] == ["erasure_unfinished"]
    backup(council.store.path, later)
    assert [f.code for f in audit.verify(replace(council, store=Store(str(later))))[0].flaws] == ["erasure_unfinished"]
    before = file.read_bytes()
    audit.rebuild(council)
    assert words not in file.read_bytes()
    assert told_of(council) == []
    file.write_bytes(before)
    done(redact(council, person="Kari Nordmann"))  # another erasure finishes it, too
    assert words not in file.read_bytes()
    assert told_of(council) == []


def told_of(council: Context) -> list[str]:
    """What a reading warns of, and the flaws that are told."""
    reader = replace(council, warnings=[])
    status(reader)
    return [*(error.code for error in reader.warnings), *(flaw.code for flaw in audit.verify(council)[0].flaws)]
