"""Lateness in words: the same in every view."""

from __future__ import annotations

from slt_flow.views.text.words import Words


def lateness(late_days: int, delivered_late: int, words: Words) -> str:
    """Count the days a case is past its deadline, or was delivered after it; "" when neither."""
    if late_days:
        return words.plural("{number} day late", "{number} days late", late_days)
    if delivered_late:
        return words.plural(
            "done {number} day after the deadline", "done {number} days after the deadline", delivered_late
        )
    return ""
