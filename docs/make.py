"""Make every file anew that is made from others, and name those that changed: python docs/make.py"""

from __future__ import annotations

import io
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that the files are made from this checkout, wherever the package is installed

from slt_flow.definitions import compiling  # noqa: E402
from slt_flow.definitions.read import digest  # noqa: E402
from slt_flow.definitions.shelf import RELEASED, released  # noqa: E402
from slt_flow.records.statements import compiled  # noqa: E402
from slt_flow.services.workflows.new import schemas  # noqa: E402

WORKFLOWS: Final = ROOT / "workflows"


def catalogues() -> Iterator[tuple[Path, bytes]]:
    """Compile the catalogue of every language."""
    for path in sorted(ROOT.glob("slt_flow/locale/*/LC_MESSAGES/slt.po")):
        compiled = io.BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=path.parts[-3], domain="slt", abort_invalid=True))
        yield path.with_suffix(".mo"), compiled.getvalue()


def definitions() -> Iterator[tuple[Path, bytes]]:
    """Write the schemas of the definition files, and the digests of machines and moves that have none yet."""
    for name, text in schemas().items():
        yield WORKFLOWS / name, text.encode()
    files = [*WORKFLOWS.glob("machines/*/*.toml"), *WORKFLOWS.glob("moves/*/*.toml")]
    digests = {path.relative_to(WORKFLOWS).as_posix(): digest(path.read_text(encoding="utf-8")) for path in files}
    # A digest that is there stays, whatever became of its file: cases rely on what it was.
    lines = [f'"{path}" = "{digest}"\n' for path, digest in sorted((digests | released(WORKFLOWS)).items())]
    path = WORKFLOWS / RELEASED
    head, table, _ = path.read_text(encoding="utf-8").partition("[files]\n")
    yield path, (head + table + "".join(lines)).encode()


def statements() -> Iterator[tuple[Path, bytes]]:
    """Compile the statements of the database."""
    yield ROOT / "slt_flow" / "records" / "compiled.py", compiled().encode()


def shipped() -> Iterator[tuple[Path, bytes]]:
    """Compile the shipped machines and kinds of decision."""
    yield ROOT / "slt_flow" / "definitions" / "compiled.py", compiling.compiled().encode()


def drawings() -> Iterator[tuple[Path, bytes]]:
    """Draw the shipped workflows."""
    folder = ROOT / "docs" / "workflows"
    for name, text in runpy.run_path(str(folder / "draw.py"))["files"]():
        yield folder / name, text.encode()


def reference() -> Iterator[tuple[Path, bytes]]:
    """Write the pages of the reference."""
    folder = ROOT / "docs" / "reference"
    for name, write in runpy.run_path(str(folder / "write.py"))["PAGES"].items():
        yield folder / name, write().encode()


if __name__ == "__main__":
    # The reference describes the schemas and the commands, so that it comes last.
    for make in (catalogues, statements, definitions, shipped, drawings, reference):
        for path, content in make():
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)
                sys.stdout.write(f"{path.relative_to(ROOT).as_posix()}\n")
