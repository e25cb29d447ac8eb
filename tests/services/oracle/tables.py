"""I10: what the tables hold, beside what the journal amounts to by the oracle's own replay."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.services.oracle.replay import FOREVER, Case, Replay

Rows = dict[tuple[Any, ...], tuple[Any, ...]]


def differences(path: Path, council: str, replay: Replay) -> Iterator[str]:
    """Yield the rows in which the tables and the replay differ."""
    stored, own = dict(_stored(path, council)), dict(_replayed(replay))
    for key in sorted(stored.keys() | own.keys(), key=str):
        if stored.get(key) != own.get(key):
            yield f"I10: {key} is {stored.get(key)}, and by the journal {own.get(key)}"


ITEMS = "series, year, no, assignment_no, measure_no, state, tags, ended, title, owner, due, born, delivered_on"
SPELLS = "year, no, assignment_no, measure_no, seq, post, since"
MEETINGS = "year, no, day, kind, sent, led_by"
ATTENDANCES = "year, no, who, presence, deputy, mandate, organisation, mandated_by, mandated_on"
DECISIONS = "year, no, text, text_version, round, meeting, information, adopted_on"
STANCES = "year, no, round, post, text_version, stance, deputy"
LATEST = "SELECT round FROM decisions d WHERE d.council = t.council AND (d.year, d.no) = (t.year, t.no)"
POSTS = "id, organisation, seat, binds, designated_by, vacant, holder, until"


def _stored(path: Path, council: str) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as connection:

        def rows(table: str, columns: str, where: str = "") -> Iterator[tuple[Any, ...]]:
            query = f"SELECT {columns} FROM {table} AS t WHERE t.council = ? {where}"
            return iter(connection.execute(query, (council,)).fetchall())

        for *key, state, tags, ended, title, owner, due, born, delivered in rows("items", ITEMS):
            ref, of = _ref(*key), (state, frozenset(json.loads(tags)), bool(ended), title, owner, due, born)
            yield ("case", ref), (*of, delivered)
        for *key, seq, post, since in rows("owner_spells", SPELLS):
            yield ("owner", _ref("", *key), seq), (post, since)
        for year, no, *fields in rows("meetings", MEETINGS):
            yield ("meeting", _ref("M", year, no)), tuple(fields)
        for year, no, who, *fields in rows("attendances", ATTENDANCES):
            yield ("there", _ref("M", year, no), who), tuple(fields)
        for year, no, text, version, turn, meeting, information, adopted in rows("decisions", DECISIONS):
            yield ("decision", _ref("", year, no)), (text, version, turn, meeting, bool(information), adopted)
        latest = f"AND round = ({LATEST})"
        for year, no, _, post, *fields in rows("seat_stances", STANCES, latest):
            yield ("stance", _ref("", year, no), post), tuple(fields)
        for year, no, post in rows("excuses", "year, no, post", latest):
            yield ("excused", _ref("", year, no), post), ()
        for post, organisation, *fields in rows("posts", POSTS):
            seat, binds, given_by, vacant, holder, until = fields
            designated = frozenset(json.loads(given_by))
            yield ("post", post), (organisation, bool(seat), bool(binds), designated, bool(vacant), holder, until)
        for name, party in rows("organisations", "id, party"):
            yield ("organisation", name), (party,)
        for post, seq, *fields in rows("absences", "post, seq, since, until, deputy, mandate"):
            yield ("absence", post, seq), tuple(fields)


def _ref(series: str, year: int, no: int, assignment_no: int = 0, measure_no: int = 0) -> str:
    below = f".{assignment_no}" * bool(assignment_no) + f".{measure_no}" * bool(measure_no)
    return f"{series}{no}/{year % 100:02d}{below}"


def _replayed(replay: Replay) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    for case in replay.cases.values():
        fields = (case.state, case.tags, case.end, case.title, case.owner, case.due, case.born, case.delivered)
        yield ("case", case.ref), fields
        for seq, on, post in case.owners:
            yield ("owner", case.ref, seq), (post, on)
        yield from _of_meeting(case) if case.day else _of_decision(case) if not case.level else ()
    for post in replay.posts:
        now, holder = replay.post(post, FOREVER), replay.holder(post, FOREVER)
        flags = (bool(now[name]) for name in ("seat", "binds"))
        designated = frozenset(replay.designating(post, FOREVER))
        yield ("post", post), (now["organisation"], *flags, designated, holder is None, holder or None, now["until"])
    for name, spells in replay.parties.items():
        yield ("organisation", name), (spells[-1][1],)
    for away in replay.absences:
        of = away.data
        key = ("absence", of["post"], away.seq)
        yield key, (of["since"], of["until"], of["deputy"], away.texts.get("mandate"))


def _of_meeting(case: Case) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    yield ("meeting", case.ref), (case.day, case.kind, case.sent, case.led_by)
    for who, fact in case.there.items():
        guest, names = fact.texts.get("guest"), ("organisation", "mandated_by", "mandated_on")
        fields = (fact.data["presence"], guest or fact.deputy, fact.texts.get("mandate"))
        yield ("there", case.ref, who), (*fields, *map(fact.data.get, names))


def _of_decision(case: Case) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    if case.ref.startswith("L"):
        return
    fields = (case.text, case.version, case.round, case.meeting, case.information, case.adopted_on)
    yield ("decision", case.ref), fields
    for post, stance in case.stances.items():
        yield ("stance", case.ref, post), (stance.data["text_version"], stance.data["stance"], stance.deputy)
    for post in case.excused:
        yield ("excused", case.ref, post), ()
