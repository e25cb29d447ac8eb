"""Load on the pages, as `python -m bench.pages` measures it, for some seconds."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from bench.pages import Person, load, serving
from slt_flow.pages.sessions import Sessions
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.request.clock import SystemClock
from slt_flow.services.stories.demo import play
from tests.conftest import DEMO_DAY

FORBIDDEN = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=|javascript:|(?:href|src|action)=\"(?:\w+:)?//")
LINKED = re.compile(r'\s(?:href|src)="(/[^"#]*)"')


@pytest.mark.endurance
def test_readers_and_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    measured = load(tmp_path, seconds=12, readers=12, writers=5, pause=1)
    assert measured.failed == []
    assert measured.lost == []
    assert measured.flaws == ()
    assert measured.code == 0
    assert min(len(measured.reads), len(measured.writes)) > 20


@pytest.mark.endurance
def test_no_page_needs_what_its_policy_forbids(tmp_path: Path) -> None:
    """Every page that a secretary can come to by links is read; none has a style, a script or a place of its own."""
    context = replace(play(tmp_path / "council.sqlite", "kvaefjord", DEMO_DAY), clock=SystemClock(), on=None)
    bind_account(context, "slt-koordinator", "os:slt@kontoret")
    sessions = Sessions(Path(context.store.path), "kvaefjord", context.clock)
    to_read, seen = ["/mine"], set[str]()
    with serving(Path(context.store.path)) as (_, place):
        person = Person(place, sessions.begin("os:slt@kontoret", "os"))
        while to_read and len(seen) < 150:
            if (path := to_read.pop(0)) in seen:
                continue
            seen.add(path)
            page = person.get(path)
            assert FORBIDDEN.findall(page) == [], path
            to_read += [unescape(link) for link in LINKED.findall(page)]
        assert [asked for asked in person.asked if asked.status not in (200, 303)] == []
    assert len(seen) > 100
