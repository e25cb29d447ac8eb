"""Entries of the journal as events: what happened, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from slt_flow.results.people import AUDITOR
from slt_flow.terms import N_
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
    "AccessGranted": N_("access for"),
    "AccessRevoked": N_("no longer access for"),
    "ContactRecorded": N_("mail address of the post"),
    "ContactRemoved": N_("no mail address of the post any longer"),
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
    "FileAttached": N_("file attached"),
    "Exempted": N_("exempt from public access"),
    "ExemptionLifted": N_("exemption from public access lifted"),
    "ArchiveReferred": N_("filed in the archive under"),
    "ArchiveExported": N_("exported to the archive"),
    "ArchiveAnswered": N_("answer of the archive"),
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
    "CouncilRenamed": N_("council renamed on its way in"),
}
"""What a kind of entry is called in the history."""


_ALWAYS: Final = (
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

_OF_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "AgreementRenewed": ("name",),
    "ArchiveExported": ("key", "version"),
    "ArchiveAnswered": ("key",),
    "AreaMoved": ("area",),
    "AuthorityJudged": ("authority",),
    "Attested": ("ref",),
    "EffectAssessed": ("measure", "challenge", "effect"),
    "RationaleNamed": ("challenges", "knowledge"),
    "LearningAnswered": ("decision",),
    "CaseContinued": ("decision",),
    "CouncilRenamed": ("council",),
    "GroupNamed": ("group",),
    "GroupFounded": ("members",),
    "GroupChanged": ("members",),
    "MachineChosen": ("machine", "version"),
    "Migrated": ("version",),
    "LearningCarried": ("year",),
    "NeighbourLinked": ("council", "ref"),
    "NumbersUsed": ("series", "last", "year"),
    "Registered": ("adopted_on", "given_on", "row"),
}
"""What entries of some kinds tell beside."""

_PARTS: Final[Mapping[str, str]] = {"point": N_("point {number}"), "attachment": N_("file {number}")}
_OF_PARTS: Final = frozenset({"Exempted", "ExemptionLifted", "FileAttached"})
"""Parts of a case, and the kinds of entry that may be about one."""

BROUGHT_IN: Final = N_("entered as it stood before it was followed up here")
"""Name of the registration of a case that began before the council was followed up."""

_OF_ACCESS: Final = ("AccessGranted", "AccessRevoked")

_DAYS: Final = frozenset({"adopted_on", "date", "due", "day", "given_on", "sent", "since", "until"})
"""Facts that are days."""


COMES: Final = N_("comes after all")
"""Words of an absence that is taken back."""


def event(kind: str, facts: Mapping[str, Any], texts: Mapping[str, str], words: Words, what: str = "") -> str:
    """Write what happened: its kind, or the words given for it, then what it was about.

    Args:
        kind: of the entry.
        facts: its data.
        texts: its texts.
        words: the reader's language.
        what: words in place of the kind's.
    """
    head = what or words.say(COMES if facts.get("comes") else KINDS[kind])
    details = " ".join(_details(kind, {**facts, **texts}, texts, words))
    return f"{head}: {details}" if details else head


def _details(kind: str, facts: Mapping[str, Any], texts: Mapping[str, str], words: Words) -> list[str]:
    if kind == "TextRedacted":
        field = words.say(FIELDS.get(facts["name"], facts["name"]))
        return [words.say("{field} (entry {seq})", field=field, seq=facts["seq"])]
    if kind == "BreakAccepted":
        return [words.say("entry {seq}", seq=one["seq"]) for one in (*facts["breaks"], *facts["lost"])]
    if kind in _OF_ACCESS and (role := "deputy" if facts.get("absence") else "" if facts.get("post") else AUDITOR):
        return [*_details("", facts, texts, words), f"({words.term(role)})"]
    named = (*_ALWAYS, *_OF_KIND.get(kind, ()))
    parts = _PARTS.items() if kind in _OF_PARTS else ()
    named_parts = [words.say(message, number=facts[part]) for part, message in parts if facts.get(part)]
    shown = [_fact(name, facts[name], words) for name in named if facts.get(name) is not None]
    others = (text for name, text in texts.items() if name not in (*named, "goals") and "." not in name)
    return [*named_parts, *filter(None, shown), *(words.quoted(text) for text in others if text)]


def _fact(name: str, value: Any, words: Words) -> str:
    if name in _DAYS:
        return words.short_day(date.fromisoformat(str(value)))
    if name == "row":
        return words.say("row {number}", number=value)
    if name == "due_words":
        return f"({words.text(value)})"
    if name == "percent":
        return f"{value} %"
    return written(value, words, terms=name in _TERMS)
