"""Why is a figure of a roll-up what it is: whose offices, units and measures does it add up?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from application.explain.addresses import Address, measure_names, of_report, of_rollup
from application.explain.case import called
from application.explain.report_figures import why_not_added
from application.explain.row_figures import Path
from application.explain.shapes import Explained, LeftOut, Part, Way, Why
from application.projections.rollup import below, rolled_up
from application.projections.rollup_rows import Counted, measures_of, rows_of, titles_below, with_all_below
from application.projections.rollup_standing import Standing
from domain.messages import Refused
from domain.people.state import Organisation
from domain.report.planned import Planned, is_summed, planned_in
from domain.report.shapes import State

P = ParamSpec("P")
R = TypeVar("R")
SUMS = ("planned", "done")


class Asks(Protocol):
    def ask(
        self, query: Callable[Concatenate[Connection, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R: ...


@dataclass(frozen=True)
class NodeCase:
    """A node of the roll-up in a period, on a day; ``office`` is the node's, or that of its unit."""

    app: Asks
    address: Address
    office: Organisation
    today: date

    @cached_property
    def organisation(self) -> str:
        return self.address.node.partition("/")[0]

    @cached_property
    def unit(self) -> str:
        return self.address.node.partition("/")[2]

    @cached_property
    def rows(self) -> Sequence[Counted]:
        """The office's own, or the unit's."""
        own = self.app.ask(rows_of, self.organisation, self.address.period, self.today)
        return [row for row in own if (not self.unit or row.unit == self.unit) and self.is_meant(row)]

    @cached_property
    def title(self) -> str:
        if not self.unit:
            return self.office.title or self.organisation
        known = self.office.units.get(self.unit)
        return known.title if known else self.unit

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """How addresses call the measures of each plan."""
        return {plan: measure_names(self.app.ask(measures_of, plan)) for plan in {r.plan for r in self.rows}}

    def is_meant(self, row: Counted) -> bool:
        return not self.address.task or row.task == self.address.task

    def at(self, node: str) -> str:
        return of_rollup(self.address.period, node, *self.address.figure, task=self.address.task)

    def of_row(self, row: Counted, figure: str) -> str:
        name = self.names[row.plan].get(row.measure, row.measure)
        return of_report(row.plan, self.address.period, name, figure)


def addresses_of(period: str, node: str, states: Sequence[State]) -> Iterator[str]:
    yield of_rollup(period, node, "measures")
    yield from (of_rollup(period, node, name) for name in SUMS)
    yield from (of_rollup(period, node, "states", state) for state in states)


def rollup_figure(case: NodeCase) -> Explained:
    """Refused("no-such-figure") for what a roll-up has not."""
    match case.address.figure:
        case ("measures",) | ("planned" | "done",):
            pass
        case ("states", word) if word in set(State):
            pass
        case _:
            raise Refused("no-such-figure", figure=case.address.text)
    parts = (*_offices(case), *_units(case), *_rows(case, [r for r in case.rows if case.unit or not r.unit]))
    amount = _counted_on(case)
    if amount is None:
        amount = sum((part.amounts[0] for part in parts), Decimal())
    return Explained(
        address=case.address.text,
        figure=case.address.figure[0],
        about=case.title,
        period=case.address.period,
        amounts=(amount,),
        rule=Way.BELOW,
        terms=tuple(part.amounts for part in parts),
        told={"of": _state(case.address.figure), "task": case.address.task},
        parts=parts,
        left_out=tuple(_not_added(case)),
    )


def _counted_on(case: NodeCase) -> Decimal | None:
    """The node's own counters; they are not kept by task."""
    if case.address.task:
        return None
    return _value(
        case.app.ask(rolled_up, case.address.node, case.address.period, case.today), case.address.figure
    )


def _value(standing: Standing, figure: Path) -> Decimal:
    if figure[0] == "states":
        return Decimal(standing.states.get(State(figure[1]), 0))
    return Decimal(getattr(standing, figure[0]))


def _offices(case: NodeCase) -> Iterator[Part]:
    """The offices directly below, each with all that is below it."""
    if case.unit:
        return
    titles = case.app.ask(titles_below, case.organisation)
    counted = {s.node: s for s in case.app.ask(below, case.organisation, case.address.period, case.today)}
    for office, title in titles.items():
        if case.address.task:
            amount = sum((_of_row(case, row) for row in _all_rows(case, office)), Decimal())
        else:
            amount = _value(counted[office], case.address.figure)
        yield Part(case.at(office), title, (amount,), of="office")


def _all_rows(case: NodeCase, office: str) -> Iterator[Counted]:
    for node in case.app.ask(with_all_below, office):
        rows = case.app.ask(rows_of, node, case.address.period, case.today)
        yield from (row for row in rows if case.is_meant(row))


def _units(case: NodeCase) -> Iterator[Part]:
    """The office's own rows by the unit of their lead executor."""
    if case.unit:
        return
    for unit in sorted({row.unit for row in case.rows if row.unit}):
        amount = sum((_of_row(case, row) for row in case.rows if row.unit == unit), Decimal())
        known = case.office.units.get(unit)
        yield Part(
            case.at(f"{case.organisation}/{unit}"), known.title if known else unit, (amount,), of="unit"
        )


def _rows(case: NodeCase, rows: Sequence[Counted]) -> Iterator[Part]:
    """Measures one by one: those that the figure counts."""
    which = case.address.figure[0]
    for row in rows:
        amount = _of_row(case, row)
        if which in SUMS and not _is_summed(case, row):
            continue
        if which == "states" and not amount:
            continue
        figure = which if which in SUMS else "verdict"
        word = "" if which in SUMS else f"rollup.{row.state}"
        yield Part(case.of_row(row, figure), _called(row), (amount,), word=word, of="measure")


def _of_row(case: NodeCase, row: Counted) -> Decimal:
    match case.address.figure:
        case ("planned",):
            return row.planned
        case ("done",):
            return row.done
        case ("states", word):
            return Decimal(row.state == word)
        case _:
            return Decimal(1)


def _not_added(case: NodeCase) -> Iterator[LeftOut]:
    """Own rows that a sum leaves out; where there are units, each names its own."""
    which = case.address.figure[0]
    if which not in SUMS:
        return
    for row in case.rows:
        if (case.unit or not row.unit) and not _is_summed(case, row):
            yield LeftOut(_why(case, row), (), (), case.of_row(row, which), _called(row))


def _is_summed(case: NodeCase, row: Counted) -> bool:
    """A row whose text is gone was counted while it stood."""
    if row.text is None:
        return True
    return row.state is not State.CANCELLED and is_summed(row.text, _planned(case, row))


def _why(case: NodeCase, row: Counted) -> Why:
    if row.state is State.CANCELLED or row.text is None:
        return Why.CANCELLED
    return why_not_added(row.text, _planned(case, row))


def _planned(case: NodeCase, row: Counted) -> Planned:
    assert row.text is not None
    return planned_in(row.text, case.address.period, row.plan_period, {})


def _called(row: Counted) -> str:
    return called(row.text.number or "", row.text.title) if row.text else row.measure


def _state(figure: Path) -> str:
    return f"rollup.{figure[1]}" if figure[0] == "states" else ""
