"""Decisions: registered, decided by consensus, handed down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from shlex import quote
from typing import Final

from slt_flow.definitions.load import PinnedKind
from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.engine.new_entries import NewDecision, decision_registered, goes_on
from slt_flow.errors import RequestError
from slt_flow.model import Area, Meeting
from slt_flow.results.answers import Outcome
from slt_flow.services.decisions.adopt import decide, each_its_own
from slt_flow.services.decisions.kinds import kind_named
from slt_flow.services.decisions.knowledge import grounds_of
from slt_flow.services.request import parsing
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from slt_flow.services.request.kind_headings import exceeding, kind_facts, kind_heading
from slt_flow.services.request.remedies import Again
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact
from slt_flow.terms import Ref, Role, Tag

TABLE: Final = "table"
AMEND: Final = "amend"
"""Actions by which a decision comes to a meeting, and gets another text."""

FOR_DECISION: Final = "for_decision"
FOR_INFORMATION: Final = "for_information"
"""Actions by which an item for information becomes one to decide, and the other way round."""


def register(
    context: Context,
    title: str,
    *,
    text: str | None = None,
    area: str | None = None,
    meeting: str | None = None,
    consent: str | None = None,
    needs_ratification: Sequence[str] = (),
    within_authority: bool = False,
    for_information: bool = False,
    case: str | None = None,
    kind: str | None = None,
    challenges: Sequence[str] = (),
    knowledge: Sequence[str] = (),
    follows: str | None = None,
) -> Outcome:
    """Register a decision; with a meeting, table it there; with consent, decide it, all in one transaction or none.

    Args:
        context: the context of the request.
        title: one line.
        text: the text to decide, when it is more than the title.
        area: a focus area's id.
        meeting: the meeting to table it at.
        consent: `all` who take part, or the posts that consent; the others must have spoken otherwise.
        needs_ratification: the bodies that must ratify it, when it exceeds delegated authority.
        within_authority: True where it is judged not to exceed delegated authority, whatever its title tells.
        for_information: the council only takes note of it.
        case: the number of the case in the municipality's archive.
        kind: a kind of decision; its text and who ratifies it hold unless others are given.
        challenges: the challenges that it answers.
        knowledge: the knowledge that it rests on.
        follows: the case that it goes on from, concluded or not.
    """
    named = kind_named(kind, context.shelf) if kind is not None else None
    if named is not None and kind_heading(named, context.shelf).machine is not None:
        from slt_flow.services.workflows.soundness import refuse_unsound_kind

        refuse_unsound_kind(context, named)
    if consent is not None and meeting is None:
        raise RequestError("consent_without_meeting")
    if consent is not None and for_information:
        raise RequestError("consent_to_information")
    options = {
        "text": text, "area": area, "meeting": meeting, "consent": consent,
        "needs-ratification": tuple(needs_ratification), "case": case, "kind": named,
        "challenge": tuple(challenges), "knowledge": tuple(knowledge), "follows": follows,
    }  # fmt: skip

    def act(request: Request) -> None:
        flags = {"for-information": for_information, "within-authority": within_authority}
        request.whole = _again(request, title, options, [flag for flag, is_set in flags.items() if is_set])
        answers, rests_on = grounds_of(request, challenges, knowledge)
        new = NewDecision(
            title=parsing.line("title", title),
            text=parsing.text("text", text) if text is not None else "",
            area=open_area(request, area, _day(request, meeting)) if area is not None else None,
            bodies=_bodies(needs_ratification),
            within_authority=within_authority,
            information=for_information,
            case=parsing.line("case", case) if case is not None else None,
            challenges=answers,
            knowledge=rests_on,
            follows=parsing.ref(follows) if follows is not None else None,
        )
        if consent is None:
            enter(request, new, meeting, named)
            return
        with each_its_own(request):
            ref = enter(request, new, meeting, named)
        decide(request, ref, consent)

    asked = {"register": title, "for-information": for_information, **options}
    asked |= {"within-authority": True} if within_authority else {}
    return transact(context, asked, None, act, only=(Role.SECRETARY, Role.CHAIR))


def _again(
    request: Request, title: str, options: Mapping[str, str | Sequence[str] | None], flags: Sequence[str]
) -> Again:
    """Return the command that registers the same decision once more."""
    words = " ".join([f"slt decision register {quote(title)}", *(f"--{flag}" for flag in flags)])
    typed = {option: [value] if isinstance(value, str) else value for option, value in options.items() if value}
    quoted = {option: tuple(map(quote, values)) for option, values in typed.items()}
    return Again(words, {**quoted, **request.again("", "", {}).options})


def table(context: Context, ref: str, meeting: str) -> Outcome:
    """Put a decision on a meeting's agenda."""
    return perform(context, [ref], TABLE, {"meeting": meeting}, typed=False)


def enter(request: Request, new: NewDecision, meeting: str | None, kind: str | None = None) -> Ref:
    """Register a decision, by itself or as one of a kind; with a meeting, table it, on its day if past."""
    built_machines = [built for built in request.council_machines() if built.name in LEVELS]
    if new.bodies or new.within_authority:
        new = replace(new, authority=request.acted_by or request.actor)
    if kind is None:
        _ask_for_the_kind(request, new)
    else:
        pinned_kind = request.kind(kind, built_machines[0])
        new = _of_kind(request, new, pinned_kind)
        if pinned_kind.kind.kind.machine is not None:
            built_machines[0] = request.machine(pinned_kind.kind.kind.machine)
    on = _day(request, meeting)
    pins = tuple(built.pinned.digest for built in built_machines)
    source = request.item(new.follows) if new.follows is not None else None
    acted_by = new.proposed_by or request.actor
    ref = request.register(decision_registered(request.snapshot, request.machines, pins, new, on, acted_by))
    if source is not None:
        request.record(goes_on(ref, source, max(on, source.last_on), acted_by))
    if meeting is not None:
        request.perform(ref, TABLE, {"meeting": meeting})
    return ref


def _day(request: Request, meeting: str | None) -> date:
    """Return the day of a new decision: the day named, else that of its meeting where it was held, else today."""
    if meeting is None or request.context.on is not None:
        return request.context.day
    held = request.item(parsing.meeting_ref(meeting))
    day = request.snapshot.one(Meeting, *held.ref[:3]).day
    return min(day, request.context.day) if held.has(Tag.HELD) else request.context.day


def _ask_for_the_kind(request: Request, new: NewDecision) -> None:
    """Refuse a title of a kind that exceeds delegated authority, until somebody has said that this one does not."""
    heading = exceeding(new.title, request.context.shelf)
    if heading is not None and new.authority is None and not new.information:
        raise RequestError("kind_not_named", title=new.title, **kind_facts(heading))


def _of_kind(request: Request, new: NewDecision, pinned: PinnedKind) -> NewDecision:
    heading = pinned.kind.kind
    year = {"year": request.context.day.year} if "year" in heading.about else {}
    return replace(
        new,
        kind=pinned,
        text=new.text or heading.text.strip(),
        bodies=_bodies((*heading.ratified_by, *new.bodies)),
        about={**year, **new.about},
    )


def open_area(request: Request, area: str, day: date) -> str:
    """Parse a focus area for a decision of a day, and say where it is none any more."""
    area_id = parsing.area(area, request.snapshot)
    area_row = request.snapshot.on(day).one(Area, area_id)
    if area_row.until is not None and area_row.until <= day:
        request.notice("area_ended", area=area_id, on=area_row.until)
    elif area_row.last is not None and area_row.last < day:
        request.notice("area_period_over", area=area_id, on=area_row.last)
    return area_id


def _bodies(bodies: Sequence[str]) -> tuple[str, ...]:
    unique = {body.casefold(): body for body in (parsing.line("body", body) for body in bodies)}
    return tuple(unique.values())
