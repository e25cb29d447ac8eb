"""Story files: read, checked against the agreement and machines they name, and kept with their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from slt_flow.definitions.agreements import LoadedAgreement, load_agreed_machines, load_agreement
from slt_flow.definitions.load import load_newest
from slt_flow.definitions.machines import Machine
from slt_flow.definitions.problems import Problem, refuse, unknown
from slt_flow.definitions.shelf import SHIPPED, Shelf
from slt_flow.definitions.stories.models import ActionCheck, CaseCheck, Check, ObligationCheck, Story, StoryFile
from slt_flow.definitions.stories.steps import DoStep, Step
from slt_flow.definitions.toml_positions import lines_of
from slt_flow.definitions.validation import load_model
from slt_flow.definitions.vocabulary import LEVELS, Vocabulary
from slt_flow.errors import DefinitionError
from slt_flow.files import is_file, is_folder
from slt_flow.terms import LEARNING_SERIES, MEETING_SERIES, Ref

STANDARD_AGREEMENT: Final = "kvaefjord"
"""The agreement of a story that names none."""

PARTS: Final = ("given", "when", "then")
"""The parts of a story, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class LoadedStory:
    """A story with its file, its line, the lines of its parts, and the agreement it is played under."""

    story: Story
    file: str
    line: int
    lines: Mapping[str, tuple[int, ...]]
    agreed: LoadedAgreement


def load_stories(
    path: Path, vocabulary: Vocabulary, gates: frozenset[str] = frozenset(), shelf: Shelf = SHIPPED
) -> tuple[LoadedStory, ...]:
    """Read and check a file of stories.

    Args:
        path: the file.
        vocabulary: the rules that may refuse a step.
        gates: the names of refusals beside the rules.
        shelf: the folders of the machines that they are played with.

    Raises:
        DefinitionError: with everything that is wrong with it, each with its line.
    """
    file, content = load_model(StoryFile, path)
    stories = [_filled(story, file) for story in file.stories]
    names = [story.agreement or STANDARD_AGREEMENT for story in stories]
    agreements = {name: _agreement(path, name, vocabulary) for name in dict.fromkeys(names)}
    agreed = [agreements[name] for name in names]
    rules = sorted({*vocabulary.rules, *gates})
    problems = list(_names_are_given_once(stories))
    problems += [p._replace(key=f"stories.{n}.agreement") for n, p in enumerate(agreed) if isinstance(p, Problem)]
    for number, (story, agreement) in enumerate(zip(stories, agreed, strict=True)):
        if isinstance(agreement, LoadedAgreement):
            problems += _Names(agreement, vocabulary, rules, shelf).problems(story, f"stories.{number}")
    refuse(str(path), problems, content)
    lines = lines_of(content)
    return tuple(
        LoadedStory(
            story,
            str(path),
            lines.of("stories", number),
            {
                part: tuple(lines.of("stories", number, part, n) for n, _ in enumerate(getattr(story, part)))
                for part in PARTS
            },
            agreement,
        )
        for number, (story, agreement) in enumerate(zip(stories, agreed, strict=True))
        if isinstance(agreement, LoadedAgreement)  # as all are, or the file was refused
    )


def _filled(story: Story, file: StoryFile) -> Story:
    """Put the defaults of a file into a story."""
    silent = [name for name in ("agreement", "today", "since") if getattr(story, name) is None]
    return story.model_copy(update={name: getattr(file, name) for name in silent})


def agreement_of(path: Path, named: str) -> str:
    """Resolve the agreement that a story file names: a shipped one's name, or a file in the folder of the stories.

    Raises:
        DefinitionError: the path leads out of that folder.
    """
    if Path(named).suffix != ".toml":
        return named
    folder = path.resolve().parent
    file = (folder / named).resolve()
    if not file.is_relative_to(folder):
        raise DefinitionError("agreement_outside", file=str(path), name=named[:60])
    return str(file)


def _agreement(path: Path, named: str, vocabulary: Vocabulary) -> LoadedAgreement | Problem:
    """Load an agreement, or say why there is none; one that is wrong itself raises, as that file's fault."""
    try:
        return load_agreement(agreement_of(path, named), vocabulary)
    except DefinitionError as error:
        if error.code not in ("agreement_outside", "agreement_missing", "file_missing"):
            raise
        near = error.facts.get("near")
        code = "agreement_outside" if error.code == "agreement_outside" else "unknown_agreement"
        return Problem(code, "", {"name": named[:60], "near": near})


def _names_are_given_once(stories: Sequence[Story]) -> Iterator[Problem]:
    names = [story.name for story in stories]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Problem("id_used_twice", f"stories.{number}.name", {"name": name})


class _Names:
    """Names that a story may use: actions, states, rules and clauses of the agreement and its machines."""

    def __init__(self, loaded: LoadedAgreement, vocabulary: Vocabulary, rules: list[str], shelf: Shelf) -> None:
        agreed = load_agreed_machines(loaded, vocabulary, shelf)
        others = [load_newest(name, vocabulary, shelf) for name in shelf.machines() if name not in agreed]
        self.machines = [pinned.machine for pinned in (*agreed.values(), *others)]
        self.clauses = [clause.key for clause in loaded.agreement.clauses]
        self.obligations = [clause for clause in self.clauses if clause in vocabulary.obligations]
        self.rules = rules

    def problems(self, story: Story, key: str) -> Iterator[Problem]:
        """Find the names in a story that nothing has."""
        for part in PARTS:
            for number, entry in enumerate(getattr(story, part)):
                where = f"{key}.{part}.{number}"
                yield from _contradictions(entry, where)
                if isinstance(entry, Step):
                    yield from self._of_step(entry, where, is_given=part == PARTS[0])
                else:
                    yield from self._of_check(entry, where)

    def _of_step(self, step: Step, key: str, *, is_given: bool) -> Iterator[Problem]:
        for field in ("refused", "refused_only", "error"):
            if is_given and getattr(step, field) is not None:
                yield Problem("given_is_done", f"{key}.{field}", {})
        yield from self._rules_are_known(step, key, "refused", "refused_only")
        if isinstance(step, DoStep):
            yield from unknown("unknown_action", f"{key}.do", self._actions(step.ref), step.do)

    def _of_check(self, check: Check, key: str) -> Iterator[Problem]:
        if isinstance(check, CaseCheck) and check.state is not None:
            yield from unknown("unknown_state", f"{key}.state", self._states(check.ref), check.state)
        if isinstance(check, ObligationCheck) and check.obligation not in self.clauses:
            yield from unknown("unknown_clause", f"{key}.obligation", self.obligations, check.obligation)
        if isinstance(check, ActionCheck):
            yield from unknown("unknown_action", f"{key}.action", self._actions(check.ref), check.action)
            yield from self._rules_are_known(check, key, "shut_by", "shut_by_only")
            if (check.open, check.shut_by, check.shut_by_only) == (None, None, None):
                yield Problem("says_nothing", key, {"choices": ("open", "shut_by", "shut_by_only")})

    def _actions(self, ref: str) -> list[str]:
        actions = (action for machine in self._machines(ref) for action in machine.every_action.items())
        return [name for name, action in actions if not action.auto]

    def _states(self, ref: str) -> list[str]:
        return [state for machine in self._machines(ref) for state in machine.states]

    def _machines(self, ref: str) -> Iterator[Machine]:
        """Find the machines that a case with this ref may be of: one, and those that stand in its place."""
        case = Ref.parse(ref)
        place = _OF_SERIES.get(case.family) or LEVELS[case.depth] if case is not None else ""
        return (machine for machine in self.machines if machine.place == place)

    def _rules_are_known(self, entry: Step | Check, key: str, *fields: str) -> Iterator[Problem]:
        for field in fields:
            yield from unknown("unknown_rule", f"{key}.{field}", self.rules, *(getattr(entry, field) or ()))


def _contradictions(entry: Step | Check, key: str) -> Iterator[Problem]:
    """Find keys of a step or check that exclude each other, reported at the second.

    It could then never hold, or would hold whatever happened.
    """
    name, others = "", tuple[str, ...]()
    match entry:
        case Step() if entry.error is not None:
            name, others = "error", ("refused", "refused_only")
        case ActionCheck() if entry.open:
            name, others = "open", ("shut_by", "shut_by_only")
        case CaseCheck() if not entry.there:
            anywhere = ("there", "ref", *Check.model_fields)
            name, others = "there", tuple(field for field in CaseCheck.model_fields if field not in anywhere)
    if excluded := tuple(other for other in others if getattr(entry, other) is not None):
        yield Problem("contradicts_itself", f"{key}.{excluded[0]}", {"name": name, "choices": excluded})


_OF_SERIES: Final = {MEETING_SERIES: "meeting", LEARNING_SERIES: "learning_point"}


def story_files(path: Path) -> tuple[Path, ...]:
    """List the story files that a path names: the file itself, or those that lie in the folder.

    Raises:
        DefinitionError: there is nothing, or no story file in the folder.
    """
    if is_folder(path):
        files = tuple(sorted(path.glob("*.toml")))
        if not files:
            raise DefinitionError("no_stories_there", file=str(path))
        return files
    if not is_file(path):
        raise DefinitionError("file_missing", file=str(path))
    return (path,)
