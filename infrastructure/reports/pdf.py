"""The report as PDF/A-2b, set by typst from a template of ours with the words passed as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from application.reports.course_tables import CourseTable
from application.reports.plots import PLOT_NUMBERS, PLOT_SHARE, Bar, Plot, numbers_of
from application.reports.printed import LATE_NUMBERS, NO_SHARE, NUMBERS, PERCENTS, Printed, printed
from application.reports.row_words import Cell
from domain.report.shapes import QuarterlyReport
from infrastructure.reports.glyphs import printable
from infrastructure.reports.page import (
    BOTTOM,
    CHANGED_WIDTHS,
    LATE_WIDTHS,
    LEFT,
    PLOT_WIDTHS,
    RIGHT,
    TOP,
    WIDTHS,
    is_tall,
)
from infrastructure.reports.svg import drawn

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
        sys_inputs={
            "report": _written(_shown(_given(page), fonts)),
            "drawings": _written(_drawings(page, fonts)),
        },
    )


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _drawings(page: Printed, fonts: Path) -> list[str]:
    """Drawings are markup of ours: their labels are made printable before they are drawn."""

    def fit(bar: Bar) -> Bar:
        return replace(bar, label=printable(bar.label, fonts))

    plots = (replace(plot, bars=tuple(fit(bar) for bar in plot.bars)) for plot in page.plots)
    return [drawn(plot, page.shown) for plot in plots]


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
        "summary": page.summary,
        "closing": page.closing,
        "changed_title": words.changed_title,
        "changed_widths": CHANGED_WIDTHS,
        "changed_headings": words.changed_headings,
        "changed": [_row(page, cells, CHANGED_WIDTHS, frozenset(), NO_SHARE) for cells in page.changed],
        "before_title": words.before_title,
        "before": [_row(page, late, LATE_WIDTHS, LATE_NUMBERS, NO_SHARE) for late in page.before],
        "late_title": page.late_title,
        "late_widths": LATE_WIDTHS,
        "late_headings": words.late_headings,
        "late": [_row(page, late, LATE_WIDTHS, LATE_NUMBERS, NO_SHARE) for late in page.late],
        "courses": [_course(page, table) for table in page.courses],
        "plots": [_plot(page, plot) for plot in page.plots],
        "signed": page.signed,
    }


def _rows(page: Printed) -> Iterator[dict[str, Any]]:
    for block in page.blocks:
        if block.title:
            yield {"title": block.title}
        for line in block.lines:
            yield _row(page, line.cells, WIDTHS, NUMBERS, PERCENTS) | {"italic": line.included}


def _course(page: Printed, table: CourseTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "widths": table.widths,
        "headings": table.headings,
        "rows": [
            _row(page, line.cells, table.widths, table.figures, table.percents) | {"italic": line.included}
            for line in table.lines
        ],
        "notes": table.notes,
    }


def _plot(page: Printed, plot: Plot) -> dict[str, Any]:
    return {
        "title": plot.title,
        "about": plot.about,
        "alt": f"{plot.title}. {plot.about}",
        "long": plot.across,
        "widths": PLOT_WIDTHS,
        "headings": [plot.heading, plot.planned, plot.actual, plot.percent],
        "rows": [_row(page, numbers_of(bar), PLOT_WIDTHS, PLOT_NUMBERS, PLOT_SHARE) for bar in plot.bars],
    }


def _row(
    page: Printed,
    cells: tuple[Cell, ...],
    widths: tuple[int, ...],
    figures: frozenset[int],
    percents: frozenset[int],
) -> dict[str, Any]:
    shown = [page.shown(cell, column in percents) for column, cell in enumerate(cells)]
    right = [column for column in sorted(figures) if page.is_figure(cells[column])]
    return {"cells": shown, "right": right, "tall": is_tall(tuple(shown), widths), "italic": False}
