"""Obligations about meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slt_flow.model import Attendance, Group, Item, Meeting, Organisation, Post
from slt_flow.model.deadlines import agenda_due_by
from slt_flow.model.facts import Facts
from slt_flow.results.answers import Notice
from slt_flow.results.year import Shown
from slt_flow.rules.obligations.outlook import Line, Outlook, Task, shown_by
from slt_flow.rules.obligations.register import obligation, obligation_of, obligation_of_each
from slt_flow.rules.obligations.year import Year
from slt_flow.terms import COUNCIL_MEETINGS, MeetingKind, Presence, Standing, Tag


@obligation
def meetings_are_held(year: Year, *, per_year: int | tuple[int, ...]) -> Outlook:
    """The council holds as many fixed meetings a year as agreed; others come on top.

    A fixed meeting is an ordinary one that was not called at short notice, with somebody there who can commit each
    party. Those that are not are shown, and count for nothing.
    """
    kind = MeetingKind.ORDINARY
    rows = {str(item.ref): meeting for meeting, item in year.meetings(kind)}
    fixed, hurried = [], []
    alone: dict[tuple[str, ...], list[str]] = {}
    for shown in year.held(kind):
        if rows[shown.ref].short_notice:
            hurried.append(shown.ref)
        elif absent := _absent(year, rows[shown.ref]):
            alone.setdefault(absent, []).append(shown.ref)
        else:
            fixed.append(shown)
    planned = [shown for shown in year.planned(kind) if not rows[shown.ref].short_notice]
    outlook = year.counted(per_year, Line(fixed, planned)).with_refs("short_notice_not_counted", hurried)
    for parties, refs in alone.items():
        outlook = outlook.with_refs("party_not_there", refs, parties=parties)
    return outlook


@obligation
def kommunestyre_is_informed(year: Year, *, party: str = "", per_year: int | tuple[int, ...]) -> Outlook:
    """The municipal council gets its meetings of information; each says who informed it, and counts only then.

    Where there are two, a clause names the party whose it is, and so do the meetings that count.
    """
    kind = MeetingKind.INFORMATION
    own = [(str(item.ref), meeting) for meeting, item in year.meetings(kind) if party in ("", meeting.group)]
    there = {ref: _there(year, meeting) for ref, meeting in own}
    held = [shown._replace(note=", ".join(there[shown.ref])) for shown in year.held(kind) if shown.ref in there]
    planned = [shown for shown in year.planned(kind) if shown.ref in there]
    outlook = year.counted(per_year, Line([shown for shown in held if shown.note], planned))
    for shown in outlook.evidence:
        outlook = outlook.with_refs("informed_by", (shown.ref,), names=there[shown.ref])
    return outlook.with_refs("nobody_informed", (shown.ref for shown in held if not shown.note))


@obligation
def coordination_meetings_are_held(
    year: Year, *, organised_by: str = "", per_year: int | tuple[int, ...] = 0
) -> Outlook:
    """The coordinating level meets regularly: every group of it as often as agreed, else once a year at the least.

    A meeting with nobody but its organiser is none; one without the organiser counts, and is shown. A meeting before a
    group was agreed counts for it too: it was one of them all. Nobody signed for a group founded beside the agreement.
    """
    kind = MeetingKind.COORDINATION
    rows = {str(item.ref): meeting for meeting, item in year.meetings(kind)}
    alone = [shown.ref for shown in year.held(kind) if len(_there(year, rows[shown.ref])) < 2]
    met = [shown for shown in year.held(kind) if shown.ref not in alone]
    agreed = year.snapshot.on(min(year.last, year.on)).all(Group)
    groups = [group.id for group in agreed if group.members and group.added is None]
    lines = [Line(met, year.planned(kind))]
    if groups:
        of = {group: {ref for ref, m in rows.items() if _meets(year, m, group)} for group in groups}
        lines = [Line(*([s for s in line if s.ref in of[group]] for line in lines[0])) for group in groups]
    outlook = year.counted(per_year, *lines) if per_year else year.once(*lines)
    rest = [s.ref for s in met if not _took_part(year, rows[s.ref], organised_by)]
    without = outlook.with_refs("organiser_not_there", rest if organised_by else (), post=organised_by)
    return without.with_refs("nobody_else_there", alone)


@obligation_of_each
def extraordinary_meetings_may_be_requested(year: Year) -> Outlook:
    """A party may ask for more meetings: a right, kept where those asked for in the year are held by its end.

    Another day changes nothing of it, nor does a cancellation by others than that party.
    """
    rows = ((m, year.snapshot.case_of(m)) for m in year.snapshot.all(Meeting) if m.requested_by)
    asked = [
        (m, i) for m, i in rows if m.year == year.year and (i.born or m.day) <= year.last and not _is_let_go(year, m, i)
    ]
    held: list[Shown] = []
    waiting: list[Shown] = []
    for meeting, item in sorted(asked, key=lambda both: (both[0].day, both[0].no)):
        is_held = item.has(Tag.HELD) and year.within(meeting.day)
        (held if is_held else waiting).append(Shown(str(item.ref), meeting.day, str(meeting.requested_by)))
    if not asked:
        return Outlook(Standing.BY_PEOPLE, None, (), Notice("nobody_asked", {}))
    if not waiting:
        return shown_by(held)
    called_off = [str(m.ref) for m, item in asked if item.is_called_off]
    passed = tuple(shown.ref for shown in waiting if shown.on is None or shown.on < year.on or shown.ref in called_off)
    if not passed and not year.over:
        return year.by_days(held, waiting, "requested_not_held", "requested_ahead")
    standing = year.by_the_end() if year.over else Standing.DUE
    refs = passed or tuple(shown.ref for shown in waiting)
    return Outlook(standing, year.last, tuple(held), Notice("requested_not_held", {"refs": refs}))


@obligation_of_each
def agendas_are_sent_in_time(
    year: Year,
    *,
    notice_days: int,
    excepted_kinds: tuple[str, ...] = (),
    submission_days: int = 0,  # told on agendas and the wheel, and judged of nobody
) -> Outlook:
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
    return _with_open_minutes_first(year, year.by_days(kept, waiting, "agenda_not_sent", "agenda_ahead"))


@obligation_of_each
def minutes_are_archived(year: Year, *, written_by: str = "", within_days: int = 0) -> Outlook:
    """The minutes of every meeting of the council are archived: in the days that are agreed, else by the year's end.

    Where they are approved by a later meeting first, the time counts from that meeting.
    """
    tasks = []
    for meeting, item in year.meetings(*COUNCIL_MEETINGS):
        approval = year.snapshot.on(meeting.day).clause("minutes_are_approved_if_agreed")
        waits = approval is not None and bool(approval.numbers.get("approval"))
        if item.has(Tag.HELD):
            begun = _next_held(year, meeting.day) or year.on if waits else meeting.day
            now = year.later.find(Meeting, *meeting.key)  # none where the meeting was undone since
            is_frozen = now is not None and now.frozen is not None
            done = Shown(str(item.ref), year.later.case_of(meeting).since) if is_frozen else None
            tasks.append(Task(str(item.ref), begun, done))
    return year.followed(tasks, within_days, late="minutes_missing", ahead="minutes_ahead", lost="minutes_too_late")


@obligation_of_each
def every_party_is_represented(year: Year) -> Outlook:
    """Every party is at every meeting of the council, by somebody who can commit it."""
    kept: list[Shown] = []
    missing: dict[tuple[str, ...], list[str]] = {}
    first: date | None = None
    for meeting, item in year.meetings(*COUNCIL_MEETINGS):
        if item.has(Tag.HELD):
            absent = _absent(year, meeting)
            if absent:
                first = first or meeting.day
                missing.setdefault(absent, []).append(str(item.ref))
            else:
                kept.append(Shown(str(item.ref), meeting.day))
    if not missing:
        return shown_by(kept)
    notice, *others = (
        Notice("party_was_missing", {"refs": tuple(refs), "parties": parties}) for parties, refs in missing.items()
    )
    return Outlook(Standing.BROKEN, first, tuple(kept), notice, since=first, beside=tuple(others))


@obligation_of(by_day=True)
def council_may_be_extended(year: Year, *, extension: str = "guest") -> Outlook:
    """Others may join the council: a right, shown by the guests and by seats that the council added."""
    days = {m.ref: m.day for m, _ in year.meetings(*COUNCIL_MEETINGS)}
    guests = (a for a in year.snapshot.all(Attendance) if a.presence == Presence.GUEST and a.ref in days)
    joined = (Shown(str(a.ref), days[a.ref], a.deputy or "") for a in guests)
    seated = (
        Shown(f"post:{p.id}", p.since)
        for p in year.snapshot.on(min(year.last, year.on)).all(Post)
        if p.seat_by is not None and year.within(p.since)
    )
    return shown_by((*joined, *seated), Standing.BY_PEOPLE)


@obligation_of_each
def post_attends_regularly(year: Year, *, post: str, kinds: tuple[str, ...]) -> Outlook:
    """A post takes part regularly in meetings of some kinds, however it sits there: at none of a kind breaks it."""
    held = [m for m, item in year.meetings(*kinds) if item.has(Tag.HELD)]
    there = [m for m in held if _took_part(year, m, post)]
    return _regularly(year, held, there, "times_there")


@obligation_of_each
def meetings_are_led_as_agreed(year: Year, *, led_by: str) -> Outlook:
    """The post that the agreement names leads the council's meetings; none of them in a year breaks it."""
    held = [m for m, item in year.meetings(*COUNCIL_MEETINGS) if item.has(Tag.HELD)]
    return _regularly(year, held, [m for m in held if _leader(year, m, led_by) == led_by], "times_led")


def _regularly(year: Year, held: Sequence[Meeting], there: Sequence[Meeting], code: str) -> Outlook:
    """Judge what is to be so at meetings without a number: at none of a kind by the year's end breaks it."""
    shown = tuple(Shown(str(m.ref), m.day) for m in there)
    count = Notice(code, {"times": len(there), "of": len(held)}) if held else None
    if not {m.kind for m in held} - {m.kind for m in there}:
        return Outlook(Standing.KEPT if held else Standing.NOT_DUE, None, shown, count)
    return Outlook(year.by_the_end(), year.last, shown, count)


def _took_part(year: Year, meeting: Meeting, post: str) -> bool:
    """Return whether a post was at a meeting: in its own seat, by its deputy, or as the deputy of another."""
    return any(post in (row.who, row.deputy) for row in year.snapshot.attendance_at(meeting.ref))


def _with_open_minutes_first(year: Year, outlook: Outlook) -> Outlook:
    """Name last the meetings whose minutes are archived: the remedy is that of the first, and they have none."""
    unsent = outlook.forecast
    if unsent is None or unsent.code != "agenda_not_sent":
        return outlook
    archived = {str(m.ref) for m in year.later.all(Meeting) if m.frozen is not None}
    refs = tuple(sorted(unsent.facts["refs"], key=lambda ref: ref in archived))
    code = "agenda_never_recorded" if refs[0] in archived else unsent.code
    return outlook._replace(forecast=Notice(code, {**unsent.facts, "refs": refs}))


def _next_held(year: Year, day: date) -> date | None:
    rows = [m for m in year.later.all(Meeting) if m.kind in COUNCIL_MEETINGS and m.day > day]
    return min((m.day for m in rows if year.later.case_of(m).has(Tag.HELD)), default=None)


def _absent(year: Year, meeting: Meeting) -> tuple[str, ...]:
    """Return the names of the parties that nobody at a meeting could commit."""
    facts = Facts(year.snapshot, meeting.ref)
    return tuple(facts.then.one(Organisation, party).name for party in facts.parties_missing)


def _meets(year: Year, meeting: Meeting, group: str) -> bool:
    """Return whether a group of the coordinating level meets: by itself, or with all before it was agreed."""
    return meeting.group == group or year.snapshot.on(meeting.day).find(Group, group) is None


def _is_let_go(year: Year, meeting: Meeting, item: Item) -> bool:
    """Return whether the party that asked for a meeting has called it off itself."""
    if not item.is_called_off or item.ended_by is None:
        return False
    return year.snapshot.on(item.since or meeting.day).party_of(item.ended_by) == meeting.requested_by


def _leader(year: Year, meeting: Meeting, agreed: str) -> str | None:
    """Return the post that led a meeting: where none was recorded, the agreed one if it was there itself."""
    there = year.snapshot.find(Attendance, *meeting.key, agreed)
    return meeting.led_by or (agreed if there is not None and there.presence != Presence.DEPUTY else None)


def _there(year: Year, meeting: Meeting) -> tuple[str, ...]:
    """Return the titles of the posts and the names of the guests that were at a meeting."""
    titles = {post.id: post.title for post in Facts(year.snapshot, meeting.ref).then.all(Post)}
    return tuple(titles.get(row.who) or row.deputy or row.who for row in year.snapshot.attendance_at(meeting.ref))
