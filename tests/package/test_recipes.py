"""CONTRIBUTING's recipes for a rule, a successor and columns, carried out in turn in a copy of the checkout.

A step names the tests that fail until it is done; they are run before the step and after it. What else looks at the
changed rooms is run once, after all of them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copy, copytree, ignore_patterns
from typing import Final

import pytest

from tests.conftest import DEMO_DAY

pytestmark = [pytest.mark.endurance, pytest.mark.xdist_group("recipes")]

ROOT: Final = Path(__file__).resolve().parents[2]
ALIKE: Final = "tests/views/text/nynorsk.toml"
NB, NN = (f"slt_flow/locale/{language}/LC_MESSAGES/slt.po" for language in ("nb", "nn"))


@dataclass
class Checkout:
    """A copy of the checkout in which recipes are followed.

    Attributes:
        root: its folder.
        touched: the files that were changed by hand in the recipe that is followed.
        changed: those that were changed in any.
    """

    root: Path
    touched: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)

    def run(self, *words: str, code: int = 0, **env: str) -> str:
        """Run a process of the copy, and return what it prints."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "SLT_"))}
        own = {"PYTHONPATH": str(self.root), "SLT_DB": str(self.root / "slt.sqlite"), "SLT_LANG": "en"}
        done = subprocess.run(
            [sys.executable, *words],
            cwd=self.root,
            env=kept | own | env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, f"{words}\n{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
        return done.stdout + done.stderr

    def slt(self, line: str, code: int = 0) -> str:
        return self.run("cli.py", *line.split(), code=code, SLT_ON=DEMO_DAY.isoformat())

    def test(self, *paths: str, fails: bool = False) -> None:
        """Run tests, which pass, or of which some in every path fail."""
        told = self.run("-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *paths, code=1 if fails else 0)
        assert not fails or all(f"\nFAILED {path}" in told for path in paths), (paths, told)

    @contextmanager
    def step(self, *tests: str) -> Iterator[None]:
        """Carry out a step, until which these tests fail."""
        self.test(*tests, fails=True)
        yield
        self.test(*tests)

    def put(self, file: str, text: str, before: str = "", instead_of: str = "") -> None:
        """Put a text before or instead of another that stands in the file once; else at its end."""
        path, place = self.root / file, before or instead_of
        old = path.read_text(encoding="utf-8")
        assert not place or old.count(place) == 1, (file, place)
        path.write_text(old.replace(place, text + before) if place else old + text, encoding="utf-8")
        self.touched.add(file)

    def is_tidy(self) -> None:
        """See that what was written by hand is formatted, sound and typed."""
        python = sorted(file for file in self.changed if file.endswith(".py"))
        for check in (("format", "--check"), ("check", "--no-cache")):
            self.run("-m", "ruff", *check, *python)
        self.run("-m", "mypy", *python)

    def follows(self, *headings: str) -> None:
        """See that CONTRIBUTING names every file that was changed by hand, under these headings."""
        page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
        sections = dict(re.findall(r"^##+ (.*)\n((?:(?!#).*\n)*)", page, re.MULTILINE))
        names = re.findall(r"`([\w./<>-]+\.\w+)`", "".join(sections[heading] for heading in headings))
        patterns = [re.sub(r"<\w+>", r"[\\w-]+", name.replace(".", r"\.")) for name in names]
        unnamed = {file for file in self.touched if not any(re.fullmatch(pattern, file) for pattern in patterns)}
        assert unnamed == set()
        self.changed |= self.touched
        self.touched.clear()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    for name in ("slt_flow", "workflows", "tests", "docs"):
        copytree(ROOT / name, tmp_path / name, ignore=ignore_patterns("__pycache__"))
    for name in ("cli.py", "pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"):
        copy(ROOT / name, tmp_path / name)
    return Checkout(tmp_path)


RULE: Final = "is_on_the_agenda_for_the_first_time"
LOOK: Final = f'''

@rule()
def {RULE}(facts: Facts) -> Judgement:
    """The item has been on no agenda before this one."""
    return judge(facts.decision.round <= 1, round=facts.decision.round)
'''
CASES: Final = f"""

@kept("{RULE}", round=1)
def nobody_put_the_item_off() -> Finding:
    world, decision = tabled()
    return world.finding("{RULE}", decision)


@broken("{RULE}", round=2)
def the_item_was_put_off_once() -> Finding:
    world, decision = tabled()
    world.change_decision(decision, round=2)
    return world.finding("{RULE}", decision)
"""
WORDS: Final = f"""
    "{RULE}": RuleWording(
        N_("the item is on the agenda for the first time"),
        N_("The item has been on an agenda {{round}} times; decide it, or withdraw it."),
        "slt decision withdraw {{ref}} --reason TEXT",
    ),"""
BOKMAAL: Final = """
msgid "the item is on the agenda for the first time"
msgstr "saken står på sakslista for første gang"

msgid "The item has been on an agenda {round} times; decide it, or withdraw it."
msgstr "Saken har stått på ei saksliste {round} ganger; avgjør den, eller trekk den."
"""
NYNORSK: Final = """
msgid "the item is on the agenda for the first time"
msgstr "saka står på sakslista for første gong"

msgid "The item has been on an agenda {round} times; decide it, or withdraw it."
msgstr "Saka har stått på ei saksliste {round} gonger; avgjer henne, eller trekk henne."
"""
STORY: Final = f"""
[[stories]]
name = "En sak utsettes bare én gang"
agreement = "agreements/eksempel.toml"
given = [
  {{ meeting = 2026-03-12, present = "all" }},
  {{ decision = "Trygg skolevei", meeting = "M1/26" }},
]
when = [
  {{ do = "postpone", ref = "1/26", reason = "Mangler tall" }},
  {{ do = "table", ref = "1/26", meeting = "M1/26" }},
  {{ do = "postpone", ref = "1/26", reason = "Mangler tall", refused_only = ["{RULE}"] }},
]
then = [
  {{ ref = "1/26", state = "tabled" }},
]
"""


def a_rule_and_the_successor_that_names_it(checkout: Checkout) -> None:
    verdicts = "tests/rules/test_verdicts.py"
    checkout.put("tests/rules/voting.py", CASES)
    with checkout.step(f"{verdicts}::test_every_case_is_of_a_rule_that_exists"):
        checkout.put("slt_flow/rules/voting.py", LOOK)
    with checkout.step("tests/wording"):
        checkout.put("slt_flow/wording/rules/voting.py", WORDS, before="\n}\n")
    with checkout.step("tests/definitions/test_agreement_template.py"):
        for folder, says in (("", "en sak utsettes bare én gang"), ("nn/", "ei sak blir utsett berre éin gong")):
            line = f"#   {RULE:<36} {says}\n"
            checkout.put(f"workflows/templates/{folder}agreement.toml", line, before="#   body_is_asked  ")
    with checkout.step("tests/views/text/test_translations.py", "tests/views/text/test_nynorsk.py"):
        checkout.put(NB, BOKMAAL)
        checkout.put(NN, NYNORSK)
        checkout.run("docs/make.py")
    with checkout.step(verdicts):
        checkout.slt("workflow new decision")
        checkout.put("workflows/machines/decision/2.toml", f'needs = ["{RULE}"]\n', before='does = ["leave_agenda"]')
        checkout.touched.add("workflows/moves/decision/1--2.toml")
    with checkout.step("tests/stories/test_stories.py"):
        checkout.put("tests/stories/consensus.toml", STORY)
        checkout.put("tests/stories/agreements/eksempel.toml", "decision = 2", instead_of="decision = 1")
    with checkout.step("tests/definitions/test_shelf.py", "tests/views/diagrams/test_pages.py"):
        checkout.run("docs/make.py")
    checkout.follows("A rule", "A successor of a machine")
    checkout.slt("init kvaefjord")
    checkout.slt("workflow migrate decision --to 2")
    checkout.slt("meeting plan 2026-12-10")
    checkout.slt("decision register Sak --meeting M1/26")
    checkout.slt("decision postpone 1/26 --reason Vent")
    checkout.slt("decision table 1/26 --meeting M1/26")
    assert "has been on an agenda 2 times" in checkout.slt("decision postpone 1/26 --reason Vent", code=1)


REPORT: Final = """

def test_a_line_counts_the_agendas_its_decision_was_on(played: Context) -> None:
    assert [line.agendas for line in report(played).lines] == [1] * 5
    assert view.as_csv(report(played), Words("en")).splitlines()[0].endswith(",Agendas")
"""


def a_column_of_the_report(checkout: Checkout) -> None:
    own, view = "tests/services/follow_up/test_report.py", "slt_flow/views/follow_up/report.py"
    checkout.put(own, REPORT)
    with checkout.step(f"{own}::test_a_line_counts_the_agendas_its_decision_was_on"):
        checkout.put("slt_flow/results/follow_up.py", "    agendas: int = 0\n", before="\n\nclass Report(")
        checkout.put(
            "slt_flow/services/follow_up/report.py", "        agendas=decision.round,\n", before="        bodies="
        )
        column = '    "agendas": Column(N_("Agendas"), lambda line, *_: str(line.agendas)),\n'
        checkout.put(view, column, before='    "due": Column(')
        checkout.put(view, ', "agendas"', before=')\n"""The columns of the form, in their order."""')
        checkout.put(view, ', "agendas"', before=')\n"""The columns of the published file')
        checkout.put(view, ', "agendas"', before='), ("remarks",))')
    with checkout.step("tests/views/text/test_translations.py"):
        for catalogue in (NB, NN):
            checkout.put(catalogue, '\nmsgid "Agendas"\nmsgstr "Sakslister"\n')
        checkout.put(ALIKE, "sakslister ", before="saksnummer ")
        checkout.run("docs/make.py")
    with checkout.step(own):
        checkout.put(own, ', "Sakslister"', before="]\n    assert [row[1] for row in rows]")
        checkout.put(own, ', "agendas"', before=")\n    assert view.FORM ==")
        checkout.put(own, ', "agendas"', before=")\n\n\nFORMULAS = ")
    checkout.follows("A column", "Messages")


def a_column_of_a_list(checkout: Checkout) -> None:
    rows = "slt_flow/results/decisions.py"
    checkout.put(rows, ', "round"', before=")\nclass DecisionRow(")
    checkout.put(rows, "    round: Round = 0\n", before="\n\nclass KindRow(")
    with checkout.step("tests/package/test_reference.py"):
        checkout.run("docs/make.py")
    checkout.follows("A column", "Messages")


def test_recipes_name_their_files_and_tests_and_leave_the_others_passing(checkout: Checkout) -> None:
    a_rule_and_the_successor_that_names_it(checkout)
    a_column_of_the_report(checkout)
    a_column_of_a_list(checkout)
    checkout.test(
        "tests/rules/test_verdicts.py", "tests/rules/test_declared_answers.py", "tests/wording", "tests/stories",
        "tests/house", "tests/views/text", "tests/services/follow_up", "tests/definitions/test_schemas.py",
        "tests/package/test_reference.py",
    )  # fmt: skip
    checkout.is_tidy()
    checkout.slt("demo --keep demo.sqlite")
    assert "Agendas" in checkout.slt("report --db demo.sqlite")
    assert "round" in checkout.slt("decision list --db demo.sqlite").splitlines()[0]
    assert json.loads(checkout.slt("decision list --json --db demo.sqlite"))[0]["round"] == 1
