"""The invariants of the domain (I1–I5, I7–I10), told from the database alone and not by the rules that keep them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.fold import replayed
from slt_flow.model import Item, Meeting, Organisation, OwnerSpell, Post
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.records.store import Store
from slt_flow.terms import Level, Ref, Tag

COUNCIL: Final = "kvaefjord"


@dataclass(frozen=True)
class Seen:
    """The database at one moment: its tables, its journal, and what of it is voided."""

    tables: Snapshot
    entries: tuple[Entry, ...]
    gone: frozenset[int]

    @classmethod
    def of(cls, store: Store, before: Seen | None = None) -> Seen:
        """What is there now; entries that were seen before are known by their digests."""
        with store.reading() as connection:
            known = before.entries if before else ()
            digests = connection.exec_driver_sql("SELECT digest FROM entries ORDER BY council, seq").scalars().all()
            if list(digests[: len(known)]) != [entry.digest for entry in known]:
                raise AssertionError("I7: the journal's past changed")
            new = [journal.read_at(connection, COUNCIL, seq) for seq in range(len(known) + 1, len(digests) + 1)]
            entries = (*known, *(stored.entry for stored in new if stored))
            return cls(projection.everything(connection, COUNCIL), entries, journal.voided(entries))

    @property
    def living(self) -> tuple[Entry, ...]:
        """The entries that count."""
        return tuple(entry for entry in self.entries if entry.seq not in self.gone)

    def about(self, ref: Ref) -> tuple[Entry, ...]:
        """The entries about a case that count."""
        return tuple(entry for entry in self.living if entry.subject == str(ref) and entry.kind != Kind.ENTRY_VOIDED)

    @property
    def below(self) -> tuple[Item, ...]:
        """Every assignment and measure."""
        return tuple(item for item in self.tables.all(Item) if item.assignment_no)


def check(before: Seen, after: Seen, *, undone: bool) -> None:
    """Every invariant after an accepted request."""
    for broken in (
        *_replay(after),
        *_journal(after),
        *_consent(after),
        *_new_adoptions(before, after),
        *_owners(after),
        *_own_acceptance(after),
        *_levels(before, after),
        *_settled(after),
        *([] if undone else _closed(before, after)),
        *_days(after),
    ):
        raise AssertionError(broken)


def _replay(now: Seen) -> Iterator[str]:
    told = replayed(COUNCIL, now.entries, now.gone)
    stored = dict(now.tables.tables())
    for kind, rows in told.tables():
        if stored[kind] != rows:
            yield f"I10: the rows of {kind.__name__} are not what the journal amounts to"


def _journal(after: Seen) -> Iterator[str]:
    if [entry.seq for entry in after.entries] != list(range(1, len(after.entries) + 1)):
        yield "I7: the journal has a gap"
    given = [entry.subject for entry in after.entries if entry.kind == Kind.REGISTERED]
    if len(given) != len(set(given)):
        yield "I7: a number was given twice"


def _consent(now: Seen) -> Iterator[str]:
    for item in now.tables.all(Item):
        if not item.assignment_no and not item.series and Tag.ADOPTED in item.tags:
            missing = _parties(now) - _consenting(now, now.about(item.ref))
            if missing:
                yield f"I1: {item.ref} is adopted without the consent of {missing} to its text"


def _new_adoptions(before: Seen, after: Seen) -> Iterator[str]:
    """What must have held at the moment of an adoption, holders and attendance included."""
    for entry in after.entries[len(before.entries) :]:
        ref = Ref.parse(entry.subject)
        if ref is None or entry.kind != Kind.MOVED or entry.action not in ("adopt", "adopt_conditionally"):
            continue
        told = [e for e in after.about(ref) if e.seq < entry.seq]
        binding = _binding(after, told, entry)
        versions = _latest_stances(told)
        version = _version(told)
        if any(stance.data["text_version"] != version for stance in versions.values()):
            yield f"I8: {ref} was adopted with a stance on an older text"
        if objecting := _objecting(after, ref, entry, version):
            yield f"I1: {ref} was adopted over an objection of {objecting}"
        persons: dict[str | None, set[str]] = {party: set() for party in _parties(after)}
        for post, stance in versions.items():
            if stance.data["stance"] == "consent" and post in binding:
                persons[after.tables.party_of(post)].add(binding[post])
        chosen = product(*persons.values())  # one person of each party, all of them different
        if not any(len(set(each)) == len(persons) for each in chosen):
            yield f"I9: {ref} was adopted by {persons}"


def _objecting(now: Seen, ref: Ref, adoption: Entry, version: int) -> set[str]:
    """The seats that objected at the meeting of an adoption, undone or not, and spoke on no later text that counts."""
    told = [e for e in now.entries if e.subject == str(ref) and e.kind == Kind.STANCE_TAKEN and e.seq < adoption.seq]
    here = [e for e in told if e.data["meeting"] == adoption.data["meeting"]]
    objecting: set[str] = set()
    for post in {e.data["post"] for e in here}:
        own = [e for e in here if e.data["post"] == post]
        first = next((e.seq for e in own if e.data["stance"] == "object"), None)
        living = [e for e in own if e.seq not in now.gone and first is not None and e.seq > first]
        last = living[-1] if living else None
        objects = last is None or last.data["stance"] == "object" or last.data["text_version"] != version
        undone = [e.seq for e in own if e.seq in now.gone and e.data["stance"] == "object"]
        if first is not None and (objects or (undone and last is not None and undone[-1] > last.seq)):
            objecting.add(post)
    return objecting


def _binding(now: Seen, told: Sequence[Entry], adoption: Entry) -> dict[str, str]:
    """The posts that may bind their party at the meeting of an adoption, each with the person who acts."""
    linked = [entry for entry in told if entry.kind == Kind.MEETING_LINKED][-1]
    excused = {e.data["post"] for e in told if e.kind == Kind.POST_EXCUSED and e.seq > linked.seq}
    there: dict[str, Entry] = {}
    for entry in now.living:
        there_then = entry.kind == Kind.ATTENDANCE_RECORDED and entry.seq < adoption.seq and "post" in entry.data
        if there_then and entry.subject == linked.data["meeting"]:
            there[entry.data["post"]] = entry
    found = {}
    for post, entry in there.items():
        row = now.tables.one(Post, post)
        deputised = entry.data["presence"] == "deputy"
        if not (row.seat and row.binds) or post in excused or entry.data["presence"] == "left":
            continue
        if deputised and not _deputy_binds(now, entry, row):
            continue
        acting = entry.data.get("deputy") or post
        name = entry.texts.get("deputy") or now.tables.one(Post, acting).holder
        found[post] = name.casefold() if name else f"post:{acting}"
    return found


def _deputy_binds(now: Seen, entry: Entry, row: Post) -> bool:
    """Whether a deputy comes from the party of the post and has a mandate from those who may give one."""
    acting = now.tables.find(Post, entry.data.get("deputy") or "")
    organisation = acting.organisation if acting is not None else entry.data.get("organisation")
    party = {each.id: each.party for each in now.tables.all(Organisation)}
    if "mandate" not in entry.texts or organisation is None or party[organisation] != party[row.organisation]:
        return False
    giver = now.tables.one(Post, entry.data.get("mandated_by") or row.id)
    return giver.id == row.id or (giver.binds and party[giver.organisation] == party[row.organisation])


def _latest_stances(told: Sequence[Entry]) -> dict[str, Entry]:
    linked = [entry.seq for entry in told if entry.kind == Kind.MEETING_LINKED]
    since = linked[-1] if linked else 0
    return {e.data["post"]: e for e in told if e.kind == Kind.STANCE_TAKEN and e.seq > since}


def _version(told: Sequence[Entry]) -> int:
    return 1 + sum(entry.kind == Kind.TEXT_AMENDED for entry in told)


def _parties(now: Seen) -> set[str | None]:
    return {each.party for each in now.tables.all(Organisation) if each.party == each.id}


def _consenting(now: Seen, told: Sequence[Entry]) -> set[str | None]:
    version = _version(told)
    return {
        now.tables.party_of(post)
        for post, stance in _latest_stances(told).items()
        if (stance.data["stance"], stance.data["text_version"]) == ("consent", version)
        and now.tables.one(Post, post).binds
    }


def _owners(now: Seen) -> Iterator[str]:
    spells: dict[Ref, list[OwnerSpell]] = {}
    for spell in now.tables.all(OwnerSpell):
        spells.setdefault(Ref("", spell.year, spell.no, spell.assignment_no, spell.measure_no), []).append(spell)
    for item in now.below:
        open_ = [spell.post for spell in spells.get(item.ref, []) if spell.until is None]
        if open_ != [item.owner] or item.owner is None or now.tables.find(Post, item.owner) is None:
            yield f"I2: {item.ref} is owned by {item.owner}, by its history {open_}"
        if item.due is None:
            yield f"I2: {item.ref} has no deadline"


def _own_acceptance(now: Seen) -> Iterator[str]:
    for item in now.below:
        if Tag.BEGUN not in item.tags or now.tables.party_of(str(item.owner)) is not None:
            continue
        own = now.tables.one(Post, str(item.owner)).organisation
        told = now.about(item.ref)
        came = 0
        for entry in told:
            if entry.kind in (Kind.REGISTERED, Kind.OWNER_CHANGED):
                came = came if came and now.tables.one(Post, entry.data["owner"]).organisation == own else entry.seq
                if now.tables.one(Post, entry.data["owner"]).organisation != own:
                    came = 0
        accepted = [
            entry
            for entry in told
            if entry.kind == Kind.OWNERSHIP_ACCEPTED and entry.data["organisation"] == own and entry.seq > came
        ]
        grounded = [
            e for e in accepted if e.recorded_by == e.acted_by or any(r.texts.get("basis") for r in _with(now, e))
        ]
        if not grounded:
            yield f"I3: {item.ref} has begun, and {own} has not accepted it itself"


def _with(now: Seen, entry: Entry) -> tuple[Entry, ...]:
    return tuple(each for each in now.entries if each.request == entry.request)


def _levels(before: Seen, after: Seen) -> Iterator[str]:
    for item in after.below:
        parent = after.tables.item(item.ref.parent) if item.ref.parent else None
        if parent is None or {1: Level.STRATEGIC, 2: Level.COORDINATING}[item.ref.depth] != parent.level:
            yield f"I4: nothing stands above {item.ref}"
        elif item.measure_no and Tag.BEGUN in item.tags:
            was, above = before.tables.item(item.ref), before.tables.item(parent.ref)
            if not (was and Tag.BEGUN in was.tags) and not (above and Tag.PLANNED in above.tags):
                yield f"I4: {item.ref} began before {parent.ref} was planned"


def _settled(now: Seen) -> Iterator[str]:
    for item in now.tables.all(Item):
        if item.series or not (item.ended or Tag.SETTLED in item.tags):
            continue
        loose = [str(child.ref) for child in now.tables.children(item.ref) if Tag.SETTLED not in child.tags]
        if loose:
            yield f"I5: {item.ref} is {item.state} while {loose} are open"


def _closed(before: Seen, after: Seen) -> Iterator[str]:
    for item in before.tables.all(Item):
        now = after.tables.item(item.ref)
        if not item.ended or now is None:
            continue
        if item.series:
            old, new = (seen.tables.one(Meeting, item.year, item.no) for seen in (before, after))
            if (item.state, item.tags, old.day, old.kind) != (now.state, now.tags, new.day, new.kind):
                yield f"I7: {item.ref} was over, and changed"
        elif now != item:
            yield f"I7: {item.ref} was closed, and changed"


def _days(now: Seen) -> Iterator[str]:
    last: dict[str, Entry] = {}
    for entry in now.living:
        if Ref.parse(entry.subject) is None or entry.kind == Kind.ENTRY_VOIDED:
            continue
        if entry.subject in last and entry.on < last[entry.subject].on:
            yield f"{entry.subject}: entry {entry.seq} holds for a day before entry {last[entry.subject].seq}"
        last[entry.subject] = entry
