"""One request: recorded once, in one transaction or not at all, for the day it holds for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from slt_flow.definitions.locations import agreement_file
from slt_flow.errors import CommitFailed, RequestError
from slt_flow.results.answers import Done
from slt_flow.results.evaluation import Scribe
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.lists import list_decisions
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history import audit
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import organisations, posts
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock, SystemClock, stamp, today
from slt_flow.services.request.context import Context, signed_in
from slt_flow.services.request.receipts import settled
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import new_request_id, use_case
from slt_flow.services.use_cases import Council
from slt_flow.services.year.action_plan import open_plan
from slt_flow.terms import Ref
from tests.conftest import NOON, MakeContext, on
from tests.records.year import done, go, refused, rules


@pytest.fixture
def made(adopted: Context) -> Context:
    return adopted


def content(context: Context) -> bytes:
    return context.store.path.read_bytes()


def test_the_same_key_is_recorded_once(made: Context) -> None:
    keyed = replace(made, key="a-1")
    first = done(register(keyed, "En sak"))
    before = content(made)
    again = done(register(keyed, "En sak"))
    assert (again.already, again.ref, again.entries) == (True, first.ref, first.entries)
    assert not first.already
    assert content(made) == before


@pytest.mark.parametrize(("first", "second"), [(" a ", "a"), ("a", " a "), ("e\u0301", "é"), ("  a", "a  ")])
def test_a_key_is_the_same_however_it_is_typed(made: Context, first: str, second: str) -> None:
    done(register(replace(made, key=first), "En sak"))
    assert done(register(replace(made, key=second), "En sak")).already


def test_a_key_is_recorded_once_even_when_other_requests_came_between(made: Context) -> None:
    keyed = replace(made, key="a-1")
    done(register(keyed, "En sak"))
    done(register(made, "En annen sak"))
    assert done(register(keyed, "En sak")).ref == "2/26"


def test_a_key_is_for_one_request_only(made: Context) -> None:
    done(register(replace(made, key="a-1"), "En sak"))
    before = content(made)
    with pytest.raises(RequestError, match="key_reused"):
        register(replace(made, key="a-1"), "En annen sak")
    with pytest.raises(RequestError, match="key_reused"):
        register(replace(made, key="a-1", on=date(2026, 4, 1)), "En sak")
    assert content(made) == before


@pytest.mark.parametrize("key", ["", " ", "a\x1b", "x" * 201])
def test_a_key_is_a_line(made: Context, key: str) -> None:
    if not key:
        assert done(register(replace(made, key=None), "En sak"))
        return
    with pytest.raises(RequestError):
        register(replace(made, key=key), "En sak")


def test_two_councils_may_use_the_same_key(made: Context, context: MakeContext) -> None:
    assert not done(register(replace(made, key="a-1"), "En sak")).already
    assert not done(register(replace(context("levanger"), key="a-1"), "En annen sak")).already


@pytest.mark.parametrize(
    "ask",
    [
        lambda d: register(d, "En sak"),
        lambda d: plan(d, "2026-09-01"),
        lambda d: posts.appoint(d, "ordforer", "Kari Nordmann"),
        lambda d: organisations.add_organisation(d, "skolen", "Skolen"),
        lambda d: assign(d, "1/26", "politikontakt", "2026-09-01"),
        lambda d: actions.perform(d, ["1/26"], "remark", {"text": "Hei"}),
        lambda d: hold(d, "2026-05-01", "all"),
    ],
)
def test_the_same_command_twice_is_already_recorded(made: Context, ask: Any) -> None:
    first = done(ask(made))
    before = content(made)
    again = done(ask(made))
    assert (first.already, again.already) == (False, True)
    assert again.entries == first.entries
    assert again.ref == first.ref
    assert content(made) == before


def test_what_was_asked_is_the_same_from_a_list_or_a_tuple_with_any_writer_of_texts(made: Context) -> None:
    def writing() -> Context:
        return replace(made, scribe=Scribe(*[lambda _: "Planen"] * 3))

    assert not done(actions.perform(made, ["1/26"], "remark", {"text": "Hei", "address": None})).already
    assert done(actions.perform(made, ("1/26",), "remark", {"text": "Hei"})).already
    assert not done(open_plan(writing(), "2026")).already
    assert done(open_plan(writing(), "2026")).already


def test_the_same_command_is_a_new_one_after_something_else(made: Context) -> None:
    for text in ("Hei", "Hopp", "Hei"):
        assert not go(made, "1/26", "remark", text=text).already
    done(register(made, "En sak"))
    assert done(actions.perform(made, ["1/26"], "remark", {"text": "Hei"})).already
    assert not done(actions.perform(replace(made, basis="E-post"), ["1/26"], "remark", {"text": "Hei"})).already
    assert not go(made, "1/26", "remark", "2026-06-20", text="Hei").already


def test_init_twice_is_already_recorded(made: Context) -> None:
    before = content(made)
    assert init(made, "kvaefjord").already
    assert content(made) == before


def test_if_seq_refuses_what_was_decided_on_an_older_state(made: Context) -> None:
    seen = show_case(made, "1/26").seq
    done(register(made, "En annen sak"))
    assert not done(actions.perform(replace(made, if_seq=seen), ["1/26"], "remark", {"text": "Hei"})).already
    before = content(made)
    outcome = actions.perform(replace(made, if_seq=seen), ["1/26"], "remark", {"text": "Hopp"})
    assert rules(outcome) == {"nothing_changed_meanwhile"}
    assert refused(outcome).findings[0].saw == {"if_seq": seen, "last_seq": seen + 2}
    assert rules(register(replace(made, if_seq=seen), "En sak")) == {"nothing_changed_meanwhile"}
    assert content(made) == before


@pytest.mark.parametrize(
    "ask",
    [
        lambda d: register(d, "En sak", meeting="M1/26", consent="all"),
        lambda d: hold(d, "2026-05-01", "all"),
        lambda d: assign(d, "1/26", "politikontakt", "2026-09-01"),
        lambda d: posts.vacate(d, "ordforer"),
        lambda d: init(d, "levanger"),
        lambda d: audit.rebuild(d),
    ],
)
def test_a_dry_run_writes_nothing_and_answers_alike(made: Context, ask: Any) -> None:
    before, modified = content(made), made.store.path.stat().st_mtime_ns
    dry = ask(replace(made, dry_run=True))
    assert content(made) == before
    assert made.store.path.stat().st_mtime_ns == modified
    assert list(made.store.path.parent.iterdir()) == [made.store.path]
    wet = ask(made)
    if isinstance(dry, Done):
        assert dry.dry_run
        assert (dry.ref, dry.state, dry.entries, dry.refs) == (wet.ref, wet.state, wet.entries, wet.refs)


def test_several_cases_are_performed_together_or_not_at_all(made: Context) -> None:
    done(register(made, "En sak"))
    done(register(made, "En sak til"))
    before = content(made)
    outcome = actions.perform(made, ["2/26", "3/26", "1/26"], "withdraw", {"reason": "Uaktuell"})
    assert (refused(outcome).ref, rules(outcome)) == ("1/26", {"action_is_here"})
    with pytest.raises(RequestError, match="unknown_ref"):
        actions.perform(made, ["2/26", "9/26"], "withdraw", {"reason": "Uaktuell"})
    assert content(made) == before
    assert done(actions.perform(made, ["2/26", "3/26"], "withdraw", {"reason": "Uaktuell"})).refs == ("2/26", "3/26")


def test_a_case_never_goes_back_in_time(made: Context) -> None:
    done(assign(on(made, "2026-06-13"), "1/26", "politikontakt", "2026-09-01"))
    go(made, "1/26.1", "accept", "2026-06-14")
    before = content(made)
    outcome = actions.perform(on(made, date(2026, 6, 13)), ["1/26.1"], "remark", {"text": "Hei"})
    assert rules(outcome) == {"nothing_is_dated_backwards"}
    assert refused(outcome).findings[0].saw == {"on": date(2026, 6, 13), "last_on": date(2026, 6, 14)}
    assert content(made) == before


def test_different_cases_are_entered_in_any_order(made: Context) -> None:
    for day in ("2026-05-01", "2026-02-01", "2026-04-01"):
        done(register(replace(made, on=date.fromisoformat(day)), f"Sak fra {day}"))
    rows = {row.ref: row.on for row in list_decisions(made)}
    assert rows == {
        "1/26": date(2026, 3, 12),
        "2/26": date(2026, 5, 1),
        "3/26": date(2026, 2, 1),
        "4/26": date(2026, 4, 1),
    }


def test_what_belongs_to_a_meeting_holds_for_its_day(made: Context) -> None:
    days = {entry["on"] for entry in audit.show(made) if entry["subject"] in ("1/26", "M1/26")}
    assert days == {date(2026, 3, 12)}
    done(assign(made, "1/26", "politikontakt", "2026-09-01"))
    assert audit.show(made)[-1]["on"] == date(2026, 6, 15), "what comes after the meeting holds for today"


def test_a_meeting_to_come_holds_nothing_yet(made: Context) -> None:
    done(plan(made, "2026-09-01"))
    assert audit.show(made)[-1]["on"] == date(2026, 6, 15)
    done(register(made, "En sak"))
    go(made, "2/26", "table", meeting="M2/26")
    assert audit.show(made)[-1]["on"] == date(2026, 6, 15)


def test_a_number_is_of_the_year_it_holds_for(made: Context) -> None:
    assert done(register(on(made, date(2027, 1, 2)), "En sak")).ref == "1/27"
    assert done(register(made, "En sak")).ref == "2/26"
    assert done(plan(made, "2027-02-01")).ref == "M1/27"
    assert Ref.parse("1/2027") == Ref.parse(" 1/27 ")


def test_the_clock_tells_norwegian_days_and_utc_moments() -> None:
    new_year = FixedClock(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert today(new_year) == date(2027, 1, 1)
    assert stamp(new_year) == "2026-12-31T23:30:00.000000Z"
    assert today(FixedClock(datetime(2026, 6, 30, 22, tzinfo=UTC))) == date(2026, 7, 1)
    assert SystemClock().now().tzinfo is UTC


def test_a_request_has_an_id_that_sorts_by_time() -> None:
    earlier, later = (new_request_id(FixedClock(datetime(year, 1, 1, tzinfo=UTC))) for year in (2026, 2027))
    assert earlier < later
    assert len({new_request_id(NOON) for _ in range(100)}) == 100


def test_every_entry_of_a_request_shares_its_signature(made: Context) -> None:
    told = done(register(replace(made, key="a-1"), "En sak", meeting="M1/26", consent="all"))
    mine = [entry for entry in audit.show(made) if entry["seq"] in told.entries]
    for name in ("request", "at", "recorded_by", "authenticated", "program"):
        assert len({entry[name] for entry in mine}) == 1
    assert {entry["recorded_by"] for entry in mine} == {"slt-koordinator"}
    assert [{"account", "asked", "key"} <= set(entry["texts"]) for entry in mine] == [True, *[False] * (len(mine) - 1)]
    assert mine[0]["texts"]["key"] == "a-1"


def test_an_account_that_is_bound_to_nothing_is_nobody_known(made: Context) -> None:
    for asking, authenticated in (
        (made, "os"),  # in tests everybody is everyone
        (replace(made, account=None), "unauthenticated"),
        (replace(made, account=None, actor="slt-koordinator"), "unauthenticated"),
    ):
        told = done(register(asking, f"Sak {asking.actor} {asking.account}"))
        (entry,) = [entry for entry in audit.show(made) if entry["seq"] == told.entries[-1]]
        assert entry["authenticated"] == authenticated
        first = next(entry for entry in audit.show(made) if entry["seq"] == told.entries[0])
        assert first["texts"]["account"] == (asking.account.name if asking.account else signed_in().name)
    assert re.fullmatch(r"os:[^@]+@.+", signed_in().name)


def test_the_steps_of_a_request_tell_what_caused_them(made: Context) -> None:
    """One postponement of a meeting with two items is one event for each of them, and the cancelling one more."""
    done(plan(made, "2026-09-10"))
    for title in ("En sak", "To saker"):
        done(register(made, title, meeting="M2/26"))
    told = done(actions.perform(made, ["M2/26"], "cancel", {"reason": "Sykdom"}))
    mine = [entry for entry in audit.show(made) if entry["seq"] in told.entries]
    steps = {e["step"]: (e["action"], e["cause"], e["caused_by"]) for e in mine}
    assert list(steps.values()) == [
        ("cancel", "asked", None),
        ("postpone", "performed", 1),
        ("postpone", "performed", 1),
    ]
    assert [e["step"] for e in mine] == sorted(e["step"] for e in mine)


def test_what_lies_between_is_told_as_taken_through(adopted: Context) -> None:
    done(assign(adopted, "1/26", "slt-koordinator", "2026-09-01"))
    done(add_measure(adopted, "1/26.1", "Ett", "politikontakt", "2026-08-01"))
    told = done(actions.perform(adopted, ["1/26.1"], "plan", through=True))
    mine = [entry for entry in audit.show(adopted) if entry["seq"] in told.entries and entry["kind"] == "Moved"]
    assert [(e["action"], e["cause"], e["step"]) for e in mine] == [("accept", "through", 1), ("plan", "asked", 2)]


def test_the_same_words_on_another_day_are_another_request_and_the_same_key_is_not(made: Context) -> None:
    morrow = FixedClock(NOON.moment + timedelta(days=1))
    done(actions.perform(made, ["M1/26"], "remark", {"text": "Ringt"}))
    assert done(actions.perform(made, ["M1/26"], "remark", {"text": "Ringt"})).already
    later = replace(made, clock=morrow)
    assert not done(actions.perform(later, ["M1/26"], "remark", {"text": "Ringt"})).already
    keyed = replace(made, key="k")
    done(actions.perform(keyed, ["M1/26"], "remark", {"text": "Skrevet"}))
    assert done(actions.perform(replace(keyed, clock=morrow), ["M1/26"], "remark", {"text": "Skrevet"})).already


def test_a_request_that_moves_nothing_is_answered_alike_when_it_comes_again(made: Context) -> None:
    for context in (made, replace(made, key="k")):
        first, again = (done(actions.perform(context, "1/26", "remark", {"text": f"{context.key}"})) for _ in range(2))
        assert (again.already, first.already) == (True, False)
        assert (again.ref, again.refs, again.state, again.label) == (first.ref, first.refs, first.state, first.label)
        assert first.state is not None


def test_one_ref_needs_no_list_and_none_is_refused(made: Context) -> None:
    first = done(actions.perform(made, "1/26", "remark", {"text": "Hei"}))
    assert first.refs == ("1/26",)
    for refs in (["1/26"], ("1/26",), [Ref("", 2026, 1)], Ref("", 2026, 1)):
        assert done(actions.perform(made, refs, "remark", {"text": "Hei"})).entries == first.entries
    with pytest.raises(RequestError, match="no_case_named"):
        Council(made).perform([], "remark", text="Hei")


def _clashing(request: Request, actor: str, on: str, use_case: str = "") -> None:
    text = f"{actor} {on} {use_case}"
    request.perform(Ref("", 2026, 1), "remark", {"text": text})


def test_a_key_outlives_a_use_case_that_moves_to_another_file(made: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    here = use_case(name="clash")(_clashing)
    assert not done(here(replace(made, key="k"), "a", "b")).already
    monkeypatch.setattr(_clashing, "__module__", "elsewhere")
    monkeypatch.setattr(_clashing, "__name__", "otherwise")
    assert done(use_case(name="clash")(_clashing)(replace(made, key="k"), "a", "b")).already
    with pytest.raises(RequestError, match="key_reused"):
        use_case(name="other")(_clashing)(replace(made, key="k"), "a", "b")


@pytest.mark.parametrize("other", [("c", "b", ""), ("a", "c", ""), ("a", "b", "c")])
def test_a_parameter_may_have_the_name_of_a_field_of_the_request(made: Context, other: tuple[str, str, str]) -> None:
    asked = use_case(name="clash")(_clashing)
    done(asked(replace(made, key="k"), "a", "b"))
    with pytest.raises(RequestError, match="key_reused"):
        asked(replace(made, key="k"), *other)


def test_a_council_is_named_however_it_is_spelled(context: MakeContext) -> None:
    context("levanger")
    for spelled in ("kvæfjord", "KVÆFJORD", " Kvæfjord ", "kvaefjord", "KVAEFJORD"):
        assert audit.head(replace(context(), council=spelled))["council"] == "kvaefjord"
    with pytest.raises(RequestError) as unknown:
        audit.head(replace(context(), council="kvafjord"))
    assert (unknown.value.code, unknown.value.facts["near"]) == ("unknown_council", "kvaefjord")
    with pytest.raises(RequestError, match="which_council"):
        audit.head(replace(context(), council=None))


def test_another_agreement_for_the_same_council_is_refused(made: Context) -> None:
    path = made.store.path.parent / "kvaefjord.toml"
    path.write_text(agreement_file("kvaefjord").read_text(encoding="utf-8") + "\n# endret\n", encoding="utf-8")
    with pytest.raises(RequestError, match="council_exists"):
        init(made, str(path))


def test_what_is_recorded_although_its_commit_failed_is_told_with_a_warning(context: MakeContext) -> None:
    """SQLite may fail once the journal of its transaction is gone: what it could not do is to sync the folder."""
    made = context()
    assert done(register(made, "Trygg skolevei")).notices == ()
    failure = CommitFailed("disk_fails", path=str(made.store.path), why="EIO")
    told = settled(made.receipts, failure)
    assert [(notice.code, notice.facts) for notice in told.notices] == [("commit_not_confirmed", {"cause": "EIO"})]
    assert told.entries == made.receipts[-1].done.entries
