"""Demo: a believable year of a council, told in the steps of stories and played into a database that stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from slt_flow import files
from slt_flow.definitions.locations import workflows_folder
from slt_flow.definitions.read import read_text
from slt_flow.definitions.stories.models import DemoYear
from slt_flow.definitions.stories.steps import Step
from slt_flow.definitions.validation import built
from slt_flow.errors import BrokenInvariant, RecordsError
from slt_flow.records.store import Store
from slt_flow.results.answers import Refusal
from slt_flow.results.evaluation import Scribe
from slt_flow.services.agreements.init import init
from slt_flow.services.request.context import Context
from slt_flow.services.stories.sandbox import PLAYED, noon
from slt_flow.services.stories.steps import take
from slt_flow.services.year.adoptions import adoptions

NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "kvaefjord": {},
    "levanger": {
        "politistasjonssjef": "politikontakt",
        "skjenking-og-rus": "alkoholhandtering",
        "trafikksikkerhet": "problemorienterte-tiltak",
        "barn-og-unge": "ungdomsmiljo",
        "beredskap": "vold",
    },
}
"""The shipped agreements the year can be played under, each with its names of posts and focus areas of the file."""

SCRIBE: Final = Scribe(lambda _: "", lambda _: "", lambda _: "Utkast til handlingsplan.")
"""The demo begins a plan and adopts none, and no evaluation."""


def last_day(today: date) -> date:
    """Return the day the year is seen from: the newest 20 November that has come."""
    return date(today.year if (today.month, today.day) >= (11, 20) else today.year - 1, 11, 20)


def play(path: Path, agreement: str, today: date) -> Context:
    """Play the year into a new database, which is there once all of it is.

    Args:
        path: a file that is not there yet.
        agreement: one of `NAMES`.
        today: decides which year it is.

    Returns:
        A context before the database, on the day the year is seen from.

    Raises:
        RecordsError: the file is there already.
    """
    if files.is_taken(path):
        raise RecordsError("file_exists", path=str(path))
    end = last_day(today)
    with Store(str(path)).new_file() as file:
        context = Context(Store(str(file)), account=PLAYED, scribe=SCRIBE, adoptions=partial(adoptions, SCRIBE))
        init(_on(context, date(end.year, 1, 8)), agreement, since=date(end.year, 1, 1))
        for day, step in steps(agreement, end.year):
            outcome = take(replace(_on(context, day), basis=step.basis), step)
            if isinstance(outcome, Refusal) == step.is_to_be_done:
                raise BrokenInvariant("demo_went_otherwise", step=repr(step), outcome=repr(outcome))
    return _on(replace(context, store=Store(str(path))), end)


def steps(agreement: str, year: int) -> Iterator[tuple[date, Step]]:
    """Read the steps of a council's year, each with its day; they are not in the order of days."""
    path = workflows_folder() / "demo" / "year.toml"
    names = {"2026": str(year), "2027": str(year + 1), "/26": f"/{year % 100:02d}", **NAMES[agreement]}
    # All at once: one after the other, a year that was put in would be replaced again.
    content = re.sub("|".join(names), lambda name: names[name[0]], read_text(path))
    for chapter in built(DemoYear, content, str(path)).chapters:
        for step in chapter.steps if chapter.agreement in (None, agreement) else ():
            yield step.on or chapter.on, step


def _on(context: Context, day: date) -> Context:
    """Return the context as it was a day at noon."""
    return replace(context, on=day, clock=noon(day))
