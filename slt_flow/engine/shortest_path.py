"""Shortest path to an action, over actions that ask nothing (breadth first)."""

from __future__ import annotations

from slt_flow.engine.machine import BuiltMachine


def shortest_way(built: BuiltMachine, state: str, action: str) -> tuple[str, ...] | None:
    """Return the actions to perform from a state, the named one last, or None when no path leads to it.

    Only actions that ask nothing and are somebody's act are performed on the path; ties go to the file's order.
    """
    paths: dict[str, tuple[str, ...]] = {state: ()}
    states = [state]
    for here in states:  # breadth first: the list grows while it is read
        actions = built.actions(here)
        if action in actions and not actions[action].auto:
            return (*paths[here], action)
        for name, leading in actions.items():
            if leading.to is not None and leading.to not in paths and not (leading.auto or leading.asks):
                paths[leading.to] = (*paths[here], name)
                states.append(leading.to)
    return None
