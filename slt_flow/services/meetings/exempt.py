"""Exemption from publicity of a case, a point of an agenda or an attached file, and its end."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from slt_flow.engine.entries import Kind
from slt_flow.errors import RequestError
from slt_flow.model import Attachment, Exemption
from slt_flow.model.exemptions import OF_ATTACHMENT, OF_POINT
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


class _Target(NamedTuple):
    """Case that is exempted, or a part of it that `data` names in the entry."""

    ref: Ref
    part: str
    data: dict[str, Any]


def exempt(
    context: Context,
    ref: str,
    *,
    public_title: str | None = None,
    point: str | int | None = None,
    attachment: int | None = None,
) -> Outcome:
    """Exempt a case from publicity, a point of a meeting's agenda or an attached file; what lies beneath inherits it.

    A point that deals with a case is exempt as that case is.

    Args:
        context: the context of the request; its basis is the legal one, as in `offl. § 13`.
        ref: the case, or the meeting of the point.
        public_title: its title where everybody reads.
        point: the number of the point, or its key.
        attachment: the number of the file.

    Raises:
        RequestError: without a basis, or exempt in these words already; or there is no such case, point or file.
    """
    target = _target(context, ref, point, attachment)
    title = parsing.line("public_title", public_title) if public_title is not None else ""

    def act(request: Request) -> None:
        present = _present(request, target)
        if request.basis is None:
            raise RequestError("exemption_needs_basis", ref=str(target.ref))
        if present is not None and (present.basis, present.public_title) == (request.basis, title):
            raise RequestError("exempt_already", ref=str(target.ref), basis=present.basis)
        _record(request, Kind.EXEMPTED, target, {"public_title": title} if title else {})

    asked = {"ref": str(target.ref), "part": target.part, "public_title": public_title}
    return transact(context, {"use_case": "exempt", "arguments": asked}, target.ref, act, only=LEADING)


def lift_exemption(
    context: Context, ref: str, reason: str, *, point: str | int | None = None, attachment: int | None = None
) -> Outcome:
    """Lift the exemption of a case, a point or a file, whose words the public edition then has again.

    Raises:
        RequestError: it is under no exemption of its own; or there is no such case, point or file.
    """
    target, why = _target(context, ref, point, attachment), parsing.text("reason", reason)

    def act(request: Request) -> None:
        if _present(request, target) is None:
            raise RequestError("not_exempt", ref=str(target.ref))
        _record(request, Kind.EXEMPTION_LIFTED, target, {"reason": why})

    asked = {"ref": str(target.ref), "part": target.part, "reason": reason}
    return transact(context, {"use_case": "lift_exemption", "arguments": asked}, target.ref, act, only=LEADING)


def case_or_point(context: Context, ref: str, point: str | int | None) -> tuple[Ref, str | None]:
    """Return the case that is meant, and the key of a point that deals with no case."""
    if point is None:
        return parsing.ref(ref), None
    meeting, key = parsing.meeting_ref(ref), key_shown(context, ref, point)
    case = case_named(key)
    return (case, None) if case is not None and not case.is_meeting else (meeting, key)


def _target(context: Context, ref: str, point: str | int | None, attachment: int | None) -> _Target:
    if attachment is not None:
        if point is not None:
            raise RequestError("point_or_attachment", ref=ref)
        return _Target(parsing.ref(ref), f"{OF_ATTACHMENT}{attachment}", {"attachment": attachment})
    case, key = case_or_point(context, ref, point)
    return _Target(case, f"{OF_POINT}{key}", {"point": key}) if key is not None else _Target(case, "", {})


def _present(request: Request, target: _Target) -> Exemption | None:
    request.item(target.ref)
    number = target.data.get("attachment")
    if number is not None and request.snapshot.find(Attachment, *target.ref, number) is None:
        raise RequestError("unknown_attachment", ref=str(target.ref), number=number)
    row = request.snapshot.find(Exemption, *target.ref, target.part)
    return row if row is not None and not row.lifted else None


def _record(request: Request, kind: Kind, target: _Target, texts: dict[str, str]) -> None:
    item = request.item(target.ref)
    on = max(request.context.day, item.last_on)
    request.record(request.entry(kind, target.ref, target.data, texts, on=on))
    step = Step(str(target.ref), "", "", {}, item.title, kind=str(kind), facts=target.data, texts=texts)
    request.steps.append(step)
    request.refs.append(target.ref)
