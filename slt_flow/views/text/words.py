"""Words in the reader's language: messages, plurals, dates as people write them, user text made harmless."""

from __future__ import annotations

import gettext
import os.path
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final

from slt_flow.results.deadlines import DaysLate
from slt_flow.terms import LANGUAGES, N_, Judge, Named, PointOutcome, Worded

DOMAIN: Final = "slt"
LOCALE: Final = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "locale"))
STANDARD: Final = "nb"
_MARKS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks of direction, with which a text could pretend to be another."""

MONTHS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
"""Names of the months."""

VALUES: Final[Mapping[str, str]] = {
    "consent": N_("consents"), "stand_aside": N_("stands aside"), "object": N_("objects"),
    "seat": N_("present"), "deputy": N_("deputy"), "guest": N_("guest"), "left": N_("left"), "absent": N_("absent"),
    "excused": N_("excused from the item"),
    "ordinary": N_("ordinary"), "extraordinary": N_("extraordinary"), "information": N_("information"),
    "coordination": N_("coordination"), "strategic": N_("strategic"), "coordinating": N_("coordinating"),
    "executing": N_("executing"), "secretary": N_("the secretary"), "chair": N_("the chair"),
    "agreement": N_("agreement"), "clause": N_("clause"), "organisation": N_("organisation"), "post": N_("post"),
    "area": N_("focus area"), "group": N_("group"), "closed_day": N_("closed day"),
    "adopted_by": N_("adopted by"), "signed_by": N_("signed by"),
    "machine": N_("workflow"), "added": N_("added"), "changed": N_("changed"),
    "made": N_("made"), "replaced": N_("made anew"), "unchanged": N_("unchanged"),
    "edited": N_("edited by somebody, left as it is"),
    "removed": N_("removed"), "handed_over": N_("handed over"), "moved": N_("moved"),
    "none": N_("no effect"), "some": N_("some effect"), "good": N_("good effect"), "unknown": N_("effect not known"),
    "voting": N_("voting"), "voting, three parties": N_("voting, three parties"), "ratification": N_("ratification"),
    "for information": N_("for information"), "meetings": N_("meetings"), "learning points": N_("learning points"),
    "a seat that binds nobody": N_("a seat that binds nobody"),
    "outside owners": N_("outside owners"), "one assignment": N_("one assignment, two measures"),
    "assignments": N_("several assignments"), "one person in two seats": N_("one person in two seats"),
    "two seats that bind one party": N_("two seats that bind one party"),
    "a deputy": N_("a deputy"), "a deputy without mandate": N_("a deputy without mandate"),
    "a deputy of another party": N_("a deputy of another party"), "several meetings": N_("several meetings"),
    "two seats of one party alone": N_("two seats of one party alone"), "untrue requests": N_("untrue requests"),
    "ended by another decision": N_("ended by another decision"),
    "a meeting led by another": N_("a meeting led by another"),
    "a meeting still to come": N_("a meeting still to come"), "an owner who is absent": N_("an owner who is absent"),
    "a meeting with an item": N_("a meeting with an item"),
    "auditor": N_("auditor"), "os": N_("computer"), "oidc": N_("sign-in"),
    "rule": N_("the system"), "people": N_("people"), "nobody": N_("nobody"),
    "no_organisation": N_("the organisation it comes from is not said"),
    "of_another_party": N_("it belongs to no organisation of that party"),
    "organisation_is_new": N_("its organisation was entered no earlier than the day of the meeting"),
    "post_is_new": N_("the post was entered no earlier than the day of the meeting"),
    "no_mandate": N_("no mandate is recorded"), "mandate_is_late": N_("the mandate was given after the meeting"),
    "giver_may_not": N_("its mandate is neither from the absent holder nor from another that leads the party"),
    "option": N_("the option"), "environment": N_("the environment"), "settings": N_("the settings"),
    "of_council": N_("the council"), "standard": N_("standard"),
    PointOutcome.APPROVED: N_("approved"), PointOutcome.APPROVED_WITH_REMARKS: N_("approved with remarks"),
    PointOutcome.NOT_APPROVED: N_("not approved"), PointOutcome.ACKNOWLEDGED: N_("taken note of"),
    PointOutcome.POSTPONED: N_("postponed"),
    "expert": N_("expert"), "observer": N_("observer"), "standing_point": N_("standing point"),
    "saturday": N_("a Saturday"), "sunday": N_("a Sunday"),
    "identity_number": N_("national identity number"), "account_number": N_("account number"),
    "folder": N_("folder of the meeting"), "item": N_("item"), "MI": N_("notice"), "SF": N_("case paper"),
    "SP": N_("minutes of the item"), "MP": N_("minutes"), "VL": N_("attachment"),
    "minutes_not_archived": N_("minutes not archived"), "not_exported": N_("not exported"),
    "new": N_("new"), "same": N_("as before"), "newer": N_("newer version"),
    "exported": N_("waits for a receipt"), "received": N_("received"), "failed": N_("failed"),
    "open": N_("open"), "claimed": N_("waits to be confirmed"), "confirmed": N_("confirmed"),
    "revoked": N_("withdrawn"), "expired": N_("too old"),
    "telephone_number": N_("telephone number"), "email_address": N_("e-mail address"),
}  # fmt: skip
"""Terms of the vocabulary as values."""

HOLIDAYS: Final[Mapping[str, str]] = {
    "Første nyttårsdag": N_("New Year's Day"),
    "Skjærtorsdag": N_("Maundy Thursday"),
    "Langfredag": N_("Good Friday"),
    "Første påskedag": N_("Easter Sunday"),
    "Andre påskedag": N_("Easter Monday"),
    "Arbeidernes dag": N_("Labour Day"),
    "Grunnlovsdag": N_("Constitution Day"),
    "Kristi himmelfartsdag": N_("Ascension Day"),
    "Første pinsedag": N_("Whit Sunday"),
    "Andre pinsedag": N_("Whit Monday"),
    "Første juledag": N_("Christmas Day"),
    "Andre juledag": N_("Boxing Day"),
}
"""Public holidays, by the name the calendar gives them."""

JUDGES: Final[Mapping[str, str]] = {
    Judge.ACTION: N_("a rule at every action"),
    Judge.YEAR: N_("the obligation of the year"),
    Judge.PEOPLE: N_("what people record"),
    Judge.NOBODY: N_("nobody: it stands as text only"),
}
"""Judges of clauses."""

FIELDS: Final[Mapping[str, str]] = {
    "account": N_("account"), "address": N_("link"), "area": N_("focus area"),
    "file": N_("file"), "sheet": N_("sheet"),
    "asked": N_("fingerprint of the request"), "basis": N_("basis"), "body": N_("body"), "case": N_("case"),
    "contact": N_("mail address"),
    "carried_to": N_("carried to"), "challenge": N_("challenge"), "contacts": N_("contacts"), "date": N_("date"),
    "decision": N_("decision"), "deputy": N_("deputy"), "due": N_("deadline"), "goals": N_("goals"),
    "discussion": N_("what was said"),
    "guest": N_("guest"), "holder": N_("holder"), "id": N_("id"), "key": N_("key"), "knowledge": N_("knowledge"),
    "mandate": N_("mandate"), "meeting": N_("meeting"), "name": N_("name"), "note": N_("result or reason"),
    "organisation": N_("organisation"), "owner": N_("owner"), "party": N_("party"), "post": N_("post"),
    "public_title": N_("title in public"), "progress": N_("progress"),
    "reason": N_("reason"), "reschedules": N_("deadline moved"),
    "resources": N_("resources"), "result": N_("result"), "source": N_("source"), "text": N_("text"),
    "text_version": N_("text version"), "title": N_("title"), "user": N_("account"),
    "venue": N_("place"), "attachment": N_("attachment"),
    "part": N_("archive part"), "class": N_("class"), "restriction": N_("restriction"), "failure": N_("failure"),
    "system_id": N_("system id"), "number": N_("number in the archive"),
}  # fmt: skip
"""Names of the fields that somebody writes, or that a story compares."""


_MEGA: Final = 10**6


def safe(text: str, breaks: str = "") -> str:
    """Replace everything a terminal would obey in a user's text by a replacement mark, but for the breaks allowed."""
    if text.isprintable():  # nearly every text, a hundred times as fast
        return text
    return "".join(
        "\ufffd"
        if (unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") and letter not in breaks) or letter in _MARKS
        else letter
        for letter in text
    )


@lru_cache(maxsize=8)
def catalogue(language: str) -> gettext.NullTranslations:
    """Load the messages of a language; English needs no catalogue."""
    return gettext.translation(DOMAIN, LOCALE, [language], fallback=True)


@dataclass(frozen=True)
class Words:
    """Language of a reader.

    Attributes:
        language: `nb`, `nn` or `en`; anything else reads as bokmål.
    """

    language: str = STANDARD

    @cached_property
    def messages(self) -> gettext.NullTranslations:
        """Catalogue of the language."""
        return catalogue(self.language if self.language in LANGUAGES else STANDARD)

    def say(self, message: str, /, **facts: Any) -> str:
        """Translate a message and fill in its facts; facts are never read as a format."""
        return self._filled(self.messages.gettext(message) if message else "", facts)

    def plural(self, one: str, many: str, number: int, /, **facts: Any) -> str:
        """Translate a message in the plural form that fits a number, which it may use as `{number}`."""
        return self._filled(self.messages.ngettext(one, many, number), {**facts, "number": number})

    def _filled(self, translated: str, facts: Mapping[str, Any]) -> str:
        return translated.format_map(_Filled({name: self.text(fact) for name, fact in facts.items()}))

    def text(self, fact: Any) -> str:
        """Write a fact as text: a state by its label, a day as people write it, several as a list, none as a dash."""
        if fact is None or fact == () or fact == []:
            return "–"
        if isinstance(fact, Named):
            return self.named(fact)
        if isinstance(fact, date):
            return self.day(fact)
        if isinstance(fact, (tuple, list)):
            return ", ".join(self.text(part) for part in fact)
        return safe(str(fact))

    def term(self, name: str | None) -> str:
        """Translate a word of the vocabulary, or a holiday; anything else is written as a fact."""
        if name and all(part in HOLIDAYS for part in name.split("; ")):  # two may fall on one day
            return "; ".join(self.say(HOLIDAYS[part]) for part in name.split("; "))
        return self.say(VALUES[name]) if name and name in VALUES else self.text(name)

    def quoted(self, text: str) -> str:
        """Put a user's text on one line in the quotation marks of the language."""
        return self.say("“{text}”", text=" ".join(text.split()))

    def day(self, day: date) -> str:
        """Write a day in full: 12. mars 2026, or 12 March 2026."""
        month = self.messages.gettext(MONTHS[day.month - 1])
        written = f"{day.day} {month} {day.year}" if self.language == "en" else f"{day.day}. {month} {day.year}"
        return self._with_words(day, written)

    def size(self, number: int) -> str:
        """Write a number of bytes in kilobytes or megabytes, as file managers do."""
        if number < _MEGA:
            return f"{max(1, round(number / 1000))} kB"
        return f"{number / _MEGA:.1f} MB".replace(".", "." if self.language == "en" else ",")

    def short_day(self, day: date | None) -> str:
        """Write a day in figures: 12.3.2026, or 12 Mar 2026; "" where there is none."""
        if day is None:
            return ""
        if self.language == "en":
            return self._with_words(day, f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}")
        return self._with_words(day, f"{day.day}.{day.month}.{day.year}")

    def _with_words(self, day: date, written: str) -> str:
        """Add the words that a day was set by; work without an end has the day of its next review."""
        if not isinstance(day, Worded) or not day.words:
            return written
        if day.standing:
            return self.say("{words}, review {day}", words=safe(day.words), day=written)
        return f"{written} ({safe(day.words)})"

    def deadline(self, due: date | None, form: Callable[[date], str] | None = None) -> str:
        """Write the deadline of a case, in figures unless another form is named; "" where there is none."""
        if due is None:
            return ""
        day = (form or self.short_day)(due)
        return day if isinstance(due, Worded) and due.standing else self.say("deadline {day}", day=day)

    def lateness(self, late_days: int, delivered_late: int) -> str:
        """Count the days a case is past its deadline, or was delivered after it; "" when neither.

        The council's deadline is named where the one beside it is another, which others moved it to.
        """
        if isinstance(late_days, DaysLate):
            return self.plural(
                "{number} day past the council's deadline", "{number} days past the council's deadline", late_days
            )
        if late_days:
            return self.plural("{number} day late", "{number} days late", late_days)
        if not delivered_late:
            return ""
        if isinstance(delivered_late, DaysLate):
            return self.plural(
                "done {number} day after the council's deadline",
                "done {number} days after the council's deadline",
                delivered_late,
            )
        return self.plural(
            "done {number} day after the deadline", "done {number} days after the deadline", delivered_late
        )

    def label(self, label: Mapping[str, str], otherwise: str = "") -> str:
        """Return the label of a state or an action in this language, else in bokmål, else `otherwise`."""
        return safe(label.get(self.language) or label.get(STANDARD) or otherwise)

    def named(self, named: Named) -> str:
        """Return the label of an id in this language."""
        return self.label(named.label, named)


def capital(text: str) -> str:
    """Return a text with its first letter large, as a heading or a sentence begins."""
    return text[:1].upper() + text[1:]


def one_line(text: str) -> str:
    """Return a text of users in letters that are safe to print, on one line."""
    return " ".join(safe(text).split())


class _Filled(dict[str, str]):
    """Facts of a sentence; one that was not given shows as a dash instead of breaking the sentence."""

    def __missing__(self, name: str) -> str:
        return "–"
