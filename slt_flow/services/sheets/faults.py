"""Faults of a list, collected: each with its row and column, and what stands in many rows told once."""

from __future__ import annotations

from slt_flow.errors import Fault, RequestError
from slt_flow.services.sheets.layout import ReadList


class Faults:
    """Collection of faults in the order in which they were met."""

    def __init__(self, listed: ReadList) -> None:
        self._list = listed
        self._faults: dict[tuple[object, ...], Fault] = {}

    def add(self, error: RequestError, row: int, column: str, *, once: str | None = None) -> None:
        """Note a fault; those of one code about the same words (`once`) become one with several rows."""
        key = (error.code, row, column) if once is None else (error.code, once)
        if (earlier := self._faults.get(key)) is None:
            self._faults[key] = Fault(error, self._list.sheet, row, column)
        elif row not in (earlier.row, *earlier.others):
            self._faults[key] = earlier._replace(others=(*earlier.others, row))

    @property
    def number(self) -> int:
        """Number of rows and columns with faults so far."""
        return sum(1 + len(fault.others) for fault in self._faults.values())

    def refuse(self) -> None:
        """Refuse the list when anything is wrong with it.

        Raises:
            RequestError: with every fault.
        """
        if self._faults:
            faults = tuple(sorted(self._faults.values(), key=lambda fault: (fault.row, fault.column)))
            facts = {"file": self._list.file, "number": len(faults), "headings_in": self._list.headings_in}
            raise RequestError("sheet_has_faults", **facts, faults=faults, reading=self._list.reading())
