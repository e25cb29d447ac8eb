"""What the council works from: sources of knowledge, the challenges they show, and what answers each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from slt_flow.desk import intake
from slt_flow.desk.clock import today
from slt_flow.desk.front import Desk
from slt_flow.desk.perform import perform
from slt_flow.desk.reader import Reader, reading
from slt_flow.desk.request import Request
from slt_flow.engine.entries import Entry, Kind
from slt_flow.facts import Snapshot
from slt_flow.records import projection, queries
from slt_flow.results import Listing, Outcome
from slt_flow.rows import Challenge, Item, Knowledge
from slt_flow.rules.evaluation import Years
from slt_flow.terms import Level, Ref, Role

SECRETARY = (Role.SECRETARY,)
"""Who keeps the register of what is known."""


def add_knowledge(
    desk: Desk, id_: str, title: str, *, source: str | None = None, address: str | None = None
) -> Outcome:
    """Add a source of knowledge, of the day the request holds for.

    Args:
        desk: where the request comes in.
        id_: what it is called in commands.
        title: what a reader calls it.
        source: what the agreement may ask for by name, such as `Ungdata`.
        address: where it is found.
    """
    asked = {"knowledge": id_, "title": title, "source": source, "address": address}

    def act(request: Request) -> None:
        new = intake.new_id(id_, "knowledge", [k.id for k in request.snapshot.all(Knowledge)])
        texts = {"title": intake.line("title", title)}
        texts |= {"source": intake.line("source", source)} if source is not None else {}
        texts |= {"address": intake.address(address)} if address is not None else {}
        _record(request, Kind.KNOWLEDGE_ADDED, f"knowledge:{new}", {"id": new}, texts)

    return perform(desk, asked, None, act, only=SECRETARY)


def add_challenge(
    desk: Desk, id_: str, title: str, *, area: str | None = None, knowledge: Sequence[str] = ()
) -> Outcome:
    """Add a challenge: what is wrong, in which focus area, and the knowledge that shows it."""
    asked = {"challenge": id_, "title": title, "area": area, "knowledge": tuple(knowledge)}

    def act(request: Request) -> None:
        new = intake.new_id(id_, "challenge", [c.id for c in request.snapshot.all(Challenge)])
        sources = dict.fromkeys(intake.knowledge(each, request.snapshot) for each in knowledge)
        data = {
            "id": new,
            "area": intake.area(area, request.snapshot) if area is not None else None,
            "knowledge": list(sources),
        }
        _record(request, Kind.CHALLENGE_ADDED, f"challenge:{new}", data, {"title": intake.line("title", title)})

    return perform(desk, asked, None, act, only=SECRETARY)


def knowledge(desk: Desk, as_of: date | None = None, as_known: date | None = None) -> Listing:
    """Every source of knowledge, with the challenges it shows and the cases that rest on it."""
    with reading(desk, as_of, as_known) as reader:
        challenges = projection.rows(reader.connection, reader.council, Challenge)
        cases = queries.cases(reader.connection, reader.council, None)
        rows = [
            {
                "id": each.id,
                "title": each.title,
                "source": each.source,
                "on": each.on,
                "address": each.address,
                "challenges": [c.id for c in challenges if each.id in c.knowledge],
                "used_by": [str(i.ref) for i in cases if each.id in i.knowledge],
            }
            for each in projection.rows(reader.connection, reader.council, Knowledge)
        ]
        return Listing("knowledge", tuple(rows))


def challenges(desk: Desk, as_of: date | None = None, as_known: date | None = None) -> Listing:
    """Every challenge, with the decisions, assignments and measures that answer it; one without any is a gap."""
    with reading(desk, as_of, as_known) as reader:
        snapshot = projection.everything(reader.connection, reader.council)
        years = Years(snapshot)
        rows = [
            {
                "id": each.id,
                "title": each.title,
                "area": each.area,
                "knowledge": list(each.knowledge),
                "since": each.since,
                "answered_by": [str(item.ref) for item in answering(snapshot, years, each.id)],
                "gap": not answering(snapshot, years, each.id),
            }
            for each in snapshot.all(Challenge)
        ]
        return Listing("challenges", tuple(rows))


def answering(snapshot: Snapshot, years: Years, challenge: str) -> tuple[Item, ...]:
    """The cases that name a challenge, and the measures that an evaluation has paired with it."""
    every = (i for i in snapshot.all(Item) if not i.series)
    found = (i for i in every if challenge in i.challenges or _paired(years, i) == challenge)
    return tuple(sorted(found, key=lambda item: item.ref))


def named_challenges(snapshot: Snapshot, item: Item) -> tuple[str, ...]:
    """The challenges a case answers: those it names itself, else those of the nearest case above that names any."""
    if item.challenges or item.ref.parent is None:
        return item.challenges
    above = snapshot.item(item.ref.parent)
    return named_challenges(snapshot, above) if above is not None else ()


def grounds(reader: Reader, item: Item) -> tuple[Listing, Listing]:
    """What a case answers and rests on, as its sheet shows it; what is not known that day keeps its id."""
    known = {each.id: each for each in projection.rows(reader.connection, reader.council, Challenge)}
    sources = {each.id: each for each in projection.rows(reader.connection, reader.council, Knowledge)}
    answered = [{"id": name, "title": known[name].title if name in known else ""} for name in item.challenges]
    rests = [
        {"id": name, "title": sources[name].title, "on": sources[name].on, "address": sources[name].address}
        if name in sources
        else {"id": name, "title": ""}
        for name in item.knowledge
    ]
    return Listing("challenges", tuple(answered)), Listing("knowledge", tuple(rests))


def name_grounds(request: Request, ref: Ref, named: Sequence[str], rests_on: Sequence[str]) -> None:
    """Record what a case that was just handed down answers and rests on; that is part of the same deed."""
    challenges, sources = grounds_of(request, named, rests_on)
    if challenges or sources:
        item = request.item(ref)
        told = {"challenges": list(challenges), "knowledge": list(sources)}
        kept = {name: given for name, given in told.items() if given}
        request.record(
            Entry(
                kind=Kind.GROUNDS_NAMED,
                subject=str(ref),
                on=item.last_on,
                machine=item.machine,
                deed_of=request.actor,
                data=kept,
            )
        )


def grounds_of(
    request: Request, named: Sequence[str], rests_on: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Challenges and sources as typed, each once.

    Raises:
        RequestError: one of them is not registered.
    """
    challenges = dict.fromkeys(intake.challenge(each, request.snapshot) for each in named)
    sources = dict.fromkeys(intake.knowledge(each, request.snapshot) for each in rests_on)
    return tuple(challenges), tuple(sources)


def _paired(years: Years, item: Item) -> str | None:
    given = years.assessment(item) if item.level == Level.EXECUTING else None
    return given.challenge if given is not None else None


def _record(request: Request, kind: Kind, subject: str, data: dict[str, Any], texts: dict[str, str]) -> None:
    desk = request.desk
    if desk.day > today(desk.clock):
        request.notice("dated_ahead", on=desk.day)
    request.record(Entry(kind=kind, subject=subject, on=desk.day, deed_of=request.actor, data=data, texts=texts))
