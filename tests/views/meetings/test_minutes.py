"""Minutes as they are sent: a draft until they hold, signed by those who led and wrote, whole or of one case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from slt_flow.definitions.locations import workflows_folder
from slt_flow.errors import RequestError
from slt_flow.records.store import Store
from slt_flow.results.documents import Document, Heading, Paragraph, Signature, Signatures
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.extract import extract
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request.context import Context
from slt_flow.views.meetings.minutes import document
from slt_flow.views.text.words import Words
from tests.conftest import EVERYONE, NOON, MakeContext, on
from tests.records.year import done, go

NB, NN, EN = Words("nb"), Words("nn"), Words("en")

APPROVED = """
[[clauses]]
key = "minutes_are_approved_if_agreed"
ref = "§ 2"
text = "Referatet godkjennes i neste møte."
numbers = { approval = true, remark_days = 14 }
"""
"""A clause that neither shipped agreement has."""


def signed(made: Document) -> tuple[Signature, ...]:
    return next(block.rows for block in made.blocks if isinstance(block, Signatures))


def headings(made: Document) -> list[str]:
    return [block.text for block in made.blocks if isinstance(block, Heading)]


@pytest.fixture
def approving(folder: Path) -> Context:
    """A council whose agreement lets minutes be approved and remarked on for a fortnight."""
    shipped = workflows_folder() / "agreements" / "kvaefjord" / "2019-01-01.toml"
    agreement = folder / "kvaefjord.toml"
    agreement.write_text(shipped.read_text("utf-8") + APPROVED, "utf-8")
    context = Context(Store(str(folder / "slt.sqlite")), council="kvaefjord", clock=NOON, account=EVERYONE)
    init(context, str(agreement))
    return context


def test_a_draft_names_the_last_day_for_remarks_until_it_is_approved(approving: Context) -> None:
    made = on(approving, "2026-03-12")
    done(hold(made, "2026-03-12", "all"))
    found = minutes(made, "M1/26")
    assert (found.final, found.remarks_due) == (False, date(2026, 3, 26))
    assert document(found, NB).draft == "UTKAST – ikke godkjent. Merknader innen 26. mars 2026"
    assert document(found, NN).draft == "UTKAST – ikkje godkjent. Merknader innan 26. mars 2026"
    assert document(found, EN).draft == "DRAFT – not approved. Remarks by 26 March 2026"
    go(made, "M1/26", "minute")
    later = on(approving, "2026-04-10")
    done(hold(later, "2026-04-10", "all"))
    assert document(minutes(later, "M1/26"), NB).draft
    go(later, "M1/26", "approve", meeting="M2/26")
    assert document(minutes(later, "M1/26"), NB).draft == ""


def test_without_a_day_agreed_a_draft_is_one_until_it_is_archived(context: MakeContext) -> None:
    made = on(context(), "2026-03-12")
    done(hold(made, "2026-03-12", "all"))
    assert document(minutes(made, "M1/26"), NB).draft == "UTKAST – ikke godkjent"
    go(made, "M1/26", "minute")
    assert document(minutes(made, "M1/26"), NB).draft == "UTKAST – ikke godkjent"
    go(made, "M1/26", "archive")
    assert document(minutes(made, "M1/26"), NB).draft == ""


def test_points_of_which_nothing_is_recorded_are_named_once(context: MakeContext) -> None:
    made = on(context(), "2026-03-12")
    done(hold(made, "2026-03-12", "all"))
    go(made, "M1/26", "note_item", point="standing:crime_picture", discussion="Færre innbrudd enn i fjor.")
    found = document(minutes(made, "M1/26"), EN)
    numbered = [text for text in headings(found) if text[0].isdigit()]
    assert [text.partition(". ")[2] for text in numbered] == ["The crime picture"]
    sentences = [block.text for block in found.blocks if isinstance(block, Paragraph)]
    empty = next(text for text in sentences if text.startswith("Nothing is recorded under items"))
    others = {str(row.point.number) for row in minutes(made, "M1/26").points} - {numbered[0].partition(".")[0]}
    assert set(empty.removeprefix("Nothing is recorded under items ").rstrip(".").split(", ")) == others


def test_an_extract_tells_of_one_case_and_is_certified_by_the_secretary(
    demo_context: Callable[[str], Context],
) -> None:
    context = demo_context("kvaefjord")
    whole, found = document(minutes(context, "M1/26"), EN), document(extract(context, "M1/26", "2/26"), EN)
    assert [row.title for row in signed(whole)] == ["Ordfører", "SLT-koordinator"]
    assert [row.title for row in signed(found)] == ["SLT-koordinator"]
    assert [text for text in headings(found) if "/26" in text] == ["5. 2/26 Natteravner i sentrum"]
    assert not any("Appendix" in text for text in headings(found))
    assert found.number == "M1/26, 2/26"
    assert extract(context, "M1/26", "2/26.1.1").extract == "2/26"
    for case in ("5/26", "99/26", "M2/26"):
        with pytest.raises(RequestError, match="case_not_in_minutes"):
            extract(context, "M1/26", case)


def test_an_extract_of_a_draft_is_a_draft(context: MakeContext) -> None:
    made = on(context(), "2026-03-12")
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Natteravner", meeting="M1/26", consent="all"))
    assert document(extract(made, "M1/26", "1/26"), NB).draft == "UTKAST – ikke godkjent"
