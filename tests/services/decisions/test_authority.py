"""Decisions that exceed delegated authority: their kind says so, or a person does, and the minutes say who."""

from __future__ import annotations

from typing import Any

import pytest

from slt_flow.errors import RequestError
from slt_flow.results.answers import Done, Outcome
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.form.record import record
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request.context import Context
from slt_flow.views.meetings.minutes import document
from slt_flow.views.text.words import Words
from tests.conftest import MakeContext
from tests.records.year import done

TITLES = ("Nye politivedtekter", "POLITIVEDTEKTENE for sentrum", "Revisjon av politivedtekter")


@pytest.fixture
def council(context: MakeContext) -> Context:
    made = context()
    done(hold(made, "2026-03-12", "all"))
    return made


def registered(council: Context, title: str = TITLES[0], **fields: Any) -> Outcome:
    return register(council, title, meeting="M1/26", consent="all", **fields)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_of_a_kind_that_exceeds_authority_asks_for_the_kind(council: Context, title: str) -> None:
    with pytest.raises(RequestError) as refused:
        registered(council, title)
    assert refused.value.code == "kind_not_named"
    assert refused.value.facts["kind"] == "bylaws"


def test_the_form_of_a_meeting_asks_too(council: Context) -> None:
    form = f'present = "all"\n[[items]]\ntitle = "{TITLES[0]}"\noutcome = "adopt"\nconsent = "all"\n'
    refused = record(council, "M1/26", form.encode(), "skjema.toml")
    assert not isinstance(refused.done, Done)
    assert "kind_not_named" in str(refused.mistakes)
    within = form.replace("outcome", "within_authority = true\noutcome")
    assert isinstance(record(council, "M1/26", within.encode(), "skjema.toml").done, Done)


@pytest.mark.parametrize(
    ("fields", "state", "bodies", "authority"),
    [
        ({"kind": "bylaws"}, "conditional", ("Kommunestyret", "Politidirektoratet"), None),
        ({"needs_ratification": ["Kommunestyret"]}, "conditional", ("Kommunestyret",), "SLT-koordinator"),
        ({"within_authority": True}, "adopted", (), "SLT-koordinator"),
    ],
    ids=["kind", "person", "within"],
)
def test_the_minutes_say_who_judged_the_authority(
    council: Context, fields: dict[str, Any], state: str, bodies: tuple[str, ...], authority: str | None
) -> None:
    done(registered(council, **fields))
    (item,) = minutes(council, "M1/26").items
    assert (str(item.state), item.bodies, item.authority) == (state, bodies, authority)


def test_whoever_names_another_body_leaves_none_of_the_kinds_out(council: Context) -> None:
    done(registered(council, kind="bylaws", needs_ratification=["Formannskapet", "kommunestyret"]))
    (item,) = minutes(council, "M1/26").items
    assert item.bodies == ("kommunestyret", "Politidirektoratet", "Formannskapet")
    assert str(item.state) == "conditional"


def test_a_title_of_no_such_kind_is_not_asked_about(council: Context) -> None:
    done(registered(council, "Felles foreldremøte om rus"))
    (item,) = minutes(council, "M1/26").items
    assert (item.bodies, item.authority) == ((), None)
    assert "fullmakten" not in str(document(minutes(council, "M1/26"), Words("nb")))
