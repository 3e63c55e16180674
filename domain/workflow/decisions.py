"""Which definitions may be published, and when one is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator

from domain.messages import Command, Decider, Event, Id, Moment, Refused, Text
from domain.people.state import Organisation
from domain.workflow.definition import Act, Step
from domain.workflow.events import DefinitionPublished, DefinitionRetired
from domain.workflow.state import Definition, evolve

decider = Decider(category="workflow", initial=Definition(), evolve=evolve)


class WorkflowCommand(Command, abstract=True):
    organisation: Id
    workflow: Id

    @property
    def stream(self) -> str:
        return f"workflow-{self.organisation}.{self.workflow}"

    def reads(self, organisation: str) -> tuple[str, ...]:
        return (f"people-{self.organisation}",)


class PublishDefinition(WorkflowCommand):
    """Publish the next version of a route: steps side by side within a stage, stages one after another."""

    title: Text
    steps: tuple[Step, ...]


@decider.decides(PublishDefinition)
def publish_definition(definition: Definition, asked: PublishDefinition, moment: Moment) -> Iterator[Event]:
    refuse_unless_it_ends_in_approval(asked.steps)
    refuse_unless_positions_exist(asked.steps, moment.seen(Organisation))
    now = definition.published
    if now and not definition.retired and (now.title, now.steps) == (asked.title, asked.steps):
        return
    yield DefinitionPublished(
        organisation=asked.organisation,
        workflow=asked.workflow,
        number=definition.number + 1,
        title=asked.title,
        steps=asked.steps,
    )


class RetireDefinition(WorkflowCommand):
    """Let no new run begin with this definition."""

    reason: Text


@decider.decides(RetireDefinition)
def retire_definition(definition: Definition, asked: RetireDefinition, moment: Moment) -> Iterator[Event]:
    if not definition.published:
        raise Refused("not-found")
    if not definition.retired:
        yield DefinitionRetired(number=definition.number, reason=asked.reason)


def refuse_unless_it_ends_in_approval(steps: tuple[Step, ...]) -> None:
    if not steps:
        raise Refused("no-steps")
    if len({s.key for s in steps}) != len(steps):
        raise Refused("step-twice")
    last = max(s.stage for s in steps)
    if any((s.act is Act.APPROVE) != (s.stage == last) for s in steps):
        raise Refused("approval-must-be-last")


def refuse_unless_positions_exist(steps: tuple[Step, ...], office: Organisation) -> None:
    for step in steps:
        if step.position not in office.positions:
            raise Refused("nobody-can-take-step", step=step.key, position=step.position)
