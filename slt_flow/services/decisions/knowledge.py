"""Sources of knowledge and the challenges they show."""

from __future__ import annotations

from collections.abc import Sequence

from slt_flow.engine.entries import Kind
from slt_flow.model import Challenge, Knowledge
from slt_flow.services.request import parsing
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import Ref, Role


@use_case(Role.SECRETARY)
def add_knowledge(
    request: Request, id_: str, title: str, *, source: str | None = None, address: str | None = None
) -> None:
    """Add a source of knowledge, of the day the request holds for.

    Args:
        request: within its transaction.
        id_: its id in commands.
        title: its title for readers.
        source: the name under which the agreement may ask for it, such as `Ungdata`.
        address: the address of the document.
    """
    new = parsing.new_id(id_, Knowledge, request.snapshot)
    texts = {"title": parsing.line("title", title)}
    texts |= {"source": parsing.line("source", source)} if source is not None else {}
    texts |= {"address": parsing.address(address)} if address is not None else {}
    request.record(request.entry(Kind.KNOWLEDGE_ADDED, f"knowledge:{new}", {"id": new}, texts))


@use_case(Role.SECRETARY)
def add_challenge(
    request: Request, id_: str, title: str, *, area: str | None = None, sources: Sequence[str] = ()
) -> None:
    """Add a challenge: what is wrong, in which focus area, and the knowledge that shows it."""
    new = parsing.new_id(id_, Challenge, request.snapshot)
    shown_by = dict.fromkeys(parsing.knowledge(source, request.snapshot) for source in sources)
    data = {
        "id": new,
        "area": parsing.area(area, request.snapshot) if area is not None else None,
        "knowledge": list(shown_by),
    }
    texts = {"title": parsing.line("title", title)}
    request.record(request.entry(Kind.CHALLENGE_ADDED, f"challenge:{new}", data, texts))


def name_grounds(request: Request, ref: Ref, named: Sequence[str], rests_on: Sequence[str]) -> None:
    """Record what a case that was just handed down answers and rests on; that is part of the same act."""
    challenges, sources = grounds_of(request, named, rests_on)
    if challenges or sources:
        item = request.item(ref)
        grounds = {"challenges": list(challenges), "knowledge": list(sources)}
        kept = {name: ids for name, ids in grounds.items() if ids}
        request.record(request.entry(Kind.RATIONALE_NAMED, ref, kept, on=item.last_on, machine=item.machine))


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
