"""A story file as others use it: read, checked against the agreement and machines it tells of, each part with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from slt_flow.definitions import find, read
from slt_flow.definitions.load import LoadedAgreement, load_agreement, load_machines, told_by_line
from slt_flow.definitions.models import Machine, Problem, built
from slt_flow.definitions.story import CaseCheck, Check, DoorCheck, DoStep, ObligationCheck, Step, Story, StoryFile
from slt_flow.definitions.toml_lines import Lines, lines_of
from slt_flow.definitions.vocabulary import LEVELS, Vocabulary
from slt_flow.errors import DefinitionError
from slt_flow.terms import LEARNING_SERIES, MEETING_SERIES, Ref

STANDARD_AGREEMENT: Final = "kvaefjord"
"""The agreement of a story that names none."""

PARTS: Final = ("given", "when", "then")
"""The parts of a story, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story with its file, its line, the lines of its parts, and the agreement it is played under.

    `agreement` is what finds it again: a shipped name or the path of a file.
    """

    story: Story
    file: str
    line: int
    lines: Mapping[str, tuple[int, ...]]
    agreement: str
    digest: str


def load_stories(path: Path, vocabulary: Vocabulary, gates: frozenset[str]) -> tuple[ToldStory, ...]:
    """Read and check a file of stories.

    Args:
        path: the file.
        vocabulary: the rules that may refuse a step.
        gates: what may refuse one beside the rules.

    Raises:
        DefinitionError: with everything that is wrong with it, each with its line.
    """
    content = read.read_text(path)
    tables = read.parse(content, str(path))
    with told_by_line(content):
        whole = _filled(built(StoryFile, tables, str(path)))
    agreements = {name: _agreement(path, name, vocabulary) for name in dict.fromkeys(map(_named, whole))}
    rules = frozenset(vocabulary.rules) | gates
    problems = [*_names_are_given_once(whole), *_agreements_are_there(whole, agreements)]
    for number, story in enumerate(whole):
        loaded = agreements[_named(story)]
        if isinstance(loaded, LoadedAgreement):
            problems += _Names(loaded, vocabulary, rules).problems(story, f"stories.{number}")
    if problems:
        with told_by_line(content):
            raise DefinitionError("flawed_definition", file=str(path), problems=tuple(problems))
    lines = lines_of(content)
    return tuple(_told(path, number, story, lines, agreements) for number, story in enumerate(whole))


def _filled(file: StoryFile) -> tuple[Story, ...]:
    """The stories, each with what the file says for all of them."""
    shared = {name: given for name in ("agreement", "today", "since") if (given := getattr(file, name)) is not None}
    return tuple(
        story.model_copy(update={n: given for n, given in shared.items() if getattr(story, n) is None})
        for story in file.stories
    )


def _named(story: Story) -> str:
    return story.agreement or STANDARD_AGREEMENT


def _told(
    path: Path, number: int, story: Story, lines: Lines, agreements: Mapping[str, LoadedAgreement | Problem]
) -> ToldStory:
    here = {part: tuple(lines.of("stories", number, part, n) for n, _ in enumerate(getattr(story, part))) for part in PARTS}
    loaded = agreements[_named(story)]
    assert isinstance(loaded, LoadedAgreement)
    return ToldStory(story, str(path), lines.of("stories", number), here, loaded.file, loaded.digest)


def agreement_of(path: Path, named: str) -> str:
    """What finds the agreement that a story file names: a shipped one's name, or a file in the folder of the stories.

    Raises:
        DefinitionError: the path leads out of that folder.
    """
    if Path(named).suffix != ".toml":
        return named
    folder = path.resolve().parent
    found = (folder / named).resolve()
    if not found.is_relative_to(folder):
        raise DefinitionError("agreement_outside", file=str(path))
    return str(found)


def _agreement(path: Path, named: str, vocabulary: Vocabulary) -> LoadedAgreement | Problem:
    """The agreement, or why there is none; one that is wrong itself is told as that file's fault."""
    try:
        return load_agreement(agreement_of(path, named), vocabulary)
    except DefinitionError as error:
        if error.code not in ("agreement_outside", "agreement_missing", "file_missing"):
            raise
        near = error.facts.get("near")
        code = "agreement_outside" if error.code == "agreement_outside" else "unknown_agreement"
        return Problem(code, "", {"name": named[:60], "near": near})


def _agreements_are_there(
    stories: tuple[Story, ...], agreements: Mapping[str, LoadedAgreement | Problem]
) -> Iterator[Problem]:
    for number, story in enumerate(stories):
        loaded = agreements[_named(story)]
        if isinstance(loaded, Problem):
            yield loaded._replace(key=f"stories.{number}.agreement")


def _names_are_given_once(stories: tuple[Story, ...]) -> Iterator[Problem]:
    known: set[str] = set()
    for number, story in enumerate(stories):
        if story.name in known:
            yield Problem("id_used_twice", f"stories.{number}.name", {"name": story.name})
        known.add(story.name)


class _Names:
    """What the parts of a story name: doors, states, rules and clauses that the agreement and its machines have."""

    def __init__(self, loaded: LoadedAgreement, vocabulary: Vocabulary, rules: frozenset[str]) -> None:
        machines = load_machines(loaded.agreement.machines, vocabulary)
        self.machines = {name: pinned.machine for name, pinned in machines.items()}
        self.clauses = [clause.key for clause in loaded.agreement.clauses]
        self.rules = rules

    def problems(self, story: Story, key: str) -> Iterator[Problem]:
        """Everything that a story names and nobody has."""
        for part in PARTS:
            for number, each in enumerate(getattr(story, part)):
                where = f"{key}.{part}.{number}"
                if isinstance(each, Step):
                    yield from self._of_step(each, where, given=part == PARTS[0])
                else:
                    yield from self._of_check(each, where)

    def _of_step(self, step: Step, key: str, *, given: bool) -> Iterator[Problem]:
        for field in ("refused", "refused_only", "error"):
            if given and getattr(step, field) is not None:
                yield Problem("given_is_done", f"{key}.{field}", {})
        yield from self._rules_are_known(step.refused, f"{key}.refused")
        yield from self._rules_are_known(step.refused_only, f"{key}.refused_only")
        if isinstance(step, DoStep):
            machine = self._machine(step.ref)
            doors = [name for name, door in machine.every_door.items() if not door.auto]
            yield from _known("unknown_door", step.do, doors, f"{key}.do")

    def _of_check(self, check: Check, key: str) -> Iterator[Problem]:
        if isinstance(check, CaseCheck) and check.state is not None:
            yield from _known("unknown_state", check.state, self._machine(check.ref).states, f"{key}.state")
        if isinstance(check, ObligationCheck):
            yield from _known("unknown_clause", check.obligation, self.clauses, f"{key}.obligation")
        if isinstance(check, DoorCheck):
            doors = [name for name, door in self._machine(check.ref).every_door.items() if not door.auto]
            yield from _known("unknown_door", check.door, doors, f"{key}.door")
            yield from self._rules_are_known(check.shut_by, f"{key}.shut_by")
            yield from self._rules_are_known(check.shut_by_only, f"{key}.shut_by_only")
            if (check.open, check.shut_by, check.shut_by_only) == (None, None, None):
                yield Problem("says_nothing", key, {"choices": ("open", "shut_by", "shut_by_only")})

    def _machine(self, ref: str) -> Machine:
        named = Ref.parse(ref)
        assert named is not None, "the model looked at its form"
        of_series = {MEETING_SERIES: "meeting", LEARNING_SERIES: "learning_point"}
        return self.machines[of_series.get(named.series) or LEVELS[named.depth]]

    def _rules_are_known(self, named: tuple[str, ...] | None, key: str) -> Iterator[Problem]:
        for rule in named or ():
            yield from _known("unknown_rule", rule, sorted(self.rules), key)


def _known(code: str, name: str, known: Mapping[str, object] | list[str], key: str) -> Iterator[Problem]:
    if name not in known:
        near = get_close_matches(name, list(known), n=1)
        yield Problem(code, key, {"name": name, "near": near[0] if near else None})


def story_files(path: Path) -> tuple[Path, ...]:
    """The story files that a path names: the file itself, or those that lie in the folder.

    Raises:
        DefinitionError: there is nothing, or no story file in the folder.
    """
    if path.is_dir():
        found = tuple(sorted(path.glob("*.toml")))
        if not found:
            raise DefinitionError("no_stories_there", file=str(path))
        return found
    if not path.is_file():
        raise DefinitionError("file_missing", file=str(path))
    return (path,)
