"""Strict reading of a meeting's form: its values, and every mistake with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from functools import partial
from typing import Any, Final, TypeVar

from slt_flow.definitions import read
from slt_flow.definitions.spelling import closest
from slt_flow.definitions.toml_positions import Lines, Path, lines_of
from slt_flow.errors import DefinitionError, RequestError
from slt_flow.model import Group
from slt_flow.model.mandates import Mandate
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import Finding
from slt_flow.results.meeting_forms import Mistake
from slt_flow.services.decisions.adopt import CONCLUDE_WITHOUT_CONSENSUS
from slt_flow.services.decisions.kinds import kind_named
from slt_flow.services.meetings.form.shapes import Matter, Proposer, Stated, Texts, Work
from slt_flow.services.meetings.form.spelling import FIXED_WORDS, IN_ENGLISH, InEnglish, fixed
from slt_flow.services.request import parsing
from slt_flow.services.request.clock_times import clock_time
from slt_flow.services.request.request import Request
from slt_flow.terms import DEADLINE, PAST, PointOutcome, Sense, identifier

TAKE_NOTE: Final = "take_note"
POSTPONE: Final = "postpone"
WITHDRAW: Final = "withdraw"
"""Actions that an outcome in a form stands for."""

EVERYONE: Final = "all"
"""Everyone who takes part and says nothing else."""

NEW: Final = "new"
"""The point of an item that the agenda does not have and that is no decision."""

T = TypeVar("T")
Reader = Callable[["Form", Path, Any], T | None]
"""Reader of a value where it stands; it notes a mistake and returns None for one that does not fit."""

OUTCOMES: Final[Mapping[str, str | None]] = {
    "adopt": None,
    "note": TAKE_NOTE,
    "no_consensus": CONCLUDE_WITHOUT_CONSENSUS,
    "postpone": POSTPONE,
    "withdraw": WITHDRAW,
}
"""What may become of an item, with the action it goes through; an adoption finds its own."""


MOST: Final = 1_000
"""More items, assignments and measures together than any meeting has."""


@dataclass(slots=True)
class Form:
    """Form of a meeting: its tables, the line of each key, and the mistakes found so far."""

    tables: dict[str, Any] = field(default_factory=dict)
    lines: Lines = field(default_factory=lambda: Lines({}))
    mistakes: list[Mistake] = field(default_factory=list)
    request: Request = field(init=False)
    day: date = field(init=False)
    """The request that applies the form, and the meeting's day, set before any table is read."""
    _counted: int = 0

    def wrong(self, path: Path, code: str, /, **facts: Any) -> None:
        """Note a mistake where it stands."""
        self.mistakes.append(Mistake(self.lines.of(*path), named(path), code, facts))

    def refused(self, path: Path, ref: str | None, findings: tuple[Finding, ...]) -> None:
        """Note a refusal by the rules where it stands."""
        self.mistakes.append(Mistake(self.lines.of(*path), named(path), "form_refused", ref=ref, findings=findings))

    def attempt(self, path: Path, make: Callable[..., T], *arguments: Any) -> T | None:
        """Convert a value, or return None and note a mistake."""
        try:
            return make(*arguments)
        except RequestError as error:
            self.wrong(path, error.code, **error.facts)
            return None

    def table(self, path: Path, table: Any, keys: Mapping[str, Reader[Any]]) -> dict[str, Any]:
        """Read the values of a table without the blank ones; unknown keys are mistakes."""
        if not isinstance(table, dict):
            self.wrong(path, "form_wrong_type", expected="mapping")
            return {}
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in keys:
                near = closest(key, [name for name, english in IN_ENGLISH.items() if english in keys])
                self.wrong((*path, key), "form_unknown_key", given=key, near=IN_ENGLISH.get(near or "", near))
            elif not blank(value) and (typed := keys[key](self, (*path, key), value)) is not None:
                values[key] = typed
        return values

    def tables_at(self, path: Path, tables: Any) -> list[tuple[Path, Any]]:
        """Return the tables of a list with their paths, without the blank ones."""
        if isinstance(tables, dict):
            self.wrong(path, "form_one_table", key=str(path[-1]))
            return []
        if not isinstance(tables, list):
            self.wrong(path, "form_wrong_type", expected="list")
            return []
        self._counted += len(tables)
        if self._counted > MOST:
            self.wrong(path, "form_too_many", limit=MOST)
            return []
        return _members(path, tables)


def parsed(raw: bytes, name: str) -> Form:
    """Read a form's text; invalid TOML and repeated keys are mistakes with their lines."""
    form = Form()
    try:
        text = read.decoded(raw, name)
        form.lines = lines_of(text)
        english = InEnglish(read.parse(text, name), form.lines)
        form.tables, form.lines = english.tables, english.lines
    except DefinitionError as error:
        line = error.facts.get("line")
        twice = form.lines.twice if error.code in ("declared_twice", "not_toml") else ()
        form.lines = Lines(form.lines.by_path, twice)
        if not twice:
            facts = {**error.facts, "line": line or 1}
            form.mistakes.append(Mistake(line if isinstance(line, int) else 1, "", f"form_{error.code}", facts))
    for path, second, first in form.lines.twice:
        code = "form_two_owners" if IN_ENGLISH.get(str(path[-1])) == "owner" else "form_twice"
        form.mistakes.append(Mistake(second, named(path), code, {"first": first, "key": str(path[-1])}))
    return form


def named(path: Path) -> str:
    """Format a path for people: places in lists are counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def blank(value: Any) -> bool:
    """Return True when nothing is filled in: only empty texts, lists and tables, or `false`, at any depth."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, dict | list):
        return all(map(blank, value.values() if isinstance(value, dict) else value))
    return value is False


def filled_in(table: Any) -> set[str]:
    """Return the keys of a table that somebody filled in, rightly or wrongly."""
    return {key for key, value in table.items() if not blank(value)} if isinstance(table, dict) else set()


# readers of values


def _scalar(expected: str, types: type | tuple[type, ...], make: Callable[[Form, Path, Any], T]) -> Reader[T]:
    """Return a reader of one value of these types, which `make` parses further."""

    def read_one(form: Form, path: Path, value: Any) -> T | None:
        # Python takes a time of day for a date as well, but no meeting has its day written so.
        if not isinstance(value, types) or isinstance(value, datetime):
            form.wrong(path, "form_wrong_type", expected=expected)
            return None
        return form.attempt(path, make, form, path, value)

    return read_one


def _id(make: Callable[[str, Snapshot], str]) -> Reader[str]:
    """Return a reader of an id that the council has."""
    return _scalar("text", str, lambda form, _, value: make(value, form.request.snapshot))


def _day(sense: Sense) -> Reader[date]:
    """Return a reader of a day, counted from that of the meeting."""
    return _scalar("date", (str, date), lambda form, _, value: form.request.days.read(value, sense, form.day))


class _Mistake(RequestError):
    """Mistake that only a form can have; its sentence stands with those of the form."""


def _outcome(_form: Form, _path: Path, value: str) -> str:
    folded = fixed(value)
    options = (*OUTCOMES, *PointOutcome)
    if folded in options:
        return folded
    typed = [word for word in (*FIXED_WORDS, *options) if fixed(word) in options]
    near = get_close_matches(folded, typed, n=1, cutoff=0.5)
    facts = {"near": fixed(near[0]) if near else None, "known": tuple(OUTCOMES)}
    raise _Mistake("form_unknown_outcome", given=parsing.shown(value), **facts)


def _written(value: str | time) -> str:
    return value if isinstance(value, str) else f"{value:%H:%M}"


point = _scalar("text", str, lambda _form, _path, value: NEW if fixed(value) == NEW else str(value))
word = _scalar("text", str, lambda _form, _path, value: str(value))
line = _scalar("text", str, lambda _, path, value: parsing.line(str(path[-1]), value))
text = _scalar("text", str, lambda _, path, value: parsing.text(str(path[-1]), value))
reason = _scalar("text", str, lambda _form, _path, value: parsing.text("reason", value))
day = _day(PAST)
review = _day(DEADLINE)
deadline = _scalar("date", (str, date), lambda _form, _path, value: value)
rhythm = _scalar("text", str, lambda _form, _path, value: parsing.rhythm(value))
truth = _scalar("truth", bool, lambda _form, _path, value: bool(value))
meeting = _scalar("text", str, lambda _form, _path, value: parsing.meeting_ref(value))
decision = _scalar("text", str, lambda _form, _path, value: parsing.decision_ref(value))
kind = _scalar("text", str, lambda form, _, value: kind_named(value, form.request.context.shelf))
outcome = _scalar("text", str, _outcome)
clock = _scalar("text", (str, time), lambda _form, _path, value: clock_time(_written(value)))
post, area = _id(parsing.post), _id(parsing.area)
challenge, knowledge = _id(parsing.challenge), _id(parsing.knowledge)
group = _id(parsing.group)
source = _scalar("text", str, lambda form, _, value: form.request.item(parsing.ref(value)).ref)


def proposer(form: Form, path: Path, value: Any) -> Proposer | None:
    """Read the group, or the post, that proposed an item."""
    is_group = isinstance(value, str) and form.request.snapshot.on(form.day).find(Group, identifier(value)) is not None
    read = (group if is_group else post)(form, path, value)
    return Proposer(read, is_group) if read is not None else None


def owner(form: Form, path: Path, value: Any) -> str | None:
    """Read the one accountable post."""
    if isinstance(value, (list, dict)) or (isinstance(value, str) and "," in value):
        form.wrong(path, "form_two_owners")
        return None
    return post(form, path, value)


def several(read_one: Reader[T]) -> Reader[tuple[tuple[Path, T], ...]]:
    """Return a reader of several values, each with its path; one alone may stand without brackets."""
    return lambda form, path, value: _read_all(form, _members(path, value), read_one)


def ids(form: Form, path: Path, value: Any) -> Texts | None:
    """Read several ids, each with its path: a list, or one text with commas between."""
    if isinstance(value, str):
        return tuple((path, part.strip()) for part in value.split(",") if part.strip())
    if not isinstance(value, list):
        form.wrong(path, "form_wrong_type", expected="list")
        return None
    return _read_all(form, _members(path, value), word)


def there(form: Form, path: Path, value: Any) -> Texts | None:
    """Read who was present: posts with their deputies, or `all`."""
    parts = ids(form, path, value)
    return parts and tuple((at, EVERYONE if fixed(part) == EVERYONE else part) for at, part in parts)


def unique_ids(value: Any) -> tuple[str, ...]:
    """Return the ids of a list or a text with commas between, as they are typed."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else ()
    return tuple(identifier(part) for part in parts if isinstance(part, str))


def unique(read_one: Reader[str]) -> Reader[tuple[str, ...]]:
    """Return a reader of several ids that the council has, each once."""
    return lambda form, path, value: tuple(
        dict.fromkeys(id_ for _, id_ in _read_all(form, ids(form, path, value) or (), read_one))
    )


def consenting(form: Form, path: Path, value: Any) -> tuple[Stated, ...]:
    """Read the posts that consent, or `all`."""
    typed = ids(form, path, value) or ()
    if [fixed(id_) for _, id_ in typed] == [EVERYONE]:
        return (Stated(path, EVERYONE),)
    return tuple(Stated(at, id_) for at, id_ in _read_all(form, typed, post))


def reasons(**more: Reader[Any]) -> Reader[tuple[Stated, ...]]:
    """Return a reader of posts with reasons: `{ post = "reason" }`, `[{ post = …, reason = … }]`, or posts alone.

    `more` are the other keys that the second form may have.
    """
    keys = {"post": word, "reason": text, **more}

    def read_all(form: Form, path: Path, value: Any) -> tuple[Stated, ...]:
        if isinstance(value, dict) and not (set(value) <= set(keys) and "post" in value):
            stated = [((*path, id_), {"post": id_, "reason": why}) for id_, why in value.items()]
        else:
            stated = list(_read_all(form, _members(path, value), read_one))
        rows: list[Stated] = []
        for at, values in stated:
            why = values.get("reason", "")
            read_reason = None if blank(why) else reason(form, at, why)
            if (blank(why) or read_reason) and (read_post := post(form, at, values["post"])):
                rows.append(Stated(at, read_post, read_reason, values.get("decided_by", ())))
        return tuple(rows)

    def read_one(form: Form, path: Path, member: Any) -> dict[str, Any] | None:
        if isinstance(member, str):
            return {"post": member}
        values = form.table(path, member, keys)
        if "post" in values:
            return values
        if isinstance(member, dict):
            form.wrong(path, "form_missing_key", key="post")
        return None

    return read_all


def _deadline_in(form: Form, _name: str, typed: str | date) -> date:
    return form.request.days.read(typed, DEADLINE, form.day)


def works(keys: Mapping[str, Reader[Any]], *needed: str) -> Reader[tuple[Work, ...]]:
    """Return a reader of assignments or measures, which have these keys and need some of them."""

    def read_one(form: Form, path: Path, table: Any) -> Work | None:
        values = form.table(path, table, keys)
        for key in needed:
            if key not in filled_in(table):
                form.wrong(path, "form_missing_key", key=key)
        next_review, typed = values.pop("review", None), values.pop("due", None)
        if typed is None:
            return None
        due = form.attempt((*path, "due"), parsing.deadline, typed, next_review, partial(_deadline_in, form))
        return Work(path=path, due=due, **values) if due is not None and "owner" in values else None

    return lambda form, path, value: tuple(work for _, work in _read_all(form, form.tables_at(path, value), read_one))


def _members(path: Path, value: Any) -> list[tuple[Path, Any]]:
    if not isinstance(value, list):
        return [(path, value)]
    return [((*path, place), member) for place, member in enumerate(value) if not blank(member)]


def _read_all(form: Form, members: Iterable[tuple[Path, Any]], read_one: Reader[T]) -> tuple[tuple[Path, T], ...]:
    values = ((path, read_one(form, path, member)) for path, member in members)
    return tuple((path, value) for path, value in values if value is not None)


def mandates(form: Form, path: Path, value: Any) -> tuple[tuple[Path, Mandate], ...] | None:
    """Read the mandates of deputies: `{ post = "words" }`, or `{ post = { words = …, by = "post", on = day } }`."""
    if not isinstance(value, dict):
        form.wrong(path, "form_mandate_of_whom")
        return None
    return _read_all(form, [((*path, id_), (id_, one)) for id_, one in value.items() if not blank(one)], _mandate)


def _mandate(form: Form, path: Path, pair: tuple[str, Any]) -> Mandate | None:
    of, value = post(form, path, pair[0]), pair[1]
    keys = {"words": text, "by": post, "on": day}
    values = form.table(path, value, keys) if isinstance(value, dict) else {"words": text(form, path, value)}
    if isinstance(value, dict) and "words" not in values:
        form.wrong(path, "form_missing_key", key="words")
    return Mandate(of, **values) if of is not None and values.get("words") else None


MEETING_KEYS: Final[Mapping[str, Reader[Any]]] = {
    "meeting": meeting, "day": day, "present": there, "mandate": mandates, "led_by": post,
    "guests": several(line), "agenda_sent": day,
    "remarks": several(text), "items": lambda _form, _path, value: value, "kind": word, "requested_by": word,
    "short_notice": truth, "group": word, "at": clock, "until": clock, "place": line, "written_by": post,
    "next_meeting": day,
}  # fmt: skip
"""Keys of a meeting; its items are read once its attendance is known."""

PLANNED: Final = ("kind", "requested_by", "short_notice", "group")
"""What is said when a meeting is planned, and not again."""

_WORK_KEYS: Final[Mapping[str, Reader[Any]]] = {
    "title": line, "owner": owner, "due": deadline, "resources": text, "challenge": unique(challenge),
    "knowledge": unique(knowledge),
}  # fmt: skip

MEASURE_KEYS: Final = {**_WORK_KEYS, "review": review, "every": rhythm}

ASSIGNMENT_KEYS: Final = {**_WORK_KEYS, "group": group, "measures": works(MEASURE_KEYS, "title", "owner", "due")}

MATTER_KEYS: Final[Mapping[str, Reader[Any]]] = {"title": line, "area": area, "text": text, "case": line}


def matters(form: Form, path: Path, value: Any) -> tuple[Matter, ...]:
    """Read the matters that are registered for later because of a point."""

    def read_one(form: Form, path: Path, table: Any) -> Matter | None:
        values = form.table(path, table, MATTER_KEYS)
        if "title" not in values:
            form.wrong(path, "form_missing_key", key="title")
        return Matter(path=path, **values) if "title" in values else None

    return tuple(matter for _, matter in _read_all(form, form.tables_at(path, value), read_one))


ITEM_KEYS: Final[Mapping[str, Reader[Any]]] = {
    "ref": decision, "title": line, "area": area, "text": text, "kind": kind, "case": line,
    "for_information": truth, "for_decision": truth, "within_authority": truth, "needs_ratification": several(line),
    "challenge": unique(challenge), "knowledge": unique(knowledge), "outcome": outcome, "consent": consenting,
    "stand_aside": reasons(), "object": reasons(), "excused": reasons(decided_by=unique(post)), "reason": text,
    "assignments": works(ASSIGNMENT_KEYS, "owner", "due"), "point": point, "discussion": text,
    "attachments": several(line), "arrived": unique(post), "left": reasons(), "guests": several(line),
    "designates": unique(post), "follow_up": matters, "follows": source, "proposed_by": proposer,
}  # fmt: skip

OF_A_POINT: Final = (
    "point", "title", "text", "case", "outcome", "discussion", "attachments", "arrived", "left", "guests", "follow_up",
)  # fmt: skip
"""What is said of a point that is no decision."""

ONLY_OF_NEW: Final = ("area", "kind", "case", "follows", "proposed_by")
"""What is said when a decision is registered, and not again."""
