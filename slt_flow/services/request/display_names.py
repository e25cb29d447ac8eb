"""Display names of parties, posts and persons, put beside their ids in what a rule saw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from slt_flow.model import Area, Attendance, Challenge, Council, Group, Holding, Knowledge, Organisation, Post
from slt_flow.model.snapshot import Snapshot
from slt_flow.model.spelling import folded_person
from slt_flow.results.answers import Finding

NAMED: Final = frozenset(
    {
        "every_party_is_represented",
        "every_party_consents",
        "everyone_present_has_taken_a_stance",
        "nobody_consents_for_two_parties",
        "nobody_objects",
        "stances_are_on_this_text",
    }
)
"""The rules of consensus: they speak of parties, posts and persons."""

Subject = Post | Organisation | Area | Group | Challenge | Knowledge

SUBJECTS: Final[Mapping[str, type[Subject]]] = {
    "organisation": Organisation, "post": Post, "area": Area, "group": Group,
    "knowledge": Knowledge, "challenge": Challenge,
}  # fmt: skip
"""What the subjects of entries that are no case begin with, and the rows they are about."""

_FIELDS: Final = ("missing", "objecting", "silent", "outdated", "persons")

_POST: Final = "post:"
"""What stands before the id of a post whose holder has no recorded name (see `Facts.person`)."""


def with_names(findings: tuple[Finding, ...], then: Snapshot) -> tuple[Finding, ...]:
    """Add display names to findings: `FIELD_names` beside the ids of `FIELD`."""
    return tuple(finding._replace(saw=_named(finding, then)) for finding in findings)


def _named(finding: Finding, then: Snapshot) -> dict[str, Any]:
    saw = dict(finding.saw)
    for field in _FIELDS if finding.rule in NAMED else ():
        if saw.get(field):
            saw[f"{field}_names"] = tuple(called(then, id_) for id_ in saw[field])
    return saw


def called(then: Snapshot, id_: str) -> str:
    """Return the display name of an organisation, post or person, from an id or a folded name."""
    post = then.find(Post, id_.removeprefix(_POST))
    organisation = then.find(Organisation, id_)
    if organisation is not None or post is not None:
        return organisation.name if organisation is not None else post.title if post is not None else id_
    holders = (spell.holder for spell in then.all(Holding))
    deputies = (there.deputy for there in then.all(Attendance))
    return next((name for name in (*holders, *deputies) if name and folded_person(name) == id_), id_)


def subject_called(then: Snapshot, subject: str) -> str:
    """Return the display name of an entry's subject; "" for a case and for a subject without a name."""
    what, _, id_ = subject.partition(":")
    if subject == "council":
        return then.one(Council).title
    if what == "clause":
        clause = then.clause(id_)
        return f"{clause.ref}, {id_}" if clause is not None else id_
    row = then.find(SUBJECTS[what], id_) if what in SUBJECTS else None
    return "" if row is None else row.name if isinstance(row, Organisation) else row.title
