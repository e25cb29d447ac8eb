"""Receipts of requests. A request counts as recorded when the journal has it, whatever became of its commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from slt_flow.errors import CommitFailed, RecordsError
from slt_flow.records import journal
from slt_flow.records.store import Store
from slt_flow.results.answers import Done, Notice


class Receipt(NamedTuple):
    """Request whose entries were handed to the database.

    Attributes:
        store: the database.
        council: the council's id.
        request: the request's id, which its entries carry.
        key: its idempotency key.
        done: its answer.
    """

    store: Store
    council: str
    request: str
    key: str | None
    done: Done

    def is_recorded(self) -> bool:
        """Look into the journal for the request.

        Raises:
            RecordsError: the database cannot be read.
        """
        try:
            with self.store.reading() as connection:
                entries = journal.request_at(connection, self.council, self.done.entries[-1])
        except RecordsError as error:
            if error.code == "no_database" or self.store.is_taken_back:
                return False
            raise
        return any(entry.request == self.request for entry in entries)


def settled(receipts: list[Receipt], failure: CommitFailed) -> Done:
    """Return what the last request recorded although its commit failed.

    Raises:
        RecordsError: it recorded nothing.
        CommitFailed: the journal cannot be asked.
    """
    try:
        recorded = receipts[-1].is_recorded()
    except RecordsError:
        raise failure from None
    if recorded:
        notice = Notice("commit_not_confirmed", {"cause": failure.facts.get("why", "")})
        done = receipts[-1].done
        return done._replace(notices=(*done.notices, notice))
    receipts.pop()
    raise RecordsError(failure.code, **failure.facts) from None


def recorded(receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
    """Return the receipts of what is recorded.

    Raises:
        RecordsError: the journal cannot be asked.
    """
    return tuple(receipt for receipt in receipts if receipt.is_recorded())
