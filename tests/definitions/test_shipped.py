"""What is shipped loads without a problem, and says what the two agreements say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from slt_flow.definitions import locations, read
from slt_flow.definitions.agreements import LoadedAgreement, load_agreement
from slt_flow.definitions.load import load_machine, load_machines, pinned
from slt_flow.definitions.machines import Machine
from slt_flow.definitions.outline import actions_of
from slt_flow.definitions.shelf import SHIPPED as SHIPPED_SHELF
from slt_flow.engine.effects import vocabulary
from slt_flow.errors import DefinitionError
from slt_flow.terms import Level, Tag
from tests.worlds import SHIPPED, machines

WORKFLOWS = locations.workflows_folder()
AGREEMENTS = sorted(WORKFLOWS.glob("agreements/*/*.toml"))
MACHINES = sorted(WORKFLOWS.glob("machines/*/*.toml"))


def loaded(name: str) -> LoadedAgreement:
    return load_agreement(name, vocabulary())


def told(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", AGREEMENTS, ids=told)
def test_an_agreement_loads_and_its_path_is_its_name_and_day(path: Path) -> None:
    agreement = load_agreement(str(path), vocabulary())
    assert agreement.name == told(path)
    assert agreement.agreement.agreement.name == path.parent.name
    assert agreement.digest == read.digest(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MACHINES, ids=told)
def test_a_machine_loads_and_its_folder_is_its_name_and_its_stem_its_version(path: Path) -> None:
    machine = load_machine(path, vocabulary())
    assert (machine.machine.name, machine.version) == (path.parent.name, path.stem)
    assert path.stem.isdecimal()


@pytest.mark.parametrize("path", AGREEMENTS, ids=told)
def test_the_machines_an_agreement_names_load_together(path: Path) -> None:
    versions = load_agreement(str(path), vocabulary()).agreement.machines
    assert set(load_machines(versions, vocabulary())) == set(versions) == set(SHIPPED)


def test_exactly_these_machines_and_agreements_are_shipped() -> None:
    assert {path.parent.name for path in MACHINES} == set(SHIPPED) == set(SHIPPED_SHELF.machines())
    assert {path.parent.name for path in AGREEMENTS} == set(locations.shipped_agreements()) == {"kvaefjord", "levanger"}


@pytest.mark.parametrize("path", AGREEMENTS, ids=told)
def test_every_clause_is_a_rule_or_an_obligation(path: Path) -> None:
    clauses = load_agreement(str(path), vocabulary()).agreement.clauses
    judged = {clause.judged_as or clause.key for clause in clauses if clause.kept_by != "nobody"}
    assert judged <= vocabulary().rules.keys() | vocabulary().obligations.keys()


ROLES: dict[str, dict[str, Any]] = {
    "kvaefjord": {
        "seats": ["ordforer", "administrasjonssjef", "slt-koordinator", "politistasjonssjef", "politikontakt"],
        "binds": ["ordforer", "administrasjonssjef", "politistasjonssjef"],
        "without seat": ["radikaliseringskontakt", "naeringslivskontakt"],
        "areas": [
            "vold-og-overgrep-mot-barn",
            "barn-og-unge",
            "beredskap",
            "radikalisering",
            "arbeidslivskriminalitet",
            "skjenking-og-rus",
            "trafikksikkerhet",
        ],
        "in force": "2019-01-01",
        "joined": {
            ("kommune", "adopted_by", "Kvæfjord kommunestyre", "2018-12-13", "K-sak 57/18"),
            ("kommune", "signed_by", "Ordføreren", "2018-12-19", None),
            ("politi", "signed_by", "Stasjonssjefen", "2018-12-19", None),
        },
    },
    "levanger": {
        "seats": [
            "ordforer",
            "kommunedirektor",
            "politikontakt",
            "slt-koordinator",
            "kommunalsjef-oppvekst",
            "kommunalsjef-helse",
            "kommunalsjef-samfunn",
        ],
        "binds": ["ordforer", "kommunedirektor", "politikontakt"],
        "without seat": [],
        "areas": [
            "tverretatlig-samarbeid",
            "barn-og-ungdom",
            "ungdomsmiljo",
            "vold",
            "problemorienterte-tiltak",
            "alkoholhandtering",
        ],
        "in force": "2020-01-15",
        "joined": {
            ("kommune", "signed_by", "Ordføreren og kommunedirektøren", "2020-01-15", None),
            ("politi", "signed_by", "Politikontakten, for Trøndelag politidistrikt", "2020-01-15", None),
        },
    },
}


@pytest.mark.parametrize("name", list(ROLES))
def test_seats_binding_posts_and_roles_are_those_agreed(name: str) -> None:
    posts = loaded(name).agreement.posts
    assert [post.id for post in posts if post.seat] == ROLES[name]["seats"]
    assert [post.id for post in posts if post.binds] == ROLES[name]["binds"]
    assert [post.id for post in posts if not post.seat] == ROLES[name]["without seat"]
    assert [post.id for post in posts if "chair" in post.roles] == ["ordforer"]
    assert [post.id for post in posts if "secretary" in post.roles] == ["slt-koordinator"]


@pytest.mark.parametrize("name", list(ROLES))
def test_focus_areas_and_days_are_those_agreed(name: str) -> None:
    agreement = loaded(name).agreement
    heading = agreement.agreement
    assert [area.id for area in agreement.focus_areas] == ROLES[name]["areas"]
    assert str(heading.in_force) == ROLES[name]["in force"]
    acts = {(p.id, key, act.who, str(act.date), act.case) for p in agreement.parties for key, act in p.joined.items()}
    assert acts == ROLES[name]["joined"]


def test_every_kvaefjord_area_has_goals_and_two_name_the_polices_contacts() -> None:
    areas = loaded("kvaefjord").agreement.focus_areas
    assert all(area.goals for area in areas)
    assert {area.id: area.contacts for area in areas if area.contacts} == {
        "radikalisering": ("radikaliseringskontakt", "politikontakt"),
        "arbeidslivskriminalitet": ("naeringslivskontakt", "politikontakt"),
    }


TASKS = ("follows_up_daily", "connects_people", "advises_on_methods", "presents_intelligence", "reaches_out")
"""The main tasks of Kvæfjord's police contact."""

MEET = (("coordinator", "§ 4", "slt-koordinator"), ("contact", "§ 5", "politikontakt"))
"""The posts that meet regularly in the council and at the coordinating level."""

CLAUSES = [
    # clause, Kvæfjord's section and numbers, Levanger's section and numbers (None: silent)
    ("meetings_are_held", ("§ 2", {"per_year": 2}), ("§ 2", {"per_year": 4})),
    ("kommunestyre_is_informed", ("§ 2", {"per_year": 1}), None),
    ("extraordinary_meetings_may_be_requested", None, ("§ 2", {})),
    (
        "agendas_are_sent_in_time",
        ("§ 2", {"notice_days": 7, "excepted_kinds": ("extraordinary", "short_notice")}),
        ("§ 2", {"notice_days": 7, "excepted_kinds": ()}),
    ),
    (
        "minutes_are_archived",
        ("§ 2", {"written_by": "slt-koordinator"}),
        ("§ 2", {"written_by": "slt-koordinator"}),
    ),
    ("every_party_is_represented", ("§ 2", {}), ("§ 2", {})),
    ("council_may_be_extended", ("§ 2", {"extension": "guest"}), ("§ 2", {"extension": "seat"})),
    ("consensus_is_reached", ("§ 8", {}), None),
    ("owner_is_bound", ("§ 8", {}), None),
    ("within_delegated_authority", ("§ 8", {}), None),
    (
        "owner_is_eligible",
        ("§ 3", {"levels": ("coordinating",), "posts": ("politikontakt",), "designation": True}),
        ("§ 3", {"levels": (), "posts": ("slt-koordinator", "politikontakt"), "designation": True}),
    ),
    ("every_decision_has_an_owner", ("§ 3", {}), ("§ 3", {})),
    ("focus_areas_are_worked_on", ("§ 3", {}), ("§ 3", {})),
    ("bylaws_are_revised", ("§§ 1, 3", {}), ("§§ 1, 3", {})),
    ("action_plan_is_adopted", ("§ 1", {}), ("§ 1", {})),
    ("effects_are_evaluated", ("§ 8", {"from_month": 11}), ("§ 3", {"from_month": 11})),
    ("learning_points_are_carried_over", ("§ 8", {}), ("§ 3", {})),
    ("agreement_is_evaluated", ("§ 9", {"every_years": 1}), None),
    ("contact_is_present", ("§ 5", {"days_per_week": 1, "post": "politikontakt"}), None),
    ("youth_council_is_heard", None, ("§ 2", {"through": "slt-koordinator"})),
    ("coordination_meetings_are_held", ("§ 4", {"organised_by": "slt-koordinator"}), None),
    ("those_concerned_are_involved", ("§§ 1, 3", {}), ("§§ 1, 3", {})),
    ("meetings_are_led_as_agreed", ("§ 2", {"led_by": "ordforer"}), ("§ 2", {"led_by": "ordforer"})),
    ("prevention_unit_is_met", ("§ 4", {"post": "slt-koordinator"}), None),
    *((f"contact_{task}", ("§ 5", {"post": "politikontakt"}), None) for task in TASKS),
    *(
        (f"{who}_attends", (ref, {"post": post, "kinds": ("ordinary", "coordination")}), None)
        for who, ref, post in MEET
    ),
    ("police_services_are_agreed", ("§ 6", {}), None),
    ("goals_enter_the_parties_plans", ("§ 4", {}), None),
    ("preparedness_is_coordinated", ("§ 1", {}), ("§ 1", {})),
]


@pytest.mark.parametrize(("clause", "kvaefjord", "levanger"), CLAUSES, ids=[clause[0] for clause in CLAUSES])
def test_a_clause_says_what_is_agreed_in_each_council(clause: str, kvaefjord: Any, levanger: Any) -> None:
    for name, wanted in (("kvaefjord", kvaefjord), ("levanger", levanger)):
        stated = {c.key: (c.ref, dict(c.numbers)) for c in loaded(name).agreement.clauses}
        assert stated.get(clause) == wanted


def test_both_evaluate_measures_of_preparedness_too() -> None:
    texts = [{c.key: c.text for c in loaded(name).agreement.clauses}["effects_are_evaluated"] for name in ROLES]
    assert all("beredskap" in text for text in texts)


def test_the_target_groups_are_those_agreed() -> None:
    texts = {name: {c.key: c.text for c in loaded(name).agreement.clauses}["target_group_is_served"] for name in ROLES}
    assert "barn og unge" in texts["kvaefjord"]
    assert all(ages in texts["levanger"] for ages in ("12 og 23", "0 og 100"))


def test_the_texts_that_an_agreement_refers_to_are_named() -> None:
    documents = {clause.ref: clause.document for clause in loaded("kvaefjord").agreement.clauses if clause.document}
    assert "tjenestetilbud" in documents["§ 6"]
    assert "delegeringsreglement" in documents["§ 8"]


@pytest.mark.parametrize("path", AGREEMENTS, ids=told)
def test_no_post_names_a_person_a_number_or_an_address(path: Path) -> None:
    """Roles only: a post's title is one capitalised function with no second capitalised word."""
    for post in load_agreement(str(path), vocabulary()).agreement.posts:
        words = post.title.split()
        assert not [word for word in words[1:] if word[:1].isupper()], post.title
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"@|\b\d{8}\b|\b\d{3} \d{2} \d{3}\b", text)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_label_is_in_three_languages_and_no_action_shares_its_words_with_a_neighbour(name: str) -> None:
    definition = machines()[name].machine
    for state in definition.states:
        for language in ("nb", "nn", "en"):
            words = [
                getattr(action.label, language) for action in definition.actions(state).values() if not action.auto
            ]
            assert len(words) == len(set(words)), (state, words)


@pytest.mark.parametrize("name", SHIPPED)
def test_an_action_has_the_same_words_and_asks_in_the_same_order_in_every_state(name: str) -> None:
    definition: Machine = machines()[name].machine
    seen: dict[str, tuple[str, ...]] = {}
    for state in definition.states:
        for action, defined in definition.actions(state).items():
            if set(seen.setdefault(action, defined.asks)) == set(defined.asks):
                assert seen[action] == defined.asks


@pytest.mark.parametrize("name", SHIPPED)
def test_only_an_end_is_settled_or_a_decision_that_was_carried_out(name: str) -> None:
    for state, defined in machines()[name].machine.states.items():
        if Tag.SETTLED in defined.tags:
            assert defined.end or (name, state) == ("decision", "carried_out")


@pytest.mark.parametrize("name", ["assignment", "measure"])
def test_every_end_of_work_is_settled_and_some_end_is_achieved(name: str) -> None:
    ends = [defined for defined in machines()[name].machine.states.values() if defined.end]
    assert all(Tag.SETTLED in defined.tags for defined in ends)
    assert [Tag.ACHIEVED in defined.tags for defined in ends].count(True) == 1


def test_each_level_of_the_model_has_a_machine_and_each_works_under_the_level_above() -> None:
    levels = {name: machines()[name].machine.machine.level for name in ("decision", "assignment", "measure")}
    assert list(levels.values()) == list(Level)
    assert {n: machines()[n].machine.machine.under for n in SHIPPED} == {
        "decision": None,
        "assignment": "decision",
        "measure": "assignment",
        "meeting": None,
        "learning_point": None,
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_the_outline_tells_every_action_a_person_performs_and_what_it_asks(name: str) -> None:
    definition = machines()[name].machine
    performed = {
        (action, state): defined
        for state in definition.states
        for action, defined in definition.actions(state).items()
        if not defined.auto
    }
    outlined_actions = actions_of(name)
    assert set(outlined_actions) == {action for action, _ in performed}
    for (action, _), defined in performed.items():
        outline = outlined_actions[action]
        assert set(outline.asks) <= set(defined.asks)
        assert {*defined.asks, *defined.may_ask} <= {*outline.asks, *outline.may_ask}
        assert set(outline.positional) <= set(outline.asks)


def test_a_pinned_text_gives_the_machine_it_was_made_from() -> None:
    shipped = machines()["measure"]
    again = pinned(shipped.content, "measure", shipped.version)
    assert (again.machine, again.digest) == (shipped.machine, shipped.digest)


def test_a_machine_that_is_frozen_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        machines()["measure"].machine.machine = machines()["decision"].machine.machine  # type: ignore[misc]  # what is tried


@pytest.mark.parametrize("given", ["kvaefjord", "Kvæfjord", "KVÆFJORD", "kvaefjord/2019-01-01", " kvæfjord "])
def test_an_agreement_is_found_by_its_councils_name(given: str) -> None:
    assert locations.agreement_file(given) == WORKFLOWS / "agreements" / "kvaefjord" / "2019-01-01.toml"


@pytest.mark.parametrize(
    ("given", "code", "near"),
    [
        ("kvafjord", "agreement_missing", "kvaefjord"),
        ("kvaefjord/1999-01-01", "agreement_missing", "kvaefjord"),
        ("kvaefjord/../levanger/2020-01-15", "agreement_missing", "kvaefjord"),
        ("oslo", "agreement_missing", None),
        ("none.toml", "file_missing", None),
    ],
)
def test_an_agreement_that_is_not_there_is_refused_with_the_nearest(given: str, code: str, near: str | None) -> None:
    with pytest.raises(DefinitionError) as raised:
        locations.agreement_file(given)
    assert (raised.value.code, raised.value.facts.get("near")) == (code, near)


def test_a_version_that_is_not_there_is_refused() -> None:
    with pytest.raises(DefinitionError) as raised:
        SHIPPED_SHELF.machine_file("decision", "99")
    assert raised.value.code == "machine_missing"


def test_the_template_of_a_machine_asks_what_the_decision_asks() -> None:
    """Its own hearing aside, a council that begins from the template is held to the same rules."""
    template = load_machine(locations.workflows_folder() / "templates" / "machine.toml", vocabulary()).machine
    shipped = machines()["decision"].machine
    shared = [
        (state, name)
        for state in template.states.keys() & shipped.states.keys()
        for name in template.states[state].on.keys() & shipped.states[state].on.keys()
    ]
    assert len(shared) > 30
    for state, name in shared:
        own, other = template.states[state].on[name], shipped.states[state].on[name]
        assert own._replace(to=other.to) == other, (state, name)
