"""What OCEL 2.0 asks of a log: the schema's part, and what no schema can say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

SCHEMA = Path(__file__).with_name("ocel20.schema.json")


@cache
def validator() -> Draft7Validator:
    """The schema, itself checked."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def flaws(log: Any) -> list[str]:
    """Everything that is wrong with a log."""
    found = [f"{error.json_path}: {error.message}" for error in validator().iter_errors(log)]
    return found or [*_unlike(log), *_untold(log, "event"), *_untold(log, "object"), *_loose(log), *_unordered(log)]


def _unlike(log: Any) -> Iterator[str]:
    """Ids and names that are not one of a kind; a file of its own id would be two things."""
    for part, key in (("events", "id"), ("objects", "id"), ("eventTypes", "name"), ("objectTypes", "name")):
        yield from _twice((each[key] for each in log[part]), part)
    for part in ("eventTypes", "objectTypes"):
        for each in log[part]:
            yield from _twice((attribute["name"] for attribute in each["attributes"]), each["name"])
    for event in log["events"]:
        yield from _twice((attribute["name"] for attribute in event["attributes"]), event["id"])
    for thing in log["objects"]:
        yield from _twice(((a["name"], a["time"]) for a in thing["attributes"]), thing["id"])


def _twice(names: Iterable[object], where: str) -> Iterator[str]:
    yield from (f"{where}: {name} twice" for name, times in Counter(names).items() if times > 1)


def _untold(log: Any, what: str) -> Iterator[str]:
    """Types and attributes nobody declared or nobody has, and values that are not of their type."""
    declared = {t["name"]: {a["name"]: a["type"] for a in t["attributes"]} for t in log[f"{what}Types"]}
    used: dict[str, set[str]] = {}
    for each in log[f"{what}s"]:
        known = declared.get(each["type"])
        if known is None:
            yield f"{each['id']}: {each['type']} is not declared"
            continue
        for attribute in each["attributes"]:
            name, value = attribute["name"], attribute["value"]
            used.setdefault(each["type"], set()).add(name)
            if name not in known:
                yield f"{each['id']}: {name} is not declared"
            elif not _is(value, known[name]):
                yield f"{each['id']}: {name} {value!r} is no {known[name]}"
    idle = {(t, name) for t, names in declared.items() for name in names if name not in used.get(t, ())}
    yield from (f"{type_}: nobody has {name}" for type_, name in sorted(idle))
    present = {each["type"] for each in log[f"{what}s"]}
    yield from (f"{type_}: nobody is one" for type_ in sorted(set(declared) - present))


READ: dict[str, Callable[[str], object]] = {
    "integer": int,
    "float": float,
    "time": datetime.fromisoformat,
    "string": str,
}


def _is(value: str, type_: str) -> bool:
    if type_ == "boolean":
        return value in ("true", "false")
    try:
        READ[type_](value)
    except ValueError:
        return False
    return True


def _loose(log: Any) -> Iterator[str]:
    """Relationships that lead nowhere, and events that are about nothing."""
    known = {thing["id"] for thing in log["objects"]}
    for each in (*log["events"], *log["objects"]):
        lost = (r["objectId"] for r in each["relationships"] if r["objectId"] not in known)
        yield from (f"{each['id']}: no object {id_}" for id_ in lost)
    yield from (f"{event['id']} is about nothing" for event in log["events"] if not event["relationships"])


def _unordered(log: Any) -> Iterator[str]:
    """Times that go back."""
    times = [datetime.fromisoformat(event["time"]) for event in log["events"]]
    yield from (f"events: {later} after {earlier}" for earlier, later in pairwise(times) if later < earlier)
    for thing in log["objects"]:
        since = [datetime.fromisoformat(attribute["time"]) for attribute in thing["attributes"]]
        if since != sorted(since):
            yield f"{thing['id']}: its attributes go back in time"
