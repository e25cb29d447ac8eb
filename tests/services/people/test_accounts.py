"""Whose account is whose: who is known, who only claims, and that the two never read the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from slt_flow.engine.entries import Kind
from slt_flow.errors import NotYourAction, RequestError
from slt_flow.model import Binding
from slt_flow.records import journal, projection
from slt_flow.records.store import Store
from slt_flow.results.answers import Done, Refusal
from slt_flow.results.documents import Facts
from slt_flow.results.history import HistoryLine
from slt_flow.services.agreements.init import init
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history import audit
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people import organisations, posts
from slt_flow.services.people.accounts import bind_account, release_account
from slt_flow.services.request import actions
from slt_flow.services.request.context import Account, Context, signed_in
from slt_flow.views.history.timeline import history_line
from slt_flow.views.meetings.minutes import document
from slt_flow.views.text.serialise import dumped
from slt_flow.views.text.words import Words
from tests.conftest import NOON, MakeContext
from tests.records.year import done, play

SECRETARY, CHAIR, POLICE, CONTACT = "slt-koordinator", "ordforer", "politistasjonssjef", "politikontakt"
OLA, KARI, PER, NOBODY = (Account(f"os:{name}@kontoret") for name in ("ola", "kari", "per", "ingen"))
EN, NB = Words("en"), Words("nb")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("accounts") / "own.sqlite"
    init(Context(Store(str(path)), clock=NOON, account=OLA), "kvaefjord")
    return path.read_bytes()


@pytest.fixture
def council(database: Path, begun: bytes) -> Context:
    """A council that Ola began."""
    database.touch(0o600)
    database.write_bytes(begun)
    return Context(Store(str(database)), council="kvaefjord", clock=NOON, account=OLA)


def code_of(act: Callable[[], object]) -> tuple[type[RequestError], str]:
    with pytest.raises(RequestError) as caught:
        act()
    return caught.type, caught.value.code


def bound(context: Context) -> list[tuple[str | None, str, date | None]]:
    """Every binding, with the first day on which it is none."""
    with context.store.reading() as connection:
        rows = projection.rows(connection, str(context.council), Binding)
    return [(row.post, row.account, row.until) for row in sorted(rows, key=lambda row: row.seq)]


def last(context: Context) -> tuple[str, str]:
    """Who recorded the last entry, and how that post is known."""
    line = history(context)[-1]
    return line.recorded_by, line.authenticated


def test_whoever_begins_a_council_is_bound_to_the_secretarys_post(council: Context) -> None:
    assert bound(council) == [(SECRETARY, OLA.name, None)]
    assert {line.authenticated for line in history(council)} == {"os"}
    assert init(replace(council, account=KARI), "kvaefjord").already
    assert bound(council) == [(SECRETARY, OLA.name, None)]
    assert audit.verify(council)[0].flaws == ()


def test_who_runs_it_is_the_account_of_the_process(folder: Path) -> None:
    context = Context(Store(str(folder / "own.sqlite")), council="levanger", clock=NOON)
    init(context, "levanger")
    assert [account for _, account, _ in bound(context)] == [signed_in().name]
    assert done(register(context, "En sak")).notices == ()
    assert last(context) == (SECRETARY, "os")


STANCES: Final[Mapping[str, tuple[str, dict[str, Any]]]] = {
    "own, known": (POLICE, {"account": PER, "actor": POLICE}),
    "own, claimed": (POLICE, {"account": OLA, "actor": POLICE}),
    "own, claimed by nobody's account": (POLICE, {"account": NOBODY, "actor": POLICE}),
    "own, claimed by another's of the same party": (POLICE, {"account": KARI, "actor": POLICE}),
    "recorded for it, known": (POLICE, {"account": OLA}),
    "recorded for it, claimed": (POLICE, {"account": NOBODY}),
    "recorded for it, claimed by an account of the post": (POLICE, {"account": PER}),
}
"""Ways in which a consent of the police comes to be recorded."""

KNOWN = ("own, known", "recorded for it, known")


@pytest.fixture
def held(council: Context) -> Context:
    done(bind_account(council, POLICE, "per@kontoret"))
    done(bind_account(council, CONTACT, "os:kari@kontoret"))
    done(hold(replace(council, on=date(2026, 3, 12)), "2026-03-12", "all"))
    done(register(council, "Trygg skolevei", meeting="M1/26"))
    return council


def consented(context: Context, way: str) -> None:
    post, asked = STANCES[way]
    done(actions.perform(replace(context, **asked), ["1/26"], "take_stance", {"post": post, "stance": "consent"}))


def read(context: Context) -> dict[str, Any]:
    """How the last stance reads, wherever it is read."""
    line = history(context, "1/26")[-1]
    (stance,) = show_case(context, "1/26").stances or ()
    facts = (block for block in document(minutes(context, "M1/26"), EN).blocks if isinstance(block, Facts))
    recorded = next(f"{label}: {value}" for block in facts for label, value in block.rows if label == "Recorded by")
    return {
        "history": str(history_line(line, EN)).partition("consents")[2].split("politistasjonssjef", 1)[-1],
        "json": (line.acted_by, line.recorded_by, line.authenticated),
        "show": (stance.acted_by, stance.recorded_by, stance.authenticated),
        "minutes": recorded,
    }


def test_what_is_only_claimed_reads_otherwise_than_what_is_known(held: Context, folder: Path) -> None:
    before = held.store.path.read_bytes()
    read_as: dict[str, dict[str, Any]] = {}
    for way in STANCES:
        path = folder / f"{len(read_as)}.sqlite"
        path.write_bytes(before)
        there = replace(held, store=Store(str(path)))
        consented(there, way)
        read_as[way] = read(there)
    for place in ("history", "json", "show", "minutes"):
        known = {str(read_as[way][place]) for way in KNOWN}
        claimed = {str(read_as[way][place]) for way in STANCES if way not in KNOWN}
        assert len(known) == 2, place  # its own hand is one thing, another's record of it is another
        assert known.isdisjoint(claimed), place
        own, for_it = ({str(read_as[w][place]) for w in STANCES if w.startswith(how)} for how in ("own", "rec"))
        assert own.isdisjoint(for_it), place
    assert {way: row["json"] for way, row in read_as.items()} == {
        way: (POLICE, POLICE if way.startswith("own") else SECRETARY, "os" if way in KNOWN else "unauthenticated")
        for way in STANCES
    }
    assert read_as["own, claimed"]["history"].endswith("(not confirmed: os:ola@kontoret)")
    assert (
        read_as["own, claimed"]["minutes"] == "Recorded by: SLT-koordinator, Politistasjonssjef in 1/26 (not confirmed)"
    )
    assert read_as["own, known"]["minutes"] == "Recorded by: SLT-koordinator, Politistasjonssjef in 1/26"
    assert read_as["recorded for it, known"]["minutes"] == "Recorded by: SLT-koordinator"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_act_reads_otherwise_where_it_is_only_claimed(kind: Kind) -> None:
    """As its own post's hand, as the secretary's, and where nobody did it; known and claimed."""
    told: dict[str, Any] = dict.fromkeys(HistoryLine._fields, "")
    told |= {"seq": 1, "kind": str(kind), "subject": "1/26", "on": NOON.now().date(), "voided": False, "label": {}}
    told |= {"action": None, "to_state": None, "acted_for": None, "texts": {}}
    line = HistoryLine(**told | {"data": {"breaks": (), "lost": (), "name": "title", "seq": 1}})
    for words, acting in ((words, acting) for words in (EN, NB) for acting in (POLICE, None)):
        read_as = {
            (recorder, how): str(
                history_line(line._replace(acted_by=acting, recorded_by=recorder, authenticated=how), words)
            )
            for recorder in (POLICE, SECRETARY)
            for how in ("os", "unauthenticated")
        }
        sure, claimed = ({text for (_, how), text in read_as.items() if (how == "os") is it} for it in (True, False))
        assert sure.isdisjoint(claimed)
        assert len(claimed) == 2
        assert len(sure) == (2 if acting else 1)  # what nobody did, the program records


def test_an_answer_tells_at_once_that_the_act_is_only_claimed(held: Context) -> None:
    claimed = done(register(replace(held, account=NOBODY), "Annen sak"))
    assert [(notice.code, dict(notice.facts)) for notice in claimed.notices] == [
        ("account_not_bound", {"account": NOBODY.name, "post": SECRETARY})
    ]
    assert last(held) == (SECRETARY, "unauthenticated")


def test_who_binds_an_account_anew_is_not_told_that_it_is_not_bound(held: Context) -> None:
    done(posts.vacate(held, SECRETARY))
    claimed = done(posts.appoint(held, SECRETARY, "Nora Navnløs"))
    assert [notice.code for notice in claimed.notices] == ["account_not_bound"]
    assert done(bind_account(held, SECRETARY, OLA.name)).notices == ()


def test_a_council_of_before_has_no_account_and_is_told_once_in_each_place(context: MakeContext) -> None:
    """Nobody was bound then: all reads as it did, and that nobody is known is said without a warning each time."""
    old = replace(context(), account=NOBODY)
    done(hold(replace(old, on=date(2026, 3, 12)), "2026-03-12", "all"))
    assert done(register(old, "En sak", meeting="M1/26")).notices == ()
    assert last(old) == (SECRETARY, "unauthenticated")
    assert [row.authenticated for row in minutes(old, "M1/26").recorded_by] == ["unauthenticated"]
    # The first to be bound is the secretary's own account, which nobody can vouch for.
    for wrong in (lambda: bind_account(old, CHAIR, NOBODY.name), lambda: bind_account(old, SECRETARY, "ola@b")):
        assert code_of(wrong) == (NotYourAction, "account_not_known")
    done(bind_account(old, SECRETARY, NOBODY.name))
    assert last(old) == (SECRETARY, "unauthenticated")
    done(register(old, "To"))
    assert last(old) == (SECRETARY, "os")


def test_nobody_unknown_says_whose_accounts_are_whose(held: Context) -> None:
    stranger, before = replace(held, account=NOBODY), bound(held)
    for act in (
        lambda: bind_account(stranger, POLICE, NOBODY.name),
        lambda: bind_account(stranger, SECRETARY, NOBODY.name),
        lambda: release_account(stranger, SECRETARY, OLA.name),
        lambda: release_account(stranger, SECRETARY),
        lambda: bind_account(replace(held, actor=CHAIR), CHAIR, "ola@kontoret"),
    ):
        assert code_of(act) == (NotYourAction, "account_not_known")
    assert code_of(lambda: bind_account(replace(held, actor=POLICE, account=PER), CONTACT, "per")) == (
        NotYourAction,
        "not_your_task",
    )
    assert bound(held) == before


def test_a_stranger_takes_no_binding_back(council: Context) -> None:
    done(bind_account(council, POLICE, "per@kontoret"))
    before = bound(council)
    assert code_of(lambda: undo(replace(council, account=NOBODY), "Feil")) == (NotYourAction, "account_not_known")
    assert bound(council) == before
    done(undo(council, "Feil"))
    assert bound(council) == before[:1]


def test_the_chair_may_vouch_for_an_account_too(council: Context) -> None:
    """The secretary's computer is gone: the chair, who is known, binds the account of the new one."""
    done(bind_account(council, CHAIR, "per@kontoret"))
    new = replace(council, account=NOBODY)
    assert code_of(lambda: bind_account(new, SECRETARY, NOBODY.name))[1] == "account_not_known"
    done(bind_account(replace(council, account=PER, actor=CHAIR), SECRETARY, NOBODY.name))
    done(register(new, "Fra ny maskin"))
    assert last(new) == (SECRETARY, "os")


def test_an_account_is_of_one_party(held: Context) -> None:
    for post, account, other in ((POLICE, OLA, SECRETARY), (SECRETARY, PER, POLICE), (CHAIR, KARI, CONTACT)):
        with pytest.raises(RequestError) as caught:
            bind_account(held, post, account.name)
        assert (caught.value.code, caught.value.facts["other"]) == ("account_of_two_parties", other)
    done(posts.add_post(held, "trener", "Trener", "politi", ["executing"]))
    done(bind_account(held, CHAIR, OLA.name))  # of the secretary's own party
    done(bind_account(held, "trener", KARI.name))
    done(release_account(held, POLICE, PER.name))
    done(bind_account(held, CHAIR, PER.name))  # bound to the police no longer


BAD = {
    "": "blank_text",
    "  ": "blank_text",
    "ola\x1b[2J@b": "hidden_characters",
    "ola\u202e@b": "hidden_characters",
    "ola\n@b": "hidden_characters",
    "@": "blank_text",
    "@b": "bad_account",
    "ola@": "bad_account",
    "ola @b": "bad_account",
    "oidc:https://id#1": "bad_account",
    "os:os:ola@b": "bad_account",
    "x" * 2000: "line_too_long",
}


@pytest.mark.parametrize("account", BAD)
def test_what_is_no_account_is_refused(council: Context, account: str) -> None:
    for act in (bind_account, release_account):
        assert code_of(lambda act=act: act(council, POLICE, account)) == (RequestError, BAD[account])  # type: ignore[misc]


def test_how_an_account_may_be_written(council: Context) -> None:
    host = signed_in().name.rpartition("@")[2]
    for typed, account in (
        ("ola", f"os:ola@{host}"),
        ("os:ola@a.b", "os:ola@a.b"),
        ("KOMMUNE\\Ola Nordmann@PC-1", "os:KOMMUNE\\Ola Nordmann@PC-1"),
        ("ola@kommune.no@pc", "os:ola@kommune.no@pc"),
        ("1000@pc", "os:1000@pc"),
        ("Bja\u030arne@pc", "os:Bj\u00e5rne@pc"),
    ):
        done(bind_account(council, CHAIR, typed))
        assert bound(council)[-1][1] == account


def test_other_bad_input(council: Context) -> None:
    assert code_of(lambda: bind_account(council, "ukjent", "a@b"))[1] == "unknown_post"
    assert code_of(lambda: bind_account(council, SECRETARY, OLA.name))[1] == "bound_already"
    assert code_of(lambda: release_account(council, CHAIR))[1] == "not_bound"
    assert code_of(lambda: release_account(council, SECRETARY, "annen@b"))[1] == "not_bound"
    done(bind_account(council, CHAIR, "a@b"))
    assert isinstance(again := bind_account(council, CHAIR, "a@b"), Done)
    assert again.already


def test_an_account_counts_from_its_day_until_it_is_taken_back(council: Context) -> None:
    assert (
        code_of(lambda: bind_account(replace(council, on=date(2026, 7, 1)), SECRETARY, KARI.name))[1] == "day_to_come"
    )
    kari = replace(council, account=KARI)
    done(bind_account(replace(council, on=date(2026, 3, 1)), SECRETARY, KARI.name))
    done(register(kari, "I tide"))
    assert last(kari) == (SECRETARY, "os")
    done(release_account(council, SECRETARY, KARI.name))
    assert bound(council)[-1] == (SECRETARY, KARI.name, date(2026, 6, 15))
    done(register(kari, "For sent"))
    assert last(kari) == (SECRETARY, "unauthenticated")
    done(release_account(council, SECRETARY))
    assert {until for _, _, until in bound(council)} == {date(2026, 6, 15)}
    done(register(council, "Etterpå"))
    assert last(council) == (SECRETARY, "unauthenticated")
    # Somebody who was known left it so that nobody is: the next secretary begins as the first did.
    done(bind_account(kari, SECRETARY, KARI.name))
    assert audit.verify(council)[0].flaws == ()


def test_a_coordinator_hands_over_to_the_next_within_a_day(council: Context) -> None:
    done(bind_account(council, SECRETARY, KARI.name))
    done(posts.vacate(council, SECRETARY))
    done(posts.appoint(replace(council, account=KARI), SECRETARY, "Kari Nordmann"))
    assert last(council) == (SECRETARY, "os")
    assert bound(council) == [(SECRETARY, OLA.name, date(2026, 6, 15)), (SECRETARY, KARI.name, None)]


def test_who_leaves_a_post_leaves_its_accounts(council: Context) -> None:
    def holding(name: str | None, account: Account, on: date) -> tuple[str, ...]:
        there = replace(council, account=account, on=on)
        act = posts.appoint(there, CHAIR, name) if name else posts.vacate(there, CHAIR)
        return tuple(notice.code for notice in done(act).notices if notice.code.startswith("account_still"))

    done(bind_account(replace(council, on=date(2026, 2, 1)), CHAIR, PER.name))
    assert holding("Per Hansen", OLA, date(2026, 1, 1)) == ()  # the first name is no change of holder
    assert bound(council)[-1] == (CHAIR, PER.name, None)
    assert holding(None, NOBODY, date(2026, 5, 1)) == ("account_still_bound",)
    assert bound(council)[-1] == (CHAIR, PER.name, None)
    done(undo(council, "Ukjent førte det"))
    done(bind_account(replace(council, on=date(2026, 5, 1)), CHAIR, KARI.name))  # the next one's, from that day
    assert holding(None, OLA, date(2026, 5, 1)) == ()
    assert bound(council)[-2:] == [(CHAIR, PER.name, date(2026, 5, 1)), (CHAIR, KARI.name, None)]
    done(undo(council, "Feil"))
    assert bound(council)[-2:] == [(CHAIR, PER.name, None), (CHAIR, KARI.name, None)]


def test_a_coordinator_who_left_by_mistake_takes_that_back(council: Context) -> None:
    """Who was known when recording it may take it back, though it made nobody known."""
    done(posts.vacate(council, SECRETARY))
    assert bound(council) == [(SECRETARY, OLA.name, date(2026, 6, 15))]
    assert code_of(lambda: undo(replace(council, account=NOBODY), "Feil"))[1] == "account_not_known"
    done(undo(council, "Feil"))
    assert bound(council) == [(SECRETARY, OLA.name, None)]


def test_what_names_a_person_is_a_text(council: Context) -> None:
    with council.store.reading() as connection:
        entries = journal.read(connection, "kvaefjord")
    (entry,) = [entry for entry in entries if entry.kind == Kind.ACCOUNT_BOUND]
    assert (entry.data, entry.texts["user"]) == ({"post": SECRETARY}, OLA.name)
    assert "ola" not in str(entry.data)


@pytest.mark.endurance
def test_every_act_of_a_year_tells_how_its_recorder_is_known(folder: Path) -> None:
    """The same year by an account that is bound, by one that is not, and by one that is bound to another post."""
    for number, (account, known) in enumerate(((OLA, True), (NOBODY, False), (PER, False))):
        begun = Context(Store(str(folder / f"{number}.sqlite")), council="kvaefjord", clock=NOON, account=OLA)
        init(begun, "kvaefjord")
        done(bind_account(begun, POLICE, PER.name))
        height = len(history(begun))
        accounts_may = replace(begun, account=account, basis="E-post")  # without one, a claim ends no objection
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tests.records.year._accounts", lambda _: None)
            play(accounts_may)
        lines = history(begun)[height:]
        assert len({line.action for line in lines}) > 50
        for line in lines:
            expected = known and line.recorded_by == SECRETARY
            assert (line.authenticated == "os") is expected, line
            assert line.account == account.name
        assert audit.verify(begun)[0].flaws == ()


@pytest.fixture
def work_done(council: Context) -> Context:
    """Two measures that are done: the coordinator's own, and one that a club outside the parties was offered."""
    done(bind_account(council, POLICE, "per@kontoret"))
    done(organisations.add_organisation(council, "lag", "Idrettslaget"))
    done(posts.add_post(council, "trener", "Trener", "lag", ["executing"]))
    done(hold(replace(council, on=date(2026, 3, 12)), "2026-03-12", "all"))
    done(register(council, "Trygg skolevei", meeting="M1/26", consent="all"))
    done(assign(council, "1/26", SECRETARY, "2026-06-01"))
    done(add_measure(council, "1/26.1", "Refleksvester", SECRETARY, "2026-05-01"))
    done(add_measure(council, "1/26.1", "Gå sammen", "trener", "2026-05-01"))
    done(actions.perform(council, ["1/26.1"], "plan", through=True))
    done(actions.perform(council, ["1/26.1.1"], "finish", {"result": "Delt ut"}, through=True))
    return council


OTHERS_ACTS: Final = {
    "accept for a third party": ("1/26.1.2", "accept", "trener"),
    "confirm one's own work": ("1/26.1.1", "verify", CHAIR),
}


@pytest.mark.parametrize(("ref", "action", "post"), OTHERS_ACTS.values(), ids=OTHERS_ACTS)
def test_another_posts_act_needs_the_same_basis_when_one_types_that_post(
    work_done: Context, ref: str, action: str, post: str
) -> None:
    """A post that is typed with `--as` is nobody known: it goes past no rule that holds for who records its act."""
    typed = replace(work_done, actor=post)
    for asking in (replace(work_done, acted_by=post), typed, replace(typed, acted_by=post)):
        refusal = actions.perform(asking, [ref], action)
        assert isinstance(refusal, Refusal)
        assert [finding.rule for finding in refusal.findings] == ["act_has_a_basis"]
    based = replace(work_done, actor=post, basis="E-post 3. mai", dry_run=True)
    done(actions.perform(based, [ref], action))
    strangers = replace(work_done, actor=post, account=NOBODY)
    assert isinstance(actions.perform(strangers, [ref], action), Refusal), "any other account may be the secretary's"
    done(bind_account(work_done, post, KARI.name))
    done(actions.perform(replace(work_done, actor=post, account=KARI), [ref], action))


def test_whoever_did_not_do_the_work_confirms_it_for_another_without_a_ground(work_done: Context) -> None:
    """The account of the police chief types the mayor: it did none of the work."""
    done(actions.perform(replace(work_done, actor=CHAIR, account=PER), ["1/26.1.1"], "verify"))


@pytest.mark.parametrize("way", STANCES)
def test_an_answer_says_how_the_post_that_recorded_it_is_known(held: Context, way: str) -> None:
    post, asked = STANCES[way]
    stance = {"post": post, "stance": "consent"}
    for again in (False, True):
        answer = done(actions.perform(replace(held, **asked), ["1/26"], "take_stance", stance))
        written = json.loads(dumped(answer, NB, {}))
        assert answer.already is again
        assert answer.authenticated == ("os" if way in KNOWN else "unauthenticated")
        assert written.get("authenticated") == (None if way in KNOWN else "unauthenticated")
