"""Names under which papers of a council are sent to the municipality's archive."""

from __future__ import annotations

from slt_flow.terms import Ref


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
