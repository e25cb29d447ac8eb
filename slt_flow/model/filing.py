"""Filing in the municipality's archive: where the papers of a council go, and the names they are sent under."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from slt_flow.terms import Ref

_CASE: Final = re.compile(r"(?P<year>[0-9]{4})/(?P<no>[0-9]{1,9})")


class CaseNumber(NamedTuple):
    """Number of a case in the archive: its year and its number within that year (`2026/123`)."""

    year: int
    no: int

    @staticmethod
    def parse(written: str) -> CaseNumber | None:
        """Read a number as the archive writes it, None where it is none."""
        match = _CASE.fullmatch(written.strip())
        return CaseNumber(int(match["year"]), int(match["no"])) if match is not None else None

    def __str__(self) -> str:
        return f"{self.year}/{self.no}"


class Filing(NamedTuple):
    """Place of papers in the archive: archive part, class, case number, and the code of restricted access.

    An empty text, or no case number, is what nobody recorded. The code is used for exempt papers only.
    """

    part: str = ""
    classification: str = ""
    case: CaseNumber | None = None
    restriction: str = ""

    def within(self, above: Filing) -> Filing:
        """Return this filing, with what it does not say itself from the one above it."""
        return Filing(
            self.part or above.part,
            self.classification or above.classification,
            self.case or above.case,
            self.restriction or above.restriction,
        )


def export_key(meeting: Ref, document: str = "", point: str = "") -> str:
    """Return the name under which something of a meeting is sent: it is permanent, and never another paper's.

    Args:
        meeting: the meeting; alone it names the folder.
        document: the kind of the document.
        point: the key of the point that it is of.
    """
    return ":".join(filter(None, (str(meeting), document, point)))


def exported_meeting(key: str) -> Ref | None:
    """Return the meeting that the name of something sent begins with, None where it is none of ours."""
    ref = Ref.parse(key.partition(":")[0])
    return ref if ref is not None and ref.is_meeting and str(ref) == key.partition(":")[0] else None


def source_system(journal: str) -> str:
    """Return the name that a council's archive messages carry as their source system, made from its journal's id.

    Args:
        journal: the digest of the journal's first entry.
    """
    return f"slt-flow:{journal}"
