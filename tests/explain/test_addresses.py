"""Is a figure's address the same however it is written, and does every measure have its own?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.explain.addresses import (
    ALONE,
    Address,
    measure_names,
    of_plan,
    of_report,
    of_rollup,
    page_of,
    parsed,
)
from domain.messages import Refused
from tests.domain.small_office import measure

ids = st.text("abc019._-", max_size=8).map("p{}".format)
words = st.text("абвabc1. -:/", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("plan-a-b/2021Q1/1.6.2/actual", Address("a-b", "2021Q1", "", "", ("1.6.2", "actual"))),
        ("/plan-a/2021q1/total/actual/", Address("a", "2021Q1", "", "", ("total", "actual"))),
        ("plan-a/1.6.2/remaining", Address("a", "", "", "", ("1.6.2", "remaining"))),
        ("rollup/2021/north/done", Address("", "2021", "north", "", ("done",))),
        ("rollup/2021Q1/a:edu/states/overdue", Address("", "2021Q1", "a/edu", "", ("states", "overdue"))),
        ("rollup/2021Q1/a/tasks/1.6/done", Address("", "2021Q1", "a", "1.6", ("done",))),
    ],
)
def test_an_address_says_what_it_is_about(text, meant):
    assert parsed(text) == meant
    assert parsed(meant.text) == meant


@given(ids, st.sampled_from(["2021", "2021Q4"]), st.lists(words, min_size=1, max_size=3))
def test_what_was_written_is_read_again(plan, period, figure):
    for written in (of_report(plan, period, "m1", *figure), of_plan(plan, "m1", *figure)):
        assert parsed(written).text == written
        assert parsed(written).figure == ("m1", *figure)
    narrowed = parsed(of_rollup(period, f"{plan}/unit", "done", task=figure[0]))
    assert narrowed == Address("", period, f"{plan}/unit", figure[0], ("done",))


@pytest.mark.parametrize(
    "text", ["", "plan-a", "report/2021Q1", "rollup/2021Q1/a", "rollup/soon/a/done", "a/b/c"]
)
def test_what_cannot_be_an_address_is_refused(text):
    with pytest.raises(Refused) as refused:
        parsed(text)
    assert refused.value.code == "no-such-figure"


@given(
    st.lists(
        st.tuples(ids, st.none() | words | ids | st.sampled_from([*ALONE, "2021Q1"])),
        unique_by=lambda p: p[0],
    )
)
def test_every_measure_has_a_name_of_its_own(pairs):
    measures = [measure("m1").model_copy(update={"id": id, "number": number}) for id, number in pairs]
    names = measure_names(measures)
    assert len(set(names.values())) == len(measures)
    for id, name in names.items():
        assert parsed(of_plan("p", name, "done")).figure == (name, "done"), id
        assert name not in ALONE


def test_a_page_carries_the_place_in_the_record():
    address = of_report("a", "2021Q1", "1.6.2", "actual")
    assert page_of(address, 4812) == "/explain/plan-a/2021Q1/1.6.2/actual?position=4812"
    assert page_of(of_rollup("2021Q1", "a/edu", "done", task="1/а")) == (
        "/explain/rollup/2021Q1/a:edu/tasks/1%252F%D0%B0/done"
    )
