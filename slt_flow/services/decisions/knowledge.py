"""Sources of knowledge and the challenges they show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slt_flow.engine.entries import Entry, Kind
from slt_flow.model import Challenge, Knowledge
from slt_flow.results.answers import Outcome
from slt_flow.services.request import parsing
from slt_flow.services.request.clock import today
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact
from slt_flow.terms import Ref, Role

SECRETARY = (Role.SECRETARY,)
"""Who keeps the register of what is known."""


def add_knowledge(
    context: Context, id_: str, title: str, *, source: str | None = None, address: str | None = None
) -> Outcome:
    """Add a source of knowledge, of the day the request holds for.

    Args:
        context: where the request comes in.
        id_: what it is called in commands.
        title: what a reader calls it.
        source: what the agreement may ask for by name, such as `Ungdata`.
        address: where it is found.
    """
    asked = {"knowledge": id_, "title": title, "source": source, "address": address}

    def act(request: Request) -> None:
        new = parsing.new_id(id_, "knowledge", [k.id for k in request.snapshot.all(Knowledge)])
        texts = {"title": parsing.line("title", title)}
        texts |= {"source": parsing.line("source", source)} if source is not None else {}
        texts |= {"address": parsing.address(address)} if address is not None else {}
        _record(request, Kind.KNOWLEDGE_ADDED, f"knowledge:{new}", {"id": new}, texts)

    return transact(context, asked, None, act, only=SECRETARY)


def add_challenge(
    context: Context, id_: str, title: str, *, area: str | None = None, sources: Sequence[str] = ()
) -> Outcome:
    """Add a challenge: what is wrong, in which focus area, and the knowledge that shows it."""
    asked = {"challenge": id_, "title": title, "area": area, "knowledge": tuple(sources)}

    def act(request: Request) -> None:
        new = parsing.new_id(id_, "challenge", [c.id for c in request.snapshot.all(Challenge)])
        shown_by = dict.fromkeys(parsing.knowledge(source, request.snapshot) for source in sources)
        data = {
            "id": new,
            "area": parsing.area(area, request.snapshot) if area is not None else None,
            "knowledge": list(shown_by),
        }
        _record(request, Kind.CHALLENGE_ADDED, f"challenge:{new}", data, {"title": parsing.line("title", title)})

    return transact(context, asked, None, act, only=SECRETARY)


def name_grounds(request: Request, ref: Ref, named: Sequence[str], rests_on: Sequence[str]) -> None:
    """Record what a case that was just handed down answers and rests on; that is part of the same act."""
    challenges, sources = grounds_of(request, named, rests_on)
    if challenges or sources:
        item = request.item(ref)
        grounds = {"challenges": list(challenges), "knowledge": list(sources)}
        kept = {name: ids for name, ids in grounds.items() if ids}
        request.record(
            Entry(
                kind=Kind.RATIONALE_NAMED,
                subject=str(ref),
                on=item.last_on,
                machine=item.machine,
                acted_by=request.actor,
                data=kept,
            )
        )


def grounds_of(
    request: Request, named: Sequence[str], rests_on: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Parse challenges and sources, each once.

    Raises:
        RequestError: one of them is not registered.
    """
    challenges = dict.fromkeys(parsing.challenge(id_, request.snapshot) for id_ in named)
    sources = dict.fromkeys(parsing.knowledge(id_, request.snapshot) for id_ in rests_on)
    return tuple(challenges), tuple(sources)


def _record(request: Request, kind: Kind, subject: str, data: dict[str, Any], texts: dict[str, str]) -> None:
    context = request.context
    if context.day > today(context.clock):
        request.notice("dated_ahead", on=context.day)
    request.record(Entry(kind=kind, subject=subject, on=context.day, acted_by=request.actor, data=data, texts=texts))
