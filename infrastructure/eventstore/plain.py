"""How is a fact read of which a few plain values are wanted? Straight into slots, and past all the rest.

A narrow reading (`infrastructure.eventstore.unchecked`) whose fields are words, numbers, days and lists of
such needs no model: msgspec makes a struct of the same names in a third of the time. Its class is not the
event's; it has its ``name``. The whole stored state is one struct, which serves as the envelope too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from domain.messages import Event
from infrastructure.eventstore.unchecked import Tree, tree_of, without_limits

VALUES = {"str": str, "int": int, "bool": bool, "decimal": Decimal, "date": date, "datetime": datetime}
_NONE: Mapping[str, Any] = {}


class Told(msgspec.Struct, gc=False):
    """Of the envelope the office and the time; asked for anything else it raises AttributeError."""

    v: int
    organisation: str = msgspec.field(name="org")
    recorded_at: datetime = msgspec.field(name="rec")
    fact: Any


class NotPlain(TypeError):
    """A model is wanted whole, or something that only pydantic builds."""


def plain_reading(kind: type[Event], names: Iterable[str]) -> Callable[[bytes], Told]:
    """Reads of a stored state the named fields alone. Raises NotPlain."""
    schema: Any = kind.__pydantic_core_schema__
    fact = _plain(without_limits(schema), tree_of(names), _NONE, name=kind.name)
    told: type[Told] = msgspec.defstruct("Told", [("fact", fact)], bases=(Told,), gc=False)  # type: ignore[assignment]
    return msgspec.json.Decoder(told).decode


def _plain(schema: Any, tree: Tree | None, shared: Mapping[str, Any], **also: str) -> Any:
    kind = schema["type"]
    if kind in VALUES:
        return VALUES[kind]
    if kind == "definitions":
        shared = {one["ref"]: one for one in schema["definitions"]}
        return _plain(schema["schema"], tree, shared, **also)
    if kind == "definition-ref":
        return _plain(shared[schema["schema_ref"]], tree, shared, **also)
    if kind == "nullable":
        return _plain(schema["schema"], tree, shared) | None
    if kind == "tuple" and schema.get("variadic_item_index") == 0 and len(schema["items_schema"]) == 1:
        return tuple[_plain(schema["items_schema"][0], tree, shared), ...]  # type: ignore[misc]
    if kind == "default":
        return _plain(schema["schema"], tree, shared)
    if tree is None:
        raise NotPlain(kind)
    if kind == "model" or kind.startswith("function-"):
        return _plain(schema["schema"], tree, shared, **also)
    if kind == "model-fields":
        return _struct(schema, tree, shared, also)
    raise NotPlain(kind)


def _struct(schema: Any, tree: Tree, shared: Mapping[str, Any], also: dict[str, str]) -> Any:
    fields = {name: schema["fields"][name]["schema"] for name in tree}
    return msgspec.defstruct(
        schema["model_name"],
        [(name, _plain(field, tree[name], shared), _unless_told(field)) for name, field in fields.items()],
        namespace=dict(also),
        kw_only=True,
        gc=False,
    )


def _unless_told(schema: Any) -> Any:
    """What a field is that is not there."""
    if schema["type"] != "default":
        return msgspec.field()
    if "default" not in schema:
        raise NotPlain("default_factory")
    return msgspec.field(default=schema["default"])
