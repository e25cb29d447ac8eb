"""Acts on a council that broke its year: every action of every state, and every use case, each by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any, Final, NamedTuple

from slt_flow.errors import SltError
from slt_flow.model import Item
from slt_flow.records import projection
from slt_flow.results.answers import Done
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.services.use_cases import USE_CASES
from tests.services.year.broken_year import PRESENT
from tests.worlds import built_machines

LATER: Final = "2027-06-01"
NAMED: Final = ("M6/26", "M1/27")
"""Meetings that an act may name, as far as there are."""

ANSWERS: Final[Mapping[str, str]] = {
    "title": "Et annet navn", "text": "Ny tekst", "reason": "Fordi", "result": "Gjort", "percent": "50",
    "body": "Kommunestyret", "case": "12/26", "year": "2027", "place": "1",
    "address": "https://eksempel.no/sak", "challenge": "rus", "stance": "consent", "present": PRESENT,
    "decision": "22/26", "sent": "2026-11-01", "neighbour": "annet:1/26", "group": "ko",
    "guests": "Elev", "at": "10:00",
}  # fmt: skip
"""Answers to what actions ask; owners, posts and meetings are tried one by one."""

TRIED: Final[Mapping[str, tuple[str, ...]]] = {
    "owner": ("rektor", "trener"),
    "post": ("politistasjonssjef", "administrasjonssjef", "politikontakt"),
    "meeting": NAMED,
    "date": (LATER, "2026-11-15"),
    "due": (LATER, "2026-10-01"),
    "point": ("standing:crime_picture", "agreed:innkalling", "minutes:M1/26"),
    "outcome": ("acknowledged", "approved"),
}


class Act(NamedTuple):
    """One act: its name among the actions or the use cases, what it is tried on, and how it is done."""

    name: str
    on: str
    do: Callable[[Context], object]


def of_cases(context: Context) -> Iterator[Act]:
    """Every action of every case, one case of each state, with and without the meeting that it may name."""
    seen: set[tuple[object, ...]] = set()
    with reading(context) as reader:
        items = projection.rows(reader.connection, reader.council, Item)
    for item in sorted(items, key=lambda item: item.ref):
        for name, action in built_machines()[item.machine].actions(item.state).items():
            likeness = (item.machine, item.state, name, str(item.ref) if str(item.ref) in _APART else "")
            if likeness not in seen and not action.auto:
                seen.add(likeness)
                for answers in _answers(action.asks, action.may_ask):
                    yield _performing(str(item.ref), name, answers)


_APART: Final = ("1/26", "9/26.1", "18/26", "19/26", "20/26", "M2/26", "M4/26", "M5/26", "M6/26", "M1/27")
"""Cases that stand in a state with others and break something else."""


def _performing(ref: str, action: str, answers: Mapping[str, str]) -> Act:
    name = f"{action} in a meeting" if "meeting" in answers else action
    return Act(name, f"{ref} {dict(answers)}", lambda here: actions.perform(here, [ref], action, answers))


def _answers(asks: tuple[str, ...], may_ask: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    """Answers to what an action asks, each tried with each other; what it may ask is also left out."""
    optional = [
        name for name in ("meeting", "sent", "decision", "challenge", "at", "text", "outcome") if name in may_ask
    ]
    every = [
        (*TRIED.get(name, (ANSWERS.get(name, ""),)), *((None,) if name in optional else ()))
        for name in (*asks, *optional)
    ]
    for answers in product(*every):
        yield {name: answer for name, answer in zip((*asks, *optional), answers, strict=True) if answer is not None}


def _use_case(name: str, *arguments: Any, **options: Any) -> Act:
    return Act(name, f"{arguments} {options}", lambda here: USE_CASES[name](here, *arguments, **options))


def _by_people() -> Iterator[Act]:
    for clause in (
        "agreement-is-evaluated", "bylaws-are-revised", "contact-is-present", "knowledge-is-gathered",
        "own-every-year", "own-once", "prevention-unit-is-met", "youth-council-is-heard",
    ):  # fmt: skip
        yield _use_case("fulfil", clause, ["2026-10-05"])
        yield _use_case("fulfil", clause, ["2027-01-05"])


USED: Final = (
    *_by_people(),
    _use_case("add_organisation", "ny", "Ny"),
    _use_case("add_post", "ny", "Ny", "skolen", ["executing"]),
    _use_case("add_post", "gjest", "Gjest", "skolen", ["executing"], seat=True, by="12/26"),
    _use_case("designate", "helsesykepleier", "12/26"),
    _use_case("appoint", "politistasjonssjef", "Kari Nordmann"),
    _use_case("vacate", "politistasjonssjef"),
    _use_case("record_absence", "politistasjonssjef", "2026-03-01", "2026-03-31", "rektor"),
    _use_case("let_act", "politistasjonssjef", "rektor", "2026-03-01", "2026-03-31"),
    _use_case("add_area", "nett", "Nett", "12/26"),
    _use_case("end_area", "beredskap", "12/26"),
    _use_case("found_group", "ungdom", "Ungdomsteamet", ["rektor"]),
    _use_case("change_group", "ko", ["rektor"]),
    _use_case("end_group", "ko", "Lagt ned"),
    _use_case("propose", "Nytt forslag", "2/26.1", area="beredskap"),
    _use_case("add_knowledge", "ungdata", "Ungdata", source="Ungdata"),
    _use_case("add_challenge", "fart", "Fart"),
    _use_case("register", "Nytt vedtak", area="beredskap", meeting="M6/26", consent="all"),
    _use_case("register", "Vedtekter", kind="bylaws", meeting="M6/26", consent="all"),
    _use_case("register", "Avtalen", kind="agreement", meeting="M6/26", consent="all"),
    _use_case("register", "Nytt vedtak", area="beredskap", meeting="M1/27", consent="all"),
    _use_case("table", "15/26", "M4/26"),
    _use_case("judge_authority", "18/26", ["Kommunestyret"]),
    _use_case("take_stances", "18/26", "stand_aside", "all"),
    _use_case("adopt", "18/26"),
    _use_case("assign", "1/26", "rektor", LATER),
    _use_case("assign", "2/26", "rektor", LATER),
    _use_case("add_measure", "2/26.1", "Nytt tiltak", "rektor", "2026-10-01"),
    _use_case("hand_over", "2/26.1", "rektor", "Fordi"),
    _use_case("hand_over_all", "politikontakt", "rektor", "Fordi"),
    _use_case("plan_meeting", "2027-03-01"),
    _use_case("plan_meeting", "2026-05-02"),
    *(_use_case("hold_meeting", "2026-05-05", PRESENT, kind=kind, sent="2026-04-20")
      for kind in ("ordinary", "information", "coordination", "extraordinary")),
    _use_case("hold_meeting", "M2/26", PRESENT, sent="2026-05-01"),
    _use_case("hold_meeting", "2027-01-10", PRESENT, sent="2027-01-01"),
    _use_case("drop_point", "M4/26", 1),
    _use_case("place_point", "M4/26", 2, 1),
    _use_case("add_point", "M4/26", "Befaring"),
    _use_case("arrange_meeting", "M4/26", at="10:00"),
    _use_case("open_evaluation", 2026, meeting="M6/26"),
    _use_case("assess", ["9/26.1.1"], "some", challenge="rus"),
    _use_case("adopt_evaluation", 2026, consent="all"),
    _use_case("add_learning_point", "Igjen"),
    _use_case("carry_learning_point", "L1/26", 2027),
    _use_case("carry_learning_point", "L1/26", 2028),
    _use_case("answer_learning_point", "L1/26", reason="Gjort"),
    _use_case("open_plan", "2026..2027", meeting="M6/26"),
    _use_case("adopt_plan", "2026..2027", meeting="M6/26", consent="all"),
    *(_use_case("undo", "Feil", ref) for ref in (None, "1/26", "2/26.1", "4/26.1.1", "M1/26", "M6/26", "L1/26")),
)  # fmt: skip
"""Use cases as they are asked; some are refused on one of the two days."""

WITHOUT: Final = {
    "perform": "its actions are tried one by one",
    "why": "reads", "verify": "reads", "status": "reads", "next": "reads", "history": "reads",
    "rebuild": "makes the tables anew of the same entries",
    "record_answers": "performs actions of an owner, which are tried one by one",
    "init": "begins another council",
    "renew": "another agreement is judged from its own day, tried in `tests/services/agreements`",
    "use_numbers": "gives numbers and nothing else",
    "carry_over": "enters only what was adopted before the council was begun here",
    "import_list": "enters cases as `carry_over` does, and work that counts for nothing that is not recorded here",
    "migrate": "there is one version of every machine",
    "record_meeting_form": "performs these actions",
    "refer": "says where papers go", "record_exports": "says what was sent", "record_receipt": "says what was received",
    "attach": "keeps a paper, and judges nothing", "exempt": "says who may read", "lift_exemption": "says who may read",
    "redact": "erases words, and leaves what was done", "accept_break": "goes on over a break of the journal",
    "record_contact": "says where a post is reached", "remove_contact": "says where a post is reached",
    "grant_access": "says who signs in", "revoke_access": "says who signs in",
    "bind_account": "says how a post is known", "release_account": "says how a post is known",
}  # fmt: skip
"""Use cases that are not tried, with the reason."""


MENDS: Final[Mapping[str, tuple[str, str]]] = {
    "action_plan_is_adopted": ("", "adopt_plan"),
    "agendas_are_sent_in_time": ("call cancel move undo", "undo"),
    "agreement_is_evaluated": ("", "fulfil"),
    "bylaws_are_revised": ("", "fulfil"),
    "contact_is_present": ("", "fulfil"),
    "coordination_meetings_are_held": ("", "hold_meeting"),
    "effects_are_evaluated": ("", "adopt_evaluation undo"),
    "every_decision_has_an_owner": (
        "assign, close_without_follow_up in a meeting, rescind, undo",
        "close_without_follow_up in a meeting, rescind, undo",
    ),
    "every_party_is_represented": ("attend undo", "attend undo"),
    "extraordinary_meetings_may_be_requested": ("", "hold hold_meeting"),
    "focus_areas_are_worked_on": ("", "register"),
    "knowledge_is_gathered": ("", ""),
    "kommunestyre_is_informed": ("", "hold_meeting"),
    "learning_points_are_carried_over": ("", "undo"),
    "meetings_are_held": ("attend hold_meeting", "attend hold_meeting"),
    "meetings_are_led_as_agreed": ("", "hold hold_meeting"),
    "minutes_are_archived": ("archive undo", "undo"),
    "people_do_it_every_few_years": ("", "fulfil"),
    "people_do_it_every_year": ("", "fulfil"),
    "post_attends_regularly": ("", "attend"),
    "prevention_unit_is_met": ("", "fulfil"),
    "recommendations_are_followed_up": (
        "cancel in a meeting, finish, reassign in a meeting, report, reschedule in a meeting, rescind, undo",
        "cancel in a meeting, reassign in a meeting, reschedule in a meeting, rescind, undo",
    ),
    "youth_council_is_heard": ("", "fulfil"),
}
"""Acts that end a breach of every obligation, or lessen it: in the year, and after it.

After the year none of them is evidence of a later day: they hold for the day of a meeting, or a day that is named, in
the year, and are corrections named beside the verdict; but for the evaluation, which may come late.
"""


def mending(duty: str, *, after: bool) -> set[str]:
    """The acts that may mend an obligation."""
    acts = MENDS[duty][after]
    return set(acts.split(", ") if " in a meeting" in acts else acts.split())


def is_done(act: Act, context: Context) -> bool:
    """Do an act; False where it is refused."""
    try:
        return isinstance(act.do(context), Done)
    except SltError:
        return False
