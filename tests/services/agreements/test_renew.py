"""A newer agreement: what changes, what stays, what stands in the way, and that all of it can be read on any day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from slt_flow.definitions.agreements import pinned_agreement
from slt_flow.definitions.locations import agreement_file
from slt_flow.errors import DefinitionError, RequestError
from slt_flow.model import Clause, Decision, Item, Post
from slt_flow.records import projection
from slt_flow.results.agreements import AgreementSheet, Change, Renewed
from slt_flow.results.answers import Done, Refusal
from slt_flow.services.agreements.init import init
from slt_flow.services.agreements.renew import renew
from slt_flow.services.agreements.show import agreement
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history import audit
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people import areas, organisations, posts
from slt_flow.services.people.lists import list_organisations, list_posts
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext, Prepared
from tests.records.year import decided, done, refused, rules
from tests.renewals import renewed_text

Write = Callable[..., str]
MAPS = ("naeringslivskontakt=bedriftskontakt", "skjenking-og-rus=rus")
RENAMED = {'"naeringslivskontakt"': '"bedriftskontakt"', '"skjenking-og-rus"': '"rus"'}
"""One post with another id, and one focus area."""


@pytest.fixture
def newer(folder: Path) -> Write:
    """Writes Kvæfjord's agreement once more, in force from another day, with other words in it."""

    def write(
        changed: dict[str, str] | None = None, in_force: str = "2026-05-01", name: str = "ny", joined: str | None = None
    ) -> str:
        text = renewed_text(agreement_file("kvaefjord").read_text(encoding="utf-8"), in_force, joined)
        for old, new in (changed or {}).items():
            assert old in text, old
            text = text.replace(old, new)
        path = folder / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def in_follow_up(made: Context) -> None:
    """Kvæfjord with one decision in follow-up, and a post and an organisation of its own; made once."""
    done(organisations.add_organisation(made, "skole", "Kommunens skoler", "kommune"))
    done(posts.add_post(made, "rektor", "Rektor", "skole", ["executing"]))
    done(hold(made, "2026-03-12", "all"))
    done(register(made, "Foreldremøte", area="skjenking-og-rus", meeting="M1/26", consent="all"))
    march = replace(made, on=date(2026, 3, 13))
    done(assign(march, "1/26", "politikontakt", "2026-12-01"))
    done(add_measure(march, "1/26.1", "Leie hall", "naeringslivskontakt", "2026-11-02"))
    done(add_measure(march, "1/26.1", "Orientere elevene", "rektor", "2026-11-02"))


@pytest.fixture
def working(prepared: Prepared) -> Context:
    """A context on a copy of that council."""
    return prepared(in_follow_up)


def renewed(found: Renewed) -> Done:
    return done(found.outcome)


def rows(context: Context, kind: type[Any]) -> dict[str, Any]:
    with context.store.reading() as connection:
        return {str(row.key[0]): row for row in projection.rows(connection, "kvaefjord", kind)}


def listed(sheet: AgreementSheet, kind: str) -> dict[str, Any]:
    return {getattr(row, "id", "") or row.key: row for row in getattr(sheet, kind)}


def told(changes: tuple[Change, ...]) -> set[tuple[str, str, str]]:
    return {(change.what, change.id, change.change) for change in changes}


def height(context: Context) -> int:
    return int(audit.head(context)["seq"])


def whole(context: Context) -> None:
    assert [found.flaws for found in audit.verify(context)] == [()]


def test_open_work_of_what_is_gone_is_named_and_nothing_is_written(working: Context, newer: Write) -> None:
    before = height(working)
    found = renew(working, newer(RENAMED))
    assert rules(found.outcome) == {"removed_posts_own_nothing", "removed_areas_hold_nothing"}
    saw = {finding.rule: finding.saw["holding"] for finding in refused(found.outcome).findings}
    assert saw["removed_posts_own_nothing"] == ("naeringslivskontakt (1/26.1.1)",)
    assert saw["removed_areas_hold_nothing"] == ("skjenking-og-rus (1/26)",)
    for finding in refused(found.outcome).findings:
        assert "--map naeringslivskontakt=POST --map skjenking-og-rus=AREA" in finding.remedy
    assert (height(working), found.changes) == (before, ())


@pytest.mark.parametrize("given", MAPS)
def test_one_map_of_two_is_not_enough_and_the_remedy_keeps_it(working: Context, newer: Write, given: str) -> None:
    (finding,) = refused(renew(working, newer(RENAMED), [given]).outcome).findings
    assert f"--map {given}" in finding.remedy
    assert finding.rule == ("removed_areas_hold_nothing" if given == MAPS[0] else "removed_posts_own_nothing")


def test_what_is_gone_passes_its_open_work_on_in_one_transaction(working: Context, newer: Write) -> None:
    before = height(working)
    found = renew(working, newer(RENAMED), MAPS)
    assert len(renewed(found).entries) == height(working) - before
    assert (found.agreement, found.on) == ("kvaefjord/2026-05-01", date(2026, 5, 1))
    assert show_case(working, "1/26.1.1").owner == "bedriftskontakt"
    assert show_case(working, "1/26.1.1").on == date(2026, 5, 1)
    assert show_case(working, "1/26.1").owner == "politikontakt"
    assert decided(working, "1/26").area == "rus"
    assert rows(working, Post)["naeringslivskontakt"].until == date(2026, 5, 1)
    assert {("post", "naeringslivskontakt", "removed"), ("post", "naeringslivskontakt", "handed_over")} <= told(
        found.changes
    )
    assert {("area", "skjenking-og-rus", "removed"), ("area", "skjenking-og-rus", "moved")} <= told(found.changes)
    whole(working)


def test_what_the_council_added_itself_stays(working: Context, newer: Write) -> None:
    renewed(renew(working, newer(RENAMED), MAPS))
    assert rows(working, Post)["rektor"].until is None
    assert show_case(working, "1/26.1.2").owner == "rektor"


def test_a_dry_run_tells_the_same_and_writes_nothing(working: Context, newer: Write) -> None:
    before = height(working)
    dry = renew(replace(working, dry_run=True), newer(RENAMED), MAPS)
    assert renewed(dry).dry_run
    assert height(working) == before
    assert dry.changes == renew(working, newer(RENAMED), MAPS).changes


def test_running_cases_keep_their_machines_and_their_states(working: Context, newer: Write) -> None:
    pins = rows(working, Decision)["2026"].pins
    before = {row.ref: (row.pin, row.state) for row in rows(working, Item).values()}
    renewed(renew(working, newer(RENAMED), MAPS))
    assert rows(working, Decision)["2026"].pins == pins
    assert {row.ref: (row.pin, row.state) for row in rows(working, Item).values()} == before


def test_each_clause_is_in_force_for_its_own_days(working: Context, newer: Write) -> None:
    file = newer({"per_year = 2 }": "per_year = 3 }", 'key = "digital_presence_is_kept"': 'key = "action_plan_is_x"'})
    with pytest.raises(DefinitionError):
        renew(working, file)
    (told,) = renewed(renew(working, newer({"per_year = 2 }": "per_year = 3 }"}))).notices
    assert (told.code, told.facts["on"]) == ("judged_from", date(2026, 5, 1))
    with working.store.reading() as connection:
        found = [row for row in projection.rows(connection, "kvaefjord", Clause) if row.clause == "meetings_are_held"]
    assert [(row.since, row.until, row.numbers["per_year"]) for row in sorted(found, key=lambda row: row.since)] == [
        (date(2026, 1, 1), date(2026, 5, 1), 2),
        (date(2026, 5, 1), None, 3),
    ]


def test_the_day_before_shows_the_older_agreement_and_the_day_itself_the_newer(working: Context, newer: Write) -> None:
    before = agreement(working)
    renewed(renew(working, newer({**RENAMED, '"Politistasjonssjef"': '"Stasjonssjef"'}), MAPS))
    assert agreement(working.at(date(2026, 4, 30))) == before._replace(as_of=date(2026, 4, 30))
    after = agreement(working.at(date(2026, 5, 1)))
    assert after._replace(as_of=before.as_of) == agreement(working)
    assert after.name == "kvaefjord/2026-05-01"
    assert listed(after, "posts")["politistasjonssjef"].title == "Stasjonssjef"
    assert {"bedriftskontakt"} == set(listed(after, "posts")) - set(listed(before, "posts"))
    assert {"rus"} == set(listed(after, "focus_areas")) - set(listed(before, "focus_areas"))
    april = {row.id for row in list_posts(working.at(date(2026, 4, 30)))}
    assert "bedriftskontakt" not in april
    assert "naeringslivskontakt" in april


def test_work_given_late_to_a_new_post_can_be_read_as_of_a_day_before_it_was_agreed(
    working: Context, newer: Write
) -> None:
    renewed(renew(working, newer(RENAMED), MAPS))
    april = replace(working, on=date(2026, 4, 20))
    done(add_measure(april, "1/26.1", "Bedriftsbesøk", "bedriftskontakt", "2026-11-01"))
    assert show_case(working.at(date(2026, 4, 30)), "1/26.1.3").owner == "bedriftskontakt"


def test_the_same_file_once_more_is_recorded_already(working: Context, newer: Write) -> None:
    first = renewed(renew(working, newer(RENAMED), MAPS))
    before = height(working)
    again = renewed(renew(working, newer(RENAMED)))
    assert (again.already, again.entries, height(working)) == (True, first.entries, before)


def test_a_renewal_can_be_taken_back_and_made_again(working: Context, newer: Write) -> None:
    before = {kind: rows(working, kind) for kind in (Post, Clause)}
    sheet = agreement(working)
    renewed(renew(working, newer(RENAMED), MAPS))
    (again,) = done(undo(working, "Feil fil")).notices
    assert (again.code, again.facts["agreement"].partition("/")[0]) == ("older_agreement_again", "kvaefjord")
    assert agreement(working) == sheet
    assert {kind: rows(working, kind) for kind in (Post, Clause)} == before
    assert show_case(working, "1/26.1.1").owner == "naeringslivskontakt"
    assert decided(working, "1/26").area == "skjenking-og-rus"
    whole(working)
    assert not renewed(renew(working, newer(RENAMED), MAPS)).already
    whole(working)


def test_a_renewal_that_was_built_on_is_not_taken_back(working: Context, newer: Write) -> None:
    renewed(renew(working, newer(RENAMED), MAPS))
    done(register(working, "Ny sak"))
    assert rules(undo(working, "Feil fil", "area:rus")) == {"nothing_builds_on_it"}


def test_new_decisions_are_judged_by_the_newer_agreement(working: Context, newer: Write) -> None:
    found = newer({'posts = ["politikontakt"], designation': 'posts = ["politistasjonssjef"], designation'})
    assert "owner_is_eligible" in rules(assign(working, "1/26", "politistasjonssjef", "2026-12-01"))
    renewed(renew(working, found))
    done(assign(working, "1/26", "politistasjonssjef", "2026-12-01"))


def test_who_takes_over_must_be_eligible_under_the_newer_agreement(working: Context, newer: Write) -> None:
    before = height(working)
    found = newer({'"politikontakt"': '"ny-kontakt"'})
    assert rules(renew(working, found, ["politikontakt=radikaliseringskontakt"]).outcome) == {"owner_is_eligible"}
    assert height(working) == before
    renewed(renew(working, found, ["politikontakt=ny-kontakt"]))


def test_chair_and_secretary_can_be_replaced(working: Context, newer: Write) -> None:
    changed = {'"slt-koordinator"': '"krim-koordinator"', '"ordforer"': '"varaordforer"', **RENAMED}
    renewed(renew(working, newer(changed), MAPS))
    known = rows(working, Post)
    assert {role: [p.id for p in known.values() if role in p.roles] for role in ("chair", "secretary")} == {
        "chair": ["varaordforer"],
        "secretary": ["krim-koordinator"],
    }
    done(hold(working, "2026-06-01", "varaordforer,administrasjonssjef,krim-koordinator,politistasjonssjef"))
    done(register(working, "Ny sak", meeting="M2/26", consent="all"))
    whole(working)


def test_roles_can_change_hands_between_posts_that_stay(working: Context, newer: Write) -> None:
    changed = {
        'seat = true\nroles = ["secretary"]': "seat = true",
        'title = "Administrasjonssjef"\n': 'title = "Administrasjonssjef"\nroles = ["secretary"]\n',
        'written_by = "slt-koordinator"': 'written_by = "administrasjonssjef"',
        **RENAMED,
    }
    renewed(renew(working, newer(changed), MAPS))
    known = rows(working, Post)
    assert [p.id for p in known.values() if "secretary" in p.roles] == ["administrasjonssjef"]
    assert show_case(working, "1/26.1.1").owner == "bedriftskontakt"


def test_a_post_that_comes_back_is_the_same_post(working: Context, newer: Write) -> None:
    renewed(renew(working, newer(RENAMED), MAPS))
    back = {'title = "Næringslivskontakt"\n': 'title = "Kontakt for næringslivet"\n'}
    maps = ("bedriftskontakt=naeringslivskontakt", "rus=skjenking-og-rus")
    renewed(renew(working, newer(back, "2026-06-01", "tredje"), maps))
    known = rows(working, Post)["naeringslivskontakt"]
    assert (known.title, known.until) == ("Kontakt for næringslivet", None)
    assert decided(working, "1/26").area == "skjenking-og-rus"
    whole(working)


def test_a_party_that_no_longer_signs_is_outside_with_all_its_parts(working: Context, newer: Write) -> None:
    """The municipality merged into another: what the council added under the old one may own nothing open."""
    merged = {'id = "kommune"': 'id = "nykommune"', 'organisation = "kommune"': 'organisation = "nykommune"', **RENAMED}
    found = renew(working, newer(merged), MAPS)
    (finding,) = refused(found.outcome).findings
    assert (finding.rule, finding.saw["holding"]) == ("removed_parties_own_nothing", ("rektor (1/26.1.2)",))
    assert "slt hand-over --all-from rektor" in finding.remedy
    done(hand_over(working, "1/26.1.2", "slt-koordinator", "Kommunene slås sammen"))
    renewed(renew(working, newer(merged), MAPS))
    parties = [row.id for row in list_organisations(working) if row.party == row.id]
    assert sorted(parties) == ["nykommune", "politi"]
    assert {row.id: row.party for row in list_organisations(working)}["skole"] is None
    assert {row.id for row in listed(agreement(working.at(date(2026, 4, 1))), "parties").values()} == {
        "kommune",
        "politi",
    }
    done(hold(working, "2026-06-10", "all"))
    told_ = done(register(working, "Ny sak", meeting="M2/26", consent="all"))
    assert [(n.facts["consenting"], n.facts["parties"]) for n in told_.notices if n.code == "consensus"] == [(2, 2)]


@pytest.mark.parametrize(
    ("maps", "code"),
    [
        (["naeringslivskontakt"], "bad_map"),
        (["=bedriftskontakt"], "bad_map"),
        (["naeringslivskontakt="], "bad_map"),
        (["politikontakt=bedriftskontakt"], "map_of_what_stays"),
        (["ingen=bedriftskontakt"], "map_of_what_stays"),
        (["naeringslivskontakt=ingen"], "map_to_nothing"),
        (["naeringslivskontakt=naeringslivskontakt"], "map_to_nothing"),
        (["skjenking-og-rus=bedriftskontakt"], "map_to_nothing"),
        (["naeringslivskontakt=rus"], "map_to_nothing"),
        (["naeringslivskontakt=bedriftskontakt", "naeringslivskontakt=politikontakt"], "mapped_twice"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(working: Context, newer: Write, maps: list[str], code: str) -> None:
    before = height(working)
    with pytest.raises(RequestError) as raised:
        renew(working, newer(RENAMED), maps)
    assert (raised.value.code, height(working)) == (code, before)


def test_a_misspelt_map_is_suggested(working: Context, newer: Write) -> None:
    with pytest.raises(RequestError) as raised:
        renew(working, newer(RENAMED), ["naeringskontakt=bedriftskontakt"])
    assert raised.value.facts["near"] == "naeringslivskontakt"


@pytest.mark.parametrize(
    ("in_force", "code"),
    [
        ("2018-01-01", "agreement_not_newer"),
        ("2026-06-16", "agreement_in_force_later"),
    ],
)
def test_an_agreement_of_another_day_is_refused(working: Context, newer: Write, in_force: str, code: str) -> None:
    with pytest.raises(RequestError) as raised:
        renew(working, newer(in_force=in_force))
    assert raised.value.code == code


def test_the_present_agreement_with_other_words_is_not_newer(working: Context, newer: Write) -> None:
    with pytest.raises(RequestError) as raised:
        renew(working, newer({"per_year = 2 }": "per_year = 3 }"}, "2019-01-01"))
    assert raised.value.code == "agreement_not_newer"


def test_another_councils_agreement_is_refused(working: Context) -> None:
    with pytest.raises(RequestError) as raised:
        renew(working, "levanger")
    assert raised.value.code == "agreement_of_another"


def test_an_agreement_to_come_is_shown_by_a_dry_run(working: Context, newer: Write) -> None:
    found = renew(replace(working, dry_run=True), newer(in_force="2026-07-01"))
    assert (found.on, [notice.code for notice in renewed(found).notices]) == (date(2026, 7, 1), ["dated_ahead"])


def test_the_day_can_be_later_than_the_one_in_the_file_never_before_the_last_change(
    working: Context, newer: Write
) -> None:
    assert renew(replace(working, on=date(2026, 6, 1)), newer(RENAMED), MAPS).on == date(2026, 6, 1)
    maps = ("bedriftskontakt=naeringslivskontakt", "rus=skjenking-og-rus")
    with pytest.raises(RequestError) as raised:
        renew(working, newer(None, "2026-05-15", "tredje"), maps)
    assert raised.value.code == "renewed_before_the_last"


def test_work_that_went_on_after_the_day_passes_on_after_its_last_entry(working: Context, newer: Write) -> None:
    done(actions.perform(replace(working, on=date(2026, 6, 10)), ["1/26.1.1"], "accept"))
    renewed(renew(working, newer(RENAMED), MAPS))
    assert show_case(working, "1/26.1.1").on == date(2026, 6, 10)
    whole(working)


def test_only_secretary_and_chair_renew(working: Context, newer: Write) -> None:
    with pytest.raises(RequestError) as raised:
        renew(replace(working, actor="politikontakt"), newer(RENAMED), MAPS)
    assert raised.value.code == "not_your_task"


def test_groups_are_those_of_the_newer_agreement(context: MakeContext, folder: Path, database: Path) -> None:
    indre = Path(__file__).parents[2] / "agreements" / "indre.toml"
    made = replace(context(), council="indre")
    init(replace(made, clock=FixedClock(datetime(2026, 1, 5, 12, tzinfo=UTC))), str(indre))
    text = renewed_text(indre.read_text(encoding="utf-8"), "2026-04-01")
    last = text.index('[[coordinating_groups]]\nid = "indre"')
    newer = folder / "indre.toml"
    newer.write_text(text[:last] + text[text.index("[[clauses]]") :], encoding="utf-8")
    assert isinstance(renew(made, str(newer)).outcome, Done)
    assert list(listed(agreement(made), "groups")) == ["ytre"]
    assert list(listed(agreement(made.at(date(2026, 3, 1))), "groups")) == ["ytre", "indre"]


def test_a_refusal_is_a_value_that_names_the_council(working: Context, newer: Write) -> None:
    outcome = renew(working, newer(RENAMED)).outcome
    assert isinstance(outcome, Refusal)
    assert (outcome.ref, outcome.action) == ("kvaefjord", "renew")


def test_a_post_that_is_gone_is_given_no_work_from_that_day(working: Context, newer: Write) -> None:
    renewed(renew(working, newer(RENAMED), MAPS))
    with pytest.raises(RequestError) as raised:
        add_measure(working, "1/26.1", "Bedriftsbesøk", "naeringslivskontakt", "2026-11-02")
    assert raised.value.code == "post_gone"
    april = replace(working, on=date(2026, 4, 30))
    done(add_measure(april, "1/26.1", "Bedriftsbesøk", "naeringslivskontakt", "2026-11-02"))


def test_a_post_that_is_gone_is_neither_appointed_to_nor_designated(working: Context, newer: Write) -> None:
    renewed(renew(working, newer(RENAMED), MAPS))
    gone, first = "naeringslivskontakt", replace(working, on=date(2026, 5, 1))
    with pytest.raises(RequestError, match="post_gone"):
        posts.appoint(first, gone, "Nora Navnløs")
    for context in (working, first):
        with pytest.raises(RequestError, match="post_gone"):
            posts.designate(context, gone, "1/26")
        with pytest.raises(RequestError, match="post_gone"):
            areas.add_area(context, "natt", "Natt", "1/26", contacts=[gone])
    done(posts.designate(replace(working, on=date(2026, 4, 30)), gone, "1/26"))


def test_everything_that_changes_is_told(working: Context, newer: Write) -> None:
    changed = {
        'title = "Politirådet i Kvæfjord"': 'title = "Rådet"',
        '"12-31" = "Nyttårsaften"': '"12-30" = "Romjula"',
        "per_year = 2 }": "per_year = 3 }",
        'key = "digital_presence_is_kept"\nref = "§ 7"': 'key = "digital_presence_is_kept"\nref = "§ 6"',
        'title = "Trafikksikkerhet"': 'title = "Trygg trafikk"',
        'name = "Kvæfjord kommune"': 'name = "Kvæfjord"',
        '[[focus_areas]]\nid = "beredskap"': '[[coordinating_groups]]\nid = "gruppe"\ntitle = "Gruppa"\n'
        'members = ["politikontakt"]\n\n[[focus_areas]]\nid = "beredskap"',
    }
    found = renew(replace(working, dry_run=True), newer(changed))
    assert {(row.what, row.id, row.change, row.detail) for row in found.changes} == {
        ("agreement", "kvaefjord/2026-05-01", "added", ""),
        ("agreement", "title", "changed", "Politirådet i Kvæfjord → Rådet"),
        ("closed_day", "12-31", "removed", ""),
        ("closed_day", "12-30", "added", "Romjula"),
        ("clause", "meetings_are_held", "changed", "per_year 2 → 3"),
        ("clause", "digital_presence_is_kept", "changed", "§ 7 → § 6"),
        ("area", "trafikksikkerhet", "changed", "Trygg trafikk"),
        ("organisation", "kommune", "changed", "Kvæfjord"),
        ("group", "gruppe", "added", "politikontakt"),
    }


def test_to_begin_once_more_under_a_newer_agreement_points_to_the_renewal(working: Context, newer: Write) -> None:
    file = newer(RENAMED)
    with pytest.raises(RequestError) as raised:
        init(working, file)
    assert (raised.value.code, raised.value.facts["file"]) == ("council_exists_under_older", file)
    renewed(renew(working, file, MAPS))
    assert init(working, file).already
    assert init(working, "kvaefjord").already
    with pytest.raises(RequestError) as raised:
        init(working, newer(None, "2026-04-01", "annen"))
    assert raised.value.code == "council_exists"


def test_among_several_councils_the_file_says_which(context: MakeContext, newer: Write) -> None:
    context()
    levanger = context("levanger")
    assert renew(replace(levanger, council=None), newer()).council == "kvaefjord"
    with pytest.raises(RequestError) as raised:
        renew(levanger, newer())
    assert raised.value.code == "agreement_of_another"


@pytest.mark.parametrize(
    ("stale", "earlier"),
    [
        ({"2026-04-20": "2018-12-19"}, ("kommune", "kommune", "politi")),
        ({'Stasjonssjefen", date = 2026-04-20': 'Stasjonssjefen", date = 2018-12-19'}, ("politi",)),
        ({'"K-sak 57/18" }': '"K-sak 57/18" } # som før', "2026-04-20, case": "2018-12-13, case"}, ("kommune",)),
    ],
)
def test_the_parties_renew_and_not_the_council(
    working: Context, newer: Write, stale: dict[str, str], earlier: tuple[str, ...]
) -> None:
    before = height(working)
    found = renew(working, newer({**stale, **RENAMED}, joined="2026-04-20"), MAPS)
    (finding,) = refused(found.outcome).findings
    assert finding.rule == "every_party_has_joined_anew"
    assert tuple(act.partition(" (")[0] for act in finding.saw["earlier"]) == earlier
    assert (height(working), found.changes) == (before, ())
    renewed(renew(working, newer(RENAMED, joined="2026-04-20"), MAPS))
    assert [(row.party, row.act, row.who, row.on) for row in agreement(working).joined] == [
        ("kommune", "adopted_by", "Kvæfjord kommunestyre", date(2026, 4, 20)),
        ("kommune", "signed_by", "Ordføreren", date(2026, 4, 20)),
        ("politi", "signed_by", "Stasjonssjefen", date(2026, 4, 20)),
    ]
    assert {row.on.year for row in agreement(working.at(date(2026, 4, 30))).joined} == {2018}


def test_it_is_in_force_no_earlier_than_the_last_party_joined_it(working: Context, newer: Write) -> None:
    with pytest.raises(DefinitionError) as raised:
        renew(working, newer(RENAMED, joined="2026-05-02"), MAPS)
    problems: Any = raised.value.facts["problems"]
    assert {problem.code for problem in problems} == {"joined_after_it_is_in_force"}
    assert all(problem.facts["line"] for problem in problems)


def test_a_council_under_an_agreement_of_the_oldest_form_can_be_renewed() -> None:
    text = agreement_file("kvaefjord").read_text(encoding="utf-8")
    oldest = "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith(("adopted_by", "signed_by"))
    )
    oldest = oldest.replace("in_force =", 'signed = 2018-12-19\nadopted_by = { body = "Kommunestyret" }\nin_force =')
    entered = pinned_agreement(oldest, "kvaefjord/2019-01-01")
    assert (entered.agreement.name, entered.parties[0].joined) == ("kvaefjord", {})
