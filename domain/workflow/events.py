"""What happened to a workflow definition."""

from __future__ import annotations

from domain.messages import Event, Id, Text
from domain.workflow.definition import Step, Subject


class DefinitionPublished(Event, name="workflow.published"):
    """A version of a route may be used from now on, for one subject; runs that began keep theirs."""

    organisation: Id
    workflow: Id
    number: int
    title: Text
    steps: tuple[Step, ...]
    subject: Subject = Subject.PLAN


class DefinitionRetired(Event, name="workflow.retired"):
    """No new run may begin with this definition."""

    number: int
    reason: Text


WorkflowEvent = DefinitionPublished | DefinitionRetired
