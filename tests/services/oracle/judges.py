"""The invariants I1–I9 of the domain, and what it says of binding, evidence and hand-over: judged entry by entry."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import product

from tests.services.oracle.replay import Case, Fact, Replay, above, same

COUNCIL_KINDS = ("ordinary", "extraordinary")
OWN_ACTS = ("accept", "start", "note_progress", "block", "unblock", "finish")
IN_MINUTES = ("StanceTaken", "TextAmended", "PostExcused", "MeetingLinked", "AttendanceRecorded", "Attested")


def judge(council: Replay, fact: Fact, request: Sequence[Fact]) -> Iterator[str]:
    """Yield what is wrong with an entry, seen from the council as it was before it."""
    case = council.cases.get(fact.subject)
    yield from _minutes(council, fact)
    if fact.kind == "EntryVoided":
        return
    if case is None:
        if fact.kind == "Registered":
            yield from _new_work(council, fact)
        return
    if fact.on < case.facts[-1].on:
        yield f"{fact.subject}: entry {fact.seq} holds for a day before entry {case.facts[-1].seq}"
    # What is said of a closed case, and what is linked to it, changes nothing of it.
    said = ("Remarked", "AddressLinked", "NeighbourLinked", "Attested", "AreaMoved")
    beside = fact.kind in said or fact.request == case.facts[-1].request
    if case.end and not (beside or case.day):
        yield f"I7: {case.ref} was closed, and entry {fact.seq} changes it"
    tags = frozenset(fact.data.get("tags", ()))
    match fact.kind:
        case "Moved" if case.linked and tags & {"adopted", "concluded"} and not case.tags & {"adopted", "concluded"}:
            if fact.action in ("adopt", "adopt_conditionally"):
                yield from _adoption(council, case, fact)
        case "Moved" if "adopted" in tags and "adopted" not in case.tags:
            yield from _ratified(case, fact)
        case "StanceTaken":
            yield from _stance(council, case, fact, request)
        case "OwnerChanged":
            yield from _owner(council, case.ref, fact.data["owner"], fact.on)
        case "Attested":
            yield from _attested(council, case, fact)
    if fact.kind == "Moved" and fact.action == "rescind":
        yield from _rescinded(council, case, fact)
    if case.level:
        yield from _work(council, case, fact, request)


# binding


def _adoption(council: Replay, case: Case, fact: Fact) -> Iterator[str]:
    meeting = council.cases[str(case.meeting)]
    if meeting.kind not in COUNCIL_KINDS or "held" not in meeting.tags or meeting.day > fact.on:
        yield f"I1: {case.ref} was adopted at {meeting.ref}, {meeting.kind}, {meeting.state}, {meeting.day}"
    if case.information or (fact.action == "adopt") != (not case.bodies):
        yield f"I1: {case.ref} may not {fact.action}"
    taking_part = [post for post in meeting.there if _takes_part(council, case, meeting, post)]
    fresh = {}
    for post in taking_part:
        stance = case.stances.get(post)
        if stance is None or stance.seq < case.amended or stance.deputy != meeting.there[post].deputy:
            yield f"I8: {case.ref} was adopted while {post} had said nothing about its text"
        else:
            fresh[post] = stance
    if objecting := objections(council, case):
        yield f"I1: {case.ref} was adopted over an objection of {objecting}"
    persons: dict[str, set[str]] = {party: set() for party in council.signatories(meeting.day)}
    for post, stance in fresh.items():
        if stance.data["stance"] == "consent" and binds(council, meeting, post):
            party = council.party_of(post, meeting.day)
            persons[str(party)].add(council.person(meeting.there[post].deputy or post, meeting.day))
    if missing := {party for party, those in persons.items() if not those}:
        yield f"I1: {case.ref} was adopted without the consent of {missing}"
    elif not any(len(set(chosen)) == len(persons) for chosen in product(*persons.values())):
        yield f"I9: {case.ref} was adopted by {persons}"


def _takes_part(council: Replay, case: Case, meeting: Case, post: str) -> bool:
    seat = council.post(post, meeting.day).get("seat") if post in council.posts else False
    return bool(seat) and meeting.there[post].data["presence"] in ("seat", "deputy") and post not in case.excused


def binds(council: Replay, meeting: Case, post: str) -> bool:
    """Return whether a post commits its party at a meeting, itself or by its deputy."""
    there, day = meeting.there[post], meeting.day
    if not council.post(post, day).get("binds") or there.data["presence"] not in ("seat", "deputy"):
        return False
    if there.data["presence"] == "seat":
        return council.holder(post, day) is not None
    deputy, party = str(there.deputy), council.party_of(post, day)
    if deputy in council.posts:
        if council.party_of(deputy, day) != party or council.added.get(deputy, "") >= day:
            return False
    else:
        held = [p for p in council.posts if same(council.holder(p, day) or "") == same(deputy)]
        if council.party(there.data.get("organisation"), day) != party:
            return False
        if held and all(council.party_of(p, day) != party for p in held):
            return False
    return _has_mandate(council, there, post, deputy, day)


def _has_mandate(council: Replay, there: Fact, post: str, deputy: str, day: str) -> bool:
    """Return whether somebody who leads the party, and is not the deputy, gave a mandate no later than the day."""
    source, given_on = there, there.data.get("mandated_on") or day
    if "mandate" not in there.texts:
        away = council.absence(post, day)
        if away is None or away.data["deputy"] != deputy or "mandate" not in away.texts:
            return False
        source, given_on = away, away.data.get("mandated_on") or away.data["since"]
    giver = source.data.get("mandated_by") or post
    leads = giver == post or (
        council.post(giver, day).get("binds") and council.party_of(giver, day) == council.party_of(post, day)
    )
    present = council.holder(giver, given_on) is not None
    itself = council.person(giver, given_on) == council.person(deputy, given_on)
    return bool(given_on <= day and leads and present and not itself)


def objections(council: Replay, case: Case) -> set[str]:
    """Return the seats whose objection stands, taken back or not: they have not spoken on the present text since."""
    meeting = council.cases[str(case.meeting or case.tabled_at)]
    own = [f for f in council.every if f.subject == case.ref and f.kind == "StanceTaken"]
    objecting = set()
    for raised in (f for f in own if f.data["stance"] == "object"):
        there = council.cases.get(raised.data["meeting"])
        if there is not None and there.ref != meeting.ref and (there.day, there.ref) < (meeting.day, meeting.ref):
            continue
        since = [f for f in own if f.seq > max(raised.seq, case.amended) and f.data["post"] == raised.data["post"]]
        spoken = [f for f in since if f.seq not in council.voided]
        if not spoken or spoken[-1].data["stance"] == "object":
            objecting.add(raised.data["post"])
    return objecting


def _stance(council: Replay, case: Case, fact: Fact, request: Sequence[Fact]) -> Iterator[str]:
    post, meeting = fact.data["post"], council.cases[str(case.meeting)]
    if post not in meeting.there or not _takes_part(council, case, meeting, post) or "held" not in meeting.tags:
        yield f"{case.ref}: {post} took a stance, and takes no part"
    if fact.data["text_version"] != case.version or fact.data["meeting"] != meeting.ref:
        yield f"I8: {case.ref}: {post} took a stance on version {fact.data['text_version']} at {fact.data['meeting']}"
    if fact.data["stance"] == "object" and not fact.texts.get("reason"):
        yield f"{case.ref}: {post} objects without a reason"
    ends = fact.data["stance"] != "object" and post in objections(council, case)
    if ends and fact.recorded_by not in (fact.acted_by, post) and not _basis(request):
        yield f"{case.ref}: the objection of {post} was ended by {fact.recorded_by} without a basis"


def _ratified(case: Case, fact: Fact) -> Iterator[str]:
    for body in case.bodies:
        row = case.ratified.get(same(body))
        if row is None or not row.data["granted"] or not case.waits_since <= row.data["date"] <= fact.on:
            yield f"{case.ref} took effect without the ratification of {body}"


def _rescinded(council: Replay, case: Case, fact: Fact) -> Iterator[str]:
    other = council.cases.get(fact.data["decision"])
    if other is None or "adopted" not in other.tags or (other.adopted_on or "~") < (case.adopted_on or ""):
        yield f"{case.ref} was rescinded by {fact.data['decision']}, which is not adopted later"
    elif not re.search(rf"(?<![\w/.]){re.escape(case.ref)}(?![\w/]|\.\d)", other.text or other.title):
        yield f"{case.ref} was rescinded by {other.ref}, which does not name it"
    elif {same(body) for body in case.bodies} - {same(body) for body in other.bodies}:
        yield f"{case.ref} was rescinded by {other.ref}, which fewer ratified"


# work


def _new_work(council: Replay, fact: Fact) -> Iterator[str]:
    if not above(fact.subject):
        return
    parent = council.cases.get(above(fact.subject))
    if parent is None or parent.end or (not parent.level and "adopted" not in parent.tags):
        yield f"I4: nothing open stands above {fact.subject}"
    if not fact.data.get("due"):
        yield f"I2: {fact.subject} has no deadline"
    yield from _owner(council, fact.subject, fact.data.get("owner"), fact.on)


def _owner(council: Replay, ref: str, owner: str | None, day: str) -> Iterator[str]:
    post = council.post(owner or "", day)
    if not post or post["until"] is not None:
        yield f"I2: {ref} is given to {owner}, which is no post that day"
    elif ref.count(".") == 1:
        agreed = council.numbers("owner_is_eligible", day) or {"levels": ["coordinating"], "posts": []}
        by_agreement = owner in agreed["posts"] or set(agreed["levels"]) & set(post["levels"])
        if not by_agreement and not (agreed.get("designation", True) and council.designating(str(owner), day)):
            yield f"{ref} is given to {owner}, which may not own it"


def _work(council: Replay, case: Case, fact: Fact, request: Sequence[Fact]) -> Iterator[str]:
    tags = frozenset(fact.data.get("tags", ()))
    parent = council.cases[above(case.ref)]
    if fact.kind == "Moved" and "begun" in tags and "begun" not in case.tags:
        if case.level == 2 and "planned" not in parent.tags:
            yield f"I4: {case.ref} began before {parent.ref} was planned"
        yield from _accepted(council, case, str(case.owner), fact.on)
    if fact.kind == "OwnerChanged" and "begun" in case.tags and not _passes_back(case, request):
        yield from _accepted(council, case, fact.data["owner"], fact.on)
    if fact.kind == "OwnershipAccepted":
        outside = council.party_of(fact.data["owner"], fact.on) is None
        if fact.data["owner"] != case.owner or (outside and fact.recorded_by != fact.acted_by and not _basis(request)):
            yield f"I3: the acceptance of {case.ref} is of another than its owner, or without a basis"
    if fact.kind == "Moved" and "achieved" in tags and "achieved" not in case.tags and fact.action != "complete":
        yield from _confirmed(council, case, fact, request)
    names_meeting = fact.data.get("meeting") is not None and fact.kind in ("Moved", "DeadlineChanged")
    attested = [f for f in request if f.kind == "Attested" and f.subject == fact.data.get("meeting")]
    if names_meeting and not attested and fact.action != "cancel":
        yield f"{case.ref} names {fact.data['meeting']}, in whose minutes it does not stand"


def _passes_back(case: Case, request: Sequence[Fact]) -> bool:
    """Return whether work that changes hands goes back to its beginning in the same request (an offer)."""
    return any(f.kind == "Moved" and f.subject == case.ref and "begun" not in f.data["tags"] for f in request)


def _accepted(council: Replay, case: Case, owner: str, day: str) -> Iterator[str]:
    own = council.post(owner, day).get("organisation")
    if council.party(own, day) is None and str(own) not in case.accepted:
        yield f"I3: {case.ref} has begun, and {own} has not accepted it itself"


def _confirmed(council: Replay, case: Case, fact: Fact, request: Sequence[Fact]) -> Iterator[str]:
    doing, verifier = doers(council, case, fact.on), str(fact.acted_by)
    another = not doing & council.names(verifier, fact.on, fact.on)
    if not another and fact.data.get("meeting") is None:
        yield f"{case.ref} was confirmed by {verifier}, who did it"
    recorder = council.names(fact.recorded_by, fact.on, fact.on)
    own = fact.recorded_by != verifier and doing & recorder and fact.data.get("meeting") is None
    if own and not _basis(request):
        yield f"{case.ref}: {fact.recorded_by} recorded without a basis that another confirms its own work"


def doers(council: Replay, case: Case, until: str) -> set[str]:
    """Name everybody who owned a case or one beneath it, stood in for an owner, or acted in it."""
    names: set[str] = set()
    for part in (c for c in council.cases.values() if c.ref == case.ref or c.ref.startswith(f"{case.ref}.")):
        ends = [*(on for _, on, _ in part.owners[1:]), until]
        for (_, since, post), end in zip(part.owners, ends, strict=False):
            names |= council.names(post, since, end)
            days = {max(since, a.data["since"]) for a in council.absences if a.data["post"] == post}
            days |= {since, *(f.on for f in part.facts if since <= f.on <= end)}
            for day in days:
                away = council.absence(post, day) if day <= end else None
                if away is not None and away.data["deputy"]:
                    names |= council.names(away.data["deputy"], day, min(end, away.data["until"]))
        for fact in part.facts:
            if fact.action in OWN_ACTS and fact.acted_by:
                names |= council.names(fact.acted_by, fact.on, fact.on)
    return names


def _attested(council: Replay, meeting: Case, fact: Fact) -> Iterator[str]:
    case = council.cases[fact.data["ref"]]
    if "held" not in meeting.tags or meeting.day > fact.on:
        yield f"{case.ref} names {meeting.ref}, which was not held"
    if meeting.over:
        yield f"{case.ref} names {meeting.ref}, whose minutes are final"
    near = (case.level == 2 and case.delivered) or (bool(case.day) and case.kind == "coordination")
    if meeting.kind not in (*COUNCIL_KINDS, *(["coordination"] if near else [])):
        yield f"{case.ref} names {meeting.ref}, which is {meeting.kind}"
    tabled = council.cases.get(str(case.tabled_at)) if not case.level else None
    delivered = case.delivered if case.level else None  # a decision is delivered by the very act
    if meeting.day < (case.day or delivered or (tabled.day if tabled else case.born)) or meeting.ref == case.ref:
        yield f"{case.ref} names {meeting.ref}, which was before it"
    doing = doers(council, case, fact.on) if not case.day else _secretary(council, case.day)
    there = [f.deputy or post for post, f in meeting.there.items() if f.data["presence"] in ("seat", "deputy")]
    if all(doing & council.names(who, meeting.day, meeting.day) for who in there):
        yield f"{case.ref} names {meeting.ref}, at which only those were who did it"


def _secretary(council: Replay, day: str) -> set[str]:
    posts = [post for post in council.posts if "secretary" in council.post(post, day).get("roles", ())]
    return set().union(*(council.names(post, day, day) for post in posts))


def _basis(request: Sequence[Fact]) -> bool:
    return any(fact.texts.get("basis") for fact in request)


# minutes and the journal


def _minutes(council: Replay, fact: Fact) -> Iterator[str]:
    meeting = council.cases.get(str(fact.data.get("meeting") or fact.subject))
    if meeting is not None and meeting.frozen is not None and fact.kind in IN_MINUTES:
        yield f"I7: entry {fact.seq} changes the archived minutes of {meeting.ref}"
    if fact.kind == "EntryVoided":
        keeping = [c.ref for c in council.cases.values() if c.frozen and str(fact.data["seq"]) in _digests(c)]
        if keeping:
            yield f"I7: entry {fact.data['seq']}, which was taken back, stands in the archived minutes of {keeping}"


def _digests(meeting: Case) -> Collection[str]:
    return meeting.frozen.data["digests"] if meeting.frozen is not None else ()


def standing(council: Replay) -> Iterator[str]:
    """Yield what is wrong with the council as it stands: owners, deadlines, what lies open beneath what is settled."""
    numbers = [fact.subject for fact in council.every if fact.kind == "Registered"]
    if len(numbers) != len(set(numbers)):
        yield "I7: a number was given twice"
    for case in council.cases.values():
        if case.level and not (case.end or (case.owner and case.due)):
            yield f"I2: {case.ref} has no owner or no deadline"
        if (case.end or "settled" in case.tags) and not case.day:
            loose = [child.ref for child in council.beneath(case.ref) if "settled" not in child.tags]
            if loose:
                yield f"I5: {case.ref} is {case.state} while {loose} are open"
        for seq, digest in (case.frozen.data["digests"] if case.frozen else {}).items():
            if council.every[int(seq) - 1].digest != digest:
                yield f"I7: entry {seq} of the minutes of {case.ref} was changed"


def kept(before: Replay, after: Replay) -> Iterator[str]:
    """Yield what was over, and is otherwise now (I7)."""
    for ref, case in before.cases.items():
        now = after.cases.get(ref)
        if case.frozen is None or now is None:
            continue
        if (now.state, now.day, now.kind, now.there) != (case.state, case.day, case.kind, case.there):
            yield f"I7: {ref} was archived, and changed"
