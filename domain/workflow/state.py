"""A workflow definition as it stands: its newest published version, unless retired."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never, cast

from domain.messages import Event
from domain.workflow.events import DefinitionPublished, DefinitionRetired, WorkflowEvent


@dataclass(frozen=True, slots=True)
class Definition:
    """State of the stream ``workflow-ORG.KEY``."""

    published: DefinitionPublished | None = None
    retired: bool = False

    @property
    def number(self) -> int:
        return self.published.number if self.published else 0


def evolve(definition: Definition, event: Event) -> Definition:
    match cast(WorkflowEvent, event):
        case DefinitionPublished() as e:
            return replace(definition, published=e, retired=False)
        case DefinitionRetired():
            return replace(definition, retired=True)
        case unknown:
            assert_never(unknown)
