"""What the desk answers: frozen values without formatting.

Named tuples, because a reader imports them all and they are made in half the time of dataclasses.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from slt_flow.terms import Verdict

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Finding(NamedTuple):
    """What one rule says of a case: its verdict, what it saw, the § it comes from and what the door wants of it.

    `ref` is None where the agreement is silent and the product's standard holds; `remedy` is the command that would
    mend it, once the desk has added it.
    """

    rule: str
    verdict: Verdict
    wants: Verdict
    ref: str | None
    saw: Mapping[str, Any]
    remedy: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it keeps the door shut."""
        return self.verdict != self.wants


class Notice(NamedTuple):
    """Something the user should know though nothing was refused: a code for the sentence and its facts."""

    code: str
    facts: Mapping[str, Any]


class Done(NamedTuple):
    """A request that was recorded (or already was): the case, its state, and the entries it made."""

    ref: str
    state: str | None
    label: Mapping[str, str]
    entries: tuple[int, ...]
    already: bool = False
    dry_run: bool = False
    notices: tuple[Notice, ...] = ()
    refs: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    taken_back: bool = False


class Step(NamedTuple):
    """One step of a request: through which door, to which state ("" when it stays; `label` is then the door's)."""

    ref: str
    door: str
    state: str
    label: Mapping[str, str]
    title: str = ""


class Refusal(NamedTuple):
    """A request that a rule refused: all findings that keep the door shut. Nothing was written."""

    ref: str
    door: str
    findings: tuple[Finding, ...]
    doors: tuple[str, ...] = ()
    context: Mapping[str, Any] = NOTHING


Outcome = Done | Refusal


class Owner(NamedTuple):
    """The accountable post of a case, who holds it, and its organisation."""

    post: str
    title: str
    holder: str | None
    organisation: str
    vacant: bool


class Branch(NamedTuple):
    """One case in the status tree with what stands beneath it, rolled up.

    `waits` are the posts whose move it is on the case itself, `waiting_on` those of all beneath too.
    """

    ref: str
    level: str
    title: str
    state: str
    label: Mapping[str, str]
    tags: tuple[str, ...]
    ended: bool
    area: str | None
    meeting: str | None
    owner: Owner | None
    due: date | None
    late: bool
    late_days: int
    late_below: int
    done: int
    total: int
    waits: tuple[str, ...]
    waiting_on: tuple[str, ...]
    progress: int
    reschedules: int
    note: str
    bodies: tuple[str, ...]
    children: tuple[Branch, ...]
    year: int = 0


class AreaBranch(NamedTuple):
    """A focus area with its decisions; `id` is None for decisions without one."""

    id: str | None
    title: str
    ended: bool
    decisions: tuple[Branch, ...]


class Tree(NamedTuple):
    """The status tree of a council on a day."""

    council: str
    title: str
    language: str
    as_of: date
    totals: Mapping[str, int]
    areas: tuple[AreaBranch, ...]
    filtered: bool = False


class DoorState(NamedTuple):
    """A door of a case: open or shut, whose deed it is, and what keeps it shut."""

    door: str
    label: Mapping[str, str]
    open: bool
    by: tuple[str, ...]
    asks: tuple[str, ...]
    findings: tuple[Finding, ...]


class DoorsOf(NamedTuple):
    """The doors of one case."""

    ref: str
    title: str
    state: str
    label: Mapping[str, str]
    doors: tuple[DoorState, ...]


class Duty(NamedTuple):
    """What one post is waited on for."""

    post: str
    title: str
    holder: str | None
    vacant: bool
    items: tuple[Branch, ...]


class HistoryLine(NamedTuple):
    """One journal entry as a reader sees it; `voided` when a later entry took it back."""

    seq: int
    kind: str
    subject: str
    door: str | None
    label: Mapping[str, str]
    from_state: str | None
    to_state: str | None
    to_label: Mapping[str, str]
    on: date
    at: str
    deed_of: str | None
    recorded_by: str
    basis: str
    data: Mapping[str, Any]
    texts: Mapping[str, str]
    voided: bool


class Today(NamedTuple):
    """The first screen: what is late, who is waited on, and the next meeting with the day its agenda is due."""

    council: str
    title: str
    day: date
    totals: Mapping[str, int]
    late: tuple[Branch, ...]
    waiting: tuple[Duty, ...]
    meeting: Mapping[str, Any] | None
    meetings_held: int
    meetings_agreed: int | None


class Listing(NamedTuple):
    """Rows of one kind, as plain mappings; `kind` names the table's heading and columns."""

    kind: str
    rows: tuple[Mapping[str, Any], ...]


class Sheet(NamedTuple):
    """One case, meeting or agreement in full: fields in order, then lists beneath."""

    kind: str
    fields: Mapping[str, Any]
    lists: tuple[Listing, ...] = ()


class Flaw(NamedTuple):
    """One thing `journal verify` found wrong: a code for the sentence, where it is, and what it saw."""

    code: str
    where: str
    facts: Mapping[str, Any] = NOTHING


class Verification(NamedTuple):
    """What `journal verify` found: how many entries the chain has, its head, and every flaw."""

    council: str
    entries: int
    head: str
    flaws: tuple[Flaw, ...]


class Heading(NamedTuple):
    """A heading within a document; level 2 stands beneath the title."""

    level: int
    text: str


class Paragraph(NamedTuple):
    """A paragraph; a blank line in it begins a new one, a single break stays a break."""

    text: str


class Bullets(NamedTuple):
    """A list, with dashes or with numbers."""

    items: tuple[str, ...]
    numbered: bool = False


class Grid(NamedTuple):
    """A table: what its columns are called, and its cells row by row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullets | Grid


class Document(NamedTuple):
    """Something to print or to file: a title and blocks of plain text, in the reader's language.

    No text in it is markup; whoever writes it down escapes what its format would read as such.
    """

    title: str
    blocks: tuple[Block, ...]
