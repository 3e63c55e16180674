"""Why is a figure of one row of a report what it is?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from application.explain.case import Case, called, version_of
from application.explain.facts_used import used_by
from application.explain.left_out import left_out_of
from application.explain.shapes import Explained, How, LeftOut, Part, Used, Way, Why
from domain.messages import Refused
from domain.report.actual import added
from domain.report.planned import Planned
from domain.report.shapes import Amounts, Deed, Figure, Row, Rule, Share
from domain.report.verdict import missed

PLANNED, ACTUAL, EARLIER = "planned", "actual", "earlier"
GONE, PORTIONS = "gone", "portions"
DEEDS, AMOUNTS, REACHED = "deeds", "amounts", "people-reached"
SPOKEN = frozenset({How.SAYS_NONE, How.EXPLAINS})
Path = tuple[str, ...]


def figures_of(row: Row) -> Iterator[Path]:
    """All that opens of a row: every number, its state, its share of the plan."""
    yield ("ordinal",)
    yield ("share",)
    yield ("verdict",)
    yield ("timing",)
    yield from (path for path, _ in figures_in(row))
    if row.earlier.facts:
        yield ("done",)
    if row.percent:
        yield ("percent",)
    for deed in row.deeds:
        yield from ((DEEDS, _key(deed, 0), what) for what, said in _of_deed(deed).items() if said)


def figures_in(value: object, path: Path = ()) -> Iterator[tuple[Path, Figure]]:
    """Every `Figure` inside, with the names of the fields that lead to it."""
    if isinstance(value, Figure):
        yield path, value
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from figures_in(item, (*path, _key(item, n)))
    elif is_dataclass(value):
        for field in fields(value):
            yield from figures_in(getattr(value, field.name), (*path, field.name.replace("_", "-")))


def row_figure(case: Case, row: Row, path: Path) -> Explained:
    """Refused("no-such-figure") for what a row has not."""
    if own := OWN.get(path[0]):
        return own(case, row, path)
    figure = dict(figures_in(row)).get(path)
    if figure is None:
        raise _unknown(case, row, path)
    return _of_figure(case, row, path, figure)


def _of_figure(case: Case, row: Row, path: Path, figure: Figure) -> Explained:
    used = used_by(case, figure.facts, figure.rule)
    if len(path) > 1:
        return _of_course(case, row, path, figure, used)
    rule, terms = _rule(case, row, path, figure, used)
    return Explained(
        address=case.of_row(row, *path),
        figure=path[-1],
        about=called(row.number, row.title),
        period=case.report.period,
        amounts=figure.amounts,
        rule=rule,
        terms=terms,
        told={"words": row.planned_words, "records": _counting(used)} | _levels(case, row, figure),
        used=used,
        left_out=() if path[0] == PLANNED else _left_out(case, row, path, figure),
    )


def _of_course(case: Case, row: Row, path: Path, figure: Figure, used: tuple[Used, ...]) -> Explained:
    """A figure of one month or quarter, cumulative or foreseen: what is of other times is not left out."""
    seen = row.forecast
    told = {"days": seen.gone.amounts[:1], "of": seen.gone.amounts[1:]} if seen else {}
    counting = tuple(u.amounts for u in used if u.amounts) if path[-1] == ACTUAL else ()
    return Explained(
        address=case.of_row(row, *path),
        figure=path[-1],
        about=" · ".join(filter(None, (called(row.number, row.title), portion_of(row, path)))),
        period=stretch_of(case, path),
        amounts=figure.amounts,
        rule=way_of(path, figure, used),
        terms=counting,
        told={"words": row.planned_words, "records": _counting(used)} | told | _levels(case, row, figure),
        used=used,
    )


def portion_of(row: Row, path: Path) -> str:
    """The unit and sub-item that a path names, ``""`` for what was not told apart."""
    return row.portions[int(path[1]) - 1].title if path[0] == PORTIONS else ""


def stretch_of(case: Case, path: Path) -> str:
    """The month or quarter that a path names, else the period of the report."""
    return next((key for key in path if key[:2] in ("19", "20") and len(key) > 4), case.report.period)


def way_of(path: Path, figure: Figure, used: tuple[Used, ...]) -> str:
    """The rule of a figure of a stretch of time, and of one nobody spoke of; days gone rest on no fact."""
    if path[-1] == GONE:
        return figure.rule
    if not figure.amounts and not figure.facts:
        return Way.NOT_OWED if path[-1] == PLANNED else Way.NOTHING
    if path[-1] == ACTUAL and used and all(u.how in SPOKEN for u in used):
        return Way.SAID_ZERO
    return figure.rule


def _rule(
    case: Case, row: Row, path: Path, figure: Figure, used: tuple[Used, ...]
) -> tuple[str, tuple[Amounts, ...]]:
    """The rule and the numbers it was given: instalments of what is planned, records of what was done."""
    if path[0] == PLANNED:
        return _planned_by(case, row, figure)
    if not figure.amounts and not figure.facts:
        return Way.NOTHING, ()
    if path[0] == ACTUAL and all(u.how in SPOKEN for u in used):
        return Way.SAID_ZERO, ()
    return figure.rule, tuple(u.amounts for u in used if u.amounts)


def _planned_by(case: Case, row: Row, figure: Figure) -> tuple[str, tuple[Amounts, ...]]:
    planned = case.planned(row)
    if row.measure in case.plan.cancelled:
        return Way.CALLED_OFF, ()
    if figure.amounts:
        return figure.rule, tuple(part.amounts for part in planned.here) or (figure.amounts,)
    if row.share is Share.NOT_PLANNED or row.share is Share.NOT_ASSIGNED:
        return Way.NOT_OWED, ()
    return (Way.NOT_HERE if _elsewhere(planned) else figure.rule), ()


def _elsewhere(planned: Planned) -> bool:
    return bool(planned.whole) and not planned.here


def _left_out(case: Case, row: Row, path: Path, figure: Figure) -> tuple[LeftOut, ...]:
    here = Why.IN_PERIOD if path[0] == EARLIER else Why.UNACCOUNTED
    return left_out_of(case, row, figure.facts, here)


def _counting(used: tuple[Used, ...]) -> int:
    return sum(1 for u in used if u.amounts)


def _levels(case: Case, row: Row, figure: Figure) -> dict[str, object]:
    """The day of the level that is in force."""
    if figure.rule is not Rule.LAST or not figure.facts:
        return {}
    return {"day": next(deed.on for deed in row.deeds if deed.facts == figure.facts)}


def _percent(case: Case, row: Row, path: Path) -> Explained:
    parts = _parts(case, row, PLANNED, EARLIER, ACTUAL)
    return _derived(case, row, path, row.percent, Way.RATIO if row.percent else Way.NO_RATIO, parts)


def _done(case: Case, row: Row, path: Path) -> Explained:
    """What counts towards the target: done before the period within the same term, and in it."""
    parts = _parts(case, row, EARLIER, ACTUAL)
    done = added(row.earlier.amounts, row.actual.amounts)
    told = _derived(case, row, path, done, Way.ADDED_UP, parts)
    used = used_by(case, (*row.earlier.facts, *row.actual.facts), row.actual.rule)
    return replace(told, terms=tuple(part.amounts for part in parts if part.amounts), used=used)


def _verdict(case: Case, row: Row, path: Path) -> Explained:
    spoken = (*row.nils, *(said.fact for said in row.explained))
    told = {"reason": "; ".join(said.reason for said in row.explained), "today": case.today}
    later = (
        *(said.new_term for said in row.explained),
        *(f"{put_off.new:%d.%m.%Y}" for put_off in row.postponed),
    )
    told |= {"later": ", ".join(filter(None, later))}
    told |= {"due": _term(case, row)}
    judged = _derived(case, row, path, (), Way.VERDICT, _parts(case, row, PLANNED, EARLIER, ACTUAL), spoken)
    return replace(judged, word=f"verdict.{row.verdict}", told={**judged.told, **told})


def _share(case: Case, row: Row, path: Path) -> Explained:
    shared = _derived(case, row, path, (), Way.SHARE, _parts(case, row, PLANNED))
    return replace(shared, word=f"share.{row.share}", left_out=())


def _timing(case: Case, row: Row, path: Path) -> Explained:
    parts = _parts(case, row, PLANNED, EARLIER, ACTUAL)
    timed = _derived(case, row, path, (), Way.TIMING, parts, tuple(moved.fact for moved in row.postponed))
    told = {"due": _term(case, row), "met": row.met, "today": case.today}
    return replace(timed, word=f"timing.{row.timing}", told={**timed.told, **told})


def _term(case: Case, row: Row) -> date | None:
    """The day of the first instalment gone by with too little done, or the last of all."""
    planned, done = case.planned(row), added(row.earlier.amounts, row.actual.amounts)
    return missed(planned, done, case.today) or max((part.due for part in planned.here), default=None)


def _ordinal(case: Case, row: Row, path: Path) -> Explained:
    placed = _derived(case, row, path, (Decimal(row.ordinal),), Way.PLACE, ())
    used = used_by(case, row.planned.facts)
    return replace(placed, used=used, left_out=())


def _deed(case: Case, row: Row, path: Path) -> Explained:
    deed = next((deed for deed in row.deeds if _key(deed, 0) in path[1:2]), None)
    said = _of_deed(deed).get(path[2]) if deed and len(path) == 3 else None
    if deed is None or not said:
        raise _unknown(case, row, path)
    used = used_by(case, deed.facts)
    if path[2] == REACHED:
        used = tuple(replace(u, amounts=()) for u in used)
    told = {"day": deed.on}
    return replace(_derived(case, row, path, said, Way.RECORD, ()), used=used, told=told, left_out=())


OWN: Mapping[str, Callable[[Case, Row, Path], Explained]] = {
    "done": _done,
    "percent": _percent,
    "verdict": _verdict,
    "share": _share,
    "timing": _timing,
    "ordinal": _ordinal,
    DEEDS: _deed,
}
"""Figures of a row that are no `Figure` with a rule and facts of its own."""


def _derived(
    case: Case,
    row: Row,
    path: Path,
    amounts: Amounts,
    way: Way,
    parts: tuple[Part, ...],
    spoken: tuple[str, ...] = (),
) -> Explained:
    """A figure made of others: its facts are theirs."""
    done = [figure for figure in (row.earlier, row.actual) if figure.facts]
    facts = (*row.planned.facts, *(fact for figure in done for fact in figure.facts), *spoken)
    used = used_by(case, facts, row.actual.rule)
    return Explained(
        address=case.of_row(row, *path),
        figure=path[-1],
        about=called(row.number, row.title),
        period=case.report.period,
        amounts=amounts,
        rule=way,
        told={
            "planned": row.planned.amounts or case.planned(row).whole,
            "earlier": row.earlier.amounts,
            "actual": row.actual.amounts,
            "done": added(row.earlier.amounts, row.actual.amounts),
            "words": row.planned_words,
        },
        used=used,
        parts=parts,
        left_out=left_out_of(case, row, [u.fact for u in used], Why.UNACCOUNTED),
    )


def _parts(case: Case, row: Row, *names: str) -> tuple[Part, ...]:
    figures = {PLANNED: row.planned, EARLIER: row.earlier, ACTUAL: row.actual}
    return tuple(
        Part(case.of_row(row, name), name, figures[name].amounts)
        for name in names
        if name != EARLIER or figures[name].facts
    )


def _of_deed(deed: Deed) -> dict[str, Amounts]:
    reached = () if deed.people_reached is None else (Decimal(deed.people_reached),)
    return {AMOUNTS: deed.amounts, REACHED: reached}


def _key(item: Any, n: int) -> str:
    """A deed by the version of its first fact, a month or quarter by its name, all else by its place."""
    if isinstance(item, Deed):
        return str(version_of(item.facts[0]))
    named = getattr(item, "period", None) or getattr(item, "month", None)
    return str(named or n + 1)


def _unknown(case: Case, row: Row, path: Path) -> Refused:
    return Refused("no-such-figure", figure=case.of_row(row, *path))
