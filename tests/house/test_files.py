"""One reader for every file that is named, one writer for every file that is made."""

from __future__ import annotations

import ast
from typing import Final

import pytest

from tests.house.source import Module, modules

pytestmark = pytest.mark.xdist_group("house")
"""The sources are read in one process."""

ASKED: Final = {"is_file", "is_dir", "exists", "lexists", "open", "read_bytes", "write_bytes", "write_text", "mkstemp"}
"""Methods that raise for a strange name, wait for a pipe without end, or write over what is there."""

ITS_OWN: Final = {
    "slt_flow/files.py": "is that reader and writer",
    "slt_flow/definitions/locations.py": "asks where the program itself lies",
    "slt_flow/records/archive.py": "reads the files within an archive",
    "slt_flow/spreadsheets/package.py": "reads the parts within a workbook",
    "slt_flow/records/location.py": "reads the machine's list of mounts",
    "slt_flow/services/stories/sandbox.py": "copies databases in a folder of its own",
    "slt_flow/records/turns.py": "locks the folder of a database",
    "slt_flow/commands/workflows.py": "writes the schemas beside a new machine anew",
    "slt_flow/commands/meetings.py": "keeps a form under a name that nobody chose",
    "slt_flow/commands/streams.py": "opens standard streams that were closed",
    "slt_flow/views/writers/pdf.py": "typesets in a folder of its own",
    "slt_flow/records/causes.py": "looks why a database cannot be written",
}
"""Modules that touch files otherwise, with the reason."""


def asked(module: Module) -> set[str]:
    calls = [node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    methods = [f for f in calls if isinstance(f, ast.Attribute) and ast.unparse(f.value) != "files"]
    return {f.attr for f in methods} & ASKED | {f.id for f in calls if isinstance(f, ast.Name)} & {"open"}


def test_files_are_read_and_made_in_one_place() -> None:
    assert {str(module) for module in modules() if asked(module)} == set(ITS_OWN)
