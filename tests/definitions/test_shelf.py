"""A municipality's own folder stands before the shipped one; whatever stands wrong in it is told with its file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from slt_flow.definitions import read
from slt_flow.definitions.load import load_kind, load_machines, load_newest, load_version
from slt_flow.definitions.locations import workflows_folder
from slt_flow.definitions.outline import actions_of
from slt_flow.definitions.shelf import RELEASED, SHIPPED, Shelf, is_newer, released
from slt_flow.definitions.successor import own_machine, successor
from slt_flow.engine.effects import vocabulary
from slt_flow.errors import DefinitionError
from tests.worlds import OWN, agreed, machines

WORKFLOWS = workflows_folder()


def lay(folder: Path, files: dict[str, str]) -> Shelf:
    """A folder with these files, as a shelf."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return Shelf(folder)


def own_version(name: str = "decision") -> dict[str, str]:
    return dict(successor(agreed()[name], OWN))


def test_every_shipped_file_is_found_where_it_stands() -> None:
    assert set(SHIPPED.machines()) == {path.name for path in (WORKFLOWS / "machines").iterdir()}
    for name in SHIPPED.machines():
        assert list(SHIPPED.versions(name).values()) == sorted((WORKFLOWS / "machines" / name).glob("*.toml"))
    assert set(SHIPPED.kinds()) == {path.stem for path in (WORKFLOWS / "kinds").glob("*.toml")}


def test_an_own_version_stands_beside_the_shipped_ones_and_is_never_the_newest(folder: Path) -> None:
    shelf = lay(folder, own_version())
    assert list(shelf.versions("decision")) == [*SHIPPED.versions("decision"), OWN]
    assert load_newest("decision", vocabulary(), shelf).digest == machines()["decision"].digest
    assert (shelf.newest("decision", "verdal"), shelf.newest("measure", "verdal")) == (OWN, SHIPPED.newest("measure"))
    assert load_version("decision", "1", vocabulary(), shelf).digest == agreed()["decision"].digest
    assert set(shelf.moves("decision")) == {*SHIPPED.moves("decision"), ("1", OWN)}
    assert load_machines({"decision": OWN}, vocabulary(), shelf)["decision"].version == OWN
    assert shelf.owners(["decision", "measure"]) == ("verdal",)


def test_a_shipped_successor_is_the_newest_whatever_a_municipality_has_of_its_own(folder: Path, shipped: Path) -> None:
    number = str(int(SHIPPED.newest("decision")) + 1)
    lay(shipped, dict(successor(machines()["decision"], number)))
    shelf = lay(folder / "own", own_version())
    for each in (SHIPPED, shelf):
        assert load_newest("decision", vocabulary(), each).version == number
    assert list(shelf.versions("decision"))[-2:] == [number, OWN]
    assert {(machines()["decision"].version, number), ("1", OWN)} <= set(shelf.moves("decision"))
    assert load_machines({"decision": OWN}, vocabulary(), shelf)["decision"].version == OWN


def test_versions_stand_in_the_order_of_their_numbers_those_of_each_name_together(folder: Path, shipped: Path) -> None:
    content = agreed()["decision"].content
    lay(shipped, {f"machines/decision/{number}.toml": content for number in (10, 9)})
    shelf = lay(folder / "own", {f"machines/decision/{each}.toml": content for each in ("b-2", "b-10", "a-b-1", "a-3")})
    there = list(shelf.versions("decision"))
    assert there[there.index("9") :] == ["9", "10", "a-3", "a-b-1", "b-2", "b-10"]
    assert [shelf.newest("decision", owner) for owner in ("", "a", "b", "a-b", "c")] == [
        "10",
        "a-3",
        "b-10",
        "a-b-1",
        "10",
    ]
    assert [is_newer(*pair) for pair in (("10", "9"), ("b-10", "b-2"), ("b-2", "1"), ("2", "b-1"), ("1", "1"))] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_the_shipped_folder_is_nobodys_own(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a checkout the folder that `slt workflow new` writes to is the shipped one."""
    monkeypatch.chdir(shipped.parent)
    for path in (shipped, Path("workflows")):
        assert Shelf(path).versions("decision") == SHIPPED.versions("decision")
        assert Shelf(path).moves("decision") == SHIPPED.moves("decision")


def test_a_kind_of_ones_own_comes_before_a_shipped_one_of_its_name(folder: Path) -> None:
    text = SHIPPED.kinds()["bylaws"].read_text(encoding="utf-8").replace('"Kommunestyret", ', "")
    shelf = lay(folder, {"kinds/bylaws.toml": text})
    kind = load_kind("bylaws", machines()["decision"].machine, vocabulary(), shelf)
    assert kind.kind.kind.ratified_by == ("Politidirektoratet",)
    assert set(shelf.kinds()) == set(SHIPPED.kinds())


def test_a_machine_of_ones_own_stands_in_for_the_decision(folder: Path) -> None:
    shelf = lay(folder, dict(own_machine("revisjon", OWN)))
    own = load_newest("revisjon", vocabulary(), shelf)
    assert (own.machine.place, own.machine.name) == ("decision", "revisjon")
    kind = load_kind("revisjon", machines()["decision"].machine, vocabulary(), shelf)
    assert kind.kind.kind.machine == "revisjon"


def test_the_actions_of_ones_own_machines_are_among_those_that_are_commands(folder: Path) -> None:
    shelf = lay(folder, dict(own_machine("revisjon", OWN)))
    assert set(actions_of("decision", shelf)) == {*actions_of("decision"), "send_to_hearing", "close_hearing"}
    assert actions_of("measure", shelf) == actions_of("measure")


Spoil = Callable[[Path], object]


def _rename(old: str, new: str) -> Spoil:
    return lambda folder: (folder / old).rename(folder / new)


def _call_itself_otherwise(folder: Path) -> None:
    path = folder / "machines/decision/verdal-1.toml"
    path.write_text(path.read_text("utf-8").replace('name = "decision"', 'name = "vedtak"'), encoding="utf-8")


def _lead_out(folder: Path) -> None:
    path = folder / "machines/decision/verdal-1.toml"
    outside = path.rename(folder.parent / f"{folder.name}-outside.toml")
    path.symlink_to(outside)


def _lead_to_itself(folder: Path) -> None:
    path = folder / "machines/decision/verdal-1.toml"
    path.unlink()
    path.symlink_to(path.name)


def _folder_leads_out(folder: Path) -> None:
    (folder / "machines/foo").symlink_to("/", target_is_directory=True)


def _pipe(folder: Path) -> None:
    path = folder / "machines/decision/verdal-1.toml"
    path.unlink()
    os.mkfifo(path)


def _list_is_a_folder(folder: Path) -> None:
    (folder / RELEASED).mkdir()


def _release(folder: Path) -> None:
    (folder / RELEASED).write_text('[files]\n"machines/decision/verdal-1.toml" = "0"\n', encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_rename("machines/decision/verdal-1.toml", "machines/decision/02.toml"), "file_is_no_version"),
        (_rename("machines/decision/verdal-1.toml", "machines/decision/ny.toml"), "file_is_no_version"),
        (_rename("moves/decision/1--verdal-1.toml", "moves/decision/1-verdal-1.toml"), "file_is_no_move"),
        (_rename("machines/decision/verdal-1.toml", "machines/decision/1.toml"), "own_version_is_a_number"),
        (_rename("machines/decision/verdal-1.toml", "machines/decision/2.toml"), "own_version_is_a_number"),
        (_rename("machines/decision/verdal-1.toml", "machines/decision/verdal.toml"), "file_is_no_version"),
        (_rename("machines/decision/verdal-1.toml", "machines/decision/Verdal-1.toml"), "file_is_no_version"),
        (_rename("machines/decision/verdal-1.toml", "machines/decision/verdal--1.toml"), "file_is_no_version"),
        (_rename("moves/decision/1--verdal-1.toml", "moves/decision/1--2.toml"), "own_move_joins_numbers"),
        (_rename("moves/decision/1--verdal-1.toml", "moves/decision/1-to-2.toml"), "file_is_no_move"),
        (_call_itself_otherwise, "flawed_definition"),
        (_lead_out, "file_outside"),
        (_lead_to_itself, "file_outside"),
        (_folder_leads_out, "file_outside"),
        (_pipe, "file_unreadable"),
        (_list_is_a_folder, "file_unreadable"),
        (_release, "released_file_changed"),
        (lambda folder: (folder / RELEASED).write_text("[files]\nx = 1\n"), "not_a_list_of_digests"),
        (lambda folder: (folder / RELEASED).write_text("x = 1\n"), "not_a_list_of_digests"),
    ],
    ids=[
        "leading zero",
        "word",
        "move",
        "number there is",
        "number to come",
        "name alone",
        "capital",
        "two hyphens",
        "move of shipped ones",
        "move of old",
        "other name",
        "link",
        "ring",
        "folder",
        "pipe",
        "list",
        "changed",
        "number",
        "key",
    ],
)
def test_what_stands_wrong_in_the_folder_is_refused_with_its_file(folder: Path, spoil: Spoil, code: str) -> None:
    own = folder / "own"
    shelf = lay(own, own_version())
    spoil(own)

    def look() -> None:
        shelf.machines()
        load_version("decision", OWN, vocabulary(), shelf)
        shelf.moves("decision")

    with pytest.raises(DefinitionError) as raised:
        look()
    assert raised.value.code == code
    assert str(own) in str(raised.value.facts["file"])


def test_a_folder_without_files_is_no_machine(folder: Path) -> None:
    shelf = lay(folder, own_version())
    (folder / "machines/empty").mkdir()
    assert "empty" not in shelf.machines()


@pytest.mark.parametrize("path", ["machines/decision/verdal-1.toml", "moves/decision/1--verdal-1.toml"])
def test_a_shipped_file_with_a_name_is_refused(shipped: Path, path: str) -> None:
    lay(shipped, {path: own_version()[path]})
    with pytest.raises(DefinitionError) as raised:
        (SHIPPED.versions if path.startswith("machines") else SHIPPED.moves)("decision")
    assert (raised.value.code, raised.value.facts["version"]) == ("shipped_version_has_a_name", OWN)
    assert raised.value.facts["file"] == str(shipped / path)


def test_a_folder_that_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(DefinitionError) as raised:
        Shelf(folder / "nowhere").machines()
    assert raised.value.code == "own_folder_missing"


def test_a_version_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(DefinitionError) as raised:
        SHIPPED.machine_file("decisoin", "1")
    assert (raised.value.code, raised.value.facts["near"]) == ("machine_missing", "decision")


def test_released_files_are_what_they_were_when_they_were_released() -> None:
    """Every machine that is shipped is released; a changed one needs a successor, not another digest here."""
    files = [*WORKFLOWS.glob("machines/*/*.toml"), *WORKFLOWS.glob("moves/*/*.toml")]
    there = {path.relative_to(WORKFLOWS).as_posix(): read.digest(path.read_text("utf-8")) for path in files}
    assert released(WORKFLOWS) == there


@pytest.mark.parametrize("name", ["../../outside", "decision/../../..", "a/b/c"])
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    (tmp_path / "own" / "machines" / "decision").mkdir(parents=True)
    for folder in (tmp_path / "outside", tmp_path / "own" / "machines" / "a" / "b" / "c"):
        folder.mkdir(parents=True)
        (folder / "verdal-1.toml").touch()
    (tmp_path / "verdal-1.toml").touch()
    with pytest.raises(DefinitionError, match="file_outside"):
        Shelf(tmp_path / "own").versions(name)
