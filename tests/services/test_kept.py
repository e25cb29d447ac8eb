"""What a connection keeps from one request to the next is what the tables hold, whoever else writes meanwhile."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier
from typing import NoReturn

import pytest

from slt_flow.errors import RequestError
from slt_flow.model import Clause, Council, Decision, Post
from slt_flow.model.facts import Facts
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import connection as keeping
from slt_flow.records import journal, projection, replay
from slt_flow.records.connection import Connection, Values
from slt_flow.records.store import MOST_IDLE, Store
from slt_flow.results.answers import Done, Outcome
from slt_flow.services.decisions.lists import list_decisions
from slt_flow.services.decisions.register import register
from slt_flow.services.history import redact
from slt_flow.services.history.copies import backup
from slt_flow.services.people import posts
from slt_flow.services.people.lists import list_posts
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from slt_flow.services.request.parsing import decision_ref
from slt_flow.services.request.request import Request
from slt_flow.services.request.savepoint import Savepoint
from slt_flow.services.request.transaction import transact
from slt_flow.services.year.evidence import fulfil
from slt_flow.terms import Role
from tests.conftest import IN_MEMORY, MakeContext
from tests.services.drive import COUNCIL, Drive


def done(outcome: Outcome) -> Done:
    assert isinstance(outcome, Done), outcome
    return outcome


def compared(store: Store) -> int:
    """Compare what the idle connections of a store keep with the tables; return the number of rows."""
    rows = 0
    with Store(str(store.path)).reading() as fresh:
        for connection in store._idle:
            for council, kept in connection.kept.items():
                if (kept.snapshot.head, kept.digest) != journal.head(fresh, council)[:2]:
                    continue  # somebody else has written: the next request sees it
                stored = projection.everything(fresh, council)
                expected = stored if kept.is_whole else projection.frame(fresh, council, kept.snapshot.head)
                for ref in kept.loaded:
                    projection.load_case(fresh, expected, ref)
                rows += same(kept.snapshot, stored, expected)
                assert views_of(kept.snapshot) == views_of(anew(kept.snapshot))
    return rows


def anew(kept: Snapshot) -> Snapshot:
    """Return the same rows in a snapshot that remembers nothing."""
    fresh = Snapshot(kept.council, kept.head)
    for _, by_key in kept.tables():
        for row in by_key.values():
            fresh.put(row)
    return fresh


def views_of(snapshot: Snapshot) -> list[object]:
    """Return what a snapshot remembers: of the agreement, now and about the days of a change, and of its meetings."""
    days = {day for clause in snapshot.all(Clause) for day in (clause.since, clause.until) if day is not None}
    views: list[object] = []
    for then in (snapshot, *(snapshot.on(day + timedelta(days=by)) for day in sorted(days) for by in (-1, 0))):
        views += [(clause.clause, then.clause(clause.clause)) for clause in snapshot.all(Clause)]
        views += [then.seats, *((role, then.posts_with(role)) for role in Role)]
    for facts in (Facts(snapshot, decision.ref) for decision in snapshot.all(Decision)):
        views += [facts.meeting, facts.taking_part if facts.meeting is not None else (), facts.valid_stances]
    return views


def same(kept: Snapshot, stored: Snapshot, expected: Snapshot) -> int:
    """Every row that is kept is stored, and every row that a request would load is kept."""
    rows, tables, needed = 0, dict(stored.tables()), dict(expected.tables())
    for kind, by_key in kept.tables():
        assert by_key.items() <= tables[kind].items(), kind
        assert needed[kind].items() <= by_key.items(), kind
        rows += len(by_key)
    return rows


class TwoConnections(Drive):
    """Requests at random, through one connection or the other."""

    def __init__(self, folder: str, seed: int) -> None:
        super().__init__(folder, seed, Counter())
        self.stores = (self.context.store, Store(str(self.path)))
        self.rows = 0

    def ask(self, name: str, act: Callable[[], Outcome]) -> Outcome | None:
        self.context = replace(self.context, store=self.dice.choice(self.stores))
        outcome = super().ask(name, act)
        self.rows += sum(map(compared, self.stores))
        return outcome


@pytest.mark.parametrize(
    ("seeds", "steps"), [(range(1), 15), pytest.param(range(1, 13), 40, marks=pytest.mark.endurance)]
)
def test_kept_rows_are_those_of_the_tables_after_any_request(seeds: range, steps: int) -> None:
    for seed in seeds:
        with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
            council = TwoConnections(folder, seed)
            council.run(steps)
            assert council.rows > 100 * steps, "hardly anything was kept"


@pytest.fixture
def pair(context: MakeContext) -> tuple[Context, Context]:
    """The same council through two connections, both of which have kept rows."""
    one = context()
    two = replace(one, store=Store(str(one.store.path)))
    for who, text in ((one, "Den ene"), (two, "Den andre"), (one, "Den tredje")):
        done(register(who, text))
    return one, two


def test_the_comparison_sees_a_row_that_differs(pair: tuple[Context, Context]) -> None:
    one, _ = pair
    assert compared(one.store) > 20
    kept = one.store._idle[0].kept[COUNCIL]
    kept.snapshot.put(replace(kept.snapshot.one(Council), title="Et annet råd"))
    with pytest.raises(AssertionError):
        compared(one.store)


def test_without_asking_whether_others_wrote_a_request_would_build_on_what_is_gone(
    pair: tuple[Context, Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the guards, the file, the version of the data and the head of the journal, left out."""
    one, two = pair
    monkeypatch.setattr(Connection, "is_open", True)
    done(register(two, "Imens"))
    monkeypatch.setattr(Connection, "has_changed", lambda _: False)
    monkeypatch.setattr(projection, "kept", lambda connection, council: connection.kept[council])
    with pytest.raises(Exception, match=r"gap|UNIQUE|database_unusable|seq"):
        register(one, "Etterpå")


def test_what_readings_keep_is_forgotten_when_anybody_writes(pair: tuple[Context, Context]) -> None:
    one, two = pair
    public = one.in_public("nb")
    for number, who in enumerate((two, one, two)):
        before = [row.title for row in list_decisions(public)]
        assert list_decisions(public) == list_decisions(replace(two, moment=public.moment))
        done(register(who, f"Ny sak {number}"))
        assert [row.title for row in list_decisions(public)] == [*before, f"Ny sak {number}"]
        done(posts.add_post(who, f"vakt-{number}", f"Vakt {number}", "kommune", ["executing"]))
        assert list_posts(one) == list_posts(two)
        assert list_posts(one)[-1].id == f"vakt-{number}"


def test_a_reading_of_the_public_edition_folds_the_journal_once(
    pair: tuple[Context, Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    public, folds = pair[0].in_public("nb"), Counter[str]()
    held_by = replay.held_by
    monkeypatch.setattr(replay, "held_by", lambda *asked: (folds.update(["fold"]), held_by(*asked))[1])
    for _ in range(3):
        list_decisions(public)
    list_decisions(public.at(as_of=public.day))
    assert folds["fold"] == 2, "one edition of now, and one of a day"


def test_of_a_store_that_is_read_by_many_some_connections_are_kept_each_with_one_edition(
    pair: tuple[Context, Context],
) -> None:
    one, _ = pair
    together = Barrier(MOST_IDLE + 2)

    def read() -> None:
        with one.store.reading():
            together.wait(10)

    with ThreadPoolExecutor(MOST_IDLE + 2) as threads:
        for reading in [threads.submit(read) for _ in range(MOST_IDLE + 2)]:
            reading.result()
    assert len(one.store._idle) == MOST_IDLE
    for language in ("nb", "nn", "en", "nb"):
        list_decisions(one.in_public(language))
        assert [[language for _, language in connection.editions] for connection in one.store._idle][-1] == [language]


@pytest.mark.parametrize("asked_before", [True, False])
def test_what_a_copy_remembers_is_of_its_own_rows(pair: tuple[Context, Context], *, asked_before: bool) -> None:
    """Also where nothing was remembered yet when the copy was made."""
    one, _ = pair
    with one.store.reading() as connection:
        whole = projection.everything(connection, COUNCIL)
        expected = projection.everything(connection, COUNCIL)
    if asked_before:
        assert views_of(whole)
    copy = whole.copy()
    for post in whole.all(Post):
        copy.put(replaced(post, roles=(Role.SECRETARY,), seat=not post.seat))
    assert views_of(copy) != views_of(expected)
    assert views_of(whole) == views_of(expected)


def test_what_was_remembered_of_a_part_goes_with_it(pair: tuple[Context, Context]) -> None:
    one, _ = pair

    def act(request: Request) -> NoReturn:
        request.load(decision_ref("1/26"))
        before = views_of(anew(request.snapshot))
        request.snapshot.put(request.snapshot.all(Post)[0])  # nothing is remembered any more
        part = Savepoint(request)
        for post in request.snapshot.all(Post):
            request.snapshot.put(replaced(post, roles=(Role.SECRETARY,), seat=not post.seat))
        assert views_of(request.snapshot) != before
        part.restore()
        assert views_of(request.snapshot) == before
        raise RequestError("ended")

    with pytest.raises(RequestError, match="ended"):
        transact(one, {"use_case": "part", "arguments": {}}, None, act)


def test_a_request_reads_no_remarks_of_its_case_though_others_made_some(
    pair: tuple[Context, Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = pair
    done(perform(two, "1/26", "remark", {"text": "Først"}))
    sent, answered = list[str](), Connection.all

    def heard(connection: Connection, sql: str, values: Values = ()) -> list[tuple[object, ...]]:
        sent.append(sql)
        return answered(connection, sql, values)

    monkeypatch.setattr(Connection, "all", heard)
    done(perform(one, "1/26", "remark", {"text": "Siden"}))
    assert any("FROM items" in statement for statement in sent)
    assert not [statement for statement in sent if "FROM remarks" in statement]


def test_erased_words_are_not_kept(pair: tuple[Context, Context]) -> None:
    for number, who in enumerate(pair):
        seq = done(perform(who, "1/26", "remark", {"text": f"Ola var full, sier nr. {number}"})).entries[0]
        done(redact.redact(replace(who, basis="Krav 1.4."), str(seq), "text"))
        for one in pair:
            done(register(one, f"Etter {seq}"))
            assert compared(one.store) > 20


def test_a_file_put_in_its_place_is_read_anew(pair: tuple[Context, Context], folder: Path) -> None:
    one, _ = pair
    backup(one.store.path, folder / "copy")
    done(register(one, "Ikke i kopien"))
    os.replace(folder / "copy", one.store.path)
    answer = done(register(one, "Etter kopien"))
    assert answer.ref == "4/26", "the number of the decision that the copy lacks"
    assert compared(one.store) > 0


def test_the_rows_of_some_councils_are_kept_and_no_more(context: MakeContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_KEPT", 1)
    one = context()
    other = replace(context("levanger"), store=one.store)
    for who in (one, other, one):
        done(register(who, "En sak"))
        (connection,) = one.store._idle
        assert [*connection.kept] == [who.council]
    assert compared(one.store) > 20


def test_connections_that_lead_nowhere_any_more_are_closed(pair: tuple[Context, Context]) -> None:
    one, two = pair
    together = Barrier(3)

    def read() -> None:
        with one.store.reading():
            together.wait(10)

    with ThreadPoolExecutor(3) as threads:  # in one thread a reading within another is part of it
        for reading in [threads.submit(read) for _ in range(3)]:
            reading.result()
    left_over = list(one.store._idle)
    assert len(left_over) == 3
    done(register(two, "Imens"))
    done(register(one, "Etterpå"))
    assert len(one.store._idle) == 1
    for connection in left_over:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.cell("SELECT 1")


def test_what_is_stored_is_known_whoever_recorded_it(pair: tuple[Context, Context]) -> None:
    one, two = pair
    done(fulfil(one, "digital_presence_is_kept", ["2026-06-10"], "Møtet om Ungdata"))
    with pytest.raises(RequestError, match="evidence_known"):
        fulfil(two, "digital_presence_is_kept", ["2026-06-10"], "En gang til")
    with pytest.raises(RequestError, match="evidence_known"):
        fulfil(
            replace(one, store=Store(str(one.store.path))), "digital_presence_is_kept", ["2026-06-10"], "Og en gang til"
        )


def test_a_refused_and_a_dry_run_leave_what_is_kept(pair: tuple[Context, Context]) -> None:
    one, _ = pair
    assert not isinstance(perform(one, "1/26", "adopt"), Done)
    done(register(replace(one, dry_run=True), "Bare prøvd"))
    assert compared(one.store) >= 0
    assert done(register(one, "På ordentlig")).ref == "4/26"
    assert compared(one.store) > 20
