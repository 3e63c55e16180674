"""What every message keeps to: readable text, plain numbers, names chosen by hand."""

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.canonical import canonical, fingerprint
from domain.messages import Command, Event, Quantity, Text
from domain.plan.decisions import drafting
from domain.plan.events import PlanDrafted

TEXT, QUANTITY = TypeAdapter(Text), TypeAdapter(Quantity)


def test_text_has_one_spelling():
    assert TEXT.validate_python("и\u0306") == "й"


@pytest.mark.parametrize("text", ["a\x00", "\ud800", "x" * 20_001])
def test_text_that_a_database_or_a_log_cannot_carry_is_refused(text):
    with pytest.raises(ValidationError):
        TEXT.validate_python(text)


@pytest.mark.parametrize(("typed", "kept"), [("3.00", "3"), ("100", "100"), ("0.50", "0.5"), ("1E+2", "100")])
def test_a_quantity_has_one_spelling(typed, kept):
    quantity = QUANTITY.validate_json(f'"{typed}"')
    assert QUANTITY.dump_python(quantity, mode="json") == kept


@pytest.mark.parametrize("typed", ["-1", "NaN", "Infinity", "1e30", "0.0001", "12 345"])
def test_what_is_not_a_quantity_is_refused(typed):
    with pytest.raises(ValidationError):
        QUANTITY.validate_json(f'"{typed}"')


def test_a_wire_name_and_a_command_belong_to_one_class():
    with pytest.raises(TypeError, match="already belongs"):

        class Again(Event, name=PlanDrafted.name):
            """Its name is taken."""

    with pytest.raises(TypeError, match="already belongs"):

        class DraftPlan(Command):
            """Its name is taken."""

    assert Command.registry["DraftPlan"] is drafting.DraftPlan


def test_equal_values_give_equal_bytes():
    assert canonical({"b": 1, "a": "й"}) == '{"a":"й","b":1}'.encode()
    assert fingerprint({"b": 1, "a": 2}) == fingerprint({"a": 2, "b": 1})
    with pytest.raises(ValueError):
        canonical(float("nan"))


def test_a_quantity_is_a_decimal_however_it_came():
    assert QUANTITY.validate_python(Decimal("2.50")) == Decimal("2.5")
