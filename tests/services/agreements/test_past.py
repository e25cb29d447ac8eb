"""A renewal changes nothing about days before its own: verdicts, minutes, agendas, attendance, trees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_flow.definitions.locations import agreement_file
from slt_flow.errors import RequestError
from slt_flow.model import Meeting
from slt_flow.records import projection
from slt_flow.records.store import Store
from slt_flow.services.agreements.init import init
from slt_flow.services.agreements.renew import renew
from slt_flow.services.agreements.show import agreement
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.status import status
from slt_flow.services.meetings.agenda import agenda
from slt_flow.services.meetings.lists import show_meeting
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people.lists import list_areas, list_organisations, list_posts
from slt_flow.services.people.posts import appoint, designate
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.year.obligations import obligations
from slt_flow.terms import Standing
from tests.conftest import IN_MEMORY, MakeContext
from tests.records.year import done
from tests.renewals import renewed_text

OPENED = date(2026, 1, 1)
SEEN_FROM = date(2026, 11, 20)
LATE = FixedClock(datetime(2026, 11, 20, 10, tzinfo=UTC))

TEXT = agreement_file("kvaefjord").read_text(encoding="utf-8")

INFORMED = next(clause for clause in TEXT.split("\n\n") if 'key = "kommunestyre_is_informed"' in clause)

CHANGES: dict[str, Callable[[str], str]] = {
    "another binding post of the police": lambda text: text.replace('"politistasjonssjef"', '"stasjonssjef"'),
    "another chair": lambda text: text.replace('"ordforer"', '"varaordforer"'),
    "another secretary": lambda text: text.replace('"slt-koordinator"', '"krim-koordinator"'),
    "another title": lambda text: text.replace('title = "Ordfører"', 'title = "Varaordfører"'),
    "another name of a party": lambda text: text.replace('name = "Kvæfjord kommune"', 'name = "Kvæfjords kommune"'),
    "another name of the council": lambda text: text.replace('title = "Politirådet', 'title = "Rådet'),
    "nobody informs the kommunestyre": lambda text: text.replace(INFORMED, ""),
    "an area fewer": lambda text: text.replace('"trafikksikkerhet"', '"trafikk"'),
    "another title of an area": lambda text: text.replace('title = "Trafikk', 'title = "Trygg trafikk'),
    "another closed day": lambda text: text.replace('"12-24"', '"12-23"'),
    "a party binds by another": lambda text: text.replace("binds = true", "binds = false", 1),
}
"""What a newer agreement may say otherwise, each change by its own."""


def newer(folder: Path, in_force: date, changes: set[str]) -> str:
    """Write the agreement once more, in force from a day, with some changes, signed anew by both parties."""
    text = renewed_text(TEXT, in_force)
    for name in sorted(changes):
        assert CHANGES[name](text) != text, name
        text = CHANGES[name](text)
    path = folder / "ny.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def year(context: Context) -> None:
    """Hold three meetings, decide at each, name holders, designate a post."""
    for number, day in enumerate(("2026-02-05", "2026-05-07", "2026-08-20"), start=1):
        done(hold(context, day, "all", sent="2026-01-15"))
        done(register(context, f"Sak {number}", area="barn-og-unge", meeting=f"M{number}/26", consent="all"))
        done(assign(context, f"{number}/26", "politikontakt", "2026-12-01"))
    done(appoint(replace(context, on=date(2026, 1, 1)), "politistasjonssjef", "Petter Politi"))
    done(designate(replace(context, on=date(2026, 6, 1)), "radikaliseringskontakt", "1/26"))


def readings(context: Context, day: date) -> dict[str, Any]:
    """Return all that can be read of days before a day: as of some of them, and now of meetings held before it."""
    with context.store.reading() as connection:
        meetings = [row for row in projection.rows(connection, "kvaefjord", Meeting) if row.day < day]
    seen: dict[str, Any] = {}
    for earlier in {OPENED, OPENED + (day - OPENED) // 2, day - timedelta(days=1)}:
        then = context.at(earlier)
        lists = (list_posts(then), list_areas(then), list_organisations(then))
        seen[str(earlier)] = obligations(then, 2026), status(then), agreement(then), lists
    for row in meetings:
        ref = str(row.ref)
        seen[ref] = minutes(context, ref), show_meeting(context, ref), agenda(context, ref)
    verdicts = {row.clause: row for row in obligations(context, 2026).rows}
    represented = {shown.ref for shown in verdicts["every_party_is_represented"].evidence}
    seen["represented"] = represented & {str(row.ref) for row in meetings}
    return seen


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dates(date(2026, 1, 2), SEEN_FROM), st.sets(st.sampled_from(sorted(CHANGES)), min_size=1))
def test_nothing_of_an_earlier_day_changes(in_force: date, changes: set[str]) -> None:
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        context = Context(Store(str(Path(folder) / "slt.sqlite")), clock=LATE)
        done(init(context, "kvaefjord", since=OPENED))
        year(context)
        before = readings(context, in_force)
        done(renew(context, newer(Path(folder), in_force, changes)).outcome)
        assert readings(context, in_force) == before


def test_march_is_represented_by_who_held_the_post_then_and_april_can_adopt_when_it_is_entered_late(
    context: MakeContext, folder: Path
) -> None:
    late = context(clock=LATE)
    done(hold(late, "2026-03-12", "all"))
    done(renew(late, newer(folder, date(2026, 7, 1), {"another binding post of the police"})).outcome)
    verdicts = {row.clause: row for row in obligations(late).rows}
    assert verdicts["every_party_is_represented"].verdict == Standing.KEPT
    assert "politistasjonssjef" in {person.post for person in minutes(late, "M1/26").attendance}
    done(hold(late, "2026-04-16", "all"))
    done(register(late, "Skolestart", meeting="M2/26", consent="all"))
    assert show_case(late, "1/26").state == "adopted"
    done(hold(late, "2026-08-20", "all"))
    assert {p.post for p in minutes(late, "M3/26").attendance} & {"politistasjonssjef", "stasjonssjef"} == {
        "stasjonssjef"
    }
    with pytest.raises(RequestError, match="vacant_post_present"):
        hold(late, "2026-09-03", "ordforer,politistasjonssjef")
