"""A workflow definition as it stands: its newest published version unless retired, and those before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never, cast

from domain.messages import Event
from domain.workflow.events import DefinitionPublished, DefinitionRetired, WorkflowEvent


@dataclass(frozen=True, slots=True)
class Definition:
    """State of the stream ``workflow-ORG.KEY``; ``versions`` are all that were ever published, by number."""

    published: DefinitionPublished | None = None
    retired: bool = False
    versions: Mapping[int, DefinitionPublished] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return self.published.number if self.published else 0


def evolve(definition: Definition, event: Event) -> Definition:
    match cast(WorkflowEvent, event):
        case DefinitionPublished() as e:
            versions = {**definition.versions, e.number: e}
            return Definition(published=e, versions=versions)
        case DefinitionRetired():
            return replace(definition, retired=True)
        case unknown:
            assert_never(unknown)
