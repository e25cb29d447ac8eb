"""A council as its journal tells it, replayed entry by entry; days are ISO texts, which compare as days do."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

FOREVER = "9999-12-31"
"""The last day of all, on which all stands as it is now."""


class Fact(NamedTuple):
    """One entry of the journal with its texts."""

    seq: int
    kind: str
    subject: str
    on: str
    request: str
    action: str | None
    to_state: str | None
    acted_by: str | None
    acted_for: str | None
    recorded_by: str
    data: dict[str, Any]
    texts: dict[str, str]
    digest: str

    @property
    def deputy(self) -> str | None:
        """The one who acts in the place of a seat: a post, or a name."""
        return self.texts.get("deputy") or self.data.get("deputy")


def read(path: Path, council: str, after: int = 0) -> tuple[Fact, ...]:
    """Read the entries after a number; the digest and the link of each are computed anew."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        chosen = "WHERE council = ? AND seq >= ? ORDER BY seq"
        rows = connection.execute(f"SELECT * FROM entries {chosen}", (council, after)).fetchall()
        texts: dict[int, dict[str, str]] = {}
        for seq, name, text in connection.execute(
            "SELECT seq, name, text FROM entry_texts WHERE council = ? AND seq >= ?", (council, after)
        ):
            texts.setdefault(seq, {})[name] = text
    for row, following in pairwise(rows):
        assert (following["seq"], following["prev"]) == (row["seq"] + 1, row["digest"]), "I7: the chain is broken"
    return tuple(_fact(row, texts.get(row["seq"], {})) for row in rows if row["seq"] > after)


def _fact(row: sqlite3.Row, texts: dict[str, str]) -> Fact:
    whole = {name: row[name] for name in row.keys() if name not in ("council", "digest")}  # noqa: SIM118 # a Row
    whole |= {"data": json.loads(row["data"]), "texts": json.loads(row["texts"])}
    spelt = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(spelt.encode()).hexdigest() == row["digest"], f"I7: entry {row['seq']} was changed"
    return Fact(**{name: whole[name] for name in Fact._fields if name not in ("texts", "digest")} | {
        "texts": texts, "digest": row["digest"]
    })  # fmt: skip


@dataclass
class Case:
    """A case: decision, assignment, measure, meeting or learning point."""

    ref: str
    born: str
    state: str
    tags: frozenset[str]
    end: bool
    title: str
    owners: list[tuple[int, str, str]] = field(default_factory=list)
    """Number, day and post of each entry that named an owner."""
    due: str | None = None
    facts: list[Fact] = field(default_factory=list)
    # of work
    accepted: dict[str, int] = field(default_factory=dict)
    delivered: str | None = None
    waits_since: str = ""
    # of a decision
    information: bool = False
    bodies: tuple[str, ...] = ()
    text: str = ""
    amended: int = 0
    version: int = 1
    round: int = 0
    meeting: str | None = None
    linked: int = 0
    tabled_at: str | None = None
    excused: set[str] = field(default_factory=set)
    stances: dict[str, Fact] = field(default_factory=dict)
    ratified: dict[str, Fact] = field(default_factory=dict)
    adopted_on: str | None = None
    # of a meeting
    day: str = ""
    kind: str = ""
    sent: str | None = None
    led_by: str | None = None
    there: dict[str, Fact] = field(default_factory=dict)
    frozen: Fact | None = None

    @property
    def owner(self) -> str | None:
        """The accountable post."""
        return self.owners[-1][2] if self.owners else None

    @property
    def over(self) -> bool:
        """Whether the minutes of a meeting are approved or archived, or it was called off."""
        return self.end or "approved" in self.tags

    @property
    def level(self) -> int:
        """0 for a decision or a meeting, 1 for an assignment, 2 for a measure."""
        return self.ref.count(".")


class Replay:
    """A council after some of its entries."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self.every: list[Fact] = []
        self.voided: set[int] = set()
        self._begin()
        self.take(facts)

    def _begin(self) -> None:
        self.opened = ""
        self.agreements: list[Fact] = []
        self.parties: dict[str, list[tuple[str, str | None]]] = {}
        self.posts: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        self.added: dict[str, str] = {}
        self.designated: dict[str, list[tuple[str, str]]] = {}
        self.rescinded: dict[str, str] = {}
        self.holders: dict[str, list[tuple[str, int, str | None]]] = {}
        self.absences: list[Fact] = []
        self.cases: dict[str, Case] = {}

    def take(self, facts: Iterable[Fact]) -> None:
        """Go on by more entries; where some take earlier ones back, all is replayed without those."""
        for fact in facts:
            self.every.append(fact)
            if fact.kind == "EntryVoided":
                self.voided.add(fact.data["seq"])
            else:
                self._fold(fact)

    def again(self) -> Replay:
        """Return the council replayed from the beginning without what was taken back."""
        anew = Replay()
        anew.every, anew.voided = self.every, self.voided
        for fact in self.living():
            anew._fold(fact)
        return anew

    def living(self) -> Iterator[Fact]:
        """Yield the entries that count."""
        return (f for f in self.every if f.seq not in self.voided and f.kind != "EntryVoided")

    # the council on a day

    def post(self, name: str, day: str) -> dict[str, Any]:
        """Return a post as it was on a day, empty where it was not there."""
        day = max(day, self.opened)
        fields: dict[str, Any] = {}
        for on, changes in sorted(self.posts.get(name, []), key=lambda change: change[0]):
            fields |= changes if on <= day else {}
        return fields

    def party(self, organisation: str | None, day: str) -> str | None:
        """Return the party of an organisation on a day."""
        spells = [party for on, party in self.parties.get(organisation or "", []) if on <= max(day, self.opened)]
        return spells[-1] if spells else None

    def party_of(self, post: str, day: str) -> str | None:
        """Return the party of a post on a day."""
        return self.party(self.post(post, day).get("organisation"), day)

    def signatories(self, day: str) -> set[str]:
        """Return the parties on a day."""
        return {name for name in self.parties if self.party(name, day) == name}

    def designating(self, post: str, day: str) -> set[str]:
        """Return the decisions by which a post is designated on a day: none that was rescinded, none of a post gone."""
        gone = self.post(post, day).get("until")
        own = self.designated.get(post, [])
        standing = {by for on, by in own if on <= day < self.rescinded.get(by, "~")}
        return standing if gone is None else set()

    def holder(self, post: str, day: str) -> str | None:
        """Return who held a post on a day: a name, "" where none is recorded, None where nobody did."""
        spells = [spell for spell in self.holders.get(post, []) if spell[0] <= day]
        if not spells:
            return "" if self.post(post, day) else None
        return max(spells)[2]

    def person(self, acting: str, day: str) -> str:
        """Name the person who is a post or a name on a day."""
        if acting not in self.posts:
            return same(acting)
        return same(self.holder(acting, day) or "") or f"post:{acting}"

    def names(self, acting: str, since: str, until: str) -> set[str]:
        """Name the post and all persons who held it in a period."""
        if acting not in self.posts:
            return {same(acting)}
        days = {since, *(spell[0] for spell in self.holders.get(acting, []) if since <= spell[0] <= until)}
        return {f"post:{acting}", *(same(name) for day in days if (name := self.holder(acting, day)))}

    def absence(self, post: str, day: str) -> Fact | None:
        """Return what was last said of a post's absence on a day."""
        spells = [a for a in self.absences if a.data["post"] == post and a.data["since"] <= day <= a.data["until"]]
        return spells[-1] if spells and not spells[-1].data.get("comes") else None

    def numbers(self, clause: str, day: str) -> dict[str, Any] | None:
        """Return the numbers of a clause in the agreement of a day, None where it is silent."""
        there = [a for a in self.agreements if a.on <= max(day, self.opened)]
        return next((c["numbers"] for c in there[-1].data["clauses"] if c["clause"] == clause), None)

    def beneath(self, ref: str) -> list[Case]:
        """Return the cases directly beneath one."""
        return [case for case in self.cases.values() if above(case.ref) == ref]

    # one entry

    def _fold(self, fact: Fact) -> None:
        data = fact.data
        match fact.kind:
            case "AgreementEntered" | "AgreementRenewed":
                self.opened = self.opened or fact.on
                self.agreements.append(fact)
            case "OrganisationAdded" | "OrganisationChanged":
                self.parties.setdefault(data["id"], []).append((fact.on, data["party"]))
            case "PostAdded" | "PostChanged":
                fields = {name: data[name] for name in ("organisation", "levels", "seat", "binds", "roles")}
                # One that a decision or the secretary adds has been there all along, as far as the tables know.
                on = self.opened if data.get("added") else fact.on
                self.posts.setdefault(data["id"], []).append((on, fields | {"until": None}))
                if data.get("added"):
                    self.added[data["id"]] = data["added"]
            case "PostRetired":
                gone = {"seat": False, "binds": False, "roles": [], "until": fact.on}
                self.posts[data["post"]].append((fact.on, gone))
            case "PostDesignated":
                self.designated.setdefault(data["post"], []).append((fact.on, data["by"]))
            case "HolderAppointed" | "PostVacated":
                name = fact.texts["name"] if fact.kind == "HolderAppointed" else None
                self.holders.setdefault(data["post"], []).append((fact.on, fact.seq, name))
            case "AbsenceRecorded":
                self.absences.append(fact)
            case "Registered":
                self.cases[fact.subject] = self._born(fact)
            case _ if fact.subject in self.cases:
                self._of_case(self.cases[fact.subject], fact)
        if fact.subject in self.cases:
            self.cases[fact.subject].facts.append(fact)

    def _born(self, fact: Fact) -> Case:
        data, texts = fact.data, fact.texts
        tags = frozenset(data["tags"])
        case = Case(fact.subject, fact.on, str(fact.to_state), tags, data["end"], texts.get("title", ""))
        case.due, case.waits_since = data.get("due"), fact.on
        case.information, case.text = data.get("information", False), texts.get("text", "")
        case.bodies = tuple(texts[f"body.{n + 1}"] for n in range(data.get("body_count", 0)))
        case.day, case.kind = data.get("day", ""), data.get("kind", "")
        if data.get("owner"):
            case.owners.append((fact.seq, fact.on, data["owner"]))
        return case

    def _of_case(self, case: Case, fact: Fact) -> None:
        data, texts = fact.data, fact.texts
        match fact.kind:
            case "Moved":
                if fact.to_state != case.state:
                    case.waits_since = fact.on
                case.state, case.tags, case.end = str(fact.to_state), frozenset(data["tags"]), data["end"]
                is_delivered = "delivered" in case.tags or case.tags & {"settled", "dropped"} == {"settled"}
                case.delivered = (case.delivered or fact.on) if is_delivered else None
                if fact.action == "rescind":
                    self.rescinded[case.ref] = fact.on
                if "adopted" in case.tags:
                    case.adopted_on = case.adopted_on or fact.on
            case "MeetingLinked":
                case.meeting = case.tabled_at = data["meeting"]
                case.linked, case.round = fact.seq, case.round + 1
                case.excused, case.stances, case.ratified = set(), {}, {}
            case "AgendaLeft":
                case.meeting = None
            case "TextAmended":
                case.text, case.amended, case.version = texts.get("text", ""), fact.seq, case.version + 1
            case "TitleChanged":
                case.title = texts["title"]
            case "NatureChanged":
                case.information = data["information"]
            case "PostExcused":
                case.excused.add(data["post"])
            case "StanceTaken":
                case.stances[data["post"]] = fact
            case "RatificationRecorded":
                case.ratified[same(texts["body"])] = fact
            case "OwnerChanged":
                before = self.post(str(case.owner), fact.on).get("organisation")
                if self.post(data["owner"], fact.on).get("organisation") != before:
                    case.accepted = {}
                case.owners.append((fact.seq, fact.on, data["owner"]))
            case "OwnershipAccepted":
                case.accepted[data["organisation"]] = fact.seq
            case "DeadlineChanged" | "Reviewed":
                case.due = data["due"]
            case "AgendaSent":
                case.sent = data["sent"]
            case "DayChanged":
                case.day = data["day"]
            case "AttendanceRecorded":
                guest = data["presence"] == "guest"
                case.there[data.get("who", f"guest-{fact.seq}") if guest else data["post"]] = fact
                if data.get("leads"):
                    case.led_by = data.get("deputy") or data["post"]
            case "MinutesFrozen":
                case.frozen = fact


def above(ref: str) -> str:
    """Return the ref of the case above, "" where there is none."""
    return ref.rpartition(".")[0]


def same(name: str) -> str:
    """Return a name in the form in which two spellings of it are equal."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
