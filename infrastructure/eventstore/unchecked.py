"""How is a fact read quickly whose values were all checked when it was recorded?

The event's own pydantic schema without its limits, patterns and normalisations: types are built as ever, from
the stored bytes in one go. Personal words stay sealed: their text reads as None. Why read models may:
docs/decisions/0013-why-read-models-take-a-recorded-fact-at-its-word.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic_core import SchemaValidator, core_schema

from domain.messages import Event, Personal

ALWAYS = ("by", "ch", "cmd", "org", "rec")
SOMETIMES = ("cap", "cause", "corr", "from", "occ")
PLAIN = {"str", "int", "decimal", "date", "datetime"}
"""Types whose schema may carry limits; without them the type alone is left."""
PARTS = {"schema", "items_schema", "keys_schema", "values_schema", "choices", "definitions"}
"""Where a schema holds other schemas, beside its fields."""


_NONE: Mapping[str, Any] = {}
Tree = Mapping[str, "Tree | None"]
"""The fields that are wanted of a schema, and of them what is; None: all of it."""


def unchecked_reading(kind: type[Event]) -> SchemaValidator:
    """Reads the whole stored state, envelope included, into a dictionary; ``fact`` is the event."""
    text = core_schema.str_schema()
    fields = {name: core_schema.typed_dict_field(text) for name in ALWAYS}
    fields |= {name: core_schema.typed_dict_field(text, required=False) for name in SOMETIMES}
    fields["v"] = core_schema.typed_dict_field(core_schema.int_schema())
    fields["fact"] = core_schema.typed_dict_field(without_limits(kind.__pydantic_core_schema__))
    return SchemaValidator(core_schema.typed_dict_schema(fields), _use_prebuilt=False)


def narrow_reading(kind: type[Event], names: Iterable[str]) -> SchemaValidator:
    """Reads of a stored state the named fields alone (``document.period``), the office and the time."""
    text = core_schema.str_schema()
    fields = {name: core_schema.typed_dict_field(text) for name in ("org", "rec")}
    fields["v"] = core_schema.typed_dict_field(core_schema.int_schema())
    fact = narrowed(without_limits(kind.__pydantic_core_schema__), tree_of(names))
    fields["fact"] = core_schema.typed_dict_field(fact)
    schema = core_schema.typed_dict_schema(fields, extra_behavior="ignore")
    return SchemaValidator(schema, _use_prebuilt=False)


def tree_of(names: Iterable[str]) -> dict[str, Any]:
    """A name without a dot means all that is below it, whatever else is named."""
    tree: dict[str, Any] = {}
    for name in sorted(names):
        *above, last = name.split(".")
        at: Any = tree
        for part in above:
            at = at.setdefault(part, {})
            if at is None:
                break
        if at is not None:
            at[last] = None
    return tree


def narrowed(schema: Any, tree: Tree | None, shared: Mapping[str, Any] = _NONE) -> Any:
    """The same with these fields alone; what a model asks of itself as a whole was asked when it was made."""
    if tree is None:
        return schema
    kind = schema["type"]
    if kind == "definitions":
        by_name = {one["ref"]: one for one in schema["definitions"]}
        return {**schema, "schema": narrowed(schema["schema"], tree, by_name)}
    if kind == "definition-ref":
        return narrowed(shared[schema["schema_ref"]], tree, shared)
    if kind.startswith("function-"):
        return narrowed(schema["schema"], tree, shared)
    bare = {name: part for name, part in schema.items() if name != "ref"}
    if kind == "model-fields":
        kept = {name: narrowed(schema["fields"][name], below, shared) for name, below in tree.items()}
        return {**bare, "fields": kept, "extra_behavior": "ignore"}
    for name in PARTS & bare.keys():
        part = bare[name]
        each = isinstance(part, list)
        bare[name] = [narrowed(one, tree, shared) for one in part] if each else narrowed(part, tree, shared)
    return bare


def without_limits(schema: Any) -> Any:
    if isinstance(schema, list):
        return [without_limits(part) for part in schema]
    if schema["type"] == "function-after" and _innermost(schema) in PLAIN:
        return without_limits(schema["schema"])
    if schema["type"] in PLAIN:
        return {"type": schema["type"]}
    bare = {name: without_limits(part) if name in PARTS else part for name, part in schema.items()}
    if schema["type"] == "model-fields":
        bare["fields"] = {name: without_limits(field) for name, field in schema["fields"].items()}
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
