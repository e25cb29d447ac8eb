"""Documents of a council as pages, and as files to take along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from starlette.responses import Response
from starlette.routing import Route

from slt_flow.errors import RequestError
from slt_flow.pages.frame import Visit, page
from slt_flow.pages.written_files import written
from slt_flow.personal_data import without_numbers
from slt_flow.results.documents import Document
from slt_flow.services.agreements import show as agreements
from slt_flow.services.agreements.letterhead import letterhead
from slt_flow.services.follow_up.report import report
from slt_flow.services.follow_up.status import filter_choices
from slt_flow.services.follow_up.yearly_report import yearly_report
from slt_flow.services.request.context import Context
from slt_flow.services.request.exempt_content import tells_of_exempt
from slt_flow.services.year import action_plan, evaluation_view
from slt_flow.services.year.obligations import obligations
from slt_flow.services.year.wheel import wheel
from slt_flow.terms import FIRST_YEAR, LAST_YEAR, N_
from slt_flow.views.follow_up import report as report_view
from slt_flow.views.follow_up import yearly_report as yearly_view
from slt_flow.views.text.words import Words
from slt_flow.views.writers import installed
from slt_flow.views.writers.edition import in_edition
from slt_flow.views.year import action_plan as plan_view
from slt_flow.views.year import agreement as agreement_view
from slt_flow.views.year import evaluation as evaluation_view_
from slt_flow.views.year import obligations as obligations_view
from slt_flow.views.year import wheel_document

FILES: Final = ("pdf", "docx")
"""Formats that people take a page along in."""


class Kind(NamedTuple):
    """Kind of document.

    Attributes:
        path: its path.
        title: its name in lists of documents.
        read: reads it, of a year or None.
        draw: makes the document of that.
        of_years: True where there is one for each year.
        may_be_draft: True for one that the council adopts.
    """

    path: str
    title: str
    read: Callable[[Context, Any], Any]
    draw: Callable[[Any, Words], Document]
    of_years: bool = True
    may_be_draft: bool = False


def _report(context: Context, year: int | None) -> Any:
    return report(context, period=str(year or context.day.year))


KINDS: Final[Mapping[str, Kind]] = {
    "obligations": Kind("/obligations", N_("Obligations"), obligations, obligations_view.document),
    "wheel": Kind("/wheel", N_("The year"), wheel, wheel_document.document),
    "agreement": Kind(
        "/agreement",
        N_("The agreement"),
        lambda context, _: agreements.agreement(context),
        agreement_view.document,
        False,
    ),
    "plan": Kind("/plan", N_("Action plan"), action_plan.show, plan_view.document, may_be_draft=True),
    "evaluation": Kind(
        "/evaluation", N_("Evaluation"), evaluation_view.show, evaluation_view_.document, may_be_draft=True
    ),
    "report": Kind("/report", N_("Report on decisions"), _report, report_view.document),
    "yearly_report": Kind("/yearly-report", N_("Yearly report"), yearly_report, yearly_view.document),
}
"""Documents by the names of their pages."""


def routes() -> list[Route]:
    """Return the routes of every document, each as a page and as a file."""
    pages = [page(name, kind.path, partial(answer, kind)) for name, kind in KINDS.items()]
    return pages + [page(name, f"{kind.path}/as/{{form}}", partial(as_file, kind)) for name, kind in KINDS.items()]


def year_asked(visit: Visit) -> int | None:
    """Return the year that the address asks for.

    Raises:
        RequestError: it is none, or one that no calendar of the product has.
    """
    typed = visit.request.query_params.get("year", "").strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal() and len(typed) == 4 and FIRST_YEAR <= int(typed) <= LAST_YEAR):
        raise RequestError("bad_period", given=typed)
    return int(typed)


def drawn(visit: Visit, kind: Kind) -> Document:
    """Return a document in the edition that the visitor may read; the public reads no draft.

    Raises:
        RequestError: the public has no such document.
    """
    context = visit.edition()
    result = without_numbers(kind.read(context, year_asked(visit)))
    return as_edition(visit, context, result, kind.draw(result, visit.words))


def as_edition(visit: Visit, context: Context, result: object, document: Document) -> Document:
    """Return a document as the edition that a visitor reads, which it says itself.

    Raises:
        RequestError: it is a draft, and the public reads it.
    """
    public = bool(context.moment.public)
    if public and document.draft:
        raise RequestError("not_published", path=visit.path)
    exempt = not public and tells_of_exempt(context, result)
    return in_edition(document._replace(language=visit.words.language), visit.words, public=public, exempt=exempt)


def is_there(kind: Kind, visit: Visit) -> bool:
    """Return True for a document that the visitor may read now: the public reads no draft."""
    context = visit.edition()
    if not context.moment.public or not kind.may_be_draft:
        return True
    return not kind.draw(kind.read(context, None), visit.words).draft


def answer(kind: Kind, visit: Visit) -> Response:
    """Show a document as a page."""
    document = drawn(visit, kind)
    return visit.render(
        "document.html",
        title=document.title,
        draft=document.draft,
        content=visit.document(document.blocks, document.title),
        years=filter_choices(visit.edition()).years if kind.of_years else (),
        files=files_of(visit),
    )


def files_of(visit: Visit) -> tuple[tuple[str, str], ...]:
    """Return the files that a document may be taken along as: the format, and its address."""
    query = f"?{visit.request.url.query}" if visit.request.url.query else ""
    return tuple((form.upper(), f"{visit.path}/as/{form}{query}") for form in FILES if form in installed())


def as_file(kind: Kind, visit: Visit) -> Response:
    """Hand a document out as a file."""
    return handed_out(visit, drawn(visit, kind))


def handed_out(visit: Visit, document: Document) -> Response:
    """Return a document as a file in the format that the path names."""
    form = visit.request.path_params["form"]
    if form not in FILES or form not in installed():
        raise RequestError("no_such_page", path=visit.path)
    sent = document.letterhead or letterhead(visit.edition())
    content = written(document._replace(letterhead=sent), form, visit.words)
    name = "-".join(part for part in visit.path.replace("/as/", ".").split("/") if part)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_MEDIA[form], headers=headers)


_MEDIA: Final[Mapping[str, str]] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
