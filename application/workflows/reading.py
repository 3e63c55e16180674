"""What does a file say about a route, and in which line of it is something wrong?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails

from application.workflows.plain_yaml import PlainLoader
from domain.messages import Id, Message, Refused, Text
from domain.people.state import Organisation
from domain.workflow.decisions import PublishDefinition
from domain.workflow.definition import Step, Subject, Who
from domain.workflow.validity import faults

LARGEST = 256_000
DEEPEST = 20
"""A definition goes five deep; what each deeper one costs the scanner grows with the depth."""
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing to mend: the line (from 1), the field as written (``steps.2.needs``), why.

    ``key`` with its ``facts`` is worded for people; ``refused`` is there where the route itself is barred.
    """

    line: int
    field: str
    key: str
    facts: Mapping[str, object]
    refused: Refused | None = None


class NotRead(Exception):
    """The file is no definition; ``wrong`` says everything that is to be mended."""

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__("; ".join(f"line {w.line}: {w.field}: {w.key}" for w in wrong))
        self.wrong = wrong


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _counted(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class WrittenStep(Step):
    """A step as people write it: one voice needs no list, a number of voices no quotes."""

    who: Annotated[tuple[Who, ...], BeforeValidator(_listed)] = ()
    needs: Annotated[str, BeforeValidator(_counted), Field(pattern=r"^(all|any|[1-9][0-9]?)$")] = "all"


class WrittenDefinition(Message):
    """A definition as a file holds it."""

    workflow: Id
    title: Text
    subject: Subject = Subject.PLAN
    steps: tuple[WrittenStep, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A definition and the lines in which its fields stand."""

    written: WrittenDefinition
    lines: Mapping[Path, int]

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(
            Step(**{name: getattr(s, name) for name in Step.model_fields}) for s in self.written.steps
        )

    def command(self, organisation: str) -> PublishDefinition:
        w = self.written
        return PublishDefinition(
            organisation=organisation, workflow=w.workflow, title=w.title, subject=w.subject, steps=self.steps
        )

    def bars(self, office: Organisation) -> list[Wrong]:
        """What bars its publication in this office, line by line."""
        found = faults(self.steps, self.written.subject, office)
        return [self._placed(f.step, f.field, f.refused) for f in found]

    def _placed(self, step: int | None, field: str, refused: Refused) -> Wrong:
        path: Path = (field,) if step is None else ("steps", step, field)
        return Wrong(
            line_of(self.lines, path), dotted(path), f"refused.{refused.code}", refused.facts, refused
        )


def read_definition(content: bytes) -> Read:
    """A definition from YAML. Raises NotRead for what is no YAML, or does not fit."""
    node = _composed(content)
    lines: dict[Path, int] = {}
    wrong = list(_mapped(node, (), lines))
    if wrong:
        raise NotRead(wrong)
    try:
        written = WrittenDefinition.model_validate(_plain(node), strict=False)
    except ValidationError as invalid:
        raise NotRead([_worded(error, lines) for error in invalid.errors(include_url=False)]) from invalid
    return Read(written, lines)


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a field, or of the nearest thing around it that is written."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def dotted(path: Path) -> str:
    """``steps.2.needs``: steps are counted from 1, as people do."""
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)


def _composed(content: bytes) -> yaml.Node:
    if len(content) > LARGEST:
        raise NotRead([Wrong(1, "", "workflow.too-large", {"limit": LARGEST})])
    try:
        text = content.decode("utf-8-sig")
        _refuse_outlandish(yaml.scan(text, Loader=PlainLoader))
        node = yaml.compose(text, Loader=PlainLoader)
    except UnicodeDecodeError as unread:
        line = content.count(b"\n", 0, unread.start) + 1
        raise NotRead([Wrong(line, "", "workflow.not-utf8", {})]) from unread
    except yaml.YAMLError as unread:
        raise NotRead([_unread(unread)]) from unread
    if not isinstance(node, yaml.MappingNode):
        raise NotRead([Wrong(1, "", "workflow.not-a-definition", {})])
    return node


def _refuse_outlandish(tokens: Iterator[yaml.Token]) -> None:
    """At the token that is too much, before the rest of the file is looked at."""
    depth = 0
    for token in tokens:
        if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
            raise NotRead([Wrong(token.start_mark.line + 1, "", "workflow.no-aliases", {})])
        depth += isinstance(token, OPENING) - isinstance(token, CLOSING)
        if depth > DEEPEST:
            raise NotRead([Wrong(token.start_mark.line + 1, "", "workflow.too-deep", {})])


OPENING = (
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
)
CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


def _mapped(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Iterator[Wrong]:
    """Note the line of everything; a field that is written twice in one place is wrong."""
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for n, item in enumerate(node.value):
            yield from _mapped(item, (*path, n), lines)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, str(key.value))
            if inner in lines:
                yield Wrong(key.start_mark.line + 1, dotted(inner), "workflow.field-twice", {})
            lines[inner] = key.start_mark.line + 1
            yield from _mapped(value, inner, lines)


def _plain(node: yaml.Node) -> Any:
    """Plain values alone: a tag that would make anything else is refused, and so is a day that is none."""
    try:
        return PlainLoader("").construct_document(node)
    except yaml.YAMLError as unread:
        raise NotRead([_unread(unread)]) from unread
    except ValueError as unread:
        raise NotRead([Wrong(1, "", "workflow.not-yaml", {"problem": str(unread)})]) from unread


def _unread(unread: yaml.YAMLError) -> Wrong:
    mark = getattr(unread, "problem_mark", None)
    problem = str(getattr(unread, "problem", None) or unread)
    return Wrong(mark.line + 1 if mark else 1, "", "workflow.not-yaml", {"problem": problem})


def _worded(error: ErrorDetails, lines: Mapping[Path, int]) -> Wrong:
    path = tuple(error["loc"])
    line, field = line_of(lines, path), dotted(path)
    match error["type"]:
        case "missing":
            return Wrong(line, field, "usage.field-missing", {"field": field})
        case "extra_forbidden":
            known = WrittenDefinition if len(path) == 1 else WrittenStep
            names = ", ".join(known.model_fields)
            return Wrong(line, field, "usage.field-unknown", {"field": field, "known": names})
        case kind:
            key, given = f"workflow.{UNFIT.get(kind, 'unfit')}", {"given": str(error["input"])[:80]}
            return Wrong(line, field, key, given | _bounds(error.get("ctx", {})))


UNFIT = {
    "enum": "not-one-of",
    "literal_error": "not-one-of",
    "int_from_float": "not-whole",
    "int_parsing": "not-whole",
    "int_type": "not-whole",
    "greater_than_equal": "too-low",
    "less_than_equal": "too-high",
}
"""What the library complains of, and in which of our words it is said; anything else is ``unfit``."""


def _bounds(context: Mapping[str, Any]) -> dict[str, object]:
    """What would do: the words that may stand there, or how far a number may go."""
    if expected := context.get("expected"):
        return {"known": ", ".join(re.findall(r"'([^']*)'", expected))}
    return {"bound": context.get("ge", context.get("le", ""))}
