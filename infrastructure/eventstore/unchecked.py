"""How is a fact read quickly whose values were all checked when it was recorded?

The event's own pydantic schema without its limits, patterns and normalisations: types are built as ever, from
the stored bytes in one go. Personal words stay sealed: their text reads as None. Why read models may:
docs/decisions/0013-why-read-models-take-a-recorded-fact-at-its-word.md.
"""

from __future__ import annotations

from typing import Any

from pydantic_core import SchemaValidator, core_schema

from domain.messages import Event, Personal

ALWAYS = ("by", "ch", "cmd", "org", "rec")
SOMETIMES = ("cap", "cause", "corr", "occ")
PLAIN = {"str", "int", "decimal", "date", "datetime"}
"""Types whose schema may carry limits; without them the type alone is left."""
PARTS = {"schema", "items_schema", "keys_schema", "values_schema", "choices", "definitions"}
"""Where a schema holds other schemas, beside its fields."""


def unchecked_reading(kind: type[Event]) -> SchemaValidator:
    """Reads the whole stored state, envelope included, into a dictionary; ``fact`` is the event."""
    text = core_schema.str_schema()
    fields = {name: core_schema.typed_dict_field(text) for name in ALWAYS}
    fields |= {name: core_schema.typed_dict_field(text, required=False) for name in SOMETIMES}
    fields["v"] = core_schema.typed_dict_field(core_schema.int_schema())
    fields["fact"] = core_schema.typed_dict_field(_without_limits(kind.__pydantic_core_schema__))
    return SchemaValidator(core_schema.typed_dict_schema(fields), _use_prebuilt=False)


def _without_limits(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_limits(part) for part in schema]
    if schema["type"] == "function-after" and _innermost(schema) in PLAIN:
        return _without_limits(schema["schema"])
    if schema["type"] in PLAIN:
        return {"type": schema["type"]}
    bare = {name: _without_limits(part) if name in PARTS else part for name, part in schema.items()}
    if schema["type"] == "model-fields":
        bare["fields"] = {name: _without_limits(field) for name, field in schema["fields"].items()}
    return {**bare, "schema": _SEALED} if schema.get("cls") is Personal else bare


def _innermost(schema: dict[str, Any]) -> str:
    while schema["type"] == "function-after":
        schema = schema["schema"]
    return str(schema["type"])


_SEALED = core_schema.model_fields_schema(
    {
        "of": core_schema.model_field(core_schema.str_schema()),
        "text": core_schema.model_field(
            core_schema.with_default_schema(core_schema.none_schema(), default=None)
        ),
    },
    extra_behavior="ignore",
)
