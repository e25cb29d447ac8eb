"""Entries of what begins: a council under its agreement, a pinned definition, a post, a meeting, a decision."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from slt_flow.definitions.load import LoadedAgreement, Pinned, PinnedKind, pinned_labels
from slt_flow.definitions.models import Agreement, AreaEntry, ClauseEntry, PostEntry
from slt_flow.engine.effects import born
from slt_flow.engine.entries import Entry, Kind, enumerated
from slt_flow.engine.machine import BuiltMachine, Machines
from slt_flow.model import Counter, Definition
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import LEARNING_SERIES, MEETING_SERIES, Ref


def council_opened(loaded: LoadedAgreement, on: date) -> Iterator[Entry]:
    """A council begins: its agreement with every clause, then organisations, posts and focus areas one by one."""
    agreement = loaded.agreement
    data, texts = agreement_facts(loaded)
    follows: list[dict[str, Any]] = []  # journals of councils that this one is split from or merged of
    data |= {"follows": follows}
    yield Entry(kind=Kind.AGREEMENT_ENTERED, subject="council", on=on, data=data, texts=texts)
    for id_, name, party in organisations_of(agreement):
        yield organisation_added(id_, name, party, on)
    for post in agreement.posts:
        yield post_of(post, on)
    for area in agreement.focus_areas:
        yield area_of(area, on)


def agreement_facts(loaded: LoadedAgreement) -> tuple[dict[str, Any], dict[str, str]]:
    """Data and texts of the entry of an agreement, the first one and every one that follows it.

    The digest of its file is a text, since the file may name persons.
    """
    agreement = loaded.agreement
    clauses = [_clause(clause) for clause in agreement.clauses]
    data: dict[str, Any] = {
        "council": agreement.agreement.name,
        "name": loaded.name,
        "language": agreement.agreement.language,
        "machines": {name: str(version) for name, version in agreement.machines.items()},
        "closed_days": list(agreement.closed_days),
        "groups": [{"id": group.id, "members": list(group.members)} for group in agreement.coordinating_groups],
        "clauses": [data for data, _ in clauses],
    }
    texts = {
        "council": agreement.agreement.title,
        "digest": loaded.digest,
        "content": loaded.content,
        **{f"closed.{day}": name for day, name in agreement.closed_days.items()},
        **{f"group.{group.id}": group.title for group in agreement.coordinating_groups},
    }
    for _, words in clauses:
        texts |= words
    return data, texts


def post_of(post: PostEntry, on: date) -> Entry:
    """A post that an agreement names."""
    levels = [str(level) for level in post.levels]
    return post_added(
        post.id, post.title, post.organisation, levels, on, seat=post.seat, binds=post.binds, roles=list(post.roles)
    )


def area_of(area: AreaEntry, on: date) -> Entry:
    """A focus area that an agreement names."""
    return area_added(area.id, area.title, on, goals=area.goals, contacts=area.contacts, shared_with=area.shared_with)


def definition_pinned(pinned: Pinned, on: date) -> Entry:
    """A machine's exact content, kept in the journal with the words for its states and actions."""
    machine = pinned.machine
    labels = {
        "machine": {machine.name: pinned_labels(machine.machine.label)},
        "state": {name: pinned_labels(state.label) for name, state in machine.states.items()},
        "action": {name: pinned_labels(action.label) for name, action in machine.every_action.items()},
    }
    return Entry(
        kind=Kind.DEFINITION_PINNED,
        subject=f"definition:{machine.name}",
        on=on,
        data={
            "name": machine.name,
            "version": pinned.version,
            "digest": pinned.digest,
        },
        texts=_file_texts(pinned.content, labels),
    )


def kind_pinned(pinned: PinnedKind, on: date) -> Entry:
    """A kind of decision, kept in the journal with what it is called."""
    name = pinned.kind.name
    return Entry(
        kind=Kind.DEFINITION_PINNED,
        subject=f"definition:{name}",
        on=on,
        data={
            "name": name,
            "version": pinned.digest[:8],
            "digest": pinned.digest,
        },
        texts=_file_texts(pinned.content, {"kind": {name: pinned_labels(pinned.kind.kind.label)}}),
    )


def _file_texts(content: str, labels: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[str, str]:
    """Texts of a pinned file: its content, and its labels by what they are of, id and language, so that no reader
    needs a model of the file."""
    return {"content": content, "labels": json.dumps(labels, sort_keys=True, ensure_ascii=False)}


def new_pins(snapshot: Snapshot, machines: Iterable[Pinned], on: date) -> Iterator[Entry]:
    """Entries for those machines whose content the council has not pinned yet."""
    for pinned in machines:
        if snapshot.find(Definition, pinned.digest) is None:
            yield definition_pinned(pinned, on)


def organisation_added(id_: str, name: str, party: str | None, on: date) -> Entry:
    """An organisation: a party, a part of one, or a third party."""
    data = {"id": id_, "party": party}
    return Entry(kind=Kind.ORGANISATION_ADDED, subject=f"organisation:{id_}", on=on, data=data, texts={"name": name})


def post_added(
    id_: str,
    title: str,
    organisation: str,
    levels: list[str],
    on: date,
    *,
    seat: bool = False,
    binds: bool = False,
    roles: list[str] | None = None,
    by: Ref | None = None,
) -> Entry:
    """A post. It counts as held until it is vacated, with no name recorded."""
    data: dict[str, Any] = {"id": id_, "organisation": organisation, "levels": levels, "seat": seat, "binds": binds}
    data |= {"roles": roles or []} | ({"by": str(by)} if by else {})
    return Entry(kind=Kind.POST_ADDED, subject=f"post:{id_}", on=on, data=data, texts={"title": title})


def area_added(
    id_: str,
    title: str,
    on: date,
    *,
    goals: Iterable[str] = (),
    contacts: Iterable[str] = (),
    shared_with: Iterable[str] = (),
    by: Ref | None = None,
) -> Entry:
    """A focus area, from the agreement or by a decision of the council."""
    data: dict[str, Any] = {"id": id_, "contacts": list(contacts), "shared_with": list(shared_with)}
    data |= {"by": str(by)} if by else {}
    texts = {"title": title} | ({"goals": "\n".join(goals)} if any(goals) else {})
    return Entry(kind=Kind.AREA_ADDED, subject=f"area:{id_}", on=on, data=data, texts=texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """What a decision is registered with."""

    title: str
    text: str = ""
    area: str | None = None
    bodies: tuple[str, ...] = ()
    information: bool = False
    case: str | None = None
    kind: PinnedKind | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    challenges: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()


def decision_registered(
    snapshot: Snapshot, machines: Machines, pins: tuple[str, ...], new: NewDecision, on: date, acted_by: str
) -> Entry:
    """A decision enters the register. It pins the whole set of machines that it and its children will use."""
    built = next(machines.built(pin) for pin in pins if machines.built(pin).under is None)
    data = {
        **born(built),
        "area": new.area,
        "information": new.information,
        "pins": list(pins),
        "challenges": list(new.challenges),
        "knowledge": list(new.knowledge),
    }
    if new.kind is not None:
        data |= {"kind": new.kind.kind.name, "kind_pin": new.kind.digest, "about": dict(new.about)}
    bodies, named = enumerated("body", new.bodies)
    texts = {"title": new.title, "text": new.text, "case": new.case or "", **named}
    texts = {name: text for name, text in texts.items() if text}
    data |= bodies
    return _registered(next_ref(snapshot, "", on.year), built, on, data, texts, acted_by)


def meeting_registered(
    snapshot: Snapshot,
    built: BuiltMachine,
    day: date,
    on: date,
    acted_by: str,
    texts: Mapping[str, str],
    told: Mapping[str, Any],
) -> Entry:
    """A meeting enters the calendar: `told` says its kind, and of which group or at whose request it is."""
    data = {**born(built), **told, "day": day.isoformat()}
    return _registered(next_ref(snapshot, MEETING_SERIES, day.year), built, on, data, texts, acted_by)


def learning_registered(
    snapshot: Snapshot, built: BuiltMachine, title: str, evaluation: str | None, on: date, acted_by: str
) -> Entry:
    """A learning point is noted, from an evaluation or by itself."""
    data = {**born(built), "evaluation": evaluation}
    ref = next_ref(snapshot, LEARNING_SERIES, on.year)
    return _registered(ref, built, on, data, {"title": title}, acted_by)


def next_ref(snapshot: Snapshot, series: str, year: int) -> Ref:
    """The next number of a series that was never given."""
    counter = snapshot.find(Counter, series, year, 0, 0)
    return Ref(series, year, (counter.last if counter else 0) + 1)


def _registered(
    ref: Ref, built: BuiltMachine, on: date, data: Mapping[str, Any], texts: Mapping[str, str], acted_by: str
) -> Entry:
    return Entry(
        kind=Kind.REGISTERED,
        subject=str(ref),
        on=on,
        machine=built.version_name,
        to_state=built.initial,
        acted_by=acted_by,
        data=data,
        texts=texts,
    )


def organisations_of(agreement: Agreement) -> Iterator[tuple[str, str, str | None]]:
    """Every organisation of an agreement with its name and party; a party is its own."""
    for party in agreement.parties:
        yield party.id, party.name, party.id
    for organisation in agreement.organisations:
        yield organisation.id, organisation.name, organisation.party


def _clause(clause: ClauseEntry) -> tuple[dict[str, Any], dict[str, str]]:
    """Data and texts of one clause; numbers that are free words are texts, with an empty value in their place."""
    data: dict[str, Any] = {"clause": clause.key, "ref": clause.ref, "kept_by": clause.kept_by, "numbers": {}}
    texts = {f"clause.{clause.key}": clause.text}
    for name, number in clause.numbers.items():
        words = number if isinstance(number, tuple) else (number,)
        plain = list(number) if isinstance(number, tuple) else number
        if any(isinstance(word, str) and not _PLAIN.fullmatch(word) for word in words):
            texts[f"number.{clause.key}.{name}"] = "\n".join(str(word) for word in words)
            plain = [] if isinstance(number, tuple) else ""
        data["numbers"][name] = plain
    return data, texts


_PLAIN: Final = re.compile(r"[a-z0-9][a-z0-9_.:-]*")
"""The form of an id or a known word; everything else that an agreement says is free text."""
