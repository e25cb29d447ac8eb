"""The agreement as it stands, as a document: parties, members, focus areas, groups and clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from slt_flow.results.agreements import AgreedArea, AgreementSheet, JoiningRow
from slt_flow.results.documents import Block, Bullets, Document, Heading, Letterhead, fact_list, listed, table
from slt_flow.results.people import PostRow
from slt_flow.terms import N_, Role
from slt_flow.views.text.words import Words
from slt_flow.wording.rules import RULES

_ROLES: Final[Mapping[str, str]] = {Role.CHAIR: N_("Chair"), Role.SECRETARY: N_("Secretary")}


def document(sheet: AgreementSheet, words: Words) -> Document:
    """Return the agreement as a document."""
    names = {row.id: row.name for row in sheet.parties}
    posts = {row.id: row.title for row in sheet.posts}
    parties = ", ".join(names.values())
    stated = [(row.ref, row.text) for row in sheet.clauses if row.ref is not None]
    silent = [words.say(RULES[row.key].standard) for row in sheet.clauses if row.ref is None]
    blocks: list[Block] = [
        *fact_list(_facts(sheet, parties, words)),
        *_section(
            words.say("Adopted and signed"),
            table(
                (words.say("Party"), words.say("How"), words.say("By"), words.say("Date"), words.say("Case number")),
                (_joining(row, names, words) for row in sheet.joined),
            ),
        ),
        *_section(words.say("Members"), _posts((row for row in sheet.posts if row.seat), names, words)),
        *_section(words.say("Other functions"), _posts((row for row in sheet.posts if not row.seat), names, words)),
        *_areas(sheet, posts, words),
        *_section(
            words.say("Coordinating groups"),
            table(
                (words.say("Group"), words.say("Members")),
                ((row.title, ", ".join(posts.get(post, post) for post in row.members)) for row in sheet.groups),
            ),
        ),
        *_section(words.say("Clauses"), table(("§", words.say("The agreement says")), stated)),
        *listed(words.say("Where the agreement is silent"), silent),
    ]
    title = words.say("Agreement – {council}", council=sheet.title)
    letterhead = Letterhead(sheet.title, tuple(names.values()))
    return Document(title, tuple(blocks), day=sheet.as_of or sheet.in_force, letterhead=letterhead)


def _facts(sheet: AgreementSheet, parties: str, words: Words) -> Iterator[tuple[str, str]]:
    yield words.say("Parties"), parties
    yield words.say("In force from"), words.day(sheet.in_force)
    if sheet.as_of not in (None, sheet.in_force):
        yield words.say("Status as of"), words.day(sheet.as_of)


def _section(heading: str, beneath: tuple[Block, ...]) -> tuple[Block, ...]:
    return (Heading(2, heading), *beneath) if beneath else ()


def _joining(row: JoiningRow, names: Mapping[str, str], words: Words) -> tuple[str, ...]:
    return (names.get(row.party, row.party), words.term(row.act), row.who, words.short_day(row.on), row.case or "")


def _posts(rows: Iterator[PostRow], names: Mapping[str, str], words: Words) -> tuple[Block, ...]:
    columns = (words.say("Function"), words.say("Holder"), words.say("Party"), words.say("Role"), words.say("Level"))
    return table(columns, (_post(row, names, words) for row in rows))


def _post(row: PostRow, names: Mapping[str, str], words: Words) -> tuple[str, ...]:
    roles = [words.say(_ROLES[role]) for role in row.roles if role in _ROLES] + (
        [words.say("commits its party")] if row.binds else []
    )
    levels = ", ".join(words.term(level) for level in row.levels)
    holder = words.say("vacant") if row.vacant else row.holder or ""
    return (row.title, holder, names.get(row.party or "", ""), ", ".join(roles), levels)


def _areas(sheet: AgreementSheet, posts: Mapping[str, str], words: Words) -> Iterator[Block]:
    if sheet.focus_areas:
        yield Heading(2, words.say("Focus areas"))
        yield Bullets(tuple("\n".join(_area(area, posts, words)) for area in sheet.focus_areas))


def _area(area: AgreedArea, posts: Mapping[str, str], words: Words) -> Iterator[str]:
    yield area.title
    yield from area.goals
    if area.contacts:
        yield words.say("Contacts: {names}", names=tuple(posts.get(post, post) for post in area.contacts))
    if area.first is not None or area.last is not None:
        first, last = (words.short_day(day) if day is not None else "" for day in (area.first, area.last))
        yield words.say("Agreed for: {period}", period=f"{first}–{last}")
