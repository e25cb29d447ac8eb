"""The template is whole and valid as it stands, with every commented part switched on too, and leaves nothing out."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from shutil import copy

import pytest

from slt_flow.definitions.agreement_template import template
from slt_flow.definitions.agreements import load_agreement
from slt_flow.definitions.load import load_machines
from slt_flow.definitions.locations import template_file
from slt_flow.definitions.models import Agreement
from slt_flow.definitions.vocabulary import MACHINES
from slt_flow.engine.effects import vocabulary
from slt_flow.errors import RequestError
from slt_flow.rules import REGISTER
from slt_flow.services.agreements.init import new_agreement
from tests.views.text.norwegian import of_bokmaal, prose

OBLIGATIONS = vocabulary().obligations
FIRST = date(2027, 1, 1)
TEXT = template("eksempel", "Eksempel", None, "nb", FIRST)
SWITCHED_ON = re.sub(r"^#(?=[^ #\n-])", "", TEXT, flags=re.MULTILINE)
"""With the mark taken from every line that is a part of the agreement rather than an explanation."""


def loaded(folder: Path, text: str) -> Agreement:
    path = folder / "mal.toml"
    path.write_text(text, encoding="utf-8")
    agreement = load_agreement(str(path), vocabulary()).agreement
    load_machines(agreement.machines, vocabulary())
    return agreement


@pytest.mark.parametrize("text", [TEXT, SWITCHED_ON], ids=["as it stands", "switched on"])
def test_the_template_is_valid(tmp_path: Path, text: str) -> None:
    assert loaded(tmp_path, text).agreement.in_force == FIRST


def test_the_template_names_the_newest_shipped_workflows(shipped: Path) -> None:
    """A council that begins today begins with them; one that has begun stays with what its own agreement names."""
    for name in MACHINES:
        copy(shipped / "machines" / name / "1.toml", shipped / "machines" / name / "77.toml")
    made = tomllib.loads(template("eksempel", "Eksempel", None, "nb", FIRST))
    assert made["machines"] == dict.fromkeys(MACHINES, 77)


def test_switching_on_leaves_no_clause_out(tmp_path: Path) -> None:
    """Every obligation, every rule with numbers, and what holds where an agreement is silent."""
    clauses = loaded(tmp_path, SWITCHED_ON).clauses
    stated = {clause.judged_as or clause.key: clause for clause in clauses if clause.kept_by != "nobody"}
    numbered = {name for name, rule in REGISTER.items() if rule.kinds}
    assert {*OBLIGATIONS, *numbered} <= set(stated)
    for key, clause in stated.items():
        numbers = OBLIGATIONS[key] if key in OBLIGATIONS else REGISTER[key].kinds
        assert set(clause.numbers) == set(numbers), key


@pytest.mark.parametrize("key", sorted({*OBLIGATIONS, *REGISTER}))
def test_every_key_that_a_clause_may_have_is_in_the_template(key: str) -> None:
    assert re.search(rf"\b{key}\b", TEXT)


def test_every_number_is_explained_above_its_clause() -> None:
    blocks = re.findall(r"((?:^# .*\n)+)^#?\[\[clauses\]\]\n((?:^#?[a-z].*\n)+)", TEXT, re.MULTILINE)
    # a clause of one's own is explained under what it is judged as; the first of a kind is that which is explained
    explained = {re.findall(r'(?:key|judged_as) = "(\w+)"', body)[-1]: prose for prose, body in reversed(blocks)}
    assert set(OBLIGATIONS) <= set(explained)
    for key, numbers in {**OBLIGATIONS, **{n: r.kinds for n, r in REGISTER.items() if r.kinds}}.items():
        for name in numbers:
            assert re.search(rf"\b{name}\b", explained[key]), (key, name)


def test_switching_on_leaves_no_table_and_no_option_out(tmp_path: Path) -> None:
    whole = loaded(tmp_path, SWITCHED_ON)
    unset = {name for name in Agreement.model_fields if not getattr(whole, name)}
    assert not unset
    for entries in (whole.parties, whole.organisations, whole.posts, whole.focus_areas, whole.coordinating_groups):
        for name in type(entries[0]).model_fields:
            assert any(getattr(entry, name) for entry in entries), (type(entries[0]), name)


@pytest.mark.parametrize(
    ("name", "council", "place"),
    [
        ("eksempel", "eksempel", "Eksempel"),
        ("Kvæfjord", "kvaefjord", "Kvæfjord"),
        ("Indre Østfold", "indre-ostfold", "Indre Østfold"),
        ("nord-aurdal", "nord-aurdal", "Nord-Aurdal"),
    ],
)
def test_the_template_is_made_for_a_place(tmp_path: Path, name: str, council: str, place: str) -> None:
    made, text = new_agreement(name, None, "nn", FIRST)
    heading = loaded(tmp_path, text)
    assert (made, heading.agreement.name, heading.agreement.title) == (council, council, f"Politirådet i {place}")
    assert (heading.parties[0].name, heading.agreement.language) == (f"{place} kommune", "nn")
    assert f"{council}.toml" in text
    assert place == "Eksempel" or "Eksempel" not in text


@pytest.mark.parametrize("title", ['Rådet "for alle"', "C:\\rådet", "Rådet #1", "Politirådet i Eksempel"])
def test_any_title_is_written_as_toml_reads_it(tmp_path: Path, title: str) -> None:
    assert loaded(tmp_path, new_agreement("Sør", title, "nb", FIRST)[1]).agreement.title == title


@pytest.mark.parametrize("name", ["", 'Ei"en', "a/b", "../x", "x\ny", "-", "é"])
def test_a_name_that_no_id_can_be_made_of_is_refused(name: str) -> None:
    with pytest.raises(RequestError):
        new_agreement(name, None, "nb", FIRST)


def test_no_line_is_wider_than_an_editor() -> None:
    assert [line for line in TEXT.splitlines() if len(line) > 120] == []


@pytest.mark.parametrize("name", ["agreement", "kind", "machine", "move"])
def test_a_template_in_nynorsk_says_the_same_line_by_line(name: str) -> None:
    """The same keys, ids and numbers in the same order; what differs is prose, and no bokmål."""
    bokmaal, nynorsk = (template_file(name, language).read_text("utf-8") for language in ("nb", "nn"))
    assert skeleton(bokmaal) == skeleton(nynorsk)
    words = re.sub(r'nb = "[^"]*"|"[^" ]*"|\b\w+_\w+\b', "", nynorsk)
    assert not [(line, found) for line in words.splitlines() if (found := of_bokmaal(prose(line)))]


def skeleton(text: str) -> list[str]:
    """The lines that are no comment, without their texts."""
    kept = [line for line in text.splitlines() if not re.match(r"#( |$)", line)]
    texts = re.compile(r'^(#?(?:title|text|name|document|goals|numbers = { sources|"[\d-]+")) = .*|who = "[^"]*"')
    return [texts.sub(r"\1", line) if re.match(r'#?[\["\w]', line) and "=" in line else line[:1] for line in kept]
