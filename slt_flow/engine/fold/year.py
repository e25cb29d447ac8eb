"""Folds of entries about a year: knowledge, challenges, evidence, effects, learning points."""

from __future__ import annotations

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold.register import changes, folds, ref_in, ref_of, work_key
from slt_flow.model import Assessment, Challenge, Evidence, Knowledge, LearningPoint
from slt_flow.model.snapshot import Snapshot


@folds(Kind.KNOWLEDGE_ADDED)
def _knowledge_added(snapshot: Snapshot, entry: Entry) -> None:
    words = {name: entry.texts.get(name, "") for name in ("title", "source", "address")}
    snapshot.put(Knowledge(id=entry.data["id"], place=len(snapshot.all(Knowledge)), on=entry.on, **words))


@folds(Kind.CHALLENGE_ADDED)
def _challenge_added(snapshot: Snapshot, entry: Entry) -> None:
    data, title = entry.data, entry.texts.get("title", "")
    place, knowledge = len(snapshot.all(Challenge)), tuple(data["knowledge"])
    snapshot.put(
        Challenge(id=data["id"], place=place, title=title, area=data["area"], knowledge=knowledge, since=entry.on)
    )


@folds(Kind.EVIDENCE_RECORDED)
def _evidence_recorded(snapshot: Snapshot, entry: Entry) -> None:
    note = entry.texts.get("note", "")
    snapshot.put(Evidence(seq=entry.seq, clause=entry.data["clause"], on=entry.on, note=note))


@folds(Kind.EFFECT_ASSESSED)
def _effect_assessed(snapshot: Snapshot, entry: Entry) -> None:
    data = entry.data
    snapshot.put(
        Assessment(
            **work_key(ref_in(entry, data["measure"])),
            evaluation=str(ref_of(entry)),
            challenge=data["challenge"],
            effect=data["effect"],
            note=entry.texts.get("note", ""),
        )
    )


changes(
    Kind.LEARNING_CARRIED,
    LearningPoint,
    lambda point, entry: {"carried_to": entry.data["year"], "years": (*point.years, str(entry.data["year"]))},
)
changes(Kind.LEARNING_ANSWERED, LearningPoint, lambda _, entry: {"decision": entry.data.get("decision")})
