"""Transaction of a request: all of it is recorded, or nothing."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import wraps
from inspect import signature as signature_of
from typing import Any, Concatenate, ParamSpec

from slt_flow.engine.entries import Cause, Entry, Kind
from slt_flow.errors import CommitFailed, NotYourAction, RequestError
from slt_flow.model import Binding
from slt_flow.model.moment import day_of
from slt_flow.records import journal, projection
from slt_flow.results.answers import Done, Outcome, broken
from slt_flow.services.request import parsing
from slt_flow.services.request.clock import Clock, stamp, today
from slt_flow.services.request.context import Context, resolve
from slt_flow.services.request.continuity import head_now, refuse_break
from slt_flow.services.request.display_names import subject_called
from slt_flow.services.request.identity import Identity
from slt_flow.services.request.reading import naming_near
from slt_flow.services.request.receipts import Receipt, settled
from slt_flow.services.request.recording import record
from slt_flow.services.request.request import RefusedByRule, Request
from slt_flow.terms import ERASED, OIDC, Ref, Role
from slt_flow.version import __version__

Act = Callable[[Request], None]
Arguments = ParamSpec("Arguments")


def use_case(
    *only: Role, about: str | None = None, name: str | None = None, over_breaks: bool = False
) -> Callable[[Callable[Concatenate[Request, Arguments], None]], Callable[Concatenate[Context, Arguments], Outcome]]:
    """Make a use case of a function that acts within a request: it is called with a context in the request's place.

    Its name and its arguments are what was asked (see `transact`).

    Args:
        only: the roles that may ask for it, where no action says so.
        about: the parameter that names the case it is about, or several the first of which is meant; None when it is
            about the council.
        name: its name in the catalogue of use cases, where the function has another.
        over_breaks: True to write on top of a broken journal too.
    """

    def of(
        act: Callable[Concatenate[Request, Arguments], None],
    ) -> Callable[Concatenate[Context, Arguments], Outcome]:
        shape = signature_of(act)
        first, *others = shape.parameters.values()

        @wraps(act)
        def asked_of(context: Context, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Outcome:
            bound = shape.bind(context, *args, **kwargs)
            bound.apply_defaults()
            _, *arguments = bound.arguments.items()
            asked: dict[str, Any] = dict(arguments)
            cases = parsing.refs(asked[about]) if about is not None else []
            asked |= {str(about): tuple(map(str, cases))} if cases else {}
            # the catalogue's name, not the module's: a key outlives a use case that moves to another file
            named = {"use_case": asked_of.__name__, "arguments": asked}
            subject = cases[0] if cases else None
            return transact(
                context, named, subject, lambda r: act(r, *args, **kwargs), only=only, over_breaks=over_breaks
            )

        asked_of.__name__ = name or act.__name__
        own = [first.replace(name="context", annotation="Context"), *others]
        asked_of.__signature__ = shape.replace(parameters=own, return_annotation="Outcome")  # type: ignore[attr-defined]  # `inspect` reads it
        return asked_of

    return of


class NotRecorded(Exception):
    """Exception by which an act rolls its transaction back, where it has mistakes or nothing to record."""


def transact(
    context: Context,
    asked: Mapping[str, Any],
    subject: Ref | None,
    act: Act,
    *,
    only: tuple[Role, ...] = (),
    over_breaks: bool = False,
    ahead: bool = False,
) -> Outcome:
    """Let a request act, and keep what it recorded: all of it in one transaction, or nothing.

    Args:
        context: the context of the request.
        asked: the arguments of the request, by which it is known when it comes again.
        subject: the case it is about, None when it is about the council.
        act: records entries and performs actions.
        only: the roles that may ask for it, where no action says so.
        over_breaks: True to write on top of a broken journal too.
        ahead: True for what may hold from a day to come: an agreement that its parties have made already.

    Returns:
        What was done (or had been done already), or a refusal.

    Raises:
        RecordsError: the journal is not what this computer saw, or is broken, where it looked.
    """
    try:
        with context.store.writing(dry_run=context.dry_run) as connection:
            council = resolve(connection, context.council)
            if over_breaks:
                connection.checked.clear()
            else:
                refuse_break(context, connection, council)
            with naming_near(connection, council):
                done = within(Request(context, connection, council), asked, subject, act, only, ahead=ahead)
            head = head_now(context, connection, council)
    except RefusedByRule as refused:
        return refused.refusal
    except CommitFailed as failure:
        return settled(context.receipts, failure)
    if context.heads is not None and head is not None and not context.dry_run:
        context.heads.note(*head)
    return done


def within(
    request: Request,
    asked: Mapping[str, Any],
    subject: Ref | None,
    act: Act,
    only: tuple[Role, ...],
    *,
    ahead: bool = False,
) -> Done:
    """Let a request act within a transaction that is open already (see `transact`)."""
    if request.identity.others:
        raise RequestError("which_secretary", possible=(request.actor, *request.identity.others))
    _refuse_stranger(request)
    mark = fingerprint(request, asked)
    # Asked before anything is refused: a request that comes again is answered although its case has moved on.
    earlier = _already(request, subject, mark)
    if earlier is not None:
        return earlier
    _refuse_changed(request, subject)
    if not ahead:
        _refuse_to_come(request, request.context.on)
    if only:
        request.only_for(*only)
    act(request)
    _refuse_unnamed(request)
    if not ahead:
        _refuse_to_come(request, *(entry.on for entry in request.entries))
    return keep(request, mark)


def _refuse_stranger(request: Request) -> None:
    """Refuse whoever signed in at a provider to act as a post that they have no access to.

    People share a computer, and what one of them claims is recorded as a claim. Nobody shares a sign-in: without access
    nothing is recorded, also where it was taken back a moment ago.

    Raises:
        NotYourAction: the subject has no access to the post.
    """
    account = request.context.account
    if account is not None and account.authenticated == OIDC and not request.identity.confirmed:
        raise NotYourAction("subject_not_bound", account=account.name, post=request.actor)


def _refuse_unnamed(request: Request) -> None:
    """Refuse to record what is nobody's act but the recorder's as the act of another."""
    post = request.acted_by
    if post is None or post == request.actor:
        return
    if not any(post == entry.acted_by or post in entry.data.values() for entry in request.entries):
        raise RequestError("not_an_act_of", post=post, actor=request.actor)


def keep(request: Request, mark: str) -> Done:
    """Append the entries, write the rows they changed, and say what was done; the commit is next."""
    context = request.context
    bound = any(entry.kind == Kind.ACCOUNT_BOUND for entry in request.entries)  # by which it is confirmed from now on
    if not request.identity.confirmed and request.before.all(Binding) and not bound:
        request.notice("account_not_bound", account=request.identity.account, post=request.actor)
    signed = signature(context.clock, request.identity, mark, request.key)
    stored, warnings = record(request.connection, request.council, request.entries, signed)
    request.notices += warnings
    if request.rebuild is not None:
        request.snapshot = request.rebuild(request.connection, request.council)
    else:
        projection.store(request.connection, request.before, request.snapshot)
        if stored:
            rows = replace(request.kept, snapshot=request.snapshot, digest=stored[-1].digest)
            request.connection.keep(request.council, rows)
    done = _done(request, stored, already=False)
    hand_in(context, request.council, signed, done)
    return done


def hand_in(context: Context, council: str, signed: journal.Signature, done: Done) -> None:
    """Keep the receipt of a request that is about to be committed."""
    if done.entries and not done.dry_run:
        context.receipts.append(Receipt(context.store, council, signed.request, signed.texts.get("key"), done))


def signature(clock: Clock, asking: Identity, mark: str, key: str | None) -> journal.Signature:
    """Return the fields that all entries of a request share: moment, actor, authentication, account."""
    texts = {"account": asking.account, "asked": mark} | ({"key": key} if key is not None else {})
    program = f"slt-flow {__version__}"
    return journal.Signature(new_request_id(clock), stamp(clock), asking.actor, asking.authenticated, program, texts)


def new_request_id(clock: Clock) -> str:
    """Make a UUID of version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(clock.now().timestamp() * 1000) & (1 << 48) - 1
    bits = milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    digits = f"{bits:032x}"  # as `uuid.UUID` writes it, in a fifth of the time
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _already(request: Request, subject: Ref | None, mark: str) -> Done | None:
    """Return what an equal request, or one with the same key, recorded before."""
    connection, council = request.connection, request.council
    if request.key is not None:
        earlier = journal.of_key(connection, council, request.key)
        if earlier and earlier[0].texts.get("asked") not in (mark, ERASED):
            raise RequestError("key_reused", key=request.key)
    else:
        # Without a key only the last request counts, and within its day: the same words mean a new act once something
        # else has happened.
        seq = journal.last_of_subject(connection, council, str(subject)) if subject else request.before.head
        if journal.asked_at(connection, council, seq) != mark:
            return None
        earlier = journal.request_at(connection, council, seq)
        if earlier and day_of(datetime.fromisoformat(earlier[0].at)) != today(request.context.clock):
            return None
    if not earlier:
        return None
    cases = [(ref, entry.kind) for entry in earlier if (ref := Ref.parse(entry.subject)) is not None]
    for ref, _ in cases:
        request.load(ref)
    moved = [ref for ref, kind in cases if kind in (Kind.REGISTERED, Kind.MOVED)]
    request.refs += dict.fromkeys(moved or (ref for ref, _ in cases))
    return _done(request, earlier, already=True)


def _refuse_changed(request: Request, subject: Ref | None) -> None:
    wanted = request.context.if_seq
    if wanted is None:
        return
    last = request.before.head
    if subject is not None:
        last = journal.last_of_subject(request.connection, request.council, str(subject))
    if last > wanted:
        saw = {"if_seq": wanted, "last_seq": last}
        finding = broken("nothing_changed_meanwhile", saw)
        request.refuse(str(subject or request.council), "", finding)


def _refuse_to_come(request: Request, *days: date | None) -> None:
    """Refuse to record as done what is dated after today: nobody has done it yet.

    Raises:
        RequestError: one of the days has not come.
    """
    now = today(request.context.clock)
    last = max((day for day in days if day is not None), default=now)
    if last > now:
        raise RequestError("day_to_come", on=last, today=now)


def _done(request: Request, stored: tuple[Entry, ...], *, already: bool) -> Done:
    refs = [*dict.fromkeys(request.refs)]
    subject = str(refs[-1]) if refs else stored[0].subject if stored else request.council
    item = request.snapshot.item(refs[-1]) if refs else None
    return Done(
        ref=subject,
        state=item.state if item else None,
        label=request.state(item).label if item else {},
        entries=tuple(entry.seq for entry in stored),
        already=already,
        dry_run=request.context.dry_run,
        notices=tuple(request.notices),
        refs=tuple(map(str, refs)),
        steps=tuple(request.steps),
        taken_back=not already and any(entry.cause == Cause.UNDO for entry in stored),
        called=subject_called(request.snapshot.on(request.context.day), subject),
        authenticated=stored[0].authenticated if stored else "",
    )


def fingerprint(request: Request, asked: Mapping[str, Any]) -> str:
    """Compute the fingerprint of a request: its words, actor, whose act it is, and the day where one was named.

    A day that nobody named is no part of it: a request that is repeated after midnight carries the same mark.
    """
    context = request.context
    asking = {"acted_by": context.acted_by, "actor": request.actor, "on": context.on, "basis": context.basis}
    return hashlib.sha256(_spelt({"asked": asked, "asking": asking}).encode("utf-8", "surrogatepass")).hexdigest()


def _spelt(value: object) -> str:
    """Spell an argument the same way from a program's list as from a command's tuple, without what is left out."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return repr(sorted((name, _spelt(one)) for name, one in value.items() if one not in (None, (), [], "")))
    return str(tuple(value)) if isinstance(value, list) else str(value)
