"""A function that rules of the tests reach an answer through."""

from __future__ import annotations

from datetime import date

from slt_flow.model.facts import Facts


def deadline(facts: Facts) -> date | None:
    return facts.answers.get("due")
