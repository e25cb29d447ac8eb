"""A municipality's own workflows, from the template to a case that goes through them, as a coordinator types it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from slt_flow.definitions.shelf import SHIPPED
from tests.journeys.terminal import Ran, Terminal

pytestmark = pytest.mark.xdist_group("own_workflows")
"""What is made once for all of them is made in one process."""

DEFINITION_IS_WRONG, WRONG_USE, REFUSED = 3, 2, 1

TO_IT = f"{SHIPPED.newest('decision')}--verdal-1.toml"
"""The file of the move to a municipality's first version of decisions."""

ACTION = """[states.tabled.on.send_to_hearing]
to = "registered"
by = ["secretary"]
label = { nb = "Send på høring", nn = "Send på høyring", en = "Send to a hearing" }
asks = ["date"]
does = ["leave_agenda"]

[states.tabled.on.amend]"""


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.endurance
def test_an_action_of_ones_own_is_a_command_once_cases_have_moved(council: Terminal) -> None:
    written = council("workflow", "new", "decision", "--name", "Verdal").ok()
    assert written.out.splitlines() == [
        "workflows/machines/decision/verdal-1.toml", f"workflows/moves/decision/{TO_IT}",
    ]  # fmt: skip
    assert "slt workflow check --workflows workflows" in written.err
    change(council.home / "workflows/machines/decision/verdal-1.toml", "[states.tabled.on.amend]", ACTION)
    own = {"SLT_WORKFLOWS": "workflows"}
    before = council.digest()
    told = council("workflow", "migrate", "--to", "verdal-1", "--dry-run", env=own, SLT_LANG="en").ok()
    assert "Nothing was written" in told.out
    assert council.digest() == before
    moved = council("workflow", "migrate", "--to", "verdal-1", "--json", env=own).ok().json
    assert (moved["accepted"], moved["to"], moved["stayed"]) == (True, "verdal-1", [])
    assert {row["newer"] for row in moved["moved"]} == {"verdal-1"}
    assert "send-to-hearing" in council("decision", "--help", env=own).ok().out
    assert "send-to-hearing" not in council("decision", "--help").ok().out
    made = council("decision", "register", "Ny sak", "--meeting", "M1/26", "--json", env=own).ok().json["ref"]
    council("decision", "send-to-hearing", made, "--date", "2026-06-01", env=own).ok()
    history = council("history", made, SLT_LANG="en").ok().out
    assert "Send to a hearing" in history
    council("journal", "verify").ok()


@pytest.mark.endurance
def test_a_kind_of_decision_with_a_workflow_of_its_own(council: Terminal) -> None:
    council("workflow", "new", "vedtektsrevisjon", "--own", "--name", "verdal", "--into", "egne").ok()
    own = {"SLT_WORKFLOWS": str(council.home / "egne"), "SLT_LANG": "en"}
    new = council("decision", "register", "Vedtekter", "--kind", "vedtektsrevisjon", "--json", env=own).ok().json["ref"]
    words = (
        "decision kinds --json",
        f"decision send-to-hearing {new} --date 2026-06-01",
        f"decision table {new} --meeting M1/26",
        f"decision close-hearing {new} --result Enige",
        f"do {new} table --meeting M1/26",
        f"show {new}",
        "journal verify",
    )
    kinds, sent, early, closed, tabled, shown, verified = council.session([line.split() for line in words], **own)
    assert "vedtektsrevisjon" in {kind["id"] for kind in kinds.ok().json}
    assert "In a hearing" in early.failed(REFUSED).err
    for each in (sent, closed, tabled, verified):
        each.ok()
    assert "Tabled" in shown.ok().out


def test_nothing_that_is_there_is_overwritten(empty: Terminal) -> None:
    begin = ("workflow", "new", "decision", "--name", "verdal")
    empty(*begin).ok()
    assert "verdal-1--verdal-2.toml" in empty(*begin).ok().out
    kept = (empty.home / "workflows/machines/decision/verdal-1.toml").read_bytes()
    (empty.home / "workflows/moves/decision/verdal-2--verdal-3.toml").touch()
    told = empty(*begin, SLT_LANG="en")
    assert told.code in (DEFINITION_IS_WRONG, 4), told
    assert not (empty.home / "workflows/machines/decision/verdal-3.toml").exists()
    assert (empty.home / "workflows/machines/decision/verdal-1.toml").read_bytes() == kept


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("workflow new decisoin", "Did you mean decision?"),
        ("workflow new Min-flyt --own", "cannot be a name here"),
        ("workflow migrate decisoin --to 1", "Did you mean decision?"),
        ("workflow new decision", "Versions in workflows are your own and carry your name"),
        ("workflow new decision --own", "called decision already"),
        ("workflow new revisjon --own", "carry your name"),
        ("workflow new decision --name 7", "“7” cannot be the name of a version"),
        ("workflow new decision --name verdal-2", "“verdal-2” cannot be the name of a version"),
        ("workflow new decision --name ../verdal", "cannot be the name of a version"),
        (f"workflow new decision --name {'v' * 41}", "cannot be the name of a version"),
        ("workflow migrate --to 7", "No machine has a version 7"),
        ("workflow migrate --to verdal-9", "No machine has a version verdal-9"),
        ("workflow migrate --to 1 --ref 99/26", "There is no 99/26"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(untouched: Terminal, words: str, sentence: str) -> None:
    before = untouched.digest()
    assert sentence in untouched(*words.split(), SLT_LANG="en").failed(WRONG_USE).err
    assert untouched.digest() == before
    assert not (untouched.home / "workflows").exists()


Spoil = Callable[[Path], object]


def _second(old: str, new: str) -> Spoil:
    return lambda own: change(own / "machines/decision/verdal-1.toml", old, new)


def _move(old: str, new: str) -> Spoil:
    return lambda own: change(own / "moves/decision" / TO_IT, old, new)


def _lead_out(own: Path) -> None:
    path = own / "machines/decision/verdal-1.toml"
    os.symlink(path.rename(own.parent / "outside.toml"), path)


def _no_end(own: Path) -> None:
    path = own / "machines/decision/verdal-1.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("end = true\n", ""), encoding="utf-8")


def _folder(own: Path) -> None:
    path = own / "machines/decision/verdal-1.toml"
    path.unlink()
    path.mkdir()


def _text(whole: str) -> Spoil:
    return lambda own: (own / "machines/decision/verdal-1.toml").write_text(whole)


R = 'label = { nb = "R", nn = "R", en = "R" }'
ROUND = f"""[states.conditional.on.round]
to = "round"
auto = true
{R}

[states.round]
{R}

[states.round.on.round]
to = "conditional"
auto = true
{R}

"""
"""Two states that automatic actions lead to and fro between."""

BAD: dict[str, tuple[Spoil, tuple[str, ...]]] = {
    "unknown rule": (_second('"consensus_is_reached"', '"consensus_is_reachd"'), ("line ", "consensus_is_reached?")),
    "unknown target": (_second('to = "adopted"', 'to = "adoptd"'), ("states.tabled.on.adopt.to", "mean adopted?")),
    "unknown role": (_second('by = ["chair"]', 'by = ["chairman"]'), ("by.0", "chair")),
    "two outcomes": (_second('to = "adopted"', 'to = "adopted"\nto = "closed"'), ("twice", "line ")),
    "several targets": (_second('to = "adopted"', 'to = ["adopted", "closed"]'), ("states.tabled.on.adopt.to", "text")),
    "no end": (_no_end, ("no state is marked as an end",)),
    "loop of auto actions": (
        _second("[states.conditional.on.take_effect]", f"{ROUND}[states.conditional.on.take_effect]"),
        ("ring", "states.conditional"),
    ),
    "moved to nothing": (_move('tabled = "tabled"\n', ""), (TO_IT, "tabled")),
    "moved to an end": (_move('in_follow_up = "in_follow_up"', 'in_follow_up = "closed"'), ("in_follow", "an end")),
    "moved past the vote": (_move('tabled = "tabled"', 'tabled = "adopted"'), ("states.tabled", "adopted")),
    "too many states": (
        _second("[states.adopted]\n", "".join(
            f'[states.s{n}]\nlabel = {{ nb = "S", nn = "S", en = "S" }}\nend = true\n\n' for n in range(100)
        ) + "[states.adopted]\n"),
        ("states", "100"),
    ),
    "20,000 states": (_text("[states]\n" + "".join(f"s{n} = {{}}\n" for n in range(20_000))), ("states", "20000")),
    "nested 5,000 deep": (_text("a = " + "[" * 5000 + "]" * 5000), ("line 1", "nested deeper")),
    "number of 5,000 digits": (_text("a = " + "9" * 5000), ("line 1", "number is too long")),
    "link out of the folder": (_lead_out, ("verdal-1.toml", "leads out of its folder")),
    "a number for a name": (
        lambda own: (own / "machines/decision/2.toml").write_text("# 2"),
        ("2.toml", "your own version", "verdal-1.toml"),
    ),
    "a move of shipped ones": (
        lambda own: (own / "moves/decision/1--2.toml").write_text("# 2"), ("1--2.toml", "joins two shipped versions"),
    ),
    "a move of no versions": (
        lambda own: (own / "moves/decision/1-2.toml").write_text("# 2"), ("1-2.toml", "Call it 1--verdal-1.toml"),
    ),
    "no version": (
        lambda own: (own / "machines/decision/to.toml").write_text("# 2"),
        ("to.toml", "carry your name", "(verdal-1.toml)"),
    ),
    "no folder": (lambda own: own.rename(own.parent / "elsewhere"), ("There is no folder", "own")),
    "a folder for a file": (_folder, ("verdal-1.toml", "it is a folder")),
}  # fmt: skip
"""What may stand wrong in a folder of one's own, and what the refusal tells of it."""


@pytest.fixture(scope="module")
def judged(untouched: Terminal, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """What is told of every such folder; nothing is written for any of them."""
    untouched("workflow", "new", "decision", "--name", "verdal", "--into", "begun").ok()
    change(untouched.home / "begun/machines/decision/verdal-1.toml", "Registrert", "Ført opp")
    lines = []
    for name, (spoil, _) in BAD.items():
        own = tmp_path_factory.mktemp(name.replace(" ", "-").replace(",", "")) / "own"
        _copy(untouched.home / "begun", own)
        spoil(own)
        lines.append(["workflow", "migrate", "--to", "verdal-1", "--workflows", str(own)])
    before = untouched.digest()
    found = dict(zip(BAD, untouched.session(lines, SLT_LANG="en"), strict=True))
    assert untouched.digest() == before
    return found


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_with_a_file_is_told_with_file_and_key_or_line(judged: dict[str, Ran], name: str) -> None:
    ran = judged[name]
    assert "Traceback" not in ran.err
    for part in BAD[name][1]:
        assert part in ran.failed(DEFINITION_IS_WRONG).err, ran.err
    assert len(ran.err.splitlines()) <= 9, ran.err


NOWHERE = {
    '"verdal-9"': "there is no version verdal-9 of “decision”; there are: 1",
    "9999": "there is no version 9999 of “decision”; there are: 1",
    '"1"': '“"1"” does not fit; expected: the number of a shipped version',
    "0": "“0” does not fit; expected: the number of a shipped version",
    "1.0": "“1.0” does not fit; expected: the number of a shipped version",
    "true": "“True” does not fit; expected: the number of a shipped version",
    '"Verdal-1"': "“Verdal-1” does not fit; expected: the number of a shipped version",
    '"verdal"': "“verdal” does not fit; expected: the number of a shipped version",
    "[1]": "does not fit; expected: text",
}
"""What an agreement may name for a version that is none, or none there is, and what is told of it."""


@pytest.mark.parametrize("named", NOWHERE)
def test_an_agreement_that_names_a_version_that_is_nowhere_is_refused_with_file_and_line(
    empty: Terminal, named: str
) -> None:
    empty("agreement", "new", "eksempel").ok()
    path = empty.home / "eksempel.toml"
    change(path, f"decision = {SHIPPED.newest('decision')}\n", f"decision = {named}\n")
    line = 1 + path.read_text(encoding="utf-8").splitlines().index(f"decision = {named}")
    for words in (("agreement", "check", path.name), ("init", path.name)):
        told = empty(*words, SLT_LANG="en").failed(DEFINITION_IS_WRONG).err
        assert path.name in told
        (sentence,) = [each.strip() for each in told.splitlines() if "machines.decision" in each]
        assert sentence.startswith(f"line {line}, machines.decision: ")
        assert NOWHERE[named] in told.replace("\n ", "").replace("  ", " "), told
    assert not empty.database.exists()


def _copy(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*.toml")):
        new = target / path.relative_to(source)
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(path.read_bytes())
