"""Which definitions may be published, and when one is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator

from domain.messages import Command, Decider, Event, Id, Moment, Refused, Text
from domain.people.state import Organisation
from domain.workflow.definition import Step, Subject
from domain.workflow.events import DefinitionPublished, DefinitionRetired
from domain.workflow.state import Definition, evolve
from domain.workflow.validity import faults

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
    subject: Subject = Subject.PLAN
    steps: tuple[Step, ...]


@decider.decides(PublishDefinition)
def publish_definition(definition: Definition, asked: PublishDefinition, moment: Moment) -> Iterator[Event]:
    for fault in faults(asked.steps, asked.subject, moment.seen(Organisation)):
        raise fault.refused
    now = definition.published
    if now and not definition.retired and says_the_same(now, asked):
        return
    yield DefinitionPublished(
        organisation=asked.organisation,
        workflow=asked.workflow,
        number=definition.number + 1,
        title=asked.title,
        subject=asked.subject,
        steps=asked.steps,
    )


def says_the_same(now: DefinitionPublished, asked: PublishDefinition) -> bool:
    return (now.title, now.subject, now.steps) == (asked.title, asked.subject, asked.steps)


class RetireDefinition(WorkflowCommand):
    """Let no new run begin with this definition."""

    reason: Text


@decider.decides(RetireDefinition)
def retire_definition(definition: Definition, asked: RetireDefinition, moment: Moment) -> Iterator[Event]:
    if not definition.published:
        raise Refused("not-found")
    if not definition.retired:
        yield DefinitionRetired(number=definition.number, reason=asked.reason)
