"""Entries about what a council learns over a year: knowledge, challenges, evidence, effects, learning points."""

from __future__ import annotations

from dataclasses import replace

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold.register import folds, ref_of
from slt_flow.errors import BrokenInvariant
from slt_flow.model import Assessment, Challenge, Evidence, Knowledge, LearningPoint
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import Ref


@folds(Kind.KNOWLEDGE_ADDED)
def _knowledge_added(snapshot: Snapshot, entry: Entry) -> None:
    texts = entry.texts
    snapshot.put(
        Knowledge(
            id=entry.data["id"],
            place=len(snapshot.all(Knowledge)),
            title=texts.get("title", ""),
            source=texts.get("source", ""),
            on=entry.on,
            address=texts.get("address", ""),
        )
    )


@folds(Kind.CHALLENGE_ADDED)
def _challenge_added(snapshot: Snapshot, entry: Entry) -> None:
    told = entry.data
    snapshot.put(
        Challenge(
            id=told["id"],
            place=len(snapshot.all(Challenge)),
            title=entry.texts.get("title", ""),
            area=told["area"],
            knowledge=tuple(told["knowledge"]),
            since=entry.on,
        )
    )


@folds(Kind.EVIDENCE_RECORDED)
def _evidence_recorded(snapshot: Snapshot, entry: Entry) -> None:
    note = entry.texts.get("note", "")
    snapshot.put(Evidence(seq=entry.seq, clause=entry.data["clause"], on=entry.on, note=note))


@folds(Kind.EFFECT_ASSESSED)
def _effect_assessed(snapshot: Snapshot, entry: Entry) -> None:
    told = entry.data
    ref = Ref.parse(told["measure"])
    if ref is None:
        raise BrokenInvariant("subject_is_no_case", seq=entry.seq, subject=told["measure"])
    place = {"year": ref.year, "no": ref.no, "assignment_no": ref.assignment_no, "measure_no": ref.measure_no}
    snapshot.put(
        Assessment(
            **place,
            evaluation=str(ref_of(entry)),
            challenge=told["challenge"],
            effect=told["effect"],
            note=entry.texts.get("note", ""),
        )
    )


@folds(Kind.LEARNING_CARRIED)
def _learning_carried(snapshot: Snapshot, entry: Entry) -> None:
    point = _point(snapshot, entry)
    snapshot.put(replace(point, carried_to=entry.data["year"]))


@folds(Kind.LEARNING_ANSWERED)
def _learning_answered(snapshot: Snapshot, entry: Entry) -> None:
    point = _point(snapshot, entry)
    snapshot.put(replace(point, decision=entry.data.get("decision")))


def _point(snapshot: Snapshot, entry: Entry) -> LearningPoint:
    ref = ref_of(entry)
    return snapshot.one(LearningPoint, ref.year, ref.no)
