"""Items of a meeting's form, checked against the council before anything is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from slt_flow.definitions.shelf import Shelf
from slt_flow.definitions.toml_positions import Path
from slt_flow.model import Decision, Item
from slt_flow.model.facts import folded
from slt_flow.model.snapshot import Snapshot
from slt_flow.services.decisions.kinds import kind_named
from slt_flow.services.meetings.form.parse import ASSIGNMENT_KEYS, ITEM_KEYS, MEASURE_KEYS, ONLY_OF_NEW, Form
from slt_flow.services.request import parsing
from slt_flow.terms import Ref, Stance, Tag

EVERYONE: Final = "all"
"""Everyone who takes part and says nothing else."""

Said = tuple[Path, str, str | None]
"""Where it stands, which post, and the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Assignment or measure in a form: one accountable owner, a deadline, and the work beneath it."""

    path: Path
    owner: str
    due: date
    title: str | None
    resources: str | None
    challenges: tuple[str, ...]
    knowledge: tuple[str, ...]
    below: tuple[Work, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Item of a form: a tabled decision (`ref`) or a new one, with its stances, outcome and work."""

    path: Path
    ref: Ref | None
    title: str
    values: Mapping[str, Any]
    area: str | None
    kind: str | None
    challenges: tuple[str, ...]
    knowledge: tuple[str, ...]
    consenting: tuple[str, ...]
    others: Mapping[Stance, tuple[Said, ...]]
    excused: tuple[Said, ...]
    work: tuple[Work, ...]

    @property
    def outcome(self) -> str | None:
        """Outcome of the item; None when it stays tabled."""
        outcome: str | None = self.values.get("outcome")
        return outcome


class ItemReader:
    """Reader of items, one after the other, that notes the mistakes of each.

    Args:
        form: takes the mistakes.
        snapshot: what the council has.
        case_of: returns a case by its ref.
        here: the posts at the meeting; None when that is not known, and then nobody is held to be absent.
        there: the refs of the decisions at the meeting already, by their titles as `folded`.
        shelf: where the kinds of decision stand.
    """

    def __init__(
        self,
        form: Form,
        snapshot: Snapshot,
        case_of: Callable[[Ref], Item],
        here: frozenset[str] | None,
        there: Mapping[str, Ref],
        shelf: Shelf,
    ) -> None:
        self.form, self.snapshot, self.case_of, self.here, self.there = form, snapshot, case_of, here, there
        self.shelf = shelf
        self._seen: dict[Ref | str, Path] = {}

    def read(self, path: Path, table: Any) -> Matter | None:
        """Read one item; None when it has a mistake."""
        before = len(self.form.mistakes)
        values = self.form.table(path, table, ITEM_KEYS)
        if not isinstance(table, dict):
            return None
        ref = self._ref(path, values)
        matter = Matter(
            path=path,
            ref=ref,
            title=values.get("title", ""),
            values=values,
            area=self._of(path, values, "area", parsing.area, self.snapshot),
            kind=self._of(path, values, "kind", kind_named, self.shelf),
            challenges=self._several(values.get("challenge"), parsing.challenge),
            knowledge=self._several(values.get("knowledge"), parsing.knowledge),
            excused=self._excused(values),
            consenting=self._consenting(values),
            others={
                Stance.STAND_ASIDE: self._posts(values.get("stand_aside", ())),
                Stance.OBJECT: self._posts(values.get("object", ())),
            },
            work=self._works((*path, "assignments"), values.get("assignments", []), "measures"),
        )
        self._check_said(matter)
        self._check_outcome(matter)
        return matter if len(self.form.mistakes) == before else None

    def _ref(self, path: Path, values: Mapping[str, Any]) -> Ref | None:
        at = (*path, "ref")
        if "ref" not in values:
            if "title" not in values and "kind" not in values:
                self.form.wrong(path, "form_item_without_name")
            elif "title" in values:
                self._once((*path, "title"), folded(values["title"]), values["title"])
            return None
        ref = self.form.attempt(at, parsing.decision_ref, values["ref"])
        item = self.form.attempt(at, self.case_of, ref) if ref is not None else None
        if ref is None or item is None:
            return ref
        self._once(at, ref, str(ref))
        for key in ONLY_OF_NEW:
            if key in values:
                self.form.wrong((*path, key), "form_only_of_new", key=key, ref=str(ref))
        if "title" in values and folded(values["title"]) != folded(item.title):
            self.form.wrong((*path, "title"), "form_ref_and_title", ref=str(ref), title=item.title)
        return ref

    def _once(self, path: Path, key: Ref | str, name: str) -> None:
        if key in self._seen:
            first = self.form.lines.of(*self._seen[key])
            self.form.wrong(path, "form_item_twice", name=name, first=first)
        elif isinstance(key, str) and key in self.there:
            self.form.wrong(path, "form_item_is_there", name=name, ref=str(self.there[key]))
        self._seen.setdefault(key, path)

    def _of(self, path: Path, values: Mapping[str, Any], key: str, make: Callable[..., str], *more: Any) -> str | None:
        return self.form.attempt((*path, key), make, values[key], *more) if key in values else None

    def _several(self, typed: list[tuple[Path, str]] | None, make: Callable[..., str]) -> tuple[str, ...]:
        ids = (self.form.attempt(at, make, id_, self.snapshot) for at, id_ in typed or ())
        return tuple(dict.fromkeys(id_ for id_ in ids if id_ is not None))

    def _posts(self, typed: Any) -> tuple[Said, ...]:
        posts = ((at, self.form.attempt(at, parsing.post, post, self.snapshot), why) for at, post, why in typed)
        return tuple((at, post, why) for at, post, why in posts if post is not None)

    def _excused(self, values: Mapping[str, Any]) -> tuple[Said, ...]:
        excused = self._posts(values.get("excused", ()))
        for at, post, why in excused:
            if why is None:
                self.form.wrong(at, "form_excused_without_reason", post=post)
        return excused

    def _consenting(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        typed = values.get("consent") or []
        if [post_typed for _, post_typed in typed] == [EVERYONE]:
            return (EVERYONE,)
        return tuple(post for _, post, _ in self._posts([(at, post_typed, None) for at, post_typed in typed]))

    def _check_said(self, matter: Matter) -> None:
        """Check that each post takes one stance, and only posts that take part in the item."""
        consenting = [(self._place_of(matter, post), post, None) for post in matter.consenting if post != EVERYONE]
        stances = [*consenting, *(stance_ for stances in matter.others.values() for stance_ in stances)]
        excused = {post for _, post, _ in matter.excused}
        first: dict[str, Path] = {}
        for at, post, _ in stances:
            if post in first:
                self.form.wrong(at, "form_two_stances", post=post, first=self.form.lines.of(*first[post]))
            elif post in excused:
                self.form.wrong(at, "form_excused_has_stance", post=post)
            elif self.here is not None and post not in self.here:
                self.form.wrong(at, "form_stance_of_absent", post=post)
            first.setdefault(post, at)
        for at, post, why in matter.others[Stance.OBJECT]:
            if why is None:
                self.form.wrong(at, "form_objection_without_reason", post=post)

    def _place_of(self, matter: Matter, post: str) -> Path:
        typed = matter.values.get("consent") or []
        return next((at for at, post_typed in typed if folded(post_typed) == folded(post)), (*matter.path, "consent"))

    def _check_outcome(self, matter: Matter) -> None:
        values, at = matter.values, (*matter.path, "outcome")
        spoken = bool(matter.consenting or any(matter.others.values()))
        new, information = "ref" not in values, self._is_information(matter)
        match matter.outcome:
            case "adopt" | "no_consensus" if information:
                self.form.wrong(at, "form_information_adopted")
            case "adopt" if new and not matter.consenting:
                self.form.wrong(at, "form_consent_missing")
            case "note" if new and not information:
                self.form.wrong(at, "form_note_not_information")
            case "note" if spoken:
                self.form.wrong(at, "form_information_adopted")
            case "no_consensus" if new and not spoken:
                self.form.wrong(at, "form_stances_missing")
            case "postpone" | "withdraw" if "reason" not in values:
                self.form.wrong(at, "form_reason_missing", outcome=matter.outcome)
        if "reason" in values and matter.outcome not in ("postpone", "withdraw"):
            self.form.wrong((*matter.path, "reason"), "form_reason_unused")
        if matter.work and matter.outcome != "adopt" and not self._adopted(matter.ref):
            self.form.wrong(matter.work[0].path, "form_work_without_adoption")

    def _is_information(self, matter: Matter) -> bool:
        decision = self.snapshot.find(Decision, matter.ref.year, matter.ref.no) if matter.ref is not None else None
        return decision.information if decision is not None else matter.values.get("for_information", False)

    def _adopted(self, ref: Ref | None) -> bool:
        item = self.snapshot.item(ref) if ref is not None else None
        return item is not None and item.has(Tag.ADOPTED)

    def _works(self, path: Path, typed: Any, below: str | None) -> tuple[Work, ...]:
        tables = self.form.tables_at(path, typed)
        return tuple(work for at, table in tables if (work := self._work(at, table, below)) is not None)

    def _work(self, path: Path, table: Any, below: str | None) -> Work | None:
        values = self.form.table(path, table, MEASURE_KEYS if below is None else ASSIGNMENT_KEYS)
        needed = ("owner", "due") if below else ("title", "owner", "due")
        for key in needed:
            if key not in values and not self._tried(path, key):
                self.form.wrong(path, "form_missing_key", key=key)
        beneath = self._works((*path, below), values.get(below, []), None) if below else ()
        owner = self._of(path, values, "owner", parsing.post, self.snapshot)
        challenges = self._several(values.get("challenge"), parsing.challenge)
        knowledge = self._several(values.get("knowledge"), parsing.knowledge)
        if owner is None or "due" not in values:
            return None
        return Work(
            path=path,
            owner=owner,
            due=values["due"],
            title=values.get("title"),
            resources=values.get("resources"),
            challenges=challenges,
            knowledge=knowledge,
            below=beneath,
        )

    def _tried(self, path: Path, key: str) -> bool:
        """Return True when a key is present and its mistake is already noted."""
        named = ".".join(str(part + 1) if isinstance(part, int) else part for part in (*path, key))
        return any(mistake.key == named or mistake.key.startswith(f"{named}.") for mistake in self.form.mistakes)


def decisions_there(snapshot: Snapshot, meeting: Ref) -> dict[str, Ref]:
    """Return the decisions last tabled at a meeting, by their titles as `folded`."""
    decisions = sorted(snapshot.tabled_at(meeting), key=lambda decision: decision.ref)
    return {folded(snapshot.case_of(decision).title): decision.ref for decision in decisions}
