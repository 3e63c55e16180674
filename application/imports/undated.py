"""What can be told of a plan whose period nobody has said: everything but the days that hang on it?"""

from __future__ import annotations

from application.imports.reading import Reading
from domain.plan.document import Confidence, Deadline, Executor, Measure, Target

_ABOUT_DAYS = frozenset({"date-outside-period", "approved-after-start"})


def undated(reading: Reading) -> Reading:
    """The reading without days, months and findings that the unknown period filled in."""
    measures = tuple(_measure(measure) for measure in reading.document.measures)
    document = reading.document.model_copy(update={"measures": measures})
    left = tuple(finding for finding in reading.findings if finding.code not in _ABOUT_DAYS)
    return Reading(document, left)


def _measure(measure: Measure) -> Measure:
    return measure.model_copy(
        update={
            "due": _deadline(measure.due),
            "target": _target(measure.target),
            "executors": tuple(_executor(executor) for executor in measure.executors),
        }
    )


def _executor(executor: Executor) -> Executor:
    return executor.model_copy(update={"due": _deadline(executor.due)}) if executor.due else executor


def _deadline(due: Deadline) -> Deadline:
    if due.confidence is not Confidence.READ:
        return due
    return due.model_copy(update={"start": None, "end": None, "monthly": {}})


def _target(target: Target) -> Target:
    quarters = {part: value for part, value in target.per_period.items() if "-" not in part}
    return target.model_copy(update={"per_period": quarters})
