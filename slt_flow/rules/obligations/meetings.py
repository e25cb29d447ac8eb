"""Obligations about meetings."""

from __future__ import annotations

from datetime import date, timedelta

from slt_flow.model import Attendance, Group, Meeting, Organisation, Post
from slt_flow.model.deadlines import agenda_due_by
from slt_flow.model.facts import Facts
from slt_flow.results.answers import Notice
from slt_flow.results.year import Shown
from slt_flow.rules.obligations.register import Outlook, Year, obligation, shown_by
from slt_flow.terms import COUNCIL_MEETINGS, MeetingKind, Presence, Standing, Tag


@obligation
def meetings_are_held(year: Year, *, per_year: int) -> Outlook:
    """The council holds as many ordinary meetings a year as agreed; others come on top."""
    kind = MeetingKind.ORDINARY
    return year.counted(year.held(kind), year.share(per_year), year.planned(kind))


@obligation
def kommunestyre_is_informed(year: Year, *, per_year: int) -> Outlook:
    """The municipal council gets its meetings of information."""
    kind = MeetingKind.INFORMATION
    return year.counted(year.held(kind), year.share(per_year), year.planned(kind))


@obligation
def coordination_meetings_are_held(year: Year, *, organised_by: str = "", per_year: int = 1) -> Outlook:
    """The coordinating level meets regularly: every group of it as often as agreed, once a year at the least."""
    kind, needed = MeetingKind.COORDINATION, year.share(per_year)
    groups = [group.id for group in year.snapshot.all(Group) if group.members]
    if not groups:
        return year.counted(year.held(kind), needed, year.planned(kind))
    of = {str(item.ref): m.group for m, item in year.meetings(kind)}
    counting: list[Shown] = []
    for group in groups:
        counting += [shown for shown in year.held(kind) if of[shown.ref] == group][:needed]
    ahead = [shown for shown in year.planned(kind) if of[shown.ref] in groups]
    return year.counted(sorted(counting, key=lambda shown: str(shown.on)), needed * len(groups), ahead)


@obligation
def extraordinary_meetings_may_be_requested(year: Year, *, by: str = "any party") -> Outlook:
    """A party may ask for more meetings: a right, kept where those asked for were held."""
    asked = [(m, item) for m, item in year.meetings(MeetingKind.EXTRAORDINARY) if m.requested_by]
    held = tuple(Shown(str(item.ref), m.day, str(m.requested_by)) for m, item in asked if item.has(Tag.HELD))
    waiting = [Shown(str(item.ref), m.day) for m, item in asked if not item.has(Tag.HELD)]
    if not asked:
        return Outlook(Standing.BY_PEOPLE, None, (), Notice("nobody_asked", {}))
    return year.by_days(held, waiting, "requested_not_held", "requested_ahead")


@obligation
def agendas_are_sent_in_time(year: Year, *, notice_days: int, excepted_kinds: tuple[str, ...] = ()) -> Outlook:
    """Every agenda reaches the members the agreed number of days before; what the agreement excepts is not asked."""
    kept, late, waiting = [], [], []
    for meeting, item in year.meetings(*COUNCIL_MEETINGS):
        due = agenda_due_by(meeting, notice_days, excepted_kinds)
        # A meeting that passed and was never recorded has no agenda to judge.
        if due is None or (meeting.day < year.on and not item.has(Tag.HELD)):
            continue
        if meeting.sent is not None and meeting.sent <= due:
            kept.append(Shown(str(item.ref), meeting.sent))
        elif meeting.sent is not None:
            late.append(Shown(str(item.ref), due))
        else:
            waiting.append(Shown(str(item.ref), due))
    if late:
        refs = tuple(shown.ref for shown in late)
        first = min(shown.on for shown in late if shown.on is not None)
        overdue = [shown.on for shown in waiting if shown.on is not None and shown.on < year.on]
        return Outlook(Standing.BROKEN, min([first, *overdue]), tuple(kept), Notice("agenda_was_late", {"refs": refs}))
    return year.by_days(kept, waiting, "agenda_not_sent", "agenda_ahead")


@obligation
def minutes_are_archived(year: Year, *, written_by: str = "", within_days: int = 30) -> Outlook:
    """The minutes of every meeting of the council are archived within a month, unless another time is agreed.

    Where they are approved by a later meeting first, the time counts from that meeting.
    """
    approval = year.snapshot.clause("minutes_are_approved_if_agreed")
    waits = approval is not None and bool(approval.numbers.get("approval"))
    kept, waiting = [], []
    for meeting, item in year.meetings(*COUNCIL_MEETINGS):
        if meeting.frozen is not None:
            kept.append(Shown(str(item.ref), item.since))
        elif item.has(Tag.HELD):
            begun = _next_held(year, meeting.day) if waits else meeting.day
            waiting.append(Shown(str(item.ref), (begun or year.on) + timedelta(days=within_days)))
    return year.by_days(kept, waiting, "minutes_missing", "minutes_ahead")


@obligation
def every_party_is_represented(year: Year) -> Outlook:
    """Every party is at every meeting of the council, by somebody who can commit it."""
    kept: list[Shown] = []
    missing: list[Shown] = []
    for meeting, item in year.meetings(*COUNCIL_MEETINGS):
        if not item.has(Tag.HELD):
            continue
        facts = Facts(year.snapshot, item.ref)
        bound = {year.snapshot.party_of(post.id) for post in year.snapshot.all(Post) if facts.binds(post)}
        absent = [party for party in year.snapshot.parties if party not in bound]
        (missing if absent else kept).append(Shown(str(item.ref), meeting.day, ", ".join(absent)))
    if missing:
        names = {o.id: o.name for o in year.snapshot.all(Organisation)}
        parties = dict.fromkeys(party for m in missing for party in m.note.split(", "))
        absences = {"refs": tuple(m.ref for m in missing), "parties": tuple(names.get(p, p) for p in parties)}
        first = missing[0].on
        return Outlook(Standing.BROKEN, first, tuple(kept), Notice("party_was_missing", absences), since=first)
    return shown_by(kept)


@obligation
def council_may_be_extended(year: Year, *, extension: str = "guest") -> Outlook:
    """Others may join the council: a right, shown by the guests and by seats that the council added."""
    days = {m.ref: m.day for m, _ in year.meetings(*COUNCIL_MEETINGS)}
    guests = (a for a in year.snapshot.all(Attendance) if a.presence == Presence.GUEST and a.ref in days)
    joined = (Shown(str(a.ref), days[a.ref], a.deputy or "") for a in guests)
    seated = (Shown(f"post:{p.id}", p.since) for p in year.snapshot.all(Post) if p.seat and year.within(p.since))
    return shown_by((*joined, *seated), Standing.BY_PEOPLE)


def _next_held(year: Year, day: date) -> date | None:
    rows = [m for m in year.snapshot.all(Meeting) if m.kind in COUNCIL_MEETINGS and m.day > day]
    return min((m.day for m in rows if year.snapshot.case_of(m).has(Tag.HELD)), default=None)
