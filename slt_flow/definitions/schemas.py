"""JSON Schemas of the definition files, made from the models, so that an editor completes and checks them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from slt_flow.definitions.models import Agreement, KindOfDecision, Machine, Part
from slt_flow.definitions.moves import Move
from slt_flow.definitions.story import StoryFile
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
    return json.dumps({"$schema": DIALECT, **_told(made)}, ensure_ascii=False, indent=2) + "\n"


def file_of(kind: str) -> str:
    """What the schema's file is called, at the top of the folder of definitions."""
    return f"{kind}.schema.json"


def _of_machine(made: dict[str, Any], vocabulary: Vocabulary) -> None:
    door = made["$defs"]["Door"]["properties"]
    for field in ("needs", "unless"):
        door[field]["items"] = _one_of(vocabulary.rules)
    for field in ("asks", "may_ask", "positional"):
        door[field]["items"] = _one_of(ANSWERS)
    door["does"]["items"]["anyOf"][0] = _one_of(vocabulary.effects)
    made["$defs"]["Heading"]["properties"]["stands_for"] = {"default": None, **_one_of(STAND_INS)}


def _of_kind(made: dict[str, Any], vocabulary: Vocabulary) -> None:
    for rules in made["properties"]["needs"]["patternProperties"].values():
        rules["items"] = _one_of(vocabulary.rules)


def _of_agreement(made: dict[str, Any], vocabulary: Vocabulary) -> None:
    made["$defs"]["ClauseEntry"]["properties"]["key"] = _one_of({**vocabulary.rules, **OBLIGATIONS})
    made["properties"]["machines"]["required"] = list(MACHINES)


_LISTS: Final[Mapping[str, Callable[[dict[str, Any], Vocabulary], None]]] = {
    "machine": _of_machine,
    "kind": _of_kind,
    "agreement": _of_agreement,
}
"""Puts the names there are into the schema of a kind of file."""


def _one_of(names: Iterable[str]) -> dict[str, Any]:
    return {"enum": sorted(names), "type": "string"}


def _told(made: Any) -> Any:
    """A schema in the older dialect, its definitions under their older name; without the titles of fields."""
    if isinstance(made, dict):
        told = {
            "definitions" if name == "$defs" else name: _told(value)
            for name, value in made.items()
            if not (name == "title" and isinstance(value, str))
        }
        if "patternProperties" in told:
            told.setdefault("additionalProperties", False)
        if isinstance(reference := told.get("$ref"), str):
            told["$ref"] = reference.replace("#/$defs/", "#/definitions/")
        return told
    return [_told(each) for each in made] if isinstance(made, list) else made
