"""The vocabulary: levels, stances, verdicts, refs, and the inputs an action may ask for (standard library only)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import chain, product
from math import lcm
from typing import Any, Final, NamedTuple


class Level(StrEnum):
    """The three levels of the SLT model, from the council down to the first line."""

    STRATEGIC = "strategic"
    COORDINATING = "coordinating"
    EXECUTING = "executing"


class Stance(StrEnum):
    """Answer of one seat to one version of a decision's text."""

    CONSENT = "consent"
    STAND_ASIDE = "stand_aside"
    OBJECT = "object"


class Verdict(StrEnum):
    """Verdict of a rule; `UNDECIDED` keeps an action shut as `BROKEN` does."""

    KEPT = "kept"
    BROKEN = "broken"
    UNDECIDED = "undecided"


class Role(StrEnum):
    """Role of the post whose act an action may be."""

    SECRETARY = "secretary"
    CHAIR = "chair"
    MEMBER = "member"
    OWNER = "owner"
    PARENT_OWNER = "parent_owner"
    APPROVER = "approver"


class Tag(StrEnum):
    """Meaning of a state to other levels, so that no code needs its name."""

    ON_AGENDA = "on_agenda"
    ADOPTED = "adopted"
    PLANNED = "planned"
    BEGUN = "begun"
    DELIVERED = "delivered"
    SETTLED = "settled"
    ACHIEVED = "achieved"
    HELD = "held"
    MINUTED = "minuted"
    APPROVED = "approved"
    STUCK = "stuck"
    CONCLUDED = "concluded"
    DROPPED = "dropped"


class MeetingKind(StrEnum):
    """Purpose of a meeting; the council decides in the first two."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"
    INFORMATION = "information"
    COORDINATION = "coordination"


COUNCIL_MEETINGS: Final = (MeetingKind.ORDINARY, MeetingKind.EXTRAORDINARY)
"""The meetings in which the council itself meets and decides."""


class Standing(StrEnum):
    """Standing of an obligation of a year on a day."""

    KEPT = "kept"
    DUE = "due"
    NOT_DUE = "not_due"
    BROKEN = "broken"
    BY_PEOPLE = "by_people"
    UNKNOWN = "unknown"
    NOT_JUDGED = "not_judged"


class Judge(StrEnum):
    """Judge of a clause: the rule that actions ask, the obligation of a year, what people record, or nobody."""

    ACTION = "action"
    YEAR = "year"
    PEOPLE = "people"
    NOBODY = "nobody"


class Effect(StrEnum):
    """Effect of a settled measure on a challenge, as the council sees it at the year's end."""

    NONE = "none"
    SOME = "some"
    GOOD = "good"
    UNKNOWN = "unknown"


class Presence(StrEnum):
    """Presence of a post or guest at a meeting."""

    SEAT = "seat"
    DEPUTY = "deputy"
    GUEST = "guest"
    LEFT = "left"


class PointOutcome(StrEnum):
    """Outcome of a point of an agenda that is no decision."""

    APPROVED = "approved"
    APPROVED_WITH_REMARKS = "approved_with_remarks"
    NOT_APPROVED = "not_approved"
    ACKNOWLEDGED = "acknowledged"
    POSTPONED = "postponed"


KEEPERS: Final = ("post", "through", "organised_by", "written_by", "led_by")
"""The numbers of clauses that name the post which is to keep them."""

MEETING_SERIES: Final = "M"
"""The beginning of the ref of a meeting of the council; a coordinating group has letters of its own."""

LEARNING_SERIES: Final = "L"
"""The beginning of a learning point's ref."""

TAKEN_SERIES: Final = (MEETING_SERIES, LEARNING_SERIES, "PS", "RS", "FS", "SAK")
"""Letters that no group has: the council's own, and those that people write before the number of a case."""


def series_for(id_: str, taken: Iterable[str]) -> str:
    """Return the letters for a new group: the fewest first letters of its id that are still free, else any."""
    letters, used = "".join(filter(str.isalpha, id_)).upper(), {*taken, *TAKEN_SERIES}
    own = (letters[:number] for number in range(1, min(len(letters), 3) + 1))
    others = ("".join(pair) for pair in product("ABCDEFGHIJKLMNOPQRSTUVWXYZ", repeat=2))
    return next(series for series in chain(own, others) if series not in used)


OS: Final = "os"
OIDC: Final = "oidc"
UNAUTHENTICATED: Final = "unauthenticated"
"""Ways to know the post that recorded an act: by its computer, by a provider of identities, or not: it is claimed."""

ABSENT: Final = "absent"
"""Attendance of a post that is not at a meeting."""

EXCUSED: Final = "excused"
"""Attendance of a post at an item that it takes no part in."""

SHORT_NOTICE: Final = "short_notice"
"""Agreements' word for meetings called at short notice, among those whose agenda may come late."""


class AnswerKind(StrEnum):
    """The type of an input; the command line, its help and its validation derive from it."""

    POST = "post"
    POSTS = "posts"
    DAY = "day"
    TEXT = "text"
    LINE = "line"
    NAME = "name"
    PERCENT = "percent"
    MEETING = "meeting"
    DECISION = "decision"
    DEPUTY = "deputy"
    MANDATES = "mandates"
    STANCE = "stance"
    ADDRESS = "address"
    ATTENDANCE = "attendance"
    GUESTS = "guests"
    CHALLENGE = "challenge"
    KNOWLEDGE = "knowledge"
    NEIGHBOUR = "neighbour"
    YEAR = "year"
    NUMBER = "number"
    POINT = "point"
    GROUP = "group"
    POINTS = "points"
    CLOCK = "clock"
    LINES = "lines"
    OUTCOME = "outcome"
    RHYTHM = "rhythm"


ANSWERS: Final[dict[str, AnswerKind]] = {
    "post": AnswerKind.POST,
    "stance": AnswerKind.STANCE,
    "owner": AnswerKind.POST,
    "due": AnswerKind.DAY,
    "review": AnswerKind.DAY,
    "every": AnswerKind.RHYTHM,
    "date": AnswerKind.DAY,
    "sent": AnswerKind.DAY,
    "meeting": AnswerKind.MEETING,
    "decision": AnswerKind.DECISION,
    "title": AnswerKind.LINE,
    "text": AnswerKind.TEXT,
    "reason": AnswerKind.TEXT,
    "result": AnswerKind.TEXT,
    "resources": AnswerKind.TEXT,
    "percent": AnswerKind.PERCENT,
    "body": AnswerKind.NAME,
    "case": AnswerKind.NAME,
    "address": AnswerKind.ADDRESS,
    "present": AnswerKind.ATTENDANCE,
    "guests": AnswerKind.GUESTS,
    "deputy": AnswerKind.DEPUTY,
    "mandate": AnswerKind.MANDATES,
    "led_by": AnswerKind.POST,
    "decided_by": AnswerKind.POSTS,
    "challenge": AnswerKind.CHALLENGE,
    "knowledge": AnswerKind.KNOWLEDGE,
    "neighbour": AnswerKind.NEIGHBOUR,
    "year": AnswerKind.YEAR,
    "point": AnswerKind.POINT,
    "place": AnswerKind.NUMBER,
    "group": AnswerKind.GROUP,
    "during": AnswerKind.POINTS,
    "discussion": AnswerKind.TEXT,
    "outcome": AnswerKind.OUTCOME,
    "follow_up": AnswerKind.DECISION,
    "attachments": AnswerKind.LINES,
    "at": AnswerKind.CLOCK,
    "until": AnswerKind.CLOCK,
    "venue": AnswerKind.LINE,
    "written_by": AnswerKind.POST,
}
"""Every input an action may ask for. Closed: a definition naming another is refused."""

FREE_TEXT: Final = frozenset(
    {
        AnswerKind.TEXT,
        AnswerKind.LINE,
        AnswerKind.NAME,
        AnswerKind.ADDRESS,
        AnswerKind.ATTENDANCE,  # deputies are told by their names
        AnswerKind.DEPUTY,
        AnswerKind.MANDATES,
        AnswerKind.GUESTS,
        AnswerKind.LINES,
    }
)
"""Kinds of free text, kept apart from the chain so that it can be redacted."""

ERASED: Final = "█████"
"""What readers see in the place of a text that was erased, the same in every language."""

LANGUAGES: Final = ("nb", "nn", "en")

EXEMPT: Final = "exempt"
"""State of a case in the public edition where it is exempt from publicity; no machine has it."""

EXEMPT_WORDS: Final[Mapping[str, str]] = {
    "nb": "unntatt offentlighet", "nn": "unnateke offentlegheit", "en": "exempt from public access",
}  # fmt: skip
"""The mark of what is exempt, by language."""

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
"""The years in which days may lie: weeks, months and years are counted from every one of them, in both directions."""

_REF = re.compile(
    r"(?P<series>[A-Z]{0,3})(?P<no>[1-9]\d{0,4})/(?P<year>\d{4}|\d{2})(?:\.(?P<assignment_no>[1-9]\d{0,3}))?(?:\.(?P<measure_no>[1-9]\d{0,3}))?"
)


class Ref(NamedTuple):
    """The name of a case: decision `3/26`, assignment `3/26.1`, measure `3/26.1.2`, meeting `M1/26`, learning `L2/26`.

    A coordinating group numbers its own meetings, under letters of its own: `K1/26`.

    Sorts in the order of the tree: a parent before its children.
    """

    series: str
    year: int
    no: int
    assignment_no: int = 0
    measure_no: int = 0

    @staticmethod
    @lru_cache(maxsize=4096)
    def parse(text: str) -> Ref | None:
        """Read `3/26.1`; also `3/2026.1` and a lower-case `m1/26`. None when it is no ref."""
        match = _REF.fullmatch(text.strip().upper())
        if match is None or (match["series"] and match["assignment_no"]):
            return None
        no, year, *below = map(int, match.groups("0")[1:])
        return Ref(match["series"], year if year > 99 else 2000 + year, no, *below)

    def __str__(self) -> str:
        year = self.year - 2000 if 2000 <= self.year <= 2099 else self.year
        below = f".{self.assignment_no}" * bool(self.assignment_no) + f".{self.measure_no}" * bool(self.measure_no)
        return f"{self.series}{self.no}/{year:02d}{below}"

    @property
    def family(self) -> str:
        """The series of the council's own cases of the kind: that of its meetings for a group's meeting too."""
        return self.series if self.series in ("", LEARNING_SERIES) else MEETING_SERIES

    @property
    def is_meeting(self) -> bool:
        """True for a meeting of the council or of a coordinating group."""
        return self.family == MEETING_SERIES

    @property
    def is_decision(self) -> bool:
        """True for a decision, False for work beneath one, a meeting and a learning point."""
        return not self.series and not self.assignment_no

    @property
    def parent(self) -> Ref | None:
        """The case above, or None for a decision or a meeting."""
        if not self.assignment_no:
            return None
        return Ref(self.series, self.year, self.no, self.assignment_no if self.measure_no else 0)

    @property
    def top(self) -> Ref:
        """The decision (or meeting) this case belongs to."""
        return Ref(self.series, self.year, self.no)

    @property
    def depth(self) -> int:
        """0 for a decision or a meeting, 1 for an assignment, 2 for a measure."""
        return 2 if self.measure_no else 1 if self.assignment_no else 0

    def child(self, number: int) -> Ref:
        """Return the `number`-th case beneath this one."""
        return self._replace(measure_no=number) if self.assignment_no else self._replace(assignment_no=number)

    def is_above(self, other: Ref) -> bool:
        """Return True when the other case stands anywhere beneath this one."""
        shared = 3 + self.depth
        return self != other and self[:shared] == other[:shared]


def identifier(text: str) -> str:
    """Fold a typed word to the form of an id: `KVÆFJORD`, composed or not, is `kvaefjord`."""
    folded = unicodedata.normalize("NFC", text.strip()).casefold()
    for letter, ascii_form in (("æ", "ae"), ("ø", "o"), ("å", "a"), (" ", "-"), ("_", "-")):
        folded = folded.replace(letter, ascii_form)
    return folded


def spelt(instant: datetime) -> str:
    """Spell an instant as journals do: UTC, always six digits of a second, `2026-03-12T09:30:00.000000Z`."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


IDENTIFIER: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
"""The form of an id of an organisation, post, focus area or council."""


class Named(str):
    """An id of a definition file, as a state, with its label by language: JSON has the id, a screen the label."""

    __slots__ = ("label",)
    label: Mapping[str, str]

    def __new__(cls, id_: str, label: Mapping[str, str]) -> Named:
        """Join an id and its label."""
        named = super().__new__(cls, id_)
        named.label = label
        return named


class Worded(date):
    """Day that somebody wrote in words: `words` are kept beside it where they say more than the day does.

    Attributes:
        words: as they were written; "" where the day says it all.
        meeting: the ref of the meeting whose day it is, else None.
        standing: True for work without an end, whose day is that of its next review.
    """

    words: str
    meeting: str | None
    standing: bool

    @classmethod
    def of(cls, day: date, words: str = "", meeting: str | None = None, standing: bool = False) -> Worded:
        """Join a day and its words."""
        worded = cls(day.year, day.month, day.day)
        worded.words, worded.meeting, worded.standing = words, meeting, standing
        return worded

    @property
    def plain(self) -> date:
        """The day without its words."""
        return date(self.year, self.month, self.day)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how a copy is made."""
        return type(self).of, (self.plain, self.words, self.meeting, self.standing)


class Sense(NamedTuple):
    """Use of a day: which edge of a period it is (`first`, `last`, or `one` day only), and where it lies.

    `direction` is 1 for what is to come, -1 for what has been, 0 where it may be either.
    """

    edge: str = "one"
    direction: int = 0


DEADLINE: Final = Sense("last", 1)
COMING: Final = Sense("one", 1)
PAST: Final = Sense("one", -1)
BEGINS: Final = Sense("first")
ENDS: Final = Sense("last")
SINCE: Final = Sense("first", -1)
AS_OF: Final = Sense("last", -1)
"""Uses of days: a deadline, a meeting to come, what was done, the edges of a period, and those of one that has been."""


def has_turn(turn: Mapping[str, Any], day: date) -> bool:
    """Return True for a day in a post's turn in a role: `months` from the `first` day, and again `every` so many."""
    first = date.fromisoformat(str(turn["first"]))
    months = 12 * (day.year - first.year) + day.month - first.month - (day.day < first.day)
    return bool(months % turn["every"] < turn["months"])


def turns_leave_a_gap(turns: Sequence[Mapping[str, Any]]) -> bool:
    """Return True where nobody has a turn on some day of a century: turns repeat, and begin on a day of a month."""
    months = range(min(lcm(*(turn["every"] for turn in turns)), 1_200))
    begins = {1, *(min(date.fromisoformat(str(turn["first"])).day, 28) for turn in turns)}
    days = (date(2000 + month // 12, month % 12 + 1, day) for month in months for day in begins)
    return not all(any(has_turn(turn, day) for turn in turns) for day in days)


def N_(message: str) -> str:  # noqa: N802 # the name extraction tools look for
    """Mark a message for translation where it stands; it is translated where it is shown."""
    return message
