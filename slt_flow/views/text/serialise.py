"""Results as JSON with stable names, the same in every language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from slt_flow.results.answers import Done, Finding, Flaw, Notice, Refusal
from slt_flow.results.columns import Json, fields
from slt_flow.results.follow_up import Branch, ReportLine
from slt_flow.results.history import Verification
from slt_flow.terms import OS, Level, Worded
from slt_flow.views.text.findings import of_finding, of_flaw, of_forecast, of_notice
from slt_flow.views.text.outcomes import ERASED, FROZEN, warnings
from slt_flow.views.text.words import Words


class Added(NamedTuple):
    """A key that an object has beside those of its fields, such as a sentence; `before` is the field that follows."""

    name: str
    write: Callable[[Any, Words], Any]
    before: str = ""


Writers = Mapping[type, Callable[[Any, Words], Any] | Added]
"""How results of some types are written: by a function, or by their fields and one key more."""

NONE: Final[Writers] = MappingProxyType({})


def as_number(version: str) -> int | str:
    """Return the version of a workflow as JSON has it: the number of a shipped one, else a name."""
    return int(version) if version.isdecimal() else version


def dumped(result: object, words: Words, writers: Writers = NONE, *, public: bool = False) -> str:
    """Return a result as JSON text, with letters as they are; the public edition says in each object that it is one."""
    parts = plain(result, words, writers)
    return json.dumps(_in_public(parts) if public else parts, ensure_ascii=False, indent=2)


def _in_public(parts: Any) -> Any:
    """Return an object, or a list of them, with its edition as the first key."""
    if isinstance(parts, list):
        return [_in_public(row) for row in parts]
    return {"edition": "public", **parts} if isinstance(parts, dict) else parts


def plain(value: object, words: Words, writers: Writers = NONE) -> Any:
    """Return a result as `json` takes it: each named tuple is an object, as the metadata of its fields says.

    Args:
        value: the result, or a part of it.
        words: the language of its sentences.
        writers: for types whose objects need words that only their own view has.
    """
    write = writers.get(type(value)) or _WRITERS.get(type(value))
    if isinstance(write, Added):
        return _object(value, words, writers, fields(type(value)), write)
    if write is not None:
        return plain(write(value, words), words, writers)
    if hasattr(value, "_fields"):
        return _object(value, words, writers, fields(type(value)))
    if isinstance(value, Mapping):
        plain_parts = {name: plain(part, words, writers) for name, part in value.items()}
        return plain_parts | {key: word for name, part in value.items() for key, word in _beside(name, part).items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(part, words, writers) for part in value)  # else in the order of their hashes
    if isinstance(value, (tuple, list)):
        return [plain(part, words, writers) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, type(None))) else str(value)


def _object(
    value: object, words: Words, writers: Writers, names: Iterable[str], added: Added | None = None
) -> dict[str, Any]:
    written: dict[str, Any] = {}
    every = fields(type(value))
    for name in names:
        how, part = every[name].json, getattr(value, name)
        if added is not None and name == added.before:
            written[added.name] = plain(added.write(value, words), words, writers)
        if (how.hidden and names is every) or any(type(part) is type(at) and part == at for at in how.omit):
            continue
        form = _FORMS[how.form]
        formed = _part(part, how, words, writers) if how.part else plain(form(part, words), words, writers)
        if not how.inline:
            written[how.name or name] = formed
            written |= _beside(how.name or name, part)
        elif part is not None:
            written |= formed
    if added is not None and not added.before:
        written[added.name] = plain(added.write(value, words), words, writers)
    return written


def _beside(name: str, value: object) -> dict[str, Any]:
    """Return the keys beside a day that was set in words: the words, the meeting whose day it is, a standing case."""
    if not isinstance(value, Worded) or not value.words:
        return {}
    keys = {"words": value.words, "meeting": value.meeting, "standing": value.standing}
    return {f"{name}_{key}" if key != "standing" else key: word for key, word in keys.items() if word}


def _part(value: Any, how: Json, words: Words, writers: Writers) -> Any:
    """Return the fields that JSON has of a value, or of each value of a tuple."""
    if value is None:
        return None
    if not hasattr(value, "_fields"):
        return [_part(member, how, words, writers) for member in value]
    if isinstance(how.part, str):
        return plain(getattr(value, how.part), words, writers)
    return _object(value, words, writers, how.part)


_FORMS: Final[Mapping[str, Callable[[Any, Words], Any]]] = {
    "": lambda value, _: value,
    "number": lambda version, _: as_number(version),
    "keys": lambda mapping, _: list(mapping),
    "label": lambda label, words: words.label(label),
    "near": lambda facts, _: facts.get("near"),
    "mapping": lambda pairs, _: dict(pairs),
    "blocking": lambda findings, _: [finding for finding in findings if finding.blocks],
}
"""Values that are written otherwise than their type says."""


def _done(result: Done, words: Words) -> dict[str, Any]:
    written: dict[str, Any] = {
        "accepted": True, "ref": result.ref, "state": result.state, "entries": result.entries,
        "already_recorded": result.already, "dry_run": result.dry_run,
        "authenticated": result.authenticated if result.authenticated != OS else "",
        "refs": result.refs if len(result.refs) > 1 else (),
        "deadlines": [{"ref": step.ref, "due": step.due} for step in result.steps if step.due is not None],
        "anchor": next((n.facts["anchor"] for n in reversed(result.notices) if n.code == FROZEN), None),
        "erased": [n.facts for n in result.notices if n.code in ERASED],
        "warnings": [{"code": n.code, "message": of_notice(n, words), **n.facts} for n in warnings(result)],
    }  # fmt: skip
    always = ("accepted", "ref", "state", "entries")
    return {name: value for name, value in written.items() if value or name in always}


def _branch(branch: Branch, _words: Words) -> dict[str, Any]:
    """Return a case of the tree with the fields of its level, and the cases beneath it."""
    is_decision, is_measure = branch.level == Level.STRATEGIC, branch.level == Level.EXECUTING
    names = ("ref", "level", "title", "state", "meeting" if is_decision else "owner", "due", "late")
    written: dict[str, Any] = {name: getattr(branch, name) for name in names}
    written |= {"delivered_late": branch.delivered_late} if branch.delivered_late else {}
    written |= {name: part for name in _WHERE_ANY if (part := getattr(branch, name))}
    written |= {"dropped": True} if branch.is_dropped else {}
    written |= {} if is_measure else {"late_below": branch.late_below}
    if is_decision:
        written |= {"done": branch.done, "total": branch.total, "waiting_on": branch.waiting_on}
        written |= {"neighbours": branch.neighbours} if branch.neighbours else {}
    return written if is_measure else written | {"assignments" if is_decision else "measures": branch.children}


_WHERE_ANY: Final = (
    "council_due",
    "moved_by",
    "abandoned",
    "follows",
    "proposed_by",
    "goes_on",
    "every",
    "times",
    "missed",
    "imported",
    "settled_before",
)
"""Fields of a case of the tree that are left out where they say nothing."""

_WRITERS: Final[Writers] = {
    Done: _done,
    Refusal: Added("accepted", lambda _, __: False, before="ref"),
    Finding: Added("message", of_finding, before="saw"),
    Notice: of_forecast,
    Branch: _branch,
    ReportLine: Added("status", lambda line, _: line.state.label, before="due"),
    Verification: Added("ok", lambda result, _: not result.flaws, before="flaws"),
    Flaw: Added("message", of_flaw),
}
"""Objects that hold sentences, or keys that are no fields."""
