"""Does a number of a roll-up open down to the reports, each measure once, at every level?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Connection, update

from application.explain.addresses import of_rollup, parsed
from application.explain.report_figures import report_figure
from application.explain.rollup_figures import NodeCase, addresses_of, rollup_figure
from application.explain.shapes import Explained, Why
from application.explain.telling import Telling
from application.projections import rollup
from application.projections.rollup_counts import counts
from application.sentences import speaking
from domain.people.state import Organisation
from domain.plan.document import Task
from domain.report.shapes import State
from infrastructure.phrases import LANGUAGES, Phrases
from tests.domain.quarter import in_force, plan_of
from tests.domain.small_office import MONTHLY, PAIR, STOCK, logged, measure, number
from tests.dsl import read_model_of
from tests.explain.lives import ZONE, case_after
from tests.reports.test_rollup import COUNTRY, FLOW, PART, QUARTER, lived, registered
from tests.telling import Told, told

TODAY = date(2021, 3, 10)


@dataclass
class Asks:
    db: Connection

    def ask(self, query, *args, **kwargs):
        return query(self.db, *args, **kwargs)


def opened(db: Connection, address: str) -> Explained:
    meant = parsed(address)
    office = Organisation(id=meant.node.partition("/")[0], title=meant.node)
    return rollup_figure(NodeCase(Asks(db), meant, office, TODAY))


def country(seed: int) -> tuple[list[Told], dict[str, list]]:
    lot = random.Random(seed)
    lives = {o: list(lived(lot)) for o in ("a", "b", "c", "north")}
    facts = registered()
    for o, life in lives.items():
        facts += [told(event, stream=f"plan-{o}", organisation=o, at=at) for event, at in life]
    return facts, lives


def all_figures() -> Iterator[str]:
    for node in COUNTRY:
        yield from addresses_of(QUARTER, node, list(State))


@pytest.mark.parametrize("seed", range(4))
def test_every_number_is_the_sum_of_what_it_opens_to_down_to_the_measures(seed):
    facts, _ = country(seed)
    with read_model_of(rollup.projection, facts) as db:
        for address in all_figures():
            explained = opened(db, address)
            assert_adds_up(db, explained)


def assert_adds_up(db: Connection, explained: Explained) -> None:
    (shown,) = explained.amounts
    assert sum((part.amounts[0] for part in explained.parts), Decimal()) == shown, explained.address
    names = [(part.address, part.name) for part in explained.parts]
    assert len(names) == len(set(names)), "a part twice would be counted twice"
    for part in explained.parts:
        if part.of in ("office", "unit"):
            below = opened(db, part.address)
            assert below.amounts == part.amounts
            assert_adds_up(db, below)


@pytest.mark.parametrize("seed", range(3))
def test_the_measures_are_those_of_the_reports(seed):
    facts, lives = country(seed)
    with read_model_of(rollup.projection, facts) as db:
        for o, life in lives.items():
            case = case_after([(event, at.astimezone(ZONE).date()) for event, at in life])
            for figure in ("planned", "done"):
                unit = opened(db, of_rollup(QUARTER, f"{o}/education", figure))
                for part in unit.parts:
                    address = parsed(part.address)
                    assert (address.plan, address.period) == (o, QUARTER)
                    in_report = report_figure(case, address.figure).amounts
                    assert sum(in_report, Decimal()) == part.amounts[0]


def test_a_level_a_pair_and_a_row_of_which_are_named_as_not_added():
    plan = [
        told(e, stream="plan-a", organisation="a")
        for e in (*in_force(plan_of(MONTHLY, STOCK, PAIR, PART)), logged(quantity=Decimal(2)))
    ]
    with read_model_of(rollup.projection, registered() + plan) as db:
        explained = opened(db, of_rollup(QUARTER, "a/education", "done"))
        assert [part.amounts for part in explained.parts] == [(2,)]
        assert [left.why for left in explained.left_out] == [Why.PAIR, Why.LEVEL, Why.INCLUDED]
        assert explained.left_out[1].address == "plan-a/2021Q1/1.5/done"


def test_a_task_is_added_over_all_offices_below():
    rows = [
        measure("m1", target=number(3), task_number="1.6"),
        measure("m2", target=number(5), task_number="1.7"),
    ]
    text = plan_of(*rows).model_copy(update={"tasks": (Task(number="1.6", title="Прийоми"),)})
    facts = registered()
    for o in ("a", "b", "c", "north"):
        facts += [told(e, stream=f"plan-{o}", organisation=o) for e in in_force(text)]
    with read_model_of(rollup.projection, facts) as db:
        whole = opened(db, of_rollup(QUARTER, "country", "planned", task="1.6"))
        assert (whole.amounts, [p.amounts[0] for p in whole.parts]) == ((12,), [9, 3])
        north = opened(db, whole.parts[0].address)
        assert [(p.of, p.amounts[0]) for p in north.parts] == [("office", 3), ("office", 3), ("unit", 3)]
        counted = opened(db, of_rollup(QUARTER, "country", "measures", task="1.6"))
        assert counted.amounts == (4,)


def test_counters_that_differ_from_their_rows_are_found():
    """A planted error in the counters of an office shows: the parts no longer add up."""
    plan = [told(e, stream="plan-a", organisation="a") for e in in_force(plan_of(FLOW))]
    with read_model_of(rollup.projection, registered() + plan) as db:
        db.execute(update(counts).where(counts.c.node == "a").values(planned=Decimal(31)))
        with pytest.raises(AssertionError):
            assert_adds_up(db, opened(db, of_rollup(QUARTER, "a", "planned")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_that_nothing_is_counted_twice(language):
    plan = [told(e, stream="plan-a", organisation="a") for e in in_force(plan_of(FLOW))]
    with read_model_of(rollup.projection, registered() + plan) as db:
        speaks = Telling(speaking(Phrases(), language, Organisation(zone="UTC"), None))
        for address in all_figures():
            shown = speaks.told(opened(db, address))
            assert "{" not in shown.sentence
        planned = speaks.told(opened(db, of_rollup(QUARTER, "country", "planned")))
    once = {"uk": "пораховано один раз", "en": "counted once", "vi": "chỉ đếm một lần"}
    assert planned.shown == "30"
    assert once[language] in planned.sentence
