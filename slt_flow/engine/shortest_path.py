"""The shortest way to a door through doors that ask nothing."""

from __future__ import annotations

from collections import deque

from slt_flow.engine.machine import Room


def shortest_way(room: Room, state: str, door: str) -> tuple[str, ...] | None:
    """The doors to walk from a state so that the last one is the named one, or None when there is no such way.

    Only doors that ask nothing and are somebody's deed are walked on the way; ties go to the file's order.
    """
    waiting: deque[tuple[str, tuple[str, ...]]] = deque([(state, ())])
    seen = {state}
    while waiting:
        here, way = waiting.popleft()
        doors = room.doors(here)
        if door in doors and not doors[door].auto:
            return (*way, door)
        for name, leading in doors.items():
            target = leading.to
            if leading.auto or leading.asks or target is None or target in seen:
                continue
            seen.add(target)
            waiting.append((target, (*way, name)))
    return None
