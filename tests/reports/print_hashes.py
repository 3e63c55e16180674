"""Prints the hash of so many reports of a data folder; run by the trial in other environments."""

from __future__ import annotations

import argparse
import hashlib
import time
from datetime import date
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("position", type=int)
    parser.add_argument("--clock", type=float)
    parser.add_argument("--rebuild", action="store_true")
    parser.add_argument("--planted", action="store_true")
    asked = parser.parse_args()
    if asked.clock is not None:
        stand_at(asked.clock)
    if asked.planted:
        plant()
    tell(asked.data, asked.count, asked.position, asked.rebuild)


def stand_at(seconds: float) -> None:
    """A machine whose clock stands in another year; ``date.today`` asks it too."""
    local, universal = time.localtime, time.gmtime
    time.time = lambda: seconds
    time.localtime = lambda at=None: local(seconds if at is None else at)
    time.gmtime = lambda at=None: universal(seconds if at is None else at)


def plant() -> None:
    """A bug: the workbook's properties name the day on which it is made."""
    from infrastructure.reports import workbook

    right = workbook.core

    def wrong(title: str, *others: object) -> str:
        return right(f"{title} {date.today()}", *others)  # noqa: DTZ011 the bug itself

    workbook.core = wrong


def tell(data: Path, count: int, position: int, rebuild: bool) -> None:
    from application.projections import PROJECTIONS
    from application.projections import rebuild as rebuilding
    from application.reports.compile import compile_report
    from application.reports.deliver import render
    from infrastructure.bootstrap import build
    from infrastructure.settings import Settings
    from tests.trials.same_bytes import reports

    app = build(Settings(data=data))
    if rebuild:
        app.catch_up()
        rebuilding.rebuild(app.store, app.read_models, list(PROJECTIONS), app.clock)
    for plan, format, language in reports(count):
        report = compile_report(app, plan, "2021Q1", position=position, language=language)
        print(hashlib.sha256(render(app, report, format)).hexdigest())
    app.close()


if __name__ == "__main__":
    main()
