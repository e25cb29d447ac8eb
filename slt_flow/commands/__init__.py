"""ASK: the commands. Each builds a request, calls a service and hands the result to a view."""

from __future__ import annotations

import gc
import os
import sys
from typing import Final

from slt_flow.errors import RecordsError

SELDOM: Final = 100_000
"""Objects made until garbage is looked for: a start makes no cycles, and Python looks after every 700."""

OFTEN: Final = gc.get_threshold()
"""Python's own, for a process that stays: one long look among several writers would be waited for by all of them."""


def main() -> None:
    """Run `slt` as the shell called it, and leave with its exit code."""
    from slt_flow.commands.signals import Interrupted, leave_out, listen

    gc.set_threshold(SELDOM)
    try:
        listen()
        from slt_flow.commands.run import run
        from slt_flow.commands.streams import prepare

        prepare()
        exit_code = run(sys.argv[1:], os.environ)
    except Interrupted as interrupted:  # while the program was being read
        leave_out()
        from slt_flow.commands.failures import end
        from slt_flow.commands.run import typed

        exit_code = end(interrupted, typed(sys.argv[1:], os.environ))
    except OSError as error:  # the program itself cannot be read, such as when no more files can be opened
        os.write(2, f"slt: {error.strerror}\n".encode())
        exit_code = RecordsError.exit_code
    sys.exit(exit_code)
