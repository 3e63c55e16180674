"""How many transitions a second does SpiffWorkflow come to? ``python -m bench.peers.spiff_approval URL``

It keeps nothing itself. As its documentation does, a workflow is read from its row, deserialised, led one
step on, serialised and written back, here within one transaction that holds the row.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from itertools import pairwise
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.types.json import Jsonb
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from bench.peers.said import PLANNER, POSTS, document, said
from bench.peers.turns import MOST, Plan, serve

TABLES = """
CREATE TABLE plan (id text PRIMARY KEY, document jsonb NOT NULL);
CREATE TABLE workflow (
    id text PRIMARY KEY REFERENCES plan, state text NOT NULL, ended boolean NOT NULL,
    changed timestamptz NOT NULL DEFAULT now()
)
"""


def route() -> bytes:
    """The four steps in BPMN, each in the lane of its post."""
    names = ("start", *POSTS, "end")
    lanes = "".join(
        f'<lane id="lane_{post}" name="{post}"><flowNodeRef>{post}</flowNodeRef></lane>' for post in POSTS
    )
    tasks = "".join(f'<userTask id="{post}" name="{post}"/>' for post in POSTS)
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(pairwise(names))
    )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="bench">'
        f'<process id="approval" isExecutable="true"><laneSet id="l">{lanes}</laneSet>'
        f'<startEvent id="start"/>{tasks}<endEvent id="end"/>{flows}</process></definitions>'
    ).encode()


class Approvals:
    """One client, on a connection of its own."""

    def __init__(self, url: str, spec: Any, text: dict[str, Any]) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._spec, self._text = spec, Jsonb(text)
        self._serializer = BpmnWorkflowSerializer()

    def plan(self) -> list[Callable[[], object]]:
        name = str(uuid4())
        self._connection.execute("INSERT INTO plan VALUES (%s, %s)", (name, self._text))
        return [partial(self.submit, name), *(partial(self.decide, name, post) for post in POSTS)]

    def submit(self, name: str) -> None:
        workflow = BpmnWorkflow(self._spec)
        workflow.data.update(plan=name, submitted=said(PLANNER))
        workflow.do_engine_steps()
        state = self._serializer.serialize_json(workflow)
        self._connection.execute("INSERT INTO workflow VALUES (%s, %s, false)", (name, state), prepare=True)

    def decide(self, name: str, post: str) -> None:
        with self._connection.transaction():
            row = self._connection.execute(
                "SELECT state FROM workflow WHERE id = %s FOR UPDATE", (name,), prepare=True
            ).fetchone()
            assert row is not None
            workflow = self._serializer.deserialize_json(row[0])
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            if task.task_spec.lane != post:
                raise PermissionError(post)
            task.data[post] = said(post)
            task.run()
            workflow.do_engine_steps()
            self._connection.execute(
                "UPDATE workflow SET state = %s, ended = %s, changed = now() WHERE id = %s",
                (self._serializer.serialize_json(workflow), workflow.completed, name),
                prepare=True,
            )

    def approved(self, plan: Plan) -> None:
        """One before any is measured: refuses to count what does not reach its end."""
        for act in plan():
            act()
        row = self._connection.execute("SELECT bool_and(ended) FROM workflow").fetchone()
        if row != (True,):
            raise AssertionError("the plan did not reach the end of its way")


def main() -> None:
    url, text = sys.argv[1], document()
    parser = BpmnParser()
    parser.add_bpmn_str(route())
    spec = parser.get_spec("approval")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLES)
    clients = [Approvals(url, spec, text) for _ in range(MOST)]
    clients[0].approved(clients[0].plan)
    serve([client.plan for client in clients], f"SpiffWorkflow {version('SpiffWorkflow')}")


if __name__ == "__main__":
    main()
