"""Write the tables in journal.md anew, from columns and kinds of entries: python docs/reference/write.py"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Column, Integer, Table

from slt_flow.engine.entries import Kind
from slt_flow.records.tables import entries, entry_texts

COMMAND: Final = "python docs/reference/write.py"
PAGE: Final = Path(__file__).with_name("journal.md")

MEANING: Final = "tags end waits_on"
BORN: Final = f"level pin {MEANING}"
AGREEMENT: Final = "council name language machines closed_days groups clauses"
AGREEMENT_TEXTS: Final = "council digest content clause.KEY number.KEY.NAME closed.DAY group.ID"
POST: Final = "id organisation levels seat binds roles by"
AREA: Final = "id contacts shared_with by"

HOLDS: Final[dict[Kind, tuple[str, str, str]]] = {
    Kind.AGREEMENT_ENTERED: ("the council begins under its agreement", f"{AGREEMENT} follows", AGREEMENT_TEXTS),
    Kind.AGREEMENT_RENEWED: ("another agreement is in force", AGREEMENT, AGREEMENT_TEXTS),
    Kind.DEFINITION_PINNED: ("a workflow's file, or that of a kind", "name version digest", "content labels"),
    Kind.MACHINE_CHOSEN: ("new cases begin with a version of a workflow", "machine version", ""),
    Kind.ORGANISATION_ADDED: ("an organisation", "id party", "name"),
    Kind.ORGANISATION_CHANGED: ("an organisation is called otherwise, or belongs elsewhere", "id party", "name"),
    Kind.POST_ADDED: ("a post", POST, "title"),
    Kind.POST_CHANGED: ("a post is other than before", POST, "title"),
    Kind.POST_RETIRED: ("a post is in no agreement any longer", "post", ""),
    Kind.POST_DESIGNATED: ("a decision designates a post", "post by", ""),
    Kind.HOLDER_APPOINTED: ("somebody holds a post", "post", "name"),
    Kind.POST_VACATED: ("nobody holds a post", "post", "reason"),
    Kind.ABSENCE_RECORDED: ("a holder is away, and who acts meanwhile", "post since until deputy", ""),
    Kind.AREA_ADDED: ("a focus area", AREA, "title goals"),
    Kind.AREA_CHANGED: ("a focus area is other than before", AREA, "title goals"),
    Kind.AREA_ENDED: ("a focus area ends", "area by", ""),
    Kind.AREA_MOVED: ("a decision belongs to another focus area", "area", ""),
    Kind.REGISTERED: (
        "a case begins: a decision, the work beneath it, a meeting, a learning point",
        f"{BORN} owner due area information pins challenges knowledge kind kind_pin about body_count evaluation day "
        "group requested_by short_notice",
        "title text case body.N resources",
    ),
    Kind.MOVED: ("a case goes from one state to another", MEANING, ""),
    Kind.MIGRATED: ("a case goes on under another version of its workflow", f"{MEANING} pin version pins", ""),
    Kind.MEETING_LINKED: ("a decision is on a meeting's agenda", "meeting", ""),
    Kind.AGENDA_LEFT: ("a decision is on no agenda any longer", "", ""),
    Kind.TEXT_AMENDED: ("the text of a decision changes", "text_version", "text"),
    Kind.TITLE_CHANGED: ("a case is called otherwise", "", "title"),
    Kind.POST_EXCUSED: ("a seat takes no part in an item", "post", "reason"),
    Kind.STANCE_TAKEN: ("a seat consents, objects or stands aside", "post stance text_version deputy", "reason deputy"),
    Kind.RATIFICATION_RECORDED: ("a body ratifies, or refuses to", "date granted", "body case"),
    Kind.OWNER_CHANGED: ("another post is accountable", "owner", ""),
    Kind.OWNERSHIP_ACCEPTED: ("the owner accepts the work", "owner organisation", ""),
    Kind.DEADLINE_CHANGED: ("the deadline moves", "due", ""),
    Kind.PROGRESS_NOTED: ("how far the work has come", "percent", "text"),
    Kind.REMARKED: ("a remark", "", "text"),
    Kind.ADDRESS_LINKED: ("the address of a document", "", "address"),
    Kind.AGENDA_SENT: ("the agenda was sent", "sent", ""),
    Kind.ATTENDANCE_RECORDED: (
        "a post or a guest is at a meeting, or leaves it",
        "post presence deputy",
        "deputy mandate guest reason",
    ),
    Kind.DAY_CHANGED: ("a meeting moves to another day", "day", ""),
    Kind.MINUTES_FROZEN: ("minutes are archived", "head head_digest digests template", ""),
    Kind.AGENDA_POINT_ADDED: ("a point of the coordinator's own is on the agenda", "point post place", "title"),
    Kind.AGENDA_POINT_DROPPED: ("a point is off the agenda", "point", ""),
    Kind.AGENDA_POINT_PLACED: ("a point has another place on the agenda", "point place", ""),
    Kind.RATIONALE_NAMED: (
        "the challenges a case answers, the knowledge it rests on",
        "challenges knowledge",
        "",
    ),
    Kind.NEIGHBOUR_LINKED: ("a decision of another council is on the same matter", "council journal ref", ""),
    Kind.KNOWLEDGE_ADDED: ("a source that the council works from", "id", "title source address"),
    Kind.CHALLENGE_ADDED: ("a problem that the council has identified", "id area knowledge", "title"),
    Kind.EVIDENCE_RECORDED: ("something that a clause asks for was done that day", "clause", "note"),
    Kind.SUBJECT_SET: ("a decision's year or period", "about", ""),
    Kind.EFFECT_ASSESSED: ("the effect of a measure on a challenge", "measure challenge effect", "note"),
    Kind.LEARNING_CARRIED: ("a learning point is to be answered another year", "year", ""),
    Kind.LEARNING_ANSWERED: ("a decision answers a learning point", "decision", ""),
    Kind.ENTRY_VOIDED: ("an earlier entry is taken back", "seq kind action", "reason"),
    Kind.TEXT_REDACTED: ("a text of an earlier entry was erased", "seq name", ""),
}
"""Each kind with its meaning, the keys of its `data` and the names of its texts, separated by spaces.

A word in capitals stands for a number, a key or a day.
"""


def page() -> str:
    """The page as it should be."""
    found = PAGE.read_text(encoding="utf-8")
    tables = {"entries": _fields(entries), "entry_texts": _fields(entry_texts), "kinds": _kinds()}
    for name, lines in tables.items():
        begin, end = f"<!-- {name}: made by {COMMAND} -->", f"<!-- end of {name} -->"
        table = "\n".join((begin, "", *lines, "", end))
        found, count = re.subn(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _, t=table: t, found, flags=re.DOTALL)
        if count != 1:
            raise ValueError(f"{PAGE} has no place for {name}")
    return found


def _fields(table: Table) -> Iterator[str]:
    yield from _rows(("name", "type", "null", "meaning"), (_field(column) for column in table.c))


def _field(column: Column[object]) -> tuple[str, ...]:
    type_ = column.info.get("form", "number" if isinstance(column.type, Integer) else "text")
    return f"`{column.name}`", type_, "may be" if column.nullable else "", column.doc or ""


def _kinds() -> Iterator[str]:
    rows = ((str(kind), meaning, _names(data), _names(texts)) for kind, (meaning, data, texts) in HOLDS.items())
    yield from _rows(("kind", "tells", "`data`", "texts"), rows)


def _names(listed: str) -> str:
    return " ".join(f"`{name}`" for name in listed.split())


def _rows(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (heading, ("---",) * len(heading), *rows):
        yield f"| {' | '.join(row)} |".replace("|  |", "| |")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
