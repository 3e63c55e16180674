"""Which fields does a command ask of a person, and how does what was typed become the command?

Drawn from the command's JSON schema: a new command has a form before anybody draws one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from domain.messages import Command
from domain.plan.thousands import parts_either

REMARKS = 3
NOT_ASKED = frozenset({"plan", "measure", "run", "remark", "text_hash", "evidence", "again", "of_which"})
LONG = frozenset({"reason", "resolution", "note"})
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """``kind`` is text, long, date, number, amount, parts, remarks, flag or choice; ``id`` is where a summary
    of errors points."""

    name: str
    kind: str
    required: bool
    options: Sequence[Option] = ()
    count: int = 1

    @property
    def id(self) -> str:
        return f"field-{self.name}"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot be taken as typed: the field, and the key of the words that say so."""

    field: str
    key: str


def fields_of(
    command: type[Command],
    settled: Mapping[str, str],
    choices: Mapping[str, Sequence[Option]],
    parts: int = 0,
) -> list[Field]:
    """What is left to ask, in the order of the command; ``choices`` are fields with a list to choose from."""
    schema = command.model_json_schema()
    asked = [name for name in schema["properties"] if name not in NOT_ASKED | set(settled)]
    found = [
        _field(name, schema["properties"][name], name in schema.get("required", ()), choices, parts)
        for name in asked
    ]
    unwanted = "quantity" if parts else "parts"
    return [field for field in found if field.name != unwanted]


def _field(
    name: str, drawn: Mapping[str, Any], required: bool, choices: Mapping[str, Sequence[Option]], parts: int
) -> Field:
    if name in choices:
        return Field(name, "choice", required, choices[name])
    kind = _kind(name, drawn)
    return Field(name, kind, required, count={"parts": parts, "remarks": REMARKS}.get(kind, 1))


def _kind(name: str, drawn: Mapping[str, Any]) -> str:
    shapes = drawn.get("anyOf", [drawn])
    types = {shape.get("type") for shape in shapes}
    if "array" in types:
        return "remarks" if "$ref" in drawn["items"] else "parts"
    if any(shape.get("format") == "date" for shape in shapes):
        return "date"
    if "number" in types:
        return "amount"
    if types & {"integer", "boolean"}:
        return "number" if "integer" in types else "flag"
    return "long" if name in LONG else "text"


def command_from(
    command: type[Command],
    fields: Sequence[Field],
    settled: Mapping[str, str],
    typed: Mapping[str, str],
    **also: object,
) -> tuple[Command | None, list[Wrong]]:
    """The command that was meant, or what is wrong with the fields."""
    if unsure := [Wrong(f.name, key) for f in fields if (key := _unsure(f, typed))]:
        return None, unsure
    body = {name: _settled(command, name, value) for name, value in settled.items()}
    body |= {f.name: value for f in fields if (value := _typed(f, typed)) not in ("", [])}
    if missing := [f for f in fields if f.required and f.name not in body]:
        return None, [Wrong(f.name, "web.error-missing") for f in missing]
    try:
        return command.model_validate_json(json.dumps(body | also)), []
    except ValidationError as invalid:
        return None, wrong_in(invalid)


def wrong_in(invalid: ValidationError) -> list[Wrong]:
    """Each field that was not taken, once."""
    return list({_wrong(error): None for error in invalid.errors(include_url=False)})


def _settled(command: type[Command], name: str, value: str) -> object:
    number = whole(value) if command.model_fields[name].annotation is int else None
    return value if number is None else number


def whole(text: str) -> int | None:
    """A whole number in plain digits, few enough for any machine; None for all else («²» is a digit too)."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def _typed(field: Field, typed: Mapping[str, str]) -> object:
    given = typed.get(field.name, "").strip()
    match field.kind:
        case "amount":
            return _number(given)
        case "number":
            number = whole(given)
            return given if number is None else number
        case "flag":
            return given == "true"
        case "parts":
            parts = [_number(typed.get(f"parts-{n}", "")) for n in range(field.count)]
            return parts if all(parts) else []
        case "remarks":
            return [remark for n in range(field.count) if (remark := _remark(typed, n))]
        case _:
            return given


def _remark(typed: Mapping[str, str], n: int) -> dict[str, str]:
    text = typed.get(f"remarks-{n}-text", "").strip()
    if not text:
        return {}
    measure, cell = typed.get(f"remarks-{n}-measure", ""), typed.get(f"remarks-{n}-field", "")
    return {"text": text, "field": cell} | ({"measure": measure} if measure else {})


def _number(given: str) -> str:
    return "".join(given.split()).replace(",", ".")


def _unsure(field: Field, typed: Mapping[str, str]) -> str:
    """«1,200» is 1200 to one reader and 1,2 to another; what is counted whole takes no decimal sign."""
    given = typed.get(field.name, "").strip()
    match field.kind:
        case "amount":
            return "web.error-thousands" if _reads_either(given) else ""
        case "parts":
            parts = [typed.get(f"parts-{n}", "") for n in range(field.count)]
            return "web.error-thousands" if any(map(_reads_either, parts)) else ""
        case "number":
            return "web.error-whole" if re.search("[.,]", given) else ""
        case _:
            return ""


def _reads_either(given: str) -> bool:
    return parts_either("".join(given.split()).removeprefix("+"))


def _wrong(error: Any) -> Wrong:
    field = str(error["loc"][0]) if error["loc"] else ""
    kind = error["type"]
    if kind.startswith("date"):
        return Wrong(field, "web.error-date")
    if kind.startswith(("decimal", "int", "greater", "less", "finite")):
        return Wrong(field, "web.error-number")
    if kind in ("too_long", "string_too_long", "value_error"):
        return Wrong(field, "web.error-text")
    return Wrong(field, "web.error-other")
