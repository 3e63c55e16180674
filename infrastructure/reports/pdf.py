"""The report as PDF/A-2b, set by typst from a template of ours with the words passed as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from application.reports.printed import LATE_NUMBERS, NUMBERS, Cell, Printed, printed
from domain.report.shapes import QuarterlyReport
from infrastructure.reports.glyphs import printable
from infrastructure.reports.page import BOTTOM, CHANGED_WIDTHS, LATE_WIDTHS, LEFT, RIGHT, TOP, WIDTHS, is_tall

JOINER = "\u2060"
"""Keeps «з/п» on one line."""


def render(report: QuarterlyReport) -> bytes:
    """One PDF. Fonts are the shipped ones alone, never those of the machine."""
    page, fonts = printed(report), _path("infrastructure.assets", "fonts")
    return typst.compile(
        _path("infrastructure.reports", "quarterly.typ"),
        font_paths=[fonts],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-2b"],
        sys_inputs={"report": json.dumps(_shown(_given(page), fonts), ensure_ascii=False, sort_keys=True)},
    )


def _shown(value: Any, fonts: Path) -> Any:
    """The same with every word made printable."""
    match value:
        case str():
            return printable(value, fonts)
        case list() | tuple():
            return [_shown(item, fonts) for item in value]
        case dict():
            return {key: _shown(item, fonts) for key, item in value.items()}
        case _:
            return value


def _path(package: str, name: str) -> Path:
    return Path(str(files(package).joinpath(name)))


def _given(page: Printed) -> dict[str, Any]:
    words, at = page.words, page.at
    before, between, after = words.page.replace("{pages}", "{page}").split("{page}")
    return {
        "language": page.language,
        "plan_language": page.plan_language,
        "document_title": " ".join(page.title),
        "office": page.office,
        "at": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "margins": [TOP, RIGHT, BOTTOM, LEFT],
        "footer": f"{words.fingerprint} {page.fingerprint}",
        "page_words": [before, between, after],
        "stamp": page.stamp,
        "title": page.title,
        "state_line": page.state_line,
        "widths": WIDTHS,
        "headings": [heading.replace("/", f"{JOINER}/{JOINER}") for heading in words.headings],
        "rows": list(_rows(page)),
        "counts": page.counts,
        "changed_title": words.changed_title,
        "changed_widths": CHANGED_WIDTHS,
        "changed_headings": words.changed_headings,
        "changed": [_row(page, cells, CHANGED_WIDTHS, frozenset()) for cells in page.changed],
        "before_title": words.before_title,
        "before": [_row(page, late, LATE_WIDTHS, LATE_NUMBERS) for late in page.before],
        "late_title": page.late_title,
        "late_widths": LATE_WIDTHS,
        "late_headings": words.late_headings,
        "late": [_row(page, late, LATE_WIDTHS, LATE_NUMBERS) for late in page.late],
        "signed": page.signed,
    }


def _rows(page: Printed) -> Iterator[dict[str, Any]]:
    for block in page.blocks:
        if block.title:
            yield {"title": block.title}
        for line in block.lines:
            yield _row(page, line.cells, WIDTHS, NUMBERS) | {"italic": line.included}


def _row(
    page: Printed, cells: tuple[Cell, ...], widths: tuple[int, ...], figures: frozenset[int]
) -> dict[str, Any]:
    shown = [page.number(cell, column) for column, cell in enumerate(cells)]
    right = [column for column in sorted(figures) if page.is_figure(cells[column])]
    return {"cells": shown, "right": right, "tall": is_tall(tuple(shown), widths), "italic": False}
