"""A name that is nearly another's is asked about: one person, typed in two ways, would count twice."""

from __future__ import annotations

from slt_flow.results.answers import Outcome
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people import posts
from tests.conftest import MakeContext, on
from tests.records.year import done


def near(outcome: Outcome) -> list[tuple[str, str, str]]:
    """What an answer says is nearly the same name."""
    notices = done(outcome).notices
    return [(n.facts["name"], n.facts["holder"], n.facts["post"]) for n in notices if n.code == "name_is_near"]


def test_a_holder_whose_name_is_nearly_anothers_is_asked_about(context: MakeContext) -> None:
    """Entered late for an earlier day, or of a post that the other has left, too."""
    made = context()
    assert near(posts.appoint(made, "ordforer", "Kari Oppdiktet")) == []
    assert near(posts.appoint(made, "administrasjonssjef", "Ola Oppdiktet")) == []
    late = posts.appoint(on(made, "2026-01-01"), "politikontakt", "Kari Opdiktet")
    assert near(late) == [("Kari Opdiktet", "Kari Oppdiktet", "ordforer")]
    done(posts.vacate(made, "ordforer"))
    assert near(posts.appoint(made, "politistasjonssjef", "K. Oppdiktet")) == [
        ("K. Oppdiktet", "Kari Oppdiktet", "ordforer")
    ]
    assert near(posts.appoint(made, "naeringslivskontakt", "kari OPPDIKTET")) == [
        ("kari OPPDIKTET", "Kari Opdiktet", "politikontakt"),
        ("kari OPPDIKTET", "K. Oppdiktet", "politistasjonssjef"),
    ]


def test_a_deputy_by_name_is_asked_about_too(context: MakeContext) -> None:
    made = context()
    done(posts.appoint(made, "ordforer", "Kari Oppdiktet"))
    told = hold(made, "2026-03-12", "ordforer,politistasjonssjef=Kari Opdiktet (politi)")
    assert near(told) == [("Kari Opdiktet", "Kari Oppdiktet", "ordforer")]
    assert near(hold(made, "2026-03-13", "ordforer,politistasjonssjef=Nora Navnløs (politi)")) == []
