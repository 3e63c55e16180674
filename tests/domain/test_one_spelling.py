"""The quick writer of facts must come to the very bytes of the slow one, and a state be copied whole."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import canonical, fingerprint, fingerprint_of, spelled
from domain.changed import replace
from domain.messages import Event
from domain.plan.remembered import Carried, Plan, Status
from domain.run.state import Outcome, Run
from tests.examples import COMMANDS, EVENTS

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
)


@given(values)
def test_whatever_holds_no_float_is_spelled_alike(value):
    assert spelled(value) == canonical(value)


def test_every_message_is_spelled_alike():
    for message in (*EVENTS, *COMMANDS):
        assert spelled(message) == canonical(message)
        assert fingerprint_of(message) == fingerprint(message)


def test_keys_are_in_the_order_of_their_letters_not_of_their_bytes_in_another_encoding():
    astral = {"\U0001f4dc": 1, "\uffee": 2, "я": 3, "z": 4}
    assert spelled(astral) == canonical(astral)


def test_no_message_holds_a_number_that_has_more_than_one_spelling():
    floating = [kind.name for kind in Event.registry.values() if _has_float(kind.__pydantic_core_schema__)]
    assert not floating, "write a Quantity or an Amount: a float is spelled in more than one way"


def test_a_changed_state_is_what_the_library_makes_of_it():
    plan, run = Plan(author="olena"), Run(id="r")
    assert replace(plan, status=Status.DRAFT) == dataclasses.replace(plan, status=Status.DRAFT)
    assert replace(run, outcome=Outcome.OPEN) == dataclasses.replace(run, outcome=Outcome.OPEN)
    assert replace(Carried(), nils={"2021-01": 3}) == Carried(nils={"2021-01": 3}), "one with slots"
    assert (plan.status, run.outcome) == (Status.ABSENT, Outcome.NONE), "the former one stays"


def _has_float(schema: object) -> bool:
    if isinstance(schema, dict):
        return schema.get("type") == "float" or any(map(_has_float, schema.values()))
    return isinstance(schema, list | tuple) and any(map(_has_float, schema))
