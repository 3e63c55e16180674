"""Which record does one line of a table ask for?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from application.bulk.columns import Column, Line
from application.bulk.values import CellRefused, amounts_in, day_in, nil_in, people_in, unit_in, was_done
from domain.calendar import periods
from domain.people.state import Organisation
from domain.plan.decisions.carrying_out import COUNTED
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.nil_and_levels import DeclareNil, ReportIndicator
from domain.plan.document import Additivity, Measure, TargetKind
from domain.plan.state import Plan

Asked = LogExecution | ReportIndicator | DeclareNil


def command_of(
    plan_id: str, plan: Plan, line: Line, today: date, office: Organisation, *, again: bool = False
) -> Asked | None:
    """None for a line that says: not done. Raises CellRefused; the rules themselves are asked later."""
    measure = measure_of(plan, line)
    nil = nil_in(line)
    done = amounts_or_word(measure, line)
    if nil is not None:
        if done is not None:
            raise CellRefused("line-nil-and-done", Column.NIL)
        return DeclareNil(
            plan=plan_id,
            measure=measure.id,
            period=nil or quarter_of(plan, day_in(line, plan.text.language) or today),
        )
    if done is None:
        return None
    day = day_in(line, plan.text.language)
    if day is None:
        raise CellRefused("line-no-day", Column.DAY)
    if measure.additivity is Additivity.STOCK and len(done) == 1:
        refuse_parts_of_a_level(line)
        return ReportIndicator(plan=plan_id, measure=measure.id, on=day, value=done[0])
    pair = measure.target.kind is TargetKind.FRACTION or len(done) > 1
    return LogExecution(
        plan=plan_id,
        measure=measure.id,
        done_on=day,
        quantity=None if pair or not done else done[0],
        parts=done if pair else (),
        unit=unit_in(line, office),
        item=line.text(Column.ITEM),
        place=line.text(Column.PLACE),
        people_reached=people_in(line),
        note=line.text(Column.NOTE),
        again=again,
    )


def refuse_parts_of_a_level(line: Line) -> None:
    for column in (Column.UNIT, Column.ITEM):
        if column in line.cells:
            raise CellRefused("line-level-is-whole", column)


def amounts_or_word(measure: Measure, line: Line) -> tuple[Decimal, ...] | None:
    """The numbers; nothing, ``()``, where the cell says yes and the measure is not counted; None where it is
    blank or says no."""
    if Column.QUANTITY not in line.cells:
        return None
    said = was_done(line)
    if said is False:
        return None
    if said and measure.target.kind not in COUNTED:
        return ()
    return amounts_in(line)


def measure_of(plan: Plan, line: Line) -> Measure:
    """By the code of the row that we handed out, else by the office's number, which may repeat."""
    if id := line.text(Column.ID):
        if id not in plan.measures:
            raise CellRefused("line-unknown-measure", Column.ID, given=id)
        return plan.measures[id]
    number = line.text(Column.NUMBER)
    if not number:
        raise CellRefused("line-no-measure", Column.NUMBER if Column.NUMBER in line.places else Column.ID)
    wanted = number.rstrip(".")
    named = [m for m in plan.text.measures if (m.number or "").rstrip(".") == wanted]
    if not named:
        raise CellRefused("line-unknown-measure", Column.NUMBER, given=number)
    if len(named) > 1:
        known = ", ".join(m.id for m in named)
        raise CellRefused("line-measure-twice", Column.NUMBER, given=number, known=known)
    return named[0]


def quarter_of(plan: Plan, day: date) -> str:
    """The plan's quarter in which the day lies, or its last one."""
    quarters = periods.quarters(plan.text.period)
    return next((q for q in quarters if day <= periods.ends(q)), quarters[-1])
