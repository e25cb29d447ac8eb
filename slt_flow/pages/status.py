"""Status: the tree with its filters, the picture of the levels, and the search in everything."""

from __future__ import annotations

from typing import NamedTuple

from starlette.responses import Response

from slt_flow.errors import RequestError
from slt_flow.pages.documents import as_edition, files_of, handed_out
from slt_flow.pages.frame import Visit, told
from slt_flow.results.documents import Document
from slt_flow.results.history import Found
from slt_flow.services.follow_up.levels import levels
from slt_flow.services.follow_up.status import Filter, filter_choices, status
from slt_flow.services.history.find import find
from slt_flow.terms import N_, Level
from slt_flow.views.follow_up import status_document
from slt_flow.views.text.sheet_blocks import grid

ONE_OF = {
    "area": N_("Focus area"),
    "owner": N_("Owner"),
    "state": N_("State"),
    "level": N_("Level"),
    "year": N_("Year"),
}
SWITCHES = {"late": N_("Only late"), "open": N_("Only open")}
"""Filters by their names in the address, each with its label."""

LONGEST = 200
"""Letters of a search."""


class Filtering(NamedTuple):
    """One filter of the tree as a field: its name and label, what may be chosen, and what is."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


def answer(visit: Visit) -> Response:
    """Show the tree, all of the running year or what the filters keep."""
    document = _document(visit)
    return visit.render(
        "status.html",
        title=document.title,
        filters=_filters(visit),
        switches=[(name, visit.words.say(label), bool(_asked(visit, name))) for name, label in SWITCHES.items()],
        content=visit.document(document.blocks, document.title),
        files=files_of(visit),
    )


def as_file(visit: Visit) -> Response:
    """Hand the status out as a file."""
    return handed_out(visit, _document(visit))


def _document(visit: Visit) -> Document:
    context = visit.edition()
    tree = status(context, _filter(visit))
    return as_edition(visit, context, tree, status_document.document(tree, levels(context, tree), visit.words))


def _asked(visit: Visit, name: str) -> str:
    return visit.request.query_params.get(name, "").strip()[:LONGEST]


def _filter(visit: Visit) -> Filter:
    year = _asked(visit, "year")
    if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise RequestError("bad_period", given=year)

    def of(name: str) -> tuple[str, ...]:
        return (_asked(visit, name),) if _asked(visit, name) else ()

    level = _asked(visit, "level")
    return Filter(
        areas=("",) if _asked(visit, "area") == "-" else of("area"),
        owners=of("owner"),
        states=of("state"),
        levels=(level,) if level in tuple(Level) else (),
        years=(int(year),) if year else (),
        late=bool(_asked(visit, "late")),
        open=bool(_asked(visit, "open")),
    )


def _filters(visit: Visit) -> tuple[Filtering, ...]:
    words, options = visit.words, filter_choices(visit.edition())
    choices = {
        "area": (*options.areas.items(), ("-", words.say("none"))),
        "owner": tuple(options.owners.items()),
        "state": _labels({name: words.label(label, name) for name, label in options.states.items()}),
        "level": tuple((level.value, words.term(level)) for level in Level),
        "year": tuple((str(year), str(year)) for year in options.years),
    }
    return tuple(
        Filtering(name, words.say(label), choices[name], _asked(visit, name)) for name, label in ONE_OF.items()
    )


def _labels(states: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return states by their labels, each label once: those of several levels may be called alike."""
    by_label = {label: name for name, label in states.items()}
    return tuple((name, label) for label, name in sorted(by_label.items()))


def search(visit: Visit) -> Response:
    """Search in titles, texts, reasons, results and remarks."""
    wanted, words = _asked(visit, "q"), visit.words
    label = words.say("Words in titles, texts, reasons, results and remarks")
    rows: tuple[Found, ...] = ()
    lines: tuple[str, ...] = ()
    try:
        rows = find(visit.edition(), wanted) if wanted else ()
    except RequestError as error:
        error.facts["field"] = label
        lines = told(error, visit)
    return visit.render(
        "find.html",
        status=400 if lines else 200,
        wanted=wanted,
        label=label,
        lines=lines,
        number=len(rows),
        content=visit.document((grid(rows, words),), words.say("Search")) if rows else "",
    )
