"""Why is a figure over all rows of a report what it is: a count, a total, what came late?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from application.explain.case import Case, called, version_of
from application.explain.facts_used import used_by
from application.explain.row_figures import Path, figures_in, figures_of, row_figure, stretch_of, way_of
from application.explain.shapes import Explained, How, LeftOut, Part, Used, Way, Why
from domain.messages import Refused
from domain.plan.document import Measure
from domain.report.actual import added
from domain.report.planned import Meaning, Planned, is_included
from domain.report.shapes import Amounts, Figure, LateFact, Row, Share, Timing, Verdict

WORDS = {"shares": Share, "verdicts": Verdict, "timings": Timing}
COURSE = ("months", "quarters", "cumulative", "groups", "forecast")
"""What is told of all flows of a plan over time, or by task."""
NOT_ADDED = {
    Meaning.LEVEL: Why.LEVEL,
    Meaning.PAIR: Why.PAIR,
    Meaning.STANDING: Why.NO_NUMBER,
    Meaning.AS_NEEDED: Why.AS_NEEDED,
    Meaning.ONCE: Why.NO_NUMBER,
}
NAMED = {
    "measures": "measures",
    "shares": "shares",
    "verdicts": "verdicts",
    "timings": "timings",
    **{name: name for name in COURSE},
    "total/planned": "total-planned",
    "total/actual": "total-actual",
    "total/percent": "total-percent",
    "late": "late",
    "position": "position",
    "erased": "erased",
}
"""What a figure over all rows is called, by the words of its address or the first of them."""
UNOWED = {
    Share.NOT_PLANNED: Why.NOT_PLANNED,
    Share.NOT_ASSIGNED: Why.NOT_ASSIGNED,
    Share.AS_NEEDED: Why.AS_NEEDED,
}


def addresses_of(case: Case) -> Iterator[str]:
    """Every figure of the report, row by row, then what is counted over all rows."""
    for row in case.report.rows:
        yield from (case.of_row(row, *path) for path in figures_of(row))
    yield case.address("measures")
    yield from (case.address("shares", share) for share, _ in case.report.shares)
    yield from (case.address("verdicts", verdict) for verdict, _ in case.report.verdicts)
    yield from (case.address("timings", timing) for timing, _ in case.report.timings)
    yield from (case.address(*path) for path, _ in _course(case))
    total = case.report.total
    yield from (case.address("total", name) for name in ("planned", "actual"))
    if total.percent is not None:
        yield case.address("total", "percent")
    yield case.address("late")
    yield from (case.address("late", str(version_of(late.fact))) for late in case.report.late)
    yield case.address("position")
    yield case.address("erased")


def _course(case: Case) -> Iterator[tuple[Path, Figure]]:
    for name in COURSE:
        yield from figures_in(getattr(case.report, name), (name,))


def report_figure(case: Case, path: Path) -> Explained:
    """Refused("no-such-figure") for what the report has not."""
    match path:
        case ("measures",):
            return _rows(case, path, case.report.rows, ("share",))
        case ("shares" | "verdicts" | "timings" as kind, word):
            return _counted(case, path, kind, word)
        case ("total", "planned" | "actual" | "percent" as which):
            return _total(case, path, which)
        case (name, *_) if name in COURSE:
            return _of_course(case, path)
        case ("late",):
            return _late(case, path)
        case ("late", version):
            return _late_fact(case, path, version)
        case ("position",):
            return _position(case, path)
        case ("erased",):
            return _explained(case, path, (Decimal(case.report.erased),), Way.ERASED)
        case (name, *rest) if rest:
            return row_figure(case, case.row_named(name), tuple(rest))
    raise Refused("no-such-figure", figure=case.address(*path))


def _counted(case: Case, path: Path, kind: str, word: str) -> Explained:
    """Rows of one share or verdict; the others are named with their counts, and all add up."""
    if word not in set(WORDS[kind]):
        raise Refused("no-such-figure", figure=case.address(*path))
    field = kind.removesuffix("s")
    counts: dict[str, int] = dict(getattr(case.report, kind))
    rows = [row for row in case.report.rows if getattr(row, field) == word]
    others = tuple(
        LeftOut(Why.OTHERS, (), (Decimal(n),), case.address(kind, other), f"{field}.{other}")
        for other, n in counts.items()
        if other != word and n
    )
    return _rows(case, path, rows, (field,), word=f"{field}.{word}", left_out=others)


def _of_course(case: Case, path: Path) -> Explained:
    figure = dict(_course(case)).get(path)
    if figure is None:
        raise Refused("no-such-figure", figure=case.address(*path))
    used = used_by(case, figure.facts, figure.rule)
    seen = case.report.forecast
    told = {"days": seen.gone.amounts[:1], "of": seen.gone.amounts[1:]} if seen else {}
    found = _explained(case, path, figure.amounts, way_of(path, figure, used), used=used, told=told)
    return replace(found, period=stretch_of(case, path))


def _rows(
    case: Case,
    path: Path,
    rows: Sequence[Row],
    figure: Path,
    word: str = "",
    left_out: tuple[LeftOut, ...] = (),
) -> Explained:
    parts = tuple(
        Part(
            case.of_row(row, *figure),
            called(row.number, row.title),
            word=f"{figure[0]}.{getattr(row, figure[0])}",
        )
        for row in rows
    )
    return _explained(
        case, path, (Decimal(len(rows)),), Way.ROWS, parts=parts, left_out=left_out, told={"of": word}
    )


def _total(case: Case, path: Path, which: str) -> Explained:
    total = case.report.total
    if which == "percent":
        both = (("planned", total.planned), ("actual", total.actual))
        parts = tuple(Part(case.address("total", name), name, (amount,)) for name, amount in both)
        told = {"planned": (total.planned,), "earlier": (), "actual": (total.actual,)}
        if total.percent is None:
            return _explained(case, path, (), Way.NO_RATIO, parts=parts, told=told)
        return _explained(case, path, (total.percent,), Way.RATIO, parts=parts, told=told)
    summed = [case.rows[measure] for measure in total.measures]
    parts = tuple(part for row in summed for part in _addends(case, row, which))
    others = tuple(
        _not_added(case, row, which) for row in case.report.rows if row.measure not in total.measures
    )
    amount = total.planned if which == "planned" else total.actual
    return _explained(
        case,
        path,
        (amount,),
        Way.ADDED_UP,
        parts=parts,
        terms=tuple(p.amounts for p in parts),
        left_out=others,
    )


def _addends(case: Case, row: Row, which: str) -> Iterator[Part]:
    """What a row puts into a total: what is planned, or what was done before and within the period."""
    name = called(row.number, row.title)
    if which == "planned":
        yield Part(case.of_row(row, "planned"), name, row.planned.amounts[:1])
        return
    for figure, amounts in (("earlier", row.earlier.amounts), ("actual", row.actual.amounts)):
        if amounts:
            yield Part(case.of_row(row, figure), name, amounts, of=figure)


def _not_added(case: Case, row: Row, which: str) -> LeftOut:
    amounts = row.planned.amounts if which == "planned" else added(row.earlier.amounts, row.actual.amounts)
    cancelled = row.measure in case.plan.cancelled
    why = Why.CANCELLED if cancelled else why_not_added(case.measure(row), case.planned(row))
    return LeftOut(why, (), amounts, case.of_row(row, which), called(row.number, row.title))


def why_not_added(measure: Measure, planned: Planned) -> Why:
    """Why a row that owes something adds nothing to a sum."""
    if is_included(measure):
        return Why.INCLUDED
    return UNOWED.get(planned.share) or NOT_ADDED.get(planned.meaning) or Why.NOT_DUE_HERE


def _late(case: Case, path: Path) -> Explained:
    parts = tuple(
        Part(
            case.address("late", str(version_of(late.fact))),
            called(late.number, late.title),
            late.amounts,
        )
        for late in case.report.late
    )
    count = (Decimal(len(case.report.late)),)
    return _explained(case, path, count, Way.LATE, parts=parts, used=_closing(case))


def _late_fact(case: Case, path: Path, version: str) -> Explained:
    late: LateFact | None = next(
        (fact for fact in case.report.late if str(version_of(fact.fact)) == version), None
    )
    if late is None:
        raise Refused("no-such-figure", figure=case.address(*path))
    used = (Used(late.fact, How.STANDS, late.amounts), *_closing(case))
    return _explained(case, path, late.amounts, Way.LATE, used=used, about=called(late.number, late.title))


def _closing(case: Case) -> tuple[Used, ...]:
    closed = case.report.closed_by
    return used_by(case, (closed,)) if closed else ()


def _position(case: Case, path: Path) -> Explained:
    used = (Used(case.id_of(case.history[-1]), How.STANDS), *_closing(case))
    return _explained(case, path, (Decimal(case.report.as_of.position),), Way.POSITION, used=used)


def _explained(
    case: Case,
    path: Path,
    amounts: Amounts,
    way: str,
    *,
    about: str = "",
    terms: tuple[Amounts, ...] = (),
    told: Mapping[str, object] | None = None,
    used: tuple[Used, ...] = (),
    parts: tuple[Part, ...] = (),
    left_out: tuple[LeftOut, ...] = (),
) -> Explained:
    return Explained(
        address=case.address(*path),
        figure=NAMED.get("/".join(path)) or NAMED[path[0]],
        about=about or case.report.title,
        period=case.report.period,
        amounts=amounts,
        rule=way,
        terms=terms,
        told=told or {},
        used=used,
        parts=parts,
        left_out=left_out,
    )
