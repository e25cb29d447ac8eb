"""Player of stories: takes their steps through the services, then compares their checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from slt_flow.definitions.shelf import SHIPPED, Shelf
from slt_flow.definitions.stories.load import LoadedStory, load_stories, story_files
from slt_flow.definitions.stories.models import Check
from slt_flow.definitions.stories.steps import DoStep, Step
from slt_flow.engine.decide import Gate
from slt_flow.engine.effects import vocabulary
from slt_flow.errors import DefinitionError, RequestError
from slt_flow.personal_data import without_numbers
from slt_flow.results.answers import Done
from slt_flow.results.evaluation import Scribe
from slt_flow.results.stories import Amiss, Played
from slt_flow.services.stories.assertions import look, names_them
from slt_flow.services.stories.sandbox import Founding, Sandbox
from slt_flow.services.stories.steps import take

GATES: Final = frozenset(Gate) | {
    "nothing_builds_on_it",
    "minutes_are_not_frozen",
}
"""Reasons for a refusal beside the rules that definitions name."""


def played(paths: Sequence[str], scribe: Scribe, shelf: Shelf = SHIPPED, folder: str | None = None) -> Iterator[Played]:
    """Play stories, one after the other, each with a council of its own that is gone afterwards.

    Every file is read and checked before the first story is played.

    Args:
        paths: story files, or folders of them.
        scribe: writes the texts that are decided.
        shelf: the folders of the machines that they are played with.
        folder: the folder of the councils meanwhile; the machine's own place for such when None.

    Raises:
        DefinitionError: a file is missing or wrong, with its line.
    """
    stories = stories_in(paths, shelf)

    # Not a generator itself: its files are read when it is called, before anything is played.
    def one_by_one() -> Iterator[Played]:
        with TemporaryDirectory(prefix="slt-stories-", dir=folder) as councils:
            founding = Founding(Path(councils), shelf, scribe)
            for loaded in stories:
                yield without_numbers(play(founding.stage(loaded)))

    return one_by_one()


def stories_in(paths: Sequence[str], shelf: Shelf = SHIPPED) -> tuple[LoadedStory, ...]:
    """Read and check the stories of some files and folders; a file that is named twice is read once.

    Raises:
        DefinitionError: a file is missing or wrong, with its line.
    """
    files = dict.fromkeys(file for path in paths for file in story_files(Path(path)))
    names = vocabulary()
    return tuple(story for file in files for story in load_stories(file, names, GATES, shelf))


def play(stage: Sandbox) -> Played:
    """Play a story up to the first step that comes out otherwise, else to its end with all its checks."""
    loaded = stage.loaded
    amiss: list[Amiss] = []
    for part in ("given", "when"):
        for number, step in enumerate(getattr(loaded.story, part)):
            if not amiss:
                amiss += _taken(stage, part, loaded.lines[part][number], step)
    if not amiss:
        for line, check in zip(loaded.lines["then"], loaded.story.then, strict=True):
            amiss += _seen(stage, line, check)
    return Played(loaded.story.name, loaded.file, loaded.line, tuple(amiss))


def _taken(stage: Sandbox, part: str, line: int, step: Step) -> Iterator[Amiss]:
    """Take a step, and report it unless it is done, or refused, as the story tells."""
    rules = {"rules": step.refused or step.refused_only or (), "only": step.refused_only is not None}
    expected = {"error": step.error} if step.error else {} if step.is_to_be_done else rules
    try:
        outcome = take(stage.before(step), step, stage.loaded)
    except (RequestError, DefinitionError) as error:
        if error.code != step.error:
            yield Amiss(part, line, _called(step), "cannot_be_done", expected, error=(error.code, error.facts))
        return
    if isinstance(outcome, Done):
        if not step.is_to_be_done:
            yield Amiss(part, line, _called(step), "was_done", expected, outcome=outcome)
    elif step.is_to_be_done or step.error or not names_them(outcome.findings, step.refused, step.refused_only):
        yield Amiss(part, line, _called(step), "was_refused", expected, outcome=outcome)


def _seen(stage: Sandbox, line: int, check: Check) -> tuple[Amiss, ...]:
    try:
        differences = look(check, stage.seen_on(check.on, check.council))
        return tuple(Amiss("then", line, _called(check), *difference) for difference in differences)
    except (RequestError, DefinitionError) as error:
        return (Amiss("then", line, _called(check), "cannot_be_seen", error=(error.code, error.facts)),)


def _called(part: Step | Check) -> str:
    """Name a part in the file's own words: `adopt 1/26`, `decision Trygg skolevei`."""
    value, ref = getattr(part, part.verb), getattr(part, "ref", None)
    if isinstance(part, DoStep):
        return f"{value} {ref}"
    return f"{part.verb} {value}" if part.verb == "ref" or ref is None else f"{part.verb} {value} {ref}"
