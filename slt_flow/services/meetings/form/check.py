"""Items of a meeting's form, checked against the council before anything is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from slt_flow.definitions.toml_positions import Path
from slt_flow.model import Decision
from slt_flow.model.point_kinds import OWN, outcomes_of
from slt_flow.model.spelling import folded
from slt_flow.results.meetings import AgendaItem
from slt_flow.services.meetings.form.parse import (
    EVERYONE,
    ITEM_KEYS,
    NEW,
    OF_A_POINT,
    ONLY_OF_NEW,
    OUTCOMES,
    POSTPONE,
    Form,
    filled_in,
)
from slt_flow.services.meetings.form.shapes import Matter
from slt_flow.terms import PointOutcome, Ref, Tag

_ALIKE: Final = {POSTPONE: PointOutcome.POSTPONED, "note": PointOutcome.ACKNOWLEDGED}
"""Outcomes of a point by that of an item that has the same word in Norwegian."""


@dataclass
class ItemReader:
    """Reader of items, one after the other, that notes the mistakes of each.

    Attributes:
        form: takes the mistakes.
        here: the posts at the meeting; None when that is not known, and then nobody is held to be absent.
        there: the refs of the decisions at the meeting already, by their titles as `folded`.
        points: the points of the agenda that are no decisions, by their keys.
    """

    form: Form
    here: frozenset[str] | None
    there: Mapping[str, Ref]
    points: Mapping[str, AgendaItem]
    _seen: dict[Ref | str, Path] = field(default_factory=dict)

    def read(self, path: Path, table: Any) -> Matter | None:
        """Read one item; None when it has a mistake."""
        before = len(self.form.mistakes)
        # A key that is filled in wrongly is no missing one: it has its mistake, and the item is not taken for another.
        keys, values = filled_in(table), self.form.table(path, table, ITEM_KEYS)
        if "point" in keys and "outcome" in values:
            values["outcome"] = _ALIKE.get(values["outcome"], values["outcome"])
        matter = Matter(path=path, **values)
        if not isinstance(table, dict):
            return None
        if "point" in keys:
            self._check_point(matter, keys)
            return matter if len(self.form.mistakes) == before else None
        if matter.outcome is not None and matter.outcome not in OUTCOMES:
            self._refuse_outcome(matter, OUTCOMES)
        self._check_name(matter, keys)
        self._check_stances(matter)
        self._check_outcome(matter, is_new="ref" not in keys)
        return matter if len(self.form.mistakes) == before else None

    def _refuse_outcome(self, matter: Matter, possible: Iterable[str]) -> None:
        options = tuple(map(str, possible))
        self.form.wrong(
            (*matter.path, "outcome"), "form_unknown_outcome", given=matter.outcome, near=None, known=options
        )

    def _check_point(self, matter: Matter, keys: set[str]) -> None:
        """Check that a point is on the agenda or new, and that nothing is said of it that only a decision has."""
        path, point = matter.path, matter.point
        for key in sorted(keys - set(OF_A_POINT)):
            self.form.wrong((*path, key), "form_not_of_a_point", key=key)
        if point == NEW:
            if "title" not in keys:
                self.form.wrong(path, "form_missing_key", key="title")
        elif point is not None and point not in self.points:
            self.form.wrong((*path, "point"), "form_unknown_point", given=point)
        elif point is not None:
            self._once((*path, "point"), point, point)
            if "title" in keys:
                self.form.wrong((*path, "title"), "form_not_of_a_point", key="title")
        there = self.points.get(str(point))
        possible = outcomes_of(there.kind if there is not None else OWN)
        if matter.outcome is not None and matter.outcome not in possible:
            self._refuse_outcome(matter, possible)

    def _check_name(self, matter: Matter, keys: set[str]) -> None:
        path, ref = matter.path, matter.ref
        if "ref" not in keys:
            if not keys & {"title", "kind"}:
                self.form.wrong(path, "form_item_without_name")
            elif matter.title:
                self._once((*path, "title"), folded(matter.title), matter.title)
            return
        item = self.form.attempt((*path, "ref"), self.form.request.item, ref) if ref is not None else None
        if ref is None or item is None:
            return
        self._once((*path, "ref"), ref, str(ref))
        for key in ONLY_OF_NEW:
            if key in keys:
                self.form.wrong((*path, key), "form_only_of_new", key=key, ref=str(ref))
        if matter.title and folded(matter.title) != folded(item.title):
            self.form.wrong((*path, "title"), "form_ref_and_title", ref=str(ref), title=item.title)

    def _once(self, path: Path, key: Ref | str, name: str) -> None:
        if key in self._seen:
            first = self.form.lines.of(*self._seen[key])
            self.form.wrong(path, "form_item_twice", name=name, first=first)
        elif isinstance(key, str) and key in self.there:
            self.form.wrong(path, "form_item_is_there", name=name, ref=str(self.there[key]))
        self._seen.setdefault(key, path)

    def _check_stances(self, matter: Matter) -> None:
        """Check that each post takes one stance, and only posts that take part in the item."""
        consenting = [stated for stated in matter.consent if stated.post != EVERYONE]
        excused = {stated.post for stated in matter.excused}
        first: dict[str, Path] = {}
        stances = (*consenting, *matter.stand_aside, *matter.object)
        # In the order of the file: whoever reads it down meets the second stance of a post at the later line.
        for at, post, *_ in sorted(stances, key=lambda stated: self.form.lines.of(*stated.path)):
            if post in first:
                self.form.wrong(at, "form_two_stances", post=post, first=self.form.lines.of(*first[post]))
            elif post in excused:
                self.form.wrong(at, "form_excused_has_stance", post=post)
            elif self.here is not None and post not in self.here:
                self.form.wrong(at, "form_stance_of_absent", post=post)
            first.setdefault(post, at)
        reasons = {"form_objection_without_reason": matter.object, "form_excused_without_reason": matter.excused}
        for code, stated in reasons.items():
            for at, post, reason, _ in stated:
                if reason is None:
                    self.form.wrong(at, code, post=post)

    def _check_outcome(self, matter: Matter, *, is_new: bool) -> None:
        at = (*matter.path, "outcome")
        spoken = bool(matter.consent or matter.stand_aside or matter.object)
        snapshot, ref = self.form.request.snapshot, matter.ref
        decision = snapshot.find(Decision, ref.year, ref.no) if ref is not None else None
        before = decision.information if decision is not None else False
        information = matter.for_information or (before and not matter.for_decision)
        if matter.for_information and matter.for_decision:
            self.form.wrong((*matter.path, "for_decision"), "form_two_natures")
        match matter.outcome:
            case "adopt" | "no_consensus" if information:
                self.form.wrong(at, "form_information_adopted")
            case "adopt" if is_new and not matter.consent:
                self.form.wrong(at, "form_consent_missing")
            case "note" if is_new and not information:
                self.form.wrong(at, "form_note_not_information")
            case "note" if spoken:
                self.form.wrong(at, "form_information_adopted")
            case "no_consensus" if is_new and not spoken:
                self.form.wrong(at, "form_stances_missing")
            case "postpone" | "withdraw" if matter.reason is None:
                self.form.wrong(at, "form_reason_missing", outcome=matter.outcome)
        if matter.reason is not None and matter.outcome not in ("postpone", "withdraw"):
            self.form.wrong((*matter.path, "reason"), "form_reason_unused")
        adopted = decision is not None and snapshot.case_of(decision).has(Tag.ADOPTED)
        if matter.assignments and matter.outcome != "adopt" and not adopted:
            self.form.wrong(matter.assignments[0].path, "form_work_without_adoption")
