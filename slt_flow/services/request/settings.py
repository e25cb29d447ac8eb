"""Settings of a user: the database, the council and the language that hold where a command names no others."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Final, NamedTuple

from slt_flow import files
from slt_flow.definitions.spelling import closest
from slt_flow.errors import DefinitionError, RecordsError, RequestError, cause
from slt_flow.terms import LANGUAGES

DATABASE, COUNCIL, LANGUAGE = KEYS = ("database", "council", "language")
"""The names of the settings."""

_HEADING: Final = "# slt config set KEY VALUE, slt config unset KEY\n"


class Settings(NamedTuple):
    """Values of settings; None for one that is not set."""

    database: str | None = None
    council: str | None = None
    language: str | None = None


def file_of(environ: Mapping[str, str]) -> str | None:
    """Return the file of the settings: the one that `SLT_CONFIG` names, none where that is empty, else the user's own.

    A program that runs commands in an environment of its own has none, unless it names one.
    """
    named = environ.get("SLT_CONFIG")
    if named is not None or not isinstance(environ, os._Environ):
        return os.path.expanduser(named) if named else None
    if sys.platform not in ("win32", "darwin"):  # as platformdirs has it, whose import is felt at every start
        folder = environ.get("XDG_CONFIG_HOME", "").strip()
        return os.path.join(folder or os.path.expanduser("~/.config"), "slt-flow", "settings.toml")
    from slt_flow.records.location import config_folder

    return str(config_folder() / "settings.toml")


def load(file: str | None) -> Settings:
    """Read the settings; none are set where there is no file.

    Raises:
        RequestError: it cannot be read, has other keys, or a value does not fit; with the place and what mends it.
    """
    values = _values(file) if file is not None and files.is_taken(file) else {}
    _refuse_wrong(file, values)
    return Settings(**values)


def change(file: str, values: Mapping[str, str | None], *, anew: bool = False) -> Settings:
    """Set or take away settings, and write the file.

    Args:
        file: the file; it is made when there is none.
        values: by key, also keys that are no settings; None takes one away.
        anew: begin with an empty file, whatever stands there.

    Raises:
        RequestError: a value does not fit, or what stays in the file is wrong.
        RecordsError: it cannot be written.
    """
    import json
    from pathlib import Path

    before = _values(file) if files.is_taken(file) and not anew else {}
    after = {key: value for key, value in {**before, **values}.items() if value is not None}
    _refuse_wrong(file, after)
    lines = "".join(f"{key} = {json.dumps(after[key], ensure_ascii=False)}\n" for key in KEYS if key in after)
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        files.write_over(Path(os.path.realpath(file)), (_HEADING + lines).encode())
    except (OSError, ValueError) as error:
        raise RecordsError("cannot_write_settings", path=file, why=cause(error)) from None
    return Settings(**after)


def _values(file: str) -> dict[str, str]:
    from pathlib import Path

    from slt_flow.definitions import read

    try:
        return read.parse(read.read_text(Path(file)), file)
    except DefinitionError as error:
        raise RequestError(error.code, **error.facts) from None


def _refuse_wrong(file: str | None, values: Mapping[str, object]) -> None:
    unknown = tuple(key for key in values if key not in KEYS)
    if unknown:
        facts = {"keys": unknown, "typed": " ".join(unknown), "near": closest(unknown[0], KEYS), "known": KEYS}
        raise RequestError("settings_unknown", file=file, **facts)
    for key, value in values.items():
        if not isinstance(value, str) or not value.strip() or (key == LANGUAGE and value not in LANGUAGES):
            code = "settings_bad_language" if key == LANGUAGE else "settings_not_text"
            facts = {"file": file, "key": key, "known": LANGUAGES, "first": LANGUAGES[0]}
            raise RequestError(code, given=str(value)[:60], **facts)
        if key == DATABASE and "://" not in value and not os.path.isabs(os.path.expanduser(value)):
            raise RequestError("settings_path_not_whole", file=file, given=value)
