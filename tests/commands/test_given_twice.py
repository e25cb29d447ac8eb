"""Options given twice: refused where an option takes one value, taken together where it takes several."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from slt_flow.commands.cli import Cli
from slt_flow.commands.options import Joined, global_options
from slt_flow.commands.run import outermost
from slt_flow.errors import RequestError
from tests.journeys.test_commands import EVERY

ROOT = outermost()
GROUPS = {words for words, command in EVERY.items() if isinstance(command, click.Group)}
Words = tuple[str, ...]
COMMANDS = sorted(EVERY.keys() - GROUPS)


def parsed(words: Words, *given: str, first: tuple[str, ...] = (), between: tuple[str, ...] = ()) -> click.Context:
    """The context of a command that is read but not run.

    Args:
        words: the names that call it.
        given: what comes after them.
        first: what comes before them.
        between: what comes after the first of them.
    """
    context = ROOT.make_context("slt", [*first, words[0]], obj=Cli())
    for depth in range(1, len(words)):
        group = EVERY[words[:depth]]
        context = group.make_context(words[depth - 1], [*between, words[depth]], parent=context)
    return EVERY[words].make_context(words[-1], list(given), parent=context)


def value(parameter: click.Parameter, place: int = 0) -> str:
    """A value that a parameter takes."""
    kind = parameter.type
    if isinstance(kind, click.Choice):
        return str(kind.choices[place % len(kind.choices)])
    return str(place + 2000 if isinstance(kind, click.IntRange) and (kind.min or 0) > 1 else place + 1)


def flag(option: click.Option) -> str:
    """The long name of an option."""
    return max(option.opts, key=len)


def options(command: click.Command) -> tuple[click.Option, ...]:
    """The options of a command that take values."""
    return tuple(each for each in command.params if isinstance(each, click.Option) and not each.is_flag)


def needed(command: click.Command, given: click.Option | None = None) -> Iterator[str]:
    """What a command insists on, but for an option that is given anyway."""
    for each in command.params:
        if isinstance(each, click.Option) and each.required and each is not given:
            yield from (flag(each), value(each))
    yield "--"
    for each in command.params:
        if isinstance(each, click.Argument) and each.required:
            yield value(each)


def single(command: click.Command) -> list[click.Option]:
    return [each for each in options(command) if not each.multiple]


def refused(words: Words, *given: str, **before: tuple[str, ...]) -> str:
    """The option for which a command line is refused."""
    with pytest.raises(RequestError) as error:
        parsed(words, *given, **before)
    assert (error.value.code, error.value.exit_code) == ("option_given_twice", 2)
    return str(error.value.facts["option"])


FIRST = {words[:-1]: words for words in reversed(COMMANDS)}
"""A command of each group, for every day."""


@pytest.mark.parametrize(
    "words",
    [pytest.param(each, marks=() if each in FIRST.values() else pytest.mark.endurance) for each in COMMANDS],
    ids=" ".join,
)
def test_an_option_that_takes_one_value_refuses_a_second(words: Words) -> None:
    command = EVERY[words]
    for each in single(command):
        name, rest = flag(each), tuple(needed(command, each))
        parsed(words, name, value(each), *rest)
        assert refused(words, name, value(each), name, value(each, 1), *rest) == name
        assert refused(words, name, value(each), f"{name}={value(each)}", *rest) == name


@pytest.mark.endurance
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_option_before_the_command_counts_too(words: Words) -> None:
    command, of_all = EVERY[words], {flag(each) for each in single(click.Command("all", params=global_options()))}
    rest = tuple(needed(command))
    for each in (each for each in single(command) if flag(each) in of_all):
        given = (flag(each), value(each))
        assert refused(words, *given, *rest, first=given) == given[0]
        if len(words) > 1:
            assert refused(words, *given, *rest, between=given) == given[0]
            assert refused(words, *rest, first=given, between=given) == given[0]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_option_for_several_values_takes_them_all(words: Words) -> None:
    command = EVERY[words]
    for each in (each for each in options(command) if each.multiple):
        given = [value(each), value(each, 1)]
        typed = [part for one in given for part in (flag(each), one)]
        found = parsed(words, *typed, *needed(command, each)).params[str(each.name)]
        assert found == ",".join(given) if isinstance(each, Joined) else tuple(map(str, found)) == tuple(given)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_flag_may_be_repeated(words: Words) -> None:
    command = EVERY[words]
    flags = [flag(each) for each in command.params if isinstance(each, click.Option) and each.is_flag]
    parsed(words, *flags, *flags, *needed(command), first=("--json",))


TAKES_SEVERAL = {"--present": Joined, "--consent": Joined, "--guest": click.Option}


def test_who_is_present_consents_or_is_a_guest_may_be_given_one_by_one_wherever_it_is_asked() -> None:
    found = [each for command in EVERY.values() for each in options(command) if flag(each) in TAKES_SEVERAL]
    assert {flag(each) for each in found} == set(TAKES_SEVERAL)
    assert all(each.multiple and type(each) is TAKES_SEVERAL[flag(each)] for each in found)


def test_a_list_left_out_is_none() -> None:
    assert parsed(("decision", "adopt"), "1/26").params["consent"] is None


def test_the_environment_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLT_LANG", "en")
    monkeypatch.setenv("SLT_AS", "rektor")
    context = parsed(("status",), "--as", "ordforer", first=("--lang", "nb"))
    assert (context.find_root().obj.lang, context.find_root().obj.actor) == ("nb", "ordforer")


def test_a_command_line_that_the_shell_completes_is_not_refused() -> None:
    given = ["--lang", "nb", "--lang", "en", "status"]
    assert ROOT.make_context("slt", given, obj=Cli(), resilient_parsing=True).obj.lang == "en"


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_shown_before_anything_is_refused(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(click.exceptions.Exit) as left:
        parsed(("status",), "--lang", "nb", "--lang", "en", flag)
    assert left.value.exit_code == 0
    assert "--lang" in capsys.readouterr().out
