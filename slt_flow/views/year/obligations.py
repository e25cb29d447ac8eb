"""Obligations of a year, on the screen and as a document: every clause with its verdict, evidence and forecast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from slt_flow.results.documents import Block, Document, fact_list, table
from slt_flow.results.year import Obligation, Obligations, Shown
from slt_flow.terms import N_, Standing
from slt_flow.views.text.findings import of_forecast
from slt_flow.views.text.placeholders import in_words
from slt_flow.views.text.screen import Screen, Signs, headed, titled
from slt_flow.views.text.styled import Text
from slt_flow.views.text.words import Words, one_line, safe
from slt_flow.views.text.wrapping import wrapped
from slt_flow.wording.obligations import INSTEAD, OBLIGATIONS
from slt_flow.wording.records import ObligationWording
from slt_flow.wording.rules import RULES


class _Look(NamedTuple):
    """Words of a verdict, for one obligation and for a total, with its style and its sign."""

    text: str
    total: str
    style: str
    sign: Callable[[Signs], str]


LOOKS: Final[Mapping[Standing, _Look]] = {
    Standing.KEPT: _Look(N_("kept"), N_("{number} kept"), "green", lambda signs: signs.achieved),
    Standing.DUE: _Look(N_("due by {day}"), N_("{number} due"), "yellow", lambda signs: signs.begun),
    Standing.NOT_DUE: _Look(N_("not due yet ({day})"), N_("{number} not due yet"), "dim", lambda signs: signs.waiting),
    Standing.BROKEN: _Look(N_("broken since {day}"), N_("{number} broken"), "bold red", lambda signs: signs.late),
    Standing.BY_PEOPLE: _Look(N_("kept by people"), N_("{number} kept by people"), "dim", lambda signs: signs.closed),
    Standing.NOT_JUDGED: _Look(
        N_("stands as text only"), N_("{number} as text only"), "dim", lambda signs: signs.closed
    ),
    Standing.UNKNOWN: _Look(N_("not known: before the follow-up here"), N_("{number} not known"), "dim", lambda _: "?"),
}
"""Looks of verdicts, in the order of the totals."""

_SHOWN: Final = 4
"""Most pieces of evidence that are named; the rest is counted."""

_BESIDE: Final = 30
"""Least width of a clause beside its verdict."""

_RISKS: Final = 5
"""Most obligations at risk that the first screen names."""


def show(obligations: Obligations, words: Words, screen: Screen) -> None:
    """Print a heading, totals, then each clause."""
    title = words.say("{title}: obligations {year}", title=obligations.title, year=obligations.year)
    day = words.say("as of {day}", day=obligations.as_of)
    screen.print(headed(title, day, screen.width))
    screen.print(_totals(obligations, words, screen.signs.dot), style="dim")
    over = obligations.as_of.year > obligations.year
    for row in obligations.rows:
        screen.print(Text())
        for line in _obligation(row, words, screen, over=over):
            screen.print(line)


def document(obligations: Obligations, words: Words) -> Document:
    """Return the obligations of a year as a document, without what to type."""
    title = words.say("Obligations {year} – {council}", year=obligations.year, council=obligations.title)
    day = words.say("Status as of"), words.day(obligations.as_of)
    blocks = (*fact_list((day, (words.say("In all"), _totals(obligations, words, ", ")))), *clauses(obligations, words))
    return Document(title, blocks, day=obligations.as_of, wide=True)


def clauses(obligations: Obligations, words: Words) -> tuple[Block, ...]:
    """Return the table of some of an agreement's clauses: what each demands, how it stands, and what shows it."""
    columns = ("§", words.say("Obligation"), words.say("Status"), words.say("Shown by and remarks"))
    return table(columns, (_cells(row, words) for row in obligations.rows))


def _cells(row: Obligation, words: Words) -> tuple[str, ...]:
    verdict = verdict_in_words(row, words)
    remarks = "\n".join(text for text, _ in _remarks(row, words))
    return (row.ref, row.text, verdict[:1].upper() + verdict[1:], remarks)


def _totals(obligations: Obligations, words: Words, dot: str) -> str:
    count = Counter(row.verdict for row in obligations.rows)
    return dot.join(words.say(look.total, number=count[verdict]) for verdict, look in LOOKS.items() if count[verdict])


def _obligation(row: Obligation, words: Words, screen: Screen, *, over: bool) -> Iterator[Text]:
    style = LOOKS[row.verdict].style
    lead = Text.assemble((f"{mark(row.verdict, screen)} {row.ref:<7}  ", style))
    verdict = Text(verdict_in_words(row, words), style=style)
    indent = Text(" " * lead.cell_len)
    head, beside = titled(lead, Text(safe(row.text)), verdict, screen.width, _BESIDE, indent)
    yield from head
    if not beside:
        yield indent + verdict
    for detail, detail_style in _details(row, words, over=over):
        for line in wrapped(detail, screen.width - lead.cell_len):
            yield indent + Text(line, style=detail_style)


def _details(row: Obligation, words: Words, *, over: bool) -> Iterator[tuple[str, str]]:
    yield from _remarks(row, words)
    if command := step(row, over=over):
        yield words.say("Try: {command}", command=in_words(command, words)), "cyan"


def _remarks(row: Obligation, words: Words) -> Iterator[tuple[str, str]]:
    """Yield what is told of an obligation beside its verdict, each with its style."""
    if row.since is not None and row.until is not None:
        yield words.say("counts from {since} to {until}", since=row.since, until=row.until), "dim"
    elif row.since is not None:
        yield words.say("counts from {since}", since=row.since), "dim"
    elif row.until is not None:
        yield words.say("counted until {until}", until=row.until), "dim"
    if row.forecast is not None:
        yield of_forecast(row.forecast, words), ""
    for notice in row.beside:
        yield of_forecast(notice, words), ""
    if row.evidence:
        yield evidence(row.evidence, words), "dim"
    if row.advice is not None:
        yield of_forecast(row.advice, words), "italic"


def step(row: Obligation, *, over: bool) -> str:
    """Return the command that would keep an obligation at risk, or "" where none can any more.

    Once the year is over, only what was done on a day of it can still be recorded.
    """
    if row.verdict not in (Standing.DUE, Standing.BROKEN):
        return ""
    code, facts = row.forecast or ("", {})
    refs = facts.get("refs") or ("REF",)
    command = INSTEAD.get(code, wording_of(row.judged_as).command)
    done = filled(command, row.clause, str(refs[0]), str(facts.get("year", "YEAR")))
    return done if not over or "DATE" in command.replace("--due DATE", "") else ""


def wording_of(duty: str) -> ObligationWording:
    """Return the words of a rule or obligation that judges a clause; none where it stands as text."""
    return OBLIGATIONS[duty] if duty in OBLIGATIONS else ObligationWording(RULES[duty].topic if duty in RULES else "")


def filled(command: str, clause: str, ref: str = "REF", year: str = "YEAR") -> str:
    """Return a command with its clause, case and year in their places."""
    return command.replace("{clause}", clause).replace("{ref}", ref).replace("{year}", year)


def show_at_risk(rows: tuple[Obligation, ...], words: Words, screen: Screen) -> None:
    """Print the obligations that are broken or due, a line each, and where to see more."""
    screen.print(words.say("Obligations at risk"), style="bold")
    for row in rows[:_RISKS]:
        head = (f"  {mark(row.verdict, screen)} {row.ref} ", LOOKS[row.verdict].style)
        line = Text.assemble(head, one_line(row.text), (f"  {verdict_in_words(row, words)}", "dim"))
        screen.print(line, hang=4)
    more = len(rows) - _RISKS
    if more > 0:
        screen.print("  " + words.plural("and {number} more", "and {number} more", more))
    screen.print("  " + words.say("See: {command}", command="slt agreement obligations"))


def verdict_in_words(row: Obligation, words: Words) -> str:
    """Say the verdict on an obligation, with its day."""
    if row.verdict == Standing.NOT_DUE and row.due is None:
        return words.say("nothing to judge yet")
    if row.forecast is not None and row.forecast.code == "rests_on_exempt":
        return words.say("not told in public")
    day = row.broken_since if row.verdict == Standing.BROKEN else row.due
    return words.say(LOOKS[row.verdict].text, day=words.short_day(day) if day is not None else None)


def evidence(shown: tuple[Shown, ...], words: Words) -> str:
    """Name the latest pieces of evidence, and count the others."""
    text = ", ".join(_shown(row, words) for row in shown[-_SHOWN:])
    more = len(shown) - _SHOWN
    if more <= 0:
        return words.say("Shown by {evidence}", evidence=text)
    return words.plural(
        "Shown by {evidence} and {number} more", "Shown by {evidence} and {number} more", more, evidence=text
    )


def _shown(row: Shown, words: Words) -> str:
    kind, _, name = row.ref.partition(":")
    label = "" if kind == "clause" else row.title or name or row.ref
    day = words.short_day(row.on)
    return " ".join(part for part in (safe(label), day) if part)


def mark(verdict: Standing, screen: Screen) -> str:
    """Return the sign of a verdict."""
    return LOOKS[verdict].sign(screen.signs)
