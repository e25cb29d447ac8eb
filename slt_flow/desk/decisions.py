"""Decisions: registered, decided by consensus, handed down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from shlex import quote
from typing import Any, Final

from slt_flow.definitions.load import PinnedKind, pinned_kind
from slt_flow.definitions.models import KindHeading
from slt_flow.definitions.read import read_text
from slt_flow.definitions.shelf import SHIPPED, Shelf
from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.desk import intake
from slt_flow.desk.doors import first_open, nearest, walk
from slt_flow.desk.front import Desk
from slt_flow.desk.knowledge import grounds_of, name_grounds
from slt_flow.desk.perform import perform
from slt_flow.desk.remedies import Again
from slt_flow.desk.request import Request
from slt_flow.engine.new_entries import NewDecision, decision_registered
from slt_flow.errors import RequestError
from slt_flow.model import Area, Meeting
from slt_flow.model.facts import Facts
from slt_flow.results import Listing, Outcome
from slt_flow.terms import Ref, Role, Stance, Tag

CONCLUDING = ("adopt", "adopt_conditionally", "conclude_without_consensus")
"""The doors of which exactly one is open once everyone has spoken."""

OWN_COMMAND: Final = {"evaluation": "slt evaluate open YEAR", "action_plan": "slt plan open YEAR"}
"""Kinds whose decisions are made of what is in the register already, each with the command that begins one."""

TITLE: Final = "TITLE"
"""Where a command leaves room for a title."""


def register(
    desk: Desk,
    title: str,
    *,
    text: str | None = None,
    area: str | None = None,
    meeting: str | None = None,
    consent: str | None = None,
    bodies: Sequence[str] = (),
    information: bool = False,
    case: str | None = None,
    kind: str | None = None,
    challenges: Sequence[str] = (),
    knowledge: Sequence[str] = (),
) -> Outcome:
    """Register a decision; with a meeting, table it there; with consent, decide it, all in one transaction or none.

    Args:
        desk: where the request comes in.
        title: one line.
        text: the text to decide, when it is more than the title.
        area: a focus area's id.
        meeting: the meeting to table it at.
        consent: `all` who take part, or the posts that consent; the others must have spoken otherwise.
        bodies: who must ratify it, when it exceeds delegated authority.
        information: the council only takes note of it.
        case: the number of the case in the municipality's archive.
        kind: a kind of decision; its text and who ratifies it hold unless others are given.
        challenges: what it answers.
        knowledge: what it rests on.
    """
    named = kind_named(kind, desk.shelf) if kind is not None else None
    if named is not None and _heading(named, desk.shelf).machine is not None:
        from slt_flow.desk.workflows.soundness import refuse_unsound_kind

        refuse_unsound_kind(desk, named)
    if consent is not None and meeting is None:
        raise RequestError("consent_without_meeting")
    if consent is not None and information:
        raise RequestError("consent_to_information")
    asked = {
        "register": title, "text": text, "area": area, "meeting": meeting, "consent": consent,
        "bodies": tuple(bodies), "information": information, "case": case,
        "kind": named, "challenges": tuple(challenges), "knowledge": tuple(knowledge),
    }  # fmt: skip

    def act(request: Request) -> None:
        request.whole = _again(request, title, asked)
        answers, rests_on = grounds_of(request, challenges, knowledge)
        new = NewDecision(
            title=intake.line("title", title),
            text=intake.text("text", text) if text is not None else "",
            area=_open_area(request, area) if area is not None else None,
            bodies=_bodies(bodies),
            information=information,
            case=intake.line("case", case) if case is not None else None,
            challenges=answers,
            knowledge=rests_on,
        )
        ref = enter(request, new, meeting, named)
        if meeting is not None:
            request.walk(ref, "table", {"meeting": meeting})
        if consent is not None:
            decide(request, ref, consent)

    return perform(desk, asked, None, act, only=(Role.SECRETARY, Role.CHAIR))


def _again(request: Request, title: str, asked: Mapping[str, Any]) -> Again:
    """The command that registers the same decision once more."""
    told = {option: asked[name] for name, option in _OPTIONS.items() if asked[name]}
    many = {option: each if isinstance(each, tuple) else (str(each),) for option, each in told.items()}
    options = {option: tuple(quote(one) for one in each) for option, each in many.items()}
    words = f"slt decision register {quote(title)}" + (" --for-information" if asked["information"] else "")
    return Again(words, {**options, **request.again("", "", {}).options})


_OPTIONS: Final = {
    "text": "text", "area": "area", "meeting": "meeting", "consent": "consent", "bodies": "needs-ratification",
    "case": "case", "kind": "kind", "challenges": "challenge", "knowledge": "knowledge",
}  # fmt: skip
"""What was asked of a decision, with the option that asks it."""


def adopt(desk: Desk, ref: str, consent: str | None = None) -> Outcome:
    """Adopt a decision, first recording the consent of those named when any are.

    A decision that a competent body must ratify is adopted conditionally.
    """
    asked = {"refs": [ref], "door": "adopt", "consent": consent}
    if consent is None:
        return first_open(desk, ref, CONCLUDING[:2], {}, asked)
    target = intake.decision_ref(ref)
    return perform(desk, asked, target, lambda request: decide(request, target, consent))


def decide(request: Request, ref: Ref, consent: str) -> None:
    """Record consent and conclude."""
    request.item(ref)
    facts = Facts(request.snapshot, ref)
    taking_part = [post.id for post in facts.taking_part]
    named = (
        [intake.post(part, request.snapshot) for part in consent.split(",") if part.strip()]
        if consent != "all"
        else taking_part
    )
    for post in named:
        request.walk(ref, "take_stance", {"post": post, "stance": Stance.CONSENT.value})
    request.walk(ref, nearest(request, ref, CONCLUDING[:2], {}))
    parties = Facts(request.snapshot, ref).consenting_parties
    request.notice("consensus", ref=str(ref), consenting=len(parties), parties=len(request.snapshot.parties))


def assign(
    desk: Desk, ref: str, owner: str, due: str, *, title: str | None = None, resources: str | None = None
) -> Outcome:
    """Hand a decision down to the coordinating level: one accountable owner and a deadline."""
    return hand_down(desk, ref, "assign", {"owner": owner, "due": due, "title": title, "resources": resources})


def add_measure(
    desk: Desk,
    ref: str,
    title: str,
    owner: str,
    due: str,
    *,
    resources: str | None = None,
    challenges: Sequence[str] = (),
    knowledge: Sequence[str] = (),
) -> Outcome:
    """Hand an assignment's work down to the executing level, with what it answers and rests on."""
    if intake.ref(ref).depth != 1:
        raise RequestError("measures_under_assignments", ref=str(intake.ref(ref)))
    answers = {"title": title, "owner": owner, "due": due, "resources": resources}
    return hand_down(desk, ref, "add_measure", answers, challenges=challenges, knowledge=knowledge)


def hand_down(
    desk: Desk,
    ref: str,
    door: str,
    answers: Mapping[str, Any],
    *,
    challenges: Sequence[str] = (),
    knowledge: Sequence[str] = (),
) -> Outcome:
    """Walk a door that makes a case beneath, and answer with the new case."""
    target = intake.ref(ref)
    grounds = {"challenges": tuple(challenges), "knowledge": tuple(knowledge)}

    def act(request: Request) -> None:
        request.walk(target, door, answers)
        made = [made for step in request.steps if (made := Ref.parse(step.ref)) and target.is_parent_of(made)]
        request.refs[:] = made or request.refs
        for new in made if challenges or knowledge else ():
            name_grounds(request, new, challenges, knowledge)

    told = sorted((n, str(a)) for n, a in answers.items() if a is not None)
    return perform(desk, {"refs": [str(target)], "door": door, "answers": told, **grounds}, target, act)


def hand_over(desk: Desk, ref: str, to: str, reason: str) -> Outcome:
    """Make another post accountable; one outside the parties is offered the work and must accept it itself."""
    answers = {"owner": to, "reason": reason}
    target = intake.ref(ref)

    def act(request: Request) -> None:
        owner = intake.post(to, request.snapshot)
        if request.item(target).owner == owner:
            raise RequestError("owns_it_already", ref=str(target), post=owner)
        request.walk(target, nearest(request, target, ("hand_over", "offer"), answers), answers)

    return perform(desk, {"refs": [str(target)], "hand_over": to, "reason": reason}, target, act)


def hand_over_all(desk: Desk, from_: str, to: str, reason: str) -> Outcome:
    """Make one post accountable for every open case of another, all or none."""
    from slt_flow.records import queries

    asked = {"hand_over_all": from_, "to": to, "reason": reason}

    def act(request: Request) -> None:
        leaving, taking = intake.post(from_, request.snapshot), intake.post(to, request.snapshot)
        if leaving == taking:
            raise RequestError("hand_over_to_itself", post=leaving)
        cases = queries.cases(request.connection, request.council, None)
        owned = [item.ref for item in cases if item.owner == leaving and not item.ended]
        if not owned:
            raise RequestError("owns_nothing_open", post=leaving)
        answers = {"owner": taking, "reason": reason}
        for ref in owned:
            request.walk(ref, nearest(request, ref, ("hand_over", "offer"), answers), answers)

    return perform(desk, asked, None, act)


def table(desk: Desk, ref: str, meeting: str) -> Outcome:
    """Put a decision on a meeting's agenda."""
    return walk(desk, [ref], "table", {"meeting": meeting})


def kinds(shelf: Shelf = SHIPPED) -> Listing:
    """Every kind of decision: what it is called, who ratifies it, and the measures it brings with it."""
    rows = []
    for name, path in shelf.kinds().items():
        kind = pinned_kind(read_text(path), name).kind
        heading = kind.kind
        rows.append(
            {
                "id": name,
                "kind": name,
                "kind_label": heading.label.model_dump(),
                "needs_ratification": list(heading.ratified_by),
                "measures": [str(preset.title) for preset in kind.measures],
                "command": OWN_COMMAND.get(name, f"slt decision register {TITLE} --kind {name}"),
            }
        )
    return Listing("kinds", tuple(rows))


def kind_named(given: str, shelf: Shelf = SHIPPED) -> str:
    """The name of a kind that a decision may be registered as.

    Raises:
        RequestError: there is no such kind, or it is registered by a command of its own.
    """
    known = list(shelf.kinds())
    wanted = given.strip().casefold().replace("-", "_")
    if wanted not in known:
        near = get_close_matches(wanted, known, n=1)
        raise RequestError(
            "unknown_kind", given=intake.shown(given), near=near[0] if near else None, known=tuple(known)
        )
    if wanted in OWN_COMMAND:
        raise RequestError("kind_has_a_command", kind=wanted, command=OWN_COMMAND[wanted])
    return wanted


def titled(kind: str, language: str, period: str, shelf: Shelf = SHIPPED) -> str:
    """The title of a decision of a kind about a year or a period, in the council's language: `Evaluering 2026`."""
    return f"{_heading(kind, shelf).label.model_dump()[language]} {period}"


def _heading(kind: str, shelf: Shelf) -> KindHeading:
    heading: KindHeading = pinned_kind(read_text(shelf.kind_file(kind)), kind).kind.kind
    return heading


def enter(request: Request, new: NewDecision, meeting: str | None, kind: str | None = None) -> Ref:
    """Register a decision, by itself or as one of a kind, on the day of the meeting that it goes to if that is past."""
    rooms = [room for room in request.machines() if room.name in LEVELS]
    if kind is not None:
        found = request.kind(kind, rooms[0])
        new = _of_kind(request, new, found)
        if found.kind.kind.machine is not None:
            rooms[0] = request.machine(found.kind.kind.machine)
    on = request.desk.day
    if meeting is not None and request.desk.on is None:
        held = request.item(intake.meeting_ref(meeting))
        day = request.snapshot.one(Meeting, held.year, held.no).day
        on = min(day, on) if held.means(Tag.HELD) else on
    pins = tuple(room.pinned.digest for room in rooms)
    entry = decision_registered(request.snapshot, request.book, pins, new, on, request.actor)
    request.record(entry)
    ref = intake.ref(entry.subject)
    request.made(ref)
    return ref


def _of_kind(request: Request, new: NewDecision, pinned: PinnedKind) -> NewDecision:
    heading = pinned.kind.kind
    year = {"year": request.desk.day.year} if "year" in heading.about else {}
    return replace(
        new,
        kind=pinned,
        text=new.text or heading.text.strip(),
        bodies=new.bodies or tuple(str(body) for body in heading.ratified_by),
        about={**year, **new.about},
    )


def _open_area(request: Request, area: str) -> str:
    found = intake.area(area, request.snapshot)
    ended = request.snapshot.one(Area, found).until
    if ended is not None and ended <= request.desk.day:
        request.notice("area_ended", area=found, on=ended)
    return found


def _bodies(bodies: Sequence[str]) -> tuple[str, ...]:
    unique = {body.casefold(): body for body in (intake.line("body", given) for given in bodies)}
    return tuple(unique.values())
