"""JSON Schemas of the definition files, made from the models, so that an editor completes and checks them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from slt_flow.definitions.models import Agreement, Identifier, KindOfDecision, Line, Machine, Name, Part, RefText
from slt_flow.definitions.moves import Move
from slt_flow.definitions.stories.models import StoryFile
from slt_flow.definitions.stories.steps import Day, Place, Rules, Text, Year
from slt_flow.definitions.vocabulary import MACHINES, OBLIGATIONS, STAND_INS, Vocabulary
from slt_flow.terms import ANSWERS

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""The newest dialect that the editors' TOML extensions read."""

FILES: Final[Mapping[str, type[Part]]] = {
    "machine": Machine,
    "agreement": Agreement,
    "kind": KindOfDecision,
    "move": Move,
    "story": StoryFile,
}
"""The kinds of definition files with the models they are read into."""


def schema(kind: str, vocabulary: Vocabulary) -> str:
    """The schema of a kind of definition file, as the text of its file.

    Args:
        kind: one of `FILES`.
        vocabulary: the rules and effects that a file may name; they are listed, so that an editor offers them.
    """
    made = FILES[kind].model_json_schema()
    if kind in _LISTS:
        _LISTS[kind](made, vocabulary)
    told = _told(made)
    told["definitions"] = dict(sorted({**_shared_in(told), **told.get("definitions", {})}.items()))
    text = json.dumps({"$schema": DIALECT, **told}, ensure_ascii=False, indent=2)
    return _ALONE.sub(r"{ \1 }", text) + "\n"


def file_of(kind: str) -> str:
    """What the schema's file is called, at the top of the folder of definitions."""
    return f"{kind}.schema.json"


def _of_machine(made: dict[str, Any], vocabulary: Vocabulary) -> None:
    action = made["$defs"]["Action"]["properties"]
    for field in ("needs", "unless"):
        action[field]["items"] = _one_of(made, "RuleName", vocabulary.rules)
    for field in ("asks", "may_ask", "positional"):
        action[field]["items"] = _one_of(made, "AnswerName", ANSWERS)
    action["does"]["items"]["anyOf"][0] = _one_of(made, "EffectName", vocabulary.effects)
    made["$defs"]["Heading"]["properties"]["stands_for"] = _one_of(made, "StandInName", STAND_INS)


def _of_kind(made: dict[str, Any], vocabulary: Vocabulary) -> None:
    for rules in made["properties"]["needs"]["patternProperties"].values():
        rules["items"] = _one_of(made, "RuleName", vocabulary.rules)


def _of_agreement(made: dict[str, Any], vocabulary: Vocabulary) -> None:
    clauses = {**vocabulary.rules, **OBLIGATIONS}
    made["$defs"]["ClauseEntry"]["properties"]["key"] = _one_of(made, "ClauseName", clauses)
    made["properties"]["machines"]["required"] = list(MACHINES)


_LISTS: Final[Mapping[str, Callable[[dict[str, Any], Vocabulary], None]]] = {
    "machine": _of_machine,
    "kind": _of_kind,
    "agreement": _of_agreement,
}
"""Puts the names there are into the schema of a kind of file."""


def _one_of(made: dict[str, Any], called: str, names: Iterable[str]) -> dict[str, Any]:
    """A reference to the names there are, listed once among the definitions."""
    made["$defs"][called] = {"enum": sorted(names), "type": "string"}
    return {"$ref": f"#/$defs/{called}"}


_SHARED: Final[Mapping[str, Any]] = {
    "Day": Day,
    "Identifier": Identifier,
    "Line": Line,
    "Name": Name,
    "Place": Place,
    "RefText": RefText,
    "Rules": Rules,
    "Text": Text,
    "Year": Year,
}
"""The forms of single values that many keys have; each is written once, and referred to."""

_ALONE: Final = re.compile(r'\{\n *("[^"\n]+": "(?:[^"\\\n]|\\.)*")\n *\}')
"""A table with one text in it, such as a reference, which needs no lines of its own."""


@cache
def _forms() -> Mapping[str, str]:
    """What the shared forms are called, by what pydantic makes of them."""
    return {_key(TypeAdapter(form).json_schema()): name for name, form in _SHARED.items()}


def _key(made: Any) -> str:
    return json.dumps(made, sort_keys=True)


def _shared_in(told: Mapping[str, Any]) -> dict[str, Any]:
    """The shared forms that a schema refers to, and those that these are made of."""
    found: dict[str, Any] = {}
    text = _key(told)
    while more := [name for name in _SHARED if name not in found and f'"#/definitions/{name}"' in text]:
        found |= {name: _inside(TypeAdapter(_SHARED[name]).json_schema()) for name in more}
        text += _key(found)
    return found


def _told(made: Any) -> Any:
    """A schema in the older dialect, its definitions under their older name; without the titles of fields.

    TOML has no null, so that what may be left out is told as what it is when it is there.
    """
    if isinstance(made, list):
        return [_told(each) for each in made]
    if not isinstance(made, dict):
        return made
    untitled = {name: value for name, value in made.items() if not (name == "title" and isinstance(value, str))}
    if untitled.get("default", 0) is None:
        given = [each for each in untitled.get("anyOf", ()) if each != {"type": "null"}]
        if len(given) == 1 and set(untitled) == {"anyOf", "default"}:
            return _told(given[0])
    form = _forms().get(_key(untitled))
    return _inside(untitled) if form is None else {"$ref": f"#/definitions/{form}"}


def _inside(made: Mapping[str, Any]) -> dict[str, Any]:
    told = {"definitions" if name == "$defs" else name: _told(value) for name, value in made.items()}
    if "patternProperties" in told:
        told.setdefault("additionalProperties", False)
    if isinstance(reference := told.get("$ref"), str):
        told["$ref"] = reference.replace("#/$defs/", "#/definitions/")
    return told
