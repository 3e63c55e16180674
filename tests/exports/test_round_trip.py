"""Does a plan that goes out and comes in again say the same, in every form and format?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from application.exports.read_back import unheld
from application.imports.reading import Reading
from application.imports.truth import as_truth
from application.samples.offices import SHIPPED
from domain.plan.document import PlanDocument, Severity
from infrastructure.documents.reader import OfficeReader
from tests.exports.conftest import FORMATS, read, read_file, sent, sent_and_read
from tests.skipping import PLANS

SAMPLES = ("plan-kvartal-2026-3.docx", "plan-rik-2026.xlsx", "ke-hoach-2027.docx")
FOLDERS = ("sources", "variants", "forms")
OURS = {"id", "place", "places", "source_file", "source_sha256", "findings"}
PROSE = {"columns", "number_raw"}
"""Prose has no columns, and a table prints a number where prose prints «Hoạt động 1»."""


def files() -> list[str]:
    """Every document and workbook of the shared plans, and every form, by its name."""
    found = [file for folder in FOLDERS for file in (PLANS / folder).glob("*.*")]
    plans = (f for f in found if f.suffix in (".docx", ".xlsx") or f.parent.name == "forms")
    return sorted(f"{f.parent.name}/{f.name}" for f in plans)


def period_of(name: str) -> str | None:
    """Forms F3, F5 and F6 name no period; whoever imports them must."""
    return "2021" if name.startswith(("forms/F3", "forms/F5", "forms/F6")) else None


def said(value: Any, without: set[str]) -> Any:
    """A truth without what the import itself tells."""
    if isinstance(value, dict):
        return {key: said(part, without) for key, part in value.items() if key not in without}
    return [said(part, without) for part in value] if isinstance(value, list) else value


def doubts(reading: Reading) -> Counter[str]:
    return Counter(f.code for f in reading.findings if f.severity is not Severity.INFO)


def assert_same(first: Reading, format: str) -> None:
    second = sent_and_read(first.document, format)
    apart = OURS | (PROSE if not first.document.columns and second.document.columns else set())
    assert said(as_truth(second), apart) == said(as_truth(first), apart)
    assert not unheld(first.document, sent(first.document, format), f"plan.{format}", OfficeReader())
    assert not doubts(second) - doubts(first)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", files() or ["absent"])
def test_a_real_plan_comes_back_as_it_went(name: str, format: str, onrecord_test_plans: Path) -> None:
    file = onrecord_test_plans / name
    assert_same(read(file.read_bytes(), file.name, period_of(name)), format)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_shipped_plan_comes_back_as_it_went(name: str, format: str) -> None:
    assert_same(read_file(Path(str(SHIPPED / name))), format)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", SAMPLES)
def test_going_round_twice_changes_nothing_more(name: str, format: str) -> None:
    first = read_file(Path(str(SHIPPED / name))).document
    second = sent_and_read(first, format).document
    assert sent(second, format) == sent(sent_and_read(second, format).document, format)


def altered(plan: PlanDocument, **changed: object) -> PlanDocument:
    """The plan with one measure that the file on the table does not say so."""
    one, *others = plan.measures
    return plan.model_copy(update={"measures": (one.model_copy(update=changed), *others)})


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "Інша назва"), ("executors_raw", "Хтось інший"), ("indicator", "Кількість інших")],
)
def test_a_cell_that_a_file_says_otherwise_is_named(field: str, value: str, format: str) -> None:
    plan = read_file(Path(str(SHIPPED / SAMPLES[0]))).document
    lost = unheld(altered(plan, **{field: value}), sent(plan, format), f"plan.{format}", OfficeReader())
    assert (lost[0].number, lost[0].field, lost[0].stands) == ("1.1.1", field, value)


def test_what_no_form_can_hold_is_told() -> None:
    """A reading that a person gave to words is of the record; the words alone would be read otherwise."""
    plan = read_file(Path(str(SHIPPED / SAMPLES[0]))).document
    target = plan.measures[0].target.model_copy(update={"value": None})
    lost = unheld(altered(plan, target=target), sent(plan, "docx"), "plan.docx", OfficeReader())
    assert [one.field for one in lost] == ["target"]
