"""Standard streams of a command: each is open, spells every letter, and is told from other files when it fails."""

from __future__ import annotations

import os
import select
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import Any, Final

from slt_flow.errors import OutputError, cause
from slt_flow.views.text.letters import SPELT

IN, OUT, ERR = range(3)

_PLAIN: Final = "utf-8"
"""Encoding of a stream that was closed."""


class Output(FileIO):
    """Stream that fails once, and takes everything after that: what cannot be shown is said elsewhere."""

    is_lost = False

    def write(self, data: Any, /) -> int:
        """Write what the stream takes; `failed` answers for what it cannot."""
        if not self.is_lost:
            try:
                while (written := super().write(data)) is None:  # the pipe does not block, and is full
                    select.select([], [self], [])
                return written
            except OSError as error:
                self.is_lost = True
                self.failed(error)
        return memoryview(data).nbytes

    def failed(self, error: OSError) -> None:
        """Raise `OutputError`: the answer is lost."""
        raise OutputError("output_failed", why=cause(error)) from None


class Messages(Output):
    """Standard error: a message that cannot be written changes nothing of what was done."""

    def failed(self, error: OSError) -> None:
        """Go on."""


def prepare() -> None:
    """Open closed streams, so that no other file takes their place, and put ours in the place of Python's."""
    for number in (IN, OUT, ERR):
        if not _is_open(number):
            os.open(os.devnull, os.O_RDONLY)  # the lowest number free; written to, it fails as a closed one does
    if sys.stdin is None:
        sys.stdin = open(IN, encoding=_PLAIN, closefd=False)  # noqa: SIM115 # as long as the process
    if _is_ours(sys.stdout):
        sys.stdout = _text(sys.stdout, Output(OUT, "w", closefd=False))
    if _is_ours(sys.stderr):
        sys.stderr = _text(sys.stderr, Messages(ERR, "w", closefd=False))


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _is_ours(stream: Any) -> bool:
    """Return True for a stream that was closed, or is a plain file, pipe or terminal."""
    buffer = getattr(stream, "buffer", None)
    return stream is None or isinstance(getattr(buffer, "raw", buffer), FileIO)  # PYTHONUNBUFFERED leaves out a layer


def _text(stream: Any, raw: Output) -> TextIOWrapper:
    encoding = stream.encoding if stream is not None else _PLAIN
    return TextIOWrapper(BufferedWriter(raw), encoding=encoding, errors=SPELT, line_buffering=raw.isatty())
