"""A council whose year broke every clause that a year can break, with cases in as many states as there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

from slt_flow.definitions.locations import agreement_file
from slt_flow.records.store import Store
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.adopt import take_stances
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import groups, organisations, posts
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.year import action_plan, evaluation, learning
from tests.records.year import SCRIBE, done

YEAR: Final = 2026
IN_THE_YEAR, AFTER_IT = "2026-11-15", "2027-01-11"
"""Days on which acts are tried: in the year, and after the next year's first meeting."""

OTHERS: Final = {
    "numbers = { written_by = \"slt-koordinator\" }":
        "numbers = { written_by = \"slt-koordinator\", within_days = 10 }",
    "numbers = { per_year = 2 }": "numbers = { per_year = [1, 1] }",
    "numbers = { post = \"politikontakt\", kinds = [\"ordinary\", \"coordination\"] }":
        "numbers = { post = \"administrasjonssjef\", kinds = [\"ordinary\", \"coordination\"] }",
    "text = \"Hver anbefaling som skal følges opp, har en ansvarlig.\"":
        "text = \"Hver anbefaling har en ansvarlig.\"\nnumbers = { within_days = 10 }",
    "text = \"Politivedtektene brukes aktivt og revideres jevnlig i lys av satsingsområdene.\"":
        "text = \"Politivedtektene revideres hvert år.\"\nnumbers = { every_years = 1 }",
}  # fmt: skip
MORE: Final = {
    "extraordinary_meetings_may_be_requested": "",
    "youth_council_is_heard": 'kept_by = "people"',
    "own_every_year": 'kept_by = "people"\njudged_as = "people_do_it_every_year"\nnumbers = { per_year = 1 }',
    "own_once": 'kept_by = "people"\njudged_as = "people_do_it_every_few_years"\nnumbers = { every_years = 1 }',
}
PRESENT: Final = "ordforer,slt-koordinator,politistasjonssjef,politikontakt"


def agreement(folder: Path) -> Path:
    """An agreement of one's own: that of Kvæfjord with the numbers and clauses that it lacks."""
    text = agreement_file("kvaefjord").read_text("utf-8")
    for old, new in OTHERS.items():
        assert old in text, old
        text = text.replace(old, new)
    for key, rest in MORE.items():
        text += f'\n[[clauses]]\nkey = "{key}"\nref = "§ 9"\ntext = "Eget punkt: {key}."\n{rest}\n'
    path = folder / "eget.toml"
    path.write_text(text.replace('name = "kvaefjord"', 'name = "eget"'), "utf-8")
    return path


def at(context: Context, day: str) -> Context:
    """The same context on the very day: what it records holds for that day and is recorded on it."""
    moment = datetime.combine(date.fromisoformat(day), time(11), UTC)
    return replace(context, clock=FixedClock(moment), on=None, basis="e-post", scribe=SCRIBE)


def broken_year(folder: Path) -> Context:
    """The council, on the day before the acts of the year are tried."""
    here = Context(Store(str(folder / "slt.sqlite")), clock=FixedClock(datetime(YEAR, 1, 2, 11, tzinfo=UTC)))
    init(here, str(agreement(folder)), since=date(YEAR, 1, 1))
    _people(here)
    _spring(here)
    _autumn(here)
    return here


def next_year(context: Context) -> None:
    """The first meeting of the next year, at which the year is not evaluated either."""
    done(hold(at(context, "2027-01-08"), "2027-01-08", PRESENT, led_by="politistasjonssjef", sent="2027-01-01"))


def _go(context: Context, day: str, ref: str, action: str, answers: Mapping[str, Any] | None = None) -> None:
    done(actions.perform(at(context, day), [ref], action, answers or {}, through=True))


def _people(here: Context) -> None:
    done(organisations.add_organisation(here, "skolen", "Skolen", "kommune"))
    done(organisations.add_organisation(here, "idrettslaget", "Idrettslaget"))
    done(posts.add_post(here, "rektor", "Rektor", "skolen", ["coordinating", "executing"]))
    done(posts.add_post(here, "helsesykepleier", "Helsesykepleier", "skolen", ["executing"]))
    done(posts.add_post(here, "trener", "Trener", "idrettslaget", ["executing"]))
    done(knowledge.add_challenge(here, "rus", "Mer rus"))
    done(groups.found_group(here, "ko", "Koordineringsgruppa", ["politikontakt"]))


def _spring(here: Context) -> None:
    """No agenda was sent for `M1/26` and the police were not there; a party asked for `M2/26`, which was not held."""
    day = at(here, "2026-03-12")
    done(hold(day, "2026-03-12", "ordforer,slt-koordinator,politikontakt", led_by="slt-koordinator"))
    done(plan(day, "2026-06-01", kind="extraordinary", requested_by="politi"))
    for text in ("Begynn tidligere", "Bli ferdig før"):
        done(learning.add(day, text))
    done(learning.carry(day, "L2/26", YEAR + 1))


def _autumn(here: Context) -> None:
    """`M3/26` decided twelve times and on an empty plan; `M4/26` is planned without agenda, `M5/26` has minutes."""
    held = at(here, "2026-08-20")
    done(hold(held, "2026-08-20", PRESENT, led_by="politistasjonssjef", sent="2026-08-01"))
    done(plan(held, "2026-11-20"))
    for number in range(1, 13):
        done(register(held, f"Vedtak nummer {number}", meeting="M3/26", consent="all"))
    done(register(held, "Ved forbehold", meeting="M3/26", consent="all", needs_ratification=["Kommunestyret"]))
    done(register(held, "Til orientering", meeting="M3/26", for_information=True))
    done(register(held, "Seinere"))
    done(register(held, "Uenige", meeting="M3/26"))
    for post in PRESENT.split(","):
        stance = {"stance": "object", "reason": "Nei"} if post == "politikontakt" else {"stance": "consent"}
        done(actions.perform(held, ["16/26"], "take_stance", {"post": post, **stance}))
    _go(here, "2026-08-20", "16/26", "conclude_without_consensus")
    done(action_plan.adopt(held, str(YEAR), meeting="M3/26", consent="all"))
    for number in range(2, 12):  # `1/26` and `12/26` are left without an owner
        owner = "rektor" if number % 2 else "politikontakt"
        done(assign(at(here, "2026-08-22"), f"{number}/26", owner, "2026-10-01"))
    for number in range(4, 12):
        for title, owner in (("Leie hall", "helsesykepleier"), ("Skrive brev", "radikaliseringskontakt")):
            done(add_measure(at(here, "2026-08-23"), f"{number}/26.1", title, owner, "2026-09-20"))
    _go(here, "2026-08-24", "3/26.1", "send_back", {"reason": "Ikke vårt"})
    _go(here, "2026-08-24", "5/26.1.1", "decline", {"reason": "Ikke tid"})
    _go(here, "2026-08-24", "4/26.1", "accept")
    _go(here, "2026-08-24", "5/26.1", "plan")
    for number in range(6, 12):
        _go(here, "2026-08-25", f"{number}/26.1", "plan")
        _go(here, "2026-08-26", f"{number}/26.1.1", "start")
    _go(here, "2026-08-27", "6/26.1.1", "block", {"reason": "Låst"})
    _go(here, "2026-08-27", "7/26.1", "escalate", {"reason": "Penger"})
    for number in (8, 9, 10, 11):
        _go(here, "2026-11-01", f"{number}/26.1.1", "finish", {"result": "Leid"})
    for number in (9, 10, 11):
        _go(here, "2026-11-02", f"{number}/26.1.1", "verify")
        _go(here, "2026-11-02", f"{number}/26.1.2", "cancel", {"reason": "Ikke nødvendig"})
    for number in (10, 11):
        _go(here, "2026-11-03", f"{number}/26.1", "report", {"result": "Gjort"})
    _go(here, "2026-11-04", "11/26.1", "approve")
    done(hold(at(here, "2026-10-20"), "2026-10-20", PRESENT, kind="extraordinary", led_by="politistasjonssjef"))
    _go(here, "2026-10-20", "M5/26", "minute")
    _november(here)


def _november(here: Context) -> None:
    """Items wait at `M6/26` for their conclusion, the evaluation too; `22/26` rescinds two, `M7/26` is archived."""
    held = at(here, "2026-11-14")
    done(hold(held, "2026-11-14", PRESENT, led_by="politistasjonssjef", sent="2026-11-01"))
    done(register(held, "Kan vedtas", meeting="M6/26"))
    done(register(held, "Må godkjennes", meeting="M6/26", needs_ratification=["Kommunestyret"]))
    done(register(held, "Kan ikke vedtas", meeting="M6/26"))
    for number, stances in (("18", "consent"), ("19", "consent"), ("20", "object")):
        done(take_stances(held, f"{number}/26", stances, "all", "Nei" if stances == "object" else None))
    done(evaluation.open_year(held, YEAR, meeting="M6/26"))
    settled = [f"{number}/26.1.{measure}" for number in (9, 10, 11) for measure in (1, 2)]
    done(register(held, "Opphevelse", text="Rådet opphever 1/26 og 2/26.", meeting="M6/26", consent="all"))
    done(evaluation.assess(held, settled, "good", challenge="rus"))
    done(hold(held, "2026-11-13", PRESENT, kind="extraordinary", led_by="politistasjonssjef"))
    _go(here, "2026-11-14", "M7/26", "minute")
    _go(here, "2026-11-14", "M7/26", "archive")
