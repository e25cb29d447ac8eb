"""A form sheet goes out to an owner, is filled in as somebody does in Excel, and comes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from tests.journeys.conftest import Prepared
from tests.journeys.terminal import Ran, Terminal
from tests.workbooks import SHEET, fill, parts, written

OWNER = "kulturleder"
HEADINGS = [
    "Sak", "Tittel", "Del av", "Status", "Frist", "Prosent så langt",
    "Hva har skjedd", "Resultat eller begrunnelse", "Framdrift i prosent", "Framdrift, med ord", "Merknad",
]  # fmt: skip
ANSWERS = "GHIJK"


class Form:
    """The form sheet of an owner who has two measures; its cases stand in rows 8 and 9."""

    def __init__(self, terminal: Terminal, *options: str, owner: str = OWNER) -> None:
        self.terminal, self.path = terminal, terminal.home / "skjema.xlsx"
        terminal("export", "sheet", "--owner", owner, self.path.name, *options).ok()

    def rows(self, name: str | None = None) -> list[list[Any]]:
        """What another program reads."""
        workbook = CalamineWorkbook.from_path(self.path)
        return workbook.get_sheet_by_name(name or workbook.sheet_names[0]).to_python()

    def back(self, *options: str, **cells: str | int | float) -> Ran:
        """Fill in cells, and bring the sheet in."""
        filled = fill(self.path, self.terminal.home / "svar.xlsx", cells)
        return self.terminal("import", "form", filled.name, *options)

    def mistakes(self, code: int, **cells: str | int | float) -> list[tuple[int, str, str]]:
        """Where the mistakes are, as a program reads them; nothing was written."""
        before = self.terminal.digest()
        ran = self.back("--json", **cells)
        assert ran.code == code, ran
        told = ran.json
        assert self.terminal.digest() == before
        assert all(mistake["message"] for mistake in told["mistakes"])
        return [(mistake["row"], mistake["column"], mistake["code"]) for mistake in told["mistakes"]]


@pytest.fixture(scope="module")
def taken_out(tmp_path_factory: pytest.TempPathFactory, prepared: Prepared) -> Form:
    """A sheet that was taken out, for all tests in which nothing is written."""
    terminal = Terminal(tmp_path_factory.mktemp("form"))
    terminal.database.write_bytes(prepared("of_everything"))
    terminal("appoint", OWNER, "Prøve Prøvesen").ok()
    terminal("measure", "add", "1/26.1", "=1+1 plakater", "--owner", OWNER, "--due", "2026-05-20").ok()
    return Form(terminal)


@pytest.fixture
def work(tmp_path: Path, taken_out: Form) -> Terminal:
    terminal = Terminal(tmp_path)
    terminal.database.write_bytes(taken_out.terminal.database.read_bytes())
    return terminal


def acts(terminal: Terminal, ref: str) -> list[tuple[str, str, str, str]]:
    """The last acts on a case: action, whose, by whom recorded, on what basis."""
    lines = terminal("journal", "show", "--json").ok().json
    entries = lines if isinstance(lines, list) else lines["entries"]
    return [
        (e["action"], e["acted_by"], e["recorded_by"], e["texts"].get("basis", ""))
        for e in entries
        if e["subject"] == ref and e["action"]
    ]


def test_the_sheet_has_the_open_cases_of_its_owner_and_nothing_of_others(work: Terminal) -> None:
    form = Form(work)
    *above, empty, headings, first, second = form.rows()
    assert above[0][0] == "Politirådet i Kvæfjord"
    assert "Kulturleder" in above[1][0]
    assert "SLT-koordinator" in above[-1][0]
    assert (set(empty), headings) == ({""}, HEADINGS)
    assert first[:5] == ["1/26.1.1", "Leie Kvæfjordhallen", "Felles foreldremøte om rus", "Delegert", date(2026, 4, 15)]
    assert second[:5] == ["1/26.1.3", "=1+1 plakater", "Felles foreldremøte om rus", "Delegert", date(2026, 5, 20)]
    assert first[5:] == second[5:] == [""] * 6
    sheets = CalamineWorkbook.from_path(form.path).sheets_metadata
    assert [sheet.visible for sheet in sheets] == [SheetVisibleEnum.Visible, SheetVisibleEnum.VeryHidden]
    assert form.rows("slt")[2][3:] == ["Ta imot", "Avslå", "Start", "Meld hinder", "Meld utført", *[""] * 3]


def test_no_cell_is_a_formula_and_only_cells_for_answers_can_be_changed(work: Terminal) -> None:
    files = parts(Form(work).path)
    sheet, styles = files[SHEET].decode(), files["xl/styles.xml"].decode()
    assert "<f>" not in sheet + files["xl/worksheets/sheet2.xml"].decode()
    assert '<sheetProtection sheet="1"' in sheet
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.partition("<cellXfs")[2])
    is_open = {number for number, form in enumerate(formats) if 'locked="0"' in form}
    cells = re.findall(r'<c r="([A-Z]+)(\d+)"(?: s="(\d+)")?', sheet)
    opened = {f"{column}{row}" for column, row, style in cells if style and int(style) in is_open}
    assert opened == {f"{column}{row}" for column in ANSWERS for row in (8, 9)}


def test_answers_become_acts_of_the_owner_recorded_by_the_secretary_on_a_basis(work: Terminal) -> None:
    ran = Form(work).back(G8="meld  UTFØRT", H8="=Hallen er leid", I8=100, J8="Alt", K8="Takk", G9="Ta imot").ok()
    assert ran.out.splitlines() == [
        "1/26.1.1 Leie Kvæfjordhallen: Utført",
        "1/26.1 Felles foreldremøte om rus: I arbeid",  # which follows from the measure
        "1/26.1.3 =1+1 plakater: Mottatt",
    ]
    done = [act for act in acts(work, "1/26.1.1") if act[0] != "add_measure"]
    assert list(dict.fromkeys(act[0] for act in done)) == ["remark", "accept", "start", "note_progress", "finish"]
    assert {(whose, by) for _, whose, by, _ in done} == {(OWNER, "slt-koordinator")}
    assert all(basis.startswith("Skjema av ") for action, *_, basis in done if action in ("remark", "finish"))
    shown = work("show", "1/26.1.1", "--json").ok().json
    assert (shown["state"], shown["note"], shown["progress"]) == ("done", "=Hallen er leid", 100)
    assert work("journal", "verify").ok()


def test_the_same_answers_again_add_nothing(work: Terminal) -> None:
    form, answers = Form(work), {"G8": "Start", "K8": "Takk"}
    form.back(**answers).ok()
    before = work.digest()
    assert "fra før" in form.back(**answers).ok().out
    assert work.digest() == before
    work("remark", "9/26", "Noe annet").ok()
    before = work.digest()
    assert "1/26.1.1" in form.back(**answers).ok().err
    assert form.back("--json", **answers).ok().json == {"owner": OWNER, "mistakes": [], "unchanged": ["1/26.1.1"]}
    assert work.digest() == before
    more = form.back(**answers, G9="Ta imot").ok()
    assert (more.out, "1/26.1.1" in more.err) == ("1/26.1.3 =1+1 plakater: Mottatt\n", True)


def test_a_case_that_changed_meanwhile_is_told_and_not_written_over(work: Terminal) -> None:
    form = Form(work)
    work("do", "1/26.1.1", "accept").ok()
    told = form.back(G8="Avslå", H8="Rekker det ikke", G9="Ta imot").failed(2).err
    assert "rad 8, Sak: 1/26.1.1 er endret etter at skjemaet ble tatt ut" in told
    assert "var Delegert og er Mottatt" in told
    assert form.mistakes(2, G8="Avslå", H8="Nei", G9="Ta imot") == [(8, "Sak", "form_row_changed")]
    form.back(G9="Ta imot").ok()


def test_an_answer_that_was_taken_back_can_come_in_again(work: Terminal) -> None:
    form = Form(work)
    form.back(G8="Start").ok()
    work("undo", "--reason", "Feil skjema").ok()
    assert "I arbeid" in form.back(G8="Start").ok().out


def test_a_file_that_is_a_form_need_not_be_called_one(work: Terminal) -> None:
    form, before = Form(work), work.digest()
    assert form.back("--dry-run", G8="Ta imot").ok().out == work("import", "svar.xlsx", "--dry-run").ok().out
    told = work("import", "svar.xlsx", "--owner", OWNER).failed(2).err
    assert "slt import form svar.xlsx" in told
    assert work.digest() == before
    assert "Mottatt" in work("import", "svar.xlsx").ok().out


def test_a_dry_run_tells_what_it_would_do(work: Terminal) -> None:
    form, before = Form(work), work.digest()
    assert "Mottatt" in form.back("--dry-run", G8="Ta imot").ok().out
    assert work.digest() == before


WRONG: dict[str, tuple[int, dict[str, str | int | float], list[tuple[int, str, str]]]] = {
    "no such choice": (2, {"G8": "Ferdig"}, [(8, "Hva har skjedd", "form_row_unknown_choice")]),
    "no result": (2, {"G8": "Meld utført"}, [(8, "Resultat eller begrunnelse", "form_row_text_missing")]),
    "a result of nothing": (2, {"H8": "Gjort"}, [(8, "Resultat eller begrunnelse", "form_row_text_alone")]),
    "a result too many": (2, {"G8": "Start", "H8": "Ja"}, [(8, "Resultat eller begrunnelse", "form_row_text_unused")]),
    "words without a figure": (2, {"J8": "Godt i gang"}, [(8, "Framdrift, med ord", "form_row_note_alone")]),
    "too much": (2, {"I8": 101}, [(8, "Framdrift i prosent", "bad_percent")]),
    "half": (2, {"I8": 0.5}, [(8, "Framdrift i prosent", "bad_percent")]),
    "another's case": (2, {"A8": "1/26.1.2", "K8": "Hei"}, [(8, "Sak", "form_row_of_another")]),
    "the council's case": (2, {"A8": "1/26", "K8": "Hei"}, [(8, "Sak", "form_row_of_another")]),
    "a meeting": (2, {"A8": "M3/26", "K8": "Hei"}, [(8, "Sak", "form_row_of_another")]),
    "no case": (2, {"A8": "99/26", "K8": "Hei"}, [(8, "Sak", "unknown_ref")]),
    "no ref": (2, {"A8": "=1+1", "K8": "Hei"}, [(8, "Sak", "bad_ref")]),
    "a row twice": (2, {"A9": "1/26.1.1", "K8": "Hei", "K9": "Hallo"}, [(9, "Sak", "form_row_twice")]),
    "every row": (
        2,
        {"G8": "Ferdig", "I9": "mye"},
        [(8, "Hva har skjedd", "form_row_unknown_choice"), (9, "Framdrift i prosent", "bad_percent")],
    ),
    "a national identity number": (
        2,
        {"G9": "Ta imot", "K9": "Ring 13097248022"},
        [(9, "Merknad", "identity_number_in_text")],
    ),
    "hidden signs": (2, {"K8": "a\u202eb", "G9": "Ta imot"}, [(8, "Merknad", "hidden_characters")]),
}


@pytest.mark.parametrize("what", WRONG)
def test_every_mistake_is_told_by_its_cell_and_nothing_is_written(taken_out: Form, what: str) -> None:
    code, cells, mistakes = WRONG[what]
    assert taken_out.mistakes(code, **cells) == mistakes


def test_a_refusal_of_the_rules_is_told_by_its_row(work: Terminal) -> None:
    work("vacate", OWNER).ok()
    form = Form(work)
    told = form.back(G8="Ta imot", K9="Hei").failed(1).err
    assert "rad 8, Hva har skjedd: 1/26.1.1: avvist av reglene:" in told
    assert "Funksjonen kulturleder er ledig" in told
    assert form.mistakes(1, G8="Ta imot", K9="Hei") == [(8, "Hva har skjedd", "form_row_refused")]


def test_a_case_that_went_to_another_is_refused(work: Terminal) -> None:
    form = Form(work)
    work("hand-over", "1/26.1.1", "rektor-kvaefjord-skole", "--reason", "Sykdom").ok()
    assert form.mistakes(2, G8="Ta imot") == [(8, "Sak", "form_row_of_another")]


def test_a_case_that_came_after_the_sheet_is_refused(work: Terminal) -> None:
    form = Form(work)
    work("measure", "add", "1/26.1", "Flyers", "--owner", OWNER, "--due", "2026-05-20").ok()
    assert form.mistakes(2, A8="1/26.1.4", K8="Hei") == [(8, "Sak", "form_row_added")]


def test_work_and_the_case_it_is_part_of_are_answered_on_one_sheet(work: Terminal) -> None:
    """The measure begins the assignment, which for the sheet stands as it did before."""
    work("measure", "add", "1/26.1", "Flyers", "--owner", "slt-koordinator", "--due", "2026-05-20").ok()
    form = Form(work, owner="slt-koordinator")
    assert [row[0] for row in form.rows()[-2:]] == ["1/26.1", "1/26.1.4"]
    assert form.mistakes(2, I8=50) == [(8, "Framdrift i prosent", "form_row_no_room")]
    ran = form.back(K8="Vi er i gang", G9="Start", I9=10).ok()
    assert "1/26.1.4 Flyers: framdrift: 10 %" in ran.out
    assert work("show", "1/26.1", "--json").ok().json["state"] == "underway"
    assert [remark["text"] for remark in work("show", "1/26.1", "--json").ok().json["remarks"]] == ["Vi er i gang"]


def test_the_sheet_is_in_the_language_that_is_asked_for_and_a_choice_in_any(work: Terminal) -> None:
    form = Form(work, "--lang", "nn")
    assert form.rows()[6][6] == "Kva har skjedd"
    assert "mottatt" in form.back(G8="Accept").ok().out.casefold()
    told = form.back("--lang", "nn", G9="Ferdig").failed(2).err
    assert "Skjemaet vart ikkje ført: 1 rad er feil" in told


def other(change: Callable[[dict[str, bytes]], None]) -> Callable[[Terminal], None]:
    """The sheet with its parts changed."""

    def changed(terminal: Terminal) -> None:
        Form(terminal)
        path = terminal.home / "skjema.xlsx"
        fill(path, path, {"K8": "Hei"})
        files = parts(path)
        change(files)
        written(path, files)

    return changed


def swapped(name: str, old: bytes, new: bytes) -> Callable[[Terminal], None]:
    def swap(files: dict[str, bytes]) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new)

    return other(swap)


def cut(terminal: Terminal) -> None:
    path = Form(terminal).path
    path.write_bytes(path.read_bytes()[:2000])


HIDDEN = "xl/worksheets/sheet2.xml"
BAD: dict[str, tuple[Callable[[Terminal], Any], str]] = {
    "another workbook": (lambda t: t("export", "xlsx", "--output", "skjema.xlsx").ok(), "er ikke et skjema fra slt"),
    "nothing filled in": (Form, "Ingenting er fylt ut"),
    "cut short": (cut, "er skadet"),
    "of a newer format": (swapped(HIDDEN, b'<c r="B1"><v>1<', b'<c r="B1"><v>2<'), "format 2"),
    "no format": (swapped(HIDDEN, b'<c r="B1"><v>1<', b'<c r="B1"><v>0.5<'), "er ikke et skjema fra slt"),
    "no such row": (swapped(HIDDEN, b'<c r="B3"><v>', b'<c r="B3"><v>0.'), "er ikke et skjema fra slt"),
    "a column gone": (lambda t: fill(Form(t).path, t.home / "skjema.xlsx", {"K7": "Noe"}), "mangler en kolonne"),
    "an error": (swapped(SHEET, b"<is><t>Hei</t></is>", b"<f>A0</f>"), "cella inneholder en feil"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_no_filled_sheet_is_refused_in_a_sentence(work: Terminal, what: str) -> None:
    make, said = BAD[what]
    make(work)
    before = work.digest()
    told = work("import", "form", "skjema.xlsx").failed(2).err
    assert told.startswith(("skjema.xlsx", "Ingenting")), told
    assert said in told
    assert work.digest() == before


def test_a_sheet_of_another_council_is_refused(work: Terminal) -> None:
    fill(Form(work).path, work.home / "svar.xlsx", {"K8": "Hei"})
    work("init", "levanger", "--db", "annen.sqlite").ok()
    told = work("import", "form", "svar.xlsx", "--db", "annen.sqlite").failed(2).err
    assert "en annen journal enn den til levanger" in told


def test_a_sheet_with_exempt_work_says_so(work: Terminal) -> None:
    work("exempt", "1/26", "--basis", "offl. § 13", "--public-title", "Tiltak").ok()
    form = Form(work)
    assert "unntatt" in form.rows()[1][0]
    form.back(G9="Ta imot").ok()
    assert "--public" in work("export", "sheet", "--owner", OWNER, "ute.xlsx", "--public").failed(2).err


def test_an_owner_without_open_work_gets_no_sheet(work: Terminal) -> None:
    assert "ordforer" in work("export", "sheet", "--owner", "ordforer", "tom.xlsx").failed(2).err
    assert not (work.home / "tom.xlsx").exists()
    Form(work)
    assert "skjema.xlsx" in work("export", "sheet", "--owner", OWNER, "skjema.xlsx").failed(4).err


def test_only_the_secretary_brings_a_sheet_in(work: Terminal) -> None:
    form, before = Form(work), work.digest()
    assert form.back("--as", "ordforer", G8="Ta imot").failed(5)
    assert "--for" in form.back("--for", "politikontakt", G8="Ta imot").failed(2).err
    assert work.digest() == before
