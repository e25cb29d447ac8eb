"""The status tree as a document: the levels as a picture, then every case, to fold and unfold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from slt_flow.results.documents import Block, Document, Heading, Outline, OutlineLine, Paragraph
from slt_flow.results.follow_up import Branch, Tree
from slt_flow.results.levels import Levels
from slt_flow.terms import Level
from slt_flow.views.follow_up import levels_picture
from slt_flow.views.follow_up.tree import area_title, connections, details, look, progress, totals
from slt_flow.views.text.screen import UNICODE
from slt_flow.views.text.words import Words, safe


def document(tree: Tree, levels: Levels, words: Words) -> Document:
    """Return the status of a council as a document."""
    years = ", ".join(map(str, tree.years or (tree.as_of.year,)))
    title = words.say("Status {years}: {council}", years=years, council=tree.title)
    return Document(title, tuple(blocks(tree, levels, words)), day=tree.as_of)


def blocks(tree: Tree, levels: Levels, words: Words, level: int = 2) -> Iterator[Block]:
    """Yield the picture of the levels and the tree, with headings from a level on."""
    yield Paragraph(UNICODE.dot.join(totals(tree, words)))
    if levels.rows:
        yield levels_picture.picture(levels, words)
    if not tree.areas:
        yield Paragraph(_of_nothing(tree, words))
    for area in tree.areas:
        yield Heading(level, area_title(area, words))
        yield outline(area.decisions, tree.posts, words)


def outline(branches: Iterable[Branch], titles: Mapping[str, str], words: Words) -> Outline:
    """Return cases with all beneath them, to fold and unfold.

    Args:
        branches: the cases.
        titles: titles of posts by their ids.
        words: the reader's language.
    """
    return Outline(tuple(_line(branch, titles, words) for branch in branches))


def _of_nothing(tree: Tree, words: Words) -> str:
    """Say that a tree is empty, without what to type about it."""
    if tree.filtered:
        return words.say("Nothing matches.")
    return words.say("Nothing is open, and nothing was decided or settled in {year}.", year=tree.as_of.year)


def _line(branch: Branch, titles: Mapping[str, str], words: Words) -> OutlineLine:
    sign, _ = look(branch, UNICODE)
    text = f"{sign} {branch.ref} {safe(branch.title)} – {words.named(branch.state)}{progress(branch)}"
    others = (text for text, _ in details(branch, words, titles, owner_and_due=False))
    remarks = (*_owner_and_due(branch, words), *others)
    remark = UNICODE.dot.join((*remarks, *connections(branch, words)))
    beneath = tuple(_line(child, titles, words) for child in branch.children)
    return OutlineLine(text, remark, beneath, folded=not branch.is_open)


def _owner_and_due(branch: Branch, words: Words) -> Iterator[str]:
    if branch.is_dropped:
        return
    if (owner := branch.owner) is not None:
        yield f"{owner.title} ({owner.holder})" if owner.holder else owner.title
    if branch.due is not None:
        is_latest = branch.level == Level.STRATEGIC  # a decision has no deadline but those of its work
        day = words.short_day(branch.due)
        yield words.say("latest deadline {day}", day=day) if is_latest else words.deadline(branch.due)
