"""Follow-up lists as four coordinators keep them, made anew for each test."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter

SHORT: Final = Path(__file__).with_name("short.csv")
"""A list of one decision, which lies ready."""


def tidy(path: Path) -> Path:
    """One table with a heading for everything, dates as dates, and a sheet of choices that is hidden."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        percent = book.add_format({"num_format": "0 %"})
        sheet = book.add_worksheet("Oppfølging")
        heads = ["Vedtak", "Oppdrag", "Tiltak", "Ansvarlig", "Frist", "Status", "Framdrift", "Merknad"]
        sheet.write_row(0, 0, heads)
        sheet.autofilter(0, 0, 5, 7)
        rows: list[list[Any]] = [
            ["Trygg skolevei", "", "", "", None, "", None, ""],
            ["Trygg skolevei", "Følge opp skoleveien", "", "Administrasjonssjef",
             datetime(2025, 11, 1), "Pågår", 0.5, ""],
            ["Trygg skolevei", "Følge opp skoleveien", "Refleksaksjon høsten 2025", "SLT-koordinator",
             datetime(2025, 10, 15), "Ferdig", 1, "Delt ut 340 refleksvester"],
            ["Trygg skolevei", "Følge opp skoleveien", "Fartsmåling ved skolen", "Politikontakt",
             datetime(2026, 9, 1), "Ikke startet", 0, ""],
            ["Natteravnene", "Få ravnene i gang igjen", "Skaffe fem nye ravner", "SLT-koordinator",
             datetime(2026, 8, 20), "Pågår", 0.25, "To har meldt seg"],
        ]  # fmt: skip
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, int | float):
                    sheet.write_number(number, column, value, percent)
                elif value:
                    sheet.write_string(number, column, value)
        choices = book.add_worksheet("Lister")
        choices.write_column(0, 0, ["Ikke startet", "Pågår", "Ferdig"])
        choices.hide()
    return path


def merged(path: Path) -> Path:
    """A title above, headings in two rows, groups merged down, and two owners in some cells."""
    with xlsxwriter.Workbook(path) as book:
        bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
        sheet = book.add_worksheet("Ark1")
        sheet.merge_range("A1:F1", "Handlingsplan for politirådet 2025–2026", bold)
        sheet.merge_range("A3:A4", "Vedtak", bold)
        sheet.merge_range("B3:B4", "Tiltak", bold)
        sheet.merge_range("C3:F3", "Oppfølging", bold)
        sheet.write_row("C4", ["Ansvarlig", "Frist", "Status", "Kommentar"], bold)
        sheet.merge_range("A5:A7", "Mindre rus blant unge", bold)
        sheet.write_row(
            "B5", ["Foreldremøter på 8. trinn", "SLT-koordinator", "1.10.2025", "Gjennomført", "Godt oppmøte"]
        )
        sheet.write_row("B6", ["Bekymringssamtaler", "Politikontakt / SLT-koordinator", "1. desember 2026", "I gang"])
        sheet.write_row("B7", ["Utekontakt i helgene", "SLT-koordinator og politikontakt", "uke 50", "I gang"])
        sheet.merge_range("A8:A9", "Trygt sentrum", bold)
        sheet.write_row("B8", ["Bedre lys ved stasjonen", "Administrasjonssjef", "30.06.2026", "Ikke startet"])
        sheet.write_row("B9", ["Møte med utestedene", "Politistasjonssjef, ordfører", "15.3.2025", "Gjennomført"])
    return path


def with_notes(path: Path) -> Path:
    """Rows with a level each, empty rows between, and notes beneath the table."""
    rows = [
        ["Sakliste SLT"],
        [],
        ["Nivå", "Hva", "Hvem", "Når", "Status", "Telefon"],
        ["Vedtak", "Felles rutine ved bekymring", "", "", ""],
        ["Oppdrag", "Lage rutinen", "Rektor ungdomsskulen", "1.4.2026", "Pågår", "77 00 00 00"],
        ["Tiltak", "Kurs for ansatte", "SLT-koordinator", "1. september 2026", "Ikke startet"],
        [],
        ["Vedtak", "Ungdom i faresonen", "", "", ""],
        ["Oppdrag", "Fange opp tidlig", "Administrasjonssjef", "31.12.2026", "Pågår"],
        ["Tiltak", "Ukentlig koordinering", "SLT-koordinator", "Løpende", "Pågår"],
        [],
        ["Sist oppdatert:", "12.03.2026"],
        ["Husk å ta opp Natteravnene på neste møte!"],
        ["* gjelder også vgs"],
    ]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("2026")
        for number, row in enumerate(rows):
            sheet.write_row(number, 1, row)  # the list begins in the second column
    return path


OLD: Final = (
    "Oppfølgingsliste politirådet;;;;\r\n"
    ";;;;\r\n"
    'Sak;Ansvarlig;Tidsfrist;Stand;"Resultat"\r\n'
    'Rydde i ""tunnelen"";Ordfører;15.05.25;Ferdig;"Ryddet i mai;\r\nskiltet"\r\n'
    "Søke om midler til møteplass;Administrasjonssjef;1. juni;Under arbeid;\r\n"
    "Være til stede på skolestart;Politikontakt;20. august;Under arbeid;\r\n"
).replace('Rydde i ""tunnelen""', '"Rydde i ""tunnelen"""')


def old(path: Path) -> Path:
    """Separated text of an old Excel: Windows-1252, semicolons, CRLF, quotes and a break within a cell."""
    path.write_bytes(OLD.encode("cp1252"))
    return path
