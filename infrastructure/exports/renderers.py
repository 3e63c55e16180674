"""In which formats can a plan go out again? Each is loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping

from application.exports.fill_in import FillIn
from application.exports.page import Page, PlanRenderer


def _docx(page: Page) -> bytes:
    from infrastructure.exports.docx import render

    return render(page)


def _xlsx(page: Page) -> bytes:
    from infrastructure.exports.xlsx import render

    return render(page)


def write_table(table: FillIn) -> bytes:
    from infrastructure.exports.fill_in import render

    return render(table)


PLAN_RENDERERS: Mapping[str, PlanRenderer] = {"docx": _docx, "xlsx": _xlsx}
