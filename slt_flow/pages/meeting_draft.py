"""Draft of a meeting's record: what is typed of it so far, part by part, and the form that this makes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from slt_flow.errors import RequestError
from slt_flow.pages.choices import EVERYONE
from slt_flow.pages.frame import Visit
from slt_flow.results.meeting_forms import BlankForm, BlankItem
from slt_flow.terms import Stance

MEETING: Final = "meeting"
"""Part of who was there, when and where."""

NEW: Final = ("new-case", "new-point")
"""Beginnings of the parts of what was not on the agenda."""

EXCUSED: Final = "excused"

ROWS: Final = re.compile(r"(.*)\.(\d+)\.")
"""Name of a field in a row, with the row's place counted from 1."""

_SEQ: Final = "seq"
_SAVING: Final = Lock()
"""Two parts of one draft that are saved at a time would lose one of them: the draft is one row."""

Values = Mapping[str, Sequence[str]]


@dataclass
class Draft:
    """Fields that were typed so far, by part and name.

    Attributes:
        parts: the fields of each part that was saved.
        seq: the last entry of the meeting when the first part was saved, None before.
    """

    parts: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    seq: int | None = None

    def of(self, part: str) -> Values:
        """Return the fields of a part; none where it was not saved."""
        return self.parts.get(part, {})

    def mark(self, part: str) -> str:
        """Return a mark of what a part holds, by which a page tells that another window saved it meanwhile."""
        content = json.dumps(sorted(self.of(part).items())) if part in self.parts else ""
        return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:16]

    def new_parts(self) -> tuple[str, ...]:
        """Return the parts of what was not on the agenda, in the order in which they were added."""
        return tuple(part for part in self.parts if part.startswith(NEW))


def _account(visit: Visit) -> str:
    """Return the account of a visitor; somebody who is not signed in opens no page with a draft."""
    return visit.session.account if visit.session is not None else ""


def path_of(visit: Visit) -> str:
    """Return the name under which the draft of a meeting is kept: no path, under which a form could take its place."""
    return f"draft:/meeting/{visit.request.path_params['place']}"


def kept(visit: Visit) -> Draft:
    """Return the draft that the visitor's account has of a meeting."""
    stored = visit.site.sessions.form(_account(visit), path_of(visit)) or {}
    draft = Draft(seq=int(stored[_SEQ][0]) if _SEQ in stored else None)
    for name, values in stored.items():
        part, slash, own = name.partition("/")
        if slash:
            draft.parts.setdefault(part, {})[own] = list(values)
    return draft


def save(visit: Visit, part: str, fields: Values | None, mark: str | None, seq: int) -> Draft:
    """Save a part of a draft, or take it out of it, and return the draft.

    Args:
        visit: the request.
        part: the part.
        fields: its fields; None to take it out.
        mark: the mark of what the page showed; None where anything may stand there.
        seq: the last entry of the meeting now.

    Raises:
        RequestError: another window saved the part meanwhile, or it is more than is kept.
    """
    with _SAVING:
        draft = kept(visit)
        same = fields is not None and draft.of(part) == {name: list(values) for name, values in fields.items()}
        if mark is not None and mark != draft.mark(part) and not same:
            raise RequestError("part_saved_elsewhere")
        draft.parts.pop(part, None) if fields is None else draft.parts.update({part: _lists(fields)})
        keep(visit, draft, seq)
        return draft


def keep(visit: Visit, draft: Draft, seq: int) -> None:
    """Keep a draft, with the last entry of the meeting that it was begun at."""
    draft.seq = draft.seq if draft.seq is not None else seq
    stored = {f"{part}/{name}": values for part, fields in draft.parts.items() for name, values in fields.items()}
    stored |= {f"{part}/": [""] for part in draft.parts} | {_SEQ: [str(draft.seq)]}
    if not visit.site.sessions.keep_form(_account(visit), path_of(visit), stored):
        raise RequestError("draft_too_large")


def renew(visit: Visit, seq: int) -> None:
    """Let a draft hold for a meeting as it stands now: its writer was told of what changed meanwhile."""
    with _SAVING:
        draft = kept(visit)
        draft.seq = None
        keep(visit, draft, seq)


def forget(visit: Visit) -> None:
    """Forget a draft: it was recorded, or its writer does not want it."""
    visit.site.sessions.drop_form(_account(visit), path_of(visit))


def _lists(fields: Values) -> dict[str, list[str]]:
    return {name: list(values) for name, values in fields.items()}


# the form that it makes


def part_of(item: BlankItem) -> str:
    """Return the part of an item of the agenda, as a path has it."""
    return item.point.key.replace("/", "-").replace(":", ".")


def items_of(blank: BlankForm, draft: Draft) -> tuple[tuple[str, BlankItem | None], ...]:
    """Return every part that is an item, in the order of the agenda; what was not on it comes last."""
    return (*((part_of(item), item) for item in blank.items), *((part, None) for part in draft.new_parts()))


def left_over(blank: BlankForm, draft: Draft) -> tuple[str, ...]:
    """Return parts that somebody typed for points that are on the agenda no more, or were recorded meanwhile."""
    planned = {MEETING, *(part for part, _ in items_of(blank, draft))}
    return tuple(part for part in draft.parts if part not in planned and any(_filled(draft.of(part))))


def tables(blank: BlankForm, draft: Draft) -> dict[str, Any]:
    """Return the tables of the form that a draft makes, each key under the name that the form has for it."""
    items = [_item(draft.of(part), part, item) for part, item in items_of(blank, draft)]
    return {**_heading(blank, draft.of(MEETING)), "items": items}


def _heading(blank: BlankForm, values: Values) -> dict[str, Any]:
    named = {"meeting": str(blank.ref), "day": blank.day.isoformat()}
    lines = ("led_by", "at", "until", "place", "agenda_sent", "next_meeting", "written_by")
    return {
        **named,
        "present": [_with_deputy(post, values) for post in values.get("present", ())],
        "mandate": _of_posts(values, "mandate"),
        **_texts(values, *lines),
        **_lines(values, "guests", "remarks"),
    }


def _with_deputy(post: str, values: Values) -> str:
    deputy = _text(values, f"deputy.{post}")
    return f"{post}={deputy}" if deputy else post


def _item(values: Values, part: str, item: BlankItem | None) -> dict[str, Any]:
    is_point = part.startswith("new-point") if item is None else item.ref is None
    table: dict[str, Any] = {"left": _of_posts(values, "left"), "arrived": list(values.get("arrived", ()))}
    table |= _texts(values, "title", "discussion", "outcome", "text", "case")
    table |= _lines(values, "guests", "attachments")
    if is_point:
        key = item.point.key if item is not None else "new"
        return {"point": key, **table, "follow_up": list(_rows(values, "follow_up", _matter))}
    named = {"ref": item.ref} if item is not None else {}
    return {**named, **table, **_decision(values)}


def _decision(values: Values) -> dict[str, Any]:
    stances = {stance: dict(_stances(values, stance)) for stance in (Stance.STAND_ASIDE, Stance.OBJECT)}
    excused = [
        {"post": post, "reason": why, "decided_by": list(values.get("decided_by", ()))}
        for post, why in _stances(values, EXCUSED)
    ]
    everyone = bool(_text(values, "consent"))
    return {
        "consent": EVERYONE if everyone else [post for post, _ in _stances(values, Stance.CONSENT)],
        "stand_aside": stances[Stance.STAND_ASIDE],
        "object": stances[Stance.OBJECT],
        "excused": excused,
        **_texts(values, "reason", "area", "kind", "follows", "proposed_by"),
        **_lines(values, "needs_ratification"),
        **{name: bool(_text(values, name)) for name in ("for_information", "for_decision", "within_authority")},
        **{name: list(values.get(name, ())) for name in ("challenge", "knowledge", "designates")},
        "assignments": list(_rows(values, "assignments", _assignment)),
    }


def _stances(values: Values, stance: str) -> Iterator[tuple[str, str]]:
    for name, (chosen, *_) in ((name, typed) for name, typed in values.items() if typed):
        if name.startswith("stance.") and chosen == stance:
            post = name.removeprefix("stance.")
            yield post, _text(values, f"why.{post}")


def _assignment(values: Values) -> dict[str, Any]:
    return {**_texts(values, "owner", "due", "title", "resources", "group"), "measures": _measures(values)}


def _measures(values: Values) -> list[dict[str, Any]]:
    names = ("title", "owner", "due", "resources", "review", "every")
    return list(_rows(values, "measures", lambda row: _texts(row, *names)))


def _matter(values: Values) -> dict[str, Any]:
    return _texts(values, "title", "area", "text", "case")


def _rows(values: Values, name: str, make: Any) -> Iterator[dict[str, Any]]:
    return (make(row) for row in rows(values, name))


def rows(values: Values, name: str) -> tuple[Values, ...]:
    """Return the rows of a list, each with its own fields, up to the last that somebody filled in."""
    by_place: dict[int, dict[str, Sequence[str]]] = {}
    for typed_name, typed in values.items():
        row = re.match(rf"{name}\.([1-9]\d?)\.(.+)", typed_name)
        if row is not None and any(_filled({"": typed})):
            by_place.setdefault(int(row[1]), {})[row[2]] = typed
    return tuple(by_place.get(place, {}) for place in range(1, max(by_place, default=0) + 1))


def _of_posts(values: Values, name: str) -> dict[str, str]:
    named = {key.removeprefix(f"{name}."): _text(values, key) for key in values if key.startswith(f"{name}.")}
    return {post: text for post, text in named.items() if text}


def _texts(values: Values, *names: str) -> dict[str, Any]:
    return {name: _text(values, name) for name in names}


def _text(values: Values, name: str) -> str:
    return next((value.replace("\r\n", "\n").strip() for value in values.get(name, ()) if value.strip()), "")


def _lines(values: Values, *names: str) -> dict[str, list[str]]:
    return {name: [line.strip() for line in _text(values, name).split("\n") if line.strip()] for name in names}


def _filled(values: Values) -> Iterable[str]:
    return (value for typed in values.values() for value in typed if value.strip())
