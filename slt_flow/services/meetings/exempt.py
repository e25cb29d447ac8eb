"""Exemption from publicity of a case or of a point of an agenda, and its end."""

from __future__ import annotations

from typing import Final

from slt_flow.engine.entries import Kind
from slt_flow.errors import RequestError
from slt_flow.model import Exemption
from slt_flow.model.exemptions import OF_POINT
from slt_flow.model.point_kinds import case_named
from slt_flow.results.answers import Outcome, Step
from slt_flow.services.meetings.agenda import key_shown
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact
from slt_flow.terms import Ref, Role

LEADING: Final = (Role.SECRETARY, Role.CHAIR)
"""Who says what is exempt."""


def exempt(context: Context, ref: str, *, public_title: str | None = None, point: str | int | None = None) -> Outcome:
    """Exempt a case from publicity, or a point of a meeting's agenda; what lies beneath inherits it.

    A point that deals with a case is exempt as that case is.

    Args:
        context: the context of the request; its basis is the legal one, as in `offl. § 13`.
        ref: the case, or the meeting of the point.
        public_title: its title where everybody reads.
        point: the number of the point, or its key.

    Raises:
        RequestError: without a basis, or exempt in these words already; or there is no such case or point.
    """
    target, key = _named(context, ref, point)
    title = parsing.line("public_title", public_title) if public_title is not None else ""

    def act(request: Request) -> None:
        if request.basis is None:
            raise RequestError("exemption_needs_basis", ref=str(target))
        present = _present(request, target, key)
        if present is not None and (present.basis, present.public_title) == (request.basis, title):
            raise RequestError("exempt_already", ref=str(target), basis=present.basis)
        _record(request, Kind.EXEMPTED, target, key, {"public_title": title} if title else {})

    asked = {"ref": str(target), "public_title": public_title, "point": key}
    return transact(context, {"use_case": "exempt", "arguments": asked}, target, act, only=LEADING)


def lift_exemption(context: Context, ref: str, reason: str, *, point: str | int | None = None) -> Outcome:
    """Lift the exemption of a case or a point, whose words the public edition then has again.

    Raises:
        RequestError: it is under no exemption of its own; or there is no such case or point.
    """
    target, key = _named(context, ref, point)
    why = parsing.text("reason", reason)

    def act(request: Request) -> None:
        if _present(request, target, key) is None:
            raise RequestError("not_exempt", ref=str(target))
        _record(request, Kind.EXEMPTION_LIFTED, target, key, {"reason": why})

    asked = {"ref": str(target), "reason": reason, "point": key}
    return transact(context, {"use_case": "lift_exemption", "arguments": asked}, target, act, only=LEADING)


def _named(context: Context, ref: str, point: str | int | None) -> tuple[Ref, str | None]:
    """Return the case that is meant, and the key of a point that deals with no case."""
    if point is None:
        return parsing.ref(ref), None
    meeting, key = parsing.meeting_ref(ref), key_shown(context, ref, point)
    case = case_named(key)
    return (case, None) if case is not None and not case.is_meeting else (meeting, key)


def _part(key: str | None) -> str:
    return f"{OF_POINT}{key}" if key is not None else ""


def _present(request: Request, ref: Ref, key: str | None) -> Exemption | None:
    request.item(ref)
    row = request.snapshot.find(Exemption, *ref, _part(key))
    return row if row is not None and not row.lifted else None


def _record(request: Request, kind: Kind, ref: Ref, key: str | None, texts: dict[str, str]) -> None:
    item, data = request.item(ref), {"point": key} if key is not None else {}
    request.record(request.entry(kind, ref, data, texts, on=max(request.context.day, item.last_on)))
    request.steps.append(Step(str(ref), "", "", {}, item.title, kind=str(kind), facts=data, texts=texts))
    request.refs.append(ref)
