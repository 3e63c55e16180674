"""How does a folded state become bytes, and how is it taken up again, without a word about a person in them?

The state's own types say how, as they do for facts: nothing is pickled, and bytes can make nothing but a
state. Words about a person are lifted out before and put back after: the bytes tell only where they stood.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import uuid4

from pydantic import TypeAdapter
from pydantic_core import SchemaSerializer, SchemaValidator, core_schema

import domain
from domain.messages import Personal

S = TypeVar("S")
Words = dict[str, list[str]]
"""What is said about each person, in the order in which the state says it."""
FORMAT = 1
"""The version of this file's own way of writing."""


class StateBytes(Generic[S]):
    """Writes and reads states of one kind."""

    def __init__(self, kind: type[S]) -> None:
        schema = _apart(TypeAdapter(kind).core_schema)
        self._serializer = SchemaSerializer(schema, _use_prebuilt=False)
        self._validator = SchemaValidator(schema, _use_prebuilt=False)

    def written(self, state: S) -> tuple[bytes, Words]:
        words: Words = {}
        return self._serializer.to_json(state, context=words), words

    def read(self, content: bytes, words: Mapping[str, list[str] | None]) -> S:
        """``words`` are None for a person whose key was destroyed. Raises ValueError and LookupError for what
        is no such state."""
        state: S = self._validator.validate_json(content, context=words)
        return state


_made: dict[type, StateBytes[Any]] = {}


def bytes_of(kind: type[Any]) -> StateBytes[Any]:
    """Made once for each kind: it takes as long as a hundred facts."""
    return _made.get(kind) or _made.setdefault(kind, StateBytes(kind))


@cache
def code_version() -> str:
    """Another one with any other line of the domain: what a state means follows from all of it. Where the
    lines cannot be read no two processes have the same, and every state is folded."""
    root = Path(domain.__file__).parent
    files = sorted(root.rglob("*.py"))
    if not files:
        return str(uuid4())
    digest = hashlib.sha256(bytes([FORMAT]))
    for file in files:
        digest.update(f"{file.relative_to(root)}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _apart(schema: Any) -> Any:
    """The schema with personal words lifted out, and with mappings that JSON has no keys for as pairs."""
    if isinstance(schema, list | tuple):
        return type(schema)(_apart(part) for part in schema)
    if not isinstance(schema, dict):
        return schema
    if schema.get("cls") is Personal:
        return _LIFTED | {"ref": schema["ref"]} if "ref" in schema else _LIFTED
    inner = {name: part if name in _AS_THEY_ARE else _apart(part) for name, part in schema.items()}
    return _pairs(inner) if _keyed_by_several(inner) else inner


_AS_THEY_ARE = {"metadata", "serialization", "config"}


def _lifted_out(personal: Personal, info: Any) -> list[Any]:
    """Who is spoken of, and as the how manieth of the words about that person; -1 for none any more."""
    if personal.text is None:
        return [personal.of, -1]
    said = info.context.setdefault(personal.of, [])
    said.append(personal.text)
    return [personal.of, len(said) - 1]


def _put_back(stood: Any, info: Any) -> Personal:
    person, nth = stood
    said = info.context[person] if nth >= 0 else None
    return Personal(of=person, text=None if said is None else said[nth])


_LIFTED = core_schema.with_info_plain_validator_function(
    _put_back,
    serialization=core_schema.plain_serializer_function_ser_schema(_lifted_out, info_arg=True),
)


def _keyed_by_several(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "dict" and schema["keys_schema"]["type"] == "tuple"


def _pairs(mapping: Mapping[str, Any]) -> Any:
    pairs = core_schema.list_schema(
        core_schema.tuple_schema([mapping["keys_schema"], mapping["values_schema"]])
    )
    return core_schema.no_info_after_validator_function(
        dict,
        pairs,
        serialization=core_schema.plain_serializer_function_ser_schema(
            lambda found: list(found.items()), return_schema=pairs
        ),
    )
