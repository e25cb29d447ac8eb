"""Typesetting of one folder by typst, in a process of its own: python -m slt_flow.views.writers.typesetting FOLDER DAY.

The PDF goes to standard output. A fault goes to standard error as JSON, and the process ends with 1.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

MEMORY: Final = 4 << 30
"""Most bytes of address space, so that a template without end stops before the machine does."""

MOST_SECONDS: Final = 300
"""Most seconds of work: whoever started the process and was to end it may have been ended first."""


def main() -> int:
    """Typeset `document.typ` of a folder in which everything lies that it may read."""
    folder, day = sys.argv[1:]
    _bounded()
    import typst

    try:
        pdf, _ = typst.compile_with_warnings(
            str(Path(folder, "document.typ")),
            root=folder,
            font_paths=[str(Path(folder, "fonts"))],
            ignore_system_fonts=True,
            package_path=str(Path(folder, "none")),
            package_cache_path=str(Path(folder, "none")),
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime.fromisoformat(day).replace(tzinfo=UTC),
        )
    except typst.TypstError as error:
        sys.stderr.write(json.dumps({"message": error.message, "said": error.diagnostic}))
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


def _bounded() -> None:
    """Limit memory and work where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


if __name__ == "__main__":
    raise SystemExit(main())
