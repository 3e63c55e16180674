"""Which reports of one plan and period were compiled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never, cast

from domain.messages import Event
from domain.report.events import ReportCompiled, ReportEvent


@dataclass(frozen=True, slots=True)
class Report:
    """State of the stream ``report-PLAN.PERIOD``."""

    compiled: frozenset[ReportCompiled] = frozenset()


def evolve(report: Report, event: Event) -> Report:
    match cast(ReportEvent, event):
        case ReportCompiled() as e:
            return replace(report, compiled=report.compiled | {e})
        case unknown:
            assert_never(unknown)
