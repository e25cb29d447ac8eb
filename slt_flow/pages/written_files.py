"""Files written for visitors: only so many at once, since a PDF takes a process and some hundred megabytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from slt_flow.errors import RequestError
from slt_flow.results.documents import Document
from slt_flow.views.text.words import Words
from slt_flow.views.writers import write


class Turns:
    """Turns of what is heavy.

    Args:
        at_once: the turns that are taken at the same time.
        places: visitors who have a turn or wait for one; the threads that are left serve those who read pages.
        seconds: the time that a visitor waits.
    """

    def __init__(self, at_once: int, places: int, seconds: float) -> None:
        self._turns, self._places, self._seconds = BoundedSemaphore(at_once), BoundedSemaphore(places), seconds

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn.

        Raises:
            RequestError: too many others want one, too.
        """
        if not self._places.acquire(blocking=False):
            raise RequestError("many_files_written")
        try:
            if not self._turns.acquire(timeout=self._seconds):
                raise RequestError("many_files_written")
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


_TURNS: Final = Turns(2, 8, 20)


def written(document: Document, form: str, words: Words) -> bytes:
    """Write a document in a format, once there is a turn.

    Raises:
        RequestError: too many others want one, too.
    """
    with _TURNS.taken():
        return write(document, form, words)
