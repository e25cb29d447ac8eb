"""Lists that coordinators keep come in as they are: with nothing made up, all of it or nothing."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from slt_flow.errors import Fault, RequestError
from slt_flow.results.answers import Done, Refusal
from slt_flow.results.form_sheets import MEMORY
from slt_flow.results.sheets import ImportedList
from slt_flow.services.decisions.imported import Outcome
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history.audit import verify
from slt_flow.services.history.timeline import history
from slt_flow.services.history.undo import undo
from slt_flow.services.request.actions import perform
from slt_flow.services.request.context import Context
from slt_flow.services.sheets.choices import Choices, chosen, load, written
from slt_flow.services.sheets.headings import Field, field_of, level_of, outcome_of
from slt_flow.services.sheets.import_list import import_list
from slt_flow.views.sheets import imported as view
from slt_flow.views.text.failures import as_json, lines
from slt_flow.views.text.findings import of_finding
from slt_flow.views.text.words import Words
from tests.conftest import MakeContext
from tests.model.test_personal_data import made as number_of
from tests.records.year import done, refused
from tests.services.sheets import lists

Bring = Callable[..., ImportedList]
NUMBER = number_of("ordinary")
HEADS = "Vedtak;Oppdrag;Tiltak;Ansvarlig;Frist;Status;Merknad\n"


@pytest.fixture
def at(context: MakeContext) -> Context:
    return context()


@pytest.fixture
def bring(at: Context, folder: Path) -> Bring:
    """Brings in a list of these lines."""

    def brought(text: str, name: str = "liste.csv", **said: object) -> ImportedList:
        path = folder / name
        path.unlink(missing_ok=True)
        path.write_text(text, encoding="utf-8")
        return import_list(at, str(path), chosen({}, **said))  # type: ignore[arg-type]  # each of its own kind

    return brought


def faults(bring: Bring, text: str, **said: object) -> list[tuple[int, str, str]]:
    with pytest.raises(RequestError) as raised:
        bring(text, **said)
    found: tuple[Fault, ...] = raised.value.facts["faults"]  # type: ignore[assignment]  # facts are objects
    for language in ("en", "nb", "nn"):
        assert len(list(lines(raised.value, Words(language)))) == len(found) + 1
    assert len(as_json(raised.value, Words("en"))["problems"]) == len(found)
    return [(fault.row, fault.column, fault.error.code) for fault in found]


def became(answer: ImportedList) -> list[tuple[int | None, str, str]]:
    return [(row.row, row.ref, row.title) for row in answer.rows]


# what rows become


def test_each_row_is_the_lowest_case_that_it_names_and_what_it_leaves_out_is_that_of_the_row_above(
    bring: Bring,
) -> None:
    answer = bring(
        HEADS
        + "Trygg skolevei;;;;;;\n"
        + ";Følge opp;;Ordfører;1.9.2026;Pågår;\n"
        + ";;Reflekser;SLT-koordinator;1.5.2025;Ferdig;Delt ut 340\n"
        + "Natteravn;Ravnene i gang;Skaffe vester;Politikontakt;1. desember 2026;Ikke startet;\n",
        owner="ordforer",
    )
    assert became(answer) == [
        (2, "1/26", "Trygg skolevei"),
        (3, "1/26.1", "Følge opp"),
        (4, "1/26.1.1", "Reflekser"),
        (None, "2/26", "Natteravn"),
        (None, "2/26.1", "Ravnene i gang"),
        (5, "2/26.1.1", "Skaffe vester"),
    ]
    assert [(row.owner, row.due) for row in answer.rows if row.row][1:] == [
        ("ordforer", date(2026, 9, 1)),
        ("slt-koordinator", date(2025, 5, 1)),
        ("politikontakt", date(2026, 12, 1)),
    ]


def test_the_list_is_history_as_it_is(at: Context, bring: Bring) -> None:
    """Nobody consented, accepted or verified anything here; file, sheet and row of each case are on record."""
    bring(HEADS + "A;B;C;Ordfører;1.5.2025;Ferdig;Gikk bra\n", owner="ordforer")
    (entry,) = history(at, "1/26.1.1")
    assert (entry.kind, entry.texts["file"], entry.data["row"], entry.texts["note"]) == (
        "Registered",
        "liste.csv",
        2,
        "Gikk bra",
    )
    assert verify(at)[0].flaws == ()


def test_the_same_list_again_adds_nothing_and_a_longer_one_what_is_new(at: Context, bring: Bring) -> None:
    lines_ = HEADS + "A;B;C;Ordfører;;Ferdig;\nA;B;C;Ordfører;;Ferdig;\n"
    first = bring(lines_, owner="ordforer")
    assert len(first.rows) == 4, "two rows of the same words are two cases"
    again = bring(lines_, owner="slt-koordinator")
    assert [row.is_here for row in again.rows] == [True, True]
    assert isinstance(again.outcome, Done)
    assert again.outcome.entries == ()
    grown = bring(HEADS + "Nytt;;;;;;\n" + lines_.removeprefix(HEADS) + "A;B;D;Ordfører;;Ferdig;\n", owner="ordforer")
    assert [(row.ref, row.is_here) for row in grown.rows] == [
        ("2/26", False), ("1/26.1.1", True), ("1/26.1.2", True), ("1/26.1.3", False),
    ]  # fmt: skip


def test_a_case_from_a_list_is_marked_in_full_as_in_status_and_has_no_day_but_that_of_its_recording(
    at: Context, bring: Bring
) -> None:
    bring(HEADS + "A;B;C;Ordfører;1.5.2025;Ferdig;\nA;B;D;Ordfører;;Pågår;\n", owner="ordforer")
    settled, running = show_case(at, "1/26.1.1"), show_case(at, "1/26.1.2")
    assert (settled.on, settled.recorded_on, settled.imported, settled.settled_before) == (None, at.day, True, True)
    assert (running.imported, running.settled_before) == (True, False)
    (finding,) = refused(perform(at, "1/26.1.1", "verify")).findings
    assert "«Utført (importert)»" in of_finding(finding, Words("nb"))


def test_what_a_row_says_otherwise_by_now_is_told_and_not_recorded(at: Context, bring: Bring) -> None:
    bring(HEADS + "A;B;C;Ordfører;1.9.2026;Pågår;\nA;B;D;Ordfører;1.9.2026;Pågår;\n", owner="ordforer")
    grown = bring(HEADS + "A;B;C;Politikontakt;1.10.2026;Ferdig;\nA;B;D;Ordfører;1.9.2026;Pågår;\n", owner="ordforer")
    assert [tuple(change) for change in grown.changes] == [
        (2, "1/26.1.1", "status", "Ferdig", "underway"),
        (2, "1/26.1.1", "owner", "politikontakt", "ordforer"),
        (2, "1/26.1.1", "due", date(2026, 10, 1), date(2026, 9, 1)),
    ]
    assert done(grown.outcome).entries == ()
    assert bring(HEADS + "A;B;C;Ordfører;1.9.2026;Lukket;\n").changes[0].listed == "Lukket"
    assert len(history(at, "1/26.1.1")) == 1


def test_an_import_is_taken_back_whole(at: Context, bring: Bring) -> None:
    bring(HEADS + "A;B;C;Ordfører;;Ferdig;\n", owner="ordforer")
    assert isinstance(undo(at, reason="Feil liste"), Done)
    assert became(bring(HEADS + "A;;;;;;\n"))[0][2] == "A"


def test_a_dry_run_tells_the_same_and_writes_nothing(context: MakeContext, bring: Bring, folder: Path) -> None:
    (folder / "liste.csv").write_text(HEADS + "A;B;C;Ordfører;;Pågår;\n", encoding="utf-8")
    choices = Choices(owner="ordforer")
    foreseen = import_list(context(dry_run=True), str(folder / "liste.csv"), choices)
    answer = import_list(context(), str(folder / "liste.csv"), choices)
    assert foreseen.rows == answer.rows
    assert not any(row.is_here for row in answer.rows)


def test_long_titles_second_notes_and_words_nobody_reads_are_kept(at: Context, bring: Bring) -> None:
    long = "Lang tekst om tiltaket " * 12
    heads = "Tiltak;Ansvarlig;Status;Merknad;Kommentar;Saksnr\n"
    row = f"{long};Ordfører / SLT-koordinator;Lukket;En;To;24/118\n"
    answer = bring(heads + row, owner="ordforer", first_owner=True, states=["Lukket=gjort"])
    title = answer.rows[-1].title
    (entry,) = history(at, answer.rows[-1].ref)
    assert (len(title) <= 200, title.endswith(" …")) == (True, True)
    note = entry.texts["note"]
    for words in (
        long.strip(),
        "Merknad: En",
        "Kommentar: To",
        "Saksnr: 24/118",
        "Ordfører / SLT-koordinator",
        "Lukket",
    ):
        assert words in note


# what is told and refused


def test_everything_that_is_wrong_is_told_at_once_with_its_row_and_column(bring: Bring) -> None:
    text = (
        HEADS
        + "A;B;C;Rektor;1.5.2025;Ferdig;\n"
        + "A;B;D;Rektor;31.2.2025;Lukket;\n"
        + "A;B;E;Ordfører og SLT-koordinator;Løpende;Lukket;\n"
        + ";;;;;Ferdig;bare\n"
    )
    assert faults(bring, text, owner="ordforer") == [
        (2, "D", "sheet_owner_unknown"),
        (3, "E", "no_such_day"),
        (3, "F", "sheet_state_unknown"),
        (4, "D", "sheet_two_owners"),
        (4, "E", "sheet_standing"),
        (5, "", "sheet_row_without_title"),
    ]


def test_a_national_identity_number_is_refused_with_its_row(bring: Bring) -> None:
    text = HEADS + f"A;B;C;Ordfører;;Ferdig;\nA;B;D;Ordfører;;Ferdig;Gjelder {NUMBER}\n"
    assert faults(bring, text, owner="ordforer") == [(3, "G", "identity_number_in_text")]


def test_a_form_sheet_is_no_list(at: Context, folder: Path) -> None:
    with xlsxwriter.Workbook(folder / "skjema.xlsx") as book:
        book.add_worksheet("Skjema").write_row(0, 0, ["Tiltak", "Status"])
        book.add_worksheet(MEMORY).hide()
    with pytest.raises(RequestError, match="sheet_is_form"):
        import_list(at, str(folder / "skjema.xlsx"))


def test_unknown_words_are_told_once_with_their_rows_and_what_to_do(bring: Bring) -> None:
    with pytest.raises(RequestError) as raised:
        bring(HEADS + "A;B;C;Koordinatoren;;Ferdig;\nA;B;D;Koordinatoren;;Ferdig;\n", owner="ordforer")
    told: tuple[Fault, ...] = raised.value.facts["faults"]  # type: ignore[assignment]  # facts are objects
    (fault,) = told
    assert (fault.row, fault.others, fault.error.facts["post"]) == (2, (3,), "slt-koordinator")
    said = "\n".join(lines(raised.value, Words("nb")))
    assert "--post 'Koordinatoren=slt-koordinator'" in said
    assert "slt post add koordinatoren" in said


@pytest.mark.parametrize("words", ["'; touch x; '", "$(touch x)", "`touch x`", '"; touch x; "', "Rektor\\", "Rektor's"])
@pytest.mark.parametrize("language", ["en", "nb", "nn"])
def test_no_word_of_a_list_does_anything_in_a_command_that_is_copied(bring: Bring, words: str, language: str) -> None:
    with pytest.raises(RequestError) as raised:
        bring(HEADS + f'A;B;C;"{words.replace(chr(34), chr(34) * 2)}";;"{words.replace(chr(34), chr(34) * 2)}";\n')
    inert = words.replace("'", "’")
    said = list(lines(raised.value, Words(language)))[1:]
    commands = [
        line[line.index(option) :] for line in said for option in ("--post ", "--status ", "slt post") if option in line
    ]
    assert len(commands) == 3
    for command in commands:
        typed = shlex.split(command.rpartition("'")[0] + "'")
        assert [word for word in typed if word.partition("=")[0] == inert], "one word of the command, as it stands"


@pytest.mark.parametrize("words", ["ordforer", "Ordfører", "ORDFØRER ", "  ordfører"])
def test_a_post_is_known_by_its_id_and_its_title(bring: Bring, words: str) -> None:
    assert bring(HEADS + f"A;B;C;{words};;Ferdig;\n", owner="ordforer").rows[-1].owner == "ordforer"


def test_a_row_of_the_same_words_as_a_case_from_elsewhere_is_refused(at: Context, bring: Bring) -> None:
    assert isinstance(register(at, "Trygg skolevei"), Done)
    assert faults(bring, HEADS + "Trygg skolevei;;;;;;\n") == [(2, "A", "sheet_row_is_here")]


def test_a_number_that_is_taken_is_refused(at: Context, bring: Bring) -> None:
    assert isinstance(register(at, "Trygg skolevei"), Done)
    assert faults(bring, "Vedtaksnr;Vedtak\n1/26;Noe annet\nx;Enda noe\n") == [
        (2, "A", "number_taken"),
        (3, "A", "bad_ref"),
    ]


def test_a_decision_of_the_time_since_the_council_began_is_adopted_by_a_meeting(bring: Bring) -> None:
    text = "Vedtak;Vedtatt\nA;14.6.2026\nB;15.6.2026\nC;1.7.2026\n"
    assert faults(bring, text) == [(3, "B", "adopted_since_it_began"), (4, "B", "day_to_come")]


def test_work_beneath_a_decision_that_is_followed_up_here_is_not_brought_in_as_running(
    at: Context, bring: Bring
) -> None:
    assert isinstance(register(at, "Trygg skolevei"), Done)
    assert faults(bring, HEADS + "1/26;B;;Ordfører;;Pågår;\n") == [(2, "B", "sheet_beneath_ours")]


def test_a_list_without_headings_or_rows_is_refused(bring: Bring) -> None:
    for text, code in (
        ("a;b\nc;d\n", "sheet_no_headings"),
        ("Ansvarlig;Frist\nOrdfører;1.5.2025\n", "sheet_no_title"),
        (HEADS, "sheet_without_rows"),
    ):
        with pytest.raises(RequestError, match=code):
            bring(text)


@pytest.mark.parametrize("heads", ["Sak;Vedtak;Status\n", "Sak;Tittel;Nivå\n"])
def test_sak_is_the_case_number_beside_a_title(at: Context, bring: Bring, heads: str) -> None:
    bring(heads + "2/26;Trygg skolevei;{}\n".format("" if "Status" in heads else "Vedtak"))
    decided = show_case(at, "1/26").decided
    assert decided is not None
    assert (show_case(at, "1/26").title, decided.case) == ("Trygg skolevei", "2/26")


def test_sak_is_asked_for_where_it_may_be_either_and_never_a_title_of_numbers(bring: Bring) -> None:
    words = "Sak;Vedtak;Status\nNatteravn;Rådet ber om ravner;\n"
    with pytest.raises(RequestError, match="sheet_heading_two_ways"):
        bring(words)
    assert bring(words, columns=["Sak=merknad"]).rows[0].title == "Rådet ber om ravner"
    with pytest.raises(RequestError, match="sheet_no_title"):
        bring("Sak;Ansvarlig\nPS 2/26;Ordfører\n", level="oppdrag")


def test_a_level_nobody_knows_is_told_alone_and_a_missing_one_in_its_column(bring: Bring) -> None:
    heads = "Tittel;Nivå;Ansvarlig\n"
    assert faults(bring, heads + "A;Delmål;Ordfører\n") == [(2, "B", "sheet_no_such_level")]
    assert faults(bring, heads + "A;;Ordfører\n") == [(2, "B", "sheet_level_unknown")]
    assert faults(bring, "Tittel;Ansvarlig\nA;Ordfører\n") == [(2, "A", "sheet_level_unknown")]


def test_a_parent_further_down_is_told_with_its_row(bring: Bring) -> None:
    heads = "Tittel;Nivå;Hører til;Ref;Ansvarlig\n"
    below = heads + "B;Oppdrag;A;;Ordfører\nC;Oppdrag;7/24;;Ordfører\nD;Oppdrag;X;;Ordfører\nA;Vedtak;;7/24;\n"
    assert faults(bring, below) == [
        (2, "C", "sheet_under_is_below"),
        (3, "C", "sheet_under_is_below"),
        (4, "C", "sheet_under_unknown"),
    ]


@pytest.mark.parametrize(
    ("above", "code"), [("Ferdig", "sheet_settled_above"), ("Ikke startet", "sheet_not_begun_above")]
)
def test_states_that_do_not_fit_together_are_told_by_row_and_title(bring: Bring, above: str, code: str) -> None:
    text = HEADS + f"Skolevei;;;;;{above};\nSkolevei;Følge opp;;Ordfører;;Pågår;\n"
    assert faults(bring, text) == [(3, "F", code)]
    with pytest.raises(RequestError) as raised:
        bring(text)
    said = "\n".join(lines(raised.value, Words("nb")))
    assert ("«Skolevei» i rad 2" in said, "1/26" in said) == (True, False)


def test_a_day_of_two_years_may_be_said_for_all_rows(bring: Bring) -> None:
    with pytest.raises(RequestError) as raised:
        bring("Tiltak;Ansvarlig;Frist\nA;Ordfører;1. mai\n", owner="ordforer")
    assert "--year" in "\n".join(lines(raised.value, Words("nb")))
    assert bring("Tiltak;Ansvarlig;Frist\nA;Ordfører;1. mai\n", owner="ordforer", year=2025).rows[-1].due == date(
        2025, 5, 1
    )


@pytest.mark.parametrize(
    ("cell", "told"),
    [("Kulturleder / Rektor", "Kulturleder"), ("Oppvekst- og kultursjef", "Oppvekst- og kultursjef")],
)
def test_of_two_owners_the_first_is_told_by_its_own_name(bring: Bring, cell: str, told: str) -> None:
    with pytest.raises(RequestError) as raised:
        bring(HEADS + f"A;B;C;{cell};;Ferdig;\n", owner="ordforer", first_owner=True)
    found: tuple[Fault, ...] = raised.value.facts["faults"]  # type: ignore[assignment]  # facts are objects
    (fault,) = found
    assert fault.error.facts["given"] == told


# choices


def test_choices_are_saved_and_read_again(folder: Path) -> None:
    choices = chosen(
        {},
        ["Hvem gjør det=ansvarlig"],
        ['Rektor "nye" skolen=ordforer'],
        ["Lukket=gjort"],
        level="tiltak",
        owner="ordforer",
        year=2025,
    )
    (folder / "liste.toml").write_text(written(choices), encoding="utf-8")
    assert chosen(load(folder / "liste.toml")) == choices
    assert choices.columns == {"hvem gjor det": Field.OWNER}
    assert choices.states == {"lukket": Outcome.DONE}
    assert chosen(load(folder / "liste.toml"), states=["Lukket=frafalt"]).states == {"lukket": Outcome.DROPPED}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("colums = 1\n", "sheet_mapping_key"),
        ("year = '2025'\n", "sheet_mapping_value"),
        ("[columns]\nHvem = 1\n", "sheet_mapping_value"),
        ("[columns]\nHvem = 'konge'\n", "sheet_no_such_field"),
        ("level = 'kommune'\n", "sheet_no_such_level"),
    ],
)
def test_saved_choices_that_do_not_fit_are_refused(folder: Path, text: str, code: str) -> None:
    (folder / "liste.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match=code):
        chosen(load(folder / "liste.toml"))


def test_a_pair_without_its_sign_is_refused() -> None:
    for typed in ("Hvem", "=owner", "Hvem="):
        with pytest.raises(RequestError, match="sheet_no_pair"):
            chosen({}, [typed])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_word_that_is_shown_is_understood(language: str) -> None:
    """What the screen calls a column, a level or a state can be typed after --map, --level and --status."""
    words = Words(language)
    assert {field: field_of(words.say(word)) for field, word in view.FIELDS.items()} == {
        str(field): field for field in Field if field != Field.NOTHING
    }
    assert {level: level_of(words.say(word)) for level, word in view.LEVELS.items()} == {
        level: level for level in view.LEVELS
    }
    assert {outcome: outcome_of(words.say(word)) for outcome, word in view.OUTCOMES.items()} == {
        str(outcome): outcome for outcome in Outcome
    }


# lists as they are kept


def test_a_list_with_merged_heads_is_read_by_its_second_row_and_merged_groups_go_down(
    at: Context, folder: Path
) -> None:
    answer = import_list(at, str(lists.merged(folder / "plan.xlsx")), Choices(owner="ordforer", first_owner=True))
    assert answer.headings_in == 4
    assert [row.ref for row in answer.rows if row.row in (5, 6, 7)] == ["1/26.1.1", "1/26.1.2", "1/26.1.3"]
    assert [row.row for row in answer.beside] == [1, 3]


def test_notes_beneath_a_table_are_shown_and_not_read(at: Context, folder: Path) -> None:
    choices = Choices(posts={"rektor ungdomsskulen": "ordforer"}, review="1.12.2026")
    answer = import_list(at, str(lists.with_notes(folder / "liste.xlsx")), choices)
    assert [row.row for row in answer.rows] == [4, 5, 6, 8, 9, 10]
    assert [row.row for row in answer.beside] == [1, 12, 13, 14]
    assert [column.heading for column in answer.columns if column.field == Field.NOTHING] == ["Telefon"]


def test_hidden_sheets_are_named_and_not_read(at: Context, folder: Path) -> None:
    answer = import_list(at, str(lists.tidy(folder / "liste.xlsx")), Choices(owner="ordforer"))
    assert (answer.sheet, answer.others) == ("Oppfølging", ("Lister",))


def test_nobody_but_those_who_lead_may_bring_in_a_list(context: MakeContext, folder: Path) -> None:
    path = lists.old(folder / "gammel.csv")
    with pytest.raises(RequestError, match="not_your_task"):
        import_list(context(actor="politikontakt"), str(path), Choices(level=level_of("oppdrag"), year=2026))


def test_progress_is_told_to_the_last_case(at: Context, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    path = lists.tidy(folder / "liste.xlsx")
    import_list(at, str(path), Choices(owner="ordforer"), lambda *numbers: told.append(numbers))
    assert told == [(place, 7) for place in range(1, 8)]
    assert not isinstance(told, Refusal)


# lists by other names, of other years, and beneath what is followed up here


def test_a_list_under_another_name_is_told_to_be_here(bring: Bring) -> None:
    text = "Tiltak;Ansvarlig;Frist;Status\nReflekser;Ordfører;1.5.2025;Ferdig\n"
    bring(text, owner="ordforer")
    with pytest.raises(RequestError) as raised:
        bring(text, name="liste (1).csv", owner="ordforer")
    faults_: tuple[Fault, ...] = raised.value.facts["faults"]  # type: ignore[assignment]  # facts are objects
    assert [(fault.row, fault.error.code) for fault in faults_] == [(2, "sheet_row_is_here")]


def test_lists_of_several_years_may_name_the_same_decision_and_repeat_its_work(bring: Bring) -> None:
    bring(HEADS + "A;B;C;Ordfører;1.5.2024;Pågår;\n", name="2024.csv", owner="ordforer")
    answer = bring(HEADS + "A;B;C;Ordfører;1.5.2025;Pågår;\n", name="2025.csv", owner="ordforer")
    assert became(answer)[-1] == (2, "1/26.1.2", "C")


def test_new_work_beneath_a_decision_that_is_followed_up_here_is_given_as_all_work_is(
    adopted: Context, folder: Path
) -> None:
    (folder / "nytt.csv").write_text(HEADS + "1/26;Følge opp;;SLT-koordinator;1.9.2026;;\n", encoding="utf-8")
    answer = import_list(adopted, str(folder / "nytt.csv"))
    assert became(answer) == [(2, "1/26.1", "Følge opp")]
    assert {step.action for step in done(answer.outcome).steps} == {"assign"}
    (folder / "mer.csv").write_text(HEADS + "1/26;Mer;;SLT-koordinator;1.9.2026;Pågår;\n", encoding="utf-8")
    with pytest.raises(RequestError) as raised:
        import_list(adopted, str(folder / "mer.csv"))
    told: tuple[Fault, ...] = raised.value.facts["faults"]  # type: ignore[assignment]  # facts are objects
    assert [fault.error.code for fault in told] == ["sheet_beneath_ours"]


def test_a_rule_that_keeps_work_away_is_told_with_the_row(bring: Bring, at: Context) -> None:
    assert isinstance(register(at, "Trygg skolevei"), Done)
    assert faults(bring, HEADS + "1/26;B;;Ordfører;1.9.2026;;\n") == [(2, "B", "sheet_row_refused")]


# cells of Excel


def test_a_cell_with_an_error_is_told_and_bare_numbers_are_days_of_the_files_epoch(at: Context, folder: Path) -> None:
    def listed(name: str, owner: str, **options: object) -> str:
        with xlsxwriter.Workbook(folder / name, options) as book:
            sheet = book.add_worksheet("Liste")
            sheet.write_row(0, 0, ["Tiltak", "Ansvarlig", "Frist", "Status"])
            sheet.write_row(1, 0, ["Reflekser", "", 46093 - (1462 if options else 0), "Ferdig"])
            sheet.write_formula(1, 1, "=A9", None, owner)
        return str(folder / name)

    choices = Choices(owner="ordforer")
    with pytest.raises(RequestError) as raised:
        import_list(at, listed("feil.xlsx", "#REF!"), choices)
    told: tuple[Fault, ...] = raised.value.facts["faults"]  # type: ignore[assignment]  # facts are objects
    assert [(fault.row, fault.column, fault.error.facts["given"]) for fault in told] == [(2, "B", "#REF!")]
    for name, options in (("pc.xlsx", {}), ("mac.xlsx", {"date_1904": True})):
        answer = import_list(at, listed(name, "Ordfører", **options), choices)
        assert answer.rows[-1].due == date(2026, 3, 12)
        assert isinstance(undo(at, reason="Prøve"), Done)
