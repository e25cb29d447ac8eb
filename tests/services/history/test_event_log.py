"""The journal as an event log: what becomes an event, about what, when, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.model import Item
from slt_flow.model.moment import end_of
from slt_flow.records import journal, projection
from slt_flow.results.history import EventLog, LogEvent, LogObject, LogValue
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.history.export.event_log import LEFT_OUT, event_log, executions
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import posts
from slt_flow.services.request import actions
from slt_flow.services.request.clock import stamp
from slt_flow.services.request.context import Context
from slt_flow.services.request.transaction import new_request_id
from slt_flow.terms import Ref
from tests.conftest import NOON, MakeContext, on
from tests.records.conftest import unguarded
from tests.records.year import done, go

SIGNED = journal.Signature(
    new_request_id(NOON), stamp(NOON), "slt-koordinator", "os", "slt-flow", {"account": "os:prøve", "asked": "prøve"}
)
"""What an entry is signed with that no request made."""


def told(context: Context) -> tuple[Entry, ...]:
    """Every entry of the journal."""
    with context.store.reading() as connection:
        return journal.read(connection, str(context.council))


def attributes(event: LogEvent) -> dict[str, LogValue]:
    return dict(event.attributes)


def entries_of(event: LogEvent) -> range:
    """The numbers of the entries that an event tells."""
    first, last = attributes(event)["first_entry"], attributes(event)["last_entry"]
    assert isinstance(first, int)
    assert isinstance(last, int)
    return range(first, last + 1)


def thing(log: EventLog, subject: str) -> LogObject:
    return next(each for each in log.objects if each.id == f"{log.council}:{subject}")


def story(log: EventLog, subject: str) -> list[str]:
    """What happened to a case, in order."""
    about = f"{log.council}:{subject}"
    as_case = {(about, "case"), (about, "new case")}
    return [event.type for event in log.events if as_case & {tuple(link) for link in event.links}]


def last_values(each: LogObject) -> dict[str, LogValue]:
    return {change.name: change.value for change in each.changes}


def test_every_entry_that_counts_is_told_once_or_left_out_for_a_reason(year: Context) -> None:
    known = told(year)
    gone = journal.voided(known)
    assert gone
    count = Counter(seq for event in event_log(year).events for seq in entries_of(event))
    expected = {entry.seq for entry in known if entry.seq not in gone and entry.kind not in LEFT_OUT}
    assert set(count) == expected
    assert set(count.values()) == {1}


def test_every_kind_of_entry_is_told_or_left_out_for_a_reason(year: Context) -> None:
    kinds = {entry.seq: entry.kind for entry in told(year)}
    exported = {kinds[seq] for event in event_log(year).events for seq in entries_of(event)}
    assert exported | set(LEFT_OUT) == set(Kind)
    assert exported & set(LEFT_OUT) == set()
    assert all(len(reason.split()) > 3 for reason in LEFT_OUT.values())


def test_an_event_leads_back_to_the_journal(year: Context) -> None:
    known = {entry.seq: entry for entry in told(year)}
    for event in event_log(year).events:
        made = [known[seq] for seq in entries_of(event)]
        said = attributes(event)
        assert event.id == f"kvaefjord:entry:{made[0].seq}"
        assert {entry.request for entry in made} == {said["request"]}
        assert {entry.on for entry in made} == {event.moment.on}
        assert made[-1].digest == said["digest"]
        assert datetime.fromisoformat(made[0].at) == said["recorded_at"]


def test_the_last_value_of_a_case_is_what_its_row_holds(year: Context) -> None:
    """The log is made from the journal alone, and amounts to what the tables do."""
    with year.store.reading() as connection:
        items = projection.rows(connection, "kvaefjord", Item)
    log = event_log(year)
    cases = [each for each in log.objects if Ref.parse(each.id.partition(":")[2]) is not None]
    assert {each.id for each in cases} == {f"kvaefjord:{item.ref}" for item in items}
    for item in items:
        values = last_values(thing(log, str(item.ref)))
        due = datetime.fromisoformat(end_of(item.due)) if item.due else None
        assert (values["state"], values["ended"], values["level"]) == (item.state, item.ended, item.level)
        assert (values.get("owner"), values.get("due")) == (item.owner, due)
        assert (values.get("title", ""), values.get("progress", 0)) == (item.title, item.progress)


def test_what_falls_to_nothing_is_told_from_the_day_it_did(adopted: Context) -> None:
    """Progress is noted as 0 after 30; what was never there is not told."""
    done(assign(adopted, "1/26", "politikontakt", "2026-09-01"))
    done(add_measure(adopted, "1/26.1", "Ett", "politikontakt", "2026-08-01"))
    go(adopted, "1/26.1", "accept")
    go(adopted, "1/26.1", "plan")
    go(adopted, "1/26.1.1", "accept")
    go(adopted, "1/26.1.1", "start")
    assert "progress" not in last_values(thing(event_log(adopted), "1/26.1.1"))
    go(adopted, "1/26.1.1", "note_progress", percent="30")
    go(adopted, "1/26.1.1", "note_progress", percent="0")
    changes = [c for c in thing(event_log(adopted), "1/26.1.1").changes if c.name == "progress"]
    assert [(c.value, c.since.on if c.since else None) for c in changes] == [
        (30, date(2026, 6, 15)),
        (0, date(2026, 6, 15)),
    ]


def test_what_is_emptied_is_told_as_empty(adopted: Context) -> None:
    """An organisation stands by itself, becomes a part of a party, leaves it, and comes back."""
    known = told(adopted)
    about: Any = {"subject": "organisation:idrettslaget", "texts": {"name": "Idrettslaget"}}
    parties = [None, "kommune", None, None, "kommune"]
    kinds = [Kind.ORGANISATION_ADDED, *[Kind.ORGANISATION_CHANGED] * 4]
    entries = [
        Entry(
            kind=kind, on=date(2026, 5, n), seq=known[-1].seq + n, data={"id": "idrettslaget", "party": party}, **about
        )
        for n, (kind, party) in enumerate(zip(kinds, parties, strict=True), 1)
    ]
    with adopted.store.writing() as connection:
        signed = SIGNED
        journal.append(connection, "kvaefjord", entries, signed)
    changes = thing(event_log(adopted), "organisation:idrettslaget").changes
    assert [(c.value, c.since.on.day if c.since else None) for c in changes if c.name == "party"] == [
        ("kommune", 2),
        ("", 3),
        ("kommune", 5),
    ]


def test_a_change_stands_where_an_event_made_it(year: Context) -> None:
    log = event_log(year)
    moments = {event.moment for event in log.events}
    for each in log.objects:
        since = [change.since for change in each.changes]
        assert set(since) - {None} <= moments
        if Ref.parse(each.id.partition(":")[2]) is not None:
            assert None not in since, "a case begins one day"
    for earlier, later in pairwise(log.events):
        assert earlier.moment < later.moment


def test_the_story_of_a_measure_and_of_what_is_above_it(year: Context) -> None:
    log = event_log(year)
    assert story(log, "1/26.1.1") == [
        "assignment: add measure",
        "measure: accept",
        "measure: start",
        "measure: note progress",
        "measure: block",
        "measure: unblock",
        "measure: reschedule",
        "measure: finish",
        "measure: verify",
    ]
    assert story(log, "1/26.1") == [
        "decision: assign",
        *["assignment: add measure"] * 3,
        "assignment: accept",
        "assignment: plan",
        "assignment: start",
        "assignment: reschedule",
        "assignment: report",
        "assignment: approve",
    ]
    above = [link for link in thing(log, "1/26.1.1").links if link.qualifier == "under"]
    assert [link.object for link in above] == ["kvaefjord:1/26.1"]
    assert ("kvaefjord:M1/26", "tabled at") in thing(log, "1/26").links
    assert {("kvaefjord:M1/26", "tabled at"), ("kvaefjord:M3/26", "tabled at")} <= set(thing(log, "4/26").links)


def test_what_was_taken_back_is_no_history(year: Context) -> None:
    """The measure was cancelled, that was taken back, and it was cancelled again later."""
    log = event_log(year)
    assert story(log, "1/26.1.3").count("measure: cancel") == 1
    assert "kvaefjord:M1/27" not in {each.id for each in log.objects}
    gone = undo(on(year, date(2026, 12, 1)), "Feil")
    assert done(gone).taken_back
    assert len(event_log(year).events) < len(log.events)


def test_one_meeting_held_is_one_event_with_everyone_who_was_there(year: Context) -> None:
    log = event_log(year)
    (held,) = (e for e in log.events if e.type == "meeting: hold" and ("kvaefjord:M1/26", "case") in e.links)
    assert {(link.object.rpartition(":")[2], link.qualifier) for link in held.links if "post:" in link.object} == {
        ("ordforer", "present"),
        ("politikontakt", "present"),
        ("slt-koordinator", "present"),
        ("politistasjonssjef", "represented"),
        ("slt-koordinator", "act of"),
        ("slt-koordinator", "recorded by"),
    }


def test_a_stance_is_an_event_of_whoever_took_it(year: Context) -> None:
    taken = [event for event in event_log(year).events if event.type == "decision: take stance"]
    stances = [e for e in told(year) if e.kind == Kind.STANCE_TAKEN]
    assert len(taken) == len(stances) > 10
    for event, entry in zip(taken, stances, strict=True):
        assert (f"kvaefjord:post:{entry.data['post']}", "stance of") in event.links
        assert (f"kvaefjord:{entry.data['meeting']}", "meeting") in event.links
        assert attributes(event)["stance"] == entry.data["stance"]


def test_every_link_leads_to_an_object_and_every_event_is_about_one(year: Context) -> None:
    log = event_log(year)
    known = {each.id for each in log.objects}
    for links in (*(event.links for event in log.events), *(each.links for each in log.objects)):
        assert {link.object for link in links} <= known
        assert len(set(links)) == len(links)
    assert all(event.links for event in log.events)


def test_no_person_is_named_and_of_all_texts_there_are_titles_only(year: Context) -> None:
    log = event_log(year)
    said = {str(v) for event in log.events for _, v in event.attributes}
    said |= {str(c.value) for each in log.objects for c in each.changes if c.name != "title"}
    texts = [(name, text) for entry in told(year) for name, text in entry.texts.items()]
    assert said.isdisjoint(text for name, text in texts if name.partition(".")[0] not in ("body", "case"))
    titles = {str(c.value) for each in log.objects for c in each.changes if c.name == "title"}
    names = {text for entry in told(year) if entry.kind == Kind.HOLDER_APPOINTED for text in entry.texts.values()}
    assert {"Kari Nordmann", "Ola Nordmann", "Per Hansen"} <= names
    assert titles.isdisjoint({text for name, text in texts if name not in ("title", "name", "council")} | names)
    assert "Trygg skolevei" in titles


def test_titles_can_be_left_out_too_and_whatever_else_somebody_typed_or_is_about_one_person(year: Context) -> None:
    whole, bare = event_log(year), event_log(year, titles=False)
    typed = {"body", "case"}
    kept = [event for event in whole.events if event.type != "absence recorded"]
    assert len(kept) < len(whole.events)
    assert {name for event in kept for name in attributes(event)} >= typed
    assert bare.events == tuple(
        event._replace(attributes=tuple((name, value) for name, value in event.attributes if name not in typed))
        for event in kept
    )
    assert [last_values(each) for each in bare.objects] == [
        {name: value for name, value in last_values(each).items() if name != "title"} for each in whole.objects
    ]


@pytest.mark.parametrize("titles", [True, False])
def test_a_name_typed_in_a_ratification_is_left_out_with_the_titles(adopted: Context, *, titles: bool) -> None:
    done(
        register(
            adopted, "Vedtekter", meeting="M1/26", consent="all", needs_ratification=["Kommunestyret"], case="1 Per"
        )
    )
    go(adopted, "2/26", "ratify", body="kommunestyret", case="45/26 Per-saken", date="2026-06-01")
    said = {str(value) for event in event_log(adopted, titles=titles).events for _, value in event.attributes}
    assert ({"1 Per", "45/26 Per-saken", "Kommunestyret"} <= said) == titles
    assert titles or not any("Per" in each or "ommunestyre" in each for each in said)


def test_a_redacted_text_is_absent(year: Context) -> None:
    """The title is erased with its salt, and an entry says so."""
    known = told(year)
    erased = next(e for e in known if e.kind == Kind.REGISTERED and e.subject == "1/26")
    before = event_log(year)
    assert last_values(thing(before, "1/26"))["title"] == erased.texts["title"]
    with unguarded(year.store.path) as raw:
        raw.execute("DELETE FROM entry_texts WHERE seq = ? AND name = 'title'", (erased.seq,))
    entry = Entry(kind=Kind.TEXT_REDACTED, subject="1/26", on=date(2026, 12, 15), seq=known[-1].seq + 1)
    signed = SIGNED
    with year.store.writing() as connection:
        journal.append(connection, "kvaefjord", [replace(entry, data={"seq": erased.seq, "name": "title"})], signed)
    after = event_log(year)
    assert "title" not in last_values(thing(after, "1/26"))
    assert after.events == before.events
    assert thing(after, "2/26") == thing(before, "2/26")


@pytest.mark.parametrize("day", ["2026-03-12", "2026-04-02", "2026-06-20", "2026-06-21", "2026-10-09", "2027-01-01"])
def test_as_of_a_day_it_is_the_history_up_to_that_day(year: Context, day: str) -> None:
    whole, then = event_log(year), event_log(year.at(as_of=date.fromisoformat(day)))
    known = {each.id for each in then.objects}
    expected = [event for event in whole.events if event.moment.on <= date.fromisoformat(day)]
    assert [event._replace(links=()) for event in then.events] == [event._replace(links=()) for event in expected]
    for event, same in zip(then.events, expected, strict=True):
        assert set(event.links) == {link for link in same.links if link.object in known}
    for each in then.objects:
        changes = thing(whole, each.id.partition(":")[2]).changes if each.type != "council" else None
        since = (c for c in changes or () if c.since is None or c.since.on <= date.fromisoformat(day))
        assert changes is None or each.changes == tuple(since)


def test_before_a_decision_added_it_a_post_or_area_is_not_there(year: Context) -> None:
    def ids(day: str) -> set[str]:
        return {each.id for each in event_log(year.at(as_of=date.fromisoformat(day))).objects}

    assert "kvaefjord:area:nattevakt" not in ids("2026-10-08")
    assert "kvaefjord:area:nattevakt" in ids("2026-10-09")
    assert "kvaefjord:post:rektor" in ids("2026-01-05"), "added without a decision, so there all along"


def test_as_of_a_day_before_the_meeting_was_planned_nothing_leads_to_it(adopted: Context) -> None:
    """The meeting was planned in June; that the case is for it was then recorded for April."""
    done(plan(replace(adopted, on=date(2026, 6, 10)), "2026-06-20"))
    done(register(replace(adopted, on=date(2026, 4, 1)), "Egen sak"))
    go(adopted, "2/26", "table", "2026-04-02", meeting="M2/26")
    then = event_log(adopted.at(as_of=date(2026, 5, 1)))
    assert story(then, "2/26") == ["decision: registered", "decision: table"]
    assert "M2/26" not in str(then)
    assert ("kvaefjord:M2/26", "tabled at") in thing(event_log(adopted), "2/26").links


def test_as_known_on_a_day_it_is_what_had_been_recorded_by_then(year: Context) -> None:
    begun = event_log(year.at(as_known=date(2026, 12, 14)))
    assert {event.type for event in begun.events} == {
        "agreement entered",
        "organisation added",
        "post added",
        "area added",
    }
    assert event_log(year.at(as_known=date(2026, 12, 15))) == event_log(year)
    with pytest.raises(RequestError, match="before_the_council"):
        event_log(year.at(as_known=date(2026, 6, 14)))


def test_councils_of_one_database_do_not_meet_and_can_be_joined(context: MakeContext) -> None:
    first, second = context("kvaefjord"), context("levanger")
    for each in (first, second):
        done(hold(each, "2026-03-12", "all"))
        done(register(each, "Felles sak", meeting="M1/26", consent="all"))
    logs = [event_log(each) for each in (first, second)]
    for log in logs:
        assert all(each.id == log.council or each.id.startswith(f"{log.council}:") for each in log.objects)
    assert {e.id for e in logs[0].events}.isdisjoint(e.id for e in logs[1].events)
    assert {e.type for e in logs[0].events} == {e.type for e in logs[1].events}, "the same words for every council"
    with pytest.raises(RequestError, match="which_council"):
        event_log(replace(first, council=None))


def test_a_neighbours_case_is_named_as_its_own_log_names_it(year: Context) -> None:
    linked = [attributes(event)["neighbour"] for event in event_log(year).events if "neighbour" in attributes(event)]
    assert linked == ["verdal:5/26"]


def steps(entries: Sequence[Entry]) -> list[list[int]]:
    return [[entry.seq for entry in execution] for execution in executions(entries)]


def test_the_same_step_once_more_is_another_event(adopted: Context) -> None:
    """Two assignments in one request, then two remarks, then work that several actions made."""
    before = len(told(adopted))
    done(actions.perform(adopted, ["1/26"], "assign", {"owner": "politikontakt", "due": "2026-09-01"}))
    done(actions.perform(adopted, ["1/26"], "assign", {"owner": "politikontakt", "due": "2026-09-02"}))
    go(adopted, "1/26", "remark", text="En")
    go(adopted, "1/26", "remark", text="To")
    done(add_measure(adopted, "1/26.1", "Ett", "politikontakt", "2026-08-01"))
    done(actions.perform(adopted, ["1/26.1"], "plan", through=True))
    new = told(adopted)[before:]
    found = steps(new)
    assert [seq for step in found for seq in step] == [entry.seq for entry in new]
    assert story(event_log(adopted), "1/26")[-4:] == ["decision: assign", "decision: assign", *["decision: remark"] * 2]
    assert story(event_log(adopted), "1/26.2") == ["decision: assign"]


def test_measures_that_a_kind_brings_with_it_belong_to_the_step_that_brought_them(adopted: Context) -> None:
    done(register(adopted, "Nye vedtekter", kind="bylaws", meeting="M1/26", consent="all"))
    registered = next(e for e in told(adopted) if e.subject == "2/26")
    for body in registered.numbered("body"):
        go(adopted, "2/26", "ratify", body=body, case="12/26", date="2026-04-16")
    done(assign(adopted, "2/26", "politikontakt", "2026-12-01"))
    log = event_log(adopted)
    (given,) = (e for e in log.events if e.type == "decision: assign")
    new = [link.object for link in given.links if link.qualifier == "new case"]
    brought = [each.id for each in log.objects if each.type == "measure"]
    assert brought
    assert new == ["kvaefjord:2/26.1", *brought]


def test_an_owner_who_handed_over_is_an_earlier_owner(year: Context) -> None:
    links = set(thing(event_log(year), "1/26.1.2").links)
    assert ("kvaefjord:post:trener", "owner") in links
    assert ("kvaefjord:post:rektor", "earlier owner") in links


def test_a_post_that_falls_vacant_is_vacant_from_that_day(year: Context) -> None:
    done(posts.vacate(on(year, date(2026, 11, 30)), "lensmann", "Sluttet"))
    changes = thing(event_log(year), "post:lensmann").changes
    assert [(c.value, c.since.on if c.since else None) for c in changes if c.name == "vacant"] == [
        (False, date(2026, 11, 15)),
        (True, date(2026, 11, 30)),
    ]
