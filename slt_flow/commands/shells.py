"""Completion scripts, written where each shell reads them."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from shlex import quote
from typing import Final

from click import Command
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from slt_flow import files
from slt_flow.errors import RecordsError, RequestError, cause
from slt_flow.results.settings import ShellFile
from slt_flow.services.request.whereabouts import database

SHELLS: Final[dict[str, type[ShellComplete]]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
"""Shells with the class that writes their script."""

_MOST: Final = 1024 * 1024
_BEGIN, _END = "# >>> slt completion >>>", "# <<< slt completion <<<"
_BLOCK: Final = re.compile(rf"{re.escape(_BEGIN)}\n.*?{re.escape(_END)}\n", re.DOTALL)
_STARTS_COMPLETION: Final = {
    "bash": "",
    "zsh": "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }\n",
}
"""Line that a shell needs before it can take a script; fish looks for scripts by itself."""


def install(shell: str | None, *, only_shown: bool = False) -> list[ShellFile]:
    """Write the script of a shell, and let the shell read it; what stands there already is left as it is.

    Args:
        shell: its name; the user's own, which the environment names, when None.
        only_shown: True to write nothing.

    Raises:
        RequestError: the user's shell is none of these.
        RecordsError: a file cannot be written.
    """
    name = shell or Path(os.environ.get("SHELL", "")).name
    if name not in SHELLS:
        raise RequestError("which_shell", given=name, known=tuple(SHELLS))
    # The source of click's own classes also starts the shell, to see how old it is.
    script = ShellComplete.source(SHELLS[name](Command("slt"), {}, "slt", "_SLT_COMPLETE")).lstrip("\n")
    if name == "fish":
        folder = os.environ.get("XDG_CONFIG_HOME", "").strip()
        file = (Path(folder) if folder else Path.home() / ".config") / "fish" / "completions" / "slt.fish"
        return [_put(file, script, only_shown=only_shown)]
    file = database(None).parent / "completion" / f"slt.{name}"
    read_at = quote(str(file))
    block = f"{_BEGIN}\n{_STARTS_COMPLETION[name]}[ -r {read_at} ] && . {read_at}\n{_END}\n"
    start = _start_file(name)
    before = _content(start)
    after = _BLOCK.sub(lambda _: block, before) if _BLOCK.search(before) else _with_break(before) + block
    return [_put(file, script, only_shown=only_shown), _put(start, after, only_shown=only_shown)]


def _start_file(shell: str) -> Path:
    """Return the file that a shell reads when it starts in a terminal."""
    if shell == "zsh":
        return Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc"
    return Path.home() / (".bash_profile" if sys.platform == "darwin" else ".bashrc")


def _with_break(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _content(file: Path) -> str:
    """Return what stands in a file, letters of any encoding kept as they are; "" where there is none."""
    try:
        return files.read(file, _MOST).decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise RecordsError("cannot_write_settings", path=str(file), why=cause(error)) from None


def _put(file: Path, content: str, *, only_shown: bool) -> ShellFile:
    is_new, before = not files.is_file(file), _content(file)
    if not is_new and before == content:
        return ShellFile(str(file), "same")
    if only_shown:
        return ShellFile(str(file), "would_write" if is_new else "would_change")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        target = Path(os.path.realpath(file))  # whoever keeps it elsewhere has a link here
        mode = None if is_new else target.stat().st_mode
        files.write_over(target, content.encode("utf-8", "surrogateescape"))
        if mode is not None:
            target.chmod(mode)
    except OSError as error:
        raise RecordsError("cannot_write_settings", path=str(file), why=cause(error)) from None
    return ShellFile(str(file), "written" if is_new else "changed")
