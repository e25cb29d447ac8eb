"""Questionnaire of a new agreement: plain prompts, each answer checked at once, nothing written before the end."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final, TypeVar

import click

from slt_flow import files
from slt_flow.commands.cli import Cli
from slt_flow.errors import RequestError
from slt_flow.personal_data import masked
from slt_flow.results.agreements import NewAgreement, NewClause, NewParty, NewPost
from slt_flow.services.request import parsing
from slt_flow.services.request.counting import Counted
from slt_flow.terms import LANGUAGES, N_, identifier
from slt_flow.views.text import failures
from slt_flow.views.text.words import Words

T = TypeVar("T")

_YES: Final = ("j", "ja", "y", "yes")
_NO: Final = ("n", "nei", "no")
_SECTION: Final = re.compile(r"(?:§§?\s*)?(\d{1,3}(?:(?:, | og |–)\d{1,3})*)")
_LONGEST: Final = 4096

ALWAYS: Final = {
    "every_party_is_represented": N_("The leaders of every party take part and can commit their own organisation."),
    "consensus_is_reached": N_("Decisions are made by consensus."),
    "owner_is_bound": N_("A party commits only its own organisation."),
    "every_decision_has_an_owner": N_("Every decision that is to be followed up has somebody accountable."),
    "recommendations_are_followed_up": N_("The parties follow up what the council decides."),
    "focus_areas_are_worked_on": N_("The council works on the focus areas that it has agreed on."),
    "learning_points_are_carried_over": N_("Learning points are carried to the next year's work."),
}
"""Clauses that are asked for by yes or no, in the words of the agreement."""


class Questions:
    """Questions asked one by one on standard error, and their answers read from standard input."""

    def __init__(self, cli: Cli) -> None:
        self.cli, self.words = cli, cli.words

    def ask(self, question: str, read: Callable[[str], T], standard: str | None = None, **facts: object) -> T:
        """Ask until an answer fits; without a terminal an answer that does not fit ends it.

        Raises:
            RequestError: the answers end, or one does not fit and nobody is there to ask again.
        """
        asked = self.words.say(question, **facts)
        while True:
            prompt = f"{asked} [{standard}]: " if standard is not None else f"{asked}: "
            click.echo(masked(prompt), nl=False, err=True)
            raw = sys.stdin.buffer.readline(_LONGEST)
            if not raw:
                raise RequestError("answers_end", question=asked)
            try:
                return read(files.text(raw).strip() or standard or "")
            except files.NotText:
                error = RequestError("answer_letters")
            except RequestError as refused:
                error = refused
            for line in failures.lines(error, self.words):
                self.cli.aside.print(line)
            if not sys.stdin.isatty():
                raise RequestError("answer_does_not_fit", question=asked)

    def line(self, question: str, standard: str | None = None, **facts: object) -> str:
        """Ask for a line of text."""
        return self.ask(question, lambda typed: parsing.line("name", typed), standard, **facts)

    def line_or_none(self, question: str, **facts: object) -> str | None:
        """Ask for a line of text; an empty answer is None."""
        return self.ask(question, lambda typed: parsing.line("name", typed) if typed else None, None, **facts)

    def day(self, question: str, standard: date, **facts: object) -> date:
        """Ask for a day."""
        return self.ask(question, lambda typed: parsing.day(typed, Counted(standard)), standard.isoformat(), **facts)

    def number(self, question: str, standard: int, least: int, most: int, **facts: object) -> int:
        """Ask for a whole number in a range."""
        return self.ask(question, lambda typed: parsing.number(typed, least, most), str(standard), **facts)

    def agrees(self, question: str, *, standard: bool, **facts: object) -> bool:
        """Ask for yes or no, in any language of the product."""

        def read(typed: str) -> bool:
            if typed.casefold() not in (*_YES, *_NO):
                raise RequestError("answer_yes_or_no")
            return typed.casefold() in _YES

        return self.ask(question, read, self.words.say("yes") if standard else self.words.say("no"), **facts)

    def one_of(self, question: str, choices: Sequence[tuple[str, str]], standard: int = 1, **facts: object) -> str:
        """Ask for one of several, by its number, its id or its name."""

        def read(typed: str) -> str:
            for number, (id_, name) in enumerate(choices, start=1):
                if typed in (str(number), id_) or typed.casefold() == name.casefold():
                    return id_
            raise RequestError("answer_not_among", typed=parsing.shown(typed), most=len(choices))

        listed = ", ".join(f"{number} {name}" for number, (_, name) in enumerate(choices, start=1))
        return self.ask(question, read, str(standard), **facts, choices=listed)


def answered(cli: Cli, council: str, place: str, first: date) -> NewAgreement:
    """Ask for an agreement from its title to its clauses.

    Args:
        cli: the options asked for.
        council: the id of the council.
        place: the name of its municipality.
        first: the day that is proposed for its entry into force.
    """
    asks = Questions(cli)
    title = asks.line(N_("What is the council called?"), f"Politirådet i {place}", place=place)
    language = asks.one_of(
        N_("Which language does the council read? ({choices})"),
        [(tongue, tongue) for tongue in LANGUAGES],
        LANGUAGES.index(cli.words.language) + 1,
    )
    in_force = asks.day(N_("From which day is the agreement in force?"), first)
    parties = tuple(_parties(asks, place, in_force))
    posts = _with_roles(asks, [*_seats(asks, parties), *_others(asks, parties)])
    areas = tuple(_areas(asks))
    clauses = tuple(_clauses(asks, Words(language), posts))
    return NewAgreement(council, title, language, in_force, parties, posts, areas, clauses)


def _free_id(title: str, taken: Sequence[str]) -> str:
    """Return an id made of a title, with a number where that is taken."""
    plain = re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9-]", "-", identifier(title))).strip("-")[:50].strip("-") or "x"
    return next(id_ for id_ in (plain, *(f"{plain}-{number}" for number in range(2, 99))) if id_ not in taken)


def _parties(asks: Questions, place: str, in_force: date) -> Iterator[NewParty]:
    """Ask for the parties, of which there are at least two."""
    ids: list[str] = []
    while True:
        number = len(ids) + 1
        if number > 2:
            name = asks.line_or_none(N_("Party {number}: its name (empty when there are no more)"), number=number)
            if name is None:
                return
        else:
            municipality = place if place.casefold().endswith("kommune") else f"{place} kommune"
            standard = municipality if number == 1 else None
            name = asks.line(N_("Party {number}: its name"), standard, number=number)
        who = asks.line(N_("Who signed for {party}? (a function, never a person's name)"), party=name)

        def read(typed: str) -> date:
            day = parsing.day(typed, Counted(in_force))
            if day > in_force:
                raise RequestError("answer_after_in_force", day=day, in_force=in_force)
            return day

        day = asks.ask(N_("On which day?"), read, in_force.isoformat())
        ids.append(_free_id(name, ids))
        yield NewParty(ids[-1], name, who, day)


def _seats(asks: Questions, parties: Sequence[NewParty]) -> list[NewPost]:
    """Ask for the members of the council, until each party has one that can commit it."""
    choices = [(party.id, party.name) for party in parties]
    seats: list[NewPost] = []
    while True:
        lacking = [party for party in parties if not any(p.party == party.id and p.binds for p in seats)]
        number = len(seats) + 1
        if lacking:
            names = [party.name for party in lacking]
            title = asks.line(
                N_("Member {number}: its function (still to commit: {names})"), number=number, names=names
            )
        else:
            another = asks.line_or_none(
                N_("Member {number}: its function (empty when there are no more)"), number=number
            )
            if another is None:
                return seats
            title = another
        place = choices.index((lacking[0].id, lacking[0].name)) + 1 if lacking else 1
        party = asks.one_of(N_("Which party is {title} of? ({choices})"), choices, place, title=title)
        binds = asks.agrees(N_("Can {title} commit it?"), standard=bool(lacking), title=title)
        coordinates = asks.agrees(N_("Does {title} work on the coordinating level too?"), standard=False, title=title)
        levels = ("strategic", "coordinating") if coordinates else ("strategic",)
        seats.append(NewPost(_free_id(title, [p.id for p in seats]), title, party, levels, True, binds))


def _others(asks: Questions, parties: Sequence[NewParty]) -> Iterator[NewPost]:
    """Ask for functions without a seat that can own work."""
    choices = [(party.id, party.name) for party in parties]
    levels = [("coordinating", asks.words.say("coordinating")), ("executing", asks.words.say("executing"))]
    while (title := asks.line_or_none(N_("A function without a seat that can own work (empty for none)"))) is not None:
        party = asks.one_of(N_("Which party is {title} of? ({choices})"), choices, title=title)
        level = asks.one_of(N_("On which level? ({choices})"), levels, 2)
        yield NewPost("", title, party, (level,))


def _with_roles(asks: Questions, posts: Sequence[NewPost]) -> tuple[NewPost, ...]:
    """Ask who leads and who is the secretary, among the seats, and give the other posts ids of their own."""
    seats = [(post.id, post.title) for post in posts if post.seat]
    chair = asks.one_of(N_("Who leads the meetings? ({choices})"), seats)
    proposed = next(
        (place for place, post in enumerate(posts, start=1) if "coordinating" in post.levels and post.seat), 1
    )
    secretary = asks.one_of(N_("Who is the secretary, and follows up? ({choices})"), seats, proposed)
    roles = {"chair": chair, "secretary": secretary}
    complete: list[NewPost] = []
    for post in posts:
        id_ = post.id or _free_id(post.title, [other.id for other in (*posts, *complete)])
        complete.append(post._replace(id=id_, roles=tuple(role for role, holder in roles.items() if holder == id_)))
    return tuple(complete)


def _areas(asks: Questions) -> Iterator[tuple[str, str]]:
    """Ask for the focus areas."""
    ids: list[str] = []
    while (title := asks.line_or_none(N_("A focus area (empty when there are no more)"))) is not None:
        ids.append(_free_id(title, ids))
        yield ids[-1], title


def _clauses(asks: Questions, words: Words, posts: Sequence[NewPost]) -> Iterator[NewClause]:
    """Ask for what the agreement obliges the council to, each with its § and its numbers."""

    def section(standard: str = "2") -> str:
        def read(typed: str) -> str:
            match = _SECTION.fullmatch(typed)
            if match is None:
                raise RequestError("answer_no_section", typed=parsing.shown(typed))
            return f"{'§' if match[1].isdigit() else '§§'} {match[1]}"

        return asks.ask(N_("In which § does it stand?"), read, standard)

    secretary = next(post for post in posts if "secretary" in post.roles)
    chair = next(post for post in posts if "chair" in post.roles)
    meetings = asks.number(N_("How many ordinary meetings a year?"), 4, 1, 366)
    text = words.plural(
        "The council has {number} ordinary meeting a year.",
        "The council has {number} ordinary meetings a year.",
        meetings,
    )
    yield NewClause("meetings_are_held", section(), text, {"per_year": meetings})
    led_by = words.say(N_("{title} leads the meetings."), title=chair.title)
    yield NewClause("meetings_are_led_as_agreed", section(), led_by, {"led_by": chair.id})
    notice = asks.number(N_("How many days before a meeting is its agenda sent?"), 7, 0, 366)
    text = words.plural(
        "The agenda is sent {number} day before the meeting.",
        "The agenda is sent {number} days before the meeting.",
        notice,
    )
    excepted = ["extraordinary", "short_notice"]
    yield NewClause("agendas_are_sent_in_time", section(), text, {"notice_days": notice, "excepted_kinds": excepted})
    text = words.say(N_("{title} writes minutes, and the minutes are archived."), title=secretary.title)
    yield NewClause("minutes_are_archived", section(), text, {"written_by": secretary.id})
    informed = asks.number(N_("How many meetings a year inform the municipal council (0 for none)?"), 0, 0, 366)
    if informed:
        text = words.plural(
            "The municipal council has {number} meeting a year that informs it.",
            "The municipal council has {number} meetings a year that inform it.",
            informed,
        )
        yield NewClause("kommunestyre_is_informed", section(), text, {"per_year": informed})
    posts_too = [post.id for post in posts if post.seat and "coordinating" in post.levels]
    designation = asks.agrees(
        N_("Can the council designate others than the coordinating level to own work?"), standard=True
    )
    text = words.say(N_("The coordinating level, or others who are designated, follow up what is decided."))
    numbers = {"levels": ["coordinating"], "posts": posts_too, "designation": designation}
    yield NewClause("owner_is_eligible", section("3"), text, numbers)
    if asks.agrees(N_("Does the agreement say that the council has a binding action plan?"), standard=True):
        text = words.say(N_("The council makes binding action plans."))
        yield NewClause("action_plan_is_adopted", section("1"), text)
    for key, sentence in ALWAYS.items():
        if asks.agrees(N_("Does the agreement say: {sentence}"), standard=True, sentence=asks.words.say(sentence)):
            yield NewClause(key, section("8"), words.say(sentence))
    if asks.agrees(N_("Does the council evaluate the year's measures at its end?"), standard=True):
        month = asks.number(N_("From which month (1–12)?"), 11, 1, 12)
        text = words.say(N_("At the end of the year the council evaluates what the measures did to the challenges."))
        yield NewClause("effects_are_evaluated", section("8"), text, {"from_month": month})
    years = asks.number(N_("How many years between evaluations of the agreement itself (0 for never)?"), 1, 0, 100)
    if years:
        text = words.plural(
            "The agreement is evaluated every year.", "The agreement is evaluated every {number} years.", years
        )
        yield NewClause("agreement_is_evaluated", section("9"), text, {"every_years": years}, "people")
    days = asks.number(N_("How many days a week is the police contact present (0 where it is not agreed)?"), 1, 0, 7)
    if days:
        seats = [(post.id, post.title) for post in posts]
        police = next((place for place, (_, name) in enumerate(seats, start=1) if "kontakt" in name.casefold()), 1)
        contact = asks.one_of(N_("Who is that? ({choices})"), seats, police)
        title = next(post.title for post in posts if post.id == contact)
        text = words.plural(
            "{title} is present {number} day a week.", "{title} is present {number} days a week.", days, title=title
        )
        yield NewClause("contact_is_present", section("5"), text, {"days_per_week": days, "post": contact}, "people")
