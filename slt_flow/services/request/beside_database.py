"""Writing beside the database within a request: what was written is taken back where the request records nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from slt_flow.errors import RecordsError
from slt_flow.records import journal
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request

Wrote = Callable[[Request, Callable[[], None]], None]
"""Notes that a request writes beside the database, and what takes that back."""


@contextmanager
def beside_database(context: Context) -> Iterator[Wrote]:
    """Take back what was noted as written, where the request fails and its journal has not grown."""
    written: list[tuple[str, journal.Head, Callable[[], None]]] = []

    def wrote(request: Request, take_back: Callable[[], None]) -> None:
        written.append((request.council, journal.head(request.connection, request.council), take_back))

    try:
        yield wrote
    except BaseException:
        for council, head, take_back in written:
            with context.store.reading() as connection:
                is_recorded = journal.head(connection, council) != head
            if not is_recorded:
                with suppress(RecordsError):
                    take_back()
        raise
