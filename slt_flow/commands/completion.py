"""Parameter types with shell completion. They import its queries only when a completion is asked for."""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import CompletionItem


class Known(click.ParamType[str]):
    """Name of something registered, which the shell completes from `completion_index.names`.

    Args:
        kind: the kind of name, which help also shows as the value: POST for `post`.
    """

    name = "text"

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 # click's signature
        """Return the kind as help shows it."""
        return self.kind.upper()

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002 # click's signature
        """Return the names that begin with what is typed, each with its title."""
        from slt_flow.services.request.completion_index import Scope, names

        root = ctx.find_root()
        scope = Scope(*(getattr(root.obj, name, None) or root.params.get(name) for name in Scope._fields))
        typed: Any = ctx.params.get("words") or (ctx.params.get("ref") or "",)
        wanted = incomplete.casefold()
        return [
            CompletionItem(name, help=title or None)
            for name, title in names(self.kind, scope, typed)
            if name.casefold().startswith(wanted)
        ]


class PathName(click.ParamType[str]):
    """Path of a file, or also of a folder.

    A proxy of `click.Path`, which reads the environment when it is made: it is made at use, since nothing of ours
    reads the environment at import.

    Args:
        folder: True where a folder will do.
    """

    name = "path"

    def __init__(self, *, folder: bool = False) -> None:
        self.folder = folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path as it was typed."""
        return click.Path(dir_okay=self.folder).convert(value, param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Leave it to the shell to list files."""
        return click.Path(dir_okay=self.folder).shell_complete(ctx, param, incomplete)
