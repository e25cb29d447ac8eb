"""Deputies at a meeting: which of them commit the party they sit for, and what is said of those who do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from slt_flow.errors import RequestError
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.register import register
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people import absences, organisations, posts
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from slt_flow.services.stories.sandbox import noon
from slt_flow.terms import Ref
from tests.conftest import MakeContext
from tests.records.year import done, go, refused, rules

DAY = "2026-03-12"
ABSENT = "politistasjonssjef"
WORDS = f"{ABSENT}=telefon"

NOBODY = {
    "a post of the other party": ("administrasjonssjef", WORDS, "of_another_party"),
    "a third party's post": ("leder", WORDS, "of_another_party"),
    "a name without an organisation": ("Ola Nordmann", WORDS, "no_organisation"),
    "a name from the other party": ("Ola Nordmann (kommune)", WORDS, "of_another_party"),
    "a name from a third party": ("Ola Nordmann (idrettslag)", WORDS, "of_another_party"),
    "a name of one who holds a post elsewhere": ("Kari Eksempel (politi)", WORDS, "of_another_party"),
    "a post that was just entered": ("nyvara", WORDS, "post_is_new"),
    "a post that was entered with an earlier day": ("tilbakedatert", WORDS, "post_is_new"),
    "without a mandate": ("politikontakt", (), "no_mandate"),
    "a name without a mandate": ("Ola Nordmann (politi)", (), "no_mandate"),
    "a mandate of the day after": ("politikontakt", f"{ABSENT}@2026-03-13=brev", "mandate_is_late"),
    "a mandate from the other party": ("politikontakt", f"{ABSENT}:ordforer=brev", "giver_may_not"),
    "a mandate that it gave itself": ("politikontakt", f"{ABSENT}:politikontakt=brev", "giver_may_not"),
    "a mandate from a post that leads nobody": ("Ola Nordmann (politi)", f"{ABSENT}:nyvara=brev", "giver_may_not"),
}
"""Deputies who commit nobody, each with its mandates and why."""

SOMEBODY = {
    "a post of the party": ("politikontakt", WORDS),
    "a name of the party": ("Ola Nordmann (politi)", WORDS),
    "a mandate of the day": ("politikontakt", f"{ABSENT}@{DAY}=brev"),
    "a mandate given before": ("politikontakt", f"{ABSENT}:{ABSENT}@2026-03-09=brev"),
    "a post entered before the meeting": ("gammelvara", WORDS),
}


@pytest.fixture
def made(context: MakeContext) -> Context:
    made = context()
    done(organisations.add_organisation(made, "idrettslag", "Idrettslaget"))
    done(posts.add_post(made, "leder", "Leder", "idrettslag", ["executing"]))
    done(posts.add_post(made, "nyvara", "Ny vara", "politi", ["strategic"]))
    done(posts.add_post(replace(made, on=date(2026, 2, 1)), "tilbakedatert", "Vara", "politi", ["strategic"]))
    done(posts.add_post(replace(made, clock=noon(date(2026, 2, 1))), "gammelvara", "Vara", "politi", ["strategic"]))
    done(posts.appoint(replace(made, on=date(2026, 1, 5)), "ordforer", "Kari Eksempel"))
    return made


def met(made: Context, deputy: str, mandate: str | Sequence[str]) -> Context:
    told = done(hold(made, DAY, f"ordforer,{ABSENT}={deputy}", mandate=mandate))
    said = [notice.facts["why"] for notice in told.notices if notice.code == "deputy_commits_nobody"]
    lacks = [row.lack for row in minutes(made, "M1/26").attendance if row.post == ABSENT]
    assert lacks == (said or [None]), "the warning and the minutes say the same"
    done(register(made, "Sak", meeting="M1/26"))
    return made


@pytest.mark.parametrize("case", NOBODY)
def test_a_deputy_who_commits_nobody_sits_and_is_minuted(made: Context, case: str) -> None:
    deputy, mandate, why = NOBODY[case]
    met(made, deputy, mandate)
    outcome = adopt(made, "1/26", "all")
    assert {"every_party_is_represented", "every_party_consents"} <= rules(outcome)
    finding = next(f for f in refused(outcome).findings if f.rule == "every_party_is_represented")
    assert (finding.saw["commit_nobody"], finding.saw["why"]) == ((ABSENT,), why)
    row = next(row for row in minutes(made, "M1/26").attendance if row.post == ABSENT)
    assert (row.presence, row.lack) == ("deputy", why)


@pytest.mark.parametrize("case", SOMEBODY)
def test_a_deputy_of_the_party_with_a_mandate_commits_it(made: Context, case: str) -> None:
    met(made, *SOMEBODY[case])
    assert done(adopt(made, "1/26", "all")).state == "adopted"


def test_the_remedy_for_a_missing_mandate_works(made: Context) -> None:
    met(made, "politikontakt", ())
    remedies = {finding.rule: finding.remedy for finding in refused(adopt(made, "1/26", "all")).findings}
    assert (
        remedies["every_party_is_represented"]
        == f"slt meeting attend M1/26 {ABSENT} --deputy politikontakt --mandate {ABSENT}=TEXT"
    )
    go(made, "M1/26", "attend", post=ABSENT, deputy="politikontakt", mandate=f"{ABSENT}=Brev")
    assert done(adopt(made, "1/26", "all")).state == "adopted"


@pytest.mark.parametrize(("until", "commits"), [("2026-03-11", False), (DAY, True)])
def test_a_mandate_for_a_period_counts_in_the_period_only(made: Context, until: str, commits: bool) -> None:
    mandate = f"{ABSENT}@2026-02-20=Brev"
    done(absences.let_act(made, ABSENT, "politikontakt", "2026-03-01", until, mandate))
    met(made, "politikontakt", ())
    outcome = adopt(made, "1/26", "all")
    assert done(outcome).state == "adopted" if commits else "every_party_is_represented" in rules(outcome)
    row = next(row for row in minutes(made, "M1/26").attendance if row.post == ABSENT)
    assert row.mandate == ("Brev" if commits else None)


def test_a_deputy_of_an_absence_without_a_mandate_commits_nobody(made: Context) -> None:
    done(absences.record(made, ABSENT, "2026-03-01", "2026-03-31", "politikontakt"))
    met(made, "politikontakt", ())
    assert "every_party_is_represented" in rules(adopt(made, "1/26", "all"))


WRONG = {
    "bad_mandate": "telefon",
    "mandate_without_deputy": "ordforer=telefon",
    "unknown_post": "politimesteren=telefon",
}


@pytest.mark.parametrize("code", WRONG)
def test_a_mandate_says_whose_it_is(made: Context, code: str) -> None:
    with pytest.raises(RequestError, match=code):
        hold(made, DAY, f"ordforer,{ABSENT}=politikontakt", mandate=WRONG[code])
    done(hold(made, DAY, "ordforer"))
    with pytest.raises(RequestError, match=code):
        perform(
            made, [Ref("M", 2026, 1)], "attend", {"post": ABSENT, "deputy": "politikontakt", "mandate": WRONG[code]}
        )


@pytest.mark.parametrize("here", ["ordforer,administrasjonssjef", f"{ABSENT}=Kari Eksempel (politi),ordforer"])
def test_one_person_for_several_posts_is_warned_of(made: Context, here: str) -> None:
    done(posts.appoint(replace(made, on=date(2026, 1, 5)), "administrasjonssjef", "kari  eksempel"))
    told = done(hold(made, DAY, here))
    assert [n.code for n in told.notices if n.code == "deputy_is_there_itself"] == ["deputy_is_there_itself"]
