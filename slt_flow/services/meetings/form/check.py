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
    told: Mapping[str, Any]
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
        found: str | None = self.told.get("outcome")
        return found


class ItemReader:
    """Reader of items, one after the other, that notes the mistakes of each.

    Args:
        form: takes the mistakes.
        snapshot: what the council has.
        known: a case by its ref.
        here: the posts at the meeting; None when that is not known, and then nobody is held to be absent.
        there: the refs of the decisions at the meeting already, by their titles as `folded`.
        shelf: where the kinds of decision stand.
    """

    def __init__(
        self,
        form: Form,
        snapshot: Snapshot,
        known: Callable[[Ref], Item],
        here: frozenset[str] | None,
        there: Mapping[str, Ref],
        shelf: Shelf,
    ) -> None:
        self.form, self.snapshot, self.known, self.here, self.there = form, snapshot, known, here, there
        self.shelf = shelf
        self._seen: dict[Ref | str, Path] = {}

    def read(self, path: Path, given: Any) -> Matter | None:
        """Read one item; None when it has a mistake."""
        before = len(self.form.mistakes)
        told = self.form.table(path, given, ITEM_KEYS)
        if not isinstance(given, dict):
            return None
        ref = self._ref(path, told)
        matter = Matter(
            path=path,
            ref=ref,
            title=told.get("title", ""),
            told=told,
            area=self._of(path, told, "area", parsing.area, self.snapshot),
            kind=self._of(path, told, "kind", kind_named, self.shelf),
            challenges=self._several(told.get("challenge"), parsing.challenge),
            knowledge=self._several(told.get("knowledge"), parsing.knowledge),
            excused=self._excused(told),
            consenting=self._consenting(told),
            others={
                Stance.STAND_ASIDE: self._posts(told.get("stand_aside", ())),
                Stance.OBJECT: self._posts(told.get("object", ())),
            },
            work=self._works((*path, "assignments"), told.get("assignments", []), "measures"),
        )
        self._check_said(matter)
        self._check_outcome(matter)
        return matter if len(self.form.mistakes) == before else None

    def _ref(self, path: Path, told: Mapping[str, Any]) -> Ref | None:
        at = (*path, "ref")
        if "ref" not in told:
            if "title" not in told and "kind" not in told:
                self.form.wrong(path, "form_item_without_name")
            elif "title" in told:
                self._once((*path, "title"), folded(told["title"]), told["title"])
            return None
        ref = self.form.attempt(at, parsing.decision_ref, told["ref"])
        item = self.form.attempt(at, self.known, ref) if ref is not None else None
        if ref is None or item is None:
            return ref
        self._once(at, ref, str(ref))
        for key in ONLY_OF_NEW:
            if key in told:
                self.form.wrong((*path, key), "form_only_of_new", key=key, ref=str(ref))
        if "title" in told and folded(told["title"]) != folded(item.title):
            self.form.wrong((*path, "title"), "form_ref_and_title", ref=str(ref), title=item.title)
        return ref

    def _once(self, path: Path, key: Ref | str, name: str) -> None:
        if key in self._seen:
            first = self.form.lines.of(*self._seen[key])
            self.form.wrong(path, "form_item_twice", name=name, first=first)
        elif isinstance(key, str) and key in self.there:
            self.form.wrong(path, "form_item_is_there", name=name, ref=str(self.there[key]))
        self._seen.setdefault(key, path)

    def _of(self, path: Path, told: Mapping[str, Any], key: str, make: Callable[..., str], *more: Any) -> str | None:
        return self.form.attempt((*path, key), make, told[key], *more) if key in told else None

    def _several(self, given: list[tuple[Path, str]] | None, make: Callable[..., str]) -> tuple[str, ...]:
        made = (self.form.attempt(at, make, each, self.snapshot) for at, each in given or ())
        return tuple(dict.fromkeys(each for each in made if each is not None))

    def _posts(self, given: Any) -> tuple[Said, ...]:
        found = ((at, self.form.attempt(at, parsing.post, post, self.snapshot), why) for at, post, why in given)
        return tuple((at, post, why) for at, post, why in found if post is not None)

    def _excused(self, told: Mapping[str, Any]) -> tuple[Said, ...]:
        excused = self._posts(told.get("excused", ()))
        for at, post, why in excused:
            if why is None:
                self.form.wrong(at, "form_excused_without_reason", post=post)
        return excused

    def _consenting(self, told: Mapping[str, Any]) -> tuple[str, ...]:
        given = told.get("consent") or []
        if [each for _, each in given] == [EVERYONE]:
            return (EVERYONE,)
        return tuple(post for _, post, _ in self._posts([(at, each, None) for at, each in given]))

    def _check_said(self, matter: Matter) -> None:
        """Check that each post takes one stance, and only posts that take part in the item."""
        consenting = [(self._place_of(matter, post), post, None) for post in matter.consenting if post != EVERYONE]
        said = [*consenting, *(each for stances in matter.others.values() for each in stances)]
        excused = {post for _, post, _ in matter.excused}
        first: dict[str, Path] = {}
        for at, post, _ in said:
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
        given = matter.told.get("consent") or []
        return next((at for at, each in given if folded(each) == folded(post)), (*matter.path, "consent"))

    def _check_outcome(self, matter: Matter) -> None:
        told, at = matter.told, (*matter.path, "outcome")
        spoken = bool(matter.consenting or any(matter.others.values()))
        new, information = "ref" not in told, self._is_information(matter)
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
            case "postpone" | "withdraw" if "reason" not in told:
                self.form.wrong(at, "form_reason_missing", outcome=matter.outcome)
        if "reason" in told and matter.outcome not in ("postpone", "withdraw"):
            self.form.wrong((*matter.path, "reason"), "form_reason_unused")
        if matter.work and matter.outcome != "adopt" and not self._adopted(matter.ref):
            self.form.wrong(matter.work[0].path, "form_work_without_adoption")

    def _is_information(self, matter: Matter) -> bool:
        known = self.snapshot.find(Decision, matter.ref.year, matter.ref.no) if matter.ref is not None else None
        return known.information if known is not None else matter.told.get("for_information", False)

    def _adopted(self, ref: Ref | None) -> bool:
        item = self.snapshot.item(ref) if ref is not None else None
        return item is not None and item.has(Tag.ADOPTED)

    def _works(self, path: Path, given: Any, below: str | None) -> tuple[Work, ...]:
        tables = self.form.tables_at(path, given)
        return tuple(work for at, each in tables if (work := self._work(at, each, below)) is not None)

    def _work(self, path: Path, given: Any, below: str | None) -> Work | None:
        told = self.form.table(path, given, MEASURE_KEYS if below is None else ASSIGNMENT_KEYS)
        needed = ("owner", "due") if below else ("title", "owner", "due")
        for key in needed:
            if key not in told and not self._tried(path, key):
                self.form.wrong(path, "form_missing_key", key=key)
        beneath = self._works((*path, below), told.get(below, []), None) if below else ()
        owner = self._of(path, told, "owner", parsing.post, self.snapshot)
        challenges = self._several(told.get("challenge"), parsing.challenge)
        knowledge = self._several(told.get("knowledge"), parsing.knowledge)
        if owner is None or "due" not in told:
            return None
        return Work(
            path=path,
            owner=owner,
            due=told["due"],
            title=told.get("title"),
            resources=told.get("resources"),
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
    at = (Ref("", d.year, d.no) for d in snapshot.all(Decision) if d.meeting == str(meeting))
    return {folded(snapshot.one(Item, *ref).title): ref for ref in sorted(at)}
