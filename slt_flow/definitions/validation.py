"""Validation of definition files by their models: whatever is wrong with one, by key and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

from pydantic import ValidationError

from slt_flow.definitions import read
from slt_flow.definitions.models import (
    BRANCH,
    LINE_FORM,
    MODELS,
    REF_FORM,
    SAYS_NOTHING,
    SERIES_FORM,
    VERSION_FORM,
    Part,
    plain,
)
from slt_flow.definitions.problems import Problem, refuse
from slt_flow.definitions.spelling import closest

P = TypeVar("P", bound=Part)
T = TypeVar("T", bound=tuple[Any, ...])

_EXPECTED: Final = {
    "string_type": "text",
    "int_type": "number",
    "bool_type": "truth",
    "tuple_type": "list",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "date_type": "date",
    "enum": "known word",
    "literal_error": "known word",
    "string_pattern_mismatch": "plain form",
    "string_too_short": "some text",
    "string_too_long": "shorter text",
    "too_short": "longer list",
}
"""The kind of value that was expected, by pydantic's type of error."""

_NO_KEY: Final = re.compile(rf"function-|tuple\[|{BRANCH}|(?:Perform|constrained-str|\[key\])\Z")
"""Parts of pydantic's path to a value that no file has: the members of unions, and its own functions."""

_FORMS: Final[dict[Any, str]] = {
    REF_FORM: "ref",
    SERIES_FORM: "letters",
    LINE_FORM: "line of text",
    VERSION_FORM: "version",
}
"""The name of a form of text, by its pattern; other forms are plain."""


def checked(kind: type[T], text: str, file: str) -> T:
    """Return the tuple that the text of a machine, a kind of decision or a move says, once its model has checked it.

    Raises:
        DefinitionError: with every key that is unknown, missing or of the wrong kind.
    """
    tuple_of_text: T = plain(built(MODELS[kind], text, file))
    return tuple_of_text


def load_model(model: type[P], path: Path) -> tuple[P, str]:
    """Read a file into its model, and return it with the file's text.

    Raises:
        DefinitionError: with every key that is unknown, missing or of the wrong kind.
    """
    content = read.read_text(path)
    return built(model, content, str(path)), content


def built(model: type[P], text: str, file: str) -> P:
    """Build the model of a file's text.

    Raises:
        DefinitionError: with every key that is unknown, missing or of the wrong kind.
    """
    return built_of(model, read.parse(text, file), text, file)


def built_of(model: type[P], tables: dict[str, Any], text: str, file: str) -> P:
    """Build the model of a file's tables; the text tells the lines of errors.

    Raises:
        DefinitionError: with every key that is unknown, missing or of the wrong kind.
    """
    try:
        return model.model_validate(_lists_as_tuples(tables))
    except ValidationError as error:
        problems: dict[tuple[str, str], Problem] = {}
        for flaw in error.errors(include_url=False, include_context=True):
            # Pydantic tries every member of a union and reports the failures of all; keep those of the one meant.
            if "constrained-str" in flaw["loc"] and isinstance(flaw["input"], dict):
                continue
            # A list with a wrong member counts as too short, although it is long enough as written.
            if flaw["type"] == "too_short" and len(flaw["input"]) >= flaw["ctx"]["min_length"]:
                continue
            problem = _problem(model, flaw)
            problems.setdefault((problem.code, problem.key), problem)
    refuse(file, problems.values(), text)
    raise AssertionError("a validation error without a problem")


def _problem(model: type[Part], flaw: Any) -> Problem:
    loc = tuple(part for part in flaw["loc"] if not _NO_KEY.match(str(part)))
    one_of_several = loc[-3:-2] == ("numbers",) and loc[-1] in ("bool", "int", "str")
    loc = loc[:-1] if one_of_several else loc
    key = ".".join(str(part)[:60] for part in loc)
    context = flaw.get("ctx") or {}
    choices = tuple(
        word.strip("'") for word in str(context.get("expected", "")).replace(" or ", ", ").split(", ") if word
    )
    match flaw["type"]:
        case "extra_forbidden":
            return Problem("unknown_key", key, {"near": closest(str(loc[-1]), _keys_at(model, loc[:-1]))})
        case "missing":
            return Problem("missing_key", key, {})
        case "value_error":  # raised by a validator of ours with a code and facts
            code, facts = context["error"].args
            return Problem(code, key, facts)
        case code if code == SAYS_NOTHING:
            return Problem(SAYS_NOTHING, key, {"choices": choices})
    expected = _FORMS.get(context.get("pattern")) or _EXPECTED.get(flaw["type"], "other value")
    value = flaw.get("input")
    shown = str(value)[:60] if isinstance(value, (str, int, float, bool, date)) else "[]" if value == () else ""
    facts = {"expected": "other value" if one_of_several else expected, "given": shown, "choices": choices}
    return Problem("wrong_value", key, {**facts, "near": closest(str(value), choices)})


def _keys_at(model: Any, loc: tuple[Any, ...]) -> tuple[str, ...]:
    """List the keys that the table at this place may have."""
    for part in loc:
        model = _inner(model, part)
    keys = (field.alias or name for part in _parts_of(model) for name, field in part.model_fields.items())
    return tuple(dict.fromkeys(keys))


def _inner(model: Any, part: Any) -> Any:
    """Find the type of a table's key, or of a member of a list or mapping; None where there is none."""
    table = next(_parts_of(model), None)
    if table is not None and part in table.model_fields:
        return table.model_fields[part].annotation
    arguments = [argument for argument in get_args(model) if argument not in (type(None), Ellipsis)]
    return arguments[-1] if arguments else None


def _parts_of(model: Any) -> Iterator[type[Part]]:
    """List the tables that a value may be: one, unless it is one of several."""
    if isinstance(model, type) and issubclass(model, Part):
        yield model
    for argument in get_args(model):
        yield from _parts_of(argument)


def _lists_as_tuples(value: Any) -> Any:
    """Turn TOML arrays into the tuples that strict, frozen models hold."""
    if isinstance(value, list):
        return tuple(_lists_as_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _lists_as_tuples(item) for key, item in value.items()}
    return value
