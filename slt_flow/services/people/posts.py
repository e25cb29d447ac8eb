"""Posts: added, designated, held and vacated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slt_flow.definitions.models import PostEntry
from slt_flow.engine.entries import Kind
from slt_flow.engine.new_entries import post_added
from slt_flow.errors import RequestError
from slt_flow.model import Holding, Post
from slt_flow.model.facts import Facts
from slt_flow.model.names import may_be_one
from slt_flow.model.snapshot import Snapshot
from slt_flow.model.spelling import folded_person
from slt_flow.rules import ask
from slt_flow.services.people.accounts import release_holder
from slt_flow.services.people.contacts import tell_lapsed
from slt_flow.services.people.organisations import deciding, first_day
from slt_flow.services.request import parsing
from slt_flow.services.request.answer_checks import refuse_gone
from slt_flow.services.request.clock import today
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import ERASED, Level, Ref, Role


@use_case(Role.SECRETARY)
def add_post(
    request: Request,
    id_: str,
    title: str,
    organisation: str,
    levels: Sequence[str],
    *,
    seat: bool = False,
    by: str | None = None,
) -> None:
    """Add a post. A seat needs a decision and an agreement under which the council may be extended."""
    new = parsing.new_id(id_, Post, request.snapshot)
    decision = deciding(request, by) if by is not None else None
    if seat:
        _refuse_seat(request, new, decision)
    under = parsing.organisation(organisation, request.snapshot)
    own_levels, on = tuple(parsing.member(Level, level) for level in levels), first_day(request, decision)
    post = PostEntry(id=new, title=parsing.line("title", title), organisation=under, levels=own_levels, seat=seat)
    # Nothing but the day on which it is entered shows that the post was there: a decision may be about anything.
    request.record(post_added(post, on, decision, added=today(request.context.clock)))


@use_case(Role.SECRETARY)
def designate(request: Request, post: str, by: str) -> None:
    """Let a decision of the council make a post eligible to own assignments."""
    let_own_work(request, parsing.post(post, request.snapshot), deciding(request, by), request.context.day)


def let_own_work(request: Request, post: str, decision: Ref, on: date) -> None:
    """Record that a decision makes a post eligible to own assignments from a day on."""
    refuse_gone(request.snapshot, post, on)
    data = {"post": post, "by": str(decision)}
    request.record(request.entry(Kind.POST_DESIGNATED, f"post:{post}", data, on=on))


@use_case(Role.SECRETARY)
def appoint(request: Request, post: str, name: str) -> None:
    """Record who holds a post: from the council's first day when it is the first name, else from today."""
    chosen = parsing.post(post, request.snapshot)
    spells = [holding for holding in request.snapshot.all(Holding) if holding.post == chosen]
    # The first name of a post held from the start is no change of holder: it counts for all the time before.
    first = not spells and not request.snapshot.on(request.context.day).one(Post, chosen).vacant
    on = request.context.on or (request.row.opened if first else request.context.day)
    refuse_gone(request.snapshot, chosen, on)
    _refuse_backwards(spells, on)
    texts = {"name": parsing.line("name", name)}
    _refuse_two_holders(request.snapshot, chosen, texts["name"], on)
    others = {h.holder: h.post for h in request.snapshot.all(Holding) if h.holder and h.holder != ERASED}
    for holder, other in others.items():
        if may_be_one(holder, texts["name"]):
            request.notice("name_is_near", name=texts["name"], holder=holder, post=other)
    request.record(request.entry(Kind.HOLDER_APPOINTED, f"post:{chosen}", {"post": chosen}, texts, on=on))
    if spells:
        release_holder(request, chosen, on)
    tell_lapsed(request, chosen)


@use_case(Role.SECRETARY)
def vacate(request: Request, post: str, reason: str | None = None) -> None:
    """Record that nobody holds a post."""
    chosen = parsing.post(post, request.snapshot)
    if request.snapshot.on(request.context.day).one(Post, chosen).vacant:
        raise RequestError("already_vacant", post=chosen)
    _refuse_backwards([h for h in request.snapshot.all(Holding) if h.post == chosen], request.context.day)
    texts = {"reason": parsing.text("reason", reason)} if reason is not None else {}
    request.record(request.entry(Kind.POST_VACATED, f"post:{chosen}", {"post": chosen}, texts))
    release_holder(request, chosen, request.context.day)
    tell_lapsed(request, chosen)
    if refs := tuple(str(item.ref) for item in request.open_work(chosen)):
        request.notice("vacant_with_open_work", post=chosen, refs=refs)


def _refuse_seat(request: Request, post: str, decision: Ref | None) -> None:
    if decision is None:
        raise RequestError("seat_needs_decision", post=post)
    findings = ask("council_may_be_extended", Facts(request.snapshot, decision))
    if any(finding.blocks for finding in findings):
        request.refuse(f"post:{post}", "add_post", *findings)


def _refuse_backwards(spells: Sequence[Holding], on: date) -> None:
    last = max((spell.until or spell.since for spell in spells), default=on)
    if on < last:
        raise RequestError("holder_before_the_last", on=on, last=last)


def _refuse_two_holders(snapshot: Snapshot, post: str, name: str, on: date) -> None:
    """Refuse a second holder: the present one leaves before another comes.

    Raises:
        RequestError: somebody named holds it that day, the same person or another.
    """
    held = snapshot.holding_on(post, on)
    if held is None or held.holder is None:
        return
    code = "holds_it_already" if folded_person(held.holder) == folded_person(name) else "two_holders"
    raise RequestError(code, post=post, holder=held.holder, since=held.since, on=on.isoformat())
