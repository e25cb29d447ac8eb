"""Personal data that was found in kept texts, and how it is erased."""

from __future__ import annotations

from slt_flow.results.history import CheckedTexts
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.tables import show_rows
from slt_flow.views.text.words import Words


def show_checked_texts(checked: CheckedTexts, words: Words, screen: Screen) -> None:
    """Print where personal data stands, the command that erases the first of it, and how many texts were looked at."""
    if checked.occurrences:
        show_rows(checked.occurrences, words, screen)
        screen.print()
        first = (checked.may_not_stay or checked.occurrences)[0]
        screen.print(
            words.say(
                "A text is erased for good by entry and field: slt journal redact {seq} --text {field} --basis TEXT",
                seq=first.seq,
                field=first.field,
            )
        )
    else:
        screen.print(words.say("No personal data was found."))
    screen.print(words.plural("Looked through {number} text.", "Looked through {number} texts.", checked.texts))
