"""ASK: the commands. Each builds a request, calls a service and hands the result to a view."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run `slt` as the shell called it, and leave with its exit code."""
    from slt_flow.commands.run import run

    sys.exit(run(sys.argv[1:], os.environ))
