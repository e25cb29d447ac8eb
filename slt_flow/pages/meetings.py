"""Møtet: the meetings to come and those before, and one meeting with what it is to decide."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from starlette.responses import Response

from slt_flow.errors import RequestError
from slt_flow.pages.apologies import called
from slt_flow.pages.cases import offers, titled
from slt_flow.pages.documents import FILES, as_edition
from slt_flow.pages.form_page import sentences
from slt_flow.pages.frame import Visit
from slt_flow.pages.item_phases import LABELLED, Say, says
from slt_flow.pages.templating import attachment_path, place_of, ref_at
from slt_flow.results.actions import ActionState
from slt_flow.results.decisions import CaseSheet, DecidedFields
from slt_flow.results.documents import Document, Paragraph
from slt_flow.results.meeting_folder import MeetingPapers
from slt_flow.results.meetings import MeetingRow, MeetingSheet, Person
from slt_flow.services.decisions.adopt import CONCLUDING
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.meeting_papers import meeting_papers
from slt_flow.services.meetings.invitation import invitation
from slt_flow.services.meetings.lists import list_meetings, show_meeting
from slt_flow.services.meetings.plan import HOLD
from slt_flow.services.people.absences import away_on
from slt_flow.services.people.lists import list_groups
from slt_flow.services.request.agenda_notes import NOTE_ITEM
from slt_flow.services.request.clock import today
from slt_flow.services.request.context import Context
from slt_flow.views.follow_up import case_paper
from slt_flow.views.meetings import agenda, minutes
from slt_flow.views.meetings.facts import MEETINGS, weekday
from slt_flow.views.text.sheet_blocks import grid
from slt_flow.views.text.words import Words
from slt_flow.views.writers import installed

NOTICE: Final = "notice"
MINUTES: Final = "minutes"
"""Names of documents of a meeting; that of a case is its ref."""

_TAKE_NOTE: Final = "take_note"
_SHOWN: Final = ("title", "stance", "reason", "recorded_by")
"""Columns of a stance on the page of its meeting."""


class Matter(NamedTuple):
    """Decision of a meeting, as its members see it: the text, the stances on it, and what is missing.

    `stances` is HTML, None where there are none; `action` is what would conclude it, None once it is concluded, or not
    on this meeting's agenda any more. `says` is what each post of the visitor may say of it.
    """

    sheet: CaseSheet
    number: int | None
    stances: Any
    action: ActionState | None
    missing: tuple[str, ...]
    says: tuple[Say, ...]


class Excused(NamedTuple):
    """Person who is called and cannot come; `query` is what a form about it says already."""

    person: Person
    query: str


class Listed(NamedTuple):
    """Meeting in a list."""

    row: MeetingRow
    kind: str
    day: str


def meetings(visit: Visit) -> Response:
    """Show the list of meetings: those to come, the nearest first, then those before, the last first."""
    context = visit.edition()
    groups = {group.id: group.title for group in list_groups(context)}
    rows = sorted(list_meetings(context), key=lambda row: row.day)
    now = today(context.clock)
    return visit.render(
        "meetings.html",
        coming=[_listed(visit, row, groups) for row in rows if row.day >= now],
        earlier=[_listed(visit, row, groups) for row in reversed(rows) if row.day < now],
    )


def _listed(visit: Visit, row: MeetingRow, groups: Mapping[str, str]) -> Listed:
    kind = visit.words.say(MEETINGS[row.kind])
    group = groups.get(row.group or "")
    return Listed(row, f"{kind} – {group}" if group else kind, weekday(row.day, visit.words))


def meeting(visit: Visit) -> Response:
    """Show one meeting: its notice until it was held and its minutes afterwards, its papers, and its decisions."""
    ref = ref_at(visit.request.path_params["place"])
    context = visit.edition(ref)
    sheet, papers = show_meeting(context, ref), meeting_papers(context, ref, recorded=True)
    internal = not context.moment.public
    is_open = papers.minutes is None and papers.agenda.cancelled is None
    drawn = documents(papers, visit.words, public=not internal)
    name = MINUTES if MINUTES in drawn else NOTICE
    unsent = Document(visit.words.say("Notice"), (Paragraph(visit.words.say("Not sent yet.")),))
    document = as_edition(visit, context, papers, drawn.get(name, unsent))
    offered = offers(visit, ref) if internal else ()
    return visit.render(
        "meeting.html",
        sheet=sheet,
        title=heading(visit, sheet, papers),
        day=weekday(sheet.day, visit.words),
        papers=papers,
        documents=[(paper_path(sheet.ref, other), drawn[other].title) for other in drawn if other != name],
        document=document,
        content=visit.document(document.blocks, document.title),
        files=files_of(sheet.ref, name) if drawn else (),
        calendar=internal and papers.minutes is None and _reaches_somebody(visit, ref),
        matters=matters(visit, context, papers) if internal else (),
        attachments=[(attachment_path(row), row) for row in papers.attachments if drawn],
        offers=offered,
        labelled=LABELLED,
        apology=is_open and internal and bool(called(visit, papers.agenda)),
        away=(away := _away(visit, papers) if is_open and internal else ()),
        excused={row.person.post for row in away} & {post.id for post in visit.posts if post.deputy is None},
        day_of_it=sheet.day.isoformat(),
        remarks=remarks_by(visit, papers) if internal else None,
        is_open=is_open,
        records=visit.may("record") and any(o.posts and o.action.action in (HOLD, NOTE_ITEM) for o in offered),
    )


def _away(visit: Visit, papers: MeetingPapers) -> tuple[Excused, ...]:
    """Return those who are called and cannot come, each with what a secretary changes of it."""
    day, rows = papers.agenda.day, []
    for row in papers.agenda.invited:
        away = away_on(visit.context(), row.post, day) if row.post and (row.presence or row.deputy) else None
        if away is not None:
            fields = {"post": row.post, "since": day, "until": day, "deputy": away.deputy, "mandate": away.mandate}
            rows.append(Excused(row, urlencode({name: value for name, value in fields.items() if value})))
    return tuple(rows)


def remarks_by(visit: Visit, papers: MeetingPapers) -> str | None:
    """Return by when the draft of the minutes is remarked on, in words; None where there is no draft, or it is over."""
    minutes = papers.minutes
    if minutes is None or minutes.final:
        return None
    due = minutes.remarks_due
    if due is None:
        return visit.words.say("Remarks to the draft are recorded until the minutes are approved or archived.")
    if due < today(visit.site.context.clock):
        return None
    return visit.words.say("Remarks to the draft by {day}.", day=due)


def _reaches_somebody(visit: Visit, ref: str) -> bool:
    """Return True where an invitation for calendars can be written: the extra is installed, addresses are known."""
    if find_spec("icalendar") is None:
        return False
    try:
        invitation(visit.context(), ref)
    except RequestError:
        return False
    return True


def heading(visit: Visit, sheet: MeetingSheet, papers: MeetingPapers) -> str:
    """Return the heading of a meeting: its kind, the group that meets, its number."""
    kind, group = visit.words.say(MEETINGS[sheet.kind]), papers.agenda.group
    return f"{kind} {sheet.ref} – {group}" if group else f"{kind} {sheet.ref}"


def paper_path(ref: str, name: str) -> str:
    """Return the path of a document of a meeting."""
    return f"/meeting/{place_of(ref)}/paper/{name}"


def files_of(ref: str, name: str) -> tuple[tuple[str, str], ...]:
    """Return the files that a document may be taken along as: the format, and its address."""
    return tuple((form.upper(), f"{paper_path(ref, name)}/as/{form}") for form in FILES if form in installed())


def documents(papers: MeetingPapers, words: Words, *, public: bool) -> dict[str, Document]:
    """Return the documents of a meeting by the names that their paths have in every language.

    The public has neither minutes that are not approved, nor papers of a meeting that nobody is called to yet.
    """
    if public and papers.minutes is None and papers.agenda.sent is None:
        return {}
    drawn = {NOTICE: agenda.document(papers.agenda, words, dropped=False)}
    if papers.minutes is not None and (papers.minutes.final or not public):
        drawn[MINUTES] = minutes.document(papers.minutes, words)
    return drawn | {place_of(case.ref): case_paper.document(case, words) for case in papers.cases}


def matters(visit: Visit, context: Context, papers: MeetingPapers) -> tuple[Matter, ...]:
    """Return the decisions of a meeting in the order of its agenda."""
    return tuple(matter(visit, context, papers, ref) for ref in decisions_of(papers))


def decisions_of(papers: MeetingPapers) -> tuple[str, ...]:
    """Return the decisions on a meeting's agenda, and those that it put off or took off."""
    minuted = papers.minutes.items if papers.minutes is not None else ()
    return tuple(dict.fromkeys((*(case.ref for case in papers.cases), *(item.ref for item in minuted))))


def matter(visit: Visit, context: Context, papers: MeetingPapers, ref: str) -> Matter:
    """Return a decision of a meeting with the stances that count, and what is missing to conclude it there."""
    sheet, meeting_ref = show_case(context, ref), papers.agenda.ref
    number = next((point.number for point in papers.agenda.items if point.ref == ref), None)
    rows = titled((row for row in sheet.stances or () if row.counts), visit.titles)
    stances = visit.document((grid(rows, visit.words, _SHOWN),), sheet.title) if rows else None
    action = _concluding(visit, ref, sheet.decided) if sheet.decided and sheet.decided.meeting == meeting_ref else None
    missing = sentences(visit, action.findings, ref) if action is not None else ()
    return Matter(sheet, number, stances, action, missing, says(visit, papers, sheet))


def _concluding(visit: Visit, ref: str, decided: DecidedFields) -> ActionState | None:
    """Return the action that would conclude a decision: of two the one that fewest rules are against."""
    wanted = (_TAKE_NOTE,) if decided.for_information else CONCLUDING[:2]
    actions = (action for action in visit.actions_of(ref) if action.action in wanted)
    return min(actions, key=lambda action: sum(finding.blocks for finding in action.findings), default=None)
