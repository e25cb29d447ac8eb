"""One account that is bound to two posts is one person in every rule, as one name in both is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import Any, Final

import pytest

from slt_flow.model import Binding, Holding, Post
from slt_flow.model.facts import Facts
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import Finding
from tests.rules.cases import Case
from tests.rules.every_case import CASES
from tests.worlds import OPENED, World, kvaefjord, levanger

COUNTING_PERSONS: Final = {
    "consensus_is_reached", "disqualification_is_decided_by_others", "every_party_is_represented",
    "is_verified_by_another", "meeting_attests", "nobody_consents_for_two_parties", "somebody_else_was_there",
}  # fmt: skip
"""The rules that count persons: that two posts have one changes what each finds in some of the cases."""

PERSONS: Final = (
    ("ordforer", "politistasjonssjef"), ("ordforer", "rektor"), ("rektor", "politikontakt"),
    ("politikontakt", "administrasjonssjef"), ("seat-0", "seat-1"),
    ("ordforer", "politistasjonssjef", "administrasjonssjef"),
)  # fmt: skip
"""The posts of one person, in the everyday run."""

Change = Callable[..., None]


def nobody_is_named(snapshot: Snapshot, *_: str) -> None:
    for spell in snapshot.all(Holding):
        if spell.holder is not None:
            snapshot.put(replaced(spell, holder=""))


def spells(snapshot: Snapshot, *posts: str) -> Iterator[Holding]:
    """The holdings of posts; nobody is named in any."""
    nobody_is_named(snapshot)
    for post in posts:
        own = [spell for spell in snapshot.all(Holding) if spell.post == post]
        yield from own or [Holding(post=post, seq=-1, holder="", since=OPENED)]


def one_name(snapshot: Snapshot, *posts: str) -> None:
    for spell in spells(snapshot, *posts):
        snapshot.put(replaced(spell, holder="Kim Enestående"))


def one_account(snapshot: Snapshot, *posts: str) -> None:
    account = "oidc:https://id.example.no#kim"
    for seq, spell in enumerate(spells(snapshot, *posts), start=1):
        row = Binding(seq=-seq, post=spell.post, account=account, since=spell.since, holding=spell.seq)
        snapshot.put(replaced(row, until=spell.until))


def found(case: Case, change: Change, posts: tuple[str, ...]) -> Finding | None:
    """What a rule finds in a situation that is changed before it is judged; None where not all posts are held."""
    facts, left_out = World.facts, list[str]()

    def patched(self: World, *args: Any, **answers: Any) -> Facts:
        seen = facts(self, *args, **answers)
        snapshot = seen.snapshot.copy()
        vacant = {spell.post for spell in snapshot.all(Holding) if spell.holder is None}
        left_out.extend(post for post in posts if snapshot.find(Post, post) is None or post in vacant)
        change(snapshot, *posts)
        return replace(seen, snapshot=snapshot)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(World, "facts", patched)
        finding = case.situation()
    saw = {name: value for name, value in finding.saw.items() if name != "persons"}
    return None if left_out else finding._replace(saw=saw)


def compared(cases: Iterable[Case], persons: Iterable[tuple[str, ...]]) -> set[str]:
    """Compare the findings on one account with those on one name; return the rules that count the two as one."""
    counting = set()
    for case, posts in product(cases, persons):
        by_name = found(case, one_name, posts)
        if by_name is not None:
            assert found(case, one_account, posts) == by_name, (str(case), posts)
            distinct = found(case, nobody_is_named, posts)
            counting |= {case.rule} if distinct is not None and distinct.verdict != by_name.verdict else set()
    return counting


def test_one_account_in_two_posts_is_one_person_in_every_rule_that_counts_persons() -> None:
    assert compared((case for case in CASES if case.rule in COUNTING_PERSONS), PERSONS) == COUNTING_PERSONS


@pytest.mark.endurance
def test_no_rule_of_any_case_tells_one_account_from_one_name() -> None:
    posts = {post for world in (kvaefjord(), levanger()) for post in (row.id for row in world.snapshot.all(Post))}
    assert compared(CASES, (*combinations(sorted(posts), 2), *PERSONS)) == COUNTING_PERSONS
