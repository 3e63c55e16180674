"""The rule book of files: a route is read from YAML, and whatever is wrong is named with its line."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from application.samples.offices import OFFICES, set_up_commands, shipped_definition, shipped_office
from application.workflows import reading
from application.workflows.reading import LARGEST, NotRead, read_definition
from domain.people.decisions import decider as people
from domain.workflow.decisions import PublishDefinition
from domain.workflow.definition import Act, Subject
from tests.domain.small_office import PEOPLE
from tests.dsl import given

OFFICE = people.fold(PEOPLE)
GOOD = """workflow: changes
title: Зміни
subject: amendment
steps:
  - key: council
    title: Рада
    act: agree
    who: [position:deputy, unit:bureau]
    needs: 1
    when: {cells_from: 5, sum_from: 100.50}
    stage: 1
  - key: director
    title: Затвердження
    act: approve
    who: position:director
    stage: 2
"""


def wrong(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(NotRead) as unread:
        read_definition(text.encode())
    return [(w.line, w.field, w.key) for w in unread.value.wrong]


def test_a_file_becomes_the_command_that_publishes_it():
    command = read_definition(GOOD.encode()).command("lipky")
    assert (command.workflow, command.subject) == ("changes", Subject.AMENDMENT)
    council, director = command.steps
    assert (council.needs, council.who, council.when.cells_from) == (
        "1",
        ("position:deputy", "unit:bureau"),
        5,
    )
    assert (director.who, director.act) == (("position:director",), Act.APPROVE)
    assert PublishDefinition.model_validate_json(command.model_dump_json()) == command
    assert len(given(*PEOPLE).when(command).facts()) == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "key"),
    [
        ("    needs: 1\n", "    needs: 0\n", 9, "steps.1.needs", "workflow.unfit"),
        ("    act: approve", "    act: aprove", 14, "steps.2.act", "workflow.not-one-of"),
        ("    stage: 2", "    stages: 2", 16, "steps.2.stages", "usage.field-unknown"),
        ("    stage: 2\n", "", 12, "steps.2.stage", "usage.field-missing"),
        ("subject: amendment", "subject: order", 3, "subject", "workflow.not-one-of"),
        ("title: Зміни", "title: Зміни\ntitle: Ще", 3, "title", "workflow.field-twice"),
        ("    stage: 2", "    stage: 2\n    stage: 3", 17, "steps.2.stage", "workflow.field-twice"),
        ("title: Зміни", "title: a: b", 2, "", "workflow.not-yaml"),
        ("title: Зміни", "title: &a Зміни", 2, "", "workflow.no-aliases"),
        ("cells_from: 5", "cells_from: -5", 10, "steps.1.when.cells_from", "workflow.too-low"),
        ("    stage: 2", "    stage: 51", 16, "steps.2.stage", "workflow.too-high"),
        ("    stage: 2", "    stage: two", 16, "steps.2.stage", "workflow.not-whole"),
    ],
)
def test_what_cannot_be_read_is_named_with_line_and_field(old, new, line, field, key):
    assert old in GOOD
    assert (line, field, key) in wrong(GOOD.replace(old, new, 1))


def test_a_word_such_as_off_or_no_stays_a_word():
    command = read_definition(GOOD.replace("title: Рада", "title: No").encode()).command("lipky")
    assert command.steps[0].title == "No"
    skippable = read_definition(GOOD.replace("    needs: 1", "    skippable: true").encode())
    assert skippable.steps[0].skippable


def test_what_bars_a_route_is_named_with_line_and_field():
    text = GOOD.replace("needs: 1", "needs: 3").replace("position:director", "position:ghost")
    found = [(w.line, w.field, w.key) for w in read_definition(text.encode()).bars(OFFICE)]
    assert found == [
        (15, "steps.2.who", "refused.nobody-can-take-step"),
        (9, "steps.1.needs", "refused.quorum-too-large"),
    ]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"- a\n- b\n", "workflow.not-a-definition"),
        (b"", "workflow.not-a-definition"),
        (b"title: \xff", "workflow.not-utf8"),
        (b"x" * (LARGEST + 1), "workflow.too-large"),
        (b"[" * 100_000, "workflow.too-deep"),
        (b"a: !!python/object/apply:os.system [ls]", "workflow.not-yaml"),
    ],
)
def test_a_hostile_file_is_refused_in_words(content, key):
    with pytest.raises(NotRead) as unread:
        read_definition(content)
    assert key in {w.key for w in unread.value.wrong}


@pytest.mark.parametrize(
    "name", ["quarterly-plan", "annual-plan", "amendment", "postponement", "quarterly-report"]
)
@pytest.mark.parametrize("office", OFFICES)
def test_the_definitions_that_ship_can_be_walked_in_their_office(office, name):
    shipped = shipped_office(office)
    facts: list = []
    for command in set_up_commands(shipped):
        if not isinstance(command, PublishDefinition):
            facts += given(*facts).when(command, organisation=office).facts()
    stands = people.fold(f for f in facts if f.name.startswith("people."))
    read = shipped_definition(shipped.language, name)
    assert read.bars(replace(stands, above="region")) == []
    alone = [w.key for w in read.bars(stands)]
    assert alone == (["refused.no-office-above"] if name == "annual-plan" else [])


@pytest.mark.parametrize(
    "deep", ["[" * 200_000, "{a: " * 60_000, "".join(f"{' ' * n}a:\n" for n in range(600))]
)
def test_a_file_of_nothing_but_depth_is_refused_at_once(deep):
    looked_at = 0

    def tokens(text):
        nonlocal looked_at
        for token in yaml.scan(text, Loader=reading.PlainLoader):
            looked_at += 1
            yield token

    with pytest.raises(NotRead) as unread:
        reading._refuse_outlandish(tokens(deep))
    assert unread.value.wrong[0].key == "workflow.too-deep"
    assert looked_at < 200, "what lies beyond is not looked at"
    with pytest.raises(NotRead):
        read_definition(deep.encode())


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        (
            "    act: approve",
            "    act: aprove",
            {"given": "aprove", "known": "agree, acknowledge, approve, sign"},
        ),
        ("    stage: 2", "    stage: 51", {"given": "51", "bound": 50}),
    ],
)
def test_what_does_not_fit_is_told_with_what_would_do(old, new, facts):
    with pytest.raises(NotRead) as unread:
        read_definition(GOOD.replace(old, new, 1).encode())
    (found,) = unread.value.wrong
    assert {name: found.facts[name] for name in facts} == facts
