"""How is a plan sent out and read again in a test?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from application.exports.plan_page import page_of
from application.imports.reading import Reading, read_plan
from domain.plan.document import PlanDocument
from infrastructure.documents.reader import OfficeReader
from infrastructure.exports.renderers import PLAN_RENDERERS

AT = datetime(2026, 7, 21, 6, tzinfo=UTC)
FORMATS = ("docx", "xlsx")


def read(content: bytes, name: str, period: str | None = None) -> Reading:
    return read_plan(content, name, OfficeReader(), period=period)


def read_file(file: Path) -> Reading:
    return read(file.read_bytes(), file.name)


def sent(plan: PlanDocument, format: str) -> bytes:
    return PLAN_RENDERERS[format](page_of(plan, at=AT, prose=format == "docx"))


def sent_and_read(plan: PlanDocument, format: str) -> Reading:
    return read(sent(plan, format), f"plan.{format}", plan.period)
