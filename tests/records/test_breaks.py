"""A journal that is broken stops whoever writes, until its breaks of that moment are accepted; no later one is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from slt_flow.engine.entries import Kind
from slt_flow.errors import NotYourAction, RecordsError, RequestError
from slt_flow.records import journal, verify
from slt_flow.records.store import Store
from slt_flow.services.decisions.register import register
from slt_flow.services.history import audit
from slt_flow.services.history.breaks import accept_break
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from tests.conftest import Prepared
from tests.records.conftest import unguarded
from tests.records.forge import append, rechain
from tests.records.stranger import canonical, digest_of, digest_of_text, flaws_of
from tests.records.year import done

Change = str | Callable[[sqlite3.Connection], object]

BREAKS: dict[str, tuple[str, ...]] = {
    "changed entry": ("UPDATE entries SET acted_by = 'rektor' WHERE seq = ENTRY",),
    "changed digest": ("UPDATE entries SET digest = prev WHERE seq = ENTRY",),
    "another spelling": ("UPDATE entries SET data = ' ' || data WHERE seq = ENTRY",),
    "changed text": ("UPDATE entry_texts SET text = 'Noe annet' WHERE seq = ENTRY AND name = 'title'",),
    "another salt": ("UPDATE entry_texts SET salt = upper(salt) WHERE seq = ENTRY AND name = 'title'",),
    "missing text": ("DELETE FROM entry_texts WHERE seq = ENTRY AND name = 'case'",),
    "text too many": (
        "INSERT INTO entry_texts SELECT council, seq, 'GUEST', salt, text FROM entry_texts "
        "WHERE seq = ENTRY AND name = 'title'",
    ),
    "gap": (
        "DELETE FROM entry_texts WHERE seq = (SELECT MAX(seq) FROM entries WHERE kind = 'Remarked')",
        "DELETE FROM entries WHERE seq = (SELECT MAX(seq) FROM entries WHERE kind = 'Remarked')",
    ),
    "gap beside its texts": ("DELETE FROM entries WHERE seq = (SELECT MAX(seq) FROM entries WHERE kind = 'Remarked')",),
    "several": (
        "UPDATE entries SET acted_by = 'rektor' WHERE seq = ENTRY",
        "UPDATE entry_texts SET text = 'Noe annet' WHERE seq = ENTRY AND name = 'title'",
    ),
}


EVERY_BREAK = [
    pytest.param(name, marks=() if name in ("several", "gap beside its texts") else pytest.mark.endurance)
    for name in BREAKS
]


def damage(context: Context, *statements: str) -> None:
    with unguarded(context.store.path) as raw:
        (entry,) = raw.execute("SELECT seq FROM entries WHERE kind = 'Registered' AND subject = '1/26'").fetchone()
        for statement in statements:
            assert raw.execute(statement.replace("ENTRY", str(entry))).rowcount, statement


def entry_of(context: Context) -> int:
    """The number of the entry that is damaged."""
    with context.store.reading() as connection:
        found = (e.seq for e in journal.read(connection, "kvaefjord") if (e.kind, e.subject) == ("Registered", "1/26"))
        return next(found)


def stopped(context: Context) -> RecordsError:
    """The error of a write that the journal stops, looking at all of it."""
    with pytest.raises(RecordsError) as raised:
        register(context, "Noe nytt")
    assert raised.value.exit_code == 4
    return raised.value


def begun(context: Context) -> None:
    done(hold(replace(context, on=date(2026, 3, 12)), "2026-03-12", "all"))
    done(register(context, "Trygg skolevei", meeting="M1/26", consent="all", case="26/14"))
    done(actions.perform(context, ["1/26"], "remark", {"text": "Nr. 1"}))
    done(register(context, "Egen sak"))


@pytest.fixture
def council(prepared: Prepared) -> Context:
    """A context on a database with one meeting and two cases."""
    return prepared(begun)


@pytest.fixture
def looks_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests look at the whole journal, so that each sees every break."""
    monkeypatch.setattr(verify, "NEWEST", 100_000)


@pytest.mark.usefixtures("looks_at_all")
@pytest.mark.parametrize("name", EVERY_BREAK)
def test_a_break_stops_a_write_until_it_is_accepted_and_is_shown_for_ever(council: Context, name: str) -> None:
    damage(council, *BREAKS[name])
    assert stopped(council).code == "journal_broken"
    wrong = {flaw.where for flaw in audit.verify(council)[0].flaws if flaw.where.startswith("entr")}
    assert wrong
    done(accept_break(council, "Kopien var borte"))
    done(register(council, "Noe nytt"))
    (verification,) = audit.verify(council)
    assert verification.flaws == ()
    assert {row.where for row in verification.accepted} == wrong
    assert {row.reason for row in verification.accepted} == {"Kopien var borte"}
    assert flaws_of(council.store.path, "kvaefjord") == []
    assert [line.texts["reason"] for line in history(council) if line.kind == Kind.BREAK_ACCEPTED] == [
        "Kopien var borte"
    ]
    assert audit.rebuild(council)["mended"] == 0


def test_minutes_tell_of_an_accepted_break_in_their_proof(year: Context) -> None:
    damage(year, BREAKS["changed entry"][0])
    done(accept_break(year, "Kopien var borte"))
    frozen = minutes(year, "M1/26").frozen
    assert frozen is not None
    assert [row.text for row in frozen.breaks] == ["Kopien var borte"]


@pytest.mark.usefixtures("looks_at_all")
@pytest.mark.parametrize("name", EVERY_BREAK)
def test_no_later_break_is_accepted(council: Context, name: str) -> None:
    damage(council, *BREAKS[name])
    done(accept_break(council, "Kopien var borte"))
    later = {
        "changed digest": "UPDATE entries SET digest = lower(hex(randomblob(32))) WHERE seq = ENTRY",
        "another salt": "UPDATE entry_texts SET salt = ' ' || salt WHERE seq = ENTRY AND name = 'title'",
        "missing text": "DELETE FROM entry_texts WHERE seq = ENTRY AND name = 'title'",
        "text too many": "UPDATE entry_texts SET text = text || 'x' WHERE name = 'GUEST'",
        "gap": "UPDATE entries SET acted_by = 'x' WHERE seq = ENTRY",
        "gap beside its texts": "UPDATE entry_texts SET text = text || 'x' WHERE seq NOT IN (SELECT seq FROM entries)",
        "changed text": "UPDATE entry_texts SET text = 'Noe tredje' WHERE seq = ENTRY AND name = 'title'",
    }.get(name, "UPDATE entries SET acted_by = acted_by || 'x' WHERE seq = ENTRY")
    damage(council, later)
    assert audit.verify(council)[0].flaws
    assert flaws_of(council.store.path, "kvaefjord")
    stopped(council)
    done(accept_break(council, "Igjen"))
    assert audit.verify(council)[0].flaws == ()
    assert flaws_of(council.store.path, "kvaefjord") == []


@pytest.mark.usefixtures("looks_at_all")
def test_what_is_written_on_top_of_a_break_says_nothing_of_it(council: Context) -> None:
    """The control: an entry that accepts another break, or comes before it, leaves the write stopped."""
    entry = entry_of(council)
    damage(council, BREAKS["changed entry"][0])
    other: dict[str, object] = {"after": None, "digest": "0" * 64, "row": "0" * 64, "seq": entry, "texts": []}
    for forged in ({"breaks": [other], "lost": []}, {"breaks": [40, None], "lost": [40]}, {"breaks": "40"}, {}):
        with unguarded(council.store.path) as raw:
            append(raw, "BreakAccepted", forged, {"reason": "Ingenting"})
        assert stopped(council).code == "journal_broken"
        assert any(flaw.code == "changed_entry" for flaw in audit.verify(council)[0].flaws)


@pytest.mark.usefixtures("looks_at_all")
@pytest.mark.parametrize(
    "statement", ["UPDATE entries SET data = '{' WHERE seq = ENTRY", "UPDATE entries SET kind = 'X'"]
)
def test_what_cannot_be_read_is_not_gone_over(council: Context, statement: str) -> None:
    damage(council, statement)
    stopped(council)
    before = council.store.path.read_bytes()
    with pytest.raises(RecordsError, match=r"break_beyond_acceptance|corrupt_row"):
        accept_break(council, "Likevel")
    assert council.store.path.read_bytes() == before


def test_what_is_whole_has_nothing_to_accept(council: Context) -> None:
    with pytest.raises(RequestError, match="nothing_broken"):
        accept_break(council, "For sikkerhets skyld")


def test_only_the_secretary_accepts(council: Context) -> None:
    damage(council, BREAKS["changed entry"][0])
    with pytest.raises(NotYourAction):
        accept_break(replace(council, actor="politikontakt"), "Kopien var borte")


def test_an_acceptance_is_never_taken_back(council: Context) -> None:
    damage(council, BREAKS["changed entry"][0])
    accepted = done(accept_break(council, "Kopien var borte"))
    done(register(council, "Noe nytt"))
    undone = done(undo(council, "Feil"))
    assert undone.taken_back
    assert not accepted.taken_back
    undo(council, "Feil")
    with council.store.reading() as connection:
        gone = journal.voided(journal.read(connection, "kvaefjord"))
    assert not gone & set(accepted.entries)


def test_a_dry_run_accepts_nothing(council: Context) -> None:
    damage(council, BREAKS["changed entry"][0])
    done(accept_break(replace(council, dry_run=True), "Kopien var borte"))
    assert audit.verify(council)[0].flaws


def test_a_text_of_an_accepted_break_may_be_erased(council: Context) -> None:
    damage(council, "UPDATE entries SET acted_by = 'x' WHERE seq = ENTRY", *BREAKS["changed text"])
    done(accept_break(council, "Kopien var borte"))
    with unguarded(council.store.path) as raw:
        raw.row_factory = sqlite3.Row
        (entry,) = raw.execute("SELECT seq FROM entries WHERE kind = 'Registered' AND subject = '1/26'").fetchone()
        raw.execute("DELETE FROM entry_texts WHERE seq = ? AND name = 'title'", [entry])
        seq = append(raw, "TextRedacted", {"seq": entry, "name": "title"}, {"basis": "Personvern"})
        link(raw, seq)
    assert [f for f in audit.verify(council)[0].flaws if f.code not in ("table_differs", "cannot_replay")] == []
    assert flaws_of(council.store.path, "kvaefjord") == []


def link(raw: sqlite3.Connection, seq: int) -> None:
    """Chain the last entry alone: those before it keep their breaks."""
    row = dict(raw.execute("SELECT * FROM entries WHERE seq = ?", [seq]).fetchone())
    (prev,) = raw.execute("SELECT digest FROM entries WHERE seq = ?", [seq - 1]).fetchone()
    texts = raw.execute("SELECT name, salt, text FROM entry_texts WHERE seq = ?", [seq]).fetchall()
    row |= {"prev": prev, "texts": canonical({name: digest_of_text(salt, text) for name, salt, text in texts})}
    values = [row["prev"], row["texts"], digest_of(row), seq]
    raw.execute("UPDATE entries SET prev = ?, texts = ?, digest = ? WHERE seq = ?", values)


def test_a_request_looks_at_what_is_new(council: Context) -> None:
    damage(council, "UPDATE entries SET acted_by = 'rektor' WHERE seq = (SELECT MAX(seq) - 3 FROM entries)")
    error = stopped(council)
    assert error.facts["flaw"] == "changed_entry"
    assert error.facts["where"] == f"entries {audit.head(council)['seq'] - 3}"


@pytest.mark.parametrize("start", [1, 17, 2000, 2047, 2048])
@pytest.mark.parametrize("entries_of_a_request", [1, 2, 3, 5, 8, 64, 300])
def test_older_entries_have_their_turn_whatever_a_request_adds(entries_of_a_request: int, start: int) -> None:
    height, unseen = start, set(range(1, start + 1))
    while unseen:
        new, height = height + 1, height + entries_of_a_request
        ranges = verify.older(new, height)
        unseen -= {seq for first, last in ranges for seq in range(first, last + 1)}
        assert sum(last - first + 1 for first, last in ranges) <= entries_of_a_request * verify.OLDER
        # twice around, where a round has grown meanwhile
        assert height - start <= 2 * (2 * start + entries_of_a_request + 1) / verify.OLDER + 2 * entries_of_a_request


@pytest.mark.endurance
def test_an_old_break_is_found_in_the_end(council: Context) -> None:
    entry = entry_of(council)
    for number in range(verify.NEWEST):
        done(register(council, f"Eldre {number}"))
    before = audit.head(council)["seq"]
    damage(council, BREAKS["changed entry"][0])
    with pytest.raises(RecordsError) as raised:
        list(map(partial(register, council), map(str, range(60))))
    assert (raised.value.code, raised.value.facts["where"]) == ("journal_broken", f"entries {entry}")
    assert audit.head(council)["seq"] > before + 1


def test_a_process_that_stays_looks_at_each_entry_and_then_at_none_until_somebody_else_writes(
    council: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: set[int] = set()
    real = journal.read_between

    def noted(*arguments: object) -> tuple[journal.Stored, ...]:
        rows = real(*arguments)  # type: ignore[arg-type]
        looked.update(row.entry.seq for row in rows)
        return rows

    monkeypatch.setattr(journal, "read_between", noted)
    there, number = audit.head(council)["seq"], 0
    while not looked >= set(range(1, there + 1)):
        done(register(council, f"Sak {(number := number + 1)}"))
        assert number < there
    looked.clear()
    for more in range(20):
        done(register(council, f"Til sak {more}"))
    assert not looked
    done(register(replace(council, store=Store(str(council.store.path))), "En annen"))
    looked.clear()
    done(register(council, "Etter en annen"))
    assert audit.head(council)["seq"] - 1 in looked


def test_what_is_looked_at_does_not_grow_with_the_journal(council: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    real = journal.read_between

    def counted(*arguments: object) -> tuple[journal.Stored, ...]:
        rows = real(*arguments)  # type: ignore[arg-type]
        looked.append(len(rows))
        return rows

    monkeypatch.setattr(journal, "read_between", counted)
    for number in range(8):
        done(register(council, f"Sak {number}"))
    assert sum(looked) / 8 <= verify.NEWEST + 2 * verify.OLDER + 3  # and the entry before each range
    assert max(looked) <= max(verify.NEWEST, 2 * verify.OLDER) + 1


def test_a_chain_that_was_made_anew_is_whole_and_only_a_head_tells(council: Context) -> None:
    """The limit: whoever computes every digest anew leaves nothing to see but another head."""
    before = audit.head(council)
    with unguarded(council.store.path) as raw:
        raw.execute("UPDATE entries SET program = 'annet'")
        rechain(raw)
    audit.rebuild(council)
    assert audit.verify(council)[0].flaws == ()
    assert audit.verify(council, f"{before['seq']}:{before['digest']}")[0].flaws


def test_the_sentence_names_both_ways_on(council: Context, folder: Path) -> None:
    from slt_flow.views.text import failures
    from slt_flow.views.text.words import Words

    damage(council, "UPDATE entries SET acted_by = 'rektor' WHERE seq = (SELECT MAX(seq) FROM entries)")
    first, second = failures.lines(stopped(council), Words("nb"))
    assert "slt restore" in first
    assert "slt journal accept-break" in first
    assert second.strip().startswith(f"entries {audit.head(council)['seq']}: ")
