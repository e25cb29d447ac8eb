"""Parts of a meeting's record as fields: who was there, then each point of the agenda."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from slt_flow.pages.choices import Choice, Kind, More, choices_of
from slt_flow.pages.form_fields import LABELS, WIDGETS, Field
from slt_flow.pages.meeting_draft import EXCUSED, MEETING, Values, rows
from slt_flow.results.meeting_forms import BlankForm, BlankItem
from slt_flow.services.request.context import Context
from slt_flow.terms import N_, AnswerKind, Stance
from slt_flow.views.text.words import Words

LINE, TEXT, LINES, DAY = AnswerKind.LINE, AnswerKind.TEXT, AnswerKind.LINES, AnswerKind.DAY

OUTCOMES: Final[Mapping[str, str]] = {
    "adopt": N_("Adopted by consensus"),
    "note": N_("Taken note of"),
    "no_consensus": N_("Concluded without consensus"),
    "postpone": N_("Postponed"),
    "withdraw": N_("Withdrawn"),
}
"""What may become of a decision, as the form names it; nothing where it stays on the agenda."""

_STANCES: Final = (Stance.CONSENT, Stance.STAND_ASIDE, Stance.OBJECT)

_WHO: Final = N_("Who was there")
_DEPUTIES: Final = N_("Deputies and their mandates")
_WHEN: Final = N_("When and where")
_STANDS: Final = N_("Who takes another stance, or no part")
_CAME: Final = N_("Who came, left or took part here only")
_MORE: Final = N_("More about it")
_FOLLOW_UP: Final = N_("Cases that follow")


class Section(NamedTuple):
    """Fields of a part under a heading; one that is seldom needed is folded until something stands in it."""

    title: str
    fields: tuple[Field, ...]
    folded: bool = False


@dataclass
class PartFields:
    """Maker of the fields of one part.

    Attributes:
        context: of the reading.
        words: the reader's language.
        blank: the blank form of the meeting.
        values: the answers as they were typed in the part; none where it was never saved.
        mistakes: sentences on what was typed, by the names of fields.
    """

    context: Context
    words: Words
    blank: BlankForm
    values: Values
    mistakes: Mapping[str, Sequence[str]]
    _choices: dict[Kind, tuple[Choice, ...]] = field(default_factory=dict)

    def sections(self, part: str, item: BlankItem | None, present: Sequence[str]) -> tuple[Section, ...]:
        """Return the fields of a part.

        Args:
            part: the part.
            item: its item of the agenda; None for who was there, and for what was not on the agenda.
            present: the posts that were there, as far as it is known.
        """
        if part == MEETING:
            return tuple(self._meeting())
        if part.startswith("new-point") if item is None else item.ref is None:
            return tuple(self._point(item, present))
        return tuple(self._decision(item, present))

    # fields

    def _field(self, name: str, kind: Kind, label: str, hint: str = "", choices: tuple[Choice, ...] = ()) -> Field:
        if not choices:
            choices = self._choices.setdefault(kind, choices_of(kind, self.context, self.words))
        words, widget = self.words, WIDGETS.get(kind, "line")
        typed, wrong = tuple(self.values.get(name, ())), tuple(self.mistakes.get(name, ()))
        return Field(name, words.say(label), words.say(hint) if hint else "", widget, None, choices, typed, wrong)

    def _known(self, name: str, kind: Kind, known_as: str = "") -> Field:
        return self._field(name, kind, *LABELS[known_as or name])

    def _titled(self, name: str, label: str, title: str) -> Field:
        """Return a field that is asked of one post."""
        asked = self._field(name, LINE, label)
        return asked._replace(label=f"{title}: {asked.label}")

    def _section(self, title: str, fields: Iterator[Field] | Sequence[Field]) -> Section:
        """Return a section that is folded where nothing stands in it."""
        every = tuple(fields)
        is_open = any(field.mistakes or any(field.values) for field in every)
        return Section(self.words.say(title), every, folded=not is_open)

    def _posts(self, present: Sequence[str]) -> tuple[tuple[str, str], ...]:
        titles = dict(self.blank.posts)
        return tuple((post, titles.get(post, post)) for post in present)

    # parts

    def _meeting(self) -> Iterator[Section]:
        words, posts = self.words, tuple(Choice(*post) for post in self.blank.posts)
        called = [post for post, *_ in self.blank.present]
        there = sorted(posts, key=lambda choice: (choice.value not in called, posts.index(choice)))
        typed = self.values.get("present", called) if self.values else called
        present = self._field("present", More.MEMBERS, N_("Present"), choices=tuple(there))
        yield Section(words.say(_WHO), (present._replace(values=tuple(typed)), *self._who()))
        yield self._section(_DEPUTIES, self._deputies())
        yield Section(words.say(_WHEN), tuple(self._when()))

    def _who(self) -> Iterator[Field]:
        hint = N_("One on each line by function, such as “Leader of the youth council”.")
        yield self._field("guests", LINES, N_("Guests"), hint)
        yield self._known("led_by", AnswerKind.POST)

    def _deputies(self) -> Iterator[Field]:
        for post, title, deputy in self.blank.present:
            asked = self._titled(f"deputy.{post}", N_("deputy"), title)
            yield asked._replace(values=(deputy,)) if deputy and not self.values else asked
            yield self._titled(f"mandate.{post}", N_("what the deputy may commit its party by"), title)

    def _when(self) -> Iterator[Field]:
        blank, hint = self.blank, LABELS["sent"][1]
        planned = {"at": blank.begins, "until": blank.ends, "place": blank.venue}
        planned |= {"agenda_sent": blank.sent.isoformat() if blank.sent else None}
        for asked in (
            self._known("at", AnswerKind.CLOCK),
            self._known("until", AnswerKind.CLOCK),
            self._known("place", LINE, "venue"),
            self._field("agenda_sent", DAY, N_("Day on which the agenda was sent"), hint),
            self._known("written_by", AnswerKind.POST),
            self._field("next_meeting", DAY, N_("Day of the next meeting"), hint),
            self._field("remarks", LINES, N_("Remarks for the minutes"), N_("One on each line.")),
        ):
            before = planned.get(asked.name)
            yield asked._replace(values=(before,)) if before and not self.values else asked

    def _point(self, item: BlankItem | None, present: Sequence[str]) -> Iterator[Section]:
        outcomes = item.outcomes if item is not None else ("acknowledged", "postponed")
        became = tuple(Choice(outcome, self.words.term(outcome)) for outcome in outcomes)
        title = (self._field("title", LINE, N_("Title")),) if item is None else ()
        yield Section("", (*title, self._said(), self._field("outcome", AnswerKind.OUTCOME, N_("Outcome"), "", became)))
        yield self._section(_FOLLOW_UP, self._follow_up())
        yield self._section(_CAME, self._came(present))
        more = (self._known("case", LINE), self._known("attachments", LINES))
        yield self._section(_MORE, (*((self._known("text", TEXT),) if item is None else ()), *more))

    def _decision(self, item: BlankItem | None, present: Sequence[str]) -> Iterator[Section]:
        outcomes = tuple(Choice(name, self.words.say(label)) for name, label in OUTCOMES.items())
        if item is not None and item.information:
            outcomes = tuple(choice for choice in outcomes if choice.value not in ("adopt", "no_consensus"))
        text = self._known("text", TEXT)
        if item is not None and item.text and not self.values:
            text = text._replace(values=(item.text,))
        fields = [self._said(), text] if item is not None or self.values else [text]
        if item is None:
            area = self._field("area", More.AREA, N_("Focus area"))
            fields = [self._field("title", LINE, N_("Title")), area, text, self._said()]
        hint = N_("Empty: it stays on the agenda.")
        fields.append(self._field("outcome", AnswerKind.OUTCOME, N_("Outcome"), hint, outcomes))
        reason = self._field("reason", TEXT, N_("Reason"), N_("Only where it is postponed or withdrawn."))
        fields.append(reason)
        if item is None or not item.information:
            fields.append(self._field("consent", More.YES, N_("All others who take part consent")))
        yield Section("", tuple(fields))
        yield self._section(_STANDS, self._stances(present))
        for place in range(1, len(rows(self.values, "assignments")) + 2):
            yield self._assignment(place)
        yield self._section(_CAME, self._came(present))
        yield self._section(_MORE, self._about(item))

    def _said(self) -> Field:
        return self._field("discussion", TEXT, N_("What was said"))

    def _stances(self, present: Sequence[str]) -> Iterator[Field]:
        terms = tuple(Choice(stance, self.words.term(stance)) for stance in _STANCES)
        choices = (*terms, Choice(EXCUSED, self.words.say("Takes no part in the item")))
        for post, title in self._posts(present):
            stance = self._field(f"stance.{post}", AnswerKind.STANCE, N_("Stance"), "", choices)
            yield stance._replace(label=title)
            yield self._titled(f"why.{post}", N_("reason"), title)
        yield self._known("decided_by", AnswerKind.POSTS)

    def _assignment(self, place: int) -> Section:
        name, title = f"assignments.{place}", self.words.say("Assignment {number}", number=place)
        fields = [
            self._known(f"{name}.{own}", kind, own)
            for own, kind in (
                ("owner", AnswerKind.POST),
                ("due", DAY),
                ("title", LINE),
                ("resources", LINE),
                ("group", AnswerKind.GROUP),
            )
        ]
        assignment = rows(self.values, "assignments")[place - 1 : place]
        for below in range(1, len(rows(assignment[0], "measures")) + 2) if assignment else (1,):
            fields += self._measure(f"{name}.measures.{below}", below)
        is_open = any(field.mistakes or any(field.values) for field in fields)
        return Section(title, tuple(fields), folded=not is_open and place > 1)

    def _measure(self, name: str, place: int) -> Iterator[Field]:
        title = self.words.say("Measure {number}", number=place)
        for own, kind in (
            ("title", LINE),
            ("owner", AnswerKind.POST),
            ("due", DAY),
            ("resources", LINE),
            ("review", DAY),
            ("every", LINE),
        ):
            asked = self._known(f"{name}.{own}", kind, own)
            yield asked._replace(label=f"{title}: {asked.label}")

    def _came(self, present: Sequence[str]) -> Iterator[Field]:
        posts = tuple(Choice(*post) for post in self._posts(present))
        yield self._field("arrived", AnswerKind.POSTS, N_("Came at this point"), "", posts)
        for post, title in self._posts(present):
            yield self._titled(f"left.{post}", N_("left here, because"), title)
        yield self._field("guests", LINES, N_("Guests at this point only"), N_("One on each line."))

    def _about(self, item: BlankItem | None) -> Iterator[Field]:
        is_information = item is not None and item.information
        if is_information:
            yield self._field("for_decision", More.YES, N_("It is to be decided after all"))
        else:
            yield self._field("for_information", More.YES, N_("For information: nothing is decided"))
        yield self._field("needs_ratification", LINES, N_("Must be ratified by"), N_("One body on each line."))
        yield self._field("within_authority", More.YES, N_("Judged to be within delegated authority"))
        yield self._field("challenge", More.CHALLENGES, N_("Challenges that it answers"))
        yield self._field("knowledge", More.SOURCES, N_("Knowledge that it rests on"))
        yield self._field("designates", More.MEMBERS, N_("Posts that it lets own assignments"))
        yield self._known("attachments", LINES)
        if item is None:
            yield self._field("kind", More.KIND, N_("Kind of decision"))
            yield self._known("case", LINE)
            yield self._field("follows", More.CASE, N_("Goes on from"))
            yield self._field("proposed_by", AnswerKind.POST, N_("Post that proposes it"))

    def _follow_up(self) -> Iterator[Field]:
        for place in range(1, len(rows(self.values, "follow_up")) + 2):
            for own, kind, label in (
                ("title", LINE, N_("Title")),
                ("area", More.AREA, N_("Focus area")),
                ("text", TEXT, N_("Text")),
            ):
                asked = self._field(f"follow_up.{place}.{own}", kind, label)
                yield asked._replace(label=f"{self.words.say('Case {number}', number=place)}: {asked.label}")
