"""Headings of the lists that coordinators keep, in three languages, and the fields they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from slt_flow.services.decisions.imported import Outcome
from slt_flow.terms import Level, identifier


class Field(StrEnum):
    """Field of a case that a column may hold; `NOTHING` is a column that is not read."""

    TITLE = "title"
    LEVEL = "level"
    DECISION = "decision"
    ASSIGNMENT = "assignment"
    MEASURE = "measure"
    UNDER = "under"
    NUMBER = "number"
    TEXT = "text"
    OWNER = "owner"
    DUE = "due"
    DAY = "day"
    STATUS = "status"
    PROGRESS = "progress"
    NOTE = "note"
    AREA = "area"
    CASE = "case"
    NOTHING = "nothing"


TITLES: Final[Mapping[Level, Field]] = {
    Level.STRATEGIC: Field.DECISION,
    Level.COORDINATING: Field.ASSIGNMENT,
    Level.EXECUTING: Field.MEASURE,
}
"""Fields that hold the title of a case of their level."""

_HEADINGS: Final[Mapping[Field, str]] = {
    Field.TITLE: "tittel, sak, sakstittel, hva, kva, oppgave, oppgåve, aksjon, aktivitet, punkt, oppfølgingspunkt, "
    "title, task, action, activity, what, subject",
    Field.LEVEL: "nivå, type",
    Field.DECISION: "vedtak, beslutning, avgjerd, decision, vedtak i politirådet, politirådets vedtak",
    Field.ASSIGNMENT: "oppdrag, assignment",
    Field.MEASURE: "tiltak, measure",
    Field.UNDER: "under, hører til, høyrer til, belongs to, parent",
    Field.NUMBER: "ref, referanse, nummer, vedtaksnr, vedtaksnummer, vedtak nr, reference, decision number",
    Field.TEXT: "vedtakstekst, tekst, ordlyd, beskrivelse, skildring, text, wording, description",
    Field.OWNER: "ansvarlig, ansvarleg, ansvar, eier, eigar, hvem, kven, ansvarlig for oppfølging, hovedansvarlig, "
    "ansvarleg for oppfølging, hovudansvarleg, owner, responsible, who",
    Field.DUE: "frist, tidsfrist, ferdig innen, ferdig innan, når, forfall, deadline, due, due date, when",
    Field.DAY: "dato, vedtatt, vedteke, vedtaksdato, møtedato, gitt, opprettet, oppretta, date, adopted, given, "
    "date adopted",
    Field.STATUS: "status, tilstand, stand, state",
    Field.PROGRESS: "fremdrift, framdrift, prosent, % ferdig, prosent ferdig, progress, percent",
    Field.NOTE: "merknad, merknader, kommentar, kommentarer, notat, notater, resultat, utført, remarks, remark, "
    "notes, note, comment, comments, result",
    Field.AREA: "satsingsområde, innsatsområde, område, focus area, area",
    Field.NOTHING: "ingenting, inkje",
    Field.CASE: "saksnr, saksnummer, arkivsak, arkivref, arkivreferanse, sak i arkivet, case number",
}
"""Headings of each field, in bokmål, nynorsk and English."""

_LEVELS: Final[Mapping[Level, str]] = {
    Level.STRATEGIC: "strategic, strategisk, vedtak, beslutning, avgjerd, decision",
    Level.COORDINATING: "coordinating, koordinerende, koordinerande, oppdrag, assignment",
    Level.EXECUTING: "executing, utførende, utførande, operativt, tiltak, measure",
}

_OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.NOT_BEGUN: "ikke startet, ikke påbegynt, ikke begynt, ikkje starta, ikkje byrja, ikkje påbyrja, planlagt, "
    "not started, not begun, planned",
    Outcome.RUNNING: "pågår, under arbeid, i gang, i arbeid, påbegynt, påbyrja, in progress, ongoing, running, begun",
    Outcome.BLOCKED: "på vent, blokkert, står fast, on hold, blocked, stuck",
    Outcome.DONE: "ferdig, fullført, utført, gjennomført, gjort, done, completed, finished",
    Outcome.DROPPED: "frafalt, avlyst, utgått, skrinlagt, falt bort, fallen bort, dropped, cancelled",
}
"""Words that mean one outcome alone; of all others (“avsluttet”, “lukket”) the coordinator says what they mean."""


def folded(text: str) -> str:
    """Fold a heading or a name to plain letters, digits and single spaces: `Ansvarlig:` is `ansvarlig`."""
    plain = unicodedata.normalize("NFKD", identifier(text))
    return " ".join(re.findall(r"[a-z0-9%]+", "".join(sign for sign in plain if not unicodedata.combining(sign))))


def _by_word(words: Mapping[Field, str] | Mapping[Level, str] | Mapping[Outcome, str]) -> dict[str, str]:
    return {folded(word): str(meaning) for meaning, listed in words.items() for word in listed.split(", ")}


_FIELD_OF: Final = {**{str(field): str(field) for field in Field}, **_by_word(_HEADINGS)}
_LEVEL_OF: Final = _by_word(_LEVELS)
_OUTCOME_OF: Final = {**{folded(outcome): str(outcome) for outcome in Outcome}, **_by_word(_OUTCOMES)}


def field_of(heading: str) -> Field | None:
    """Return the field that a heading stands for, also with words in brackets or a second word after a slash."""
    bare = re.sub(r"\(.*?\)", " ", heading)
    for part in (heading, bare, *bare.split("/")):
        if (name := _FIELD_OF.get(folded(part))) is not None:
            return Field(name)
    return None


def level_of(word: str) -> Level | None:
    """Return the level that a word stands for."""
    name = _LEVEL_OF.get(folded(word))
    return Level(name) if name is not None else None


def outcome_of(word: str) -> Outcome | None:
    """Return the outcome that a word means, where it means one alone."""
    name = _OUTCOME_OF.get(folded(word))
    return Outcome(name) if name is not None else None
