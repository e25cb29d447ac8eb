"""Forms of the secretary's office: each is a use case of the catalogue, with its parameters as questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from slt_flow.pages.choices import More
from slt_flow.pages.form_fields import Question
from slt_flow.terms import ANSWERS, N_, AnswerKind

LINE, TEXT, LINES, DAY, YES = AnswerKind.LINE, AnswerKind.TEXT, AnswerKind.LINES, AnswerKind.DAY, More.YES

ID_HINT: Final = N_("A short name with small letters and hyphens: it never changes.")
DAY_HINT: Final = N_("Such as 1.6. or 2026-06-01.")

BASIS: Final = Question(
    "basis",
    LINE,
    label=N_("On what basis"),
    hint=N_("Where it is another's act: how you know of it, as in “e-mail 3 May”."),
)
"""Question of every form by which the secretary may record another's act; no parameter of a use case."""


class OfficeForm(NamedTuple):
    """A form of the office.

    Attributes:
        label: its heading, and the words of its link.
        questions: its parameters, in the order in which they are asked.
        group: the part of the office that lists it.
        about: the parameter that names its case, "" where it is about none.
        binds: True where it is reviewed before it is recorded.
        note: a sentence on its effect, where its name does not tell.
    """

    label: str
    questions: tuple[Question, ...]
    group: str
    about: str = ""
    binds: bool = True
    note: str = ""


def _ask(*names: str, required: bool = False) -> tuple[Question, ...]:
    """Return questions that are asked as the answers of actions of the same name are."""
    return tuple(Question(name, ANSWERS[name], required) for name in names)


def _decision(name: str = "ref") -> Question:
    return Question(name, AnswerKind.DECISION, required=True, label=N_("Decision"))


def _meeting(name: str = "ref") -> Question:
    return Question(name, AnswerKind.MEETING, required=True, label=N_("Meeting"))


def _id(label: str) -> Question:
    return Question("id_", LINE, required=True, label=label, hint=ID_HINT)


def _post(name: str = "post", label: str = N_("Post"), *, required: bool = True) -> Question:
    return Question(name, AnswerKind.POST, required, label)


_TITLE: Final = Question("title", LINE, required=True, label=N_("Title"))
_AREA: Final = Question("area", More.AREA, label=N_("Focus area"))
_TABLED: Final = Question("meeting", AnswerKind.MEETING, label=N_("Tabled at"))
_CONSENT: Final = Question(
    "consent",
    More.CONSENT,
    label=N_("Who consents"),
    hint=N_("Only where it is decided at once; those who do not consent must have taken their stance before."),
)
_ANSWERS: Final = (
    Question("challenges", More.CHALLENGES, label=N_("Challenges that it answers")),
    Question("knowledge", More.SOURCES, label=N_("Knowledge that it rests on")),
)
_PLANNED: Final = (
    Question("kind", More.MEETING_KIND, label=N_("Kind of meeting")),
    *_ask("at", "until", "venue"),
    Question("group", AnswerKind.GROUP, label=N_("Coordinating group")),
    Question("requested_by", More.PARTY, label=N_("Asked for by"), hint=N_("Only of an extraordinary meeting.")),
    Question("short_notice", YES, label=N_("It is called at short notice")),
)
_BY: Final = Question("by", AnswerKind.DECISION, label=N_("Decision that says so"))
_SAYS: Final = _BY._replace(required=True)
_PERIOD: Final = Question(
    "period", LINE, required=True, label=N_("Year or years"), hint=N_("Such as 2026, or 2026..2027.")
)
_YEAR: Final = Question("year", AnswerKind.YEAR, required=True, label=N_("Year"))
_POINT: Final = Question("point", AnswerKind.POINT, label=N_("Point of the agenda"), hint=N_("By its number."))

CASES: Final = N_("Cases")
MEETINGS: Final = N_("Meetings")
PEOPLE: Final = N_("People")
PAPERS: Final = N_("Papers")
YEAR: Final = N_("The year")
MENDING: Final = N_("Mending")

FORMS: Final[Mapping[str, OfficeForm]] = {
    "register": OfficeForm(
        N_("Register a case"),
        (
            _TITLE,
            *_ask("text"),
            _AREA,
            _TABLED,
            Question("kind", More.KIND, label=N_("Kind of decision")),
            Question("for_information", YES, label=N_("For information: nothing is decided")),
            Question("needs_ratification", LINES, label=N_("Must be ratified by"), hint=N_("One body on each line.")),
            Question("within_authority", YES, label=N_("Judged to be within delegated authority")),
            _CONSENT,
            *_ask("case"),
            *_ANSWERS,
            Question("follows", More.CASE, label=N_("Goes on from")),
        ),
        CASES,
    ),
    "propose": OfficeForm(
        N_("Propose a case from below"),
        (
            _TITLE,
            Question("source", More.CASE, required=True, label=N_("Case that it comes from")),
            _post("post", N_("Post that proposes it"), required=False),
            *_ask("group", "text"),
            _AREA,
            _TABLED,
            BASIS,
        ),
        CASES,
    ),
    "table": OfficeForm(N_("Put a case on an agenda"), (_decision(), _meeting("meeting")), CASES, "ref"),
    "judge_authority": OfficeForm(
        N_("Judge the authority"),
        (
            _decision(),
            Question("needs_ratification", LINES, label=N_("Must be ratified by"), hint=N_("One body on each line.")),
            Question("within_authority", YES, label=N_("Judged to be within delegated authority")),
        ),
        CASES,
        "ref",
    ),
    "take_stances": OfficeForm(
        N_("Record stances"),
        (
            _decision(),
            *_ask("stance", required=True),
            Question("posts", More.CONSENT, required=True, label=N_("Whose stance it is")),
            *_ask("reason"),
            BASIS,
        ),
        CASES,
        "ref",
    ),
    "adopt": OfficeForm(N_("Adopt by consensus"), (_decision(), _CONSENT, BASIS), CASES, "ref"),
    "assign": OfficeForm(
        N_("Give a decision to an owner"),
        (_decision(), *_ask("owner", "due", required=True), *_ask("title", "resources", "group")),
        CASES,
        "ref",
    ),
    "add_measure": OfficeForm(
        N_("Add a measure"),
        (
            Question("ref", More.WORK, required=True, label=N_("Assignment")),
            _TITLE,
            *_ask("owner", "due", required=True),
            *_ask("resources", "review", "every"),
            *_ANSWERS,
        ),
        CASES,
        "ref",
    ),
    "hand_over": OfficeForm(
        N_("Give a case to another owner"),
        (Question("ref", More.CASE, required=True, label=N_("Case")), *_ask("owner", "reason", required=True)),
        CASES,
        "ref",
    ),
    "hand_over_all": OfficeForm(
        N_("Give all open work of a post to another"),
        (_post("from_", N_("From the post")), _post("to", N_("To the post")), *_ask("reason", required=True)),
        PEOPLE,
    ),
    "plan_meeting": OfficeForm(
        N_("Plan a meeting"),
        (
            Question("day", DAY, required=True, label=N_("Day"), hint=DAY_HINT),
            Question("title", LINE, label=N_("What it is called")),
            *_PLANNED,
        ),
        MEETINGS,
    ),
    "arrange_meeting": OfficeForm(
        N_("Set time, place and writer"), (_meeting(), *_ask("at", "until", "venue", "written_by")), MEETINGS, "ref"
    ),
    "add_point": OfficeForm(
        N_("Add a point to an agenda"),
        (
            _meeting(),
            Question("title", LINE, required=True, label=N_("Title, or the number of a case")),
            *_ask("text", "case", "post", "place", "attachments"),
        ),
        MEETINGS,
        "ref",
    ),
    "place_point": OfficeForm(
        N_("Move a point of an agenda"),
        (
            _meeting(),
            _POINT._replace(required=True),
            Question("where", AnswerKind.NUMBER, required=True, label=N_("Place on the agenda")),
        ),
        MEETINGS,
        "ref",
    ),
    "drop_point": OfficeForm(
        N_("Take a point off an agenda"), (_meeting(), _POINT._replace(required=True)), MEETINGS, "ref"
    ),
    "hold_meeting": OfficeForm(
        N_("Record only who was at a meeting"),
        (
            Question("day_or_ref", AnswerKind.MEETING, required=True, label=N_("Meeting")),
            Question("present", More.PRESENT, required=True, label=N_("Present")),
            *_ask("guests", "sent", "mandate", "led_by", "at", "until", "venue"),
        ),
        MEETINGS,
        "day_or_ref",
    ),
    "appoint": OfficeForm(
        N_("Record who holds a post"),
        (_post(), Question("name", LINE, required=True, label=N_("Name"))),
        PEOPLE,
    ),
    "vacate": OfficeForm(N_("Record that a post is vacant"), (_post(), *_ask("reason")), PEOPLE),
    "record_contact": OfficeForm(
        N_("Record a mail address"),
        (_post(), Question("address", LINE, required=True, label=N_("Mail address"))),
        PEOPLE,
    ),
    "remove_contact": OfficeForm(N_("Remove a mail address"), (_post(),), PEOPLE),
    "record_absence": OfficeForm(
        N_("Record an absence"),
        (
            _post(),
            Question("since", DAY, required=True, label=N_("First day"), hint=DAY_HINT),
            Question("until", DAY, required=True, label=N_("Last day"), hint=DAY_HINT),
            _post("deputy", N_("Deputy"), required=False),
            Question("mandate", LINE, label=N_("What the deputy may commit its party by")),
            Question("comes", YES, label=N_("Comes after all: take back what was recorded of these days")),
        ),
        PEOPLE,
    ),
    "add_organisation": OfficeForm(
        N_("Add an organisation"),
        (
            _id(N_("Short name of the organisation")),
            Question("name", LINE, required=True, label=N_("Name")),
            Question("party", More.PARTY, label=N_("Part of the party"), hint=N_("A third party belongs to none.")),
        ),
        PEOPLE,
    ),
    "add_post": OfficeForm(
        N_("Add a post"),
        (
            _id(N_("Short name of the post")),
            _TITLE,
            Question("organisation", More.ORGANISATION, required=True, label=N_("Organisation")),
            Question("levels", More.LEVELS, required=True, label=N_("Levels at which it works")),
            Question("seat", YES, label=N_("It has a seat in the council")),
            _BY,
        ),
        PEOPLE,
    ),
    "designate": OfficeForm(N_("Let a post own assignments"), (_post(), _SAYS), PEOPLE),
    "found_group": OfficeForm(
        N_("Found a coordinating group"),
        (
            _id(N_("Short name of the group")),
            _TITLE,
            Question("members", More.MEMBERS, required=True, label=N_("Members")),
            Question("series", LINE, label=N_("Letters before the numbers of its meetings")),
        ),
        PEOPLE,
    ),
    "change_group": OfficeForm(
        N_("Give a group other members"),
        (
            Question("group", AnswerKind.GROUP, required=True, label=N_("Coordinating group")),
            Question("members", More.MEMBERS, required=True, label=N_("Members")),
        ),
        PEOPLE,
    ),
    "grant_access": OfficeForm(
        N_("Give access to somebody whose subject you know"),
        (
            Question("post", AnswerKind.POST, label=N_("Post"), hint=N_("Empty for an auditor, who has none.")),
            Question("issuer", LINE, required=True, label=N_("Address of the provider (iss)")),
            Question("subject", LINE, required=True, label=N_("Subject (sub)")),
            Question("deputy", YES, label=N_("As a deputy while the holder is away")),
        ),
        PEOPLE,
    ),
    "revoke_access": OfficeForm(
        N_("Take access back"),
        (
            Question("post", AnswerKind.POST, label=N_("Post"), hint=N_("Empty for an auditor, who has none.")),
            Question("subject", LINE, label=N_("Subject (sub)"), hint=N_("Empty: all that the post has.")),
            Question("issuer", LINE, label=N_("Address of the provider (iss)")),
        ),
        PEOPLE,
    ),
    "attach": OfficeForm(
        N_("Attach a file"),
        (
            Question("ref", LINE, required=True, label=N_("Number of the case or the meeting")),
            Question("file", More.FILE, required=True, label=N_("File"), hint=N_("At most 25 MiB.")),
            Question("title", LINE, label=N_("Title in lists")),
            _POINT,
        ),
        PAPERS,
        "ref",
        binds=False,
    ),
    "add_knowledge": OfficeForm(
        N_("Add a source of knowledge"),
        (
            _id(N_("Short name of the source")),
            _TITLE,
            Question("source", LINE, label=N_("Source")),
            *_ask("address"),
        ),
        PAPERS,
    ),
    "add_challenge": OfficeForm(
        N_("Add a challenge"),
        (
            _id(N_("Short name of the challenge")),
            _TITLE,
            _AREA,
            Question("sources", More.SOURCES, label=N_("Knowledge that shows it")),
        ),
        PAPERS,
    ),
    "fulfil": OfficeForm(
        N_("Record that a clause was kept"),
        (
            Question("clause", More.CLAUSE, required=True, label=N_("Clause")),
            Question("days", LINES, required=True, label=N_("Days"), hint=N_("One on each line, such as 1.6.")),
            Question("note", TEXT, label=N_("What shows it")),
            Question("weekly_until", DAY, label=N_("Also every week until"), hint=DAY_HINT),
            BASIS,
        ),
        YEAR,
    ),
    "open_evaluation": OfficeForm(N_("Open the evaluation of a year"), (_YEAR, _TABLED), YEAR),
    "assess": OfficeForm(
        N_("Assess the effect of measures"),
        (
            Question("refs", More.MEASURES, required=True, label=N_("Measures")),
            Question("effect", More.EFFECT, required=True, label=N_("Effect")),
            Question(
                "challenge",
                AnswerKind.CHALLENGE,
                label=N_("Challenge"),
                hint=N_("Where a measure answers several."),
            ),
            Question("note", TEXT, label=N_("What shows it")),
        ),
        YEAR,
    ),
    "adopt_evaluation": OfficeForm(
        N_("Adopt the evaluation of a year"),
        (_YEAR, _TABLED, _CONSENT, Question("early", YES, label=N_("Before the year is over"))),
        YEAR,
    ),
    "add_learning_point": OfficeForm(
        N_("Add a learning point"),
        (
            Question("text", TEXT, required=True, label=N_("Text")),
            Question("evaluation", AnswerKind.YEAR, label=N_("From the evaluation of")),
        ),
        YEAR,
    ),
    "open_plan": OfficeForm(N_("Open the action plan"), (_PERIOD, _TABLED), YEAR),
    "adopt_plan": OfficeForm(
        N_("Adopt the action plan"),
        (_PERIOD, _TABLED, _CONSENT, Question("whole", YES, label=N_("Only if nothing is missing in it"))),
        YEAR,
    ),
    "add_area": OfficeForm(
        N_("Add a focus area"),
        (
            _id(N_("Short name of the area")),
            _TITLE,
            _SAYS,
            Question("goals", LINES, label=N_("Goals"), hint=N_("One on each line.")),
            Question("contacts", More.MEMBERS, label=N_("Contacts")),
            Question("last", DAY, label=N_("Last day"), hint=DAY_HINT),
        ),
        YEAR,
    ),
    "end_area": OfficeForm(
        N_("End a focus area"),
        (_AREA._replace(required=True), _SAYS),
        YEAR,
    ),
    "undo": OfficeForm(
        N_("Take back the last request"),
        (
            Question("ref", LINE, label=N_("Case"), hint=N_("Empty: the council's last request.")),
            *_ask("reason", required=True),
        ),
        MENDING,
        "ref",
        note=N_("What is taken back stays in the history, with the reason. First you see what would be taken back."),
    ),
}  # fmt: skip
"""Forms by the name of their use case."""
