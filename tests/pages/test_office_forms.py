"""Every form of the office, filled in as a secretary would and recorded: a year in the order in which things happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import pytest

from slt_flow.pages.office_forms import FORMS
from slt_flow.services.history.audit import verify
from slt_flow.services.history.timeline import history
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from slt_flow.services.year.adoptions import adoptions
from slt_flow.views.year.scribe import SCRIBE
from tests.conftest import Prepared
from tests.pages.browsing import Browser, site_of
from tests.pages.test_office import SECRETARY, begun
from tests.records.year import done

pytestmark = pytest.mark.endurance

CLAUSE: Final = "bylaws_are_revised"
"""A clause of the agreement that people record for."""

STEPS: Final[Sequence[tuple[str, Mapping[str, str | Sequence[str]]]]] = (
    ("add-organisation", {"id_": "skolen", "name": "Skolen", "party": "kommune"}),
    (
        "add-post",
        {"id_": "rektor", "title": "Rektor", "organisation": "skolen", "levels": ["executing", "coordinating"]},
    ),
    ("appoint", {"post": "rektor", "name": "Prøve Prøvesen"}),
    ("record-contact", {"post": "rektor", "address": "rektor@example.no"}),
    ("remove-contact", {"post": "rektor"}),
    ("designate", {"post": "rektor", "by": "1/26"}),
    (
        "found-group",
        {"id_": "ungdom", "title": "Ungdom", "members": ["slt-koordinator", "politikontakt"], "series": "U"},
    ),
    ("change-group", {"group": "ungdom", "members": ["slt-koordinator", "rektor"]}),
    ("add-area", {"id_": "trafikk", "title": "Trafikk", "by": "1/26", "goals": "Ett\nTo", "contacts": ["rektor"]}),
    ("add-knowledge", {"id_": "ungdata", "title": "Ungdata", "source": "NOVA", "address": "https://example.no"}),
    ("add-challenge", {"id_": "fart", "title": "Fart", "area": "trafikk", "sources": ["ungdata"]}),
    (
        "register",
        {
            "title": "Fartsgrense",
            "area": "trafikk",
            "challenges": ["fart"],
            "knowledge": ["ungdata"],
            "needs_ratification": "Kommunestyret",
            "follows": "1/26",
        },
    ),
    ("assign", {"ref": "1/26", "owner": "slt-koordinator", "due": "2026-12-01", "group": "ungdom"}),
    (
        "add-measure",
        {
            "ref": "1/26.1",
            "title": "Skilt",
            "owner": "rektor",
            "due": "2026-11-01",
            "challenges": ["fart"],
            "knowledge": ["ungdata"],
        },
    ),
    ("hand-over", {"ref": "1/26.1.1", "owner": "politikontakt", "reason": "Bytte"}),
    ("hand-over-all", {"from_": "politikontakt", "to": "rektor", "reason": "Bytte"}),
    ("propose", {"title": "Lys", "source": "1/26.1", "post": "slt-koordinator", "meeting": "M2/26"}),
    ("judge-authority", {"ref": "2/26", "within_authority": "1"}),
    (
        "plan-meeting",
        {"day": "2026-06-10", "kind": "ordinary", "at": "10:00", "venue": "Rådhuset", "short_notice": "1"},
    ),
    ("table", {"ref": "2/26", "meeting": "M3/26"}),
    ("arrange-meeting", {"ref": "M3/26", "until": "12:00", "written_by": "slt-koordinator"}),
    ("add-point", {"ref": "M3/26", "title": "Orientering", "place": "1", "attachments": "a.pdf\nb.pdf"}),
    ("place-point", {"ref": "M3/26", "point": "1", "where": "2"}),
    ("drop-point", {"ref": "M3/26", "point": "2"}),
    (
        "hold-meeting",
        {
            "day_or_ref": "M3/26",
            "present": ["ordforer", "politistasjonssjef", "slt-koordinator"],
            "guests": "Gjest\nTo",
            "sent": "2026-06-03",
        },
    ),
    (
        "take-stances",
        {
            "ref": "2/26",
            "stance": "consent",
            "posts": ["ordforer", "politistasjonssjef", "slt-koordinator"],
            "basis": "møtet",
        },
    ),
    ("adopt", {"ref": "2/26", "basis": "møtet"}),
    ("fulfil", {"clause": CLAUSE, "days": "2026-06-01\n2026-06-08", "note": "Gjort"}),
    ("record-absence", {"post": "politikontakt", "since": "2026-07-01", "until": "2026-07-20", "deputy": "rektor"}),
    ("open-evaluation", {"year": "2026", "meeting": "M3/26"}),
    ("add-learning-point", {"text": "Begynn før", "evaluation": ""}),
    ("open-plan", {"period": "2027", "meeting": "M2/26"}),
    ("adopt-plan", {"period": "2026", "meeting": "M3/26", "consent": "all"}),
    ("assess", {"refs": ["1/26.1.1"], "effect": "some", "challenge": "fart"}),
    ("adopt-evaluation", {"year": "2026", "meeting": "M3/26", "consent": "all", "early": "1"}),
    ("grant-access", {"post": "rektor", "issuer": "https://login.example", "subject": "s1"}),
    ("revoke-access", {"post": "rektor"}),
    ("end-area", {"area": "trafikk", "by": "1/26"}),
    ("vacate", {"post": "rektor", "reason": "Sluttet"}),
    ("undo", {"reason": "Feil"}),
)


@pytest.fixture
def context(prepared: Prepared) -> Context:
    return replace(prepared(begun), scribe=SCRIBE, adoptions=partial(adoptions, SCRIBE))


def test_every_form_records_what_was_filled_in(context: Context) -> None:
    secretary = Browser(site_of(context)).sign_in(SECRETARY, "os")
    for name, fields in STEPS:
        if name == "assess":  # of a measure that is done, and settled by another
            done(perform(replace(context, actor="slt-koordinator"), ["1/26.1"], "plan", {}, through=True))
            done(
                perform(replace(context, actor="rektor"), ["1/26.1.1"], "finish", {"result": "Satt opp"}, through=True)
            )
            done(perform(replace(context, actor="slt-koordinator"), ["1/26.1.1"], "verify", {}))
        before = len(history(context))
        page = secretary.fill(f"/office/{name}", **fields)
        assert page.path.startswith("/receipt/"), (name, page.text)
        assert len(history(context)) > before
    assert {name.replace("_", "-") for name in FORMS} - {name for name, _ in STEPS} == {"attach"}
    assert not verify(context)[0].flaws
