"""Shortest path to an action, over actions that ask nothing (breadth first)."""

from __future__ import annotations

from collections import deque

from slt_flow.engine.machine import BuiltMachine


def shortest_way(built: BuiltMachine, state: str, action: str) -> tuple[str, ...] | None:
    """Return the actions to perform from a state, the named one last, or None when no path leads to it.

    Only actions that ask nothing and are somebody's act are performed on the path; ties go to the file's order.
    """
    waiting: deque[tuple[str, tuple[str, ...]]] = deque([(state, ())])
    visited = {state}
    while waiting:
        here, path = waiting.popleft()
        actions = built.actions(here)
        if action in actions and not actions[action].auto:
            return (*path, action)
        for name, leading in actions.items():
            target = leading.to
            if leading.auto or leading.asks or target is None or target in visited:
                continue
            visited.add(target)
            waiting.append((target, (*path, name)))
    return None
