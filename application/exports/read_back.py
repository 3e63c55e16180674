"""Does a plan's file say the same as the plan, if somebody reads it again? Where not?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from application.exports.prose import came_as_prose
from application.imports.directory import Directory
from application.imports.reading import read_plan
from application.ports import DocumentReader, DocumentRefused
from domain.messages import Message
from domain.plan.document import Measure, PlanDocument

_OURS = {"id", "place", "places"}
"""Told by the import itself, whatever the file says."""


@dataclass(frozen=True, slots=True)
class Unheld:
    """What a file does not hold: ``number`` of the measure, blank for the plan as a whole."""

    number: str
    field: str
    stands: str
    reads: str


def unheld(
    plan: PlanDocument,
    content: bytes,
    file_name: str,
    reader: DocumentReader,
    directory: Directory | None = None,
) -> tuple[Unheld, ...]:
    """Whom executors mean is of the record alone; no file holds it and none is blamed for it.

    ``directory`` are the names by which the office was known when the plan was read.
    """
    try:
        read = read_plan(content, file_name, reader, directory=directory, period=plan.period).document
    except DocumentRefused as refused:
        return (Unheld("", "file", "", refused.code),)
    return tuple(_differences(plan, read))


def _differences(plan: PlanDocument, read: PlanDocument) -> Iterator[Unheld]:
    for part in ("header", "sections", "tasks"):
        yield from _where_other("", part, getattr(plan, part), getattr(read, part))
    if len(plan.measures) != len(read.measures):
        yield Unheld("", "measures", str(len(plan.measures)), str(len(read.measures)))
        return
    apart = _OURS | ({"number_raw"} if came_as_prose(plan) and read.columns else set())
    for stands, reads in zip(plan.measures, read.measures, strict=True):
        number = stands.number or str(stands.ordinal)
        for field in Measure.model_fields.keys() - apart:
            yield from _where_other(
                number, field, getattr(_bare(stands), field), getattr(_bare(reads), field)
            )


def _where_other(number: str, field: str, stands: object, reads: object) -> Iterator[Unheld]:
    if stands != reads:
        yield Unheld(number, field, _said(stands), _said(reads))


def _bare(measure: Measure) -> Measure:
    named = tuple(e.model_copy(update={"to": None}) for e in measure.executors if e.raw)
    return measure.model_copy(update={"executors": named})


def _said(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    return value.model_dump(mode="json", exclude_defaults=True) if isinstance(value, Message) else str(value)
