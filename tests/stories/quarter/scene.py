"""Which plans live a quarter that was written down by hand, and what do their offices say on the way?

``*.deeds.csv`` is what people do, one act a line; ``*.report.csv`` what the report must then say, one line a
measure of the plan. Both were written from the plan by a person with a pencil, before anything was compiled.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the deeds: on a day a person does something about a measure."""

    recorded: date
    person: str
    act: str
    measure: str
    about: str
    amount: str
    words: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """One line of the report: its cells as they are printed in Ukrainian."""

    number: str
    planned: str
    actual: str
    percent: str
    state: str
    reason: str
    term: str
    share: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A plan and all that was reckoned by hand about its quarter.

    ``meant`` says whom the words of the plan mean; ``orphan`` is the row whose executor cannot be read;
    ``totals`` are planned, actual and percent of the flows; ``short_month`` is a month in which less was done
    than planned, though the month before had more than it needed: measure, date's key, done, planned.
    ``mended`` are actual, percent and state of the lines that a corrective report changes, ``mended_totals``
    its sum and percent; reasons stay as they were given before the closing.
    """

    name: str
    period: str
    drafted: date
    visas: tuple[date, date, date]
    approved: date
    meant: Mapping[str, str]
    orphan: str
    shares: Mapping[str, int]
    totals: tuple[Decimal, Decimal, Decimal]
    included: tuple[str, ...]
    level: str
    pair: str
    short_month: tuple[str, str, Decimal, Decimal]
    late: tuple[tuple[str, ...], ...]
    mended: Mapping[str, tuple[str, str, str]]
    mended_totals: tuple[str, str]

    def acts(self) -> Iterator[Act]:
        for line in lines_of(self.name, "deeds"):
            yield Act(date.fromisoformat(line.pop("recorded")), **line)

    def by_hand(self) -> list[ByHand]:
        return [ByHand(**line) for line in lines_of(self.name, "report")]

    def mended_by_hand(self) -> list[ByHand]:
        """The lines of the corrective report."""
        return [self._mended(line) for line in self.by_hand()]

    def _mended(self, line: ByHand) -> ByHand:
        if line.number not in self.mended:
            return line
        actual, percent, state = self.mended[line.number]
        return replace(line, actual=actual, percent=percent, state=state)

    def changes_by_hand(self) -> list[tuple[str, str, str, str]]:
        """What the table of changes says: measure, figure, as closed, as mended; of a state its last word."""
        changes = []
        for line in self.by_hand():
            if line.number in self.mended:
                new = self._mended(line)
                was, now = (f"{n} %" if n != "–" else n for n in (line.percent, new.percent))
                changes.append((line.number, "виконано", line.actual, new.actual))
                changes.append((line.number, "% виконання", was, now))
                states = (known.rpartition(", ")[2] for known in (line.state, new.state))
                changes.append((line.number, "стан", *states))
        _, actual, percent = self.totals
        total, of_total = self.mended_totals
        changes.append(("Разом", "сума виконаного", str(actual), total))
        changes.append(("Разом", "сума, % виконання", f"{percent:.1f} %".replace(".", ","), f"{of_total} %"))
        return changes


def lines_of(name: str, what: str) -> list[dict[str, str]]:
    text = (HERE / f"{name}.{what}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader((line for line in text.splitlines() if line[0] != "#"), delimiter=";"))


OKHTYRKA = Scene(
    name="okhtyrka",
    period="2021Q1",
    drafted=date(2021, 1, 11),
    visas=(date(2021, 1, 12), date(2021, 1, 13), date(2021, 1, 14)),
    approved=date(2021, 2, 5),
    meant={
        "Директор МЦ": "position:director",
        "Заступник директора МЦ": "position:deputy",
        "відділ правопросвітництва та надання БПД": "unit:outreach",
        "відділ організації надання БВПД та роботи з її надавачами": "unit:defence",
        "відділи бюро ПД": "unit:bureaus",
        "відділи МЦ": "unit:outreach",
        "Волобуєва В.Г.": "person:maksym.zelenko",
    },
    orphan="1.5.2",
    shares={"obligatory": 43, "as-needed": 7, "not-planned": 15, "not-assigned": 12},
    totals=(Decimal(78), Decimal(70), Decimal("89.7")),
    included=("1.3.2.1", "1.4.1.1", "1.7.1.1", "2.5.1.1", "4.1.1.1"),
    level="1.6.3",
    pair="4.1.2",
    short_month=("1.6.8", "2021-02", Decimal(9), Decimal(10)),
    late=(
        ("1.6.4", "виконання", "24.02.2021", "1", "", "12.04.2021", "Максим Зеленко"),
        (
            "1.1.2",
            "виправлення",
            "18.02.2021",
            "2",
            "у записі пропущено другу зустріч",
            "14.04.2021",
            "Олена Гончар",
        ),
    ),
    mended={"1.1.2": ("3", "100,0", "виконано"), "1.6.4": ("1", "100,0", "виконано")},
    mended_totals=("72", "92,3"),
)
SAMPLE = Scene(
    name="sample",
    period="2026Q3",
    drafted=date(2026, 7, 20),
    visas=(date(2026, 7, 27), date(2026, 7, 27), date(2026, 7, 30)),
    approved=date(2026, 8, 6),
    meant={"Відділи центру": "position:deputy"},
    orphan="2.2.5",
    shares={"obligatory": 46, "as-needed": 6, "not-planned": 5, "not-assigned": 3},
    totals=(Decimal(273), Decimal(260), Decimal("95.2")),
    included=("1.1.1.1", "1.4.1.1", "2.4.1.1"),
    level="2.1.5",
    pair="4.1.1",
    short_month=("2.1.3", "2026-08", Decimal(9), Decimal(10)),
    late=(
        ("3.1.5", "виконання", "25.08.2026", "1", "", "12.10.2026", "Віра Лозинська"),
        (
            "3.1.1",
            "виправлення",
            "23.09.2026",
            "3",
            "у записі пропущено одну зустріч",
            "14.10.2026",
            "Олена Гончар",
        ),
    ),
    mended={"3.1.1": ("9", "100,0", "виконано"), "3.1.5": ("1", "100,0", "виконано")},
    mended_totals=("262", "96,0"),
)
