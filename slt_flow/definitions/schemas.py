"""JSON Schemas of the definition files, generated from the models, by which an editor completes and checks them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from slt_flow.definitions.machines import KindOfDecision, Machine, Move
from slt_flow.definitions.models import MODELS, Agreement, Part
from slt_flow.definitions.stories.models import StoryFile
from slt_flow.definitions.vocabulary import MACHINES, STAND_INS, Vocabulary
from slt_flow.terms import ANSWERS

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""The newest dialect that the editors' TOML extensions read."""

FILES: Final[Mapping[str, type[Part]]] = {
    "machine": MODELS[Machine],
    "agreement": Agreement,
    "kind": MODELS[KindOfDecision],
    "move": MODELS[Move],
    "story": StoryFile,
}
"""The kinds of definition files, each with its model."""


def schema(kind: str, vocabulary: Vocabulary) -> str:
    """Return the schema of a kind of definition file, as the text of its own file.

    Args:
        kind: one of `FILES`.
        vocabulary: the rules and effects that a file may name; they are listed, so that an editor offers them.
    """
    document = FILES[kind].model_json_schema()
    if kind in _LISTS:
        _LISTS[kind](document, vocabulary)
    document = _converted(document)
    document["definitions"] = dict(sorted(document.get("definitions", {}).items()))
    text = json.dumps({"$schema": DIALECT, **document}, ensure_ascii=False, indent=2)
    return _ALONE.sub(r"{ \1 }", text) + "\n"


def file_of(kind: str) -> str:
    """Return the name of the schema's file, at the top of the folder of definitions."""
    return f"{kind}.schema.json"


def _of_machine(document: dict[str, Any], vocabulary: Vocabulary) -> None:
    action = document["$defs"]["Action"]["properties"]
    for field in ("needs", "unless"):
        action[field]["items"] = _one_of(document, "RuleName", vocabulary.rules)
    for field in ("asks", "may_ask", "positional"):
        action[field]["items"] = _one_of(document, "AnswerName", ANSWERS)
    action["does"]["items"]["anyOf"][0] = _one_of(document, "EffectName", vocabulary.effects)
    document["$defs"]["Heading"]["properties"]["stands_for"] = _one_of(document, "StandInName", STAND_INS)


def _of_kind(document: dict[str, Any], vocabulary: Vocabulary) -> None:
    for rules in document["properties"]["needs"]["patternProperties"].values():
        rules["items"] = _one_of(document, "RuleName", vocabulary.rules)


def _of_agreement(document: dict[str, Any], vocabulary: Vocabulary) -> None:
    clause = document["$defs"]["ClauseEntry"]["properties"]
    # a clause of the agreement's own has another key
    names = {**vocabulary.rules, **vocabulary.obligations}
    clause["key"] = {"anyOf": [_one_of(document, "ClauseName", names), clause["key"]]}
    clause["judged_as"] = _one_of(document, "OwnClauseName", vocabulary.own)
    document["properties"]["machines"]["required"] = list(MACHINES)


_LISTS: Final[Mapping[str, Callable[[dict[str, Any], Vocabulary], None]]] = {
    "machine": _of_machine,
    "kind": _of_kind,
    "agreement": _of_agreement,
}
"""Functions that list the names that exist in the schema of a kind of file."""


def _one_of(document: dict[str, Any], name: str, names: Iterable[str]) -> dict[str, Any]:
    """List the names that exist once among the definitions, and return a reference to the list."""
    document["$defs"][name] = {"enum": sorted(names), "type": "string"}
    return {"$ref": f"#/$defs/{name}"}


_ALONE: Final = re.compile(r'\{\n *("[^"\n]+": "(?:[^"\\\n]|\\.)*")\n *\}')
"""A table with a single text, such as a reference; it is written on one line."""


def _converted(value: Any) -> Any:
    """Convert a schema to the older dialect: definitions under their older name, no titles, no null.

    TOML has no null, so that an optional value is described by its type when it is there.
    """
    if isinstance(value, list):
        return [_converted(member) for member in value]
    if not isinstance(value, dict):
        return value
    untitled = {key: inner for key, inner in value.items() if not (key == "title" and isinstance(inner, str))}
    if untitled.get("default", 0) is None:
        types = [type_ for type_ in untitled.get("anyOf", ()) if type_ != {"type": "null"}]
        if len(types) == 1 and set(untitled) == {"anyOf", "default"}:
            return _converted(types[0])
    converted = {"definitions" if key == "$defs" else key: _converted(inner) for key, inner in untitled.items()}
    if "patternProperties" in converted:
        converted.setdefault("additionalProperties", False)
    if isinstance(reference := converted.get("$ref"), str):
        converted["$ref"] = reference.replace("#/$defs/", "#/definitions/")
    return converted
