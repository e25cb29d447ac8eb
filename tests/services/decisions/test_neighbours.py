"""Several councils in one database: shared focus areas, linked decisions, and a council of three parties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from slt_flow.errors import RequestError
from slt_flow.records.store import Store
from slt_flow.results.follow_up import AreaBranch, Branch
from slt_flow.services.agreements.init import init
from slt_flow.services.agreements.show import agreement
from slt_flow.services.decisions.hand_down import assign
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.follow_up.status import status
from slt_flow.services.history import audit
from slt_flow.services.history.council_archive import export_council, import_council
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.plan import hold
from slt_flow.services.people.lists import list_areas
from slt_flow.services.request import actions
from slt_flow.services.request.context import Context
from slt_flow.views.follow_up.tree import lines
from slt_flow.views.text import serialise
from slt_flow.views.text.screen import UNICODE
from slt_flow.views.text.words import Words
from tests.conftest import IN_MEMORY, NOON
from tests.records.year import done, rules

AGREEMENTS = Path(__file__).parents[2] / "agreements"


@pytest.fixture(scope="session")
def three_councils(founded: Callable[[str], bytes]) -> bytes:
    """Levanger, Verdal and a council of three parties in one file; each of the first two has adopted one decision."""
    with TemporaryDirectory(prefix="slt-", dir=IN_MEMORY) as folder:
        path = Path(folder) / "slt.sqlite"
        path.write_bytes(founded("levanger"))
        for name in ("verdal", "indre"):
            init(Context(Store(str(path)), clock=NOON), str(AGREEMENTS / f"{name}.toml"))
        for council in ("levanger", "verdal"):
            context = Context(Store(str(path)), council=council, clock=NOON)
            done(hold(context, "2026-03-12", "all"))
            title = f"Natteravner i {council.title()}"
            done(register(context, title, area="vold", meeting="M1/26", consent="all"))
        return path.read_bytes()


@pytest.fixture
def of(database: Path, three_councils: bytes) -> Callable[[str], Context]:
    """The context of each council in that file."""
    database.touch(0o600)
    database.write_bytes(three_councils)
    return lambda council: Context(Store(str(database)), council=council, clock=NOON)


Of = Callable[[str], Context]


def link(context: Context, ref: str, neighbour: str, on: date | None = None) -> None:
    done(actions.perform(replace(context, on=on), [ref], "link_neighbour", {"neighbour": neighbour}))


def branch(context: Context, ref: str = "1/26") -> Branch:
    shown = status(context)
    return next(each for area in shown.areas for each in area.decisions if each.ref == ref)


def beside(context: Context) -> list[tuple[str, str, str]]:
    return [(case.council, case.ref, case.state) for case in branch(context).neighbours]


def area(context: Context) -> AreaBranch:
    return next(each for each in status(context).areas if each.id == "vold")


def heads(of: Of, *names: str) -> dict[str, str]:
    return {name: str(audit.head(of(name))["digest"]) for name in names}


def test_each_council_sees_where_the_other_stands_whoever_made_the_link(of: Of) -> None:
    link(of("levanger"), "1/26", "verdal:1/26")
    assert beside(of("levanger")) == [("verdal", "1/26", "adopted")]
    assert beside(of("verdal")) == [("levanger", "1/26", "adopted")]
    assert beside_of("indre", of) == []


def beside_of(council: str, of: Of) -> list[AreaBranch]:
    return [each for each in status(of(council)).areas if any(b.neighbours for b in each.decisions)]


def test_a_link_from_both_sides_is_shown_once(of: Of) -> None:
    link(of("levanger"), "1/26", "verdal:1/26")
    link(of("verdal"), "1/26", "levanger:1/26")
    assert len(beside(of("levanger"))) == len(beside(of("verdal"))) == 1


def test_a_chain_is_never_written_from_another_councils_request(of: Of) -> None:
    before = heads(of, "verdal", "indre", "levanger")
    link(of("levanger"), "1/26", "verdal:1/26")
    done(assign(of("levanger"), "1/26", "politikontakt", "2026-12-01"))
    status(of("verdal"))
    after = heads(of, "verdal", "indre", "levanger")
    assert {name for name in before if before[name] != after[name]} == {"levanger"}
    assert [(each.council, each.flaws) for each in audit.verify(replace(of("levanger"), council=None))] == [
        ("indre", ()),
        ("levanger", ()),
        ("verdal", ()),
    ]


def test_each_council_has_its_own_consensus_and_follow_up(of: Of) -> None:
    link(of("levanger"), "1/26", "verdal:1/26")
    done(assign(of("verdal"), "1/26", "politikontakt", "2026-12-01"))
    assert branch(of("verdal")).state == "in_follow_up"
    assert branch(of("levanger")).state == "adopted"
    assert beside(of("levanger")) == [("verdal", "1/26", "in_follow_up")]


def test_the_neighbour_is_shown_as_it_stood_on_the_day_that_is_read_as_of(of: Of) -> None:
    link(of("levanger"), "1/26", "verdal:1/26", date(2026, 3, 20))
    done(assign(replace(of("verdal"), on=date(2026, 5, 4)), "1/26", "politikontakt", "2026-12-01"))
    assert beside(of("levanger").at(date(2026, 3, 19))) == []
    assert beside(of("levanger").at(date(2026, 5, 3))) == [("verdal", "1/26", "adopted")]
    assert beside(of("levanger").at(date(2026, 5, 4))) == [("verdal", "1/26", "in_follow_up")]
    assert beside(of("verdal").at(date(2026, 3, 19))) == []
    assert beside(of("verdal").at(date(2026, 3, 20))) == [("levanger", "1/26", "adopted")]


def test_show_and_json_tell_where_the_neighbours_stand(of: Of) -> None:
    link(of("levanger"), "1/26", "verdal:1/26")
    expected = [{"council": "verdal", "ref": "1/26", "title": "Natteravner i Verdal", "state": "adopted"}]
    shown = show_case(of("levanger"), "1/26").neighbours
    assert serialise.plain(shown, Words("nb")) == expected
    found = next(each for each in serialise.plain(status(of("levanger")), Words("nb"))["areas"] if each["id"] == "vold")
    assert found["decisions"][0]["neighbours"] == expected
    assert found["shared_with"] == ["verdal"]


def test_the_tree_says_it_in_words(of: Of) -> None:
    link(of("levanger"), "1/26", "verdal:1/26")
    printed = [line.plain for line in lines(status(of("levanger")), Words("en"), UNICODE, 80)]
    assert "Familievold og vold i det offentlige rom (shared with Politirådet i Verdal)" in printed
    assert any("neighbour: Politirådet i Verdal 1/26 Natteravner i Verdal" in line for line in printed)
    assert all(len(line) <= 80 for line in printed)


def test_a_link_that_was_taken_back_is_not_shown(of: Of) -> None:
    link(of("levanger"), "1/26", "verdal:1/26")
    done(undo(of("levanger"), "Feil sak"))
    assert beside(of("levanger")) == beside(of("verdal")) == []


def test_a_neighbours_decision_that_was_taken_back_is_left_out(of: Of) -> None:
    done(register(of("verdal"), "Feilført"))
    link(of("levanger"), "1/26", "verdal:2/26")
    done(undo(of("verdal"), "Feilført"))
    assert beside(of("levanger")) == []


def test_a_shared_area_names_the_council_and_one_that_is_not_here_by_its_id(of: Of, context_alone: Context) -> None:
    assert area(of("levanger")).shared_with == {"verdal": "Politirådet i Verdal"}
    assert area(context_alone).shared_with == {"verdal": "verdal"}


@pytest.fixture
def context_alone(folder: Path, founded: Callable[[str], bytes]) -> Context:
    path = folder / "alone.sqlite"
    path.touch(0o600)
    path.write_bytes(founded("levanger"))
    context = Context(Store(str(path)), clock=NOON)
    done(register(context, "Natteravner", area="vold"))
    return context


def test_every_list_tells_with_whom_an_area_is_shared(of: Of) -> None:
    assert {row.id: row.shared_with for row in list_areas(of("levanger"))}["vold"] == ("verdal",)
    assert {row.shared_with for row in agreement(of("levanger")).focus_areas} == {("verdal",)}


@pytest.mark.parametrize(
    ("neighbour", "code"),
    [
        ("verdal:9/26", "unknown_ref_of_neighbour"),
        ("steinkjer:1/26", "unknown_neighbour"),
        ("levanger:1/26", "unknown_neighbour"),
        ("verdal", "bad_neighbour"),
        ("verdal:M1/26", "not_a_decision"),
        ("verdal:1/26.1", "not_a_decision"),
    ],
)
def test_a_link_to_nothing_is_refused(of: Of, neighbour: str, code: str) -> None:
    before = heads(of, "levanger", "verdal")
    with pytest.raises(RequestError) as raised:
        link(of("levanger"), "1/26", neighbour)
    assert (raised.value.code, heads(of, "levanger", "verdal")) == (code, before)


def test_consensus_of_three_parties_needs_all_three(of: Of) -> None:
    context = of("indre")
    done(hold(context, "2026-03-20", "all"))
    done(register(context, "Felles natteravner", area="ungdom", meeting="M1/26"))
    for post in ("ordforer-ytre", "politistasjonssjef", "slt-koordinator"):
        done(actions.perform(context, ["1/26"], "take_stance", {"post": post, "stance": "consent"}))
    done(actions.perform(context, ["1/26"], "take_stance", {"post": "ordforer-indre", "stance": "stand-aside"}))
    found = actions.perform(context, ["1/26"], "adopt")
    assert {"consensus_is_reached", "every_party_consents"} <= rules(found)
    done(actions.perform(context, ["1/26"], "take_stance", {"post": "ordforer-indre", "stance": "consent"}))
    done(actions.perform(context, ["1/26"], "adopt"))


@pytest.mark.parametrize("missing", ["ordforer-ytre", "ordforer-indre", "politistasjonssjef"])
def test_nothing_is_decided_without_one_of_three_parties(of: Of, missing: str) -> None:
    context = of("indre")
    present = {"ordforer-ytre", "ordforer-indre", "politistasjonssjef", "slt-koordinator"} - {missing}
    done(hold(context, "2026-03-20", ",".join(sorted(present))))
    found = register(context, "Felles natteravner", meeting="M1/26", consent="all")
    assert "every_party_is_represented" in rules(found)


def test_both_coordinating_groups_are_those_agreed(of: Of) -> None:
    groups = agreement(of("indre")).groups
    assert {group.id: group.members for group in groups} == {
        "ytre": ("slt-koordinator", "politikontakt"),
        "indre": ("oppvekstsjef-indre", "politikontakt"),
    }


def test_a_neighbours_case_is_named_by_its_journal_too(of: Of) -> None:
    """A council may be renamed; its journal keeps its id."""
    done(actions.perform(of("levanger"), ["1/26"], "link_neighbour", {"neighbour": "verdal:1/26"}))
    entries = audit.show(of("levanger"))
    (linked,) = [entry["data"] for entry in entries if entry["kind"] == "NeighbourLinked"]
    assert linked == {"council": "verdal", "journal": audit.head(of("verdal"))["journal"], "ref": "1/26"}
    assert len({audit.head(of(name))["journal"] for name in ("levanger", "verdal")}) == 2


@pytest.mark.parametrize("moved", ["levanger", "verdal"])
def test_neighbours_find_each_other_whatever_one_is_called_where_it_came_in(of: Of, folder: Path, moved: str) -> None:
    """The link names the other by its journal; whichever of the two is renamed, both see it."""
    link(of("levanger"), "1/26", "verdal:1/26")
    there = Store(str(folder / "der.sqlite"))
    for council in ("levanger", "verdal"):
        file = folder / f"{council}.zip"
        file.write_bytes(export_council(of(council), "Les meg"))
        name = f"nye-{council}" if council == moved else None
        import_council(Context(there, clock=NOON), file, name)
        if council == "levanger":  # its neighbour is not here yet
            alone = Context(there, council=name or council, clock=NOON)
            assert beside(alone) == []
    names = [f"nye-{council}" if council == moved else council for council in ("levanger", "verdal")]
    first, second = (Context(there, council=name, clock=NOON) for name in names)
    assert beside(first) == [(names[1], "1/26", "adopted")]
    assert beside(second) == [(names[0], "1/26", "adopted")]
    assert [each.flaws for each in audit.verify(replace(first, council=None))] == [(), ()]


def test_another_council_that_took_the_old_name_is_no_neighbour(of: Of, folder: Path) -> None:
    link(of("levanger"), "1/26", "verdal:1/26")
    file, there = folder / "levanger.zip", Context(Store(str(folder / "der.sqlite")), clock=NOON)
    file.write_bytes(export_council(of("levanger"), "Les meg"))
    init(there, str(AGREEMENTS / "verdal.toml"))
    stranger = replace(there, council="verdal")
    done(hold(stranger, "2026-03-12", "all"))
    done(register(stranger, "Noe annet", area="vold", meeting="M1/26", consent="all"))
    import_council(there, file)
    assert beside(replace(there, council="levanger")) == beside(stranger) == []
