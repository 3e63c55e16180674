"""What do the files of a simulation say: a history, a table of substitutions, a calendar?"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import yaml
from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from application.simulation.cases import Case, Took
from application.workflows.plain_yaml import PlainLoader
from domain.calendar.days import WorkingCalendar
from domain.calendar.events import Day
from domain.messages import Id, Message, Refused, Text, Word
from domain.people.events import AppointmentEnded, DutyDelegated, PersonAppointed
from domain.people.may import DELEGABLE
from domain.people.state import Organisation, evolve
from domain.run.route import Circumstances
from domain.workflow.definition import Act

LARGEST = 4_000_000


def _several(value: object) -> object:
    """``a; b`` of a cell is a list."""
    return [part for v in value.split(";") if (part := v.strip())] if isinstance(value, str) else value


Several = Annotated[tuple[Word, ...], BeforeValidator(_several)]


class WrittenTook(Message):
    voice: Word
    person: Id
    act: Act = Act.AGREE
    days: int = Field(ge=0, le=1000)


class WrittenCase(Message):
    case: Word
    submitted: date
    prepared_by: Several = ()
    period: Literal["quarter", "year"] = "quarter"
    units: Several = ()
    fields: Several = ()
    executors: Several = ()
    sum: Decimal = Decimal(0)
    cells: int = Field(default=0, ge=0)
    really: int | None = Field(default=None, ge=0)
    took: tuple[WrittenTook, ...] = ()

    def read(self) -> Case:
        of = Circumstances(
            period=self.period,
            units=frozenset(self.units),
            fields=frozenset(self.fields),
            sum=self.sum,
            cells=self.cells,
            executors=self.executors,
        )
        took = tuple(Took(t.voice, t.person, str(t.act), t.days) for t in self.took)
        return Case(self.case, self.submitted, of, frozenset(self.prepared_by), took, self.really)


class WrittenPost(Message):
    """One row of a table of substitutions."""

    kind: Literal["appointed", "acting", "delegated", "ended"]
    position: Id
    person: Id
    since: date | None = None
    until: date | None = None
    giver: Id | None = None
    basis: Text = ""
    acts: Several = tuple(sorted(DELEGABLE))


class WrittenYear(Message):
    year: int
    effective: date | None = None
    basis: Text = ""
    off: tuple[Day, ...] = ()
    working: tuple[Day, ...] = ()


def history(content: bytes, name: str) -> list[Case]:
    """Past submissions from JSON (a list of cases) or CSV (a row for each voice that was given)."""
    rows = _folded(_csv(content)) if name.endswith(".csv") else _listed(_json(content), "cases")
    return [case.read() for case in _validated(tuple[WrittenCase, ...], rows)]


def substituted(office: Organisation, content: bytes, name: str) -> Organisation:
    """The office with this table in place of its delegations and acting appointments; nothing is recorded."""
    rows = _csv(content) if name.endswith(".csv") else _listed(_yaml(content), "substitutions")
    posts = _validated(tuple[WrittenPost, ...], rows)
    kept = tuple(a for a in office.appointments if not a.acting)
    tried = replace(office, appointments=kept, delegations={})
    for number, post in enumerate(posts, 1):
        if post.position not in office.positions:
            raise Refused("history-row-wrong", row=number, problem=f"position {post.position}")
        if unknown := [p for p in (post.person, post.giver) if p and p not in office.persons]:
            raise Refused("history-row-wrong", row=number, problem=f"person {unknown[0]}")
        tried = evolve(tried, _fact(post, number))
    return tried


def calendar(content: bytes, name: str) -> WorkingCalendar:
    """Days as shipped calendars have them: ``years``, each with ``off`` and ``working``."""
    plain = _toml(content) if name.endswith(".toml") else _yaml(content)
    years = _validated(tuple[WrittenYear, ...], _listed(plain, "years"))
    return WorkingCalendar(
        off={d.day: d.why for year in years for d in year.off},
        working={d.day: d.why for year in years for d in year.working},
    )


def _fact(post: WrittenPost, number: int) -> PersonAppointed | DutyDelegated | AppointmentEnded:
    since, until = post.since or date.min, post.until
    if post.kind == "ended" and until:
        return AppointmentEnded(person=post.person, position=post.position, until=until)
    if post.kind == "delegated" and until and post.giver:
        return DutyDelegated(
            delegation=f"tried-{number}",
            position=post.position,
            giver=post.giver,
            taker=post.person,
            acts=post.acts,
            since=since,
            until=until,
            basis=post.basis,
        )
    if post.kind in ("ended", "delegated"):
        raise Refused("history-row-wrong", row=number, problem="until, giver")
    return PersonAppointed(
        person=post.person,
        position=post.position,
        since=since,
        until=until,
        acting=post.kind == "acting",
        basis=post.basis,
    )


def _csv(content: bytes) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(_text(content)))
    return [{k: v for k, v in row.items() if k and v} for row in reader]


def _folded(rows: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Rows of the same case are one: what it is stands in its first, each row may tell of one voice."""
    cases: dict[str, dict[str, Any]] = {}
    said = ("voice", "person", "act", "days")
    for row in rows:
        case = cases.setdefault(row.get("case", ""), {"took": []})
        case.update({k: v for k, v in row.items() if k not in said and k not in case})
        if "voice" in row:
            case["took"].append({k: row[k] for k in said if k in row})
    return list(cases.values())


def _validated(kind: Any, rows: object) -> Any:
    try:
        return TypeAdapter(kind).validate_python(rows, strict=False)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False)[0]
        at, *field = first["loc"] or (0,)
        problem = f"{'.'.join(map(str, field))}: {first['msg']}"
        row = at + 1 if isinstance(at, int) else 1
        raise Refused("history-row-wrong", row=row, problem=problem) from invalid


def _listed(plain: Any, name: str) -> Any:
    return plain.get(name) if isinstance(plain, dict) else plain


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise Refused("history-unread", problem=f"> {LARGEST}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as unread:
        raise Refused("history-unread", problem="UTF-8") from unread


def _json(content: bytes) -> Any:
    try:
        return json.loads(_text(content))
    except (ValueError, RecursionError) as unread:
        raise Refused("history-unread", problem=str(unread)) from unread


def _yaml(content: bytes) -> Any:
    try:
        return PlainLoader(_no_aliases(_text(content))).get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError) as unread:
        raise Refused("history-unread", problem=str(unread)) from unread


def _no_aliases(text: str) -> str:
    tokens = yaml.scan(text, Loader=PlainLoader)
    if any(isinstance(token, yaml.AliasToken) for token in tokens):
        raise ValueError("aliases (*) are not read")
    return text


def _toml(content: bytes) -> Any:
    try:
        return tomllib.loads(_text(content))
    except tomllib.TOMLDecodeError as unread:
        raise Refused("history-unread", problem=str(unread)) from unread
