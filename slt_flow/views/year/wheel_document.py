"""The year wheel as a document: the circle, what is missing, and every month with its days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slt_flow.results.documents import Block, Document, Heading, Paragraph, listed, table
from slt_flow.results.year import Obligation, Wheel, WheelEntry
from slt_flow.terms import N_
from slt_flow.views.text.findings import of_forecast
from slt_flow.views.text.words import Words, capital, one_line
from slt_flow.views.year.obligations import LOOKS, verdict_in_words
from slt_flow.views.year.wheel import WEEKDAYS, told, warning
from slt_flow.views.year.wheel_picture import picture


def document(wheel: Wheel, words: Words) -> Document:
    """Return the wheel as a document."""
    title = words.say("{title}: the year {year}", title=wheel.title, year=wheel.year)
    return Document(title, tuple(blocks(wheel, words)), day=wheel.as_of)


def svg(wheel: Wheel, words: Words) -> str:
    """Return the circle by itself."""
    return picture(wheel, words).svg


def blocks(wheel: Wheel, words: Words, level: int = 2) -> Iterator[Block]:
    """Yield the circle, what is missing and the months, with headings from a level on."""
    if wheel.year < wheel.followed_up_from.year:
        facts = {"first": wheel.followed_up_from, "year": wheel.year}
        yield Paragraph(words.say("The council is followed up here from {first}; {year} is not known here.", **facts))
    yield picture(wheel, words)
    yield from listed(words.say("Missing"), (_missing(row, words) for row in wheel.missing), level)
    if days := _table([entry for month in wheel.months for entry in month.entries], wheel, words):
        yield Heading(level, words.say("Month by month"))
        yield from days


def _missing(row: Obligation, words: Words) -> str:
    text = f"{row.ref} {one_line(row.text)} – {verdict_in_words(row, words)}"
    return f"{text}\n{of_forecast(row.forecast, words)}" if row.forecast is not None else text


def _table(entries: Iterable[WheelEntry], wheel: Wheel, words: Words) -> tuple[Block, ...]:
    headings = (N_("day"), N_("entry"), N_("remark"))
    return table((capital(words.say(name)) for name in headings), (_row(entry, wheel, words) for entry in entries))


def _row(entry: WheelEntry, wheel: Wheel, words: Words) -> tuple[str, ...]:
    short = words.short_day(entry.day).removesuffix(str(entry.day.year)).rstrip()
    day = f"{words.say(WEEKDAYS[entry.day.weekday()])} {short}".replace(" ", "\u00a0")
    # on the screen two spaces stand between the parts of an entry
    text = " · ".join(one_line(part) for part in told(entry, wheel, words).plain.split("  "))
    remark = warning(entry, words)
    if entry.what == "obligation":
        remark = words.say(LOOKS[entry.standing].text, day=words.short_day(entry.day))
    return day, capital(text), remark
