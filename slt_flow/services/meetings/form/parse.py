"""Strict reading of a meeting's form: its values, and every mistake with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Final, NoReturn, TypeVar

from slt_flow.definitions import read
from slt_flow.definitions.spelling import closest
from slt_flow.definitions.toml_positions import Lines, Path, lines_of
from slt_flow.errors import DefinitionError, RequestError
from slt_flow.results.answers import Finding
from slt_flow.results.meetings import Mistake
from slt_flow.services.decisions.adopt import CONCLUDE_WITHOUT_CONSENSUS
from slt_flow.services.request import parsing

TAKE_NOTE: Final = "take_note"
POSTPONE: Final = "postpone"
WITHDRAW: Final = "withdraw"
"""Actions that an outcome in a form stands for."""

T = TypeVar("T")
Value = Callable[["Form", Path, Any], Any]

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
    _counted: int = 0

    def wrong(self, path: Path, code: str, /, **facts: Any) -> None:
        """Note a mistake where it stands."""
        self.mistakes.append(Mistake(self.lines.of(*path), named(path), code, facts))

    def refused(self, path: Path, ref: str, findings: tuple[Finding, ...]) -> None:
        """Note a refusal by the rules where it stands."""
        self.mistakes.append(Mistake(self.lines.of(*path), named(path), "form_refused", ref=ref, findings=findings))

    def attempt(self, path: Path, make: Callable[..., T], *arguments: Any) -> T | None:
        """Convert a value, or return None and note a mistake."""
        try:
            return make(*arguments)
        except RequestError as error:
            self.wrong(path, error.code, **error.facts)
            return None

    def table(self, path: Path, table: Any, keys: Mapping[str, Value]) -> dict[str, Any]:
        """Read the values of a table without the blank ones; unknown keys are mistakes."""
        if not isinstance(table, dict):
            self.wrong(path, "form_wrong_type", expected="mapping")
            return {}
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in keys:
                self.wrong((*path, key), "form_unknown_key", given=key, near=closest(key, keys))
            elif not blank(value) and (typed := keys[key](self, (*path, key), value)) is not None:
                values[key] = typed
        return values

    def tables_at(self, path: Path, tables: Any) -> list[tuple[Path, Any]]:
        """Return the tables of a list with their paths, without the blank ones."""
        if isinstance(tables, dict):
            self.wrong(path, "form_one_table", name=str(path[-1]))
            return []
        if not isinstance(tables, list):
            self.wrong(path, "form_wrong_type", expected="list")
            return []
        self._counted += len(tables)
        if self._counted > MOST:
            self.wrong(path, "form_too_many", limit=MOST)
            return []
        return [((*path, place), table) for place, table in enumerate(tables) if not blank(table)]


def parsed(raw: bytes, name: str) -> Form:
    """Read a form's text; invalid TOML and repeated keys are mistakes with their lines."""
    form = Form()
    try:
        text = _decoded(raw, name)
        form.lines = lines_of(text)
        form.tables = read.parse(text, name)
    except DefinitionError as error:
        line = error.facts.get("line")
        twice = form.lines.twice if error.code in ("declared_twice", "not_toml") else ()
        for path, second, first in twice:
            code = "form_two_owners" if path[-1] == "owner" else "form_twice"
            form.mistakes.append(Mistake(second, named(path), code, {"first": first, "key": str(path[-1])}))
        if not twice:
            facts = {**error.facts, "line": line or 1}
            form.mistakes.append(Mistake(line if isinstance(line, int) else 1, "", f"form_{error.code}", facts))
    return form


def _decoded(raw: bytes, name: str) -> str:
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if len(raw) > read.MAX_BYTES:
        raise DefinitionError("file_too_large", file=name, limit=read.MAX_BYTES // 1024)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DefinitionError("not_utf8", file=name, line=raw.count(b"\n", 0, error.start) + 1) from None


def named(path: Path) -> str:
    """Format a path for people: places in lists are counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def blank(value: Any) -> bool:
    """Return True when nothing is filled in: only empty texts, lists and tables, or `false`, at any depth."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, dict):
        return all(blank(member) for member in value.values())
    if isinstance(value, list):
        return all(blank(member) for member in value)
    return value is False


def line(form: Form, path: Path, value: Any) -> str | None:
    """Read one line of free text."""
    return form.attempt(path, _line, str(path[-1]), value)


def text(form: Form, path: Path, value: Any) -> str | None:
    """Parse free text of several lines."""
    return form.attempt(path, _text, str(path[-1]), value)


def word(form: Form, path: Path, value: Any) -> str | None:
    """Read an id or a ref, looked up later."""
    return form.attempt(path, _is_text, value)


def day(form: Form, path: Path, value: Any) -> date | None:
    """Read a day, as a TOML date or as text."""
    return form.attempt(path, _day, value)


def truth(form: Form, path: Path, value: Any) -> bool | None:
    """Read true or false."""
    if not isinstance(value, bool):
        form.wrong(path, "form_wrong_type", expected="truth")
        return None
    return value


def one_owner(form: Form, path: Path, value: Any) -> str | None:
    """Read the one accountable post."""
    if isinstance(value, (list, dict)) or (isinstance(value, str) and "," in value):
        form.wrong(path, "form_two_owners", key="owner", first=form.lines.of(*path))
        return None
    return word(form, path, value)


def outcome(form: Form, path: Path, value: Any) -> str | None:
    """Read the outcome of an item."""
    chosen = word(form, path, value)
    if chosen is None:
        return None
    folded = chosen.strip().casefold().replace("-", "_").replace(" ", "_")
    if folded in OUTCOMES:
        return folded
    near = get_close_matches(folded, OUTCOMES, n=1, cutoff=0.5)
    form.wrong(path, "form_unknown_outcome", given=parsing.shown(chosen), near=near[0] if near else None,
               known=tuple(OUTCOMES))  # fmt: skip
    return None


def lines(form: Form, path: Path, value: Any) -> list[tuple[Path, str]] | None:
    """Read several lines, each with its path; one alone may stand without brackets."""
    every = value if isinstance(value, list) else [value]
    return [(at, read) for at, member in _members(path, every, value) if (read := line(form, at, member)) is not None]


def texts(form: Form, path: Path, value: Any) -> list[tuple[Path, str]] | None:
    """Read several texts, each with its path; one alone may stand without brackets."""
    every = value if isinstance(value, list) else [value]
    return [(at, read) for at, member in _members(path, every, value) if (read := text(form, at, member)) is not None]


def words(form: Form, path: Path, value: Any) -> list[tuple[Path, str]] | None:
    """Read several ids, each with its path: a list, or one text with commas between."""
    if isinstance(value, str):
        return [(path, part.strip()) for part in value.split(",") if part.strip()]
    if not isinstance(value, list):
        form.wrong(path, "form_wrong_type", expected="list")
        return None
    return [(at, read) for at, member in _members(path, value, value) if (read := word(form, at, member)) is not None]


def reasons(form: Form, path: Path, value: Any) -> list[tuple[Path, str, str | None]] | None:
    """Read posts with reasons: `{ post = "reason" }`, `[{ post = …, reason = … }]`, or posts alone."""
    if isinstance(value, dict) and not (set(value) <= {"post", "reason"} and "post" in value):
        pairs = [((*path, post), post, reason_typed) for post, reason_typed in value.items()]
    else:
        every = value if isinstance(value, list) else [value]
        pairs = [pair for at, member in _members(path, every, value) if (pair := _reason(form, at, member)) is not None]
    reasons_: list[tuple[Path, str, str | None]] = []
    for at, post, reason_typed in pairs:
        if reason_typed is None or blank(reason_typed):
            reasons_.append((at, post, None))
        elif (reason := form.attempt(at, _text, "reason", reason_typed)) is not None:
            reasons_.append((at, post, reason))
    return reasons_


def _reason(form: Form, path: Path, member: Any) -> tuple[Path, str, Any] | None:
    if isinstance(member, str):
        return path, member, None
    values = form.table(path, member, {"post": word, "reason": text})
    if "post" not in values:
        if isinstance(member, dict):
            form.wrong(path, "form_missing_key", key="post")
        return None
    return path, values["post"], values.get("reason")


def _members(path: Path, every: list[Any], value: Any) -> list[tuple[Path, Any]]:
    inside = isinstance(value, list)
    return [((*path, place) if inside else path, member) for place, member in enumerate(every) if not blank(member)]


def raw(_form: Form, _path: Path, value: Any) -> Any:
    """Return the value as it is, read later."""
    return value


def _is_text(value: Any) -> str:
    return value if isinstance(value, str) else _wrong("text")


def _line(name: str, value: Any) -> str:
    return parsing.line(name, _is_text(value))


def _text(name: str, value: Any) -> str:
    return parsing.text(name, _is_text(value))


def _day(value: Any) -> date:
    if isinstance(value, datetime) or not isinstance(value, (str, date)):
        _wrong("date")
    return parsing.day(value)


def _wrong(expected: str) -> NoReturn:
    raise _WrongKind("form_wrong_type", expected=expected)


class _WrongKind(RequestError):
    """Error of a value of the wrong type; it never leaves the form."""


MEETING_KEYS: Final[Mapping[str, Value]] = {
    "meeting": word, "day": day, "present": words, "mandate": text, "guests": lines, "agenda_sent": day,
    "remarks": texts, "items": raw, "kind": word, "requested_by": word, "short_notice": truth, "group": word,
}  # fmt: skip

PLANNED: Final = ("kind", "requested_by", "short_notice", "group")
"""What is said when a meeting is planned, and not again."""

ITEM_KEYS: Final[Mapping[str, Value]] = {
    "ref": word, "title": line, "area": word, "text": text, "kind": word, "case": line,
    "for_information": truth, "needs_ratification": lines, "challenge": words, "knowledge": words,
    "outcome": outcome, "consent": words, "stand_aside": reasons, "object": reasons, "excused": reasons,
    "reason": text, "assignments": raw,
}  # fmt: skip

ONLY_OF_NEW: Final = ("area", "kind", "case", "for_information", "needs_ratification")
"""What is said when a decision is registered, and not again."""

ASSIGNMENT_KEYS: Final[Mapping[str, Value]] = {
    "owner": one_owner, "due": day, "title": line, "resources": text, "challenge": words, "knowledge": words,
    "measures": raw,
}  # fmt: skip

MEASURE_KEYS: Final[Mapping[str, Value]] = {
    "title": line, "owner": one_owner, "due": day, "resources": text, "challenge": words, "knowledge": words,
}  # fmt: skip
