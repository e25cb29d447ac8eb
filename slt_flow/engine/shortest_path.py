"""The shortest way to an action of actions that ask nothing."""

from __future__ import annotations

from collections import deque

from slt_flow.engine.machine import BuiltMachine


def shortest_way(built: BuiltMachine, state: str, action: str) -> tuple[str, ...] | None:
    """The actions to perform from a state so that the last one is the named one, or None when there is no such way.

    Only actions that ask nothing and are somebody's act are performed on the way; ties go to the file's order.
    """
    waiting: deque[tuple[str, tuple[str, ...]]] = deque([(state, ())])
    seen = {state}
    while waiting:
        here, way = waiting.popleft()
        actions = built.actions(here)
        if action in actions and not actions[action].auto:
            return (*way, action)
        for name, leading in actions.items():
            target = leading.to
            if leading.auto or leading.asks or target is None or target in seen:
                continue
            seen.add(target)
            waiting.append((target, (*way, name)))
    return None
