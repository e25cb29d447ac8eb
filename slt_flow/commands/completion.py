"""What the shell completes from the database: councils, refs, posts, areas, actions. Imports plain click only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem

from slt_flow.terms import LEARNING_SERIES, MEETING_SERIES


def _asked(context: click.Context, name: str) -> str | None:
    root = context.find_root()
    return getattr(root.obj, name, None) or root.params.get(name)


class Completed(click.ParamType[str]):
    """A text that the shell completes with what the database knows."""

    name = "text"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002 # click's signature
        """What begins with what was typed."""
        wanted = incomplete.casefold()
        found = self.known(ctx, _asked(ctx, "db"), _asked(ctx, "council"))
        return [CompletionItem(name, help=told or None) for name, told in found if name.casefold().startswith(wanted)]

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:
        """Names with what they mean."""
        raise NotImplementedError


class PathName(click.ParamType[str]):
    """A file, or also a folder: `click.Path`, made when it is used, since it asks the environment for a language.

    Args:
        folder: whether a folder will do.
    """

    name = "path"

    def __init__(self, *, folder: bool = False) -> None:
        self.folder = folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path as it was typed."""
        return click.Path(dir_okay=self.folder).convert(value, param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The files that the shell knows."""
        return click.Path(dir_okay=self.folder).shell_complete(ctx, param, incomplete)


class CouncilName(Completed):
    """A council's id."""

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:  # noqa: ARG002 # one signature for all
        """Every council."""
        from slt_flow.services.request import completion_index

        return completion_index.councils(db)


class PostName(Completed):
    """A post's id."""

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:  # noqa: ARG002 # one signature for all
        """Every post."""
        from slt_flow.services.request import completion_index

        return completion_index.posts(db, council)


class AreaName(Completed):
    """A focus area's id."""

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:  # noqa: ARG002 # one signature for all
        """Every open focus area."""
        from slt_flow.services.request import completion_index

        return completion_index.areas(db, council)


class RefName(Completed):
    """The name of a case.

    Args:
        series: "M" for meetings, "" for the three levels, None for both.
        depth: only cases of this level (0 decision, 1 assignment, 2 measure).
    """

    def __init__(self, series: str | None = "", depth: int | None = None) -> None:
        self.series, self.depth = series, depth

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:  # noqa: ARG002 # one signature for all
        """Every case, open ones first."""
        from slt_flow.services.request import completion_index

        wanted = ("", MEETING_SERIES, LEARNING_SERIES) if self.series is None else (self.series,)
        every = [named for series in wanted for named in completion_index.refs(db, council, series)]
        return [named for named in every if self.depth is None or named[0].count(".") == self.depth]


class RefsAndAction(RefName):
    """One or several refs, then an action: `slt do 1/26.1.1 1/26.1.2 accept`."""

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:
        """Refs, and once there is one, the actions of its machine."""
        from slt_flow.services.request import completion_index

        given: Any = context.params.get("words") or ()
        own = _asked(context, "workflows")
        actions = [
            (action.replace("_", "-"), "")
            for ref in given[:1]
            for action in completion_index.actions(db, council, ref, own)
        ]
        return [*actions, *super().known(context, db, council)]


class ActionOf(Completed):
    """An action of the case named before it."""

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:
        """The actions of its machine."""
        from slt_flow.services.request import completion_index

        ref: Any = context.params.get("ref") or ""
        own = _asked(context, "workflows")
        return [(action.replace("_", "-"), "") for action in completion_index.actions(db, council, ref, own)]


class ClauseKey(Completed):
    """The key of a clause of the agreement."""

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:  # noqa: ARG002 # one signature for all
        """Every clause with its text."""
        from slt_flow.services.request import completion_index

        return completion_index.clauses(db, council)


class AgreementName(Completed):
    """A shipped agreement's name, or the path of a file."""

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:  # noqa: ARG002 # one signature for all
        """The shipped ones."""
        from slt_flow.services.request import completion_index

        return [(name, "") for name in completion_index.agreements()]


class MachineName(Completed):
    """A workflow's name."""

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:  # noqa: ARG002 # one signature for all
        """Those on the shelf."""
        from slt_flow.services.request import completion_index

        return [(name, "") for name in completion_index.machines(_asked(context, "workflows"))]


class ChallengeName(Completed):
    """A challenge's id."""

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:  # noqa: ARG002 # one signature for all
        """Every challenge."""
        from slt_flow.services.request import completion_index

        return completion_index.challenges(db, council)


class KnowledgeName(Completed):
    """The id of a source of knowledge."""

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:  # noqa: ARG002 # one signature for all
        """Every source."""
        from slt_flow.services.request import completion_index

        return completion_index.knowledge(db, council)


class KindName(Completed):
    """A kind of decision."""

    def known(self, context: click.Context, db: str | None, council: str | None) -> Sequence[tuple[str, str]]:  # noqa: ARG002 # one signature for all
        """The shipped ones, and the municipality's own."""
        from slt_flow.services.request import completion_index

        return [(name, "") for name in completion_index.kinds(_asked(context, "workflows"))]
