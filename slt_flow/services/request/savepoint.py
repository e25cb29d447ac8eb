"""Savepoint of a request: a part of it that fails is taken back alone."""

from __future__ import annotations

from slt_flow.services.request.request import Request


class Savepoint:
    """State of a request before one of its parts."""

    def __init__(self, request: Request) -> None:
        self.request, self.snapshot = request, request.snapshot.copy()
        grown = (request.entries, request.notices, request.steps, request.refs)
        self._lengths = [(entries, len(entries)) for entries in grown]

    def restore(self) -> None:
        """Take back what the request did since; rows that were loaded stay."""
        self.request.snapshot = self.snapshot  # which shares the rows that the part has loaded
        self.snapshot.forget()  # what was seen before they came
        for grown, length in self._lengths:
            del grown[length:]
