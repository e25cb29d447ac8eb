"""Access: who signs in at a provider as what, how long, and that one person is one in every rule."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any, Final

import pytest

from slt_flow.definitions.locations import agreement_file
from slt_flow.engine.entries import Kind
from slt_flow.errors import NotYourAction, RequestError
from slt_flow.model import Binding
from slt_flow.records import journal, projection
from slt_flow.records.store import Store
from slt_flow.results.answers import Refusal
from slt_flow.results.documents import Facts
from slt_flow.results.people import Rights
from slt_flow.services.agreements.init import init
from slt_flow.services.agreements.renew import renew
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show as show_case
from slt_flow.services.history import audit
from slt_flow.services.history.export.event_log import event_log
from slt_flow.services.history.redact import redact
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.exempt import exempt as exempt_from
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people import absences, posts
from slt_flow.services.people.access import grant_access, revoke_access, subject_account
from slt_flow.services.people.accounts import bind_account, release_account
from slt_flow.services.people.contacts import record_contact
from slt_flow.services.people.lists import list_access, list_posts
from slt_flow.services.people.visitors import visitor
from slt_flow.services.request import actions
from slt_flow.services.request.context import Account, Context
from slt_flow.terms import ERASED
from slt_flow.views.history.timeline import show_history
from slt_flow.views.meetings.minutes import document
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.serialise import dumped
from slt_flow.views.text.tables import show
from slt_flow.views.text.words import Words
from tests.conftest import NOON
from tests.records.year import done
from tests.renewals import renewed_text

SECRETARY, CHAIR, POLICE, CONTACT = "slt-koordinator", "ordforer", "politistasjonssjef", "politikontakt"
ISSUER = "https://id.example.no"
OLA, NOBODY = (Account(f"os:{name}@kontoret") for name in ("ola", "ingen"))
KARI, PER, NORA = (subject_account(ISSUER, name) for name in ("kari-1", "per-2", "nora-3"))
TODAY = date(2026, 6, 15)
NOTHING: Final = Rights((), {}, False)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("access") / "own.sqlite"
    init(Context(Store(str(path)), clock=NOON, account=OLA), "kvaefjord")
    return path.read_bytes()


@pytest.fixture
def council(database: Path, begun: bytes) -> Context:
    """A council that Ola, the coordinator, began."""
    database.touch(0o600)
    database.write_bytes(begun)
    return Context(Store(str(database)), council="kvaefjord", clock=NOON, account=OLA)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(RequestError) as caught:
        act()
    return caught.value.code


def granted(context: Context, post: str | None, account: Account, **more: Any) -> tuple[str, ...]:
    """Give the subject of an account access; return the codes of what was noticed."""
    issuer, _, subject = account.name.removeprefix("oidc:").partition("#")
    return tuple(notice.code for notice in done(grant_access(context, post, issuer, subject, **more)).notices)


def bound(context: Context) -> list[tuple[str | None, str, date | None]]:
    """Every access that was ever given, with the first day on which it is none."""
    with context.store.reading() as connection:
        rows = projection.rows(connection, str(context.council), Binding)
    return [(row.post, row.account, row.until) for row in rows if row.account.startswith("oidc")]


def how(context: Context, account: Account, post: str) -> str:
    """Record something as a post, and return how the journal says that post is known, or why nothing is recorded."""
    height = len(history(context))
    try:
        done(register(replace(context, account=account, actor=post), f"Sak {account.name} {post} {context.on}"))
    except NotYourAction as error:
        assert len(history(context)) == height
        return error.code
    return history(context)[-1].authenticated


def rights(context: Context) -> Rights:
    """Return what the account of a context may do today, as its pages have it."""
    here = visitor(context)
    own, deputised = ([post for post in here.posts if bool(post.deputy) is way] for way in (False, True))
    return Rights(tuple(post.id for post in own), {post.id: post.acting for post in deputised}, here.is_auditor)


def may(context: Context, account: Account) -> Rights:
    return rights(replace(context, account=account))


def at(context: Context, day: str, **more: Any) -> Context:
    """The context on a later day, as that day's clock has it."""
    moment = datetime.fromisoformat(f"{day}T10:00:00+00:00")
    return replace(context, clock=replace(NOON, moment=moment), **more)


def test_who_signs_in_acts_as_the_holder_and_says_how_it_is_known(council: Context) -> None:
    assert granted(council, SECRETARY, KARI) == ()
    assert how(council, KARI, SECRETARY) == "oidc"
    assert how(council, OLA, SECRETARY) == "os"
    for stranger in (PER, subject_account("https://id.example.org", "kari-1"), subject_account(ISSUER, "KARI-1")):
        assert how(council, stranger, SECRETARY) == "subject_not_bound"
        assert may(council, stranger) == NOTHING
    assert may(council, KARI) == Rights((SECRETARY,), {}, False)
    assert audit.verify(council)[0].flaws == ()


def test_the_entry_names_post_and_holding_and_has_the_subject_as_a_text(council: Context) -> None:
    done(posts.appoint(council, CHAIR, "Kari Nordmann"))
    granted(council, CHAIR, KARI)
    granted(council, POLICE, PER)
    done(revoke_access(council, CHAIR, "kari-1"))
    with council.store.reading() as connection:
        entries = {entry.seq: entry for entry in journal.read(connection, "kvaefjord")}
    of_access = [e for e in entries.values() if e.kind in (Kind.ACCESS_GRANTED, Kind.ACCESS_REVOKED)]
    appointed = next(seq for seq, entry in entries.items() if entry.kind == Kind.HOLDER_APPOINTED)
    first = of_access[0].seq
    assert [(e.subject, dict(e.data), e.texts["user"]) for e in of_access] == [
        ("post:ordforer", {"post": CHAIR, "holding": appointed}, KARI.name),
        ("post:politistasjonssjef", {"post": POLICE, "holding": 0}, PER.name),
        ("post:ordforer", {"post": CHAIR, "bound": first}, KARI.name),
    ]
    assert KARI.name == "oidc:https://id.example.no#kari-1"


def _followed_by(context: Context, name: str) -> Any:
    done(posts.vacate(context, CHAIR))
    return posts.appoint(context, CHAIR, name)


LEAVINGS: Final[dict[str, Callable[[Context], Any]]] = {
    "vacated": lambda c: posts.vacate(c, CHAIR),
    "vacated by somebody unknown": lambda c: posts.vacate(replace(c, account=NOBODY), CHAIR),
    "another comes": lambda c: (done(posts.vacate(c, CHAIR)), posts.appoint(c, CHAIR, "Per Hansen"))[-1],
    "one of the same name comes": lambda c: (done(posts.vacate(c, CHAIR)), posts.appoint(c, CHAIR, "Kari Nordmann"))[
        -1
    ],
}


@pytest.mark.parametrize("leaving", LEAVINGS.values(), ids=LEAVINGS)
@pytest.mark.parametrize("named", [True, False])
def test_access_and_address_end_with_the_holding(
    council: Context, leaving: Callable[[Context], Any], named: bool
) -> None:
    if named:
        done(posts.appoint(council, CHAIR, "Kari Nordmann"))
    granted(council, CHAIR, KARI)
    done(record_contact(council, CHAIR, "kari@example.no"))
    assert may(council, KARI).posts == (CHAIR,)
    done(leaving(council))
    assert may(council, KARI) == NOTHING
    assert how(council, KARI, SECRETARY) == "subject_not_bound"
    assert bound(council) == [(CHAIR, KARI.name, TODAY)]
    before = may(council, KARI)
    audit.rebuild(council)
    assert (may(council, KARI), bound(council)) == (before, [(CHAIR, KARI.name, TODAY)])
    assert audit.verify(council)[0].flaws == ()


def test_the_first_name_of_a_post_is_no_other_holder(council: Context) -> None:
    granted(council, CHAIR, KARI)
    done(posts.appoint(council, CHAIR, "Kari Nordmann"))
    assert may(council, KARI).posts == (CHAIR,)
    codes = [notice.code for notice in done(posts.vacate(council, CHAIR)).notices]
    assert "access_ended" in codes
    assert may(council, KARI) == NOTHING
    done(undo(council, "Feil"))
    assert may(council, KARI).posts == (CHAIR,)


def test_an_account_of_a_computer_stays_the_posts_own(council: Context) -> None:
    """What is bound on the day of the change is the next one's, as before; access is the holder's."""
    done(bind_account(council, CHAIR, "per@kontoret"))
    granted(council, CHAIR, KARI)
    done(posts.vacate(council, CHAIR))
    assert may(council, Account("os:per@kontoret")).posts == (CHAIR,)
    assert may(council, KARI) == NOTHING


def test_access_is_taken_back_and_seen_as_it_was(council: Context) -> None:
    granted(replace(council, on=date(2026, 3, 1)), SECRETARY, KARI)
    done(revoke_access(council, SECRETARY, "kari-1", issuer=ISSUER))
    assert how(council, KARI, SECRETARY) == "subject_not_bound"
    assert [row.account for row in list_access(council)] == [OLA.name]
    seen = list_access(council.at(as_of=date(2026, 4, 1)))
    assert [(row.account, row.authenticated, row.since, row.until) for row in seen if row.account != OLA.name] == [
        (KARI.name, "oidc", date(2026, 3, 1), None)
    ]
    done(undo(council, "Feil"))
    assert may(council, KARI).posts == (SECRETARY,)


def test_only_somebody_known_gives_and_takes_access(council: Context) -> None:
    granted(council, SECRETARY, KARI)
    stranger, before = replace(council, account=PER), bound(council)
    for act in (
        lambda: grant_access(stranger, CHAIR, ISSUER, "per-2"),
        lambda: grant_access(stranger, SECRETARY, ISSUER, "per-2"),
        lambda: grant_access(stranger, None, ISSUER, "per-2"),
        lambda: revoke_access(stranger, SECRETARY),
        lambda: grant_access(replace(council, actor=CHAIR), CHAIR, ISSUER, "per-2"),
        lambda: undo(stranger, "Feil"),
    ):
        assert code_of(act) in ("account_not_known", "subject_not_bound")
    assert code_of(lambda: grant_access(replace(council, actor=POLICE), POLICE, ISSUER, "per-2")) == "not_your_task"
    assert bound(council) == before
    granted(replace(council, account=KARI), CHAIR, PER)  # who signed in is known, and so may
    assert may(council, PER).posts == (CHAIR,)


def test_nobody_speaks_for_two_parties(council: Context) -> None:
    granted(council, POLICE, PER)
    assert code_of(lambda: granted(council, CHAIR, PER)) == "account_of_two_parties"
    granted(council, CONTACT, PER)
    assert may(council, PER).posts == (POLICE, CONTACT)


BAD: Final = {
    ("http://id.example.no", "a"): "bad_issuer",
    ("https://id.example.no#x", "a"): "bad_issuer",
    ("https://id.example.no?x=1", "a"): "bad_issuer",
    ("id.example.no", "a"): "bad_issuer",
    ("", "a"): "bad_issuer",
    ("https://", "a"): "bad_issuer",
    ("https://id.example.no/\x1b[2J", "a"): "bad_issuer",
    ("https://id.exa\u202emple.no", "a"): "bad_issuer",
    ("https://id.example.no\n", "a"): "bad_issuer",
    (f"https://{'x' * 300}", "a"): "bad_issuer",
    (ISSUER, ""): "bad_subject",
    (ISSUER, "a b"): "bad_subject",
    (ISSUER, "a\n"): "bad_subject",
    (ISSUER, "\u00e5"): "bad_subject",
    (ISSUER, "x" * 256): "bad_subject",
    (ISSUER, "13097248022"): "subject_is_a_number_of_a_person",
}


@pytest.mark.parametrize(("issuer", "subject"), BAD)
def test_what_is_no_subject_is_refused(council: Context, issuer: str, subject: str) -> None:
    before = council.store.path.read_bytes()
    assert code_of(lambda: grant_access(council, CHAIR, issuer, subject)) == BAD[issuer, subject]
    assert council.store.path.read_bytes() == before


@pytest.mark.parametrize(
    "issuer", [ISSUER, f"{ISSUER}/", "https://login.example.com/4f2c-11/v2.0", "http://127.0.0.1:8"]
)
@pytest.mark.parametrize("subject", ["a", "{{7*7}}", "<b>&'\"", "a#b", "=1+1", "x" * 255, "a|b:c/../d"])
def test_a_subject_is_kept_to_the_letter(council: Context, issuer: str, subject: str) -> None:
    granted_to = subject_account(issuer, subject)
    done(grant_access(council, CHAIR, issuer, subject))
    assert may(council, granted_to).posts == (CHAIR,)
    done(revoke_access(council, CHAIR, subject, issuer=issuer))
    assert may(council, granted_to) == NOTHING


def test_other_refusals(council: Context) -> None:
    granted(council, CHAIR, KARI)
    assert code_of(lambda: granted(replace(council, key="2"), CHAIR, KARI)) == "access_already"
    assert code_of(lambda: revoke_access(council, CHAIR, "annen")) == "no_access"
    assert code_of(lambda: revoke_access(council, CHAIR, "kari-1", issuer="https://id.example.org")) == "no_access"
    assert code_of(lambda: revoke_access(council, POLICE)) == "no_access"
    assert code_of(lambda: release_account(council, CHAIR)) == "not_bound"
    assert code_of(lambda: grant_access(council, "ukjent", ISSUER, "a")) == "unknown_post"
    done(posts.vacate(council, POLICE))
    assert code_of(lambda: granted(council, POLICE, PER)) == "access_to_vacant_post"
    done(posts.appoint(council, POLICE, "Per Hansen"))
    assert code_of(lambda: granted(replace(council, on=date(2026, 5, 1)), POLICE, PER)) == "access_to_earlier_holder"
    granted(council, POLICE, PER)


def test_an_auditor_reads_all_and_has_no_post(council: Context) -> None:
    granted(council, None, NORA)
    assert may(council, NORA) == Rights((), {}, True)
    assert how(council, NORA, SECRETARY) == "subject_not_bound"
    assert code_of(lambda: granted(council, CHAIR, NORA)) == "auditor_has_no_post"
    granted(council, CHAIR, KARI)
    assert code_of(lambda: granted(council, None, KARI)) == "auditor_has_no_post"
    rows = [(row.post, row.role, row.account) for row in list_access(council) if row.authenticated == "oidc"]
    assert rows == [(None, "auditor", NORA.name), (CHAIR, None, KARI.name)]
    done(revoke_access(council, None))
    assert may(council, NORA) == NOTHING
    assert may(council, KARI).posts == (CHAIR,)


@pytest.fixture
def away(council: Context) -> Context:
    """The chair is away from the 10th to the 20th of June, and nobody is its deputy."""
    done(absences.record(council, CHAIR, "2026-06-10", "2026-06-20"))
    return council


def test_a_deputy_without_a_post_acts_as_long_as_the_holder_is_away(away: Context) -> None:
    granted(away, CHAIR, NORA, deputy=True)
    expected = Rights((), {CHAIR: CHAIR}, False)
    for day, told in (
        ("2026-06-15", expected),
        ("2026-06-20", expected),
        ("2026-06-21", NOTHING),
        ("2027-06-15", NOTHING),
    ):
        assert rights(at(away, day, account=NORA)) == told, day
    assert how(away, NORA, CHAIR) == "oidc"
    assert how(at(away, "2026-06-21"), NORA, CHAIR) == "subject_not_bound"
    (row,) = [row for row in list_access(away) if row.account == NORA.name]
    assert (row.role, row.since, row.until) == ("deputy", TODAY, date(2026, 6, 21))
    # It has ended by itself: the person may come to another party, and to the same post again.
    granted(at(away, "2026-06-22"), POLICE, NORA)


def test_a_deputy_waits_for_an_absence_to_come(council: Context) -> None:
    done(absences.record(council, CHAIR, "2026-07-01", "2026-07-10"))
    granted(council, CHAIR, NORA, deputy=True)
    days = {day: rights(at(council, day, account=NORA)).deputises for day in ("2026-06-30", "2026-07-01", "2026-07-11")}
    assert days == {"2026-06-30": {}, "2026-07-01": {CHAIR: CHAIR}, "2026-07-11": {}}


ENDS: Final[dict[str, Callable[[Context], Any]]] = {
    "another deputy is named": lambda c: absences.let_act(c, CHAIR, SECRETARY),
    "the holder is back": lambda c: absences.record(c, CHAIR, "2026-06-10", "2026-06-20"),
    "the holder leaves": lambda c: posts.vacate(c, CHAIR),
    "it is taken back": lambda c: revoke_access(c, CHAIR, "nora-3"),
}


@pytest.mark.parametrize("ending", ENDS.values(), ids=ENDS)
def test_a_deputyship_ends_by_what_ends_it(away: Context, ending: Callable[[Context], Any]) -> None:
    granted(away, CHAIR, NORA, deputy=True)
    done(ending(replace(away, key="ending")))
    assert may(away, NORA) == NOTHING
    assert how(away, NORA, CHAIR) == "subject_not_bound"
    assert audit.verify(away)[0].flaws == ()


def test_a_deputy_is_one_of_an_absence_and_of_nothing_else(away: Context) -> None:
    assert code_of(lambda: granted(away, POLICE, NORA, deputy=True)) == "nobody_to_deputise"
    granted(away, SECRETARY, KARI)
    assert code_of(lambda: granted(away, CHAIR, KARI, deputy=True)) == "deputy_has_a_post"
    granted(away, CHAIR, NORA, deputy=True)
    assert code_of(lambda: granted(replace(away, key="2"), CHAIR, NORA, deputy=True)) == "access_already"
    done(absences.record(away, POLICE, "2026-06-10", "2026-06-20", deputy=CONTACT))
    assert code_of(lambda: granted(away, POLICE, PER, deputy=True)) == "absence_has_deputy"


def test_the_holder_of_a_deputy_post_acts_for_the_absent_one(away: Context) -> None:
    granted(away, SECRETARY, KARI)
    done(absences.let_act(away, CHAIR, SECRETARY))
    assert may(away, KARI) == Rights((SECRETARY,), {CHAIR: SECRETARY}, False)
    assert rights(at(away, "2026-06-21", account=KARI)) == Rights((SECRETARY,), {}, False)


def test_an_absence_that_is_taken_back_has_no_deputy(away: Context) -> None:
    granted(away, CHAIR, NORA, deputy=True)
    done(undo(away, "Feil"))
    assert may(away, NORA) == NOTHING
    done(undo(away, "Feil"))  # the absence
    assert code_of(lambda: granted(replace(away, key="2"), CHAIR, NORA, deputy=True)) == "nobody_to_deputise"


def test_an_erased_subject_is_nobodys(council: Context) -> None:
    """All that it recorded stays; who it was is told by no byte of the file."""
    granted(council, SECRETARY, KARI)
    granted(council, CHAIR, KARI)
    assert how(council, KARI, SECRETARY) == "oidc"
    done(redact(replace(council, basis="Krav"), person=KARI.name))
    assert b"kari-1" not in council.store.path.read_bytes()
    assert may(council, KARI) == NOTHING
    done(revoke_access(council, CHAIR))
    done(posts.vacate(council, SECRETARY))
    audit.rebuild(council)
    with council.store.reading() as connection:
        rows = projection.rows(connection, "kvaefjord", Binding)
    assert [(row.account, row.until) for row in rows if row.holding is not None] == [(ERASED, TODAY)] * 2
    assert audit.verify(council)[0].flaws == ()


@pytest.fixture
def work_done(council: Context) -> Context:
    """A measure that the chair did, in a council whose coordinator signs in as both."""
    granted(council, SECRETARY, KARI)
    granted(council, CHAIR, KARI)
    granted(council, CONTACT, PER)
    done(hold(replace(council, on=date(2026, 3, 12)), "2026-03-12", "all"))
    done(register(council, "Trygg skolevei", meeting="M1/26", consent="all"))
    done(assign(council, "1/26", CONTACT, "2026-06-01"))
    done(add_measure(council, "1/26.1", "Refleksvester", CHAIR, "2026-05-01"))
    done(actions.perform(council, ["1/26.1"], "plan", through=True))
    done(actions.perform(council, ["1/26.1.1"], "finish", {"result": "Delt ut"}, through=True))
    return council


def refused(outcome: object) -> list[str]:
    assert isinstance(outcome, Refusal), outcome
    return [finding.rule for finding in outcome.findings]


def test_who_signs_in_as_two_posts_is_one_person(work_done: Context) -> None:
    kari = replace(work_done, account=KARI)
    assert refused(actions.perform(kari, ["1/26.1.1"], "verify")) == ["is_verified_by_another"]
    # That the contact confirmed it is her word on work of her own, as the chair: she needs a ground.
    for_contact = replace(kari, acted_by=CONTACT)
    assert refused(actions.perform(for_contact, ["1/26.1.1"], "verify")) == ["act_has_a_basis"]
    done(actions.perform(replace(for_contact, basis="E-post 3. mai", dry_run=True), ["1/26.1.1"], "verify"))
    done(actions.perform(replace(work_done, account=PER, actor=CONTACT), ["1/26.1.1"], "verify"))


def test_each_act_has_the_rights_of_the_post_that_it_names(work_done: Context) -> None:
    """One who is secretary too has as the chair the chair's rights alone."""
    chair = replace(work_done, account=KARI, actor=CHAIR)
    assert code_of(lambda: posts.vacate(chair, POLICE)) == "not_your_task"
    done(posts.vacate(replace(chair, actor=SECRETARY), POLICE))


READ_AS: Final = {
    "en": ("signed in", "SLT-koordinator (signed in)", "itself, signed in", "yes, signed in"),
    "nb": ("innlogget", "SLT-koordinator (innlogget)", "selv, innlogget", "ja, innlogget"),
    "nn": ("innlogga", "SLT-koordinator (innlogga)", "sjølv, innlogga", "ja, innlogga"),
}
"""How an act of somebody who signed in reads: in the history, minutes, the list of stances, that of recorders."""


@pytest.mark.parametrize("language", READ_AS)
def test_an_act_after_sign_in_says_so_everywhere(council: Context, language: str) -> None:
    words, stream = Words(language), StringIO()
    screen = Screen("never", stream)
    granted(council, SECRETARY, KARI)
    granted(council, POLICE, PER)
    done(hold(replace(council, account=KARI, on=date(2026, 3, 12)), "2026-03-12", "all"))
    done(register(replace(council, account=KARI), "Trygg skolevei", meeting="M1/26"))
    stance = {"post": POLICE, "stance": "consent"}
    answer = done(actions.perform(replace(council, account=PER, actor=POLICE), ["1/26"], "take_stance", stance))
    assert json.loads(dumped(answer, words, {}))["authenticated"] == "oidc"
    sheet = show_case(council, "1/26")
    show_history(history(council), words, screen)
    show(sheet, words, screen)
    there = json.loads(dumped(sheet, words, {}))
    assert there["stances"][0]["authenticated"] == "oidc"
    told, recorder, own, known = READ_AS[language]
    text = stream.getvalue()
    facts = [block for block in document(minutes(council, "M1/26"), words).blocks if isinstance(block, Facts)]
    assert any(value.startswith(recorder) for block in facts for _, value in block.rows)
    assert f"politistasjonssjef ({told})" in text
    assert own in text
    assert known in text


@pytest.mark.parametrize("exempt", [True, False])
def test_no_subject_is_in_the_public_edition(council: Context, exempt: bool) -> None:
    granted(council, SECRETARY, KARI)
    granted(council, None, NORA)
    done(register(replace(council, account=KARI), "Trygg skolevei"))
    done(register(replace(council, account=NOBODY), "Fra en annen maskin"))
    if exempt:
        done(exempt_from(replace(council, basis="Offl. § 13"), "1/26"))
    for context, expected in ((council, True), (council.in_public("nb"), False)):
        readings = (history(context), list_access(context), list_posts(context), event_log(context))
        written = [dumped(reading, Words("nb"), {}) for reading in readings]
        assert any("id.example.no" in text for text in written) is expected
        stream = StringIO()
        show_history(history(context), Words("nb"), Screen("never", stream))
        assert ("id.example.no" in stream.getvalue()) is expected
        assert "ikke bekreftet" in stream.getvalue()


def test_access_ends_with_a_post_that_a_newer_agreement_lacks(council: Context, folder: Path) -> None:
    granted(council, POLICE, PER)
    granted(council, CHAIR, KARI)
    text = renewed_text(agreement_file("kvaefjord").read_text(encoding="utf-8"), TODAY)
    file = folder / "ny.toml"
    file.write_text(text.replace(f'"{POLICE}"', '"stasjonssjef"'), encoding="utf-8")
    done(renew(council, str(file)).outcome)
    assert may(council, PER) == NOTHING
    assert may(council, KARI).posts == (CHAIR,)
    assert bound(council) == [(POLICE, PER.name, TODAY), (CHAIR, KARI.name, None)]
    assert code_of(lambda: granted(replace(council, key="2"), POLICE, PER)) == "post_gone"
    assert how(council, KARI, SECRETARY) == "subject_not_bound"
    assert audit.verify(council)[0].flaws == ()


def test_a_deputy_of_before_verifies_no_work_of_that_time(work_done: Context) -> None:
    """Nora deputised for the chair, whose work it is, and speaks for the contact by now."""
    done(absences.record(work_done, CHAIR, "2026-06-10", "2026-06-15"))
    granted(work_done, CHAIR, NORA, deputy=True)
    after = at(work_done, "2026-06-16")
    granted(after, CONTACT, NORA)
    assert may(after, NORA) == Rights((CONTACT,), {}, False)
    nora = replace(after, account=NORA, actor=CONTACT)
    assert refused(actions.perform(nora, ["1/26.1.1"], "verify")) == ["is_verified_by_another"]
    # A rule knows posts, and no hands: another who shares the post with her waits for a meeting too.
    per = replace(nora, account=PER)
    assert refused(actions.perform(per, ["1/26.1.1"], "verify")) == ["is_verified_by_another"]
    done(revoke_access(after, CONTACT, "nora-3"))
    done(actions.perform(per, ["1/26.1.1"], "verify"))


def test_the_words_of_access_in_a_history(council: Context) -> None:
    done(absences.record(council, CHAIR, "2026-06-10", "2026-06-20"))
    granted(council, POLICE, PER)
    granted(council, CHAIR, NORA, deputy=True)
    granted(council, None, KARI)
    done(revoke_access(council, None))
    stream = StringIO()
    show_history(history(council)[-4:], Words("nn"), Screen("never", stream))
    assert [line.partition("  av ")[0].split(maxsplit=3)[2:] for line in stream.getvalue().splitlines()] == [
        ["post:politistasjonssjef", f"tilgang for: politistasjonssjef «{PER.name}»"],
        ["post:ordforer", f"tilgang for: ordforer «{NORA.name}» (vara)"],
        ["auditor", f"tilgang for: «{KARI.name}» (revisor)"],
        ["auditor", f"ikkje lenger tilgang for: «{KARI.name}» (revisor)"],
    ]
