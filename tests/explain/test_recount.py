"""Does every number of a report open, and do its facts alone give the number again?

The recount knows nothing of the compiler: it reads the facts that an explanation lists and adds up.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from application.explain.addresses import parsed
from application.explain.case import Case
from application.explain.left_out import CARRYING_OUT
from application.explain.report_figures import addresses_of, report_figure
from application.explain.shapes import Explained, How, Way, Why
from domain.calendar.periods import covers, ends, month_end
from domain.people.events import UnitFormed
from domain.plan.events import ExecutionCorrected, ExecutionLogged, IndicatorReported, PlanAmended
from domain.report.plain import plain
from domain.report.shapes import Figure, Portion, Timing, Verdict
from tests.domain.small_office import JANUARY_ONLY, PAIR, PEOPLE
from tests.explain.lives import by_lot, case_after, scripted, text_of

TITLES = {formed.unit: formed.title for formed in PEOPLE if isinstance(formed, UnitFormed)}


def by_chance(seed: int, plan_period: str = "2021Q1", period: str = "2021Q1") -> Case:
    return case_after(by_lot(random.Random(seed), plan_period), period)


CASES = {
    "closed": lambda: case_after(scripted()),
    "open": lambda: case_after(scripted(closing=False)),
    "year": lambda: by_chance(3, "2021", "2021Q2"),
}
LIVES = {
    **CASES,
    **{f"quarter-{n}": partial(by_chance, n) for n in range(40)},
    **{f"second-{n}": partial(by_chance, n, "2021", "2021Q2") for n in range(20)},
    **{f"whole-{n}": partial(by_chance, n, "2021", "2021") for n in range(20)},
}
every_life = pytest.mark.parametrize("case", LIVES.values(), ids=LIVES)


def opened(case: Case, *figure: str) -> Explained:
    return report_figure(case, figure)


def numbers(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Decimal]]:
    """Every number of the JSON report, with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, (*path, str(key)))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from numbers(inner, (*path, str(n)))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, Decimal(str(value))


def address_of(content: dict, path: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """From the keys of the JSON to the words of an address, and which of its numbers is meant."""
    match path:
        case ("rows", n, "ordinal"):
            return (content["rows"][int(n)]["measure"], "ordinal"), 0
        case ("rows", n, "percent", part):
            return (content["rows"][int(n)]["measure"], "percent"), int(part)
        case ("rows", n, "deeds", deed, *what):
            row = content["rows"][int(n)]
            version = row["deeds"][int(deed)]["facts"][0].rpartition("@")[2]
            return (row["measure"], "deeds", version, what[0].replace("_", "-")), int((*what, 0)[1])
        case ("rows" | "months" | "quarters" | "cumulative" | "groups" | "forecast", *_, "amounts", part):
            return in_time(content, path[:-2]), int(part)
        case ("rows", n, "portions", portion, "actual", "amounts", part):
            return (content["rows"][int(n)]["measure"], "portions", str(int(portion) + 1), "actual"), int(
                part
            )
        case ("rows", n, *figure, "amounts", part):
            return (content["rows"][int(n)]["measure"], *(w.replace("_", "-") for w in figure)), int(part)
        case ("shares" | "verdicts" | "timings" | "total" as kind, word):
            return (kind, word), 0
        case ("late", n, "amounts", part):
            return ("late", content["late"][int(n)]["fact"].rpartition("@")[2]), int(part)
        case ("as_of", "position") | ("erased",):
            return (path[-1],), 0
    raise AssertionError(f"no figure opens at {path}")


def in_time(content: dict, path: tuple[str, ...]) -> tuple[str, ...]:
    """A month or quarter is named by its days, a group by its place, a row by its measure."""
    words: list[str] = []
    at: Any = content
    for key in path:
        at = at[int(key)] if isinstance(at, list) else at[key]
        match at:
            case {"first": first, "last": last} if key.isdigit():
                quarter = f"{first[:4]}Q{int(last[5:7]) // 3}"
                words.append(first[:7] if first[:7] == last[:7] else quarter)
            case {"measure": measure} if key.isdigit():
                words[:] = [measure]
            case _:
                words.append(str(int(key) + 1) if key.isdigit() else key.replace("_", "-"))
    return tuple(words)


def recount(case: Case, explained: Explained) -> tuple[Decimal, ...]:
    """Add up the listed facts, by what they are: the last level, pairs by part, deeds each as it counts."""
    events = [case.fact(used.fact).event for used in explained.used]
    levels = [e for e in events if isinstance(e, IndicatorReported)]
    if levels:
        return (levels[-1].value,)
    deeds: dict[str, ExecutionLogged | ExecutionCorrected] = {}
    for event in events:
        if isinstance(event, ExecutionLogged | ExecutionCorrected):
            deeds[event.execution] = event
    if not deeds:
        return (Decimal(),) * len(explained.amounts)
    told = [e.parts or ((Decimal(1),) if e.quantity is None else (e.quantity,)) for e in deeds.values()]
    return tuple(sum(parts) for parts in zip(*told, strict=True))  # type: ignore[arg-type]


def recount_of_part(case: Case, explained: Explained, portion: Portion) -> tuple[Decimal, ...]:
    """Deeds of the part as they count; of a level what it says of the part, or leaves to the rest."""
    events = [case.fact(used.fact).event for used in explained.used]
    level = next((e for e in events if isinstance(e, IndicatorReported)), None)
    if level is None:
        return recount(case, explained)
    told = {(TITLES.get(part.unit or "", ""), part.item): part.value for part in level.of_which}
    rest = level.value - sum(told.values())
    return (told.get((portion.unit, portion.item), rest),)


def promised(case: Case, explained: Explained, measure: str) -> tuple[Decimal, ...]:
    """What the last text among the facts promises within the period of the report."""
    texts = [u.fact for u in explained.used if u.how in (How.TEXT, How.AMENDS)]
    text = text_of(case, texts[-1], measure)
    if any(u.how is How.CANCELS for u in explained.used):
        return ()
    whole = text.target.parts or ((text.target.value,) if text.target.value is not None else ())
    if text.additivity == "stock":
        return whole
    if text.due.monthly:
        here = [n for month, n in text.due.monthly.items() if covers(case.report.period, month_end(month))]
        return (sum(here, Decimal()),) if here else ()
    return whole if covers(case.report.period, text.due.end or ends(case.plan.text.period)) else ()


def agrees(case: Case, explained: Explained, figure: tuple[str, ...]) -> bool:
    match figure:
        case (measure, "portions", n, "actual"):
            portion = case.rows[measure].portions[int(n) - 1]
            return recount_of_part(case, explained, portion) == explained.amounts
        case (_, "actual" | "earlier"):
            return recount(case, explained) == explained.amounts
        case (measure, "planned"):
            return promised(case, explained, measure) == explained.amounts
        case _:
            return True


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_of_the_json_report_opens_to_itself(case):
    case = case()
    content = plain(case.report)
    found = list(numbers(content))
    assert len(found) > 40
    for path, shown in found:
        figure, part = address_of(content, path)
        assert opened(case, *figure).amounts[part] == shown, path


@every_life
def test_the_listed_facts_alone_give_the_figure_again(case):
    case = case()
    for row in case.report.rows:
        for name in ("planned", "actual", "earlier"):
            figure: Figure = getattr(row, name)
            explained = opened(case, row.measure, name)
            assert [u.fact for u in explained.used] == list(figure.facts)
            assert explained.amounts == figure.amounts
            assert agrees(case, explained, (row.measure, name)), (row.measure, name)
        for n, portion in enumerate(row.portions, start=1):
            path = (row.measure, "portions", str(n), "actual")
            explained = opened(case, *path)
            assert explained.amounts == portion.actual.amounts
            assert agrees(case, explained, path), path


@every_life
def test_every_fact_of_carrying_out_is_in_the_figure_or_left_out_for_a_reason(case):
    case = case()
    for row in case.report.rows:
        explained = opened(case, row.measure, "actual")
        out = [fact for left in explained.left_out for fact in left.facts]
        told = [u.fact for u in explained.used] + out
        assert len(told) == len(set(told))
        about = {
            case.id_of(r)
            for r in case.history
            if isinstance(r.event, CARRYING_OUT) and r.event.measure == row.measure
        }
        assert about <= set(told)
        assert Why.UNACCOUNTED not in {left.why for left in explained.left_out}


@every_life
def test_what_is_made_of_other_figures_is_made_of_what_they_show(case):
    case = case()
    for address in addresses_of(case):
        explained = opened(case, *parsed(address).figure)
        assert explained.address == parsed(address).text
        assert_made_of_its_parts(case, explained)


def assert_made_of_its_parts(case: Case, explained: Explained) -> None:
    for part in explained.parts:
        shown = opened(case, *parsed(part.address).figure)
        assert part.word == shown.word if part.word else part.amounts == shown.amounts
    named = {part.name: part.amounts for part in explained.parts}
    match explained.rule:
        case Way.ROWS:
            assert explained.amounts == (len(explained.parts),)
        case Way.ADDED_UP:
            told = [part.amounts for part in explained.parts if part.amounts]
            sums = tuple(sum(amounts) for amounts in zip(*told, strict=True))
            assert explained.amounts in ((sums,) if told else ((), (0,)))
        case Way.RATIO:
            done = [n for name in ("earlier", "actual") if (n := named.get(name))]
            sums = [sum(parts) for parts in zip(*done, strict=True)]
            shares = [100 * have / want for have, want in zip(sums, named["planned"], strict=True)]
            for share, shown in zip(shares, explained.amounts, strict=False):
                assert abs(share - shown) <= Decimal("0.05")


def test_the_counts_of_rows_add_up_to_all_of_them():
    case = case_after(scripted())
    for kind in ("shares", "verdicts"):
        found = dict(getattr(case.report, kind))
        one = opened(case, kind, next(iter(found)))
        assert one.amounts[0] + sum(left.amounts[0] for left in one.left_out) == len(case.report.rows)


def planted(case: Case, measure: str, **changed: object) -> Case:
    """The same case with another figure in one row."""
    rows = tuple(replace(r, **changed) if r.measure == measure else r for r in case.report.rows)
    return Case(replace(case.report, rows=rows), case.history)


def test_a_fact_left_out_of_a_figure_is_found():
    case = case_after(scripted())
    for measure in ("m1", "m4", "m5", "m9"):
        honest = case.rows[measure].actual
        wrong = planted(case, measure, actual=replace(honest, facts=honest.facts[:-1]))
        explained = opened(wrong, measure, "actual")
        assert recount(wrong, explained) != explained.amounts
        left = {left.why for left in explained.left_out}
        assert measure == "m5" or Why.UNACCOUNTED in left or Why.AFTER_CLOSING in left


def test_a_figure_with_a_number_too_high_is_found():
    case = case_after(scripted())
    honest = case.rows["m1"].actual
    wrong = planted(case, "m1", actual=replace(honest, amounts=(honest.amounts[0] + 1,)))
    explained = opened(wrong, "m1", "actual")
    assert recount(wrong, explained) != explained.amounts


@every_life
def test_the_state_and_the_term_of_a_row_speak_of_the_same_day(case):
    for row in case().report.rows:
        gone = row.verdict in (Verdict.OVERDUE, Verdict.PARTLY)
        ahead = row.verdict in (Verdict.NOT_STARTED, Verdict.ON_TRACK)
        assert not (gone and row.timing is Timing.OPEN), row.number
        assert not (ahead and row.timing is Timing.OVERDUE), row.number


def test_a_record_that_no_figure_can_hold_is_left_out_for_that_reason():
    """A number on record of what an amendment made a pair."""
    events = scripted(closing=False)
    was = next(event for event, _ in events if isinstance(event, PlanAmended))
    pair = JANUARY_ONLY.model_copy(update={"target": PAIR.target})
    last = events[-1][1]
    case = case_after([*events, (was.model_copy(update={"measures": (pair,)}), last)])
    row = case.rows["m2"]
    (left,) = (one for one in opened(case, "m2", "actual").left_out if one.why is Why.UNFIT)
    assert left.facts == row.unfit
