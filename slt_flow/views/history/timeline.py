"""History as lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rich.text import Text

from slt_flow.results.history import HistoryLine
from slt_flow.terms import N_, UNAUTHENTICATED
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.tables import written
from slt_flow.views.text.words import FIELDS, Words

KINDS: Final[Mapping[str, str]] = {
    "AgreementEntered": N_("agreement entered"),
    "DefinitionPinned": N_("workflow pinned"),
    "OrganisationAdded": N_("organisation added"),
    "PostAdded": N_("post added"),
    "PostDesignated": N_("post designated"),
    "HolderAppointed": N_("holder appointed"),
    "PostVacated": N_("post vacated"),
    "AccountBound": N_("account of the post"),
    "AccountUnbound": N_("no longer an account of the post"),
    "AreaAdded": N_("focus area added"),
    "AreaEnded": N_("focus area ended"),
    "NumbersUsed": N_("numbers used on paper, up to"),
    "Registered": N_("registered"),
    "Moved": N_("moved"),
    "MeetingLinked": N_("put on the agenda"),
    "AgendaLeft": N_("taken off the agenda"),
    "TextAmended": N_("text amended"),
    "TitleChanged": N_("renamed"),
    "NatureChanged": N_("made an item of another nature"),
    "CaseContinued": N_("goes on in"),
    "GroupFounded": N_("group founded"),
    "GroupChanged": N_("members of the group"),
    "GroupNamed": N_("followed up by"),
    "GroupEnded": N_("group dissolved"),
    "PostExcused": N_("takes no part"),
    "StanceTaken": N_("stance"),
    "RatificationRecorded": N_("ratification"),
    "OwnerChanged": N_("new owner"),
    "OwnershipAccepted": N_("work accepted"),
    "DeadlineChanged": N_("deadline moved to"),
    "ProgressNoted": N_("progress"),
    "Remarked": N_("remark"),
    "AddressLinked": N_("link"),
    "AgendaSent": N_("agenda sent on"),
    "AttendanceRecorded": N_("attendance"),
    "DayChanged": N_("moved to another day"),
    "Attested": N_("named as evidence"),
    "MinutesFrozen": N_("minutes frozen"),
    "AgendaPointAdded": N_("added to the agenda"),
    "AgendaPointDropped": N_("dropped from the agenda"),
    "AgendaPointPlaced": N_("placed on the agenda"),
    "AgendaPointDescribed": N_("point of the agenda described"),
    "AgendaPointDealtWith": N_("point of the agenda dealt with"),
    "AgendaSettled": N_("agenda settled"),
    "MeetingArranged": N_("time and place"),
    "RationaleNamed": N_("based on"),
    "NeighbourLinked": N_("neighbour's decision linked"),
    "KnowledgeAdded": N_("knowledge added"),
    "ChallengeAdded": N_("challenge added"),
    "EvidenceRecorded": N_("evidence of"),
    "AuthorityJudged": N_("delegated authority judged"),
    "SubjectSet": N_("what it is about"),
    "EffectAssessed": N_("effect assessed"),
    "LearningCarried": N_("carried to"),
    "LearningAnswered": N_("answered"),
    "AbsenceRecorded": N_("absence"),
    "AgreementRenewed": N_("agreement renewed"),
    "OrganisationChanged": N_("organisation changed"),
    "PostChanged": N_("post changed"),
    "PostRetired": N_("post no longer in the agreement"),
    "AreaChanged": N_("focus area changed"),
    "AreaMoved": N_("moved to focus area"),
    "Migrated": N_("goes on under another version of the workflow"),
    "MachineChosen": N_("workflow chosen"),
    "Reviewed": N_("reviewed"),
    "TimeRecorded": N_("done once more"),
    "EntryVoided": N_("taken back"),
    "TextRedacted": N_("text redacted"),
    "BreakAccepted": N_("break in the journal accepted"),
}
"""What a kind of entry is called in the history."""


CARRIED_OVER: Final = N_("entered as adopted before it was followed up here")
"""Name of the registration of a decision that was adopted before the council was followed up."""

_TOLD: Final = (
    "post",
    "stance",
    "owner",
    "due",
    "due_words",
    "every",
    "date",
    "percent",
    "meeting",
    "body",
    "case",
    "granted",
    "day",
    "sent",
    "by",
    "begins",
    "ends",
    "outcome",
)


_TERMS: Final = frozenset({"stance", "by", "effect", "outcome"})
"""Facts whose values are words of the vocabulary."""

_TOLD_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "AgreementRenewed": ("name",),
    "AreaMoved": ("area",),
    "AuthorityJudged": ("authority",),
    "Attested": ("ref",),
    "EffectAssessed": ("measure", "challenge", "effect"),
    "RationaleNamed": ("challenges", "knowledge"),
    "LearningAnswered": ("decision",),
    "CaseContinued": ("decision",),
    "GroupNamed": ("group",),
    "GroupFounded": ("members",),
    "GroupChanged": ("members",),
    "MachineChosen": ("machine", "version"),
    "Migrated": ("version",),
    "LearningCarried": ("year",),
    "NeighbourLinked": ("council", "ref"),
    "NumbersUsed": ("series", "last", "year"),
    "Registered": ("adopted_on",),
}
"""What entries of some kinds tell beside."""


def show_history(lines: Iterable[HistoryLine], words: Words, screen: Screen) -> None:
    """Print the time line; entries taken back are struck through and marked."""
    for line in lines:
        text = _history(line, words)
        if line.voided:
            text.stylize("strike dim")
            text.append("  " + words.say("(taken back)"), style="yellow")
        screen.print(text, hang=18)


def _history(line: HistoryLine, words: Words) -> Text:
    carried_over = "adopted_on" in line.data
    kind = words.say(CARRIED_OVER if carried_over else KINDS[line.kind])
    by_label = line.action and (line.to_state or line.kind == "NatureChanged")
    what = words.label(line.label, kind) if by_label else kind
    to = f" → {words.named(line.to_state)}" if line.to_state else ""
    named = (*_TOLD, *_TOLD_OF.get(line.kind, ()))
    facts = {**line.data, **line.texts}
    shown = [written(facts[name], words, terms=name in _TERMS) for name in named if facts.get(name) is not None]
    if line.kind == "BreakAccepted":
        shown += [words.say("entry {seq}", seq=one["seq"]) for one in (*line.data["breaks"], *line.data["lost"])]
    other_texts = (text for name, text in line.texts.items() if name not in (*named, "goals") and "." not in name)
    texts = [words.quoted(text) for text in other_texts if text]
    who = line.acted_by or ""
    acting = f" {words.say('for {posts}', posts=line.acted_for)}" if line.acted_for else ""
    recorded = f" ({how})" if (how := _recorded(line, words)) else ""
    basis = f" [{words.say('basis: {text}', text=line.basis)}]" if line.basis else ""
    if line.kind == "TextRedacted":
        field = words.say(FIELDS.get(facts["name"], facts["name"]))
        shown = [words.say("{field} (entry {seq})", field=field, seq=facts["seq"])]
    extra = " ".join([*shown, *texts])
    return Text.assemble(
        (f"{line.seq:>4}  {line.on.isoformat()}  ", "dim"),
        (f"{line.subject:<10} ", "bold"),
        f"{what}{to}",
        (f"  {extra}" if extra else "", ""),
        (f"  {who}{acting}{recorded}{basis}" if who or recorded or basis else "", "dim"),
    )


def _recorded(line: HistoryLine, words: Words) -> str:
    """Tell who recorded an act where that was another, and that nobody knows it to be the post: never one for both."""
    claimed = line.authenticated == UNAUTHENTICATED
    parts = []
    if line.acted_by != line.recorded_by and (line.acted_by or claimed):
        parts.append(words.say("recorded by {post}", post=line.recorded_by))
    if claimed:
        parts.append(words.say("not confirmed: {account}", account=line.account))
    return ", ".join(parts)
