"""The council: its agreement, organisations, posts and their holders, focus areas."""

from __future__ import annotations

from dataclasses import field
from datetime import date, timedelta
from typing import Any, ClassVar

from slt_flow.model.row import R, Row, row
from slt_flow.terms import KEEPERS, has_turn


@row
class Council(Row):
    """The body itself, the agreement it works under and the first day of its follow-up.

    `closed_days` are days on which nobody is there though the calendar knows no holiday: `12-24` of every year, or one
    day as `2026-05-15`, each with what it is called. `standing` are the points of every agenda of the council:
    by its id, the `kind`, `title` and `place` of each, and whether it comes after the cases (`last`).
    """

    KEY: ClassVar = ()
    title: str
    agreement: str
    digest: str
    language: str
    machines: dict[str, Any]
    opened: date
    closed_days: dict[str, Any]
    standing: dict[str, Any] = field(default_factory=dict)


@row
class Clause(Row):
    """One clause of an agreement: its §, its numbers, and whether a rule, people or nobody shows that it is kept.

    It is in force from `since` until the day before `until`; None while it is the present one. `judged_as` is the
    obligation that judges it, where that is not the one of its key; `document` is a text that it refers to.
    `asked_until` is the day on which a newer agreement was entered, where that counts from an earlier day: rules read
    the newer one from `until` on, but the year asks until then what the council was followed up by.
    """

    KEY: ClassVar = ("clause", "since")
    clause: str
    since: date
    until: date | None = None
    place: int
    ref: str
    text: str
    numbers: dict[str, Any]
    kept_by: str
    judged_as: str = ""
    document: str = ""
    asked_until: date | None = None

    @property
    def ends(self) -> date | None:
        """The first day on which the year asks it no more, None while it is asked."""
        return self.asked_until or self.until

    def is_asked_on(self, day: date) -> bool:
        """Return True for a day on which the year asks it."""
        return self.since <= day and (self.ends is None or day < self.ends)

    @property
    def per_year(self) -> int:
        """Number of times a year; a rhythm has a number for each part of the year."""
        rhythm = self.numbers.get("per_year", 0)
        return rhythm if isinstance(rhythm, int) else sum(rhythm)

    @property
    def duty(self) -> str:
        """The rule or obligation that judges it."""
        return self.judged_as or self.clause

    @property
    def keeper(self) -> str | None:
        """The post that is to keep it, where it names one."""
        return next((self.numbers[name] for name in KEEPERS if self.numbers.get(name)), None)


@row
class Definition(Row):
    """A pinned definition file, kept whole so that running cases outlive the file."""

    KEY: ClassVar = ("digest",)
    digest: str
    name: str
    version: str
    content: str


@row
class Label(Row):
    """Label of a state or action of a pinned definition, so that reading needs no definition."""

    KEY: ClassVar = ("digest", "what", "id")
    digest: str
    what: str
    id: str
    nb: str
    nn: str
    en: str

    @property
    def words(self) -> dict[str, str]:
        """The label by language."""
        return {"nb": self.nb, "nn": self.nn, "en": self.en}


@row
class Organisation(Row):
    """A party (its own party), a part of a party, or a third party (party is None).

    `added` is the day on which one that no agreement has was entered beside it.
    `since` is the day from which a newer agreement made it; None for those that were there all along.
    """

    KEY: ClassVar = ("id",)
    id: str
    place: int
    name: str
    party: str | None
    added: date | None = None
    since: date | None = None


@row
class Post(Row):
    """A named function; responsibility sits here, not with a person. `holder` is None while no name is recorded.

    `since` is the day from which a decision of the council made it; None for those that were there all along.
    `until` is the first day on which a newer agreement no longer has it; `added` the day on which one that no
    agreement has was entered beside it. `seat_by` is the decision that gave it its seat, `designated_by` are those that
    let it own assignments, as long as they stand. `turns` tells by role when the post has it, where roles alternate.
    """

    KEY: ClassVar = ("id",)
    id: str
    place: int
    title: str
    organisation: str
    levels: tuple[str, ...]
    seat: bool
    binds: bool
    roles: tuple[str, ...]
    designated_by: tuple[str, ...] = ()
    vacant: bool = False
    holder: str | None = None
    since: date | None
    until: date | None
    added: date | None = None
    seat_by: str | None = None
    turns: dict[str, Any] = field(default_factory=dict)

    def roles_on(self, day: date) -> tuple[str, ...]:
        """Return the roles it has on a day."""
        return tuple(role for role in self.roles if role not in self.turns or has_turn(self.turns[role], day))

    @property
    def designated(self) -> bool:
        """True while a decision of the council lets it own assignments."""
        return bool(self.designated_by)


@row
class Holding(Row):
    """Period in which a post had a holder or none; `until` is the first day after it."""

    KEY: ClassVar = ("post", "seq")
    post: str
    seq: int
    holder: str | None
    since: date
    until: date | None = None


@row
class Binding(Row):
    """Binding of an account to a post: what it records as that post is known to be the post's, until `until`.

    `account` is as journals write it, `os:ola@host` or `oidc:<issuer>#<subject>`; one that was erased is nobody's.
    `holding` is the entry by which the holder has the post whose own the account is, 0 where no name had been recorded:
    it ends with that holding. None of an account of a computer, which is the post's. `absence` is the entry of the
    absence for which it is the deputy's. An auditor's has no post: it reads all, and speaks for nobody.
    """

    KEY: ClassVar = ("seq",)
    post: str | None
    seq: int
    account: str
    since: date
    until: date | None = None
    holding: int | None = None
    absence: int | None = None

    def holds_on(self, day: date) -> bool:
        """Return True for a day in its period; that of a deputy counts while the post is away (see `Snapshot`)."""
        return self.since <= day and (self.until is None or day < self.until)


@row
class Contact(Row):
    """Mail address at which the holder of a post is reached; it lapses with the holder, on `until`.

    One that was erased reaches nobody.
    """

    KEY: ClassVar = ("post", "seq")
    post: str
    seq: int
    address: str
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return True for a day on which the holder is reached there."""
        return self.since <= day and (self.until is None or day < self.until)


@row
class Area(Row):
    """A focus area, with its goals and contact posts; `until` is set once the council has ended it.

    `shared_with` are the ids of neighbour councils that work on the same. `first` and `last` are the days of the period
    that it is agreed for, None where none is agreed. `by` is the decision that added it, `ended_by` the one that ended
    it; a rescinded one does neither from its day on.
    """

    KEY: ClassVar = ("id",)
    id: str
    place: int
    title: str
    goals: tuple[str, ...]
    contacts: tuple[str, ...]
    shared_with: tuple[str, ...]
    since: date
    until: date | None
    first: date | None = None
    last: date | None = None
    by: str | None = None
    ended_by: str | None = None

    def agreed_in(self, year: int) -> tuple[date, date]:
        """Return the first and the last day of a year on which it is agreed; the last lies before where none is."""
        ended = self.until - timedelta(days=1) if self.until is not None else date.max
        first = max(self.since, self.first or self.since, date(year, 1, 1))
        return first, min(self.last or ended, ended, date(year, 12, 31))


@row
class Counter(Row):
    """The highest number ever given in a series; a number is never given twice."""

    KEY: ClassVar = ("series", "year", "no", "assignment_no")
    series: str
    year: int
    no: int
    assignment_no: int
    last: int


@row
class Group(Row):
    """A group of the coordinating level that meets by itself; a council of two municipalities may have two.

    Its meetings are numbered in its own `series`, the letters before their numbers. `added` is the day on which one
    that no agreement has was founded beside it. One that was dissolved has no members.
    """

    KEY: ClassVar = ("id",)
    id: str
    place: int
    title: str
    members: tuple[str, ...]
    series: str
    added: date | None = None


@row
class Superseded(Row):
    """Row of the council as it was before a newer agreement or a decision changed it, with the first day after it.

    `fields` are its values as JSON, none where there was no such row before.
    """

    KEY: ClassVar = ("kind", "id", "seq")
    kind: str
    id: str
    seq: int
    until: date
    fields: dict[str, Any]

    def as_row(self, kind: type[R]) -> R | None:
        """Return the earlier row, or None where there was none."""
        return kind(**{name: _typed(kind, name, value) for name, value in self.fields.items()}) if self.fields else None


def superseded(kind: type[Row], id_: str, row: Row | None, seq: int, until: date) -> Superseded:
    """Keep a row as it was until a day; None says that there was none."""
    fields = row.as_json() if row is not None else {}
    return Superseded(kind=kind.__name__, id=id_, seq=seq, until=until, fields=fields)


def _typed(kind: type[Row], name: str, value: Any) -> Any:
    written = kind.__annotations__[name]  # as source text: annotations are not evaluated
    if isinstance(value, list) and written.startswith("tuple"):
        return tuple(value)
    return date.fromisoformat(value) if value is not None and written.startswith("date") else value


@row
class Absence(Row):
    """A period in which the holder of a post is away, both days included; a deputy acts, the post stays accountable.

    With a mandate the deputy commits the party at meetings in the period (see `mandates`). One that `comes` is there
    after all in these days: it takes back what was said of them before.
    """

    KEY: ClassVar = ("post", "seq")
    post: str
    seq: int
    since: date
    until: date
    deputy: str | None
    mandate: str | None = None
    mandated_by: str | None = None
    mandated_on: date | None = None
    comes: bool = False

    def covers(self, day: date) -> bool:
        """Return True for a day of the absence."""
        return self.since <= day <= self.until
