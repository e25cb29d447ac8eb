"""Rules, effects and folds with something wrong in them, by which the exploration is itself tried (`mutants.toml`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from slt_flow.engine.decide import ActionRequest
from slt_flow.engine.effects import EFFECTS, Step
from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold.register import FOLDS, Fold, ref_of, row_of
from slt_flow.engine.proof.model_council import OTHER
from slt_flow.model import Decision, Item, Meeting, Objection, OwnerSpell, Post, Ratification, SeatStance
from slt_flow.model.facts import Facts
from slt_flow.model.snapshot import Snapshot
from slt_flow.rules import REGISTER, Judgement, Rule, judge
from slt_flow.terms import Role, Tag
from tests.engine.scenes import saying

CREATE, OWNER, AMENDED = EFFECTS["create_child"].make, FOLDS[Kind.OWNER_CHANGED], FOLDS[Kind.TEXT_AMENDED]
SPOKEN, EXCUSED = FOLDS[Kind.STANCE_TAKEN], FOLDS[Kind.POST_EXCUSED]


def most_parties_consent(facts: Facts) -> Judgement:
    return judge(2 * len(facts.consenting_parties) > len(facts.snapshot.parties))


def some_party_consents(facts: Facts) -> Judgement:
    return judge(bool(facts.consenting_parties))


def some_ratification_is_recorded(facts: Facts) -> Judgement:
    return judge(any(row.granted for row in facts.snapshot.all(Ratification)))


def some_child_is_settled(facts: Facts) -> Judgement:
    return judge(any(child.has(Tag.SETTLED) for child in facts.children))


def same_text_version(step: Step) -> tuple[Entry, ...]:
    told = {"text_version": step.facts.decision.text_version}
    return (step.entry(Kind.TEXT_AMENDED, told, {"text": step.answers["text"]}),)


def child_of_nobody(step: Step) -> tuple[Entry, ...]:
    return _children_without(step, "owner")


def child_without_deadline(step: Step) -> tuple[Entry, ...]:
    return _children_without(step, "due")


def _children_without(step: Step, what: str) -> tuple[Entry, ...]:
    return tuple(
        replace(entry, data={name: told for name, told in entry.data.items() if name != what}) for entry in CREATE(step)
    )


def stances_follow_the_text(snapshot: Snapshot, entry: Entry) -> None:
    AMENDED(snapshot, entry)
    decision = row_of(snapshot, Decision, entry)
    for row in snapshot.all(SeatStance):
        snapshot.put(replace(row, text_version=decision.text_version))


def the_round_goes_on(snapshot: Snapshot, entry: Entry) -> None:
    decision = row_of(snapshot, Decision, entry)
    snapshot.put(replace(decision, meeting=entry.data["meeting"], round=max(decision.round, 1)))


def nobody_owns_it(snapshot: Snapshot, entry: Entry) -> None:
    snapshot.put(replace(snapshot.one(Item, *ref_of(entry)), owner=None))


def the_one_before_stays(snapshot: Snapshot, entry: Entry) -> None:
    OWNER(snapshot, entry)
    for spell in snapshot.all(OwnerSpell):
        snapshot.put(replace(spell, until=None))


def the_next_has_accepted_too(snapshot: Snapshot, entry: Entry) -> None:
    OWNER(snapshot, entry)
    item = snapshot.one(Item, *ref_of(entry))
    organisation = snapshot.one(Post, item.owner).organisation
    snapshot.put(replace(item, accepted_by=(organisation,)))


def every_post_is_a_person(_: Facts, post: str) -> str:
    return post


def any_day(*_: Any) -> date:
    return date.min


def nobody_is_outside(*_: Any) -> bool:
    return False


def anybody_acts(_: Facts, __: Any, request: ActionRequest) -> str:
    return str(request.acted_by)


def deputies_need_no_mandate(facts: Facts, post: Post) -> bool:
    return post.binds and facts.attendance(post.id) is not None


def every_seat_binds(facts: Facts, post: Post) -> bool:
    return post.seat and facts.attendance(post.id) is not None


def verified_by_the_owners_deputy(facts: Facts) -> Judgement:
    return judge(facts.acted_by != facts.item.owner)


def ratified_in_any_matter(facts: Facts) -> Judgement:
    bodies = {row.body for row in facts.snapshot.all(Ratification)}
    return judge(bodies.issuperset(facts.decision.bodies))


def said_of_the_first_decision_there_is(snapshot: Snapshot, entry: Entry) -> None:
    SPOKEN(snapshot, entry)
    SPOKEN(snapshot, replace(entry, subject=str(OTHER)))


def the_excused_never_objected(snapshot: Snapshot, entry: Entry) -> None:
    EXCUSED(snapshot, entry)
    _answered(snapshot, entry, lambda row: row.post == entry.data["post"])


def nobody_objected_to_what_was(snapshot: Snapshot, entry: Entry) -> None:
    AMENDED(snapshot, entry)
    _answered(snapshot, entry, lambda _: True)


def objections_are_not_kept(snapshot: Snapshot, entry: Entry) -> None:
    SPOKEN(snapshot, entry)
    _answered(snapshot, entry, lambda row: row.seq == entry.seq)


def _answered(snapshot: Snapshot, entry: Entry, which: Callable[[Objection], bool]) -> None:
    version = row_of(snapshot, Decision, entry).text_version
    for row in filter(which, snapshot.all(Objection)):
        snapshot.put(replace(row, spoken_on=version))


def the_chair_leads_every_meeting(snapshot: Snapshot, _: Meeting) -> tuple[str, ...]:
    return snapshot.posts_with(Role.CHAIR)


def nothing_is_written(_: Step) -> tuple[Entry, ...]:
    return ()


@contextmanager
def swapped(mutant: dict[str, Any]) -> Iterator[None]:
    """What a mutant names is another rule, effect or fold meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        if "rule" in mutant:
            patch.setitem(REGISTER, mutant["rule"], _rule(mutant["rule"], mutant["becomes"]))
        elif "function" in mutant:
            patch.setattr(mutant["function"], _variant(mutant["becomes"]))
        elif "effect" in mutant:
            known = EFFECTS[mutant["effect"]]
            patch.setitem(EFFECTS, mutant["effect"], replace(known, make=_variant(mutant["becomes"])))
        elif "entry" in mutant:
            fold: Fold = _variant(mutant["becomes"])
            patch.setitem(FOLDS, Kind[mutant["entry"]], fold)
        yield


SAYING: Final = {"kept": True, "broken": False, "undecided": None}


def _rule(name: str, becomes: str) -> Rule:
    if becomes in SAYING:
        return saying(name, SAYING[becomes])
    if becomes in REGISTER:
        return replace(REGISTER[becomes], name=name)
    own = REGISTER[name]
    return Rule(name, _variant(becomes), {}, {}, answers=own.answers, acted_by=own.acted_by)


def _variant(name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = globals()[name]
    return found
