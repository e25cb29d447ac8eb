"""Form of a whole meeting: the explained blank to fill in, and the outcome of its recording."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any, Final

from slt_flow.results.answers import Refusal
from slt_flow.results.meeting_forms import BlankForm, BlankItem, FormLine, FormOutcome, Mistake
from slt_flow.terms import N_
from slt_flow.views.meetings.agenda import title
from slt_flow.views.meetings.form_mistakes import sentence
from slt_flow.views.meetings.form_words import named, remedy, spelt
from slt_flow.views.text import outcomes
from slt_flow.views.text.failures import place
from slt_flow.views.text.findings import of_notice
from slt_flow.views.text.screen import Screen
from slt_flow.views.text.serialise import Added, Writers, plain
from slt_flow.views.text.styled import Text
from slt_flow.views.text.words import Words, safe

WIDTH: Final = 78

RECORD: Final = "record"
"""Name of the action in a refusal of a form."""

OUTCOMES: Final = (
    N_("\"adopt\": adopted by consensus; needs consent"),
    N_("\"note\": taken note of; only for information"),
    N_("\"no_consensus\": concluded without consensus; needs stances"),
    N_("\"postpone\": postponed; needs reason"),
    N_("\"withdraw\": withdrawn; needs reason"),
    N_("empty: the item stays on the agenda"),
)  # fmt: skip
"""Outcomes of an item, as the form explains them."""

POINT: Final = """\
outcome = ""
discussion = ""
""".rstrip()
"""Keys of a point that is no decision, left blank."""

ITEM: Final = """\
discussion = ""
outcome = ""
consent = ""
stand_aside = {}
object = {}
reason = ""
  [[items.assignments]]
  owner = ""
  due = ""
    [[items.assignments.measures]]
    title = ""
    owner = ""
    due = ""
""".rstrip()
"""Keys of every item, left blank."""

INFORMATION: Final = """\
discussion = ""
outcome = ""
reason = ""
""".rstrip()
"""Keys of an item for information, left blank: nobody consents to it, and no work follows."""

NEW_POINT: Final = f"""\
[[items]]
point = ""
title = ""
{POINT}"""
"""Point that is no decision and that the agenda does not have, left blank."""

NEW_ITEM: Final = f"""\
[[items]]
title = ""
area = ""
text = ""
{ITEM}"""
"""Item that the form does not know yet, left blank."""

RULE: Final = f"# {'-' * (WIDTH - 2)}"


def written(form: BlankForm, words: Words) -> str:
    """Write the form as a file to fill in; read back as it stands, it records nothing."""
    return "\n".join([*_meeting(form, words), *_items(form, words), *_known(form, words)]) + "\n"


def _meeting(form: BlankForm, words: Words) -> Iterator[str]:
    council = safe(form.title)
    heading = N_("{title}: meeting {ref}, {day}") if form.ref is not None else N_("{title}: meeting on {day}")
    yield from _comment(words, heading, title=council, ref=form.ref, day=form.day)
    yield "#"
    yield from _comment(words, N_(
        "Fill in what was said and decided, save and close. What it would do is shown, and recorded only when you "
        "say yes: all of it or nothing. Lines that begin with # are not read; what is left empty is not recorded."
    ))  # fmt: skip
    yield from _comment(words, N_("Days are written as 2026-03-12. Posts and focus areas are listed at the end."))
    yield ""
    if form.ref is not None:
        yield spelt("meeting = ", words) + _text(form.ref)
    yield spelt("day = ", words) + form.day.isoformat()
    if form.ref is None:
        yield from _comment(words, N_("ordinary, extraordinary, information or coordination; ordinary when empty."))
        yield spelt('kind = ""', words)
    yield ""
    yield from _comment(words, N_('Who was there: take away those who were not. A deputy stands as "post=deputy".'))
    yield spelt("present = [", words)
    for post, name, deputy in form.present:
        yield f"  {_text(f'{post}={deputy}' if deputy else post)},  # {safe(name)}"
    yield "]"
    yield from _comment(words, N_(
        'A deputy who is no post says its organisation: "post=Name (organisation)". By a mandate of its own it can '
        'commit its party: {{ post = "letter of 9 March" }}, or {{ post = {{ words = "…", by = "post", '
        "on = 2026-03-09 }} }}."
    ))  # fmt: skip
    yield spelt("mandate = {}", words)
    yield from _comment(words, N_("Who led the meeting, where it was not the agreed leader."))
    yield spelt('led_by = ""', words)
    yield from _comment(words, N_(
        "Guests by function, as in [\"Leader of the youth council\"]; an expert or observer as in "
        "[\"Head teacher=expert\"]. Those who took part in one point only stand under that point."
    ))  # fmt: skip
    yield spelt("guests = []", words)
    yield from _comment(words, N_('When the meeting began and ended, as in "10:00", and where it was.'))
    yield spelt("at = ", words) + _text(form.begins or "")
    yield spelt("until = ", words) + _text(form.ends or "")
    yield spelt("place = ", words) + _text(form.venue or "")
    yield from _comment(words, N_("The day the agenda was sent, and the day of the next meeting."))
    yield spelt("agenda_sent = ", words) + (form.sent.isoformat() if form.sent else _text(""))
    yield spelt('next_meeting = ""', words)
    yield from _comment(words, N_('Remarks for the minutes, as in ["The next meeting is on 3 June."].'))
    yield spelt("remarks = []", words)
    yield ""


def _items(form: BlankForm, words: Words) -> Iterator[str]:
    yield RULE
    yield from _comment(words, N_("The agenda, point by point. outcome of a decision is one of:"))
    for outcome in OUTCOMES:
        yield from _comment(words, outcome, indent="    ")
    yield from _comment(words, N_(
        "discussion is what was said. A point may also have guests = [\"…\"], arrived = [\"post\"] and "
        "left = {{ post = \"reason\" }} for those who were not there all the time, attachments = [\"name\"], and "
        "matters for a later meeting: [[items.follow_up]] with title."
    ))  # fmt: skip
    yield from _comment(words, N_('consent is "all" or those who consent: ["ordforer"].'))
    yield from _comment(words, N_('stand_aside and object name a post with its reason: {{ politikontakt = "…" }}.'))
    yield from _comment(
        words,
        N_(
            "for_decision = true makes an item for information one to decide, for_information = true the other way "
            "round."
        ),
    )
    yield from _comment(words, N_(
        "An item may also have: excused = {{ post = \"reason\" }}, for one who is disqualified "
        "excused = [{{ post = \"…\", reason = \"…\", decided_by = [\"…\"] }}], challenge = [\"id\"], "
        "knowledge = [\"id\"], and text (what is decided; another text than before is an amendment). Assignments and "
        "measures may have resources, an assignment the group that follows it up."
    ))  # fmt: skip
    for item in form.items:
        yield ""
        if item.ref is None:
            yield from _point(item, words)
            continue
        yield f"# {item.point.number}."
        yield spelt("[[items]]", words)
        yield spelt("ref = ", words) + f"{_text(item.ref)}  # {safe(item.title)}"
        if item.information:
            yield from _comment(words, N_("For information."))
        if item.bodies:
            yield from _comment(
                words, N_("Must be ratified by {bodies}; it is adopted conditionally."), bodies=item.bodies
            )
        if item.text:
            yield spelt("text = ", words) + _long_text(item.text)
        yield spelt(INFORMATION if item.information else ITEM, words)
    yield ""
    yield from _comment(words, N_(
        "A new item; copy it down to here for each one. It may also have kind, case, follows = \"1/25\" (the case it "
        "goes on from), proposed_by = \"post\" (or a group), for_information = true and "
        "needs_ratification = [\"body\"]."
    ))  # fmt: skip
    yield spelt(NEW_ITEM, words)
    yield ""
    yield from _comment(words, N_('A point that is no decision and was not on the agenda: write point = "new".'))
    yield spelt(NEW_POINT, words)


def _point(item: BlankItem, words: Words) -> Iterator[str]:
    yield from _comment(words, N_("{number}. {title}"), number=item.point.number, title=safe(title(item.point, words)))
    yield spelt("[[items]]", words)
    yield spelt("point = ", words) + _text(item.point.key)
    outcome, discussion = spelt(POINT, words).split("\n")
    yield f"{outcome}  # {', '.join(named(name, words) for name in item.outcomes)}"
    yield discussion


def _known(form: BlankForm, words: Words) -> Iterator[str]:
    listed = (
        (N_("Posts:"), form.posts),
        (N_("Focus areas:"), form.areas),
        (N_("Kinds of decision:"), tuple((kind, "") for kind in form.kinds)),
        (N_("Challenges:"), form.challenges),
        (N_("Knowledge:"), form.knowledge),
    )
    yield ""
    yield RULE
    for heading, rows in listed:
        if rows:
            yield from _comment(words, heading)
            yield from (f"#   {name}{f'  {safe(title)}' if title else ''}" for name, title in rows)


def _comment(words: Words, message: str, indent: str = "", **facts: Any) -> Iterable[str]:
    lines = wrap(words.say(message, **facts), WIDTH - 2 - len(indent))
    return [f"# {indent}{line}" for line in lines]


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _long_text(text: str) -> str:
    if "\n" not in text:
        return _text(text)
    inside = "\n".join(_text(line)[1:-1] for line in text.split("\n"))
    return f'"""\n{inside}"""'


def show_mistakes(outcome: FormOutcome, words: Words, aside: Screen) -> None:
    """Print every mistake of a form with its line; refusals with §, sentence and remedy."""
    heading = words.plural(
        "The form was not recorded: {number} mistake. Nothing was written.",
        "The form was not recorded: {number} mistakes. Nothing was written.",
        len(outcome.mistakes),
    )
    aside.print(heading, style="bold")
    for mistake in outcome.mistakes:
        first, *more = sentence(mistake, words)
        where = place(mistake.line, named(mistake.key, words), words)
        aside.print(Text.assemble("  ", (where, "red"), ": ", first), hang=2)
        for line in more:
            aside.print(f"    {line}")
        findings = tuple(
            finding._replace(remedy=remedy(finding.remedy, words)) if finding.remedy else finding
            for finding in mistake.findings
        )
        outcomes.show_findings(findings, words, aside, indent="    ")


def show_lines(outcome: FormOutcome, words: Words, screen: Screen, aside: Screen) -> None:
    """Print the outcome of a form, a line for each case; warnings go to standard error."""
    done = outcome.done
    if done is None or done.already:
        screen.print(words.say("{ref}{where} (recorded already)", ref=outcome.ref, where=""))
        return
    for line in outcome.lines:
        screen.print("  " * line.depth + line_of(line, words), hang=2)
    for warning in dict.fromkeys(of_notice(notice, words) for notice in outcomes.warnings(done)):
        aside.print(f"! {warning}", style="yellow")


def line_of(line: FormLine, words: Words) -> str:
    """Return the line of a case that a form moves."""
    state = words.named(line.state)
    if line.day is not None:
        return words.say("{ref} {day}: {state} – present: {present}", ref=line.ref, day=line.day, state=state,
                          present=line.present)  # fmt: skip
    if line.owner is not None and line.due is not None:
        return words.say(
            "{ref} {title}: {owner}, deadline {due}", ref=line.ref, title=line.title, owner=line.owner, due=line.due
        )
    stances = "; ".join(f"{words.term(stance)}: {words.text(posts)}" for stance, posts in line.stances.items())
    return f"{' '.join(filter(None, (line.ref, safe(line.title))))}: {state}" + (f" – {stances}" if stances else "")


def _form(outcome: FormOutcome, words: Words) -> dict[str, Any]:
    """Return a recorded form with every case that it moved, or a refusal with every mistake."""
    if outcome.done is not None:
        return {**plain(outcome.done, words), "recorded": outcome.lines}
    findings = tuple(finding for mistake in outcome.mistakes for finding in mistake.findings)
    return {**plain(Refusal(outcome.ref, RECORD, findings), words), "mistakes": outcome.mistakes}


def _moved(line: FormLine, _words: Words) -> dict[str, object]:
    case: dict[str, object] = {"ref": line.ref, "title": line.title, "state": line.state}
    if line.day is not None:
        return case | {"day": line.day, "present": line.present}
    return case | ({"owner": line.owner, "due": line.due} if line.owner is not None else {"stances": line.stances})


JSON: Final[Writers] = {
    FormOutcome: _form,
    FormLine: _moved,
    Mistake: Added("message", lambda mistake, words: " ".join(sentence(mistake, words)), before="facts"),
}
"""Forms in JSON: each line with the fields of its kind."""
