"""Durable requests of other engines, each as its makers show it, in the journal mode of the product.

    python -m bench.peers NAME DATABASE

performs as many requests as each line says, in the environment of `peers.txt`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

from bench.raw import CASES, INSERT, STEPS, UPDATE, chained, connected, founded, next_case
from bench.turns import Requests, contend

TASKS: Final = 8
BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def statemachine(path: Path) -> Requests:
    """Return the requests of python-statemachine: the machine begins at the stored state and judges the event."""
    from statemachine import State, StateMachine

    class Case(StateMachine):  # type: ignore[misc,unused-ignore]  # not there where types are checked
        given, accepted, planned, underway = State(initial=True), State(), State(), State()
        go = given.to(accepted) | accepted.to(planned) | planned.to(underway) | underway.to(given)

    connection = founded(path)

    def request(number: int) -> None:
        for _ in range(number):
            seq, prev, id_, state, _version = next_case(connection)
            case = Case(start_value=state)
            case.send("go")
            target = next(iter(case.configuration)).id
            _write(connection, seq, prev, id_, target, target)

    return lambda number: partial(request, number)


def spiff(path: Path) -> Requests:
    """Return the requests of SpiffWorkflow: a workflow is read, its next task is completed, and it is written whole."""
    from SpiffWorkflow import TaskState
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

    parser = BpmnParser()
    parser.add_bpmn_str(_process().encode())
    serializer = BpmnWorkflowSerializer()
    workflow = BpmnWorkflow(parser.get_spec("case"))
    workflow.do_engine_steps()
    begun = serializer.serialize_json(workflow)
    connection = founded(path)
    connection.execute("UPDATE cases SET state = ?", (begun,))

    def request(number: int) -> None:
        for _ in range(number):
            seq, prev, id_, stored, version = next_case(connection)
            case: Any = serializer.deserialize_json(begun if version % TASKS == 0 else stored)
            task = case.get_next_task(state=TaskState.READY)
            task.run()
            case.do_engine_steps()
            _write(connection, seq, prev, id_, task.task_spec.name, serializer.serialize_json(case))

    return lambda number: partial(request, number)


def _process() -> str:
    """Write a process of some tasks that somebody completes, one after the other."""
    names = ["start", *(f"task_{number}" for number in range(TASKS)), "end"]
    tasks = "".join(f'<manualTask id="{name}" name="{name}"/>' for name in names[1:-1])
    flows = "".join(
        f'<sequenceFlow id="flow_{source}" sourceRef="{source}" targetRef="{target}"/>'
        for source, target in pairwise(names)
    )
    return (
        f'<definitions xmlns="{BPMN}" targetNamespace="case"><process id="case" isExecutable="true">'
        f'<startEvent id="start"/>{tasks}<endEvent id="end"/>{flows}</process></definitions>'
    )


def _write(connection: sqlite3.Connection, seq: int, prev: str, id_: int, target: str, state: str) -> None:
    data, digest = chained(prev, id_, target)
    connection.execute(UPDATE, (state, id_))
    connection.execute(INSERT, (seq + 1, id_, data, prev, digest))
    connection.execute("COMMIT")


def dbos_step(path: Path) -> Requests:
    """Return the requests of DBOS as steps of one long workflow; what DBOS itself records is all that is durable."""
    dbos, step = _dbos(path)
    asked: SimpleQueue[int] = SimpleQueue()
    ended: SimpleQueue[None] = SimpleQueue()

    @dbos.workflow()  # type: ignore[untyped-decorator,unused-ignore]
    def followed_up() -> None:
        place = 0
        while True:
            for _ in range(asked.get()):
                place += 1
                step(place % CASES)
            ended.put(None)

    dbos.launch()
    dbos.start_workflow(followed_up)

    def request(number: int) -> None:
        asked.put(number)
        ended.get()

    return lambda number: partial(request, number)


def dbos_workflow(path: Path) -> Requests:
    """Return the requests of DBOS as workflows of one step each."""
    dbos, step = _dbos(path)

    @dbos.workflow()  # type: ignore[untyped-decorator,unused-ignore]
    def one(id_: int) -> Any:
        return step(id_)

    dbos.launch()

    def request(number: int) -> None:
        for place in range(number):
            one(place % CASES)

    return lambda number: partial(request, number)


def _dbos(path: Path) -> tuple[Any, Callable[[int], Any]]:
    from dbos import DBOS
    from sqlalchemy import Engine, event

    @event.listens_for(Engine, "connect")
    def _prepare(raw: sqlite3.Connection, _: object) -> None:
        raw.execute("PRAGMA synchronous = EXTRA")

    connected(path).close()
    DBOS(config={"name": "bench", "system_database_url": f"sqlite:///{path}", "console_log_level": "ERROR"})

    @DBOS.step()  # type: ignore[untyped-decorator,unused-ignore]
    def step(id_: int) -> str:
        return json.dumps(chained("", id_, STEPS["given"]))

    return DBOS, step


CONTESTANTS: Final[Mapping[str, Callable[[Path], Requests]]] = {
    "python-statemachine + sqlite3": statemachine,
    "SpiffWorkflow + its serializer + sqlite3": spiff,
    "DBOS, a step in a long workflow": dbos_step,
    "DBOS, a workflow per request": dbos_workflow,
}


if __name__ == "__main__":
    contend(CONTESTANTS)
