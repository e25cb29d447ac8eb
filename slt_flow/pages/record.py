"""Record of a meeting point by point: an overview, a page for each part, and the form file for a meeting offline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, NamedTuple

from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from slt_flow.errors import RequestError
from slt_flow.pages.choices import More
from slt_flow.pages.form_fields import Question, asked
from slt_flow.pages.form_page import FormPage, mistake_lines
from slt_flow.pages.frame import Visit, page, status_of, told
from slt_flow.pages.meeting_draft import (
    MEETING,
    NEW,
    Draft,
    Values,
    forget,
    items_of,
    kept,
    left_over,
    renew,
    rows,
    save,
    tables,
)
from slt_flow.pages.office import office_posts
from slt_flow.pages.record_parts import OUTCOMES, PartFields, Section
from slt_flow.pages.sent_forms import KEY_FIELD
from slt_flow.pages.templating import address_of, ref_at
from slt_flow.pages.typed_forms import CSRF_FIELD
from slt_flow.results.meeting_forms import BlankForm, BlankItem, FormOutcome, Mistake
from slt_flow.services.follow_up.case_sheet import last_entry
from slt_flow.services.meetings.form.blank import blank_form
from slt_flow.services.meetings.form.record import record
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.terms import N_, AnswerKind
from slt_flow.views.meetings.agenda import title
from slt_flow.views.meetings.form import written
from slt_flow.views.meetings.form_text import filled

_NEW_PART: Final = re.compile(r"new-(?:case|point)-[1-9]\d?")
_OF_AN_ITEM: Final = re.compile(r"items\.(\d+)(?:\.(.+))?")
_OF_A_STANCE: Final = re.compile(r"(?:object|stand_aside)\.(.+)")
_BUTTONS: Final = (CSRF_FIELD, KEY_FIELD, "mark", "go")

LARGEST: Final = 2**20
"""Bytes of a form file that are read: more than a form ever has."""

_FILE_NAME: Final = re.compile(r"entry-(\d{1,11})\b")
"""Number of the last entry that a form file knew, in its name: a browser may add to the name, and nobody changes it."""

_QUESTIONS: Final = (
    Question("file", More.FILE, label=N_("Form file")),
    Question(
        "form",
        AnswerKind.TEXT,
        label=N_("What the file holds"),
        hint=N_("Filled from the file; mend it here where something is wrong."),
    ),
    Question(
        "printed",
        AnswerKind.NUMBER,
        label=N_("Last entry when the file was made"),
        hint=N_("Read from the name of the file. Take it away once you have seen what came later."),
    ),
)


class Row(NamedTuple):
    """A part in the overview: its number and title, a line on what is typed in it, and its mistakes."""

    part: str
    number: str
    title: str
    summary: str
    mistakes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A meeting that is recorded by a visitor: its blank form, and the draft of what was typed."""

    visit: Visit
    ref: str
    blank: BlankForm
    draft: Draft

    @property
    def items(self) -> tuple[tuple[str, BlankItem | None], ...]:
        """Every part that is an item."""
        return items_of(self.blank, self.draft)

    @property
    def parts(self) -> tuple[str, ...]:
        """Every part in its order."""
        return (MEETING, *(part for part, _ in self.items))

    def title(self, part: str, item: BlankItem | None) -> str:
        """Return what a part is about."""
        if part == MEETING:
            return self.visit.words.say("The meeting: who, when, where")
        if item is not None:
            return title(item.point, self.visit.words)
        typed = "".join(self.draft.of(part).get("title", ())[:1]).strip()
        new = N_("New point") if part.startswith("new-point") else N_("New case")
        return typed or self.visit.words.say(new)

    def recorded(self, context: Context) -> FormOutcome:
        """Record the form that the draft makes, for what stood there when it was begun."""
        text = filled(tables(self.blank, self.draft))
        return record(replace(context, if_seq=self.draft.seq), self.ref, text.encode(), "")

    def place_of(self, mistake: Mistake) -> tuple[str, str]:
        """Return the part that a mistake is in, and the name of its field there."""
        item = _OF_AN_ITEM.fullmatch(mistake.key)
        if item is None:
            return MEETING, _field_of(mistake.key)
        part, _ = self.items[min(int(item[1]), len(self.items)) - 1]
        return part, _field_of(item[2] or "")


def _field_of(key: str) -> str:
    """Return the name of the field that a key of the form is typed in."""
    if (stance := _OF_A_STANCE.fullmatch(key)) is not None:
        return f"why.{stance[1]}"
    return re.sub(r"^(present|guests|remarks|consent|arrived|attachments|needs_ratification)\.\d+$", r"\1", key)


@dataclass(frozen=True, kw_only=True)
class Overview(FormPage):
    """Overview of what is typed of a meeting, its review and its record."""

    sitting: Sitting

    def _page(self, *, status: int = 200, **more: Any) -> Response:
        sitting, words = self.sitting, self.visit.words
        mistakes: Mapping[str, list[str]] = _by_part(sitting, more.pop("mistakes", ()))
        rows_of = [Row(MEETING, "", sitting.title(MEETING, None), _summary(sitting, MEETING), tuple(mistakes[MEETING]))]
        rows_of += [
            Row(
                part,
                str(item.point.number) if item is not None else words.say("new"),
                sitting.title(part, item),
                _summary(sitting, part),
                tuple(mistakes[part]),
            )
            for part, item in sitting.items
        ]
        left = [(part, _texts(sitting.draft.of(part))) for part in left_over(sitting.blank, sitting.draft)]
        wrong = any(row.mistakes for row in rows_of)
        return super()._page(status=status, rows=rows_of, left=left, wrong=wrong, **more)


def routes() -> list[Route]:
    """Return the pages on which a meeting is recorded."""
    return [
        page("record", "/meeting/{place}/record", answer, posts=True),
        page("record", "/meeting/{place}/record/{part}", answer_part, posts=True),
        page("record", "/meeting/{place}/form", answer_file),
        page("record", "/meeting/{place}/bring-in", answer_brought, posts=True),
    ]


def answer(visit: Visit) -> Response:
    """Show what is typed of a meeting, review it, and record it."""
    sitting = sitting_of(visit)
    if (kind := str(visit.fields.get("add", ""))) in NEW:
        last = max(
            (int(part.rpartition("-")[2]) for part in sitting.draft.new_parts() if part.startswith(kind)), default=0
        )
        return RedirectResponse(f"{address_of(sitting.ref)}/record/{kind}-{last + 1}", 303)
    if "forget" in visit.fields:
        forget(visit)
        return RedirectResponse(f"{address_of(sitting.ref)}/record", 303)
    return Overview(
        visit=visit,
        sitting=sitting,
        template="record.html",
        label=visit.words.say("Record the meeting"),
        posts=office_posts(visit),
        fields=(),
        record=sitting.recorded,
        binds=True,
        case=sitting.ref,
        back=("/office", visit.words.say("The office")),
        done=partial(forget, visit),
        refresh=lambda: renew(visit, last_entry(visit.context(), sitting.ref)),
    ).answer()


def sitting_of(visit: Visit) -> Sitting:
    """Return the meeting of a visit with its draft.

    Raises:
        RequestError: there is no such meeting.
    """
    ref = str(parsing.meeting_ref(ref_at(visit.request.path_params["place"])))
    return Sitting(visit=visit, ref=ref, blank=blank_form(visit.context(), ref), draft=kept(visit))


def _by_part(sitting: Sitting, mistakes: Iterable[Mistake]) -> dict[str, list[str]]:
    by_part: dict[str, list[str]] = {part: [] for part in sitting.parts}
    for mistake in mistakes:
        by_part[sitting.place_of(mistake)[0]] += mistake_lines(sitting.visit, mistake)
    return by_part


def _summary(sitting: Sitting, part: str) -> str:
    """Return a line on what is typed in a part."""
    words, values = sitting.visit.words, sitting.draft.of(part)
    if part not in sitting.draft.parts:
        return words.say("Not filled in yet.")
    if part == MEETING:
        return words.plural("{number} is present.", "{number} are present.", len(values.get("present", ())))
    outcome = "".join(values.get("outcome", ())[:1])
    became = words.say(OUTCOMES[outcome]) if outcome in OUTCOMES else words.term(outcome) if outcome else ""
    work = len(rows(values, "assignments"))
    assigned = words.plural("{number} assignment", "{number} assignments", work) if work else ""
    return ", ".join(filter(None, (became, assigned))) or words.say("Saved.")


def _texts(values: Values) -> tuple[str, ...]:
    return tuple(text for typed in values.values() for text in typed if text.strip())


# one part


def answer_part(visit: Visit) -> Response:
    """Show one part of a meeting's record, or save it."""
    sitting, part = sitting_of(visit), visit.request.path_params["part"]
    if part not in sitting.parts and not _NEW_PART.fullmatch(part):
        raise RequestError("no_such_page", path=visit.path)
    if visit.request.method == "POST":
        return _saved(sitting, part)
    unsent = {name: typed for name, typed in visit.typed.items() if name not in _BUTTONS}
    mistakes = _mistakes(sitting, part) if "check" in visit.request.query_params else {}
    return _part_page(sitting, part, unsent or sitting.draft.of(part), mistakes, unsent=bool(unsent))


def _saved(sitting: Sitting, part: str) -> Response:
    visit, go = sitting.visit, str(sitting.visit.fields.get("go", "stay"))
    fields = {name: typed for name, typed in visit.typed.items() if name not in _BUTTONS}
    there = address_of(sitting.ref) + "/record"
    try:
        mark = str(visit.fields.get("mark", ""))
        save(visit, part, fields if go != "remove" else None, mark, last_entry(visit.context(), sitting.ref))
    except RequestError as error:
        lines = told(error, visit)
        elsewhere = _texts(sitting.draft.of(part)) if error.code == "part_saved_elsewhere" else ()
        return _part_page(sitting, part, fields, {}, status=status_of(error), lines=lines, elsewhere=elsewhere)
    visit.done()
    place = sitting.parts.index(part) if part in sitting.parts else len(sitting.parts)
    onward = (*sitting.parts, "")[place + 1] if place + 1 < len(sitting.parts) else ""
    to = {"stay": f"/{part}?check=1", "next": f"/{onward}" if onward else ""}.get(go, "")
    return RedirectResponse(there + to, 303)


def _part_page(
    sitting: Sitting,
    part: str,
    values: Values,
    mistakes: Mapping[str, list[str]],
    *,
    status: int = 200,
    lines: tuple[str, ...] = (),
    elsewhere: tuple[str, ...] = (),
    unsent: bool = False,
) -> Response:
    visit, blank, draft = sitting.visit, sitting.blank, sitting.draft
    item = dict(sitting.items).get(part)
    present = draft.of(MEETING).get("present") or [post for post, *_ in blank.present]
    maker = PartFields(visit.context(), visit.words, blank, values, mistakes)
    sections: tuple[Section, ...] = maker.sections(part, item, present)
    shown = {field.name for section in sections for field in section.fields}
    of_the_part = tuple(line for name, told_of in mistakes.items() if name not in shown for line in told_of)
    order = sitting.parts
    place = order.index(part) if part in order else len(order)
    return visit.render(
        "record_part.html",
        status=status,
        ref=sitting.ref,
        part=part,
        title=sitting.title(part, item),
        number=str(item.point.number) if item is not None else "",
        sections=sections,
        mark=draft.mark(part),
        lines=lines or of_the_part,
        elsewhere=elsewhere,
        unsent=unsent,
        before=order[place - 1] if place else "",
        is_last=place + 1 >= len(order),
        is_new=bool(_NEW_PART.fullmatch(part)),
    )


def _mistakes(sitting: Sitting, part: str) -> dict[str, list[str]]:
    """Return the mistakes in a part, by field, as they would be told if all was recorded now."""
    (post, *_) = office_posts(sitting.visit)
    outcome = sitting.recorded(sitting.visit.context(actor=post.acting, dry_run=True))
    by_field: dict[str, list[str]] = {}
    for mistake in outcome.mistakes:
        of_part, name = sitting.place_of(mistake)
        if of_part == part:
            by_field.setdefault(name, []).extend(mistake_lines(sitting.visit, mistake))
    return by_field


# the form file, for a meeting without network


def answer_file(visit: Visit) -> Response:
    """Hand out the form file of a meeting; its name tells the last entry that it knows."""
    sitting = sitting_of(visit)
    seq = last_entry(visit.context(), sitting.ref)
    name = f"{sitting.ref.replace('/', '-')}-entry-{seq}.toml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written(sitting.blank, visit.words), media_type="application/toml", headers=headers)


def answer_brought(visit: Visit) -> Response:
    """Bring in a form file that was filled in elsewhere: its review, its mistakes by line, and its record."""
    ref = str(parsing.meeting_ref(ref_at(visit.request.path_params["place"])))
    blank_form(visit.context(), ref)  # refuses a meeting that there is not
    typed = {q.name: tuple(visit.typed.get(q.name, ())) for q in _QUESTIONS}
    raw = "".join(typed["form"]).replace("\r\n", "\n").encode()
    file = visit.fields.get("file")
    if isinstance(file, UploadFile) and file.filename:
        raw = file.file.read(LARGEST)
        number = _FILE_NAME.search(file.filename)
        typed |= {"form": (raw.decode("utf-8", "replace"),), "printed": (number[1],) if number else ()}
    return FormPage(
        visit=visit,
        label=visit.words.say("Bring in a form file"),
        posts=office_posts(visit),
        fields=asked(_QUESTIONS, typed, visit.context(), visit.words),
        record=partial(_brought, ref, raw, "".join(typed["printed"])),
        binds=True,
        case=ref,
        back=(f"{address_of(ref)}/record", visit.words.say("Record the meeting")),
        about=visit.words.say(
            "For a meeting without network: download the form file, fill it in there, and bring it in here afterwards."
        ),
        links=((f"{address_of(ref)}/form", visit.words.say("Download the form file")),),
    ).answer()


def _brought(ref: str, raw: bytes, printed: str, context: Context) -> FormOutcome:
    if not raw.strip():
        raise RequestError("form_file_missing")
    seq = parsing.number(printed, 0, 10**11) if printed.strip() else None
    return record(replace(context, if_seq=seq), ref, raw, "")
